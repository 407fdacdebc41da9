package model

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// FuzzEdits makes a model by many edits and holds it against one made afresh:
// every index must be equal, and so must every answer that is worked out of
// several.
func FuzzEdits(f *testing.F) {
	for seed := range uint64(12) {
		f.Add(seed)
	}
	org, _ := schema.DecodeOrg([]byte("teams:\n  t1: {name: One, aliases: [a1]}\n  t9: {name: Nine, retired: 2025-01-01}\npatterns:\n  p1: {name: Pattern, aliases: [p2]}\ntopics:\n  refunds: {name: Refunds, aliases: [money back]}\n"))
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 7))
		docs := map[string]*document.Document{}
		m := New()
		for range 12 {
			var gone, fresh []*document.Document
			for range 1 + r.IntN(3) {
				p := randomPath(r)
				if d := docs[p]; d != nil && !slices.Contains(fresh, d) {
					gone = append(gone, d)
					delete(docs, p)
				}
				if docs[p] == nil && r.IntN(4) > 0 {
					docs[p] = document.Compile(source.NewFile(p, []byte(randomText(r))), compileOptions)
					fresh = append(fresh, docs[p])
				}
			}
			all := sorted(docs)
			m = m.Replace(source.NewTree(nil, nil), all, gone, fresh)
			want := New().Replace(source.NewTree(nil, nil), all, nil, all)
			for _, m := range []*Model{m, want} {
				m.Org, m.Today = org, today
			}
			compareModels(t, m, want)
		}
	})
}

var compileOptions = &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits()}}

// compareModels looks at all indexes, whatever they are called, and asks for
// all that is worked out of several.
func compareModels(t *testing.T, got, want *Model) {
	t.Helper()
	a, b := reflect.ValueOf(got).Elem(), reflect.ValueOf(want).Elem()
	indexes := 0
	for i := range a.NumField() {
		groups := a.Field(i).MethodByName("Groups")
		if !a.Type().Field(i).IsExported() || !groups.IsValid() {
			continue
		}
		indexes++
		if a.Field(i).FieldByName("rows").IsNil() {
			t.Fatalf("Replace forgets the index %s", a.Type().Field(i).Name)
		}
		x, y := groups.Call(nil)[0], b.Field(i).MethodByName("Groups").Call(nil)[0]
		if x.Len() != y.Len() || x.Len() > 0 && !reflect.DeepEqual(x.Interface(), y.Interface()) {
			t.Errorf("the index %s differs from a fresh one", a.Type().Field(i).Name)
		}
	}
	if indexes < 20 {
		t.Errorf("only %d indexes were compared", indexes)
	}
	answers := func(m *Model) string {
		var b strings.Builder
		for _, question := range []string{"teams", "circles", "areas", "topics", "usual refunds", "lessons t1", "patterns", "kept t1 commitment", "room", "asks", "asked t1", "partners t1", "all-due"} {
			fmt.Fprintln(&b, question, ask(m, question))
		}
		for _, d := range m.Docs {
			for _, verb := range []string{"owner", "status", "successors", "due", "lessons", "adoption", "incoming"} {
				fmt.Fprintln(&b, verb, d.Path, ask(m, verb+" "+d.Path))
			}
		}
		return b.String()
	}
	if x, y := answers(got), answers(want); x != y {
		t.Errorf("the answers differ from those of a fresh model:\ngot\n%s\nwant\n%s", x, y)
	}
}

func randomPath(r *rand.Rand) string {
	folder := []string{"charters", "standards", "lessons", "decisions", "commitments", "assessments", "pages"}[r.IntN(7)]
	if r.IntN(6) == 0 {
		return fmt.Sprintf("t%d/charter.md", r.IntN(4))
	}
	return fmt.Sprintf("%s/t%d.md", folder, r.IntN(4))
}

// randomText is a document with some of all the keys that the model indexes;
// those that its kind does not have say nothing.
func randomText(r *rand.Rand) string {
	id := func() string {
		return []string{"t0", "t1", "t2", "t3", "t9", "a1", "One", "standard/t1", "pages/t2"}[r.IntN(9)]
	}
	day := func() string { return fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(9), 1+r.IntN(28)) }
	lines := []func() string{
		func() string { return "owner: " + id() },
		func() string { return "status: " + []string{"draft", "active", "retired"}[r.IntN(3)] },
		func() string { return "reviewed: " + day() },
		func() string { return "date: " + day() },
		func() string { return "replaces: [" + id() + ", " + id() + "]" },
		func() string { return "owns: [Refunds, Money back, Help pages]" },
		func() string {
			return "decides:\n  - Refunds up to 500 EUR: alone\n  - Money back: together with " + id() + "\n  - Tools: " + id() + " decides"
		},
		func() string { return "practice:\n  - Refunds up to 500 EUR: together with " + id() },
		func() string { return "type: " + []string{"platform", "room-check"}[r.IntN(2)] },
		func() string { return "works-with:\n  - " + id() + ": weekly\n  - " + id() + ": monthly" },
		func() string { return "standards:\n  - " + id() + ": meets\n  - " + id() + ": exempt (t1)" },
		func() string {
			return "applies-to: [" + []string{"everyone", id(), "\"type:platform\""}[r.IntN(3)] + "]"
		},
		func() string { return "room:\n  - date: " + day() + "\n    wider: More" },
		func() string { return "touches: [" + id() + ", " + id() + "]" },
		func() string { return "patterns: [p1, p2, p3]" },
		func() string { return "changes: [" + id() + "]" },
		func() string { return "due: " + day() + "\nresults: [\"More: from 1 to 2\"]" },
		func() string {
			return "check-ins:\n  - date: " + day() + "\n    say: fine\n    needs: " + id() + " to help"
		},
		func() string { return "tags: [x, y]\naliases: [/old/" + id() + "/]" },
	}
	var b strings.Builder
	b.WriteString("---\n")
	for _, line := range lines {
		if r.IntN(3) > 0 {
			b.WriteString(line() + "\n")
		}
	}
	fmt.Fprintf(&b, "---\n# Title %d\n\n[[%s]] [x](../charters/t1.md)\n\n## What support we need\n\nTime.\n\n## What we ask for\n\nTime.\n", r.IntN(9), id())
	return b.String()
}

// TestFreshModelHasNothing wants a model without documents to answer all the
// same.
func TestFreshModelHasNothing(t *testing.T) {
	t.Parallel()
	m := siteOf([]txtar.File{})
	for _, question := range []string{"teams", "circles", "areas", "topics", "patterns", "room", "asks"} {
		if got := ask(m, question); len(got) != 0 {
			t.Errorf("%s: %q", question, got)
		}
	}
}
