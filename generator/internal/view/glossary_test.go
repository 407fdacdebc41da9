package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/schema"
)

// Authors explain words in many ways.
func TestGatherWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"definitions", "## Glossary\n\nFleet\n: All bikes.\n\nReady\nDone\n: It rides.\n", "Fleet=All bikes.|Ready=It rides.|Done=It rides."},
		{"list", "## Terms\n\nSome words:\n\n- **Fleet**: all bikes: also those here\n- Ready – it rides\n- no meaning here\n- A whole sentence. It says: nothing\n  - inner: not a word\n", "Fleet=all bikes: also those here|Ready=it rides"},
		{"table", "## Acronyms\n\n| Short | Long | Note |\n| --- | --- | --- |\n| SLO | Service level objective | x |\n| - | |  |\n", "SLO=Service level objective"},
		{"headings", "## Glossary of terms\n\n### Segment\n\nA page.\n\n- Note: no word\n\n### Empty\n\n### A\n\nFleet\n: All bikes.\n", "Segment=A page. Note: no word|Fleet=All bikes."},
		{"lists below headings", "## Glossar\n\n### Work API\n\n#### Also known as:\n\n- MCS\n\n### Places\n\n- Desk: where guests arrive\n", "Work API=Also known as: MCS|Desk=where guests arrive"},
		{"prose", "## Terms\n\nYou agree to these terms: all of them.\n", ""},
	} {
		s := siteOn(t, "2026-07-01", map[string]string{"a.md": "# A\n\n" + c.text})
		var all []string
		for _, row := range s.Model.Gathered.Get("words") {
			g := s.gather(row.Doc, row.Value)
			for _, e := range g.words() {
				all = append(all, e.head+"="+e.text)
			}
		}
		if got := strings.Join(all, "|"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if has := hasWords(s); has != (c.want != "") {
			t.Errorf("%s: has words: %t", c.name, has)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", map[string]string{
		"pages/words-we-use.md": "# Words we use\n\nReady\n: The customer can *ride* it.\n\nFleet\n: All bikes.\n",
		"charters/shop.md":      "---\nowns: [Sales]\n---\n# Shop\n\n## Our words\n\n- ready: paid & packed\n",
		"standards/old.md":      "---\nstatus: retired\n---\n# Old\n\n## Glossary\n\nGone\n: Was here.\n",
		"lessons/l.md":          "---\ndate: 2026-01-01\npatterns: [late]\ntouches: [refunds]\n---\n# L\n",
	})
	s.Model.Org, _ = schema.DecodeOrg([]byte("patterns:\n  late: Work waited\n  never: Not seen\ntopics:\n  refunds: {name: Refunds, aliases: [money back, returns]}\nroles:\n  lead: Shop lead\n"))
	data := page(t, s, "ask/words/").Above.Data.(*Terms)
	var got []string
	for _, w := range data.Terms {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s:%d %s", w.ID, w.Term, w.Meaning, w.Team.Name, w.Where.File, w.Where.Line, w.Where.Href))
	}
	want := []string{
		"r:term-fleet|Fleet|All bikes.||pages/words-we-use.md:6 ../../words-we-use/",
		"r:term-ready|ready|paid & packed|Shop|charters/shop.md:8 ../../charters/shop/#our-words",
		"r:term-ready:2|Ready|The customer can ride it.||pages/words-we-use.md:3 ../../words-we-use/",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got, want := fmt.Sprint(data.Twice), "[{ready [{1 ../../ask/words/#r:term-ready} {2 ../../ask/words/#r:term-ready:2}]}]"; got != want {
		t.Errorf("explained twice: %s, want %s", got, want)
	}
	for _, c := range []struct {
		got  []Name
		want string
	}{
		{data.Topics, "[{r:topic-refunds {refunds Refunds ../../ask/about/refunds/} [money back returns] {org.yaml  org.yaml 5}}]"},
		{data.Roles, "[{r:role-lead {lead Shop lead } [] {org.yaml  org.yaml 7}}]"},
		{data.Patterns, "[{r:pattern-never {never Not seen } [] {org.yaml  org.yaml 3}} {r:pattern-late {late Work waited ../../ask/lessons/pattern/late/} [] {org.yaml  org.yaml 2}}]"},
	} {
		if got := fmt.Sprint(c.got); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	html := rendered(t, s, "ask/words/")
	for _, want := range []string{`<tr id="r:term-ready"><th scope="row">ready</th>`, "paid &amp; packed", "(also <q>money back</q> <q>returns</q>)", `<a href="../../ask/words/#r:term-ready:2">`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(html, "Was here") {
		t.Error("the page shows what is retired")
	}
	if rows := wordTable(page(t, s, "ask/words/")).Rows; len(rows) != 7 {
		t.Errorf("table %q", rows)
	}
	if got := Glossary.Addresses(siteOn(t, "2026-07-01", map[string]string{"a.md": "# A\n"})); len(got) > 0 {
		t.Errorf("without words there is %v", got)
	}
}
