package query

import (
	"strings"

	"remit/generator/internal/line"
	"remit/generator/internal/search"
)

// role is what a word does in a question.
type role byte

const (
	plain   role = 0
	person  role = 'w' // asks for somebody
	asking  role = 'q' // asks for something else
	modal   role = 'm' // whoever may do something is named next
	decides role = 'd' // asks who decides
	owns    role = 'o' // asks who owns
	asks    role = 'a' // asks whom to turn to
	spends  role = 's' // is about money
	needs   role = 'b' // asks what a standard asks for
	follows role = 'f' // asks what follows from something
	vows    role = 'p' // asks what was promised
	alone   role = 'l' // asks for what needs nobody else
	without role = 'x' // the same, together with the word that follows
	us      role = 'u' // whoever asks
	filler  role = '-' // says nothing
)

// roleWords are the words of questions, folded. Those of decides, owns, asks,
// needs, follows, vows, spends and alone may be part of a topic too, and then
// count in its favour.
var roleWords = []struct {
	role  role
	words string
}{
	{person, "who whom whose whos wer wen wem wessen"},
	{asking, "what whats which when where how was welche welcher welches welchen wie wo"},
	{modal, "may can could might must should is are do does did darf durfen kann konnen muss soll sollen"},
	{decides, `decide decides decided deciding decision decisions decider approve approves approved approving approval sign signs signed
		allow allows allowed permit permits authorise authorises authorize authorizes grant grants choose chooses limit limits
		entscheidet entscheiden entscheide entscheidung genehmigt genehmigen bestimmt erlaubt`},
	{owns, `own owns owned owner owners owning ownership belong belongs responsible responsibility charge accountable
		gehort gehoren besitzt zustandig verantwortlich verantwortet`},
	{asks, "ask asks asking asked contact talk turn know knows approach frage fragen fragt wende nachfragen ansprechen"},
	{needs, "standard standards rule rules require requires required requirement requirements vorschrift vorschriften regel regeln"},
	{follows, "follow follows followed fix todo lesson lessons learn learned learnt improve folgt folgen lehre lehren gelernt"},
	{vows, "promise promises promised commit commits committed commitment commitments versprechen versprochen verspricht zusage zusagen zugesagt"},
	{spends, "spend spends spent spending book books booked buy buys buying pay pays paying cost costs costing worth amount money ausgeben kaufen zahlen kostet kosten wert"},
	{alone, "alone ourselves themselves itself myself allein alleine selbst selber"},
	{without, "without ohne"},
	{us, "i we one ich wir man"},
	{filler, `a an the and or of for to in on at by with as from into about around over up off if it its be been being am was were me my our us you
		your they their them this that these those there some any all so not no get gets got give gives given go goes make makes made take takes
		have has had something anything everything want wants need needs needed would will please per each another when then than actually after before through during say says said yes no look looks let lets
		der die das den dem des ein eine einen einem einer und oder von vom fur zu zum zur im in ins auf bei beim mit uber bis am an als mir mich
		uns unser unsere es ist sind wird werden hat haben ob denn`},
}

var roles = func() map[string]role {
	m := map[string]role{}
	for _, r := range roleWords {
		for w := range strings.FieldsSeq(r.words) {
			if _, taken := m[w]; !taken {
				m[w] = r.role
			}
		}
	}
	return m
}()

// end is how the words before or behind an amount bound it.
type end int

const (
	upTo end = 1 + iota
	under
	above
	from
	between
	exactly
)

var boundsBefore = map[string]end{
	"up to": upTo, "upto": upTo, "at most": upTo, "no more than": upTo, "not more than": upTo, "max": upTo, "maximum": upTo, "<=": upTo, "≤": upTo,
	"bis": upTo, "bis zu": upTo, "hochstens": upTo, "maximal": upTo,
	"under": under, "below": under, "less than": under, "<": under, "unter": under, "weniger als": under,
	"above": above, "over": above, "more than": above, "exceeding": above, "beyond": above, "greater than": above, "higher than": above, ">": above,
	"uber": above, "mehr als": above,
	"from": from, "at least": from, "minimum": from, ">=": from, "≥": from, "ab": from, "mindestens": from,
	"between": between, "zwischen": between,
	"exactly": exactly, "precisely": exactly, "genau": exactly,
}

var boundsBehind = map[string]end{
	"or more": from, "and more": from, "or above": from, "and above": from, "and up": from, "oder mehr": from, "und mehr": from,
	"or less": upTo, "and less": upTo, "or below": upTo, "and below": upTo, "oder weniger": upTo, "und weniger": upTo,
	"exactly": exactly, "genau": exactly,
}

// pers stand between an amount and what it is counted by.
const pers = "a an per each every pro je im am"

var scales = map[string]float64{
	"k": 1e3, "thousand": 1e3, "tausend": 1e3, "hundred": 100, "hundert": 100, "million": 1e6, "millions": 1e6, "mio": 1e6, "millionen": 1e6,
	"bn": 1e9, "billion": 1e9, "mrd": 1e9,
}

// knownUnits are units that questions name, whether or not a charter does: an
// amount in another unit than a line's is then none of its amounts. English
// ones are read as lines are; of German ones it is told what they are.
const knownUnits = `€ $ £ ¥ ₹ eur euro euros usd dollar dollars gbp pound pounds chf franc francs yen sek nok dkk pln czk huf % percent
	h hr hrs hour hours minute minutes second seconds day days week weeks month months year years person persons people kg km mb gb tb fte`

var germanUnits = map[string]string{
	"franken": "CHF", "prozent": "%", "stunde": "hour", "stunden": "hour", "minuten": "minute", "tag": "day", "tage": "day", "tagen": "day",
	"woche": "week", "wochen": "week", "monat": "month", "monate": "month", "monaten": "month", "jahr": "year", "jahre": "year", "jahren": "year",
	"personen": "person", "stuck": "piece",
	"monthly": "/month", "weekly": "/week", "daily": "/day", "yearly": "/year", "annually": "/year", "quarterly": "/quarter",
}

// unitsOf maps words to the units that they name: those that everybody knows,
// and those of the limits.
func unitsOf(entries []*entry) map[string]string {
	units := map[string]string{}
	learn := func(form, like string) {
		if a, ok := line.ParseAmount("2 " + like); ok && a.Unit != "" && form != "" {
			units[form] = a.Unit
		}
	}
	for form := range strings.FieldsSeq(knownUnits) {
		like := form
		if len(form) == 3 {
			like = strings.ToUpper(form) // of codes
		}
		if learn(form, form); units[form] == "" || len(units[form]) == 3 {
			learn(form, like)
		}
	}
	for form, unit := range germanUnits {
		units[form] = unit
	}
	for _, e := range entries {
		for i := range e.rows {
			for part := range strings.SplitSeq(e.rows[i].Limit.Unit, "/") {
				if part == "" || strings.HasPrefix(part, "of ") {
					continue
				}
				folded := search.Fold(part)
				units[folded] = part
				_, many, _ := strings.Cut(line.Amount{Number: 2, Unit: part}.String(), " ")
				units[search.Fold(many)] = part
			}
		}
	}
	return units
}

// isMoney reports whether a unit is a currency, by whatever it is counted.
func isMoney(unit string) bool {
	code, _, _ := strings.Cut(unit, "/")
	return len(code) == 3 && code == strings.ToUpper(code) && code != strings.ToLower(code)
}
