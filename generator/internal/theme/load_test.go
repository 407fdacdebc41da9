package theme

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"remit/generator/internal/diag"
	"remit/themes"
)

// own is a site's theme folder.
func own(files ...string) []Layer { return []Layer{{Files: folder(files...), Folder: "theme"}} }

// folder is files by their names.
func folder(files ...string) fs.FS {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return m
}

// line writes a problem in one line.
func line(p diag.Problem) string {
	s := fmt.Sprintf("%s:%d:%d: %s[%s]: %s", p.File, p.Span.Start.Line, p.Span.Start.Column, p.Severity, p.Rule, p.Message)
	if p.Label != "" {
		s += "; " + p.Label
	}
	return s
}

// begin is what every page begins with.
const begin = `{{template "parts/top.html" .}}`

func TestBrokenOverrides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files []string
		want  []string
	}{
		{"not closed", []string{"document.html", "one\n{{if .Title}}\n"}, []string{
			`theme/document.html:3:1: error[theme-template]: this template does not work: unexpected EOF`}},
		{"no such field", []string{"document.html", "<p>\n  é{{.Titel}}</p>"}, []string{
			`theme/document.html:2:6: error[theme-template]: this template does not work: there is no field Titel here; did you mean "Title"?`}},
		{"no such field of a fact, on a branch that samples reach", []string{"parts/fact.html", "{{.Stat}}"}, []string{
			`theme/parts/fact.html:1:3: error[theme-template]: this template does not work: there is no field Stat here; did you mean "State"?`}},
		{"no such field on a branch that nothing reaches", []string{"parts/fact.html", `{{if eq .Name "never"}}{{.Colour}}{{end}}`}, []string{
			`theme/parts/fact.html:1:26: error[theme-template]: this template does not work: there is no field Colour here`}},
		{"no such function", []string{"home.html", "{{exec \"rm\"}}"}, []string{
			`theme/home.html:1:1: error[theme-template]: this template does not work: function "exec" not defined`}},
		{"no such template", []string{"home.html", "x{{template \"parts/foo.html\" .}}"}, []string{
			`theme/home.html:1:13: error[theme-template]: this template does not work: template "parts/foo.html" not defined`}},
		{"no such words", []string{"home.html", `{{word "hello"}}`}, []string{
			`theme/home.html:1:3: error[theme-template]: this template does not work: error calling word: no words for "hello"`}},
		{"nothing there to look into", []string{"home.html", `{{.Changed.Words}}`}, []string{
			`theme/home.html:1:11: error[theme-template]: this template does not work: nil pointer evaluating *theme.Date.Words`}},
		{"no place for a text", []string{"home.html", "<script>var x = {{.Title}}</script>\n<a href='{{if .Title}}'>{{end}}"}, []string{
			`theme/home.html:2:15: error[theme-template]: this template does not work: {{if}} branches end in different contexts`}},
		{"a piece that breaks its callers", []string{"home.html", "{{template \"parts/top.html\" .}}", "parts/fact.html", "<a href='"}, []string{
			`theme/parts/fact.html:0:0: error[theme-template]: this template does not work:`}},
		{"calls itself", []string{"parts/fact.html", "{{template \"parts/fact.html\" .}}"}, []string{
			`theme/parts/fact.html:1:12: error[theme-template]: this template does not work: it calls itself, or one that calls it, without end`}},
		{"no such words on a branch that nothing reaches", []string{"parts/fact.html", `{{if eq .Name "never"}}{{word "serach"}}{{end}}`}, []string{
			`theme/parts/fact.html:1:26: error[theme-template]: this template does not work: error calling word: no words for "serach"; did you mean "search"?`}},
		{"no such asset", []string{"parts/fact.html", `{{if eq .Name "never"}}<img src="{{asset "remot.js"}}" alt="">{{end}}`}, []string{
			`theme/parts/fact.html:1:36: error[theme-template]: this template does not work: error calling asset: no asset is called "remot.js"; did you mean "remit.js"?`}},
		{"no policy", []string{"document.html", "<!doctype html><html lang=en><title>x</title>"}, []string{
			`theme/document.html:0:0: error[theme-policy]: with this template, a page of the kind "document" does not begin with its content security policy`}},
		{"a policy of its own", []string{"frame/head.html", `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src *">`}, []string{
			`theme/frame/head.html:0:0: error[theme-policy]: with this template, a page of the kind`}},
		{"a policy that comes too late", []string{"parts/top.html", `<!doctype html><html><head><script src="{{.Root}}{{asset "remit.js"}}"></script>{{.Frame.Head}}</head><body><main>`}, []string{
			`theme/parts/top.html:0:0: error[theme-policy]: with this template, a page of the kind`}},
		{"a handler before the policy", []string{"parts/top.html", `<!doctype html><html onclick="go()"><head>{{.Frame.Head}}</head><body><main>`}, []string{
			`theme/parts/top.html:0:0: error[theme-policy]: with this template, a page of the kind`}},
		{"no policy on some pages", []string{"parts/top.html", `<!doctype html><html><head>{{if .Facts}}{{.Frame.Head}}{{end}}</head><body><main>`}, []string{
			`theme/parts/top.html:0:0: error[theme-policy]: with this template, a page of the kind`}},
		{"made for another contract", []string{"theme.yaml", "name: Old\ncontract: 9\n", "document.html", begin + "mine"}, []string{
			`theme/theme.yaml:2:11: error[theme-contract]: this theme was made for contract 9, and this program keeps contract 1`}},
		{"a contract that is no number", []string{"theme.yaml", "contract: one\n", "document.html", begin + "mine"}, []string{
			"theme/theme.yaml:1:11: error[theme-file]: `contract` takes a whole number, not `one`"}},
		{"a key that says nothing", []string{"theme.yaml", "contrakt: 1\n"}, []string{
			"theme/theme.yaml:1:1: warning[theme-file]: `contrakt` says nothing in theme.yaml; did you mean \"contract\"?"}},
		{"too large", []string{"document.html", begin + strings.Repeat("x", mostBytes)}, []string{
			`theme/document.html:0:0: error[theme-unreadable]: this file has 1048607 bytes, and a file that a theme reads may have 1048576, so it is left out`}},
		{"words that nothing asks for", []string{"words/de.json", "{\n  \"serach\": \"Suche\"\n}"}, []string{
			`theme/words/de.json:2:3: warning[theme-words]: nothing asks for the words "serach"; did you mean "search"?`}},
		{"two files", []string{"home.html", "{{.A}}", "document.html", "{{.B}}"}, []string{
			`theme/document.html:1:3: error[theme-template]: this template does not work: there is no field B here`,
			`theme/home.html:1:3: error[theme-template]: this template does not work: there is no field A here`}},
		{"words", []string{"words/en.json", "{\n  \"search\": Find\n}"}, []string{
			`theme/words/en.json:2:13: error[theme-words]: this file of words cannot be read as JSON: invalid character 'F' looking for beginning of value`}},
		{"words of another form", []string{"words/de.json", `{"search": ["a"]}`}, []string{
			`theme/words/de.json:1:12: error[theme-words]: this file of words cannot be read as JSON: json: cannot unmarshal array into Go value of type string`}},
		{"a name mistyped", []string{"documnet.html", "<p>x"}, []string{
			`theme/documnet.html:0:0: warning[theme-unused]: nothing uses this file; did you mean "document.html"?`}},
		{"a stylesheet in the wrong place", []string{"remit.css", "a{}", "notes.md", "x"}, []string{
			`theme/notes.md:0:0: warning[theme-unused]: nothing uses this file`,
			`theme/remit.css:0:0: warning[theme-unused]: nothing uses this file`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			th, problems := Load(themes.Default(), own(c.files...))
			var got []string
			for _, p := range problems {
				got = append(got, line(p))
				if p.Fix == "" || p.Why == "" {
					t.Errorf("no way out is shown: %+v", p)
				}
			}
			for i, want := range c.want {
				if i >= len(got) || !strings.HasPrefix(got[i], want) {
					t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			plain := load(t)
			for name, p := range samples() {
				if slices.Contains(c.files, p.Kind+".html") && !strings.Contains(strings.Join(got, "\n"), "theme/"+p.Kind+".html") {
					continue // the site's own template works
				}
				if got, want := render(t, th, p), render(t, plain, p); got != want {
					t.Errorf("%s is not shown with the default theme: %s", name, difference(got, want))
				}
			}
		})
	}
}

func TestOverrides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files []string
		want  string // in the page
	}{
		{"a template", []string{"document.html", begin + "<p>Mine: {{.Title}} {{with .Changed}}{{.Words}}{{end}}"}, "<p>Mine: Support 22 November 2026"},
		{"a piece", []string{"parts/fact.html", "<i>{{.Words}}</i>"}, "<i>Mara Lind</i>"},
		{"a new piece", []string{"document.html", begin + `{{template "mine.html" .}}`, "mine.html", "<p>{{.Heading}}"}, "<p>Support charter"},
		{"more than programs know", []string{"document.html", begin + `{{range $i, $t := .Tags}}{{$i}}: {{printf "%q" $t.Words}}{{end}}`}, "0: &#34;Studio&#34;"},
		{"the frame", []string{"frame/end.html", "<footer>{{.Site.Title}} {{.Root}}</footer>"}, "<footer>Northwind handbook ../../</footer>"},
		{"words", []string{"words/en.json", `{"edit": "Change & mend"}`}, ">Change &amp; mend</a>"},
		{"words of their own", []string{"words/en.json", `{"mine": "My words"}`, "document.html", begin + `{{word "mine"}}`}, "My words"},
		{"escaping as always", []string{"document.html", begin + `<a href="{{.Title}}" title="{{.Title}}">{{.Title}}</a><b data-x={{.Title}}>`},
			`<a href="Support" title="Support">Support</a><b data-x=Support>`},
		{"a hidden file", []string{".document.html.swp", "{{", "document.html", begin + "ok"}, "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			th, problems := Load(themes.Default(), own(c.files...))
			if len(problems) > 0 {
				t.Fatalf("got problems: %v", problems)
			}
			if got := render(t, th, samples()["document full"]); !strings.Contains(got, c.want) {
				t.Errorf("%q is not in\n%s", c.want, got)
			}
		})
	}
}

func TestLanguagesOfASite(t *testing.T) {
	t.Parallel()
	th, problems := Load(themes.Default(), own("words/fr.json", `{"search": "Recherche"}`, "words/de-AT.json", `{"search": "Finden"}`))
	if len(problems) != 1 || problems[0].Rule != "theme-untranslated" || problems[0].Severity != diag.Hint || !strings.HasPrefix(problems[0].File, "theme/words/fr") {
		t.Fatal(problems) // a variety, as de-AT, may leave out what its language has
	}
	for lang, want := range map[string][2]string{"fr-CA": {"Recherche", "Skip to content"}, "de-AT": {"Finden", "Zum Inhalt"}, "de": {"Suche", "Zum Inhalt"}} {
		p := samples()["document full"]
		p.Site.Language = lang
		doc := parseHTML(t, render(t, th, p))
		search := find(doc, func(n *html.Node) bool { return has(n, "data-find") })
		skip := find(doc, func(n *html.Node) bool { return attr(n, "class") == "skip" })
		if !strings.HasPrefix(text(search[0]), want[0]) || text(skip[0]) != want[1] {
			t.Errorf("%s: got %q and %q, want %q", lang, text(search[0]), text(skip[0]), want)
		}
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	plain, again := load(t), load(t)
	other, _ := Load(themes.Default(), own("home.html", begin+"x"))
	broken, _ := Load(themes.Default(), own("home.html", "{{"))
	if plain.Hash() != again.Hash() || plain.Hash() == other.Hash() || plain.Hash() != broken.Hash() {
		t.Error("the hash does not follow the files in use")
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	limits := map[string]int{".css": 20_480, ".js": 15_360}
	seen := map[string]bool{}
	for _, a := range load(t).Assets() {
		ext := path.Ext(a.Path)
		seen[ext] = true
		sum := sha256.Sum256(a.Body)
		if a.Integrity != "sha256-"+base64.StdEncoding.EncodeToString(sum[:]) {
			t.Errorf("%s: %s is not the hash of its body", a.Path, a.Integrity)
		}
		if want := fmt.Sprintf("assets/%s.%x%s", strings.TrimSuffix(a.name, ext), sum[:6], ext); a.Path != want {
			t.Errorf("got %s, want %s", a.Path, want)
		}
		if len(a.Body) > limits[ext] || len(a.Body) == 0 {
			t.Errorf("%s has %d bytes, more than %d", a.Path, len(a.Body), limits[ext])
		}
		if strings.Contains(string(a.Body), "://") {
			t.Errorf("%s names another host", a.Path)
		}
	}
	if !seen[".css"] || !seen[".js"] {
		t.Errorf("got only %v", seen)
	}
}

// What Trusted Types forbid, and what would need a weaker policy.
func TestScriptMakesNodesOnly(t *testing.T) {
	t.Parallel()
	var body []byte
	for _, name := range []string{"assets/remit.js", "assets/find.js", "assets/card.js"} {
		script, err := fs.ReadFile(themes.Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		body = append(body, script...)
	}
	if found := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|srcdoc|\.style\b|cssText`).FindAll(body, -1); found != nil {
		t.Errorf("the script uses %s", found)
	}
}

func TestAssetsOfASite(t *testing.T) {
	t.Parallel()
	th, problems := Load(themes.Default(), own(
		"assets/remit.css", "h1 { background: url(logo.png) } h2 { background: url('./img/x.svg') }",
		"assets/logo.png", "png", "assets/img/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>",
		"assets/more/own.css", `h3 { background: url("../logo.png") }`,
	))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	bodies := map[string]string{}
	paths := map[string]string{}
	for _, a := range th.Assets() {
		bodies[a.name], paths[a.name] = string(a.Body), strings.TrimPrefix(a.Path, "assets/")
	}
	want := "h1{background:url(" + paths["logo.png"] + ")}h2{background:url(" + paths["img/x.svg"] + ")}"
	if bodies["remit.css"] != want {
		t.Errorf("got %s, want %s", bodies["remit.css"], want)
	}
	if want := "h3{background:url(../" + paths["logo.png"] + ")}"; bodies["more/own.css"] != want {
		t.Errorf("got %s, want %s", bodies["more/own.css"], want)
	}
}

// The minifier writes into what it is given; it must never be a file's bytes.
func TestMinifyingLeavesItsInputAlone(t *testing.T) {
	t.Parallel()
	for media, body := range map[string]string{
		"text/css":        "a { color : #FF0000 ; margin: 0px }",
		"text/javascript": "const a = 'x' ; let = = }",
		"text/html":       "<p  title=\"&#34;&gt;&lt;img src=x onerror=alert(1)&gt;\">  a </p><script>a = = }</script>",
		"image/svg+xml":   "<svg  viewBox = '0 0 1 1' ></svg>",
		"font/woff2":      "\x00\x01",
	} {
		in := []byte(body)
		out := Minified(media, in)
		if string(in) != body {
			t.Errorf("%s: the input became %q", media, in)
		}
		if media == "text/html" && len(find(parseHTML(t, string(out)), named("img"))) > 0 {
			t.Errorf("%s: text became an element: %q", media, out)
		}
	}
}

func TestNoThemeFolder(t *testing.T) {
	t.Parallel()
	missing, err := fs.Sub(fstest.MapFS{}, "theme")
	if err != nil {
		t.Fatal(err)
	}
	if th, problems := Load(themes.Default(), []Layer{{Files: missing, Folder: "theme"}}); th == nil || len(problems) > 0 {
		t.Errorf("got %v", problems)
	}
}
