package preview

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// refusal is why a request is not answered.
type refusal struct {
	status int
	text   string // for people
	host   string // the host that was asked for, when that is the reason
}

// refuse decides from the request alone whether it may be answered. It trusts
// no X-Forwarded header: whoever sends the request writes those.
func (s *Server) refuse(r *http.Request) *refusal {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return &refusal{status: http.StatusMethodNotAllowed, text: "The preview only shows pages: it answers GET and HEAD."}
	case !strings.HasPrefix(r.RequestURI, "/"):
		return &refusal{status: http.StatusBadRequest, text: "The preview is no proxy: ask for a path on it."}
	case r.ContentLength != 0:
		return &refusal{status: http.StatusBadRequest, text: "The preview takes no data: send the request without a body."}
	case !s.knows(r.Host):
		return &refusal{status: http.StatusForbidden, host: r.Host, text: fmt.Sprintf(
			"The preview does not answer to the name %q, so that other sites cannot read it under a name of their own.\n\n"+
				"Open http://localhost:%d/ instead, or allow the name:\n\n    remit serve --allow-host %s\n", r.Host, s.port, plainHost(r.Host))}
	case !fromHere(r):
		return &refusal{status: http.StatusForbidden, text: "The preview answers only its own pages and addresses that are opened in the browser itself, not other sites."}
	}
	return nil
}

// knows reports whether a Host header names this server.
func (s *Server) knows(host string) bool {
	if slices.Contains(s.o.Hosts, host) {
		return true
	}
	if s.port == 80 && !strings.HasSuffix(host, ":80") {
		host += ":80" // browsers leave it out
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != strconv.Itoa(s.port) {
		return false
	}
	if slices.Contains(s.o.Hosts, name) {
		return true
	}
	name = strings.ToLower(name)
	bracketed := strings.HasPrefix(host, "[")
	return !bracketed && (name == "127.0.0.1" || name == "localhost" || strings.HasSuffix(name, ".localhost") && plainHost(name) == name) ||
		bracketed && name == "::1"
}

// plainHost returns the name of a host for a command line, or "NAME" when it
// has characters that no host has.
func plainHost(host string) string {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return name
	}
	ok := func(r rune) bool {
		return r < 128 && (r == '-' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}
	if name == "" || len(name) > 253 || strings.IndexFunc(name, func(r rune) bool { return !ok(r) }) >= 0 || name[0] == '-' || name[0] == '.' {
		return "NAME"
	}
	return name
}

// fromHere reports whether a request comes from one of the server's own pages,
// from the address line of a browser, from a link that is followed in a tab, or
// from a program that is no browser.
func fromHere(r *http.Request) bool {
	site, ok := only(r.Header, "Sec-Fetch-Site")
	if !ok {
		return false
	}
	origin, ok := only(r.Header, "Origin")
	if !ok || origin != "" && origin != "http://"+r.Host && origin != "https://"+r.Host {
		return false
	}
	switch site {
	case "", "none", "same-origin":
		return true
	default:
		mode, _ := only(r.Header, "Sec-Fetch-Mode")
		dest, _ := only(r.Header, "Sec-Fetch-Dest")
		return mode == "navigate" && dest == "document" && !strings.HasPrefix(r.URL.Path, ownPrefix)
	}
}

// mayListen reports whether a request comes from one of the server's own pages
// for sure, as the event stream asks.
func mayListen(r *http.Request) bool {
	site, _ := only(r.Header, "Sec-Fetch-Site")
	origin, _ := only(r.Header, "Origin")
	return site == "same-origin" || site == "" && origin != ""
}

// only returns the value of a header that may be there at most once.
func only(h http.Header, name string) (string, bool) {
	switch v := h.Values(name); len(v) {
	case 0:
		return "", true
	case 1:
		return v[0], true
	default:
		return "", false
	}
}
