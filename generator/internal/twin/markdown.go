package twin

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Markdown returns the article of a finished page as Markdown, and behind it
// the lists of pages that follow the article. Of a page without an article it
// is what stands in <main>, or all of it. Links stay as they are: the twin lies
// in the folder of the page; one into the page itself leads to the HTML page.
func Markdown(page []byte) []byte {
	c := converter{out: make([]byte, 0, len(page)/4)}
	for _, part := range parts(page) {
		c.convert(part)
	}
	if len(c.out) > 0 {
		c.out = append(c.out, '\n')
	}
	return c.out
}

// parts cuts out of a page what is converted. No text or attribute of a page
// holds a < that begins no tag, so looking for the tags is enough.
func parts(page []byte) [][]byte {
	if _, after, ok := bytes.Cut(page, []byte("<main")); ok {
		page, _, _ = bytes.Cut(after, []byte("</main>"))
		_, page, _ = bytes.Cut(page, []byte(">"))
	}
	_, article, ok := bytes.Cut(page, []byte("<article"))
	if !ok {
		return [][]byte{page}
	}
	article, rest, _ := bytes.Cut(article, []byte("</article>"))
	_, article, _ = bytes.Cut(article, []byte(">"))
	all := [][]byte{article}
	for {
		_, group, ok := bytes.Cut(rest, []byte(`<section class="group">`))
		if !ok {
			return all
		}
		group, rest, _ = bytes.Cut(group, []byte("</section>"))
		all = append(all, group)
	}
}

// Marks in the text of a block: where emphasis begins and ends. They become
// asterisks when the block is whole, since what stands around them decides
// whether they can. No page holds such characters.
const (
	strongOpen, strongClose = '\x01', '\x02'
	emOpen, emClose         = '\x03', '\x04'
)

// converter turns HTML into Markdown.
type converter struct {
	out  []byte // finished lines
	text []byte // of the block in the making, escaped
	bare bool   // text stands at the beginning of a line, but for spaces

	within []container
	tight  bool // the next block follows the one before without an empty line

	inTable  bool
	rows     [][]string
	headings int // rows of the head
	inHead   bool

	lists  []*list  // that are open
	links  []string // addresses of the links that are open; "" for none
	second bool     // the fact in the making has a value already
}

// container is a list item or a quotation: what its first line begins with, and
// what the others do.
type container struct {
	first, rest string
	started     bool
	list        *list // of an item
}

// list is a list that is open.
type list struct {
	ordered bool
	number  int // of the next item
	begun   bool
}

func (c *converter) convert(part []byte) {
	z := html.NewTokenizer(bytes.NewReader(part))
	c.bare = true
	for {
		switch z.Next() {
		case html.ErrorToken:
			c.end()
			return
		case html.TextToken:
			c.write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, has := z.TagName()
			c.open(z, name, has)
		case html.EndTagToken:
			name, _ := z.TagName()
			c.close(atom.Lookup(name))
		}
	}
}

// end writes what is open where a page ends too early.
func (c *converter) end() {
	if c.inTable {
		c.cell()
		c.table()
	}
	c.flush()
	for len(c.within) > 0 {
		c.leave()
	}
	c.lists, c.links = nil, nil
}

// attributes are those of a tag that matter here.
type attributes struct {
	href, src, alt, class, kind, start string
	hasHref, hidden, checked           bool
}

func attributesOf(z *html.Tokenizer) (a attributes) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "href":
			a.href, a.hasHref = string(value), true
		case "src":
			a.src = string(value)
		case "alt":
			a.alt = string(value)
		case "class":
			a.class = string(value)
		case "type":
			a.kind = string(value)
		case "start":
			a.start = string(value)
		case "hidden":
			a.hidden = true
		case "aria-hidden":
			a.hidden = a.hidden || string(value) == "true"
		case "checked":
			a.checked = true
		}
	}
	return a
}

// isForScreens reports whether an element says nothing to a reader of text.
func isForScreens(tag atom.Atom, a attributes) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Svg, atom.Button, atom.Template, atom.Dialog, atom.Select, atom.Textarea, atom.Iframe, atom.Object, atom.Math, atom.Head, atom.Title, atom.Noscript:
		return true
	}
	return a.hidden || a.class == "self" || a.class == "ask"
}

// isVoid reports whether an element has no end tag.
func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Wbr, atom.Source, atom.Col, atom.Area, atom.Base, atom.Embed, atom.Param, atom.Track:
		return true
	}
	return false
}

// skip reads on to the end of the element that has just begun.
func skip(z *html.Tokenizer, tag string) {
	for depth := 1; depth > 0; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == tag {
				depth++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == tag {
				depth--
			}
		}
	}
}

func (c *converter) open(z *html.Tokenizer, name []byte, has bool) {
	var a attributes
	tag := atom.Lookup(name)
	if has {
		a = attributesOf(z)
	}
	if isForScreens(tag, a) {
		if !isVoid(tag) {
			skip(z, string(name))
		}
		return
	}
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.flush()
	case atom.Strong, atom.B:
		c.text = append(c.text, strongOpen)
	case atom.Em, atom.I:
		c.text = append(c.text, emOpen)
	case atom.A:
		c.openLink(a)
	case atom.Img:
		c.image(a)
	case atom.Br:
		c.lineBreak()
	case atom.Hr:
		c.flush()
		c.block("---")
	case atom.Input:
		c.checkbox(a)
	case atom.Code:
		c.code(text(z, "code"))
	case atom.Pre:
		c.flush()
		c.pre(z)
	case atom.Blockquote:
		c.flush()
		c.enter(container{first: "> ", rest: "> "})
	case atom.Ul, atom.Ol, atom.Menu, atom.Dl:
		c.flush()
		number, err := strconv.Atoi(a.start)
		if err != nil || number < 0 || number > 999_999_999 {
			number = 1
		}
		c.lists = append(c.lists, &list{ordered: tag == atom.Ol, number: number})
	case atom.Li:
		c.item()
	case atom.Dt:
		c.item()
		c.second = false
		c.text = append(c.text, strongOpen)
	case atom.Dd:
		if c.second {
			c.raw(", ")
		}
		c.second = true
	case atom.Table:
		c.flush()
		c.inTable, c.rows, c.headings = true, nil, 0
	case atom.Thead:
		c.inHead = true
	case atom.Tr:
		c.row()
	case atom.Td, atom.Th:
		c.text, c.bare = c.text[:0], false
	case atom.Summary:
		c.flush()
		c.text = append(c.text, strongOpen)
	default:
		if isBlock(tag) {
			c.flush()
		}
	}
}

// isBlock reports whether a text ends where an element begins or ends.
func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Main, atom.Figure, atom.Figcaption, atom.Details, atom.Caption, atom.Address, atom.Form, atom.Fieldset:
		return true
	}
	return false
}

func (c *converter) close(tag atom.Atom) {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.heading(int(tag.String()[1] - '0'))
	case atom.Strong, atom.B:
		c.text = append(c.text, strongClose)
	case atom.Em, atom.I:
		c.text = append(c.text, emClose)
	case atom.A:
		c.closeLink()
	case atom.Blockquote:
		c.flush()
		c.leave()
	case atom.Ul, atom.Ol, atom.Menu, atom.Dl:
		c.leaveItem()
		c.lists = c.lists[:max(0, len(c.lists)-1)]
	case atom.Li:
		c.leaveItem()
	case atom.Dt:
		if last := c.last(); last != ':' && last != '?' && last != '.' {
			c.text = append(c.text, ':')
		}
		c.text = append(c.text, strongClose)
		c.raw(" ")
	case atom.Table:
		c.table()
	case atom.Thead:
		c.inHead = false
	case atom.Td, atom.Th:
		c.cell()
	case atom.Summary:
		c.text = append(c.text, strongClose)
		c.flush()
	default:
		if isBlock(tag) {
			c.flush()
		}
	}
}

// raw appends what is Markdown already.
func (c *converter) raw(s string) {
	c.text = append(c.text, s...)
	c.bare = false
}

// write appends the text of a page: spaces fold as in a browser, and what would
// mean something in Markdown is escaped.
func (c *converter) write(s []byte) {
	for i := 0; i < len(s); {
		b := s[i]
		switch {
		case b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f':
			c.space()
			i++
		case b < ' ':
			i++ // no page holds control characters but these
		case plain[b]:
			from := i
			for i < len(s) && plain[s[i]] {
				i++
			}
			c.text = append(c.text, s[from:i]...)
			c.bare = false
		default:
			if c.escapes(s, i) {
				c.text = append(c.text, '\\')
			}
			c.text = append(c.text, b)
			c.bare = false
			i++
		}
	}
}

// plain are the bytes that mean nothing in Markdown wherever they stand, which
// most of a text is made of.
var plain = func() (p [256]bool) {
	for b := range p {
		p[b] = isWord(byte(b)) || strings.IndexByte(",'\"?/%", byte(b)) >= 0
	}
	return p
}()

// space appends one space, unless one stands there.
func (c *converter) space() {
	if last := c.last(); last != 0 && last != ' ' && last != '\n' {
		c.text = append(c.text, ' ')
	}
}

// last is the last character of the block that is no mark; 0 at its beginning.
func (c *converter) last() byte {
	for i := len(c.text) - 1; i >= 0; i-- {
		if c.text[i] > emClose {
			return c.text[i]
		}
	}
	return 0
}

// escapes reports whether the character at i of a text would mean something in
// Markdown where it comes to stand.
func (c *converter) escapes(s []byte, i int) bool {
	before, after := c.last(), byte(' ')
	if i+1 < len(s) {
		after = s[i+1]
	}
	switch s[i] {
	case '\\', '`', '*', '[', ']', '~':
		return true
	case '_':
		return !isWord(before) || !isWord(after)
	case '<':
		return isWord(after) || strings.IndexByte("/!?", after) >= 0
	case '&':
		return isEntity(s[i+1:])
	case '|':
		return c.inTable
	case '>':
		return c.bare
	case '#':
		return c.bare && (after == '#' || after <= ' ')
	case '+':
		return c.bare && after <= ' '
	case '-':
		return c.bare && (after <= ' ' || after == '-')
	case ':':
		return c.bare && after == '-'
	case '=':
		return c.bare && len(c.text) > 0
	case '.', ')':
		return after <= ' ' && c.isNumber()
	}
	return false
}

// isEntity reports whether a text goes on as an entity does behind its &.
func isEntity(s []byte) bool {
	for i, b := range s[:min(len(s), 40)] {
		switch {
		case b == ';':
			return i > 0
		case b != '#' && !isWord(b):
			return false
		}
	}
	return false
}

// isNumber reports whether the line in the making is a number so far.
func (c *converter) isNumber() bool {
	line := c.text[bytes.LastIndexByte(c.text, '\n')+1:]
	for _, b := range line {
		if !isDigit(b) {
			return false
		}
	}
	return len(line) > 0 && !c.inTable
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isWord(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || isDigit(b) || b >= utf8.RuneSelf
}

func (c *converter) lineBreak() {
	if c.inTable {
		c.space()
		return
	}
	if len(bytes.TrimSpace(c.text)) > 0 {
		c.text = append(bytes.TrimRight(c.text, " "), hardBreak...)
		c.bare = true
	}
}

func (c *converter) checkbox(a attributes) {
	switch {
	case a.kind != "checkbox":
	case a.checked:
		c.raw("[x] ")
	default:
		c.raw("[ ] ")
	}
}

func (c *converter) openLink(a attributes) {
	to := a.href
	if !a.hasHref || c.insideLink() || a.class == "term" { // that a word is explained somewhere is for screens
		to = ""
	}
	c.links = append(c.links, to)
	if to != "" {
		c.bracket("[")
	}
}

func (c *converter) insideLink() bool { return len(c.links) > 0 && c.links[len(c.links)-1] != "" }

// bracket begins a link or picture: a ! before it would make another thing of
// it.
func (c *converter) bracket(s string) {
	if n := len(c.text); n > 0 && c.text[n-1] == '!' {
		c.text = append(c.text[:n-1], `\!`...)
	}
	c.raw(s)
}

func (c *converter) closeLink() {
	n := len(c.links)
	if n == 0 {
		return
	}
	to := c.links[n-1]
	if c.links = c.links[:n-1]; to != "" {
		c.raw("](" + destination(to) + ")")
	}
}

// destination writes an address so that it ends where it does.
func destination(to string) string {
	if strings.HasPrefix(to, "#") {
		to = "./" + strings.TrimSuffix(to, "#")
	}
	var b strings.Builder
	for i := range len(to) {
		switch x := to[i]; {
		case x <= ' ' || strings.IndexByte("()<>\\|*[]\"`", x) >= 0:
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[x>>4], hex[x&15]})
		case x == '&' && isEntity([]byte(to[i+1:])):
			b.WriteString(`\&`)
		default:
			b.WriteByte(x)
		}
	}
	return b.String()
}

func (c *converter) image(a attributes) {
	if a.src == "" {
		return
	}
	c.bracket("![")
	c.write([]byte(strings.Join(strings.Fields(a.alt), " ")))
	c.raw("](" + destination(a.src) + ")")
}

// text reads the text of an element to its end.
func text(z *html.Tokenizer, tag string) string {
	var b strings.Builder
	for depth := 1; depth > 0; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == tag {
				depth++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == tag {
				depth--
			}
		}
	}
	return b.String()
}

// code writes code within a line.
func (c *converter) code(s string) {
	s = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(printable(s))
	if c.inTable {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	if strings.TrimSpace(s) == "" {
		c.space()
		return
	}
	fence := strings.Repeat("`", longest(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	if n := len(c.text); n > 0 && c.text[n-1] == '`' { // two codes in a row
		c.text = append(c.text, ' ')
	}
	c.raw(fence + s + fence)
}

// longest is the length of the longest run of backticks.
func longest(s string) (most int) {
	run := 0
	for i := range len(s) {
		if s[i] != '`' {
			run = 0
			continue
		}
		run++
		most = max(most, run)
	}
	return most
}

// printable leaves out control characters.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// pre writes a block of code.
func (c *converter) pre(z *html.Tokenizer) {
	language := ""
	var b strings.Builder
	for depth := 1; depth > 0; {
		switch z.Next() {
		case html.ErrorToken:
			depth = 0
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken:
			name, has := z.TagName()
			switch atom.Lookup(name) {
			case atom.Pre:
				depth++
			case atom.Code:
				if has {
					language, _ = strings.CutPrefix(attributesOf(z).class, "language-")
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == atom.Pre {
				depth--
			}
		}
	}
	s := strings.TrimSuffix(printable(b.String()), "\n")
	if c.inTable {
		c.code(s)
		return
	}
	if strings.ContainsFunc(language, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+-_#.", r)
	}) {
		language = ""
	}
	fence := strings.Repeat("`", max(3, longest(s)+1))
	c.block(fence + language + "\n" + s + "\n" + fence)
}

// flush ends the text of a block and writes it.
func (c *converter) flush() {
	if c.inTable { // a cell holds one line
		if len(bytes.TrimSpace(c.text)) > 0 && !bytes.HasSuffix(c.text, []byte("; ")) {
			c.text = append(bytes.TrimRight(c.text, " "), "; "...)
		}
		return
	}
	if s := c.line(); s != "" {
		c.block(s)
	}
}

// line takes the text of the block.
func (c *converter) line() string {
	text := bytes.TrimRight(c.text, " ")
	for bytes.HasSuffix(text, hardBreak) {
		text = bytes.TrimRight(bytes.TrimSuffix(text, hardBreak), " ")
	}
	s := strings.Trim(emphasised(text), " \n")
	c.text, c.bare = c.text[:0], true
	return s
}

// hardBreak ends a line within a paragraph.
var hardBreak = []byte("\\\n")

func (c *converter) heading(level int) {
	s := strings.ReplaceAll(c.line(), "\\\n", " ")
	if s == "" || c.inTable {
		return
	}
	if strings.HasSuffix(s, "#") && !strings.HasSuffix(s, `\#`) { // it would be taken for the closing of the heading
		s = s[:len(s)-1] + `\#`
	}
	c.block(strings.Repeat("#", level) + " " + s)
}

func (c *converter) enter(k container) {
	if c.inTable {
		return
	}
	c.within = append(c.within, k)
}

// leave ends the innermost container; one that holds nothing leaves its mark.
func (c *converter) leave() {
	n := len(c.within)
	if n == 0 || c.inTable {
		return
	}
	if !c.within[n-1].started && c.within[n-1].list != nil {
		c.block("")
	}
	c.within = c.within[:n-1]
	c.tight = false
}

// item begins an item of the innermost list. It follows the item before, or
// the text of the item around the list, without an empty line, save where a
// number could not begin a list there.
func (c *converter) item() {
	c.leaveItem()
	if len(c.lists) == 0 || c.inTable {
		return
	}
	l := c.lists[len(c.lists)-1]
	n := len(c.within)
	c.tight = l.begun || n > 0 && c.within[n-1].list != nil && (!l.ordered || l.number == 1)
	mark := "- "
	if l.ordered {
		mark = strconv.Itoa(l.number) + ". "
		l.number++
	}
	l.begun = true
	c.enter(container{first: mark, rest: strings.Repeat(" ", len(mark)), list: l})
}

// leaveItem ends the item of the innermost list that is open, with what is in
// it.
func (c *converter) leaveItem() {
	c.flush()
	if len(c.lists) == 0 || c.inTable {
		return
	}
	l := c.lists[len(c.lists)-1]
	for i := len(c.within) - 1; i >= 0; i-- {
		if c.within[i].list == l {
			for len(c.within) > i {
				c.leave()
			}
			return
		}
	}
}

func (c *converter) row() {
	if !c.inTable {
		return
	}
	c.rows = append(c.rows, nil)
	if c.inHead {
		c.headings++
	}
}

func (c *converter) cell() {
	if !c.inTable || len(c.rows) == 0 {
		return
	}
	n := len(c.rows) - 1
	c.rows[n] = append(c.rows[n], strings.TrimSuffix(c.line(), ";"))
}

// table writes the rows as a table. The first row is its head where the table
// says of none that it is, since Markdown knows no table without.
func (c *converter) table() {
	c.inTable, c.inHead = false, false
	rows := c.rows
	c.rows = nil
	columns := 0
	for _, r := range rows {
		columns = max(columns, len(r))
	}
	if columns == 0 {
		return
	}
	if c.headings == 0 {
		rows = append([][]string{nil}, rows...)
	}
	var b strings.Builder
	for i, r := range rows {
		for j := range columns {
			b.WriteString("| ")
			if j < len(r) {
				b.WriteString(r[j])
				b.WriteByte(' ')
			}
		}
		b.WriteString("|\n")
		if i == 0 {
			b.WriteString(strings.Repeat("| --- ", columns) + "|\n")
		}
	}
	c.text = c.text[:0]
	c.block(strings.TrimSuffix(b.String(), "\n"))
}

// block writes one block, each line behind the marks of the lists and
// quotations that it stands in.
func (c *converter) block(s string) {
	if len(c.out) > 0 {
		c.out = append(c.out, '\n')
		if !c.tight {
			c.blank()
			c.out = append(c.out, '\n')
		}
	}
	c.tight = false
	for i := 0; ; i++ {
		line, rest, more := strings.Cut(s, "\n")
		at := len(c.out)
		for j := range c.within {
			k := &c.within[j]
			if k.started {
				c.out = append(c.out, k.rest...)
			} else {
				c.out = append(c.out, k.first...)
				k.started = true
			}
		}
		c.out = append(c.out, line...)
		for len(c.out) > at && c.out[len(c.out)-1] == ' ' {
			c.out = c.out[:len(c.out)-1]
		}
		if !more {
			return
		}
		c.out = append(c.out, '\n')
		s = rest
	}
}

// blank writes what an empty line between two blocks holds: the marks of the
// quotations that both stand in.
func (c *converter) blank() {
	at := len(c.out)
	for _, k := range c.within {
		if !k.started {
			break
		}
		c.out = append(c.out, k.rest...)
	}
	c.out = c.out[:at+len(bytes.TrimRight(c.out[at:], " "))]
}
