package generator

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const theCard = `document.getElementById('r:card')`

func cardSite() *Snapshot {
	return Compile(nil, inputOf(nil, treeOf(map[string]string{
		"from.md":           "# From\n\n[shop](charters/shop.md), [stones](oven.md#stones)\n",
		"charters/shop.md":  "---\nowns: [Orders]\ncontact: '#shop'\n---\n# Shop\n\nWe sell bread. We sell it all day.\n",
		"oven.md":           "# Oven\n\nIt bakes.\n\n## Stones\n\nThey keep the heat. For hours.\n",
		"pages/glossary.md": "# Words\n\n## Glossary\n\nBoule\n: A round loaf. It keeps.\n",
	}), Options{Today: sampleToday}))
}

// The three conditions of WCAG 1.4.13: a card can be dismissed without moving,
// the pointer can go onto it, and it stays until it is left.
func TestCard(t *testing.T) {
	t.Parallel()
	r := readerOf(t, cardSite())
	complaints := r.complaints()
	r.open("from/")
	r.point("charters/shop/", "main a")
	r.until(theCard + `?.checkVisibility()`)
	r.is(theCard+`.firstChild.textContent + '|' + `+theCard+`.lastChild.textContent`, "Shop|We sell bread.")
	r.is(theCard+`.textContent.includes('Contact #shop')`, true)
	r.is(`document.querySelector('[aria-describedby="r:card"]').textContent + ' ' + `+theCard+`.role`, "shop tooltip")
	r.is(`(([a, b]) => a.bottom <= b.top && b.left >= 0 && b.right <= innerWidth && b.width > 100)([document.querySelector('[aria-describedby]').getBoundingClientRect(), `+theCard+`.getBoundingClientRect()])`, true)

	r.press(kb.Escape)
	r.is(theCard+` === null && !document.querySelector('main a[aria-describedby]')`, true)

	r.move(600, 600)
	r.point("charters/shop/", "main a")
	r.until(theCard)
	r.do(`window.at = ` + theCard + `.getBoundingClientRect(), window.first = ` + theCard)
	x, y := r.number(`at.x + 40`), r.number(`at.bottom - 12`)
	r.move(x, r.number(`at.y - 1`))
	r.move(x, y)
	r.do(`window.was = performance.now()`)
	r.until(`performance.now() > was + 600`)
	r.is(theCard+` === first`, true)
	r.move(600, 600)
	r.until(theCard + ` === null`)

	// Of a section and of a row, what these say.
	r.point("oven/#stones", "main a")
	r.until(theCard + `?.textContent === 'Oven › StonesThey keep the heat.'`)
	r.do(`fetch('/ask/words/').then(a => a.text()).then(page => document.querySelector('main p').append(' ', Object.assign(document.createElement('a'), { textContent: 'word', href: '../ask/words/#' + /<tr id="([^"]+)/.exec(page)[1] })))`)
	r.until(`window.row = document.querySelector('main a[href*=words]')?.hash`)
	row, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`row`))
	if err != nil {
		t.Fatal(err)
	}
	r.point("ask/words/"+row, "main a")
	r.until(theCard + `?.textContent === 'BouleA round loaf.'`)

	if all := complaints(); len(all) > 0 {
		t.Errorf("the browser complains: %q", all)
	}
}

func (r *reader) number(expression string) float64 {
	r.t.Helper()
	n, err := chromedp.Run(r.ctx, chromedp.Evaluate[float64](expression))
	if err != nil {
		r.t.Fatalf("%s: %v", expression, err)
	}
	return n
}

// With the keyboard a card comes on demand; it never comes by touch, in
// navigation, or when single keys are off.
func TestCardByKey(t *testing.T) {
	t.Parallel()
	r := readerOf(t, cardSite())
	r.open("from/")
	shop := `document.querySelector('main a[href*=shop]')`
	r.do(shop + `.focus()`)
	r.press("p")
	r.until(theCard)
	r.do(`document.activeElement.blur()`)
	r.until(theCard + ` === null`)

	rested := func(element, kind string) {
		t.Helper()
		r.do(element + `.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: '` + kind + `' })), window.was = performance.now()`)
		r.until(`performance.now() > was + 700`)
		r.is(theCard+` === null`, true)
		r.do(`document.body.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }))`)
	}
	rested(shop, "touch")
	rested(`document.querySelector('#r\\:menu a[href*=charters]')`, "mouse")
	r.press("?")
	r.until(`document.getElementById('r:keys').open`)
	r.do(`document.querySelector('#r\\:keys input').click()`)
	r.press(kb.Escape)
	rested(shop, "mouse")
	r.do(shop + `.focus()`)
	r.press("p")
	rested(shop, "mouse")
}

// Single keys lead through the site, and one switch silences them (WCAG 2.1.4).
func TestKeys(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("")
	closed := `!document.querySelector('dialog[open]')`
	r.press("?")
	r.until(`document.getElementById('r:keys').open`)
	r.is(`[...document.querySelectorAll('[data-go]')].map(a => a.dataset.go).join('')`, "htdslpma")
	r.is(`Promise.all([...document.querySelectorAll('[data-go]')].map(a => fetch(a.href))).then(all => window.led = all.every(a => a.ok)) && 1`, 1)
	r.until(`window.led`)
	r.press("gt") // not in a dialog
	r.is(`location.pathname`, "/")
	r.press(kb.Escape)
	r.is(closed, true)
	r.press("gt")
	r.arrive("charters/", false)
	r.follow("charters/workshop/")
	r.arrive("charters/workshop/", false)
	r.do(`document.querySelector('main a').focus()`)
	for key, path := range map[string]string{"h": "", "d": "ask/who-decides/", "s": "ask/standards/", "l": "ask/lessons/", "p": "playbooks/", "m": "ask/works-with/"} {
		r.press("g" + key)
		r.until(`document.readyState === 'complete' && location.pathname === '/` + path + `'`)
	}
	r.open("charters/online-shop/")
	r.press("]")
	r.until(`document.readyState === 'complete' && location.pathname === '/charters/workshop/'`)
	r.press("[")
	r.until(`document.readyState === 'complete' && location.pathname === '/charters/online-shop/'`)
	r.press("/")
	r.until(`document.activeElement.matches('dialog[open] input')`)
	r.press("?") // goes into the field
	r.is(dialogField+`.value.endsWith('?') && !document.getElementById('r:keys').open`, true)
	r.press(kb.Escape)

	// Off: nothing happens but by Ctrl K, here and on the next page.
	r.press("?")
	r.do(`document.querySelector('#r\\:keys input').click()`)
	r.press(kb.Escape)
	for range 2 {
		r.press("/?ght")
		r.is(closed+` && location.pathname`, "/charters/online-shop/")
		r.open("charters/online-shop/")
	}
	r.find("refund")
}
