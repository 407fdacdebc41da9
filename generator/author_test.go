package generator

import (
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/diag"
)

// firstOfAugust is the day of the tests.
var firstOfAugust = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

// look reads a folder on that day.
func look(t *testing.T, dir string) *Snapshot {
	t.Helper()
	s, err := Look(t.Context(), dir, Options{NoGit: true, Today: firstOfAugust})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// begin begins a document and writes it.
func begin(t *testing.T, dir string, o BeginOptions) []Change {
	t.Helper()
	b, err := look(t, dir).Begin(o)
	if err != nil {
		t.Fatalf("%+v: %v", o, err)
	}
	changes, err := b.Changes()
	if err != nil {
		t.Fatalf("%+v: %v", o, err)
	}
	if err := Write(dir, changes); err != nil {
		t.Fatalf("%+v: %v", o, err)
	}
	return changes
}

// aboutBlanks are the rules that miss what a document does not say, by the
// field that says it.
var aboutBlanks = map[string]string{
	"no-owner": "owner", "no-owns": "owns", "no-decides": "decides", "no-success": "success", "no-works-with": "works-with",
	"no-support": "counts-on", "no-rhythm": "rhythm", "no-due-date": "due", "no-result": "results", "idle-decision": "changes",
	"no-stop-sign": "stop-if", "touches-nothing": "touches", "no-trigger": "when", "no-done-when": "done-when", "no-must": "bar",
}

// TestNewChecksClean begins two documents of each kind: nothing is wrong with
// them but the blanks that they show.
func TestNewChecksClean(t *testing.T) {
	t.Parallel()
	dir := writeSite(t, map[string]string{"org.yaml": "teams:\n  post: {name: Post, charter: none}\n"})
	for _, kind := range KindNames() {
		begin(t, dir, BeginOptions{Kind: kind, Title: "First " + kind})
		begin(t, dir, BeginOptions{Kind: kind, Title: "Second " + kind, Owner: "post"})
	}
	s := look(t, dir)
	found := map[string]bool{}
	for _, p := range s.Problems() {
		found[p.File] = true
		text := string(s.source(p.File))
		switch field, known := aboutBlanks[p.Rule]; {
		case p.Rule == "template-text", p.File == "org.yaml":
		case p.Rule == "missing-field" && strings.Contains(strings.Split(text, "\n")[p.Span.Start.Line-1], ":  # "+Blank):
		case known && strings.Contains(text, "\n"+field+":  # "+Blank):
		default:
			t.Errorf("%s:%d: %s[%s]: %s, which is no blank of\n%s", p.File, p.Span.Start.Line, p.Severity, p.Rule, p.Message, text)
		}
	}
	for _, d := range s.model.Docs {
		if !found[d.Path] && d.Kind.Name != "page" { // a page may say anything
			t.Errorf("nothing tells of the blanks of %s", d.Path)
		}
	}
}

// TestNewIsComplete answers all that is asked, with the examples that the
// questions show: nothing is left to mend.
func TestNewIsComplete(t *testing.T) {
	t.Parallel()
	dir := writeSite(t, map[string]string{
		"org.yaml": "teams:\n  finance: {name: Finance, charter: none}\n  warehouse: {name: Warehouse, charter: none}\n  checkout: {name: Checkout, charter: none}\n  studio: {name: Studio, charter: none}\n  support: {name: Support, charter: none}\nroles:\n  operations-lead: Head of Operations\n",
	})
	for _, kind := range KindNames() {
		b, err := look(t, dir).Begin(BeginOptions{Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range b.Questions() {
			answer := q.Example
			switch {
			case q.name == "touches":
				answer = "checkout, studio"
			case q.name == "starts" || q.name == "ends" || q.name == "due":
				answer = "2026-09-30"
			case len(q.Words) > 0:
				answer = q.Words[0]
			case answer == "" && q.sort == forTitle:
				answer = "About the " + kind
			case answer == "":
				answer = "We look at 12 pages in May, and say what we saw."
			}
			if err := b.Answer(q, answer); err != nil {
				t.Errorf("%s: %s %q: %v", kind, q.Text, answer, err)
			}
		}
		changes, err := b.Changes()
		if err != nil {
			t.Fatal(err)
		}
		if kind != "standard" && strings.Contains(string(changes[0].New), Blank) { // groups of keys are not asked for
			t.Errorf("%s: a blank is left in\n%s", kind, changes[0].New)
		}
		if err := Write(dir, changes); err != nil {
			t.Fatal(err)
		}
	}
	s := look(t, dir)
	for _, p := range s.Problems() {
		if p.Severity > diag.Hint && p.File != "standards/about-the-standard.md" {
			t.Errorf("%s:%d: %s[%s]: %s\n%s", p.File, p.Span.Start.Line, p.Severity, p.Rule, p.Message, s.source(p.File))
		}
	}
}

func TestBeginFrom(t *testing.T) {
	t.Parallel()
	dir := writeSite(t, map[string]string{
		"charters/support.md":       "# Support\n",
		"commitments/mail.md":       "---\nowner: support\nserves: [reach, one, support]\noutcome: missed\n---\n# One: mail\n",
		"experiments/chat.md":       "---\nowner: support\n---\n# Chat\n",
		"lessons/2026-01-of-old.md": "---\nowner: support\n---\n# Old\n",
		"playbooks/one.md":          "# One\n",
		"org.yaml":                  "goals:\n  reach: Reach\n",
	})
	for _, c := range []struct {
		from, path string
		want       []string
		back       bool
	}{
		{"mail", "lessons/2026-08-what-we-learned-from-one-mail.md",
			[]string{"owner: support", "touches: [support, one]", "from: missed-deadline", "# What we learned from: One: mail"}, true},
		{"commitments/mail.md", "lessons/2026-08-what-we-learned-from-one-mail.md", []string{"owner: support"}, true},
		{"experiments/chat", "lessons/2026-08-what-we-learned-from-chat.md", []string{"owner: support", "touches: [support]", "from: experiment"}, false},
	} {
		b, err := look(t, dir).Begin(BeginOptions{Kind: "lesson", From: c.from})
		if err != nil {
			t.Error(err)
			continue
		}
		changes, err := b.Changes()
		if err != nil {
			t.Error(err)
			continue
		}
		if changes[0].File != c.path || c.back != (len(changes) == 2) {
			t.Errorf("from %s: %s and %d changes", c.from, changes[0].File, len(changes))
		}
		lines := strings.Split(string(changes[0].New), "\n")
		for _, want := range c.want {
			if !slices.Contains(lines, want) {
				t.Errorf("from %s: no line %q in\n%s", c.from, want, changes[0].New)
			}
		}
	}
	if _, err := look(t, dir).Begin(BeginOptions{Kind: "lesson", From: "mial"}); err == nil || !strings.Contains(err.Error(), `did you mean "mail"?`) {
		t.Errorf("a slip: %v", err)
	}
}

// TestWriteOneByOne wants a file that cannot be written not to keep the others
// from being written, and nothing to be written over.
func TestWriteOneByOne(t *testing.T) {
	t.Parallel()
	dir := writeSite(t, map[string]string{"a.md": "edited", "b.md": "b", "c.md": "c"})
	err := Write(dir, []Change{
		{File: "a.md", Old: []byte("a"), New: []byte("A")},
		{File: "b.md", Old: []byte("b"), New: []byte("B")},
		{File: "c.md", New: []byte("C")},
		{File: "d.md", New: []byte("D")},
	})
	for _, name := range []string{"a.md", "c.md"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error says nothing of %s: %v", name, err)
		}
	}
	for file, want := range map[string]string{"a.md": "edited", "b.md": "B", "c.md": "c", "d.md": "D"} {
		if got := string(look(t, dir).source(file)); got != want {
			t.Errorf("%s holds %q, want %q", file, got, want)
		}
	}
}
