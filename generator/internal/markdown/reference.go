package markdown

import (
	"bytes"
	"fmt"
	"sort"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"remit/generator/internal/diag"
)

// findUndefined looks in a run of text for [words][label] and [label][] whose
// label is defined nowhere. goldmark leaves them as text, so they are found by
// their brackets: c.bracket remembers the last "[" of the block, also across
// code and emphasis. s stands at offset at of the body.
func (c *compiler) findUndefined(s []byte, at int) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			c.bracket = at + i
		case ']':
			open := c.bracket
			c.bracket = -1
			if open < 0 || i+1 == len(s) || s[i+1] != '[' {
				continue
			}
			end := bytes.IndexAny(s[i+2:], "[]")
			if end < 0 || s[i+2+end] != ']' {
				continue
			}
			end += i + 2
			c.undefined(open, at+i, at+end)
			i = end
		}
	}
}

// undefined judges the text body[open:close+1] + "[" + ... + "]" at end. It
// reports only what can hardly be meant otherwise: brackets are also array
// indexes, sets of letters, tags of tests and empty task boxes.
func (c *compiler) undefined(open, closing, end int) {
	words, label := c.body[open+1:closing], c.body[closing+2:end]
	if len(bytes.TrimSpace(label)) == 0 {
		label = words
	}
	if _, defined := c.pc.Reference(util.ToLinkReference(label)); defined || !c.looksLikeReference(open, end, words, label) {
		return
	}
	nearest := c.nearestLabel(string(label))
	isAddress := bytes.Contains(label, colonSlashes)
	if nearest == "" && !isAddress && (bytes.IndexByte(label, ':') >= 0 || c.beginsBlock(open)) {
		return // tags such as [sig-node][Feature:X], or [alice][heads up] before an entry
	}
	p := Problem{
		Rule: "undefined-reference", Severity: diag.Warning,
		Message: fmt.Sprintf("[%s] is not defined in this file", label),
		Label:   "no such label",
		Why:     "readers see the brackets in place of a link",
		Fix:     fmt.Sprintf("add a line such as [%s]: address.md, or write [%s](address.md)", label, words),
	}
	if nearest != "" {
		p.Label = fmt.Sprintf("did you mean [%s]?", nearest)
		p.Fix = fmt.Sprintf("write [%s][%s]", words, nearest)
	}
	if isAddress {
		p.Label = "an address stands in round brackets"
		p.Fix = fmt.Sprintf("write [%s](%s)", words, label)
	}
	c.problem(p, closing+1, end+1)
}

// beginsBlock tells whether nothing but marks stands before an offset on its
// line.
func (c *compiler) beginsBlock(at int) bool {
	from := bytes.LastIndexByte(c.body[:at], '\n') + 1
	return !bytes.ContainsFunc(c.body[from:at], unicode.IsLetter)
}

func (c *compiler) looksLikeReference(open, end int, words, label []byte) bool {
	if before, _ := utf8.DecodeLastRune(c.body[:open]); open > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before) || before == '_' || before == ']' || before == ')' || before == '[') {
		return false
	}
	if end+1 < len(c.body) && (c.body[end+1] == '[' || c.body[end+1] == '(') {
		return false
	}
	if len(label) == 0 || len(label) > 200 || label[0] == '^' || bytes.ContainsAny(label, "\\^$*+{}|\n") || len(bytes.TrimSpace(words)) < 2 {
		return false
	}
	if !bytes.ContainsFunc(label, unicode.IsLetter) || !bytes.ContainsFunc(words, unicode.IsLetter) {
		return false
	}
	// A file without any definition hardly uses this form of links.
	return len(c.labels()) > 0
}

// labels returns the labels of the definitions, sorted.
func (c *compiler) labels() []string {
	var labels []string
	for _, r := range c.pc.References() {
		labels = append(labels, string(r.Label()))
	}
	sort.Strings(labels)
	return labels
}

// nearestLabel returns the defined label that differs least, or "" when none
// is near.
func (c *compiler) nearestLabel(label string) string {
	nearest, least := "", max(1, utf8.RuneCountInString(label)/3)+1
	for _, l := range c.labels() {
		if d := distance(util.ToLinkReference([]byte(l)), util.ToLinkReference([]byte(label)), least); d < least {
			nearest, least = l, d
		}
	}
	return nearest
}

// distance counts the letters to add, drop, change or swap to make a from b.
// Distances of limit and more may come out as any such number.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= limit || len(y)-len(x) >= limit {
		return limit
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		older, old, row := rows[(i-1)%3], rows[i%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(old[j]+1, row[j-1]+1, old[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return rows[(len(x)+1)%3][len(y)]
}
