package check_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// want is an expectation in a fixture: it stands on the line of the problem,
// or alone on the first line for a problem of the whole document.
var want = regexp.MustCompile(`<!-- want (.*?) -->`)

// TestRules runs each archive in testdata as a site. A line that breaks a rule
// says so itself: <!-- want rule "part of the message" "part of the fix" -->.
func TestRules(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no fixtures", err)
	}
	tested := map[string]bool{}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var wants, got []string
			m := modelOf(a)
			for _, f := range a.Files {
				for i, line := range strings.Split(string(f.Data), "\n") {
					for _, w := range want.FindAllStringSubmatch(line, -1) {
						wants = append(wants, fmt.Sprintf("%s:%d: %s", f.Name, i+1, w[1]))
					}
				}
			}
			site := check.Site(m)
			for _, d := range m.Docs {
				for _, p := range slices.Concat(check.References(m, d), check.Alone(d), site[d]) {
					tested[p.Rule] = true
					got = append(got, matching(wants, p))
				}
			}
			slices.Sort(wants)
			slices.Sort(got)
			if !slices.Equal(got, wants) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(wants, "\n"))
			}
		})
	}
	for _, r := range check.All {
		if !tested[r.Name] {
			t.Errorf("no fixture breaks the rule %s", r.Name)
		}
		if len(r.Doc) < 40 {
			t.Errorf("rule %s has no documentation", r.Name)
		}
	}
}

// matching returns the expectation that a problem meets, else the problem in
// the same form.
func matching(wants []string, p diag.Problem) string {
	line := max(p.Span.Start.Line, 1)
	for _, w := range wants {
		place, text, _ := strings.Cut(w, ": ")
		rule, rest, _ := strings.Cut(text, " ")
		if place != fmt.Sprintf("%s:%d", p.File, line) || rule != p.Rule {
			continue
		}
		all := true
		for _, part := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(rest, -1) {
			all = all && strings.Contains(p.Message+"\n"+p.Label+"\n"+p.Fix, part[1])
		}
		if all && p.Why != "" && p.Fix != "" {
			return w
		}
	}
	return fmt.Sprintf("%s:%d: %s %q %q %q", p.File, line, p.Rule, p.Message, p.Label, p.Fix)
}

func modelOf(a *txtar.Archive) *model.Model {
	var files []*source.File
	for _, f := range a.Files {
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	tree := source.NewTree(files, nil)
	o := &document.Options{
		Kinds:    schema.BuiltIn(),
		Limits:   schema.DefaultLimits(),
		Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true},
	}
	var docs []*document.Document
	drafts := map[string]bool{}
	for _, f := range tree.Files {
		if !source.IsDocument(f.Path) {
			continue
		}
		if d := document.Compile(f, o); d.Draft {
			drafts[d.Path], drafts["[["+d.ID] = true, true
		} else {
			docs = append(docs, d)
		}
	}
	m := model.New().Replace(tree, docs, nil, docs)
	m.Held = func(name string) (model.Absence, bool) {
		return model.Absence{Reason: "it is a draft", Fix: "take draft: true out"}, drafts[name]
	}
	return m
}
