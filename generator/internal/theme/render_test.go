package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"

	"remit/themes"
)

// load returns the default theme, with the files of a site's own when there
// are some.
func load(tb testing.TB) *Theme {
	tb.Helper()
	t, problems := Load(themes.Default(), nil)
	if len(problems) > 0 {
		tb.Fatalf("the default theme has problems: %v", problems)
	}
	return t
}

// samples returns each kind of page with all and with as little as it can hold.
func samples() map[string]*Page {
	all := map[string]*Page{}
	for _, kind := range kinds {
		full, bare := samplePages()
		full.Kind, bare.Kind = kind, kind
		all[kind+" full"], all[kind+" bare"] = &full, &bare
		narrow := full
		narrow.Wide = false
		all[kind+" narrow"] = &narrow
	}
	return all
}

func render(t *testing.T, th *Theme, p *Page) string {
	t.Helper()
	out, err := th.Render(nil, p)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestRenderAppends(t *testing.T) {
	t.Parallel()
	th := load(t)
	for name, p := range samples() {
		out, err := th.Render([]byte("before"), p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.HasPrefix(out, []byte("before<!doctype html>")) || !bytes.HasSuffix(bytes.TrimSpace(out), []byte("</html>")) {
			t.Errorf("%s: got %.60q ... %.20q", name, out, out[len(out)-20:])
		}
	}
}

func TestRenderUnknownKind(t *testing.T) {
	t.Parallel()
	out, err := load(t).Render([]byte("kept"), &Page{Kind: "poster", Site: &Site{}})
	if err == nil || string(out) != "kept" {
		t.Errorf("got %q, %v; want the buffer as it was and an error", out, err)
	}
}

// The templates are checked against their data strictly: no field that does
// not exist, no comparison of different types, on no branch.
func TestTemplatesFitTheirData(t *testing.T) {
	t.Parallel()
	l := &loader{files: map[string]file{}}
	l.read(themes.Default(), nil)
	th := &Theme{words: l.readWords()}
	th.assets = l.makeAssets(th.words)
	for _, small := range []bool{false, true} {
		root, err := l.templates(th, small)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries(nil) {
			for _, data := range e.samples {
				if err := templatecheck.CheckHTMLStrict(root.Lookup(e.name), data); err != nil {
					t.Errorf("minified %v: %v", small, err)
				}
			}
		}
	}
}

// hostile sets every text of a value to s; ready HTML is left alone.
func hostile(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			hostile(v.Field(i), s)
		}
	case reflect.Slice:
		for i := range v.Len() {
			hostile(v.Index(i), s)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			hostile(v.Elem(), s)
		}
	}
}

var payloads = []string{
	`"><script>alert(1)</script>`, `' onclick='x`, "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "mailto:a@b.example",
	"https://host.example/ä b?q=1&r=2#x y", "//host/[x]+%41%zz", "a\x00b\xff", "</title><b>", "</textarea>-->", "{{.Title}}", "日本語 ‮", "`${x}`", "+&amp;&#34;",
}

// html/template is the plain version of what programs do.
func TestProgramsEqualTemplates(t *testing.T) {
	t.Parallel()
	th := load(t)
	for _, lang := range []string{"en", "de"} {
		s := th.set(lang)
		compare := func(name string, p page, data any) {
			var want bytes.Buffer
			if err := p.template.Execute(&want, data); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if p.program == nil {
				t.Fatalf("%s: asks for something that programs do not know", name)
			}
			got, ok := p.program.run(nil, data)
			if !ok || string(got) != want.String() {
				t.Errorf("%s, %s: %s", name, lang, difference(string(got), want.String()))
			}
		}
		for name, p := range samples() {
			compare(name, s.kinds[p.Kind], &shown{Page: p, Frame: &frame{Head: "<meta>", End: "<end>"}})
			for _, payload := range payloads {
				kind := p.Kind
				hostile(reflect.ValueOf(p).Elem(), payload)
				p.Kind = kind
				compare(name+" with "+payload, s.kinds[kind], &shown{Page: p, Frame: &frame{}})
			}
		}
		for _, e := range entries(nil) {
			if e.name == "nav.html" {
				for _, data := range e.samples {
					compare(e.name, s.nav, data)
					for _, payload := range payloads {
						hostile(reflect.ValueOf(data).Elem(), payload)
						compare(e.name+" with "+payload, s.nav, data)
					}
				}
			}
		}
	}
}

// difference shows where two texts part.
func difference(got, want string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-60):min(len(s), i+60)] }
	return fmt.Sprintf("got ...%q..., want ...%q...", cut(got), cut(want))
}

// plainEscapes is html/template in each place that escape.go writes for.
var plainEscapes = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, source := range []string{`<p>{{.}}`, `<p title="{{.}}">`, `<title>{{.}}</title>`, `<a href="{{.}}">`, `<a href="./{{.}}">`, `<a href="#{{.}}">`, `<a href="x?{{.}}">`} {
		all[source] = template.Must(template.New("").Parse(source))
	}
	return all
})

func FuzzEscape(f *testing.F) {
	for _, p := range payloads {
		f.Add(p)
	}
	write := map[string]func([]byte, string) []byte{
		`<p>{{.}}`: appendEscaped, `<p title="{{.}}">`: appendEscaped, `<title>{{.}}</title>`: appendEscaped,
		`<a href="{{.}}">`: appendFilteredURL, `<a href="./{{.}}">`: appendURL, `<a href="#{{.}}">`: appendQuery, `<a href="x?{{.}}">`: appendQuery,
	}
	f.Fuzz(func(t *testing.T, s string) {
		for source, tmpl := range plainEscapes() {
			var want bytes.Buffer
			if err := tmpl.Execute(&want, s); err != nil {
				t.Fatal(err)
			}
			before, after, _ := strings.Cut(source, "{{.}}")
			got := before + string(write[source](nil, s)) + after
			if got != want.String() {
				t.Errorf("%s: got %q, want %q", source, got, want.String())
			}
		}
	})
}

// Minifying templates must not change what a browser makes of them.
func TestMinifiedTemplatesMeanTheSame(t *testing.T) {
	t.Parallel()
	l := &loader{files: map[string]file{}}
	l.read(themes.Default(), nil)
	th := &Theme{words: l.readWords()}
	th.assets = l.makeAssets(th.words)
	var roots [2]*template.Template
	for i, small := range []bool{false, true} {
		root, err := l.templates(th, small)
		if err != nil {
			t.Fatal(err)
		}
		roots[i] = root
	}
	for _, e := range entries(nil) {
		for i, data := range e.samples {
			var meant [2]string
			for j, root := range roots {
				var b bytes.Buffer
				if err := root.Lookup(e.name).Execute(&b, data); err != nil {
					t.Fatal(err)
				}
				meant[j] = meaning(parseHTML(t, b.String()))
			}
			if meant[0] != meant[1] {
				t.Errorf("%s, sample %d: %s", e.name, i, difference(meant[1], meant[0]))
			}
		}
	}
}

func parseHTML(t *testing.T, page string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// meaning writes a tree with one space for each run of white space, and none
// beside blocks, where it is not seen.
func meaning(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			words := strings.Join(strings.Fields(n.Data), " ")
			b.WriteString(words)
		case html.ElementNode:
			fmt.Fprintf(&b, "<%s %q>", n.Data, n.Attr)
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if n.Type == html.ElementNode {
			fmt.Fprintf(&b, "</%s>", n.Data)
		}
	}
	walk(n)
	return b.String()
}

func TestRenderIsSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	th, alone := load(t), load(t)
	want := map[string]string{}
	for name, p := range samples() {
		want[name] = render(t, alone, p)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for name, p := range samples() {
				if got, err := th.Render(nil, p); err != nil || string(got) != want[name] {
					t.Errorf("%s: %v, %s", name, err, difference(string(got), want[name]))
				}
			}
		})
	}
	group.Wait()
}

// measured is a document with about 5 kB of text in a folder of many.
func measured() (*Page, Nav) {
	p, _ := samplePages()
	p.Kind, p.Wide, p.Groups = "document", false, nil
	p.Path = "charters/page-7/"
	p.Body = template.HTML(strings.Repeat("<p>Money moves once, correctly, and with a receipt, from the first click on.</p>\n", 60))
	p.Contents = nil
	for i := range 10 {
		p.Contents = append(p.Contents, Heading{Level: 2 + i%2, ID: fmt.Sprintf("part-%d", i), Words: fmt.Sprintf("Part %d of it", i)})
	}
	n := Nav{Title: "Charters", All: &NavItem{Path: "charters/", Words: "Charters", Count: 212}}
	for _, s := range []string{"charters", "standards", "lessons", "playbooks", "decisions", "pages"} {
		n.Sections = append(n.Sections, NavItem{Path: s + "/", Words: s, Inside: s == "charters"})
	}
	for i := range 40 {
		n.Siblings = append(n.Siblings, NavItem{Path: fmt.Sprintf("charters/page-%d/", i), Words: fmt.Sprintf("Page %d", i)})
	}
	return &p, n
}

func BenchmarkRender(b *testing.B) {
	th := load(b)
	p, n := measured()
	nav := th.Nav(n)
	b.Run("program", func(b *testing.B) {
		b.ReportAllocs()
		var buf []byte
		for b.Loop() {
			p.Nav = nav.For(p.Root, p.Path)
			var err error
			if buf, err = th.Render(buf[:0], p); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(buf)-len(p.Body)), "B/frame")
	})
	b.Run("template", func(b *testing.B) { // what the same page costs without programs
		b.ReportAllocs()
		s := th.set("en")
		frame, err := s.frame(p.Site, p.Root)
		if err != nil {
			b.Fatal(err)
		}
		plain := page{template: s.kinds["document"].template}
		var buf []byte
		for b.Loop() {
			p.Nav = nav.For(p.Root, p.Path)
			if buf, err = plain.render(buf[:0], &shown{Page: p, Frame: frame}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkNav(b *testing.B) {
	th := load(b)
	_, n := measured()
	b.Run("make", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			th.Nav(n)
		}
	})
	f := th.Nav(n)
	b.Run("for", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f.For("../../", "charters/page-7/")
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	base := themes.Default()
	for b.Loop() {
		th, _ := Load(base, nil)
		th.set("en")
	}
}
