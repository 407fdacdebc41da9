package preview

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"remit/generator/internal/diag"
)

// chromium is a browser with one tab. The policy of pages forbids eval, so
// conditions are looked at from the protocol's side.
type chromium struct {
	t   *testing.T
	ctx context.Context
}

func openChromium(t *testing.T) *chromium {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	name := ""
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(n); err == nil {
			name = path
			break
		}
	}
	if name == "" {
		t.Skip("no Chromium is installed: the client was not tested in a browser")
	}
	profile, err := os.MkdirTemp("", "remit-preview-test")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(profile), chromedp.Flag("window-size", "1000,700"))
	allocator, end := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	ctx, late := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(func() {
		late()
		cancel()
		end()
		os.RemoveAll(profile) // the browser may still be writing there; then the system's own cleaning has it
	})
	return &chromium{t, ctx}
}

func (c *chromium) open(address string) {
	c.t.Helper()
	if err := chromedp.Do(c.ctx, chromedp.Navigate(address)); err != nil {
		c.t.Fatalf("open %s: %v", address, err)
	}
}

// do evaluates an expression.
func (c *chromium) do(expression string) {
	c.t.Helper()
	c.is(expression+", true", true)
}

// is compares the value of an expression.
func (c *chromium) is(expression string, want any) {
	c.t.Helper()
	got, err := chromedp.Run(c.ctx, chromedp.Evaluate[any](expression))
	if err != nil {
		c.t.Fatalf("%s: %v", expression, err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		c.t.Errorf("%s: got %v, want %v", expression, got, want)
	}
}

// until waits for an expression to become true, at most for ten seconds. The
// page may be loaded anew meanwhile.
func (c *chromium) until(expression string) {
	c.t.Helper()
	wait := `new Promise(yes => {
		const end = performance.now() + 10000, look = () => {
			const is = (` + expression + `);
			is || performance.now() > end ? yes(!!is) : setTimeout(look, 5);
		};
		look();
	})`
	var failed error
	for began := time.Now(); time.Since(began) < 10*time.Second; {
		got, err := chromedp.Run(c.ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise))
		if got {
			return
		}
		failed = err
	}
	page, _ := chromedp.Run(c.ctx, chromedp.Evaluate[string]("document.body.innerHTML.slice(0, 3000)"))
	c.t.Fatalf("never came true: %s %v\n%s", expression, failed, page)
}

// complaints gathers what the browser has to say of the page, such as breaches
// of its policy.
func (c *chromium) complaints() func() []string {
	c.t.Helper()
	if err := chromedp.Do(c.ctx); err != nil {
		c.t.Fatalf("start the browser: %v", err)
	}
	found := make(chan string, 100)
	messages := chromedp.Console(c.ctx)
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

// serveReal serves on a real port and returns the address.
func serveReal(t *testing.T, s *Server) string {
	t.Helper()
	s.port = -1
	address, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return address
}

// longPage is a page of many screens. Its parts can be changed one by one.
type longPage struct{ title, top, middle, last, extra string }

func (p longPage) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>%s</title><link rel="stylesheet" href="/assets/app.%s.css"></head>
<body>
<header><form><input id="search" type="search"></form></header>
<main>
<h1 id="h">%s</h1>
<p id="first">%s</p>
<details id="more"><summary>More</summary><p>inside</p></details>
<ul><li><label><input type="checkbox" class="tick"> first</label></li><li><label><input type="checkbox" class="tick"> second</label></li></ul>
`, p.title, p.extra, p.title, p.top)
	for i := range 60 {
		if i == 30 {
			fmt.Fprintf(&b, "<p id=\"middle\">%s</p>\n", p.middle)
		}
		fmt.Fprintf(&b, "<p>Paragraph %d of many words that fill a line.</p>\n", i)
	}
	fmt.Fprintf(&b, "<p id=\"last\">%s</p>\n</main>\n</body>\n</html>\n", p.last)
	return b.String()
}

func TestBrowser(t *testing.T) {
	t.Parallel()
	const path = "page/index.html"
	now := longPage{"Page", "The top.", "The middle.", "The last.", "1"}
	first := &site{pages: map[string]string{path: now.html()}, files: map[string]Page{
		"assets/app.1.css": {Media: "text/css", Body: []byte("p{min-height:40px}")},
		"assets/app.js":    {Media: "text/javascript", Body: []byte("")},
		"assets/app.2.css": {Media: "text/css", Body: []byte("p{min-height:41px}")},
	}}
	s := New(first, Options{Prefix: "content"})
	c := openChromium(t)
	complaints := c.complaints()
	c.open(serveReal(t, s) + "page/")
	edit := func(change func(p *longPage)) Update {
		change(&now)
		return s.Show(first.with(path, now.html()), nil)
	}
	listens := func() {
		t.Helper()
		c.until(`document.getElementById('remit-live')`)
		for began := time.Now(); s.hub.size() == 0; { // the browser opens the stream a moment later
			if time.Since(began) > 10*time.Second {
				t.Fatal("the page does not listen")
			}
			c.do(`0`)
		}
	}
	listens()

	t.Run("what the reader did stays", func(t *testing.T) {
		c.t = t
		c.do(`document.getElementById('more').open = true, document.querySelectorAll('.tick')[1].checked = true`)
		c.do(`document.getElementById('search').value = 'refund', document.getElementById('search').focus()`)
		c.do(`scrollTo(0, document.getElementById('middle').offsetTop - 200), window.was = document.getElementById('middle').getBoundingClientRect().top`)
		c.do(`window.node = document.getElementById('middle'), node.dataset.script = 'was here', getSelection().setBaseAndExtent(node.firstChild, 4, node.firstChild, 10)`)
		c.do(`document.getElementById('search').focus({preventScroll: true})`)
		began := time.Now()
		u := edit(func(p *longPage) { p.middle = "The middle, changed." })
		c.until(`document.getElementById('middle').textContent === 'The middle, changed.'`)
		t.Logf("from Show to the changed page: %v", time.Since(began))
		if u.Rendered != 1 || len(u.Changed) != 1 {
			t.Errorf("got %+v", u)
		}
		c.is(`document.getElementById('middle') === node`, true)
		c.is(`node.dataset.script`, "was here")
		c.is(`document.getElementById('more').open`, true)
		c.is(`[...document.querySelectorAll('.tick')].map(t => t.checked).join()`, "false,true")
		c.is(`document.activeElement.id`, "search")
		c.is(`document.activeElement.value`, "refund")
		c.is(`node.getBoundingClientRect().top - was`, 0)
		c.is(`document.querySelector('.remit-chip').hidden`, true)
	})

	t.Run("the place stays when something grows above", func(t *testing.T) {
		c.t = t
		c.do(`was = node.getBoundingClientRect().top`)
		edit(func(p *longPage) {
			p.top = "The top.</p>\n<p>New one.</p>\n<p>New two.</p>\n<h2 id=\"fresh\">Fresh</h2>\n<p>"
			p.title = "Page, renamed"
		})
		c.until(`document.getElementById('fresh')`)
		c.is(`Math.abs(node.getBoundingClientRect().top - was) < 1`, true)
		c.is(`document.title`, "Page, renamed")
		c.is(`document.querySelector('.remit-chip').textContent`, "Changed above ↑")
		c.is(`[...document.querySelectorAll('.tick')].map(t => t.checked).join()`, "false,true")
		c.is(`document.getElementById('more').open`, true)
	})

	t.Run("a selection in what changed stays", func(t *testing.T) {
		c.t = t
		c.do(`getSelection().setBaseAndExtent(node.firstChild, 4, node.firstChild, 10)`)
		edit(func(p *longPage) { p.middle = "The middle, changed again." })
		c.until(`node.textContent.endsWith('again.')`)
		c.is(`getSelection().toString()`, "middle")
	})

	t.Run("a chip leads to a change below", func(t *testing.T) {
		c.t = t
		c.do(`scrollTo(0, 0)`)
		edit(func(p *longPage) { p.last = "The last, changed." })
		c.until(`!document.querySelector('.remit-chip').hidden`)
		c.is(`document.querySelector('.remit-chip').textContent`, "Changed below ↓")
		c.is(`scrollY`, 0)
		c.do(`document.querySelector('.remit-chip').click()`)
		c.until(`document.getElementById('last').getBoundingClientRect().top < innerHeight`)
		c.is(`document.querySelector('.remit-chip').hidden`, true)
	})

	t.Run("a new stylesheet replaces the old one", func(t *testing.T) {
		c.t = t
		edit(func(p *longPage) { p.extra = "2" })
		c.until(`getComputedStyle(node).minHeight === '41px'`)
		c.until(`[...document.querySelectorAll('link')].every(l => !l.href.includes('app.1'))`)
		c.is(`node.isConnected`, true) // and nothing was loaded again
	})

	t.Run("the sheet comes and goes", func(t *testing.T) {
		c.t = t
		source := "# Page\n\n- Refunds: together with finanse <b>\n"
		at := strings.Index(source, "finanse")
		broken := first.with(path, now.html()).broken(path, diag.Problem{Rule: "unknown-team", Severity: diag.Error, File: "page.md",
			Span: diag.NewLines([]byte(source)).Span(at, at+7), Message: `no team is called "finanse" <i>`, Fix: "remit check --fix"})
		broken.sources = map[string]string{"page.md": source}
		broken.problems["other"] = []diag.Problem{{Severity: diag.Error}, {Severity: diag.Error}}
		c.do(`scrollTo(0, 100), window.opened = 0, window.began = performance.now(), new MutationObserver(() => opened = opened || performance.now() - began)
			.observe(document.querySelector('.remit-sheet'), {attributes: true, attributeFilter: ['hidden']})`)
		s.Show(broken, nil)
		c.until(`!document.querySelector('.remit-sheet').hidden`)
		c.is(`opened >= 300`, true)
		c.is(`document.querySelector('.remit-sheet').getAttribute('role')`, "alert")
		c.is(`document.querySelector('.remit-head strong').textContent`, `▲ no team is called "finanse" <i>`)
		c.is(`document.querySelector('.remit-place').textContent`, "content/page.md:3:26  unknown-team")
		c.is(`document.querySelector('#remit-live mark').textContent`, "finanse")
		c.is(`document.querySelector('.remit-here').textContent`, "3- Refunds: together with finanse <b>")
		c.is(`/^Showing the page as it was at \d\d:\d\d:\d\d\. 2 errors on other pages$/.test(document.querySelector('.remit-foot').textContent)`, true)
		c.is(`node.isConnected && scrollY`, 100)
		c.is(`document.querySelector('.remit-sheet').getBoundingClientRect().height <= innerHeight * .4 + 1`, true)

		c.do(`document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))`)
		c.is(`document.querySelector('.remit-sheet').hidden`, true)
		c.is(`/^Showing \d\d:\d\d:\d\d\. 1 error\. 2 errors on other pages$/.test(document.querySelector('.remit-pill').textContent)`, true)
		s.Show(broken, nil)
		c.do(`window.began = performance.now()`)
		c.until(`performance.now() - began > 400`)
		c.is(`document.querySelector('.remit-sheet').hidden`, true) // folded is folded
		c.do(`document.querySelector('.remit-pill').click()`)
		c.is(`document.querySelector('.remit-sheet').hidden`, false)

		edit(func(p *longPage) { p.top = "Mended." })
		c.until(`document.querySelector('.remit-sheet').hidden && document.querySelector('.remit-pill').hidden`)
		c.until(`document.getElementById('first').textContent === 'Mended.'`)
	})

	t.Run("warnings are only a pill", func(t *testing.T) {
		c.t = t
		warned := first.with(path, now.html())
		warned.problems = map[string][]diag.Problem{path: {{Severity: diag.Warning, Message: "one"}, {Severity: diag.Warning, Message: "two"}}}
		s.Show(warned, nil)
		c.until(`document.querySelector('.remit-pill').textContent === '2 warnings'`)
		c.is(`document.querySelector('.remit-sheet').hidden`, true)
		c.do(`document.querySelector('.remit-pill').click()`)
		c.is(`document.querySelector('.remit-head').textContent`, "◐ one1 of 2‹›Esc")
		c.do(`document.querySelector('[aria-label="Next problem"]').click()`)
		c.is(`document.querySelector('.remit-head').textContent`, "◐ two2 of 2‹›Esc")
		edit(func(p *longPage) {})
		c.until(`document.querySelector('.remit-pill').hidden && document.querySelector('.remit-sheet').hidden`)
	})

	t.Run("a page that goes and comes", func(t *testing.T) {
		c.t = t
		gone := first.with("x", "")
		delete(gone.pages, path)
		s.Show(gone, nil)
		c.until(`document.body.textContent.includes('nothing here')`)
		edit(func(p *longPage) { p.top = "Back." })
		c.until(`document.getElementById('first')?.textContent === 'Back.'`)
	})

	t.Run("another script asks for another page", func(t *testing.T) {
		c.t = t
		c.do(`window.stays = true`)
		edit(func(p *longPage) { p.last = `</p><script src="/assets/app.js"></script><p>` })
		c.until(`window.stays === undefined && document.readyState === 'complete'`)
		listens()
	})

	for _, complaint := range complaints() {
		if !strings.Contains(complaint, "404") { // the page was deleted for a while
			t.Errorf("the browser says: %s", complaint)
		}
	}
}

// A tab finds the server again after it was ended and started anew.
func TestBrowserReconnects(t *testing.T) {
	t.Parallel()
	c := openChromium(t)
	v1 := &site{pages: map[string]string{"index.html": html("Home", "<p id=p>one</p>")}}
	s := New(v1, Options{Port: -1})
	address, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	c.open(address)
	c.until(`document.getElementById('remit-live')`)
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	c.until(`document.querySelector('.remit-pill').textContent === 'The preview has stopped; waiting for it'`)

	again := New(v1.with("index.html", html("Home", "<p id=p>two</p>")), Options{Port: s.port})
	if _, err := again.Listen(); err != nil || again.port != s.port {
		t.Skipf("the port was taken meanwhile: %d, %v", again.port, err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	go func() { ended <- again.Serve(ctx) }()
	c.until(`document.getElementById('p').textContent === 'two' && document.querySelector('.remit-pill').hidden`)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A site that was published at the address of the preview once may have left a
// service worker, which would answer in its place.
func TestOldWorkerLeaves(t *testing.T) {
	t.Parallel()
	s := New(&site{pages: map[string]string{"page/index.html": longPage{title: "Page"}.html()}, files: map[string]Page{
		"old/sw.js": {Media: "text/javascript", Body: []byte("addEventListener('fetch', e => e.respondWith(new Response('old')))")},
	}}, Options{})
	c := openChromium(t)
	address := serveReal(t, s) + "page/"
	c.open(address)
	c.until(`document.getElementById('remit-live')`)
	c.do(`window.rule = trustedTypes.createPolicy('remit', { createScriptURL: url => url }),
		navigator.serviceWorker.register(rule.createScriptURL('/old/sw.js')).then(() => { window.left = 1; })`)
	c.until(`window.left === 1`)
	c.open(address)
	c.until(`(navigator.serviceWorker.getRegistrations().then(all => { window.left = all.length; }), window.left === 0)`)
}
