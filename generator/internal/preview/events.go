package preview

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	heartbeat  = 15 * time.Second // a line that says nothing, so that a dead connection is noticed
	writeLimit = 5 * time.Second  // a client that does not take a message in so long is dropped
	mostStyles = 100              // stylesheets of which the last version is remembered
)

// hub knows which pages are open in browsers.
type hub struct {
	mu     sync.Mutex
	pages  map[string]*openPage
	styles map[string]string // version of each stylesheet that was served, by output path
	ended  chan struct{}     // closed when no client may stay
	once   sync.Once
}

// openPage is a page that at least one browser has open.
type openPage struct {
	clients map[*client]bool
	version string // what the clients have or were told to fetch
	number  uint64 // the snapshot that version is of
}

// client is one open event stream. What it was not sent yet is overwritten by
// newer news of the same sort, so a slow one takes no more memory than a quick
// one, and nobody waits for it.
type client struct {
	wake chan struct{} // holds one token while there is news

	mu       sync.Mutex
	page     string // version to fetch; "" = no news
	problems []byte // nil = no news
	number   uint64 // the snapshot that the newest problems are of
	styles   map[string]string
}

func newHub() *hub {
	return &hub{pages: map[string]*openPage{}, styles: map[string]string{}, ended: make(chan struct{})}
}

// end makes all clients leave.
func (h *hub) end() { h.once.Do(func() { close(h.ended) }) }

func (h *hub) add(path string) *client {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := &client{wake: make(chan struct{}, 1), styles: map[string]string{}}
	p := h.pages[path]
	if p == nil {
		p = &openPage{clients: map[*client]bool{}}
		h.pages[path] = p
	}
	p.clients[c] = true
	return c
}

func (h *hub) remove(path string, c *client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.pages[path]
	delete(p.clients, c)
	if len(p.clients) == 0 {
		delete(h.pages, path)
	}
}

// open returns the output paths that browsers have open, sorted.
func (h *hub) open() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Keys(h.pages))
}

// size returns the number of clients.
func (h *hub) size() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.pages {
		n += len(p.clients)
	}
	return n
}

// tellPage tells all clients of a page its version in a snapshot, and reports
// whether it is another one than before.
func (h *hub) tellPage(path, version string, number uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.pages[path]
	if p == nil || p.number > number {
		return false
	}
	changed := p.version != version && p.version != "" // one that is new here is greeted
	p.version, p.number = version, number
	if changed {
		for c := range p.clients {
			c.tell(func() { c.page = version })
		}
	}
	return changed
}

// greet notes what version a new client should have, and tells it when it has
// another one.
func (h *hub) greet(path string, c *client, have, version string, number uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.pages[path]
	if p.number < number {
		p.version, p.number = version, number
	}
	if have != p.version {
		c.tell(func() { c.page = p.version })
	}
}

func (h *hub) tellProblems(path string, message []byte, number uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p := h.pages[path]; p != nil {
		for c := range p.clients {
			c.tellProblems(message, number)
		}
	}
}

// noteStyle remembers which version of a stylesheet browsers have.
func (h *hub) noteStyle(path, version string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.styles[path]; known || len(h.styles) < mostStyles {
		h.styles[path] = version
	}
}

// style returns which version of a stylesheet browsers have; "" = none.
func (h *hub) style(path string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.styles[path]
}

// tellStyle tells everybody of a new version of a stylesheet.
func (h *hub) tellStyle(path, version string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.styles[path] = version
	for _, p := range h.pages {
		for c := range p.clients {
			c.tell(func() { c.styles[path] = version })
		}
	}
}

func (c *client) tell(news func()) {
	c.mu.Lock()
	news()
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// tellProblems tells of the problems of a snapshot unless those of a newer one
// were told.
func (c *client) tellProblems(message []byte, number uint64) {
	c.tell(func() {
		if number >= c.number {
			c.problems, c.number = message, number
		}
	})
}

// take returns the news as the text of events.
func (c *client) take() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b strings.Builder
	if c.page != "" {
		event(&b, "page", encode(map[string]string{"version": c.page}))
	}
	for _, path := range slices.Sorted(maps.Keys(c.styles)) {
		event(&b, "css", encode(map[string]string{"path": "/" + path, "version": c.styles[path]}))
	}
	if c.problems != nil {
		event(&b, "problems", c.problems)
	}
	c.page, c.problems = "", nil
	clear(c.styles)
	return b.String()
}

func event(b *strings.Builder, name string, data []byte) {
	fmt.Fprintf(b, "event: %s\ndata: %s\n\n", name, data)
}

func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err)) // only types of this package, none of which can fail
	}
	return data
}

// serveEvents sends the news of one page until the browser leaves.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || !mayListen(r) {
		s.answerRefusal(w, r, &refusal{status: http.StatusForbidden, text: "Only pages of the preview may listen to it."})
		return
	}
	q := r.URL.Query()
	address := q.Get("path")
	if !sane(address) {
		s.answerRefusal(w, r, &refusal{status: http.StatusBadRequest, text: "There is no page with that path."})
		return
	}
	path := outputPath(address)
	c := s.hub.add(path)
	defer s.hub.remove(path, c)

	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	send := func(text string) bool {
		if err := out.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
			return false
		}
		_, err := io.WriteString(w, text)
		return err == nil && out.Flush() == nil
	}
	if !send("event: hello\ndata: {}\n\n") {
		return
	}
	st := s.state.Load()
	f := s.find(st, path)
	s.hub.greet(path, c, q.Get("have"), f.version, st.number)
	if !send(c.take()) {
		return
	}
	c.tellProblems(s.report(st, path, st.Problems()), st.number)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		text := ":\n\n"
		select {
		case <-r.Context().Done():
			return
		case <-s.hub.ended:
			return
		case <-c.wake:
			text = c.take()
		case <-beat.C:
		}
		if !send(text) {
			return
		}
	}
}

// tellStyles tells of stylesheets that changed under their old address.
func (s *Server) tellStyles(st *state, changed []string) {
	for _, path := range changed {
		if !strings.HasSuffix(path, ".css") {
			continue
		}
		had := s.hub.style(path)
		if page, ok := st.Page(path); ok && had != "" && had != version(page.Body) {
			s.hub.tellStyle(path, version(page.Body))
		}
	}
}

// tellProblems works out the problems of a snapshot and tells all clients,
// unless there is a newer snapshot meanwhile.
func (s *Server) tellProblems(st *state) {
	all := st.Problems()
	for _, path := range s.hub.open() {
		message := s.report(st, path, all)
		if s.state.Load() != st {
			return
		}
		s.hub.tellProblems(path, message, st.number)
	}
}
