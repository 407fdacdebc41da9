package view

import (
	"cmp"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
)

// MapPart is the part of the first page that says what is new and who answers
// for what. A site of plain pages has none.
var MapPart = View{Name: "map", Doc: "Whom do I ask about it? What is not theirs, and whose is it?", Data: new(TeamMap)}

// TeamMap is the data of MapPart.
type TeamMap struct {
	Lately    *Lately     `json:"lately,omitempty"`
	Groups    []TeamGroup `json:"groups" jsonschema:"teams with a charter, by area"`
	Without   []Ref       `json:"without-charter,omitempty" jsonschema:"teams that org.yaml lists and that have no charter here"`
	N         int         `json:"n" jsonschema:"teams with a charter"`
	More      int         `json:"more,omitempty" jsonschema:"teams that are left out"`
	All       string      `json:"-"` // address of the page with all teams
	Short     bool        `json:"-"` // there are so many teams that each is a name
	Documents Count       `json:"documents"`
	Overdue   Count       `json:"overdue" jsonschema:"days that have passed on the day of the build"`
	Clashes   Count       `json:"clashes" jsonschema:"amounts that two teams decide alone, or nobody"`
	Built     Day         `json:"built"`
}

// TeamGroup is the teams of one area.
type TeamGroup struct {
	Name   string     `json:"name,omitempty" jsonschema:"none for teams whose area is not known"`
	Teams  []TeamLine `json:"teams"`
	Others bool       `json:"-"` // they have no area, and others have
}

// TeamLine is what a charter answers for, in a line.
type TeamLine struct {
	ID      string      `json:"-"` // of the row
	Team    Ref         `json:"team"`
	Lead    Ref         `json:"lead,omitzero" jsonschema:"role that leads it; a person is not named here"`
	Owns    []Quote     `json:"owns,omitempty" jsonschema:"the first areas"`
	OwnsAll Count       `json:"owns-all"`
	More    int         `json:"-"` // areas that are not shown
	Not     []NotTheirs `json:"not-theirs,omitempty"`
	NotMore Count       `json:"-"` // of what is not theirs, what is not shown
	Decides Count       `json:"decides"`
	Rungs   []RungCount `json:"rungs,omitempty"`
	Due     Day         `json:"review-due,omitzero"`
}

// Quote is words of a document and where they stand.
type Quote struct {
	Words string `json:"words"`
	Href  string `json:"href,omitempty"`
}

// NotTheirs is what people look for at one team and find at another.
type NotTheirs struct {
	Quote
	Team Ref `json:"team"`
}

// RungCount is how many decisions stand on a rung.
type RungCount struct {
	Level  int    `json:"level" jsonschema:"7 decides alone, 1 is told; 0 could not be read"`
	N      int    `json:"n"`
	Href   string `json:"href,omitempty" jsonschema:"the first of them"`
	Words  string `json:"-"`
	Blocks string `json:"-"`
}

// How much of the teams the first page shows.
const (
	mapWhole = 20 // teams up to which each has a row with what it answers for
	mapMost  = 90 // teams that are named
	mapAreas = 3  // areas of a team
	mapNot   = 2  // areas of a team that are another's
)

func (o on) teamMap() *TeamMap {
	if !o.isTyped() {
		return nil
	}
	teams := o.teamsAtWork()
	m := &TeamMap{
		Lately: o.lately(), N: len(teams.chartered), Short: len(teams.chartered) > mapWhole,
		Documents: Count{N: len(o.Model.Docs), Href: o.at("all/")}, Built: o.day(o.Model.Today),
	}
	shown := teams.chartered[:min(m.N, mapMost)]
	if m.More = m.N - len(shown); m.More > 0 || m.Short {
		m.All = o.allTeams()
	}
	for _, group := range o.byArea(shown) {
		g := TeamGroup{Name: group.name, Others: group.name == "" && len(m.Groups) > 0}
		for _, t := range group.teams {
			g.Teams = append(g.Teams, o.teamLine(t, m.Short))
		}
		m.Groups = append(m.Groups, g)
	}
	if m.N > 0 {
		for _, t := range teams.others[:min(len(teams.others), mapMost)] {
			m.Without = append(m.Without, o.named(*t))
		}
	}
	n := o.tallies()
	m.Overdue.N, m.Clashes.N = n.overdue, n.clashing+n.shared
	if o.asks("due") {
		m.Overdue.Href = o.at(Base + "due/")
	}
	if o.asks("who-decides") && n.clashing > 0 {
		m.Clashes.Href = o.at(Base + "who-decides/")
	} else if o.asks("who-owns") {
		m.Clashes.Href = o.at(Base + "who-owns/")
	}
	return m
}

// allTeams is the address of the page that names all teams.
func (o on) allTeams() string {
	if o.asks("who-owns") {
		return o.at(Base + "who-owns/")
	}
	return o.at("all/")
}

// teamLine says what a team answers for; where there are many teams, who they
// are.
func (o on) teamLine(t *model.Named, short bool) TeamLine {
	d, f := t.Doc, &t.Doc.Facts
	l := TeamLine{ID: "r:team:" + t.ID, Team: o.named(*t), OwnsAll: Count{N: len(f.Owns)}, Decides: Count{N: len(f.Decides)}}
	if short {
		return l
	}
	l.OwnsAll.Href = o.listHref(d, "owns", firstText(f.Owns))
	l.Decides.Href = o.listHref(d, "decides", firstDecision(f.Decides))
	for i := range f.Owns[:min(len(f.Owns), mapAreas)] {
		l.Owns = append(l.Owns, o.quote(d, f.Owns[i]))
	}
	l.More = len(f.Owns) - len(l.Owns)
	for i := range f.NotOurs {
		w := &f.NotOurs[i]
		if len(l.Not) == mapNot {
			l.NotMore = Count{N: len(f.NotOurs) - mapNot, Href: o.listHref(d, "not-ours", w.Text)}
			break
		}
		l.Not = append(l.Not, o.elsewhere(d, w))
	}
	l.Rungs = o.rungCounts(d)
	if f.Lead.Text != "" {
		if lead := o.namedIn(f.Lead); lead.why == "" {
			l.Lead = lead.Ref
		}
	}
	l.Due = o.day(o.Model.NextReview(d))
	return l
}

// elsewhere says whose an area is that is not the team's; a line that names no
// team is shown as it is.
func (o on) elsewhere(d *document.Document, w *line.Who) NotTheirs {
	e := NotTheirs{Quote: o.quote(d, w.How)}
	if w.How.Text == "" {
		e.Quote = o.quote(d, w.Text)
	}
	if w.Team.Text != "" {
		e.Team = o.team(w.Team.Text)
	}
	return e
}

// longWords is how many bytes of a line of a charter a list of many shows.
const longWords = 100

// quote is a line of a document with its place; a long one is cut.
func (o on) quote(d *document.Document, t line.Text) Quote {
	return Quote{Words: shortened(t.Text, longWords), Href: o.hrefOfDoc(d, Anchor(d, t))}
}

// shortened cuts a text of more than n bytes at a space.
func shortened(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > 0 {
		return strings.TrimRight(s[:i], " ,;:") + " …"
	}
	return s
}

// listHref is the address of a list on a document's page: of the field in its
// front matter, or of the heading below which its first item stands. It is ""
// when there is none.
func (o on) listHref(d *document.Document, field string, first line.Text) string {
	if first.Text == "" {
		return ""
	}
	anchor := Anchor(d, first)
	if strings.HasPrefix(anchor, "r:"+field) {
		anchor = "r:" + field
	}
	return o.hrefOfDoc(d, anchor)
}

func firstText(list []line.Text) line.Text {
	if len(list) == 0 {
		return line.Text{}
	}
	return list[0]
}

func firstDecision(list []line.Decision) line.Text {
	if len(list) == 0 {
		return line.Text{}
	}
	return list[0].Text
}

// rungCounts counts the decisions of a charter by rung, the most room first.
func (o on) rungCounts(d *document.Document) []RungCount {
	var counts [line.Alone + 1]RungCount
	for i := range d.Facts.Decides {
		v := &d.Facts.Decides[i]
		c := &counts[v.Rung]
		if c.N++; c.N == 1 {
			c.Level, c.Href = int(v.Rung), o.hrefOfDoc(d, Anchor(d, v.Text))
			c.Words, c.Blocks = o.rungWords(v.Rung), blocks(v.Rung)
		}
	}
	var list []RungCount
	for _, c := range slices.Backward(counts[:]) {
		if c.N > 0 {
			list = append(list, c)
		}
	}
	return list
}

// rungWords is a rung in a word or two; of one that could not be read that.
func (o on) rungWords(r line.Rung) string {
	return o.word("view.glance.rung." + string('0'+rune(r)))
}

// teamsAtWork are the teams that have not ended, by name.
type teamsAtWork struct {
	chartered []*model.Named // those with a charter that holds today
	others    []*model.Named // those that org.yaml alone knows
}

func (s *Site) teamsAtWork() teamsAtWork {
	return once(s, "teams at work", func() teamsAtWork {
		var t teamsAtWork
		for _, n := range s.Model.Teams() {
			switch {
			case s.Model.Retired(n.ID):
			case n.Doc != nil && s.Model.Living(n.Doc):
				t.chartered = append(t.chartered, n)
			case n.Doc == nil:
				t.others = append(t.others, n)
			}
		}
		byName := func(a, b *model.Named) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.ID, b.ID))
		}
		slices.SortFunc(t.chartered, byName)
		slices.SortFunc(t.others, byName)
		return t
	})
}

// isAtWork reports whether what a charter says counts: it holds today, its team
// has not ended, and it is the one that counts where a team has two.
func (s *Site) isAtWork(d *document.Document) bool {
	return s.Model.Holds(d) && s.Model.Charter(d.Facts.Team) == d
}

// areaTeams are the teams of one area.
type areaTeams struct {
	name  string
	teams []*model.Named
}

// byArea groups teams by area, areas by name; the teams without one come last.
func (s *Site) byArea(teams []*model.Named) []areaTeams {
	at := map[string]int{}
	var groups []areaTeams
	for _, t := range teams {
		name := s.areaOf(t)
		i, ok := at[document.Slug(name)]
		if !ok {
			i = len(groups)
			at[document.Slug(name)] = i
			groups = append(groups, areaTeams{name: name})
		}
		groups[i].teams = append(groups[i].teams, t)
	}
	slices.SortFunc(groups, func(a, b areaTeams) int {
		if (a.name == "") != (b.name == "") {
			return cmp.Compare(len(b.name), len(a.name))
		}
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	return groups
}

// areaOf returns the area of a team as org.yaml names it. Where org.yaml names
// none at all, teams stand by the sort that their charters state, when most of
// them state one.
func (s *Site) areaOf(t *model.Named) string {
	switch s.areaSource() {
	case "area":
		if t.Entry != nil {
			return t.Entry.Area
		}
	case "type":
		if t.Doc != nil {
			return s.typeWords(t.Doc.Facts.Sort.Text)
		}
	}
	return ""
}

// areaSource tells what teams are grouped by: area, type or nothing.
func (s *Site) areaSource() string {
	return once(s, "area source", func() string {
		if slices.ContainsFunc(s.Model.Org.Teams, func(e schema.OrgEntry) bool { return e.Area != "" }) {
			return "area"
		}
		stated, chartered := 0, s.teamsAtWork().chartered
		for _, t := range chartered {
			if t.Doc.Facts.Sort.Text != "" {
				stated++
			}
		}
		if 2*stated > len(chartered) {
			return "type"
		}
		return ""
	})
}

// typeWords is the type of a team in words for all teams of it.
func (s *Site) typeWords(text string) string {
	sort := strings.ToLower(strings.TrimSpace(text))
	switch sort {
	case "":
		return ""
	case "stream-aligned", "enabling", "complicated-subsystem", "platform", "temporary":
		return s.word("view.map.type." + sort)
	}
	return document.FolderName(sort)
}
