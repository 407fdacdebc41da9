package check_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// sentenceRules are the rules that look at one sentence, and where it stands
// for each of them.
var sentenceRules = []struct {
	rule check.Rule
	file string // %s is the sentence
	path string
}{
	{check.BlameLabel, lesson, "lessons/a.md"},
	{check.PersonFailed, lesson, "lessons/a.md"},
	{check.IfOnly, lesson, "lessons/a.md"},
	{check.Verdict, lesson, "lessons/a.md"},
	{check.TryHarder, lesson, "lessons/a.md"},
	{check.OneCause, lesson, "lessons/a.md"},
	{check.VagueWords, "---\nbar:\n  - should: %q\n---\n# A\n", "standards/a.md"},
	{check.DriftingWords, "---\ncheck-ins:\n  - date: 2026-07-14\n    say: %q\n---\n# A\n", "commitments/a.md"},
}

// aloneBy returns what one rule finds in a document.
func aloneBy(r *check.Rule, d *document.Document) []diag.Problem {
	return slices.DeleteFunc(check.Alone(d), func(p diag.Problem) bool { return p.Rule != r.Name })
}

const lesson = "# A\n\n## What happened\n\n%s\n"

func compiled(path, text string) *document.Document {
	return document.Compile(source.NewFile(path, []byte(text)), &document.Options{
		Kinds:    schema.BuiltIn(),
		Limits:   schema.DefaultLimits(),
		Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true},
	})
}

// TestSentences measures each rule about words with sentences that were
// labelled by hand: of what it says at least nine of ten are right, and it
// finds at least seven of ten that it should.
func TestSentences(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/sentences/en.txt")
	if err != nil {
		t.Fatal(err)
	}
	type score struct{ right, wrong, missed int }
	scores := map[string]*score{}
	for _, r := range sentenceRules {
		scores[r.rule.Name] = &score{}
	}
	harmless, all := 0, 0
	for row := range strings.Lines(string(text)) {
		label, sentence, ok := strings.Cut(strings.TrimSpace(row), " | ")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		all++
		labels := strings.Fields(label)
		if label == "-" {
			harmless++
		} else if slices.ContainsFunc(labels, func(l string) bool { return scores[l] == nil }) {
			t.Errorf("%s is no rule about words", label)
		}
		for _, r := range sentenceRules {
			write := sentence
			if strings.Contains(r.file, "%q") {
				write = strings.ReplaceAll(sentence, `"`, "'")
			}
			found := aloneBy(&r.rule, compiled(r.path, fmt.Sprintf(r.file, write)))
			switch s := scores[r.rule.Name]; {
			case len(found) > 0 && slices.Contains(labels, r.rule.Name):
				s.right++
			case len(found) > 0 && (label == "-" || strings.Contains(r.file, "What happened")):
				s.wrong++
				t.Logf("%s wrongly: %s", r.rule.Name, sentence)
			case len(found) == 0 && slices.Contains(labels, r.rule.Name):
				s.missed++
				t.Logf("%s missed: %s", r.rule.Name, sentence)
			}
		}
	}
	if all < 200 || harmless < all*4/10 {
		t.Errorf("%d of %d sentences are harmless", harmless, all)
	}
	for _, r := range sentenceRules {
		s := scores[r.rule.Name]
		t.Logf("%-15s right %2d, wrong %2d, missed %2d", r.rule.Name, s.right, s.wrong, s.missed)
		if s.right*10 < 9*(s.right+s.wrong) {
			t.Errorf("%s: %d of %d hints are right", r.rule.Name, s.right, s.right+s.wrong)
		}
		if s.right*10 < 7*(s.right+s.missed) {
			t.Errorf("%s: %d of %d are found", r.rule.Name, s.right, s.right+s.missed)
		}
	}
}

// BenchmarkLessonWords reads a lesson of about 500 words with each rule about
// words that is on.
func BenchmarkLessonWords(b *testing.B) {
	text := "# A\n\n" + strings.Repeat("## Heading\n\nThe wording request went to a shared inbox, and the team found it there nine days later. "+
		"Its week was already planned with the shop, so the page was ready on 30 March. Four people gave four answers to the question who signs off.\n\n", 11)
	d := compiled("lessons/a.md", text)
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range sentenceRules {
			if r.rule.Name != "one-cause" {
				aloneBy(&r.rule, d)
			}
		}
	}
	b.ReportMetric(float64(len(strings.Fields(d.Content.Text))), "words")
}

// BenchmarkNamesAPerson looks for 100 names in 600 lessons of 500 words.
func BenchmarkNamesAPerson(b *testing.B) {
	m := model.New()
	m.Org = &schema.Org{}
	for i := range 100 {
		m.Org.People = append(m.Org.People, schema.OrgEntry{ID: fmt.Sprintf("given-name-%d", i), Name: fmt.Sprintf("Given%d Name", i)})
	}
	text := "# A\n\n" + strings.Repeat("The wording request went to a shared inbox, and the team found it there nine days later. "+
		"Its week was already planned with the shop, so the page was ready on 30 March. Four people gave four answers.\n\n", 12)
	var docs []*document.Document
	for i := range 600 {
		docs = append(docs, compiled(fmt.Sprintf("lessons/a%03d.md", i), text))
	}
	m = m.Replace(source.NewTree(nil, nil), docs, nil, docs)
	b.ReportAllocs()
	for b.Loop() {
		check.NamesAPerson.Site(m, func(*document.Document, diag.Problem) { b.Fatal("nobody is named") })
	}
}

// FuzzWords holds that no text makes a rule about words fail, and that each
// hint stands on the words it speaks of.
func FuzzWords(f *testing.F) {
	text, err := os.ReadFile("testdata/sentences/en.txt")
	if err != nil {
		f.Fatal(err)
	}
	for row := range strings.Lines(string(text)) {
		if _, sentence, ok := strings.Cut(row, " | "); ok {
			f.Add(sentence)
		}
	}
	f.Add("\"if only `he`’s ‘\x01 the teams 90 % done\" she’d have ought to’ve")
	f.Fuzz(func(t *testing.T, sentence string) {
		for _, r := range sentenceRules {
			d := compiled(r.path, fmt.Sprintf(r.file, sentence))
			for _, p := range aloneBy(&r.rule, d) {
				if p.Span.Start.Line == 0 || p.Span.End.Byte <= p.Span.Start.Byte || p.Span.End.Byte > len(d.File.Data) {
					t.Errorf("%s in %q stands at %v", p.Message, sentence, p.Span)
				}
				if strings.Contains(p.Message+p.Fix, "%s") || p.Why == "" || p.Label == "" {
					t.Errorf("%q says %+v", sentence, p)
				}
			}
		}
	})
}
