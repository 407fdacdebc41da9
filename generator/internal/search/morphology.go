package search

import (
	"maps"
	"slices"
	"strings"
)

// morphology says which forms are one word on a site, under which further forms
// readers look for a word, and which words are made of others. It follows from
// the entries alone and does not change; an index can be kept while it is equal.
// On a site in one language that is not German, where few words have umlauts,
// it is nearly empty and costs nothing.
//
// A form is a word of one language: of the one in which most pages have it; of
// several such, of the first by its tag.
type morphology struct {
	only     string            // the language of all pages; "" when there are several
	german   bool              // some pages are German
	lang     map[string]string // otherwise: the language of each form
	written  map[string]string // form -> how most pages write it, with its accents
	same     map[string]string // form -> form of which it is another spelling: pruefung -> prufung
	further  map[string]string // form -> another spelling that no page has: prufung -> pruefung
	parts    map[string][]string
	stemming stemmer
}

// stem gives what the forms of a word share.
func (x *morphology) stem(form string) string {
	if other := x.same[form]; other != "" {
		form = other
	}
	lang := x.only
	if lang == "" {
		lang = x.lang[form]
	}
	return x.stemming.stem(lang, form, x.written[form])
}

// equal reports whether x and y say the same of all words.
func (x *morphology) equal(y *morphology) bool {
	return x.only == y.only && x.german == y.german && maps.Equal(x.lang, y.lang) && maps.Equal(x.written, y.written) && maps.Equal(x.same, y.same) &&
		maps.Equal(x.further, y.further) && maps.EqualFunc(x.parts, y.parts, slices.Equal)
}

// stops are the words that a question can do without.
func (x *morphology) stops() map[string]bool {
	if x.german {
		return stopsInGerman
	}
	return stopsInEnglish
}

func newMorphology(entries []Entry) *morphology {
	x := &morphology{only: "en", same: map[string]string{}, further: map[string]string{}}
	langs := map[string]bool{}
	for _, e := range entries {
		langs[tongue(e.Page.Lang)] = true
	}
	x.german = langs["de"]
	var v usage
	if len(langs) > 1 || x.german {
		v = survey(entries, langs)
	}
	switch {
	case len(langs) == 1:
		for x.only = range langs {
		}
	case len(langs) > 1:
		x.only, x.lang = "", v.languages()
	}
	x.spellings(entries, v)
	if x.german {
		x.plainSpellings(v)
		x.parts = x.compounds(v)
	}
	return x
}

// usage is how a site in several languages, or in German, uses words.
type usage struct {
	langs []string // sorted
	words map[string]*wordUse
}

// wordUse is how a site uses a form.
type wordUse struct {
	pages  []int // by language
	titled bool  // a German page has it in its title or in a heading
}

// survey reads all words of a site.
func survey(entries []Entry, langs map[string]bool) usage {
	v := usage{words: map[string]*wordUse{}}
	for l := range langs {
		v.langs = append(v.langs, l)
	}
	slices.Sort(v.langs)
	for _, e := range entries {
		lang := tongue(e.Page.Lang)
		i := slices.Index(v.langs, lang)
		_, r := readTerms(e.Terms)
		for r.next() {
			u := v.words[string(r.text)]
			if u == nil {
				u = &wordUse{pages: make([]int, len(v.langs))}
				v.words[string(r.text)] = u
			}
			u.pages[i]++
			u.titled = u.titled || lang == "de" && r.flags&(inTitle|inHeading) != 0
		}
	}
	return v
}

// languages gives the language of each form.
func (v usage) languages() map[string]string {
	all := make(map[string]string, len(v.words))
	for form, u := range v.words {
		best := 0
		for i, n := range u.pages {
			if n > u.pages[best] {
				best = i
			}
		}
		all[form] = v.langs[best]
	}
	return all
}

// german calls yield for the forms that German pages have, in order.
func (v usage) german(yield func(form string, u *wordUse, pages int)) {
	de := slices.Index(v.langs, "de")
	forms := make([]string, 0, len(v.words))
	for form, u := range v.words {
		if u.pages[de] > 0 {
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	for _, form := range forms {
		yield(form, v.words[form], v.words[form].pages[de])
	}
}

// noUmlauts are languages whose ä, ö and ü nobody writes with an e.
const noUmlauts = " az et fi hu kk ky tk tr "

// spelledOut writes letters as people do who do not have them.
var spelledOut = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa")

// spellings learns how words are written with accents, and how people write
// them who have no umlauts: Prüfung, compared as prufung, is pruefung too.
func (x *morphology) spellings(entries []Entry, v usage) {
	count := map[spelling]int{}
	for _, e := range entries {
		plain := strings.Contains(noUmlauts, " "+tongue(e.Page.Lang)+" ")
		eachSpelt(e.Terms, func(s spelling) {
			count[s]++
			if !plain {
				if other := Fold(spelledOut.Replace(s.written)); other != s.form {
					x.spell(s.form, other)
				}
			}
		})
	}
	if len(count) == 0 {
		return
	}
	x.written = map[string]string{}
	for s, n := range count {
		old := spelling{s.form, x.written[s.form]}
		if m := count[old]; n > m || n == m && s.written < old.written {
			x.written[s.form] = s.written
		}
	}
}

// spell says that other is another spelling of form.
func (x *morphology) spell(form, other string) {
	if old, ok := x.same[other]; !ok || form < old {
		x.same[other] = form
	}
	x.further[form] = other
}

// plainSpellings joins German words that are written without umlauts with those
// that are written with them, and finds the former under both.
func (x *morphology) plainSpellings(v usage) {
	umlauts := map[string]string{} // stem -> form
	for form := range x.further {
		if s := x.stem(form); umlauts[s] == "" || form < umlauts[s] {
			umlauts[s] = form
		}
	}
	v.german(func(form string, _ *wordUse, _ int) {
		c := contracted(form)
		if c == form || x.same[form] != "" || x.further[form] != "" {
			return
		}
		if like := umlauts[x.stemming.stem("de", c, "")]; like != "" {
			x.same[form] = like
		}
		if v.words[c] == nil && x.same[c] == "" {
			x.further[form] = c
		}
	})
}

// contracted writes pruefung as prufung is compared. Letters that stand together
// by chance stay, as in bauen, neue, Quelle, Menue and aktuell; where this does
// not know that they do, it makes a word that nobody types.
func contracted(w string) string {
	if !strings.Contains(w, "ae") && !strings.Contains(w, "oe") && !strings.Contains(w, "ue") {
		return w
	}
	out := make([]byte, 0, len(w))
	for i := range len(w) {
		if w[i] == 'e' && i > 0 && i+1 < len(w) && strings.IndexByte("aou", w[i-1]) >= 0 {
			chance := i > 1 && strings.IndexByte("aeoqu", w[i-2]) >= 0 || w[i-1] == 'u' && strings.HasPrefix(w[i:], "ell")
			if !chance {
				continue
			}
		}
		out = append(out, w[i])
	}
	return string(out)
}
