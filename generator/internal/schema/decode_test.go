package schema

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/diag"
)

var update = flag.Bool("update", false, "write what is decoded now into testdata")

// TestDecode reads the archives of testdata/decode: each NAME.yaml is decoded,
// NAME.want holds the tree with its places and the problems as printed.
// testdata/check does the same with the checks of the kind NAME-KIND.yaml, and
// testdata/settings with remit.yaml.
func TestDecode(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"decode", "check", "settings", "kinds", "org"} {
		files, err := filepath.Glob("testdata/" + dir + "/*.txtar")
		if err != nil || len(files) == 0 {
			t.Fatal("no cases", dir, err)
		}
		for _, file := range files {
			t.Run(dir+"/"+filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				runArchive(t, dir, file)
			})
		}
	}
}

func runArchive(t *testing.T, dir, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []txtar.File
	for i, in := range archive.Files {
		name, ok := strings.CutSuffix(in.Name, ".yaml")
		if !ok {
			continue
		}
		got := runCase(dir, name, unescape(in.Data))
		out = append(out, in, txtar.File{Name: name + ".want", Data: []byte(got)})
		if *update {
			continue
		}
		if i+1 >= len(archive.Files) || archive.Files[i+1].Name != name+".want" {
			t.Errorf("%s has no %s.want", in.Name, name)
			continue
		}
		if want := string(archive.Files[i+1].Data); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", in.Name, got, want)
		}
	}
	if *update {
		archive.Files = out
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// unescape lets archives show what editors would hide or change.
func unescape(data []byte) []byte {
	return []byte(strings.NewReplacer(`<TAB>`, "\t", `<CR>`, "\r", `<ZWSP>`, "\u200b", `<RLO>`, "\u202e", `<NBSP>`, "\u00a0", `<NUL>`, "\x00",
		`<LS>`, "\u2028", `<FF>`, "\xff", `<BOM>`, "\ufeff", `<SHY>`, "\u00ad").Replace(string(data)))
}

func runCase(dir, name string, src []byte) string {
	var b strings.Builder
	var problems []diag.Problem
	switch dir {
	case "settings":
		var s Settings
		s, problems = DecodeSettings(src)
		writeSettings(&b, s)
	case "org":
		var org *Org
		org, problems = DecodeOrg(src)
		writeOrg(&b, org)
	case "kinds":
		var kinds *Kinds
		kinds, problems = ParseKinds(BuiltIn(), map[string][]byte{name + ".yaml": src})
		writeKinds(&b, kinds)
	default:
		var meta Meta
		meta, problems = Decode(name+".md", src, 0, len(src), Limits{})
		writeEntries(&b, "", meta.Entries)
		if dir == "check" {
			kind := name[strings.LastIndex(name, "-")+1:]
			problems = append(problems, BuiltIn().Kind(kind).Check(name+".md", meta)...)
		}
	}
	var text bytes.Buffer
	if err := diag.Print(&text, diag.Text, problems, diag.PrintOptions{Source: func(string) []byte { return src }}); err != nil {
		return err.Error()
	}
	return strings.TrimRight(b.String()+text.String(), "\n") + "\n"
}

func writeEntries(b *strings.Builder, indent string, entries []Entry) {
	for _, e := range entries {
		fmt.Fprintf(b, "%s%s %s:", indent, place(e.KeySpan), diag.Visible(e.Key))
		writeValue(b, indent, e.Value)
	}
}

func writeValue(b *strings.Builder, indent string, v Value) {
	switch v.Kind {
	case Scalar:
		fmt.Fprintf(b, " %s %q\n", place(v.Span), v.Text)
	case List:
		fmt.Fprintf(b, " %s list\n", place(v.Span))
		for _, item := range v.Items {
			fmt.Fprintf(b, "%s  -", indent)
			writeValue(b, indent+"  ", item)
		}
	case Map:
		fmt.Fprintf(b, " %s group\n", place(v.Span))
		writeEntries(b, indent+"  ", v.Fields)
	}
}

func place(s diag.Span) string {
	if s.Start.Line == s.End.Line {
		return fmt.Sprintf("%d:%d-%d", s.Start.Line, s.Start.Column, s.End.Column)
	}
	return fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
}

// writeSettings writes what differs from the defaults.
func writeSettings(b *strings.Builder, s Settings) {
	got, usual := reflect.ValueOf(s), reflect.ValueOf(DefaultSettings())
	for i := range got.NumField() {
		name := got.Type().Field(i).Name
		if name == "Limits" || reflect.DeepEqual(got.Field(i).Interface(), usual.Field(i).Interface()) {
			continue
		}
		if name == "Words" {
			fmt.Fprintf(b, "words off=%v", s.Words.Off)
			for _, v := range s.Words.Also {
				fmt.Fprintf(b, " %s at %s", v.Text, place(v.Span))
			}
			b.WriteByte('\n')
			continue
		}
		if name == "Audiences" {
			for _, a := range s.Audiences {
				fmt.Fprintf(b, "audience %s %q at %s\n", a.Name, a.Folders, place(a.Span))
			}
			continue
		}
		fmt.Fprintf(b, "%s %q\n", name, fmt.Sprint(got.Field(i).Interface()))
	}
	limits, usualLimits := reflect.ValueOf(s.Limits), reflect.ValueOf(DefaultLimits())
	for i := range limits.NumField() {
		if limits.Field(i).Int() != usualLimits.Field(i).Int() {
			fmt.Fprintf(b, "limit %s %d\n", limits.Type().Field(i).Name, limits.Field(i).Int())
		}
	}
}

func writeOrg(b *strings.Builder, org *Org) {
	for _, g := range orgTable {
		for _, e := range *g.entries(org) {
			fmt.Fprintf(b, "%s %s %s %q", g.name, place(e.Span), e.ID, e.Name)
			for _, v := range e.Aliases {
				fmt.Fprintf(b, " also %q", v.Text)
			}
			for _, part := range [][2]string{{"retired", e.Retired}, {"charter", e.Charter}, {"risk", e.Risk}, {"target", e.Target}, {"source", e.Source}} {
				if part[1] != "" {
					fmt.Fprintf(b, " %s %q", part[0], part[1])
				}
			}
			b.WriteByte('\n')
		}
	}
}

// writeKinds writes what is not as it is in the kinds that are built in. What
// all kinds have is shown once, for pages.
func writeKinds(b *strings.Builder, kinds *Kinds) {
	for _, k := range kinds.All() {
		old := BuiltIn().Kind(k.Name)
		if old == nil {
			fmt.Fprintf(b, "new kind %s in %s/: %s, %s: %s\n", k.Name, k.Folder, k.Label, k.Plural, k.Doc)
			old = &Kind{Fields: BuiltIn().Common(), Sections: BuiltIn().common.sections}
		}
		if k.Review != old.Review || k.Record != old.Record || k.Opening != old.Opening || !slices.Equal(k.Files, old.Files) {
			fmt.Fprintf(b, "%s review=%d record=%v files=%q opening=%q\n", k.Name, k.Review, k.Record, k.Files, k.Opening)
		}
		for _, f := range k.Fields {
			common := findField(kinds.Common(), f.Name)
			shown := k.Name == "page" || common == nil || !reflect.DeepEqual(*common, f)
			if was := old.Field(f.Name); shown && (was == nil || !reflect.DeepEqual(*was, f)) {
				fmt.Fprintf(b, "%s.%s %s core=%v %q %q", k.Name, f.Name, f.Type, f.Core, f.Values, f.Doc)
				if len(f.To) > 0 || f.Prompt+f.Example != "" || len(f.Fields) > 0 {
					fmt.Fprintf(b, " to %q %q %q %q", f.To, f.Prompt, f.Example, fieldNames(f.Fields))
				}
				fmt.Fprintf(b, " %q %q\n", f.Label("en"), f.Label("de"))
			}
		}
		for _, s := range k.Sections {
			common := findSection(kinds.common.sections, s.Name)
			shown := k.Name == "page" || common == nil || !reflect.DeepEqual(*common, s)
			if was := old.Section(s.Name); shown && (was == nil || !reflect.DeepEqual(*was, s)) {
				fmt.Fprintf(b, "%s#%s core=%v field=%q %q %q", k.Name, s.Name, s.Core, s.Field, s.Doc, s.Prompt)
				for _, h := range allHeadings(s) {
					fmt.Fprintf(b, " %q", h)
				}
				b.WriteByte('\n')
			}
		}
	}
}

func TestPlacesAreThoseOfTheWholeFile(t *testing.T) {
	t.Parallel()
	src := []byte("\ufeff---\r\ntitle: größe 中\r\ntags: [a, \"b c\"]\r\n---\r\nbody: not read\r\n")
	start, end := bytes.Index(src, []byte("title")), bytes.LastIndex(src, []byte("---"))
	meta, problems := Decode("a.md", src, start, end, Limits{})
	if len(problems) > 0 || len(meta.Entries) != 2 {
		t.Fatalf("%+v %+v", meta, problems)
	}
	for _, c := range []struct {
		span diag.Span
		text string
	}{
		{meta.Entries[0].KeySpan, "title"},
		{meta.Entries[0].Value.Span, "größe 中"},
		{meta.Entries[1].Value.Span, `[a, "b c"]`},
		{meta.Entries[1].Value.Items[0].Span, "a"},
		{meta.Entries[1].Value.Items[1].Span, `"b c"`},
	} {
		if got := string(src[c.span.Start.Byte:c.span.End.Byte]); got != c.text {
			t.Errorf("got %q, want %q", got, c.text)
		}
		if want := diag.NewLines(src).Span(c.span.Start.Byte, c.span.End.Byte); c.span != want {
			t.Errorf("%q at %+v, want %+v", c.text, c.span, want)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "k%d: v\n", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		src  string
		want string // the message, or "" for none
	}{
		"500 keys":            {many(500), ""},
		"501 keys":            {many(501), "there are more keys here than can be read; at most 500 are allowed"},
		"keys of groups too":  {"a:\n" + strings.ReplaceAll("  "+many(501), "\nk", "\n  k"), "there are more keys here than can be read; at most 500 are allowed"},
		"depth 20":            {"a: " + strings.Repeat("[", 19) + strings.Repeat("]", 19), ""},
		"depth 21":            {"a: " + strings.Repeat("[", 20) + "x" + strings.Repeat("]", 20), "lists and groups are nested too deeply here; at most 20 are allowed"},
		"depth 30":            {"a: " + strings.Repeat("[", 30) + strings.Repeat("]", 30), "lists and groups are nested too deeply here; at most 20 are allowed"},
		"depth 100":           {"a: " + strings.Repeat("[", 100) + strings.Repeat("]", 100), "lists and groups are nested too deeply here; at most 20 are allowed"},
		"depth never closed":  {"a: " + strings.Repeat("[", 30000), "lists and groups are nested too deeply here; at most 20 are allowed"},
		"depth of lists":      {"a: \n" + strings.Repeat("- ", 3000) + "x", "lists and groups are nested too deeply here; at most 20 are allowed"},
		"64 KiB":              {"a: " + strings.Repeat("x", 64<<10-4) + "\n", ""},
		"64 KiB and one byte": {"a: " + strings.Repeat("x", 64<<10-3) + "\n", "there are 65537 bytes of YAML here; at most 65536 are allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := Decode("a.md", []byte(c.src), 0, len(c.src), Limits{})
			got := ""
			if len(problems) > 0 {
				got = problems[0].Message
			}
			if got != c.want || len(problems) > 1 || c.want != "" && (problems[0].Rule != "limit" || problems[0].Severity != diag.Error) {
				t.Errorf("got %+v, want %q", problems, c.want)
			}
		})
	}
}

// TestHostileInputIsRefusedSoon guards against work that grows with the square
// of the text. Each takes under 0.2 s; the bound leaves room for busy machines
// and the race detector, and work of that sort took longer.
func TestHostileInputIsRefusedSoon(t *testing.T) {
	t.Parallel()
	lim := DefaultLimits()
	lim.FrontMatterBytes = 1 << 20
	for name, src := range map[string]string{
		"brackets":       "a: " + strings.Repeat("[", 100_000),
		"braces":         "a: " + strings.Repeat("{", 100_000),
		"dashes":         strings.Repeat("- ", 50_000),
		"questions":      strings.Repeat("? ", 50_000),
		"broken lines":   strings.Repeat("a: b: c\n", 10_000),
		"bad lines":      strings.Repeat("a: @b\n", 10_000),
		"no keys":        strings.Repeat("word\n", 20_000),
		"quotes":         strings.Repeat("a: \"\n", 20_000),
		"same key":       strings.Repeat("a: b\n", 20_000),
		"aliases":        "a: &a [x]\n" + strings.Repeat("b: *a\n", 10_000),
		"long text":      "a: |\n" + strings.Repeat("  line\n", 50_000),
		"joined lines":   "a: x\n" + strings.Repeat("  - y\n", 50_000),
		"comments":       strings.Repeat("#\n", 100_000),
		"flow, no close": "a: [" + strings.Repeat("x, ", 50_000),
		"flow list":      "a: [" + strings.Repeat("x, ", 50_000) + "]",
		"flow lists":     "a: [" + strings.Repeat("[x], ", 30_000) + "]",
		"anchors":        "a: [" + strings.Repeat("&a x, ", 20_000) + "]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			Decode("a.md", []byte(src), 0, len(src), lim)
			if took := time.Since(begin); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}

// FuzzDecode holds that nothing panics, that places lie within the text and in
// order, and that each text without an escape is what stands at its place.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".yaml") {
				f.Add(unescape(part.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		meta, problems := Decode("a.md", src, 0, len(src), Limits{})
		for _, p := range problems {
			if p.Span.Start.Byte > p.Span.End.Byte || p.Span.End.Byte > len(src) || p.Message == "" || p.Fix == "" || p.Rule == "" {
				t.Fatalf("problem %+v", p)
			}
		}
		checkPlaces(t, src, meta.Entries)
		for _, k := range BuiltIn().All() {
			k.Check("a.md", meta)
		}
		DecodeSettings(src)
	})
}

func checkPlaces(t *testing.T, src []byte, entries []Entry) {
	t.Helper()
	for _, e := range entries {
		checkPlace(t, src, e.KeySpan, e.Key)
		checkValue(t, src, e.Value)
	}
}

func checkValue(t *testing.T, src []byte, v Value) {
	t.Helper()
	switch v.Kind {
	case Scalar:
		if !strings.HasPrefix(string(src[v.Span.Start.Byte:v.Span.End.Byte]), "[[") {
			checkPlace(t, src, v.Span, v.Text)
		}
	case List:
		for _, item := range v.Items {
			checkValue(t, src, item)
		}
	case Map:
		checkPlaces(t, src, v.Fields)
	}
	if v.Span.Start.Byte > v.Span.End.Byte || v.Span.End.Byte > len(src) {
		t.Fatalf("value at %+v", v.Span)
	}
}

func checkPlace(t *testing.T, src []byte, span diag.Span, text string) {
	t.Helper()
	raw := string(src[span.Start.Byte:span.End.Byte])
	if raw == "" || strings.ContainsAny(raw[:1], "\"'|>") || strings.ContainsAny(text, "\n") {
		return
	}
	if strings.Join(strings.Fields(raw), " ") != strings.Join(strings.Fields(text), " ") {
		t.Fatalf("%q stands where %q was read", raw, text)
	}
}
