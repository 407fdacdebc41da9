package schema

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"remit/generator/internal/diag"
)

// Decode reads the YAML mapping in src[start:end]. Places are places in src.
// It is strict: one document, a mapping at the top, no anchors, aliases, tags
// or merge keys, no key twice, nothing beyond lim (the zero Limits stand for
// [DefaultLimits]). Whatever of it cannot be read is an Error of rule
// front-matter, duplicate-key, odd-key or limit, and Meta then holds the keys
// that could be read, which must not be taken for all that the author wrote:
// a document with an Error here may not be published. No text at all, or only
// comments, is an empty Meta.
func Decode(file string, src []byte, start, end int, lim Limits) (Meta, []diag.Problem) {
	return decode(file, "front-matter", src, start, end, lim)
}

func decode(file, rule string, src []byte, start, end int, lim Limits) (Meta, []diag.Problem) {
	if lim == (Limits{}) {
		lim = DefaultLimits()
	}
	d := &decoder{file: file, rule: rule, src: src[:end], start: start, end: end, lim: lim}
	meta := d.meta()
	return meta, d.problems
}

// decoder reads one stretch of YAML.
type decoder struct {
	file, rule string
	src        []byte // up to the end of the stretch
	start, end int
	lim        Limits
	cursor     *diag.Cursor
	keys       int
	inBrackets int // lists and groups in brackets around what is read
	tooDeep    bool
	problems   []diag.Problem
}

// places is made when first needed, since most front matter is simple and
// needs no problem.
func (d *decoder) places() *diag.Cursor {
	if d.cursor == nil {
		d.cursor = diag.NewCursor(diag.NewLines(d.src))
	}
	return d.cursor
}

// report adds a problem over the bytes [from, to).
func (d *decoder) report(rule string, severity diag.Severity, from, to int, p diag.Problem) {
	p.Rule, p.Severity, p.File, p.Span = rule, severity, d.file, d.places().Span(from, to)
	d.problems = append(d.problems, p)
}

// broken adds an Error of the decoder's own rule.
func (d *decoder) broken(from, to int, p diag.Problem) { d.report(d.rule, diag.Error, from, to, p) }

// limit adds an Error that names a limit of remit.yaml.
func (d *decoder) limit(from, to int, what, name string, value int) {
	d.report("limit", diag.Error, from, to, diag.Problem{
		Message: fmt.Sprintf("%s; at most %d are allowed", what, value),
		Fix:     "make it smaller, or raise limits: " + name + " in " + SettingsFile,
	})
}

func (d *decoder) meta() Meta {
	if n := d.end - d.start; n > d.lim.FrontMatterBytes {
		d.limit(d.start, d.start, fmt.Sprintf("there are %d bytes of YAML here", n), "front-matter-bytes", d.lim.FrontMatterBytes)
		return Meta{}
	}
	if !d.readable() {
		return Meta{}
	}
	if entries, ok := d.simple(); ok {
		return Meta{Entries: entries}
	}
	return d.parsed()
}

// parsed reads the whole stretch with the YAML parser.
func (d *decoder) parsed() Meta {
	whole := d.stretch(d.start, d.end)
	root, err := d.load(whole)
	switch {
	case err != nil:
		return Meta{Entries: d.salvage(err)}
	case root == nil:
		return Meta{}
	case root.Kind != yaml.MappingNode:
		d.notMapping(whole, root)
		return Meta{}
	}
	entries := d.entries(whole, root, 1)
	return Meta{Entries: entries}
}

// stretch is a part of the source that is read as YAML on its own.
type stretch struct {
	start, end int
	first      diag.Pos // of start
}

func (d *decoder) stretch(start, end int) stretch { return stretch{start, end, d.places().Pos(start)} }

// load parses a stretch; nil without an error means that it says nothing.
func (d *decoder) load(s stretch) (*yaml.Node, error) {
	text := d.src[s.start:s.end]
	if saysNothing(text) {
		return nil, nil
	}
	var doc yaml.Node
	err := yaml.Load(text, &doc, yaml.WithPlugin(loaderlimits.New(loaderlimits.AliasNone(), loaderlimits.DepthFunc(d.checkDepth))))
	if err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

var errTooDeep = errors.New("too deep")

// checkDepth stops the parser before depth costs time. The library counts a
// list below a key as two levels, hence the factor; the exact limit is kept by
// value.
func (d *decoder) checkDepth(depth int, _ *loaderlimits.DepthContext) error {
	if depth > 2*d.lim.FrontMatterDepth+2 {
		d.tooDeep = true
		return errTooDeep
	}
	return nil
}

// saysNothing reports whether a text holds only comments and space.
func saysNothing(text []byte) bool {
	for line := range strings.Lines(string(text)) {
		if l := strings.TrimSpace(line); l != "" && l[0] != '#' {
			return false
		}
	}
	return true
}

// offset returns the byte that the parser of a stretch means by line and
// column, which it counts from 1 within the stretch, in characters.
func (d *decoder) offset(s stretch, line, column int) int {
	if line < 1 {
		return s.start
	}
	if line == 1 {
		column += s.first.Column - 1
	}
	return min(max(d.places().Offset(s.first.Line+line-1, column), s.start), s.end)
}

// readable reports problems for characters that no YAML text may hold and
// whether there are none. Line ends other than \n and \r\n are among them: the
// parser and every editor would count lines differently.
func (d *decoder) readable() bool {
	before := len(d.problems)
	for i := d.start; i < d.end; {
		c := d.src[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' || c == '\r' && i+1 < len(d.src) && d.src[i+1] == '\n' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(d.src[i:d.end])
		if what := refused(r, n); what != "" {
			d.report("encoding", diag.Error, i, i+n, diag.Problem{
				Message: fmt.Sprintf("%s at byte %d cannot be read", what, i),
				Why:     "programs disagree about what such a character means here",
				Fix:     "delete it, and save the file as UTF-8",
			})
			if len(d.problems)-before >= 5 {
				return false
			}
		}
		i += n
	}
	return len(d.problems) == before
}

// refused names a character that front matter may not hold, or returns "".
func refused(r rune, size int) string {
	switch {
	case r == utf8.RuneError && size <= 1:
		return "a byte that is not UTF-8"
	case r == '\r':
		return "a carriage return without a line feed"
	case r == 0:
		return "a NUL character"
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return fmt.Sprintf("the control character U+%04X", r)
	case r == 0x2028 || r == 0x2029:
		return fmt.Sprintf("the line separator U+%04X", r)
	case r == 0xFEFF:
		return "a byte order mark inside the text (U+FEFF)"
	case r >= 0xFFFE && r&0xFFFE == 0xFFFE:
		return fmt.Sprintf("the non-character U+%04X", r)
	}
	return ""
}
