package model

import (
	"regexp"

	"remit/generator/internal/document"
)

// proseWords tells for a field by which words a charter without front matter
// speaks of it. That it speaks of the matter does not make it a good answer,
// but a check that says it were silent would be wrong.
var proseWords = map[string]*regexp.Regexp{
	"owns":       regexp.MustCompile(`(?i)\b(responsib(le for|ility|ilities)|accountable for|in charge of|mandate|goals?|verantwort\w*|zuständig\w*)\b`),
	"decides":    regexp.MustCompile(`(?i)\b(decid(e|es|ed|ing)|decisions?|consensus|authority|approv(e|es|ed|al|als|ing)|reserves? the right|(has|have|holds?) the (right to|final say|last word)|empowered to|veto(es)?|entscheid\w*|freigabe\w*)\b`),
	"success":    regexp.MustCompile(`(?i)\b(SLOs?|service level objectives?|KPIs?|OKRs?|key results?|success (metrics?|measures?|criteri\w+|is|means)|measures? of success|erfolgs\w+|kennzahl\w*)\b`),
	"works-with": regexp.MustCompile(`(?i)\(with \w|\b(coordinat(e|es|ed|ing|ion)|collaborat\w+|cooperat\w+|work(s|ing)? ((very )?closely |together )?with|liais(e|es|ing|ons?)|consult(s|ed|ing|ation|ations)?|in partnership with|co-?own(s|ed) with|jointly|stakeholders?|shared responsibility with|zusammenarbeit\w*|abstimm\w*)\b`),
	"counts-on":  regexp.MustCompile(`(?i)\b(sponsor(s|ed|ship)?|funding|funded by|budgets?|auftraggeber\w*)\b`),
	"rhythm":     regexp.MustCompile(`(?i)\b(meetings?|meets|weekly|bi-?weekly|fortnightly|monthly|quarterly|every( \w+){0,2} (weeks?|months?|quarters?|years?)|once (a|per|each|every) (week|month|quarter|year)|(annual|yearly) (reports?|reviews?)|stand-?ups?|retrospectives?|treffen|wöchentlich\w*|monatlich\w*)\b`),
}

// InProse finds where the text of a charter that states none of a charter's
// fields speaks of one of them, as an offset into its Content.Text.
func InProse(d *document.Document, field string) (at int, ok bool) {
	words := proseWords[field]
	if words == nil || d.Kind.Name != charterKind {
		return 0, false
	}
	for _, stated := range []string{"owns", "decides", "success", "works-with"} {
		if _, ok := d.Meta.Get(stated); ok {
			return 0, false
		}
	}
	if at := words.FindStringIndex(d.Content.Text); at != nil {
		return at[0], true
	}
	return 0, false
}
