package line

import "strings"

// currency accepts a currency, also as a sign. Codes other than the commonest
// must be in capitals, since TRY and ALL are words too. before tells that the
// number follows.
func (c *scan) currency(written string, before bool) string {
	for _, m := range moneySigns {
		if c.any(m.sign) {
			return m.code
		}
	}
	word, end := c.word()
	if code, ok := moneyWords[word]; ok && (!before || len(word) == 3) {
		c.at = end
		return code
	}
	if len(word) == 3 && moneyCodes[strings.ToUpper(word)] && written[end-3:end] == strings.ToUpper(word) {
		c.at = end
		return strings.ToUpper(word)
	}
	return ""
}

var moneySigns = []struct{ sign, code string }{
	{"us$", "USD"}, {"a$", "AUD"}, {"c$", "CAD"}, {"€", "EUR"}, {"$", "USD"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"fr.", "CHF"},
}

var moneyWords = map[string]string{
	"eur": "EUR", "euro": "EUR", "euros": "EUR",
	"usd": "USD", "dollar": "USD", "dollars": "USD",
	"gbp": "GBP", "pound": "GBP", "pounds": "GBP",
	"chf": "CHF", "franc": "CHF", "francs": "CHF",
	"yen": "JPY",
}

var moneyCodes = map[string]bool{
	"AUD": true, "BGN": true, "BRL": true, "CAD": true, "CNY": true, "CZK": true, "DKK": true, "HKD": true,
	"HUF": true, "ILS": true, "INR": true, "JPY": true, "KRW": true, "MXN": true, "NOK": true, "NZD": true,
	"PLN": true, "RON": true, "SEK": true, "SGD": true, "TRY": true, "UAH": true, "ZAR": true,
}

// unit accepts the unit behind a number and returns its normal form: a
// currency's code, a sign, or a word in the singular. A word that begins
// another part of the sentence is no unit.
func (c *scan) unit(written string) string {
	if code := c.currency(written, false); code != "" {
		return code
	}
	if c.any("%") || c.phrase("per cent", "percent", "pct") {
		return "%"
	}
	if c.any("‰") {
		return "‰"
	}
	at := c.at
	adjective := ""
	if c.phrase("working", "business", "work") {
		adjective = "working "
	} else {
		c.phrase("calendar", "full", "percentage")
	}
	word, end := c.word()
	if short, ok := shortUnits[word]; ok {
		c.at = end
		c.one('.')
		return adjective + short
	}
	if word == "" || noUnits[word] || months[word] > 0 || tight(c) && at == c.at {
		c.at = at
		return ""
	}
	c.at = end
	return adjective + singular(strings.ToLower(word))
}

// shortUnits are units that are written in more than one way.
var shortUnits = map[string]string{
	"h": "hour", "hr": "hour", "hrs": "hour", "hours": "hour", "hour": "hour",
	"min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute",
	"sec": "second", "secs": "second",
	"day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
	"year": "year", "years": "year", "yr": "year", "yrs": "year",
	"people": "person", "persons": "person", "person": "person",
	"ms": "ms", "kg": "kg", "km": "km", "mb": "MB", "gb": "GB", "tb": "TB", "kb": "kB", "fte": "FTE", "ftes": "FTE",
}

// noUnits are words that may follow a number without saying what is counted.
var noUnits = set(`a about above across after again against all alone along also among an and any are around as at be because before below
between both but by can counted do does done down during each either else every except few for from had has have if in inside instead into is it its
less like may more most must near no nor not of off on once one only onto or other our out outside over own past per plus same should since so some
such than that the their them then there these they this those though through throughout times to together too toward towards twice under unless
until up upon us versus via vs was we were what when where whether which while who whose will with within without would yet you your
daily weekly monthly quarterly yearly annually hourly`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// per accepts what an amount is counted by and returns "/month" or "".
func (c *scan) per() string {
	out := ""
	for range 2 {
		part := c.onePer()
		if part == "" {
			break
		}
		out += "/" + part
	}
	return out
}

func (c *scan) onePer() string {
	d := *c
	d.phrase("times")
	switch {
	case d.phrase("p.a.", "p.a", "per annum", "annually", "yearly"):
		*c = d
		return "year"
	case d.phrase("monthly"):
		*c = d
		return "month"
	case d.phrase("weekly"):
		*c = d
		return "week"
	case d.phrase("daily"):
		*c = d
		return "day"
	case d.phrase("quarterly"):
		*c = d
		return "quarter"
	}
	stated := d.phrase("per") || d.any("/")
	if !stated && !d.phrase("a", "an", "each", "every") {
		return ""
	}
	adjective := ""
	if d.phrase("working", "business") {
		adjective = "working "
	}
	word, end := d.word()
	if short, ok := shortUnits[word]; ok {
		word = short
	} else if word = singular(strings.ToLower(word)); !stated && !periods[word] {
		return ""
	}
	if word == "" || noUnits[word] {
		return ""
	}
	c.at = end
	return adjective + word
}

var periods = set("hour day week month quarter year person head customer order case project")
