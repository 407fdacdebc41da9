package preview

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

//go:embed live.js
var liveScript []byte

//go:embed live.css
var liveStyle []byte

// ownPrefix begins the addresses that belong to the server and not to the site.
// No page can have one: names that begin with an underscore are not published.
const ownPrefix = "/_remit/"

// filePolicy is for files that people uploaded: whatever is in them runs nothing.
const filePolicy = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setHeaders(w.Header())
	if why := s.refuse(r); why != nil {
		s.answerRefusal(w, r, why)
		return
	}
	switch address := r.URL.Path; {
	case address == ownPrefix+"live.js":
		serveBytes(w, r, "text/javascript; charset=utf-8", liveScript)
	case address == ownPrefix+"live.css":
		serveBytes(w, r, "text/css; charset=utf-8", liveStyle)
	case address == ownPrefix+"events":
		s.serveEvents(w, r)
	default:
		s.servePage(w, r)
	}
}

func (s *Server) setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", s.o.Policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cache-Control", "no-store")
}

// answerRefusal says why in plain text. The connection ends with it: what else
// comes over it is not to be trusted, and a body is not to be read.
func (s *Server) answerRefusal(w http.ResponseWriter, r *http.Request, why *refusal) {
	if why.host != "" {
		s.log.once(fmt.Sprintf("Refused a request for the host %q (to allow it: remit serve --allow-host %s)", why.host, plainHost(why.host)))
	}
	if why.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "GET, HEAD")
	}
	w.Header().Set("Connection", "close")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(why.status)
	if r.Method != http.MethodHead {
		io.WriteString(w, why.text+"\n") // nobody is left to tell of an error
	}
}

// outputPath returns the output path that a URL path leads to.
func outputPath(address string) string {
	p := strings.TrimPrefix(address, "/")
	if p == "" || strings.HasSuffix(p, "/") {
		return p + "index.html"
	}
	return p
}

// sane reports whether a URL path can be the address of a page at all.
func sane(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, ownPrefix) &&
		utf8.ValidString(address) && !strings.ContainsAny(address, "\x00\\") &&
		(address == "/" || path.Clean(address) == strings.TrimSuffix(address, "/"))
}

func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	st := s.state.Load()
	address := r.URL.Path
	if !sane(address) {
		page := st.Missing(outputPath("/"))
		page.Status = http.StatusNotFound
		s.serveFound(w, r, "/", found{page: page, version: version(page.Body), missing: true})
		return
	}
	output := outputPath(address)
	f := s.find(st, output)
	if f.missing && !strings.HasSuffix(address, "/") {
		if _, ok := s.good(st, output+"/index.html"); ok || st.Held(output+"/index.html") {
			to := url.URL{Path: address + "/", RawQuery: r.URL.RawQuery}
			w.Header().Set("Location", to.String())
			w.WriteHeader(http.StatusPermanentRedirect)
			return
		}
	}
	s.serveFound(w, r, output, f)
}

func (s *Server) serveFound(w http.ResponseWriter, r *http.Request, output string, f found) {
	p := f.page
	if isHTML(p.Media) {
		p.Body = withClient(p.Body, f.version)
	} else if !isSiteCode(p.Media) {
		w.Header().Set("Content-Security-Policy", filePolicy)
		if !shownInTab(p.Media) {
			w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(output)}))
		}
	} else if mediaType(p.Media) == "text/css" {
		s.hub.noteStyle(output, f.version)
	}
	if p.Media == "" {
		p.Media = "application/octet-stream"
	}
	if p.Status == 0 || p.Status == http.StatusOK {
		serveBytes(w, r, p.Media, p.Body)
		return
	}
	w.Header().Set("Content-Type", p.Media)
	w.Header().Set("Content-Length", strconv.Itoa(len(p.Body)))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		w.Write(p.Body) // nobody is left to tell of an error
	}
}

func serveBytes(w http.ResponseWriter, r *http.Request, media string, body []byte) {
	w.Header().Set("Content-Type", media)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// withClient returns the page with the client put into its head. The version
// tells the client which state of the page it runs in.
func withClient(body []byte, version string) []byte {
	client := `<link rel="stylesheet" href="` + ownPrefix + `live.css"><script src="` + ownPrefix + `live.js" data-version="` + version + `" defer></script>`
	at := len(body)
	for _, end := range []string{"</head>", "</body>"} {
		if i := bytes.Index(body, []byte(end)); i >= 0 {
			at = i
			break
		}
	}
	return slices.Concat(body[:at], []byte(client), body[at:])
}

func mediaType(media string) string {
	before, _, _ := strings.Cut(media, ";")
	return strings.ToLower(strings.TrimSpace(before))
}

func isHTML(media string) bool { return mediaType(media) == "text/html" }

// isSiteCode reports whether files of a type are the site's own and not
// somebody's upload: they get the policy of pages.
func isSiteCode(media string) bool {
	switch m := mediaType(media); m {
	case "text/html", "text/css", "text/javascript", "application/javascript", "application/json", "application/xml",
		"text/xml", "application/manifest+json", "application/atom+xml", "application/rss+xml", "text/calendar":
		return true
	default:
		return strings.HasPrefix(m, "font/")
	}
}

// shownInTab reports whether a file of a type that is no site code, an upload or
// a page as Markdown or CSV, may be shown by the browser itself; others are
// saved.
func shownInTab(media string) bool {
	m := mediaType(media)
	return strings.HasPrefix(m, "image/") || m == "text/plain" || m == "text/markdown"
}
