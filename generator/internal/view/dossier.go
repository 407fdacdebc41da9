package view

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// DossierPart is the part of a document's page that tells what points at it in
// front matter, by what is said: the lessons that touch it, the decisions that
// change it, the teams that adopt it. Links in texts are told by the backlinks,
// and what a charter has at a glance is not told again. Whatever names it is
// here, also a draft and what has ended, which say so.
var DossierPart = View{Name: "dossier", Doc: "Which lessons touch this, which decisions change it, which teams adopt it?", Data: new(Dossier)}

// Dossier is the data of DossierPart.
type Dossier struct {
	Team     *Glance    `json:"-"` // of a charter: the lists behind what its glance counts
	Adoption *Adopters  `json:"adoption,omitempty" jsonschema:"of a standard: how teams stand with it"`
	Groups   []Pointing `json:"groups,omitempty"`
	Earlier  []Ref      `json:"earlier,omitempty" jsonschema:"documents that were replaced by those that this one replaces, newest first"`
	Later    []Ref      `json:"later,omitempty" jsonschema:"documents between this one and the one that holds now"`
	Alike    []Pattern  `json:"same-pattern,omitempty" jsonschema:"of a lesson: the newest others that share a pattern with it"`
}

// Pattern is a pattern of a lesson with other lessons that have it.
type Pattern struct {
	Pattern Ref   `json:"pattern"`
	Lessons []Ref `json:"lessons"`
	More    Count `json:"more,omitzero" jsonschema:"how many others there are, and where"`
}

// Adopters is how teams stand with a standard.
type Adopters struct {
	Totals []StateCount `json:"totals"`
	Rows   []Stand      `json:"teams"`
	Shown  []Stand      `json:"-"`
	More   Count        `json:"-"` // teams that are not shown
}

// StateCount is how many teams are in a state.
type StateCount struct {
	State
	Count
}

// Pointing is what names a document or an id in one field.
type Pointing struct {
	ID      string    `json:"-"`
	Field   string    `json:"field" jsonschema:"the field that names it: touches, changes, decides; room-check for what was found about a charter"`
	Words   string    `json:"-"`
	N       int       `json:"n"`
	Entries []Pointer `json:"entries"`
	First   []Pointer `json:"-"` // what is shown
	Rest    []Pointer `json:"-"` // what is shown behind a button
	RestN   int       `json:"-"`
	More    Count     `json:"-"` // what is not shown
}

// Pointer is a document that names another in its front matter.
type Pointer struct {
	From  Ref     `json:"from"`
	Kind  string  `json:"kind"`
	Type  string  `json:"-"` // the kind in words
	Date  Day     `json:"date,omitzero"`
	Team  *Ref    `json:"team,omitempty" jsonschema:"who keeps it"`
	Until Day     `json:"until,omitzero" jsonschema:"when an exemption ends"`
	State *State  `json:"state,omitempty" jsonschema:"draft, in-review, retired or superseded when it does not hold; of a promise how it stands"`
	Lines []Quote `json:"lines,omitempty" jsonschema:"the lines that name it"`
	Found int     `json:"found,omitempty" jsonschema:"of a room check, how many decisions daily life makes in another way"`
}

// How much of what points at something a page shows: the first few, some more
// behind a button, and of each of these a line or two.
const (
	pointersFirst = 8
	pointersRest  = 40
	pointersShort = 5
	pointersMost  = 500 // in files
	linesOfOne    = 3
	adoptersMost  = 100
	alikeMost     = 4
)

// pointing lists the fields that may name something, in the order in which
// readers want to know of them, and the view that knows more. Other fields
// follow by name; replaces is told by the notices.
var pointing = []struct{ field, view string }{
	{"changes", ""}, {"waives", "standards"}, {"touches", "lessons"}, {"patterns", "lessons"}, {"led-to", "lessons"}, {"lesson", "promises"},
	{"serves", "direction"}, {"decision", "room"}, {"standards", "standards"}, {"helps-with", ""}, {"tried-by", ""}, {"room-check", "paper-and-practice"},
	{"decides", "who-decides"}, {"works-with", "works-with"}, {"not-ours", "who-owns"}, {"owns", "who-owns"}, {"decided", "who-decides"}, {"applies-to", "standards"},
	{"decided-by", ""}, {"driver", ""}, {"asked", ""}, {"told", ""}, {"scope", ""}, {"follow-up", "lessons"}, {"sponsor", ""}, {"lead", ""},
	{"practice", "paper-and-practice"}, {"by", ""}, {"people", ""}, {"thanks", ""}, {"owner", ""},
}

// told is what a page has said of a document before its dossier: fields of
// which it has said all, and documents.
type told struct {
	fields map[string]bool
	docs   map[*document.Document]bool
}

// dossier makes the dossier of a document. by are the documents that lead to
// it; g is its glance and t
// what that told; both are nil for one that has none.
func (o on) dossier(d *document.Document, by []*referral, g *Glance, t *told) *Dossier {
	if t == nil {
		t = &told{}
	}
	x := Dossier{Team: g}
	b := o.pointerBuilder(d)
	b.short = g != nil
	for _, r := range by {
		for _, ref := range r.refs {
			switch {
			case ref.Field == "replaces" || t.fields[ref.Field]:
			case ref.Field == "owner" && (r.ref != nil || !r.owned() || t.docs[r.doc]): // told already
			case ref.Field == "touches" && t.docs[r.doc]:
			case ref.Field == "standards" && d.Kind.Name == "standard": // see adoption
			default:
				b.add(r.doc, ref)
			}
		}
	}
	if d.Facts.Team != "" && o.Model.Charter(d.Facts.Team) == d {
		b.checks(d)
	}
	x.Groups = b.groups()
	x.Earlier, x.Later = o.earlier(d), o.later(d)
	x.Adoption, x.Alike = o.adopters(d), o.alike(d)
	if x.Adoption == nil && (g == nil || !g.hasLists()) && len(x.Groups)+len(x.Earlier)+len(x.Later)+len(x.Alike) == 0 {
		return nil
	}
	return &x
}

// pointerBuilder gathers what names something by field, each document once.
type pointerBuilder struct {
	on
	self  *document.Document // what is named, or nil
	short bool               // the page has much else to say
	found map[string]map[*document.Document][]line.Text
	gaps  map[*document.Document]int // decisions that a room check found to be made in another way
}

func (o on) pointerBuilder(self *document.Document) *pointerBuilder {
	return &pointerBuilder{on: o, self: self, found: map[string]map[*document.Document][]line.Text{}, gaps: map[*document.Document]int{}}
}

func (b *pointerBuilder) add(d *document.Document, ref *document.Reference) {
	if at, ok := lineOf(d, ref); ok {
		b.quoted(ref.Field, d, at)
	} else {
		b.quoted(ref.Field, d)
	}
}

// quoted adds a document, with the lines that say so.
func (b *pointerBuilder) quoted(field string, d *document.Document, lines ...line.Text) {
	docs := b.found[field]
	if docs == nil {
		docs = map[*document.Document][]line.Text{}
		b.found[field] = docs
	}
	docs[d] = append(docs[d], lines...)
}

// checks adds what room checks found about a charter.
func (b *pointerBuilder) checks(charter *document.Document) {
	for i, d := range b.Model.RoomChecks(charter.Facts.Team) {
		b.quoted("room-check", d)
		if i == 0 {
			b.gaps[d] = len(b.Model.Practice(charter))
		}
		delete(b.found["owner"], d)
	}
}

// pointer is a document that names something in a field.
func (b *pointerBuilder) pointer(d *document.Document, field string) Pointer {
	p := Pointer{From: b.doc(d), Kind: d.Kind.Name, Date: b.day(d.Facts.Date.Day)}
	p.Type, _ = d.Kind.Words(b.Settings.Language)
	switch field {
	case "waives":
		p.Until = b.day(d.Facts.Until.Day)
	case "room-check":
		p.Found = b.gaps[d]
	}
	lines := b.found[field][d]
	for _, at := range lines[:min(len(lines), linesOfOne)] {
		said := b.quote(d, at)
		said.Words = shortened(b.plain(d, at), longWords)
		p.Lines = append(p.Lines, said)
	}
	if d.Facts.Team == "" {
		if team := b.owner(d); team.Name != "" && (b.self == nil || team.ID != b.self.Facts.Team || team.ID == "") {
			p.Team = &team
		}
	}
	switch status := b.Model.Status(d); {
	case !b.Model.Living(d):
		p.State = &State{Name: status, Words: b.statusWords(status), Shape: "none"}
	case d.Kind.Name == "commitment":
		p.State = &State{Name: status, Words: b.word("status." + status), Shape: states[status]}
	}
	return p
}

// statusWords says why a document does not hold today.
func (s *Site) statusWords(status string) string {
	switch status {
	case "draft", "in-review", "retired", "superseded":
		return s.word("state." + status)
	}
	return document.FolderName(status)
}

// lineOf is the line of a document in which a reference stands, where it says
// more than the id.
func lineOf(d *document.Document, ref *document.Reference) (line.Text, bool) {
	for i := range d.Facts.Room {
		if r := &d.Facts.Room[i]; ref.Field == "decision" && r.Decision.Span == ref.Span {
			return r.At, r.At.Text != ""
		}
	}
	f := d.Kind.Field(ref.Field)
	v, ok := d.Meta.Get(ref.Field)
	if !ok || f == nil || !f.IsLines() {
		return line.Text{}, false
	}
	at := ref.Span.Start.Byte
	items := []schema.Value{v}
	if v.Kind == schema.List {
		items = v.Items
	}
	for _, item := range items {
		if at >= item.Span.Start.Byte && at < item.Span.End.Byte {
			t := textOf(item)
			return t, len(t.Text) > len(ref.Text.Text)
		}
	}
	return line.Text{}, false
}

// groups returns what was gathered: fields in the order of pointing, and in
// each the newest record first, then others by title.
func (b *pointerBuilder) groups() []Pointing {
	var fields []string
	for field, docs := range b.found {
		if len(docs) > 0 {
			fields = append(fields, field)
		}
	}
	slices.SortFunc(fields, func(a, c string) int { return cmp.Or(placeOf(a)-placeOf(c), strings.Compare(a, c)) })
	var groups []Pointing
	for _, field := range fields {
		g := Pointing{ID: "r:by:" + field, Field: field, Words: b.fieldWords(field)}
		docs := slices.SortedFunc(maps.Keys(b.found[field]), newestThenTitle)
		g.N = len(docs)
		docs = docs[:min(g.N, pointersMost)]
		alike := !slices.ContainsFunc(docs, func(d *document.Document) bool { return d.Kind != docs[0].Kind })
		for _, d := range docs {
			p := b.pointer(d, field)
			if alike {
				p.Type = "" // the heading says it
			}
			g.Entries = append(g.Entries, p)
		}
		first, rest := pointersFirst, pointersRest
		if b.short {
			first, rest = pointersShort, 0
		}
		g.First = g.Entries[:min(g.N, first)]
		g.Rest = g.Entries[len(g.First):min(g.N, first+rest)]
		g.RestN = len(g.Rest)
		if left := g.N - len(g.First) - len(g.Rest); left > 0 {
			g.More = Count{N: left, Href: b.moreAt(placeOf(field))}
		}
		groups = append(groups, g)
	}
	return groups
}

// newestThenTitle sorts records by their day, the newest first, and then
// others by kind and title.
func newestThenTitle(a, b *document.Document) int {
	return cmp.Or(b.Facts.Date.Day.Compare(a.Facts.Date.Day), strings.Compare(a.Kind.Name, b.Kind.Name), strings.Compare(a.Title, b.Title), strings.Compare(a.Path, b.Path))
}

// placeOf is the place of a field in pointing, behind all for one that is not
// there.
func placeOf(field string) int {
	for i, p := range pointing {
		if p.field == field {
			return i
		}
	}
	return len(pointing)
}

// moreAt is where all that is listed in a field can be found: the view that
// knows of it, else the search page.
func (o on) moreAt(place int) string {
	if place < len(pointing) {
		if view := pointing[place].view; view != "" && o.asks(view) {
			return o.at(Base + view + "/")
		}
	}
	return o.at("search/")
}

// fieldWords says of what is named in a field what it is to that which it
// names; of a field that only this site has, what the field is called.
func (s *Site) fieldWords(field string) string {
	key := "view.dossier.by." + field
	if words := s.word(key); words != key {
		return words
	}
	for _, g := range s.Model.ByKind.Groups() {
		if f := g.Rows[0].Doc.Kind.Field(field); f != nil {
			return f.Label(s.Settings.Language)
		}
	}
	return document.FolderName(field)
}

// adopters tells how teams stand with a standard that holds.
func (o on) adopters(d *document.Document) *Adopters {
	if d.Kind.Name != "standard" || !o.Model.Living(d) {
		return nil
	}
	a := Adopters{Rows: o.adoption(d)}
	if len(a.Rows) == 0 {
		return nil
	}
	for i := range a.Rows {
		a.Rows[i].ID = "r:stands:" + a.Rows[i].Team.ID
	}
	a.Shown = a.Rows[:min(len(a.Rows), adoptersMost)]
	if left := len(a.Rows) - len(a.Shown); left > 0 {
		a.More = Count{N: left, Href: o.moreAt(placeOf("standards"))}
	}
	for _, name := range standStates {
		c := StateCount{State: o.standsAs(name)}
		for i := range a.Rows {
			if a.Rows[i].State.Name != name {
				continue
			}
			if c.N++; c.N == 1 && i < len(a.Shown) {
				c.Href = o.here(escapeFragment(a.Rows[i].ID))
			}
		}
		if c.N > 0 {
			a.Totals = append(a.Totals, c)
		}
	}
	return &a
}

// alike lists for each pattern of a lesson the newest others that have it.
func (o on) alike(d *document.Document) []Pattern {
	var all []Pattern
	for i := range d.Facts.Refs {
		ref := &d.Facts.Refs[i]
		if ref.Field != "patterns" || d.Kind.Name != "lesson" {
			continue
		}
		n := o.Model.Name(ref.ID, ref.Kind, ref.To)
		if n.Name == "" {
			continue
		}
		var docs []*document.Document
		for _, row := range o.Model.Backlinks(ref.ID) {
			if row.Doc != d && row.Value.Field == "patterns" && o.Model.Living(row.Doc) && !slices.Contains(docs, row.Doc) {
				docs = append(docs, row.Doc)
			}
		}
		slices.SortFunc(docs, newestThenTitle)
		p := Pattern{Pattern: o.named(n)}
		for _, other := range docs[:min(len(docs), alikeMost)] {
			p.Lessons = append(p.Lessons, o.doc(other))
		}
		if left := len(docs) - len(p.Lessons); left > 0 {
			p.More = Count{left, p.Pattern.Href}
		}
		if len(p.Lessons) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// earlier lists the documents before those that d replaces, of which its
// notices tell.
func (o on) earlier(d *document.Document) []Ref {
	seen := map[*document.Document]bool{d: true}
	var list []Ref
	last := o.replaced(d, seen)
	for len(last) > 0 {
		var before []*document.Document
		for _, r := range last {
			before = append(before, o.replaced(r, seen)...)
		}
		for _, r := range before {
			list = append(list, o.doc(r))
		}
		last = before
	}
	return list
}

// replaced lists the documents that d replaces and that were not seen before.
func (o on) replaced(d *document.Document, seen map[*document.Document]bool) []*document.Document {
	var list []*document.Document
	for i := range d.Facts.Refs {
		ref := &d.Facts.Refs[i]
		if ref.Field != "replaces" {
			continue
		}
		if r := o.Model.Name(ref.ID, ref.Kind, ref.To).Doc; r != nil && !seen[r] {
			seen[r] = true
			list = append(list, r)
		}
	}
	return list
}

// later lists the documents that stood between d and the one of which its
// notice tells.
func (o on) later(d *document.Document) []Ref {
	end := o.Model.SupersededBy(d)
	if end == nil || len(o.Model.Successors(d)) > 1 {
		return nil
	}
	var list []Ref
	for next := o.Model.Successors(d)[0]; next != end; next = o.Model.Successors(next)[0] {
		list = append(list, o.doc(next))
	}
	return list
}
