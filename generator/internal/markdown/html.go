package markdown

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"remit/generator/internal/diag"
)

// source is a piece of raw HTML whose lines may stand apart in the body,
// because quote marks or indentation lie between them.
type source struct {
	bytes  []byte
	starts []int // offset in bytes of each line
	at     []int // offset in the body of each line
}

func (s *source) add(body []byte, segment text.Segment) {
	if n := len(s.at); n > 0 && s.at[n-1]+len(s.bytes)-s.starts[n-1] == segment.Start && segment.Padding == 0 {
		s.bytes = append(s.bytes, body[segment.Start:segment.Stop]...)
		return
	}
	s.starts = append(s.starts, len(s.bytes))
	s.at = append(s.at, segment.Start-segment.Padding)
	s.bytes = append(s.bytes, segment.Value(body)...)
}

// place returns the offset in the body of an offset in the piece.
func (s *source) place(i int) int {
	k := len(s.starts) - 1
	for k > 0 && s.starts[k] > i {
		k--
	}
	return s.at[k] + i - s.starts[k]
}

// htmlBlock writes a block of raw HTML. Words that stand in nothing become
// paragraphs, and what takes only words ends with the block.
func (c *compiler) htmlBlock(n *ast.HTMLBlock) {
	var s source
	for i := range n.Lines().Len() {
		s.add(c.body, n.Lines().At(i))
	}
	if n.HasClosure() {
		s.add(c.body, n.ClosureLine)
	}
	c.ownLine()
	c.loose = true
	c.rawHTML(&s, true)
	c.closeWords()
	c.loose = false
}

// inlineHTML writes one tag or comment inside text.
func (c *compiler) inlineHTML(n *ast.RawHTML) {
	var s source
	for i := range n.Segments.Len() {
		s.add(c.body, n.Segments.At(i))
	}
	c.rawHTML(&s, false)
}

func (c *compiler) rawHTML(s *source, block bool) {
	for i := 0; i < len(s.bytes); {
		open := bytes.IndexByte(s.bytes[i:], '<')
		if open < 0 {
			c.rawText(s.bytes[i:], s.place(i))
			return
		}
		c.rawText(s.bytes[i:i+open], s.place(i))
		i += open
		switch t, size := scanTag(s.bytes[i:]); {
		case bytes.HasPrefix(s.bytes[i:], []byte("<!--")):
			i = c.comment(s, i)
		case size > 0:
			c.rawTag(t, s, i, size, block)
			i += size
		default:
			c.plain(s.bytes[i:i+1], s.place(i))
			i++
		}
	}
}

// comment returns where the comment at s.bytes[i] ends.
func (c *compiler) comment(s *source, i int) int {
	for _, short := range []string{"<!-->", "<!--->"} {
		if bytes.HasPrefix(s.bytes[i:], []byte(short)) {
			return i + len(short)
		}
	}
	if size := bytes.Index(s.bytes[i+4:], []byte("-->")); size >= 0 {
		end := i + 4 + size + 3
		c.addComment(s, i, end)
		return end
	}
	c.problem(Problem{
		Rule: "comment-unclosed", Severity: diag.Warning,
		Message: "this comment is never closed, so all that follows is left out",
		Label:   "begins here",
		Why:     "readers do not see the rest of the page",
		Fix:     "write --> where the comment ends",
	}, s.place(i), s.place(i)+4)
	return len(s.bytes)
}

// addComment notes the comment at s.bytes[i:end].
func (c *compiler) addComment(s *source, i, end int) {
	c.out.Comments = append(c.out.Comments, Comment{
		Text:    string(bytes.TrimSpace(s.bytes[i+4 : end-3])),
		Span:    c.span(s.place(i), s.place(end-1)+1),
		Heading: len(c.out.Headings) - 1,
		Next:    len(c.text),
	})
}

// settleComments moves each comment on to the words behind it.
func (c *compiler) settleComments() {
	for i := range c.out.Comments {
		next := &c.out.Comments[i].Next
		for *next < len(c.text) && isBlank(c.text[*next]) {
			*next++
		}
	}
}

// rawText writes what stands between raw tags, at an offset of the body.
func (c *compiler) rawText(s []byte, at int) {
	if len(s) == 0 {
		return
	}
	if c.inPre() {
		c.plain([]byte(html.UnescapeString(string(s))), at)
		return
	}
	if len(bytes.Trim(s, " \t\n\v\f\r")) == 0 { // wide spaces are words: they have a width that was meant
		if n := len(c.html); n > 0 && !isBlank(c.html[n-1]) {
			c.html = append(c.html, s[len(s)-1])
		}
		c.spaceInText()
		return
	}
	words := []byte(html.UnescapeString(string(s)))
	c.inText()
	if isBlank(words[0]) {
		c.spaceInText()
	}
	c.escape(words)
	c.stand(at, bytes.Join(bytes.Fields(words), []byte(" ")))
	if isBlank(words[len(words)-1]) {
		c.spaceInText()
	}
}

func (c *compiler) spaceInText() {
	if n := len(c.text); n > 0 && !isBlank(c.text[n-1]) {
		c.text = append(c.text, ' ')
	}
}

func (c *compiler) inPre() bool {
	for i := len(c.open) - 1; i >= c.floor; i-- {
		if c.open[i].raw == "pre" {
			return true
		}
	}
	return false
}

// elements is the allow-list: what becomes of each tag. A name that is not in
// it is shown as text.
var elements = map[string]struct {
	tag   string // as written out; "" leaves the tag out and keeps the content
	kind  kind
	prose bool // also an ordinary word: in text and bare it is a placeholder
}{
	"b": {tag: "b", kind: phrase}, "strong": {tag: "strong", kind: phrase}, "i": {tag: "i", kind: phrase},
	"em": {tag: "em", kind: phrase}, "u": {tag: "u", kind: phrase}, "s": {tag: "s", kind: phrase},
	"strike": {tag: "s", kind: phrase}, "del": {tag: "del", kind: phrase}, "ins": {tag: "ins", kind: phrase},
	"code": {tag: "code", kind: phrase}, "tt": {tag: "code", kind: phrase}, "small": {tag: "small", kind: phrase},
	"q": {tag: "q", kind: phrase}, "cite": {tag: "cite", kind: phrase}, "var": {tag: "var", kind: phrase},
	"samp": {tag: "samp", kind: phrase}, "dfn": {tag: "dfn", kind: phrase}, "kbd": {tag: "kbd", kind: phrase},
	"sub": {tag: "sub", kind: phrase}, "sup": {tag: "sup", kind: phrase}, "mark": {tag: "mark", kind: phrase},
	"abbr": {tag: "abbr", kind: phrase}, "a": {kind: phrase},
	"span": {kind: phrase}, "font": {kind: phrase}, "big": {kind: phrase}, "nobr": {kind: phrase}, "picture": {kind: phrase},
	"label": {kind: phrase, prose: true},

	"p": {tag: "p", kind: para}, "pre": {tag: "pre", kind: para},
	"h1": {kind: heading}, "h2": {kind: heading}, "h3": {kind: heading},
	"h4": {kind: heading}, "h5": {kind: heading}, "h6": {kind: heading},
	"ul": {tag: "ul", kind: list}, "ol": {tag: "ol", kind: list}, "li": {tag: "li", kind: item},
	"dl": {tag: "dl", kind: terms}, "dt": {tag: "dt", kind: item}, "dd": {tag: "dd", kind: item},
	"table": {tag: "table", kind: table}, "caption": {tag: "caption", kind: item},
	"thead": {tag: "thead", kind: rowGroup}, "tbody": {tag: "tbody", kind: rowGroup}, "tfoot": {tag: "tfoot", kind: rowGroup},
	"tr": {tag: "tr", kind: row}, "td": {tag: "td", kind: item}, "th": {tag: "th", kind: item},
	"blockquote": {tag: "blockquote", kind: paragraphs}, "details": {tag: "details", kind: paragraphs},
	"summary": {tag: "summary", kind: item, prose: true},
	"figure":  {tag: "figure", kind: paragraphs, prose: true}, "figcaption": {tag: "figcaption", kind: item},

	"div": {kind: group}, "center": {kind: group}, "hgroup": {kind: group},
	"section": {kind: group, prose: true}, "article": {kind: group, prose: true}, "aside": {kind: group, prose: true},
	"header": {kind: group, prose: true}, "footer": {kind: group, prose: true}, "main": {kind: group, prose: true},
	"nav": {kind: group, prose: true}, "address": {kind: group, prose: true},
}

// voids are the allowed tags that hold nothing.
var voids = map[string]bool{"br": true, "hr": true, "img": true, "wbr": true, "col": true, "colgroup": true, "source": true}

// refusedTags are elements of HTML that are not allowed. Words that people
// also write as placeholders, such as <title>, count only with attributes.
var refusedTags = map[string]bool{
	"script": true, "style": true, "iframe": true, "object": false, "embed": true, "svg": true, "math": true,
	"form": false, "input": true, "button": true, "select": false, "option": false, "textarea": true,
	"video": false, "audio": false, "canvas": true, "meta": true, "link": false, "base": false, "title": false,
	"html": true, "head": false, "body": false, "frame": false, "frameset": true, "noscript": true, "template": false,
	"applet": true, "marquee": true, "dialog": false, "map": false, "area": false, "param": false, "track": false,
	"fieldset": true, "legend": false, "datalist": true, "meter": false, "progress": false, "output": false,
}

// rawTag writes one raw tag that stands at s.bytes[i:i+size].
func (c *compiler) rawTag(t tag, s *source, i, size int, block bool) {
	written := s.bytes[i : i+size]
	spec, known := elements[t.name]
	allowed := c.opt.RawHTML && (known || voids[t.name]) && !(spec.prose && !block && len(t.attrs) == 0)
	switch {
	case !allowed && t.closing && c.closeRaw(t.name):
	case !allowed:
		c.literal(t, written, s.place(i), known || voids[t.name])
	case t.closing:
		c.closeRaw(t.name)
	default:
		c.refuseHandlers(t, s, i)
		c.openRaw(t, rawValues{t, s, i})
	}
}

// literal shows a tag as the text that the author wrote.
func (c *compiler) literal(t tag, written []byte, at int, known bool) {
	c.plain(written, at)
	if always, refused := refusedTags[t.name]; t.closing || !known && !(refused && (always || len(t.attrs) > 0)) {
		return
	}
	if c.opt.RawHTML && known { // a placeholder such as <section>
		return
	}
	c.problem(Problem{
		Rule: "html-not-allowed", Severity: diag.Warning,
		Message: "<" + t.name + "> is not allowed here",
		Label:   "shown as text",
		Why:     "raw HTML can run programs in the reader's browser or break the page",
		Fix:     "write it in Markdown, or put it between ` marks if it is meant as text",
	}, at, at+len(written))
}

// refuseHandlers reports attributes that would run a program. No attribute
// passes unless it is asked for by name, so there is nothing to take out.
func (c *compiler) refuseHandlers(t tag, s *source, i int) {
	for _, a := range t.attrs {
		if strings.HasPrefix(a.name, "on") && len(a.name) > 4 && a.end > a.start {
			c.problem(Problem{
				Rule: "html-not-allowed", Severity: diag.Warning,
				Message: a.name + " has no effect here",
				Label:   "left out",
				Why:     "pages never run programs that stand in their text",
				Fix:     "take the attribute out",
			}, s.place(i+a.start), s.place(i+a.end))
		}
	}
}

// openRaw writes an opening tag of the allow-list.
func (c *compiler) openRaw(t tag, v rawValues) {
	switch t.name {
	case "br":
		c.inText()
		c.html = append(c.html, "<br>"...)
		c.spaceInText()
	case "wbr":
		c.inText()
		c.html = append(c.html, "<wbr>"...)
	case "hr":
		if c.openBlock() {
			c.html = append(c.html, "<hr>\n"...)
		}
	case "img":
		c.rawImage(v)
	case "a":
		c.rawLink(v)
	case "col", "colgroup", "source":
	default:
		c.openElement(t, v)
	}
}

// maxOpen bounds how deep elements may lie: browsers stop at about 500, and
// each closing tag looks through those that are open.
const maxOpen = 200

func (c *compiler) openElement(t tag, v rawValues) {
	if len(c.open) >= maxOpen {
		return
	}
	spec := elements[t.name]
	e := element{tag: spec.tag, raw: t.name, kind: spec.kind}
	switch {
	case spec.kind == phrase && spec.tag == "":
		c.anchor(v)
		c.push(e)
		return
	case spec.kind == phrase:
		c.inText()
	case spec.kind == group:
		if !c.openBlock() {
			return
		}
		c.ownLine()
		c.anchor(v)
		c.push(e)
		return
	case spec.kind == heading:
		c.openRawHeading(e, v)
		return
	case !c.makeRoom(t.name, spec.kind):
		return
	}
	c.writeOpening(e, v)
}

// writeOpening writes the opening tag of an element and puts it on the stack.
func (c *compiler) writeOpening(e element, v rawValues) {
	switch {
	case e.kind == table:
		c.html = append(c.html, strings.TrimSuffix(tableOpening, ">\n")...)
	case e.tag == "pre":
		c.html = append(c.html, `<pre tabindex="0"`...)
	default:
		c.html = append(append(c.html, '<'), e.tag...)
	}
	if id := c.newAnchor(v, "id"); id != "" {
		c.html = append(escapeAttribute(append(c.html, ` id="`...), id), '"')
	}
	title, _, _ := v.get("title")
	c.html = appendTitle(c.html, title)
	switch e.raw {
	case "td", "th":
		c.cellAttributes(e, v)
	case "ol":
		c.html = appendSize(c.html, "start", v.number("start", 1e6))
	case "details":
		if v.has("open") {
			c.html = append(c.html, " open"...)
		}
	}
	c.html = append(c.html, '>')
	c.push(e)
}

func appendSize(html []byte, name string, n int) []byte {
	if n == 0 {
		return html
	}
	html = append(append(append(html, ' '), name...), `="`...)
	return append(strconv.AppendInt(html, int64(n), 10), '"')
}

// maxSpan bounds colspan and rowspan: browsers lay out every cell they cover.
const maxSpan = 100

func (c *compiler) cellAttributes(e element, v rawValues) {
	tr := &c.open[len(c.open)-1]
	first := tr.count == 0
	if !first {
		c.text = append(c.text, '\t')
	}
	tr.count++
	if e.raw == "th" {
		scope := "col"
		if first && c.rowNumber() > 1 {
			scope = "row"
		}
		c.html = append(c.html, ` scope="`+scope+`"`...)
	}
	switch align, _, _ := v.get("align"); align {
	case "left", "right", "center":
		c.html = append(c.html, ` align="`+align+`"`...)
	}
	c.html = appendSize(c.html, "colspan", v.number("colspan", maxSpan))
	c.html = appendSize(c.html, "rowspan", v.number("rowspan", maxSpan))
}

// rowNumber is the number of the innermost open row in its table.
func (c *compiler) rowNumber() int {
	for i := len(c.open) - 1; i >= 0; i-- {
		if c.open[i].kind == table {
			return c.open[i].count
		}
	}
	return 0
}

// openRawHeading opens <h1> to <h6>. Its id= is an anchor inside it, since a
// heading's own id is made from its words.
func (c *compiler) openRawHeading(e element, v rawValues) {
	if !c.openBlock() {
		return
	}
	from := v.s.place(v.i)
	c.startHeading(int(v.tag.name[1]-'0'), from, from+len(v.tag.name)+1)
	c.anchor(v)
	c.push(e)
}

// anchor writes an empty element for id= or name= of a tag that is left out.
func (c *compiler) anchor(v rawValues) {
	for _, name := range []string{"id", "name"} {
		if name == "name" && v.tag.name != "a" {
			continue
		}
		if id := c.newAnchor(v, name); id != "" {
			c.anchorSpan(id)
		}
	}
}

func (c *compiler) anchorSpan(id string) {
	c.flow(false)
	c.html = append(escapeAttribute(append(c.html, `<span id="`...), id), `"></span>`...)
}

// newAnchor returns the id that a tag gives, or "" when it gives none, when it
// may not, or when an element before has it.
func (c *compiler) newAnchor(v rawValues, name string) string {
	id, _, _ := v.get(name)
	id = normal(strings.TrimSpace(id))
	if !isAnchor(id) || c.anchors[id] {
		return ""
	}
	c.anchors[id] = true
	c.out.Anchors = append(c.out.Anchors, id)
	return id
}

func (c *compiler) rawLink(v rawValues) {
	c.anchor(v)
	if len(c.open) >= maxOpen {
		return
	}
	href, start, end := v.get("href")
	depth := len(c.open)
	if v.has("href") {
		c.closeRaw("a")
		depth = len(c.open)
		title, _, _ := v.get("title")
		floor := c.floor
		c.openLink(parseAddress(href), title, start, end)
		c.floor = floor
	}
	if len(c.open) == depth || !c.top().link {
		c.push(element{raw: "a", kind: phrase})
		return
	}
	c.top().raw = "a"
}

func (c *compiler) rawImage(v rawValues) {
	src, start, end := v.get("src")
	if strings.TrimSpace(src) == "" {
		return
	}
	alt, _, _ := v.get("alt")
	title, _, _ := v.get("title")
	c.anchor(v)
	c.showImage(picture{
		address: parseAddress(src), alt: alt, title: title,
		width: v.number("width", 1e4), height: v.number("height", 1e4), start: start, end: end,
	})
}
