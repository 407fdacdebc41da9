package line

import (
	"strings"
	"testing"

	"remit/generator/internal/diag"
)

func TestSub(t *testing.T) {
	t.Parallel()
	src := []byte("owns:\n  - Grüße an alle\n  - 'Größe: klein'\n  - \"a \\\" b\"\n  - \"a \\L b\"\n  - one\n    two\n")
	lines := diag.NewLines(src)
	for _, c := range []struct {
		name         string
		text         Text
		from, to     int
		want         string
		line, column int
		bytes        string // what the span holds
	}{
		{"plain", Text{"Grüße an alle", lines.Span(10, 25)}, 8, 10, "an", 2, 11, "an"},
		{"quoted", Text{"Größe: klein", lines.Span(30, 46)}, 9, 14, "klein", 3, 13, "klein"},
		{"escaped quote", Text{"a \" b", lines.Span(51, 59)}, 4, 5, "b", 4, 5, `"a \" b"`},
		{"escape of as many bytes", Text{"a \u2028 b", lines.Span(64, 72)}, 6, 7, "b", 5, 5, `"a \L b"`},
		{"folded", Text{"one two", lines.Span(77, 88)}, 4, 7, "two", 6, 5, "one\n    two"},
		{"outside", Text{"Grüße an alle", lines.Span(10, 25)}, -3, 99, "Grüße an alle", 2, 5, "Grüße an alle"},
		{"turned round", Text{"Grüße an alle", lines.Span(10, 25)}, 9, 3, "", 2, 12, ""},
		{"no place", Text{Text: "one"}, 1, 2, "n", 0, 0, ""},
	} {
		got := c.text.Sub(c.from, c.to)
		held := string(src[got.Span.Start.Byte:got.Span.End.Byte])
		if got.Text != c.want || got.Span.Start.Line != c.line || got.Span.Start.Column != c.column || held != c.bytes {
			t.Errorf("%s: got %q at %+v, which holds %q", c.name, got.Text, got.Span, held)
		}
		if c.line > 0 && got.Span != lines.Span(got.Span.Start.Byte, got.Span.End.Byte) {
			t.Errorf("%s: %+v is no place", c.name, got.Span)
		}
	}
}

func TestCutAndJoin(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][3]string{
		"Opening hours: alone": {"Opening hours", "alone", "true"},
		"a:b: c: d":            {"a:b", "c: d", "true"},
		"  a :\t b ":           {"a", "b", "true"},
		"10:30":                {"10:30", "", "false"},
		"end:":                 {"end", "", "true"},
		"no":                   {"no", "", "false"},
		":":                    {"", "", "true"},
		"":                     {"", "", "false"},
	} {
		l := Cut(at(in))
		if got := [3]string{l.Head.Text, l.Rest.Text, map[bool]string{true: "true", false: "false"}[l.HasRest]}; got != want || l.Text.Text != in {
			t.Errorf("%q: got %q", in, got)
		}
	}
	src := []byte(`- Tools: "then tell finance"`)
	lines := diag.NewLines(src)
	l := Join(Text{"Tools", lines.Span(2, 7)}, Text{"then tell finance", lines.Span(9, 28)})
	if l.Text.Text != "Tools: then tell finance" || l.Span != lines.Span(2, 28) {
		t.Errorf("got %q at %v", l.Text.Text, l.Span)
	}
	d := ParseDecision(l)
	if d.Rung != Telling || len(d.Who) != 1 || string(src[d.Who[0].Span.Start.Byte:d.Who[0].Span.End.Byte]) != "finance" {
		t.Errorf("got %+v", d)
	}
}

// TestLongLine holds that no text takes long, whatever stands in it.
func TestLongLine(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"with a, ", "1 000 ", "up to 5 EUR ", "alone ", "by 12 May ", "because ", "decide ", ": ", "every two ", "("} {
		in := strings.Repeat(s, 100_000/len(s)) + ": " + strings.Repeat(s, 100_000/len(s))
		for _, text := range []string{in, in[:longest]} {
			l := Cut(at(text))
			if d := ParseDecision(l); text == in && (d.Fault == "" || d.Rung != 0) {
				t.Errorf("%.20q: got %+.100v", s, d.Rung)
			}
			allParts(l)
			ParseAmount(text)
			ParseMonths(text)
			Key(text)
		}
	}
}
