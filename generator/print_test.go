package generator

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"remit/generator/internal/starter"
)

// pdfPage is the object of a page in a PDF.
var pdfPage = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// Paper holds the text of a page, its source and its date, and nothing of the
// frame; a charter is one sheet of it.
func TestPrint(t *testing.T) {
	t.Parallel()
	company := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		company[p] = string(text)
	}
	rows := strings.Repeat("| a | b | c | d | e | f | g | payments/receipts-service-with-a-long-name |\n", 60)
	company["pages/wide.md"] = "# Wide\n\nSee [there](https://example.org/x).\n\n<details>\n<summary>More</summary>\n\nWithin.\n</details>\n\n- [ ] to do\n\n## Table\n\n| A | B | C | D | E | F | G | H |\n|---|---|---|---|---|---|---|---|\n" + rows
	s := Compile(nil, inputOf(nil, treeOf(company), Options{Today: sampleToday}))
	r := readerOf(t, s)
	for _, d := range s.model.Docs {
		if d.Kind.Name != "charter" && d.ID != "widen-a-limit" {
			continue
		}
		address, _ := s.model.Address(d)
		r.open(address)
		if n := r.sheets(); n < 1 || n > 2 {
			t.Errorf("/%s prints on %d sheets", address, n)
		}
	}

	if err := chromedp.Do(r.ctx, chromedp.EmulateViewport(673, 1020)); err != nil {
		t.Fatal(err)
	}
	// What is seen: an element with a box.
	const (
		seen  = `[...document.querySelectorAll('%s')].filter(e => e.getClientRects().length && e.checkVisibility()).length`
		foot  = `(b => b.bottom <= innerHeight && b.top > innerHeight - 60)(document.querySelector('.about').getBoundingClientRect())`
		about = `document.querySelector('.about').innerText.replace(/\s+/g, ' ')`
	)
	none := "nav, header, button, dialog, .skip, .self, .linked, .ticks"
	r.printed("charters/workshop/")
	r.is(fmt.Sprintf(seen, none), 0)
	r.is(fmt.Sprintf(seen, ".facts, .stated")+` > 1`, true)
	r.is(`/Source charters\/workshop\.md/.test(`+about+`) && /Reviewed \d+ \w+ \d{4}/.test(`+about+`)`, true)
	r.is(foot, true)
	r.is(`getComputedStyle(document.body).backgroundColor + getComputedStyle(document.querySelector('h1')).color`, "rgb(255, 255, 255)rgb(0, 0, 0)")
	r.is(`getComputedStyle(document.querySelector('main')).boxDecorationBreak || getComputedStyle(document.querySelector('main')).webkitBoxDecorationBreak`, "clone")

	r.printed("playbooks/widen-a-limit/")
	r.is(fmt.Sprintf(seen, none), 0)
	r.is(fmt.Sprintf(seen, "h2 .tick"), 5)
	r.is(`getComputedStyle(document.querySelector('.tick')).appearance`, "none")

	r.printed("wide/")
	r.is(`getComputedStyle(document.querySelector('article a[href^=http]'), '::after').content.includes('https://example.org/x')`, true)
	r.is(fmt.Sprintf(seen, "details p"), 1)
	r.is(fmt.Sprintf(seen, ".tasks input"), 1)
	r.is(`(t => t.scrollWidth <= t.clientWidth && document.documentElement.scrollWidth <= innerWidth)(document.querySelector('.tbl'))`, true)
	r.is(`getComputedStyle(document.querySelector('.tbl')).page + getComputedStyle(document.querySelector('h2')).page`, "widewide")
	r.is(`getComputedStyle(document.querySelector('thead')).display + getComputedStyle(document.querySelector('tbody tr')).breakInside`, "table-header-groupavoid")
}

// printed opens a page as A4 has it, for a reader whose screen is dark: what
// holds for paper is made to hold for the screen.
func (r *reader) printed(address string) {
	r.t.Helper()
	r.open(address)
	r.do(`document.documentElement.dataset.theme = 'dark'`)
	r.do(`[...document.styleSheets].forEach(s => [...s.cssRules].filter(r => r.media?.mediaText === 'print').forEach(r => { r.media.mediaText = 'all'; }))`)
}

// sheets counts the sheets of paper that the page is printed on.
func (r *reader) sheets() int {
	r.t.Helper()
	pdf, err := chromedp.Run(r.ctx, chromedp.PrintToPDF())
	if err != nil {
		r.t.Fatal(err)
	}
	return len(pdfPage.FindAll(pdf, -1))
}
