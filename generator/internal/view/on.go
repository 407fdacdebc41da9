package view

import (
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// on is a page that is being made: links are written as they stand on it.
type on struct {
	*Site
	Page *theme.Page
}

// Ref names something and leads to it.
type Ref struct {
	ID   string `json:"id,omitempty" jsonschema:"id that front matter uses"`
	Name string `json:"name"`
	Href string `json:"href,omitempty" jsonschema:"address, relative to this file; none when it has no page"`
}

// Passage is where something is written: the page, and the place in its file.
type Passage struct {
	Page string `json:"page" jsonschema:"title of the page"`
	Href string `json:"href,omitempty" jsonschema:"address of the passage, relative to this file"`
	File string `json:"file" jsonschema:"path below the site's folder"`
	Line int    `json:"line" jsonschema:"line in the file, from 1"`
}

// Day is a date. On a page it is an element with the date as data, so that the
// words beside it can be worked out when the page is read.
type Day struct {
	ISO   string `json:"date" jsonschema:"as 2026-11-22"`
	Words string `json:"-"` // 22 November 2026
}

// Count is a number and where that which it counts is listed.
type Count struct {
	N    int    `json:"n"`
	Href string `json:"href,omitempty" jsonschema:"where that which is counted stands, relative to this file"`
}

// State is one of a few states: a word, with a shape and colour that go with it
// on pages.
type State struct {
	Name  string `json:"name" jsonschema:"as documents have it: meets, not-yet, kept, missed"`
	Words string `json:"-"`
	Shape string `json:"-"` // ok, due, over, info or none; see theme.Fact
}

// Rung is how free a team is in a decision.
type Rung struct {
	Level  int    `json:"level" jsonschema:"7 decides alone, 1 is told; 0 could not be read"`
	Words  string `json:"words" jsonschema:"as the team wrote it, with names for ids"`
	Blocks string `json:"-"` // the level as filled blocks, for the eye alone
}

// doc leads to a document; it has no address when the document has no page.
func (o on) doc(d *document.Document) Ref {
	return Ref{ID: d.ID, Name: d.Title, Href: o.hrefOfDoc(d, "")}
}

// hrefOfDoc is the address of a document or of an anchor on its page; "" when
// it has no page.
func (o on) hrefOfDoc(d *document.Document, anchor string) string {
	address, clash := o.Model.Address(d)
	if len(clash) > 0 {
		return ""
	}
	if anchor != "" {
		anchor = "#" + escapeFragment(anchor)
	}
	if address == o.Page.Path {
		return o.self() + anchor
	}
	return href(o.Page.Root, address) + anchor
}

// at is the address of a page of the site, or of an anchor on it: "ask/due/".
func (o on) at(address string) string { return href(o.Page.Root, address) }

// here is the address of an anchor on the page itself. It names the page too:
// html/template takes "#r:x" alone for an address with the scheme "#r", and
// index.json beside the page would name a place in itself.
func (o on) here(id string) string { return o.self() + "#" + id }

// self is the address of the page itself, on pages of documents the short one:
// a charter leads to its own lists some twenty times.
func (o on) self() string {
	if o.Page.Type != "" {
		return "./"
	}
	return o.at(o.Page.Path)
}

// team leads to a team by an id or a name for it: to its charter, else to the
// page about the id. A text that names no team is shown as it is.
func (o on) team(text string) Ref {
	id, known := o.Model.TeamID(text)
	if !known {
		return Ref{Name: text}
	}
	return o.named(o.Model.Name(id, "", []string{"team"}))
}

// named leads to what an id stands for.
func (o on) named(n model.Named) Ref {
	r := Ref{ID: n.ID, Name: n.Name}
	switch {
	case n.Doc != nil:
		r.Href = o.hrefOfDoc(n.Doc, "")
	case n.Entry != nil:
		r.Href = o.at(aboutAddress(n.ID))
	}
	if r.Name == "" {
		r.Name = document.FolderName(n.ID)
	}
	return r
}

// owner leads to the team that keeps a document; it is empty when nobody is
// known to.
func (o on) owner(d *document.Document) Ref {
	owner := o.Model.Owner(d)
	if owner.ID == "" {
		return Ref{}
	}
	if r := o.team(owner.ID); r.Name != "" {
		return r
	}
	return Ref{Name: owner.ID}
}

// passage leads to a place in a document: to the line of its front matter, or
// to the heading that it stands below.
func (o on) passage(d *document.Document, at line.Text) Passage {
	return Passage{Page: d.Title, Href: o.hrefOfDoc(d, Anchor(d, at)), File: d.Path, Line: max(1, at.Span.Start.Line)}
}

// Anchor is the id on a document's page that is nearest before a place; "" for
// the page's beginning. Ids of what front matter states begin with "r:".
func Anchor(d *document.Document, at line.Text) string {
	b := at.Span.Start.Byte
	for i := range d.Kind.Fields {
		f := &d.Kind.Fields[i]
		v, ok := d.Meta.Get(f.Name)
		if !ok || b < v.Span.Start.Byte || b >= max(v.Span.End.Byte, v.Span.Start.Byte+1) {
			continue
		}
		if isShownElsewhere(d.Kind, f) || isShort(f) {
			return ""
		}
		for j, item := range v.Items {
			if b >= item.Span.Start.Byte && b < item.Span.End.Byte {
				return lineID(f.Name, j)
			}
		}
		if v.Kind != schema.List && v.Kind != schema.Map {
			return lineID(f.Name, 0)
		}
		return "r:" + f.Name
	}
	id := ""
	for _, h := range d.Content.Headings {
		if h.Span.Start.Byte > b {
			break
		}
		id = h.ID
	}
	return id
}

// day is a date with its words; the zero Day for no date.
func (o on) day(t time.Time) Day {
	if t.IsZero() {
		return Day{}
	}
	d := o.Theme.Date(o.Settings.Language, t.Year(), int(t.Month()), t.Day())
	return Day{ISO: d.ISO, Words: d.Words}
}

// state is a state by its name in the documents, with the words
// state.NAME of the theme.
func (o on) state(name, shape string) State {
	return State{Name: name, Words: o.word("state." + name), Shape: shape}
}

// rung is the rung of a decision as its team wrote it, with the names of teams
// and roles for their ids.
func (o on) rung(d *line.Decision) Rung {
	r := Rung{Level: int(d.Rung), Words: d.How.Text, Blocks: blocks(d.Rung)}
	if r.Words == "" {
		r.Words = d.Rest.Text
	}
	for _, who := range d.Who {
		if n := o.Model.Name(document.Slug(who.Text), "", []string{"team", "role"}); n.Name != "" {
			r.Words = strings.Replace(r.Words, who.Text, n.Name, 1)
		}
	}
	return r
}

// blocks shows a rung as seven squares, as many filled as it is high.
func blocks(r line.Rung) string {
	all := []rune("□□□□□□□")
	for i := range min(int(r), len(all)) {
		all[i] = '■'
	}
	return string(all)
}

// refNames lists names in one cell.
func refNames(refs []Ref) string {
	var names []string
	for _, r := range refs {
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}
