package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/theme"
)

// Due is the view that asks: What needs a look, why, and who keeps it? Its own
// page has all teams; each team that keeps something with a day has a page, and
// so has what nobody is known to keep. What happened is told as of the build;
// days are data, so that what they mean is worked out when the page is read.
var Due = func() View {
	v := many("due", "What needs a look, why, and who keeps it?", dueKeys, on.due)
	v.Has = (*Site).hasDeadlines
	v.Table = dueTable
	return v
}()

// DueList is the data of Due.
type DueList struct {
	AsOf   Day        `json:"as-of" jsonschema:"the day of the build: what happened later is not here"`
	Only   string     `json:"only,omitempty" jsonschema:"id of the team that the page is about"`
	All    string     `json:"-"` // address of the page of all, on that of a team
	Teams  []Facet    `json:"teams,omitempty"`
	Groups []DueGroup `json:"groups" jsonschema:"by the team's name; what nobody is known to keep is last"`

	Never     []NeverReviewed `json:"never-reviewed,omitempty" jsonschema:"what is to be reviewed from time to time and states no review, by its place"`
	MoreNever int             `json:"more-never-reviewed,omitempty" jsonschema:"how many more there are"`
}

// NeverReviewed is a document that states no review.
type NeverReviewed struct {
	Doc  Ref `json:"document"`
	Team Ref `json:"team" jsonschema:"without a name when nobody is known to keep it, and of a charter"`
}

// DueGroup is what one team keeps.
type DueGroup struct {
	ID     string   `json:"-"`
	Team   Ref      `json:"team" jsonschema:"without a name when nobody is known to keep it"`
	Nobody bool     `json:"nobody,omitempty"`
	Rows   []DueRow `json:"rows" jsonschema:"first what happened, the oldest first, then days in their order"`
	More   Count    `json:"more" jsonschema:"how many are on the team's page alone"`
}

// DueRow is one thing to look at.
type DueRow struct {
	ID       string      `json:"-"`
	Sort     State       `json:"sort" jsonschema:"review, promise, revisit, exemption, room or source"`
	Doc      Ref         `json:"document"`
	Due      Day         `json:"due"`
	Words    string      `json:"why,omitempty" jsonschema:"why that day"`
	Evidence []DueReason `json:"evidence,omitempty" jsonschema:"what happened since somebody last looked"`
	Where    Passage     `json:"where"`
}

// DueReason is something that happened.
type DueReason struct {
	Words string `json:"words"`
	Since Day    `json:"since"`
	By    Ref    `json:"by"`
}

// neverMost is how many documents without a review are listed.
const neverMost = 100

// dueMost is about how many rows the page of all teams has.
const dueMost = 500

// dueGroup is the deadlines of a team, those of one review together.
type dueGroup struct {
	team, name string
	key        string // of its page
	rows       [][]Deadline
}

// hasReview reports whether a calendar of reviews holds any of the deadlines.
func (g *dueGroup) hasReview() bool {
	return slices.ContainsFunc(g.rows, func(row []Deadline) bool {
		return slices.ContainsFunc(row, func(d Deadline) bool { return d.calendar() == ReviewsCalendar })
	})
}

// dueGroups groups the deadlines by team.
func (s *Site) dueGroups() []*dueGroup {
	return once(s, "due groups", func() []*dueGroup {
		by := map[string]*dueGroup{}
		reviews := map[*document.Document]int{} // where the review of a document stands among the rows of its group
		var groups []*dueGroup
		for _, d := range s.Deadlines() {
			g := by[d.Team]
			if g == nil {
				g = &dueGroup{team: d.Team, name: d.Owner, key: "team/" + inAddress(d.Team) + "/"}
				if inAddress(d.Team) == "" {
					g.key = "nobody/"
				}
				by[d.Team] = g
				groups = append(groups, g)
			}
			if at, known := reviews[d.Doc]; d.Sort == "review" && known {
				g.rows[at] = append(g.rows[at], d)
				continue
			} else if d.Sort == "review" {
				reviews[d.Doc] = len(g.rows)
			}
			g.rows = append(g.rows, []Deadline{d})
		}
		slices.SortFunc(groups, func(a, b *dueGroup) int {
			if (a.team == "") != (b.team == "") {
				return strings.Compare(b.team, a.team)
			}
			return cmp.Or(strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), strings.Compare(a.team, b.team))
		})
		return groups
	})
}

func dueKeys(s *Site) []string {
	var keys []string
	for i, g := range s.dueGroups() {
		if i == 0 {
			keys = append(keys, "")
		}
		keys = append(keys, g.key)
	}
	return keys
}

func (o on) due(key string) *DueList {
	groups := o.dueGroups()
	if len(groups) == 0 {
		return nil
	}
	data := &DueList{AsOf: o.day(o.Model.Today)}
	if key != "" {
		at := slices.IndexFunc(groups, func(g *dueGroup) bool { return g.key == key })
		if at < 0 {
			return nil
		}
		data.Only, data.All = groups[at].team, o.at(Base+"due/")
		data.Groups = []DueGroup{o.dueGroup(groups[at], len(groups[at].rows))}
		o.addNever(data, &groups[at].team)
		o.Page.Title = o.phrase("view.due.of", "{name}", cmp.Or(groups[at].name, o.word("view.due.nobody")))
		return data
	}
	o.addNever(data, nil)
	rows := 0
	for _, g := range groups {
		rows += len(g.rows)
	}
	each := rows
	if rows > dueMost {
		each = max(1, dueMost/len(groups))
	}
	for _, g := range groups {
		data.Groups = append(data.Groups, o.dueGroup(g, each))
		data.Teams = append(data.Teams, Facet{
			Value: strings.TrimSuffix(g.key, "/"), Words: cmp.Or(g.name, o.word("view.due.nobody")),
			Count: Count{len(g.rows), o.at(Base + "due/" + g.key)},
		})
	}
	return data
}

// addNever adds the documents that a team keeps, or all, that are to be
// reviewed from time to time and state no review.
func (o on) addNever(data *DueList, team *string) {
	for _, d := range o.neverReviewed() {
		owner := o.Model.Owner(d).ID
		switch {
		case team != nil && *team != owner:
		case len(data.Never) == neverMost:
			data.MoreNever++
		default:
			n := NeverReviewed{Doc: o.doc(d)}
			if owner != "" && d.Facts.Team == "" {
				n.Team = o.team(owner)
			}
			data.Never = append(data.Never, n)
		}
	}
}

func (s *Site) neverReviewed() []*document.Document {
	return once(s, "never reviewed", func() []*document.Document {
		var list []*document.Document
		for _, d := range s.Model.Docs {
			if d.Facts.Every > 0 && !d.Kind.Record && d.Facts.Reviewed.Day.IsZero() && s.Model.Living(d) {
				list = append(list, d)
			}
		}
		return list
	})
}

// dueGroup shows as many rows of a group as wanted.
func (o on) dueGroup(g *dueGroup, most int) DueGroup {
	group := DueGroup{ID: "r:" + strings.TrimSuffix(g.key, "/"), Nobody: g.team == ""}
	if g.team != "" {
		group.Team = o.team(g.team)
		group.Team.Name = g.name
	}
	same := map[string]int{} // two sources of a document may have been seen on one day
	for _, deadlines := range g.rows[:min(len(g.rows), most)] {
		row := o.dueRow(deadlines)
		if same[row.ID]++; same[row.ID] > 1 {
			row.ID += ":" + strconv.Itoa(same[row.ID])
		}
		group.Rows = append(group.Rows, row)
	}
	if left := len(g.rows) - len(group.Rows); left > 0 {
		group.More = Count{left, o.at(Base + "due/" + g.key)}
	}
	return group
}

func (o on) dueRow(deadlines []Deadline) DueRow {
	first := &deadlines[0]
	row := DueRow{
		ID: rowID(first.Doc) + ":" + first.Sort, Sort: State{Name: first.Sort, Words: o.word("view.due.sort." + first.Sort), Shape: "none"},
		Doc: o.doc(first.Doc), Where: o.place(first.Doc, first.Line),
	}
	if first.Sort != "review" { // of which a document may have several
		row.ID += ":" + first.At.Format("2006-01-02")
	}
	for i := range deadlines {
		d := &deadlines[i]
		if !d.Evidence {
			row.Due, row.Words = o.day(d.At), d.Words
			continue
		}
		reason := DueReason{Words: d.Words, Since: o.day(d.Since)}
		if d.By != nil {
			reason.By = o.doc(d.By)
		}
		row.Evidence = append(row.Evidence, reason)
	}
	return row
}

// place leads to a document, for a line of its front matter.
func (o on) place(d *document.Document, line int) Passage {
	return Passage{Page: d.Title, Href: o.hrefOfDoc(d, ""), File: d.Path, Line: line}
}

func dueTable(p *theme.Page) *Table {
	t := &Table{Columns: []string{"team", "sort", "document", "due", "why", "evidence", "file", "line"}}
	for _, g := range p.Above.Data.(*DueList).Groups {
		for _, r := range g.Rows {
			var evidence []string
			for _, e := range r.Evidence {
				evidence = append(evidence, strings.TrimSpace(e.Since.ISO+" "+e.Words))
			}
			t.Rows = append(t.Rows, []string{g.Team.Name, r.Sort.Name, r.Doc.Name, r.Due.ISO, r.Words, strings.Join(evidence, "; "), r.Where.File, strconv.Itoa(r.Where.Line)})
		}
	}
	return t
}
