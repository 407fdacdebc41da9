package generator

import (
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"remit/generator/internal/starter"
)

// longWords are titles as long as they come, in scripts that break lines in
// different ways: at spaces, between any two signs, or nowhere.
var longWords = []string{
	strings.TrimSpace(strings.Repeat("How we answer what customers ask ", 6)),
	strings.Repeat("donaudampfschifffahrt", 9),
	"Rechtsschutzversicherungsgesellschaften und Arbeiterunfallversicherungsgesetzänderungen der Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung",
	strings.TrimSpace(strings.Repeat("كيف نجيب عن أسئلة العملاء ", 8)),
	strings.TrimSpace(strings.Repeat("איך אנחנו עונים ללקוחות ", 8)),
	strings.Repeat("退款决定由团队单独作出", 18),
	strings.Repeat("การตัดสินใจเรื่องการคืนเงิน", 7),
	strings.Repeat("👩‍👩‍👧", 40),
	"services/checkout_api/internal/refunds.calculate_partial_refund_for_returned_items(customer_identifier)",
}

// longSite says long words in every field, and in every sort of block.
func longSite(language string) *Snapshot {
	blocks := func(w string) string {
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntags: [%s]\n---\n# %s\n\n## %[2]s\n\n> > %[2]s\n\n- - - - - - %[2]s\n\n1. [%[2]s](https://example.org/%s)\n\n`%[2]s`\n\n    %[2]s\n\n", quoted(w), w, strings.Repeat("a", 150))
		fmt.Fprintf(&b, "> [!NOTE]\n> %s\n\n- [ ] %[1]s\n\n%[1]s\n: %[1]s\n\n<details><summary>%[1]s</summary>%[1]s</details>\n\nA note.[^1] https://example.org/%s\n\n[^1]: %[1]s\n\n", w, strings.Repeat("b", 150))
		fmt.Fprintf(&b, "| Team | Words | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |\n|---|---|---|---|---|---|---|---|---|---|\n| %s | %[1]s | 2026-03-03 | `%[1]s` | x | x | x | x | x | x |\n\n| %[1]s | Two |\n|---|---|\n| %[1]s | %[1]s |\n", w)
		return b.String()
	}
	files := map[string]string{
		"remit.yaml": "offline: false\nlanguage: " + language + "\ntitle: " + quoted(longWords[0]) + "\nrepository: https://github.com/example/handbook\n",
		"README.md":  blocks(longWords[2]),
	}
	for i, w := range longWords {
		files[fmt.Sprintf("pages/%s/p%d.md", strings.Repeat("deep-folder-name/", 1+i%4), i)] = blocks(w)
	}
	return Compile(nil, inputOf(nil, treeOf(saying(longWords, files)), Options{Today: sampleToday}))
}

// some leaves out most pages of a list, so that tests stay quick. With
// REMIT_LOOKS set, as in .ci/run, all are looked at.
func some(pages []string) []string {
	if os.Getenv("REMIT_LOOKS") != "" {
		return pages
	}
	var few []string
	for i := 0; i < len(pages); i += 7 {
		few = append(few, pages[i])
	}
	return few
}

// sortsOf picks pages so that there is one of each sort: of each kind of page,
// each kind of document and each view.
func sortsOf(s *Snapshot) []string {
	var picked []string
	seen := map[string]bool{}
	for _, p := range s.Paths() {
		parts := strings.Split(p, "/")
		sort := parts[0]
		if parts[0] == "ask" && len(parts) > 2 {
			sort = path.Join(parts[:2]...) + fmt.Sprint(len(parts))
		} else if len(parts) > 2 {
			sort += "/x"
		}
		if path.Base(p) == "index.html" && !seen[sort] {
			seen[sort] = true
			picked = append(picked, strings.TrimSuffix(p, "index.html"))
		}
	}
	return append(picked, "no-such-page/")
}

// layoutFaults says what does not fit: words beyond the window, cut off, or
// outside of the box that they belong to. What can be scrolled to is fine. Words
// in pictures were measured at build for a common font, which this machine may
// not have in each script: package picture holds these.
const layoutFaults = `(() => {
	const faults = [], page = document.documentElement, width = page.clientWidth;
	if (page.scrollWidth > width) faults.push('the page is ' + page.scrollWidth + ' wide');
	const name = e => e.tagName.toLowerCase() + (e.id && '#' + e.id) + (e.getAttribute('class') ? '.' + e.getAttribute('class') : '');
	const beyond = (rect, box) => rect.left < box.left - 1.5 || rect.right > box.right + 1.5;
	const known = new Map();
	const about = e => {
		if (!known.has(e)) {
			const style = getComputedStyle(e);
			known.set(e, {
				free: /auto|scroll/.test(style.overflowX) || style.clipPath !== 'none' || e.matches('.brand, .skip'),
				cuts: /hidden|clip/.test(style.overflow), flows: /inline$|contents/.test(style.display), box: e.getBoundingClientRect(),
			});
		}
		return known.get(e);
	};
	const fault = (text, rects) => {
		let why = '';
		for (let e = text.parentElement; e !== document.body; e = e.parentElement) {
			const { free, cuts, flows, box } = about(e);
			if (free) return '';
			if (!why && !flows && rects.some(rect => beyond(rect, box))) why = 'sticks out of ' + name(e);
			if (!why && cuts && rects.some(rect => rect.bottom > box.bottom + 2 || rect.top < box.top - 2)) why = 'is cut by ' + name(e);
		}
		return why || (rects.some(rect => beyond(rect, { left: 0, right: width })) ? 'lies beyond the window' : '');
	};
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
	for (let t; t = texts.nextNode();) {
		if (!t.data.trim() || t.parentElement.closest('svg') || !t.parentElement.checkVisibility({ visibilityProperty: true })) continue;
		range.selectNodeContents(t);
		const why = fault(t, [...range.getClientRects()].filter(rect => rect.width > 1));
		if (why) faults.push('"' + t.data.trim().slice(0, 20) + '" in ' + name(t.parentElement) + ' in ' + name(t.parentElement.parentElement) + ' ' + why);
	}
	return faults.slice(0, 6).join('\n');
})()`

// screen sets the size of the window.
func (r *reader) screen(width, height int64) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		r.t.Fatal(err)
	}
}

// media sets what the page is told of the system, in pairs of name and value.
func (r *reader) media(features ...string) {
	r.t.Helper()
	params := emulation.SetEmulatedMediaParams{}
	for i := 0; i < len(features); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chromedp.Call(r.ctx, emulation.SetEmulatedMedia, params); err != nil {
		r.t.Fatal(err)
	}
}

// says returns the text that an expression has.
func (r *reader) says(expression string) string {
	r.t.Helper()
	got, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		r.t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// TestLongWordsFit looks at titles of 200 characters, compounds that no space
// breaks, and scripts that have none, on each sort of page.
func TestLongWordsFit(t *testing.T) {
	t.Parallel()
	for language, widths := range map[string][]int64{"en": {1440, 390, 320}, "ar": {390}} {
		s := longSite(language)
		r := readerOf(t, s)
		for _, p := range some(sortsOf(s)) {
			r.open(p)
			for _, width := range widths {
				r.screen(width, 900)
				if faults := r.says(layoutFaults); faults != "" {
					t.Errorf("%s /%s at %d:\n%s", language, p, width, faults)
				}
			}
		}
	}
}

// sampleBlocks holds what the starter company has not: tags, code, callouts, wide
// tables, footnotes.
const sampleBlocks = "---\ntags: [one, two]\n---\n# Blocks\n\nText with `code`.[^1]\n\n## Second\n\n### Third\n\n#### Fourth\n\n> Said.\n\n" +
	"```go\nfunc main() { println(\"a long line of code that never ends and never breaks before it has reached the edge of the window\") }\n```\n\n" +
	"> [!WARNING]\n> Careful.\n\n- [ ] To do\n- [x] Done\n\n<details><summary>More</summary>Here.</details>\n\n" +
	"| Team | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |\n|---|---|---|---|---|---|---|---|---|---|\n| Workshop | some words | 2026-03-03 | four | five words in a cell | six | seven | eight | nine | ten |\n\n[^1]: A note.\n"

// everySort is the starter company with what else a page may hold.
func everySort() *Snapshot {
	files := map[string]string{"pages/blocks.md": sampleBlocks}
	for p, text := range starter.Files(sampleToday) {
		files[p] = string(text)
	}
	files["remit.yaml"] += "offline: false\nrepository: https://github.com/example/handbook\n"
	return Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
}

// text sets the size of plain text, as readers do in their browser.
func (r *reader) text(size int64) {
	r.t.Helper()
	if _, err := chromedp.Call(r.ctx, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: size}}); err != nil {
		r.t.Fatal(err)
	}
}

// adopt adds rules to the page, as a reader's own stylesheet does.
func (r *reader) adopt(rules string) {
	r.t.Helper()
	r.do(fmt.Sprintf(`(sheet => { sheet.replaceSync(%q); document.adoptedStyleSheets = [sheet]; })(new CSSStyleSheet())`, rules))
}

// spacing is what readers may set by WCAG 1.4.12.
const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }`

// TestReaderSettings gives each sort of page more room between letters, text of
// twice the size, and a zoom of 400 % of a window of 1280 by 1024.
func TestReaderSettings(t *testing.T) {
	t.Parallel()
	s := everySort()
	r := readerOf(t, s)
	for _, p := range some(append(sortsOf(s), "blocks/")) {
		r.open(p)
		for _, c := range []struct {
			name          string
			width, height int64
			text          int64 // size of plain text, which readers set in their browser
			rules         string
		}{
			{"as it is", 1440, 900, 16, ""},
			{"at 400 %", 320, 256, 16, ""},
			{"with wide spacing", 320, 568, 16, spacing},
			{"with wide spacing", 1280, 1024, 16, spacing},
			{"with text of twice the size", 1280, 1024, 32, ""},
			{"with text of twice the size", 640, 512, 32, ""},
		} {
			r.screen(c.width, c.height)
			r.text(c.text)
			r.adopt(c.rules)
			if faults := r.says(layoutFaults); faults != "" {
				t.Errorf("/%s %s, at %d:\n%s", p, c.name, c.width, faults)
			}
		}
		r.text(16)
	}
	// What lies over the page can be read to its end, and nothing stands still over it.
	r.open("charters/workshop/")
	r.screen(320, 256)
	r.is(`['fixed', 'sticky'].includes(getComputedStyle(document.querySelector('.top')).position)`, false)
	reach := `(box => [...box.querySelectorAll('a, button, input')].filter(e => e.checkVisibility()).find(e => {
		e.scrollIntoView({ block: 'nearest' });
		const at = e.getBoundingClientRect();
		return at.top < -1 || at.bottom > innerHeight + 1 || at.left < -1 || at.right > innerWidth + 1;
	})?.outerHTML)(document.querySelector('%s'))`
	r.do(`document.querySelector('.menu').click()`)
	r.is(fmt.Sprintf(reach, ":popover-open"), nil)
	r.do(`document.querySelector('.where .button').click()`)
	r.is(fmt.Sprintf(reach, ":popover-open"), nil)
	r.do(`document.querySelector(':popover-open').hidePopover(), document.querySelector('[data-keys]').click()`)
	r.is(fmt.Sprintf(reach, "dialog[open]"), nil)
	r.do(`document.querySelector('dialog[open]').close()`)
	r.find("refund")
	r.is(fmt.Sprintf(reach, "dialog[open]"), nil)
}

// structureFaults says what a reader who does not see the page, or does not use
// a mouse, would miss.
const structureFaults = `(() => {
	const faults = [], all = query => [...document.querySelectorAll(query)].filter(e => e.checkVisibility({ visibilityProperty: true }));
	const name = e => e.outerHTML.slice(0, 90);
	const levels = all('h1, h2, h3, h4, h5, h6').map(e => +e.localName[1]);
	if (levels.filter(n => n === 1).length !== 1 || levels[0] !== 1) faults.push('headings begin with ' + levels.slice(0, 3));
	levels.forEach((n, i) => { if (i && n > levels[i - 1] + 1) faults.push('heading ' + (i + 1) + ' leaves out a level: ' + levels.slice(0, i + 1)); });
	const titled = e => (e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent || '').trim();
	const landmarks = all('nav, main, [role=region], section[aria-label], section[aria-labelledby]').map(e => (e.getAttribute('role') || e.localName) + ' ' + titled(e));
	landmarks.forEach((l, i) => { if (landmarks.indexOf(l) < i || l === 'nav ' || l === 'region ') faults.push('landmark without a name of its own: ' + l); });
	const first = document.querySelector('a[href], button');
	if (!first?.matches('.skip') || !document.getElementById(first.hash.slice(1))?.matches('main')) faults.push('does not begin with a link to its text');
	const ids = new Set();
	for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) faults.push('twice: #' + e.id); ids.add(e.id); }
	const inText = e => ['inline'].includes(getComputedStyle(e).display) && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.data.trim());
	const targets = all('a[href], button, input:not([type=checkbox]), select, summary, label:has(input)').filter(e => !e.matches('.skip') && !e.closest('svg'));
	for (const e of targets) {
		const box = e.getBoundingClientRect();
		if (Math.min(box.width, box.height) < 23.5 && !inText(e)) {
			const near = targets.some(o => { const b = o.getBoundingClientRect(), x = b.x + b.width / 2 - box.x - box.width / 2, y = b.y + b.height / 2 - box.y - box.height / 2; return o !== e && Math.hypot(x, y) < 24; });
			if (near) faults.push(Math.round(box.width) + 'x' + Math.round(box.height) + ': ' + name(e));
		}
	}
	for (const e of document.getAnimations()) faults.push('moves: ' + name(e.effect.target));
	return faults.slice(0, 6).join('\n');
})()`

// focusFaults says on which of the things that take the focus it cannot be seen.
const focusFaults = `(() => {
	const faults = [], seen = new Set(), sorts = new Set();
	for (const e of document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')) {
		const sort = e.localName + e.getAttribute('class') + ' in ' + e.parentElement.localName + e.parentElement.getAttribute('class');
		if (sorts.has(sort) || !e.checkVisibility({ visibilityProperty: true }) || e.matches('main') || e.disabled) continue;
		sorts.add(sort);
		e.focus({ preventScroll: true });
		if (document.activeElement !== e) { faults.push('takes no focus: ' + e.outerHTML.slice(0, 90)); continue; }
		const own = getComputedStyle(e), s = own.outlineStyle === 'none' ? getComputedStyle(e, '::after') : own; // of a result, the whole box
		if (!e.matches(':focus-visible')) faults.push('is not said to have the focus: ' + e.outerHTML.slice(0, 90));
		else if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2 || s.opacity < 1) faults.push('shows no focus: ' + e.outerHTML.slice(0, 90));
		seen.add(s.outlineColor);
	}
	if (seen.size > 1) faults.push('the focus has several colours: ' + [...seen]);
	return faults.slice(0, 6).join('\n');
})()`

// TestStructureAndFocus looks at headings, landmarks, targets and the focus on each
// sort of page, light and dark, at 1440 and 390.
func TestStructureAndFocus(t *testing.T) {
	t.Parallel()
	s := everySort()
	r := readerOf(t, s)
	for _, p := range some(append(sortsOf(s), "blocks/")) {
		r.media("prefers-color-scheme", "light", "prefers-reduced-motion", "reduce")
		r.screen(1440, 900)
		r.open(p)
		for _, width := range []int64{1440, 390} {
			r.screen(width, 900)
			if faults := r.says(structureFaults); faults != "" {
				t.Errorf("/%s at %d:\n%s", p, width, faults)
			}
		}
		r.press(kb.Tab) // from here on the browser takes the reader for one who uses the keyboard
		for _, scheme := range []string{"light", "dark"} {
			r.media("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
			if faults := r.says(focusFaults); faults != "" {
				t.Errorf("/%s %s:\n%s", p, scheme, faults)
			}
		}
	}
}

// forcedFaults says what loses its edge when the system chooses the colours:
// then backgrounds and shadows are gone, and only borders and words are left.
const forcedFaults = `(() => {
	const faults = [], bordered = e => { const s = getComputedStyle(e); return s.borderStyle !== 'none' && parseFloat(s.borderWidth) > 0; };
	const shown = query => [...document.querySelectorAll(query)].filter(e => e.checkVisibility());
	for (const e of shown('.tag, .note, .side [aria-current], .button, .facets :is([aria-current], [aria-pressed=true]), dialog, .tbl, input:not([type=checkbox])')) if (!bordered(e)) faults.push('has no edge: ' + e.outerHTML.slice(0, 90));
	for (const e of shown('.side a[aria-current], .facets [aria-pressed=true]')) {
		const other = [...e.closest('nav').querySelectorAll('a:not([aria-current], [aria-pressed=true])')].find(o => o.checkVisibility());
		const look = e => { const s = getComputedStyle(e); return s.borderColor + s.borderStyle + s.color + s.fontWeight; };
		if (other && look(e) === look(other)) faults.push('looks like any other: ' + e.outerHTML.slice(0, 90));
	}
	const ground = getComputedStyle(document.body).backgroundColor, none = c => c === 'none' || c === ground || c === 'rgba(0, 0, 0, 0)';
	for (const e of shown('.pic :is(text, path, rect, circle, line, polygon)')) {
		const s = getComputedStyle(e);
		if (none(s.fill) && none(s.stroke) && !e.matches('.pic-hit, .pic-gap, .pic-cut, .pic-ground')) faults.push('cannot be seen: ' + e.outerHTML.slice(0, 90));
	}
	return faults.slice(0, 6).join('\n');
})()`

// TestForcedColours looks at each sort of page as readers see it whose system
// chooses the colours.
func TestForcedColours(t *testing.T) {
	t.Parallel()
	s := everySort()
	r := readerOf(t, s)
	r.media("forced-colors", "active")
	r.is(`matchMedia('(forced-colors: active)').matches`, true)
	for _, p := range some(append(sortsOf(s), "blocks/")) {
		r.open(p)
		if faults := r.says(forcedFaults); faults != "" {
			t.Errorf("/%s:\n%s", p, faults)
		}
	}
	r.find("refund")
	if faults := r.says(forcedFaults); faults != "" {
		t.Errorf("search:\n%s", faults)
	}
	// More contrast: rules are as dark as the edges of controls, and no words are soft.
	r.media("prefers-contrast", "more")
	r.open("charters/workshop/")
	r.is(`(s => s.getPropertyValue('--line') === s.getPropertyValue('--edge') && s.getPropertyValue('--soft') === s.getPropertyValue('--text'))(getComputedStyle(document.documentElement))`, true)
}

// deadFaults says what stands on a page without scripts and does nothing there.
const deadFaults = `(() => {
	const faults = [], all = query => [...document.querySelectorAll(query)].filter(e => e.checkVisibility());
	for (const e of all('button:not([popovertarget]), select, input')) if (!(e.type === 'checkbox' && e.closest('.tasks'))) faults.push('does nothing: ' + e.outerHTML.slice(0, 90));
	for (const e of all('button[popovertarget]')) if (!document.getElementById(e.getAttribute('popovertarget'))?.hasAttribute('popover')) faults.push('opens nothing: ' + e.outerHTML.slice(0, 90));
	for (const e of all('a[href="#"], a:not([href]), [role=button], [aria-pressed]')) faults.push('leads nowhere: ' + e.outerHTML.slice(0, 90));
	for (const a of all('a[href^="#"]')) if (!document.getElementById(decodeURIComponent(a.hash.slice(1)))) faults.push('leads nowhere on the page: ' + a.outerHTML.slice(0, 90));
	if (!all('main a[href], .side a[href], .brand').length) faults.push('has no way on');
	return faults.slice(0, 6).join('\n');
})()`

// TestWithoutScript reads each sort of page in a browser that runs no scripts.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	s := everySort()
	r := readerOf(t, s)
	if _, err := chromedp.Call(r.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	r.media("prefers-color-scheme", "dark")
	r.screen(390, 844)
	for _, p := range some(append(sortsOf(s), "blocks/")) {
		r.open(p)
		if faults := r.says(deadFaults); faults != "" {
			t.Errorf("/%s:\n%s", p, faults)
		}
		if faults := r.says(layoutFaults); faults != "" {
			t.Errorf("/%s:\n%s", p, faults)
		}
		r.is(`getComputedStyle(document.body).backgroundColor`, "rgb(20, 24, 29)")
	}
	r.open("charters/workshop/")
	r.is(`document.documentElement.dataset.theme === undefined && document.querySelector('[data-find]').ariaHasPopup === null`, true) // nothing ran
	for _, at := range []string{".menu", ".where .button"} {
		if err := chromedp.Do(r.ctx, chromedp.Click(at)); err != nil {
			t.Fatal(err)
		}
		r.is(`document.querySelectorAll(':popover-open a').length > 3`, true)
		r.press(kb.Escape)
		r.is(`document.querySelector(':popover-open') === null`, true)
	}
	// The button of search is a link, and leads to all titles and headings.
	r.is(`document.querySelector('.top .find').pathname`, "/search/")
	r.open("search/")
	r.is(`document.querySelectorAll('main .group .list ul a').length > 20`, true)
}
