package search

import "strings"

// Words that a question can do without, as words are compared. A query goes
// without those of the languages of the site, which the manifest lists; the
// titles and headings of a page are measured without those of its own language.
// English ones count everywhere: people mix it into everything.
const (
	englishStops = "a an and are as at be by for from has have in is it its of on or that the their this to was we were will with you your our i do does how what when where which who why can"
	germanStops  = "aber als am auch auf aus bei das dass dem den der des die durch ein eine einem einen einer eines er es fuer fur haben hat ich ihr im ist kann koennen konnen man mit muss nach nicht oder sein sich sie sind so ueber uber um und uns unser unsere unserem unseren unserer vom von wann warum welche welchem welchen welcher welches wenn wer werden wie wir wird wo zu zum zur"
)

var (
	stopsInEnglish = setOf(englishStops)
	stopsInGerman  = setOf(englishStops + " " + germanStops)
)

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// stopsOf gives the words that texts in a language can do without.
func stopsOf(lang string) map[string]bool {
	if lang == "de" {
		return stopsInGerman
	}
	return stopsInEnglish
}
