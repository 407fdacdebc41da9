package theme

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
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

// count returns the words of key for a number: of key.one for one, of key.many
// for others, with {n} filled in.
func (w words) count(key string, n int) (string, error) {
	form := ".many"
	if n == 1 {
		form = ".one"
	}
	s, err := w.word(key + form)
	return strings.ReplaceAll(s, "{n}", strconv.Itoa(n)), err
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
