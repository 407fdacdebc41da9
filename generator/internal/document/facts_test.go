package document

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/diag"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

func compileText(path, src string) *Document {
	return Compile(source.NewFile(path, []byte(src)), testOptions())
}

// elsewhere are fields that are no facts of the organisation: the document has
// them itself, or pages show them as they are written.
var elsewhere = []string{
	"title", "kind", "summary", "language", "aliases", "tags", "links", "feedback", "audience", "draft",
	"contact", "risk", "for", "when", "takes", "people", "done-when",
}

// TestEveryFieldIsAFact writes the example of each field into a document of
// its kind.
func TestEveryFieldIsAFact(t *testing.T) {
	t.Parallel()
	for _, k := range schema.BuiltIn().All() {
		without := factsOf(compileText(k.Folder+"/x.md", "---\nx-note: none\n---\n"))
		for _, f := range k.Fields {
			if f.Example == "" || slices.Contains(elsewhere, f.Name) {
				continue
			}
			d := compileText(k.Folder+"/x.md", "---\n"+f.Name+":"+example(&f)+"\n---\n")
			got := factsOf(d)
			if len(d.Problems) > 0 {
				t.Errorf("%s: %s: %+v", k.Name, f.Name, d.Problems)
			}
			if f.Name == "status" && d.Facts.Status == f.Example {
				continue
			}
			if reflect.DeepEqual(got, without) {
				t.Errorf("%s: the field %s leaves no trace in Facts", k.Name, f.Name)
			}
			if !d.Facts.Has(f.Name) {
				t.Errorf("%s: Has(%q) is false", k.Name, f.Name)
			}
		}
	}
}

// factsOf returns the facts without what front matter says word for word and
// the references in it.
func factsOf(d *Document) Facts {
	f := d.Facts
	f.stated, f.Refs = schema.Meta{}, nil
	return f
}

// example is the example of a field as it is written behind the key.
func example(f *schema.Field) string {
	lines := strings.Split(strings.TrimSpace(f.Example), "\n")
	switch {
	case f.Type == "records", f.IsLines():
		return "\n  - " + strings.Join(lines, "\n    ")
	}
	return " " + f.Example
}

func TestOwnKind(t *testing.T) {
	t.Parallel()
	kinds, problems := schema.ParseKinds(schema.BuiltIn(), map[string][]byte{"kinds/role-card.yaml": []byte(`
folder: roles
review: 6
fields:
  - {name: owns, type: texts, to: [topic]}
  - {name: decides, type: decisions, to: [team, role]}
  - {name: helped-by, type: who, to: [team]}
  - {name: needs, type: ids, to: [team, document]}
sections:
  - name: scope
    field: owns
    headings: {en: [What I do]}
`)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	o := testOptions()
	o.Kinds = kinds
	d := Compile(source.NewFile("roles/clerk.md", []byte("---\ndecides:\n  - Pens: together with shop\nhelped-by:\n  - mill: brings paper\n"+
		"needs: [ink, charter/paper]\n---\n# Clerk\n\n## What I do\n\n- Letters\n- Stamps\n")), o)
	f := &d.Facts
	var ids []string
	for _, r := range f.Refs {
		ids = append(ids, r.Field+" "+r.Kind+"/"+r.ID)
	}
	if want := []string{"decides /shop", "helped-by /mill", "needs /ink", "needs charter/paper"}; !slices.Equal(ids, want) {
		t.Errorf("references %q, want %q", ids, want)
	}
	if len(f.Owns) != 2 || f.Owns[1].Text != "Stamps" || len(f.Decides) != 1 || f.Every != 6 || f.Team != "" {
		t.Errorf("facts %+v", f)
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	d := compileText("charters/x.md", "---\nowns:\nsuccess: []\nsponsor: lead\n---\n# X\n\n## In scope\n\nAll of it.\n\n## Out of scope\n")
	for field, want := range map[string]bool{"owns": true, "success": false, "sponsor": true, "not-ours": false, "decides": false} {
		if got := d.Facts.Has(field); got != want {
			t.Errorf("Has(%q) is %v", field, got)
		}
	}
}

func TestKindFrom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ path, src, kind, from, team, status string }{
		{"charters/a.md", "", "charter", ByFolder, "a", "active"},
		{"charters/shop/b.md", "", "charter", ByFolder, "b", "active"},
		{"charters/charter.md", "", "charter", ByFolder, "charter", "active"},
		{"charters/README.md", "", "page", "", "", "active"},
		{"charters/README.md", "---\nkind: charter\n---\n", "charter", Stated, "charters", "active"},
		{"Sig Node/CHARTER.md", "", "charter", ByFile, "sig-node", "active"},
		{"groups/sig-node/charter.md", "", "charter", ByFile, "sig-node", "active"},
		{"charter.md", "", "charter", ByFile, "charter", "active"},
		{"archive/sig-old/charter.md", "", "charter", ByFile, "sig-old", "retired"},
		{"Archived/lessons/x.md", "", "lesson", ByFolder, "", "retired"},
		{"charters/archive/x.md", "---\nstatus: active\n---\n", "charter", ByFolder, "x", "active"},
		{"archive.md", "", "page", "", "", "active"},
		{"notes/x.md", "---\nkind: nonsense\n---\n", "page", "", "", "active"},
		{"notes/x.md", "---\nkind: lesson\nstatus: Retired\n---\n", "lesson", Stated, "", "retired"},
		{"forms/charter-template.md", "", "page", "", "", "active"},
	} {
		d := compileText(c.path, c.src)
		if d.Kind.Name != c.kind || d.KindFrom != c.from || d.Facts.Team != c.team || d.Facts.Status != c.status {
			t.Errorf("%s: %s by %q, team %q, %s; want %s by %q, team %q, %s", c.path,
				d.Kind.Name, d.KindFrom, d.Facts.Team, d.Facts.Status, c.kind, c.from, c.team, c.status)
		}
	}
}

func TestMuteCovers(t *testing.T) {
	t.Parallel()
	whole := Mute{Rule: line.Text{Text: "a"}}
	some := Mute{Rule: line.Text{Text: "a"}, Line: 3, Last: 5}
	for _, c := range []struct {
		mute Mute
		rule string
		line int
		want bool
	}{
		{whole, "a", 0, true}, {whole, "a", 9, true}, {whole, "b", 9, false},
		{some, "a", 0, false}, {some, "a", 2, false}, {some, "a", 3, true}, {some, "a", 5, true}, {some, "a", 6, false}, {some, "", 4, false},
	} {
		if got := c.mute.Covers(c.rule, diag.Pos{Line: c.line}); got != c.want {
			t.Errorf("%+v covers %s at %d: %v", c.mute, c.rule, c.line, got)
		}
	}
}

// FuzzFacts holds that nothing panics, that every place lies in the file, and
// that a text whose place is on one line and as long as the text stands there.
func FuzzFacts(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Name, archive.Files[0].Data)
	}
	f.Add("a.md", []byte("---\nkind: standard\nbar: {must: x}\nok: {a: b}\n---\n- <!-- remit: ok a\nb\n--> x"))
	f.Fuzz(func(t *testing.T, path string, src []byte) {
		if !utf8.Valid(src) {
			return // what is no text is shown otherwise, and a problem
		}
		if !fs.ValidPath(path) || !strings.HasSuffix(path, ".md") {
			path = "charters/x.md"
		}
		d := Compile(source.NewFile(path, src), testOptions())
		checkPlaces(t, d.File.Data, reflect.ValueOf(d.Facts))
		for _, k := range d.Known() {
			checkSpan(t, d.File.Data, k.At)
			if k.How == "" || k.Value == "" {
				t.Fatalf("known: %+v", k)
			}
		}
		for _, p := range d.Facts.Sections {
			if p.Heading >= len(d.Content.Headings) || p.Section == nil {
				t.Fatalf("section %+v", p)
			}
		}
		for _, m := range d.Facts.Mutes {
			if m.Last < m.Line || m.Last > strings.Count(string(d.File.Data), "\n")+1 {
				t.Fatalf("mute %+v", m)
			}
		}
	})
}

func checkPlaces(t *testing.T, src []byte, v reflect.Value) {
	if !v.CanInterface() {
		return
	}
	switch x := v.Interface().(type) {
	case line.Text:
		checkSpan(t, src, x.Span)
		raw := src[x.Span.Start.Byte:x.Span.End.Byte]
		if x.Span.Start.Line == x.Span.End.Line && len(raw) == len(x.Text) && string(raw) != x.Text && x.Span.Start.Line > 0 {
			t.Fatalf("%q is not what stands at %+v: %q", x.Text, x.Span, raw)
		}
		return
	case Part:
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			checkPlaces(t, src, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			checkPlaces(t, src, v.Field(i))
		}
	}
}

func checkSpan(t *testing.T, src []byte, s diag.Span) {
	if s.Start.Byte < 0 || s.End.Byte < s.Start.Byte || s.End.Byte > len(src) {
		t.Fatalf("%+v is not a place in %d bytes", s, len(src))
	}
}

// TestCorpus reads a handbook of hand-written charters when REMIT_CORPORA
// names the folder that holds it.
func TestCorpus(t *testing.T) {
	t.Parallel()
	root := os.Getenv("REMIT_CORPORA")
	if root == "" {
		t.Skip("REMIT_CORPORA is not set")
	}
	folder := filepath.Join(root, "kubernetes-community")
	files, err := filepath.Glob(filepath.Join(folder, "*", "charter.md"))
	if err != nil || len(files) == 0 {
		t.Fatal("no charters", err)
	}
	charters, listed := 0, 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		team := filepath.Base(filepath.Dir(name))
		d := compileText(team+"/charter.md", string(data))
		if d.Kind.Name != "charter" || d.Facts.Team != team || d.Facts.Status != "active" || d.Facts.Purpose == "" {
			t.Errorf("%s: %s of %q, %s, purpose %q", team, d.Kind.Name, d.Facts.Team, d.Facts.Status, d.Facts.Purpose)
		}
		if strings.HasPrefix(team, "committee-") { // states no scope
			continue
		}
		charters++
		if !d.Facts.Has("owns") {
			t.Errorf("%s: nothing says what it owns", team)
		}
		if len(d.Facts.Owns) > 0 {
			listed++
		}
	}
	if charters != 33 || listed != 32 { // one tells its scope in prose
		t.Errorf("%d charters of groups, %d with a list of what they own; want 33 and 32", charters, listed)
	}
}
