package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// maxInvisible bounds how many invisible characters are reported: one paste
// can bring hundreds.
const maxInvisible = 20

// checkCharacters finds bytes that are not text and characters that a reviewer
// cannot see. It returns false when the file is not text.
func (c *compiler) checkCharacters(src []byte) bool {
	if at := notText(src); at >= 0 && c.mendStrayBytes(src, at) {
		c.problem(Problem{
			Rule: "stray-byte", Severity: diag.Warning,
			Message: fmt.Sprintf("byte %d of this file is 0x%02X, which is not UTF-8 text", at, src[at]),
			Why:     "what the author meant cannot be known, so the page shows a question mark",
			Fix:     "write the character anew and save the file as UTF-8",
		}, at-c.base, at-c.base+1)
	} else if at >= 0 {
		c.problem(Problem{
			Rule: "not-text", Severity: diag.Error,
			Message: fmt.Sprintf("byte %d of this file is 0x%02X, which is not UTF-8 text", at, src[at]),
			Why:     "what the author meant cannot be known, so the file is shown as it is",
			Fix:     "save the file as UTF-8",
		}, at-c.base, at-c.base+1)
		return false
	}
	c.findInvisible()
	return true
}

// maxStrayBytes is how many bytes may be wrong in a file that is text all the
// same: damage by an old editor, and not another encoding.
const maxStrayBytes = 20

// mendStrayBytes puts question marks, which are as long, in place of a few
// bytes that are not UTF-8. It says false when the file is no text.
func (c *compiler) mendStrayBytes(src []byte, first int) bool {
	if bytes.IndexByte(src, 0) >= 0 || first < c.base {
		return false
	}
	mended := slices.Clone(c.body)
	stray := 0
	for i := first - c.base; i < len(mended); {
		r, size := utf8.DecodeRune(mended[i:])
		if r == utf8.RuneError && size == 1 {
			mended[i] = '?'
			stray++
		}
		i += size
	}
	if stray > maxStrayBytes || stray*20 > len(mended) {
		return false
	}
	c.body = slices.Clip(mended)
	return true
}

// findInvisible reports each run of invisible characters.
func (c *compiler) findInvisible() {
	before, reported := rune(0), 0
	for i := 0; i < len(c.body) && reported < maxInvisible; {
		if b := c.body[i]; b >= ' ' && b < 0x7f || b == '\n' {
			before = rune(b)
			i++
			continue
		}
		size := c.invisibleAt(i, before)
		if size > 0 {
			c.invisible(i, size)
			reported++
		} else {
			before, size = utf8.DecodeRune(c.body[i:])
		}
		i += size
	}
}

// invisibleAt returns the length of the run of invisible characters that do no
// proper work at an offset.
func (c *compiler) invisibleAt(at int, before rune) (size int) {
	for at+size < len(c.body) {
		r, n := utf8.DecodeRune(c.body[at+size:])
		if !isInvisible(r) || at+size == 0 && r == '\uFEFF' || c.isNeeded(r, before, at+size+n) {
			break
		}
		size += n
	}
	return size
}

// notText returns the offset of the first byte that is NUL or not UTF-8, or -1.
func notText(src []byte) int {
	nul := bytes.IndexByte(src, 0)
	if utf8.Valid(src) {
		return nul
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 || src[i] == 0 {
			return i
		}
		i += size
	}
	return nul
}

// isInvisible tells whether a character has no shape of its own and either
// changes the order of others or hides between them. Soft hyphens, no-break
// spaces and variation selectors are ordinary typography.
func isInvisible(r rune) bool {
	switch {
	case r < 0xA0:
		return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7F
	case r == 0x034F || r == 0x061C || r == 0x115F || r == 0x1160 || r == 0x180E || r == 0x3164 || r == 0xFEFF || r == 0xFFA0:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	}
	return r >= 0xE0000 && r <= 0xE007F
}

// isNeeded tells whether an invisible character does its proper work at this
// place: joiners in emoji and in the scripts that use them, marks of direction
// beside letters that run right to left, tags in flags.
func (c *compiler) isNeeded(r, before rune, next int) bool {
	after, _ := utf8.DecodeRune(c.body[next:])
	switch {
	case r == 0x200C || r == 0x200D:
		return joins(before) && (joins(after) || r == 0x200C)
	case r == 0x200B:
		return separatesWords(before) || separatesWords(after)
	case r == 0x200E || r == 0x200F || r == 0x061C:
		return runsRightToLeft(c.lineAround(next))
	case r >= 0xE0000:
		return before == 0x1F3F4 || before >= 0xE0000 && before <= 0xE007F
	}
	return false
}

// joins tells whether a character can stand beside a joiner: emoji, their
// modifiers, and letters of scripts beyond Greek and Cyrillic.
func joins(r rune) bool {
	return r >= 0x0590 && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSymbol(r))
}

// separatesWords tells whether a letter belongs to a script that is written
// without spaces, where U+200B shows where a line may break.
func separatesWords(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func runsRightToLeft(line []byte) bool {
	return bytes.ContainsFunc(line, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
	})
}

func (c *compiler) lineAround(at int) []byte {
	from := bytes.LastIndexByte(c.body[:at], '\n') + 1
	to := bytes.IndexByte(c.body[at:], '\n')
	if to < 0 {
		return c.body[from:]
	}
	return c.body[from : at+to]
}

func (c *compiler) invisible(at, size int) {
	r, _ := utf8.DecodeRune(c.body[at:])
	name := fmt.Sprintf("U+%04X", r)
	what := "an invisible character"
	switch {
	case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C:
		what = "an invisible character that changes the order of the text around it"
	case r < 0xA0:
		what = "a control character"
	}
	c.problem(Problem{
		Rule: "invisible-character", Severity: diag.Warning,
		Message: fmt.Sprintf("here stands %s, %s", what, name),
		Label:   escapedRunes(c.body[at : at+size]),
		Why:     "reviewers cannot see it, and searching and copying go wrong",
		Fix:     "delete it; if you cannot see it, type the words around it anew",
	}, at, at+size)
}

// escapedRunes writes characters as <U+200B><U+200B>, at most five.
func escapedRunes(s []byte) string {
	var b strings.Builder
	for i, r := range []rune(string(s)) {
		if i == 5 {
			b.WriteString("…")
			break
		}
		fmt.Fprintf(&b, "<U+%04X>", r)
	}
	return b.String()
}

// maxTagLines bounds the lines that begin with "<": eight regular expressions
// look at each of them.
const maxTagLines = 20000

// checkLines finds lines that cannot be parsed at a fair cost.
func (c *compiler) checkLines() {
	tags := 0
	for start := 0; start < len(c.body); {
		end := bytes.IndexByte(c.body[start:], '\n')
		if end < 0 {
			end = len(c.body) - start
		}
		if line := bytes.TrimLeft(c.body[start:start+end], " >"); len(line) > 0 && line[0] == '<' {
			tags++
		}
		if !c.guard.check("bytes in one line", "line-bytes", end, c.opt.Limits.LineBytes, start) ||
			!c.guard.check("lines that begin with <", "", tags, maxTagLines, start) {
			return
		}
		start += end + 1
	}
}
