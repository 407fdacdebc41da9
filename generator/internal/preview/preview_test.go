package preview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"remit/generator/internal/diag"
)

// site is a snapshot made of what is in it.
type site struct {
	pages    map[string]string // HTML by output path
	files    map[string]Page   // others
	held     map[string]bool
	problems map[string][]diag.Problem // by output path
	sources  map[string]string
	rendered atomic.Int64
}

func (s *site) Page(path string) (Page, bool) {
	if body, ok := s.pages[path]; ok && !s.held[path] {
		s.rendered.Add(1)
		return Page{Path: path, Media: "text/html; charset=utf-8", Body: []byte(body)}, true
	}
	p, ok := s.files[path]
	return p, ok
}

func (s *site) Missing(path string) Page {
	return Page{Path: "404.html", Media: "text/html; charset=utf-8", Body: []byte(html("No such page", "<p>nothing here</p>"))}
}

func (s *site) Problems() (all []diag.Problem) {
	for _, path := range slices.Sorted(maps.Keys(s.problems)) {
		all = append(all, s.problems[path]...)
	}
	return all
}

func (s *site) ProblemsOf(path string) []diag.Problem { return s.problems[path] }
func (s *site) Held(path string) bool                 { return s.held[path] }
func (s *site) Source(file string) []byte {
	if text, ok := s.sources[file]; ok {
		return []byte(text)
	}
	return nil
}

func html(title, main string) string {
	return "<!doctype html><html lang=en><head><title>" + title + "</title></head><body><main>" + main + "</main></body></html>"
}

func threePages() *site {
	return &site{pages: map[string]string{
		"index.html":               html("Home", "home"),
		"charters/index.html":      html("Charters", "all"),
		"charters/pay/index.html":  html("Pay", "one"),
		"日本 語/index.html":          html("Words", "two"),
		"old.html":                 html("Old", "old"),
		"charters/help/index.html": html("Help", "help"),
	}}
}

// with returns a copy of the site in which a page has another text.
func (s *site) with(path, body string) *site {
	next := &site{pages: maps.Clone(s.pages), files: s.files, held: maps.Clone(s.held), problems: maps.Clone(s.problems), sources: s.sources}
	next.pages[path] = body
	return next
}

// broken returns a copy of the site in which a page's document cannot be
// published.
func (s *site) broken(path string, p ...diag.Problem) *site {
	next := s.with(path, "")
	if next.held == nil {
		next.held = map[string]bool{}
	}
	if next.problems == nil {
		next.problems = map[string][]diag.Problem{}
	}
	next.held[path] = true
	next.problems[path] = p
	return next
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// clock is a time that tests move.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time { return noon.Add(time.Duration(c.seconds.Load()) * time.Second) }

func newServer(first Snapshot) (*Server, *clock) {
	c := &clock{}
	return New(first, Options{Now: c.now, Prefix: "content"}), c
}

func get(s *Server, target string, change ...func(r *http.Request)) *http.Response {
	r := httptest.NewRequest("GET", target, nil)
	r.Host = "localhost:4747"
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func header(pairs ...string) func(*http.Request) {
	return func(r *http.Request) {
		for i := 0; i < len(pairs); i += 2 {
			r.Header.Add(pairs[i], pairs[i+1])
		}
	}
}
func host(h string) func(*http.Request)   { return func(r *http.Request) { r.Host = h } }
func method(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }

func TestWhoIsAnswered(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*http.Request)
		want   int
	}{
		{"localhost", host("localhost:4747"), 200},
		{"capitals", host("LocalHost:4747"), 200},
		{"below localhost", host("wiki.localhost:4747"), 200},
		{"IPv4", host("127.0.0.1:4747"), 200},
		{"IPv6", host("[::1]:4747"), 200},
		{"allowed name", host("wiki.test"), 200},
		{"allowed name with our port", host("wiki.test:4747"), 200},
		{"allowed name with its port", host("other.test:8080"), 200},
		{"allowed name with another port", host("wiki.test:81"), 403},
		{"no port", host("localhost"), 403},
		{"another port", host("localhost:4748"), 403},
		{"empty port", host("localhost:"), 403},
		{"no host", host(""), 403},
		{"rebound name", host("evil.test:4747"), 403},
		{"name that begins alike", host("localhost.evil.test:4747"), 403},
		{"name that ends alike", host("evillocalhost:4747"), 403},
		{"address that begins alike", host("127.0.0.1.evil.test:4747"), 403},
		{"other loopback address", host("127.0.0.2:4747"), 403},
		{"any address", host("0.0.0.0:4747"), 403},
		{"long IPv6", host("[0:0:0:0:0:0:0:1]:4747"), 403},
		{"IPv4 in IPv6", host("[::ffff:127.0.0.1]:4747"), 403},
		{"IPv6 with a zone", host("[::1%25lo]:4747"), 403},
		{"brackets around a name", host("[localhost]:4747"), 403},
		{"user in the host", host("a@localhost:4747"), 403},
		{"space in the host", host("x y.localhost:4747"), 403},
		{"slash in the host", host("x/y.localhost:4747"), 403},
		{"forwarded host", header("X-Forwarded-Host", "evil.test", "X-Forwarded-For", "8.8.8.8", "Forwarded", "host=evil.test"), 200},
		{"forwarded host does not help", func(r *http.Request) { r.Host = "evil.test"; r.Header.Set("X-Forwarded-Host", "localhost:4747") }, 403},

		{"HEAD", method("HEAD"), 200},
		{"POST", method("POST"), 405},
		{"PUT", method("PUT"), 405},
		{"DELETE", method("DELETE"), 405},
		{"OPTIONS", method("OPTIONS"), 405},
		{"CONNECT", method("CONNECT"), 405},
		{"TRACE", method("TRACE"), 405},
		{"lower case", method("get"), 405},
		{"made up", method("PROPFIND"), 405},
		{"absolute target", func(r *http.Request) { r.RequestURI = "http://localhost:4747/" }, 400},
		{"asterisk target", func(r *http.Request) { r.RequestURI = "*" }, 400},
		{"authority target", func(r *http.Request) { r.RequestURI = "localhost:4747" }, 400},
		{"body", func(r *http.Request) { r.ContentLength = 3 }, 400},
		{"chunked body", func(r *http.Request) { r.ContentLength = -1 }, 400},

		{"typed address", header("Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"), 200},
		{"own page", header("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"), 200},
		{"own page with its origin", header("Sec-Fetch-Site", "same-origin", "Origin", "http://localhost:4747"), 200},
		{"link from another site", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"), 200},
		{"script of another site", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"), 403},
		{"image of another site", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"), 403},
		{"fetch of another site", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty", "Origin", "https://evil.test"), 403},
		{"frame in another site", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"), 403},
		{"object in another site", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "object"), 403},
		{"other program on this machine", header("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"), 403},
		{"unknown site", header("Sec-Fetch-Site", "sometimes"), 403},
		{"two sites", header("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Site", "cross-site"), 403},
		{"old browser, other origin", header("Origin", "https://evil.test"), 403},
		{"origin of a sandbox", header("Origin", "null"), 403},
		{"two origins", header("Origin", "http://localhost:4747", "Origin", "https://evil.test"), 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := New(threePages(), Options{Hosts: []string{"wiki.test", "other.test:8080"}})
			for _, target := range []string{"/charters/pay/", ownPrefix + "live.js"} {
				if target != "/charters/pay/" && strings.HasPrefix(tt.name, "link from") {
					continue // only pages can be linked to
				}
				r := get(s, target, tt.change)
				if r.StatusCode != tt.want {
					t.Errorf("%s: got %d, want %d", target, r.StatusCode, tt.want)
				}
				for name, want := range map[string]string{
					"Access-Control-Allow-Origin":  "",
					"Cross-Origin-Resource-Policy": "same-origin",
					"Cross-Origin-Opener-Policy":   "same-origin",
					"X-Content-Type-Options":       "nosniff",
					"X-Frame-Options":              "DENY",
					"Referrer-Policy":              "no-referrer",
					"Cache-Control":                "no-store",
					"Content-Security-Policy":      defaultPolicy,
				} {
					if got := r.Header.Get(name); got != want {
						t.Errorf("%s: %s is %q, want %q", target, name, got, want)
					}
				}
				if text := body(t, r); tt.want != 200 && (strings.Contains(text, "one") || strings.Contains(text, "<")) {
					t.Errorf("%s: the refusal shows %q", target, text)
				}
			}
		})
	}
}

func TestRefusalSaysHowToAllowAHost(t *testing.T) {
	t.Parallel()
	tests := []struct{ host, command string }{
		{"wiki.corp.test:4747", "remit serve --allow-host wiki.corp.test\n"},
		{"10.0.0.7:4747", "remit serve --allow-host 10.0.0.7\n"},
		{"a;rm -rf ~:4747", "remit serve --allow-host NAME\n"},
		{"-x", "remit serve --allow-host NAME\n"},
		{"", "remit serve --allow-host NAME\n"},
	}
	var log bytes.Buffer
	s := New(threePages(), Options{Log: &log})
	for _, tt := range tests {
		for range 2 {
			if text := body(t, get(s, "/", host(tt.host))); !strings.Contains(text, tt.command) {
				t.Errorf("%q: got %q", tt.host, text)
			}
		}
	}
	if got := strings.Count(log.String(), "\n"); got != len(tests)-1 { // a request without a name is not worth a line
		t.Errorf("%d lines in the log:\n%s", got, log.String())
	}
	for i := range 100 {
		get(s, "/", host(fmt.Sprintf("h%d.test", i)))
	}
	if got := strings.Count(log.String(), "\n"); got != mostLines {
		t.Errorf("%d lines in the log after 100 strange hosts", got)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	first := threePages()
	first.files = map[string]Page{
		"assets/app.css":      {Media: "text/css; charset=utf-8", Body: []byte("a{}")},
		"assets/app.js":       {Media: "text/javascript", Body: []byte("1")},
		"files/plan.pdf":      {Media: "application/pdf", Body: []byte("%PDF")},
		"files/x.svg":         {Media: "image/svg+xml", Body: []byte("<svg/>")},
		"files/unknown":       {Body: []byte("?")},
		"files/q\"u\r\n.data": {Media: "application/x-data", Body: []byte("!")},
	}
	tests := []struct {
		target      string
		status      int
		media       string
		text        string // that the body has
		location    string
		policy      string
		disposition string
	}{
		{target: "/", status: 200, media: "text/html; charset=utf-8", text: "home"},
		{target: "/?q=1", status: 200, media: "text/html; charset=utf-8", text: "home"},
		{target: "/charters/pay/", status: 200, media: "text/html; charset=utf-8", text: "one"},
		{target: "/charters/pay/index.html", status: 200, media: "text/html; charset=utf-8", text: "one"},
		{target: "/old.html", status: 200, media: "text/html; charset=utf-8", text: "old"},
		{target: "/%E6%97%A5%E6%9C%AC%20%E8%AA%9E/", status: 200, media: "text/html; charset=utf-8", text: "two"},
		{target: "/%E6%97%A5%E6%9C%AC%20%E8%AA%9E", status: 308, location: "/%E6%97%A5%E6%9C%AC%20%E8%AA%9E/"},
		{target: "/charters/pay", status: 308, location: "/charters/pay/"},
		{target: "/charters?a=b&c", status: 308, location: "/charters/?a=b&c"},
		{target: "/assets/app.css", status: 200, media: "text/css; charset=utf-8", text: "a{}", policy: defaultPolicy},
		{target: "/assets/app.js", status: 200, media: "text/javascript", text: "1", policy: defaultPolicy},
		{target: "/files/plan.pdf", status: 200, media: "application/pdf", text: "%PDF", policy: filePolicy, disposition: `attachment; filename=plan.pdf`},
		{target: "/files/x.svg", status: 200, media: "image/svg+xml", text: "<svg/>", policy: filePolicy},
		{target: "/files/unknown", status: 200, media: "application/octet-stream", text: "?", policy: filePolicy, disposition: `attachment; filename=unknown`},
		{target: "/files/q%22u%0D%0A.data", status: 200, media: "application/x-data", text: "!", policy: filePolicy, disposition: `attachment; filename*=utf-8''q%22u%0D%0A.data`},
		{target: "/_remit/live.js", status: 200, media: "text/javascript; charset=utf-8", text: "EventSource"},
		{target: "/_remit/live.css", status: 200, media: "text/css; charset=utf-8", text: "#remit-live"},
		{target: "/_remit/", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/_remit/open-editor?file=x", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/missing", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/missing/", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "//evil.test", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "//charters/pay", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/charters//pay/", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/charters/../charters/pay", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/../../etc/passwd", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/%2e%2e/%2e%2e/etc/passwd", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/..%5c..%5cwindows", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/charters%00/", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/%ff/", status: 404, media: "text/html; charset=utf-8", text: "nothing here"},
		{target: "/charters/pay/?file=/etc/passwd", status: 200, media: "text/html; charset=utf-8", text: "one"},
	}
	for _, tt := range tests {
		t.Run(tt.target, func(t *testing.T) {
			t.Parallel()
			s, _ := newServer(first)
			r := get(s, tt.target)
			text := body(t, r)
			if r.StatusCode != tt.status || r.Header.Get("Content-Type") != tt.media || !strings.Contains(text, tt.text) ||
				r.Header.Get("Location") != tt.location || r.Header.Get("Content-Disposition") != tt.disposition {
				t.Errorf("got %d %v\n%s", r.StatusCode, r.Header, text)
			}
			if got := r.Header.Get("Content-Security-Policy"); tt.policy != "" && got != tt.policy {
				t.Errorf("policy %q", got)
			}
			if got, want := strings.Count(text, ownPrefix+"live.js"), map[bool]int{true: 1}[strings.HasPrefix(tt.media, "text/html")]; got != want {
				t.Errorf("the client is in it %d times, want %d", got, want)
			}
			head := get(s, tt.target, method("HEAD"))
			if got := body(t, head); got != "" || head.StatusCode != tt.status {
				t.Errorf("HEAD: got %d %q", head.StatusCode, got)
			}
		})
	}
}

func TestClientIsPutIntoTheHead(t *testing.T) {
	t.Parallel()
	const client = `<link rel="stylesheet" href="/_remit/live.css"><script src="/_remit/live.js" data-version="v1" defer></script>`
	tests := []struct{ name, body, want string }{
		{"head", "<head><title>x</title></head><body>y</body>", "<head><title>x</title>" + client + "</head><body>y</body>"},
		{"no head", "<body>y</body>", "<body>y" + client + "</body>"},
		{"neither", "y", "y" + client},
		{"empty", "", client},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			given := append(make([]byte, 0, 4096), tt.body...)
			if got := string(withClient(given, "v1")); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if string(given) != tt.body {
				t.Error("the page was changed")
			}
		})
	}
}

func TestClientIsSmall(t *testing.T) {
	t.Parallel()
	if got := len(liveScript); got > 12<<10 {
		t.Errorf("live.js has %d bytes", got)
	}
	for _, sink := range []string{"innerHTML", "outerHTML =", "insertAdjacent", "document.write", "eval(", "parseFromString", "createContextualFragment", ".style."} {
		if bytes.Contains(liveScript, []byte(sink)) {
			t.Errorf("live.js uses %s", sink)
		}
	}
}

func TestLastGoodPage(t *testing.T) {
	t.Parallel()
	const path = "charters/pay/index.html"
	read := func(s *Server) string {
		r := get(s, "/charters/pay/")
		text := body(t, r)
		_, text, _ = strings.Cut(text, "<main>")
		text, _, _ = strings.Cut(text, "</main>")
		return fmt.Sprint(r.StatusCode, " ", text)
	}
	v1 := threePages()
	v2 := v1.with(path, html("Pay", "two"))
	gone := v2.with(path, "")
	delete(gone.pages, path)
	tests := []struct {
		name string
		do   func(s *Server)
		want string
	}{
		{"served before it broke", func(s *Server) { read(s); s.Show(v1.broken(path), nil) }, "200 one"},
		{"the newest good one", func(s *Server) { read(s); s.Show(v2, nil); s.Show(v2.broken(path), nil) }, "200 two"},
		{"still there after other edits", func(s *Server) {
			read(s)
			s.Show(v1.broken(path), nil)
			s.Show(v1.broken(path).with("index.html", "x"), nil)
		}, "200 one"},
		{"asked for at an address without a slash", func(s *Server) {
			read(s)
			s.Show(v1.broken(path), nil)
			if got := get(s, "/charters/pay"); got.StatusCode != 308 {
				t.Errorf("got %d", got.StatusCode)
			}
		}, "200 one"},
		{"mended", func(s *Server) { read(s); s.Show(v1.broken(path), nil); s.Show(v2, nil) }, "200 two"},
		{"never served", func(s *Server) { s.Show(v1.broken(path), nil) }, "404 <p>nothing here</p>"},
		{"deleted", func(s *Server) { read(s); s.Show(gone, nil) }, "404 <p>nothing here</p>"},
		{"deleted while it was broken, then broken again", func(s *Server) {
			read(s)
			s.Show(v1.broken(path), nil)
			s.Show(gone, nil)
			read(s)
			s.Show(v1.broken(path), nil)
		}, "404 <p>nothing here</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newServer(v1)
			tt.do(s)
			if got := read(s); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestKeptIsBounded(t *testing.T) {
	t.Parallel()
	k := newKept(10)
	put := func(path, text string, number uint64, second int) {
		k.put(path, keptPage{page: Page{Body: []byte(text)}, version: text, number: number, since: noon.Add(time.Duration(second) * time.Second)})
	}
	put("a", "aaaa", 1, 1)
	put("b", "bbbb", 1, 1)
	k.get("a")
	put("c", "cccc", 2, 2) // b was used longest ago
	put("a", "aaaa", 3, 3) // the same text is still as old as it was
	put("c", "dddd", 1, 1) // of an older snapshot
	put("huge", "0123456789x", 4, 4)
	put("a", "aaaa", 5, 5)
	put("c", "cc", 5, 5)
	if got, want := k.paths(), []string{"a", "c"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if k.bytes != 6 || k.recent.Len() != 2 {
		t.Errorf("%d bytes in %d pages", k.bytes, k.recent.Len())
	}
	put("c", "cc", 6, 6)
	if c, _ := k.get("c"); !c.since.Equal(noon.Add(5*time.Second)) || c.number != 6 {
		t.Errorf("got %+v", c)
	}
	k.drop("c", 6)
	k.drop("a", 6)
	if got, want := k.paths(), []string{"c"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// pipes is a network inside the test: nothing is buffered between the ends, so
// a client that does not read makes the server wait at once.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: DefaultPort} }
func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.conns <- server
	return client
}

// serve runs a server on pipes until the test's end of the returned function.
func serve(t *testing.T, s *Server) (p *pipes, stop func()) {
	p = newPipes()
	s.listen = listeners{p}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx) }()
	return p, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
}

// tab is a browser's tab: a page that listens.
type tab struct {
	t      *testing.T
	conn   net.Conn
	events chan [2]string // name and data
}

func request(conn net.Conn, target string) {
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost:4747\r\nSec-Fetch-Site: same-origin\r\n\r\n", target)
}

func openTab(t *testing.T, p *pipes, address, have string) *tab {
	b := &tab{t, p.dial(), make(chan [2]string, 100)}
	go request(b.conn, "/_remit/events?path="+url.QueryEscape(address)+"&have="+have)
	go func() {
		defer close(b.events)
		r := bufio.NewReader(b.conn)
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			return
		}
		lines, name := bufio.NewScanner(res.Body), ""
		for lines.Scan() {
			if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				name = n
			} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				b.events <- [2]string{name, data}
			}
		}
	}()
	return b
}

// heard returns what came until nothing more comes, less the greeting.
func (b *tab) heard() (all []string) {
	b.t.Helper()
	synctest.Wait()
	for {
		select {
		case e, ok := <-b.events:
			if !ok {
				return append(all, "end")
			}
			if e[0] != "hello" {
				all = append(all, e[0]+" "+e[1])
			}
		default:
			return all
		}
	}
}

func pageEvent(text string) string {
	return fmt.Sprintf(`page {"version":"%s"}`, version([]byte(text)))
}

const noProblems = `problems {"page":[],"others":{"errors":0,"warnings":0},"held":""}`

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot  %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v1 := threePages()
		s, clock := newServer(v1)
		p, stop := serve(t, s)
		defer stop()
		pay, home := "charters/pay/index.html", "index.html"
		a := openTab(t, p, "/charters/pay/", version([]byte(v1.pages[pay])))
		b := openTab(t, p, "/", "older")
		c := openTab(t, p, "/", version([]byte(v1.pages[home])))
		expect(t, "a after the start", a.heard(), noProblems)
		expect(t, "b has an old page", b.heard(), pageEvent(v1.pages[home]), noProblems)
		expect(t, "c after the start", c.heard(), noProblems)

		clock.seconds.Store(5)
		v2 := v1.with(pay, html("Pay", "two"))
		u := s.Show(v2, nil)
		if u.Rendered != 2 || !slices.Equal(u.Changed, []string{pay}) || v2.rendered.Load() != 2 {
			t.Errorf("got %+v, %d pages rendered", u, v2.rendered.Load())
		}
		expect(t, "a after its edit", a.heard(), pageEvent(v2.pages[pay]), noProblems)
		expect(t, "b after an edit elsewhere", b.heard(), noProblems)

		clock.seconds.Store(9)
		v3 := v2.broken(pay, diag.Problem{Rule: "dead-link", Severity: diag.Error, File: "charters/pay.md", Message: "no page has the name x"})
		u = s.Show(v3, nil)
		if u.Rendered != 2 || len(u.Changed) != 0 {
			t.Errorf("got %+v", u)
		}
		expect(t, "a while it is broken", a.heard(),
			`problems {"page":[{"severity":"error","rule":"dead-link","message":"no page has the name x","place":"content/charters/pay.md","lines":null,"label":"","why":"","fix":""}],`+
				`"others":{"errors":0,"warnings":0},"held":"12:00:05"}`)
		expect(t, "b while another is broken", b.heard(), `problems {"page":[],"others":{"errors":1,"warnings":0},"held":""}`)

		v4 := v1.with(pay, html("Pay", "four"))
		s.Show(v4, nil)
		expect(t, "a when it is mended", a.heard(), pageEvent(v4.pages[pay]), noProblems)

		v5 := v4.with(pay, "")
		delete(v5.pages, pay)
		s.Show(v5, nil)
		expect(t, "a when it is deleted", a.heard(), pageEvent(string(v5.Missing(pay).Body)), noProblems)
		s.Show(v4, nil)
		expect(t, "a when it is there again", a.heard(), pageEvent(v4.pages[pay]), noProblems)

		b.conn.Close()
		a.conn.Close()
		synctest.Wait()
		if u := s.Show(v5, nil); u.Rendered != 1 {
			t.Errorf("with one tab left: %+v", u)
		}
		c.conn.Close()
		synctest.Wait()
		if u := s.Show(v1, nil); u.Rendered != 0 {
			t.Errorf("with no tab left: %+v", u)
		}
	})
}

// What a tab was not told is replaced by what is newer.
func TestQuickEdits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v1 := threePages()
		s, _ := newServer(v1)
		c := s.hub.add("index.html")
		s.hub.greet("index.html", c, version([]byte(v1.pages["index.html"])), version([]byte(v1.pages["index.html"])), 1)
		last := ""
		for i := range 1000 {
			last = html("Home", fmt.Sprint("edit ", i))
			s.Show(v1.with("index.html", last), nil)
		}
		synctest.Wait() // for the problems
		want := strings.ReplaceAll("event: "+pageEvent(last)+"\n\nevent: "+noProblems+"\n\n", " {", "\ndata: {")
		if got := c.take(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestStylesheets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v1 := threePages()
		v1.files = map[string]Page{"app.css": {Media: "text/css", Body: []byte("a{}")}, "never.css": {Media: "text/css", Body: []byte("b{}")}}
		s, _ := newServer(v1)
		get(s, "/app.css")
		p, stop := serve(t, s)
		defer stop()
		a := openTab(t, p, "/", version([]byte(v1.pages["index.html"])))
		expect(t, "after the start", a.heard(), noProblems)
		v2 := v1.with("x", "")
		v2.files = map[string]Page{"app.css": {Media: "text/css", Body: []byte("a{color:red}")}, "never.css": {Media: "text/css", Body: []byte("c{}")}}
		s.Show(v2, []string{"app.css", "never.css", "charters/pay.md"})
		expect(t, "after the edit", a.heard(), fmt.Sprintf(`css {"path":"/app.css","version":"%s"}`, version([]byte("a{color:red}"))), noProblems)
		s.Show(v2, []string{"app.css"})
		expect(t, "after no edit", a.heard(), noProblems)
		a.conn.Close()
	})
}

func TestEventsOnlyForOwnPages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		target string
		change func(*http.Request)
		want   int
	}{
		{"no word where from", "/_remit/events?path=/", header(), 403},
		{"typed address", "/_remit/events?path=/", header("Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"), 403},
		{"link from another site", "/_remit/events?path=/", header("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"), 403},
		{"other origin", "/_remit/events?path=/", header("Origin", "https://evil.test"), 403},
		{"other site with our origin", "/_remit/events?path=/", header("Sec-Fetch-Site", "cross-site", "Origin", "http://localhost:4747"), 403},
		{"HEAD", "/_remit/events?path=/", func(r *http.Request) { r.Method = "HEAD"; r.Header.Set("Sec-Fetch-Site", "same-origin") }, 403},
		{"no path", "/_remit/events", header("Sec-Fetch-Site", "same-origin"), 400},
		{"path above", "/_remit/events?path=/../x", header("Sec-Fetch-Site", "same-origin"), 400},
		{"own path", "/_remit/events?path=/_remit/events", header("Sec-Fetch-Site", "same-origin"), 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newServer(threePages())
			if got := get(s, tt.target, tt.change).StatusCode; got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestThousandTabs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v1 := threePages()
		s, _ := newServer(v1)
		p, stop := serve(t, s)
		defer stop()
		text := v1.pages["index.html"]
		tabs := make([]*tab, 1000)
		for i := range tabs {
			tabs[i] = openTab(t, p, "/", version([]byte(text)))
		}
		synctest.Wait()
		if got := s.hub.size(); got != len(tabs) {
			t.Fatalf("%d tabs listen", got)
		}
		text = html("Home", "two")
		v2 := v1.with("index.html", text)
		if u := s.Show(v2, nil); u.Rendered != 1 || v2.rendered.Load() != 1 {
			t.Errorf("got %+v, %d pages rendered", u, v2.rendered.Load())
		}
		for i, b := range tabs {
			if got, want := b.heard(), []string{noProblems, pageEvent(text), noProblems}; !slices.Equal(got, want) {
				t.Fatalf("tab %d: got %v, want %v", i, got, want)
			}
			b.conn.Close()
		}
		synctest.Wait()
		if got := s.hub.size(); got != 0 {
			t.Errorf("%d tabs listen", got)
		}
	})
}

func TestSlowClientsAreDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v1 := threePages()
		s, _ := newServer(v1)
		p, stop := serve(t, s)
		defer stop()
		quick := openTab(t, p, "/", "")
		expect(t, "a quick one before", quick.heard(), pageEvent(v1.pages["index.html"]), noProblems)
		for range 300 {
			conn := p.dial()
			request(conn, "/_remit/events?path=/") // and never reads
		}
		synctest.Wait()
		if got := s.hub.size(); got != 301 {
			t.Fatalf("%d tabs listen", got)
		}
		began := time.Now()
		v2 := v1.with("index.html", html("Home", "two"))
		s.Show(v2, nil)
		if waited := time.Since(began); waited != 0 {
			t.Errorf("Show waited %v for slow clients", waited)
		}
		expect(t, "a quick one meanwhile", quick.heard(), pageEvent(v2.pages["index.html"]), noProblems)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := s.hub.size(); got != 1 {
			t.Errorf("%d tabs listen after 10 s", got)
		}
		quick.conn.Close()
	})
}

func TestIdleTabIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(threePages())
		p, stop := serve(t, s)
		defer stop()
		a := openTab(t, p, "/", "")
		a.heard()
		time.Sleep(time.Hour)
		synctest.Wait()
		v2 := threePages().with("index.html", "two")
		s.Show(v2, nil)
		expect(t, "after an hour", a.heard(), pageEvent("two"), noProblems)
		a.conn.Close()
	})
}

func TestServeEndsWithTabsOpen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(threePages())
		p, stop := serve(t, s)
		a := openTab(t, p, "/", "")
		a.heard()
		stop()
		expect(t, "at the end", a.heard(), "end")
	})
}

// What comes over the wire before a request is understood is refused by the
// server below, or by us.
func TestRawRequests(t *testing.T) {
	t.Parallel()
	const ok = "Host: localhost:4747\r\n"
	tests := []struct{ name, send, want string }{
		{"fine", "GET / HTTP/1.1\r\n" + ok + "\r\n", "200"},
		{"two hosts", "GET / HTTP/1.1\r\n" + ok + "Host: evil.test\r\n\r\n", "400"},
		{"two hosts alike", "GET / HTTP/1.1\r\n" + ok + ok + "\r\n", "400"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
		{"no host, HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "403"},
		{"absolute target", "GET http://localhost:4747/ HTTP/1.1\r\n" + ok + "\r\n", "400"},
		{"absolute target of another", "GET http://evil.test/ HTTP/1.1\r\n" + ok + "\r\n", "400"},
		{"asterisk", "OPTIONS * HTTP/1.1\r\n" + ok + "\r\n", "200"}, // answered by net/http: says nothing
		{"tunnel", "CONNECT localhost:22 HTTP/1.1\r\n" + ok + "\r\n", "405"},
		{"post", "POST / HTTP/1.1\r\n" + ok + "Content-Length: 3\r\n\r\nabc", "405"},
		{"get with a body", "GET / HTTP/1.1\r\n" + ok + "Content-Length: 3\r\n\r\nabc", "400"},
		{"get with chunks", "GET / HTTP/1.1\r\n" + ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
		{"upgrade", "GET / HTTP/1.1\r\n" + ok + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", "200"},
		{"large headers", "GET / HTTP/1.1\r\n" + ok + "X: " + strings.Repeat("x", 9000) + "\r\n\r\n", "431"},
		{"headers that fit", "GET / HTTP/1.1\r\n" + ok + "X: " + strings.Repeat("x", 7000) + "\r\n\r\n", "200"},
		{"space in the target", "GET /a b HTTP/1.1\r\n" + ok + "\r\n", "400"},
		{"no HTTP", "hello\r\n\r\n", "400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, _ := newServer(threePages())
				p, stop := serve(t, s)
				defer stop()
				conn := p.dial()
				defer conn.Close()
				go io.WriteString(conn, tt.send)
				status, err := bufio.NewReader(conn).ReadString('\n')
				if fields := strings.Fields(status); err != nil || len(fields) < 2 || fields[1] != tt.want {
					t.Errorf("got %q, %v, want %s", status, err, tt.want)
				}
			})
		})
	}
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, send string
		want       time.Duration
	}{
		{"half a request", "GET / HTTP/1.1\r\nHost: loc", 5 * time.Second},
		{"nothing after an answer", "GET /missing HTTP/1.1\r\nHost: localhost:4747\r\n\r\n", 30 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, _ := newServer(threePages())
				p, stop := serve(t, s)
				defer stop()
				conn := p.dial()
				defer conn.Close()
				began := time.Now()
				go io.WriteString(conn, tt.send)
				io.Copy(io.Discard, conn)
				if got := time.Since(began); got != tt.want {
					t.Errorf("hung up after %v, want %v", got, tt.want)
				}
			})
		})
	}
}

func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(threePages())
		p, stop := serve(t, s)
		defer stop()
		var conns []net.Conn
		for range mostConnections {
			conns = append(conns, p.dial())
		}
		answer := func(c net.Conn) string {
			go request(c, "/")
			line, _ := bufio.NewReader(c).ReadString('\n')
			return strings.TrimSpace(line)
		}
		if got := answer(p.dial()); got != "" {
			t.Errorf("one too many got %q", got)
		}
		if got := answer(conns[0]); got != "HTTP/1.1 200 OK" {
			t.Errorf("one of them got %q", got)
		}
		conns[0].Close()
		synctest.Wait()
		last := p.dial()
		if got := answer(last); got != "HTTP/1.1 200 OK" {
			t.Errorf("a new one when there is room got %q", got)
		}
		for _, c := range append(conns, last) {
			c.Close()
		}
	})
}

func TestListen(t *testing.T) {
	t.Parallel()
	s := New(threePages(), Options{Port: -1})
	address, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	second := New(threePages(), Options{Port: s.port, Log: &log})
	other, err := second.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("Port %d is taken by another program; using %d.\n", s.port, second.port); second.port <= s.port || log.String() != want {
		t.Errorf("said %q, want %q", log.String(), want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	for _, s := range []*Server{s, second} {
		for _, l := range s.listen {
			if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
				t.Errorf("listens on %v", ip)
			}
		}
		go func() { ended <- s.Serve(ctx) }()
	}
	for _, a := range []string{address, other, fmt.Sprintf("http://127.0.0.1:%d/", s.port)} {
		r, err := http.Get(a)
		if err != nil {
			t.Fatal(err)
		}
		if r.StatusCode != 200 {
			t.Errorf("%s: %s", a, r.Status)
		}
		r.Body.Close()
	}
	cancel()
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	const source = "---\ntitle: Pay\n---\n- Refunds up to 500 EUR: alone\n- Refunds above: with finanse\n\nend\u202e"
	at := func(words string) diag.Span {
		i := strings.Index(source, words)
		return diag.NewLines([]byte(source)).Span(i, i+len(words))
	}
	problem := diag.Problem{Rule: "unknown-team", Severity: diag.Error, File: "charters/pay.md", Span: at("finanse"),
		Message: `no team is called "finanse"`, Label: `did you mean "finance"?`, Why: "only known teams are listed", Fix: "remit check --fix",
		Related: []diag.Related{{File: "teams.md", Label: "and here"}}}
	hint := diag.Problem{Severity: diag.Hint, File: "charters/pay.md", Span: at("end\u202e"), Message: "turns \u202e round"}
	elsewhere := []diag.Problem{{Severity: diag.Warning, File: "x.md"}, {Severity: diag.Error, File: "y.md"}, {Severity: diag.Hint, File: "y.md"}}
	v := threePages().with("index.html", "")
	v.problems = map[string][]diag.Problem{"a": {hint, problem}, "b": elsewhere}
	v.sources = map[string]string{"charters/pay.md": source}
	s, _ := newServer(v)
	var got report
	if err := json.Unmarshal(s.report(s.state.Load(), "a", v.Problems()), &got); err != nil {
		t.Fatal(err)
	}
	want := report{
		Page: []item{
			{Severity: "error", Rule: "unknown-team", Message: `no team is called "finanse"`, Place: "content/charters/pay.md:5:23",
				Lines: []line{{Number: 4, Before: "- Refunds up to 500 EUR: alone"}, {Number: 5, Before: "- Refunds above: with ", Marked: "finanse", Here: true}},
				Label: `did you mean "finance"?`, Why: "only known teams are listed", Fix: "remit check --fix",
				Related: []item{{Message: "and here", Place: "content/teams.md"}}},
			{Severity: "hint", Message: "turns ‹U+202E› round", Place: "content/charters/pay.md:7:1",
				Lines: []line{{Number: 6}, {Number: 7, Marked: "end‹U+202E›", Here: true}}},
		},
		Others: counts{Errors: 1, Warnings: 1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	tests := []struct {
		name       string
		src        string
		start, end int
		want       []line
	}{
		{"first line", "ab\ncd", 0, 1, []line{{1, "", "a", "b", true}}},
		{"a place between characters", "ab\ncd", 4, 4, []line{{1, "ab", "", "", false}, {2, "c", "", "d", true}}},
		{"end of the text", "ab\n", 3, 3, []line{{1, "ab", "", "", false}, {2, "", "", "", true}}},
		{"end of a line", "ab\ncd\nef", 5, 5, []line{{1, "ab", "", "", false}, {2, "cd", "", "", true}}},
		{"with the line's end", "ab\ncd\nef", 3, 6, []line{{1, "ab", "", "", false}, {2, "", "cd", "", true}}},
		{"over lines", "ab\ncd\nef\ngh\nij", 1, 14, []line{{1, "a", "b", "", true}, {2, "", "cd", "", true}, {3, "", "ef", "", true}, {4, "", "gh", "", true}}},
		{"Windows line ends", "ab\r\ncd\r\n", 4, 6, []line{{1, "ab", "", "", false}, {2, "", "cd", "", true}}},
		{"far along a long line", long + "y" + long, 300, 301,
			[]line{{1, "…" + strings.Repeat("x", 40), "y", strings.Repeat("x", 118) + "…", true}}},
		{"a long mark", long, 0, 300, []line{{1, "", strings.Repeat("x", 160) + "…", "", true}}},
		{"beyond the text", "ab", 7, 9, []line{{1, "ab", "", "", true}}},
		{"empty", "", 0, 0, []line{{1, "", "", "", true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			span := diag.NewLines([]byte(tt.src)).Span(tt.start, tt.end)
			span.Start.Byte, span.End.Byte = tt.start, tt.end
			if got := excerpt([]byte(tt.src), span); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// No place in any text makes an excerpt fail, and what is shown is in the text.
func FuzzExcerpt(f *testing.F) {
	f.Add("ab\ncd\nef", 3, 6, 2)
	f.Add("", 0, 0, 1)
	f.Add("a\r\n\xff\u202e"+strings.Repeat("y", 400), 2, 300, 9)
	f.Fuzz(func(t *testing.T, src string, start, end, number int) {
		lines := excerpt([]byte(src), diag.Span{Start: diag.Pos{Byte: start, Line: max(number, 1)}, End: diag.Pos{Byte: end}})
		if len(lines) == 0 || len(lines) > linesBefore+mostMarked {
			t.Fatalf("%d lines", len(lines))
		}
		here := false
		for _, l := range lines {
			here = here || l.Here
			for _, part := range []string{l.Before, l.Marked, l.After} {
				if strings.ContainsAny(part, "\n\u202e") {
					t.Errorf("shows %q", part)
				}
			}
		}
		if !here {
			t.Errorf("the place is not shown: %+v", lines)
		}
	})
}

// Whatever is asked for, the answer is one of few, and nothing redirects away.
func FuzzAddress(f *testing.F) {
	for _, a := range []string{"/", "//evil.test", "/charters", "/charters/pay/?x", "/%2f%2fevil.test", "/\\evil.test", "/_remit/events?path=//x", "/charters/..;/", "/%252e%252e/"} {
		f.Add(a)
	}
	s, _ := newServer(threePages())
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.ParseRequestURI(address)
		if err != nil || !strings.HasPrefix(address, "/") {
			t.Skip()
		}
		r := &http.Request{Method: "GET", URL: u, RequestURI: address, Host: "localhost:4747", Header: http.Header{}}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if !slices.Contains([]int{200, 308, 400, 403, 404}, w.Code) {
			t.Errorf("%d", w.Code)
		}
		if to := w.Header().Get("Location"); w.Code == 308 && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "\\")) {
			t.Errorf("redirects to %q", to)
		}
	})
}

// BenchmarkTabs measures what an open tab costs the server, both ends of its
// connection included.
func BenchmarkTabs(b *testing.B) {
	const tabs = 1000
	v1 := threePages()
	s, _ := newServer(v1)
	p := newPipes()
	s.listen = listeners{p}
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx) }()
	memory := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	before := memory()
	told := make(chan bool, tabs)
	for range tabs {
		conn := p.dial()
		request(conn, "/_remit/events?path=/")
		go func() {
			tail, buf := "", make([]byte, 512)
			for {
				n, err := conn.Read(buf)
				if err != nil {
					return
				}
				if tail += string(buf[:n]); strings.Contains(tail, "event: problems") {
					tail = ""
					told <- true
				}
			}
		}()
	}
	for range tabs {
		<-told
	}
	perTab := float64(memory()-before) / tabs
	n := 0
	for b.Loop() { // an edit, until all tabs know of it
		n++
		s.Show(v1.with("index.html", fmt.Sprint(n)), nil)
		for range tabs {
			<-told
		}
	}
	b.ReportMetric(perTab, "B/tab")
	cancel()
	if err := <-ended; err != nil {
		b.Error(err)
	}
}
