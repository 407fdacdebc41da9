package document

import (
	"bytes"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
)

// Mute is an author's word that a finding is meant to be so:
//
//	<!-- remit: ok no-success, because the team begins in May -->
//	ok: [no-success, two-owners]
//	ok:
//	  - no-success: the team begins in May
//
// The field ok speaks of the whole document, and so does a comment that stands
// before the first section. A comment further down on a line of its own speaks
// of itself and of the block that follows, up to the next empty line; one on a
// line with other text speaks of that line.
type Mute struct {
	Rule    line.Text // its name; "" where the author named none
	Because string    // the reason, or ""
	Line    int       // the first line of the file that it speaks of; 0 for the whole document
	Last    int       // the last one
}

// Covers reports whether a finding of a rule at a place is meant to be so. The
// zero Pos stands for the file as a whole.
func (m *Mute) Covers(rule string, at diag.Pos) bool {
	return m.Rule.Text == rule && (m.Line == 0 || m.Line <= at.Line && at.Line <= m.Last)
}

// statedMutes reads the field ok.
func statedMutes(v schema.Value) []Mute {
	var mutes []Mute
	for _, l := range linesOf(v) {
		if !l.HasRest {
			mutes = append(mutes, parseMutes(l.Text)...)
			continue
		}
		for _, m := range parseMutes(l.Head) {
			m.Because = strings.TrimSpace(strings.TrimPrefix(l.Rest.Text, because+" "))
			mutes = append(mutes, m)
		}
	}
	return mutes
}

// parseMutes reads names of rules and a reason: "a, b, because c", and "a c"
// where the author left the comma and the word out.
func parseMutes(t line.Text) []Mute {
	var mutes []Mute
	reason := ""
	for at := 0; at < len(t.Text) && reason == ""; {
		part, _, _ := strings.Cut(t.Text[at:], ",")
		name, rest, _ := strings.Cut(strings.TrimSpace(part), " ")
		from := at + strings.Index(part, name)
		if name == because || len(mutes) > 0 && rest != "" && !strings.HasPrefix(rest, because) {
			reason = t.Text[at:]
			break
		}
		if name != "" {
			mutes = append(mutes, Mute{Rule: t.Sub(from, from+len(name))})
		}
		if rest != "" {
			reason = t.Text[from+len(name):]
		}
		at += len(part) + len(",")
	}
	reason = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(reason), because))
	for i := range mutes {
		mutes[i].Because = reason
	}
	return mutes
}

const because = "because"

// commentMutes reads the comments of the text.
func (d *Document) commentMutes() {
	for i := range d.Content.Comments {
		c := &d.Content.Comments[i]
		if said, ok := strings.CutPrefix(c.Text, "remit:"); ok && directive(said) {
			d.Facts.Mutes = append(d.Facts.Mutes, d.mutesOf(c)...)
		}
	}
}

// directive reports whether a comment to us begins with the word ok.
func directive(said string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(said), " ")
	return word == "ok"
}

func (d *Document) mutesOf(c *markdown.Comment) []Mute {
	raw := line.Text{Text: string(d.File.Data[c.Span.Start.Byte:c.Span.End.Byte]), Span: c.Span}
	from := strings.Index(raw.Text, "ok") + len("ok")
	to := max(strings.LastIndex(raw.Text, "-->"), from)
	mutes := parseMutes(raw.Sub(from, to))
	if len(mutes) == 0 {
		mutes = []Mute{{Rule: line.Text{Span: c.Span}}}
	}
	if !d.inOpening(c) {
		first, last := linesMuted(d.File.Data, c)
		for i := range mutes {
			mutes[i].Line, mutes[i].Last = first, last
		}
	}
	return mutes
}

// inOpening reports whether a comment stands before the first section.
func (d *Document) inOpening(c *markdown.Comment) bool {
	return c.Heading < 0 || d.isTitle(c.Heading)
}

// linesMuted returns the lines that a comment within a section speaks of.
func linesMuted(src []byte, c *markdown.Comment) (first, last int) {
	first, last = c.Span.Start.Line, c.Span.End.Line
	begin := bytes.LastIndexByte(src[:c.Span.Start.Byte], '\n') + 1
	before := src[begin:c.Span.Start.Byte]
	after, rest, _ := bytes.Cut(src[c.Span.End.Byte:], []byte("\n"))
	if len(bytes.TrimSpace(before)) > 0 || len(bytes.TrimSpace(after)) > 0 {
		return first, last
	}
	begun := false
	for at := last + 1; len(rest) > 0; at++ {
		var text []byte
		text, rest, _ = bytes.Cut(rest, []byte("\n"))
		text = bytes.TrimSpace(text)
		switch {
		case len(text) > 0 && !bytes.HasPrefix(text, []byte("<!--")):
			begun, last = true, at
		case begun:
			return first, last
		}
	}
	return first, last
}
