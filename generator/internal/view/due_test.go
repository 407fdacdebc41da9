package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDue(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", datedFiles)
	if got, want := Due.Addresses(s), []string{"ask/due/", "ask/due/team/bench/", "ask/due/team/shop/", "ask/due/nobody/"}; !slices.Equal(got, want) {
		t.Errorf("addresses %v, want %v", got, want)
	}
	data := page(t, s, "ask/due/").Above.Data.(*DueList)
	var got []string
	for _, g := range data.Groups {
		got = append(got, fmt.Sprintf("%s %s %s", g.ID, g.Team.Name, g.Team.Href))
		for _, r := range g.Rows {
			text := fmt.Sprintf("  %s %s", r.ID, r.Due.ISO)
			for _, e := range r.Evidence {
				text += fmt.Sprintf(" [%s %s %s]", e.Since.ISO, e.Words, e.By.Href)
			}
			got = append(got, text)
		}
	}
	want := `r:team/bench Bench 
  r:decisions/no-words:revisit:2026-10-31 2026-10-31
r:team/shop Shop ../../charters/shop/
  r:charters/shop:review 2026-03-04 [2026-04-01 the lesson “A” is newer ../../lessons/2026-04-a/]
  r:standards/plain-words:source:2026-02-28 2026-02-28
  r:standards/plain-words:review 2026-06-01
  r:commitments/fast:promise:2026-06-30 2026-06-30
  r:charters/shop:room:2026-08-31 2026-08-31
  r:decisions/no-words:exemption:2026-12-31 2026-12-31
r:nobody  
  r:playbooks/lost:review 2027-01-01`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	if p := page(t, s, "ask/due/team/shop/"); p.Heading != "Due: Shop" || len(p.Above.Data.(*DueList).Groups) != 1 {
		t.Errorf("%s has %+v", p.Heading, p.Above.Data)
	}
	if _, ok := s.Page("ask/due/team/nobody-known/"); ok {
		t.Error("there is a page for a team without a day")
	}
}

// Nothing on the page says what a day means, since it is read later.
func TestDuePage(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", datedFiles)
	html := rendered(t, s, "ask/due/")
	for _, want := range []string{
		`<tr id="r:commitments/fast:promise:2026-06-30" data-due="2026-06-30">`, `<time datetime="2027-01-01" data-due>1 January 2027</time>`,
		`<section class="found">`, "Nobody is known to keep it", `<time datetime="2026-07-01">1 July 2026</time>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	main := html[strings.Index(html, "<article"):strings.Index(html, "</article>")]
	for _, not := range []string{"overdue", "fresh", "days ago", "Draft"} {
		if strings.Contains(main, not) {
			t.Errorf("the page says %s", not)
		}
	}
	if rows := dueTable(page(t, s, "ask/due/")).Rows; len(rows) != 8 || rows[1][5] != "2026-04-01 the lesson “A” is newer" {
		t.Errorf("table %q", rows)
	}
}

// The page of all teams stays short; that of a team has everything.
func TestMuchDue(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range dueMost + 40 {
		files[fmt.Sprintf("playbooks/p%03d.md", i)] = fmt.Sprintf("---\nowner: t%d\nreviewed: 2026-01-01\n---\n# P\n", i%4)
	}
	s := siteOn(t, "2026-07-01", files)
	data := page(t, s, "ask/due/").Above.Data.(*DueList)
	if len(data.Groups) != 4 || len(data.Groups[0].Rows) != dueMost/4 || data.Groups[0].More != (Count{10, "../../ask/due/team/t0/"}) {
		t.Errorf("%d rows and %+v more", len(data.Groups[0].Rows), data.Groups[0].More)
	}
	if data := page(t, s, "ask/due/team/t0/").Above.Data.(*DueList); len(data.Groups[0].Rows) != 135 || data.Groups[0].More.N != 0 {
		t.Errorf("the team's page has %d rows", len(data.Groups[0].Rows))
	}
	if got := Due.Addresses(siteOn(t, "2026-07-01", map[string]string{"a.md": "# A\n"})); len(got) > 0 {
		t.Errorf("nothing is due, and there is %v", got)
	}
}
