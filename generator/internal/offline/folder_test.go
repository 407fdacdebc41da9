package offline

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestFileAddress(t *testing.T) {
	t.Parallel()
	for href, want := range map[string]string{
		"":                       "",
		"#a":                     "#a",
		"?q=a/":                  "?q=a/",
		"./":                     "./index.html",
		".":                      "./index.html",
		"..":                     "../index.html",
		"../..":                  "../../index.html",
		"../b/":                  "../b/index.html",
		"../b/?q=x/#y/":          "../b/index.html?q=x/#y/",
		"../b/#y":                "../b/index.html#y",
		"index.json":             "index.json",
		"../files/a%20b.pdf":     "../files/a%20b.pdf",
		"x..":                    "x..",
		"/hand/book/":            "../../index.html",
		"/hand/book/b/#y":        "../../b/index.html#y",
		"/elsewhere/x.html":      "/elsewhere/x.html",
		"https://example.org/":   "https://example.org/",
		"mailto:a@example.org":   "mailto:a@example.org",
		"//example.org/":         "//example.org/",
		"gr%C3%B6%C3%9Fe/":       "gr%C3%B6%C3%9Fe/index.html",
		"a/b:c/":                 "a/b:c/index.html",
		"javascript:alert(1)///": "javascript:alert(1)///",
	} {
		if got := fileAddress(href, "../../", "/hand/book/"); got != want {
			t.Errorf("%q: got %q, want %q", href, got, want)
		}
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	page := `<!doctype html><html><head><link rel="stylesheet" href="../assets/a.css" integrity="sha256-x" crossorigin><script type="text/javascript" src="../assets/a.js" integrity="sha256-x"></script>` +
		`<script src="../assets/b.js"></script></head><body data-kind='x'><p title="../a/">a &lt; b &amp; href="../a/"<a class=x href="../a/?x=1&amp;y=2">A</a>` +
		`<svg viewBox="0 0 1 1"><a href="../b/#c"><path d="M0 0"/></a></svg><textarea><a href="../a/"></textarea><!-- <a href="../a/"> --><img alt="" src="../files/a.png">`
	want := strings.NewReplacer(
		` integrity="sha256-x" crossorigin`, ``, ` integrity="sha256-x"`, ``,
		`<script type`, `<script src="../search/folder.js"></script><script type`,
		`<a class=x href="../a/?x=1&amp;y=2">`, `<a class="x" href="../a/index.html?x=1&amp;y=2">`,
		`../b/#c`, `../b/index.html#c`,
	).Replace(page)
	if got := string(Page("a/index.html", "/", []byte(page))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	policy := `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;; img-src &#39;self&#39; https://a.example">`
	if got := string(Page("index.html", "/", []byte(policy))); got != strings.ReplaceAll(policy, "&#39;self&#39;", "&#39;self&#39; file:") {
		t.Errorf("got %s", got)
	}
	moved := `<meta http-equiv="refresh" content="0; url=../../a/"><p>This page has moved <a href="../../a/">here</a>.`
	if got := string(Page("old/deep/index.html", "/", []byte(moved))); got != strings.ReplaceAll(moved, "/a/", "/a/index.html") {
		t.Errorf("got %s", got)
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	bytes := []byte("\x1f\x8b\x00\"\\\n</script>")
	if got, want := string(Script("search/t/0a.bin", bytes)), `remitFile("search/t/0a.bin","`+base64.StdEncoding.EncodeToString(bytes)+"\")\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	module := "const a=1;export const B=a;export async function c(){return import(a)}export function*d(){}export class E{}const s='x export y'"
	want := `remitFile("search/m.js",(()=>{const a=1;const B=a;async function c(){return import(a)}function* d(){}class E{}const s='x export y'` + "\nreturn{B,c,d,E}})())\n"
	if got := string(Script("search/m.js", []byte(module))); got != want || !IsModule([]byte(module)) {
		t.Errorf("got %s, want %s", got, want)
	}
	if IsModule([]byte("(()=>{exports=1})()")) {
		t.Error("a classic script is taken for a module")
	}
	if got := ScriptPath("search/t/0a.bin") + " " + ScriptPath("search/search.js"); got != "search/t/0a.bin.js search/search.js" {
		t.Errorf("got %s", got)
	}
}
