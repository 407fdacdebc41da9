package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxText      = 5_000  // characters of text in a record
	smallRecords = 32_000 // below it all records are one file
)

// recordSet is the records of all pages, one or all to a file.
type recordSet struct {
	entries []Entry
	list    string // names the list of pages
	per     int    // records in a file
	size    int    // of all records, about
}

func recordFiles(entries []Entry) recordSet {
	urls := sha256.New()
	s := recordSet{entries: entries}
	for _, e := range entries {
		urls.Write([]byte(e.Page.URL + "\n"))
		s.size += recordSize(e.Page)
	}
	s.list = hashNameOf(urls.Sum(nil))
	return s.divided()
}

// divided says how many records go into a file.
func (s recordSet) divided() recordSet {
	s.per = 1
	if s.size < smallRecords {
		s.per = max(1, len(s.entries))
	}
	return s
}

// after gives the records after changes of pages that keep their URLs.
func (s recordSet) after(entries []Entry, changes []change) recordSet {
	s.entries = entries
	for _, c := range changes {
		s.size += recordSize(c.new.Page) - recordSize(c.old.Page)
	}
	return s.divided()
}

// recordSize is about how long a record is.
func recordSize(p *Page) int {
	n := 80 + len(p.URL) + len(p.Title)
	text := 0
	for _, s := range p.Sections {
		n += 9 + len(s.Anchor) + len(s.Heading)
		text += len(s.Text)
	}
	return n + min(text, maxText)
}

// count is the number of files.
func (s recordSet) count() int { return (len(s.entries) + s.per - 1) / s.per }

func (s recordSet) path(i int) string {
	return "search/p/" + s.list + "/" + strconv.Itoa(i) + ".bin"
}

// raw is the file number i: a JSON array of records
//
//	[url, title, kind, [tags], [[anchor, heading, text, sort, who], ...], owner, status, day, due]
//
// Empty texts at the end of a list are left out.
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

func record(p *Page) any {
	texts := make([]string, len(p.Sections))
	for i, s := range p.Sections {
		texts[i] = s.Text
	}
	if len(texts) > 0 {
		texts[0] = strings.TrimSpace(texts[0] + " " + p.lead())
	}
	most := share(texts, maxText)
	sections := make([][]string, len(p.Sections))
	for i, s := range p.Sections {
		sections[i] = short(s.Anchor, s.Heading, cutText(texts[i], most), string(s.Sort), s.Who)
	}
	if len(p.Sections) == 0 {
		sections = [][]string{{"", "", p.Summary}}
	}
	r := []any{p.URL, p.Title, p.Kind, append([]string{}, p.Tags...), sections}
	for _, s := range short(p.Owner, p.Status, p.Day, p.Due) {
		r = append(r, s)
	}
	return r
}

// short leaves out empty texts at the end.
func short(list ...string) []string {
	for len(list) > 0 && list[len(list)-1] == "" {
		list = list[:len(list)-1]
	}
	return list
}

// share gives how many characters each text may keep for all to keep n: every
// section is to have something to show, and short ones stay whole.
func share(texts []string, n int) int {
	var lengths []int
	for _, t := range texts {
		lengths = append(lengths, utf8.RuneCountInString(t))
	}
	slices.Sort(lengths)
	for i, l := range lengths {
		if most := n / (len(lengths) - i); l > most {
			return most
		}
		n -= l
	}
	return math.MaxInt
}

// cutText gives the first n characters of s, and … when there are more.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}
