package generator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"remit/generator/internal/starter"
)

// typedPages lists the pages of documents whose kind has facts of its own.
func typedPages(s *Snapshot) []string {
	var list []string
	for _, d := range s.model.Docs {
		if a, clash := s.model.Address(d); len(clash) == 0 && d.Kind.Name != "page" {
			list = append(list, a)
		}
	}
	return list
}

// tidewater is the files of the starter.
func tidewater() map[string]string {
	files := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		files[p] = string(text)
	}
	return files
}

// cutFacts is the facts of the page that a reader of a small screen does not
// see without scrolling, or not in full.
const cutFacts = `(() => {
	const strip = document.querySelector('article > .facts');
	if (!strip) return 'no facts';
	return [...strip.children].filter(e => {
		const r = e.getBoundingClientRect();
		return r.height < 16 || r.left < 0 || r.right > innerWidth || r.top < 0 || r.bottom > innerHeight || e.scrollWidth > e.clientWidth + 1;
	}).map(e => e.textContent).join('; ');
})()`

// The facts of every document are seen whole on a small screen, also in German
// and with long names.
func TestFactsAreSeenWhole(t *testing.T) {
	t.Parallel()
	long := "The team that answers for repairs, spare parts and tools of all"
	german := tidewater()
	for p, text := range german {
		german[p] = strings.ReplaceAll(text, "# Workshop\n", "# "+long+"\n")
	}
	for name, files := range map[string]map[string]string{"company": tidewater(), "long": german} {
		in := inputOf(nil, treeOf(files), Options{Today: sampleToday})
		if name == "long" {
			in.Settings.Language = "de"
		}
		s := Compile(nil, in)
		pages := typedPages(s)
		if len(pages) < 25 {
			t.Fatalf("%s has only %d pages with facts", name, len(pages))
		}
		r := readerOf(t, s)
		if err := chromedp.Do(r.ctx, chromedp.EmulateViewport(390, 844)); err != nil {
			t.Fatal(err)
		}
		for _, address := range some(pages) {
			r.open(address)
			if got, err := chromedp.Run(r.ctx, chromedp.Evaluate[any](cutFacts)); err != nil || got != "" {
				t.Errorf("%s: /%s: %v %v", name, address, got, err)
			}
		}
	}
}

// A charter is at most 25,000 bytes, however much is known of its team.
func TestWeightOfCharters(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{"company": tidewater(), "content": contentFiles(t)} {
		s := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
		weights := map[string]int{}
		for _, address := range typedPages(s) {
			if !strings.HasPrefix(address, "charters/") {
				continue
			}
			p, ok, err := s.Page(address + "index.html")
			if !ok || err != nil {
				t.Fatal(address, err)
			}
			weights[fmt.Sprint(name, " ", address)] = len(p.Body)
		}
		if len(weights) < 2 {
			t.Errorf("%s has only %v", name, weights)
		}
		for _, address := range slices.Sorted(maps.Keys(weights)) {
			if n := weights[address]; n > 25000 {
				t.Errorf("%s has %d bytes", address, n)
			}
		}
	}
}
