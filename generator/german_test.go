package generator

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"remit/generator/internal/starter"
	"remit/themes"
)

// TestGermanSite looks on all pages of a site in German for what the interface
// says in English: words of one language that the other has differently, as a
// whole text or label. What the documents themselves say does not count.
func TestGermanSite(t *testing.T) {
	t.Parallel()
	var documents strings.Builder
	files := map[string]string{}
	for name, text := range starter.Files(sampleToday) {
		files[name] = string(text)
		documents.WriteString(strings.Join(strings.Fields(string(text)), " ") + " ")
	}
	files["remit.yaml"] += "\nlanguage: de\nbase-url: https://wiki.example.org/\n"
	s := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
	exact, patterns := englishWords(t, documents.String())
	if len(exact) < 300 || len(patterns) < 40 {
		t.Fatalf("only %d words and %d patterns are looked for", len(exact), len(patterns))
	}
	seen := map[string]bool{}
	for _, p := range s.Paths() {
		if !isHTML(p) {
			continue
		}
		for _, said := range saidOn(t, fileText(t, s, p)) {
			if seen[said] {
				continue
			}
			seen[said] = true
			key := exact[said]
			for k, pattern := range patterns {
				if key == "" && pattern.MatchString(said) && !strings.Contains(documents.String(), said) {
					key = k
				}
			}
			if key != "" {
				t.Errorf("%s says %q (%s)", p, said, key)
			}
		}
	}
	for _, want := range []string{"Auf dieser Seite", "Erkenntnisse", "Chartas", "Link zum Abschnitt: Start here"} {
		if !seen[want] {
			t.Errorf("no page says %q", want)
		}
	}
}

// englishWords returns what the interface says in English and otherwise in
// German, to its keys: whole texts, and patterns of those with holes.
func englishWords(t *testing.T, documents string) (exact map[string]string, patterns map[string]*regexp.Regexp) {
	t.Helper()
	var en, de map[string]string
	for lang, w := range map[string]*map[string]string{"en": &en, "de": &de} {
		text, err := fs.ReadFile(themes.Default(), "words/"+lang+".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, w); err != nil {
			t.Fatal(err)
		}
	}
	german := map[string]bool{}
	for _, words := range de {
		german[words] = true
	}
	hole := regexp.MustCompile(`\\\{[a-z-]+\\\}`)
	exact, patterns = map[string]string{}, map[string]*regexp.Regexp{}
	for key, words := range en {
		switch {
		case words == de[key], german[words], strings.Contains(documents, words):
		case !strings.Contains(words, "{"):
			exact[words] = key
		case len(hole.ReplaceAllString(regexp.QuoteMeta(words), "")) > 8:
			patterns[key] = regexp.MustCompile("^" + hole.ReplaceAllString(regexp.QuoteMeta(words), ".+") + "$")
		}
	}
	return exact, patterns
}

// saidOn lists the texts and labels of a page, but for those that stand only in
// data of scripts.
func saidOn(t *testing.T, page string) []string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	add := func(text string) {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			said = append(said, text)
		}
	}
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			add(n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "aria-label" || a.Key == "title" || a.Key == "placeholder" || a.Key == "alt" || strings.HasPrefix(a.Key, "data-") {
				add(a.Val)
			}
		}
	}
	return said
}
