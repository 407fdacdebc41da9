package view

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// askSite is a site with an org.yaml.
func askSite(t *testing.T, org string, files map[string]string) *Site {
	t.Helper()
	s := siteOf(t, files)
	read, problems := schema.DecodeOrg([]byte(org))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s.Model.Org = read
	s.Model.Today = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	return s
}

// asked returns the data of a derived page, and the page as HTML in which links
// to its own rows are written without its address.
func asked[T any](t *testing.T, s *Site, address string) (*T, string) {
	t.Helper()
	p := page(t, s, address)
	out, err := s.Theme.Render(nil, p)
	if err != nil {
		t.Fatal(err)
	}
	return p.Above.Data.(*T), strings.ReplaceAll(string(out), `href="`+p.Root+p.Path+`#`, `href="#`)
}

// holdsAll wants texts on a page, and that each link to a row of the page leads to
// one.
func holdsAll(t *testing.T, html string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(html, w) {
			t.Errorf("no %s in\n%s", w, html[strings.Index(html, "<article"):])
		}
	}
	for _, part := range strings.Split(html, `href="#r:`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if !strings.Contains(html, `id="r:`+id+`"`) {
			t.Errorf("a link leads to #r:%s, which is not there", id)
		}
	}
	if strings.Contains(html, "ZgotmplZ") {
		t.Error("html/template refused an address")
	}
	ids := map[string]bool{}
	for _, part := range strings.Split(html, ` id="`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if ids[id] {
			t.Errorf("the id %s is there twice", id)
		}
		ids[id] = true
	}
}

const shopOrg = `teams:
  finance: {name: Finance, aliases: [accounts]}
  legal: {name: Legal, retired: 2020-01-01}
roles:
  board: The board
topics:
  refunds: {name: Refunds, aliases: [money back]}
`

var shopFiles = map[string]string{
	"charters/support.md": `---
owns: [Refunds]
decides:
  - Refunds up to 500 EUR: alone
  - Refunds above 500 EUR: together with finance
  - Tools up to 200 EUR a month: then tell accounts
  - Opening hours: after advice from board
  - The logo: board decides after hearing us
  - Prices: board decides and explains
autonomy-because: Refunds are audited.
---
# Support
`,
	"charters/studio.md": `---
decides:
  - Opening hours: alone
  - Tools up to 100 EUR a month: alone
---
# Studio
`,
	"charters/old.md":   "---\nstatus: retired\ndecides: [\"Parcels: alone\"]\n---\n# Old\n",
	"charters/draft.md": "---\nstatus: draft\ndecides: [\"Photos: alone\"]\n---\n# Draft\n",
}

func decidedWords(d *Decided) []string {
	var got []string
	for i := range d.Decisions {
		r := &d.Decisions[i]
		limit := ""
		if r.Limit != nil {
			limit = r.Limit.Words
		}
		got = append(got, fmt.Sprintf("%s|%s|%s|%d|%s|%s|%s", r.Topic.Name, limit, refNames(r.Decides), r.Rung.Level, refNames(r.Asked), refNames(r.Told), r.Team.Name))
	}
	return got
}

func TestWhoDecides(t *testing.T) {
	t.Parallel()
	s := askSite(t, shopOrg, shopFiles)
	d, html := asked[Decided](t, s, "ask/who-decides/")
	want := []string{
		"Opening hours||Support|5|The board||Support",
		"Opening hours||Studio|7|||Studio",
		"Prices||The board|2||Support|Support",
		"The logo||The board|3|Support||Support",
		"Refunds|up to 500 EUR|Support|7|||Support",
		"Refunds|above 500 EUR|Support, Finance|4|||Support",
		"Tools|up to 100 EUR a month|Studio|7|||Studio",
		"Tools|up to 200 EUR a month|Support|6||Finance|Support",
	}
	got := decidedWords(d)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d.Total != 8 || len(d.Overlaps)+len(d.Gaps)+len(d.Nobody)+len(d.Unclear)+len(d.Teams) > 0 {
		t.Errorf("%+v", d)
	}
	holdsAll(t, html,
		`id="r:support-refunds-up-to-500-eur"`, `id="r:support-refunds-above-500-eur"`, `href="../../charters/support/#r:decides-1"`,
		`href="../../ask/who-decides/opening-hour/"`, `■■■■□□□</span> together with Finance`, `class="limits"`)
	if strings.Contains(html, "Parcels") || strings.Contains(html, "Photos") || strings.Contains(html, `class="found"`) {
		t.Error("drafts and retired charters decide, or a box tells of nothing")
	}
}

// A program that reads the data knows who decides an amount.
func TestWhoDecidesAnAmount(t *testing.T) {
	t.Parallel()
	d, _ := asked[Decided](t, askSite(t, shopOrg, shopFiles), "ask/who-decides/")
	body, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Decisions []struct {
			Topic, Team struct{ Name string }
			Decides     []struct{ Name string }
			Limit       *struct {
				Unit     string
				From     float64
				To       *float64
				FromOpen bool `json:"from-open"`
				ToOpen   bool `json:"to-open"`
			}
			Unclear string
		}
	}
	if err := json.Unmarshal(body, &read); err != nil {
		t.Fatal(err)
	}
	for amount, want := range map[float64]string{0: "Support", 499: "Support", 500: "Support", 500.01: "Support and Finance", 9999: "Support and Finance"} {
		var got []string
		for _, r := range read.Decisions {
			l := r.Limit
			if r.Topic.Name != "Refunds" || r.Unclear != "" || l.Unit != "EUR" || amount < l.From || amount == l.From && l.FromOpen ||
				l.To != nil && (amount > *l.To || amount == *l.To && l.ToOpen) {
				continue
			}
			for _, x := range r.Decides {
				got = append(got, x.Name)
			}
		}
		if strings.Join(got, " and ") != want {
			t.Errorf("%v EUR: %v, want %s", amount, got, want)
		}
	}
}

// What does not fit is told on top, with the lines, and never resolved.
func TestWhoDecidesFound(t *testing.T) {
	t.Parallel()
	s := askSite(t, shopOrg, map[string]string{
		"charters/support.md": `---
owns: [Refunds]
decides:
  - Refunds up to 500 EUR: alone
  - Vouchers up to 50 EUR: alone
  - Vouchers above 80 EUR: together with finance
  - Style: alone if it is small
  - Shoes 20 EUR: alone
  - Contracts: legal decides
  - Hiring: Anna Example decides
  - Travel: sales decides
  - Fairs: tell
---
# Support
`,
		"charters/shop.md": "---\nowns: [Shop]\nok:\n  - overlapping-limits: both are asked\ndecides:\n  - Money back above 300 EUR: alone\n---\n# Shop\n",
	})
	d, html := asked[Decided](t, s, "ask/who-decides/")
	if len(d.Overlaps) != 1 || d.Overlaps[0].Amounts.Words != "above 300 and up to 500 EUR" || len(d.Overlaps[0].Lines) != 2 || d.Overlaps[0].Meant != "both are asked" {
		t.Errorf("overlaps %+v", d.Overlaps)
	}
	if len(d.Gaps) != 1 || d.Gaps[0].Amounts.Words != "above 50 and up to 80 EUR" || d.Gaps[0].Amounts.From != 50 || *d.Gaps[0].Amounts.To != 80 {
		t.Errorf("gaps %+v", d.Gaps)
	}
	var nobody []string
	for _, n := range d.Nobody {
		nobody = append(nobody, n.Decision+"|"+n.Why+"|"+n.Name)
	}
	if want := []string{"Contracts|ended|Legal", "Fairs|unnamed|", "Hiring|unknown|", "Travel|unknown|sales"}; !slices.Equal(nobody, want) {
		t.Errorf("nobody %q, want %q", nobody, want)
	}
	var unclear []string
	for _, u := range d.Unclear {
		unclear = append(unclear, u.Decision)
	}
	slices.Sort(unclear)
	if want := []string{"Shoes 20 EUR", "Style"}; !slices.Equal(unclear, want) {
		t.Errorf("unclear %q, want %q", unclear, want)
	}
	for i := range d.Decisions {
		if r := &d.Decisions[i]; r.Unclear != "" && len(r.Decides) > 0 {
			t.Errorf("%s is guessed: %v", r.Topic.Name, r.Decides)
		}
	}
	holdsAll(t, html, `<section class="found">`, "above 300 and up to 500 EUR", "both are asked", "above 50 and up to 80 EUR", "this team does not exist any more", "somebody not known here decides")
	if strings.Contains(html, "Anna") {
		t.Error("the page names a person")
	}
}

// A topic that several charters decide has a page that compares them.
func TestWhoDecidesTopic(t *testing.T) {
	t.Parallel()
	s := askSite(t, "topics:\n  opening-hours: {name: Opening hours, aliases: [hours]}\n", map[string]string{
		"charters/a.md": "---\ndecides:\n  - Opening hours: alone\n---\n# A team\n",
		"charters/b.md": "---\ndecides:\n  - Hours: alone\n---\n# B team\n",
		"charters/c.md": "---\ndecides:\n  - The opening hours: together with a, because both share a desk\n---\n# C team\n",
		"charters/d.md": "---\ndecides:\n  - Opening hours: after advice from a\n---\n# D team\n",
		"charters/e.md": "---\ndecides:\n  - Props: alone\nautonomy-because: We are new.\n---\n# E team\n",
	})
	d, html := asked[Decided](t, s, "ask/who-decides/opening-hour/")
	if d.Topic != "Opening hours" || d.Total != 4 || d.Usual == nil || d.Usual.Level != 5 {
		t.Errorf("%q, %d, %+v", d.Topic, d.Total, d.Usual)
	}
	var got []string
	for i := range d.Decisions {
		got = append(got, d.Decisions[i].Team.Name+"|"+d.Decisions[i].Differs+"|"+d.Decisions[i].Reason)
	}
	if want := []string{"A team|more|", "B team|more|", "C team|less|both share a desk", "D team||"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	holdsAll(t, html, "less room than usual", "both share a desk", "no reason is written", "Who decides: Opening hours")
	for _, address := range []string{"ask/who-decides/prop/", "ask/who-decides/opening-hour", "ask/who-decides/x/"} {
		if _, ok := s.Page(address); ok {
			t.Errorf("/%s has a page", address)
		}
	}
}

func TestWhoDecidesNothing(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{"charters/a.md": "---\nstatus: draft\ndecides: [\"X: alone\"]\n---\n# A\n", "b.md": "# B\n"})
	for _, a := range s.Addresses() {
		if strings.HasPrefix(a, "ask/who-decides/") || strings.HasPrefix(a, "ask/where-we-wait/") || strings.HasPrefix(a, "ask/who-owns/") || strings.HasPrefix(a, "ask/three-questions/") {
			t.Errorf("/%s is published", a)
		}
	}
}

// manyCharters are n charters with three decisions each.
func manyCharters(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("charters/team-%03d.md", i)] = fmt.Sprintf(
			"---\nowns: [Area %d, Place %d]\ndecides:\n  - Tools up to %d EUR: alone\n  - Topic %d: after advice from team-000\n  - Prop %d: alone\n---\n# Team %d\n", i, i, 1+i, i/2, i, i)
	}
	return files
}

// Each decision has an address at which its row stands, on a small site and on
// one whose decisions do not fit on a page.
func TestDecisionAddress(t *testing.T) {
	t.Parallel()
	twice := map[string]string{"charters/a.md": "---\ndecides:\n  - Tools: alone\n  - Tools: then tell a\n  - \"C++: alone\"\n  - \"C: alone\"\n---\n# A\n", "old/charters/x.md": "# X\n"}
	for name, files := range map[string]map[string]string{"small": shopFiles, "twice": twice, "many": manyCharters(300)} {
		s := askSite(t, shopOrg, files)
		seen := map[string]bool{}
		for _, d := range s.Model.Docs {
			for i := range d.Facts.Decides {
				l := &d.Facts.Decides[i]
				address := s.DecisionAddress(d, l)
				at, id, _ := strings.Cut(address, "#")
				p := page(t, s, at)
				out, err := s.Theme.Render(nil, p)
				if err != nil {
					t.Fatal(err)
				}
				if n := strings.Count(string(out), ` id="`+id+`"`); n != 1 || seen[address] {
					t.Fatalf("%s: %s has its row %d times at %s", name, l.Text.Text, n, address)
				}
				seen[address] = true
			}
			if name == "many" && len(seen) > 12 {
				break
			}
		}
		if len(seen) == 0 {
			t.Errorf("%s: no decision", name)
		}
	}
}

func TestWhoDecidesMany(t *testing.T) {
	t.Parallel()
	s := siteOf(t, manyCharters(300))
	d, html := asked[Decided](t, s, "ask/who-decides/")
	if d.Total != 900 || len(d.Decisions) != 0 || len(d.Teams) != 300 || d.Teams[0].Count.N != 3 || len(d.Topics) != 151 {
		t.Errorf("%d decisions, %d rows, %d teams, %d topics", d.Total, len(d.Decisions), len(d.Teams), len(d.Topics))
	}
	holdsAll(t, html, `href="../../charters/team-000/#r:decides"`, `href="../../ask/who-decides/tool/"`)
	tools, _ := asked[Decided](t, s, "ask/who-decides/tool/")
	if len(tools.Decisions) != 300 || tools.SVG != "" {
		t.Errorf("%d rows", len(tools.Decisions))
	}
	if table := WhoDecides.Table(page(t, s, "ask/who-decides/tool/")); len(table.Rows) != 300 || len(table.Rows[0]) != len(table.Columns) {
		t.Errorf("the table has %d rows of %d", len(table.Rows), len(table.Rows[0]))
	}
	if WhoDecides.Table(page(t, s, "ask/who-decides/")) != nil {
		t.Error("a page without rows has a table")
	}
}

// What is not held has the address of its line.
func TestDecisionAddressOfDraft(t *testing.T) {
	t.Parallel()
	s := siteOf(t, shopFiles)
	d := s.Model.Find("charters/draft.md")
	if got := s.DecisionAddress(d, &d.Facts.Decides[0]); got != "charters/draft/#r:decides-1" {
		t.Errorf("got %s", got)
	}
	if got := s.DecisionAddress(d, &line.Decision{}); got != "charters/draft/" {
		t.Errorf("got %s", got)
	}
}
