package preview

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// report is what a browser needs to know of problems: those of its page whole,
// and how many there are elsewhere.
type report struct {
	Page   []item `json:"page"`
	Others counts `json:"others"`
	Held   string `json:"held"` // when the page that is shown was last good: "14:02:11"; "" if it is as written
}

type counts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

// item is one problem in words.
type item struct {
	Severity string `json:"severity"` // error, warning or hint
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Place    string `json:"place"` // content/charters/payments.md:38:15
	Lines    []line `json:"lines"`
	Label    string `json:"label"`
	Why      string `json:"why"`
	Fix      string `json:"fix"`
	Related  []item `json:"related,omitempty"` // second places: only Message, Place and Lines
}

// line is a line of the source, cut where a problem begins and ends.
type line struct {
	Number int    `json:"number"`
	Before string `json:"before"`
	Marked string `json:"marked"` // what the caret stands under; "" on the lines around it
	After  string `json:"after"`
	Here   bool   `json:"here"` // the problem is on this line
}

const (
	mostItems     = 50  // problems of one page that are shown
	lineRunes     = 160 // of a longer line only the part around the problem is shown
	linesBefore   = 1   // of the problem
	mostMarked    = 3   // lines of a longer stretch
	clockFormat   = "15:04:05"
	ellipsis      = "…"
	clippedBefore = 40 // characters kept in front of the problem
)

// report returns the message about the page at an output path.
func (s *Server) report(st *state, output string, all []diag.Problem) []byte {
	own := st.ProblemsOf(output)
	var r report
	r.Others = count(all)
	mine := count(own)
	r.Others.Errors = max(0, r.Others.Errors-mine.Errors)
	r.Others.Warnings = max(0, r.Others.Warnings-mine.Warnings)
	if held := s.heldSince(st, output); !held.IsZero() {
		r.Held = held.Format(clockFormat)
	}
	r.Page = make([]item, 0, min(len(own), mostItems))
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Hint} {
		for _, p := range own {
			if p.Severity == severity && len(r.Page) < mostItems {
				r.Page = append(r.Page, s.item(st, p))
			}
		}
	}
	return encode(r)
}

func (s *Server) heldSince(st *state, output string) time.Time {
	if !st.Held(output) {
		return time.Time{}
	}
	return s.find(st, output).held
}

func count(problems []diag.Problem) (c counts) {
	for _, p := range problems {
		switch p.Severity {
		case diag.Error:
			c.Errors++
		case diag.Warning:
			c.Warnings++
		}
	}
	return c
}

func (s *Server) item(st *state, p diag.Problem) item {
	i := item{
		Severity: p.Severity.String(),
		Rule:     p.Rule,
		Message:  visible(p.Message),
		Place:    s.place(p.File, p.Span.Start),
		Lines:    excerpt(st.Source(p.File), p.Span),
		Label:    visible(p.Label),
		Why:      visible(p.Why),
		Fix:      visible(p.Fix),
	}
	for _, r := range p.Related {
		i.Related = append(i.Related, item{Message: visible(r.Label), Place: s.place(r.File, r.Span.Start), Lines: excerpt(st.Source(r.File), r.Span)})
	}
	return i
}

// place returns a place as editors and terminals understand it.
func (s *Server) place(file string, at diag.Pos) string {
	name := visible(path.Join(s.o.Prefix, file))
	if at.Line == 0 {
		return name
	}
	return fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)
}

// excerpt returns the lines of a problem with the line before it. There is none
// for a problem of a file as a whole.
func excerpt(src []byte, span diag.Span) []line {
	if src == nil || span.Start.Line == 0 {
		return nil
	}
	start := min(max(span.Start.Byte, 0), len(src))
	end := min(max(span.End.Byte, start), len(src))
	var lines []line
	from := lineStart(src, start)
	number := span.Start.Line
	for range linesBefore {
		if from > 0 {
			from = lineStart(src, from-1)
			number--
		}
	}
	for ; from <= len(src); number++ {
		to := lineEnd(src, from)
		here := to >= start && (from < end || from <= start)
		if !here && from > start || len(lines) == linesBefore+mostMarked {
			break
		}
		l := line{Number: number, Before: string(src[from:to]), Here: here}
		if here {
			a, b := max(start, from), min(max(end, from), to)
			a = min(a, b)
			l.Before, l.Marked, l.After = string(src[from:a]), string(src[a:b]), string(src[b:to])
		}
		lines = append(lines, l.clip())
		from = to + 1
	}
	return lines
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

func lineEnd(src []byte, from int) int {
	if i := bytes.IndexByte(src[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(src)
}

// clip makes what a line shows short and plainly visible.
func (l line) clip() line {
	if n := utf8.RuneCountInString(l.Before); l.Here && n+utf8.RuneCountInString(l.Marked) > lineRunes && n > clippedBefore {
		runes := []rune(l.Before)
		l.Before = ellipsis + string(runes[n-clippedBefore:])
	}
	left := lineRunes
	for _, part := range []*string{&l.Before, &l.Marked, &l.After} {
		*part = visible(strings.TrimSuffix(first(*part, left), "\r"))
		left -= utf8.RuneCountInString(*part)
	}
	return l
}

// first returns the first n characters of a text.
func first(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i] + ellipsis
		}
	}
	return text
}

// visible writes characters that would deceive the reader of a message, such as
// those that turn the direction of writing, as their numbers.
func visible(text string) string {
	deceives := func(r rune) bool {
		return r == utf8.RuneError || unicode.In(r, unicode.Cf, unicode.Cc, unicode.Zl, unicode.Zp) && r != '\t' && r != '\n' && r != '\u200d'
	}
	if strings.IndexFunc(text, deceives) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if deceives(r) {
			fmt.Fprintf(&b, "‹U+%04X›", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
