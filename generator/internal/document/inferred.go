package document

import (
	"bytes"
	"slices"
	"strings"

	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
)

// infer reads from the path and the sections what front matter does not say.
func (d *Document) infer(o *Options) {
	f := &d.Facts
	f.Team = d.teamOf(o.Kinds)
	if f.Every == 0 && !d.Kind.Record {
		f.Every = d.Kind.Review
	}
	d.inferStatus()
	if len(d.Kind.Sections) > 0 {
		d.sections()
	}
	f.Purpose = d.purpose()
	d.commentMutes()
}

func (d *Document) inferStatus() {
	f := &d.Facts
	if f.Status != "" {
		return
	}
	f.Status = "active"
	if d.Draft {
		f.Status = "draft"
		v, _ := d.Meta.Get("draft")
		f.Origins = append(f.Origins, Origin{"status", "because draft is true", line.Text{Text: v.Text, Span: v.Span}})
	} else if folder := archive(d.Path); folder != "" {
		f.Status = "retired"
		f.Origins = append(f.Origins, Origin{"status", "from the folder " + folder, line.Text{}})
	}
}

// sections finds the parts that the kind knows and reads the answers in them.
func (d *Document) sections() {
	f, headings := &d.Facts, d.Content.Headings
	silent := false
	for i := range headings {
		if d.isTitle(i) {
			continue
		}
		if s := d.Kind.SectionFor(headings[i].Text); s != nil {
			p := Part{Section: s, Heading: i, Empty: d.isEmpty(i)}
			f.Sections = append(f.Sections, p)
			silent = silent || s.Field != "" && !p.Empty && !f.Has(s.Field)
		}
	}
	if silent {
		d.answers()
	}
}

// isTitle reports whether a heading names the document and not a section: a
// text that begins with a heading of the second rank has sections alone.
func (d *Document) isTitle(heading int) bool {
	h := &d.Content.Headings[heading]
	return d.Content.Title.Text != "" && h.Span == d.Content.Title.Span &&
		!bytes.HasSuffix(bytes.TrimRight(d.File.Data[:h.Span.Start.Byte], " \t"), []byte("##"))
}

// isEmpty reports whether nothing stands below a heading; a heading below it
// is something, and so is an image without words.
func (d *Document) isEmpty(heading int) bool {
	from, to := d.Content.Section(heading)
	return strings.TrimSpace(d.Content.Text[from:to]) == "" && !slices.ContainsFunc(d.Content.Refs, func(r markdown.Ref) bool {
		return r.Heading == heading && r.Kind == markdown.ImageRef
	})
}

// purpose returns the paragraph below the title, or the first one of the
// section that says what the document is for: one that the kind knows for that
// or for what a team owns, or one that it does not know and that comes first.
func (d *Document) purpose() string {
	headings := d.Content.Headings
	first := 0
	if len(headings) > 0 && d.isTitle(0) {
		first = 1
	}
	if p := d.paragraph(first - 1); p != "" {
		return p
	}
	if p := d.Facts.Part("purpose"); p != nil {
		return d.paragraph(p.Heading)
	}
	if first < len(headings) {
		s := d.Kind.SectionFor(headings[first].Text)
		if s == nil || s.Field == "owns" {
			return d.paragraph(first)
		}
	}
	return ""
}

// paragraph returns the first block below a heading, or at the top (-1), and
// "" when that is a list or there is none.
func (d *Document) paragraph(heading int) string {
	from, to := d.Content.Own(heading)
	for from < to && d.Content.Text[from] == '\n' {
		from++
	}
	i, isItem := slices.BinarySearchFunc(d.Content.Items, from, func(it markdown.Item, at int) int { return it.At - at })
	if isItem || i > 0 && d.Content.Items[i-1].End > from {
		return ""
	}
	block, _, _ := strings.Cut(d.Content.Text[from:to], "\n")
	return strings.TrimSpace(block)
}
