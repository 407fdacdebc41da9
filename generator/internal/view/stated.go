package view

import (
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// isShownElsewhere reports whether a field of a kind has a place of its own on
// the page, or says nothing to readers.
func isShownElsewhere(k *schema.Kind, f *schema.Field) bool {
	switch f.Name {
	case "outcome": // the status of a promise
		return k.Name == "commitment"
	case "title", "summary", "tags", // above and below the text
		"contact", "story", // facts
		"replaces",                                                               // a notice
		"kind", "aliases", "audience", "draft", "language", "review-every", "ok": // for the site
		return true
	}
	return f.Type == "mutes" || slices.Contains(stripOf(k), f.Name)
}

// stated fills in what the front matter says of the document's subject, in the
// order of the kind's fields; of a charter with what its glance g knows beside.
func (s *Site) stated(p *theme.Page, d *document.Document, g *Glance) {
	w := writer{s, p, d}
	for i := range d.Kind.Fields {
		f := &d.Kind.Fields[i]
		v, ok := d.Meta.Get(f.Name)
		if !ok || isShownElsewhere(d.Kind, f) || f.Name == "applies-to" && isForEveryone(d) {
			continue
		}
		shown := theme.Stated{Name: f.Label(s.Settings.Language), Look: lookOf(f), Lines: w.lines(f, v)}
		if f.Name == "autonomy-because" { // the level itself is told below the title
			shown.Name = s.word("fact.because")
		}
		switch {
		case len(shown.Lines) == 0:
		case isShort(f):
			p.Short = append(p.Short, shown)
		default:
			shown.ID = "r:" + f.Name
			g.addTo(&shown, f.Name, on{s, p})
			p.Stated = append(p.Stated, shown)
			p.Contents = append(p.Contents, theme.Heading{Level: 2, ID: shown.ID, Words: shown.Name})
		}
	}
}

// isForEveryone reports whether a standard applies to all teams, which the facts
// below its title tell.
func isForEveryone(d *document.Document) bool {
	return d.Kind.Name == "standard" && len(d.Facts.AppliesTo) == 1 && d.Facts.AppliesTo[0].Text == "everyone"
}

// isShort reports whether a field holds a few words or names, which need no
// heading.
func isShort(f *schema.Field) bool {
	switch f.Type {
	case "records":
		return false
	case "texts":
		return len(f.To) > 0 && f.To[0] != "topic"
	}
	return !f.IsLines()
}

// writer turns what a document states into lines on its page.
type writer struct {
	*Site
	page *theme.Page
	doc  *document.Document
}

// lines returns what stands in a field, whatever its shape is: a value that is
// not as the field asks for is shown as it was written too.
func (w writer) lines(f *schema.Field, v schema.Value) []theme.Line {
	items := []schema.Value{v}
	if v.Kind == schema.List {
		items = v.Items
	}
	var lines []theme.Line
	for i, item := range items {
		before := len(lines)
		switch {
		case item.Kind == schema.Map && f.Type == "records":
			if l, ok := w.record(f, item.Fields); ok {
				lines = append(lines, l)
			} else if keys := w.keys(f, item.Fields); len(keys) > 0 {
				lines = append(lines, theme.Line{Keys: keys})
			}
		case item.Kind == schema.Map: // YAML takes "Opening hours: alone" for a group
			for _, e := range item.Fields {
				lines = append(lines, w.read(f, line.Join(line.Text{Text: e.Key, Span: e.KeySpan}, textOf(e.Value))))
			}
		case f.IsLines():
			lines = w.add(lines, w.read(f, line.Cut(textOf(item))))
		default:
			lines = w.add(lines, theme.Line{Rest: w.words(f, textOf(item))})
		}
		if len(lines) > before && !isShort(f) {
			lines[before].ID = lineID(f.Name, i)
		}
	}
	return lines
}

// lineID is the id of an item of a field on its document's page.
func lineID(field string, item int) string { return "r:" + field + "-" + strconv.Itoa(item+1) }

// add appends a line unless it is empty.
func (writer) add(lines []theme.Line, l theme.Line) []theme.Line {
	if len(l.Head)+len(l.Rest) == 0 {
		return lines
	}
	return append(lines, l)
}

func (w writer) keys(f *schema.Field, fields []schema.Entry) []theme.Key {
	var keys []theme.Key
	for _, e := range fields {
		key := f.Field(e.Key)
		if key == nil {
			key = &schema.Field{Name: e.Key}
		}
		if words := w.words(key, textOf(e.Value)); len(words) > 0 {
			keys = append(keys, theme.Key{Name: key.Label(w.Settings.Language), Words: words})
		}
	}
	return keys
}

// words returns the value of a field of one text: days are written out, and the
// words of a closed list are told as the interface has them.
func (w writer) words(f *schema.Field, t line.Text) []theme.Piece {
	if isValue(f, t.Text) {
		if words, ok := w.valueWords(f, t.Text); ok {
			return []theme.Piece{{Words: words}}
		}
	}
	return w.told(t)
}

// pieces cuts a text into plain words, ids, addresses and dates. An id is shown
// by the name of what it stands for; a name that is spelt another way stays as
// it was written.
func (w writer) pieces(t line.Text) []theme.Piece {
	var all []theme.Piece
	done := 0
	for i := range w.doc.Facts.Refs {
		r := &w.doc.Facts.Refs[i]
		at, ok := placeIn(t, r.Text, done)
		if !ok {
			continue
		}
		piece := theme.Piece{Words: r.Text.Text}
		n := w.Model.Name(r.ID, r.Kind, r.To)
		if n.Name != "" && (len(r.Text.Text) == len(t.Text) || document.Slug(r.Text.Text) == r.Text.Text) {
			piece.Words = n.Name
		}
		piece.Href = w.hrefTo(n)
		all = append(appendPieces(all, t.Text[done:at]), piece)
		done = at + len(r.Text.Text)
	}
	return appendPieces(all, t.Text[done:])
}

// placeIn returns where a part stands in a text, looking from an offset on.
func placeIn(t, part line.Text, from int) (at int, ok bool) {
	if part.Text == "" || part.Span.Start.Byte < t.Span.Start.Byte || part.Span.End.Byte > t.Span.End.Byte {
		return 0, false
	}
	i := strings.Index(t.Text[from:], part.Text)
	for n := part.Span.Start.Byte - t.Span.Start.Byte; i >= 0 && from+i+1 < n; { // the word may stand there before
		next := strings.Index(t.Text[from+i+1:], part.Text)
		if next < 0 || from+i+1+next > n {
			break
		}
		i += 1 + next
	}
	return from + i, i >= 0
}

// hrefTo returns the address of what a name stands for, or "" when it has no
// page or stands on this one. What only org.yaml tells of has a page about it.
func (w writer) hrefTo(n model.Named) string {
	switch {
	case n.Doc == nil && n.Entry != nil:
		return href(w.page.Root, aboutAddress(n.ID))
	case n.Doc == nil || n.Doc == w.doc:
		return ""
	}
	address, clash := w.Model.Address(n.Doc)
	if len(clash) > 0 {
		return ""
	}
	return href(w.page.Root, address)
}

// appendPieces appends text in which addresses and dates are pieces of their
// own.
func appendPieces(all []theme.Piece, text string) []theme.Piece {
	done := 0
	flush := func(to int) {
		if to > done {
			all = append(all, theme.Piece{Words: text[done:to]})
		}
	}
	for i := 0; i < len(text); i++ {
		if i > 0 && !endsWord(text[i-1]) {
			continue
		}
		piece := theme.Piece{}
		if n := dateLength(text[i:]); n > 0 {
			piece = theme.Piece{Words: text[i : i+n], Date: text[i : i+n]}
		} else if n := addressLength(text[i:]); n > 0 {
			piece = theme.Piece{Words: text[i : i+n], Href: text[i : i+n]}
		} else {
			continue
		}
		flush(i)
		all = append(all, piece)
		done = i + len(piece.Words)
		i = done - 1
	}
	flush(len(text))
	return all
}

// endsWord reports whether a word or number may begin after a byte.
func endsWord(b byte) bool { return strings.IndexByte(" \t\n(,;:\"'", b) >= 0 }

// dateLength returns the length of the day or month at the start of a text, 0
// when there is none.
func dateLength(s string) int {
	for _, n := range []int{len("2026-11-22"), len("2026-11")} {
		if len(s) < n || len(s) > n && !endsWord(s[n]) && s[n] != ')' && s[n] != '.' {
			continue
		}
		day := s[:n]
		if n == len("2026-11") {
			day += "-01"
		}
		if _, _, _, ok := schema.ParseDate(day); ok {
			return n
		}
	}
	return 0
}

// addressLength returns the length of the web address at the start of a text,
// without the punctuation of the sentence around it; 0 when there is none.
func addressLength(s string) int {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return 0
	}
	if i := strings.IndexAny(s, " \t\n<>\""); i >= 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, ".,;:!?')")
	if strings.HasSuffix(s, "//") {
		return 0
	}
	return len(s)
}

// textOf returns a value as one text: the items of a list with commas.
func textOf(v schema.Value) line.Text {
	t := line.Text{Text: strings.TrimSpace(v.Text), Span: v.Span}
	var parts []string
	for _, item := range v.Items {
		parts = append(parts, textOf(item).Text)
	}
	for _, e := range v.Fields {
		parts = append(parts, e.Key+": "+textOf(e.Value).Text)
	}
	if len(parts) > 0 {
		t.Text = strings.Join(parts, ", ")
	}
	return t
}
