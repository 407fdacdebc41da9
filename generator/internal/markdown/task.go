package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// taskBox is the box at the start of a task list item.
type taskBox struct {
	ast.BaseInline
	checked bool
}

var kindTaskBox = ast.NewNodeKind("TaskBox")

func (*taskBox) Kind() ast.NodeKind              { return kindTaskBox }
func (n *taskBox) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// taskParser reads "[ ] " and "[x] " at the start of a list item. goldmark's
// own one also takes "[x](target)" for a box.
type taskParser struct{}

func (taskParser) Trigger() []byte { return []byte{'['} }

func (taskParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	item, inItem := parent.Parent().(*ast.ListItem)
	if !inItem || item.FirstChild() != parent || parent.HasChildren() {
		return nil
	}
	line, _ := block.PeekLine()
	if len(line) < 4 || line[2] != ']' || (line[3] != ' ' && line[3] != '\t') {
		return nil
	}
	switch line[1] {
	case ' ', '\t':
		block.Advance(4)
		return &taskBox{}
	case 'x', 'X':
		block.Advance(4)
		return &taskBox{checked: true}
	}
	return nil
}

// taskOf returns the box that a paragraph or text block begins with.
func taskOf(block ast.Node) *taskBox {
	box, _ := block.FirstChild().(*taskBox)
	return box
}

func hasTasks(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if first := item.FirstChild(); first != nil && taskOf(first) != nil {
			return true
		}
	}
	return false
}
