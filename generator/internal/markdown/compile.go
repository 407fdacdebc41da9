package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// Options say how one text is compiled.
type Options struct {
	Limits     schema.Limits // the zero value stands for schema.DefaultLimits()
	RawHTML    bool          // true lets the allow-list through; false shows all raw HTML as text
	ImageHosts []string      // hosts whose images may be shown
	Self       string        // what the link of a heading to itself is called, before the heading's text; "" is "Link to section"
}

// Compile turns the Markdown that begins at src[body] into a Content. file is
// the path that problems carry; all positions are positions in src, which must
// not change afterwards. It never fails: a text that cannot be parsed, or only
// at too great a cost, is shown as it is and has one problem that says why.
func Compile(file string, src []byte, body int, opt Options) *Content {
	body = min(max(body, 0), len(src))
	if opt.Limits == (schema.Limits{}) {
		opt.Limits = schema.DefaultLimits()
	}
	c := &compiler{
		file: file, base: body, opt: opt,
		// The capacity is cut, because the parser appends a newline to the
		// last line; see also offsetOf.
		body:   src[body:len(src):len(src)],
		places: diag.NewCursor(diag.NewLines(src)),
		guard:  &guard{limits: opt.Limits, line: -1},
		out:    &Content{},
	}
	c.buffers = spare.Get().(*buffers)
	defer func() { c.buffers.giveBack() }()
	if !c.checkCharacters(src) {
		return c.asPlainText()
	}
	c.checkLines()
	if c.guard.over != nil {
		return c.tooComplex()
	}
	root, pc := parse(c.body, c.guard)
	if root == nil {
		c.problem(Problem{
			Rule: "not-understood", Severity: diag.Error, Message: "this text cannot be read as Markdown",
			Why: "it meets a fault of the Markdown parser and is shown as it is",
			Fix: "please report this file; meanwhile change the part you wrote last",
		}, 0, 0)
		return c.asPlainText()
	}
	if c.guard.over == nil {
		c.render(root, pc)
	}
	if c.guard.over != nil {
		return c.tooComplex()
	}
	return c.finish()
}

// A compiler walks the tree of one text once and writes its HTML, plain text,
// headings, references and problems side by side.
type compiler struct {
	file   string
	base   int    // where body begins in the file
	body   []byte // the tree's offsets are offsets into it
	opt    Options
	places *diag.Cursor
	guard  *guard
	pc     parser.Context
	out    *Content

	*buffers
	holes []Hole
	heads []headingState
	alts  [][2]int // ranges of text that stand for images

	open     []element // the elements that are open, outermost first
	floor    int       // raw tags close only elements from here on
	loose    bool      // raw HTML may have left an element open that takes no text
	links    int       // how many links are open
	coloured int       // bytes of code that were highlighted
	cells    int       // how many table cells are open
	quotes   int       // and quotes
	titles   int       // and headings

	within []int // the list items that are open, as indexes into items; less than 0 once a list in one has begun
	seen   int   // where the lines of the last block end

	opening int // as in Body

	ids     map[string]int  // ids of headings, with the last number given to each
	anchors map[string]bool // ids that stand in the HTML
	bracket int             // offset of the last "[" without a "]" in this block, or -1
	weight  int             // bytes of the references, which can outgrow the text
}

// Problem is a problem before its place is known.
type Problem = diag.Problem

// problem notes what is wrong with body[start:end].
func (c *compiler) problem(p Problem, start, end int) {
	p.File = c.file
	p.Span = c.span(start, end)
	c.out.Problems = append(c.out.Problems, p)
}

// span places offsets into the body in the file.
func (c *compiler) span(start, end int) diag.Span { return c.places.Span(c.base+start, c.base+end) }

// tooComplex shows the text as it is and says which limit it is over.
func (c *compiler) tooComplex() *Content {
	over := c.guard.over
	fix := "split the text"
	if over.key != "" {
		fix += ", or raise " + over.key + " under limits in remit.yaml"
	}
	c.out.Problems = nil
	c.problem(Problem{
		Rule: "too-complex", Severity: diag.Error,
		Message: fmt.Sprintf("this text has %d %s; at most %d are allowed", over.value, over.what, over.max),
		Label:   "the limit is passed here",
		Why:     "reading it could take minutes, so it is shown as plain text",
		Fix:     fix,
	}, over.at, over.at)
	return c.asPlainText()
}

// asPlainText shows the source in place of a page that cannot be made.
func (c *compiler) asPlainText() *Content {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(c.body), "\uFFFD"), "\x00", "\uFFFD")
	html := escapeText([]byte(`<pre tabindex="0">`), []byte(text))
	page := string(html) + "</pre>\n"
	c.out.Body = Body{HTML: page, Opening: len(page)}
	c.out.Text = text
	c.out.Headings, c.out.Refs, c.out.Anchors, c.out.Title, c.out.Lifted, c.out.Summary = nil, nil, nil, Heading{}, false, ""
	c.out.Items, c.out.Terms, c.out.Runs, c.out.Comments = nil, nil, nil, nil
	if text != "" {
		c.out.Runs = []Run{{Source: int32(c.base), Length: int32(len(text)), Kind: Foreign}}
	}
	return c.out
}

func (c *compiler) render(root ast.Node, pc parser.Context) {
	c.pc = pc
	c.out.Refs = make([]Ref, 0, bytes.Count(c.body, []byte("](")))
	c.ids, c.anchors = map[string]int{}, map[string]bool{}
	c.open = append(make([]element, 0, 16), element{kind: paragraphs})
	c.floor = 1
	c.blocks(root)
	c.popTo(1)
}

func (c *compiler) finish() *Content {
	c.settleHeadings()
	c.settleComments()
	out := c.out
	for i := range out.Refs {
		ref := &out.Refs[i]
		ref.From, ref.To = sentence(c.text, ref.At, ref.At+len(ref.Words))
	}
	out.Body = Body{HTML: string(c.html), Holes: c.holes, Opening: c.opening}
	out.Text, out.Items, out.Runs = string(c.text), exact(c.items), exact(c.runs)
	diag.Sort(out.Problems)
	return out
}

// tooLarge tells whether the page has grown beyond its limit, which a short
// text can do by using one long definition many times.
func (c *compiler) tooLarge() bool {
	limit := min(c.opt.Limits.PageBytes, max(c.opt.Limits.PageFactor*len(c.body), 64<<10))
	return !c.guard.check("bytes of HTML", "page-bytes or page-factor", len(c.html)+c.weight, limit, 0)
}
