package schema

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"remit/generator/internal/diag"
)

// entries reads the keys of a mapping. A key that is there twice is a problem,
// and the first one counts.
func (d *decoder) entries(s stretch, node *yaml.Node, depth int) []Entry {
	out := make([]Entry, 0, len(node.Content)/2)
	for i := 0; i+1 < len(node.Content); i += 2 {
		d.keys++
		if d.keys > d.lim.FrontMatterKeys {
			if d.keys == d.lim.FrontMatterKeys+1 {
				at := d.offset(s, node.Content[i].Line, node.Content[i].Column)
				d.limit(at, at, "there are more keys here than can be read", "front-matter-keys", d.lim.FrontMatterKeys)
			}
			return out
		}
		if e, ok := d.entry(s, node.Content[i], node.Content[i+1], depth); ok {
			out = append(out, e)
		}
	}
	return d.unique(out)
}

func (d *decoder) entry(s stretch, key, value *yaml.Node, depth int) (Entry, bool) {
	from := d.offset(s, key.Line, key.Column)
	if key.Kind != yaml.ScalarNode {
		d.broken(from, from+1, diag.Problem{
			Message: "a key must be a word, not a list or a group",
			Fix:     `write key: value; text that begins with { or [ goes into quotes`,
		})
		return Entry{}, false
	}
	if !d.plainNode(s, key) {
		return Entry{}, false
	}
	e := Entry{Key: key.Value, KeySpan: d.places().Span(from, d.scalarEnd(s, key, from))}
	d.checkKey(e)
	e.Value = d.value(s, value, depth)
	return e, true
}

// unique drops entries whose key was there before and says so.
func (d *decoder) unique(entries []Entry) []Entry {
	if !hasDuplicate(entries) {
		return entries
	}
	first := map[string]Entry{}
	kept := entries[:0:0]
	for _, e := range entries {
		earlier, again := first[e.Key]
		if !again {
			first[e.Key] = e
			kept = append(kept, e)
			continue
		}
		d.duplicate(earlier, e)
	}
	return kept
}

func (d *decoder) duplicate(first, again Entry) {
	from, to := again.KeySpan.Start.Byte, again.KeySpan.End.Byte
	d.report("duplicate-key", diag.Error, from, to, diag.Problem{
		Message: fmt.Sprintf("%s is there twice (lines %d and %d); only one would count", quoted(again.Key), first.KeySpan.Start.Line, again.KeySpan.Start.Line),
		Label:   "and again here",
		Why:     "programs disagree about which of two equal keys counts",
		Fix:     "keep one of them; several values go into one list",
		Related: []diag.Related{{File: d.file, Span: first.KeySpan, Label: "first here"}},
	})
}

func hasDuplicate(entries []Entry) bool {
	if len(entries) > 24 {
		seen := make(map[string]bool, len(entries))
		for _, e := range entries {
			if seen[e.Key] {
				return true
			}
			seen[e.Key] = true
		}
		return false
	}
	for i, e := range entries {
		for _, other := range entries[:i] {
			if e.Key == other.Key {
				return true
			}
		}
	}
	return false
}

// value reads a node and everything below it.
func (d *decoder) value(s stretch, node *yaml.Node, depth int) Value {
	from := d.offset(s, node.Line, node.Column)
	if !d.plainNode(s, node) {
		return Value{Span: d.places().Span(from, from)}
	}
	if depth > d.lim.FrontMatterDepth {
		if !d.tooDeep {
			d.tooDeep = true
			d.limit(from, from+1, "lists and groups are nested too deeply here", "front-matter-depth", d.lim.FrontMatterDepth)
		}
		return Value{Span: d.places().Span(from, from)}
	}
	begin := d.places().Pos(from) // before the parts, so that places are asked for in order
	if node.Kind != yaml.ScalarNode && node.Style&yaml.FlowStyle != 0 {
		d.inBrackets++
		defer func() { d.inBrackets-- }()
	}
	switch node.Kind {
	case yaml.MappingNode:
		v := Value{Kind: Map, Fields: d.entries(s, node, depth+1)}
		last := from
		if n := len(v.Fields); n > 0 {
			last = max(v.Fields[n-1].Value.Span.End.Byte, v.Fields[n-1].KeySpan.End.Byte)
		}
		v.Span = diag.Span{Start: begin, End: d.places().Pos(d.collectionEnd(s, node, from, last))}
		return v
	case yaml.SequenceNode:
		v := Value{Kind: List}
		last := from
		for _, item := range node.Content {
			v.Items = append(v.Items, d.value(s, item, depth+1))
			last = v.Items[len(v.Items)-1].Span.End.Byte
		}
		v.Span = diag.Span{Start: begin, End: d.places().Pos(d.collectionEnd(s, node, from, last))}
		return d.reference(v)
	}
	return d.scalar(s, node, from)
}

// plainNode reports a problem for the parts of YAML that let one text mean
// different things, and whether the node uses none of them.
func (d *decoder) plainNode(s stretch, node *yaml.Node) bool {
	from := d.offset(s, node.Line, node.Column)
	what := ""
	switch {
	case node.Kind == yaml.AliasNode:
		what = "an alias (*name)"
	case node.Anchor != "":
		what = "an anchor (&name)"
	case node.Style&yaml.TaggedStyle != 0, from < s.end && d.src[from] == '!':
		what = "a tag (!name)"
	case node.Kind == yaml.ScalarNode && node.Value == "<<" && node.Tag == "!!merge":
		what = "a merge key (<<)"
	default:
		return true
	}
	d.broken(from, d.wordEnd(from), diag.Problem{
		Message: "YAML would read this as " + what + ", which is not used here",
		Why:     "every line is to mean what it says where it stands",
		Fix:     `if it is text, put it into quotes: "` + string(d.src[from:d.wordEnd(from)]) + ` ..."`,
	})
	return false
}

func (d *decoder) wordEnd(from int) int {
	i := from
	for i < d.end && !strings.ContainsRune(" \t\r\n,]}", rune(d.src[i])) {
		i++
	}
	return i
}

// scalar reads one text and looks for what YAML took away from it or added.
func (d *decoder) scalar(s stretch, node *yaml.Node, from int) Value {
	end := d.scalarEnd(s, node, from)
	v := Value{Text: node.Value, Span: d.places().Span(from, end)}
	if node.Style == 0 {
		d.checkJoined(from, end)
		d.checkComment(node.Value, from, end)
	}
	return v
}

// scalarEnd returns the byte after a scalar, quotes included.
func (d *decoder) scalarEnd(s stretch, node *yaml.Node, from int) int {
	switch {
	case node.Style&yaml.DoubleQuotedStyle != 0:
		return closingQuote(d.src[:s.end], from, '"')
	case node.Style&yaml.SingleQuotedStyle != 0:
		return closingQuote(d.src[:s.end], from, '\'')
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return blockEnd(d.src[:s.end], from)
	}
	return plainEnd(d.src[:s.end], from, node.Value)
}

// closingQuote returns the byte after the quoted text that begins at from.
func closingQuote(src []byte, from int, quote byte) int {
	for i := from + 1; i < len(src); i++ {
		switch {
		case quote == '"' && src[i] == '\\':
			i++
		case src[i] != quote:
		case quote == '\'' && i+1 < len(src) && src[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(src)
}

// blockEnd returns the end of a block scalar whose | or > stands at from: the
// last line that is indented as deep as its first.
func blockEnd(src []byte, from int) int {
	end := lineEnd(src, from)
	indent := -1
	for at := nextLine(src, end); at < len(src); {
		stop := lineEnd(src, at)
		text := bytes.TrimLeft(src[at:stop], " ")
		if len(bytes.TrimSpace(text)) > 0 {
			depth := stop - at - len(text)
			if indent < 0 {
				indent = depth
			}
			if depth < indent || depth == 0 {
				break
			}
			end = stop
		}
		next := nextLine(src, stop)
		if next == at {
			break
		}
		at = next
	}
	return end
}

// lineEnd returns the offset of the line end at or after from.
func lineEnd(src []byte, from int) int {
	n := bytes.IndexByte(src[from:], '\n')
	switch {
	case n < 0:
		return len(src)
	case n > 0 && src[from+n-1] == '\r':
		return from + n - 1
	}
	return from + n
}

// nextLine returns the beginning of the line after the line end at end.
func nextLine(src []byte, end int) int {
	if end < len(src) && src[end] == '\r' {
		end++
	}
	return min(end+1, len(src))
}

// plainEnd returns the byte after a plain scalar: its text as it stands in the
// source, where a fold may be any amount of white space.
func plainEnd(src []byte, from int, text string) int {
	at := from
	for i := 0; i < len(text); {
		if isSpace(text[i]) {
			for i < len(text) && isSpace(text[i]) {
				i++
			}
			for at < len(src) && isSpace(src[at]) {
				at++
			}
			continue
		}
		if at >= len(src) || src[at] != text[i] {
			break
		}
		at++
		i++
	}
	return at
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// collectionEnd returns the byte after a list or group: its closing bracket,
// or the end of its last part.
func (d *decoder) collectionEnd(s stretch, node *yaml.Node, from, last int) int {
	if node.Style&yaml.FlowStyle == 0 {
		return max(last, from)
	}
	closing := byte(']')
	if node.Kind == yaml.MappingNode {
		closing = '}'
	}
	for i := max(last, from+1); i < s.end; i++ {
		switch c := d.src[i]; {
		case c == closing:
			return i + 1
		case c == '#' && isSpace(d.src[i-1]):
			i = lineEnd(d.src, i)
		}
	}
	return max(last, from)
}

// reference turns [[payments]], which YAML takes for a list in a list, into
// the reference that the author meant.
func (d *decoder) reference(v Value) Value {
	from, to := v.Span.Start.Byte, v.Span.End.Byte
	raw := string(d.src[from:to])
	if !strings.HasPrefix(raw, "[[") || !strings.HasSuffix(raw, "]]") || len(v.Items) != 1 || v.Items[0].Kind != List {
		return v
	}
	inner := v.Items[0].Items
	if len(inner) != 1 || inner[0].Kind != Scalar || inner[0].Text == "" {
		return v
	}
	id, _, _ := strings.Cut(inner[0].Text, "|")
	id = strings.TrimSpace(id)
	d.report("reference-in-brackets", diag.Hint, from, to, diag.Problem{
		Message: fmt.Sprintf("%s is read as %s", diag.Visible(raw), id),
		Why:     "in front matter a reference is the bare id; other programs read double brackets as a list in a list",
		Fix:     "write " + id,
		Edit:    bareEdit(from, to, id),
	})
	return Value{Kind: Scalar, Text: id, Span: v.Span}
}

// bareEdit replaces double brackets by the id when that cannot change how the
// line is read.
func bareEdit(from, to int, id string) *diag.Edit {
	for i := range len(id) {
		if c := id[i]; c|0x20 < 'a' || c|0x20 > 'z' {
			if i == 0 || c != '-' && (c < '0' || c > '9') {
				return nil
			}
		}
	}
	return &diag.Edit{Start: from, End: to, Text: id}
}

func quoted(s string) string { return "`" + diag.Visible(s) + "`" }
