package line

import (
	"testing"
)

func limitOf(t *testing.T, s string) Limit {
	t.Helper()
	if s == "" {
		return Limit{}
	}
	found, ok := limitIn(s)
	if !ok || found.fault != "" {
		t.Fatalf("%q is no limit: %+v", s, found)
	}
	return found.limit
}

func TestTwoLimits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b     string
		overlaps bool
		below    bool
		gap      string // between a and b
	}{
		{"up to 500 EUR", "above 500 EUR", false, true, ""},
		{"up to 500 EUR", "from 500 EUR", true, false, ""},
		{"under 500 EUR", "from 500 EUR", false, true, ""},
		{"under 500 EUR", "above 500 EUR", false, true, "exactly 500 EUR"},
		{"up to 500 EUR", "above 1000 EUR", false, true, "above 500 and up to 1000 EUR"},
		{"up to 500 EUR", "from 1000 EUR", false, true, "above 500 and under 1000 EUR"},
		{"under 500 EUR", "from 1000 EUR", false, true, "from 500 and under 1000 EUR"},
		{"up to 500 EUR", "from 501 EUR", false, true, ""},
		{"up to 500 EUR", "up to 200 EUR", true, false, ""},
		{"up to 500 EUR", "above 200 EUR", true, false, ""},
		{"above 200 EUR", "above 500 EUR", true, false, ""},
		{"up to 500 EUR", "above 500 USD", false, false, ""},
		{"up to 500 EUR", "up to 500 EUR a month", false, false, ""},
		{"up to 500", "up to 500 EUR", false, false, ""},
		{"between 200 and 500 EUR", "between 500 and 900 EUR", true, false, ""},
		{"", "up to 500 EUR", true, false, ""},
		{"", "", true, false, ""},
	} {
		a, b := limitOf(t, c.a), limitOf(t, c.b)
		if a.Overlaps(b) != c.overlaps || b.Overlaps(a) != c.overlaps {
			t.Errorf("%q and %q: overlaps %v", c.a, c.b, a.Overlaps(b))
		}
		if a.Below(b) != c.below || b.Below(a) {
			t.Errorf("%q and %q: below %v, and the other way %v", c.a, c.b, a.Below(b), b.Below(a))
		}
		gap, ok := a.Gap(b)
		if gap.String() != c.gap || ok != (c.gap != "") {
			t.Errorf("%q and %q: gap %q %v", c.a, c.b, gap, ok)
		}
		if c.a == c.b && a.Compare(b) != 0 || c.below && (a.Compare(b) != -1 || b.Compare(a) != 1) {
			t.Errorf("%q and %q: %d", c.a, c.b, a.Compare(b))
		}
	}
}

func TestContains(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		limit, amount string
		want          bool
	}{
		{"up to 500 EUR", "500 EUR", true},
		{"up to 500 EUR", "500.01 EUR", false},
		{"under 500 EUR", "500 EUR", false},
		{"above 500 EUR", "500 EUR", false},
		{"above 500 EUR", "9 million EUR", true},
		{"from 500 EUR", "500 EUR", true},
		{"up to 500 EUR", "1 USD", false},
		{"up to 500 EUR", "1 EUR a month", false},
		{"", "1 EUR", true},
	} {
		a, ok := ParseAmount(c.amount)
		if !ok || limitOf(t, c.limit).Contains(a) != c.want {
			t.Errorf("%q contains %q: want %v", c.limit, c.amount, c.want)
		}
	}
}

// TestLimitWords reads again what String says.
func TestLimitWords(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"up to 500 EUR", "under 500 EUR", "above 500 EUR", "from 500 EUR", "between 200 and 500 EUR", "above 200 and up to 500 EUR",
		"above 200 and under 500 EUR", "up to 200 EUR a month", "up to 1 hour", "under 3 working days", "up to 10 hours a week", "up to 12,500 EUR",
		"above 12.5 %", "up to 4 people a quarter", "up to 1000 EUR per order", "from 7",
	} {
		l := limitOf(t, s)
		if l.String() != s || limitOf(t, l.String()) != l {
			t.Errorf("%q: got %q", s, l)
		}
	}
}

func TestRungWords(t *testing.T) {
	t.Parallel()
	for r := Decided; r <= Alone; r++ {
		for _, who := range [][]string{{"finance"}, {"finance", "sales"}, {"finance", "sales", "shop-lead"}} {
			s := readRung(Text{Text: r.Phrase(who...)})
			if s.rung != r || s.fault != "" || r != Alone && len(s.who) != len(who) {
				t.Errorf("%q: got %+v", r.Phrase(who...), s)
			}
		}
		if s := readRung(Text{Text: string('0' + byte(r))}); s.rung != r {
			t.Errorf("digit %d: got %v", r, s.rung)
		}
	}
	if got := Heard.Phrase(); got != "X decides after hearing us" {
		t.Errorf("got %q", got)
	}
	if got := Rung(0).String() + Rung(0).Phrase("a") + Rung(9).Phrase(); got != "" {
		t.Errorf("got %q", got)
	}
}
