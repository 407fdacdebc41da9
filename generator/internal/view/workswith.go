package view

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/picture"
	"remit/generator/internal/theme"
)

// WorksWith is the view that asks: Who works with whom, how, until when, and
// where does only one side say so? It shows what charters that hold today state
// below works-with, each line where it stands; the teams of up to mapTeams it
// also draws, those of more it counts by area.
var WorksWith = worksWith()

func worksWith() View {
	v := one("works-with", "Who works with whom, how, until when, and where does only one side say so?",
		(*Site).hasRelations,
		on.relations)
	v.Table = func(p *theme.Page) *Table {
		t := &Table{Columns: []string{"team", "with", "mode", "how", "until", "said", "file", "line"}}
		for _, g := range p.Above.Data.(*Relations).Groups {
			for _, r := range g.Rows {
				t.Rows = append(t.Rows, []string{r.Team.Name, r.With.Name, r.Mode, r.How, cmp.Or(r.Until.ISO, r.Event), r.Said.Name, r.At.File, strconv.Itoa(r.At.Line)})
			}
		}
		return t
	}
	return v
}

// Relations is the data of WorksWith.
type Relations struct {
	OneSided  []Relation      `json:"one-sided,omitempty" jsonschema:"lines whose other side has a charter that does not mention the team"`
	OneSidedN int             `json:"-"`
	First     []Relation      `json:"-"` // one-sided lines that the page shows at once
	Rest      []Relation      `json:"-"` // those that it shows when asked
	RestN     int             `json:"-"`
	Areas     []AreaPair      `json:"areas,omitempty" jsonschema:"how many lines join which areas, when there are too many teams for a picture"`
	Groups    []RelationGroup `json:"groups"`
	Teams     int             `json:"teams" jsonschema:"how many teams say or are said to work with another"`
	N         int             `json:"n" jsonschema:"how many lines there are"`
	Left      int             `json:"left-out,omitempty" jsonschema:"lines that are only on the charters"`
	SVG       template.HTML   `json:"-"`
}

// RelationGroup is the lines that join two areas, or all of a small site.
type RelationGroup struct {
	ID    string     `json:"-"`
	Words string     `json:"areas,omitempty"`
	Rows  []Relation `json:"rows"`
	N     int        `json:"-"`
}

// AreaPair is how many lines join two areas.
type AreaPair struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	N    Count  `json:"lines"`
}

// Relation is one line about another team.
type Relation struct {
	ID    string  `json:"-"`
	Team  Ref     `json:"team"`
	With  Ref     `json:"with"`
	Mode  string  `json:"mode,omitempty" jsonschema:"collaboration, service or facilitating, when the line says so"`
	Words string  `json:"-"` // the mode
	How   string  `json:"how,omitempty"`
	Rest  string  `json:"-"` // of how, what mode and end do not say already
	Until Day     `json:"until,omitzero"`
	Event string  `json:"until-event,omitempty" jsonschema:"the end, when it is no date"`
	Said  State   `json:"said" jsonschema:"both: the other charter has a line too; mentioned: it names the team elsewhere; one-side: it does not; no-charter: the other has none; ended: the other team has; unknown: no team is called so"`
	At    Passage `json:"at"`
}

// How much of the work between teams one page shows.
const (
	mapTeams     = 25  // teams up to which a picture shows all
	mostLines    = 300 // lines; a row takes half a kilobyte
	mostOneSided = 50  // lines that are shown in the box too
	fewOneSided  = 12  // of them at once
)

// relation is a line of a charter about another team.
type relation struct {
	from *model.Named
	to   *model.Named // nil for a name that no team has
	who  *line.Who
}

// hasRelations reports whether any charter that holds names another team.
func (s *Site) hasRelations() bool {
	for _, g := range s.Model.Partners.Groups() {
		for _, row := range g.Rows {
			if to, _ := s.Model.TeamID(g.Key); to != row.Doc.Facts.Team && to != "" && s.isAtWork(row.Doc) {
				return true
			}
		}
	}
	return false
}

// relationsOf lists what the charter of a team says of others.
func (s *Site) relationsOf(t *model.Named) []relation {
	var list []relation
	for i := range t.Doc.Facts.WorksWith {
		who := &t.Doc.Facts.WorksWith[i]
		r := relation{from: t, who: who}
		id, known := s.Model.TeamID(who.Team.Text)
		if id == "" || id == t.ID {
			continue
		}
		if known {
			n := s.Model.Name(id, "", []string{"team"})
			r.to = &n
		}
		list = append(list, r)
	}
	return list
}

// said tells what the other side of a line says, and how that looks.
func (o on) said(r relation) State {
	name, shape := o.otherSide(r)
	return State{Name: name, Words: o.word("view.works-with.said." + name), Shape: shape}
}

func (s *Site) otherSide(r relation) (name, shape string) {
	switch {
	case r.to == nil:
		return "unknown", "none"
	case s.Model.Retired(r.to.ID):
		return "ended", "due"
	case r.to.Doc == nil || !s.isAtWork(r.to.Doc):
		return "no-charter", "none"
	case slices.ContainsFunc(r.to.Doc.Facts.WorksWith, func(w line.Who) bool {
		id, _ := s.Model.TeamID(w.Team.Text)
		return id == r.from.ID
	}):
		return "both", "ok"
	case s.Model.Mentions(r.to.Doc, r.from.Doc):
		return "mentioned", "info"
	}
	return "one-side", "due"
}

func (o on) relations() *Relations {
	var all []relation
	involved := map[string]*model.Named{}
	for _, t := range o.teamsAtWork().chartered {
		for _, r := range o.relationsOf(t) {
			all = append(all, r)
			involved[t.ID] = t
			if r.to != nil {
				involved[r.to.ID] = r.to
			}
		}
	}
	data := &Relations{Teams: len(involved), N: len(all), Left: max(0, len(all)-mostLines)}
	all = all[:min(len(all), mostLines)]
	ids := map[string]int{}
	rows := make([]Relation, len(all))
	for i, r := range all {
		rows[i] = o.relation(r, ids)
		if rows[i].Said.Name != "one-side" {
			continue
		}
		if data.OneSidedN++; len(data.OneSided) < mostOneSided {
			data.OneSided = append(data.OneSided, rows[i])
		}
	}
	data.First = data.OneSided[:min(len(data.OneSided), fewOneSided)]
	data.Rest = data.OneSided[len(data.First):]
	data.RestN = len(data.Rest)
	switch {
	case len(involved) <= mapTeams:
		data.SVG = o.drawn("r:map", o.word("view.works-with"), all, "")
	case o.areaSource() != "":
		o.groupByArea(data, all, rows)
		return data
	}
	data.Groups = []RelationGroup{{ID: "r:lines", Rows: rows, N: len(rows)}}
	return data
}

// relation is a line as pages and files show it; ids counts the lines between
// two teams.
func (o on) relation(r relation, ids map[string]int) Relation {
	made := Relation{
		Team:  o.named(*r.from),
		With:  Ref{Name: r.who.Team.Text},
		Mode:  r.who.Mode,
		How:   r.who.How.Text,
		Until: o.day(r.who.Until.Day),
		Said:  o.said(r),
		At:    o.passage(r.from.Doc, r.who.Text),
	}
	to := document.Slug(r.who.Team.Text)
	if r.to != nil {
		to, made.With = r.to.ID, o.named(*r.to)
	}
	if made.Mode != "" {
		made.Words = o.word("view.works-with.mode." + made.Mode)
	}
	made.Rest = restOf(r.who)
	if r.who.Until.Day.IsZero() {
		made.Event = r.who.Until.Text.Text
	}
	made.ID = "r:" + r.from.ID + ":" + to
	if ids[made.ID]++; ids[made.ID] > 1 {
		made.ID += ":" + strconv.Itoa(ids[made.ID])
	}
	return made
}

// restOf is how two teams work together without the mode and the day that the
// line begins with and that stand beside it in words of their own: "we write
// pages" of "collaboration until 2026-09, we write pages".
func restOf(w *line.Who) string {
	rest, ok := strings.CutPrefix(w.How.Text, w.Mode)
	if w.Mode == "" || !ok {
		return w.How.Text
	}
	rest = strings.TrimSpace(rest)
	if until, ok := strings.CutPrefix(rest, "until "); ok && !w.Until.Day.IsZero() {
		if after, ok := strings.CutPrefix(until, w.Until.Text.Text); ok {
			rest = after
		}
	}
	return strings.TrimLeft(rest, " ,:;")
}

// groupByArea parts the lines by the two areas that they join, in whichever
// direction, and counts them.
func (o on) groupByArea(data *Relations, all []relation, rows []Relation) {
	at := map[[2]string]int{}
	for i, r := range all {
		from, to := o.areaOf(r.from), ""
		if r.to != nil {
			to = o.areaOf(r.to)
		}
		if document.Slug(to) < document.Slug(from) {
			from, to = to, from
		}
		pair := [2]string{document.Slug(from), document.Slug(to)}
		g, ok := at[pair]
		if !ok {
			g = len(data.Groups)
			at[pair] = g
			id := "r:areas:" + pair[0] + ":" + pair[1]
			from, to := o.areaWords(from), o.areaWords(to)
			data.Groups = append(data.Groups, RelationGroup{ID: id, Words: from + " – " + to})
			data.Areas = append(data.Areas, AreaPair{From: from, To: to, N: Count{Href: o.here(escapeFragment(id))}})
		}
		data.Areas[g].N.N++
		data.Groups[g].Rows = append(data.Groups[g].Rows, rows[i])
		data.Groups[g].N++
	}
	slices.SortFunc(data.Groups, func(a, b RelationGroup) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(data.Areas, func(a, b AreaPair) int { return strings.Compare(a.N.Href, b.N.Href) })
}

func (o on) areaWords(area string) string {
	if area == "" {
		return o.word("view.works-with.no-area")
	}
	return area
}

// drawn draws teams and how they work together: one edge for two teams, in the
// style of the first line that names a mode. focus is the id of the team whose
// map it is, or "".
func (o on) drawn(id, title string, all []relation, focus string) template.HTML {
	m := picture.Map{ID: id, Title: title}
	nodes := map[string]bool{}
	node := func(t *model.Named) {
		if !nodes[t.ID] {
			nodes[t.ID] = true
			r := o.named(*t)
			m.Nodes = append(m.Nodes, picture.Node{ID: t.ID, Words: r.Name, Href: r.Href, Group: o.areaOf(t), Focus: t.ID == focus})
		}
	}
	edges := map[[2]string]int{}
	for _, r := range all {
		if r.to == nil {
			continue
		}
		node(r.from)
		node(r.to)
		pair := [2]string{min(r.from.ID, r.to.ID), max(r.from.ID, r.to.ID)}
		i, known := edges[pair]
		if !known {
			i = len(m.Edges)
			edges[pair] = i
			side, _ := o.otherSide(r)
			m.Edges = append(m.Edges, picture.Edge{From: r.from.ID, To: r.to.ID, OneSided: side == "one-side"})
		}
		if e := &m.Edges[i]; e.Words == "" && r.who.Mode != "" {
			e.Style, e.Words = styleOf(r.who.Mode), o.edgeWords(r.who)
		} else if e.Words == "" && !r.who.Until.Day.IsZero() {
			e.Words = o.edgeWords(r.who)
		}
	}
	slices.SortFunc(m.Nodes, func(a, b picture.Node) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Group), strings.ToLower(b.Group)), strings.Compare(strings.ToLower(a.Words), strings.ToLower(b.Words)), strings.Compare(a.ID, b.ID))
	})
	m.Desc = o.numbered("view.works-with.teams", len(m.Nodes)) + ", " + o.numbered("view.works-with.edges", len(m.Edges)) + ". " + o.word("view.works-with.table")
	return m.SVG()
}

// edgeWords says how two teams work together, and until when.
func (o on) edgeWords(w *line.Who) string {
	var words []string
	if w.Mode != "" {
		words = append(words, o.word("view.works-with.mode."+w.Mode))
	}
	if !w.Until.Day.IsZero() {
		words = append(words, o.word("view.works-with.until")+" "+o.day(w.Until.Day).Words)
	}
	return strings.Join(words, " ")
}

func styleOf(mode string) picture.Style {
	switch mode {
	case "collaboration":
		return picture.Double
	case "facilitating":
		return picture.Dotted
	}
	return picture.Solid
}
