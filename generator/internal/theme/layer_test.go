package theme

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"remit/themes"
)

// told writes problems in lines.
func told(t *testing.T, layers []Layer) (*Theme, []string) {
	t.Helper()
	th, problems := Load(themes.Default(), layers)
	var lines []string
	for _, p := range problems {
		if p.Why == "" || p.Fix == "" {
			t.Errorf("no way out is shown: %+v", p)
		}
		lines = append(lines, line(p))
	}
	return th, lines
}

func harbour(files ...string) Layer {
	return Layer{Files: folder(files...), Folder: "themes/harbour", Named: true}
}

func TestLayersLieUponEachOther(t *testing.T) {
	t.Parallel()
	th, lines := told(t, []Layer{
		harbour("theme.yaml", "name: Harbour\nsummary: Calm\ncontract: 1\n",
			"parts/fact.html", "<i>harbour {{.Words}}</i>", "parts/quote.html", "harbour",
			"words/en.json", `{"edit": "Harbour edit", "history": "Harbour history"}`),
		{Folder: "theme", Files: folder("parts/fact.html", "<i>own {{.Words}}</i>", "words/en.json", `{"edit": "Own edit"}`)},
	})
	if lines != nil {
		t.Fatal(lines)
	}
	got := render(t, th, samples()["document full"])
	for _, want := range []string{"<i>own Mara Lind</i>", "Own edit", "Harbour history", "Report a problem"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// What is broken above takes the place of nothing: the file below it is used.
func TestBrokenFileOfALayer(t *testing.T) {
	t.Parallel()
	th, lines := told(t, []Layer{
		harbour("theme.yaml", "contract: 1\n", "parts/fact.html", "<i>harbour {{.Words}}</i>"),
		{Folder: "theme", Files: folder("parts/fact.html", "{{.Wrods}}")},
	})
	want := []string{`theme/parts/fact.html:1:3: error[theme-template]: this template does not work: there is no field Wrods here; did you mean "Words"?`}
	if !slices.Equal(lines, want) {
		t.Errorf("got %v, want %v", lines, want)
	}
	if got := render(t, th, samples()["document full"]); !strings.Contains(got, "<i>harbour Mara Lind</i>") {
		t.Errorf("the file below is not used:\n%s", got)
	}
}

func TestNamedThemeSaysItsContract(t *testing.T) {
	t.Parallel()
	for files, want := range map[[2]string]string{
		{}:                                `themes/harbour/theme.yaml:0:0: error[theme-contract]: the theme in themes/harbour/ does not say for which contract it was made`,
		{"theme.yaml", "name: Harbour\n"}: `themes/harbour/theme.yaml:0:0: error[theme-contract]: this theme does not say for which contract it was made`,
		{"theme.yaml", "contract: 2\n"}:   `themes/harbour/theme.yaml:1:11: error[theme-contract]: this theme was made for contract 2, and this program keeps contract 1`,
		{"theme.yaml", "contract: [1]\n"}: "themes/harbour/theme.yaml:1:11: error[theme-file]: `contract` takes a whole number, not a list",
	} {
		all := []string{"parts/fact.html", "<i>harbour</i>"}
		if files[0] != "" {
			all = append(all, files[:]...)
		}
		th, lines := told(t, []Layer{harbour(all...)})
		if len(lines) != 1 || lines[0] != want {
			t.Errorf("%v: got %v, want %s", files, lines, want)
		}
		if strings.Contains(render(t, th, samples()["document full"]), "<i>harbour</i>") {
			t.Errorf("%v: a file of the theme is used", files)
		}
	}
}

// A branch that no sample reaches is caught when a page is made.
func TestEveryPageIsGuarded(t *testing.T) {
	t.Parallel()
	th, lines := told(t, own("parts/top.html", `<!doctype html><html><head>{{if ne .Title "Plain"}}{{.Frame.Head}}{{end}}</head><body><main>`))
	if lines != nil {
		t.Fatal(lines)
	}
	p := samples()["document full"]
	p.Title = "Plain"
	if out, err := th.Render(nil, p); err == nil {
		t.Errorf("got a page without its policy:\n%s", out)
	}
}

func TestGuarded(t *testing.T) {
	t.Parallel()
	const policy = `<meta http-equiv="Content-Security-Policy" content="none">`
	for page, want := range map[string]bool{
		`<!doctype html><html lang="de"><head><meta charset="utf-8">` + policy:                  true,
		`<!-- mine --> <!doctype html><html><head>` + policy:                                    true,
		`<!doctype html><html><head>`:                                                           false,
		`<!doctype html>text` + policy:                                                          false,
		`<!doctype html><head><link rel="stylesheet" href="a.css">` + policy:                    false,
		`<!doctype html><head><meta charset="utf-8" http-equiv="refresh" content="0">` + policy: false,
		`<!doctype html><html onload="x()"><head>` + policy:                                     false,
		`<!doctype html><head><meta http-equiv="Content-Security-Policy" content="none; x">`:    false,
		`<!doctype html><head><!--` + policy + `-->`:                                            false,
		`<!doctype html><title>` + policy + `</title>`:                                          false,
	} {
		if got := guarded([]byte(page), "none"); got != want {
			t.Errorf("%s: got %v", page, got)
		}
	}
}

// Browsers refuse these, so their author should know.
func TestBlocked(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"<script>go()</script>":                                              "a script within a page does not run",
		"<style>p{color:red}</style>":                                        "a style element within a page has no effect",
		`<p style="color: red">`:                                             "the attribute style has no effect",
		`<button {{if .Title}}onclick="go()"{{end}}>x</button>`:              "the attribute onclick does not run",
		`<a href="JavaScript:go()">x</a>`:                                    "an address that begins with javascript: does nothing",
		`<script src="https://cdn.example/a.js"></script>`:                   `"https://cdn.example/a.js" lies on another host, so browsers do not load it`,
		`<link rel="stylesheet" href="//cdn.example/a.css">`:                 `"//cdn.example/a.css" lies on another host, so browsers do not load it`,
		`<img src="http://pixel.example/{{.Title}}" alt="">`:                 `"http://pixel.example/          " lies on another host, so browsers do not load it`,
		`<form action="https://a.example/subscribe"></form>`:                 `"https://a.example/subscribe" lies on another host, so browsers do not load it`,
		`<base href="/">`:                                                    "a base element has no effect",
		`<a href="https://northwind.example/">Northwind</a>`:                 "",
		`<script src="{{.Root}}{{asset "remit.js"}}" defer></script>`:        "",
		`{{/* <script>x</script> */}}<!-- <style> --><p class="on">onclick=`: "",
		`<link rel="license" href="https://a.example/license">`:              "",
	}
	files, wanted := []string{}, []string{}
	for _, text := range slices.Sorted(maps.Keys(cases)) {
		name := fmt.Sprintf("parts/p%02d.html", len(files)/2)
		files = append(files, name, "\n"+text)
		if cases[text] != "" {
			wanted = append(wanted, "theme/"+name+":2:1: warning[theme-blocked]: "+cases[text])
		}
	}
	calls := begin
	for i := 0; i < len(files); i += 2 {
		calls += `{{template "` + files[i] + `" .}}`
	}
	_, lines := told(t, own(append(files, "document.html", calls)...))
	if !slices.Equal(lines, wanted) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(wanted, "\n"))
	}
}

func TestStylesheetAddresses(t *testing.T) {
	t.Parallel()
	files, wanted := []string{"assets/logo.svg", "<svg/>"}, []string(nil)
	for i, c := range [][2]string{
		{"p { background: url(https://a.example/x.png) }", `:1:21: warning[theme-blocked]: "https://a.example/x.png" lies on another host, so browsers do not load it`},
		{"@import '//a.example/x.css';", `:1:10: warning[theme-blocked]: "//a.example/x.css" lies on another host, so browsers do not load it`},
		{"@import \"style/tokns.css\";", `:1:10: error[theme-asset]: the theme has no file "assets/style/tokns.css"; did you mean "style/tokens.css"?`},
		{"\n  a { background: url('log.svg') }", `:2:24: error[theme-asset]: the theme has no file "assets/log.svg"; did you mean "logo.svg"?`},
		{"@import \"style/tokens.css\";", ""},
		{"a { background: url(logo.svg#part) }", ""},
		{"a { background: url(data:image/png;base64,aa) }", ""},
		{"/* url(https://a.example/) */", ""},
	} {
		name := fmt.Sprintf("assets/own%d.css", i)
		files = append(files, name, c[0])
		if c[1] != "" {
			wanted = append(wanted, "theme/"+name+c[1])
		}
	}
	if _, lines := told(t, own(files...)); !slices.Equal(lines, wanted) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(wanted, "\n"))
	}
}

func TestWordsOfLanguages(t *testing.T) {
	t.Parallel()
	_, lines := told(t, own("words/fr.json", `{"search": "Recherche", "more.few": "x {n}", "mine": "à moi"}`, "document.html", begin+`{{word "mine"}}`, "words/en.json", `{"mine": "mine"}`))
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "theme/words/fr.json:0:0: hint[theme-untranslated]: ") {
		t.Errorf("got %v", lines)
	}
}

// The forms of languages follow Unicode's CLDR.
func TestCount(t *testing.T) {
	t.Parallel()
	w := words{"a.one": "1 page", "a.many": "{n} pages", "b.one": "{n} strona", "b.few": "{n} strony", "b.many": "{n} stron", "c.two": "zwei {n}", "c.many": "{n}"}
	for _, c := range []struct {
		lang, key string
		n         int
		want      string
	}{
		{"en", "a", 0, "0 pages"}, {"en", "a", 1, "1 page"}, {"en", "a", 2, "2 pages"},
		{"de", "a", 1, "1 page"}, {"ja", "a", 1, "1 pages"},
		{"fr", "a", 0, "0 pages"}, // French takes nought for one, but these words say 1
		{"pl", "b", 1, "1 strona"}, {"pl", "b", 2, "2 strony"}, {"pl", "b", 5, "5 stron"}, {"pl", "b", 22, "22 strony"}, {"pl", "b", 112, "112 stron"},
		{"cy", "c", 2, "zwei 2"}, {"en", "c", 2, "2"}, {"en", "a", -39, "-39 pages"}, {"en", "a", -1, "-1 pages"}, {"pl", "b", -22, "-22 strony"},
	} {
		if got, err := w.count(language.Make(c.lang), c.key, c.n); err != nil || got != c.want {
			t.Errorf("%s %s %d: got %q, %v, want %q", c.lang, c.key, c.n, got, err, c.want)
		}
	}
	if _, err := w.count(language.English, "d", 1); err == nil {
		t.Error("words that there are not")
	}
}
