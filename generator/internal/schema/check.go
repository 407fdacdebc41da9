package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// FieldType is one of the shapes that the value of a field may have.
type FieldType struct {
	Name    string
	Doc     string // what may be written, in one sentence
	Example string // a value; of a type of lines one line
	Lines   bool   // written as a list of lines, which package line reads
	check   func(c *checker, f *Field, e Entry)
}

// FieldTypes returns all types in the order in which help texts name them.
func FieldTypes() []FieldType { return slices.Clone(fieldTypes) }

var fieldTypes = []FieldType{
	{"text", "Any text.", "Chat, answered 8:00 to 18:00", false, (*checker).text},
	{"texts", "A list of texts, or a single one.", "[price, refund]", false, (*checker).texts},
	{"word", "One of a few words, which the field lists.", "active", false, (*checker).word},
	{"date", "A day as year-month-day.", "2026-05-12", false, (*checker).date},
	{"month", "A month as year-month, or a day.", "2026-05", false, (*checker).month},
	{"duration", "A number of months or years.", "6 months", false, (*checker).duration},
	{"number", "A whole number.", "12", false, (*checker).number},
	{"id", "The id of a team or document: its file name without extension.", "support", false, (*checker).text},
	{"ids", "A list of ids, or a single one.", "[support, studio]", false, (*checker).texts},
	{"lines", "A list of lines, each a few words, a colon and what is said of them.", "Opening hours: alone", true, (*checker).lines},
	{"decisions", "A list of decisions, each a topic, perhaps a limit, a colon and how free the team is in it.", "Refunds up to 500 EUR: alone", true, (*checker).lines},
	{"who", "A list of teams, each with a colon and what is shared with it.", "finance: approves large refunds with us", true, (*checker).lines},
	{"measures", "A list of measures, each with a colon and its target, or where it comes from and where it goes.", "Solved in one contact: from 62 % to 70 % by December 2026", true, (*checker).lines},
	{"standings", "A list of standards, each with a colon and one of meets, working on it by DATE, not yet, or exempt (decision).", "plain-words: working on it by 2026-09-30", true, (*checker).lines},
	{"follow-ups", "A list of things to do, each with a colon and one of TEAM by DATE, TEAM, done DATE, or dropped, because ...", "One page that says who owns each form: operations by 2026-05-31", true, (*checker).lines},
	{"answers", "A list of statements, each with a colon and one of fully, mostly or hardly.", "We can choose how we work: mostly", true, (*checker).lines},
	{"moves", "A list of earlier dates, each with a colon and the reason for moving it.", "2026-06-30: the scanner came three weeks late", true, (*checker).lines},
	{"rhythms", "A list of meetings, each with a colon and how often they are held.", "Look-back: last Thursday of the month", true, (*checker).lines},
	{"mutes", "Names of rules that may be broken here, each perhaps with a colon and the reason.", "no-success: the team begins in May", true, (*checker).mutes},
	{"records", "A list of groups of keys.", "date: 2026-02-02", false, nil}, // checked by field: its parts are fields again
	{"boolean", "The word true or false.", "true", false, (*checker).boolean},
	{"audience", "The name of one audience.", "leaders", false, (*checker).audience},
}

// typeOf returns the type of that name, or nil.
func typeOf(name string) *FieldType {
	for i := range fieldTypes {
		if fieldTypes[i].Name == name {
			return &fieldTypes[i]
		}
	}
	return nil
}

func typeNames() []string {
	var names []string
	for _, t := range fieldTypes {
		names = append(names, t.Name)
	}
	return names
}

// Check reports what is wrong with the front matter of one document of the
// kind, key by key. Keys that nothing resembles are the author's own and no
// problem. An Error means that a restriction may not have been read: the
// document may not be published then. Whether an audience or a reference
// exists is not looked at, and nor is what is missing.
func (k *Kind) Check(file string, m Meta) []diag.Problem {
	c := &checker{file: file}
	for _, e := range m.Entries {
		if f := k.Field(e.Key); f != nil {
			c.field(f, e)
		} else {
			c.unknown(k, m, e)
		}
		c.unseen(e.Value)
	}
	return c.problems
}

// checker collects the problems of one document.
type checker struct {
	file     string
	problems []diag.Problem
}

func (c *checker) report(rule string, severity diag.Severity, span diag.Span, p diag.Problem) {
	p.Rule, p.Severity, p.File, p.Span = rule, severity, c.file, span
	c.problems = append(c.problems, p)
}

// unseen reports a value with a character that a reviewer of the file cannot
// see: titles, tags and names of teams are read in many places.
func (c *checker) unseen(v Value) {
	if i := strings.IndexFunc(v.Text, hides); i >= 0 {
		r, _ := utf8.DecodeRuneInString(v.Text[i:])
		c.report("invisible-character", diag.Warning, v.Span, diag.Problem{
			Message: fmt.Sprintf("this text holds a character that cannot be seen, U+%04X", r),
			Why:     "the text reads differently from what programs find in it",
			Fix:     "type it anew without the character",
		})
	}
	for _, item := range v.Items {
		c.unseen(item)
	}
	for _, e := range v.Fields {
		c.unseen(e.Value)
	}
}

func (c *checker) field(f *Field, e Entry) {
	if f.Type == "records" {
		c.records(f, e)
		return
	}
	t := typeOf(f.Type)
	if t == nil {
		panic("schema: field of unknown type " + f.Type)
	}
	t.check(c, f, e)
}

// unknown looks at a key that the kind does not have.
func (c *checker) unknown(k *Kind, m Meta, e Entry) {
	if strings.HasPrefix(e.Key, "x-") {
		return
	}
	if meant := accessMeant(e); meant != "" {
		c.report("access-key", diag.Error, e.KeySpan, diag.Problem{
			Message: fmt.Sprintf("%s is not the key %s", quoted(e.Key), meant),
			Label:   fmt.Sprintf("did you mean %q?", meant),
			Why:     "a restriction that is not read would publish the document to everyone",
			Fix:     fmt.Sprintf("write  %s: ...; a key of your own may begin with x-", meant),
		})
		return
	}
	if other, ok := elsewhere(e); ok {
		c.report("access-key", diag.Warning, e.KeySpan, diag.Problem{
			Message: fmt.Sprintf("%s does not keep this document from anyone", quoted(e.Key)),
			Why:     "it does in other programs; here only audience and draft do",
			Fix:     other,
		})
		return
	}
	if at, ok := nestedAccess(e.Value); ok {
		c.report("access-key", diag.Error, at.KeySpan, diag.Problem{
			Message: fmt.Sprintf("%s has no effect inside %s", quoted(at.Key), quoted(e.Key)),
			Why:     "a restriction that is not read would publish the document to everyone",
			Fix:     "begin the line in the first column",
		})
		return
	}
	var names []string
	for _, f := range k.Fields {
		if _, taken := m.Get(f.Name); !taken {
			names = append(names, f.Name)
		}
	}
	if near, ok := diag.Nearest(e.Key, names); ok {
		c.report("unknown-key", diag.Hint, e.KeySpan, diag.Problem{
			Message: fmt.Sprintf("%s is not a field of a %s", quoted(e.Key), k.Name),
			Label:   fmt.Sprintf("did you mean %q?", near),
			Fix:     fmt.Sprintf("write %s, or x-%s if it is a key of your own", near, e.Key),
			Edit:    c.fittingRename(m, e, near, k.Fields),
		})
	}
}

// fittingRename renames a key when its value is one that the known key takes:
// otherwise it may be a key of the author's own.
func (c *checker) fittingRename(m Meta, e Entry, near string, fields []Field) *diag.Edit {
	trial := &checker{file: c.file}
	trial.field(findField(fields, near), Entry{Key: near, KeySpan: e.KeySpan, Value: e.Value})
	if len(trial.problems) > 0 {
		return nil
	}
	return renameEdit(m, e, near, fieldNames(fields))
}

// accessMeant returns the key of access that a key was probably meant to be, in
// whatever case, letters or slip, or "". A word near draft (craft, drift) was
// meant only when its value says yes or no.
func accessMeant(e Entry) string {
	word := skeleton(e.Key)
	if nearAudience(word) {
		return audienceKey
	}
	_, near := diag.Nearest(word, []string{draftKey})
	if word == draftKey || near && saysYesOrNo(e.Value) {
		return draftKey
	}
	return ""
}

func saysYesOrNo(v Value) bool {
	switch strings.ToLower(v.Text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "1", "0":
		return v.Kind == Scalar
	}
	return false
}

// elsewhere knows the keys with which other generators keep pages back, and
// what to write instead.
func elsewhere(e Entry) (string, bool) {
	value := strings.ToLower(e.Value.Text)
	switch strings.ToLower(e.Key) {
	case "published", "publish":
		return "write  draft: true", value == "false" || value == "no"
	case "private", "unlisted", "hidden", "restricted", "confidential", "internal", "protected", "members-only":
		return "write  draft: true, or  audience:  and the name of a group", value == "true" || value == "yes"
	case "visibility", "access":
		return "write  audience:  and the name of a group", value != "" && value != "public" && value != "everyone"
	}
	return "", false
}

// nestedAccess finds a key of access within a group.
func nestedAccess(v Value) (Entry, bool) {
	if v.Kind != Map {
		return Entry{}, false
	}
	for _, e := range v.Fields {
		if word := skeleton(e.Key); word == audienceKey || word == draftKey {
			return e, true
		}
		if at, ok := nestedAccess(e.Value); ok {
			return at, true
		}
	}
	return Entry{}, false
}

// shape reports a value of another shape than the type asks for.
func (c *checker) shape(f *Field, e Entry, accepted, example string) {
	c.report("field-shape", diag.Warning, e.Value.Span, diag.Problem{
		Message: fmt.Sprintf("%s takes %s", quoted(e.Key), accepted),
		Fix:     fmt.Sprintf("write  %s: %s", e.Key, example),
	})
}

func (c *checker) text(f *Field, e Entry) {
	if e.Value.Kind != Scalar {
		c.shape(f, e, "one text", "a few words; text with brackets goes into quotes")
	}
}

func (c *checker) texts(f *Field, e Entry) {
	for _, item := range (Meta{Entries: []Entry{e}}).Texts(e.Key) {
		if item.Kind != Scalar {
			c.shape(f, Entry{Key: e.Key, Value: item}, "a list of texts", `[one, two]; an item with a colon goes into quotes`)
			return
		}
	}
	if e.Value.Kind == Map {
		c.shape(f, e, "a list of texts", "[one, two]")
	}
}

// lines accepts texts and single keys with a text, also as one group, since
// YAML reads "- Opening hours: alone" as a group with one key.
func (c *checker) lines(f *Field, e Entry) {
	for _, item := range e.Value.Items {
		if item.Kind == List || item.Kind == Map && (len(item.Fields) != 1 || item.Fields[0].Value.Kind != Scalar) {
			c.report("field-shape", diag.Warning, item.Span, diag.Problem{
				Message: fmt.Sprintf("an item of %s is one line", quoted(e.Key)),
				Fix:     "begin each line with a dash of its own",
			})
		}
	}
	if e.Value.Kind == Scalar && e.Value.Text != "" {
		c.report("field-shape", diag.Warning, e.Value.Span, diag.Problem{
			Message: fmt.Sprintf("%s is a list of lines", quoted(e.Key)),
			Fix:     "put  - " + e.Value.Text + "  on the next line, indented by two spaces",
		})
	}
}

// mutes accepts a single line as well, since most pages have one mute.
func (c *checker) mutes(f *Field, e Entry) {
	if e.Value.Kind != Scalar {
		c.lines(f, e)
	}
}

func (c *checker) duration(f *Field, e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	if _, ok := ParseDuration(e.Value.Text); e.Value.Kind != Scalar || !ok {
		c.shape(f, e, "a number of months or years", "6 months")
	}
}

func (c *checker) records(f *Field, e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	items := e.Value.Items
	if e.Value.Kind == Map {
		items = []Value{e.Value}
	}
	for _, item := range items {
		for _, part := range item.Fields {
			if sub := findField(f.Fields, part.Key); sub != nil {
				c.field(sub, part)
				continue
			}
			if near, ok := diag.Nearest(part.Key, fieldNames(f.Fields)); ok && !strings.HasPrefix(part.Key, "x-") {
				c.report("unknown-key", diag.Hint, part.KeySpan, diag.Problem{
					Message: fmt.Sprintf("%s is not a key of an item of %s", quoted(part.Key), f.Name),
					Label:   fmt.Sprintf("did you mean %q?", near),
					Fix:     fmt.Sprintf("write %s, or x-%s if it is a key of your own", near, part.Key),
					Edit:    c.fittingRename(Meta{Entries: item.Fields}, part, near, f.Fields),
				})
			}
		}
	}
	if e.Value.Kind == Scalar {
		c.report("field-shape", diag.Warning, e.Value.Span, diag.Problem{
			Message: fmt.Sprintf("%s is a list of groups", quoted(e.Key)),
			Fix:     fmt.Sprintf("begin each item with  - %s: ", f.Fields[0].Name),
		})
	}
}

func fieldNames(fields []Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return names
}

func (c *checker) word(f *Field, e Entry) {
	v := e.Value
	if v.Kind == Scalar && (v.Text == "" || slices.Contains(f.Values, v.Text)) {
		return
	}
	p := diag.Problem{
		Message: fmt.Sprintf("%s is not a value of %s", quoted(v.Text), quoted(e.Key)),
		Fix:     "write one of " + strings.Join(f.Values, ", "),
	}
	if v.Kind != Scalar {
		p.Message = quoted(e.Key) + " takes one word"
	}
	for _, typed := range []string{v.Text, strings.NewReplacer("_", "-", " ", "-").Replace(v.Text), strings.NewReplacer("_", " ", "-", " ").Replace(v.Text)} {
		if near, ok := diag.Nearest(typed, f.Values); ok {
			p.Label = fmt.Sprintf("did you mean %q?", near)
			p.Edit = wordEdit(v, near, f.Values)
			break
		}
	}
	c.report("unknown-value", diag.Warning, v.Span, p)
}

func (c *checker) number(f *Field, e Entry) {
	if _, err := strconv.Atoi(e.Value.Text); err != nil && (e.Value.Kind != Scalar || e.Value.Text != "") {
		c.shape(f, e, "a whole number", "12")
	}
}

// boolean and audience are about access: whatever they do not understand is an
// Error.
func (c *checker) boolean(f *Field, e Entry) {
	if v := e.Value; v.Kind != Scalar || v.Text != "true" && v.Text != "false" {
		c.report("access-value", diag.Error, v.Span, diag.Problem{
			Message: fmt.Sprintf("%s is true or false, not %s", quoted(e.Key), shown(v)),
			Why:     "a document that was meant to be kept back must not be published by a guess",
			Fix:     fmt.Sprintf("write  %s: true  or  %s: false", e.Key, e.Key),
		})
	}
}

func (c *checker) audience(f *Field, e Entry) {
	v := e.Value
	if v.Kind == Scalar && isName(v.Text) && v.Text != "null" {
		return
	}
	c.report("access-value", diag.Error, v.Span, diag.Problem{
		Message: fmt.Sprintf("%s takes the name of one audience, not %s", quoted(e.Key), shown(v)),
		Why:     "a restriction that is not understood would publish the document to everyone",
		Fix:     fmt.Sprintf("write  %s: NAME  with a name from audiences in %s, or leave the line out", e.Key, SettingsFile),
	})
}

func shown(v Value) string {
	switch {
	case v.Kind == List:
		return "a list"
	case v.Kind == Map:
		return "a group of keys"
	case v.Text == "":
		return "nothing"
	}
	return quoted(v.Text)
}
