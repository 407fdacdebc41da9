package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"remit/generator/internal/schema"
)

// A guard keeps the parser from inputs that would keep it busy for minutes.
// What costs time is parsing inline text, which goldmark begins only when all
// blocks stand; so the guard counts while blocks are found, where it knows
// exactly what is a paragraph, a table or code, and takes the text away from
// the first block that is over a limit and from all that follow.
type guard struct {
	limits schema.Limits
	over   *excess

	line        int // the line on which containers were opened last
	markers     int // how many were opened on it
	squares     int
	cells       int
	bars        int
	definitions int
	footnotes   int
}

// excess names the first limit that a text was over.
type excess struct {
	what       string // in words, after "has"
	key        string // the setting that raises it
	value, max int
	at         int // offset into the body
}

var guardKey = parser.NewContextKey()

func guardOf(pc parser.Context) *guard { return pc.Get(guardKey).(*guard) }

func (g *guard) check(what, key string, value, limit, at int) bool {
	if g.over == nil && value > limit {
		g.over = &excess{what, key, value, limit, at}
	}
	return g.over == nil
}

// marks counts the bytes that may begin or end inline markup.
func marks(s []byte) (n int) {
	for _, b := range s {
		if isMark[b] {
			n++
		}
	}
	return n
}

var isMark = [256]bool{'*': true, '_': true, '[': true, ']': true, '(': true, '<': true, '`': true, '~': true, '!': true}

// inline accounts for text that is parsed as one piece. The cost of a piece
// grows with the square of its marks, and with marks times bytes, because an
// unclosed mark lets the parser look ahead to the end of the piece.
func (g *guard) inline(n, bytes, at int) bool {
	g.squares += n * max(n, bytes/32)
	return g.check("marks such as * _ [ ] ` in one paragraph", "paragraph-marks", n, g.limits.ParagraphMarks, at) &&
		g.check("marks such as * _ [ ] ` in all its paragraphs together (counted squared)", "squared-marks", g.squares, g.limits.SquaredMarks, at)
}

func (g *guard) wholeParagraph(lines *text.Segments, body []byte) bool {
	n, size := 0, 0
	for i := range lines.Len() {
		line := lines.At(i)
		n += marks(body[line.Start:line.Stop])
		size += line.Len()
	}
	return lines.Len() == 0 || g.inline(n, size, lines.At(0).Start)
}

func (g *guard) eachLine(lines *text.Segments, body []byte) bool {
	for i := range lines.Len() {
		line := lines.At(i)
		if !g.inline(marks(body[line.Start:line.Stop]), line.Len(), line.Start) {
			return false
		}
	}
	return true
}

// guardBefore sees each paragraph before definitions and tables are cut out
// of it.
type guardBefore struct{}

func (guardBefore) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	g, body, lines := guardOf(pc), reader.Source(), node.Lines()
	if g.over == nil {
		g.countDefinitions(lines, body)
		g.countCells(lines, body)
	}
	if g.over != nil {
		node.SetLines(text.NewSegments())
	}
}

// guardAfter sees what is left of a paragraph as inline text.
type guardAfter struct{}

func (guardAfter) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if g := guardOf(pc); g.over != nil || !g.wholeParagraph(node.Lines(), reader.Source()) {
		node.SetLines(text.NewSegments())
	}
}

// countDefinitions counts the lines at which a link reference definition may
// begin: goldmark's time for them grows with the square of their number.
func (g *guard) countDefinitions(lines *text.Segments, body []byte) {
	for i := range lines.Len() {
		line := lines.At(i)
		s := util.TrimLeftSpace(body[line.Start:line.Stop])
		if len(s) == 0 || s[0] != '[' || !mayDefine(s) {
			continue
		}
		g.definitions++
		if !g.check("link definitions", "definitions", g.definitions, g.limits.Definitions, line.Start) {
			return
		}
	}
}

// mayDefine tells whether a line that begins with "[" may begin a definition:
// its label ends before a colon, or on another line.
func mayDefine(s []byte) bool {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			return false
		case ']':
			return i+1 < len(s) && s[i+1] == ':'
		}
	}
	return true
}

// countCells counts the cells of the table that a paragraph may become. Short
// rows are filled up by the parser, so 11 kB can make four million cells.
func (g *guard) countCells(lines *text.Segments, body []byte) {
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		columns := delimiterColumns(body[line.Start:line.Stop])
		if columns == 0 {
			continue
		}
		g.cells += columns * (lines.Len() - i)
		if g.check("table cells", "table-cells", g.cells, g.limits.TableCells, line.Start) && g.eachLine(lines, body) {
			g.countBars(lines, body)
		}
		return
	}
}

// maxBars bounds the bars written \| beside code in tables: goldmark compares
// each with every other.
const maxBars = 5000

func (g *guard) countBars(lines *text.Segments, body []byte) {
	for i := range lines.Len() {
		line := lines.At(i)
		if s := body[line.Start:line.Stop]; bytes.IndexByte(s, '`') >= 0 {
			g.bars += bytes.Count(s, []byte(`\|`))
		}
		if !g.check("bars written \\| in tables", "", g.bars, maxBars, line.Start) {
			return
		}
	}
}

// delimiterColumns returns how many columns a line such as "|---|:-:|" has, 0
// for any other line.
func delimiterColumns(line []byte) int {
	columns := 1
	for _, b := range bytes.Trim(line, "| \t\r\n") {
		switch b {
		case '|':
			columns++
		case '-', ':', ' ', '\t', '\r', '\n':
		default:
			return 0
		}
	}
	return columns
}

// guardedContainer lets a list or quote open unless it would lie too deep.
type guardedContainer struct{ parser.BlockParser }

func (b guardedContainer) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	g := guardOf(pc)
	if g.over != nil {
		return nil, parser.NoChildren
	}
	line, segment := reader.Position()
	node, state := b.BlockParser.Open(parent, reader, pc)
	if node == nil || g.opened(line, segment.Start, pc) {
		return node, state
	}
	reader.SetPosition(line, segment)
	return nil, parser.NoChildren
}

// opened accounts for a container that begins on a line.
func (g *guard) opened(line, at int, pc parser.Context) bool {
	if g.line != line {
		g.line, g.markers = line, 0
	}
	g.markers++
	depth := 1
	for _, block := range pc.OpenedBlocks() {
		switch block.Node.(type) {
		case *ast.List, *ast.Blockquote, *extast.DefinitionList, *extast.Footnote:
			depth++
		}
	}
	return g.check("lists and quotes begun on one line", "line-markers", g.markers, g.limits.LineMarkers, at) &&
		g.check("lists and quotes inside each other", "block-depth", depth, g.limits.BlockDepth, at)
}

// guardedTerms also counts the lines that become terms of a definition list:
// no transformer ever sees them.
type guardedTerms struct{ parser.BlockParser }

func (b guardedTerms) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := guardedContainer(b).Open(parent, reader, pc)
	if list, ok := node.(*extast.DefinitionList); ok && list.TemporaryParagraph != nil {
		if g := guardOf(pc); !g.eachLine(list.TemporaryParagraph.Lines(), reader.Source()) {
			list.TemporaryParagraph.SetLines(text.NewSegments())
		}
	}
	return node, state
}

// guardedFootnote counts footnotes, each of which is compared with each
// reference.
type guardedFootnote struct{ parser.BlockParser }

func (b guardedFootnote) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := guardedContainer(b).Open(parent, reader, pc)
	if node != nil {
		g := guardOf(pc)
		g.footnotes++
		_, segment := reader.Position()
		g.check("footnotes", "footnotes", g.footnotes, g.limits.Footnotes, segment.Start)
	}
	return node, state
}

// guardedHeading counts the marks of a heading's line and takes the author's
// own id off it.
type guardedHeading struct{ parser.BlockParser }

func (b guardedHeading) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := b.BlockParser.Open(parent, reader, pc)
	if node != nil && state&parser.RequireParagraph == 0 {
		if g := guardOf(pc); g.over != nil || !g.eachLine(node.Lines(), reader.Source()) {
			node.SetLines(text.NewSegments())
		}
		takeOwnID(node, reader.Source())
	}
	return node, state
}

func (b guardedHeading) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	b.BlockParser.Close(node, reader, pc)
	takeOwnID(node, reader.Source())
}
