package generator

import (
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/search"
	"remit/generator/internal/view"
)

// statements are what the front matter of a document states one by one, each a
// section of its own for search: decision rights, areas, items of a bar, what
// follows from a lesson, promises. What the text of the page says is in its
// sections already, and is not said twice.
//
// A heading and its text are of the document alone, so that they can be kept
// with it. What does not hold today is found too, but is no statement.
func (s *Snapshot) statements(d *document.Document) []search.Section {
	w := statementWriter{s: s, d: d, holds: s.model.Living(d) && !s.model.Retired(d.Facts.Team)}
	f := &d.Facts
	if d.Kind.Name == "charter" {
		for i := range f.Decides {
			l := &f.Decides[i]
			who := l.Who
			if l.Rung == 0 || l.Rung > line.Heard || l.OfLimit {
				who = nil
			}
			w.add(search.Decision, l.Text, l.Head.Text, l.Rest.Text, who)
		}
		for _, t := range f.Owns {
			w.add(search.Area, t, t.Text, "", nil)
		}
		for i := range f.NotOurs {
			n := &f.NotOurs[i]
			w.add(search.Area, n.Text, n.How.Text, "", []line.Text{n.Team})
		}
		for _, t := range f.CountsOn {
			w.add(search.Promise, t, t.Text, "", []line.Text{f.Sponsor}) // what the team was promised
		}
	}
	for i := range f.Bar {
		b := &f.Bar[i]
		w.add(search.Bar, b.At, b.Text.Text, sentences(b.Level, b.Checked.Text, b.Because.Text, b.Source.Text), nil)
	}
	for i := range f.FollowUps {
		u := &f.FollowUps[i]
		w.add(search.Action, u.Text, u.What.Text, u.Rest.Text, []line.Text{u.Team})
	}
	if d.Kind.Name == "commitment" {
		for i := range f.Success {
			m := &f.Success[i]
			w.add(search.Promise, m.Text, m.Head.Text, sentences(m.Rest.Text, f.Due.Text.Text, f.Outcome.Text), nil)
		}
	}
	return w.list
}

// statementWriter collects the statements of a document.
type statementWriter struct {
	s     *Snapshot
	d     *document.Document
	holds bool // today
	list  []search.Section
}

// add adds a statement that stands at a place of the front matter. It is of
// those named in who, of whoever keeps the document when who is nil.
func (w *statementWriter) add(sort search.Sort, at line.Text, heading, text string, who []line.Text) {
	anchor := view.Anchor(w.d, at)
	if heading == "" || !strings.HasPrefix(anchor, "r:") {
		return
	}
	section := search.Section{Anchor: anchor, Heading: heading, Text: text}
	if w.holds {
		section.Sort, section.Who = sort, w.whose(who)
	}
	w.list = append(w.list, section)
}

// whose returns the names of those whom a line names, of the team that keeps the
// document when who is nil.
func (w *statementWriter) whose(who []line.Text) string {
	var names []string
	for _, t := range who {
		if t.Text == "" {
			continue
		}
		name := t.Text
		if n := w.s.model.Name(t.Text, "", []string{"team", "role"}); n.Name != "" {
			name = n.Name
		}
		names = append(names, name)
	}
	if who != nil {
		return line.Listed(names)
	}
	id := document.Slug(w.d.Facts.Team)
	if id == "" {
		id = w.s.model.Owner(w.d).ID
	}
	if n := w.s.model.Name(id, "", []string{"team", "role"}); n.Name != "" {
		return n.Name
	}
	return id
}

// sentences joins what there is of a few texts.
func sentences(parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, " · ")
}
