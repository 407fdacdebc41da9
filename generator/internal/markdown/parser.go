package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// grammar is the one parser of the package; it holds no state of a document
// and any number of goroutines may use it at once. Left out on purpose:
// attributes (authors would set style and any id), goldmark's own heading ids
// (they drop letters outside ASCII), its autolinks (a regular expression at
// every space) and its typographer (it changes what the author wrote).
var grammar = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(guardedHeading{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(guardedTerms{extension.NewDefinitionListParser()}, 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(guardedContainer{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(guardedHeading{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(guardedContainer{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(guardedFootnote{extension.NewFootnoteBlockParser()}, 999),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(taskParser{}, 50),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(extension.NewFootnoteParser(), 101),
		util.Prioritized(wikiParser{}, 150),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(guardBefore{}, 50),
		util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
		util.Prioritized(alertTransformer{}, 150),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		util.Prioritized(guardAfter{}, 250),
	),
	parser.WithASTTransformers(
		util.Prioritized(extension.NewTableASTTransformer(), 0),
		util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
	),
)

// parse builds the tree of a text that has passed the checks on characters
// and lines. The guard tells afterwards whether the tree may be used.
//
// A panic of the library must not take the other documents down with this
// one, so it ends here: the root is nil then.
func parse(body []byte, g *guard) (root ast.Node, pc parser.Context) {
	defer func() {
		if recover() != nil {
			root = nil
		}
	}()
	pc = parser.NewContext()
	pc.Set(guardKey, g)
	return grammar.Parse(text.NewReader(body), parser.WithContext(pc)), pc
}
