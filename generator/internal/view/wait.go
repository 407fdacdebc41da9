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

// WhereWeWait is the view that asks: Which teams are asked most, and which of
// their answers ever changed a decision? A decision waits for somebody up to
// the rung line.Advised. What an answer changed nobody writes down; what there
// is are decisions that changed a charter and name whom they asked. Where the
// decisions are too many for one page, each team that is asked has its own.
var WhereWeWait = func() View {
	v := many("where-we-wait", "Which teams are asked most, and which of their answers ever changed a decision?", waitKeys, on.waits)
	v.Table = waitTable
	return v
}()

const waitBase = Base + "where-we-wait/"

// Waits is the data of WhereWeWait.
type Waits struct {
	Total int         `json:"total" jsonschema:"decisions that wait for another team or role, on this page or not"`
	Asked []WaitAsked `json:"asked" jsonschema:"the teams and roles that are asked, by name"`
	More  int         `json:"more,omitempty" jsonschema:"how many were left out"`

	Alone bool   `json:"-"` // the page is about one of them
	All   string `json:"-"`
}

// WaitAsked is a team or role that is asked.
type WaitAsked struct {
	ID        string    `json:"id"`
	Team      Ref       `json:"team" jsonschema:"the team or role"`
	Count     Count     `json:"decisions" jsonschema:"of other teams that wait for it"`
	Rungs     []Rung    `json:"rungs" jsonschema:"on which rungs"`
	Recorded  Count     `json:"recorded" jsonschema:"of them those of charters that a decision changed in which it had a part"`
	Silent    Count     `json:"silent" jsonschema:"of them those about which no document says that an answer changed something"`
	Decisions []WaitRow `json:"list" jsonschema:"those that are recorded first; none where they stand on a page of their own"`

	RecordedRows []WaitRow `json:"-"`
	SilentRows   []WaitRow `json:"-"`
}

// WaitRow is a decision that waits.
type WaitRow struct {
	Decision string       `json:"decision" jsonschema:"as written, with its limit"`
	Team     Ref          `json:"team" jsonschema:"that waits"`
	Rung     Rung         `json:"rung"`
	Records  []WaitRecord `json:"records" jsonschema:"decisions that changed the charter and in which the asked one had a part, the newest first"`
	Written  Passage      `json:"written"`
}

// WaitRecord is a decision that changed a charter.
type WaitRecord struct {
	Decision Ref    `json:"decision"`
	Date     Day    `json:"date"`
	Part     string `json:"part" jsonschema:"asked or decided-by"`
	Change   string `json:"change,omitempty" jsonschema:"what became wider or narrower, as written"`
}

// waitGroup is the decisions that wait for one team or role.
type waitGroup struct {
	id   string
	rows []decisionRow
}

type waitSite struct {
	groups []*waitGroup // by id
	total  int
}

func (w *waitSite) whole() bool { return w.total <= pageRows }

func (s *Site) waitSite() *waitSite {
	return once(s, "where-we-wait", func() *waitSite {
		w := &waitSite{}
		byID := map[string]*waitGroup{}
		type naming struct {
			id string
			l  *line.Decision
		}
		seen := map[naming]bool{}
		o := on{Site: s, Page: &theme.Page{}}
		for _, g := range s.Model.Asked.Groups() {
			for _, row := range g.Rows {
				id := o.waitsFor(g.Key, row)
				if id == "" {
					continue
				}
				if byID[id] == nil {
					byID[id] = &waitGroup{id: id}
					w.groups = append(w.groups, byID[id])
				}
				if said := (naming{id, row.Value}); !seen[said] { // a line may name a team twice
					seen[said] = true
					byID[id].rows = append(byID[id].rows, row)
					w.total++
				}
			}
		}
		slices.SortFunc(w.groups, func(a, b *waitGroup) int { return strings.Compare(a.id, b.id) })
		return w
	})
}

// waitsFor returns the id of the team or role for which a decision waits, as
// the index of those asked has it under a key; "" when it does not wait, and
// for what may be a person's name.
func (o on) waitsFor(key string, row decisionRow) string {
	l := row.Value
	if l.Rung == 0 || l.Rung > line.Advised || l.Fault != "" || !o.Model.Holds(row.Doc) {
		return ""
	}
	for _, who := range l.Who {
		id, _ := o.Model.TeamID(who.Text)
		if written := document.Slug(who.Text[strings.LastIndexByte(who.Text, '/')+1:]); written != key {
			continue
		}
		switch n := o.namedIn(who); {
		case n.private || id == document.Slug(row.Doc.Facts.Team):
			return ""
		case n.ID != "":
			return n.ID
		}
		return id
	}
	return ""
}

func waitKeys(s *Site) []string {
	w := s.waitSite()
	if w.total == 0 {
		return nil
	}
	keys := []string{""}
	if !w.whole() {
		for _, g := range w.groups {
			keys = append(keys, g.id+"/")
		}
	}
	return keys
}

func (o on) waits(key string) *Waits {
	w := o.waitSite()
	if w.total == 0 {
		return nil
	}
	if key != "" {
		return o.waitsForOne(w, strings.TrimSuffix(key, "/"))
	}
	d := &Waits{Total: w.total, All: o.at("all/")}
	for _, g := range w.groups {
		d.Asked = append(d.Asked, o.waitAsked(g, w.whole()))
	}
	slices.SortStableFunc(d.Asked, func(a, b WaitAsked) int { return strings.Compare(fold(a.Team.Name), fold(b.Team.Name)) })
	d.More = atMost(pageEntries, &d.Asked)
	return d
}

// waitsForOne is the page about one team or role, where the view has such.
func (o on) waitsForOne(w *waitSite, id string) *Waits {
	i, ok := slices.BinarySearchFunc(w.groups, id, func(g *waitGroup, id string) int { return strings.Compare(g.id, id) })
	if w.whole() || !ok || o.Page.Path != waitBase+id+"/" {
		return nil
	}
	a := o.waitAsked(w.groups[i], true)
	o.Page.Title = o.word("view.where-we-wait") + ": " + a.Team.Name
	d := &Waits{Total: w.total, Alone: true, All: o.at("all/")}
	d.More = atMost(pageRows, &a.SilentRows) + atMost(pageRows, &a.RecordedRows)
	a.Decisions = slices.Concat(a.RecordedRows, a.SilentRows)
	d.Asked = []WaitAsked{a}
	return d
}

// waitAsked tells what waits for one team or role. here says whether the
// decisions stand on the page that is made.
func (o on) waitAsked(g *waitGroup, here bool) WaitAsked {
	a := WaitAsked{ID: "r:" + g.id, Team: o.askedRef(g.id)}
	at := o.here
	if !here {
		at = func(id string) string { return o.at(waitBase+g.id+"/") + "#" + escapeFragment(id) }
	}
	a.Count = Count{len(g.rows), at(a.ID)}
	a.Recorded.Href, a.Silent.Href = at(a.ID+":recorded"), at(a.ID+":silent")
	var rungs [line.Advised + 1]bool
	for _, row := range g.rows {
		rungs[row.Value.Rung] = true
		records := o.waitRecords(g.id, row.Doc)
		if len(records) > 0 {
			a.Recorded.N++
		} else {
			a.Silent.N++
		}
		if !here {
			continue
		}
		made := o.decision(row)
		r := WaitRow{Decision: row.Value.Head.Text, Team: made.Team, Rung: made.Rung, Records: records, Written: made.Written}
		if len(records) > 0 {
			a.RecordedRows = append(a.RecordedRows, r)
		} else {
			a.SilentRows = append(a.SilentRows, r)
		}
	}
	for r := line.Advised; r > 0; r-- {
		if rungs[r] {
			a.Rungs = append(a.Rungs, Rung{Level: int(r), Words: o.word("view.who-decides.rung-" + strconv.Itoa(int(r))), Blocks: blocks(r)})
		}
	}
	a.Decisions = slices.Concat(a.RecordedRows, a.SilentRows)
	return a
}

// askedRef leads to a team or a role by its id.
func (o on) askedRef(id string) Ref {
	n := o.Model.Name(id, "", []string{"team", "role"})
	if n.Sort == model.Nothing {
		return Ref{Name: id}
	}
	return o.named(n)
}

// waitRecords returns the decisions that changed a charter and in which a team
// or role had a part.
func (o on) waitRecords(asked string, charter *document.Document) []WaitRecord {
	var records []WaitRecord
	for _, row := range o.Model.DecisionsOn(charter) {
		f := &row.Doc.Facts
		if !o.Model.Living(row.Doc) {
			continue
		}
		part := ""
		switch {
		case o.means(f.DecidedBy, asked):
			part = "decided-by"
		case slices.ContainsFunc(f.Asked, func(t line.Text) bool { return o.means(t, asked) }):
			part = "asked"
		default:
			continue
		}
		records = append(records, WaitRecord{Decision: o.doc(row.Doc), Date: o.day(f.Date.Day), Part: part, Change: cmp.Or(f.Wider.Text, f.Narrower.Text)})
	}
	return records
}

// means reports whether a text names the team or role of an id.
func (o on) means(t line.Text, id string) bool {
	if t.Text == "" {
		return false
	}
	team, known := o.Model.TeamID(t.Text)
	if !known {
		if role := o.Model.Name(team, "", []string{"role"}); role.Sort == model.Role {
			team = role.ID
		}
	}
	return team == id
}

// waitTable is the table of decisions that wait, a row each.
func waitTable(p *theme.Page) *Table {
	d := p.Above.Data.(*Waits)
	t := &Table{Columns: []string{"asked", "decision", "team", "rung", "words", "records", "file", "line"}}
	for i := range d.Asked {
		a := &d.Asked[i]
		for j := range a.Decisions {
			r := &a.Decisions[j]
			t.Rows = append(t.Rows, []string{a.Team.Name, r.Decision, r.Team.Name, strconv.Itoa(r.Rung.Level), r.Rung.Words, strconv.Itoa(len(r.Records)), r.Written.File, strconv.Itoa(r.Written.Line)})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}
