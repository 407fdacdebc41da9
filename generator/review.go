package generator

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"remit/generator/internal/author"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/source"
)

// longest is the horizon, in months, that a document can grow to.
const longest = 24

// Review tells what a review makes of a document.
type Review struct {
	Change  Change
	File    string
	Title   string
	Day     time.Time // of the review
	Before  time.Time // of the one before; zero for none
	Months  int       // how long this one holds
	Was     int       // how long the one before held
	Why     string    // why it holds as long as it does, in one clause
	Reasons []string  // what asked for the review
}

// Review sets the day on which a document was last reviewed to today. dir is
// the site's folder, in which Git is asked what the document said at the review
// before: where it says the same now, calendars were asking for nothing, and
// the next review may wait twice as long, up to 24 months. Where something
// happened that asked for the review, it goes back to what is usual for the
// kind.
func (s *Snapshot) Review(ctx context.Context, dir, name string) (*Review, error) {
	d, err := s.documentNamed(name)
	if err != nil {
		return nil, err
	}
	if err := reviewable(d); err != nil {
		return nil, err
	}
	r := &Review{File: d.Path, Title: d.Title, Day: s.in.Today, Before: d.Facts.Reviewed.Day, Was: d.Facts.Every, Months: d.Facts.Every}
	if !r.Before.IsZero() && !r.Before.Before(r.Day) {
		return nil, &UseError{fmt.Sprintf("%s was reviewed on %s already", d.Path, r.Before.Format(time.DateOnly))}
	}
	s.decide(ctx, dir, d, r)
	if r.Change, err = s.reviewed(d, r); err != nil {
		return nil, err
	}
	return r, nil
}

// reviewable wants a document that reviews are for and whose front matter can
// be read.
func reviewable(d *document.Document) error {
	switch {
	case d.Kind.Record:
		return &UseError{fmt.Sprintf("%s is a %s, the record of a moment: it is never reviewed; add a dated note, or a document that replaces it", d.Path, d.Kind.Name)}
	case d.Facts.Status == "retired":
		return &UseError{d.Path + " is retired, so nobody has to review it"}
	case d.Withheld, slices.ContainsFunc(d.Problems, func(p diag.Problem) bool { return p.Rule == "front-matter" }):
		return &UseError{"the front matter of " + d.Path + " cannot be read; mend it first: remit check shows how"}
	case d.File.Target != "":
		return &UseError{d.Path + " is a link to " + d.File.Target + "; review that one"}
	}
	return nil
}

// decide says how long the review holds.
func (s *Snapshot) decide(ctx context.Context, dir string, d *document.Document, r *Review) {
	evidence := false
	for _, why := range s.model.Due(d) {
		r.Reasons = append(r.Reasons, why.Words)
		evidence = evidence || why.Evidence
	}
	switch {
	case evidence:
		if usual := d.Kind.Review; usual > 0 && r.Was > usual {
			r.Months = usual
		}
		r.Why = "something happened that asked for this review"
	case r.Was == 0:
		r.Why = "documents of this kind have no date for the next one"
	case r.Before.IsZero():
		r.Why = "this is the first review"
	default:
		switch same, known := s.sameSince(ctx, dir, d); {
		case !known:
			r.Why = "Git does not know what it said on " + r.Before.Format(time.DateOnly)
		case !same:
			r.Why = "it has changed since " + r.Before.Format(time.DateOnly)
		case r.Was >= longest:
			r.Why = "nothing has changed since " + r.Before.Format(time.DateOnly) + ", and longer than that no review holds"
		default:
			r.Months = min(2*r.Was, longest)
			r.Why = "nothing has changed since " + r.Before.Format(time.DateOnly)
		}
	}
}

// sameSince reports whether the document says what it said at its last
// review; the dates of reviews themselves do not count.
func (s *Snapshot) sameSince(ctx context.Context, dir string, d *document.Document) (same, known bool) {
	if s.in.History == nil {
		return false, false
	}
	old, ok := source.TextAt(ctx, dir, d.Path, d.Facts.Reviewed.Day)
	if !ok {
		return false, false
	}
	opt := documentOptions(&s.in)
	then := document.Compile(source.NewFile(d.Path, old), opt)
	return bytes.Equal(substance(then), substance(d)), true
}

// substance is all of a document but when it is reviewed, with the same line
// ends on every system.
func substance(d *document.Document) []byte {
	text := author.WithoutKeys(d.File.Data, d.Meta, "reviewed", "review-every")
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.TrimSpace(bytes.TrimPrefix(text, []byte("---\n---\n"))) // that block was begun by a review
}

// reviewed makes the change and reads it again, so that what is written is
// what was meant, however odd the front matter.
func (s *Snapshot) reviewed(d *document.Document, r *Review) (Change, error) {
	text, err := s.setKey(d, d.File.Data, "reviewed", r.Day.Format(time.DateOnly))
	if err == nil && r.Months != r.Was {
		text, err = s.setKey(d, text, "review-every", strconv.Itoa(r.Months)+" months")
	}
	return Change{File: d.Path, Old: d.File.Data, New: text}, err
}

func (s *Snapshot) setKey(d *document.Document, src []byte, key, value string) ([]byte, error) {
	opt := documentOptions(&s.in)
	now := document.Compile(source.NewFile(d.Path, src), opt)
	text, err := author.Apply(src, []diag.Edit{author.SetKey(src, now.Meta, key, value)})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	if then := document.Compile(source.NewFile(d.Path, text), opt); then.Withheld || then.Meta.Text(key) != value {
		return nil, &UseError{"the front matter of " + d.Path + " is written in a way that a line cannot be added to; write  " + key + ": " + value + "  there yourself"}
	}
	return text, nil
}
