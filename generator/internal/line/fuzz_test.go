package line

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/diag"
)

// FuzzLines holds that no parser panics, that each part of a line is a part of
// its text, and that each place lies in the line and holds what it says.
func FuzzLines(f *testing.F) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatal("no tables", err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			for row := range strings.Lines(string(file.Data)) {
				in, _, _ := strings.Cut(row, " => ")
				f.Add(in)
			}
		}
	}
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) || strings.ContainsAny(in, "\n\r") {
			return // a line of a file that was read has neither
		}
		src := "- " + in
		l := Cut(at(in))
		for _, part := range allParts(l) {
			if !strings.Contains(in, part.Text) {
				t.Errorf("%q is no part of %q", part.Text, in)
			}
			from, to := part.Span.Start.Byte, part.Span.End.Byte
			if from == 0 && to == 0 && part.Text == "" {
				continue
			}
			if src[from:to] != part.Text {
				t.Errorf("%q in %q has the place of %q", part.Text, in, src[from:to])
			}
			if part.Span != diag.NewLines([]byte(src)).Span(from, to) {
				t.Errorf("%q in %q has the columns %v", part.Text, in, part.Span)
			}
		}
		d := ParseDecision(l)
		// A topic that was joined from both sides of its limit has the place of
		// the head, which may hold a colon of its own.
		head := d.Topic.Span.Start == l.Head.Span.Start && d.Topic.Span.End.Byte <= l.Span.End.Byte
		if joined := d.Topic.Text; !strings.Contains(in, joined) && !head {
			t.Errorf("topic %q of %q stands at %v", joined, in, d.Topic.Span)
		}
		if d.Fault == "" && (d.Rung == 0 || d.Topic.Text == "" || d.Near != "") {
			t.Errorf("%q is not understood, and no fault says so: %+v", in, d)
		}
		if d.Fault != "" && d.Near == "" {
			t.Errorf("%q has a fault and no way out: %s", in, d.Fault)
		}
		if d.Limit.Stated && !(d.Limit.From <= d.Limit.To) {
			t.Errorf("%q has the limit %v", in, d.Limit)
		}
		ascii := !strings.ContainsFunc(in, func(r rune) bool { return r >= utf8.RuneSelf })
		if key := Key(in); ascii && key != Key(strings.ToUpper(in)) || strings.ContainsFunc(key, isWordRune) && key != Key(" "+in+" ! ") {
			t.Errorf("%q has the key %q, in capitals %q, with marks %q", in, key, Key(strings.ToUpper(in)), Key(" "+in+" ! "))
		}
		ParseAmount(in)
		ParseMonths(in)
	})
}

func allParts(l Line) []Text {
	d, m, s, f, a, v, r := ParseDecision(l), ParseMeasure(l), ParseStanding(l), ParseFollowUp(l), ParseAnswer(l), ParseMove(l), ParseRhythm(l)
	parts := []Text{
		l.Head, l.Rest, d.LimitAt, d.How, m.What, m.Target, m.By.Text, s.Standard, s.By.Text, s.Decision,
		f.What, f.Team, f.By.Text, f.Done.Text, a.Statement, v.Date.Text, v.Reason, r.What, r.Every, ParseDate(l.Text).Text,
	}
	for _, form := range []WhoForm{TeamFirst, TeamLast, Tried} {
		w := ParseWho(l, form)
		parts = append(parts, w.Team, w.How, w.Until.Text)
	}
	return append(parts, d.Who...)
}

func BenchmarkDecision(b *testing.B) {
	l := Cut(at("Tools up to 200 EUR a month: then tell finance and legal, because Finance keeps the books"))
	b.ReportAllocs()
	for b.Loop() {
		ParseDecision(l)
	}
}

func BenchmarkMeasure(b *testing.B) {
	l := Cut(at("Solved in one contact: from 62 % to 70 % by December 2026"))
	b.ReportAllocs()
	for b.Loop() {
		ParseMeasure(l)
	}
}

func BenchmarkFollowUp(b *testing.B) {
	l := Cut(at("Ask whose it is on day one of the next two launches: checkout by 2026-06-30"))
	b.ReportAllocs()
	for b.Loop() {
		ParseFollowUp(l)
	}
}

func BenchmarkKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Key("Customer questions by phone, mail and chat")
	}
}
