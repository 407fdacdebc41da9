package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Authors write questions in many ways; each is found with its answer.
func TestGatherQuestions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"headings", "## FAQ\n\n### May I?\n\nYes. [Always](x.md).\n\n- Ask\n\n### How to pay\n\nAt the desk.\n\n## After\n\n### Not mine?\n\nNo.\n",
			"May I?=Yes. Always. Ask|How to pay=At the desk."},
		{"groups", "## Questions\n\n### For guests\n\n#### May I?\n\nYes.\n\n### For teams\n\nRead this.\n\n#### Must we?\n\nNo.\n", "May I?=Yes.|For teams=Read this.|Must we?=No."},
		{"bold", "## Questions people ask\n\nSome come often.\n\n**May I?**\n\nYes.\n\nAlways.\n\n**Must we? No.**\n", "May I?=Yes. Always.|Must we?=No."},
		{"list", "## Häufige Fragen\n\n- May I? Yes, you may.\n- **Q: Must we?** A: No.\n", "May I?=Yes, you may.|Must we?=No."},
		{"letters", "## Q&A\n\nQ: May I?\nA: Yes.\n\nQ: Must we?\n\nA: No.\n", "May I?=Yes.|Must we?=No."},
		{"table", "## FAQ\n\n| Question | Answer |\n| --- | --- |\n| May I? | Yes |\n", "May I?=Yes"},
		{"definitions", "## FAQ\n\nMay I?\n: Yes.\n", "May I?=Yes."},
		{"details", "## FAQ\n\n<details><summary>May I?</summary>\n\nYes.\n\n</details>\n", "May I?=Yes."},
		{"prose", "## FAQ\n\nAsk the desk. Why? It knows.\n", ""},
		{"titles", "## FAQ\n\n### May I?\n\nSee [[a]] and [[nothing]].\n\n", "May I?=See A and nothing."},
		{"empty", "## FAQ\n\n## Next\n\nWhat?\n", ""},
	} {
		s := siteOn(t, "2026-07-01", map[string]string{"a.md": "# A\n\n" + c.text})
		if got := gatheredQuestions(s); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if has := hasQuestions(s); has != (c.want != "") {
			t.Errorf("%s: has questions: %t", c.name, has)
		}
	}
	whole := siteOn(t, "2026-07-01", map[string]string{"faq.md": "# Frequently Asked Questions\n\nHello?\n\n## Why this? Why now?\n\nBecause.\n\n## Related\n\nMore.\n\n### Really?\n\nYes.\n"})
	if got, want := gatheredQuestions(whole), "Why this? Why now?=Because.|Really?=Yes."; got != want {
		t.Errorf("a document of questions: got %s, want %s", got, want)
	}
}

func gatheredQuestions(s *Site) string {
	var all []string
	for _, row := range s.Model.Gathered.Get("questions") {
		g := s.gather(row.Doc, row.Value)
		for _, e := range g.questions() {
			all = append(all, e.head+"="+e.text)
		}
	}
	return strings.Join(all, "|")
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", map[string]string{
		"charters/shop.md":     "---\nowns: [Sales]\n---\n# Shop\n\n## Questions people ask\n\n### May I <b>refund</b>?\n\nYes, up to 50 EUR.\n",
		"standards/words.md":   "---\nowner: shop\n---\n# Words\n\n## FAQ\n\n- Why? Because.\n- Why? Again.\n",
		"pages/free.md":        "# Free\n\n## Questions\n\n### When?\n\nNow.\n",
		"pages/survey.md":      "# Questions\n\n## How old are you?\n\n- 20: 40 %\n",
		"pages/meeting.md":     "# Meeting\n\n## Questions:\n\n- Is it late? Yes.\n",
		"playbooks/draft.md":   "---\nstatus: draft\n---\n# Draft\n\n## FAQ\n\n### Never shown?\n\nNo.\n",
		"playbooks/nothing.md": "# Nothing\n\n## FAQ\n\nSoon.\n",
	})
	data := page(t, s, "ask/questions/").Above.Data.(*Faq)
	var got []string
	for _, q := range data.Questions {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s:%d %s|%s", q.ID, q.Question, q.Answer, q.Team.Name, q.Where.File, q.Where.Line, q.Where.Href, q.Facets))
	}
	want := []string{
		"r:charters/shop:may-i-refund|May I refund?|Yes, up to 50 EUR.|Shop|charters/shop.md:8 ../../charters/shop/#may-i-refund|kind:charter team:shop",
		"r:free:when|When?|Now.||pages/free.md:5 ../../free/#when|kind:page",
		"r:standards/words:why|Why?|Because.|Shop|standards/words.md:8 ../../standards/words/#faq|kind:standard team:shop",
		"r:standards/words:why:2|Why?|Again.|Shop|standards/words.md:9 ../../standards/words/#faq|kind:standard team:shop",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got, want := fmt.Sprint(data.Kinds), "[{charter Charters {1 ../../ask/questions/#r:charters/shop:may-i-refund} false kind:charter} {page Pages {1 ../../ask/questions/#r:free:when} false kind:page} {standard Standards {2 ../../ask/questions/#r:standards/words:why} false kind:standard}]"; got != want {
		t.Errorf("kinds %s", got)
	}
	if len(data.Teams) != 1 || data.Teams[0].Count.N != 3 {
		t.Errorf("teams %+v", data.Teams)
	}
	html := rendered(t, s, "ask/questions/")
	for _, want := range []string{`<tr id="r:free:when" data-facets="kind:page">`, `data-facet="team:shop"`, `<a href="../../charters/shop/#may-i-refund">May I refund?</a>`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(html, "Never shown") {
		t.Error("the page shows what is in a draft")
	}
	if got := Questions.Addresses(siteOn(t, "2026-07-01", map[string]string{"a.md": "# A\n\n## FAQ\n\nSoon.\n"})); len(got) > 0 {
		t.Errorf("without questions there is %v", got)
	}
}

func TestManyQuestions(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range questionsMost + 1 {
		files[fmt.Sprintf("pages/p%03d.md", i)] = fmt.Sprintf("# P%03d\n\n## FAQ\n\n### Why %d?\n\nSo.\n", i, i)
	}
	data := page(t, siteOn(t, "2026-07-01", files), "ask/questions/").Above.Data.(*Faq)
	if len(data.Questions) != questionsMost || !data.More {
		t.Errorf("%d questions, more %t", len(data.Questions), data.More)
	}
}
