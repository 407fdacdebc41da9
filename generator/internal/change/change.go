// Package change compares two states of an organisation's documents and tells
// what changed between them, as facts and not as edited files.
//
// In: two models ([Between]), or the documents of one commit as they were
// before and after it, with a model that knows the names ([Documents]). Out: a
// list of [Change] in a fixed order: who decides what and up to which amount,
// who owns what, what a standard asks, which promise was kept. It is a pure
// function: it reads no file, asks no clock and never guesses. It writes
// English sentences; names in them are those of the models.
//
// # How documents are paired
//
// By path; what is left by id, since a moved file keeps its id; then by the old
// address that the new one states among its aliases, by the team of a charter,
// by kind and title, by the very same bytes, and by kind and most of their
// lines, as Git finds renamed files. A document that is on one side only is one
// fact, whatever it says; only what left one document and came into another is
// told besides.
//
// # How lines are paired
//
// A line of a list is the same when what it is about is the same in the normal
// form of line.Key, other names in org.yaml included. A decision is about a
// topic with a limit: with an equal limit its rung may have changed, with an
// equal rung its limit. What is left over in one charter and came up in another
// has moved. Of the rest, lines that share most of their words take each other's
// place, and what remains is new or gone.
//
// Text that is no fact gives one change at most, of the sort [Text]. Persons
// are never named: of sponsor, lead and whoever decided only teams and roles
// are told.
package change

import (
	"cmp"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// Change is one fact that is not as it was.
type Change struct {
	Sort     string             // what happened: decision-moved, bar-raised; see Matter
	Sentence string             // in English, ends in a full stop
	Before   string             // as it was, "" for what is new
	After    string             // as it is, "" for what is gone
	Team     string             // id of the team that it is about, or that keeps the document; "" when nobody is known to
	Topic    string             // what it is about, as written: the topic of a decision, an area, a measure
	Doc      *document.Document // that states it, else that stated it; nil for a line of org.yaml
	Old      bool               // Doc and At are of the state before
	File     string             // where it stands, as a path below the site's folder
	At       line.Text          // the place in the file; the zero Text for the file as a whole
}

// Text is the sort of a change that touches no fact.
const Text = "text-edited"

// Matters lists what changes of documents are about, the first words of their
// sorts.
var Matters = []string{
	"adoption", "assessment", "autonomy", "bar", "boundary", "decision", "direction", "document", "elsewhere", "exemption", "experiment", "lead", "lesson",
	"needs", "owner", "owns", "partner", "play", "promise", "record", "review", "rhythm", "right", "room", "scope", "sponsor", "status", "success", "team", "type",
}

// Matter is the first word of the sort: decision, owns, promise.
func (c Change) Matter() string {
	matter, _, _ := strings.Cut(c.Sort, "-")
	return matter
}

// Line is the line of the file where it stands, from 1.
func (c Change) Line() int { return max(1, c.At.Span.Start.Line) }

// Between compares two states of a site.
func Between(old, new *model.Model) []Change {
	c := &comparison{old: old, new: new}
	c.documents(old.Docs, new.Docs)
	c.org()
	return c.sorted()
}

// Documents compares the documents of one change as they were and as they
// became; m tells the names of teams and documents. A document that was there
// on one side only is on one side only.
func Documents(m *model.Model, old, new []*document.Document) []Change {
	c := &comparison{old: m, new: m, apart: true}
	c.documents(old, new)
	return c.sorted()
}

// comparison is what is found as the comparing goes on.
type comparison struct {
	old, new  *model.Model
	apart     bool // the documents are not those of the models
	list      []Change
	decisions []side[decided] // of charters, whose lines may move between them
	areas     []side[line.Text]
	renamed   map[string]string           // ids that documents and teams had, with those that they have
	successor map[*document.Document]bool // documents whose being replaced has been told
}

// side is what two versions of one charter do not share.
type side[T any] struct {
	pair
	gone, fresh []T
}

// pair is one document before and after; one of them may be nil.
type pair struct{ old, new *document.Document }

// doc is the document that tells of the pair: the new one, if there is one.
func (p pair) doc() *document.Document {
	if p.new != nil {
		return p.new
	}
	return p.old
}

func (c *comparison) documents(old, new []*document.Document) {
	pairs := paired(old, new)
	c.renamed = renamed(pairs)
	for _, p := range pairs {
		c.compare(p)
	}
	c.joinDecisions()
	c.joinAreas()
}

// compare compares two versions of one document.
func (c *comparison) compare(p pair) {
	before := len(c.list)
	switch {
	case p.old == nil:
		c.appeared(p)
	case p.new == nil:
		c.vanished(p)
	case p.old.File.Hash == p.new.File.Hash && p.old.Path == p.new.Path && p.old.Kind.Name == p.new.Kind.Name:
		return
	default:
		c.identity(p)
		c.life(p)
		c.ofKind(p)
	}
	c.charterLines(p)
	if p.old != nil && p.new != nil && p.old.File.Hash != p.new.File.Hash {
		c.text(p, len(c.list) > before || c.pending(p))
	}
}

// ofKind compares what documents of one kind state.
func (c *comparison) ofKind(p pair) {
	switch p.new.Kind.Name {
	case "charter":
		c.charter(p)
	case "standard":
		c.standard(p)
	case "commitment":
		c.promise(p)
	case "lesson":
		c.lesson(p)
	case "experiment":
		c.experiment(p)
	case "decision":
		c.record(p)
	case "playbook":
		c.playbook(p)
	}
}

// pending reports whether the lines of a charter that may have moved differ.
func (c *comparison) pending(p pair) bool {
	differs := func(q pair, gone, fresh int) bool { return q == p && gone+fresh > 0 }
	return slices.ContainsFunc(c.decisions, func(s side[decided]) bool { return differs(s.pair, len(s.gone), len(s.fresh)) }) ||
		slices.ContainsFunc(c.areas, func(s side[line.Text]) bool { return differs(s.pair, len(s.gone), len(s.fresh)) })
}

// text tells of words that are no fact.
func (c *comparison) text(p pair, told bool) {
	if told && p.old.Content.Text == p.new.Content.Text {
		return
	}
	c.add(p, line.Text{}, Change{Sort: Text, Sentence: "The text of " + quoted(p.new.Title) + " was edited."})
}

// add keeps a change that the newer document of a pair states at a place.
func (c *comparison) add(p pair, at line.Text, ch Change) {
	d := p.doc()
	ch.Doc, ch.Old, ch.File, ch.At = d, p.new == nil, d.Path, at
	if ch.Team == "" {
		ch.Team = c.teamOf(p)
	}
	c.list = append(c.list, ch)
}

// addGone keeps a change whose place is in the older document.
func (c *comparison) addGone(p pair, at line.Text, ch Change) {
	ch.Team = cmp.Or(ch.Team, c.teamOf(p))
	c.add(pair{old: p.old}, at, ch)
}

// sorted returns the changes by team, then by where they stand. Those of no
// team are last.
func (c *comparison) sorted() []Change {
	slices.SortStableFunc(c.list, func(a, b Change) int {
		return cmp.Or(
			order(a.Team == "", b.Team == ""),
			strings.Compare(a.Team, b.Team),
			strings.Compare(a.File, b.File),
			order(a.Old, b.Old),
			cmp.Compare(a.At.Span.Start.Byte, b.At.Span.Start.Byte),
			strings.Compare(a.Sort, b.Sort),
			strings.Compare(a.Sentence, b.Sentence),
		)
	})
	return c.list
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
