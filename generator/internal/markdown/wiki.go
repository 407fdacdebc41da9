package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// wikiLink is [[id]], [[id|words]] or [[id#heading]]. Its parts are ranges of
// the body.
type wikiLink struct {
	ast.BaseInline
	start, hash, stop    int // id is [start, hash), the fragment (hash, stop)
	wordsStart, wordsEnd int // equal when there are no words
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (*wikiLink) Kind() ast.NodeKind              { return kindWikiLink }
func (n *wikiLink) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// wikiParser reads wiki links. Whatever CommonMark gives a meaning to keeps
// it: [[a]](b), [[a]][b], and [[a]] where a definition [a]: exists.
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'['} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 5 || line[1] != '[' || continuesWord(block.PrecendingCharacter()) {
		return nil
	}
	end := bytes.IndexAny(line[2:], "[]<>\n")
	if end <= 0 || !bytes.HasPrefix(line[2+end:], []byte("]]")) {
		return nil
	}
	after := line[2+end+2:]
	if len(after) > 0 && (after[0] == '(' || after[0] == '[' || after[0] == ']') {
		return nil
	}
	inner := line[2 : 2+end]
	if _, defined := pc.Reference(util.ToLinkReference(inner)); defined {
		return nil
	}
	id, words, hasWords := cutBar(inner)
	if !isWikiTarget(id) || hasWords && len(bytes.TrimSpace(words)) == 0 {
		return nil
	}
	from := segment.Start + 2
	n := &wikiLink{start: from, hash: from + len(id), stop: from + len(id)}
	if hash := bytes.IndexByte(id, '#'); hash >= 0 {
		n.hash = from + hash
	}
	if hasWords {
		n.wordsEnd = from + len(inner)
		n.wordsStart = n.wordsEnd - len(words)
	}
	block.Advance(2 + end + 2)
	return n
}

// cutBar splits at the first "|", which is written "\|" inside a table.
func cutBar(s []byte) (id, words []byte, found bool) {
	id, words, found = bytes.Cut(s, []byte("|"))
	return bytes.TrimSuffix(id, []byte(`\`)), words, found
}

// continuesWord keeps x[[0]], which is an index.
func continuesWord(before rune) bool {
	return before == ']' || before == ')' || before == '_' || before < utf8.RuneSelf && (unicode.IsLetter(before) || unicode.IsDigit(before))
}

// isWikiTarget keeps [[ -f file ]] of a shell and [[:alpha:]] of a regular
// expression, and [[1]] of a bibliography: an id begins with a letter, a digit
// or one of _./#, is no short number and has no space at either end.
func isWikiTarget(id []byte) bool {
	first, _ := utf8.DecodeRune(id)
	last, _ := utf8.DecodeLastRune(id)
	if len(id) == 0 || unicode.IsSpace(last) || last == '#' || len(id) < 4 && !bytes.ContainsFunc(id, unicode.IsLetter) {
		return false
	}
	return unicode.IsLetter(first) || unicode.IsDigit(first) || bytes.ContainsRune([]byte("_./#"), first)
}

func (c *compiler) wikiLink(n *wikiLink) {
	id := string(c.body[n.start:n.hash])
	words, at := c.body[n.wordsStart:n.wordsEnd], n.wordsStart
	fragment := ""
	if n.hash < n.stop {
		fragment = normal(string(c.body[n.hash+1 : n.stop]))
	}
	if c.links > 0 || c.tooLarge() {
		if len(words) == 0 {
			words, at = c.body[n.start:n.stop], n.start
		}
		c.words(words, at)
		return
	}
	c.inText()
	ref := c.addRef(Ref{Kind: WikiRef, Target: id, Fragment: fragment}, n.start, n.stop)
	m := c.enter(element{kind: phrase, link: true, ref: ref, at: len(c.html), inner: len(c.html), holes: len(c.holes)})
	c.hole(LinkOpen, ref)
	if len(words) > 0 {
		c.words(words, at)
	} else {
		c.hole(WikiText, ref)
		c.copyText(n.start, n.stop-n.start, c.manner())
	}
	c.leave(m)
}
