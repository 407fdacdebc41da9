package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// sentenceBytes is about how long a quoted sentence may be.
const sentenceBytes = 240

// sentence returns the range of the sentence around text[at:end], which holds
// these words whole and does not leave their block.
func sentence(text []byte, at, end int) (from, to int) {
	from = bytes.LastIndexByte(text[:at], '\n') + 1
	to = len(text)
	if i := bytes.IndexByte(text[end:], '\n'); i >= 0 {
		to = end + i
	}
	from = lastSentenceStart(text, from, at)
	to = firstSentenceEnd(text, end, to)
	if to-from > sentenceBytes {
		room := max(sentenceBytes-(end-at), 0)
		before := min(at-from, max(room/2, room-(to-end)))
		from = wordStart(text, at-before, at)
		to = wordEnd(text, end, min(to, end+max(room-(at-from), 0)))
	}
	for from < at && isBlank(text[from]) {
		from++
	}
	for to > end && isBlank(text[to-1]) {
		to--
	}
	return from, to
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' }

// endsSentence tells whether a sentence ends just before text[i]. A full stop
// before a small letter is an abbreviation.
func endsSentence(text []byte, i int) bool {
	last, _ := utf8.DecodeLastRune(text[:i])
	switch last {
	case '。', '！', '？':
		return true
	case '.', '!', '?':
	default:
		return false
	}
	rest := bytes.TrimLeft(text[i:], " ")
	if len(rest) == len(text[i:]) {
		return false
	}
	next, _ := utf8.DecodeRune(rest)
	return !unicode.IsLower(next)
}

func lastSentenceStart(text []byte, from, at int) int {
	for i := at - 1; i > from; i-- {
		if endsSentence(text, i) || at-i > 2*sentenceBytes {
			return i
		}
	}
	return from
}

func firstSentenceEnd(text []byte, end, to int) int {
	for i := end + 1; i < to; i++ {
		if endsSentence(text, i) || i-end > 2*sentenceBytes {
			return i
		}
	}
	return to
}

// wordStart moves i forwards to the start of a word, at most to most.
func wordStart(text []byte, i, most int) int {
	for k := i; k < most; k++ {
		if k == 0 || isBlank(text[k-1]) {
			return k
		}
	}
	for i < most && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// wordEnd moves i backwards to the end of a word, at least to least.
func wordEnd(text []byte, least, i int) int {
	if i >= len(text) {
		return len(text)
	}
	for k := i; k > least; k-- {
		if isBlank(text[k]) {
			return k
		}
	}
	for i > least && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}

// summaryBytes is about how long a summary may be.
const summaryBytes = 300

// summary cuts a paragraph at the end of a word.
func summary(paragraph []byte) string {
	paragraph = bytes.Join(bytes.Fields(paragraph), []byte(" "))
	if len(paragraph) <= summaryBytes {
		return string(paragraph)
	}
	cut := bytes.TrimRight(paragraph[:wordEnd(paragraph, 0, summaryBytes)], " ,;:-")
	return string(cut) + "…"
}
