package view

import (
	"fmt"
	"strings"
	"testing"
)

// glanced writes a glance a fact a line.
func glanced(g *Glance) string {
	var b strings.Builder
	fmt.Fprintf(&b, "owns %d, decides %d, needs %d", g.Owns.N, g.Decides.N, g.Needs.N)
	for _, r := range g.Whom {
		b.WriteString(" " + r.ID)
	}
	fmt.Fprintf(&b, ", counts on %d", g.CountsOn.N)
	if g.Sponsor != nil {
		b.WriteString(" " + g.Sponsor.ID)
	}
	b.WriteString("\n")
	for _, h := range g.Standards {
		fmt.Fprintf(&b, "standard %s %s %s %t\n", h.Standard.ID, h.State.Name, h.Until.ISO, h.Applies)
	}
	for _, p := range g.Promises {
		fmt.Fprintf(&b, "promise %s %s %s", p.Promise.ID, p.State.Name, p.Due.ISO)
		if p.Lesson != nil {
			b.WriteString(" " + p.Lesson.ID)
		}
		b.WriteString("\n")
	}
	for _, l := range g.Lessons {
		fmt.Fprintf(&b, "lesson %s %s\n", l.Lesson.ID, l.Date.ISO)
	}
	if g.Room != nil {
		fmt.Fprintf(&b, "room %t %s %s, %d in all\n", g.Room.Wider, g.Room.What.Words, g.Room.Date.ISO, g.RoomAll.N)
	}
	for _, p := range g.Partners {
		fmt.Fprintf(&b, "with %s %s %s we %d they %d: %s\n", p.Team.ID, p.Mode, p.Until.ISO, len(p.We), len(p.They), p.Said.Name)
	}
	for _, a := range g.Asked {
		fmt.Fprintf(&b, "asked by %s: %s, %d\n", a.Team.ID, a.Topic.Words, a.Rung.Level)
	}
	for _, r := range g.Reasons {
		fmt.Fprintf(&b, "because %s: %s %s\n", r.Words, r.By.ID, r.Since.ISO)
	}
	return b.String()
}

func TestGlance(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	if got, want := glanced(above[Glance](t, s, "charters/support/")), `owns 4, decides 5, needs 2 finance, counts on 1 ops-lead
standard plain exempt 2026-12-31 false
standard reply working 2026-09-30 true
promise mail open 2026-09-30
promise fast missed 2026-03-30 2026-06-form
lesson 2026-06-form 2026-06-09
lesson 2025-06-mail 2025-06-09
room true Refunds, from 200 to 500 EUR 2026-02-02, 2 in all
with depot service  we 1 they 0: one-side
with finance   we 1 they 0: no-charter
with studio collaboration 2026-09-30 we 1 they 0: mentioned
asked by studio: Props, 5
because A room check tells otherwise: 2026-05-r 2026-05-20
because A decision changes this charter: limit 2026-06-02
because A lesson touches this team: 2026-06-form 2026-06-09
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := glanced(above[Glance](t, s, "charters/studio/")), `owns 2, decides 1, needs 1 support, counts on 0
standard plain silent  true
standard reply silent  true
promise own open 2026-12-30
promise lost open 
lesson 2026-06-form 2026-06-09
with support collaboration 2026-09-30 we 0 they 1: mentioned
with finance   we 1 they 0: no-charter
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The page shows the facts as words and blocks, and dates as data.
func TestGlancePage(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	html := htmlAt(t, s, "charters/support/")
	mustHold(t, html, `data-blocks="■■■■■■■" href="./#r:decides-1">alone: 1</a>`, `<h2 id="r:promises">`, `<time datetime="2026-09-30" data-due>30 September 2026</time>`,
		`<span class="tag due">Missed</span> <time datetime="2026-03-30">30 March 2026</time>`, `id="r:look"`)
	mustNotHold(t, html, "ZgotmplZ", "overdue", `id="r:bars"`, `id="r:partners"`) // these lists stand in the fields that state them
	glance := html[strings.Index(html, `<section class="glance">`):strings.Index(html, `<section class="stated">`)]
	mustNotHold(t, glance, "Ada Lovelace")
	mustHold(t, htmlAt(t, s, "charters/studio/"), `<h2 id="r:bars">`) // it states none
	if n := len(html); n > 25000 {
		t.Errorf("a charter has %d bytes", n)
	}
}

// A team that has ended has no glance, a charter that says little a short one,
// and a draft tells what it has.
func TestNoGlance(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	if g := above[Glance](t, s, "charters/old/"); g != nil {
		t.Errorf("the charter of a team that has ended: %s", glanced(g))
	}
	if got, want := glanced(above[Glance](t, s, "charters/draft/")), "owns 1, decides 0, needs 0, counts on 0\nstandard reply silent  true\nwith support   we 1 they 0: one-side\n"; got != want {
		t.Errorf("a draft: %q, want %q", got, want)
	}
	bare := orgSite(t, map[string]string{"charters/a.md": "# A\n"})
	if g := above[Glance](t, bare, "charters/a/"); g != nil {
		t.Errorf("a charter that says nothing: %s", glanced(g))
	}
}

// What a glance leaves out it says, and where that is.
func TestGlanceIsShort(t *testing.T) {
	t.Parallel()
	files := map[string]string{"charters/hub.md": "---\nowns: [All]\n---\n# Hub\n"}
	for i := range 20 {
		files[fmt.Sprintf("charters/t%02d.md", i)] = fmt.Sprintf("---\nowns: [A%d]\nworks-with:\n  - hub: x\ndecides:\n  - T%d: together with hub\n---\n# T%02d\n", i, i, i)
		files[fmt.Sprintf("lessons/l%02d.md", i)] = fmt.Sprintf("---\ndate: 2026-01-%02d\ntouches: [hub]\n---\n# L%02d\n", 1+i, i)
		files[fmt.Sprintf("standards/s%02d.md", i)] = "---\napplies-to: [hub]\n---\n# S\n"
		files[fmt.Sprintf("commitments/c%02d.md", i)] = "---\nowner: hub\n---\n# C\n"
	}
	s := orgSite(t, files)
	g := above[Glance](t, s, "charters/hub/")
	got := fmt.Sprint(g.More.Standards.N, g.More.Promises.N, g.More.Lessons.N, g.More.Partners.N, g.More.Asked.N, g.AllOf, g.Holds[0].N, g.Stands[0].N, g.Lessons[0].Lesson.Name)
	if want := fmt.Sprint(20-glanceStandards, 20-glancePromises, 20-glanceLessons, 20-glancePartners, 20-glanceAsked, GlanceAll{20, 20, 20}, 20, 20, "L19"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	fields := map[string]int{}
	for _, x := range below[Dossier](t, s, "charters/hub/").Groups {
		fields[x.Field] = x.N
	}
	if got, want := fmt.Sprint(fields), "map[applies-to:20 decides:20 owner:14 touches:15 works-with:20]"; got != want {
		t.Errorf("the dossier tells %s, want %s", got, want)
	}
	mustHold(t, htmlAt(t, s, "charters/hub/"), "and 12 more")
}
