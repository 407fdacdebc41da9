package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var showcaseFiles = map[string]string{
	"charters/shop.md":        "---\nowns: [Sales]\n---\n# Shop\n",
	"experiments/chat.md":     "---\nowner: shop\nstarts: 2026-05-02\nends: 2026-05-31\nresult: did not work\nshowcase: 2026-06\n---\n# Does a chat help?\n\nWe think so. It may not.\n\n## What we learned\n\nPeople chat when a chat is there.\n\n- Stop it\n",
	"experiments/alone.md":    "---\nowner: shop\nstarts: 2026-06-01\nends: 2026-06-20\nresult: worked\n---\n# Alone\n",
	"experiments/running.md":  "---\nowner: shop\nstarts: 2026-06-01\nends: 2026-09-20\n---\n# Running\n",
	"experiments/draft.md":    "---\nowner: shop\nends: 2026-06-20\nshowcase: 2026-06\nstatus: draft\n---\n# Draft\n",
	"lessons/2026-06-late.md": "---\nowner: shop\ndate: 2026-06-03\nshowcase: 2026-06\n---\n# A late lesson\n\nWe learned to ask early.\n",
	"lessons/2026-07-next.md": "---\nowner: shop\ndate: 2026-07-03\nshowcase: 2026-08\n---\n# Next\n\nMore.\n",
	"lessons/2026-07-odd.md":  "---\nowner: shop\ndate: 2026-07-03\nshowcase: soon\n---\n# Odd\n",
}

func TestShowcase(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-10", showcaseFiles)
	if got, want := Showcase.Addresses(s), []string{"ask/showcase/", "ask/showcase/2026-06/", "ask/showcase/2026-08/"}; !slices.Equal(got, want) {
		t.Errorf("addresses %v, want %v", got, want)
	}
	p := page(t, s, "ask/showcase/2026-06/")
	if p.Heading != "Showcase of June 2026" {
		t.Errorf("heading %q", p.Heading)
	}
	data := p.Above.Data.(*Agenda)
	var got []string
	for _, i := range data.Items {
		got = append(got, fmt.Sprintf("%s/%s/%s/%s/%s/%s", i.Doc.Name, i.Words, i.Team.Name, i.Question, i.Learned, i.Result.Words))
	}
	want := "A late lesson/Lesson/Shop//We learned to ask early./\nDoes a chat help?/Experiment/Shop/We think so. It may not./People chat when a chat is there. Stop it/Did not work"
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	if len(data.Could) != 1 || data.Could[0].Doc.Name != "Alone" {
		t.Errorf("could be shown %+v", data.Could)
	}
	if data.Previous != nil || data.Next == nil || data.Next.Count.Href != "../../../ask/showcase/2026-08/" {
		t.Errorf("previous %v, next %v", data.Previous, data.Next)
	}
	html := rendered(t, s, "ask/showcase/2026-06/")
	for _, want := range []string{`<li id="r:lessons/2026-06-late">`, `<span class="tag info">Did not work</span>`, "Could be shown too"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(html, "Draft") || strings.Contains(html, "Running") {
		t.Error("the page shows what is no part of it")
	}
}

// The months of an agenda, the coming one first.
func TestShowcaseMonths(t *testing.T) {
	t.Parallel()
	data := page(t, siteOn(t, "2026-07-10", showcaseFiles), "ask/showcase/").Above.Data.(*Agenda)
	if len(data.Coming) != 1 || data.Coming[0].Words != "August 2026" || len(data.Earlier) != 1 || data.Earlier[0].Count.N != 2 || data.From != "July 2026" || len(data.Could) != 1 {
		t.Errorf("got %+v", data)
	}
	if got := Showcase.Addresses(siteOn(t, "2026-07-10", map[string]string{"experiments/a.md": "---\nends: 2026-01-01\n---\n# A\n"})); len(got) > 0 {
		t.Errorf("without an agenda there is %v", got)
	}
}
