package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
	"remit/themes"
)

// themeWithViews is the default theme with the templates of derived views.
var themeWithViews = sync.OnceValues(func() (*theme.Theme, []string) {
	th, problems := theme.Load(themes.Default(), nil, Templates()...)
	var told []string
	for _, p := range problems {
		told = append(told, p.Message)
	}
	return th, told
})

// siteOnDay is a site as it is made for a day; org.yaml may be among its files.
func siteOnDay(t *testing.T, day string, files map[string]string) *Site {
	t.Helper()
	s := siteOf(t, files)
	th, problems := themeWithViews()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s.Theme = th
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	s.Model.Today = today
	if text, ok := files["org.yaml"]; ok {
		s.Model.Org, _ = schema.DecodeOrg([]byte(text))
	}
	return s
}

// madeAt is the data of a derived page and the page as HTML. What is shown must
// hold no address that html/template refused, and the data must be JSON.
func madeAt[T any](t *testing.T, s *Site, address string) (*T, string) {
	t.Helper()
	p := page(t, s, address)
	data, ok := p.Above.Data.(*T)
	if !ok {
		t.Fatalf("/%s holds a %T", address, p.Above.Data)
	}
	body, err := s.Theme.Render(nil, p)
	if err != nil {
		t.Fatal(err)
	}
	html, _, _ := strings.Cut(string(body), "<dialog") // the words of the script stand in a dialog
	if strings.Contains(html, "ZgotmplZ") {
		t.Errorf("/%s holds an address that was refused", address)
	}
	if _, err := json.Marshal(data); err != nil {
		t.Error(err)
	}
	return data, html
}

// wantOn tells what is missing on a page.
func wantOn(t *testing.T, html string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(html, want) {
			t.Errorf("no %s on the page", want)
		}
	}
}

func absent(t *testing.T, s *Site, name string) {
	t.Helper()
	for _, a := range s.Addresses() {
		if strings.HasPrefix(a, Base+name+"/") {
			t.Errorf("/%s is listed, and has nothing to say", a)
		}
	}
	if _, ok := s.Page(Base + name + "/"); ok {
		t.Errorf("%s has a page, and nothing to say", name)
	}
}

var roomFiles = map[string]string{
	"charters/support.md": `---
decides:
  - Refunds up to 500 EUR: alone
  - Opening hours: alone
autonomy-because: The goals come from the shop plan.
room:
  - date: 2026-02-02
    wider: Refunds we settle alone, from 200 to 500 EUR
    because: Finance changed none of them
    decision: refund-limit
  - date: 2025-06-01
    narrower: Orders above 200 EUR
    because: Two orders came twice
    support: Two afternoons with a coach
    until: 2025-09
  - date: some day in spring
    narrower: Shifts
    until: the fair
  - date: 2026-03-01
    because: Nobody said of what
---
# Customer Support

We answer.
`,
	"charters/studio.md":  "---\ndecides:\n  - Refund up to 100 EUR: shop-lead decides, because the audit asks for it\n  - Opening hours: then tell support\n---\n# Studio\n",
	"charters/old.md":     "---\nstatus: retired\nroom:\n  - date: 2026-01-01\n    wider: Gone\n---\n# Old team\n",
	"charters/planned.md": "---\nstatus: draft\nroom:\n  - date: 2026-01-01\n    wider: Not yet\n---\n# Planned\n",
	"decisions/refund-limit.md": `---
date: 2026-02-02
changes: [support, studio]
wider: Refunds up to 500 EUR alone
revisit: 2026-08
---
# Refunds up to 500 EUR
`,
	"decisions/orders.md": "---\ndate: 2026-04-01\nnarrower: Orders above 900 EUR\nscope: [studio]\nsupport: A coach\nuntil: 2026-05-31\n---\n# Orders wait\n",
	"decisions/all.md":    "---\ndate: 2026-04-02\nwider: Everybody may\n---\n# Everybody\n",
	"decisions/draft.md":  "---\nstatus: draft\ndate: 2026-04-03\nwider: Not decided\n---\n# Draft\n",
}

// What logs and decisions say is one list; what both say is there once, as the
// log has it, save for teams whose log is silent.
func TestRoom(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", roomFiles)
	r, html := madeAt[Rooms](t, s, "ask/room/")
	var got []string
	for _, y := range r.Years {
		got = append(got, fmt.Sprintf("%s %d/%d", y.Year, y.Wider.N, y.Narrower.N))
		for _, m := range y.Moves {
			got = append(got, fmt.Sprintf(" %s %s %s: %s until %s %s", m.Date.ISO, refNames(m.Teams), m.Direction.Name, m.What, m.Until.text(), m.ID))
		}
	}
	want := []string{
		"2026 3/1",
		" 2026-04-02  wider: Everybody may until  r:all-2026-04-02",
		" 2026-04-01 Studio narrower: Orders above 900 EUR until 2026-05-31 r:orders-2026-04-01",
		" 2026-03-01 Customer Support unclear: date: 2026-03-01, because: Nobody said of what until  r:support-2026-03-01",
		" 2026-02-02 Customer Support wider: Refunds we settle alone, from 200 to 500 EUR until  r:support-2026-02-02",
		" 2026-02-02 Studio wider: Refunds up to 500 EUR alone until 2026-08-31 r:refund-limit-2026-02-02",
		"2025 0/1",
		" 2025-06-01 Customer Support narrower: Orders above 200 EUR until 2025-09-30 r:support-2025-06-01",
		" 0/1",
		"  Customer Support narrower: Shifts until the fair r:support-narrower",
	}

	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var again []string
	for _, m := range r.LookAgain {
		again = append(again, m.Until.Words)
	}
	if want := []string{"September 2025", "31 May 2026", "the fair"}; !slices.Equal(again, want) {
		t.Errorf("to look at again %q, want %q", again, want)
	}
	wantOn(t, html,
		`<time datetime="2025-09-30" data-due>September 2025</time>`, `<tr id="r:support-2025-06-01" data-due="2025-09-30">`,
		`href="../../charters/support/#r:room-2"`, `some day in spring`, `Two afternoons with a coach`, "No team is named", `href="../../decisions/orders/"`)
	for _, not := range []string{"Gone", "Not yet", "Not decided", "overdue"} {
		if strings.Contains(html, not) {
			t.Errorf("%q is on the page", not)
		}
	}
}

// Teams differ where the same amount is decided two rungs apart or more, and
// not where both tell who of them decides.
func TestRoomApart(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", roomFiles)
	r, html := madeAt[Rooms](t, s, "ask/room/")
	if len(r.Topics) != 1 || r.Topics[0].Words != "Refund" && r.Topics[0].Words != "Refunds" || r.Topics[0].Href != "../../ask/who-decides/refund/" {
		t.Fatalf("topics %+v", r.Topics)
	}
	var got []string
	for _, row := range r.Topics[0].Rows {
		got = append(got, fmt.Sprintf("%s %s %d %s %v %s", row.Team.Name, row.Limit, row.Rung.Level, row.Because, row.Whole, row.At.Href))
	}
	if want := []string{
		"Studio up to 100 EUR 1 the audit asks for it false ../../charters/studio/#r:decides-1",
		"Customer Support up to 500 EUR 7 The goals come from the shop plan. true ../../charters/support/#r:decides-1",
	}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	wantOn(t, html, `id="r:topic-refund"`, "said of the whole charter")

	for name, lines := range map[string][2]string{
		"other amounts":  {"Tools up to 100 EUR: alone", "Tools above 100 EUR: together with x"},
		"other units":    {"Tools up to 100 EUR: alone", "Tools up to 100 hours: together with x"},
		"one rung apart": {"Tools: alone", "Tools: then tell x"},
		"not understood": {"Tools: alone", "Tools: as we please"},
		"one decision":   {"Tools: after advice from b", "Tools: a decides after hearing us"},
	} {
		s := siteOnDay(t, "2026-08-01", map[string]string{
			"charters/a.md": "---\ndecides:\n  - " + lines[0] + "\n---\n# A\n",
			"charters/b.md": "---\ndecides:\n  - " + lines[1] + "\n---\n# B\n",
		})
		if apart := s.topicsApart(); len(apart) != 0 {
			t.Errorf("%s: %q and %q differ", name, lines[0], lines[1])
		}
	}
	one := siteOnDay(t, "2026-08-01", map[string]string{"charters/a.md": "---\ndecides:\n  - Tools in May: alone\n  - Tools in May: x decides\n---\n# A\n"})
	absent(t, one, "room")
}

// A page does not grow with the years: the oldest get pages of their own.
func TestRoomIsBounded(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 40 {
		var b strings.Builder
		b.WriteString("---\nroom:\n")
		for y := range 20 {
			fmt.Fprintf(&b, "  - date: %d-05-0%d\n    wider: More of %d\n", 2006+y, 1+i%9, y)
		}
		files[fmt.Sprintf("charters/t%02d.md", i)] = b.String() + "---\n# T\n"
	}
	s := siteOnDay(t, "2026-08-01", files)
	r, html := madeAt[Rooms](t, s, "ask/room/")
	if n := strings.Count(html, "<tr"); n > maxMoves+20 || len(r.Older) != 13 || len(r.Years) != 7 {
		t.Errorf("%d rows, %d years, %d older ones", n, len(r.Years), len(r.Older))
	}
	wantOn(t, html, `href="../../ask/room/2018/"`)
	old, _ := madeAt[Rooms](t, s, "ask/room/2018/")
	if len(old.Years) != 1 || len(old.Years[0].Moves) != 40 || old.Years[0].Wider.N != 40 {
		t.Errorf("2018 holds %+v", old.Years)
	}
	for _, a := range []string{"ask/room/2025/", "ask/room/2018", "ask/room/x/"} {
		if _, ok := s.Page(a); ok {
			t.Errorf("/%s has a page", a)
		}
	}
	rows := Room.Table(page(t, s, "ask/room/2018/")).Rows
	if len(rows) != 40 || rows[0][2] != "wider" {
		t.Errorf("%d rows in the table: %q", len(rows), rows[0])
	}
}

func TestViewsOfNothing(t *testing.T) {
	t.Parallel()
	for _, files := range []map[string]string{small, {"charters/a.md": "---\nstatus: draft\nautonomy: full\n---\n# A\n", "standards/s.md": "---\nstatus: retired\n---\n# S\n", "commitments/c.md": "---\ndue: 2026-01-01\n---\n# C\n"}} {
		s := siteOnDay(t, "2026-08-01", files)
		for _, name := range []string{"room", "paper-and-practice", "standards", "balance", "how-we-work"} {
			absent(t, s, name)
		}
	}
}

// What has no page, since another document has its address, is told without a
// link.
func TestRoomOfAClash(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", map[string]string{
		"charters/A b.md": "---\nroom:\n  - date: 2026-01-01\n    wider: Shifts\n---\n# One\n",
		"charters/a-b.md": "# Other\n",
	})
	_, html := madeAt[Rooms](t, s, "ask/room/")
	wantOn(t, html, `<a class="at">Shifts</a>`)
}
