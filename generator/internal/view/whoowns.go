package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// WhoOwns is the view that asks: Which team owns it, and whose is what it does
// not? Few short areas stand in one list by their words; many, or whole
// sentences, stand team by team; where these are too many for a page it lists
// the teams and how much each owns.
var WhoOwns = func() View {
	v := one("who-owns", "Which team owns it, and whose is what it does not?",
		func(s *Site) bool { n := s.ownedSite(); return n.areas+n.notOurs > 0 }, on.owned)
	v.Table = ownedTable
	return v
}()

// Owned is the data of WhoOwns.
type Owned struct {
	Total   int           `json:"total" jsonschema:"areas that charters own, on this page or not"`
	Shared  []OwnedShared `json:"shared" jsonschema:"areas that several teams own"`
	Nowhere []OwnedSent   `json:"nowhere" jsonschema:"what a charter sends readers away for although nobody is known to have it"`
	Areas   []OwnedArea   `json:"areas" jsonschema:"by their words"`
	NotOurs []OwnedSent   `json:"not-ours" jsonschema:"what teams say that it is not theirs, by its words"`
	Teams   []OwnedTeam   `json:"teams" jsonschema:"by name"`

	List    bool   `json:"-"` // the page lists the areas; else what each team has
	Counted bool   `json:"-"` // the page lists the teams and numbers alone
	More    int    `json:"-"` // teams that were left out
	All     string `json:"-"`
}

// OwnedArea is an area and the team that owns it.
type OwnedArea struct {
	ID      string  `json:"id" jsonschema:"of its row: the address of the page, # and this lead to it"`
	Area    string  `json:"area" jsonschema:"as written"`
	Short   string  `json:"-"`
	Team    Ref     `json:"team"`
	Written Passage `json:"written"`
}

// OwnedShared is an area that several teams own.
type OwnedShared struct {
	ID    string      `json:"id"`
	Area  string      `json:"area"`
	Lines []OwnedArea `json:"lines"`
	Meant string      `json:"meant,omitempty" jsonschema:"why it is meant to be so, when an author says that it is"`
}

// OwnedSent is something that is not a team's, and where its charter sends
// those who look for it.
type OwnedSent struct {
	ID      string  `json:"id"`
	Area    string  `json:"area" jsonschema:"as written"`
	Short   string  `json:"-"`
	Team    Ref     `json:"team" jsonschema:"whose it is not"`
	To      *Ref    `json:"to,omitempty" jsonschema:"whose it is, as the charter says; none when it does not"`
	Why     string  `json:"why,omitempty" jsonschema:"why nobody is known to have it: unknown: no team has that name; ended: the team does not exist any more; silent: its charter does not mention it"`
	Words   string  `json:"-"`
	Meant   string  `json:"meant,omitempty" jsonschema:"why it is meant to be so, when an author says that it is"`
	Written Passage `json:"written"`
}

// OwnedTeam is a team with what it owns and what is not its.
type OwnedTeam struct {
	ID      string      `json:"-"`
	Team    Ref         `json:"team"`
	Owns    Count       `json:"owns"`
	Not     Count       `json:"not-ours"`
	Areas   []OwnedArea `json:"-"`
	NotOurs []OwnedSent `json:"-"`
	Rest    OwnedRest   `json:"-"` // where there are many, what is folded away
}

// OwnedRest is what a team has beyond the first few.
type OwnedRest struct {
	Areas    []OwnedArea `json:"-"`
	NAreas   int         `json:"-"`
	NotOurs  []OwnedSent `json:"-"`
	NNotOurs int         `json:"-"`
}

// ownedCounts is how much there is.
type ownedCounts struct{ areas, notOurs, letters int }

func (s *Site) ownedSite() ownedCounts {
	return once(s, "who-owns", func() ownedCounts {
		var n ownedCounts
		for d := range s.chartersThatHold() {
			n.areas += len(d.Facts.Owns)
			n.notOurs += len(d.Facts.NotOurs)
			for _, t := range d.Facts.Owns {
				n.letters += len(t.Text)
			}
		}
		return n
	})
}

// chartersThatHold yields the charters of teams at work, by the teams' ids.
func (s *Site) chartersThatHold() func(func(*document.Document) bool) {
	return func(yield func(*document.Document) bool) {
		for _, g := range s.Model.ByTeam.Groups() {
			for _, row := range g.Rows {
				if s.Model.Holds(row.Doc) && !yield(row.Doc) {
					return
				}
			}
		}
	}
}

func (o on) owned() *Owned {
	n := o.ownedSite()
	d := &Owned{Total: n.areas, All: o.at("all/")}
	d.List = n.areas <= 150 && n.letters <= 60*n.areas
	d.Counted = max(n.areas, n.notOurs) > pageRows
	for _, shared := range o.Model.SharedAreas() {
		if len(d.Shared) < pageRows {
			d.Shared = append(d.Shared, o.shared(shared))
		}
	}
	ids := ownedIDs{}
	for c := range o.chartersThatHold() {
		team := o.ownedTeam(c, ids, d.Counted)
		if len(d.Nowhere) < pageRows {
			for i := range team.NotOurs {
				if x := &team.NotOurs[i]; x.Why != "" {
					d.Nowhere = append(d.Nowhere, *x)
				}
			}
		}
		if d.Counted {
			team.Areas, team.NotOurs = nil, nil
		}
		if team.Owns.N+team.Not.N > 0 {
			d.Areas = append(d.Areas, team.Areas...)
			d.NotOurs = append(d.NotOurs, team.NotOurs...)
			if n.areas+n.notOurs > ownedOpen {
				team.fold()
			}
			d.Teams = append(d.Teams, team)
		}
	}
	slices.SortStableFunc(d.Teams, func(a, b OwnedTeam) int { return strings.Compare(fold(a.Team.Name), fold(b.Team.Name)) })
	slices.SortStableFunc(d.Areas, func(a, b OwnedArea) int { return strings.Compare(fold(a.Area), fold(b.Area)) })
	slices.SortStableFunc(d.NotOurs, func(a, b OwnedSent) int { return strings.Compare(fold(a.Area), fold(b.Area)) })
	d.More = atMost(pageEntries, &d.Teams)
	return d
}

// What of each team is seen at once on a page of all teams.
const (
	ownedOpen = 100 // lines of all teams up to which all are
	ownedSeen = 3   // else so many of each team
)

// fold leaves the first lines of a team where they are; one alone is not worth
// folding away.
func (t *OwnedTeam) fold() {
	if len(t.Areas) > ownedSeen+1 {
		t.Areas, t.Rest.Areas = t.Areas[:ownedSeen:ownedSeen], t.Areas[ownedSeen:]
		t.Rest.NAreas = len(t.Rest.Areas)
	}
	if len(t.NotOurs) > ownedSeen+1 {
		t.NotOurs, t.Rest.NotOurs = t.NotOurs[:ownedSeen:ownedSeen], t.NotOurs[ownedSeen:]
		t.Rest.NNotOurs = len(t.Rest.NotOurs)
	}
}

func (o on) shared(s model.SharedArea) OwnedShared {
	x := OwnedShared{ID: "r:shared:" + document.Slug(s.Area), Area: s.Owners[0].Value.Text}
	if e := o.Model.Topic(x.Area); e != nil {
		x.Area = cmp.Or(e.Name, x.Area)
	}
	for _, row := range s.Owners {
		x.Lines = append(x.Lines, OwnedArea{Area: row.Value.Text, Team: o.team(row.Doc.Facts.Team), Written: o.passage(row.Doc, row.Value)})
		x.Meant = cmp.Or(x.Meant, meant(row.Doc, "two-owners", row.Value))
	}
	return x
}

// ownedTeam is what one charter says. Where only numbers are shown, of what is
// not the team's only that is looked at which leads nowhere.
func (o on) ownedTeam(c *document.Document, ids ownedIDs, counted bool) OwnedTeam {
	t := OwnedTeam{ID: ids.team(c), Team: o.team(c.Facts.Team)}
	t.Owns.N, t.Not.N = len(c.Facts.Owns), len(c.Facts.NotOurs)
	if t.Owns.N > 0 {
		t.Owns.Href = o.hrefOfList(c, "owns", c.Facts.Owns[0])
	}
	if t.Not.N > 0 {
		t.Not.Href = o.hrefOfList(c, "not-ours", c.Facts.NotOurs[0].Text)
	}
	for _, area := range c.Facts.Owns {
		if counted {
			break
		}
		t.Areas = append(t.Areas, OwnedArea{ID: ids.area(c, area), Area: area.Text, Short: cutWords(area.Text, 160), Team: t.Team, Written: o.passage(c, area)})
	}
	for i := range c.Facts.NotOurs {
		w := &c.Facts.NotOurs[i]
		x := OwnedSent{ID: ids.notOurs(c, w), Area: cmp.Or(w.How.Text, w.Text.Text), Team: t.Team, Written: o.passage(c, w.Text)}
		x.Short = cutWords(x.Area, 160)
		if to, why := o.sentTo(c, w); to.Name != "" {
			x.To, x.Why = &to, why
		}
		if x.Why != "" {
			x.Words = o.word("view.who-owns." + x.Why)
			x.Meant = meant(c, "passed-on", w.Text)
		}
		t.NotOurs = append(t.NotOurs, x)
	}
	return t
}

// sentTo tells where a line sends its readers, and why they find nobody there.
// A team that has no charter may well have the area, and so may one that
// somebody else names as its owner. In a list of the text what stands behind a
// colon need be no name.
func (o on) sentTo(c *document.Document, w *line.Who) (to Ref, why string) {
	if w.Team.Text == "" {
		return Ref{}, ""
	}
	named := o.namedIn(w.Team)
	if _, stated := c.Meta.Get("not-ours"); !stated && named.private {
		return Ref{}, ""
	}
	if named.why == "" && o.Model.PassedOn(w) != nil && len(o.Model.PerTeam(o.Model.Owning(w.How.Text))) == 0 {
		named.why = "silent"
	}
	return named.Ref, named.why
}

// ownedTable is the table of areas, a row each.
func ownedTable(p *theme.Page) *Table {
	d := p.Above.Data.(*Owned)
	if len(d.Areas) == 0 {
		return nil
	}
	t := &Table{Columns: []string{"area", "team", "file", "line"}}
	for i := range d.Areas {
		a := &d.Areas[i]
		t.Rows = append(t.Rows, []string{a.Area, a.Team.Name, a.Written.File, strconv.Itoa(a.Written.Line)})
	}
	return t
}

// AreaAddress returns the address at which the site shows an area beside all
// others: its row in the view WhoOwns, the view alone where that counts them
// only, "" when it is not there. At is a line of owns or not-ours.
func (s *Site) AreaAddress(d *document.Document, at line.Text) string {
	n := s.ownedSite()
	if !s.Model.Holds(d) {
		return ""
	}
	address := Base + "who-owns/"
	if max(n.areas, n.notOurs) > pageRows {
		return address
	}
	type place struct {
		d  *document.Document
		at int
	}
	rows := once(s, "rows of areas", func() map[place]string {
		rows, ids := map[place]string{}, ownedIDs{}
		for c := range s.chartersThatHold() {
			ids.team(c)
			for _, area := range c.Facts.Owns {
				rows[place{c, area.Span.Start.Byte}] = ids.area(c, area)
			}
			for i := range c.Facts.NotOurs {
				w := &c.Facts.NotOurs[i]
				rows[place{c, w.Text.Span.Start.Byte}] = ids.notOurs(c, w)
			}
		}
		return rows
	})
	if id := rows[place{d, at.Span.Start.Byte}]; id != "" {
		address += "#" + escapeFragment(id)
	}
	return address
}

// ownedIDs makes the ids of rows in the order of the page, with a number where
// a team says the same twice.
type ownedIDs map[string]int

func (ids ownedIDs) team(c *document.Document) string { return ids.id("r:team:", c, "") }

func (ids ownedIDs) area(c *document.Document, area line.Text) string {
	return ids.id("r:", c, area.Text)
}

func (ids ownedIDs) notOurs(c *document.Document, w *line.Who) string {
	return ids.id("r:not:", c, w.How.Text)
}

func (ids ownedIDs) id(kind string, c *document.Document, words string) string {
	id := kind + document.Slug(c.Facts.Team)
	if words != "" {
		id += "-" + document.Slug(cutWords(words, 80))
	}
	if ids[id]++; ids[id] > 1 {
		id += ":" + strconv.Itoa(ids[id]) // no slug holds a colon
	}
	return id
}
