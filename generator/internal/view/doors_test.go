package view

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/source"
	"remit/generator/internal/theme"
)

// printedDoors writes the ways behind all doors, one a line.
func printedDoors(t *testing.T, s *Site) string {
	t.Helper()
	d := above[Doors](t, s, "")
	if d == nil {
		return ""
	}
	var lines []string
	for _, door := range d.Doors {
		for _, w := range door.Ways {
			lines = append(lines, strings.TrimSpace(door.Name+": "+w.Href+" "+w.Words))
		}
	}
	return strings.Join(lines, "\n")
}

// A door leads only where there is something; numbers count what is there.
func TestDoors(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	s.views = s.views[:1] // the documents
	if doors := printedDoors(t, s); doors != "" {
		t.Errorf("doors lead to views that are not there:\n%s", doors)
	}
	s = orgSite(t, shop)
	s.Model.Today = time.Date(2026, 9, 10, 0, 0, 0, 0, time.UTC)
	s.views = s.views[:1] // the documents
	for _, name := range []string{"who-owns", "who-decides", "promises", "due"} {
		s.views = append(s.views[:len(s.views):len(s.views)], View{Name: name, Data: &struct{}{}, Addresses: func(*Site) []string { return []string{Base + name + "/"} }, Page: func(*Site, string) (*theme.Page, bool) { return nil, false }})
	}
	want := `decide: ask/who-decides/ 6 decisions
decide: ask/who-owns/ 7 areas, 1 with several owners
lead: ask/due/ 1 overdue
lead: ask/promises/ 3 promises open, 1 due in 30 days`
	if got := printedDoors(t, s); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	mustHold(t, htmlAt(t, s, ""), "I need a decision", "I lead teams")
}

// Doors come before the text of the first page, teams behind it, and a site of
// plain pages has neither.
func TestFirstPage(t *testing.T) {
	t.Parallel()
	html := htmlAt(t, orgSite(t, shop), "")
	order := []string{"<h1", "data-find", "I need a decision", "How we work.", "Sections", "Newest records", ">Teams ", "built on"}
	at := 0
	for _, words := range order {
		i := strings.Index(html[at:], words)
		if i < 0 {
			t.Fatalf("%q does not follow what stands before it in %q", words, order)
		}
		at += i
	}
	plain := htmlAt(t, orgSite(t, map[string]string{"README.md": "# Plain\n\nWords.\n", "how/a.md": "# A\n"}), "")
	mustHold(t, plain, "Search this site", "Sections", "Words.")
	mustNotHold(t, plain, `class="cards"`, "Teams", "Newest", "built on")
}

// The search field asks about what most teams decide.
func TestPrompt(t *testing.T) {
	t.Parallel()
	charter := func(topics ...string) string {
		return "---\ndecides: [\"" + strings.Join(topics, ": alone\", \"") + ": alone\"]\n---\n# T\n"
	}
	for want, files := range map[string]map[string]string{
		"Search this site": {"README.md": "# X\n"},
		"Search, or ask: who decides on ‘Tools’?":  {"charters/a.md": charter("Hours", "Tools"), "charters/b.md": charter("Tools")},
		"Search, or ask: who decides on ‘Colour’?": {"charters/a.md": charter(strings.Repeat("Long words ", 9), "Colour")},
	} {
		if got := page(t, orgSite(t, files), "").Prompt; got != want {
			t.Errorf("the field says %q, want %q", got, want)
		}
	}
}

// What changed within a week comes first; where nothing did, what changed
// lately; where nobody knows, the newest records.
func TestLately(t *testing.T) {
	t.Parallel()
	files := maps.Clone(shop)
	old := files["charters/depot.md"]
	files["charters/depot.md"] = strings.Replace(old, "[Parcels]", "[Parcels, Ramps]", 1)
	for day, want := range map[int]string{30: "Changed this week", 2: "Changed lately", 0: "Newest records"} {
		s := orgSite(t, files)
		if day > 0 {
			s.Edits = func() []Edit {
				return []Edit{
					{source.Date{Year: 2026, Month: 7, Day: day + 1}, "abcdef1", nil, s.Model.Find("README.md")}, // a plain page is no news beside it
					{source.Date{Year: 2026, Month: 7, Day: day}, "abcdef0", orgSite(t, shop).Model.Find("charters/depot.md"), s.Model.Find("charters/depot.md")},
				}
			}
		}
		l := below[TeamMap](t, s, "").Lately
		if l.Words != want || len(l.Rows) == 0 {
			t.Errorf("day %d: %q with %d rows, want %q", day, l.Words, len(l.Rows), want)
			continue
		}
		if got := l.Rows[0]; day > 0 && (got.Day.ISO != fmt.Sprintf("2026-07-%02d", day) || !strings.Contains(got.Words, "Ramps") || l.All == nil) {
			t.Errorf("day %d: %+v, all %v", day, got, l.All)
		}
		if day == 0 {
			if got := fmt.Sprint(l.Rows[0]); got != "{{2026-06-09 9 June 2026} Lesson The form lessons/2026-06-form/}" || l.All != nil {
				t.Errorf("%s", got)
			}
			for _, r := range l.Rows {
				if r.Words == "Perhaps" {
					t.Error("a draft is listed as news")
				}
			}
		}
	}
}

// Where the README of a folder leads to all that lies there, no list says it
// again.
func TestReadmeThatNamesAll(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"[a](a.md), [[b]] and [sub](sub)": 0, "[a](a.md) and [sub](sub/)": 2, "[a](a.md) and [[b]]": 2, "": 2} {
		s := siteOf(t, map[string]string{"team/README.md": "# Team\n\n" + text + "\n", "team/a.md": "# A\n", "team/b.md": "# B\n", "team/sub/c.md": "# C\n"})
		if got := len(page(t, s, "team/").Groups); got != want {
			t.Errorf("%q: %d lists, want %d", text, got, want)
		}
	}
}

// A folder of documents of one kind is called as the site's language calls
// them, leads to the views about them, and says of each who keeps it, where it
// stands and the day that matters.
func TestFolderOfAKind(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	p := page(t, s, "commitments/")
	if p.Title != "Commitments" || len(p.Answers) == 0 || p.Answers[0].Href != "../ask/promises/" {
		t.Errorf("%q leads to %v", p.Title, p.Answers)
	}
	mustHold(t, htmlAt(t, s, "commitments/"), `>One mail</a> <span class="kind">Customer Support</span> <span class="kind"><span class="tag info">Open</span></span> <span class="kind">Due <time datetime="2026-09-30" data-due>30 September 2026</time></span>`)
	mustHold(t, htmlAt(t, s, "lessons/"), `<time datetime="2026-06-09">9 June 2026</time>`, `<h2>Lessons <span class="n">2</span></h2>`)
	mustNotHold(t, htmlAt(t, s, "charters/"), `<span class="kind">Charter</span>`)
	settings := *s.Settings
	settings.Language = "de"
	if got := page(t, NewSite(s.Model, &settings, s.Theme, nil), "lessons/").Title; got != "Erkenntnisse" {
		t.Errorf("a German site calls lessons %q", got)
	}
	if got := page(t, s, "").Nav; !strings.Contains(string(got), ">Commitments</a>") {
		t.Error("the navigation does not lead to commitments")
	}
}

// The page of all folds its sections away where they are long.
func TestWholeTree(t *testing.T) {
	t.Parallel()
	files := map[string]string{"README.md": "# Home\n", "about.md": "# About\n"}
	for _, n := range []int{3, unfolded + 1} {
		for i := range n {
			files[fmt.Sprintf("team/sub/d%03d.md", i)] = fmt.Sprintf("# D %d\n", i)
		}
		want := "open"
		if n > unfolded {
			want = "closed"
		}
		groups := page(t, siteOf(t, files), "all/").Groups
		if len(groups) != 2 || groups[1].Fold != want || groups[1].Count != n || len(groups[1].Entries) != n+2 || groups[1].Entries[2].Depth != 1 {
			t.Errorf("%d documents: %+v", n, groups)
		}
	}
}

// A page of a tag leads to the tags that stand beside it, the most frequent
// first; so does the page of all tags.
func TestTagsByCount(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{"a.md": "---\ntags: [a, b, c]\n---\n# A\n", "b.md": "---\ntags: [c, a]\n---\n# B\n", "c.md": "---\ntags: [c]\n---\n# C\n"})
	names := func(g theme.Group) (all string) {
		for _, e := range g.Entries {
			all += fmt.Sprintf("%s %d ", e.Words, e.Count)
		}
		return all
	}
	if got := names(page(t, s, "tags/").Groups[0]); got != "c 3 a 2 b 1 " {
		t.Errorf("tags %s", got)
	}
	groups := page(t, s, "tags/a/").Groups
	if got := names(groups[len(groups)-1]); got != "c 2 b 1 " {
		t.Errorf("related to a: %s", got)
	}
}
