package generator

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// Whoever comes to the first page has three questions. Each door answers its
// own within two clicks, and all doors are seen before anything is scrolled: on
// a small screen where they begin.
func TestThreeDoors(t *testing.T) {
	t.Parallel()
	type step struct{ path, selector, says string }
	walks := map[string]map[string][]step{
		"starter": {
			"new":    {{"ask/how-we-work/", "#r\\\\:models", "Who sets the goals"}},
			"decide": {{"ask/who-decides/", "#r\\\\:hire-desk-deposits-up-to-100-eur", "alone"}, {"charters/hire-desk/", "h1", "Hire desk"}},
			"lead":   {{"ask/due/", "main", "Hire desk"}, {"charters/hire-desk/", "h1", "Hire desk"}},
		},
		"content": {
			"new":    {{"ask/questions/", "main", "room"}},
			"decide": {{"ask/who-owns/", "main", "The wording of messages"}, {"charters/handbook/", "h1", "Handbook"}},
			"lead":   {{"ask/promises/", "main", "Findings that people trust"}, {"commitments/2027-h1-findings-to-trust/", "h1", "Findings that people trust"}},
		},
	}
	for name, q := range questionSites(t) {
		s := Compile(nil, inputOf(nil, treeOf(q.files), Options{Today: q.today}))
		r := readerOf(t, s)
		for _, screen := range []struct{ width, height, seen int64 }{{1440, 900, 3}, {390, 844, 1}} {
			if err := chromedp.Do(r.ctx, chromedp.EmulateViewport(screen.width, screen.height)); err != nil {
				t.Fatal(err)
			}
			r.open("")
			r.is(fmt.Sprintf(`[...document.querySelectorAll('.cards > .card')].filter(e => e.getBoundingClientRect().bottom <= innerHeight).length >= %d`, screen.seen), true)
			r.is(`document.querySelectorAll('.cards > .card').length`, 3)
			r.is(`document.documentElement.scrollWidth - innerWidth`, 0)
		}
		if err := chromedp.Do(r.ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
			t.Fatal(err)
		}
		for door, steps := range walks[name] {
			r.open("")
			r.is(fmt.Sprintf(`[...document.querySelectorAll('.card:has(#r\\:door\\:%s) a')].some(a => a.pathname === '/%s')`, door, steps[0].path), true)
			for _, s := range steps {
				r.follow(s.path)
				r.until(fmt.Sprintf(`location.pathname === '/%s' && document.querySelector('%s')?.textContent.includes(%s)`, s.path, s.selector, quoted(s.says)))
			}
		}
	}
}
