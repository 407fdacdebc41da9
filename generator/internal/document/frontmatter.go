package document

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// splitFrontMatter finds the front matter of a document: src[start:end] is its
// YAML without the two lines of dashes, body is where the Markdown begins
// (behind a byte order mark when there is no front matter). It begins with a
// line --- that is the very first of the file and ends with the next line ---;
// a first fileLine of dashes that no keys follow is a thematic break.
//
// What was meant as front matter and is not written so is a problem. It is an
// Error, after which the document may not be published, whenever it may have
// said who is allowed to read the document: a restriction is never lost
// silently.
func splitFrontMatter(file string, src []byte, lim schema.Limits) (start, end, body int, found bool, problems []diag.Problem) {
	s := &splitter{file: file, src: src}
	s.split()
	if s.found {
		s.agree()
	}
	s.late()
	return s.start, s.end, s.body, s.found, s.problems
}

// splitter looks for the front matter of one file.
type splitter struct {
	file             string
	src              []byte
	start, end, body int
	opening          int // where the opening line begins
	found            bool
	problems         []diag.Problem
}

const frontMatterRule = "front-matter"

func (s *splitter) report(severity diag.Severity, from, to int, p diag.Problem) {
	if p.Rule == "" {
		p.Rule = frontMatterRule
	}
	p.Severity, p.File, p.Span = severity, s.file, diag.NewLines(s.src[:to]).Span(from, to)
	s.problems = append(s.problems, p)
}

// split sets the fields of the result.
func (s *splitter) split() {
	if s.otherEncoding() {
		return
	}
	if bytes.HasPrefix(s.src, []byte("\ufeff")) {
		s.body, s.opening = 3, 3
	}
	first := s.line(s.opening)
	switch {
	case first.isDelimiter():
		s.open(first)
		if !s.found {
			s.start = 0
		}
	case !s.carriageReturns(first):
		s.lookAlike()
	}
}

// otherEncoding reports a file that is UTF-16: its dashes are not ours.
func (s *splitter) otherEncoding() bool {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "-\x00", "\x00-", "\x00\x00\xfe\xff"} {
		if bytes.HasPrefix(s.src, []byte(mark)) {
			s.report(diag.Error, 0, 0, diag.Problem{
				Rule:    "encoding",
				Message: "this file is not UTF-8 but, by its first bytes, UTF-16 or UTF-32",
				Why:     "its front matter and text cannot be read",
				Fix:     "save it again as UTF-8",
			})
			return true
		}
	}
	return false
}

// carriageReturns reports a file in which lines end in a lone \r.
func (s *splitter) carriageReturns(first fileLine) bool {
	head, rest, ok := bytes.Cut(s.src[first.from:first.to], []byte("\r"))
	if !ok || !fileLine(span(s.src, first.from, first.from+len(head))).dashes() || len(rest) == 0 {
		return false
	}
	s.report(diag.Error, first.from, first.from+len(head), diag.Problem{
		Message: "the lines of this file end in a carriage return alone",
		Why:     "its front matter cannot be told from its text",
		Fix:     `save it with line ends of the kind "LF" or "CRLF"`,
	})
	return true
}

// open looks for the end of front matter that begins with the given line.
func (s *splitter) open(first fileLine) {
	s.start = first.next
	var strange *fileLine // a line that looks like the end but is not
	for l := s.line(first.next); l.from < len(s.src); l = s.line(l.next) {
		switch {
		case l.isDelimiter():
			if strange == nil {
				s.close(l)
				return
			}
			if s.isYAML(strange.from) {
				s.strangeEnd(*strange)
				return
			}
			if s.isYAML(l.from) {
				s.strangeEnd(*strange)
			}
			return
		case strange == nil && l.looksLikeEnd():
			strange = &l
		}
	}
	s.unclosed(first, strange)
}

// close takes the text between the opening line and l for front matter, unless
// it is text between two thematic breaks.
func (s *splitter) close(l fileLine) {
	if s.isYAML(l.from) {
		s.end, s.body, s.found = l.from, min(l.next, len(s.src)), true
	}
}

// strangeEnd reports a line that was meant to end the front matter.
func (s *splitter) strangeEnd(l fileLine) {
	fix := "write --- alone, in the first column"
	why := "front matter ends with a line of exactly three hyphens"
	if l.indented() {
		fix = "if it belongs to a text, write it otherwise, such as ***; if it is the end, begin it in the first column"
		why = "some programs would end the front matter here, others would not"
	}
	s.report(diag.Error, l.from, l.to, diag.Problem{
		Message: fmt.Sprintf("this line looks like the end of the front matter: %s", diag.Visible(strings.TrimSpace(l.text()))),
		Why:     why, Fix: fix,
	})
}

// unclosed is called when no line ends the front matter.
func (s *splitter) unclosed(first fileLine, strange *fileLine) {
	end := len(s.src)
	if strange != nil {
		end = strange.from
	}
	if !s.beginsWithKeys(end) {
		return
	}
	if strange != nil {
		s.strangeEnd(*strange)
		return
	}
	s.report(diag.Error, first.from, first.to, diag.Problem{
		Message: "the front matter that begins here is never closed",
		Label:   "opened here",
		Why:     "its keys would be shown as text, and whom it is for would be lost",
		Fix:     "write --- on a line of its own after the last key",
	})
}

// isYAML reports whether the text from start to end was meant as keys, and not
// as text between two thematic breaks: an empty block was, one whose first
// line is a key, one that speaks of access, one without an empty line that
// holds a key anywhere or nothing but comments.
func (s *splitter) isYAML(end int) bool {
	blank, key, said := false, false, false
	for l := s.line(s.start); l.from < end; l = s.line(l.next) {
		text := strings.TrimSpace(l.text())
		switch {
		case schema.StatesAccess(text):
			return true
		case text == "":
			blank = true
		case text[0] == '#':
		case looksLikeKey(text):
			if !said {
				return true
			}
			key, said = true, true
		default:
			said = true
		}
	}
	return !blank && (key || !said)
}

// beginsWithKeys reports whether keys follow an opening line that has no end.
func (s *splitter) beginsWithKeys(end int) bool {
	for l := s.line(s.start); l.from < end; l = s.line(l.next) {
		text := strings.TrimSpace(l.text())
		if text == "" {
			return false
		}
		if text[0] != '#' && looksLikeKey(text) || schema.StatesAccess(text) {
			return true
		}
	}
	return false
}

// looksLikeKey reports whether a line begins with a word or a few and a colon.
func looksLikeKey(text string) bool {
	if strings.HasPrefix(text, "? ") { // YAML's long form of a key
		return true
	}
	key, value, ok := strings.Cut(text, ":")
	if !ok || key == "" || len(key) > 40 || value != "" && value[0] != ' ' && value[0] != '\t' {
		return false
	}
	key = strings.Trim(key, `"'{ `)
	return key != "" && !strings.ContainsAny(key, "*[]()`.,;?|#")
}

// otherLineEnd reports an opening line that ends in a line break of another
// kind than YAML and Markdown agree on: what follows could be front matter.
func (s *splitter) otherLineEnd(from int) bool {
	rest, ok := bytes.CutPrefix(s.src[from:], []byte("---"))
	r, size := utf8.DecodeRune(rest)
	if !ok || !strings.ContainsRune("\v\f\u0085\u2028\u2029", r) {
		return false
	}
	s.report(diag.Error, from, from+3+size, diag.Problem{
		Message: fmt.Sprintf("the opening --- is followed by U+%04X instead of a line end", r),
		Why:     "what follows may be front matter that says who may read the page, so the page is not published",
		Fix:     "replace the character by a line break",
	})
	return true
}

// lookAlike looks at the beginning of a file whose first fileLine is not ---.
func (s *splitter) lookAlike() {
	first, skipped := s.firstLine()
	if first.from >= len(s.src) {
		return
	}
	if s.otherLineEnd(first.from) {
		return
	}
	sort := first.sort()
	if sort == notDelimiter {
		s.missingOpening(first)
		return
	}
	access, keys := s.region(first.next)
	severity := diag.Error
	if !access {
		if !keys || sort == looseDelimiter {
			return
		}
		severity = diag.Warning
	}
	p := diag.Problem{
		Message: fmt.Sprintf("this looks like front matter, but begins with %s", s.described(first)),
		Why:     "front matter begins with a line of exactly three hyphens, at the very top of the file; this is shown as text",
		Fix:     "write --- alone as the first line, and again after the last key",
	}
	if skipped && first.isDelimiter() {
		p.Message = "this looks like front matter, but does not begin in the first line"
		p.Fix = "move it to the very top of the file"
	}
	s.report(severity, first.from, first.to, p)
}

func (s *splitter) described(l fileLine) string {
	text := strings.TrimRight(l.text(), " \t")
	if len(text) > 40 {
		return "a line of its own kind"
	}
	return "`" + diag.Visible(text) + "`"
}

// firstLine returns the first fileLine that is neither empty nor within an HTML
// comment, and whether lines were skipped before it.
func (s *splitter) firstLine() (fileLine, bool) {
	comment := false
	l := s.line(s.opening)
	for n := 0; l.from < len(s.src) && n < 100; n++ {
		text := strings.TrimSpace(l.text())
		switch {
		case comment || strings.HasPrefix(text, "<!--"):
			comment = !strings.Contains(text, "-->")
		case strings.TrimFunc(text, isInvisible) != "":
			return l, l.from > s.opening
		}
		l = s.line(l.next)
	}
	return l, true
}

// region looks at the lines after a look-alike up to an empty line or another
// delimiter: whether one speaks of access, and whether the first is a key.
func (s *splitter) region(from int) (access, keys bool) {
	n := 0
	for l := s.line(from); l.from < len(s.src) && n < 200; l = s.line(l.next) {
		text := strings.TrimSpace(l.text())
		if text == "" || n > 0 && l.sort() != notDelimiter {
			break
		}
		if n == 0 {
			keys = looksLikeKey(text) || strings.Contains(text, " = ")
		}
		access = access || schema.StatesAccess(text)
		n++
	}
	return access, keys
}

// missingOpening reports keys at the top of a file that no line of dashes
// opens, where one of them speaks of access.
func (s *splitter) missingOpening(first fileLine) {
	access, closed := false, false
	n := 0
	for l := first; l.from < len(s.src); l = s.line(l.next) {
		text := strings.TrimSpace(l.text())
		if text == "" {
			break
		}
		if n > 0 && l.sort() != notDelimiter {
			closed = true
			break
		}
		says := schema.StatesAccess(text)
		if !says && !looksLikeKey(text) {
			return
		}
		access = access || says
		n++
	}
	if !access || !closed && n < 2 && !bytes.HasPrefix(s.src[first.from:], []byte("audience:")) {
		return
	}
	s.report(diag.Error, first.from, first.to, diag.Problem{
		Message: "these keys look like front matter that no line opens",
		Why:     "whom the document is for would be lost, and everyone could read it",
		Fix:     "write --- alone as the first line, and again after the last key",
	})
}

// late looks through the text for a further block of keys that speaks of
// access. Only the first block of a file counts.
func (s *splitter) late() {
	if len(s.problems) > 0 {
		return
	}
	if s.found && s.statesAccess(s.body) {
		s.lateBlock(s.line(s.body))
		return
	}
	code := fences{next: s.body}
	for at := max(s.body-1, 0); ; {
		n := bytes.Index(s.src[at:], []byte("\n---"))
		if n < 0 {
			return
		}
		at += n + 1
		if l := s.line(at); l.dashes() && s.statesAccess(l.next) && !code.within(s, at) {
			s.lateBlock(l)
			return
		}
	}
}

func (s *splitter) lateBlock(l fileLine) {
	s.report(diag.Error, l.from, l.to, diag.Problem{
		Message: "a block of keys that says who may read the document stands in the middle of it",
		Why:     "only front matter at the very top counts; this would be shown as text to everyone",
		Fix:     "move it to the top, or show it as an example between lines of ```",
	})
}

// statesAccess reports whether a block of keys begins at from, is closed and
// speaks of access.
func (s *splitter) statesAccess(from int) bool {
	access := false
	for l := s.line(from); l.from < len(s.src); l = s.line(l.next) {
		text := strings.TrimSpace(l.text())
		if l.sort() != notDelimiter {
			return access
		}
		if says := schema.StatesAccess(text); says {
			access = true
		} else if text == "" || text[0] != '#' && text[0] != '-' && !looksLikeKey(text) {
			return false
		}
	}
	return false
}

// fences follows fenced code through a text, from line to line.
type fences struct {
	next int    // where the first fileLine begins that was not looked at
	mark string // the fence that is open, or ""
}

// within reports whether a place lies within fenced code. Places must be asked
// for in order, so that a text is gone through once.
func (f *fences) within(s *splitter, at int) bool {
	for f.next < at {
		l := s.line(f.next)
		f.line(strings.TrimLeft(l.text(), " >\t"))
		f.next = l.next
	}
	return f.mark != ""
}

func (f *fences) line(text string) {
	if text == "" || text[0] != '`' && text[0] != '~' {
		return
	}
	rest := strings.TrimLeft(text, text[:1])
	mark := text[:len(text)-len(rest)]
	switch {
	case len(mark) < 3:
	case f.mark == "":
		if mark[0] == '~' || !strings.Contains(rest, "`") {
			f.mark = mark
		}
	case strings.HasPrefix(mark, f.mark) && strings.TrimSpace(rest) == "":
		f.mark = ""
	}
}

// fileLine is one line of a file: its bytes without the line end are src[from:to],
// the next line begins at next.
type fileLine struct {
	src            []byte
	from, to, next int
}

func span(src []byte, from, to int) fileLine { return fileLine{src, from, to, to} }

func (s *splitter) line(from int) fileLine {
	l := fileLine{src: s.src, from: from, to: len(s.src), next: len(s.src) + 1}
	if from >= len(s.src) {
		l.from, l.next = len(s.src), len(s.src)+1
		return l
	}
	if n := bytes.IndexByte(s.src[from:], '\n'); n >= 0 {
		l.to, l.next = from+n, from+n+1
		if n > 0 && s.src[l.to-1] == '\r' {
			l.to--
		}
	}
	return l
}

func (l fileLine) text() string { return string(l.src[l.from:l.to]) }

// isDelimiter reports whether the line is --- alone, in the first column;
// spaces and tabs after it do not count.
func (l fileLine) isDelimiter() bool {
	text := l.src[l.from:l.to]
	return bytes.HasPrefix(text, []byte("---")) && len(bytes.Trim(text[3:], " \t")) == 0
}

func (l fileLine) indented() bool {
	return l.to > l.from && (l.src[l.from] == ' ' || l.src[l.from] == '\t')
}

// dashes reports whether the line is three or more hyphens alone.
func (l fileLine) dashes() bool {
	text := bytes.TrimRight(l.src[l.from:l.to], " \t")
	return len(text) >= 3 && len(bytes.Trim(text, "-")) == 0
}

// A delimiterSort tells how much a line looks like one that opens or closes
// front matter.
type delimiterSort uint8

const (
	notDelimiter    delimiterSort = iota
	looseDelimiter                // could be: a long row of dashes, dashes with text, a brace
	strictDelimiter               // is meant to be: three dashes of another kind, +++, --- # note
)

// sort tells what kind of delimiter a line is.
func (l fileLine) sort() delimiterSort {
	if l.to == l.from {
		return notDelimiter
	}
	if c := l.src[l.from]; c < 0x80 && c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
		return notDelimiter // nearly every line ends here
	}
	text := strings.TrimFunc(strings.TrimSpace(l.text()), isInvisible)
	switch text {
	case "...", "+++", ";;;", "___", "***", "===", "~~~", "…":
		return strictDelimiter
	case "{":
		return looseDelimiter
	}
	rest := strings.TrimLeftFunc(text, func(r rune) bool { return isDash(r) || isInvisible(r) })
	dashes := 0
	long := false // an em dash alone is what some editors make of three hyphens
	for _, r := range text[:len(text)-len(rest)] {
		if isDash(r) {
			dashes++
			long = long || r == '—' || r == '―' || r == '⸺' || r == '⸻'
		}
	}
	rest = strings.TrimSpace(rest)
	switch {
	case dashes == 0 || dashes == 1 && !long:
		if strings.HasPrefix(text, "{") {
			return looseDelimiter
		}
		return notDelimiter
	case dashes > 7:
		return looseDelimiter
	case rest == "" || rest[0] == '#' || rest == "yaml" || rest == "yml" || rest == "toml" || rest == "json":
		return strictDelimiter
	}
	return looseDelimiter
}

// looksLikeEnd reports whether a line within front matter may have been meant
// as its end, or be taken for it by some program.
func (l fileLine) looksLikeEnd() bool {
	if l.to == l.from || l.sort() != strictDelimiter {
		return false
	}
	text := strings.TrimSpace(l.text())
	return !l.indented() || text == "---"
}

// isDash reports whether a character looks like a hyphen.
func isDash(r rune) bool {
	return r == '-' || r == '−' || r == '˗' || r == '➖' || r == 'ー' || r == '─' || r == '━' || r >= 0x80 && unicode.Is(unicode.Pd, r)
}

func isInvisible(r rune) bool {
	return r == utf8.RuneError || r >= 0x80 && (unicode.Is(unicode.Cf, r) || unicode.IsSpace(r)) || unicode.IsControl(r)
}

// readers are reused since a document's head is small: a call of
// frontmatter.Parse costs 1 us and 1 KB with them, else 5 us and 5 KB
// (BenchmarkAgree).
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 4096) }}

// agree lets the front matter package read the same lines and compares: both
// must see the same keys, or nobody may see the document.
func (s *splitter) agree() {
	head := s.src[s.opening:s.body]
	var data []byte
	format := frontmatter.NewFormat("---", "---", func(raw []byte, _ any) error {
		data = raw
		return nil
	})
	reader := readers.Get().(*bufio.Reader)
	defer readers.Put(reader)
	reader.Reset(bytes.NewReader(head))
	rest, err := frontmatter.Parse(reader, nil, format)
	if err == nil && len(rest) == 0 && bytes.Equal(data, s.src[s.start:s.end]) {
		return
	}
	s.report(diag.Error, s.opening, s.line(s.opening).to, diag.Problem{
		Message: "where this front matter ends is not clear",
		Why:     "two ways of reading it found different ends, so a key might be lost",
		Fix:     "keep lines that look like --- out of it",
	})
	s.found, s.start, s.end = false, 0, 0
}
