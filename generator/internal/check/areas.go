package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// What charters say together: who owns an area, who decides which amounts, who
// sends whom where. Only charters that hold today count.
var areaRules = []Rule{TwoOwners, NearAreas, OverlappingLimits, GapInLimits, SplitArea, PassedOn, OneSided, LowerThanUsual}

// TwoOwners finds areas that several teams own.
var TwoOwners = Rule{
	Name:     "two-owners",
	Severity: diag.Warning,
	Doc: "Two teams own the same area. Upper and lower case, articles and the plural make no difference, and neither do the " +
		"aliases of a topic in org.yaml.",
	Reason: "What two teams own, each leaves to the other when it matters.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
---
# Support
-- charters/finance.md --
---
owns: [The refund]
---
# Finance
`,
	Fixes: []string{
		"Give the area to one team, and let the other name it in not-ours: or works-with:.",
		"Split it in words, so that each team owns a part that a reader can tell from the other.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, area := range m.SharedAreas() {
			twoOwners(area.Owners, report)
		}
	},
}

func twoOwners(owners []model.Row[line.Text], report func(*document.Document, diag.Problem)) {
	var teams []string
	for _, row := range owners {
		teams = append(teams, row.Doc.Facts.Team)
	}
	for i, row := range owners {
		p := diag.Problem{
			Span:    row.Value.Span,
			Message: fmt.Sprintf("%s is owned by %s", row.Value.Text, fewOf(teams, "and")),
			Label:   "claimed here",
			Why:     "what two teams own, each leaves to the other when it matters",
			Fix:     "give it to one of them, or split it in words that tell the parts from each other",
		}
		p.Related = others(owners, i, "and here")
		report(row.Doc, p)
	}
}

// fewOf lists names, the first four of many.
func fewOf(names []string, and string) string {
	if len(names) > 5 {
		return strings.Join(names[:4], ", ") + fmt.Sprintf(" %s %d more", and, len(names)-4)
	}
	return listing(names, and)
}

// others are the places of all rows but one, three of them at most.
func others(rows []model.Row[line.Text], but int, label string) []diag.Related {
	var related []diag.Related
	for i, row := range rows {
		if i != but && len(related) < 3 {
			related = append(related, diag.Related{File: row.Doc.Path, Span: row.Value.Span, Label: label})
		}
	}
	return related
}

// NearAreas finds areas of two teams that are nearly the same.
var NearAreas = Rule{
	Name:     "near-areas",
	Severity: diag.Hint,
	Doc: "Two teams own areas whose words are nearly the same: one has a word more than the other, or they differ in order. " +
		"At least two words are shared, and one of them is rare among all areas.",
	Reason: "Readers cannot tell the two apart, and perhaps the teams cannot either.",
	Example: `-- charters/support.md --
---
owns: [Help pages]
---
# Support
-- charters/studio.md --
---
owns: [Texts of help pages]
---
# Studio
`,
	Fixes: []string{
		"Where both mean the same, give it to one team.",
		"Where they differ, say in each what the other does not hold.",
		"Where they are two names for one thing, list both below topics: in org.yaml.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, pair := range nearAreas(m) {
			for i, row := range pair {
				other := pair[1-i]
				report(row.Doc, diag.Problem{
					Span:    row.Value.Span,
					Message: fmt.Sprintf("%s and %s (%s) are nearly the same", quoteArea(row.Value), quoteArea(other.Value), other.Doc.Facts.Team),
					Label:   "the same?",
					Why:     "readers cannot tell the two apart",
					Fix:     "give it to one team, or say in each what the other does not hold",
					Related: []diag.Related{{File: other.Doc.Path, Span: other.Value.Span, Label: "and here"}},
				})
			}
		}
	},
}

func quoteArea(t line.Text) string { return `"` + cut(t.Text, 60) + `"` }

// cut shortens a text to about n bytes at a space.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > 0 {
		return s[:i] + " ..."
	}
	return s
}

// rareWord is the number of areas in which a word may stand to be rare.
const rareWord = 4

// nearAreas returns the pairs of areas that are nearly the same, of two teams.
// Only areas that share a rare word are compared, so the work does not grow
// with the square of the areas. Among the 393 areas of Kubernetes' charters it
// finds none; were it enough to share two thirds of the words, it would find 24
// pairs, one of which deserves the question.
func nearAreas(m *model.Model) [][2]model.Row[line.Text] {
	groups := m.AreaGroups()
	if len(groups) < 2 {
		return nil
	}
	words := make([][]string, len(groups))
	with := make(map[string][]int, 2*len(groups)) // the groups that hold a word
	for i, g := range groups {
		if words[i] = model.ContentWords(g.Key); len(words[i]) < 2 || len(words[i]) > 12 {
			continue
		}
		for _, w := range words[i] {
			if list := with[w]; len(list) <= rareWord {
				with[w] = append(list, i)
			}
		}
	}
	var pairs [][2]model.Row[line.Text]
	for i := range groups {
		var seen []int
		for _, w := range words[i] {
			if len(with[w]) > rareWord {
				continue
			}
			for _, j := range with[w] {
				if j <= i || slices.Contains(seen, j) || !nearlySame(words[i], words[j]) {
					continue
				}
				seen = append(seen, j)
				if pair, ok := ofTwoTeams(m, groups[i].Rows, groups[j].Rows); ok {
					pairs = append(pairs, pair)
				}
			}
		}
	}
	return pairs
}

// nearlySame reports whether two sorted sets of two or more words differ by
// one word that only one of them has, at most.
func nearlySame(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 || len(b) > len(a)+1 {
		return false
	}
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); !ok {
			return false
		}
	}
	return true
}

// ofTwoTeams picks a row of each list, of different teams. It fails where a
// team owns both areas: it knows how they differ.
func ofTwoTeams(m *model.Model, a, b []model.Row[line.Text]) (pair [2]model.Row[line.Text], ok bool) {
	a, b = m.PerTeam(a), m.PerTeam(b)
	if len(a) == 0 || len(b) == 0 {
		return pair, false
	}
	for _, row := range a {
		if slices.ContainsFunc(b, func(o model.Row[line.Text]) bool { return o.Doc.Facts.Team == row.Doc.Facts.Team }) {
			return pair, false
		}
	}
	return [2]model.Row[line.Text]{a[0], b[0]}, true
}

// OverlappingLimits finds amounts that two teams decide alone.
var OverlappingLimits = Rule{
	Name:     "overlapping-limits",
	Severity: diag.Warning,
	Doc: "Two teams decide alone on the same amounts of one topic. What each team decides for itself, such as its tools, is no " +
		"overlap: the topic has to be an area that somebody owns, or one team names the other, or their limits divide the " +
		"amounts between them, and for amounts a month or a year one of the last two.",
	Reason: "Two answers to one question are found out by the customer who got both.",
	Example: `-- charters/support.md --
---
owns: [Questions of customers]
decides:
  - Refunds up to 500 EUR: alone
---
# Support
-- charters/finance.md --
---
owns: [The books]
decides:
  - Refunds above 300 EUR: alone
---
# Finance
`,
	Fixes: []string{
		"Move one of the limits, so that each amount has one team.",
		"Write another rung for one of them, such as after advice from finance.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		told := map[*line.Decision]bool{}
		for _, o := range m.OverlappingLimits() {
			for _, pair := range [][2]decisionRow{{o.First, o.Second}, {o.Second, o.First}} {
				if !told[pair[0].Value] {
					told[pair[0].Value] = true
					report(pair[0].Doc, overlap(pair[0], pair[1], o.Amounts))
				}
			}
		}
	},
}

type decisionRow = model.Row[*line.Decision]

func overlap(row, other decisionRow, amounts line.Limit) diag.Problem {
	what := row.Value.Topic.Text
	if amounts.Stated {
		what += " " + amounts.String()
	}
	return diag.Problem{
		Span:    row.Value.Span,
		Message: fmt.Sprintf("%s and %s each decide alone on %s", row.Doc.Facts.Team, other.Doc.Facts.Team, what),
		Label:   "decided here",
		Why:     "whoever asks both gets two answers",
		Fix:     "move one of the limits, or write another rung for one of them, such as  after advice from " + other.Doc.Facts.Team,
		Related: []diag.Related{{File: other.Doc.Path, Span: other.Value.Span, Label: "and here"}},
	}
}

// GapInLimits finds amounts that nobody decides.
var GapInLimits = Rule{
	Name:     "gap-in-limits",
	Severity: diag.Warning,
	Doc: "The limits that charters state for one topic leave amounts between them for which nobody is named. Lines of one team " +
		"are compared with each other; those of several teams only where they speak of the same thing, as overlapping-limits " +
		"tells it. Below the lowest and above the highest limit nothing is reported.",
	Reason: "What falls into the gap waits until somebody dares.",
	Example: `-- charters/support.md --
---
owns: [Questions of customers]
decides:
  - Refunds up to 500 EUR: alone
  - Refunds above 1000 EUR: together with finance
---
# Support
`,
	Fixes: []string{
		"Move one of the limits, so that the next one begins where it ends.",
		"Add a line for the amounts between them.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.GapsInLimits() {
			report(g.Below.Doc, gapBetween(g.Amounts, g.Below, g.Above))
			if g.Above.Doc != g.Below.Doc {
				report(g.Above.Doc, gapBetween(g.Amounts, g.Above, g.Below))
			}
		}
	},
}

func gapBetween(gap line.Limit, row, other decisionRow) diag.Problem {
	return diag.Problem{
		Span:    row.Value.Span,
		Message: fmt.Sprintf("nobody decides on %s %s", row.Value.Topic.Text, gap),
		Label:   "one end of the gap",
		Why:     "what falls into the gap waits until somebody dares",
		Fix:     "move one of the limits, or add a line for the amounts between them",
		Related: []diag.Related{{File: other.Doc.Path, Span: other.Value.Span, Label: "the other end"}},
	}
}

// SplitArea finds areas that three or more teams share.
var SplitArea = Rule{
	Name:     "split-area",
	Severity: diag.Hint,
	Doc: "Three or more teams have a part in one area: they own a part of it, written \"Returns: labels\" or \"Returns (labels)\", " +
		"or they decide on it while another team owns it.",
	Reason: "Where each team holds a part, nobody holds the whole.",
	Example: `-- charters/support.md --
---
owns: ["Returns: questions"]
---
# Support
-- charters/warehouse.md --
---
owns: ["Returns: parcels"]
---
# Warehouse
-- charters/finance.md --
---
owns: ["Returns: money back"]
---
# Finance
`,
	Fixes: []string{
		"Give the whole to one team, and name the others in its works-with:.",
		"Where the parts are whole things of their own, name them without the common word.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for key, rows := range partsOfAreas(m) {
			splitArea(m, key, rows, report)
		}
	},
}

// partsOfAreas yields the areas in which several charters have a part, in the
// order of their keys.
func partsOfAreas(m *model.Model) func(func(string, []model.Row[line.Text]) bool) {
	parts := map[string][]model.Row[line.Text]{}
	add := func(key string, row model.Row[line.Text]) { parts[key] = append(parts[key], row) }
	for _, g := range m.AreaGroups() {
		for _, row := range g.Rows {
			if whole := wholeOf(row.Value.Text); whole != "" {
				add(m.Key(whole), row)
			}
		}
	}
	owned := m.AreaGroups()
	for _, g := range m.TopicGroups() { // both are sorted by key
		for len(owned) > 0 && owned[0].Key < g.Key {
			owned = owned[1:]
		}
		if len(owned) == 0 || owned[0].Key != g.Key || len(g.Rows) < 2 {
			continue
		}
		for _, row := range g.Rows {
			if !strings.Contains(row.Value.Limit.Unit, "/") {
				add(g.Key, model.Row[line.Text]{Doc: row.Doc, Value: row.Value.Text})
			}
		}
	}
	return func(yield func(string, []model.Row[line.Text]) bool) {
		for _, key := range slices.Sorted(maps.Keys(parts)) {
			if !yield(key, parts[key]) {
				return
			}
		}
	}
}

// wholeOf returns the area of which a text names a part, or "".
func wholeOf(text string) string {
	for _, mark := range []string{": ", " (", " – ", " — ", " - "} {
		if whole, _, ok := strings.Cut(text, mark); ok {
			return whole
		}
	}
	return ""
}

func splitArea(m *model.Model, key string, rows []model.Row[line.Text], report func(*document.Document, diag.Problem)) {
	for _, g := range m.Owning(key) {
		rows = append(rows, g)
	}
	slices.SortStableFunc(rows, func(a, b model.Row[line.Text]) int { return strings.Compare(a.Doc.Path, b.Doc.Path) })
	if rows = m.PerTeam(rows); len(rows) < 3 || len(rows) > everyTeam {
		return
	}
	whole := nameOfWhole(rows, key)
	for i, row := range rows {
		p := diag.Problem{
			Span:    row.Value.Span,
			Message: fmt.Sprintf("%s teams have a part in %q", inWords(len(rows)), whole),
			Label:   "one of them",
			Why:     "where each team holds a part, nobody holds the whole",
			Fix:     "give the whole to one team, and name the others in its works-with:",
		}
		p.Related = others(rows, i, "and here")
		report(row.Doc, p)
	}
}

// nameOfWhole is an area as somebody wrote it, else its key.
func nameOfWhole(rows []model.Row[line.Text], key string) string {
	for _, row := range rows {
		if whole := wholeOf(row.Value.Text); whole != "" {
			return whole
		}
	}
	return key
}

// everyTeam is the number of teams above which a topic is one on which each
// team decides for itself.
const everyTeam = 6

// PassedOn finds areas that are sent to a team that does not have them.
var PassedOn = Rule{
	Name:     "passed-on",
	Severity: diag.Warning,
	Doc: "not-ours: sends readers to a team whose charter says what it owns, and no word of the area stands anywhere in that " +
		"charter.",
	Reason: "Readers who follow the pointer are sent on, or give up.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
not-ours:
  - Parcels lost on the way: warehouse
---
# Support
-- charters/warehouse.md --
---
owns: [Stock, Returned goods]
---
# Warehouse
`,
	Fixes: []string{
		"Ask the team; when it has the area, add it to what it owns.",
		"Name the team that has it.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		eachCharter(m, func(d *document.Document) {
			for i := range d.Facts.NotOurs {
				if p := passedOn(m, &d.Facts.NotOurs[i]); p != nil {
					report(d, *p)
				}
			}
		})
	},
}

// eachCharter calls f with each charter that holds.
func eachCharter(m *model.Model, f func(*document.Document)) {
	for _, g := range m.ByTeam.Groups() {
		for _, row := range g.Rows {
			if m.Holds(row.Doc) {
				f(row.Doc)
			}
		}
	}
}

func passedOn(m *model.Model, w *line.Who) *diag.Problem {
	x := m.PassedOn(w)
	if x == nil {
		return nil
	}
	id, _ := m.TeamID(w.Team.Text)
	return &diag.Problem{
		Span:    w.Span,
		Message: fmt.Sprintf("%s is sent to %s, whose charter does not mention it", quoteArea(w.How), id),
		Label:   "sent on from here",
		Why:     "readers who follow the pointer are sent on, or give up",
		Fix:     "ask " + id + "; add it to its owns: when it has it, else name the team that does",
		Related: []diag.Related{{File: x.Path, Span: x.Facts.Owns[0].Span, Label: "what " + id + " owns"}},
	}
}

// OneSided finds work between teams that only one of them mentions.
var OneSided = Rule{
	Name:     "one-sided",
	Severity: diag.Hint,
	Doc: "A charter says how its team works with another, or lets it advise or decide, and the other's charter does not " +
		"mention the team anywhere: not in its front matter, not by its name in the text, not by a link.",
	Reason: "What one side expects and the other has never heard of does not happen.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
works-with:
  - finance: answers within one working day
---
# Support
-- charters/finance.md --
---
owns: [The books]
---
# Finance
`,
	Fixes: []string{
		"Show the line to the other team, and let it write its own below works-with:.",
		"Take the line out, when the other team sees it differently.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		eachCharter(m, func(d *document.Document) {
			told := map[string]bool{d.Facts.Team: true}
			look := func(team, at line.Text) {
				id, known := m.TeamID(team.Text)
				if !known || told[id] {
					return
				}
				told[id] = true
				if x := m.Charter(id); x != nil && m.Holds(x) && !m.Mentions(x, d) {
					report(d, oneSided(d, x, at))
				}
			}
			for i := range d.Facts.WorksWith {
				look(d.Facts.WorksWith[i].Team, d.Facts.WorksWith[i].Text)
			}
			for i := range d.Facts.Decides {
				if v := &d.Facts.Decides[i]; v.Rung <= line.Advised {
					for _, who := range v.Who {
						look(who, v.Text)
					}
				}
			}
		})
	},
}

func oneSided(d, x *document.Document, at line.Text) diag.Problem {
	place := "works-with:"
	if heading := headingFor(x, "works-with"); len(x.Meta.Entries) == 0 && heading != "" {
		place = "a heading  " + heading + " "
	}
	return diag.Problem{
		Span:    at.Span,
		Message: fmt.Sprintf("the charter of %s does not mention %s", x.Facts.Team, d.Facts.Team),
		Label:   "says this side",
		Why:     "what one side expects and the other has never heard of does not happen",
		Fix:     fmt.Sprintf("ask %s to add  - %s: ...  below %s in %s, in its own words", x.Facts.Team, d.Facts.Team, place, x.Path),
		Related: []diag.Related{{File: x.Path, Label: "says nothing of " + d.Facts.Team}},
	}
}

// LowerThanUsual finds teams with less room than others and no reason.
var LowerThanUsual = Rule{
	Name:     "lower-than-usual",
	Severity: diag.Hint,
	Doc: "A team is two rungs or more below what is usual for a topic that three or more teams decide, and its charter gives no " +
		"reason. Lines that begin above some amount are not compared.",
	Reason: "Room that differs without a reason looks like distrust.",
	Example: `-- charters/support.md --
---
owns: [Refunds]
decides:
  - Opening hours: alone
---
# Support
-- charters/studio.md --
---
owns: [Pictures]
decides:
  - Opening hours: alone
---
# Studio
-- charters/sales.md --
---
owns: [Prices]
decides:
  - Opening hours: together with support
---
# Sales
`,
	Fixes: []string{
		"Say why in the line itself, such as  Opening hours: together with support, because both share the desk.",
		"Say why in autonomy-because:, where it holds for all of the team's work.",
		"Widen the team's room to what is usual.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.TopicGroups() {
			if len(g.Rows) < 3 {
				continue
			}
			if usual := m.Usual(g.Key); usual > line.Explained {
				lowerThanUsual(m, g.Rows, usual, report)
			}
		}
	},
}

func lowerThanUsual(m *model.Model, rows []decisionRow, usual line.Rung, report func(*document.Document, diag.Problem)) {
	best := map[string]decisionRow{} // the most room that each team has
	reasoned := map[string]bool{}
	for _, row := range rows {
		team := row.Doc.Facts.Team
		if row.Value.Rung == 0 || row.Value.Limit.From > 0 || !m.Holds(row.Doc) {
			continue // large amounts are usually decided together
		}
		if row.Value.Because != "" || row.Doc.Facts.Because.Text != "" {
			reasoned[team] = true
		}
		if b, ok := best[team]; !ok || row.Value.Rung > b.Value.Rung {
			best[team] = row
		}
	}
	for team, row := range best {
		if row.Value.Rung+2 <= usual && !reasoned[team] {
			report(row.Doc, diag.Problem{
				Span:    row.Value.Span,
				Message: fmt.Sprintf("%s: %s; usual for %s is %s", team, row.Value.How.Text, row.Value.Topic.Text, usual.Phrase()),
				Label:   "less room than usual",
				Why:     "room that differs without a reason looks like distrust",
				Fix:     "say why after a comma (because ...) or in autonomy-because:, or widen it",
			})
		}
	}
}
