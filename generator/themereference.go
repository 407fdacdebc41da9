package generator

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
	"remit/generator/internal/view"
)

// ThemeReference returns the pages of the handbook that say what a theme may
// use, path to Markdown. code is the folder generator/internal, whose types and
// their comments are the contract; files is the default theme.
func ThemeReference(code, files fs.FS) (map[string]string, error) {
	data, err := structsIn(code, "theme")
	if err != nil {
		return nil, err
	}
	views, err := structsIn(code, "view")
	if err != nil {
		return nil, err
	}
	r := themeReference{files: files, data: data, views: views}
	pages := map[string]string{
		"reference/themes/README.md":    r.contract(),
		"reference/themes/templates.md": r.templates(),
		"reference/themes/data.md":      r.types(),
		"reference/themes/views.md":     r.viewTypes(),
		"reference/themes/looks.md":     r.looks(),
		"reference/themes/words.md":     r.words(),
	}
	return pages, r.err
}

// themeReference writes the pages about themes.
type themeReference struct {
	files       fs.FS
	data, views map[string]structDoc
	err         error // of the first file that could not be read
}

// structDoc is a struct type as its source describes it.
type structDoc struct {
	doc    string
	fields []fieldDoc
}

type fieldDoc struct{ name, typ, doc string } // name is "" for an embedded type

// structsIn reads the struct types of a package.
func structsIn(code fs.FS, pkg string) (map[string]structDoc, error) {
	found := map[string]structDoc{}
	names, err := fs.Glob(code, pkg+"/*.go")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("there is no code of the package " + pkg)
	}
	places := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(code, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(places, name, text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				t, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				if s, ok := t.Type.(*ast.StructType); ok {
					doc := cmpDoc(t.Doc, g.Doc)
					found[t.Name.Name] = structDoc{doc: sentenceOf(t.Name.Name, doc), fields: fieldsOf(s)}
				}
			}
		}
	}
	return found, nil
}

func cmpDoc(a, b *ast.CommentGroup) string {
	if a == nil {
		a = b
	}
	return oneText(a)
}

// oneText is a comment as one line.
func oneText(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }

// sentenceOf takes the name of a type off the beginning of its comment.
func sentenceOf(name, doc string) string {
	for _, verb := range []string{" is ", " are ", " says "} {
		if rest, ok := strings.CutPrefix(doc, name+verb); ok {
			return strings.ToUpper(rest[:1]) + rest[1:]
		}
	}
	return doc
}

func fieldsOf(s *ast.StructType) []fieldDoc {
	var list []fieldDoc
	for _, f := range s.Fields.List {
		doc := oneText(f.Doc)
		if f.Comment != nil {
			doc = oneText(f.Comment)
		}
		if len(f.Names) == 0 {
			list = append(list, fieldDoc{"", typeWords(f.Type), doc})
		}
		for _, n := range f.Names {
			if n.IsExported() {
				list = append(list, fieldDoc{n.Name, typeWords(f.Type), doc})
			}
		}
	}
	return list
}

// typeWords says what a value is to somebody who writes templates.
func typeWords(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		switch t.Name {
		case "string":
			return "text"
		case "bool":
			return "true or false"
		case "int":
			return "number"
		}
		return t.Name
	case *ast.StarExpr:
		return typeWords(t.X) + " or nothing"
	case *ast.ArrayType:
		return "list of " + typeWords(t.Elt)
	case *ast.SelectorExpr:
		switch t.Sel.Name {
		case "HTML", "HTMLAttr":
			return "HTML, made and safe"
		}
		return t.Sel.Name
	}
	return "value"
}

// reach lists types from one on, each once, in the order in which their fields
// name them.
func reach(all map[string]structDoc, from string, seen map[string]bool) []string {
	if _, ok := all[from]; !ok || seen[from] {
		return nil
	}
	seen[from] = true
	list := []string{from}
	for _, f := range all[from].fields {
		list = append(list, reach(all, bareType(f.typ), seen)...)
	}
	return list
}

// bareType is the name of the type within a list or what may be nothing.
func bareType(typ string) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(typ, "list of "), " or nothing"), "list of ")
}

// table writes the fields of a type. Types that have a heading on the page are
// links to it.
func (r *themeReference) table(b *strings.Builder, d structDoc, here map[string]bool) {
	b.WriteString("| Field | What | Meaning |\n| --- | --- | --- |\n")
	for _, f := range d.fields {
		name, typ := "`."+f.name+"`", f.typ
		if bare := bareType(typ); here[bare] {
			typ = strings.Replace(typ, bare, "["+bare+"](#"+strings.ToLower(bare)+")", 1)
		}
		if f.name == "" {
			name = "all of"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", name, typ, cell(strings.TrimSuffix(f.doc, ".")))
	}
}

// typeSections writes a section for each type.
func (r *themeReference) typeSections(all map[string]structDoc, names []string) string {
	here := map[string]bool{}
	for _, n := range names {
		here[n] = true
	}
	var b strings.Builder
	for _, n := range names {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", n, plain(all[n].doc))
		r.table(&b, all[n], here)
	}
	return b.String()
}

func (r *themeReference) contract() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What a theme may use\n\nThis is contract %d. It goes up when a theme that worked may stop to; what is only added leaves it as it is. [[make-a-theme]] teaches it by an example.\n", theme.Contract)
	b.WriteString(`
- [Templates](templates.md): which there are, and what each makes.
- [Data](data.md): what templates of pages get.
- [Data of derived pages](views.md): what the templates in ` + "`views/`" + ` get.
- [Looks](looks.md): stylesheets, colours and measures, scripts.
- [Words](words.md): what the interface says, by its keys.

## Where files lie

| Place | What it is |
| --- | --- |
| ` + "`theme/`" + ` in the site's folder | single files that go before those of any theme |
| ` + "`themes/NAME/`" + ` in the site's folder | a theme, worn with ` + "`theme: NAME`" + ` in ` + "`remit.yaml`" + ` |
| any folder | a theme, worn with ` + "`--theme DIR`" + ` |

A file stands in for the file of the default theme with the same path. Words are joined key by key. A file that does not work is told with its place, and the file below it is used.

## theme.yaml

A theme says what it is in ` + "`theme.yaml`" + `. In ` + "`theme/`" + ` the file may be left out.

| Key | What | Meaning |
| --- | --- | --- |
`)
	for _, k := range schema.ThemeKeys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Type, cell(k.Doc))
	}
	b.WriteString("\n## Functions\n\nTemplates are Go templates (`html/template`): what they write is escaped for its place. Beside the functions of Go there are these. None reads a file, runs a program or asks the network.\n\n| Call | Meaning |\n| --- | --- |\n")
	for _, f := range theme.Functions {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Call, cell(f.Doc))
	}
	b.WriteString("\n## What a theme cannot do\n\n- Leave out or weaken the content security policy: each page begins with it, or the default template is used.\n- Turn text into HTML: there is no function for it, and bodies, links and navigation reach templates ready made.\n- Run a script or style within a page, or load a file of another host: browsers refuse it, and `remit check` says so.\n")
	return b.String()
}

// opening matches the comment that a template begins with.
var opening = regexp.MustCompile(`(?s)^\{\{/\*\s*(.*?)\s*\*/`)

func (r *themeReference) templates() string {
	groups := map[string][]string{}
	r.walk(".", ".html", func(name string, text []byte) {
		doc := ""
		if m := opening.FindSubmatch(text); m != nil {
			doc = strings.Join(strings.Fields(string(m[1])), " ")
		}
		group := path.Dir(name)
		groups[group] = append(groups[group], fmt.Sprintf("| `%s` | %s |\n", name, cell(doc)))
	})
	var b strings.Builder
	b.WriteString("# Templates\n\nEach is a file of the default theme. A theme brings those that it wants to be other.\n")
	for _, g := range []struct{ folder, title, lead string }{
		{".", "Pages", "One for each kind of page. All but `nav.html` get a [Page](data.md#page), with `.Frame`, `.Top` and `.End` beside its fields: the frame, and what the derived parts above and below the text made. `nav.html` is made once for each folder."},
		{"frame", "Frame", "Made once for all pages of one depth. They get a [framed](data.md#framed)."},
		{"parts", "Parts", "Pieces that other templates call."},
		{"views", "Derived pages", "One for each view; what they get is in [Data of derived pages](views.md)."},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| Template | What it makes |\n| --- | --- |\n%s", g.title, g.lead, strings.Join(groups[g.folder], ""))
	}
	return b.String()
}

// walk calls f for each file of the default theme below a folder, in order.
func (r *themeReference) walk(folder, ext string, f func(name string, text []byte)) {
	err := fs.WalkDir(r.files, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ext {
			return err
		}
		text, err := fs.ReadFile(r.files, name)
		if err == nil {
			f(name, text)
		}
		return err
	})
	if r.err == nil {
		r.err = err
	}
}

func (r *themeReference) types() string {
	seen := map[string]bool{"Part": true} // made before a template sees it
	names := reach(r.data, "Page", seen)
	for _, more := range []string{"frame", "framed", "navShown"} {
		names = append(names, reach(r.data, more, seen)...)
	}
	return "# Data\n\nThe fields that templates may use. Addresses are relative to the page that shows them, so that a site works under any path.\n" + r.typeSections(r.data, names)
}

func (r *themeReference) viewTypes() string {
	var b strings.Builder
	b.WriteString("# Data of derived pages\n\nEach template in `views/` gets the data of its page. The same data is beside the page as JSON.\n\n| Template | Data | The question it answers |\n| --- | --- | --- |\n")
	seen := map[string]bool{}
	var names []string
	for _, v := range append(slices.Clone(view.All), view.Parts...) {
		if v.Data == nil {
			continue
		}
		t := reflect.TypeOf(v.Data).Elem().Name()
		fmt.Fprintf(&b, "| `views/%s.html` | [%s](#%s) | %s |\n", v.Name, t, strings.ToLower(t), cell(v.Doc))
		names = append(names, reach(r.views, t, seen)...)
	}
	return b.String() + r.typeSections(r.views, names)
}

// token matches a custom property of the stylesheet of tokens.
var tokenLine = regexp.MustCompile(`(?m)^\s+(--[a-z]+):\s*(.*?);`)

func (r *themeReference) looks() string {
	var b strings.Builder
	b.WriteString("# Looks\n\nA page has one stylesheet. Those of the default theme are put together of parts, by lines such as `@import \"style/tokens.css\";`, when the theme is read: replace a part, and all sheets follow. A page that readers see first asks for four files at most; a script of your own is one more.\n\n## Stylesheets\n\n| File | What it holds |\n| --- | --- |\n")
	comment := regexp.MustCompile(`(?s)^/\*\s*(.*?)\s*\*/`)
	r.walk("assets", ".css", func(name string, text []byte) {
		doc := ""
		if m := comment.FindSubmatch(text); m != nil {
			doc = strings.Join(strings.Fields(string(m[1])), " ")
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, cell(doc))
	})
	b.WriteString("\n## Colours and measures\n\nThey are in `assets/style/tokens.css`, for the light and the dark. Texts have a contrast of 6.5 to 1 and more; keep it at 4.5 at least.\n\n| Name | Value |\n| --- | --- |\n")
	r.walk("assets/style", ".css", func(name string, text []byte) {
		if path.Base(name) != "tokens.css" {
			return
		}
		for _, m := range tokenLine.FindAllSubmatch(text, -1) {
			fmt.Fprintf(&b, "| `%s` | `%s` |\n", m[1], m[2])
		}
	})
	b.WriteString("\n## Scripts\n\nPages work without them. What they show is made of text, since the policy of pages lets no script turn text into code.\n\n| File | What it does |\n| --- | --- |\n")
	r.walk("assets", ".js", func(name string, text []byte) { fmt.Fprintf(&b, "| `%s` | %s |\n", name, cell(firstComment(text))) })
	return b.String()
}

// firstComment is the comment at the beginning of a script.
func firstComment(text []byte) string {
	var words []string
	for line := range strings.Lines(string(text)) {
		rest, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		words = append(words, strings.Fields(rest)...)
	}
	return strings.Join(words, " ")
}

func (r *themeReference) words() string {
	said := map[string]string{}
	text, err := fs.ReadFile(r.files, "words/en.json")
	if err == nil {
		err = json.Unmarshal(text, &said)
	}
	if err != nil && r.err == nil {
		r.err = err
	}
	var b strings.Builder
	b.WriteString("# Words\n\nAll that the interface says, in English. A site says it in another way, or in another language, with a file such as `theme/words/fr.json`: keys that it leaves out keep their English words.\n\n`{n}` and other names in braces are filled in. A key with `.one` is for one, the same with `.many` for other numbers; a language with more forms adds keys with `.zero`, `.two`, `.few` or `.other`, as Unicode's CLDR has them.\n\n| Key | English |\n| --- | --- |\n")
	for _, key := range slices.Sorted(maps.Keys(said)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", key, cell(said[key]))
	}
	return b.String()
}
