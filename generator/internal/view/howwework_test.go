package view

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHowWeWork(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"charters/support.md": "---\nlead: Jo Doe\nautonomy: guided\nautonomy-because: The goals come from the plan.\ndecides:\n  - Tools: alone\nroom:\n  - date: 2026-02-02\n    wider: Refunds up to 500 EUR\nrhythm:\n  - Look-back: last Thursday of the month\n---\n# Customer Support\n\n## How we like to work\n\nWritten first. Call if it cannot wait.\n\nMore of it.\n",
		"charters/studio.md":  "---\nautonomy: as we like\ndecides:\n  - Tools: then tell support\n---\n# Studio\n",
		"charters/sales.md":   "---\nautonomy: full\ndecides:\n  - Tools: together with support\n---\n# Sales\n",
		"charters/old.md":     "---\nstatus: retired\nautonomy: full\n---\n# Old\n",
		"standards/reply.md":  "---\napplies-to: everyone\n---\n# First reply\n\nNews is what people want.\n",
		"lessons/good.md":     "---\ndate: 2026-03-01\nfrom: success\n---\n# It went well\n\nWe learned this.\n",
		"lessons/plain.md":    "---\ndate: 2026-03-02\nfrom: incident\n---\n# Plain lesson\n",
		"lessons/told.md":     "---\ndate: 2026-03-03\nfrom: incident\nstory: anonymised\n---\n# A told one\n",
		"experiments/e.md":    "---\nstarts: 2026-04-01\nends: 2026-05-01\nresult: did not work\n---\n# Weekend chat\n\nWe think so.\n\n## What we learned\n\nPeople chat when a chat is there.\n",
		"experiments/runs.md": "---\nstarts: 2026-04-01\nends: 2027-05-01\n---\n# Still running\n",
		"commitments/c.md":    "---\nowner: support\ndue: 2026-01-01\noutcome: missed\n---\n# Missed\n",
	}
	s := siteOnDay(t, "2026-08-01", files)
	w, html := madeAt[Ways](t, s, "ask/how-we-work/")
	var got []string
	for _, m := range w.Models {
		got = append(got, fmt.Sprintf("%s %d %s", m.Model.Name, m.Count.N, m.Teams[0].Team.Href))
	}
	for _, r := range w.Rungs {
		got = append(got, fmt.Sprintf("%s %d %s %s", r.Topic, r.Usual.Level, r.Usual.Words, r.Href))
	}
	for _, st := range w.Stories {
		got = append(got, fmt.Sprintf("%s %s %s %s", st.Ref.ID, st.Sort.Name, st.Date.ISO, st.Summary))
	}
	for _, h := range w.Habits {
		got = append(got, h.Words+" "+h.At.Href)
	}
	for _, r := range w.Rhythms {
		got = append(got, strings.Join(r.What, ", ")+" "+r.At.Href)
	}
	for _, a := range w.Also {
		got = append(got, a.Href)
	}
	want := `full 1 ../../charters/sales/
guided 1 ../../charters/support/
Tools 6 the team, then tells others ../../ask/who-decides/tool/
e experiment 2026-05-01 People chat when a chat is there.
told lesson 2026-03-03 
good lesson 2026-03-01 We learned this.
Written first. Call if it cannot wait. ../../charters/support/#how-we-like-to-work
Look-back: last Thursday of the month ../../charters/support/#r:rhythm-1`
	if got := strings.Join(got, "\n"); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(strings.Join(got, "\n"), "../../ask/balance/") {
		t.Error("no way to the harder parts")
	}
	wantOn(t, html, "The goals come from the plan.", "Refunds up to 500 EUR", "First reply", "Did not work", "It happened, made unrecognisable")
	for _, not := range []string{"Jo Doe", "Plain lesson", "Still running", "as we like", "More of it"} {
		if strings.Contains(html[strings.Index(html, "<article"):], not) {
			t.Errorf("%q is on the page", not)
		}
	}
}

func TestHowWeWorkIsBounded(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 3 * maxWays {
		files[fmt.Sprintf("charters/t%03d.md", i)] = "---\nautonomy: full\nrhythm:\n  - Look-back: weekly\n---\n# T\n"
		files[fmt.Sprintf("standards/s%03d.md", i)] = "---\napplies-to: [t000]\n---\n# S\n"
	}
	s := siteOnDay(t, "2026-08-01", files)
	w, html := madeAt[Ways](t, s, "ask/how-we-work/")
	if w.Models[0].Count.N != 3*maxWays || len(w.Models[0].Teams) > 2*maxWays || len(w.Rhythms) != maxWays || len(w.Standards) != maxWays {
		t.Errorf("%d of %d teams, %d rhythms, %d standards", len(w.Models[0].Teams), w.Models[0].Count.N, len(w.Rhythms), len(w.Standards))
	}
	wantOn(t, html, `<a href="../../ask/standards/">Standards we share</a>: 80 more`)
}

func TestFirstSentences(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Short.":                             "Short.",
		"One sentence. Another that is long": "One sentence.",
		"1.5 million of them, and then more": "1.5 million of …",
		"Überlängeüberlängeüberlänge":        "Überlängeüberlän …",
		"":                                   "",
	} {
		got := firstSentences(text, 20)
		if got != want || !utf8.ValidString(got) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
