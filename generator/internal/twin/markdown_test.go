package twin

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, html, want string }{
		{"nothing", "", ""},
		{"heading", `<h1 id="a">Support &amp; co</h1><h2 id="b">Owns<a class="self" href="#b" aria-label="Link">#</a></h2>`, "# Support & co\n\n## Owns"},
		{"heading that ends in a hash", `<h2>C#</h2><h3></h3>`, `## C\#`},
		{"paragraphs", "<p>One\n two.</p>\n<p>Three<br>four</p>", "One two.\n\nThree\\\nfour"},
		{"break at the end", "<p>One<br></p>", "One"},
		{"emphasis", "<p><b>Refunds:</b> <em>alone</em>, <strong> spaced </strong>x, <b>a:</b>b, <b></b> <i><b>both</b></i></p>", "**Refunds:** *alone*, **spaced** x, a:b, *both*"},
		{"emphasis that touches", "<p><b>a</b><b>b</b> un<em>believ</em>able</p>", "**a**b un*believ*able"},
		{"escapes", "<p>*a* _b_ a_b `c` [d] &lt;e&gt; \\ 5 &lt; 6 R&amp;D &amp;copy; a|b ~x~ https://x.example/a_b</p>", "\\*a\\* \\_b\\_ a_b \\`c\\` \\[d\\] \\<e> \\\\ 5 < 6 R&D \\&copy; a|b \\~x\\~ https://x.example/a_b"},
		{"begins like a list", "<p>1. a</p><p>- b</p><p>+ c</p><p># d</p><p>&gt; e</p><p>2026. It was</p><p>-5 and +5 #tag</p><p>a<br>===</p>", "1\\. a\n\n\\- b\n\n\\+ c\n\n\\# d\n\n\\> e\n\n2026\\. It was\n\n-5 and +5 #tag\n\na\\\n\\==="},
		{"links", `<p><a href="../b/">B</a>! <a href="#r:owns-1">here</a> <a href="a b(c)&amp;d=1&amp;copy;">odd</a> <a>none</a> Wow!<a href="x">y</a></p>`, `[B](../b/)! [here](./#r:owns-1) [odd](a%20b%28c%29&d=1\&copy;) none Wow\![y](x)`},
		{"words explained elsewhere", `<p>The <a class="term" href="../ask/words/#r:red-tag">red tag</a>!</p>`, "The red tag!"},
		{"pictures", `<p>Wow!<img src="../p.png" alt="A [pic]" width="2"></p>`, `Wow\!![A \[pic\]](../p.png)`},
		{"list", "<p>A</p><ul><li>One</li><li><p>Two</p><p>more</p></li><li></li></ul><p>B</p>", "A\n\n- One\n- Two\n\n  more\n-\n\nB"},
		{"nested lists", `<ol start="3"><li>a<ul><li>b</li><li>c<ol start="2"><li>d</li></ol></li></ul></li><li>e</li></ol>`, "3. a\n   - b\n   - c\n\n     2. d\n4. e"},
		{"tasks", `<ul><li><label><input type="checkbox" disabled> a</label></li><li><input type="checkbox" checked> b</li></ul>`, "- [ ] a\n- [x] b"},
		{"facts", `<dl class="facts"><div><dt>Owner</dt><dd><a href="../s/">Support</a></dd></div><div><dt>Touches</dt><dd>A</dd><dd>B</dd></div></dl><p>Text</p>`, "- **Owner:** [Support](../s/)\n- **Touches:** A, B\n\nText"},
		{"facts in a list", `<ul><li id="r:room-1"><dl><div><dt>Date</dt><dd>2026</dd></div><div><dt>Wider</dt><dd>Tools</dd></div></dl></li></ul>`, "- - **Date:** 2026\n  - **Wider:** Tools"},
		{"quotation", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote><blockquote><p>c</p></blockquote>", "> a\n>\n> - b\n\n> c"},
		{"code", "<p><code>a`b</code> <code> </code><code>`c</code></p><pre><code class=\"language-go\"><span class=\"k\">if</span> a &lt; b {\n\n\t```\n}\n</code></pre>", "``a`b`` `` `c ``\n\n````go\nif a < b {\n\n\t```\n}\n````"},
		{"code in a list", "<ul><li><pre><code>a\n\n  b</code></pre></li></ul>", "- ```\n  a\n\n    b\n  ```"},
		{"table", `<div class="tbl"><table><thead><tr><th scope="col">Who</th><th scope="col">What|how</th></tr></thead><tbody><tr><th scope="row"><a href="x">Support</a></th><td><ul><li>a</li><li>b</li></ul></td></tr><tr><td><code>a|b</code><br>c</td></tr></tbody></table></div>`,
			"| Who | What\\|how |\n| --- | --- |\n| [Support](x) | a; b |\n| `a\\|b` c | |"},
		{"table without head", "<table><tr><td>a</td></tr></table>", "| |\n| --- |\n| a |"},
		{"for screens only", `<p>a<span aria-hidden="true">■■</span><svg><title>x</title></svg></p><input type="search" hidden><button>Go</button><p class="ask"><a href="x">Search</a></p><script>x</script><p hidden>y</p><p>b</p>`, "a\n\nb"},
		{"details", "<details><summary>More</summary><p>x</p></details>", "**More**\n\nx"},
		{"rule", "<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"},
		{"not closed", "<ul><li>a<table><tr><td>b", "- a\n\n  | |\n  | --- |\n  | b |"},
		{"closed twice", "</ul></li><p>a</p></blockquote></dl></td></table></a></b>", "a"},
		{"closed within a table", "<ul><li><table><tr><td>a</li></ul></td></tr></table>b", "- | |\n  | --- |\n  | a |\n\n  b"},
	}
	for _, tt := range tests {
		want := tt.want
		if want != "" {
			want += "\n"
		}
		if got := string(Markdown([]byte(tt.html))); got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, want)
		}
	}
}

// TestMarkdownOfPage takes the article and the lists of pages behind it.
func TestMarkdownOfPage(t *testing.T) {
	t.Parallel()
	page := `<!doctype html><html><head><title>x</title></head><body><header>Menu</header><main id="r:main" tabindex="-1"><nav class="crumbs">Home</nav>
<article data-pagefind-body lang="de"><h1>A</h1><p>b</p></article>
<section class="group"><h2>Pages</h2><ul class="list"><li><a href="c/">C</a><p>About c.</p></li></ul></section>
<section class="linked"><h2>Linked from</h2></section></main><footer>End</footer></body></html>`
	want := "# A\n\nb\n\n## Pages\n\n- [C](c/)\n\n  About c.\n"
	if got := string(Markdown([]byte(page))); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	bare := strings.NewReplacer("<article", "<div", "</article", "</div").Replace(page)
	if got := string(Markdown([]byte(bare))); !strings.HasPrefix(got, "Home\n\n# A\n\nb\n") || strings.Contains(got, "Menu") || strings.Contains(got, "End") {
		t.Errorf("without an article: %q", got)
	}
}

var renderer = goldmark.New(goldmark.WithExtensions(extension.GFM))

func rendered(markdown []byte) string {
	var b bytes.Buffer
	if err := renderer.Convert(markdown, &b); err != nil {
		panic(err)
	}
	return b.String()
}

// words is the text of HTML without spaces: how blocks and breaks are parted is
// not its matter.
func words(page string) string {
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), "")
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}

// isOdd reports whether a character makes pages that Remit does not make: raw
// HTML, and control characters.
func isOdd(r rune) bool { return r == '<' || r < ' ' && r != '\n' && r != '\t' }

// FuzzMarkdown renders Markdown, converts the page back and renders that: the
// words must be the same, and converting twice must change nothing.
func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{
		"# A\n\n*b* **c**d `e` [f](g \"h\") ![i](j)\n\n- k\n  - l\n\n    m\n\n1. n\n2. o\n", "> p\n> > q\n\n| r | s |\n|---|---|\n| `t\\|u` | v\\\n", "```go\nw\n```\n\n    x\n\n---\n",
		"a_b_c *d*e* \\* 1\\. &amp;copy; <https://x.example/a_b*c> ~~y~~ ~z~\n", "- [ ] a\n- [x] b\n", "a  \nb\\\nc\n===\n", "***a** b*c* d **e*", "* a\n\n  + b\n\n* c\n10) d\n", "\\# a\n\n+\n-\n", "**a **b**:**c", "[a*b](c)*d*", "`` ` ``x`y`", "1.\n2. a\n\n   b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 2000 || !utf8.ValidString(source) || strings.ContainsFunc(source, isOdd) {
			return
		}
		page := rendered([]byte(source))
		once := Markdown([]byte(page))
		again := rendered(once)
		if a, b := words(page), words(again); a != b {
			t.Fatalf("from %q\npage %q\ntwin %q\npage %q\ngot  %q\nwant %q", source, page, once, again, b, a)
		}
		Markdown([]byte(source)) // whatever it is, it ends
	})
}
