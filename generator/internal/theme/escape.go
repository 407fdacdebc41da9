package theme

import "strings"

// The functions of this file write what html/template writes for a string in
// the same place; the tests and FuzzEscape hold them to it.

// escapes are the characters of HTML that text and attribute values may not
// hold as they are. + is among them for the sake of very old browsers.
var escapes = [128]string{
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

// appendEscaped appends text for HTML, or for a quoted attribute.
func appendEscaped(buf []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if s[i] < 128 && escapes[s[i]] != "" {
			buf = append(buf, s[from:i]...)
			buf = append(buf, escapes[s[i]]...)
			from = i + 1
		}
	}
	return append(buf, s[from:]...)
}

// appendFilteredURL appends the beginning of an address for a quoted
// attribute. One with a scheme that could run code becomes harmless.
func appendFilteredURL(buf []byte, s string) []byte {
	if scheme, _, ok := strings.Cut(s, ":"); ok && !strings.Contains(scheme, "/") &&
		!strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
		return append(buf, "#ZgotmplZ"...)
	}
	return appendURL(buf, s)
}

// appendURL appends a piece of an address, before any ? or #, for a quoted
// attribute. What is percent-encoded already stays.
func appendURL(buf []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case plainInURL(c), c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			buf = append(buf, c)
		case c == '&' || c == '+':
			buf = append(buf, escapes[c]...)
		case strings.IndexByte("!#$*,/:;=?@[]", c) >= 0:
			buf = append(buf, c)
		default:
			buf = appendPercent(buf, c)
		}
	}
	return buf
}

// appendQuery appends a piece of an address, after a ? or #, for a quoted
// attribute.
func appendQuery(buf []byte, s string) []byte {
	for i := range len(s) {
		if plainInURL(s[i]) {
			buf = append(buf, s[i])
		} else {
			buf = appendPercent(buf, s[i])
		}
	}
	return buf
}

// plainInURL reports whether a byte stands for itself everywhere in a URL.
func plainInURL(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func appendPercent(buf []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	return append(buf, '%', hex[c>>4], hex[c&15])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
