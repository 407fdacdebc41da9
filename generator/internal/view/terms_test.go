package view

import (
	"regexp"
	"strings"
	"testing"
)

var termLink = regexp.MustCompile(`<a class="term" href="([^"]*)ask/words/#r:term-([^"]*)">([^<]*)</a>`)

func TestTerms(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", map[string]string{
		"README.md":              "# Home\n\nOur fleet is ready.\n",
		"pages/words-we-use.md":  "# Words we use\n\nThe fleet is old.\n\nFleet\n: All bikes, ready or not.\n\nReady\n: The customer can ride it.\n\nDone\n: It was checked.\n",
		"pages/words/glossar.md": "---\nlanguage: de\n---\n# Glossar\n\nLeihrad\n: Ein Rad.\n",
		"charters/shop.md":       "---\nowns: [Sales]\n---\n# Shop\n\nFleet and ready.\n\n## Our words\n\n- Ready: paid\n- Desk: where guests arrive\n",
		"charters/bench.md":      "---\nowns: [Repairs]\n---\n# Bench\n\nThe desk says ready.\n",
		"lessons/l.md":           "---\ndate: 2026-01-01\nowner: shop\n---\n# L\n\nThe desk was ready.\n\n- done, fleet, fleet\n",
		"pages/faults.md":        "# Faults\n\n## Glossary\n\n- Error: a state\n- Code Freeze: no more changes\n- KEP: a proposal\n",
		"pages/other.md":         "# Other\n\nAn error before the Code Freeze of a KEP.\n",
		"guides/README.md":       "# Guides\n\n## Terms\n\n- Step: a part\n- Done: all steps\n",
		"guides/deep/one.md":     "# One\n\nA step is done.\n",
		"guides/deep/de.md":      "---\nlanguage: de\n---\n# Eins\n\nDone. Fleet. Ein KEP.\n",
	})
	for address, want := range map[string]string{
		"":                 "fleet=fleet, ready:2=ready",
		"words-we-use/":    "",            // it explains them itself
		"charters/shop/":   "fleet=Fleet", // ready is explained below
		"charters/bench/":  "ready:2=ready",
		"lessons/l/":       "desk=desk, ready=ready, done:2=done, fleet=fleet",
		"other/":           "code-freeze=Code Freeze, kep=KEP", // an error is something else there
		"guides/deep/one/": "step=step, done=done",
		"guides/deep/de/":  "",
	} {
		p := page(t, s, address)
		var got []string
		for _, m := range termLink.FindAllStringSubmatch(string(p.Opening+p.Body), -1) {
			got = append(got, m[2]+"="+m[3])
			if m[1] != p.Root && m[1]+p.Root != "./" {
				t.Errorf("/%s: the address begins with %q", address, m[1])
			}
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("/%s: got %s, want %s", address, got, want)
		}
	}
}

// Two meanings that are equally near are none.
func TestTermsThatClash(t *testing.T) {
	t.Parallel()
	s := siteOn(t, "2026-07-01", map[string]string{
		"pages/a.md":   "# Glossary\n\nReady\n: One.\n",
		"pages/b.md":   "# Glossary\n\nReady\n: Another.\n",
		"pages/use.md": "# Use\n\nReady.\n",
	})
	if body := page(t, s, "use/").Body; strings.Contains(string(body), "term") {
		t.Error(body)
	}
}
