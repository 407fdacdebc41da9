package generator

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"remit/themes"
)

// at gives the path of the site's page at an address, in quotation marks.
func (r *reader) at(address string) string {
	r.t.Helper()
	u, err := url.Parse(r.base)
	if err != nil {
		r.t.Fatal(err)
	}
	return quoted(u.Path + address)
}

// point moves the pointer onto the first link that is seen and leads to a path
// of the site, in main if it can be; false when there is none. selector narrows
// the links.
func (r *reader) point(path, selector string) (x, y float64) {
	r.t.Helper()
	at, err := chromedp.Run(r.ctx, chromedp.Evaluate[[]float64](`(() => {
		const all = [...document.querySelectorAll(`+quoted(selector)+`)].filter(a => a.checkVisibility() && !a.closest('dialog') && ((u) => u.pathname + u.hash)(new URL(a.getAttribute('href'), document.baseURI)) === `+r.at(path)+`);
		const a = all.find(a => a.closest('main')) || all[0];
		if (!a) return [];
		a.scrollIntoView({ block: 'nearest' });
		const b = a.getClientRects()[0];
		return [b.x + Math.min(b.width / 2, 20), b.y + b.height / 2];
	})()`))
	if err != nil || len(at) != 2 {
		r.t.Fatalf("no link leads to %s: %v", path, err)
	}
	r.move(at[0], at[1])
	return at[0], at[1]
}

func (r *reader) move(x, y float64) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, chromedp.MouseEvent(chromedp.MouseMoved, x, y)); err != nil {
		r.t.Fatal(err)
	}
}

// follow clicks on a link to a path of the site, as somebody with a mouse does
// who looks where the pointer is: by then the page has come.
func (r *reader) follow(path string, how ...chromedp.MouseOption) {
	r.t.Helper()
	r.do(`performance.clearResourceTimings()`)
	x, y := r.point(path, "a[href]")
	address, _, _ := strings.Cut(path, "#")
	if strings.HasSuffix(address, "/") {
		r.until(`document.querySelector('a:hover')?.target || performance.getEntriesByType('resource').some(e => e.name === new URL(` + r.at(address) + `, document.baseURI).href && e.responseEnd > 0)`)
	}
	if err := chromedp.Do(r.ctx, chromedp.MouseClickXY(x, y, how...)); err != nil {
		r.t.Fatal(err)
	}
}

// arrive waits for the page at a path, and says whether it took the place of
// the one before or was loaded.
func (r *reader) arrive(path string, swapped bool) {
	r.t.Helper()
	r.until(`document.readyState === 'complete' && location.pathname === ` + r.at(path) + ` && new URL(document.documentElement.dataset.root, document.baseURI).pathname === ` + r.at("") + ` && !window.navigation?.transition && !!window.same === ` + strconv.FormatBool(swapped))
}

// heading waits for the name of a page.
func (r *reader) heading(words string) {
	r.t.Helper()
	r.until(`document.querySelector('h1')?.textContent.replace(/#$/, '').trim() === ` + quoted(words))
}

// sheetsOn lists the stylesheets that apply, but for that of a card, which may
// have been seen.
const sheetsOn = `[...document.styleSheets].filter(s => s.media.mediaText !== 'not all' && !s.href.includes('/card.')).map(s => s.href.match(/(\w+)\.[0-9a-f]+\.css$/)[1]).sort().join()`

// complaints gathers what the browser has to say of pages, such as breaches of
// their policy.
func (r *reader) complaints() func() []string {
	r.t.Helper()
	if err := chromedp.Do(r.ctx); err != nil {
		r.t.Fatalf("start the browser: %v", err)
	}
	found := make(chan string, 100)
	messages := chromedp.Console(r.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			select {
			case found <- m.String():
			default:
			}
		}
	}()
	return func() (all []string) {
		for {
			select {
			case m := <-found:
				all = append(all, m)
			default:
				return all
			}
		}
	}
}

func TestSwap(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	complaints := r.complaints()
	r.open("")
	r.do(`window.same = true, document.querySelector('.scheme').click(), document.querySelector('.scheme').click()`)
	r.is(`document.documentElement.dataset.theme`, "dark")

	// From a list to a document: the text, what it is called, its look.
	r.do(`scrollTo(0, 200)`)
	r.follow("charters/")
	r.arrive("charters/", true)
	r.follow("charters/workshop/")
	r.arrive("charters/workshop/", true)
	r.heading("Workshop")
	r.is(`document.title.startsWith('Workshop · ')`, true)
	r.is(`document.querySelectorAll('head > title').length + ' ' + document.querySelectorAll('link[rel~=icon]').length`, "1 1")
	r.is(`document.body.dataset.kind + ' ' + document.documentElement.dataset.root`, "document ../../")
	r.until(`fetch(document.querySelector('link[type="application/json"]').href).then(a => a.ok)`)
	r.is(sheetsOn, "document")
	r.is(`document.documentElement.dataset.theme`, "dark")
	r.is(`document.querySelector('.scheme').textContent.includes(document.querySelector('.scheme').dataset.dark)`, true)
	r.is(`document.querySelector('#r\\:menu [aria-current]').textContent`, "Workshop")
	r.is(`scrollY`, 0)
	r.is(focused+`.id + ' ' + `+focused+`.ariaLabel === 'r:main ' + document.title`, true)

	// What works on a page that was loaded works here.
	r.find("refund")
	r.until(dialogHits + `.length > 0`)
	r.do(`document.querySelector('dialog[open]').close()`)
	r.is(`document.querySelector('main time[data-due] + .when') !== null`, true)
	r.is(sheetsOn, "document,find")

	// Back and forth, with the place in the text. A reader finds the link that was followed.
	r.do(`scrollTo(0, 300), document.querySelector('#r\\:menu').scrollTop = 0`)
	r.follow("ask/")
	r.arrive("ask/", true)
	r.follow("ask/lessons/")
	r.arrive("ask/lessons/", true)
	r.is(sheetsOn, "find,views")
	r.do(`document.querySelector('[data-facet]').click()`)
	r.until(`document.querySelector('.filtered').textContent.includes(' / ')`)
	r.do(`history.go(-2)`)
	r.arrive("charters/workshop/", true)
	r.heading("Workshop")
	r.until(`scrollY === 300`)
	r.do(`history.back()`)
	r.arrive("charters/", true)
	r.until(focused + `.matches('a[href="workshop/"], a[href$="charters/workshop/"]')`)
	r.do(`history.go(3)`)
	r.arrive("ask/lessons/", true)
	r.is(`location.search.startsWith('?facet=')`, true)
	r.until(`document.querySelector('.filtered')?.textContent.includes(' / ')`)

	r.follow("")
	r.arrive("", true)
	r.is(sheetsOn, "find,lists")
	r.do(`history.back()`)
	r.arrive("ask/lessons/", true)

	// A page is loaded again with all that it is.
	r.do(`location.reload()`)
	r.arrive("ask/lessons/", false)
	r.do(`window.same = true`)
	r.do(`history.go(-2)`)
	r.arrive("charters/workshop/", true)
	r.heading("Workshop")

	if all := complaints(); len(all) > 0 {
		t.Errorf("the browser complains: %q", all)
	}
}

// A link may name a part of a page, also in a box that is closed.
func TestSwapToPart(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Bread and butter.\n\n", 80)
	r := readerOf(t, Compile(nil, inputOf(nil, treeOf(map[string]string{
		"from.md": "# From\n\n[stones](oven.md#stones) and [box](oven.md#boxed)\n",
		"oven.md": "# Oven\n\n" + long + "## Stones\n\nHot.\n\n<details><summary>More</summary>\n\n### Boxed\n\nWell.\n\n</details>\n\n" + long,
	}), Options{Today: sampleToday})))
	for _, part := range []string{"stones", "boxed"} {
		r.open("from/")
		r.do(`window.same = true`)
		r.follow("oven/#" + part)
		r.arrive("oven/", true)
		r.until(`document.querySelector(':target')?.id === '` + part + `' && Math.abs(document.querySelector(':target').getBoundingClientRect().top) < 100`)
		r.do(`history.back()`)
		r.arrive("from/", true)
		r.heading("From")
	}
}

// All that is out of the ordinary is the browser's own.
func TestSwapLeavesToBrowser(t *testing.T) {
	t.Parallel()
	files := theStarter()
	files["pages/moved.md"] = "---\naliases: [/old/]\n---\n# Moved\n\nHere.\n"
	r := readerOf(t, Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday})))
	with := func(links string) {
		t.Helper()
		r.open("")
		r.do(`window.same = true, document.querySelector('h1').after(...` + links + `.map(([href, more]) => Object.assign(document.createElement('a'), { href, textContent: href, style: 'display: block' }, more)))`)
	}
	for path, arrived := range map[string]string{"gone/": "gone/", "old/": "moved/", "graph.json": "graph.json"} {
		with(`[[` + quoted(path) + `]]`)
		r.follow(path)
		r.until(`location.pathname === '/` + arrived + `' && window.same === undefined`)
	}
	// Modifiers and targets open tabs, and this one stays.
	for i, how := range []struct {
		links   string
		options []chromedp.MouseOption
	}{
		{`[['all/']]`, []chromedp.MouseOption{chromedp.ButtonModifiers(chromedp.ModifierCtrl)}},
		{`[['all/', { target: '_blank' }]]`, nil},
	} {
		with(how.links)
		r.follow("all/", how.options...)
		for tabs := 0; tabs < i+2; {
			all, err := chromedp.Targets(r.ctx)
			if err != nil {
				t.Fatal(err)
			}
			tabs = 0
			for _, tab := range all {
				if tab.Type == "page" {
					tabs++
				}
			}
		}
		r.is(`location.pathname + window.same`, "/true")
	}
}

// Pages that only passed below the pointer are let go, and the others are few.
func TestSwapAsksLittle(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("all/")
	r.do(`window.asked = [], window.ended = 0, XMLHttpRequest.prototype.send = (send => function () { asked.push(this); return send.call(this); })(XMLHttpRequest.prototype.send)`)
	over := func(element, kind string) {
		r.do(element + `.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: '` + kind + `' })), window.was = performance.now()`)
	}
	r.do(`['main a', 'h1'].forEach(e => document.querySelector(e).dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' })))`)
	over(`document.querySelector('main a')`, "touch")
	r.until(`performance.now() > was + 100`)
	r.is(`asked.length`, 0)
	link := `[...document.querySelectorAll('main a')].filter(a => a.pathname !== location.pathname)[%d]`
	for i := range 9 {
		r.do(fmt.Sprintf(link, i) + `.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))`)
	}
	r.is(`asked.length`, 9)
	press := func(i int) {
		r.do(fmt.Sprintf(link, i) + `.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))`)
	}
	press(8) // is still there
	r.is(`asked.length`, 9)
	press(0) // was given up for a later one
	r.is(`asked.length`, 10)

	// A request that no answer has come to ends when the pointer leaves.
	r.do(`XMLHttpRequest.prototype.send = function () { asked.push(this); }, XMLHttpRequest.prototype.abort = function () { window.gone = this; }`)
	over(fmt.Sprintf(link, 12), "mouse")
	r.until(`asked.length === 11`)
	over(`document.querySelector('h1')`, "mouse")
	r.is(`gone === asked.at(-1)`, true)
}

// Without an answer the browser goes to the page as ever, and shows that it does.
func TestSwapWaitsNotLong(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("charters/")
	r.do(`window.same = true, XMLHttpRequest.prototype.send = () => {}`)
	x, y := r.point("charters/workshop/", "main a")
	if err := chromedp.Do(r.ctx, chromedp.MouseClickXY(x, y)); err != nil {
		t.Fatal(err)
	}
	r.arrive("charters/workshop/", false)
}

// A page whose scripts are others is loaded: those of a site that was built
// anew, of a theme, and of the preview, which follows the page that it is in.
func TestSwapNeedsTheSameScripts(t *testing.T) {
	t.Parallel()
	of := func(name, more string) string {
		text, err := fs.ReadFile(themes.Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text) + more
	}
	files := theStarter()
	files["remit.yaml"] += "\nbase-url: https://wiki.example.org/hand/book/\noffline: false\n"
	site := func(p, text string) *Snapshot {
		all := maps.Clone(files)
		if p != "" {
			all["theme/"+p] = text
		}
		return mediumOf(all, Options{Today: sampleToday})
	}
	s := site("", "")
	h := hostOf(t, s)
	r := readerOf(t, s)
	r.base = h.URL + "/hand/book/"
	hop := func(from, to string, swapped bool) {
		t.Helper()
		r.open(from)
		r.do(`window.same = true`)
		r.follow(to)
		r.arrive(to, swapped)
	}
	hop("charters/", "charters/workshop/", true)
	newer := site("assets/remit.js", of("assets/remit.js", "\ndocument.documentElement.lang ||= 'en';\n"))
	r.open("charters/")
	r.do(`window.same = true`)
	h.site.Store(newer)
	r.follow("charters/workshop/")
	r.arrive("charters/workshop/", false)
	hop("charters/", "charters/workshop/", true)
	h.site.Store(site("frame/head.html", of("frame/head.html", `<script src="{{.Root}}{{asset "find.js"}}" defer></script>`)))
	r.open("charters/")
	r.do(`window.same = true`)
	r.do(`performance.clearResourceTimings()`)
	x, y := r.point("charters/workshop/", "main a")
	if err := chromedp.Do(r.ctx, chromedp.MouseClickXY(x, y)); err != nil {
		t.Fatal(err)
	}
	r.arrive("charters/workshop/", false)
}
