package model

import (
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
)

// Successors returns the documents that replace d, in path order. A draft or a
// document in review replaces nothing yet. The caller must not change the
// list.
func (m *Model) Successors(d *document.Document) []*document.Document { return m.lazy.successors()[d] }

// SupersededBy returns the document that readers of d should go to: the last
// of those that replace it one after the other, the first in path order where
// there are several. It is nil when nothing replaces d, and when the documents
// replace each other in a circle.
func (m *Model) SupersededBy(d *document.Document) *document.Document {
	successors := m.lazy.successors()
	var last *document.Document
	for seen := map[*document.Document]bool{d: true}; ; seen[last] = true {
		next := successors[d]
		if len(next) == 0 {
			return last
		}
		if d, last = next[0], next[0]; seen[d] {
			return nil
		}
	}
}

// makeSuccessors walks what is stated in replaces, which few documents do.
func (m *Model) makeSuccessors() map[*document.Document][]*document.Document {
	successors := map[*document.Document][]*document.Document{}
	for _, g := range m.Replaced.Groups() {
		for _, row := range g.Rows {
			if !inForce(row.Doc) {
				continue
			}
			if d := m.replacedBy(row.Doc, row.Value.Text); d != nil && d != row.Doc && !slices.Contains(successors[d], row.Doc) {
				successors[d] = append(successors[d], row.Doc)
			}
		}
	}
	for _, list := range successors {
		slices.SortFunc(list, func(a, b *document.Document) int { return strings.Compare(a.Path, b.Path) })
	}
	return successors
}

// inForce reports whether what a document says holds, or held once.
func inForce(d *document.Document) bool {
	return d.Facts.Status != "draft" && d.Facts.Status != "in-review"
}

// replacedBy returns the one document that a text in the replaces of by names,
// nil when it is none or several. A document that has the id of the one that
// it replaces means the other.
func (m *Model) replacedBy(by *document.Document, text string) *document.Document {
	id, kind := splitID(text)
	rows := m.documents(id, kind)
	if len(rows) > 1 {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r Row[None]) bool { return r.Doc == by })
	}
	if len(rows) == 0 && (kind == "" || kind == charterKind || kind == "team") {
		rows = m.ByTeam.Get(id)
	}
	if len(rows) != 1 {
		return nil
	}
	return rows[0].Doc
}

// Circles returns the documents that replace each other in circles. Each
// circle begins with its first document in path order, and each document
// replaces the one after it, the last one the first.
func (m *Model) Circles() [][]*document.Document {
	replaces := map[*document.Document][]*document.Document{} // a document and those that it replaces
	var all []*document.Document
	for _, g := range m.Replaced.Groups() {
		for _, row := range g.Rows {
			if d := m.replacedBy(row.Doc, row.Value.Text); d != nil {
				if replaces[row.Doc] == nil {
					all = append(all, row.Doc)
				}
				replaces[row.Doc] = append(replaces[row.Doc], d)
			}
		}
	}
	slices.SortFunc(all, func(a, b *document.Document) int { return strings.Compare(a.Path, b.Path) })
	w := circleWalk{replaces: replaces, at: map[*document.Document]int{}, told: map[*document.Document]bool{}}
	for _, d := range all {
		w.visit(d)
	}
	return w.circles
}

// circleWalk walks from document to document in depth.
type circleWalk struct {
	replaces map[*document.Document][]*document.Document
	path     []*document.Document       // from where the walk began to where it is
	at       map[*document.Document]int // place in path counted from 1; -1 after all that follows was seen
	told     map[*document.Document]bool
	circles  [][]*document.Document
}

func (w *circleWalk) visit(d *document.Document) {
	w.path = append(w.path, d)
	w.at[d] = len(w.path)
	for _, next := range w.replaces[d] {
		switch at := w.at[next]; {
		case at == 0:
			w.visit(next)
		case at > 0:
			w.tell(w.path[at-1:])
		}
	}
	w.at[d] = -1
	w.path = w.path[:len(w.path)-1]
}

// tell keeps a circle, unless it shares a document with one that was told.
func (w *circleWalk) tell(circle []*document.Document) {
	first := 0
	for i, d := range circle {
		if w.told[d] {
			return
		}
		if d.Path < circle[first].Path {
			first = i
		}
	}
	for _, d := range circle {
		w.told[d] = true
	}
	w.circles = append(w.circles, slices.Concat(circle[first:], circle[:first]))
}

const superseded = "superseded"

// Status tells where a document stands in its life on the day for which the
// site is built. For most it is draft, in-review, active or retired as stated,
// or superseded when something replaces it. An active commitment is open,
// kept, partly, missed, changed or dropped; an active experiment planned,
// running or done, by its result and its dates.
func (m *Model) Status(d *document.Document) string {
	f := &d.Facts
	switch {
	case f.Status != "" && f.Status != "active":
		return f.Status
	case len(m.Successors(d)) > 0:
		return superseded
	case d.Kind.Name == "commitment":
		switch f.Outcome.Text {
		case "kept", "partly", "missed", "changed", "dropped":
			return f.Outcome.Text
		}
		return "open"
	case d.Kind.Name == "experiment":
		return m.experimentStatus(d)
	}
	return "active"
}

func (m *Model) experimentStatus(d *document.Document) string {
	f := &d.Facts
	switch {
	case f.Result.Text != "", past(f.Ends.Day, m.Today):
		return "done"
	case f.Starts.Day.IsZero() || f.Starts.Day.After(m.Today):
		return "planned"
	}
	return "running"
}

// past reports whether a day that is known lies before today.
func past(day, today time.Time) bool { return !day.IsZero() && day.Before(today) }

// Living reports whether a document holds today: it is neither a draft nor in
// review, and neither retired nor replaced.
func (m *Model) Living(d *document.Document) bool {
	return (d.Facts.Status == "" || d.Facts.Status == "active") && len(m.Successors(d)) == 0
}
