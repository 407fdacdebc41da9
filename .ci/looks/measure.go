package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"remit/.ci/sites"
)

//go:embed page.js
var pageScript string

// in words a call of one of the functions of page.js.
func in(function string, args ...any) string {
	texts := make([]string, len(args))
	for i, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			panic(err) // only strings and numbers are given
		}
		texts[i] = string(text)
	}
	return "(" + strings.TrimSpace(pageScript[strings.Index(pageScript, "({"):]) + ")." + function + "(" + strings.Join(texts, ", ") + ")"
}

// looker measures one site. What fails because the browser does is kept as the
// first error, so that a measurement reads as a list of questions.
type looker struct {
	browser context.Context
	subject
	axe    string
	values measured
	err    error
}

func (l *looker) fail(err error) {
	if err != nil && l.err == nil {
		l.err = err
	}
}

// with opens a page on a device, and lets look see it.
func (l *looker) with(d sites.Device, page string, look func(t *sites.Tab)) {
	if l.err != nil {
		return
	}
	t, err := l.site.Tab(l.browser, d)
	if err != nil {
		l.fail(err)
		return
	}
	defer t.Close()
	if _, err := t.Open(page); err != nil {
		l.fail(fmt.Errorf("open %s: %w", page, err))
		return
	}
	if !d.NoScript {
		ask[bool](l, t, "drawn")
	}
	look(t)
}

// ask calls a function of page.js in the page.
func ask[T any](l *looker, t *sites.Tab, function string, args ...any) T {
	v, err := sites.Value[T](t, in(function, args...))
	if err != nil {
		l.fail(fmt.Errorf("%s: %w", function, err))
	}
	return v
}

// measure takes the sixty checks to one site.
func measure(browser context.Context, s subject, axe string) (measured, error) {
	l := &looker{browser: browser, subject: s, axe: axe, values: measured{}}
	for _, part := range []func(){
		l.weight, l.everyPage, l.reading, l.phone, l.keyboard, l.withoutScript, l.findingByKeys, l.finding, l.paper, l.unknown,
		l.paint, l.pageChange, l.coldSearch,
	} {
		part()
	}
	return l.values, l.err
}

// weight is what the browser asks for, and what that weighs.
func (l *looker) weight() {
	for _, page := range l.pages() {
		l.with(sites.Desk, page, func(t *sites.Tab) {
			t.Wait(2 * time.Second)
			l.values["J5"] += float64(len(t.Errors()))
			w := weigh(l.site, t)
			l.values["W6"] += float64(w.foreign)
			if page != l.charter {
				return
			}
			inline := ask[inline](l, t, "inline")
			l.values["W1"] = float64(w.zipped["text/html"] + w.zipped["text/css"] + w.zipped["text/javascript"])
			l.values["W2"] = float64(w.all)
			l.values["W3"] = float64(w.raw["text/css"] + inline.CSS)
			l.values["W4"] = float64(w.raw["text/javascript"] + inline.JS)
			l.values["W5"] = float64(w.early)
			l.values["W7"] = float64(w.fonts)
			l.values["J4"] = float64(inline.Scripts)
		})
	}
}

type inline struct{ CSS, JS, Scripts int }

// weighed is what one page asked for.
type weighed struct {
	raw, zipped                map[string]int // by media type
	all, early, foreign, fonts int
}

func weigh(site sites.Site, t *sites.Tab) weighed { return weighAll(site, t, t.Asked()) }

// weighBeforeSearch leaves out what only searching needs, since some pages are
// there to search and begin with it.
func weighBeforeSearch(site sites.Site, t *sites.Tab) weighed {
	asked := slices.DeleteFunc(t.Asked(), func(a sites.Asked) bool {
		return strings.HasPrefix(a.URL.Path, "/assets/find.") || strings.HasPrefix(a.URL.Path, "/assets/search.") || strings.HasPrefix(a.URL.Path, "/search/") && a.URL.Path != "/search/"
	})
	return weighAll(site, t, asked)
}

func weighAll(site sites.Site, t *sites.Tab, asked []sites.Asked) weighed {
	w := weighed{raw: map[string]int{}, zipped: map[string]int{}}
	for _, a := range asked {
		if !strings.HasPrefix(t.Root(), "http://"+a.URL.Host) {
			w.foreign++
			continue
		}
		size := site.Size(a.URL.Path)
		w.raw[size.Media] += size.Raw
		w.zipped[size.Media] += size.Gzip
		w.all += size.Gzip
		if a.Early {
			w.early++
		}
		if strings.HasPrefix(size.Media, "font") {
			w.fonts++
		}
	}
	return w
}

// spacing is that of WCAG 1.4.12.
const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }`

// everyPage is what has to hold on all four pages.
func (l *looker) everyPage() {
	l.values["A7"] = 1
	for _, page := range l.pages() {
		l.with(sites.Desk, page, func(t *sites.Tab) {
			if !ask[bool](l, t, "headings") {
				l.values["A7"] = 0
			}
			l.axed(t, "A1", wcag)
			l.axed(t, "A5", best)
			for _, sheet := range []struct {
				id, text, measure string
				device            sites.Device
			}{
				{"A14", spacing, "cut", sites.Desk},
				{"A13", "html { font-size: 200% !important }", "over", sites.Device{Width: 1280, Height: 800}},
				{"A12", "", "over", sites.Device{Width: 320, Height: 640}},
				{"A15", "", "moving", sites.Device{Still: true}},
			} {
				l.fail(t.Become(sheet.device))
				ask[any](l, t, "sheet", sheet.text)
				ask[bool](l, t, "drawn")
				l.values[sheet.id] = max(l.values[sheet.id], ask[float64](l, t, sheet.measure))
			}
			ask[any](l, t, "sheet", "")
			dark := sites.Desk
			dark.Dark = true
			l.fail(t.Become(dark))
			l.axed(t, "A2", wcag)
			l.fail(t.Become(sites.Phone))
			l.axed(t, "A3", wcag)
		})
	}
}

type reading struct {
	Characters, Size, Leading, Top float64
}

type table struct {
	InBox, Kept  bool
	Broken, Over float64
}

// reading is the test page on a desk.
func (l *looker) reading() {
	deep := 0.0
	l.with(sites.Desk, l.deep, func(t *sites.Tab) { deep = ask[reading](l, t, "reading").Characters })
	l.with(sites.Desk, l.charter, func(t *sites.Tab) {
		r := ask[reading](l, t, "reading")
		l.values["R1"] = r.Characters
		if deep > 0 {
			l.values["R1"] = (r.Characters + deep) / 2
		}
		l.values["R2"], l.values["R3"], l.values["R4"] = r.Size, r.Leading, r.Top
		l.values["R6"] = yes(ask[bool](l, t, "underlined"))
		l.values["R7"] = ask[float64](l, t, "anchored")
		l.values["R11"] = yes(ask[bool](l, t, "place"))
		l.values["R12"] = yes(ask[bool](l, t, "facts"))
		l.values["A18"] = float64(len(ask[[]string](l, t, "small")))
		l.values["W8"] = ask[float64](l, t, "besides")
		navs := ask[navs](l, t, "navs")
		l.values["A16"], l.values["A17"] = yes(navs.Current), yes(navs.Named)
		if wide := ask[*table](l, t, "table"); wide != nil {
			l.values["R8"] = wide.Broken
		}
		light := ask[contrast](l, t, "contrast").Ratio
		l.fail(t.Become(sites.Device{Dark: true}))
		ask[bool](l, t, "drawn")
		l.values["A6"] = min(light, ask[contrast](l, t, "contrast").Ratio)
	})
}

type navs struct{ Named, Current bool }

type contrast struct{ Ratio, Ground float64 }

// phone is the test page at 390 px.
func (l *looker) phone() {
	l.with(sites.Phone, l.charter, func(t *sites.Tab) {
		l.values["R5"] = ask[reading](l, t, "reading").Top
		if wide := ask[*table](l, t, "table"); wide != nil {
			l.values["R9"], l.values["R10"] = yes(wide.InBox), yes(wide.Kept)
		}
	})
}

type focus struct {
	Words                string
	Marked, Seen, Inside bool
}

// keyboard goes through the test page with Tab.
func (l *looker) keyboard() {
	const looked, most = 40, 400
	l.with(sites.Desk, l.charter, func(t *sites.Tab) {
		before, unmarked, hidden := -1, 0, 0
		for n := 0; n < most && (n < looked || before < 0); n++ {
			l.fail(t.Press(kb.Tab))
			f := ask[*focus](l, t, "focus")
			if f == nil {
				break
			}
			if n < looked && !f.Marked {
				unmarked++
			}
			if n < looked && !f.Seen {
				hidden++
			}
			if f.Inside && before < 0 {
				before = n
			}
		}
		if before >= 0 {
			l.values["A9"] = float64(before)
		}
		l.values["A10"], l.values["A11"] = float64(unmarked), float64(hidden)
	})
	l.with(sites.Desk, l.charter, func(t *sites.Tab) {
		l.fail(t.Press(kb.Tab))
		to := ask[string](l, t, "skip")
		l.fail(t.Press(kb.Enter))
		ask[bool](l, t, "drawn")
		l.fail(t.Press(kb.Tab))
		l.values["A8"] = yes(to != "" && ask[bool](l, t, "reached", to))
	})
}

// withoutScript compares the test page with itself.
func (l *looker) withoutScript() {
	var text float64
	l.with(sites.Desk, l.charter, func(t *sites.Tab) { text = ask[float64](l, t, "text") })
	l.with(sites.Device{Dark: true, NoScript: true}, l.charter, func(t *sites.Tab) {
		l.values["J1"] = ask[float64](l, t, "text") / text
		picture, err := t.Picture()
		l.fail(err)
		light, err := brightness(picture)
		l.fail(err)
		l.values["J3"] = yes(light < 0.35)
	})
	phone := sites.Phone
	phone.NoScript = true
	l.with(phone, l.charter, func(t *sites.Tab) { l.values["J2"] = yes(ask[bool](l, t, "about")) })
}

// brightness is how light the middle of a picture is, from 0 to 1.
func brightness(picture []byte) (float64, error) {
	image, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return 0, err
	}
	const left, top, right, bottom = 700, 500, 1100, 800
	sum := 0.0
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			r, g, b, _ := image.At(x, y).RGBA()
			sum += float64(r+g+b) / (3 * 0xffff)
		}
	}
	return sum / ((right - left) * (bottom - top)), nil
}

// findingByKeys opens and closes the search with each of its keys.
func (l *looker) findingByKeys() {
	l.with(sites.Desk, l.charter, func(t *sites.Tab) {
		for range 3 {
			l.fail(t.Press(kb.Tab))
		}
		l.fail(t.Do(chromedp.Evaluate[chromedp.Void](`document.activeElement.dataset.was = ''`)))
		open, closed := l.opens(t, "/")
		l.values["S1"], l.values["S3"] = yes(open), yes(open && closed)
		open, _ = l.opens(t, "k", chromedp.ModifierCtrl)
		l.values["S2"] = yes(open)
	})
}

// opens says whether a key opens the search, and Esc then gives the focus back
// to what has the attribute data-was.
func (l *looker) opens(t *sites.Tab, key string, modifiers ...chromedp.Modifier) (open, closed bool) {
	l.fail(t.Press(key, modifiers...))
	open = t.Until(in("inField"), 3*time.Second)
	l.fail(t.Press(kb.Escape))
	return open, t.Until("!"+in("inField")+" && 'was' in document.activeElement.dataset", 3*time.Second)
}

// finding searches the way a reader does.
func (l *looker) finding() {
	asking := func(query string, look func(t *sites.Tab, found bool)) {
		l.with(sites.Desk, l.charter, func(t *sites.Tab) {
			t.Wait(2 * time.Second)
			before := weigh(l.site, t).all
			l.fail(t.Press("k", chromedp.ModifierCtrl))
			t.Until(in("inField"), 3*time.Second)
			l.fail(t.Press(query))
			found := t.Until(in("hits")+" > 0", 12*time.Second)
			t.Wait(time.Second)
			w := weigh(l.site, t)
			l.values["S8"] = max(l.values["S8"], float64(w.all-before))
			l.values["W6"] += float64(w.foreign)
			look(t, found)
		})
	}
	asking("review", func(t *sites.Tab, found bool) {
		l.values["S5"] = yes(ask[bool](l, t, "announced"))
		if found {
			l.axed(t, "A4", wcag)
		}
		here, err := sites.Value[string](t, "location.href")
		l.fail(err)
		l.fail(t.Press(kb.ArrowDown))
		l.fail(t.Press(kb.Enter))
		l.values["S4"] = yes(found && t.Until(fmt.Sprintf("location.href !== %q", here), 3*time.Second))
	})
	asking("reveiw", func(t *sites.Tab, found bool) { l.values["S6"] = yes(found) })
}

// paper is the test page as it is printed.
func (l *looker) paper() {
	l.with(sites.Device{Width: 718, Height: 1000, Dark: true}, l.charter, func(t *sites.Tab) {
		l.fail(t.Become(sites.Device{Width: 718, Height: 1000, Dark: true, Print: true}))
		ask[bool](l, t, "drawn")
		l.values["P1"] = yes(len(ask[[]string](l, t, "chrome")) == 0)
		c := ask[contrast](l, t, "contrast")
		l.values["P2"] = yes(c.Ground > 0.8 && c.Ratio >= 4.5)
		if wide := ask[*table](l, t, "table"); wide != nil {
			l.values["P3"] = wide.Over
		}
		l.values["P4"] = yes(ask[bool](l, t, "printsAddress"))
	})
}

// unknown opens addresses at which nothing is.
func (l *looker) unknown() {
	l.values["N1"] = 1
	for _, address := range []string{"no-such-page-here/", "charters/no/such/page"} {
		l.with(sites.Desk, "", func(t *sites.Tab) {
			status, err := t.Open(address)
			l.fail(err)
			if status != 404 || !ask[bool](l, t, "wayHome") {
				l.values["N1"] = 0
			}
		})
	}
}

// rounds is how often the clock is asked at most: the best answer is the least
// disturbed, and one that reaches its bar needs no other.
const rounds = 8

// clocked asks the clock until the checks with these ids reach their bars.
func (l *looker) clocked(ask func(), ids ...string) {
	for range rounds {
		ask()
		if l.err != nil || !slices.ContainsFunc(bars, func(b bar) bool {
			v, ok := l.values[b.id]
			return slices.Contains(ids, b.id) && (!ok || v > b.high)
		}) {
			return
		}
	}
}

func (l *looker) best(id string, v float64) {
	if old, ok := l.values[id]; !ok || v < old {
		l.values[id] = v
	}
}

const watchPaint = `
window.paint = { largest: 0, shift: 0, blocked: 0 };
new PerformanceObserver(l => { for (const e of l.getEntries()) paint.largest = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) paint.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver(l => { for (const e of l.getEntries()) paint.blocked += Math.max(0, e.duration - 50); }).observe({ type: 'longtask', buffered: true });`

type paint struct{ Largest, Shift, Blocked float64 }

// paint is when the test page is there on a slow line, and whether pages jump.
func (l *looker) paint() {
	slow := sites.Phone
	slow.Slow, slow.Phone = true, false
	l.clocked(func() {
		p := l.painted(slow, l.charter, 2500*time.Millisecond)
		l.best("W9", p.Largest)
		l.best("W11", p.Blocked)
		l.values["W10"] = max(l.values["W10"], p.Shift)
	}, "W9", "W11")
	for _, page := range l.pages() {
		l.values["W10"] = max(l.values["W10"], l.painted(sites.Desk, page, 800*time.Millisecond).Shift)
	}
}

func (l *looker) painted(d sites.Device, page string, wait time.Duration) (p paint) {
	if l.err != nil {
		return p
	}
	t, err := l.site.Tab(l.browser, d)
	if err != nil {
		l.fail(err)
		return p
	}
	defer t.Close()
	l.fail(t.Before(watchPaint))
	_, err = t.Open(page)
	l.fail(err)
	t.Wait(wait)
	p, err = sites.Value[paint](t, "paint")
	l.fail(err)
	return p
}

// pageChange clicks on a link of the first page.
func (l *looker) pageChange() {
	l.clocked(func() {
		l.with(sites.Desk, l.home, func(t *sites.Tab) {
			t.Wait(time.Second)
			at := ask[*struct{ X, Y float64 }](l, t, "linkTo", "/"+l.long)
			if at == nil {
				l.fail(errors.New("the first page has no link"))
				return
			}
			was, err := sites.Value[string](t, "document.querySelector('h1').innerText")
			l.fail(err)
			l.fail(t.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y)))
			t.Wait(300 * time.Millisecond)
			began := time.Now()
			l.fail(t.Do(chromedp.MouseClickXY(at.X, at.Y)))
			changed := fmt.Sprintf("location.pathname !== '/' && document.querySelector('h1')?.innerText !== %q && %s", was, in("drawn"))
			for time.Since(began) < 8*time.Second {
				if is, err := sites.Value[bool](t, changed); err == nil && is {
					l.best("W12", float64(time.Since(began).Milliseconds()))
					return
				}
			}
		})
	}, "W12")
}

// coldSearch is the time from the first key to the first result.
func (l *looker) coldSearch() {
	l.clocked(func() {
		l.with(sites.Desk, l.charter, func(t *sites.Tab) {
			t.Wait(500 * time.Millisecond)
			l.fail(t.Press("k", chromedp.ModifierCtrl))
			t.Until(in("inField"), 3*time.Second)
			began := time.Now()
			l.fail(t.Press("review"))
			if t.Until(in("hits")+" > 0", 10*time.Second) {
				l.best("S7", float64(time.Since(began).Milliseconds()))
			}
		})
	}, "S7")
}

var (
	wcag = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
	best = []string{"best-practice"}

	everything = slices.Concat(wcag, best)
)

// violation is a rule of axe that is broken.
type violation struct {
	ID    string
	Nodes []string
}

// axed adds the elements at which axe finds something.
func (l *looker) axed(t *sites.Tab, id string, tags []string) {
	if l.axe == "" || l.err != nil {
		return
	}
	if _, ok := l.values[id]; !ok {
		l.values[id] = 0
	}
	found, err := runAxe(t, l.axe, tags)
	l.fail(err)
	for _, v := range found {
		fmt.Printf("%s %s: %s: %s\n", l.name, id, v.ID, strings.Join(v.Nodes, ", "))
		l.values[id] += float64(len(v.Nodes))
	}
}

func runAxe(t *sites.Tab, axe string, tags []string) ([]violation, error) {
	if there, err := sites.Value[bool](t, "!!window.axe"); err != nil || !there {
		if err := t.Do(chromedp.Evaluate[chromedp.Void](axe)); err != nil {
			return nil, fmt.Errorf("axe: %w", err)
		}
	}
	text, err := json.Marshal(tags)
	if err != nil {
		return nil, err
	}
	found, err := sites.Value[[]violation](t, `axe.run(document, { runOnly: { type: 'tag', values: `+string(text)+` }, rules: `+map[bool]string{true: "{ 'target-size': { enabled: true } }", false: "{}"}[slices.Contains(tags, "wcag22aa")]+`, resultTypes: ['violations'], preload: false })
		.then(r => r.violations.map(v => ({ id: v.id, nodes: v.nodes.map(n => n.target.join(' ')) })))`)
	if err != nil {
		return nil, fmt.Errorf("axe: %w", err)
	}
	return found, nil
}
