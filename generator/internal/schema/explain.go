package schema

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"remit/generator/internal/diag"
)

// maxExplained is how many broken places of one text are told: more would not
// be read.
const maxExplained = 20

// salvage is called when the text as a whole does not parse. It reads each
// top-level key on its own, so that one slip is told at its own place, further
// slips are told too, and the other keys are known.
func (d *decoder) salvage(whole error) []Entry {
	if d.tooDeep {
		d.limit(d.start, d.start, "lists and groups are nested too deeply here", "front-matter-depth", d.lim.FrontMatterDepth)
		return nil
	}
	before := len(d.problems)
	if at, ok := d.secondDocument(); ok {
		d.broken(at, lineEnd(d.src, at), diag.Problem{
			Message: "a second document begins here",
			Why:     "only one group of keys is read; what follows would be lost",
			Fix:     "delete this line, or move what follows it into the first part",
		})
		return nil
	}
	var entries []Entry
	guessed := false
	for _, s := range d.parts() {
		if len(d.problems)-before >= maxExplained {
			d.broken(s.start, lineEnd(d.src, s.start), diag.Problem{
				Message: "from here on nothing was read, since so much before it needs mending",
				Fix:     "mend what is told above first",
			})
			break
		}
		if e, ok := d.secondColon(s); ok {
			entries = append(entries, e)
			guessed = true
			continue
		}
		root, err := d.load(s)
		switch {
		case err != nil:
			d.explain(s, err)
		case root == nil:
		case root.Kind != yaml.MappingNode:
			d.notMapping(s, root)
		default:
			entries = append(entries, d.entries(s, root, 1)...)
		}
	}
	if !guessed && !diag.HasError(d.problems[before:]) {
		d.explain(d.stretch(d.start, d.end), whole)
	}
	return d.unique(entries)
}

// secondDocument finds a line that ends a YAML document, other than a leading
// one.
func (d *decoder) secondDocument() (int, bool) {
	said := false
	for at := d.start; at < d.end; {
		stop := lineEnd(d.src, at)
		line := d.src[at:stop]
		marker := bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("..."))
		if marker && (len(line) == 3 || isSpace(line[3])) && said {
			return at, true
		}
		if text := bytes.TrimSpace(line); len(text) > 0 && text[0] != '#' {
			said = true
		}
		next := nextLine(d.src, stop)
		if next <= at {
			break
		}
		at = next
	}
	return 0, false
}

// parts cuts the text before each line that begins in the first column with
// something other than space, a comment or a list item.
func (d *decoder) parts() []stretch {
	var out []stretch
	from := d.start
	for at := d.start; at < d.end; {
		if at > from && beginsKey(d.src[at:d.end]) {
			out = append(out, d.stretch(from, at))
			from = at
		}
		next := nextLine(d.src, lineEnd(d.src[:d.end], at))
		if next <= at {
			break
		}
		at = next
	}
	return append(out, d.stretch(from, d.end))
}

func beginsKey(line []byte) bool {
	switch line[0] {
	case ' ', '\t', '\r', '\n', '#', ']', '}':
		return false
	case '-':
		return len(line) > 1 && !isSpace(line[1])
	}
	return true
}

// notMapping explains a stretch that is text or a list where keys belong.
func (d *decoder) notMapping(s stretch, root *yaml.Node) {
	from := d.offset(s, root.Line, root.Column)
	stop := lineEnd(d.src, from)
	if root.Kind == yaml.SequenceNode {
		d.broken(from, stop, diag.Problem{
			Message: "a list stands where keys are expected",
			Fix:     "write the key first, such as  tags:  and the items below it",
		})
		return
	}
	d.noKey(from, stop)
}

// noKey explains a line in which no "key: value" is to be found.
func (d *decoder) noKey(from, stop int) {
	line := string(d.src[from:stop])
	p := diag.Problem{
		Message: "this line is not of the form  key: value",
		Fix:     "write  key: value, or put # and a space before it to make it a comment",
	}
	if at := strings.IndexByte(line, ':'); at > 0 && at+1 < len(line) {
		p.Message = "a space is missing after the colon"
		p.Fix = "write  " + line[:at] + ": " + strings.TrimLeft(line[at+1:], "\u00a0\u3000")
	} else if at := strings.IndexAny(line, "=：﹕∶꞉︓"); at > 0 {
		p.Message = "there is no colon after the key"
		p.Fix = "write  " + strings.TrimSpace(line[:at]) + ": " + strings.TrimSpace(strings.TrimLeft(line[at:], "=：﹕∶꞉︓"))
	}
	d.broken(from, stop, p)
}

// explain turns an error of the YAML parser into a problem in plain words.
func (d *decoder) explain(s stretch, err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		d.broken(s.start, lineEnd(d.src, s.start), unreadable)
		return
	}
	mark := d.offset(s, load.Mark.Line, load.Mark.Column)
	context := d.offset(s, load.ContextMark.Line, load.ContextMark.Column)
	if at, ok := d.tabIndent(s, mark); ok {
		d.tab(at)
		return
	}
	switch {
	case strings.Contains(load.ContextMsg, "quoted scalar"):
		d.badQuote(context, mark, load.Message)
	case strings.Contains(load.ContextMsg, "flow sequence"):
		d.openBracket(context, mark, "[", "]")
	case strings.Contains(load.ContextMsg, "flow mapping"):
		d.openBracket(context, mark, "{", "}")
	case strings.Contains(load.ContextMsg, "simple key"):
		from := d.textStart(context)
		d.noKey(from, lineEnd(d.src, from))
	default:
		d.badLine(s, mark)
	}
}

var unreadable = diag.Problem{
	Message: "this line cannot be read",
	Why:     "each line is  key: value, or an item of a list that begins with a dash",
	Fix:     "put the value into quotes, or compare the indentation with the line above",
}

// lineStart returns the beginning of the line in which at stands.
func (d *decoder) lineStart(at int) int {
	return max(d.start, bytes.LastIndexByte(d.src[:min(at, len(d.src))], '\n')+1)
}

// textStart returns the first character that is not space of the line in which
// at stands.
func (d *decoder) textStart(at int) int {
	i := d.lineStart(at)
	for i < d.end && (d.src[i] == ' ' || d.src[i] == '\t') {
		i++
	}
	return i
}

// tabIndent finds a tab in the indentation of the line of mark.
func (d *decoder) tabIndent(s stretch, mark int) (int, bool) {
	from := max(d.lineStart(mark), s.start)
	tab := bytes.IndexByte(d.src[from:d.textStart(mark)], '\t')
	return from + tab, tab >= 0
}

func (d *decoder) tab(at int) {
	d.broken(at, at+1, diag.Problem{
		Message: "this line is indented with a tab",
		Label:   "a tab",
		Why:     "YAML counts spaces only, since a tab is not equally wide everywhere",
		Fix:     "use two spaces for each step",
	})
}

func (d *decoder) badQuote(from, mark int, message string) {
	stop := lineEnd(d.src, from)
	value := strings.TrimSpace(string(d.src[from:stop]))
	if strings.Contains(message, "escape") || strings.Contains(message, "hexdecimal") || strings.Contains(message, "Unicode character") {
		d.broken(mark, min(mark+2, d.end), diag.Problem{
			Message: "between double quotes a backslash has a meaning of its own",
			Fix:     `write it twice: \\, or use single quotes around the text`,
		})
		return
	}
	d.broken(from, from+1, diag.Problem{
		Message: "this quote is never closed",
		Label:   "opened here",
		Fix:     "put the same quote at the end of the text: " + value + string(d.src[from]),
	})
}

func (d *decoder) openBracket(from, mark int, open, closing string) {
	p := diag.Problem{
		Message: "this " + open + " is never closed, or a comma is missing after it",
		Label:   "opened here",
		Fix:     "separate with commas and end with " + closing + "; if it is text, put it into quotes",
	}
	if d.places().Pos(mark).Line == d.places().Pos(from).Line {
		p.Related = []diag.Related{{File: d.file, Span: d.places().Span(mark, min(mark+1, d.end)), Label: "a comma or " + closing + " was expected before this"}}
	}
	d.broken(from, from+1, p)
}

// badLine looks at the line itself for what authors get wrong most.
func (d *decoder) badLine(s stretch, mark int) {
	if mark > s.start && mark >= s.end || mark > s.start && d.lineStart(mark) == mark && len(bytes.TrimSpace(d.src[mark:lineEnd(d.src, mark)])) == 0 {
		mark--
	}
	stop := lineEnd(d.src[:d.end], min(mark, d.end))
	line := d.split(mark, stop)
	if first := d.firstText(s); first > d.lineStart(first) && line.text < stop && line.text-d.lineStart(line.text) < first-d.lineStart(first) {
		d.broken(line.text, stop, diag.Problem{
			Message: "this line begins further left than the first one",
			Fix:     "begin all keys in the first column",
		})
		return
	}
	p, from, to := line.problem(d)
	if p.Message == "" {
		p, from, to = unreadable, line.text, stop
	}
	d.broken(from, to, p)
}

func (d *decoder) firstText(s stretch) int {
	i := s.start
	for i < s.end && isSpace(d.src[i]) {
		i++
	}
	return i
}

// sourceLine is one line cut into its parts by what an author sees.
type sourceLine struct {
	text  int // where it begins, after the indentation
	value int // where its value begins, after dashes and "key: "
	stop  int // where it ends
	key   string
}

func (d *decoder) split(mark, stop int) sourceLine {
	l := sourceLine{text: min(d.textStart(mark), stop), stop: stop}
	l.value = l.text
	for l.value+1 < stop && d.src[l.value] == '-' && d.src[l.value+1] == ' ' {
		l.value = d.skipSpace(l.value+1, stop)
	}
	rest := d.src[l.value:stop]
	if colon := bytes.Index(rest, []byte(": ")); colon > 0 && !bytes.ContainsAny(rest[:1], `"'[{`+"@`") {
		l.key = string(rest[:colon])
		l.value = d.skipSpace(l.value+colon+1, stop)
	}
	return l
}

func (d *decoder) skipSpace(at, stop int) int {
	for at < stop && (d.src[at] == ' ' || d.src[at] == '\t') {
		at++
	}
	return at
}

// problem says what is wrong with the value of a line, or returns an empty one.
func (l sourceLine) problem(d *decoder) (p diag.Problem, from, to int) {
	value := strings.TrimRight(string(d.src[l.value:l.stop]), " \t\r")
	if value == "" {
		return p, 0, 0
	}
	from, to = l.value, l.value+len(value)
	corrected := strings.TrimLeft(string(d.src[l.text:l.value]), " ") + quote(value)
	p.Fix = "write  " + corrected
	switch c := value[0]; {
	case strings.IndexByte("@`%*&!]},", c) >= 0:
		p.Message = fmt.Sprintf("a value that begins with %c must stand in quotes", c)
		to = from + 1
		if c == '@' || c == '`' || c == '%' {
			p.Edit = l.quoteEdit(d, value)
		}
		if c == '@' && isName(value[1:]) {
			p.Fix = "write  " + strings.TrimSuffix(corrected, quote(value)) + value[1:] + "  if that is an id, else  " + corrected
		}
	case c == '|' || c == '>':
		p.Message = fmt.Sprintf("a value that begins with %c must stand in quotes, or begin on the next line", c)
		to = from + 1
	case strings.HasPrefix(value, "- "):
		p.Message = "a list begins on the line after its key"
		p.Fix = "put  " + value + "  on a line of its own"
	case c == '[' || c == '{':
		p.Message = fmt.Sprintf("text follows the %c that closes this", map[byte]byte{'[': ']', '{': '}'}[c])
		if strings.HasPrefix(value, "[[") {
			p.Fix = "write  " + strings.TrimLeft(string(d.src[l.text:l.value]), " ") + "[" + strings.NewReplacer("[", "", "]", "").Replace(value) + "]"
		}
	case c == '"' || c == '\'':
		p.Message = "text follows the quote that closes this"
		p.Fix = "write  " + strings.TrimLeft(string(d.src[l.text:l.value]), " ") + quote(strings.ReplaceAll(value, string(c), ""))
		if c == '"' {
			p.Fix = "write  " + strings.TrimLeft(string(d.src[l.text:l.value]), " ") + "'" + strings.ReplaceAll(value, "'", "''") + "'"
		}
	case l.key != "" && hasColon(value):
		colon := colonAt(value)
		from, to = l.value+colon, l.value+colon+1
		p.Message = "a second colon makes this line ambiguous"
		p.Label = "this colon"
		p.Edit = l.quoteEdit(d, value)
	case l.key != "":
		from, to = l.text, l.stop
		p.Message = "this line does not fit below the one above it"
		p.Why = "keys of one group begin in the same column; a key with a value of its own holds no group"
		p.Fix = "begin it in the column of the key that it belongs beside"
	default:
		return diag.Problem{}, 0, 0
	}
	return p, from, to
}

// quoteEdit puts the value of a line into quotes, unless a comment follows it
// or it goes on in the next line.
func (l sourceLine) quoteEdit(d *decoder, value string) *diag.Edit {
	next := nextLine(d.src, l.stop)
	goesOn := next < d.end && len(bytes.TrimSpace(d.src[next:lineEnd(d.src, next)])) > 0 &&
		d.textStart(next)-next > l.text-d.lineStart(l.text)
	if goesOn || l.value == l.text || strings.Contains(value, " #") { // without a key or dash it is no value
		return nil
	}
	return &diag.Edit{Start: l.value, End: l.value + len(value), Text: quote(value)}
}

func hasColon(value string) bool { return colonAt(value) >= 0 }

// colonAt finds the colon that YAML takes for the end of a key.
func colonAt(value string) int {
	if at := strings.Index(value, ": "); at >= 0 {
		return at
	}
	if strings.HasSuffix(value, ":") {
		return len(value) - 1
	}
	return -1
}
