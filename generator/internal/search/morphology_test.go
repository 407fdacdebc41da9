package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// groupsOf gives the groups of several forms that the index of pages has.
func groupsOf(pages ...Page) string {
	var got []string
	for _, g := range collect(entriesOf(pages)).sorted() {
		if len(g.forms) > 1 {
			got = append(got, strings.Join(g.forms, " "))
		}
	}
	return strings.Join(got, ", ")
}

// speaking is a page of these words.
func speaking(lang, words string) Page {
	return Page{URL: lang + "-" + words + "/", Lang: lang, Sections: []Section{{Text: words}}}
}

func TestFormsInManyLanguages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, words, want string }{
		{"", "refund refunds naïve", "refund refunds"},
		{"en-GB", "decide décide decides", "decide decides"},
		{"de", "Entscheidung Entscheidungen entscheidend", "entscheidend entscheidung entscheidungen"},
		{"de-CH", "Haus Häuser Hauses", "haeuser haus hauser hauses"},
		{"de_AT", "Straße Straßen", "strasse strassen"},
		{"fr", "décision décisions décidé décidée", "decide decidee, decision decisions"},
		{"es", "organización organizaciones", "organizacion organizaciones"},
		{"pt-BR", "aprovação aprovações", "aprovacao aprovacoes"},
		{"it", "decisione decisioni", "decisione decisioni"},
		{"nl", "beslissing beslissingen", "beslissing beslissingen"},
		{"sv", "möte möten", "moete moeten mote moten"},
		{"nb", "møte møter", "moete moeter mote moter"},
		{"da", "beslutning beslutninger", "beslutning beslutninger"},
		{"fi", "päätöksen päätökset", "paatoksen paatokset"},
		{"hu", "döntés döntések", "dontes dontesek"},
		{"ro", "decizie decizii", "decizie decizii"},
		{"ru", "решение решения русский русские", "решение решения, русские русскии"},
		{"tr", "karar kararlar", "karar kararlar"},
		{"ar", "قرار القرار", "القرار قرار"},
		{"pl", "decyzja decyzje releases release", ""},
		{"ja", "release releases 決定権", "release releases"},
		{"!", "release releases", ""},
	} {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			if got := groupsOf(speaking(c.lang, c.words)); got != c.want {
				t.Errorf("groups of %q are %q, want %q", c.words, got, c.want)
			}
		})
	}
}

func TestLanguageOfAForm(t *testing.T) {
	t.Parallel()
	en, de, more := speaking("en", "refunding refunds"), speaking("de", "refunding refunds Regelungen"), speaking("de", "refunding Regelung")
	for _, c := range []struct {
		name  string
		pages []Page
		want  string
	}{
		{"each in its own", []Page{speaking("de", "Regelung Regelungen"), en}, "refunding refunds, regelung regelungen"},
		{"in the one of most pages", []Page{de, en, speaking("en", "refunds refunding")}, "refunding refunds"},
		{"whatever comes first", []Page{speaking("en", "refunds refunding"), en, de}, "refunding refunds"},
		{"German has no -ing", []Page{de, more, en}, "regelung regelungen"},
		{"a tie goes to the first tag", []Page{de, en}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := groupsOf(c.pages...); got != c.want {
				t.Errorf("groups are %q, want %q", got, c.want)
			}
		})
	}
}

func TestUmlauts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		pages []Page
		want  string
	}{
		{"further spelling", []Page{speaking("de", "Prüfung")}, "pruefung prufung"},
		{"names on English pages", []Page{speaking("en", "Müller Ångström Søren")}, "aangstroem angstrom, mueller muller, soeren soren"},
		{"no such letters", []Page{speaking("en", "queue queues blue true poet"), speaking("en", "pot poet's naïve")}, "poet poets, queue queues"},
		{"both spellings, and forms", []Page{speaking("de", "Prüfungen"), speaking("de", "Pruefung")}, "pruefung pruefungen prufung prufungen"},
		{"both, the other first", []Page{speaking("de", "Pruefungen"), speaking("de", "zur Prüfung")}, "pruefung pruefungen prufung prufungen"},
		{"across languages", []Page{speaking("en", "Mueller"), speaking("de", "Müller")}, "mueller muller"},
		{"without umlauts only", []Page{speaking("de", "Pruefung bauen neue Quelle aktuell Steuer Menue")}, "pruefung prufung"},
		{"not in Finnish", []Page{speaking("fi", "päivä")}, ""},
		{"decomposed", []Page{speaking("de", "Pru\u0308fung")}, "pruefung prufung"},
		{"capitals", []Page{speaking("de", "PRÜFUNG ẞ")}, "pruefung prufung"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := groupsOf(c.pages...); got != c.want {
				t.Errorf("groups are %q, want %q", got, c.want)
			}
		})
	}
}

// TestUmlautsInTheBrowser asks for a word in all its spellings.
func TestUmlautsInTheBrowser(t *testing.T) {
	t.Parallel()
	pages := []Page{
		{URL: "a/", Lang: "de", Title: "Prüfung", Sections: []Section{{Text: "Übergaben prüfen."}}},
		{URL: "b/", Lang: "de", Title: "Größe des Teams"},
		{URL: "c/", Lang: "de", Title: "Pruefung der Groessen"},
	}
	var calls []call
	for _, q := range []string{"Pruefung", "Prüfung", "Prufung", "PRÜFUNGEN"} {
		calls = append(calls, call{Query: q + " "})
	}
	for i, a := range searchAll(t, buildSite(t, pages), calls) {
		if got := a.urls(); got != "a/ c/" {
			t.Errorf("%q finds %q, want a/ and c/", calls[i].Query, got)
		}
	}
}

// words that German handbooks have by themselves.
const germanWords = `Team Vereinbarung Arbeit Zeit Kunde Entscheidung Recht Vorlage Dienst Plan Stelle Anzeige Rechnung
	Druck Drucker Zeugnis Erzeugnis Staub Becken Stau Ecken Unter Lage Lagen viel leicht Schule Ordnung Kind Garten Urlaub Antrag
	Sicher Halt Prüfung Bericht Projekt Leiter Daten Schutz Innerung nehmen Nachricht Richt Wert Mehr Grund Satz Person Abteilung
	Teilung Stellung Regel Regelung Liste Gesundheit Bedarf Meldung Haus Meister will kommen Geschäft Führer Jahr Gespräch`

func TestCompounds(t *testing.T) {
	t.Parallel()
	entries := entriesOf([]Page{speaking("de", germanWords), speaking("de", germanWords+" heute")})
	known := len(strings.Fields(germanWords))
	for _, c := range []struct{ word, want string }{
		{"Teamvereinbarung", "team vereinbarung"},
		{"Teamvereinbarungen", "team vereinbarung"},
		{"Entscheidungsrecht", "entscheidung recht"},
		{"Kundenentscheidung", "kunde entscheidung"},
		{"Arbeitszeitregelung", "arbeit zeit regelung"},
		{"Rechnungsstelle", "rechnung stelle"},
		{"Stellenanzeige", "stelle anzeige"},
		{"Schulordnung", "schule ordnung"},
		{"Kindergarten", "kind garten"},
		{"Urlaubsantrags", "urlaub antrag"},
		{"Prüfungsbericht", "prufung bericht"},
		{"Pruefungsbericht", "prufung bericht"},
		{"Projektleiterin", ""},
		{"Projektleitern", "projekt leiter"},
		{"Datenschutz", "daten schutz"},
		{"Personalabteilung", ""},
		{"Gesundheitsmeldung", "gesundheit meldung"},
		{"Geschäftsführer", "geschaft fuhrer"},
		{"Jahresgespräche", "jahr gesprach"},
		{"Hausmeister", "haus meister"},
		{"Grundsätze", "grund satz"},
		{"Staubecken", ""},     // Stau-becken, Staub-ecken
		{"Druckerzeugnis", ""}, // Druck-erzeugnis, Drucker-zeugnis
		{"Erinnerung", ""}, {"Unterlagen", ""}, {"Nachricht", ""}, {"vielleicht", ""}, {"Mehrwert", ""}, {"Verteilung", ""},
		{"Vorstellung", ""}, {"Sicherheit", ""}, {"Regelungen", ""}, {"Unternehmen", ""}, {"Verantwortung", ""}, {"Zusammenarbeit", ""},
		{"Abteilung", ""}, {"Bereitschaft", ""}, {"Onboarding", ""}, {"Teams", ""}, {"Zeitungen", ""}, {"Teamx1vereinbarung", ""},
	} {
		t.Run(c.word, func(t *testing.T) {
			t.Parallel()
			all := append(slices.Clone(entries), entriesOf([]Page{speaking("de", c.word)})...)
			x := newMorphology(all)
			form := Tokens(c.word)[0]
			if got := strings.Join(x.parts[form], " "); got != c.want {
				t.Errorf("%s is made of %q, want %q", c.word, got, c.want)
			}
			if len(x.parts) > 30 {
				t.Errorf("%d of %d words are made of others", len(x.parts), known)
			}
		})
	}
}

// TestCompoundsInTheBrowser: parts find the word, less surely than themselves.
func TestCompoundsInTheBrowser(t *testing.T) {
	t.Parallel()
	pages := []Page{
		{URL: "a/", Lang: "de", Title: "Teamvereinbarung", Sections: []Section{{Text: "Was gilt."}, {Anchor: "x", Heading: "Vereinbarungsprüfung", Text: "Jedes Jahr."}}},
		{URL: "b/", Lang: "de", Title: "Vereinbarung", Sections: []Section{{Text: "Ein Team hat eine."}}},
		{URL: "c/", Lang: "de", Title: "Andere", Sections: []Section{{Text: "Unser Team, ohne."}}},
		{URL: "d/", Lang: "en", Title: "Vereinbarungsteam", Sections: []Section{{Text: "English pages are left alone."}}},
	}
	calls := []call{{Query: "Vereinbarung "}, {Query: "Team Vereinbarung "}, {Query: "Teamvereinbarungen "}, {Query: "Teamvereinbarung "}}
	want := []string{"b/ a/", "a/ b/ c/", "a/", "a/"}
	for i, a := range searchAll(t, buildSite(t, pages), calls) {
		if got := a.urls(); got != want[i] {
			t.Errorf("%q finds %q, want %q", calls[i].Query, got, want[i])
		}
	}
}

// TestHalves: a word that nobody wrote is taken apart where the site has both
// parts, and only when nothing else is like it.
func TestHalves(t *testing.T) {
	t.Parallel()
	pages := []Page{
		{URL: "a/", Lang: "de", Title: "Vereinbarung", Sections: []Section{{Text: "Das Team der Kunden."}}},
		{URL: "b/", Title: "Review", Sections: []Section{{Text: "Read the code before."}}},
		{URL: "c/", Title: "Overseeing", Sections: []Section{{Text: "Sees all."}}},
	}
	cases := []struct{ query, urls, as string }{
		{"Vereinbarungsteam", "a/", "vereinbarung team"},
		{"Kundenvereinbarung ", "a/", "kunden vereinbarung"},
		{"codereview", "b/", "code review"},
		{"codereview team", "b/ a/", "code review team"},
		{"codereviex", "", ""}, // no half
		{`"codereview"`, "", ""},
		{"overseein", "c/", "overseeing"},
	}
	var calls []call
	for _, c := range cases {
		calls = append(calls, call{Query: c.query})
	}
	for i, a := range searchAll(t, buildSite(t, pages), calls) {
		var as []string
		for _, term := range a.Terms {
			as = append(as, term.As)
		}
		if got := strings.Join(as, " "); a.urls() != cases[i].urls || got != cases[i].as {
			t.Errorf("%q finds %q by %q, want %q by %q", calls[i].Query, a.urls(), got, cases[i].urls, cases[i].as)
		}
	}
}

func TestMorphologyOfAnEnglishSiteIsEmpty(t *testing.T) {
	t.Parallel()
	x := newMorphology(entriesOf(corpus(9, 20, 2000)))
	if n := len(x.lang) + len(x.written) + len(x.same) + len(x.further) + len(x.parts); n > 0 || x.only != "en" {
		t.Errorf("%+v", x)
	}
}

// FuzzStem: no word of any language stops a build, and a form keeps its stem.
func FuzzStem(f *testing.F) {
	for _, c := range tokenCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var st stemmer
		eachSpelling(s, func(form, written string) {
			if form == "" || !utf8.ValidString(written) {
				t.Fatalf("eachSpelling(%q) gives %q, %q", s, form, written)
			}
		})
		for _, w := range Tokens(s) {
			for lang := range stemmers {
				if got := st.stem(lang, w, ""); got == "" || got != st.stem(lang, w, "") {
					t.Fatalf("stem(%s, %q) = %q", lang, w, got)
				}
			}
			contracted(w)
		}
	})
}

func BenchmarkMorphology(b *testing.B) {
	for _, lang := range []string{"en", "de"} {
		b.Run(lang, func(b *testing.B) {
			pages := corpus(7, 1000, 4500)
			for i := range pages {
				pages[i].Lang = lang
			}
			entries := entriesOf(pages)
			for b.Loop() {
				newMorphology(entries)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "us/page")
		})
	}
}
