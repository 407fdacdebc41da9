package author

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/schema"
)

// Blank is how each place begins that an author has still to fill in.
const Blank = "FILL IN: "

// Draft is a document that is about to be begun. What its kind asks for and
// nobody answered becomes a blank: in the front matter an empty key with the
// question behind it as a comment, so that nothing is stated that nobody said,
// and in the text the question as a paragraph.
type Draft struct {
	Kind     *schema.Kind
	Title    string
	Language string              // of the headings
	Answers  map[string][]string // by the name of a field: one text, or one for each item of a list
	Texts    map[string]string   // by the name of a section; "" is the opening
}

// missed are fields that no kind calls core, because a document is complete
// without them, but that a rule misses in an active document. A draft asks for
// them too.
var missed = map[string][]string{
	"charter":    {"counts-on", "rhythm"},
	"decision":   {"changes"},
	"experiment": {"stop-if"},
	"playbook":   {"done-when"},
}

// steps is a section in which a numbered list is looked for.
const steps = "steps"

// dated are the kinds whose files are named after the month too, so that lists
// of them sort by themselves.
var dated = []string{"lesson", "assessment"}

// Path is where the document goes: a slash path below the site's folder. day
// is that on which it is begun, whose month is part of the names of records
// unless the title begins with another. The error says that the title gives no
// name.
func (d *Draft) Path(day time.Time) (string, error) {
	name := fileName(d.Title)
	if name == "" {
		return "", fmt.Errorf("the title %q gives no name for a file: put a letter or a digit into it", d.Title)
	}
	if slices.Contains(dated, d.Kind.Name) && !month.MatchString(name) {
		name = day.Format("2006-01") + "-" + name
	}
	if document.IsIndex(name + ".md") { // that would be the page of the whole folder
		name += "-" + d.Kind.Name
	}
	return d.Kind.Folder + "/" + name + ".md", nil
}

// month begins a name that says by itself when something was.
var month = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])(-|$)`)

// longest is how long a name of a file may grow, in bytes: far below the 255
// that systems can hold, since folders and addresses hold it too, and more than
// people read of an address.
const longest = 80

// fileName makes a name of the words of a title, without dots and low lines
// round them: in front, a low line would hide the file from the site. A title
// that is longer than a name should be gives its first words.
func fileName(title string) string {
	var words []string
	for word := range strings.SplitSeq(document.Slug(title), "-") {
		if word = strings.Trim(word, "_."); word != "" {
			words = append(words, word)
		}
	}
	name := strings.Join(words, "-")
	if len(name) <= longest {
		return name
	}
	cut := longest
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	if i := strings.LastIndexByte(name[:cut+1], '-'); i > longest/2 {
		cut = i
	}
	return strings.TrimRight(name[:cut], "_.-") // the cut may be within a word
}

// Fields lists the fields that the draft holds, in the order of the kind:
// those that an active document should have, and those that were answered.
func (d *Draft) Fields() []*schema.Field {
	var fields []*schema.Field
	for i := range d.Kind.Fields {
		f := &d.Kind.Fields[i]
		if f.Core || slices.Contains(missed[d.Kind.Name], f.Name) || len(d.Answers[f.Name]) > 0 {
			fields = append(fields, f)
		}
	}
	return fields
}

// Sections lists the sections that the draft holds: those that an active
// document should have, steps, and those that were answered.
func (d *Draft) Sections() []*schema.Section {
	var sections []*schema.Section
	for i := range d.Kind.Sections {
		s := &d.Kind.Sections[i]
		if s.Core || s.Name == steps || d.Texts[s.Name] != "" {
			sections = append(sections, s)
		}
	}
	return sections
}

// Text is the document, with a line feed after each line.
func (d *Draft) Text() []byte {
	var b strings.Builder
	if fields := d.Fields(); len(fields) > 0 {
		b.WriteString("---\n")
		for _, f := range fields {
			d.field(&b, f)
		}
		b.WriteString("---\n\n")
	}
	b.WriteString("# " + escaped(oneLine(d.Title)) + "\n")
	paragraph(&b, d.Texts[""], d.Kind.Opening)
	for _, s := range d.Sections() {
		b.WriteString("\n## " + s.Heading(d.Language) + "\n")
		prompt := s.Prompt
		if s.Name == steps && d.Texts[steps] == "" {
			b.WriteString("\n1. " + Blank + prompt + "\n")
			continue
		}
		paragraph(&b, d.Texts[s.Name], prompt)
	}
	return []byte(b.String())
}

// paragraph writes what was answered, or the question.
func paragraph(b *strings.Builder, text, question string) {
	if text = strings.TrimSpace(text); text == "" {
		text = Blank + question
	}
	b.WriteString("\n" + text + "\n")
}

// field writes one key.
func (d *Draft) field(b *strings.Builder, f *schema.Field) {
	answers := d.Answers[f.Name]
	switch {
	case len(answers) == 0:
		blank(b, f)
	case IsList(f) && f.Type != "ids":
		b.WriteString(f.Name + ":\n")
		for _, a := range answers {
			b.WriteString("  - " + item(f, a) + "\n")
		}
	case IsList(f):
		b.WriteString(f.Name + ": [" + strings.Join(scalars(answers), ", ") + "]\n")
	default:
		b.WriteString(f.Name + ": " + Scalar(answers[0]) + "\n")
	}
}

// blank writes a key without a value, the question, and an example to
// take over.
func blank(b *strings.Builder, f *schema.Field) {
	question := f.Prompt
	if question == "" {
		question = f.Doc
	}
	if f.Type == "word" {
		question += " One of: " + strings.Join(f.Values, ", ")
	}
	switch {
	case f.Type == "records":
		b.WriteString(f.Name + ":  # " + Blank + oneLine(question) + " Such as:\n")
		mark := "  # - "
		for line := range strings.Lines(f.Example) {
			b.WriteString(mark + strings.TrimRight(line, "\r\n") + "\n")
			mark = "  #   "
		}
	case IsList(f) && f.Type != "ids" && f.Example != "":
		b.WriteString(f.Name + ":  # " + Blank + oneLine(question) + " Such as:\n  # - " + item(f, f.Example) + "\n")
	case f.Example != "" && f.Type != "word":
		b.WriteString(f.Name + ":  # " + Blank + oneLine(question) + " Such as: " + example(f) + "\n")
	default:
		b.WriteString(f.Name + ":  # " + Blank + oneLine(question) + "\n")
	}
}

// example is one that can be taken over as it stands.
func example(f *schema.Field) string {
	if f.Type == "ids" {
		return oneLine(f.Example)
	}
	return Scalar(f.Example)
}

// item writes a line of a list, so that a list of texts holds texts also where
// they have a colon.
func item(f *schema.Field, text string) string {
	if f.IsLines() {
		return Item(text)
	}
	return Scalar(text)
}

// scalars writes ids for a list in brackets, where a comma or bracket of their
// own would end them.
func scalars(texts []string) []string {
	var out []string
	for _, t := range texts {
		s := Scalar(t)
		if s[0] != '"' && strings.ContainsAny(s, ",[]{}") {
			s = `"` + s + `"`
		}
		out = append(out, s)
	}
	return out
}

// escaped keeps a title from being read as anything but text.
func escaped(title string) string {
	var b strings.Builder
	runes := []rune(title)
	for i, r := range runes {
		if mark(runes, i) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// mark reports whether Markdown could take a character for more than itself:
// low lines only at the edge of a word, & only before what may be a name, # only
// at an end of a heading, and what makes an address only where it would, since
// within one a mark is part of it.
func mark(runes []rune, i int) bool {
	isWord := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	switch runes[i] {
	case '\\', '`', '*', '[', ']', '<', '~', '{', ':':
		return runes[i] != ':' || i+1 < len(runes) && runes[i+1] == '/'
	case '@':
		return isWord(i - 1)
	case '.':
		return i >= 3 && strings.EqualFold(string(runes[i-3:i]), "www")
	case '_':
		return !isWord(i-1) || !isWord(i+1)
	case '&':
		return isWord(i+1) || i+1 < len(runes) && runes[i+1] == '#'
	case '#':
		return i == len(runes)-1 || i == 0
	}
	return false
}

// IsList reports whether a field takes several values.
func IsList(f *schema.Field) bool {
	return f.IsLines() || f.Type == "texts" || f.Type == "ids" || f.Type == "records"
}

// Refuse says what is wrong with answers to a field, or nothing.
func Refuse(k *schema.Kind, field string, answers []string) []diag.Problem {
	d := Draft{Kind: k, Answers: map[string][]string{field: answers}}
	var b strings.Builder
	f := k.Field(field)
	d.field(&b, f)
	src := []byte(b.String())
	meta, problems := schema.Decode("", src, 0, len(src), schema.DefaultLimits())
	return append(problems, k.Check("", meta)...)
}
