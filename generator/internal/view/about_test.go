package view

import (
	"fmt"
	"strings"
	"testing"
)

func aboutAt(t *testing.T, s *Site, id string) *Dossiers {
	t.Helper()
	return above[Dossiers](t, s, aboutAddress(id))
}

func TestAbout(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	for id, want := range map[string]string{
		"finance": `touches 1: 2025-06-mail/support
decides 1: support (Refunds above 500 EUR: together with Finance) (Tools: then tell Finance)
works-with 2: support (Finance: answers within a day) studio (Finance: pays)
not-ours 1: support (Books: Finance)
asked 1: limit/support
practice 1: 2026-05-r/support (Refunds up to 500 EUR: together with Finance)
`,
		"ops-lead": "sponsor 1: support\n",
		"late":     "patterns 1: 2026-06-form/studio\n",
		"refunds":  "owns 2: support (Refunds) studio (Money back)\ndecided 1: support (Refunds up to 500 EUR: alone) (Refunds above 500 EUR: together with Finance)\n",
		"calm":     "serves 2: support mail/support!open\n",
		"growth":   "",
		"bus":      "",
	} {
		x := aboutAt(t, s, id)
		if got := pointed(x.Groups); got != want || x.ID != id || len(x.Is) != 1 {
			t.Errorf("%s %+v\ngot\n%s\nwant\n%s", id, x.Is, got, want)
		}
	}
	mustHold(t, htmlAt(t, s, "ask/about/finance/"), "<h1>Finance</h1>", "accounts", "House", "A team that has no charter here")
	mustHold(t, htmlAt(t, s, "ask/about/bus/"), "2025-01-01", "Nothing names it yet.")
}

// The first page lists the names that have no page, and of persons none.
func TestAboutLists(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	var got []string
	for _, l := range aboutLists(t, s) {
		for _, r := range l.Names {
			got = append(got, l.Sort+" "+r.ID)
		}
	}
	if got, want := strings.Join(got, ", "), "team bus, team finance, role ops-lead, pattern late, topic refunds, goal growth, goal calm"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, id := range []string{"support", "ada-lovelace", "nobody", "", "finance/x"} {
		if _, ok := s.Page("ask/about/" + id + "//"); ok {
			t.Errorf("%q has a page", id)
		}
		if _, ok := s.Page("ask/about/" + id + "/"); ok && id != "" {
			t.Errorf("%q has a page", id)
		}
	}
	mustNotHold(t, htmlAt(t, s, "ask/about/"), "Lovelace", "Customer Support")
}

func aboutLists(t *testing.T, s *Site) []AboutList {
	t.Helper()
	return above[Dossiers](t, s, "ask/about/").Lists
}

// An id may be a pattern and a topic, may be one that no file may be called,
// and a charter takes the page over.
func TestAboutIDs(t *testing.T) {
	t.Parallel()
	s := orgSite(t, map[string]string{
		"org.yaml":         "patterns:\n  wait: Waiting\n  con: Contra\ntopics:\n  wait: {name: The wait}\nteams:\n  a: A team\n  con-page: Another\n",
		"charters/a.md":    "---\nowns: [The wait]\n---\n# A\n",
		"lessons/l.md":     "---\npatterns: [wait, Contra]\ntouches: [con-page]\n---\n# L\n",
		"commitments/c.md": "---\nowner: con-page\n---\n# C\n",
	})
	if got := pointed(aboutAt(t, s, "wait").Groups); got != "patterns 1: l\nowns 1: a (The wait)\n" {
		t.Errorf("got %s", got)
	}
	if got := fmt.Sprint(About.Addresses(s)); got != "[ask/about/ ask/about/con-page/ ask/about/wait/]" {
		t.Errorf("addresses %s", got)
	}
	mustHold(t, htmlAt(t, s, "ask/about/wait/"), "<h1>Waiting</h1>", "<dd>The wait</dd>")
	if plain := orgSite(t, small); len(About.Addresses(plain)) != 0 {
		t.Error("a site without org.yaml has pages about names")
	}
}
