package generator

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"remit/generator/internal/starter"
)

// press types on the keyboard, wherever the focus is.
func (r *reader) press(keys string, modifiers ...chromedp.Modifier) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...))); err != nil {
		r.t.Fatalf("press %q: %v", keys, err)
	}
}

// until waits for an expression, or for what it resolves to, to become true, at
// most for ten seconds. The page may be another one meanwhile.
func (r *reader) until(expression string) {
	r.t.Helper()
	wait := `new Promise((yes, no) => {
		const end = performance.now() + 10000, look = async () => {
			const is = await (` + expression + `);
			is || performance.now() > end ? yes(!!is) : setTimeout(look, 5);
		};
		look().catch(no);
	})`
	var failed error
	for began := time.Now(); time.Since(began) < 10*time.Second; {
		got, err := chromedp.Run(r.ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise))
		if got {
			return
		}
		failed = err
	}
	page, _ := chromedp.Run(r.ctx, chromedp.Evaluate[string](`location.href + ' ' + document.activeElement.outerHTML.slice(0, 200) + '\n' + (document.querySelector('dialog[open]') || document.querySelector('main')).innerHTML.slice(0, 3000)`))
	r.t.Fatalf("never came true: %s %v\n%s", expression, failed, page)
}

// find opens the dialog with the keyboard and types a query.
func (r *reader) find(query string) {
	r.t.Helper()
	r.press("k", chromedp.ModifierCtrl)
	r.until(`document.activeElement.matches('dialog[open] input')`)
	r.press(query)
	r.until(`document.querySelector('dialog [role=status]').textContent && !document.querySelector('dialog .hits').ariaBusy`)
}

const (
	focused     = `document.activeElement`
	dialogHits  = `[...document.querySelectorAll('dialog .hits > ul > li > a')]`
	dialogField = `document.querySelector('dialog input')`
	dialogSays  = `document.querySelector('dialog [role=status]').textContent`
	chips       = `[...document.querySelectorAll('dialog .chips button')].filter(b => !b.hidden)`
)

func starterSite() *Snapshot {
	company := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		company[p] = string(text)
	}
	return Compile(nil, inputOf(nil, treeOf(company), Options{Today: sampleToday}))
}

func TestFindByKeyboard(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("")
	r.is(`performance.getEntriesByType('resource').some(e => e.name.includes('/find.') || e.name.includes('/search/'))`, false)
	r.find("refund")
	r.until(`/^\d+ results/.test(` + dialogSays + `)`)
	r.is(`document.querySelector('dialog .answer a').textContent.includes('efunds')`, true)

	// Arrows move the focus over the links, a letter goes back to the field.
	r.press(kb.ArrowDown)
	r.is(focused+` === `+dialogHits+`[0]`, true)
	r.press(kb.ArrowUp)
	r.is(focused+` === `+dialogField, true)
	r.press(kb.ArrowUp)
	r.is(`[...document.querySelectorAll('dialog .hits :is(a, button)')].at(-1) === `+focused, true)
	r.press(kb.Home)
	r.is(focused+` === `+dialogHits+`[0]`, true)
	r.press(kb.End + kb.ArrowDown)
	r.is(focused+` === `+dialogField, true)
	r.press(kb.ArrowDown)
	r.press("s")
	r.is(focused+` === `+dialogField+` && `+dialogField+`.value`, "refunds")

	// Esc closes and gives the focus back to what had opened the dialog.
	r.press(kb.Escape)
	r.is(`document.querySelector('dialog[open]') === null`, true)
	r.do(`document.querySelector('.top .find').focus()`)
	r.press(kb.Enter)
	r.until(`document.activeElement.matches('dialog[open] input')`)
	r.press(kb.Escape)
	r.is(focused+`.matches('.top .find')`, true)

	// Enter follows the first link of what stands in the field.
	r.find("safe to ride")
	r.press(kb.Enter)
	r.until(`location.pathname === '/standards/safe-to-ride/' && document.readyState === 'complete'`)

	// What was looked for is offered again, and can be forgotten.
	r.press("k", chromedp.ModifierCtrl)
	r.until(`document.querySelector('dialog .recent button')?.textContent === 'safe to ride'`)
	r.press(kb.ArrowDown + kb.Enter)
	r.until(dialogHits + `.length > 0 && ` + focused + ` === ` + dialogField)
	r.do(dialogField + `.select()`)
	r.press(kb.Backspace)
	r.until(`document.querySelector('dialog .hits > .plain')`)
	r.press(kb.ArrowUp + kb.Enter)
	r.until(`!document.querySelector('dialog .recent') && localStorage.getItem('remit-recent') === null`)
}

// Who asks who decides sees the answer before the results, and once the index is
// there the next question costs no request.
func TestFindAnswersFirst(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("")
	first := func(words string) string {
		return dialogHits + `.length > 0 && document.querySelector('dialog .hits a').closest('.answer')?.textContent.includes('` + words + `')`
	}
	r.find("who decides refunds above 150 EUR")
	r.until(first("efunds"))
	r.is(`document.querySelector('dialog .hits a').getAttribute('href').includes('charters/')`, true)
	asked := `performance.getEntriesByType('resource').length`
	r.do(`window.before = ` + asked)
	r.do(dialogField + `.select()`)
	r.press("who decides refunds above 150 EUR?")
	r.until(dialogField + `.value.endsWith('?') && !document.querySelector('dialog .hits').ariaBusy && ` + first("efunds"))
	r.is(asked+` - before`, 0)
}

// A result on the very page that is read lies behind the dialog.
func TestFindOnThisPage(t *testing.T) {
	t.Parallel()
	r := readerOf(t, Compile(nil, inputOf(nil, treeOf(map[string]string{"oven.md": "# Oven\n\nHot.\n\n## Cleaning the stones\n\nOnce a week.\n"}), Options{Today: sampleToday})))
	r.open("oven/")
	r.find("cleaning the stones")
	r.press(kb.Enter)
	r.until(`location.hash.startsWith('#') && !document.querySelector('dialog[open]')`)
}

func TestFindTyposAndNothing(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("")
	r.find("wrokshop")
	r.until(`/Showing results for ‘\w+’/.test(` + dialogSays + `)`)
	r.is(dialogHits+`.length > 0`, true)
	r.press(kb.Escape)
	r.find("zzyzxq")
	r.until(dialogSays + `.startsWith('Nothing found')`)
	r.is(`document.querySelector('dialog .ways a[href$="/all/"]') !== null`, true)
	r.press(kb.Escape)
	r.find("workshop -workshop")
	r.until(`document.querySelector('dialog .hits h2')?.textContent === 'Without filters' && ` + dialogHits + `.length > 0`)
}

// breadAndCheese is twenty pages of each, and of wine.
func breadAndCheese() *Snapshot {
	files := map[string]string{}
	for _, of := range []string{"bread", "cheese", "wine"} {
		for i := range 20 {
			text := fmt.Sprintf("# Number %d\n\nHow to make %s.\n", i, of)
			for j := range 400 { // so much that no file of the index holds all
				text += fmt.Sprintf("Then step%d%sx%d.\n", j, of, i)
			}
			files[fmt.Sprintf("%s/%d.md", of, i)] = text
		}
	}
	return Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
}

func TestFindMore(t *testing.T) {
	t.Parallel()
	r := readerOf(t, breadAndCheese())
	r.open("")
	r.find("bread")
	r.until(`/^2\d results/.test(` + dialogSays + `)`)
	r.is(dialogHits+`.length`, 8)
	r.press(kb.ArrowUp)
	r.is(focused+`.textContent`, "More results")
	r.press(kb.Enter)
	r.until(dialogHits + `.length === 16`)
	r.is(focused+` === `+dialogHits+`[8]`, true)
	r.is(`new Set(`+dialogHits+`.map(a => a.href)).size`, 16)
}

func TestFindByKind(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	r.open("")
	r.find("workshop")
	r.until(chips + `.length > 2`)
	r.is(chips+`[0].ariaPressed + `+chips+`[1].ariaPressed`, "truefalse")
	r.press(kb.Tab + kb.Tab)
	r.is(focused+` === `+chips+`[0]`, true)
	r.press(kb.ArrowRight)
	r.is(focused+` === `+chips+`[1]`, true)
	r.do(`window.count = ` + focused + `.querySelector('.n').textContent, window.chip = ` + focused)
	r.press(" ")
	r.until(`chip.ariaPressed === 'true' && ` + dialogSays + `.split(' ')[0] === count`)
	r.is(focused+` === chip`, true)
	r.is(`document.querySelector('[data-wider]').search`, `?q=workshop&kind=`+fmt.Sprint(must(chromedp.Run(r.ctx, chromedp.Evaluate[string](`chip.value`)))))
	r.press(kb.ArrowDown)
	r.is(focused+` === document.querySelector('dialog .hits a')`, true)

	// What was typed of a filter is the same filter.
	r.press(kb.Escape)
	r.find("workshop kind:lesson")
	r.until(`chip.ariaPressed === 'true'`)
	r.do(chips + `[0].click()`)
	r.until(dialogField + `.value === 'workshop' && ` + chips + `[0].ariaPressed === 'true'`)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// An answer that comes late never takes the place of a newer one, and what
// stands there stays until then.
func TestFindLateAnswers(t *testing.T) {
	t.Parallel()
	r := readerOf(t, breadAndCheese())
	r.open("")
	r.find("number")
	r.do(`window.held = [], window.real = window.fetch, window.fetch = (...a) => new Promise(go => held.push(() => go(real(...a))))`)
	r.do(dialogField + `.select()`)
	r.press("cheese")
	r.until(`held.length > 0`)
	r.do(`window.first = held, window.held = [], ` + dialogField + `.select()`)
	r.press("wine")
	r.until(`held.length > 0`)
	r.is(dialogHits+`.length`, 8)
	r.do(`window.fetch = real, held.forEach(go => go())`)
	r.until(dialogHits + `.every(a => a.href.includes('/wine/'))`)
	r.do(`window.seen = false, new MutationObserver(() => { seen = true; }).observe(document.querySelector('dialog .hits'), { childList: true }), first.forEach(go => go())`)
	r.do(`Promise.allSettled(performance.getEntriesByType('resource').map(e => real(e.name)))`)
	r.is(`seen`, false)
}

func TestFindOnTheSearchPage(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	hits := `[...document.querySelectorAll('.find-here .hits > ul > li > a')]`
	r.open("search/")
	r.until(`document.activeElement.matches('.find-here input')`)
	r.press("workshop")
	r.until(`new URLSearchParams(location.search).get('q') === 'workshop' && ` + hits + `.length > 0`)
	r.open("search/?q=refund")
	r.until(hits + `.length > 0 && document.querySelector('.find-here input').value === 'refund'`)
	r.is(`[...document.querySelectorAll('main .group')].some(e => !e.hidden)`, false)

	// Filters are steps to which Back leads, and the address opens the page as it was.
	r.open("search/?q=bike")
	status := `document.querySelector('.find-here [role=status]').textContent`
	r.until(`/^\d+ results/.test(` + status + `)`)
	r.do(`window.all = ` + status + `, window.team = document.querySelector('select[name=team]')`)
	r.do(`team.value = 'workshop', team.dispatchEvent(new Event('change'))`)
	r.until(status + ` !== all && location.search === '?q=bike&team=workshop'`)
	r.do(`window.few = ` + status + `, document.querySelector('.find-here .chips [value=charter]').click()`)
	r.until(status + ` !== few && location.search === '?q=bike&kind=charter&team=workshop' || location.search === '?q=bike&team=workshop&kind=charter'`)
	r.do(`history.back()`)
	r.until(status + ` === few && team.value === 'workshop'`)
	r.do(`history.back()`)
	r.until(status + ` === all && team.value === ''`)
	r.open("search/?team=workshop")
	r.until(hits + `.length > 0 && document.querySelector('select[name=team]').value === 'workshop'`)
}

// Without a script there is nothing to type in.
func TestSearchPageWithoutScript(t *testing.T) {
	t.Parallel()
	p, ok, err := starterSite().Page("search/index.html")
	if !ok || err != nil {
		t.Fatal(err)
	}
	if html := string(p.Body); !regexp.MustCompile(`<div class="?find-here"? hidden`).MatchString(html) || strings.Count(html, "<li><a href=../") < 20 && strings.Count(html, `<li><a href="../`) < 20 {
		t.Error("the page of search needs a script")
	}
}

func TestFindWhatIsMissing(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	for _, address := range []string{"standards/safe-2-ride.html", "charters/wrokshop/"} {
		r.open(address)
		r.until(`document.querySelector('.find-here .hits a') !== null`)
	}
	r.open("%E0%A4/") // an address that is no text
	r.press("/")
	r.until(`document.activeElement.matches('dialog[open] input')`)
}

// Titles, headings, tags, teams and topics are words whatever they look like.
func TestFindHostile(t *testing.T) {
	t.Parallel()
	const bad = `<img src=x onerror=bad=1>`
	r := readerOf(t, Compile(nil, inputOf(nil, treeOf(map[string]string{
		"charters/evil.md": "---\nname: '" + bad + "'\nowns: ['" + bad + " ovens']\ndecides:\n  - '" + bad + " refunds up to 10 EUR: alone'\ntags: ['" + bad + "']\nreviewed: 2026-07-01\n---\n# \\" + bad + " kitchen\n\nWe bake. \\" + bad + "\n\n## \\" + bad + " bread\n\nText.\n",
		"lessons/evil.md":  "---\nteam: evil\ntags: ['" + bad + "']\n---\n# \\" + bad + " burnt\n\nText \\" + bad + " refunds.\n",
	}), Options{Today: sampleToday})))
	r.open("")
	for _, query := range []string{"onerror", "who decides refunds", "kitchen", bad, "tag:img", `"` + bad + `"`} {
		r.find(query)
		r.until(`document.querySelector('dialog [role=status]').textContent && !document.querySelector('dialog .hits').ariaBusy`)
		r.is(`document.querySelectorAll('dialog img').length + typeof bad`, "0undefined")
		r.press(kb.Escape)
	}
	r.find("onerror")
	r.until(`document.querySelector('dialog .hits').textContent.includes('<img src=x')`)
}
