package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var standardFiles = map[string]string{
	"org.yaml":                 "teams:\n  finance: Finance\n  gone: {name: Gone, retired: 2020-01-01}\n",
	"charters/support.md":      "---\nstandards:\n  - reply: meets\n  - words: working on it by 2026-09-30\n  - safe: exempt (no-bikes)\n---\n# Customer Support\n",
	"charters/studio.md":       "---\nstandards:\n  - words: exempt (long-pages)\n  - reply: whenever it rains\n---\n# Studio\n",
	"charters/checkout.md":     "---\nstandards:\n  - safe: not yet\n---\n# Checkout\n",
	"standards/reply.md":       "---\nowner: support\napplies-to: [support, checkout]\n---\n# First reply\n",
	"standards/words.md":       "---\napplies-to: everyone\n---\n# Plain words\n",
	"standards/safe.md":        "---\napplies-to: [checkout, support]\n---\n# Safe to ride\n",
	"standards/lonely.md":      "---\napplies-to: [nobody-known]\n---\n# Lonely\n",
	"standards/old.md":         "---\nstatus: retired\napplies-to: everyone\n---\n# Old\n",
	"decisions/long-pages.md":  "---\ndate: 2026-01-05\nwaives: words\nscope: [studio]\nuntil: 2026-06-30\n---\n# Long pages\n",
	"decisions/no-bikes.md":    "---\ndate: 2026-01-05\nwaives: safe\nscope: [support]\nuntil: the move\n---\n# No bikes\n",
	"decisions/checkout.md":    "---\ndate: 2026-01-05\nwaives: reply\nchanges: [checkout]\nuntil: 2026-12-31\n---\n# Checkout waits\n",
	"decisions/reply-twice.md": "---\ndate: 2026-02-05\nwaives: reply\nscope: [support]\n---\n# Support too\n",
}

func TestStandards(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", standardFiles)
	a, html := madeAt[Adopted](t, s, "ask/standards/")
	var got []string
	for _, row := range a.Teams {
		cells := ""
		for i, c := range row.Cells {
			cells += " " + a.Standards[i].Ref.ID + "=" + c.State.Name + " " + c.By.text()
		}
		got = append(got, fmt.Sprintf("%s %d/%d:%s", row.Team.ID, row.Totals.Meets.N, row.Totals.Of, cells))
	}
	want := []string{
		"checkout 0/3: reply=exempt 2026-12-31 lonely=not-concerned  words=silent  safe=not-yet ",
		"finance 0/1: reply=not-concerned  lonely=not-concerned  words=silent  safe=not-concerned ",
		"studio 0/2: reply=unread  lonely=not-concerned  words=exempt 2026-06-30 safe=not-concerned ",
		"support 1/3: reply=meets  lonely=not-concerned  words=working 2026-09-30 safe=exempt the move",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	got = nil
	for _, e := range a.Exempt {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s until %s by %s %s", e.Team.ID, e.Standard.ID, e.By.text(), e.Evidence.File, e.Said)))
	}
	want = []string{
		"studio words until 2026-06-30 by decisions/long-pages.md",
		"checkout reply until 2026-12-31 by decisions/checkout.md",
		"support reply until  by decisions/reply-twice.md reply: meets",
		"support safe until the move by decisions/no-bikes.md",
	}
	if !slices.Equal(got, want) {
		t.Errorf("exemptions\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := refNames(a.Unmet) + "; " + refNames(a.Unapplied); got != "Plain words, Safe to ride; Lonely" {
		t.Errorf("met by nobody; concern nobody: %s", got)
	}
	wantOn(t, html,
		`class="tbl matrix"`, `data-label="Plain words"`, `<tr id="r:exempt-studio-words" data-due="2026-06-30">`,
		`href="../../charters/support/#r:standards-1"`, `href="../../ask/standards/reply/#r:meets"`, `href="../../charters/support/#r:standards"`,
		`<time datetime="2026-09-30" data-due>30 September 2026</time>`, "No end is written", "the charter says: reply: meets")
	if strings.Contains(html, "Gone") || strings.Contains(html, ">Old<") {
		t.Error("what is retired is on the page")
	}
}

func TestOneStandard(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, "2026-08-01", standardFiles)
	a, html := madeAt[Adopted](t, s, "ask/standards/reply/")
	var got []string
	for _, st := range a.Standards[0].Stands {
		got = append(got, fmt.Sprintf("%s %s %v %s %s", st.Team.ID, st.State.Name, st.Applies, st.ID, st.Said))
	}
	if want := []string{"support meets true r:meets ", "checkout exempt true r:exempt ", "studio unread false r:unread reply: whenever it rains"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	wantOn(t, html, "<h1>First reply</h1>", `id="r:meets"`, "does not have to", `href="../../../decisions/checkout/`)
	if rows := Standards.Table(page(t, s, "ask/standards/reply/")).Rows; len(rows) != 3 || strings.Join(rows[1], " ") != "checkout reply exempt 2026-12-31 decisions/checkout.md:3" {
		t.Errorf("table %q", rows)
	}
	for _, a := range []string{"ask/standards/old/", "ask/standards/nothing/"} {
		if _, ok := s.Page(a); ok {
			t.Errorf("/%s has a page", a)
		}
	}
}

// With many standards there is no matrix: each that concerns many teams has its
// teams on a page of its own, the others name them in the list.
func TestManyStandards(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 30 {
		applies := "[t00, t01]"
		if i%2 == 0 {
			applies = "everyone"
		}
		files[fmt.Sprintf("standards/s%02d.md", i)] = "---\napplies-to: " + applies + "\n---\n# S\n"
	}
	for i := range 20 {
		files[fmt.Sprintf("charters/t%02d.md", i)] = "---\nstandards:\n  - s00: meets\n  - s01: not yet\n---\n# T\n"
	}
	s := siteOnDay(t, "2026-08-01", files)
	a, html := madeAt[Adopted](t, s, "ask/standards/")
	if a.Matrix || strings.Contains(html, "matrix") || len(a.Standards) != 30 || len(a.Teams) != 20 {
		t.Fatalf("matrix %v, %d standards, %d teams", a.Matrix, len(a.Standards), len(a.Teams))
	}
	if c := a.Standards[0].Totals; c.Of != 20 || c.Meets.N != 20 || c.Meets.Href != "../../ask/standards/s00/#r:meets" || a.Standards[0].Stands != nil {
		t.Errorf("s00: %+v", c)
	}
	if c := a.Standards[3]; c.Totals.Silent.N != 2 || c.Totals.Silent.Href != "../../ask/standards/#r:standard-s03" || len(c.Stands) != 2 {
		t.Errorf("s03: %+v", c)
	}
	if c := a.Teams[0].Totals; c.Of != 30 || c.Meets.N != 1 || c.NotYet.N != 1 || c.Silent.N != 28 || c.NotYet.Href != "../../charters/t00/#r:standards" {
		t.Errorf("t00: %+v", c)
	}
	if _, ok := s.Page("ask/standards/s03/"); ok {
		t.Error("a standard of two teams has a page")
	}
	one, _ := madeAt[Adopted](t, s, "ask/standards/s01/")
	if n := len(one.Standards[0].Stands); n != 20 {
		t.Errorf("s01 lists %d teams", n)
	}
}

// The totals of very many standards stand on several pages, and what nobody
// meets leads to the row of each.
func TestVeryManyStandards(t *testing.T) {
	t.Parallel()
	files := map[string]string{"charters/t.md": "# T\n"}
	for i := range 2*pageStandards + 1 {
		files[fmt.Sprintf("standards/s%03d.md", i)] = "---\napplies-to: [t]\n---\n# S\n"
	}
	s := siteOnDay(t, "2026-08-01", files)
	shown := map[string]bool{}
	for _, address := range []string{"ask/standards/", "ask/standards/page/2/", "ask/standards/page/3/"} {
		a, html := madeAt[Adopted](t, s, address)
		if n := strings.Count(html, `<tr id="r:standard-`); n != len(a.Standards) || n > pageStandards || len(a.Pages) != 3 {
			t.Errorf("/%s: %d rows of %d, %d pages", address, n, len(a.Standards), len(a.Pages))
		}
		for _, one := range a.Standards {
			shown[one.Ref.ID] = true
		}
	}
	if len(shown) != 2*pageStandards+1 {
		t.Errorf("%d standards are shown", len(shown))
	}
	a, _ := madeAt[Adopted](t, s, "ask/standards/")
	if got := len(a.Unmet) + a.MoreUnmet; got != 2*pageStandards+1 || a.Teams[0].Totals.Silent.N != got {
		t.Errorf("%d that nobody meets, totals %+v", got, a.Teams[0].Totals)
	}
	for _, no := range []string{"ask/standards/page/1/", "ask/standards/page/4/"} {
		if _, ok := s.Page(no); ok {
			t.Errorf("/%s has a page", no)
		}
	}
}
