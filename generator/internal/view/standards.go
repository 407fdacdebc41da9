package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// Standards is the view that asks: Which standards does nobody meet, how does each team stand, and which exemptions end?
//
// A site with few standards and few teams gets the matrix of both. A larger one
// gets the totals, and each standard that concerns many teams a page of its
// own; so no page grows with the product of both. The totals of very many
// standards go on at page/2/.
var Standards = standardsView()

func standardsView() View {
	v := many("standards", "Which standards does nobody meet, how does each team stand, and which exemptions end?", standardKeys, standardsPage)
	v.Has = func(s *Site) bool {
		return slices.ContainsFunc(s.Model.ByKind.Get("standard"), func(r model.Row[model.None]) bool { return s.Model.Living(r.Doc) })
	}
	v.Table = tableFrom(func(a *Adopted) *Table {
		t := &Table{Columns: []string{"team", "standard", "state", "by", "evidence"}}
		for _, s := range a.Standards {
			for _, st := range s.Stands {
				by, evidence := "", ""
				if st.By != nil {
					by = cmp.Or(st.By.ISO, st.By.Text)
				}
				if st.Evidence != nil {
					evidence = st.Evidence.File + ":" + strconv.Itoa(st.Evidence.Line)
				}
				t.Rows = append(t.Rows, []string{cmp.Or(st.Team.ID, st.Team.Name), s.Ref.ID, st.State.Name, by, evidence})
			}
		}
		return t
	})
	return v
}

// Adopted is the data of Standards.
type Adopted struct {
	Matrix    bool           `json:"-"` // teams down, standards across
	Single    bool           `json:"-"` // the page of one standard
	Standards []Adoption     `json:"standards" jsonschema:"by their names; on the page of one standard that one"`
	Pages     []Ref          `json:"pages,omitempty" jsonschema:"the pages of very many standards, where there are several; that of this file has no address"`
	Teams     []TeamStanding `json:"teams,omitempty" jsonschema:"by their ids: those whom a standard concerns"`
	MoreTeams int            `json:"left-out-teams,omitempty" jsonschema:"how many more there are"`
	Unmet     []Ref          `json:"met-by-nobody,omitempty" jsonschema:"standards that concern teams of which none meets them"`
	MoreUnmet int            `json:"left-out-met-by-nobody,omitempty" jsonschema:"how many more there are"`
	Unapplied []Ref          `json:"concern-nobody,omitempty" jsonschema:"standards that apply to no team that is known"`
	Exempt    []Stand        `json:"exemptions,omitempty" jsonschema:"the first to end first; those without an end last"`
}

// Adoption is how the teams stand with one standard.
type Adoption struct {
	ID        string     `json:"-"`
	Ref       Ref        `json:"standard"`
	Owner     *Ref       `json:"owner,omitempty"`
	AppliesTo string     `json:"applies-to,omitempty" jsonschema:"as written, with names for ids"`
	Page      string     `json:"href,omitempty" jsonschema:"the page about it alone, relative to this file"`
	Totals    StandCount `json:"totals"`
	Stands    []Stand    `json:"teams,omitempty" jsonschema:"by their ids; left out where the standard has a page of its own that lists them"`
	Left      int        `json:"left-out,omitempty" jsonschema:"how many more teams there are"`
}

// TeamStanding is how one team stands with the standards that concern it.
type TeamStanding struct {
	ID     string     `json:"-"`
	Team   Ref        `json:"team"`
	Totals StandCount `json:"totals"`
	Cells  []Stand    `json:"-"` // of the matrix: one for each standard, in their order
}

// StandCount counts standings by state.
type StandCount struct {
	Of      int   `json:"of" jsonschema:"all of them"`
	Meets   Count `json:"meets"`
	Working Count `json:"working"`
	NotYet  Count `json:"not-yet"`
	Exempt  Count `json:"exempt"`
	Silent  Count `json:"silent" jsonschema:"it applies, and nothing that can be read is said"`
}

// Stand is how one team stands with one standard.
type Stand struct {
	ID       string   `json:"-"`
	Standard Ref      `json:"standard"`
	Team     Ref      `json:"team"`
	State    State    `json:"state" jsonschema:"meets, working, not-yet, exempt, silent, unread or not-concerned"`
	Applies  bool     `json:"applies" jsonschema:"the standard says that it applies to the team"`
	By       *Ending  `json:"by,omitempty" jsonschema:"when the team wants to be ready, or when the exemption ends"`
	Evidence *Passage `json:"evidence,omitempty" jsonschema:"the line of the charter, or the decision that exempts"`
	Said     string   `json:"said,omitempty" jsonschema:"what the charter says, where the exemption is a decision's alone or the line cannot be read"`
}

const (
	matrixStandards = 12  // more, and the matrix is no help
	matrixTeams     = 60  // likewise
	fewStands       = 4   // a standard with more teams gets a page of its own
	maxStands       = 500 // rows of one table
	pageStandards   = 150 // on one page of totals
)

// livingStandards returns the standards that hold today, each id once, by name.
func (s *Site) livingStandards() []*document.Document {
	return once(s, "standards", func() []*document.Document {
		var list []*document.Document
		seen := map[string]bool{}
		for _, row := range s.Model.ByKind.Get("standard") {
			if d := row.Doc; !seen[d.ID] && s.Model.Living(d) {
				seen[d.ID] = true
				list = append(list, d)
			}
		}
		slices.SortStableFunc(list, func(a, b *document.Document) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), strings.Compare(a.Path, b.Path))
		})
		return list
	})
}

// hasMatrix reports whether standards and teams are few enough for a matrix.
func (s *Site) hasMatrix() bool {
	return len(s.livingStandards()) <= matrixStandards && len(s.Model.Teams()) <= matrixTeams
}

// hasStandardPage reports whether a standard has a page of its own: in the
// matrix, where the totals need a place to lead to, and else when it may
// concern more than a few teams. It looks at lines alone, not at teams.
func (s *Site) hasStandardPage(d *document.Document) bool {
	n := len(d.Facts.AppliesTo) + len(s.Model.Standings.Get(d.ID))
	if s.hasMatrix() {
		return n > 0
	}
	return n > fewStands || slices.ContainsFunc(d.Facts.AppliesTo, func(t line.Text) bool {
		text := strings.ToLower(strings.TrimSpace(t.Text))
		return text == "everyone" || strings.HasPrefix(text, "type:")
	})
}

func standardKeys(s *Site) []string {
	all := s.livingStandards()
	if len(all) == 0 {
		return nil
	}
	keys := []string{""}
	for i := pageStandards; i < len(all); i += pageStandards {
		keys = append(keys, totalsKey(i))
	}
	for _, d := range all {
		if s.hasStandardPage(d) {
			keys = append(keys, d.ID+"/")
		}
	}
	return keys
}

// totalsKey is the key of the page with the totals of a standard, by its place
// among all. An id holds no slash, so that it can be no key of these.
func totalsKey(i int) string {
	if i < pageStandards {
		return ""
	}
	return "page/" + strconv.Itoa(i/pageStandards+1) + "/"
}

func standardsPage(o on, key string) *Adopted {
	all := o.livingStandards()
	if len(all) == 0 {
		return nil
	}
	if key == "" {
		return o.allStandards(all)
	}
	for from := pageStandards; from < len(all); from += pageStandards {
		if totalsKey(from) != key {
			continue
		}
		a := &Adopted{Pages: o.totalsPages(len(all), key)}
		for _, d := range all[from:min(len(all), from+pageStandards)] {
			a.Standards = append(a.Standards, o.totalsOf(d, o.adoption(d)))
		}
		o.Page.Title = o.word("view.standards") + " " + strconv.Itoa(from/pageStandards+1)
		return a
	}
	return o.oneStandard(key)
}

// totalsPages are the pages of very many standards, by the first one on each.
func (o on) totalsPages(standards int, key string) []Ref {
	if standards <= pageStandards {
		return nil
	}
	var pages []Ref
	for i := 0; i < standards; i += pageStandards {
		r := Ref{Name: strconv.Itoa(i/pageStandards + 1)}
		if totalsKey(i) != key {
			r.Href = o.at(Base + "standards/" + totalsKey(i))
		}
		pages = append(pages, r)
	}
	return pages
}

// totalsOf is a standard with its totals, without its teams where they stand on
// a page of its own.
func (o on) totalsOf(d *document.Document, stands []Stand) Adoption {
	a := o.adoptionOf(d, stands)
	if a.Page != "" {
		a.Stands = nil
	}
	return a
}

// allStandards is the view's own page.
func (o on) allStandards(all []*document.Document) *Adopted {
	a := &Adopted{Matrix: o.hasMatrix(), Pages: o.totalsPages(len(all), "")}
	rows := map[string]*TeamStanding{}
	for i, d := range all {
		stands := o.adoption(d)
		for _, st := range stands {
			row := rows[st.Team.ID]
			if row == nil {
				row = &TeamStanding{ID: "r:team-" + st.Team.ID, Team: st.Team}
				if a.Matrix {
					row.Cells = o.emptyCells(all)
				}
				rows[st.Team.ID] = row
			}
			row.Totals.add(st.State.Name, o.standingsHref(st.Team))
			if a.Matrix {
				row.Cells[i] = st
			}
			if st.State.Name == "exempt" {
				a.Exempt = append(a.Exempt, st)
			}
		}
		row := Ref{ID: d.ID, Name: d.Title, Href: o.at(Base+"standards/"+totalsKey(i)) + "#r:standard-" + d.ID}
		switch {
		case len(stands) == 0:
			a.Unapplied = append(a.Unapplied, row)
		case !slices.ContainsFunc(stands, func(st Stand) bool { return st.State.Name == "meets" }):
			a.Unmet = append(a.Unmet, row)
		}
		switch {
		case a.Matrix:
			a.Standards = append(a.Standards, o.adoptionOf(d, stands))
		case i < pageStandards:
			a.Standards = append(a.Standards, o.totalsOf(d, stands))
		}
	}
	a.MoreUnmet, a.Unmet = len(a.Unmet)-min(len(a.Unmet), pageStandards), a.Unmet[:min(len(a.Unmet), pageStandards)]
	a.Unapplied = a.Unapplied[:min(len(a.Unapplied), pageStandards)]
	a.Exempt = append(a.Exempt, o.waivedBeside(a.Exempt)...)
	sortExempt(a.Exempt)
	a.Exempt = a.Exempt[:min(len(a.Exempt), maxStands)]
	a.addTeams(rows)
	return a
}

// emptyCells is a row of the matrix of a team whom no standard concerns.
func (o on) emptyCells(standards []*document.Document) []Stand {
	cells := make([]Stand, len(standards))
	for i, d := range standards {
		cells[i] = Stand{Standard: o.doc(d), State: o.state("not-concerned", "none")}
	}
	return cells
}

// addTeams puts the rows of teams in the order of their ids.
func (a *Adopted) addTeams(rows map[string]*TeamStanding) {
	list := make([]*TeamStanding, 0, len(rows))
	for _, row := range rows {
		list = append(list, row)
	}
	slices.SortFunc(list, func(a, b *TeamStanding) int { return strings.Compare(a.Team.ID, b.Team.ID) })
	a.MoreTeams = max(0, len(list)-maxStands)
	for _, row := range list[:len(list)-a.MoreTeams] {
		a.Teams = append(a.Teams, *row)
	}
}

// oneStandard is the page of one standard: its teams by state.
func (o on) oneStandard(key string) *Adopted {
	for _, d := range o.livingStandards() {
		if d.ID+"/" != key || !o.hasStandardPage(d) {
			continue
		}
		o.Page.Title = d.Title
		a := &Adopted{Single: true}
		one := o.adoptionOf(d, o.adoption(d))
		one.Page = ""
		seen := map[string]bool{}
		slices.SortStableFunc(one.Stands, func(a, b Stand) int { return cmp.Compare(stateOrder(a), stateOrder(b)) })
		for i := range one.Stands {
			if name := one.Stands[i].State.Name; !seen[name] {
				seen[name] = true
				one.Stands[i].ID = "r:" + name
			}
		}
		a.Standards = []Adoption{one}
		return a
	}
	return nil
}

var standStates = []string{"meets", "working", "not-yet", "exempt", "unread", "silent"}

func stateOrder(s Stand) int { return slices.Index(standStates, s.State.Name) }

// adoption tells how each team stands with a standard that it concerns, in the
// order of the teams' ids. The charter's word counts; where it says nothing, a
// decision that exempts the team does.
func (o on) adoption(standard *document.Document) []Stand {
	adopters := o.Model.Adoption(standard)
	waivers := o.waivers()[standard]
	stands := make([]Stand, 0, len(adopters))
	ref := o.doc(standard)
	for i := range adopters {
		a := &adopters[i]
		st := o.stand(a)
		if st.State.Name == "silent" || st.State.Name == "exempt" && a.Waiver == nil {
			if w := waiverOf(waivers, a.Team.ID); w != nil {
				o.exempt(&st, w)
			}
		}
		st.Standard, st.Team, st.Applies = ref, o.named(*a.Team), a.Applies
		stands = append(stands, st)
	}
	return stands
}

// stand is what a charter says of a standard.
func (o on) stand(a *model.Adopter) Stand {
	if a.Standing == nil {
		return Stand{State: o.standsAs("")}
	}
	at := o.passage(a.Team.Doc, a.Standing.Line.Text)
	st := Stand{Evidence: &at}
	switch st.State = o.standsAs(a.State()); a.State() {
	case "working", "exempt":
		st.By = o.ending(a.Standing.By)
		if a.Waiver != nil {
			o.exempt(&st, a.Waiver)
		}
	case "":
		st.State, st.Said = o.standsAs("unread"), a.Standing.Line.Text.Text
	}
	return st
}

// standsAs is how a team stands with a standard; silent is a team that has said
// nothing.
func (o on) standsAs(name string) State {
	switch name {
	case "meets":
		return o.state(name, "ok")
	case "working", "exempt":
		return o.state(name, "info")
	case "not-yet":
		return o.state(name, "due")
	case "unread":
		return o.state(name, "none")
	}
	return o.state("silent", "none")
}

// exempt gives the decision that exempts a team as the evidence.
func (o on) exempt(st *Stand, by *document.Document) {
	at := o.passage(by, by.Facts.Waives)
	st.State, st.Evidence = o.standsAs("exempt"), &at
	if e := o.ending(by.Facts.Until); e != nil {
		st.By = e
	}
}

// waiver is a decision that exempts teams from a standard.
type waiver struct {
	doc   *document.Document
	teams []string
}

// waivers returns the decisions that hold today and exempt teams, by standard.
func (s *Site) waivers() map[*document.Document][]waiver {
	return once(s, "waivers", func() map[*document.Document][]waiver {
		all := map[*document.Document][]waiver{}
		for _, row := range s.Model.ByKind.Get("decision") {
			d := row.Doc
			if d.Facts.Waives.Text == "" || !s.Model.Living(d) {
				continue
			}
			if standard := s.meant(d, d.Facts.Waives).Doc; standard != nil {
				all[standard] = append(all[standard], waiver{d, s.teamsConcerned(d)})
			}
		}
		return all
	})
}

// waiverOf returns the newest decision that exempts a team.
func waiverOf(waivers []waiver, team string) *document.Document {
	var newest *document.Document
	for _, w := range waivers {
		if slices.Contains(w.teams, team) && (newest == nil || w.doc.Facts.Date.Day.After(newest.Facts.Date.Day)) {
			newest = w.doc
		}
	}
	return newest
}

// waivedBeside returns the exemptions that decisions state for teams whose
// charters say something else, or whom the standard does not concern.
func (o on) waivedBeside(told []Stand) []Stand {
	type pair struct{ standard, team string }
	seen := map[pair]bool{}
	for _, st := range told {
		seen[pair{st.Standard.ID, st.Team.ID}] = true
	}
	var list []Stand
	for _, standard := range o.livingStandards() {
		for _, w := range o.waivers()[standard] {
			for _, team := range w.teams {
				if seen[pair{standard.ID, team}] {
					continue
				}
				seen[pair{standard.ID, team}] = true
				st := Stand{Standard: o.doc(standard), Team: o.team(team), Said: o.saidOf(standard, team)}
				o.exempt(&st, waiverOf(o.waivers()[standard], team))
				list = append(list, st)
			}
		}
	}
	return list
}

// saidOf is what the charter of a team says of a standard, as written.
func (o on) saidOf(standard *document.Document, team string) string {
	charter := o.Model.Charter(team)
	for _, row := range o.Model.Standings.Get(standard.ID) {
		if row.Doc == charter {
			return row.Value.Line.Text.Text
		}
	}
	return ""
}

// sortExempt puts exemptions by their end, those of an event and those without
// one last, then by team.
func sortExempt(list []Stand) {
	end := func(s Stand) string {
		if s.By == nil || s.By.ISO == "" {
			return "9999"
		}
		return s.By.ISO
	}
	slices.SortStableFunc(list, func(a, b Stand) int {
		return cmp.Or(strings.Compare(end(a), end(b)), strings.Compare(a.Team.ID, b.Team.ID), strings.Compare(a.Standard.ID, b.Standard.ID))
	})
	ids := map[string]bool{}
	for i := range list {
		list[i].ID = freeID(ids, "r:exempt-"+list[i].Team.ID+"-"+list[i].Standard.ID)
	}
}

// appliesTo is to whom a standard applies as it says, with the names of teams
// for their ids.
func (o on) appliesTo(d *document.Document) string {
	var whom []string
	for _, t := range d.Facts.AppliesTo {
		if team, ok := o.teamOrRole(t.Text); ok {
			whom = append(whom, team.Name)
		} else {
			whom = append(whom, t.Text)
		}
	}
	return strings.Join(whom, ", ")
}

// adoptionOf is a standard with its teams and totals.
func (o on) adoptionOf(d *document.Document, stands []Stand) Adoption {
	a := Adoption{ID: "r:standard-" + d.ID, Ref: o.doc(d)}
	if owner := o.owner(d); owner.Name != "" {
		a.Owner = &owner
	}
	a.AppliesTo = o.appliesTo(d)
	place := o.here(a.ID)
	if o.hasStandardPage(d) {
		a.Page = o.at(Base + "standards/" + d.ID + "/")
	}
	for _, st := range stands {
		to := place
		if a.Page != "" {
			to = a.Page + "#r:" + st.State.Name
		}
		a.Totals.add(st.State.Name, to)
	}
	a.Left = max(0, len(stands)-maxStands)
	a.Stands = slices.Clone(stands[:len(stands)-a.Left])
	return a
}

// standingsHref is where a team's charter lists its standards.
func (o on) standingsHref(team Ref) string {
	if d := o.Model.Charter(team.ID); d != nil && len(d.Facts.Standings) > 0 {
		return o.hrefOfDoc(d, "r:standards")
	}
	return team.Href
}

// add counts a state; to is where that which is counted stands.
func (c *StandCount) add(state, to string) {
	c.Of++
	count := &c.Silent
	switch state {
	case "meets":
		count = &c.Meets
	case "working":
		count = &c.Working
	case "not-yet":
		count = &c.NotYet
	case "exempt":
		count = &c.Exempt
	}
	count.N++
	if count.Href == "" {
		count.Href = to
	}
}
