package generator

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// small makes the window that of a phone.
func (r *reader) small() {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, chromedp.EmulateViewport(390, 844)); err != nil {
		r.t.Fatal(err)
	}
}

func companyReader(t *testing.T) *reader {
	t.Helper()
	return readerOf(t, Compile(nil, inputOf(nil, treeOf(tidewater()), Options{Today: sampleToday})))
}

// TestMatrixOnPhone wants the matrix of teams and standards to be a list for
// each team there: nothing scrolls sideways, and each state stands beside the
// name of its standard.
func TestMatrixOnPhone(t *testing.T) {
	t.Parallel()
	r := companyReader(t)
	const cells = `[...document.querySelectorAll('.matrix tbody td')]`
	r.open("ask/standards/")
	r.do(`window.standards = [...document.querySelectorAll('.matrix thead th')].slice(1).map(e => e.textContent.trim())`)
	r.is(`getComputedStyle(document.querySelector('.matrix tbody th')).position`, "sticky")
	r.is(`getComputedStyle(document.querySelector('.matrix thead th:nth-child(2)')).position`, "sticky")
	r.small()
	r.is(`document.documentElement.scrollWidth <= innerWidth`, true)
	r.is(`[...document.querySelectorAll('.tbl')].every(e => e.scrollWidth <= e.clientWidth)`, true)
	r.is(`standards.length > 4 && [...document.querySelectorAll('.matrix tbody tr')].every(row => [...row.querySelectorAll('td')].every((td, i) => td.dataset.label === standards[i]))`, true)
	r.is(cells+`.every(e => getComputedStyle(e, '::before').content === JSON.stringify(e.dataset.label) && e.textContent.trim() !== '')`, true)
	r.is(cells+`.every(e => { const b = e.getBoundingClientRect(); return b.width > 200 && b.left >= 0 && b.right <= 390; })`, true)
	// A state that somebody wrote leads to where it is written.
	r.is(`[...document.querySelectorAll('.matrix td [class^=tag]:is(.ok, .due, .info):not(.when)')].every(e => e.closest('a')?.hash.startsWith('#'))`, true)
}

// TestDaysAreChosen wants what is due to be chosen by how near it is on the
// day of reading, whenever the site was built.
func TestDaysAreChosen(t *testing.T) {
	t.Parallel()
	iso := func(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }
	promise := func(name, due string) string {
		return "---\nteam: shop\ndue: " + due + "\nresults:\n  - Orders: from 1 to 2\n---\n# " + name + "\n\nWhy.\n"
	}
	r := readerOf(t, Compile(nil, inputOf(nil, treeOf(map[string]string{
		"charters/shop.md":    "---\nowns: [Orders]\n---\n# Shop\n",
		"commitments/late.md": promise("Late", iso(-10)),
		"commitments/soon.md": promise("Soon", iso(10)),
		"commitments/then.md": promise("Then", iso(60)),
		"commitments/far.md":  promise("Far", iso(200)),
	}), Options{Today: time.Now().UTC().AddDate(0, 0, -300)})))
	const shown = `[...document.querySelectorAll('tbody tr')].filter(e => e.checkVisibility()).map(e => e.firstChild.textContent).join()`
	button := func(days string) string { return `document.querySelector('[data-days] [value="` + days + `"]')` }
	r.open("ask/due/")
	r.is(shown, "Late,Soon,Then,Far")
	r.is(`[...document.querySelectorAll('[data-days] .n')].map(e => e.textContent).join()`, "1,1,2")
	r.do(button("-1") + `.click()`)
	r.is(shown, "Late")
	r.do(button("90") + `.click()`)
	r.is(shown, "Soon,Then")
	r.is(`location.search`, "?days=90")
	r.is(`document.querySelectorAll('[data-days] [aria-pressed=true]').length`, 1)
	r.open("ask/due/?days=30")
	r.is(shown, "Soon")
	r.do(button("30") + `.click()`)
	r.is(shown+` + location.search`, "Late,Soon,Then,Far")
	r.is(`[...document.querySelectorAll("[id='r:never'] ~ ul li")].map(e => e.textContent.trim()).join()`, "Shop")
}
