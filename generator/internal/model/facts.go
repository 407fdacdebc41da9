package model

import (
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// Sort tells what a name in front matter stands for.
type Sort uint8

// What a name may stand for.
const (
	Nothing  Sort = iota
	Team          // a team: by its charter, or by its line in org.yaml
	Role          // a role of org.yaml
	Pattern       // a pattern of org.yaml
	Document      // a document
	Several       // several documents
	Withheld      // something that this site does not show; see Named.Absence
)

// Named is what a name in front matter stands for.
type Named struct {
	Sort    Sort
	ID      string
	Name    string             // to show: the title of the document, the name in org.yaml
	Doc     *document.Document // the document, or the charter of the team; nil for a line of org.yaml
	Entry   *schema.OrgEntry   // the line of org.yaml, when there is one
	Absence Absence
	Choices []Row[None]
}

// Ownership is the team that keeps a document true.
type Ownership struct {
	ID  string     // "" when nobody is known to
	How string     // in words: "stated", "the charter sig-node/charter.md lies in the same folder", "OWNERS"
	At  *line.Text // where it is stated, or nil
}

// Reason is why a document should be looked at.
type Reason struct {
	Evidence bool   // something happened; otherwise its time has come
	Words    string // one clause: "the lesson X is newer than this page"
	Since    time.Time
	By       *document.Document // what gives the reason, or nil
}

// Area is one area that a team owns.
type Area struct {
	Team string // the id of the team
	Text line.Text
}

// Key is the normal form in which areas, topics and names are compared: lower
// case, without articles and punctuation, words in the singular, aliases of
// org.yaml undone.
func (m *Model) Key(words string) string { return normalForm(words) }

// Name tells what an id in front matter stands for. to lists what the field
// takes (see schema.Field.To); nil takes everything. kind is the part before
// the slash in kind/id, or "".
func (m *Model) Name(id, kind string, to []string) Named { panic("model: not yet") }

// Charter returns the charter of a team, or nil. A team with two charters has
// the first in path order.
func (m *Model) Charter(team string) *document.Document { panic("model: not yet") }

// Owner tells which team keeps a document: stated, a charter's own team, else
// that of the nearest charter up the folders, else what CODEOWNERS or OWNERS
// say.
func (m *Model) Owner(d *document.Document) Ownership { panic("model: not yet") }

// Successors returns the documents that replace d, in path order.
func (m *Model) Successors(d *document.Document) []*document.Document { panic("model: not yet") }

// Backlinks returns the references to a document or team that front matter
// makes, in path order.
func (m *Model) Backlinks(id string) []Row[*document.Reference] { return m.ByReference.Get(id) }

// Usual returns the rung that most teams have in a topic: the median of its
// rows, 0 when fewer than three teams decide it.
func (m *Model) Usual(topic string) line.Rung { panic("model: not yet") }

// Due tells why a document should be looked at, evidence first, the oldest
// first. Records, drafts and retired documents are never due.
func (m *Model) Due(d *document.Document) []Reason { panic("model: not yet") }

func normalForm(words string) string { return document.Slug(words) }

// texts is an index by the ids in one list of each document.
func texts(of func(*document.Facts) []line.Text) func(*document.Document, func(string, line.Text)) {
	return func(d *document.Document, emit func(string, line.Text)) {
		for _, t := range of(&d.Facts) {
			emit(document.Slug(t.Text), t)
		}
	}
}

// ownedOf is an index of the documents of a kind by the owner that they state.
func ownedOf(kind string) func(*document.Document, func(string, None)) {
	return func(d *document.Document, emit func(string, None)) {
		if d.Kind.Name == kind && d.Facts.Owner.Text != "" {
			emit(document.Slug(d.Facts.Owner.Text), None{})
		}
	}
}
