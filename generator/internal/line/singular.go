package line

import "strings"

// singular returns the singular of an English word in lower case. Whatever is
// not surely a plural stays as it is, words of other languages among them: two
// words that are one may get two forms, but two that differ never get one.
func singular(word string) string {
	n := len(word)
	if one, ok := oddPlurals[word]; ok {
		return one
	}
	if n < 4 || word[n-1] != 's' || keepsS[word] {
		return word
	}
	stem := word[:n-1]
	switch last := stem[n-2]; {
	case last == 's' || last == 'u' || last == 'i' || last >= 0x80 || last == '\'':
		return word
	case last == 'a':
		return withoutS(word, stem, strings.HasSuffix(stem, "ea") || strings.HasSuffix(stem, "ia"))
	case last == 'o':
		return withoutS(word, stem, strings.HasSuffix(stem, "io") || strings.HasSuffix(stem, "eo"))
	case last == 'c' || strings.HasSuffix(stem, "ch") || strings.HasSuffix(stem, "ic"):
		return withoutS(word, stem, false)
	case last == 'e':
		return withoutES(stem)
	case endsLike(word):
		return word
	}
	return stem
}

// withoutS returns the stem of words that are known to be plurals, or whose
// ending says so.
func withoutS(word, stem string, sure bool) string {
	if sure || plainPlurals[stem] {
		return stem
	}
	return word
}

// withoutES decides how much of -es goes; stem ends in e.
func withoutES(stem string) string {
	short := stem[:len(stem)-1]
	switch {
	case strings.HasSuffix(stem, "ie"):
		if len(stem) > 4 && !keepsIE[stem] {
			return stem[:len(stem)-2] + "y"
		}
		return stem
	case strings.HasSuffix(short, "ss"), strings.HasSuffix(short, "sh"), strings.HasSuffix(short, "x"), strings.HasSuffix(short, "zz"):
		return short
	case strings.HasSuffix(short, "ch") && !keepsE[stem], strings.HasSuffix(short, "o") && !keepsE[stem]:
		return short
	}
	return stem
}

// endsLike reports whether a word ends as words do that are no plural, most of
// them German: Kurs, Impuls, sechs.
func endsLike(word string) bool {
	for _, end := range []string{"kurs", "puls", "chs", "zins", "fels", "wards", "wärts", "nichts", "stens"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// oddPlurals are plurals without a rule, and short ones.
var oddPlurals = map[string]string{
	"people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot", "criteria": "criterion",
	"ads": "ad", "ids": "id", "prs": "pr", "apis": "api", "guis": "gui", "taxis": "taxi", "skis": "ski", "menus": "menu",
	"analyses": "analysis", "crises": "crisis", "hypotheses": "hypothesis", "theses": "thesis", "diagnoses": "diagnosis",
	"indices": "index", "matrices": "matrix", "vertices": "vertex", "appendices": "appendix",
	"statuses": "status", "bonuses": "bonus", "viruses": "virus", "buses": "bus", "campuses": "campus", "focuses": "focus",
	"aliases": "alias", "biases": "bias", "gases": "gas", "lenses": "lens", "canvases": "canvas", "quizzes": "quiz",
	"shelves": "shelf", "knives": "knife", "halves": "half", "wolves": "wolf", "wives": "wife", "thieves": "thief",
}

// keepsS are words that end in s and are no plurals, or mean something else
// without it.
var keepsS = set(`always besides does else's goods headquarters lens links needs news perhaps premises rechts series species thanks
this thus was whereas yes gips hals keks vers eins alles anders abends morgens jens hans sales means works savings earnings
nichts links etwas wissens lebens species customs arms`)

// plainPlurals are the singulars of words in -as, -os, -ics and -chs that are
// surely plurals.
var plainPlurals = set(`agenda camera data delta drama extra formula gala persona pizza propaganda quota replica schema saga sofa visa
auto büro demo euro foto info intro kilo logo memo photo piano promo pro repo silo solo tempo todo turbo typo video zero
clinic comic critic fabric graphic mechanic metric music picnic public republic statistic topic traffic tropic
epoch patriarch stomach tech`)

// keepsIE are words in -ie, whose plural is not one of a word in -y.
var keepsIE = set("calorie cookie movie rookie selfie serie specie zombie hoodie genie freebie newbie paradie smoothie prairie")

// keepsE are words in -che and -oe.
var keepsE = set("ache cache headache niche toothache avalanche creche psyche cliche shoe toe canoe foe hoe oboe horseshoe")
