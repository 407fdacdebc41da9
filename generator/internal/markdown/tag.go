package markdown

import (
	"bytes"
	"html"
	"strconv"
	"strings"
)

// tag is a raw tag, taken apart.
type tag struct {
	name    string // in lower case
	closing bool
	attrs   []attribute
}

// attribute has its value as a range of the piece, counted from the tag's "<".
type attribute struct {
	name       string
	start, end int
}

// scanTag reads the tag at the start of s; size is 0 when there is none. A "<"
// outside quotes ends the attempt, so that a text full of them costs no more
// than its length.
func scanTag(s []byte) (t tag, size int) {
	i := 1
	if i < len(s) && s[i] == '/' {
		t.closing = true
		i++
	}
	from := i
	for i < len(s) && (isASCIIWord(s[i]) && s[i] != '_' || i > from && s[i] == '-') {
		i++
	}
	if i == from || !isASCIILetter(s[from]) {
		return tag{}, 0
	}
	t.name = strings.ToLower(string(s[from:i]))
	for i < len(s) {
		switch b := s[i]; {
		case b == '>':
			return t, i + 1
		case b == '<':
			return tag{}, 0
		case isBlank(b) || b == '\r' || b == '/' || b == '\f':
			i++
		case from == i: // no space after a value
			return tag{}, 0
		default:
			if !isBlank(s[i-1]) && s[i-1] != '/' && s[i-1] != '\r' {
				return tag{}, 0
			}
			a, end := scanAttribute(s, i)
			if end == 0 {
				return tag{}, 0
			}
			t.attrs = append(t.attrs, a)
			i = end
		}
	}
	return tag{}, 0
}

// scanAttribute reads name, name=value, name='value' or name="value" at s[i].
func scanAttribute(s []byte, i int) (a attribute, end int) {
	from := i
	for i < len(s) && !isBlank(s[i]) && bytes.IndexByte([]byte("\r\f/>=<\"'`"), s[i]) < 0 {
		i++
	}
	if i == from {
		return attribute{}, 0
	}
	a.name = strings.ToLower(string(s[from:i]))
	k := i
	for k < len(s) && (isBlank(s[k]) || s[k] == '\r') {
		k++
	}
	if k == len(s) || s[k] != '=' {
		return a, i
	}
	k++
	for k < len(s) && (isBlank(s[k]) || s[k] == '\r') {
		k++
	}
	if k == len(s) {
		return attribute{}, 0
	}
	if quote := s[k]; quote == '"' || quote == '\'' {
		length := bytes.IndexByte(s[k+1:], quote)
		if length < 0 {
			return attribute{}, 0
		}
		a.start, a.end = k+1, k+1+length
		return a, a.end + 1
	}
	a.start = k
	for k < len(s) && !isBlank(s[k]) && bytes.IndexByte([]byte("\r\f><\"'`="), s[k]) < 0 {
		k++
	}
	a.end = k
	return a, k
}

// rawValues are the values of a tag that stands at s.bytes[i].
type rawValues struct {
	tag tag
	s   *source
	i   int
}

// get returns the value of an attribute, entities undone, and its place.
func (v rawValues) get(name string) (value string, start, end int) {
	for _, a := range v.tag.attrs {
		if a.name == name {
			start, end = v.i+a.start, v.i+a.end
			return html.UnescapeString(string(v.s.bytes[start:end])), v.s.place(start), v.s.place(end)
		}
	}
	return "", 0, 0
}

func (v rawValues) has(name string) bool {
	for _, a := range v.tag.attrs {
		if a.name == name {
			return true
		}
	}
	return false
}

// number returns an attribute that is a small number, or 0.
func (v rawValues) number(name string, most int) int {
	value, _, _ := v.get(name)
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), "px"))
	if err != nil || n < 1 || n > most {
		return 0
	}
	return n
}
