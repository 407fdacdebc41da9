package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxText      = 8_000  // characters of text in a record
	smallRecords = 32_000 // below it all records are one file
)

// recordSet is the records of all pages, one or all to a file.
type recordSet struct {
	entries []Entry
	list    string // names the list of pages
	per     int    // records in a file
}

func recordFiles(entries []Entry) recordSet {
	urls := sha256.New()
	size := 0
	for _, e := range entries {
		urls.Write([]byte(e.Page.URL + "\n"))
		size += recordSize(e.Page)
	}
	s := recordSet{entries: entries, list: hashNameOf(urls.Sum(nil)), per: 1}
	if size < smallRecords {
		s.per = max(1, len(entries))
	}
	return s
}

// recordSize is about how long a record is.
func recordSize(p Page) int {
	n := 60 + len(p.URL) + len(p.Title)
	text := 0
	for _, s := range p.Sections {
		n += 9 + len(s.Anchor) + len(s.Heading)
		text += len(s.Text)
	}
	return n + min(text, maxText)
}

func (s recordSet) paths() []string {
	var out []string
	for i := 0; i < len(s.entries); i += s.per {
		out = append(out, "search/p/"+s.list+"/"+strconv.Itoa(i/s.per)+".bin")
	}
	return out
}

func (s recordSet) jobs() []job {
	var out []job
	for i := range s.paths() {
		out = append(out, func() []byte { return s.raw(i) })
	}
	return out
}

// raw is the file number i: a JSON array of records
//
//	[url, title, kind, [tags], [[anchor, heading, text], ...]]
func (s recordSet) raw(i int) []byte {
	var records []any
	for _, e := range s.entries[i*s.per : min(len(s.entries), (i+1)*s.per)] {
		records = append(records, record(e.Page))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(records); err != nil {
		panic("search: strings cannot be encoded: " + err.Error())
	}
	return b.Bytes()
}

func record(p Page) any {
	left := maxText
	sections := make([][3]string, len(p.Sections))
	for i, s := range p.Sections {
		text := s.Text
		if i == 0 && !strings.Contains(text, p.Summary) {
			text = strings.TrimSpace(text + " " + p.Summary)
		}
		text, left = cutText(text, left)
		sections[i] = [3]string{s.Anchor, s.Heading, text}
	}
	if len(p.Sections) == 0 {
		sections = [][3]string{{"", "", p.Summary}}
	}
	return []any{p.URL, p.Title, p.Kind, append([]string{}, p.Tags...), sections}
}

// cutText gives the first n characters of s and what is left of n.
func cutText(s string, n int) (string, int) {
	if len(s) <= n {
		return s, n - utf8.RuneCountInString(s)
	}
	for i := range s {
		if n == 0 {
			return s[:i], 0
		}
		n--
	}
	return s, n
}
