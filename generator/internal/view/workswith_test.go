package view

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"strings"
	"testing"

	"remit/generator/internal/line"
)

func related(rows []Relation) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s→%s %s %s%s: %s\n", r.ID, r.Team.ID, r.With.ID+"|"+r.With.Name, r.Mode, r.Until.ISO, r.Event, r.Said.Name)
	}
	return b.String()
}

func TestWorksWith(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	d := above[Relations](t, s, "ask/works-with/")
	if len(d.Groups) != 1 || d.Teams != 4 || d.N != 4 || len(d.Areas) != 0 {
		t.Errorf("%d groups, %d teams, %d lines, areas %v", len(d.Groups), d.Teams, d.N, d.Areas)
	}
	if got, want := related(d.Groups[0].Rows), `r:support:finance support→finance|Finance  : no-charter
r:support:studio support→studio|Studio collaboration 2026-09-30: mentioned
r:support:depot support→depot|Depot service : one-side
r:studio:finance studio→finance|Finance  : no-charter
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := related(d.OneSided); got != "r:support:depot support→depot|Depot service : one-side\n" {
		t.Errorf("one-sided: %s", got)
	}
	html := htmlAt(t, s, "ask/works-with/")
	mustHold(t, html, `<section class="found">`, `<tr id="r:support:studio">`, `<time datetime="2026-09-30" data-due>`, `Customer Support</a>`, `class="limits"`)
	table := WorksWith.Table(page(t, s, "ask/works-with/"))
	if len(table.Rows) != 4 || strings.Join(table.Rows[1], ";") != "Customer Support;Studio;collaboration;collaboration until 2026-09, we write pages together;2026-09-30;mentioned;charters/support.md;19" {
		t.Errorf("the table reads %v", table.Rows)
	}
}

// Lines may be odd: to a team that has ended, to a name that nobody has, twice
// to the same team, until an event.
func TestOddRelations(t *testing.T) {
	t.Parallel()
	s := orgSite(t, map[string]string{
		"org.yaml":      "teams:\n  gone: {name: Gone, retired: 2020-01-01}\n",
		"charters/a.md": "---\nworks-with:\n  - gone: x\n  - Nobody Known: y\n  - b: one, until the move\n  - b: facilitating\n  - just words\n---\n# A\n",
		"charters/b.md": "---\nworks-with:\n  - a: z\n---\n# B\n",
	})
	d := above[Relations](t, s, "ask/works-with/")
	if got, want := related(d.Groups[0].Rows), `r:a:gone a→gone|Gone  : ended
r:a:nobody-known a→|Nobody Known  : unknown
r:a:b a→b|B  the move: both
r:a:b:2 a→b|B facilitating : both
r:a:just-words a→|just words  : unknown
r:b:a b→a|A  : both
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for name, files := range map[string]map[string]string{
		"no charter":     small,
		"a draft":        {"charters/a.md": "---\nstatus: draft\nworks-with: [b]\n---\n# A\n", "charters/b.md": "# B\n"},
		"of itself only": {"charters/a.md": "---\nworks-with: [a]\n---\n# A\n"},
	} {
		if got := WorksWith.Addresses(orgSite(t, files)); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Above some teams the lines are counted by area and stand below their areas.
func TestManyRelations(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	var org strings.Builder
	org.WriteString("teams:\n")
	for i := range mapTeams + 5 {
		fmt.Fprintf(&org, "  t%02d: {area: Area %d}\n", i, i%2)
		files[fmt.Sprintf("charters/t%02d.md", i)] = fmt.Sprintf("---\nworks-with:\n  - t%02d: x\n---\n# T%02d\n", (i+1)%(mapTeams+5), i)
	}
	files["charters/lone.md"] = "---\nworks-with:\n  - t00: y\n---\n# Lone\n"
	files["org.yaml"] = org.String()
	s := orgSite(t, files)
	d := above[Relations](t, s, "ask/works-with/")
	var got []string
	for _, a := range d.Areas {
		got = append(got, fmt.Sprint(a.From, "–", a.To, " ", a.N.N, " ", a.N.Href))
	}
	if got, want := strings.Join(got, "\n"), "No area–Area 0 1 ../../ask/works-with/#r:areas::area-0\nArea 0–Area 1 30 ../../ask/works-with/#r:areas:area-0:area-1"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	n := 0
	for _, g := range d.Groups {
		n += len(g.Rows)
	}
	if n != d.N || d.SVG != "" {
		t.Errorf("%d lines of %d", n, d.N)
	}
	mustHold(t, htmlAt(t, s, "ask/works-with/"), `<h2 id="r:areas:area-0:area-1">Area 0 – Area 1`)
}

// TestPictureSaysWhatTheTableSays compares the lines of the picture with the
// rows of the table, each two teams once.
func TestPictureSaysWhatTheTableSays(t *testing.T) {
	t.Parallel()
	s := orgSite(t, map[string]string{
		"charters/shop.md":      "---\nworks-with:\n  - warehouse: collaboration until 2026-09-30, returns\n  - bench: prices\n---\n# Shop & more\n",
		"charters/warehouse.md": "---\nworks-with:\n  - shop: parcels\n  - nobody-known: x\n---\n# Warehouse\n",
		"charters/bench.md":     "---\nworks-with: [warehouse]\n---\n# Bench\n",
		"charters/lone.md":      "---\nowns: [Peace]\n---\n# Lone\n",
	})
	d := above[Relations](t, s, "ask/works-with/")
	told := map[string]bool{}
	for _, g := range d.Groups {
		for _, r := range g.Rows {
			if r.With.ID != "" && r.With.Href != "" {
				told[pairOf(r.Team.Name, r.With.Name)] = true
			}
		}
	}
	drawn := map[string]bool{}
	lines := string(d.SVG)[strings.Index(string(d.SVG), "pic-lines"):]
	for _, title := range regexp.MustCompile(`<g><title>([^<]+)</title>`).FindAllStringSubmatch(lines, -1) {
		names, _, _ := strings.Cut(html.UnescapeString(title[1]), ":")
		from, to, ok := strings.Cut(names, " – ")
		if !ok {
			from, to, _ = strings.Cut(names, " → ")
		}
		drawn[pairOf(from, to)] = true
	}
	if want := map[string]bool{"Shop & more+Warehouse": true, "Bench+Shop & more": true, "Bench+Warehouse": true}; !maps.Equal(told, want) || !maps.Equal(drawn, want) {
		t.Errorf("the table tells %v, the picture %v, want %v", told, drawn, want)
	}
	for _, team := range []string{"Shop &amp; more", "Warehouse", "Bench"} {
		if !strings.Contains(string(d.SVG), ">"+team+"</text>") {
			t.Errorf("the picture does not name %s", team)
		}
	}
}

func pairOf(a, b string) string { return min(a, b) + "+" + max(a, b) }

func TestRestOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"shop: collaboration until 2026-09-30, we write pages": "we write pages",
		"shop: collaboration until 2026-09-30":                 "",
		"shop: service, parcels":                               "parcels",
		"shop: facilitating until the new till is in, advice":  "until the new till is in, advice",
		"shop: parcels until 2026-09-30":                       "parcels until 2026-09-30",
	} {
		w := line.ParseWho(line.Cut(line.Text{Text: text}), line.TeamFirst)
		if got := restOf(&w); got != want {
			t.Errorf("of %q: got %q, want %q", text, got, want)
		}
	}
}
