package view

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/change"
	"remit/generator/internal/document"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
	"remit/themes"
)

// changedSite is a site whose documents were edited as the given texts say,
// the newest edit first.
func changedSite(t *testing.T, now map[string]string, edits ...[3]string) *Site {
	t.Helper()
	s := siteOf(t, now)
	s.Model.Today = time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC)
	then := func(path, text string) *document.Document {
		if text == "" {
			return nil
		}
		return siteOf(t, map[string]string{path: text}).Model.Docs[0]
	}
	s.Edits = func() (list []Edit) {
		for i, e := range edits {
			list = append(list, Edit{Day: source.Date{Year: 2026, Month: 8, Day: 10 - i}, Commit: strings.Repeat(string(rune('a'+i)), 10), Before: then(e[0], e[1]), After: then(e[0], e[2])})
		}
		return list
	}
	return s
}

func TestChanged(t *testing.T) {
	t.Parallel()
	const path = "charters/support.md"
	charter := func(limit string) string {
		return "---\nowns:\n  - Doors\ndecides:\n  - Refunds up to " + limit + " EUR: alone\n---\n\n# Support\n\nWe help.\n"
	}
	s := changedSite(t, map[string]string{path: charter("300")},
		[3]string{path, charter("200"), charter("300")},
		[3]string{"pages/old.md", "# Old\n\nText.\n", ""},
		[3]string{path, charter("100"), charter("200")},
		[3]string{path, charter("100") + "\nMore.\n", charter("100")})
	p := page(t, s, "ask/changed/")
	data := p.Above.Data.(*Changes)
	if data.From.ISO != "2026-05-22" || data.Cut || len(data.Days) != 3 {
		t.Fatalf("%+v", data)
	}
	first := data.Days[0].Changes[0]
	if first.Sentence != "Support decides refunds up to 300 EUR alone, was up to 200 EUR." || first.Sort != "decision-limit" || first.Matter != "Decision" ||
		first.Team.Href != "../../charters/support/" || first.At != (Passage{"Support", "../../charters/support/#r:decides-1", path, 5}) || first.Commit != "aaaaaaaaaa" {
		t.Errorf("%+v", first)
	}
	gone := data.Days[1].Changes[0]
	if gone.At != (Passage{"Old", "", "pages/old.md", 1}) || gone.Team.Name != "" || gone.Sort != "document-gone" {
		t.Errorf("%+v", gone)
	}
	if older := data.Days[2].Changes[0]; older.At.Href != "../../charters/support/" || older.ID == first.ID {
		t.Errorf("a line that reads in another way now: %+v", older)
	}
	table := Changed.Table(p)
	if len(table.Rows) != 3 || len(table.Rows[0]) != len(table.Columns) || table.Rows[0][0] != "2026-08-10" {
		t.Errorf("%+v", table)
	}
	th, problems := theme.Load(themes.Default(), nil, Templates()...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	html, err := th.Render(nil, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`data-since="changed"`, `<h2 id="r:2026-08-10"><time datetime="2026-08-10">10 August 2026</time></h2>`, `<a class="at" href="../../charters/support/#r:decides-1">Support</a>`, `href="feed.xml"`, `pages/old.md (no longer there)`} {
		if !strings.Contains(string(html), want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	news := s.News("changed")
	if len(news) != 3 || news[0].Title != first.Sentence || news[0].Address != "charters/support/#r:decides-1" || news[1].HasPage {
		t.Errorf("%+v", news)
	}
}

// No page is made of nothing, of words alone, or of what is out of the window.
func TestChangedNothing(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]*Site{
		"nobody knows": siteOf(t, small),
		"no edits":     changedSite(t, small),
		"words alone":  changedSite(t, small, [3]string{"team/a.md", small["team/a.md"], small["team/a.md"] + "More.\n"}),
	} {
		if _, ok := s.Page("ask/changed/"); ok || len(s.News("changed")) > 0 {
			t.Errorf("%s: there is a page", name)
		}
	}
	s := changedSite(t, small, [3]string{"team/x.md", "# X\n", ""})
	s.Model.Today = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, ok := s.Page("ask/changed/"); ok {
		t.Error("a page about what is long ago")
	}
}

func TestChangedMany(t *testing.T) {
	t.Parallel()
	var before, after strings.Builder
	for i := range 700 {
		before.WriteString(fmt.Sprintf("  - Area %d\n", i))
		after.WriteString(fmt.Sprintf("  - Thing %d of ours and others\n", 1000+i))
	}
	charter := func(areas string) string { return "---\nowns:\n" + areas + "---\n\n# Support\n\nWe help.\n" }
	s := changedSite(t, map[string]string{"charters/s.md": charter(after.String())}, [3]string{"charters/s.md", charter(before.String()), charter(after.String())})
	data := page(t, s, "ask/changed/").Above.Data.(*Changes)
	if len(data.Days) != 1 || len(data.Days[0].Changes) != mostChanges || !data.Cut {
		t.Errorf("%d days, cut %v", len(data.Days), data.Cut)
	}
	if n := len(s.News("changed")); n != mostNews {
		t.Errorf("%d entries in the feed", n)
	}
}

// Each matter has a word in each language.
func TestChangedWords(t *testing.T) {
	t.Parallel()
	s := siteOf(t, small)
	for _, m := range change.Matters {
		key := "view.changed.sort." + m
		for _, language := range []string{"en", "de"} {
			if got := s.Theme.Word(language, key); got == "" || got == key {
				t.Errorf("%s: no word for %s", language, m)
			}
		}
	}
}

func TestLessonNews(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"lessons/a.md": "---\ndate: 2026-08-01\n---\n# A\n\nWe learned.\n",
		"lessons/b.md": "---\ndate: 2026-08-03\n---\n# B\n",
		"lessons/c.md": "---\ndate: 2026-08-02\nstatus: draft\n---\n# C\n",
		"lessons/d.md": "# D\n",
		"lessons/e.md": "---\ndate: 2027-01-01\n---\n# E\n",
	})
	s.Model.Today = time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC)
	news := lessonNews(s)
	if len(news) != 2 || news[0].Title != "B" || news[1].Summary != "We learned." || news[1].Address != "lessons/a/" {
		t.Errorf("%+v", news)
	}
}

// A day on which much changed is as long as others until somebody asks for the
// rest; the file for programs has all.
func TestManyChangesOfADay(t *testing.T) {
	t.Parallel()
	owns := func(n int) string {
		var b strings.Builder
		b.WriteString("---\nowns:\n")
		for i := range n {
			fmt.Fprintf(&b, "  - Area number %d\n", i)
		}
		return b.String() + "---\n# Support\n"
	}
	const path = "charters/support.md"
	s := changedSite(t, map[string]string{path: owns(atOnce + 6)}, [3]string{path, owns(1), owns(atOnce + 6)})
	d := page(t, s, "ask/changed/").Above.Data.(*Changes).Days[0]
	if len(d.Changes) != atOnce+5 || len(d.First) != atOnce || len(d.Rest) != 5 || d.RestN != 5 {
		t.Errorf("%d changes, %d at once, %d when asked", len(d.Changes), len(d.First), len(d.Rest))
	}
	if html := rendered(t, s, "ask/changed/"); !strings.Contains(html, "<summary>5 more of this day</summary>") {
		t.Error("the page does not offer the rest")
	}
}
