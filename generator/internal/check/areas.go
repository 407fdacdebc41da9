package check

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

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
		for _, g := range m.AreaGroups() {
			if len(g.Rows) < 2 {
				continue
			}
			if owners := perTeam(m, g.Rows); len(owners) > 1 {
				twoOwners(owners, report)
			}
		}
	},
}

// perTeam returns the first row of each team whose charter holds.
func perTeam[V any](m *model.Model, rows []model.Row[V]) []model.Row[V] {
	var kept []model.Row[V]
	teams := map[string]bool{}
	for _, row := range rows {
		if team := row.Doc.Facts.Team; !teams[team] && holds(m, row.Doc) {
			teams[team] = true
			kept = append(kept, row)
		}
	}
	return kept
}

// holds reports whether a charter counts: it and its team are at work.
func holds(m *model.Model, d *document.Document) bool {
	return d.Facts.Team != "" && m.Living(d) && !m.Retired(d.Facts.Team)
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

// smallWords carry no meaning of their own in an area, in the form that
// line.Key gives them. The second line is what nearly every team does to what
// it owns.
var smallWords = wordSet(
	"and or of for in on by with to from at as it all any our we their other that which into between within across via per is are be",
	"work working support supporting maintenance maintaining development developing design management managing improvement improving",
	"definition defining operation ownership use usage part process team area tool tooling related general overall new",
	"und oder von für in im auf bei mit zu zum zur aus der die das den dem ein eine alle unser unsere",
)

// contentWords returns the words of a key that carry meaning, sorted and each
// once.
func contentWords(key string) []string {
	var words []string
	for w := range strings.FieldsSeq(key) {
		if !smallWords[w] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
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
		if words[i] = contentWords(g.Key); len(words[i]) < 2 || len(words[i]) > 12 {
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
	a, b = perTeam(m, a), perTeam(m, b)
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
		shared := sharedTopics{m: m}
		for _, g := range m.TopicGroups() {
			if len(g.Rows) > 1 && shared.mayClash(g.Rows) {
				overlaps(deciding(m, g.Rows, line.Telling), &shared, report)
			}
		}
	},
}

type decisionRow = model.Row[*line.Decision]

// deciding returns the decisions of charters that hold which stand on a rung
// or above it, by their limits from small amounts to large ones.
func deciding(m *model.Model, rows []decisionRow, least line.Rung) []decisionRow {
	var kept []decisionRow
	for _, row := range rows {
		if row.Value.Rung >= least && holds(m, row.Doc) {
			kept = append(kept, row)
		}
	}
	slices.SortStableFunc(kept, func(a, b decisionRow) int { return a.Value.Limit.Compare(b.Value.Limit) })
	return kept
}

// overlaps walks limits from small amounts to large ones and compares each
// with the one before it that reaches furthest and is of another team.
func overlaps(rows []decisionRow, shared *sharedTopics, report func(*document.Document, diag.Problem)) {
	told := map[*line.Decision]bool{}
	var far, next *decisionRow // the two that reach furthest, of two teams
	for i := range rows {
		row := &rows[i]
		for _, before := range []*decisionRow{far, next} {
			if before == nil || before.Doc.Facts.Team == row.Doc.Facts.Team || !before.Value.Limit.Overlaps(row.Value.Limit) {
				continue
			}
			if !shared.between(*before, *row) {
				continue
			}
			for _, pair := range [][2]*decisionRow{{before, row}, {row, before}} {
				if !told[pair[0].Value] {
					told[pair[0].Value] = true
					report(pair[0].Doc, overlap(*pair[0], *pair[1]))
				}
			}
		}
		switch {
		case far == nil || reachesFurther(row, far) && row.Doc.Facts.Team == far.Doc.Facts.Team:
			far = row
		case reachesFurther(row, far):
			far, next = row, far
		case row.Doc.Facts.Team != far.Doc.Facts.Team && (next == nil || reachesFurther(row, next)):
			next = row
		}
	}
}

func reachesFurther(a, b *decisionRow) bool { return reach(a.Value.Limit) > reach(b.Value.Limit) }

func reach(l line.Limit) float64 {
	if !l.Stated {
		return math.Inf(1)
	}
	return l.To
}

func overlap(row, other decisionRow) diag.Problem {
	amounts := both(row.Value.Limit, other.Value.Limit)
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

// both is the limit that holds for the amounts in a and in b.
func both(a, b line.Limit) line.Limit {
	if !a.Stated {
		return b
	}
	if !b.Stated {
		return a
	}
	l := a
	if b.From > l.From || b.From == l.From && b.FromOpen {
		l.From, l.FromOpen = b.From, b.FromOpen
	}
	if b.To < l.To || b.To == l.To && b.ToOpen {
		l.To, l.ToOpen = b.To, b.ToOpen
	}
	return l
}

// sharedTopics tells whether two teams that decide the same topic decide the
// same thing. Each team decides on its own tools; there is one sort of refunds.
type sharedTopics struct {
	m     *model.Model
	parts map[string]bool // what areas list: Refunds and goodwill vouchers; made when first asked for
}

// mayClash reports whether some pair of the rows could be about the same
// thing. It saves the walk where each team decides for itself.
func (s *sharedTopics) mayClash(rows []decisionRow) bool {
	for _, row := range rows {
		if row.Value.Limit.From > 0 || len(row.Value.Who) > 0 {
			return true
		}
	}
	return s.owned(rows[0].Value.Topic.Text)
}

// between reports whether the decisions of two teams are about the same thing.
func (s *sharedTopics) between(a, b decisionRow) bool {
	if a.Value.Limit.From > 0 || b.Value.Limit.From > 0 {
		return true // they divide the amounts between them
	}
	if s.names(a, b.Doc.Facts.Team) || s.names(b, a.Doc.Facts.Team) {
		return true
	}
	return !strings.Contains(a.Value.Limit.Unit, "/") && !strings.Contains(b.Value.Limit.Unit, "/") && s.owned(a.Value.Topic.Text)
}

// names reports whether the charter of a row names a team in a line about the
// same topic.
func (s *sharedTopics) names(row decisionRow, team string) bool {
	for i := range row.Doc.Facts.Decides {
		d := &row.Doc.Facts.Decides[i]
		for _, who := range d.Who {
			if id, _ := s.m.TeamID(who.Text); id == team && s.m.Key(d.Topic.Text) == s.m.Key(row.Value.Topic.Text) {
				return true
			}
		}
	}
	return false
}

// owned reports whether a topic is an area of some charter, or one of those
// that an area lists.
func (s *sharedTopics) owned(topic string) bool {
	if len(s.m.Owning(topic)) > 0 {
		return true
	}
	if s.parts == nil {
		s.parts = map[string]bool{}
		for _, g := range s.m.AreaGroups() {
			for part := range partsOf(g.Rows[0].Value.Text) {
				s.parts[s.m.Key(part)] = true
			}
		}
	}
	return len(s.parts) > 0 && s.parts[s.m.Key(topic)]
}

// partsOf yields what a text lists with commas and "and". What is said of all
// its parts (refunds and vouchers of the north) makes each of them more than
// its words.
func partsOf(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		if !strings.Contains(text, " and ") && !strings.ContainsAny(text, ",&") || qualified(text) {
			return
		}
		for part := range strings.SplitSeq(lists.Replace(text), ",") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}

var lists = strings.NewReplacer(" and ", ",", " & ", ",")

// qualified reports whether a text says where or for whom something holds.
func qualified(text string) bool {
	for w := range strings.FieldsSeq(text) {
		switch w {
		case "of", "for", "in", "on", "by", "at", "from", "to", "with", "between", "across", "within":
			return true
		}
	}
	return false
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
		shared := sharedTopics{m: m}
		for _, g := range m.TopicGroups() {
			if len(g.Rows) < 2 {
				continue
			}
			if !slices.ContainsFunc(g.Rows, func(row decisionRow) bool { return row.Value.Limit.From > 0 }) {
				continue // all begin at nothing
			}
			rows := deciding(m, g.Rows, 0)
			if len(rows) > 1 && rows[0].Value.Limit.Stated { // one without a limit holds for all amounts
				gaps(rows, shared.amongAll(rows), report)
			}
		}
	},
}

// amongAll reports whether some of the rows show that all are about the same
// thing: the topic is owned, or one team names another in its line.
func (s *sharedTopics) amongAll(rows []decisionRow) bool {
	if s.owned(rows[0].Value.Topic.Text) {
		return true
	}
	for _, row := range rows {
		for _, who := range row.Value.Who {
			if id, _ := s.m.TeamID(who.Text); slices.ContainsFunc(rows, func(o decisionRow) bool { return o.Doc.Facts.Team == id && o.Doc != row.Doc }) {
				return true
			}
		}
	}
	return false
}

// gaps reports what lies between the limits of rows that are sorted by them,
// all together or team by team.
func gaps(rows []decisionRow, together bool, report func(*document.Document, diag.Problem)) {
	if !together {
		slices.SortStableFunc(rows, func(a, b decisionRow) int { return cmp.Compare(a.Doc.Facts.Team, b.Doc.Facts.Team) })
	}
	far := rows[0] // reaches furthest of those before
	for _, row := range rows[1:] {
		sameTeam := row.Doc.Facts.Team == far.Doc.Facts.Team
		if row.Value.Limit.Unit != far.Value.Limit.Unit || !together && !sameTeam {
			far = row
			continue
		}
		if gap, ok := far.Value.Limit.Gap(row.Value.Limit); ok {
			report(far.Doc, gapBetween(gap, far, row))
			if row.Doc != far.Doc {
				report(row.Doc, gapBetween(gap, row, far))
			}
		}
		if reachesFurther(&row, &far) {
			far = row
		}
	}
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
	if rows = perTeam(m, rows); len(rows) < 3 || len(rows) > everyTeam {
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
			if holds(m, row.Doc) {
				f(row.Doc)
			}
		}
	}
}

func passedOn(m *model.Model, w *line.Who) *diag.Problem {
	id, known := m.TeamID(w.Team.Text)
	if !known {
		return nil
	}
	x := m.Charter(id)
	area := contentWords(line.Key(w.How.Text))
	if x == nil || !holds(m, x) || len(x.Facts.Owns) == 0 || len(area) == 0 {
		return nil
	}
	if mentions(x, area) {
		return nil
	}
	return &diag.Problem{
		Span:    w.Span,
		Message: fmt.Sprintf("%s is sent to %s, whose charter does not mention it", quoteArea(w.How), id),
		Label:   "sent on from here",
		Why:     "readers who follow the pointer are sent on, or give up",
		Fix:     "ask " + id + "; add it to its owns: when it has it, else name the team that does",
		Related: []diag.Related{{File: x.Path, Span: x.Facts.Owns[0].Span, Label: "what " + id + " owns"}},
	}
}

// mentions reports whether one of the words, in lower case, stands in a
// charter: in what the team owns or decides, or anywhere in the text. The last
// two letters of a word may differ, so that shelf is in shelves.
func mentions(d *document.Document, words []string) bool {
	in := func(text string) bool {
		text = strings.ToLower(text)
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w[:min(len(w), max(4, len(w)-2))]) })
	}
	f := &d.Facts
	for _, list := range [][]line.Text{f.Owns, f.Boundaries, f.CountsOn, f.MayRequire} {
		if slices.ContainsFunc(list, func(t line.Text) bool { return in(t.Text) }) {
			return true
		}
	}
	return slices.ContainsFunc(f.Decides, func(l line.Decision) bool { return in(l.Topic.Text) }) ||
		slices.ContainsFunc(f.Success, func(l line.Measure) bool { return in(l.Text.Text) }) ||
		slices.ContainsFunc(f.WorksWith, func(l line.Who) bool { return in(l.Text.Text) }) ||
		in(d.Title) || in(d.Content.Text)
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
				if x := m.Charter(id); x != nil && holds(m, x) && !mentionsTeam(m, x, d) {
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

// mentionsTeam reports whether the charter x names the team of d or links to
// it, the cheapest signs first.
func mentionsTeam(m *model.Model, x, d *document.Document) bool {
	team := d.Facts.Team
	is := func(t line.Text) bool {
		id, _ := m.TeamID(t.Text)
		return id == team
	}
	if slices.ContainsFunc(x.Facts.Refs, func(r document.Reference) bool { return r.ID == team }) ||
		slices.ContainsFunc(x.Facts.WorksWith, func(w line.Who) bool { return is(w.Team) }) ||
		slices.ContainsFunc(x.Facts.NotOurs, func(w line.Who) bool { return is(w.Team) }) ||
		slices.ContainsFunc(x.Facts.Refs, func(r document.Reference) bool { return is(r.Text) }) {
		return true
	}
	called := []string{team, strings.ReplaceAll(team, "-", " "), d.Title, m.Name(team, "", []string{"team"}).Name}
	for i, name := range called {
		if !slices.Contains(called[:i], name) && saysName(x.Content.Text, name) {
			return true
		}
	}
	for i := range x.Content.Refs {
		r := &x.Content.Refs[i]
		if (strings.Contains(r.Target, d.ID) || strings.Contains(r.Target, team)) && m.Resolve(x, r).Doc == d {
			return true
		}
	}
	return false
}

// saysName reports whether a text holds a name as words of their own: as it is
// written, in small letters, in capitals, or as a sentence begins. Searching for
// these forms is many times faster than comparing at each letter.
func saysName(text, name string) bool {
	if name == "" {
		return false
	}
	lower := strings.ToLower(name)
	_, first := utf8.DecodeRuneInString(lower)
	forms := []string{name, lower, strings.ToUpper(name), strings.ToUpper(lower[:first]) + lower[first:]}
	for i, form := range forms {
		if !slices.Contains(forms[:i], form) && holdsWords(text, form) {
			return true
		}
	}
	return false
}

// holdsWords reports whether words stand in a text with no letter or digit
// right before or behind them.
func holdsWords(text, words string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(words)
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[to:])
		if !isLetter(before) && !isLetter(after) {
			return true
		}
		at = from + 1
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
		if row.Value.Rung == 0 || row.Value.Limit.From > 0 || !holds(m, row.Doc) {
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
