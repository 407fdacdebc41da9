package search

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// office is a small site with all that readers filter by.
var office = []Page{
	{URL: "a/", Title: "Zebra care", Kind: "charter", KindWord: "Charta", Team: "sre", Owner: "Site Reliability", Tags: []string{"Über uns", "C++"}, Status: "active", StatusWord: "Gilt", Day: "2026-03-01", Due: "2026-09-01", Sections: []Section{{Text: "We care for servers."}}},
	{URL: "b/", Title: "Apples", Kind: "charter", KindWord: "Charta", Team: "site-safety", Owner: "Site safety", Tags: []string{"c"}, Status: "in-review", StatusWord: "In Prüfung", Day: "2025-03-01", Due: "2026-11-22", Sections: []Section{{Text: "We care for doors."}}},
	{URL: "c/", Title: "Milk", Kind: "decision", KindWord: "Entscheidung", Team: "sre", Owner: "Site Reliability", Tags: []string{"über uns", "__proto__"}, Status: "active", StatusWord: "Gilt", Day: "2024-12-31", Sections: []Section{{Text: "Milk is cared for."}}},
	{URL: "d/", Title: "Yoghurt", Kind: "page", KindWord: "Seite", Status: "active", StatusWord: "Gilt", Sections: []Section{{Text: "Nobody cares."}}},
}

func TestFilter(t *testing.T) {
	t.Parallel()
	cases := []struct {
		query, urls, ignored string
	}{
		{"kind:charter", "b/ a/", ""},
		{"KIND:Charter", "b/ a/", ""},
		{"type:charta", "b/ a/", ""},
		{"kind:chart", "b/ a/", ""},
		{"kind:ch kind:page", "b/ d/ a/", ""},
		{"-kind:charter", "c/ d/", ""},
		{"kind:charter -team:sre", "b/", ""},
		{"team:sre", "c/ a/", ""},
		{`team:"Site Reliability"`, "c/ a/", ""},
		{`team:"site reliability"`, "c/ a/", ""},
		{`owner:"Site Rel"`, "c/ a/", ""},
		{"owner:site-reliability", "c/ a/", ""},
		{"team:site", "b/ c/ a/", ""},
		{"tag:uber-uns", "c/ a/", ""},
		{`tag:"ÜBER UNS"`, "c/ a/", ""},
		{"tag:c", "b/", ""},
		{"tag:c++", "a/", ""},
		{"tag:__proto__", "c/", ""},
		{"status:in-review", "b/", ""},
		{`status:"In Prüf`, "b/", ""},
		{"year:2026", "a/", ""},
		{"year:2024-2025", "b/ c/", ""},
		{"year:202", "b/ c/ a/", ""},
		{"is:overdue", "a/", ""},
		{"-is:overdue", "b/ c/ d/", ""},
		{"care kind:decision", "c/", ""},
		{"kind:decision year:2026", "", ""},
		{"kind:nothing milk", "c/", "kind=nothing"},
		{"kind:nothing", "", "kind=nothing"},
		{`kind:"<img src=x onerror=alert(1)>" kind:page`, "d/", "kind=<img src=x onerror=alert(1)>"},
		{"kind:__proto__ team:constructor milk", "c/", "kind=__proto__ team=constructor"},
		{"is:hidden milk", "c/", "is=hidden"},
		{"year:9999-0000 milk", "c/", "year=9999-0000"},
		{"tag:--- milk", "c/", "tag=---"},
		{"tag:" + strings.Repeat("x", 5000) + " milk", "c/", "tag=" + strings.Repeat("x", 200)},
	}
	var calls []call
	for _, c := range cases {
		calls = append(calls, call{Query: c.query, Today: "2026-11-22"})
	}
	for i, a := range searchAll(t, buildSite(t, office), calls) {
		var ignored []string
		for _, f := range a.Ignored {
			ignored = append(ignored, f.Key+"="+f.Value)
		}
		if got := a.urls(); got != cases[i].urls || strings.Join(ignored, " ") != cases[i].ignored || a.Error != "" {
			t.Errorf("search(%q) gives %q, leaves %q aside, error %q; want %q and %q", cases[i].query, got, ignored, a.Error, cases[i].urls, cases[i].ignored)
		}
		if a.Total != len(a.Results) {
			t.Errorf("search(%q) counts %d, gives %d", cases[i].query, a.Total, len(a.Results))
		}
	}
}

func TestFilterOption(t *testing.T) {
	t.Parallel()
	all := searchAll(t, buildSite(t, office), []call{
		{Filters: map[string][]string{"kind": {"charter", "page"}, "status": {"active"}}},
		{Query: "care kind:charter", Filters: map[string][]string{"owner": {"Site Reliability"}}},
		{Query: "milk", Filters: map[string][]string{"__proto__": {"x"}, "title": {"Milk"}, "kind": {""}}},
		{All: []string{"team", "__proto__", "year"}},
		{Query: "care", Facets: []string{"kind", "status"}, Filters: map[string][]string{"kind": {"charter"}}},
	})
	if got, want := all[0].urls(), "d/ a/"; got != want {
		t.Errorf("filters of two keys give %q, want %q", got, want)
	}
	if got, want := fmt.Sprint(all[1].urls(), all[1].Filters), "a/map[kind:[{charter Charta 0}] team:[{sre Site Reliability 0}]]"; got != want {
		t.Errorf("filters in the query and beside it give %q, want %q", got, want)
	}
	if got := fmt.Sprint(all[2].urls(), len(all[2].Ignored)); got != "c/ 2" && got != "c/2" {
		t.Errorf("keys that nobody knows: %q, want one page and two filters left aside", got)
	}
	if got, want := fmt.Sprint(all[3].Facets), "map[team:[{sre Site Reliability 2} {site-safety Site safety 1}] year:[{2024 2024 1} {2025 2025 1} {2026 2026 1}]]"; got != want {
		t.Errorf("all values are %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(all[4].Facets), "map[kind:[{charter Charta 2} {decision Entscheidung 1} {page Seite 1}] status:[{active Gilt 1} {in-review In Prüfung 1}]]"; got != want {
		t.Errorf("counts are %s, want %s", got, want)
	}
	r := all[4].Results[0]
	if r.KindLabel != "Charta" || r.StatusLabel == "" {
		t.Errorf("labels of %+v are missing", r)
	}
}

// offices makes a site whose columns of teams and tags are cut.
func offices() []Page {
	r := rand.New(rand.NewPCG(4, 4))
	pages := make([]Page, 600)
	for i := range pages {
		team := fmt.Sprintf("team-%c%c-%d", 'a'+i%26, 'a'+i%7, r.IntN(90))
		pages[i] = Page{
			URL: fmt.Sprintf("p/%04d/", i), Title: fmt.Sprintf("Title %d", r.IntN(10_000)),
			Kind: []string{"charter", "lesson", "page"}[r.IntN(3)], KindWord: []string{"Une charte", "Leçon", ""}[i%3],
			Team: team, Owner: "The " + strings.ReplaceAll(team, "-", " & "), Status: []string{"active", "draft", ""}[r.IntN(3)],
			Day: fmt.Sprintf("20%02d-03-%02d", 10+r.IntN(16), 1+r.IntN(28)), Due: fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)),
			Sections: []Section{{Text: []string{"apples and pears", "pears", "plums"}[i%3]}},
		}
		for range 12 {
			pages[i].Tags = append(pages[i].Tags, fmt.Sprintf("Tag %d of a long name", r.IntN(1400)))
		}
	}
	return pages
}

// having lists the pages that have a value, by their titles.
func having(pages []Page, has func(p *Page) bool) string {
	var found []*Page
	for i := range pages {
		if has(&pages[i]) {
			found = append(found, &pages[i])
		}
	}
	slices.SortStableFunc(found, func(a, b *Page) int { return cmpString(filterName(a.Title), filterName(b.Title)) })
	var urls []string
	for _, p := range found {
		urls = append(urls, p.URL)
	}
	return strings.Join(urls, " ")
}

// TestEveryValue asks for all values of all keys and compares with a plain
// search through the pages.
func TestEveryValue(t *testing.T) {
	t.Parallel()
	pages := offices()
	site := buildSite(t, pages)
	var calls []call
	var want []string
	ask := func(query string, has func(p *Page) bool) {
		calls = append(calls, call{Query: query, Limit: len(pages)})
		want = append(want, having(pages, has))
	}
	for _, f := range facets[:5] {
		values := map[string]string{} // value to label
		for i := range pages {
			f.add(&pages[i], func(value, label string) {
				if _, known := values[value]; !known {
					values[value] = label
				}
			})
		}
		for value, label := range values {
			has := func(p *Page) bool {
				found := false
				f.add(p, func(v, _ string) { found = found || v == value })
				return found
			}
			if value != "" {
				ask(f.key+`:"`+value+`"`, has)
				ask(strings.ToUpper(f.key+`:"`+strings.ReplaceAll(value, " ", "-")+`"`), has)
			}
			if value != "" && f.key == "team" {
				ask(`owner:"`+label+`"`, has)
			}
		}
	}
	ask("pears kind:lesson kind:page -status:draft", func(p *Page) bool {
		return strings.Contains(p.Sections[0].Text, "pears") && p.Kind != "charter" && p.Status != "draft"
	})
	calls[len(calls)-1].Query += " year:2015-2020"
	want[len(want)-1] = having(pages, func(p *Page) bool {
		return strings.Contains(p.Sections[0].Text, "pears") && p.Kind != "charter" && p.Status != "draft" && "2015" <= p.Day[:4] && p.Day[:4] <= "2020"
	})
	wrong, files := 0, 0
	for i, a := range searchAll(t, site, calls) {
		got, wanted := a.urls(), want[i]
		if i == len(calls)-1 {
			got, wanted = sortedWords(got), sortedWords(wanted) // ranked, not listed
		}
		if got != wanted || a.Error != "" || a.Lost > 0 {
			if wrong++; wrong < 5 {
				t.Errorf("search(%q) gives %s, want %s; %s, %d lost", calls[i].Query, got, wanted, a.Error, a.Lost)
			}
		}
		files = max(files, countOf(a.Requests, "f/"))
	}
	if wrong > 0 {
		t.Errorf("%d of %d filters find other pages", wrong, len(calls))
	}
	if files > 4 {
		t.Errorf("a filter reads %d columns, want at most three parts and the titles", files)
	}
}

func sortedWords(s string) string {
	words := strings.Fields(s)
	slices.Sort(words)
	return strings.Join(words, " ")
}

func countOf(names []string, prefix string) int {
	n := 0
	for _, name := range names {
		if strings.HasPrefix(name, prefix) {
			n++
		}
	}
	return n
}

// TestColumns wants columns that stay as they are when a text is edited, and
// large ones in parts.
func TestColumns(t *testing.T) {
	t.Parallel()
	pages := offices()
	before := columnsOf(entriesOf(pages))
	edited := slices.Clone(pages)
	edited[7].Sections = []Section{{Heading: "New", Text: "words"}}
	for i, c := range columnsOf(entriesOf(edited)) {
		for j, part := range c.parts {
			if !bytes.Equal(part.body, before[i].parts[j].body) || part.name != before[i].parts[j].name {
				t.Errorf("an edit of a text changes part %d of %s", j, c.key)
			}
		}
		if wantCut := c.key == "tag" || c.key == "team"; (len(c.parts) > 1) != wantCut {
			t.Errorf("%s has %d parts", c.key, len(c.parts))
		}
		for _, part := range c.parts {
			if len(part.body) > maxColumn {
				t.Errorf("a part of %s has %d bytes", c.key, len(part.body))
			}
		}
	}
	if !sameFacets(&pages[7], &edited[7]) {
		t.Error("a text counts as a facet")
	}
}

// TestDamagedColumns changes one bit of the columns, or takes them away. The
// engine may leave a filter aside, and says so; it ends and does not throw.
func TestDamagedColumns(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(14, 14))
	var calls []call
	for i := range 150 {
		q := []string{"care kind:charter", "tag:uber-uns", "is:overdue", "kind:page year:2024-2026"}[i%4]
		calls = append(calls, call{Query: q, Facets: []string{"kind", "tag", "year"}, Fresh: true, Serve: map[string]any{"^f/": r.IntN(1 << 12)}})
	}
	for _, how := range []string{"missing", "html"} {
		calls = append(calls, call{Query: "care kind:charter", Fresh: true, Serve: map[string]any{"^f/": how}})
	}
	all := searchAll(t, buildSite(t, office), calls)
	for i, a := range all {
		if a.Error != "" {
			t.Errorf("%+v: %s", calls[i], a.Error)
		}
	}
	for _, a := range all[150:] {
		if a.Lost == 0 || len(a.Ignored) != 1 || len(a.Results) == 0 {
			t.Errorf("without columns: %+v; want results, parts lost, and the filter left aside", a)
		}
	}
}

// TestHrefs wants links that lead to the words that were found, as browsers
// look for them: whole words of one block.
func TestHrefs(t *testing.T) {
	t.Parallel()
	pages := []Page{{URL: "p/", Title: "Page", Sections: []Section{
		{Text: "Nothing here.\nOpen the up-to-date list, please, & wait for it to load\nAnother block."},
		{Anchor: "a b", Heading: "Wholly other", Text: "Zebras sleep."},
		{Anchor: "d-1", Heading: "Refunds above 500", Sort: Decision, Text: "Zebras decide."},
	}}}
	all := searchAll(t, buildSite(t, pages), []call{{Query: "list "}, {Query: "wholly other "}, {Query: "sleep "}, {Query: "refunds above 500 "}, {Query: "another "}})
	for i, want := range []string{
		"p/#:~:text=the%20up%2Dto%2Ddate%20list%2C%20please%2C%20%26%20wait%20for",
		"p/#a%20b",
		"p/#a%20b:~:text=Zebras%20sleep.",
		"p/#d-1",
		"p/#:~:text=Another%20block.",
	} {
		if got := all[i].Results[0].Href; got != want {
			t.Errorf("link %d is %s, want %s", i, got, want)
		}
	}
}

// TestHostileQueries asks what nobody means.
func TestHostileQueries(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 5))
	pieces := []string{"kind:", "-kind:", "team:", "TAG:", "is:", "year:", "status:", `"`, `""`, "-", "--", ":", " ", "care", "über", "__proto__", "constructor", "<img src=x>", "2024-2026", "-1", "\\", "\u0000", "\ud7ff", "😀", "退款", "\u202e", "toString", strings.Repeat("(", 300), "overdue", "charter", "\n"}
	var calls []call
	for range 600 {
		var b strings.Builder
		for range 1 + r.IntN(9) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		calls = append(calls, call{Query: b.String()})
	}
	calls = append(calls, call{Query: strings.Repeat(`kind:"a`, 20_000)}, call{Query: strings.Repeat("-", 100_000)})
	for i, a := range searchAll(t, buildSite(t, office), calls) {
		if a.Error != "" {
			t.Errorf("search(%.80q): %s", calls[i].Query, a.Error)
		}
	}
}
