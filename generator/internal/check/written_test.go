package check_test

import (
	"slices"
	"testing"

	"remit/generator/internal/check"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// TestOwnKinds holds that what is core in a kind of the site's own is asked for
// as in ours, and that a field added to one of ours is too.
func TestOwnKinds(t *testing.T) {
	t.Parallel()
	kinds, problems := schema.ParseKinds(schema.BuiltIn(), map[string][]byte{
		"kinds/role.yaml": []byte(`
kind: role
doc: What one role does.
fields:
  - name: fills
    core: true
    prompt: Who has the role?
    doc: The team that has the role.
sections:
  - name: tasks
    core: true
    doc: What the role does each week.
    headings: {en: [Tasks], de: [Aufgaben]}
`),
		"kinds/lesson.yaml": []byte(`
fields:
  - name: cost
    core: true
    doc: What it cost.
`),
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct {
		path, text string
		want       []string
	}{
		{"roles/a.md", "# A\n", []string{`missing-field: this role does not say "fills"`, `missing-section: this role has no section "Tasks"`}},
		{"roles/b.md", "---\nlanguage: de\nfills: support\n---\n# B\n", []string{`missing-section: this role has no section "Aufgaben"`}},
		{"roles/c.md", "---\nfills: support\n---\n# C\n\n## Aufgaben\n\nAlle.\n", nil},
		{"roles/d.md", "---\nstatus: draft\n---\n# D\n", nil},
		{"roles/e.md", "---\nstatus: draft\n---\nD\n", []string{"missing-field: this role has no title"}},
		{"lessons/f.md", "---\ndate: 2026-01-01\ntouches: [x]\n---\n# F\n", []string{`missing-field: this lesson does not say "cost"`}},
	} {
		f := source.NewFile(c.path, []byte(c.text))
		d := document.Compile(f, &document.Options{
			Kinds: kinds, Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits()},
		})
		var got []string
		for _, p := range check.Alone(d) {
			if p.Rule == "missing-field" || p.Rule == "missing-section" {
				got = append(got, p.Rule+": "+p.Message)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.path, got, c.want)
		}
	}
}

// FuzzAlone holds that no text makes a rule about one document fail, and that
// each finding lies within the file.
func FuzzAlone(f *testing.F) {
	for _, seed := range []string{
		"# A\n\nTODO\n\n- FILL IN \"FILL IN\" `FILL IN`\n\n[a]: https://example.org/YOURSIG\n",
		"---\nbar:\n  - must: Use `a b` for\n    checked: x\n  - should: Store in [Keeper\n---\nA team at a large company\n",
		"---\nowns: TBD\ndecides:\n  - x\n  - x up to 5: y\nmoved: [x]\n---\n| a | b |\n| - | - |\n| TBD | TODO: |\n",
		"# A\n\n\x00\x00\n\nTODO", // what stands for a stray byte is longer than it
		"---\ntype: pulse\nn: 4\n---\n<!-- YOURSIG --> lorem Lorem ipsum <insert a>\r\n\r\n## Why\r\n",
	} {
		for _, k := range schema.BuiltIn().All() {
			f.Add(k.Folder+"/a.md", seed)
		}
	}
	o := &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true}}
	f.Fuzz(func(t *testing.T, path, text string) {
		d := document.Compile(source.NewFile(path, []byte(text)), o)
		for _, p := range check.Alone(d) {
			if from, to := p.Span.Start.Byte, p.Span.End.Byte; from < 0 || to < from || to > len(text) {
				t.Errorf("%s lies at [%d, %d) of %d bytes", p.Rule, from, to, len(text))
			}
			if p.Message == "" || p.Why == "" || p.Fix == "" {
				t.Errorf("%s says too little: %+v", p.Rule, p)
			}
		}
	})
}
