package generator

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A site works below a path of its host, which it is not told: pages, looks,
// search and the change of pages find one another by relative addresses.
func TestBelowAPath(t *testing.T) {
	t.Parallel()
	r := readerOf(t, starterSite())
	host, err := url.Parse(r.base)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.StripPrefix("/docs/wiki", httputil.NewSingleHostReverseProxy(host)))
	t.Cleanup(server.Close)
	r.base = server.URL + "/docs/wiki/"
	// The link to the search is ready when the script has done its part.
	worn := `document.querySelector('.top .find').ariaHasPopup && [...document.styleSheets].some(s => s.cssRules.length > 50)`
	r.open("charters/workshop/")
	r.until(worn)
	r.do(`document.querySelector('.crumbs a').click()`)
	r.until(`location.pathname === '/docs/wiki/' && document.readyState === 'complete' && ` + worn)
	r.do(`document.querySelector('#r\\:menu a[href*="ask/"]').click()`)
	r.until(`location.pathname === '/docs/wiki/ask/' && document.readyState === 'complete' && ` + worn)
	r.find("safe to ride")
	r.press(kb.Enter)
	r.until(`location.pathname === '/docs/wiki/standards/safe-to-ride/' && ` + worn)
	r.is(`performance.getEntriesByType('resource').every(e => new URL(e.name).pathname.startsWith('/docs/wiki/'))`, true)
}
