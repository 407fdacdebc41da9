// Package preview serves a snapshot and tells the browser when its page
// changed.
//
// In: a [Snapshot], replaced by a newer one with [Server.Show] after an edit.
// Out: HTTP answers on loopback addresses and an event stream. Pages are looked
// up in the snapshot and never in the file system, so there is no path to
// traverse; nothing can be written or run through it; requests from other
// sites, other hosts' names and other methods are refused. After an edit only
// the pages that a browser has open are rendered again and compared.
//
// A page whose document is broken at the moment goes on being served as it was
// when it was last good, with the problem in a sheet below it.
//
// HTML pages get one script and one stylesheet of the server's own put in; no
// build has a trace of them. The script fetches a changed page as a document
// (XMLHttpRequest parses it), which needs no exception from the policy that
// published sites have: scripts and Trusted Types are as strict here as there.
//
// Addresses below /_remit/:
//
//	live.js, live.css      the client
//	events?path=P&have=V   event stream of the page at the URL path P, of which
//	                       the browser has the version V
//
// Events are JSON values: hello {}, page {version} (fetch the page again),
// problems (see report), css {path, version} (fetch the stylesheet again).
//
// After the client changed a page it sends the event remit:changed to the
// document, with the changed nodes as its detail, so that a theme's scripts can
// attend to them. What scripts added to a page stays, also next to changes.
package preview

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"remit/generator/internal/diag"
)

// Page is one finished page or file.
type Page struct {
	Path   string // output path: "charters/support/index.html"
	Media  string // media type: "text/html; charset=utf-8"
	Body   []byte // not to be changed
	Status int    // 0 = 200
}

// Snapshot is what there is to show. Its methods may be called from any
// goroutine and always give the same answer.
type Snapshot interface {
	Page(path string) (Page, bool)         // renders on demand; path is an output path
	Missing(path string) Page              // the page that says that there is none
	Problems() []diag.Problem              // all, sorted; may take some ms
	ProblemsOf(path string) []diag.Problem // of the document behind an output path
	Held(path string) bool                 // the path belongs to a document that exists but cannot be published as written now
	Source(file string) []byte             // the text that a problem's file had; nil if unknown
}

// Options suit a server to its site. The zero value is useful.
type Options struct {
	Port   int              // 0 = 4747; when it is taken the next free one is used; < 0 = any free one
	Hosts  []string         // further values of the Host header to answer to: "wiki.test", "wiki.test:8080"
	Now    func() time.Time // nil = time.Now
	Prefix string           // the content folder as the user wrote it, shown before file names: "content"
	Log    io.Writer        // where one line is said of a taken port or a refused host; nil = nowhere
	Policy string           // Content-Security-Policy of pages; "" = that of published sites by default
}

// DefaultPort is where a preview is looked for first.
const DefaultPort = 4747

// defaultPolicy allows a page nothing that was not published with it.
const defaultPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types remit"

// Server serves one snapshot at a time. It is an [http.Handler], and safe for
// use by many goroutines.
type Server struct {
	o      Options
	port   int
	listen listeners
	state  atomic.Pointer[state]
	show   sync.Mutex // one Show at a time
	kept   *kept
	hub    *hub
	log    *journal
}

// state is a snapshot with its number.
type state struct {
	Snapshot
	number uint64
	since  time.Time // when it was first shown
}

// New returns a server that shows first.
func New(first Snapshot, o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Policy == "" {
		o.Policy = defaultPolicy
	}
	s := &Server{o: o, port: o.Port, kept: newKept(keptBytes), hub: newHub(), log: &journal{to: o.Log, said: map[string]bool{}}}
	if o.Port == 0 {
		s.port = DefaultPort
	}
	s.state.Store(&state{Snapshot: first, number: 1, since: o.Now()})
	return s
}

// Update says what a new snapshot led to.
type Update struct {
	Rendered int           // pages rendered: those that a browser has open, each once
	Changed  []string      // output paths of those that differ from what the browsers had, sorted
	Took     time.Duration // from the call until browsers were told
}

// Show replaces the snapshot. It renders the pages that browsers have open and
// tells those whose page differs; problems are told a moment later, when they
// are worked out. changed are the output paths of theme files that may have
// changed under their old address; documents need not be named.
func (s *Server) Show(next Snapshot, changed []string) Update {
	began := time.Now()
	s.show.Lock()
	defer s.show.Unlock()
	old := s.state.Load()
	st := &state{Snapshot: next, number: old.number + 1, since: s.o.Now()}
	s.keepWhatBreaks(old, st)
	s.state.Store(st)

	var u Update
	for _, path := range s.hub.open() {
		f := s.find(st, path)
		u.Rendered++
		if s.hub.tellPage(path, f.version, st.number) {
			u.Changed = append(u.Changed, path)
		}
	}
	s.tellStyles(st, changed)
	u.Took = time.Since(began)
	go s.tellProblems(st)
	return u
}

// keepWhatBreaks renders once more, from the old snapshot, the pages that were
// served before and that the new one cannot show: the last good ones.
func (s *Server) keepWhatBreaks(old, next *state) {
	for _, path := range s.kept.paths() {
		if next.Held(path) && !old.Held(path) {
			s.good(old, path)
		}
	}
}

// found is what a path leads to in a snapshot.
type found struct {
	page    Page
	version string
	held    time.Time // when the page was last good; zero if it is good now
	missing bool
}

// find returns what is to be served at an output path. A page that is held is
// found as it was when it was last good, if it was served since.
func (s *Server) find(st *state, path string) found {
	if f, ok := s.good(st, path); ok {
		return f
	}
	if st.Held(path) {
		if k, ok := s.kept.get(path); ok {
			return found{page: k.page, version: k.version, held: k.since}
		}
	} else {
		s.kept.drop(path, st.number)
	}
	page := st.Missing(path)
	page.Status = 404
	return found{page: page, version: version(page.Body), missing: true}
}

// good returns the page as the snapshot has it, rendered at most once for each
// snapshot while it stays among the kept ones.
func (s *Server) good(st *state, path string) (found, bool) {
	if k, ok := s.kept.get(path); ok && k.number == st.number {
		return found{page: k.page, version: k.version}, true
	}
	page, ok := st.Page(path)
	if !ok {
		return found{}, false
	}
	f := found{page: page, version: version(page.Body)}
	if isHTML(page.Media) {
		s.kept.put(path, keptPage{page: page, version: f.version, number: st.number, since: st.since})
	}
	return f, true
}

// version tells two states of a page apart.
func version(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}
