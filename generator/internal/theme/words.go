package theme

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// words is what the interface says in one language, by key.
type words map[string]string

// word returns the words of a key.
func (w words) word(key string) (string, error) {
	if s, ok := w[key]; ok {
		return s, nil
	}
	return "", fmt.Errorf("no words for %q", key)
}

// Word returns what the interface says for a key, in the language that is
// nearest to lang; for a key that the theme lacks, the key itself.
func (t *Theme) Word(lang, key string) string {
	if s, err := t.words[nearest(t.words, lang)].word(key); err == nil {
		return s
	}
	return key
}

// moduleOf is the name of the asset with what search says in a language.
func moduleOf(lang string) string { return "search." + lang + ".js" }

// module returns what search says as a module, which is fetched with its
// script: pages at rest need none of it. The keys lose their "search.".
func (w words) module() []byte {
	said := map[string]string{}
	for key, s := range w {
		if short, ok := strings.CutPrefix(key, "search."); ok {
			said[short] = s
		}
	}
	body, err := json.Marshal(said)
	if err != nil {
		panic(err) // strings
	}
	return append([]byte("export const words = "), body...)
}

// forms are the endings of keys for the plural forms of languages, as Unicode's
// CLDR names them.
var forms = map[plural.Form]string{plural.Zero: ".zero", plural.One: ".one", plural.Two: ".two", plural.Few: ".few", plural.Many: ".many", plural.Other: ".other"}

// count returns the words of key for a number, with {n} filled in: of key.one
// for one, of key.many for others. A language with more forms, or with other
// numbers in them, has them as CLDR says: key.few, key.two ... A number below
// zero, such as the days between a miss and an earlier lesson, has the form of
// the same number above it.
func (w words) count(lang language.Tag, key string, n int) (string, error) {
	s, ok := w[key+forms[plural.Cardinal.MatchPlural(lang, max(n, -n), 0, 0, 0, 0)]]
	if !ok || n != 1 && !strings.Contains(s, "{n}") { // words for one alone, in a language with more in that form
		var err error
		if s, err = w.word(key + ".many"); err != nil {
			return "", err
		}
	}
	return strings.ReplaceAll(s, "{n}", strconv.Itoa(n)), nil
}

// Date returns a civil date with its words in the language that is nearest to
// lang, which is English when the theme does not speak it.
func (t *Theme) Date(lang string, year, month, day int) Date {
	w := t.words[nearest(t.words, lang)]
	name := w["month."+strconv.Itoa(month)]
	words := w["date"]
	for _, part := range [3][2]string{{"{day}", strconv.Itoa(day)}, {"{year}", strconv.Itoa(year)}, {"{month}", name}} { // a Replacer made for one date takes four times as long
		words = strings.Replace(words, part[0], part[1], 1)
	}
	return Date{ISO: fmt.Sprintf("%04d-%02d-%02d", year, month, day), Words: words}
}

// nearest returns the language that comes closest to a tag: de for de-AT, en
// when there is none.
func nearest(all map[string]words, lang string) string {
	for lang = strings.ToLower(lang); lang != ""; lang = parent(lang) {
		if _, ok := all[lang]; ok {
			return lang
		}
	}
	return "en"
}

// parent returns the language that a tag is a variety of: de for de-at, ""
// for de.
func parent(lang string) string { return lang[:max(strings.LastIndexByte(lang, '-'), 0)] }
