// Package diag says what is wrong, where, and how to mend it.
//
// In: what a stage found amiss in the user's files, as byte offsets into a
// file. Out: values of type [Problem], sorted and printed in one of five
// formats ([Print]). The package never reads a file, never stops a build and
// never decides what is a problem: the stages do.
//
// A Problem is about the user's documents. What is wrong with the machine (a
// full disk, a taken port) is an ordinary error.
package diag

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Severity tells how much a problem matters.
type Severity uint8

// The three severities. An Error keeps something that an author wrote from
// being published as written; a Warning misleads a reader; a Hint is for the
// author only and never changes an exit code.
const (
	Hint Severity = iota
	Warning
	Error
)

// String returns the word that is printed: hint, warning or error.
func (s Severity) String() string { return [...]string{"hint", "warning", "error"}[s] }

// Pos is a place in a file. The zero Pos stands for the file as a whole.
type Pos struct {
	Byte   int // offset from the start of the file, 0-based
	Line   int // 1-based
	Column int // 1-based, counted in characters (code points)
}

// Span is a half-open stretch of a file. The zero Span is the whole file.
type Span struct{ Start, End Pos }

// Related is a second place that a reader needs to see, such as the other of
// two documents that clash.
type Related struct {
	File  string // slash path below the site's folder
	Span  Span
	Label string // what is to be seen there: "and here"
}

// Edit replaces the bytes [Start, End) of the problem's file by Text. It is
// only set when applying it is always safe.
type Edit struct {
	Start, End int
	Text       string
}

// Problem is one thing that is wrong with the user's files.
type Problem struct {
	Rule     string // name in words: dead-link
	Severity Severity
	File     string // slash path below the site's folder; "" for the site as a whole
	Span     Span
	Message  string // one plain sentence without a full stop: what is, in the author's words
	Label    string // a few words under the caret: did you mean "finance"?
	Why      string // one line: why it matters
	Fix      string // one line: what to type
	Related  []Related
	Edit     *Edit
}

// Compare orders problems by file, place, rule and message, so that a list of
// them does not depend on the order in which they were found.
func Compare(a, b Problem) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		cmp.Compare(a.Span.Start.Byte, b.Span.Start.Byte),
		cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Message, b.Message),
	)
}

// Sort puts problems into the order of [Compare].
func Sort(problems []Problem) { slices.SortFunc(problems, Compare) }

// Lines turns byte offsets of one source text into places.
type Lines struct {
	src    []byte
	starts []int // offset of the first byte of each line
}

// NewLines indexes the line starts of src, which must not change afterwards.
func NewLines(src []byte) *Lines {
	l := &Lines{src: src, starts: make([]int, 1, 64)}
	for i, b := range src {
		if b == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// Pos returns the place of a byte offset; offsets outside the text are moved
// to its nearest end.
func (l *Lines) Pos(offset int) Pos {
	offset = min(max(offset, 0), len(l.src))
	i, found := slices.BinarySearch(l.starts, offset)
	if !found {
		i--
	}
	return Pos{Byte: offset, Line: i + 1, Column: 1 + utf8.RuneCount(l.src[l.starts[i]:offset])}
}

// Span returns the places of the bytes [start, end).
func (l *Lines) Span(start, end int) Span { return Span{l.Pos(start), l.Pos(end)} }

// Offset returns the byte offset of a 1-based line and a 1-based column that
// is counted in characters, as YAML libraries report places.
func (l *Lines) Offset(line, column int) int {
	line = min(max(line, 1), len(l.starts))
	at := l.starts[line-1]
	for ; column > 1 && at < len(l.src) && l.src[at] != '\n'; column-- {
		_, n := utf8.DecodeRune(l.src[at:])
		at += n
	}
	return at
}

// HasError reports whether one of the problems is an error.
func HasError(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}
