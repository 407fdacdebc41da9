package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"remit/.ci/sites"
)

// lookAtSorts takes what has to hold on every page to one page of each sort, and
// to what opens over a page. Sorts that were seen are left out.
func lookAtSorts(browser context.Context, name string, site sites.Site, axe string, seen map[string]bool) ([]string, error) {
	began := time.Now()
	pages, err := site.Pages()
	if err != nil {
		return nil, err
	}
	pages = slices.DeleteFunc(pages, func(p sites.Page) bool { return seen[p.Sort] })
	first := len(seen) == 0
	for _, p := range pages {
		seen[p.Sort] = true
	}
	l := &looker{browser: browser, subject: subject{name: name, site: site}, axe: axe, values: measured{}}
	s := &sorts{looker: l}
	for _, p := range pages {
		s.at = p
		l.with(sites.Desk, p.Path, s.look)
		if l.err != nil {
			return s.below, fmt.Errorf("/%s: %w", p.Path, l.err)
		}
	}
	if first {
		s.dialogs()
	}
	fmt.Printf("%s: %d sorts of pages looked at in %d s, %d below the bar\n", name, len(pages), int(time.Since(began).Seconds()), len(s.below))
	return s.below, l.err
}

// dialogs looks at results of a search, and at what opens over a page.
func (s *sorts) dialogs() {
	l := s.looker
	s.at = sites.Page{Sort: "search with results", Path: "search/?q=review"}
	l.with(sites.Desk, s.at.Path, func(t *sites.Tab) {
		s.hold(t.Until(in("hits")+" > 0", 10*time.Second), "finds nothing")
		s.screens(t)
	})
	s.at = sites.Page{Sort: "search open"}
	l.with(sites.Desk, "", func(t *sites.Tab) {
		l.fail(t.Press("k", chromedp.ModifierCtrl))
		t.Until(in("inField"), 3*time.Second)
		l.fail(t.Press("review"))
		s.hold(t.Until(in("hits")+" > 0", 10*time.Second), "finds nothing")
		s.screens(t)
	})
	s.at = sites.Page{Sort: "keys open"}
	l.with(sites.Desk, "", func(t *sites.Tab) {
		l.fail(t.Press("?"))
		s.hold(t.Until("document.querySelector('dialog[open]')", 3*time.Second), "? does not show the keys")
		s.screens(t)
	})
}

// sorts looks at one page after another.
type sorts struct {
	*looker
	at    sites.Page
	below []string
}

// hold notes what does not hold, and says it at once.
func (s *sorts) hold(is bool, otherwise string, args ...any) {
	if !is && s.err == nil {
		found := fmt.Sprintf("%s, %s (/%s): %s", s.name, s.at.Sort, s.at.Path, fmt.Sprintf(otherwise, args...))
		fmt.Println(found)
		s.below = append(s.below, found)
	}
}

func (s *sorts) look(t *sites.Tab) {
	w, inline := weighBeforeSearch(s.site, t), ask[inline](s.looker, t, "inline")
	css, js := w.raw["text/css"]+inline.CSS, w.raw["text/javascript"]+inline.JS
	s.hold(css <= 20480, "W3: CSS of %d B", css)
	s.hold(js <= 15360, "W4: JavaScript of %d B", js)
	s.hold(w.early <= 4, "W5: %d requests", w.early)
	s.hold(w.foreign == 0, "W6: %d requests to other hosts", w.foreign)
	s.hold(inline.Scripts == 0, "J4: %d inline scripts", inline.Scripts)
	s.hold(len(t.Errors()) == 0, "J5: %s", strings.Join(t.Errors(), "; "))
	s.hold(ask[bool](s.looker, t, "headings"), "A7: headings")
	s.hold(ask[navs](s.looker, t, "navs").Named, "A17: two navigations of one name")
	s.findable(t)
	s.shapes(t)
	s.screens(t)
}

// findable opens the search from where the reader is.
func (s *sorts) findable(t *sites.Tab) {
	s.fail(t.Do(chromedp.Evaluate[chromedp.Void](`(e => { e.focus(); e.dataset.was = ''; })(document.querySelector('.brand'))`)))
	for _, key := range []struct {
		id, keys  string
		modifiers []chromedp.Modifier
	}{{"S1", "/", nil}, {"S2", "k", []chromedp.Modifier{chromedp.ModifierCtrl}}} {
		s.fail(t.Press(key.keys, key.modifiers...))
		s.hold(t.Until(in("inField"), 3*time.Second), "%s: the search does not open", key.id)
		if s.at.Sort == "search" { // there its own field is the search
			return
		}
		s.fail(t.Press(kb.Escape))
		s.hold(t.Until("!"+in("inField")+" && 'was' in document.activeElement.dataset", 3*time.Second), "S3: Esc does not give the focus back")
	}
}

// shapes changes size, spacing and medium.
func (s *sorts) shapes(t *sites.Tab) {
	paper := sites.Device{Width: 718, Height: 1000, Dark: true, Print: true}
	for _, shape := range []struct {
		id, sheet, measure string
		device             sites.Device
	}{
		{"A12", "", "over", sites.Device{Width: 320, Height: 640}},
		{"390 px", "", "over", sites.Phone},
		{"A13", "html { font-size: 200% !important }", "over", sites.Device{Width: 1280, Height: 800}},
		{"A14", spacing, "cut", sites.Desk},
		{"A15", "", "moving", sites.Device{Still: true}},
		{"P1", "", "printed", paper},
		{"P3", "", "lost", paper},
	} {
		s.fail(t.Become(shape.device))
		ask[any](s.looker, t, "sheet", shape.sheet)
		ask[bool](s.looker, t, "drawn")
		v := ask[float64](s.looker, t, shape.measure)
		s.hold(v == 0, "%s: %v", shape.id, v)
	}
	ask[any](s.looker, t, "sheet", "")
}

// screens lets axe look at the page on each screen.
func (s *sorts) screens(t *sites.Tab) {
	if s.axe == "" {
		return
	}
	dark := func(d sites.Device) sites.Device { d.Dark = true; return d }
	for _, screen := range []struct {
		name   string
		device sites.Device
	}{
		{"desk, light", sites.Desk}, {"desk, dark", dark(sites.Desk)}, {"phone, light", sites.Phone}, {"phone, dark", dark(sites.Phone)},
		{"forced colours", sites.Device{Forced: true}},
	} {
		s.fail(t.Become(screen.device))
		ask[bool](s.looker, t, "drawn")
		found, err := runAxe(t, s.axe, everything)
		s.fail(err)
		for _, v := range found {
			s.hold(false, "axe on %s: %s at %s", screen.name, v.ID, strings.Join(v.Nodes, ", "))
		}
	}
}
