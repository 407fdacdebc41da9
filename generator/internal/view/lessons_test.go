package view

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/schema"
)

var lessonFiles = map[string]string{
	"charters/shop.md":       "---\nowns: [Sales]\n---\n# Shop\n",
	"charters/bench.md":      "---\nowns: [Repairs]\n---\n# Bench\n",
	"standards/words.md":     "---\nowner: shop\n---\n# Plain words\n",
	"decisions/owner.md":     "---\nowner: shop\ndate: 2026-04-20\n---\n# One owner for each form\n",
	"decisions/later.md":     "---\nowner: shop\ndate: 2026-09-20\n---\n# Later\n",
	"lessons/2025-11-a.md":   "---\nowner: shop\ndate: 2025-11-20\nfrom: near-miss\npatterns: [late-handover]\ntouches: [words, shop]\nled-to: [owner]\nfollow-up:\n  - A list of forms: bench by 2026-12-31\n  - A talk: shop, done 2026-01-02\n  - A song: dropped, because nobody sings\n  - More time: later\n---\n# First\n\nThings wait. They should not.\n",
	"lessons/2026-06-b.md":   "---\nowner: bench\ndate: 2026-06-03\nfrom: success\npatterns: [late, unclear]\ntouches: [words, refunds]\nled-to: [later]\n---\n# Second & third\n\nAgain.\n",
	"lessons/undated.md":     "---\nowner: bench\nfrom: a talk\npatterns: [never-heard]\ntouches: [nothing-known]\n---\n# Undated\n",
	"lessons/2026-06-d.md":   "---\nowner: bench\ndate: 2026-06-04\npatterns: [late-handover, unclear]\nstatus: draft\n---\n# Draft\n",
	"lessons/2024-06-old.md": "---\nowner: bench\ndate: 2024-06-04\npatterns: [unclear]\nstatus: retired\n---\n# Retired\n",
}

const lessonOrg = "patterns:\n  late-handover: {name: Work waited, aliases: [late]}\n  unclear: Nobody knew\ntopics:\n  refunds: Refunds\n"

func lessonSite(t *testing.T, files map[string]string) *Site {
	t.Helper()
	s := siteOn(t, "2026-07-01", files)
	s.Model.Org, _ = schema.DecodeOrg([]byte(lessonOrg))
	return s
}

func TestLessons(t *testing.T) {
	t.Parallel()
	s := lessonSite(t, lessonFiles)
	data := page(t, s, "ask/lessons/").Above.Data.(*LessonList)
	var rows []string
	for _, l := range data.Lessons {
		rows = append(rows, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", l.ID, l.Day.ISO, l.Team.Name, l.From.Words, l.Learned, refNames(l.Touches), l.Facets))
	}
	want := []string{
		"r:lessons/2026-06-b|2026-06-03|Bench|A success|Again.|Plain words, Refunds|pattern:late-handover pattern:unclear team:bench year:2026 from:success about:words about:refunds",
		"r:lessons/2025-11-a|2025-11-20|Shop|A near miss|Things wait.|Plain words, Shop|pattern:late-handover team:shop year:2025 from:near-miss about:words about:shop",
		"r:lessons/undated||Bench|a talk||nothing-known|pattern:never-heard team:bench from:a-talk about:nothing-known",
	}
	if !slices.Equal(rows, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
	var facets []string
	for _, f := range data.Facets {
		var all []string
		for _, x := range f.Facets {
			all = append(all, fmt.Sprintf("%s=%s %d", x.Key, x.Words, x.Count.N))
		}
		facets = append(facets, f.Sort+"("+strings.Join(all, ", ")+")")
	}
	wantFacets := []string{
		"pattern(pattern:never-heard=never-heard 1, pattern:unclear=Nobody knew 1, pattern:late-handover=Work waited 2)",
		"team(team:bench=Bench 2, team:shop=Shop 1)",
		"year(year:2026=2026 1, year:2025=2025 1)",
		"from(from:near-miss=A near miss 1, from:success=A success 1, from:a-talk=a talk 1)",
		"about(about:nothing-known=nothing-known 1, about:words=Plain words 2, about:refunds=Refunds 1, about:shop=Shop 1)",
	}
	if !slices.Equal(facets, wantFacets) {
		t.Errorf("facets\n%s\nwant\n%s", strings.Join(facets, "\n"), strings.Join(wantFacets, "\n"))
	}
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	data := page(t, lessonSite(t, lessonFiles), "ask/lessons/").Above.Data.(*LessonList)
	if len(data.Patterns) != 1 || !slices.Equal(data.Years, []string{"2025", "2026"}) {
		t.Fatalf("years %v, patterns %+v", data.Years, data.Patterns)
	}
	p := data.Patterns[0]
	if p.Pattern.Name != "Work waited" || p.Seen != (Count{2, "../../ask/lessons/pattern/late-handover/#r:lessons"}) || refNames(p.Teams) != "Bench, Shop" {
		t.Errorf("pattern %+v", p)
	}
	if got, want := fmt.Sprint(p.ByYear), "[{1 ../../ask/lessons/pattern/late-handover/#r:2025} {1 ../../ask/lessons/pattern/late-handover/#r:2026}]"; got != want {
		t.Errorf("by year %s, want %s", got, want)
	}
	var open []string
	for _, todo := range p.Open {
		open = append(open, todo.What+"/"+todo.Team.Name+"/"+todo.By.ISO+todo.Text+"/"+todo.Where.Href)
	}
	if want := []string{"A list of forms/Bench/2026-12-31/../../lessons/2025-11-a/#r:follow-up-1", "More time/later//../../lessons/2025-11-a/#r:follow-up-4"}; !slices.Equal(open, want) {
		t.Errorf("still to do %q, want %q", open, want)
	}
	if len(p.LedTo) != 2 || p.LedTo[0].Doc.ID != "later" || p.LedTo[1].Day.ISO != "2026-04-20" {
		t.Errorf("led to %+v", p.LedTo)
	}
	if p.Back == nil || p.Back.Decision.Doc.ID != "owner" || len(p.Back.Lessons) != 1 || p.Back.Lessons[0].Doc.ID != "2026-06-b" {
		t.Errorf("came back %+v", p.Back)
	}
}

func TestLessonParts(t *testing.T) {
	t.Parallel()
	s := lessonSite(t, lessonFiles)
	for key, want := range map[string]string{
		"pattern/late-handover/": "Lessons with the pattern: Work waited 2",
		"team/bench/":            "Lessons of Bench 2",
		"year/2025/":             "Lessons of 2025 1",
		"from/near-miss/":        "Lessons from: A near miss 1",
		"about/nothing-known/":   "Lessons about nothing-known 1",
	} {
		p := page(t, s, "ask/lessons/"+key)
		data := p.Above.Data.(*LessonList)
		if got := fmt.Sprintf("%s %d", p.Heading, len(data.Lessons)); got != want || data.Only.Count.N != len(data.Lessons) {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
		if !slices.Contains(LessonsLearned.Addresses(s), "ask/lessons/"+key) {
			t.Errorf("%s is not listed", key)
		}
		if html := rendered(t, s, "ask/lessons/"+key); !strings.Contains(html, `aria-current="true"`) || strings.Contains(html, "data-facet=") {
			t.Errorf("%s does not mark its part, or offers to combine", key)
		}
	}
	for _, key := range []string{"pattern/late/", "pattern/", "year/2024/", "year/2025/x/", "team/bench", "colour/red/", "about/words/", "about/refunds/"} {
		if _, ok := s.Page("ask/lessons/" + key); ok {
			t.Errorf("there is a page %s", key)
		}
	}
	var about []string // what has a page of its own lists its lessons there
	for _, f := range page(t, s, "ask/lessons/").Above.Data.(*LessonList).Facets {
		for _, x := range f.Facets {
			if f.Sort == "about" {
				about = append(about, x.Value+"="+x.Count.Href)
			}
		}
	}
	if got, want := strings.Join(about, " "), "nothing-known=../../ask/lessons/about/nothing-known/ words=../../standards/words/ refunds=../../ask/about/refunds/ shop=../../charters/shop/"; got != want {
		t.Errorf("about: %s, want %s", got, want)
	}
	if data := page(t, s, "ask/lessons/pattern/unclear/").Above.Data.(*LessonList); len(data.Patterns) != 1 || data.Patterns[0].Back != nil || data.Patterns[0].Seen.Href != "../../../../ask/lessons/pattern/unclear/#r:lessons" {
		t.Errorf("a pattern seen once: %+v", data.Patterns)
	}
}

func TestLessonsPage(t *testing.T) {
	t.Parallel()
	html := rendered(t, lessonSite(t, lessonFiles), "ask/lessons/")
	for _, want := range []string{
		`data-facets="pattern:late-handover team:shop year:2025 from:near-miss about:words about:shop"`, `data-facet="from:near-miss"`,
		`<nav class="facets" aria-label="Parts of the lessons" data-facets-of="r:lessons">`, `<time datetime="2026-12-31" data-due>31 December 2026</time>`,
		`Came back after something was decided`, `id="r:2026"`, `Second &amp; third`, `<a href="../../ask/lessons/pattern/late-handover/#r:2025"><span class="n">1</span></a>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, not := range []string{"Draft", "Retired", "nobody sings"} {
		if strings.Contains(html, not) {
			t.Errorf("the page shows %s", not)
		}
	}
}

// Of many lessons the first page has the newest, and rows there do not offer to
// be combined, since not all are there.
func TestManyLessons(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range allLessons + 1 {
		files[fmt.Sprintf("lessons/l%03d.md", i)] = fmt.Sprintf("---\ndate: 20%02d-01-02\npatterns: [p]\n---\n# L%d\n", 10+i%15, i)
	}
	s := siteOn(t, "2026-07-01", files)
	data := page(t, s, "ask/lessons/").Above.Data.(*LessonList)
	if len(data.Lessons) != newestLessons || data.More != allLessons+1-newestLessons || data.Lessons[0].Day.ISO != "2024-01-02" {
		t.Errorf("%d lessons, %d more, the first of %s", len(data.Lessons), data.More, data.Lessons[0].Day.ISO)
	}
	if len(data.Years) != yearsMost || data.Years[yearsMost-1] != "2024" {
		t.Errorf("years %v", data.Years)
	}
	if html := rendered(t, s, "ask/lessons/"); strings.Contains(html, "data-facet=") || strings.Contains(html, "data-facets=") || !strings.Contains(html, "101 older ones") {
		t.Error("the page offers to combine parts, or does not tell how many are missing")
	}
	if data := page(t, s, "ask/lessons/year/2012/").Above.Data.(*LessonList); len(data.Lessons) != 14 {
		t.Errorf("%d lessons of 2012", len(data.Lessons))
	}
	if got := LessonsLearned.Addresses(siteOn(t, "2026-07-01", map[string]string{"lessons/a.md": "---\nstatus: draft\n---\n# A\n"})); len(got) > 0 {
		t.Errorf("without lessons there is %v", got)
	}
}

// TestFacetPages wants each part of the lessons to be a page that lists the
// lessons that carry it and no others, with the number that the page of all
// gives, so that parts work without a script.
func TestFacetPages(t *testing.T) {
	t.Parallel()
	s := lessonSite(t, lessonFiles)
	all := page(t, s, "ask/lessons/").Above.Data.(*LessonList)
	facets := 0
	for _, sort := range all.Facets {
		for _, f := range sort.Facets {
			facets++
			var want, got []string
			for _, l := range all.Lessons {
				if slices.Contains(strings.Fields(l.Facets), f.Key) {
					want = append(want, l.Doc.Name)
				}
			}
			address := strings.TrimPrefix(f.Count.Href, "../../")
			if !strings.HasPrefix(address, "ask/lessons/") { // the page of what they touch, which tells of more
				html := rendered(t, s, address)
				for _, name := range want {
					if !strings.Contains(html, template.HTMLEscapeString(name)+"</a>") {
						t.Errorf("/%s does not lead to %s", address, name)
					}
				}
				continue
			}
			for _, l := range page(t, s, address).Above.Data.(*LessonList).Lessons {
				got = append(got, l.Doc.Name)
			}
			if !slices.Equal(got, want) || len(got) != f.Count.N {
				t.Errorf("/%s lists %v, want %v, counted as %d", address, got, want, f.Count.N)
			}
		}
	}
	if facets < 4 {
		t.Errorf("only %d facets were tried", facets)
	}
}
