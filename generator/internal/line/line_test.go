package line

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/diag"
)

var update = flag.Bool("update", false, "write what is read now into testdata")

// TestLines reads the tables in testdata: each file of an archive is named
// after a grammar, each line in it is written "line => what it says".
func TestLines(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no tables", err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range a.Files {
			var out strings.Builder
			for row := range strings.Lines(string(f.Data)) {
				row = strings.TrimSuffix(row, "\n")
				in, want, _ := strings.Cut(row, " => ")
				got := said(f.Name, in)
				if strings.Contains(name, "examples") && (strings.Contains(got, "fault") || strings.Contains(got, "unreadable")) {
					t.Errorf("%s: %s", in, got)
				}
				if got != want && !*update {
					t.Errorf("%s: %s: %s\ngot  %s\nwant %s", name, f.Name, in, got, want)
				}
				fmt.Fprintf(&out, "%s => %s\n", in, got)
			}
			a.Files[i].Data = []byte(out.String())
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// at is a text on a line of its own that begins in the third column.
func at(s string) Text {
	lines := diag.NewLines([]byte("- " + s))
	return Text{s, lines.Span(2, 2+len(s))}
}

// said writes what a grammar reads in a line, the empty parts left out.
func said(grammar, in string) string {
	l := Cut(at(in))
	switch grammar {
	case "decision":
		d := ParseDecision(l)
		return parts("topic", d.Topic.Text, "limit", limitWords(d.Limit), "rung", d.Rung.String(), "who", strings.Join(texts(d.Who), " | "),
			"because", d.Because, "fault", d.Fault, "near", d.Near)
	case "works-with", "not-ours", "tried-by":
		w := ParseWho(l, map[string]WhoForm{"works-with": TeamFirst, "not-ours": TeamLast, "tried-by": Tried}[grammar])
		return parts("team", w.Team.Text, "how", w.How.Text, "mode", w.Mode, "until", dateWords(w.Until), "result", w.Result)
	case "measure":
		m := ParseMeasure(l)
		return parts("what", m.What.Text, "from", amountOf(m.From), "to", amountOf(m.To), "by", dateWords(m.By))
	case "standing":
		s := ParseStanding(l)
		return parts("standard", s.Standard.Text, "state", s.State, "by", dateWords(s.By), "decision", s.Decision.Text, "near", s.Near)
	case "follow-up":
		f := ParseFollowUp(l)
		dropped := ""
		if f.Dropped {
			dropped = "yes"
		}
		return parts("what", f.What.Text, "team", f.Team.Text, "by", dateWords(f.By), "done", dateWords(f.Done), "dropped", dropped, "because", f.Because)
	case "answer":
		a := ParseAnswer(l)
		return parts("statement", a.Statement.Text, "value", a.Value, "near", a.Near)
	case "move":
		m := ParseMove(l)
		return parts("date", dateWords(m.Date), "reason", m.Reason.Text)
	case "rhythm":
		r := ParseRhythm(l)
		return parts("what", r.What.Text, "every", r.Every.Text, "days", fmt.Sprint(r.Days))
	case "date":
		return dateWords(ParseDate(at(in)))
	case "amount":
		a, ok := ParseAmount(in)
		if !ok {
			return "not read"
		}
		return fmt.Sprintf("%g %s (%s)", a.Number, a.Unit, a)
	case "months":
		n, ok := ParseMonths(in)
		return fmt.Sprint(n, ok)
	case "key":
		return Key(in)
	}
	panic("no grammar " + grammar)
}

func parts(pairs ...string) string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, pairs[i]+": "+pairs[i+1])
		}
	}
	return strings.Join(out, "; ")
}

func limitWords(l Limit) string {
	if !l.Stated {
		return ""
	}
	from, to := "[", "]"
	if l.FromOpen {
		from = "("
	}
	if l.ToOpen {
		to = ")"
	}
	return fmt.Sprintf("%s%g, %g%s %s", from, l.From, l.To, to, l.Unit)
}

func dateWords(d Date) string {
	switch {
	case d.Text.Text == "":
		return ""
	case d.Day.IsZero():
		return fmt.Sprintf("%q unreadable", d.Text.Text)
	case d.Month:
		return d.Day.Format("2006-01-02") + " month"
	}
	return d.Day.Format("2006-01-02")
}

func amountOf(a *Amount) string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("%g %s", a.Number, a.Unit)
}
