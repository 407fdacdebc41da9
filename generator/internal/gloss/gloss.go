// Package gloss marks words in finished HTML, where they stand for the first
// time.
//
// In: the words, and the HTML of a page as package markdown makes it. Out: the
// same HTML with a piece of HTML before and behind some of its words. Nothing
// else of it changes: its text is the same, and it is balanced when each of the
// pieces is. A word is marked only where it is one: no letter, digit, hyphen or
// slash touches it. It stands as it is written, but that its first letter follows
// the beginning of a sentence, that a word that is no name may be written small,
// and that an English one may be a plural. Headings, links, code, the heads of
// tables and terms that are explained in place are left alone. Chinese,
// Japanese, Korean and other scripts without spaces are looked into letter by
// letter.
//
// One pass over the HTML looks each word up once, so that the number of words
// that are known costs next to nothing. The package reads nothing and knows
// nothing of documents.
package gloss

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is what is looked for.
type Word struct {
	Text     string // plain text as its author wrote it
	Language string // BCP 47; "" is English
}

// Words are many words, ready to be found. They never change.
type Words struct {
	forms map[string][]form // by their first unit, the longest first
	first [256]bool         // bytes that a form begins with
}

// form is one way to write a word.
type form struct {
	text  string // as it stands in HTML
	word  int    // index of the Word
	start bool   // only at the beginning of a sentence
}

// New prepares words. What cannot be told from other text is never found: a
// word of a single letter, or one that stands for others, such as the Y of "Y
// days".
func New(words []Word) *Words {
	w := &Words{forms: map[string][]form{}}
	for i := range words {
		for _, spelling := range spellings(words[i].Text) {
			w.add(i, spelling, words[i].Language)
		}
	}
	for _, forms := range w.forms {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.text) - len(a.text) })
	}
	return w
}

// spellings are the ways in which an author says a word can be written: "SLO
// (service level objective)" are two, since one is short for the other.
func spellings(text string) []string {
	text = strings.Join(strings.Fields(text), " ")
	outer, inner, ok := strings.Cut(text, " (")
	inner, closed := strings.CutSuffix(inner, ")")
	if ok && closed && (IsShort(outer) || IsShort(inner)) {
		return slices.DeleteFunc([]string{outer, inner}, func(s string) bool { return !isFindable(s) })
	}
	if !isFindable(text) {
		return nil
	}
	return []string{text}
}

// IsShort reports whether a word stands for its letters, as KPI or IaaS do.
func IsShort(word string) bool {
	capitals := 0
	for _, r := range word {
		if unicode.IsSpace(r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 1
}

// isFindable reports whether a word can be told from other text.
func isFindable(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	first, _, several := strings.Cut(text, " ")
	r, _ := utf8.DecodeRuneInString(text)
	return letters > 1 && len(text) <= 120 && isWord(r) && (!several || utf8.RuneCountInString(first) > 1 || isDense(r))
}

// add adds the forms of one spelling.
func (w *Words) add(word int, text, language string) {
	first, size := utf8.DecodeRuneInString(text)
	name := strings.ContainsFunc(text[size:], unicode.IsUpper)
	// German writes all nouns with a capital: there "arm" is no Arm.
	small := !name && unicode.IsUpper(first) && !strings.HasPrefix(language, "de")
	w.addForm(form{text, word, false}, language)
	if small {
		w.addForm(form{string(unicode.ToLower(first)) + text[size:], word, false}, language)
	}
	if !name && unicode.IsLower(first) {
		w.addForm(form{string(unicode.ToUpper(first)) + text[size:], word, true}, language)
	}
}

func (w *Words) addForm(f form, language string) {
	texts := []string{f.text}
	if ending := plural(f.text); ending != "" && (language == "" || strings.HasPrefix(language, "en")) {
		texts = append(texts, f.text+ending)
	}
	for _, text := range texts {
		f.text = escaper.Replace(text)
		end, _ := unit([]byte(f.text), 0)
		key := f.text[:end]
		w.forms[key] = append(w.forms[key], f)
		w.first[key[0]] = true
	}
}

// escaper writes a text as package markdown does.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// plural is what makes an English plural of a word when nothing else could: "" for
// what ends otherwise, or looks like one already.
func plural(text string) string {
	if len(text) < 3 {
		return ""
	}
	last, before := text[len(text)-1], text[len(text)-2]
	switch {
	case strings.HasSuffix(text, "ch"), strings.HasSuffix(text, "sh"), last == 'x':
		return "es"
	case last == 's' || last == 'z' || last == 'y' && !strings.ContainsRune("aeou", rune(before)):
		return ""
	case 'a' <= last && last <= 'z', 'A' <= last && last <= 'Z' && 'A' <= before && before <= 'Z':
		return "s"
	}
	return ""
}

// Page marks the words of one page. Its parts are marked one after the other.
type Page struct {
	Words  *Words
	Most   int                                                // how many words are marked at most
	Around func(word int) (before, behind string, found bool) // what goes around a word; found says whether it means anything on this page

	done map[string]bool // what went before the words that are marked
	last rune            // the letter before, in the same paragraph
	said rune            // the last one that is no space
}

// Mark appends the HTML with its marks to buf.
func (p *Page) Mark(buf, html []byte) []byte {
	if p.done == nil {
		p.done = map[string]bool{}
	}
	from := 0 // what is not copied yet
	p.breaks()
	for at := 0; at < len(html) && len(p.done) < p.Most; {
		if html[at] == '<' {
			at = p.tag(html, at)
			continue
		}
		end, before, behind := p.step(html, at)
		if before != "" && !p.done[before] {
			p.done[before] = true
			buf = append(append(buf, html[from:at]...), before...)
			buf = append(append(buf, html[at:end]...), behind...)
			from = end
		}
		at = end
	}
	return append(buf, html[from:]...)
}

// breaks notes that a paragraph begins here.
func (p *Page) breaks() { p.last, p.said = ' ', '.' }

// step returns the end of the word, or of what is none, that begins at a place
// of a text, and what goes around it when it is looked for.
func (p *Page) step(html []byte, at int) (end int, before, behind string) {
	end, dense := unit(html, at)
	if end == at {
		return p.sign(html, at), "", ""
	}
	if p.Words.first[html[at]] && p.begins(html, at, dense) {
		end, before, behind = p.find(html, at, end)
	}
	if c := html[end-1]; c < utf8.RuneSelf {
		p.last = rune(c)
	} else {
		p.last, _ = utf8.DecodeLastRune(html[:end])
	}
	p.said = p.last
	return end, before, behind
}

// sign passes over what is no word.
func (p *Page) sign(html []byte, at int) (end int) {
	if c := html[at]; c == ' ' || c == '\n' {
		p.last = ' '
		return at + 1
	}
	r, size := utf8.DecodeRune(html[at:])
	p.last = r
	if !unicode.IsSpace(r) && !strings.ContainsRune(`"'()[]`, r) && !unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps) {
		p.said = r
	}
	if r == '&' {
		return p.entity(html, at)
	}
	return at + size
}

// entity returns the end of an entity such as &amp;.
func (p *Page) entity(html []byte, at int) int {
	for i := at + 1; i < len(html) && i < at+12; i++ {
		if html[i] == ';' {
			return i + 1
		}
	}
	return at + 1
}

// begins reports whether a word may begin at a place, for what stands before.
func (p *Page) begins(html []byte, at int, dense bool) bool {
	if dense {
		r, _ := utf8.DecodeRune(html[at:])
		return !joins(p.last, r) && !(unicode.Is(unicode.Hangul, p.last) && unicode.Is(unicode.Hangul, r))
	}
	return !isWord(p.last) && !strings.ContainsRune(`-/.@#$&\:=~`, p.last)
}

// find returns the end of the longest word at a place that means something on
// the page, and what goes around it; else the end of the unit there.
func (p *Page) find(html []byte, at, end int) (last int, before, behind string) {
	forms := p.Words.forms[string(html[at:end])]
	for i := range forms {
		f := &forms[i]
		size := match(html[at:], f.text)
		if size < 0 || f.start && !endsSentence(p.said) || !ends(html, at+size) {
			continue
		}
		if before, behind, ok := p.Around(f.word); ok {
			return at + size, before, behind
		}
	}
	return end, "", ""
}

// match returns the length of a form at the beginning of a text, where a line
// may end between two words; -1 when it does not stand there.
func match(html []byte, form string) int {
	at := 0
	for i := range len(form) {
		switch {
		case at >= len(html):
			return -1
		case form[i] == ' ' && html[at] == '\n':
		case form[i] != html[at]:
			return -1
		}
		at++
	}
	return at
}

// endsSentence reports whether a sentence may begin behind a sign.
func endsSentence(r rune) bool { return strings.ContainsRune(".!?:…。！？", r) }

// ends reports whether a word may end at a place, for what follows it, also
// behind the tags of emphasis.
func ends(html []byte, at int) bool {
	before, _ := utf8.DecodeLastRune(html[:at])
	for at < len(html) && html[at] == '<' {
		name, end := tagAt(html, at)
		if !isInline(name) {
			return true
		}
		at = end
	}
	if at >= len(html) {
		return true
	}
	r, size := utf8.DecodeRune(html[at:])
	switch {
	case isDense(before):
		return !joins(before, r)
	case isWord(r), strings.ContainsRune(`-/\@#=`, r):
		return false
	case r == '.' || r == ':':
		next, _ := utf8.DecodeRune(html[at+size:])
		return at+size >= len(html) || !isWord(next)
	}
	return true
}

// tag returns where to go on behind a tag: behind the whole element when nothing
// in it is marked.
func (p *Page) tag(html []byte, at int) int {
	name, end := tagAt(html, at)
	if !isInline(name) {
		p.breaks()
	}
	if !isEnd(html, at) && (isLeftAlone(name) || isPassedOver(html[at:end])) {
		p.last, p.said = ' ', 'x' // what stood in it was a word
		return behind(html, end, name)
	}
	return end
}

// isEnd reports whether the tag at a place ends an element.
func isEnd(html []byte, at int) bool { return at+1 < len(html) && html[at+1] == '/' }

// tagAt returns the name of the tag that begins at a place, and its end.
func tagAt(html []byte, at int) (name []byte, end int) {
	i := at + 1
	if isEnd(html, at) {
		i++
	}
	from := i
	for i < len(html) && ('a' <= html[i] && html[i] <= 'z' || '0' <= html[i] && html[i] <= '9') {
		i++
	}
	name = html[from:i]
	for quote := byte(0); i < len(html); i++ {
		switch {
		case quote != 0:
			if html[i] == quote {
				quote = 0
			}
		case html[i] == '"' || html[i] == '\'':
			quote = html[i]
		case html[i] == '>':
			return name, i + 1
		}
	}
	return name, len(html)
}

// behind returns the end of an element whose first tag ends at a place.
func behind(html []byte, at int, name []byte) int {
	for depth := 1; at < len(html); {
		next := bytes.IndexByte(html[at:], '<')
		if next < 0 {
			return len(html)
		}
		at += next
		other, end := tagAt(html, at)
		if bytes.Equal(other, name) {
			if isEnd(html, at) {
				depth--
			} else {
				depth++
			}
		}
		if at = end; depth == 0 {
			return at
		}
	}
	return at
}

// isLeftAlone reports whether nothing is marked in an element.
func isLeftAlone(name []byte) bool {
	switch string(name) {
	case "a", "code", "pre", "kbd", "samp", "var", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "summary", "button", "abbr", "dfn", "svg", "math", "picture", "video", "audio":
		return true
	}
	return false
}

// isPassedOver reports whether a tag begins what is a link or a title by its
// class.
func isPassedOver(tag []byte) bool {
	return bytes.Contains(tag, []byte(`class="dead"`)) || bytes.Contains(tag, []byte("note-title")) || bytes.Contains(tag, []byte("footnote-"))
}

// isInline reports whether a word goes on over a tag.
func isInline(name []byte) bool {
	switch string(name) {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr":
		return true
	}
	return false
}

// unit returns the end of the stretch of letters and digits that begins at a
// place; of a script without spaces it is one letter. It is the place itself
// when something else stands there.
func unit(text []byte, at int) (end int, dense bool) {
	for end = at; end < len(text); {
		if c := text[end]; c < utf8.RuneSelf {
			if !wordBytes[c] {
				return end, false
			}
			end++
			continue
		}
		r, size := utf8.DecodeRune(text[end:])
		switch {
		case isDense(r) && end == at:
			return end + size, true
		case isDense(r) || !isWord(r):
			return end, false
		}
		end += size
	}
	return end, false
}

// isWord reports whether a character is part of a word.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return wordBytes[r]
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// wordBytes are the letters and digits of ASCII.
var wordBytes = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
	}
	return is
}()

// dense are the scripts that are written without spaces, or with endings that
// touch the word.
var dense = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

func isDense(r rune) bool { return r >= 0x0E00 && (unicode.In(r, dense...) || r == 'ー') }

// joins reports whether two letters of scripts without spaces make one word: a
// name in Katakana goes on as long as these do.
func joins(a, b rune) bool {
	kana := func(r rune) bool { return unicode.Is(unicode.Katakana, r) || r == 'ー' }
	return kana(a) && kana(b) || unicode.IsMark(b)
}
