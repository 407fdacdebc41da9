package search

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/tamil"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemmers are the languages whose words have stems, by the first part of
// their BCP 47 tag.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem,
	"fi": finnish.Stem, "fr": french.Stem, "ga": irish.Stem, "hu": hungarian.Stem, "it": italian.Stem,
	"nb": norwegian.Stem, "nl": dutch.Stem, "nn": norwegian.Stem, "no": norwegian.Stem, "pt": portuguese.Stem,
	"ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "ta": tamil.Stem, "tr": turkish.Stem,
}

// otherLetters are languages that are not written with the letters a to z. A
// word that is, is taken for English there.
const otherLetters = " ar be bg el fa he hi hy ja ka km ko lo mk my ru sr ta th uk ur yi yue zh "

// tongue gives the language whose stemmer takes the words of a page: the first
// part of its tag, English for pages of which nobody knows.
func tongue(tag string) string {
	if tag == "" || tag == "en" {
		return "en"
	}
	base, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.ToLower(base)
}

// Stem returns the stem that the forms of a folded word share, in English. Only
// words of the letters a to z have one; another word is its own.
func Stem(w string) string {
	var s stemmer
	return s.stem("en", w, "")
}

// stemmer finds stems. Its zero value is ready; it is kept from word to word
// for its memory.
type stemmer struct{ env snowballstem.Env }

// stem gives the stem of a form in a language, as words are compared. Written
// is the form before its accents were taken away, which most languages need; ""
// when it had none.
func (s *stemmer) stem(lang, form, written string) string {
	switch plain := onlyLetters(form); {
	case plain && lang != "en" && isOtherLetters(lang):
		lang = "en"
	case !plain && (lang == "en" || !isWord(form)):
		return form
	}
	f := stemmers[lang]
	if f == nil {
		return form
	}
	if written == "" || lang == "en" { // an English word of French looks is one without its accents
		written = form
	}
	s.env.SetCurrent(written)
	f(&s.env)
	stem := s.env.Current()
	if !isASCII(stem) {
		stem = Fold(stem)
	}
	if stem == "" {
		return form
	}
	return stem
}

func isOtherLetters(lang string) bool { return strings.Contains(otherLetters, " "+lang+" ") }

// onlyLetters reports whether w is of the letters a to z.
func onlyLetters(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || 'z' < w[i] {
			return false
		}
	}
	return true
}

// isWord reports whether w is of letters and marks of scripts that part words.
func isWord(w string) bool {
	for _, r := range w {
		if classOf(r) != plain || unicode.Is(unicode.N, r) {
			return false
		}
	}
	return true
}
