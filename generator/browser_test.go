package generator

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"remit/generator/internal/starter"
)

// reader is a browser with one tab that reads a site.
type reader struct {
	t    *testing.T
	ctx  context.Context
	base string
}

// readerOf opens a browser and serves the pages of s to it.
func readerOf(t *testing.T, s *Snapshot) *reader {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	name := ""
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(n); err == nil {
			name = p
			break
		}
	}
	if name == "" {
		t.Skip("no Chromium is installed: the scripts of the theme were not tested in a browser")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := strings.TrimPrefix(r.URL.Path, "/")
		if p == "" || strings.HasSuffix(p, "/") {
			p = path.Join(p, "index.html")
		}
		page, ok, err := s.Page(p)
		status := http.StatusOK
		if err != nil || !ok {
			status = http.StatusNotFound
			page, _, _ = s.Page("404.html")
		}
		w.Header().Set("Content-Type", page.Media)
		w.WriteHeader(status)
		w.Write(page.Body)
	}))
	t.Cleanup(server.Close)
	profile, err := os.MkdirTemp("", "remit-reader-test")
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(profile), chromedp.Flag("window-size", "1200,900"))
	allocator, end := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	ctx, late := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() {
		late()
		cancel()
		end()
		os.RemoveAll(profile) // the browser may still be writing there; then the system's own cleaning has it
	})
	return &reader{t, ctx, server.URL + "/"}
}

func (r *reader) open(address string) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, chromedp.Navigate(r.base+address)); err != nil {
		r.t.Fatalf("open %s: %v", address, err)
	}
}

// is compares the value of an expression. The policy of pages forbids eval, so
// it is asked from the protocol's side.
func (r *reader) is(expression string, want any) {
	r.t.Helper()
	got, err := chromedp.Run(r.ctx, chromedp.Evaluate[any](expression))
	if err != nil {
		r.t.Fatalf("%s: %v", expression, err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Errorf("%s: got %v, want %v", expression, got, want)
	}
}

// do evaluates an expression for what it does.
func (r *reader) do(expression string) {
	r.t.Helper()
	r.is("void ("+expression+"), true", true)
}

// A page that was built months ago tells what its dates mean on the day on
// which somebody reads it. The days are counted from the reader's own clock.
func TestReadLate(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Now().UTC().AddDate(0, 0, n) }
	iso := func(n int) string { return day(n).Format(time.DateOnly) }
	built := day(-122)
	s := Compile(nil, inputOf(nil, treeOf(map[string]string{
		"charters/shop.md":    "---\nowns: [Orders]\nreviewed: " + day(-41).AddDate(-1, 0, 0).Format(time.DateOnly) + "\n---\n# Shop\n\nWe sell.\n",
		"commitments/late.md": "---\nteam: shop\ndue: " + iso(-41) + "\nresults:\n  - Orders: from 1 to 2\n---\n# Late\n\nWhy.\n",
		"commitments/soon.md": "---\nteam: shop\ndue: " + iso(8) + "\nresults:\n  - Orders: from 2 to 3\n---\n# Soon\n\nWhy.\n",
		"commitments/far.md":  "---\nteam: shop\ndue: " + iso(100) + "\nresults:\n  - Orders: from 3 to 4\n---\n# Far\n\nWhy.\n",
	}), Options{Today: built}))
	written := day(-41).Format("2 January 2006")
	for _, address := range []string{"charters/shop/index.html", "ask/due/index.html"} {
		p, ok, err := s.Page(address)
		if !ok || err != nil {
			t.Fatal(address, err)
		}
		// Without a script the day itself stands there, and nothing that will become wrong.
		if html := string(p.Body); !strings.Contains(html, `data-due>`+written+`</time>`) || strings.Contains(html, `class="when`) {
			t.Errorf("%s does not say %s and nothing more", address, written)
		}
	}
	r := readerOf(t, s)
	// Midnight may pass between our clock and the browser's.
	late := `/^▲? ?4[12] days overdue$/.test(%s?.textContent)`
	near := func(within, name string) string {
		return fmt.Sprintf(`[...document.querySelectorAll('%s')].find(e => e.textContent.includes('%s'))?.querySelector('time[data-due] + .when')`, within, name)
	}
	r.open("charters/shop/")
	r.is(fmt.Sprintf(late, near("main .facts div", "Reviewed")), true)
	r.is(`getComputedStyle(document.querySelector('.when.over'), '::before').content.includes('▲')`, true)
	r.open("ask/due/")
	r.is(fmt.Sprintf(late, near("tbody tr", "Late")), true)
	r.is(`/^due in [78] days$/.test(`+near("tbody tr", "Soon")+`?.textContent)`, true)
	r.is(near("tbody tr", "Far")+` == null`, true)
	r.do(`document.dispatchEvent(new Event('remit:changed'))`)
	r.is(`document.querySelectorAll('main .when').length === new Set([...document.querySelectorAll('main .when')].map(e => e.previousElementSibling)).size`, true)
}

func TestFilterAndFacets(t *testing.T) {
	t.Parallel()
	company := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		company[p] = string(text)
	}
	r := readerOf(t, Compile(nil, inputOf(nil, treeOf(company), Options{Today: sampleToday})))
	shown := `[...document.querySelectorAll('%s tbody tr')].filter(e => !e.hidden).length`

	r.open("ask/who-decides/")
	rows := fmt.Sprintf(shown, `#r\\:list\\:decisions`)
	r.do(`window.all = ` + rows + `, window.field = document.querySelector('.filter')`)
	r.is(`field.hidden`, false)
	r.do(`field.value = 'REFUNDS  150', field.dispatchEvent(new Event('input'))`)
	r.is(rows, 2)
	r.is(`document.querySelector('.filtered').textContent === '2 / ' + all`, true)
	r.is(`new URLSearchParams(location.search).get('q')`, "REFUNDS  150")
	r.do(`field.value = '', field.dispatchEvent(new Event('input'))`)
	r.is(rows+` === all`, true)
	r.open("ask/who-decides/?q=refunds+150")
	r.is(rows, 2)

	// Facets of one sort widen what is shown, those of two narrow it.
	r.open("ask/lessons/")
	rows = fmt.Sprintf(shown, `#r\\:lessons`)
	of := func(name string) string {
		return fmt.Sprintf(`[...document.querySelectorAll('[data-facet]')].find(a => a.firstChild.data.trim() === '%s')`, name)
	}
	r.do(`window.all = ` + rows)
	r.do(of("Workshop") + `.click()`)
	r.do(`window.workshop = ` + rows)
	r.is(`workshop > 0 && workshop < all`, true)
	r.is(of("Workshop")+`.getAttribute('aria-pressed')`, true)
	r.do(of("Hire desk") + `.click()`)
	r.is(rows+` > workshop`, true)
	r.do(of("Hire desk") + `.click()`)
	r.do(of("A near miss") + `.click()`)
	r.is(rows+` > 0 && `+rows+` < workshop`, true)
	r.is(`new URLSearchParams(location.search).getAll('facet').length`, 2)
	r.do(`window.kept = ` + rows)
	r.is(`document.querySelector('.filtered').textContent === kept + ' / ' + all`, true)
	r.do(of("A near miss") + `.click()`)
	r.do(of("Workshop") + `.click()`)
	r.is(rows+` === all && location.search === ''`, true)
}

func TestNewSinceLastVisit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	commit := func(day, limit string) {
		writeUnder(t, dir, "charters/shop.md", "---\nowns: [Orders]\ndecides:\n  - Refunds up to "+limit+" EUR: alone\n---\n# Shop\n\nWe sell.\n")
		for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", limit}} {
			c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
			c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE="+day+"T12:00:00Z", "GIT_COMMITTER_DATE="+day+"T12:00:00Z")
			if out, err := c.CombinedOutput(); err != nil {
				t.Fatalf("git %v: %v\n%s", args, err, out)
			}
		}
	}
	commit("2026-07-01", "100")
	commit("2026-07-10", "200")
	commit("2026-07-20", "300")
	opened, err := Open(dir, Options{Today: sampleToday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	in, err := opened.Read(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r := readerOf(t, Compile(nil, in))
	fresh := `[...document.querySelectorAll('.fresh')].map(e => e.previousElementSibling.dateTime + ' ' + e.textContent).join()`
	r.open("ask/changed/")
	r.is(`document.querySelectorAll('h2 > time').length`, 2)
	r.is(fresh, "") // whoever was never here is not told that all is new
	r.do(`localStorage.setItem('remit-since-changed', '2026-07-15|2026-07-01')`)
	r.open("ask/changed/")
	r.is(fresh, "2026-07-20 New since your last visit")
	r.do(`document.dispatchEvent(new Event('remit:changed'))`)
	r.is(fresh, "2026-07-20 New since your last visit")
	r.open("ask/changed/") // the same day again
	r.is(fresh, "2026-07-20 New since your last visit")
}
