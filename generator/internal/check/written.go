package check

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
)

var writtenRules = []Rule{MissingField, MissingSection, NoOwner, TemplateText, UnreadLine, DateInFuture}

// isActive reports whether a document is of a kind and should be complete.
func isActive(d *document.Document, kind string) bool {
	return d.Kind.Name == kind && d.Facts.Active()
}

// activeOf yields the documents of a kind that should be complete.
func activeOf(m *model.Model, kind string) iter.Seq[*document.Document] {
	return func(yield func(*document.Document) bool) {
		for _, row := range m.ByKind.Get(kind) {
			if m.Living(row.Doc) && !yield(row.Doc) {
				return
			}
		}
	}
}

// spanOfKey returns where a key of front matter stands, or the zero Span.
func spanOfKey(d *document.Document, key string) diag.Span {
	for i := range d.Meta.Entries {
		if d.Meta.Entries[i].Key == key {
			return d.Meta.Entries[i].KeySpan
		}
	}
	return diag.Span{}
}

// sectionGap returns p when an active document of the kind lacks a section. A
// heading with nothing below it is where the gap is; else it is the document.
func sectionGap(d *document.Document, kind, section string, p diag.Problem) []diag.Problem {
	if !isActive(d, kind) || hasSection(d, section) {
		return nil
	}
	if part := d.Facts.Part(section); part != nil {
		p.Span = d.Content.Headings[part.Heading].Span
		p.Label = "nothing stands below it"
	}
	return []diag.Problem{p}
}

// hasSection reports whether something stands below a heading that the kind
// knows as that section.
func hasSection(d *document.Document, section string) bool {
	for i := range d.Facts.Sections {
		if p := &d.Facts.Sections[i]; p.Section.Name == section && !p.Empty {
			return true
		}
	}
	return false
}

// atKey puts a problem about a missing answer where the key stands that waits
// for it, when it is there.
func atKey(d *document.Document, key string, p diag.Problem) diag.Problem {
	if at := spanOfKey(d, key); at != (diag.Span{}) {
		p.Span, p.Label = at, nonEmpty(p.Label, "nothing stands here")
	}
	return p
}

// isPast reports whether a day is known and lies before today.
func isPast(m *model.Model, day time.Time) bool { return !day.IsZero() && day.Before(m.Today) }

// dayWords writes a day for a sentence.
func dayWords(day time.Time) string { return day.Format("2 January 2006") }

// nonEmpty returns s, or instead when s is empty.
func nonEmpty(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// shortened quotes what somebody wrote, cut at a word when it is long.
func shortened(s string) string {
	const limit = 60
	if len(s) <= limit {
		return strconv.Quote(s)
	}
	cut := strings.LastIndexByte(s[:limit], ' ')
	if cut < limit/2 {
		return "this"
	}
	return strconv.Quote(s[:cut] + " ...")
}

// spanOfText returns where a stretch of the plain text stands in the file.
func spanOfText(d *document.Document, from, to int) diag.Span {
	span, _ := d.Content.Place(diag.NewLines(d.File.Data), from, to)
	return span
}

// namedGaps are the core fields and sections whose absence a rule of its own
// reports, by kind.
var namedGaps = map[string][]string{
	"charter":    {"owns", "decides", "success", "works-with", "if-we-miss-the-mark"},
	"standard":   {"bar"},
	"lesson":     {"touches", "what-happened", "what-blocked-us", "what-we-would-improve", "what-support-we-need"},
	"playbook":   {"when", "done-when", "steps"},
	"commitment": {"due", "results"},
	"experiment": {"stop-if", "ends"},
}

// MissingField finds core fields without an answer.
var MissingField = Rule{
	Name:     "missing-field",
	Severity: diag.Warning,
	Doc: "An active document lacks a field that is core for its kind, or a title. Fields with a rule of their own, such as the " +
		"results of a commitment, are reported by that. It holds for the kinds of the site's own in kinds/ too.",
	Reason: "Readers, lists and other checks rely on what each document of a kind says.",
	Example: `-- decisions/refund-limit.md --
---
owner: operations
date: 2026-02-02
---
# Support settles refunds up to 500 EUR alone

From 2 February on nobody needs to ask.

## Why

In a year none was changed.
`,
	Fixes: []string{
		"Answer the field in the front matter; remit explain KIND tells what it is for.",
		"Write  status: draft  while the answer is not known.",
		"Write  kind: page  when the document is not what its folder says.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Kind.Name == "page" || d.Facts.Status == "retired" {
			return nil
		}
		var found []diag.Problem
		if d.Content.Title.Text == "" && !d.Facts.Has("title") {
			found = append(found, missingTitle(d))
		}
		if !d.Facts.Active() {
			return found
		}
		for i := range d.Kind.Fields {
			f := &d.Kind.Fields[i]
			if f.Core && f.Name != "owner" && f.Name != "title" && !slices.Contains(namedGaps[d.Kind.Name], f.Name) && !d.Facts.Has(f.Name) {
				found = append(found, missingField(d, f))
			}
		}
		return found
	},
}

func missingTitle(d *document.Document) diag.Problem {
	return diag.Problem{
		Message: "this " + kindNoun(d.Kind) + " has no title",
		Why:     "lists, links and search show " + strconv.Quote(d.Title) + ", the name of the file, instead",
		Fix:     "begin the text with a heading, such as  # " + d.Title,
	}
}

func missingField(d *document.Document, f *schema.Field) diag.Problem {
	return atKey(d, f.Name, diag.Problem{
		Message: "this " + kindNoun(d.Kind) + " does not say " + strconv.Quote(f.Name),
		Label:   f.Prompt,
		Why:     "readers, lists and other checks rely on what each " + kindNoun(d.Kind) + " says",
		Fix:     "write  " + fieldExample(f) + "  into the front matter",
	})
}

// fieldExample returns a line that answers a field.
func fieldExample(f *schema.Field) string {
	switch {
	case f.Example != "" && !strings.Contains(f.Example, "\n"):
		return f.Name + ": " + strings.TrimPrefix(f.Example, f.Name+": ")
	case len(f.Values) > 0:
		return f.Name + ": " + strings.Join(f.Values, " | ")
	case f.Type == "date":
		return f.Name + ": 2026-08-01"
	}
	return f.Name + ": ..."
}

// kindNoun is the English word for one document of a kind inside a sentence.
func kindNoun(k *schema.Kind) string { return strings.ToLower(k.Label) }

// MissingSection finds core sections that are not there.
var MissingSection = Rule{
	Name:     "missing-section",
	Severity: diag.Warning,
	Doc: "An active document lacks a section that is core for its kind, or nothing stands below its heading. Sections with a rule " +
		"of their own, such as those of a lesson, are reported by that. Headings are known by several names in each language.",
	Reason: "Readers look for the same answer in the same place of each document.",
	Example: `-- decisions/refund-limit.md --
---
owner: operations
date: 2026-02-02
decided-by: operations-lead
---
# Support settles refunds up to 500 EUR alone

From 2 February on nobody needs to ask.
`,
	Fixes: []string{
		"Add the heading with a few lines below it.",
		"When the answer stands below another heading, name it as the kind expects, or add its words to the kind in kinds/.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		var found []diag.Problem
		for i := range d.Kind.Sections {
			s := &d.Kind.Sections[i]
			if !s.Core || slices.Contains(namedGaps[d.Kind.Name], s.Name) {
				continue
			}
			heading := s.Heading(d.Spoken)
			found = append(found, sectionGap(d, d.Kind.Name, s.Name, diag.Problem{
				Message: "this " + kindNoun(d.Kind) + " has no section " + strconv.Quote(heading),
				Label:   s.Prompt,
				Why:     "readers look for the same answer in the same place of each " + kindNoun(d.Kind),
				Fix:     "write  ## " + heading + "  and below it the answer",
			})...)
		}
		return found
	},
}

// NoOwner finds documents that nobody keeps.
var NoOwner = Rule{
	Name:     "no-owner",
	Severity: diag.Warning,
	Doc: "Nobody is known to keep a document: it names no owner, no charter lies in its folder or one above, and CODEOWNERS or " +
		"OWNERS do not tell. Pages and charters need none; a charter belongs to its own team.",
	Reason: "Nobody will notice when it becomes wrong, and readers do not know whom to ask.",
	Example: `-- standards/first-reply.md --
---
applies-to: everyone
bar:
  - must: A customer gets a first reply within 4 working hours
    checked: automatic, weekly report
---
# First reply

Waiting without news is what customers complain about most.
`,
	Fixes: []string{
		"Name the team that keeps it true:  owner: support.",
		"Put the file into the folder of the team's charter.",
		"Name the owners of the folder in CODEOWNERS.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.ByKind.Groups() {
			kind := g.Rows[0].Doc.Kind
			if f := kind.Field("owner"); kind.Name == "page" || f == nil || !f.Core {
				continue
			}
			for _, row := range g.Rows {
				d := row.Doc
				if d.Facts.Owner.Text != "" || d.Facts.Status == "retired" || m.Owner(d).ID != "" {
					continue
				}
				report(d, atKey(d, "owner", diag.Problem{
					Message: "nobody is known to keep this " + kindNoun(kind),
					Why:     "nobody will notice when it becomes wrong, and readers do not know whom to ask",
					Fix:     "name the team in the front matter, such as  owner: support",
				}))
			}
		}
	},
}

// UnreadLine finds lines of which something could not be understood.
var UnreadLine = Rule{
	Name:     "unread-line",
	Severity: diag.Warning,
	Doc: "A line of decides, practice, standards, answers or moved does not have one of the forms that can be read. It is shown " +
		"as written, but no view and no check knows what it says.",
	Reason: "A line that only people can read is missing wherever decisions, standards and answers are brought together.",
	Example: `-- charters/support.md --
---
decides:
  - Refunds up to 500 EUR: whatever we like
---
# Support

We answer everyone who has a question.
`,
	Fixes: []string{
		"Write one of the forms that the finding shows; remit explain charter lists them all.",
		"Say it in the text instead when no form fits.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		f := &d.Facts
		var found []diag.Problem
		for i := range f.Decides {
			if l := &f.Decides[i]; l.Fault != "" {
				found = append(found, unreadDecision(l))
			}
		}
		for i := range f.Standings {
			if l := &f.Standings[i]; l.State == "" {
				found = append(found, unread(l.Line, l.Near, "how the team stands", "meets, working on it by DATE, not yet, or exempt (decision)"))
			}
		}
		for i := range f.Answers {
			if l := &f.Answers[i]; l.Value == "" {
				found = append(found, unread(l.Line, l.Near, "the answer", "fully, mostly or hardly"))
			}
		}
		for i := range f.Moved {
			if l := &f.Moved[i]; l.Date.Day.IsZero() {
				found = append(found, diag.Problem{
					Span:    l.Line.Text.Span,
					Message: "this line does not begin with the date that was moved",
					Why:     "the line is shown as written, but nobody counts it as an earlier date",
					Fix:     "write the old date and the reason, such as  - 2026-06-30: the label came late",
				})
			}
		}
		return found
	},
}

// decisionForms are the rungs as they are written.
const decisionForms = "alone, then tell X, after advice from X, together with X, X decides after hearing us, X decides and explains, X decides"

func unreadDecision(l *line.Decision) diag.Problem {
	p := unread(l.Line, l.Near, "who decides", decisionForms)
	p.Message = "this decision cannot be read: " + l.Fault
	switch {
	case l.OfLimit:
		p.Span = l.LimitAt.Span
		p.Fix = "write  " + l.Near + "  if that is what you mean; a limit begins with up to, under, above, from or between"
	case l.Topic.Text == "":
		p.Span = l.Line.Text.Span
		p.Fix = "begin with what is decided, such as  Tools up to 200 EUR: alone"
	}
	return p
}

// unread says of a line that its rest could not be read.
func unread(l line.Line, near, what, forms string) diag.Problem {
	p := diag.Problem{
		Span:    l.Rest.Span,
		Message: strconv.Quote(l.Rest.Text) + " does not say " + what,
		Why:     "the line is shown as written, but no list and no check knows what it says",
		Fix:     "write one of: " + forms,
	}
	if l.Rest.Text == "" {
		p.Span = l.Text.Span
		p.Message = shortened(l.Text.Text) + " does not say " + what
		p.Fix = "write a colon and one of: " + forms
	}
	if near != "" {
		p.Label = "did you mean " + strconv.Quote(near) + "?"
	}
	return p
}

// DateInFuture finds days of what has happened that are still to come.
var DateInFuture = Rule{
	Name:     "date-in-future",
	Severity: diag.Warning,
	Doc: "A day on which something happened lies after today: the date of a lesson, decision or assessment, a check-in, or a " +
		"review. Planned days, such as due and ends, are left alone.",
	Reason: "Lists put it first, and rules that compare days believe it.",
	Example: `-- lessons/2026-04-return-form.md --
---
owner: checkout
date: 2027-04-17
touches: [checkout]
---
# The return form came three weeks late

We now agree on who owns a form before the first line is written.
`,
	Fixes: []string{
		"Correct the year or the month.",
		"Write  status: draft  until the day has come.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		last := m.Today.AddDate(0, 0, 1) // elsewhere on earth it may be tomorrow already
		for _, g := range m.ByKind.Groups() {
			for _, row := range g.Rows {
				futureDates(row.Doc, last, report)
			}
		}
	},
}

// futureDates looks at the days of one document that should not lie after the
// last one.
func futureDates(d *document.Document, last time.Time, report func(*document.Document, diag.Problem)) {
	f := &d.Facts
	if d.Kind.Record {
		if f.Date.Day.After(last) && f.Active() {
			reportFuture(d, last, &f.Date, "this "+kindNoun(d.Kind)+" is dated", report)
		}
		return
	}
	if f.Reviewed.Day.After(last) {
		reportFuture(d, last, &f.Reviewed, "the review is dated", report)
	}
	if d.Kind.Name != "commitment" {
		return
	}
	for i := range f.CheckIns {
		if f.CheckIns[i].Date.Day.After(last) {
			reportFuture(d, last, &f.CheckIns[i].Date, "this check-in is dated", report)
		}
	}
}

func reportFuture(d *document.Document, last time.Time, date *line.Date, what string, report func(*document.Document, diag.Problem)) {
	if date.Month && date.Day.AddDate(0, 0, -31).Before(last) {
		return // the month has begun, or nearly; only its last day is still to come
	}
	report(d, diag.Problem{
		Span:    date.Span,
		Message: what + " " + date.Text.Text + ", which is still to come",
		Why:     "lists put it first, and rules that compare days believe it",
		Fix:     "correct the date; what has not happened yet needs none",
	})
}

// TemplateText finds blanks that were never filled in.
var TemplateText = Rule{
	Name:     "template-text",
	Severity: diag.Warning,
	Doc: "Text of a template is left: `FILL IN`, `YOURSIG`, lorem ipsum, `<insert ...>`, or TODO or TBD in place of an answer. It is looked " +
		"for in typed documents only, in front matter and in running text, not in code and quotations. There is one finding a " +
		"document, at the first place.",
	Reason: "Readers take the blank for carelessness with the rest.",
	Example: `-- charters/support.md --
# Support

FILL IN: what the team is for, in two sentences.
`,
	Fixes: []string{
		"Write what the blank asks for.",
		"Take the line out when it does not apply.",
		"Put the words into backticks when they are meant as such.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if d.Facts.Status == "retired" || !mayHoldBlank(d.File.Data) {
			return nil
		}
		blanks := blanksOf(d)
		if d.Kind.Name == "page" { // which may speak of lists of things to do
			if !bytes.Contains(d.File.Data, []byte("\nFILL IN: ")) {
				return nil
			}
			blanks = slices.DeleteFunc(blanks, func(b leftover) bool { return b.words != "FILL IN" })
		}
		if len(blanks) == 0 {
			return nil
		}
		first := blanks[0]
		for _, b := range blanks {
			if b.from < first.from {
				first = b
			}
		}
		p := diag.Problem{
			Span:    diag.NewLines(d.File.Data).Span(first.from, first.to),
			Message: strconv.Quote(first.words) + " is still to be filled in",
			Why:     "a reader cannot tell what is missing here",
			Fix:     "write what belongs there, or take the line out",
		}
		if n := len(blanks); n > 1 {
			p.Message += "; there are " + strconv.Itoa(n) + " such places"
		}
		return []diag.Problem{p}
	},
}

// leftover is a template's text and where it stands in the file.
type leftover struct {
	from, to int
	words    string
}

// blanksOf returns the blanks of a document.
func blanksOf(d *document.Document) []leftover {
	var found []leftover
	for _, e := range d.Meta.Entries {
		found = blanksInValue(found, e.Value)
	}
	for _, r := range d.Content.Runs {
		if r.Kind != markdown.Prose && r.Kind != markdown.Foreign {
			continue
		}
		for at, end := int(r.At), int(r.At+r.Length); at < end; {
			from, to := nextBlank(d.Content.Text, at, end)
			if from == to {
				break
			}
			start := int(r.Source) + from - int(r.At)
			found = append(found, leftover{start, start + to - from, d.Content.Text[from:to]})
			at = to
		}
	}
	return blanksInAddresses(found, d)
}

func blanksInValue(found []leftover, v schema.Value) []leftover {
	for _, item := range v.Items {
		found = blanksInValue(found, item)
	}
	for _, e := range v.Fields {
		found = blanksInValue(found, e.Value)
	}
	if v.Kind == schema.Scalar {
		if from, to := nextBlank(v.Text, 0, len(v.Text)); from < to {
			found = append(found, leftover{v.Span.Start.Byte, v.Span.End.Byte, v.Text[from:to]})
		}
	}
	return found
}

// blankWords are blanks wherever they stand, unless somebody quotes them.
var blankWords = []string{"FILL IN", "Link to SIG section", "Lorem ipsum", "<insert ", "[insert ", "<Insert ", "[Insert "}

// bareWords are blanks only where they stand for a whole answer: a text about
// lists of things to do is none.
var bareWords = []string{"TODO", "TBD"}

const templateName = "YOURSIG"

// mayHoldBlank tells in a tenth of the time whether a file is worth a closer
// look: nearly none is.
func mayHoldBlank(src []byte) bool {
	has := func(word string) bool { return bytes.Contains(src, []byte(word)) }
	return slices.ContainsFunc(blankWords, has) || slices.ContainsFunc(bareWords, has) || has(templateName)
}

// nextBlank returns the first blank in text[at:end]; from == to when there is
// none. What stands around that stretch tells whether a word stands alone.
func nextBlank(text string, at, end int) (from, to int) {
	from, to = end, end
	keep := func(i, n int) {
		if i >= at && i < from {
			from, to = i, i+n
		}
	}
	for _, word := range blankWords {
		for i := at; ; {
			n := strings.Index(text[i:end], word)
			if n < 0 {
				break
			}
			if i += n; !isQuotedAt(text, i) {
				keep(i, len(word))
				break
			}
			i += len(word)
		}
	}
	for _, word := range bareWords {
		for i := at; ; {
			n := strings.Index(text[i:end], word)
			if n < 0 {
				break
			}
			if i += n; isWholeAnswer(text, i, i+len(word)) {
				keep(i, len(word))
				break
			}
			i += len(word)
		}
	}
	return from, to
}

// isQuotedAt reports whether a quotation mark stands before text[i].
func isQuotedAt(text string, i int) bool {
	before := text[:i]
	for _, mark := range []string{`"`, "'", "\u201c", "\u201e", "\u2018", "\u00ab", "\u00bb", "`"} {
		if strings.HasSuffix(before, mark) {
			return true
		}
	}
	return false
}

// isWholeAnswer reports whether text[from:to] is all that stands in its line,
// its cell, or behind the colon of its line; "TODO: ..." is a whole answer too.
func isWholeAnswer(text string, from, to int) bool {
	before := strings.TrimRight(text[:from], " ")
	after := strings.TrimLeft(text[to:], " .!?\u2026")
	begins := before == "" || strings.HasSuffix(before, "\n") || strings.HasSuffix(before, "\t")
	ends := after == "" || after[0] == '\n' || after[0] == '\t'
	return ends && (begins || strings.HasSuffix(before, ":")) || begins && after != "" && after[0] == ':'
}

// blanksInAddresses finds the name that templates use in the addresses of
// links. It looks at the file: a link definition that nothing uses is in no
// part of what was read from it.
func blanksInAddresses(found []leftover, d *document.Document) []leftover {
	src := d.File.Data
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte(templateName))
		if i < 0 {
			return found
		}
		at += i + len(templateName)
		if !isCodeOrComment(d, at-1) {
			found = append(found, leftover{at - len(templateName), at, templateName})
		}
	}
}

// isCodeOrComment reports whether a byte of the file is shown as code, or not
// at all.
func isCodeOrComment(d *document.Document, offset int) bool {
	for _, r := range d.Content.Runs {
		if r.Kind == markdown.Code && int(r.Source) <= offset && offset < int(r.Source+r.Length) {
			return true
		}
	}
	return slices.ContainsFunc(d.Content.Comments, func(c markdown.Comment) bool {
		return c.Span.Start.Byte <= offset && offset < c.Span.End.Byte
	})
}
