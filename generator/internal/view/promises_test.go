package view

import (
	"fmt"
	"strings"
	"testing"
)

var promiseFiles = map[string]string{
	"charters/shop.md":     "---\nowns: [Sales]\n---\n# Shop\n",
	"commitments/slow.md":  "---\nowner: shop\ndue: 2026-09-30\nmoved:\n  - 2026-06-30: the scanner came late\n  - 2025-12-15: too early\nresults:\n  - Waiting: from 9 days to 3 days\n  - Joy\ncheck-ins:\n  - {date: 2026-07-28, say: Half way, feels: at risk, needs: A label}\n  - {date: 2026-07-01, say: Begun, feels: on track}\n---\n# Slow & <sure>\n",
	"commitments/kept.md":  "---\nowner: nobody-we-know\ndue: 2026-06-12\noutcome: kept\n---\n# Kept\n",
	"commitments/miss.md":  "---\nowner: shop\ndue: 2026-05-12\noutcome: missed\nlesson: 2026-05-a\n---\n# Miss\n",
	"commitments/half.md":  "---\nowner: shop\ndue: 2026-05-20\noutcome: partly\n---\n# Half\n",
	"commitments/text.md":  "---\nowner: shop\ndue: next spring\n---\n# Some day\n",
	"commitments/idea.md":  "---\nowner: shop\ndue: 2026-05-12\nstatus: draft\n---\n# Idea\n",
	"commitments/gone.md":  "---\nowner: shop\ndue: 2026-05-12\nstatus: retired\n---\n# Gone\n",
	"lessons/2026-05-a.md": "---\nowner: shop\ndate: 2026-05-20\n---\n# What the miss taught\n",
	"lessons/2026-06-b.md": "---\nowner: shop\ndate: 2026-06-20\ntouches: [miss]\n---\n# Once more\n",
	"lessons/2026-06-c.md": "---\nowner: shop\ndate: 2026-06-20\ntouches: [half]\nstatus: draft\n---\n# Not yet told\n",
}

func promised(t *testing.T, s *Site, key string) *Promised {
	t.Helper()
	return page(t, s, "ask/promises/"+key).Above.Data.(*Promised)
}

func TestPromises(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-08-01", promiseFiles)
	data := promised(t, s, "")
	say := func(list []Promise) string {
		var all []string
		for _, p := range list {
			text := fmt.Sprintf("%s|%s%s|%s %s|%s", p.ID, p.Due.ISO, p.DueText, p.Team.Name, p.Team.Href, p.State.Name)
			for _, l := range p.Lessons {
				text += "|" + l.Href
			}
			if p.NoLesson {
				text += "|no lesson"
			}
			all = append(all, text)
		}
		return strings.Join(all, "\n")
	}
	if got, want := say(data.Open), "r:commitments/slow|2026-09-30|Shop ../../charters/shop/|open\nr:commitments/text|next spring|Shop ../../charters/shop/|open"; got != want {
		t.Errorf("open: got\n%s\nwant\n%s", got, want)
	}
	if got, want := say(data.Ended), "r:commitments/kept|2026-06-12|nobody-we-know |kept\nr:commitments/half|2026-05-20|Shop ../../charters/shop/|partly|no lesson\n"+
		"r:commitments/miss|2026-05-12|Shop ../../charters/shop/|missed|../../lessons/2026-05-a/|../../lessons/2026-06-b/"; got != want {
		t.Errorf("ended: got\n%s\nwant\n%s", got, want)
	}
	slow := data.Open[0]
	if got, want := fmt.Sprint(slow.Results), "[{Waiting from 9 days to 3 days {Slow & <sure> ../../commitments/slow/#r:results-1 commitments/slow.md 8}} {Joy  {Slow & <sure> ../../commitments/slow/#r:results-2 commitments/slow.md 9}}]"; got != want {
		t.Errorf("results %s, want %s", got, want)
	}
	if w := slow.CheckIn; w == nil || w.Day.ISO != "2026-07-28" || w.Feels.Words != "At risk" || w.Needs != "A label" || w.Where.Href != "../../commitments/slow/#r:check-ins-1" {
		t.Errorf("newest check-in %+v", w)
	}
	if len(slow.Moved) != 2 || slow.Moved[0].Day.ISO != "2025-12-15" || slow.Moved[1].Reason != "the scanner came late" {
		t.Errorf("moved %+v", slow.Moved)
	}
}

// A promise stands on the page of each quarter for which it was made.
func TestPromisesOfQuarters(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-08-01", promiseFiles)
	var got []string
	for _, f := range promised(t, s, "2026-q2/").Quarters {
		got = append(got, fmt.Sprintf("%s %s %d %s %t", f.Value, f.Words, f.Count.N, f.Count.Href, f.Current))
	}
	want := "2026-q3 Q3 2026 1 ../../../ask/promises/2026-q3/ false, 2026-q2 Q2 2026 4 ../../../ask/promises/2026-q2/ true, 2025-q4 Q4 2025 1 ../../../ask/promises/2025-q4/ false"
	if g := strings.Join(got, ", "); g != want {
		t.Errorf("got %s, want %s", g, want)
	}
	p := page(t, s, "ask/promises/2025-q4/")
	if p.Title != "Promises for Q4 2025" || p.Heading != p.Title {
		t.Errorf("title %q, heading %q", p.Title, p.Heading)
	}
	if data := p.Above.Data.(*Promised); len(data.Open) != 1 || len(data.Ended) != 0 || data.Open[0].Doc.ID != "slow" {
		t.Errorf("2025-q4 has %+v", data)
	}
	for _, key := range []string{"2026-q1/", "2026-q2", "q2/", "x"} {
		if _, ok := s.Page("ask/promises/" + key); ok {
			t.Errorf("there is a page %q", key)
		}
	}
}

func TestPromisesPage(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-08-01", promiseFiles)
	html := rendered(t, s, "ask/promises/")
	for _, want := range []string{
		`<tr id="r:commitments/slow" data-due="2026-09-30">`, `<time datetime="2026-09-30" data-due>30 September 2026</time>`,
		`Slow &amp; &lt;sure&gt;</a>`, `moved from 30 June 2026</a>: the scanner came late`, `<span class="tag due">At risk</span> Half way`,
		`next spring`, `no lesson yet`, `<span class="tag ok">Kept</span>`, `href="../../ask/promises/2026-q2/">Q2 2026 <span class="n">4</span>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, not := range []string{"Idea", "Gone", "Not yet told", "overdue"} {
		if strings.Contains(html, ">"+not) {
			t.Errorf("the page shows %s", not)
		}
	}
	if table := promiseTable(page(t, s, "ask/promises/")); len(table.Rows) != 5 || len(table.Rows[0]) != len(table.Columns) || table.Rows[0][5] != "2025-12-15: too early; 2026-06-30: the scanner came late" {
		t.Errorf("table %+v", table)
	}
}

func TestNoPromises(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-08-01", map[string]string{"commitments/a.md": "---\nstatus: draft\n---\n# A\n"})
	if got := Promises.Addresses(s); len(got) > 0 {
		t.Errorf("addresses %v", got)
	}
	if _, ok := Promises.Page(s, "ask/promises/"); ok {
		t.Error("an empty page")
	}
}

// rendered is the HTML of a page as it is published.
func rendered(t *testing.T, s *Site, address string) string {
	t.Helper()
	out, err := s.Theme.Render(nil, page(t, s, address))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "ZgotmplZ") {
		t.Errorf("a template refuses an address on %s", address)
	}
	return string(out)
}
