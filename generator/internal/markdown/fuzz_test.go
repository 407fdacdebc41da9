package markdown

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"remit/generator/internal/diag"
)

// fill stands in for whoever knows where links lead.
func fill(buf []byte, h Hole) []byte {
	switch h.Kind {
	case LinkOpen:
		return append(buf, `<a href="x">`...)
	case LinkClose:
		return append(buf, "</a>"...)
	case ImageTag:
		return append(buf, `<img src="x" alt="">`...)
	}
	return append(buf, "title"...)
}

// violations lists what no Content may ever be, whatever the input.
func violations(src []byte, body int, c *Content) (found []string) {
	complain := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	if strings.ContainsRune(c.Body.HTML, 0) {
		complain("the body holds a NUL")
	}
	if !utf8.ValidString(c.Body.HTML) || !utf8.ValidString(c.Text) {
		complain("the body or the text is not UTF-8")
	}
	checkHoles(c, complain)
	checkRefs(src, body, c, complain)
	checkRuns(src, body, c, complain)
	checkItems(src, body, c, complain)
	checkTerms(c, complain)
	checkComments(src, body, c, complain)
	page := string(c.Body.Render(nil, fill))
	checkElements(page, complain)
	checkParts(page, c, complain)
	checkNesting(page, complain)
	for _, p := range c.Problems {
		if p.Rule == "not-understood" {
			complain("the parser panicked")
		}
		if p.Span.Start.Byte > p.Span.End.Byte || p.Span.End.Byte > len(src) {
			complain("problem %s lies outside: %+v", p.Rule, p.Span)
		}
	}
	checkPlaces(src, c, complain)
	for i, h := range c.Headings {
		if h.ID == "" || h.Level < 1 || h.Level > 6 || h.Level == 1 && !(c.Lifted && h.Text == c.Title.Text) {
			complain("heading %d: %+v", i, h)
		}
	}
	return found
}

func checkHoles(c *Content, complain func(string, ...any)) {
	at, open := 0, 0
	for _, h := range c.Body.Holes {
		if h.At < at || h.At > len(c.Body.HTML) || h.Ref < 0 || h.Ref >= len(c.Refs) {
			complain("hole %+v is out of order or range", h)
		}
		at = h.At
		switch h.Kind {
		case LinkOpen:
			open++
		case LinkClose:
			open--
		}
		if open < 0 || open > 1 {
			complain("links do not come in pairs")
		}
	}
	if open != 0 {
		complain("a link stays open")
	}
}

// checkParts finds a body that cannot be parted at its first heading.
func checkParts(page string, c *Content, complain func(string, ...any)) {
	opening, rest := c.Body.Parts()
	first, second := string(opening.Render(nil, fill)), string(rest.Render(nil, fill))
	if first+second != page {
		complain("the parts are not the whole: %q, %q", first, second)
	}
	checkNesting(first, complain)
	checkNesting(second, complain)
	if second != "" && !strings.HasPrefix(second, "<h") {
		complain("the rest begins with %.20q", second)
	}
}

func checkRefs(src []byte, body int, c *Content, complain func(string, ...any)) {
	for _, r := range c.Refs {
		from, to := r.Span.Start.Byte, r.Span.End.Byte
		if from < body || to < from || to > len(src) {
			complain("reference %q lies outside: %d to %d", r.Target, from, to)
			continue
		}
		if r.Kind != ImageRef && c.Text[r.At:r.At+len(r.Words)] != r.Words {
			complain("words %q are not at %d of the text", r.Words, r.At)
		}
		if r.From < 0 || r.From > r.At || r.To < r.From || r.To > len(c.Text) {
			complain("sentence %d to %d of %d", r.From, r.To, len(c.Text))
		}
		if r.Heading < -1 || r.Heading >= len(c.Headings) {
			complain("reference %q stands under heading %d", r.Target, r.Heading)
		}
	}
}

// checkRuns finds bytes of the text that come from nowhere or from elsewhere.
func checkRuns(src []byte, body int, c *Content, complain func(string, ...any)) {
	at := 0
	for _, r := range c.Runs {
		if strings.Trim(c.Text[at:r.At], " \t\n") != "" || r.Length <= 0 {
			complain("words before run %+v come from nowhere: %q", r, c.Text[at:r.At])
		}
		at = int(r.At + r.Length)
		if int(r.Source) < body || int(r.Source) > len(src) {
			complain("run %+v lies outside", r)
			continue
		}
		if r.Kind == Foreign {
			continue
		}
		for i, b := range []byte(c.Text[r.At:at]) {
			there := src[int(r.Source)+i]
			if b != there && !(b == ' ' && there == '\n') && !(b == '?' && there >= 0x80) {
				complain("run %+v is %q, not %q", r, c.Text[r.At:at], src[r.Source:int(r.Source)+i+1])
				break
			}
		}
	}
	if strings.Trim(c.Text[at:], " \t\n") != "" {
		complain("words behind all runs come from nowhere: %q", c.Text[at:])
	}
}

func checkItems(src []byte, body int, c *Content, complain func(string, ...any)) {
	at := 0
	for _, item := range c.Items {
		if item.At < at || item.End < item.At || item.End > len(c.Text) {
			complain("item %+v is out of order or range", item)
			continue
		}
		at = item.At
		if strings.TrimSpace(c.Text[item.At:item.End]) != "" && strings.ContainsAny(c.Text[item.At:item.At+1], "\n") {
			complain("item %+v begins with a line end", item)
		}
		checkPlace("item", item.Span, item.Heading, src, body, c, complain)
		if item.Depth < 0 || item.Row && item.Ordered {
			complain("item %+v is deep", item)
		}
	}
}

func checkTerms(c *Content, complain func(string, ...any)) {
	at := 0
	for _, t := range c.Terms {
		if t.At < at || t.End < t.At || t.From < t.End || t.To < t.From || t.To > len(c.Text) {
			complain("term %+v is out of order or range", t)
		}
		at = t.At
	}
}

// checkPlaces takes each word of the text back to the file.
func checkPlaces(src []byte, c *Content, complain func(string, ...any)) {
	lines, at := diag.NewLines(src), 0
	for word := range strings.FieldsSeq(c.Text) {
		at += strings.Index(c.Text[at:], word)
		span, exact := c.Place(lines, at, at+len(word))
		at += len(word)
		if span.End.Byte < span.Start.Byte || span.End.Byte > len(src) {
			complain("word %q lies outside: %+v", word, span)
		} else if exact && (src[span.Start.Byte] != word[0] && src[span.Start.Byte] < 0x80 || src[span.End.Byte-1] != word[len(word)-1] && src[span.End.Byte-1] < 0x80) {
			complain("word %q is %q in the file", word, src[span.Start.Byte:span.End.Byte])
		}
	}
	for i := range c.Headings {
		from, to := c.Section(i)
		ownFrom, ownTo := c.Own(i)
		if from != ownFrom || ownTo > to || to > len(c.Text) {
			complain("section %d is %d to %d, its own part %d to %d", i, from, to, ownFrom, ownTo)
		}
	}
}

func checkComments(src []byte, body int, c *Content, complain func(string, ...any)) {
	for _, comment := range c.Comments {
		checkPlace("comment", comment.Span, comment.Heading, src, body, c, complain)
		written := string(src[comment.Span.Start.Byte:comment.Span.End.Byte])
		if !strings.HasPrefix(written, "<!--") || !strings.HasSuffix(written, "-->") {
			complain("comment %q is %q", comment.Text, written)
		}
		if comment.Next < 0 || comment.Next > len(c.Text) {
			complain("comment %q stands before %d", comment.Text, comment.Next)
		}
	}
}

func checkPlace(what string, span diag.Span, heading int, src []byte, body int, c *Content, complain func(string, ...any)) {
	if span.Start.Byte < body || span.End.Byte < span.Start.Byte || span.End.Byte > len(src) || span.Start.Line == 0 {
		complain("%s lies outside: %+v", what, span)
	}
	if heading < -1 || heading >= len(c.Headings) {
		complain("%s stands under heading %d", what, heading)
	}
}

// checkElements looks at the page as a browser does.
func checkElements(page string, complain func(string, ...any)) {
	ids := map[string]bool{}
	for n := range parsed(page).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Iframe, atom.Object, atom.Embed, atom.Svg, atom.Form, atom.Base, atom.Link, atom.Meta, atom.Template:
			complain("element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction":
				complain("attribute %s", a.Key)
			case a.Key == "id":
				if ids[a.Val] {
					complain("id %q stands twice", a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" && !allowedHref(value), a.Key == "src" && value != "x" && !strings.HasPrefix(value, "https://images.example.org/"):
				complain("%s=%q", a.Key, a.Val)
			}
		}
	}
}

func allowedHref(value string) bool {
	for _, prefix := range []string{"#", "http://", "https://", "mailto:", "tel:"} {
		if strings.HasPrefix(value, prefix) {
			return true
		}
	}
	return value == "x"
}

func parsed(page string) *html.Node {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader("<main>"+page+"</main>"), root)
	if err != nil {
		panic(err)
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root
}

// checkNesting compares the tags as written with the tree that a browser makes
// of them: nothing may be moved, closed early or added.
func checkNesting(page string, complain func(string, ...any)) {
	var written, depth []string
	z := html.NewTokenizer(strings.NewReader("<main>" + page + "</main>"))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		switch tag := string(name); {
		case kind == html.StartTagToken && (voids[tag] || tag == "input"):
			written = append(written, trail(depth)+tag)
		case kind == html.StartTagToken:
			written = append(written, trail(depth)+tag)
			depth = append(depth, tag)
		case kind == html.EndTagToken && (len(depth) == 0 || depth[len(depth)-1] != tag):
			complain("</%s> closes nothing in %v", tag, depth)
			return
		case kind == html.EndTagToken:
			depth = depth[:len(depth)-1]
		}
	}
	var shown []string
	var walk func(n *html.Node, above []string)
	walk = func(n *html.Node, above []string) {
		for child := range n.ChildNodes() {
			if child.Type == html.ElementNode {
				shown = append(shown, trail(above)+child.Data)
				walk(child, append(above[:len(above):len(above)], child.Data))
			}
		}
	}
	walk(parsed(page), nil)
	if len(depth) > 0 {
		complain("elements stay open: %v", depth)
	}
	for i := range max(len(written), len(shown)) {
		if i >= len(written) || i >= len(shown) || written[i] != shown[i] {
			complain("a browser sees another tree: %q, %q", written[min(i, len(written)):min(i+1, len(written))], shown[min(i, len(shown)):min(i+1, len(shown))])
			return
		}
	}
}

func trail(tags []string) string { return strings.Join(tags, ">") + ">" }

func FuzzCompile(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, 0, true)
	}
	f.Fuzz(func(t *testing.T, src string, body int, raw bool) {
		body = max(0, min(body, len(src)))
		for body > 0 && body < len(src) && !utf8.RuneStart(src[body]) {
			body-- // front matter ends with a line and never inside a character
		}
		c := Compile("x.md", []byte(src), body, Options{RawHTML: raw})
		if found := violations([]byte(src), body, c); len(found) > 0 {
			t.Errorf("%q\n%s\n%s", src, c.Body.HTML, strings.Join(found, "\n"))
		}
	})
}

// seeds are small texts that between them use every feature.
var seeds = []string{
	"[][]",
	"- a\n  - [x] b &amp; \\* c\n    > 1. d\n\n  e\n- <!-- f -->\n-     g\n\n> <!-- h\n> i --> j `k\n> l`\n",
	"# A *b* `c`\n\ntext [a](b.md#c \"t\") ![i](j.png) <https://e.org> www.e.org a@b.org\n\n## A {#own}\n### A\n",
	"[a][b] [c][] [d] [x][y]\n\n[b]: <u v> 'w'\n[c]: /c?q#f\n[d]: javascript:alert(1)\n",
	"- [ ] a [l](m)\n- [x] b\n\n1. c\n   - d\n\n> [!WARNING]\n> e\n",
	"| a | b |\n|--|:-:|\n| 2023-04-02 | [[x\\|y]] |\n| <ul><li>a<li>b</ul> | `a\\|b` |\n",
	"a[^1] b[^1]\n\n[^1]: note [[id]] [[id#h|w]]\n\nterm\n: is *this*\n\n~~gone~~ a\\\nb  \nc\n",
	"<details open>\n<summary>a</summary>\n\nb\n\n</details>\n\n<table><tr><th>a<td colspan=2>b<table><td>c</table></table>\n",
	"<p id=x>a<b>b\n\n</b><a name=\"y\"></a>\n## y\n<h1>z</h1><div><a href=q><img src=r width=3></a></div>\n",
	"a <p>b **c <p>d** <li>e <a href='//x'>f</a> <script>g</script> <x onclick=h>\n<!-- i\n",
	"<ul>\n\n- a\n\n</ul>\n\n<tr><td>\n\n> <td>b\n\n```go\nfunc f() {}\n```\n\n    code\n",
	"a\u202eb \u200b x[1][2] &amp; &#0; &colon; \\* \tb\n\t\tc\n\n<pre>\n\n<b>x\n</pre>y\n",
	"<b><table><i>a</table>b <summary>c <dl><dt>d<dd>e<p>f<dt>g</dl> <caption>h <a href=i><a href=j>k",
	"![a ![b](c) d](e) [![f](https://e.org/g)](h) [i <b>j](k) l</b> [[m](n)] [<p>](o) # <h2>p</h2>\n",
}
