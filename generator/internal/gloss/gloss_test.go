package gloss

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
)

// wordsOf prepares words of one language, separated by "; ".
func wordsOf(list, language string) *Words {
	var all []Word
	for text := range strings.SplitSeq(list, "; ") {
		all = append(all, Word{text, language})
	}
	return New(all)
}

// marked marks words with brackets that hold their number.
func marked(w *Words, most int, parts ...string) string {
	p := Page{Words: w, Most: most, Around: func(i int) (string, string, bool) {
		return "{" + strconv.Itoa(i) + ":", "}", true
	}}
	var out []byte
	for _, part := range parts {
		out = p.Mark(out, []byte(part))
	}
	return string(out)
}

func TestMark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, language, words, html, want string }{
		{"first use alone", "", "Fleet", "<p>The fleet. Our fleet.</p>", "<p>The {0:fleet}. Our fleet.</p>"},
		{"as written", "", "Fleet", "<p>The Fleet.</p>", "<p>The {0:Fleet}.</p>"},
		{"capital at the beginning of a sentence", "", "issue owners", "<p>We said so. Issue owners know.</p>", "<p>We said so. {0:Issue owners} know.</p>"},
		{"capital at the beginning of a block", "", "issue owners", "<li>Issue owners know.</li>", "<li>{0:Issue owners} know.</li>"},
		{"capital behind emphasis", "", "issue owners", "<p><em>Issue owners</em> know</p>", "<p><em>{0:Issue owners}</em> know</p>"},
		{"no capital within a sentence", "", "issue owners", "<p>Ask Issue owners.</p>", "<p>Ask Issue owners.</p>"},
		{"names keep their capitals", "", "Code Freeze; About API", "<p>A code Freeze and about API and code freeze.</p>", "<p>A code Freeze and about API and code freeze.</p>"},
		{"short words exactly", "", "SLO; IT", "<p>slo and it and Slo, IT: SLO.</p>", "<p>slo and it and Slo, {1:IT}: {0:SLO}.</p>"},
		{"short beside long", "", "SLO (service level objective)", "<p>A service level objective, one SLO.</p>", "<p>A {0:service level objective}, one SLO.</p>"},
		{"plurals", "", "fleet; box; branch; KEP; bus; day; policy", "<p>fleets boxes branches KEPs buss days policys</p>", "<p>{0:fleets} {1:boxes} {2:branches} {3:KEPs} buss {5:days} policys</p>"},
		{"no English plural in German", "de", "Rad", "<p>Rads Rad</p>", "<p>Rads {0:Rad}</p>"},
		{"German nouns keep their capital", "de", "Arm", "<p>arm an Arm</p>", "<p>arm an {0:Arm}</p>"},
		{"longest first", "", "red tag; red; red tag bike", "<p>A red tag bike, a red tag, a red one</p>", "<p>A {2:red tag bike}, a {0:red tag}, a {1:red} one</p>"},
		{"over a line end", "", "red tag", "<p>A red\ntag</p>", "<p>A {0:red\ntag}</p>"},
		{"whole words", "", "art; read", "<p>party start arts1 1art _art art_ bread readé éread read</p>", "<p>party start arts1 1art _art art_ bread readé éread {1:read}</p>"},
		{"whole words over tags", "", "SLO", "<p>SLO<b>W</b> <b>S</b>SLO <b>SLO</b>, x</p>", "<p>SLO<b>W</b> <b>S</b>SLO <b>{0:SLO}</b>, x</p>"},
		{"no parts of names", "", "ready; fault", "<p>fault-tolerant un-ready ready.md ./ready a/ready ready/a @ready #ready $ready ready=1 ready:x ready, ready.</p>", "<p>fault-tolerant un-ready ready.md ./ready a/ready ready/a @ready #ready $ready ready=1 ready:x {0:ready}, ready.</p>"},
		{"beside signs", "", "ready", "<p>(ready)</p>", "<p>({0:ready})</p>"},
		{"with its own genitive", "", "Release Team", "<p>the Release Team's</p>", "<p>the {0:Release Team}'s</p>"},
		{"before an end", "", "ready", "<p>is ready: go</p>", "<p>is {0:ready}: go</p>"},
		{"not in headings, links, code, heads", "", "Fleet",
			`<h2 id="fleet">Fleet</h2><p><a href="fleet">the fleet</a> <code>fleet</code> <span class="dead">fleet</span></p><pre>fleet</pre><table><thead><tr><th>Fleet</th></tr></thead><tr><td>fleet</td></tr></table>`,
			`<h2 id="fleet">Fleet</h2><p><a href="fleet">the fleet</a> <code>fleet</code> <span class="dead">fleet</span></p><pre>fleet</pre><table><thead><tr><th>Fleet</th></tr></thead><tr><td>{0:fleet}</td></tr></table>`},
		{"not in terms explained in place", "", "Fleet", "<dl><dt>Fleet</dt><dd>Our fleet</dd></dl>", "<dl><dt>Fleet</dt><dd>Our {0:fleet}</dd></dl>"},
		{"elements within their like", "", "Fleet", `<span class="dead"><span>fleet</span> fleet</span> fleet`, `<span class="dead"><span>fleet</span> fleet</span> {0:fleet}`},
		{"attributes hold what they will", "", "Fleet", `<img alt="a > fleet" src='fleet'><p>fleet`, `<img alt="a > fleet" src='fleet'><p>{0:fleet}`},
		{"escaped signs", "", "R&D; a<b", "<p>R&amp;D, a&lt;b, &amp;D</p>", "<p>{0:R&amp;D}, {1:a&lt;b}, &amp;D</p>"},
		{"names of entities", "", "amp; lt", "<p>a &amp; b &lt; c</p>", "<p>a &amp; b &lt; c</p>"},
		{"placeholders and single letters", "", "Y days; X; 5", "<p>Y days X 5</p>", "<p>Y days X 5</p>"},
		{"Chinese", "zh", "退款; 团队", "<p>我们的团队负责退款。</p>", "<p>我们的{1:团队}负责{0:退款}。</p>"},
		{"Japanese", "ja", "チーム", "<p>チームワークとチームの</p>", "<p>チームワークと{0:チーム}の</p>"},
		{"Korean with a particle", "ko", "환불", "<p>우리환불 환불은</p>", "<p>우리환불 {0:환불}은</p>"},
		{"Arabic", "ar", "ميثاق", "<p>هذا ميثاق.</p>", "<p>هذا {0:ميثاق}.</p>"},
	} {
		if got := marked(wordsOf(c.words, c.language), 12, c.html); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	w := wordsOf("one; two; three", "")
	if got, want := marked(w, 2, "<p>one one</p>", "<p>one two three</p>"), "<p>{0:one} one</p><p>one {1:two} three</p>"; got != want {
		t.Errorf("parts: got %s, want %s", got, want)
	}
	// A word that means nothing here leaves its place to a shorter one.
	p := Page{Words: wordsOf("red tag; red", ""), Most: 3, Around: func(i int) (string, string, bool) { return "[", "]", i == 1 }}
	if got, want := string(p.Mark(nil, []byte("a red tag"))), "a [red] tag"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzMark wants the marks to be all that changes, and none where none belongs.
func FuzzMark(f *testing.F) {
	f.Add("# Fleet\n\nOur *fleet* & [fleet](x), `fleet`.\n\n| fleet |\n|---|\n| fleets |\n\n- [ ] red\n  tag", "Fleet; red tag; &")
	f.Add("團隊 團隊退款 <b>fleet</b> <i>fl</i>eet\n\n> [!NOTE]\n> fleet[^1]\n\n[^1]: fleet\n\nfleet\n: fleet", "退款; fleet; note")
	f.Add("&amp; a&b \\< <span title='>'>x</span>", "a&b; <; amp")
	f.Fuzz(func(t *testing.T, text, words string) {
		c := markdown.Compile("a.md", []byte(text), 0, markdown.Options{RawHTML: true, Limits: schema.DefaultLimits()})
		in := c.Body.Render(nil, func(buf []byte, h markdown.Hole) []byte {
			switch h.Kind {
			case markdown.LinkOpen:
				return append(buf, `<a href="x">`...)
			case markdown.LinkClose:
				return append(buf, "</a>"...)
			}
			return buf
		})
		w := wordsOf(words, "")
		const before, behind = `<u data-x="`, "</u>\x01"
		p := Page{Words: w, Most: 5, Around: func(i int) (string, string, bool) { return before + strconv.Itoa(i) + `">`, behind, true }}
		out := p.Mark(nil, in)
		plain := out
		for i := range strings.Count(words, "; ") + 1 {
			plain = bytes.ReplaceAll(plain, []byte(before+strconv.Itoa(i)+`">`), nil)
		}
		if plain = bytes.ReplaceAll(plain, []byte(behind), nil); !bytes.Equal(plain, in) {
			t.Fatalf("%q became %q", in, out)
		}
		if n := bytes.Count(out, []byte(behind)); n > 5 {
			t.Fatalf("%d marks", n)
		}
		root, err := html.Parse(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Data != "u" || len(n.Attr) == 0 || n.Attr[0].Key != "data-x" {
				continue
			}
			for up := n.Parent; up != nil; up = up.Parent {
				if up.Type == html.ElementNode && isLeftAlone([]byte(up.Data)) {
					t.Fatalf("a mark in <%s>: %q", up.Data, out)
				}
			}
		}
	})
}

func BenchmarkMark(b *testing.B) {
	page := []byte(strings.Repeat("<h2>Support</h2>\n<p>Every team writes <em>down</em> what it decides alone, up to which amount, and whom it tells.</p>\n<ul><li>Refunds &amp; returns: <a href=\"x\">the desk</a></li></ul>\n", 60))
	var all []Word
	for i := range 500 {
		all = append(all, Word{Text: string(rune('a'+i%26)) + "word number " + strconv.Itoa(i)})
	}
	w := New(append(all, Word{Text: "Team"}, Word{Text: "amount"}))
	buf := make([]byte, 0, 2*len(page))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		p := Page{Words: w, Most: 12, Around: func(i int) (string, string, bool) { return "<a>", "</a>", true }}
		buf = p.Mark(buf[:0], page)
	}
}
