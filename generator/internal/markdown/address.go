package markdown

import (
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/util"
)

// reach tells where an address leads.
type reach uint8

const (
	within reach = iota // this site: decided by whoever fills the hole
	elsewhere
	refused
)

// address is a destination that an author wrote, taken apart.
type address struct {
	reach                   reach
	target, query, fragment string // within
	url                     string // elsewhere
	why                     string // refused: completes "is not followed, because it "
}

// parseAddress sorts a destination whose escapes and entities are undone.
// Schemes are an allow-list: a list of bad ones would never be complete.
func parseAddress(raw string) address {
	s := strings.Trim(raw, " \t\r\n\f")
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return address{reach: refused, why: "holds a control character"}
	}
	if len(s) > 1 && isSlash(s[0]) && isSlash(s[1]) {
		return address{reach: refused, why: "names another host without saying https"}
	}
	scheme, rest := cutScheme(s)
	switch strings.ToLower(scheme) {
	case "":
		return parseRelative(s)
	case "http", "https":
		return parseWeb(s, rest)
	case "mailto", "tel":
		return address{reach: elsewhere, url: s}
	}
	return address{reach: refused, why: "begins with " + scheme + ": and only https, http, mailto and tel are allowed"}
}

func isSlash(b byte) bool { return b == '/' || b == '\\' }

// cutScheme returns what stands before the first colon if it has the form of
// a scheme.
func cutScheme(s string) (scheme, rest string) {
	for i := range len(s) {
		b := s[i]
		switch {
		case 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z':
		case i > 0 && ('0' <= b && b <= '9' || b == '+' || b == '-' || b == '.'):
		case i > 0 && b == ':':
			return s[:i], s[i+1:]
		default:
			return "", s
		}
	}
	return "", s
}

func parseRelative(s string) address {
	a := address{target: s}
	if before, fragment, found := strings.Cut(a.target, "#"); found {
		a.target, a.fragment = before, normal(percentDecoded(fragment))
	}
	if i := strings.IndexByte(a.target, '?'); i >= 0 {
		a.target, a.query = a.target[:i], a.target[i:]
	}
	return a
}

func percentDecoded(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return strings.ToValidUTF8(plain, "\uFFFD")
	}
	return s
}

// parseWeb takes only the plain form of a web address: browsers mend others in
// ways that hide the host from a human reader.
func parseWeb(s, rest string) address {
	authority, found := strings.CutPrefix(rest, "//")
	end := strings.IndexAny(authority, "/?#")
	if end < 0 {
		end = len(authority)
	}
	authority = authority[:end]
	switch {
	case !found || authority == "":
		return address{reach: refused, why: "names no host"}
	case strings.Contains(authority, "@"):
		return address{reach: refused, why: "holds a user name or password"}
	case strings.ContainsAny(authority, `\ `):
		return address{reach: refused, why: "names no proper host"}
	}
	return address{reach: elsewhere, url: s}
}

// hostOf returns the host of a web address in lower case, without a port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

func (c *compiler) mayShowImagesOf(host string) bool {
	return host != "" && slices.ContainsFunc(c.opt.ImageHosts, func(h string) bool { return strings.EqualFold(h, host) })
}

// appendHref appends a web address, percent-encoded and escaped, for use
// inside quotes.
func appendHref(html []byte, address string) []byte {
	return escapeAttribute(html, string(util.URLEscape([]byte(address), false)))
}
