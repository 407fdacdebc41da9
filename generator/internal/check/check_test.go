package check_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// TestRules runs each archive in testdata as a site. A line that breaks a rule
// says so itself, at its end:
//
//	We aim to be good. <!-- want no-success "part of the message" "part of the fix" -->
//	owner: nobody # want unknown-id "nobody"
//	--- # want no-owns
//
// The second form is for front matter and org.yaml, the third for what is
// missing in a document as a whole, which is reported at its first line; a
// document without front matter says that on the line of its title. The marks
// are cut off before the site is compiled, and whatever is found and not
// wanted fails the test, problems of compiling included.
//
// Lines of the archive's comment may say
//
//	today 2026-09-30               the day, else 2026-08-01
//	without no-sponsor no-rhythm   rules that the archive does not look at
//	changed 2023-05-01 PATH        when a file was last changed, as Git would know it
//
// and a file fixed/PATH is what applying every edit makes of PATH.
func TestRules(t *testing.T) {
	for _, name := range fixtures(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := readSite(t, a)
			var got []string
			for _, p := range s.problems() {
				if !slices.Contains(s.without, p.Rule) {
					got = append(got, matching(s.wants, p))
				}
			}
			slices.Sort(s.wants)
			slices.Sort(got)
			if !slices.Equal(got, s.wants) {
				t.Errorf("not wanted:\n\t%s\nnot found:\n\t%s",
					strings.Join(without(got, s.wants), "\n\t"), strings.Join(without(s.wants, got), "\n\t"))
			}
			s.checkEdits(t)
		})
	}
}

// TestRulesHaveFixtures holds that each rule is broken by a fixture on purpose.
func TestRulesHaveFixtures(t *testing.T) {
	wanted := map[string]bool{}
	for _, name := range fixtures(t) {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range readSite(t, a).wants {
			_, text, _ := strings.Cut(w, ": ")
			rule, _, _ := strings.Cut(text, " ")
			wanted[rule] = true
			if check.Find(rule) == nil {
				t.Errorf("%s wants %s, which is no rule", name, rule)
			}
		}
	}
	for _, r := range check.All {
		if hasFunction(&r) && !wanted[r.Name] {
			t.Errorf("no fixture breaks the rule %s", r.Name)
		}
	}
}

// TestRulesAreExplained holds that each rule says what it finds, why that
// matters and what can be done. Its example is a site in the form of a fixture
// and breaks the rule; only the examples of faults that no document shows, such
// as a theme that cannot be read, are just text.
func TestRulesAreExplained(t *testing.T) {
	names := map[string]bool{}
	for _, r := range check.All {
		t.Run(r.Name, func(t *testing.T) {
			if names[r.Name] {
				t.Error("the name is there twice")
			}
			names[r.Name] = true
			if len(r.Doc) < 40 || !strings.HasSuffix(r.Doc, ".") {
				t.Errorf("Doc is no sentence: %q", r.Doc)
			}
			if len(r.Reason) < 20 || !strings.HasSuffix(r.Reason, ".") {
				t.Errorf("Reason is no sentence: %q", r.Reason)
			}
			if len(r.Fixes) < 2 {
				t.Errorf("there are %d Fixes, want two or more", len(r.Fixes))
			}
			for _, fix := range r.Fixes {
				if !strings.HasSuffix(fix, ".") {
					t.Errorf("the fix is no sentence: %q", fix)
				}
			}
			a := txtar.Parse([]byte(r.Example))
			switch {
			case r.Example == "":
				t.Error("there is no Example")
			case len(a.Files) == 0 && hasFunction(&r):
				t.Errorf("the Example names no file: begin it with a line such as  -- charters/support.md --\n%s", r.Example)
			case len(a.Files) > 0 && !slices.ContainsFunc(readSite(t, a).problems(), func(p diag.Problem) bool { return p.Rule == r.Name }):
				t.Errorf("the Example does not break the rule:\n%s", r.Example)
			}
		})
	}
}

// TestRulesAreComplete holds that every name of a rule that other packages
// report has its documentation here. It looks for the names in their source.
func TestRulesAreComplete(t *testing.T) {
	named := regexp.MustCompile(`(?:Rule:\s*|\.Rule(?:, \w+\.\w+)* = |Rule = |report\(|broken\(|decode\(\w+, )"([a-z]+(?:-[a-z]+)*)"`)
	found := map[string]bool{}
	err := filepath.WalkDir("../..", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(filepath.ToSlash(name), "internal/check/") {
			return err
		}
		src, err := os.ReadFile(name)
		for _, m := range named.FindAllStringSubmatch(string(src), -1) {
			found[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 40 {
		t.Errorf("only %d names of rules were found in the source", len(found))
	}
	for name := range found {
		if check.Find(name) == nil {
			t.Errorf("the rule %s is reported and not documented", name)
		}
	}
	for _, r := range check.All {
		if !hasFunction(&r) && !found[r.Name] && !strings.Contains(r.Name, "mute") {
			t.Errorf("the rule %s is documented and never reported", r.Name)
		}
	}
}

// testSite is an archive as a site.
type testSite struct {
	files   map[string][]byte // as compiled, without the marks
	fixed   map[string][]byte
	wants   []string // path:line: rule "part" ...
	without []string
	changed map[string]source.Dates
	docs    []*document.Document // all that are compiled
	reading []diag.Problem       // of remit.yaml, org.yaml and kinds/
	model   *model.Model         // holds those that are shown
}

var (
	inText = regexp.MustCompile(`[ \t]*<!-- want (.*?) -->`)
	inYAML = regexp.MustCompile(`[ \t]*# want (.*?)$`)
)

func readSite(t *testing.T, a *txtar.Archive) *testSite {
	t.Helper()
	s := &testSite{files: map[string][]byte{}, fixed: map[string][]byte{}, changed: map[string]source.Dates{}}
	today := "2026-08-01"
	for text := range strings.Lines(string(a.Comment)) {
		switch word, rest, _ := strings.Cut(strings.TrimSpace(text), " "); word {
		case "today":
			today = rest
		case "without":
			s.without = append(s.without, strings.Fields(rest)...)
		case "changed":
			day, name, _ := strings.Cut(rest, " ")
			y, month, d, ok := schema.ParseDate(day)
			if !ok {
				t.Fatalf("changed %s: no date", rest)
			}
			s.changed[name] = source.Dates{Last: source.Date{Year: y, Month: month, Day: d}}
		}
	}
	for _, f := range a.Files {
		if p, ok := strings.CutPrefix(f.Name, "fixed/"); ok {
			s.fixed[p] = f.Data
		} else {
			s.files[f.Name] = s.readFile(f)
		}
	}
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		t.Fatal(err)
	}
	s.compile(treeOf(s.files), day)
	return s
}

func treeOf(files map[string][]byte) *source.Tree {
	var list []*source.File
	for name, data := range files {
		list = append(list, source.NewFile(name, data))
	}
	slices.SortFunc(list, func(a, b *source.File) int { return strings.Compare(a.Path, b.Path) })
	return source.NewTree(list, nil)
}

// readFile notes what the lines of a file want and returns it without that.
func (s *testSite) readFile(f txtar.File) []byte {
	var out strings.Builder
	yaml := strings.HasSuffix(f.Name, ".yaml")
	number, front := 0, false
	for text := range strings.Lines(string(f.Data)) {
		number++
		mark := inText
		if bare := inYAML.ReplaceAllString(strings.TrimRight(text, "\r\n"), ""); bare == "---" && (number == 1 || front) {
			front = number == 1
			mark = inYAML
		} else if front || yaml {
			mark = inYAML
		}
		text, ended := strings.CutSuffix(text, "\n")
		for _, m := range mark.FindAllStringSubmatch(text, -1) {
			for _, w := range strings.Split(m[1], " # want ") {
				s.wants = append(s.wants, fmt.Sprintf("%s:%d: %s", f.Name, number, w))
			}
		}
		out.WriteString(mark.ReplaceAllString(text, ""))
		if ended {
			out.WriteByte('\n')
		}
	}
	return []byte(out.String())
}

func (s *testSite) compile(tree *source.Tree, today time.Time) {
	o := &document.Options{
		Kinds:    s.kinds(),
		Limits:   schema.DefaultLimits(),
		Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true},
	}
	var shown []*document.Document
	drafts := map[string]bool{}
	for _, f := range tree.Files {
		if !source.IsDocument(f.Path) {
			continue
		}
		d := document.Compile(f, o)
		switch {
		case d.Draft:
			drafts[d.Path], drafts["[["+d.ID] = true, true
		case d.Withheld:
			s.docs = append(s.docs, d)
		default:
			s.docs = append(s.docs, d)
			shown = append(shown, d)
		}
	}
	m := model.New()
	m.Today = today
	m.History = source.NewHistory(s.changed)
	if org, ok := s.files[schema.OrgFile]; ok {
		var problems []diag.Problem
		m.Org, problems = schema.DecodeOrg(org)
		s.reading = append(s.reading, problems...)
	}
	if settings, ok := s.files[schema.SettingsFile]; ok {
		_, problems := schema.DecodeSettings(settings)
		s.reading = append(s.reading, problems...)
	}
	m.Held = func(name string) (model.Absence, bool) {
		return model.Absence{Reason: "it is a draft", Fix: "take draft: true out"}, drafts[name]
	}
	s.model = m.Replace(tree, shown, nil, shown)
}

// kinds returns the built-in kinds with what the site says of them.
func (s *testSite) kinds() *schema.Kinds {
	own := map[string][]byte{}
	for name, data := range s.files {
		if strings.HasPrefix(name, "kinds/") {
			own[name] = data
		}
	}
	kinds, problems := schema.ParseKinds(schema.BuiltIn(), own)
	s.reading = append(s.reading, problems...)
	return kinds
}

// problems returns all that is found and not muted, in the order of files.
func (s *testSite) problems() []diag.Problem {
	site := check.Site(s.model, inTurn)
	all := slices.Concat(s.reading, site[nil])
	for _, d := range s.docs {
		problems := d.Problems
		if s.model.Find(d.Path) == d {
			problems = slices.Concat(problems, check.References(s.model, d), check.Alone(d), site[d])
		}
		all = append(all, check.Unmuted(d, problems)...)
	}
	diag.Sort(all)
	return all
}

// checkEdits holds that the edits of each file give its fixed form.
func (s *testSite) checkEdits(t *testing.T) {
	edits := map[string][]*diag.Edit{}
	for _, p := range s.problems() {
		if p.Edit != nil && !slices.Contains(s.without, p.Rule) {
			edits[p.File] = append(edits[p.File], p.Edit)
		}
	}
	for name := range edits {
		if s.fixed[name] == nil {
			t.Errorf("%s can be edited; say in fixed/%s what comes out", name, name)
		}
	}
	for name, want := range s.fixed {
		got := s.files[name]
		slices.SortFunc(edits[name], func(a, b *diag.Edit) int { return b.Start - a.Start })
		for _, e := range edits[name] {
			got = slices.Concat(got[:e.Start], []byte(e.Text), got[e.End:])
		}
		if !bytes.Equal(got, want) {
			t.Errorf("the edits of %s give\n%s\nwant\n%s", name, got, want)
		}
	}
}

// quotedPart is a part of an expectation; a quotation mark in it is written \".
var quotedPart = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// matching returns the expectation that a problem meets, else the problem in
// the same form.
func matching(wants []string, p diag.Problem) string {
	line := max(p.Span.Start.Line, 1)
	shown := p.Message + "\n" + p.Label + "\n" + p.Why + "\n" + p.Fix
	for _, r := range p.Related {
		shown += "\n" + r.File + " " + r.Label
	}
	for _, w := range wants {
		place, text, _ := strings.Cut(w, ": ")
		rule, rest, _ := strings.Cut(text, " ")
		if place != fmt.Sprintf("%s:%d", p.File, line) || rule != p.Rule {
			continue
		}
		all := true
		for _, part := range quotedPart.FindAllStringSubmatch(rest, -1) {
			all = all && strings.Contains(shown, strings.ReplaceAll(part[1], `\"`, `"`))
		}
		if all && isComplete(p) {
			return w
		}
	}
	return fmt.Sprintf("%s:%d: %s %q %q why %q fix %q", p.File, line, p.Rule, p.Message, p.Label, p.Why, p.Fix)
}

// isComplete reports whether a problem of a rule says all that it should, in
// the form that printing expects. What is found while compiling is held to
// that by the packages that find it.
func isComplete(p diag.Problem) bool {
	r := check.Find(p.Rule)
	return r != nil && (!hasFunction(r) || p.Message != "" && p.Why != "" && p.Fix != "" && !strings.HasSuffix(p.Message, "."))
}

func hasFunction(r *check.Rule) bool {
	return r.Reference != nil || r.Alone != nil || r.Sentence != nil || r.Site != nil
}

func fixtures(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no fixtures", err)
	}
	return names
}

// without returns the elements of a that b does not have.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// inTurn is the plainest way of running n things.
func inTurn(n int, do func(int)) {
	for i := range n {
		do(i)
	}
}
