package generator

import (
	"fmt"
	"slices"
	"strings"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// Reference returns the pages of the handbook that are made from the code's own
// words, path to Markdown: one for each kind of document with its fields and
// sections, one for the types of fields, and one for each family of checks. A
// test holds the handbook's files against them, so they cannot drift.
func Reference() map[string]string {
	pages := map[string]string{
		"reference/kinds/README.md":  kindsPage(),
		"reference/field-types.md":   fieldTypesPage(),
		"reference/org.md":           orgPage(),
		"reference/checks/README.md": checksPage(),
	}
	for _, k := range schema.BuiltIn().All() {
		pages["reference/kinds/"+k.Folder+".md"] = kindPage(k)
	}
	for _, f := range check.Families {
		pages["reference/checks/"+f.Name+".md"] = familyPage(f)
	}
	return pages
}

func kindsPage() string {
	var b strings.Builder
	b.WriteString("# Kinds of documents\n\nThe folder of a document gives its kind, `kind:` in front matter overrides it. A site describes kinds of its own, or adds to these, in `kinds/`.\n\n| Kind | Folder | What it is |\n| --- | --- | --- |\n")
	for _, k := range schema.BuiltIn().All() {
		fmt.Fprintf(&b, "| [%s](%s.md) | `%s/` | %s |\n", k.Label, k.Folder, k.Folder, cell(k.Doc))
	}
	return b.String()
}

func kindPage(k *schema.Kind) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s It lies in `%s/`.", k.Label, plain(k.Doc), k.Folder)
	switch {
	case k.Record:
		b.WriteString(" It is a record: nobody has to review it.")
	case k.Review > 0:
		fmt.Fprintf(&b, " A review is due %d months after the last one.", k.Review)
	}
	b.WriteString("\n")
	if k.Opening != "" {
		fmt.Fprintf(&b, "\nThe first paragraph says: %s\n", plain(k.Opening))
	}
	own, common := splitCommon(k)
	fieldTable(&b, "Front matter", own)
	if len(k.Sections) > 0 {
		b.WriteString("\n## Sections\n\nA section is known by its heading; case and punctuation do not count. Those with a star belong to an active document.\n\n| Section | What stands in it | Also known as |\n| --- | --- | --- |\n")
		for _, s := range k.Sections {
			heading := s.Heading("en")
			var others []string
			for _, h := range s.Headings["en"] {
				if h != heading {
					others = append(others, h)
				}
			}
			fmt.Fprintf(&b, "| %s%s | %s%s | %s |\n", heading, star(s.Core), cell(s.Doc), answers(&s), cell(strings.Join(others, ", ")))
		}
	}
	fieldTable(&b, "Fields that every kind has", common)
	return b.String()
}

func answers(s *schema.Section) string {
	if s.Field == "" {
		return ""
	}
	return " A list there answers `" + s.Field + "`."
}

// splitCommon parts the fields of a kind from those that pages have too.
func splitCommon(k *schema.Kind) (own, common []schema.Field) {
	page := schema.BuiltIn().Kind("page")
	for _, f := range k.Fields {
		if k == page || page.Field(f.Name) == nil {
			own = append(own, f)
		} else {
			common = append(common, f)
		}
	}
	return own, common
}

func fieldTable(b *strings.Builder, title string, fields []schema.Field) {
	if len(fields) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n| Field | Type | What it holds |\n| --- | --- | --- |\n", title)
	for _, f := range fields {
		fmt.Fprintf(b, "| `%s`%s | [%s](../field-types.md#%s) | %s%s |\n", f.Name, star(f.Core), f.Type, f.Type, cell(f.Doc), values(&f))
		for _, sub := range f.Fields {
			fmt.Fprintf(b, "| `%s` of `%s` | [%s](../field-types.md#%s) | %s%s |\n", sub.Name, f.Name, sub.Type, sub.Type, cell(sub.Doc), values(&sub))
		}
	}
	if slices.ContainsFunc(fields, func(f schema.Field) bool { return f.Core }) {
		b.WriteString("\nFields with a star belong to an active document.\n")
	}
}

func values(f *schema.Field) string {
	if len(f.Values) == 0 {
		return ""
	}
	return " One of " + code(f.Values) + "."
}

func code(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + w + "`"
	}
	return strings.Join(quoted, ", ")
}

func star(core bool) string {
	if core {
		return " ★"
	}
	return ""
}

// cell is plain text for a cell of a table.
func cell(s string) string { return strings.ReplaceAll(plain(s), "|", `\|`) }

// plain is text in which Markdown has no meaning but for `code`.
func plain(s string) string {
	var b strings.Builder
	code := false
	for _, r := range s {
		if r == '`' {
			code = !code
		}
		if !code && strings.ContainsRune(`[]<>*_\`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func fieldTypesPage() string {
	var b strings.Builder
	b.WriteString("# Types of fields\n\nA value is read by the type of its field, never by a guess: `no`, `0123` and `1.10` stay text.\n")
	for _, t := range schema.FieldTypes() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```yaml\nfield: %s\n```\n", t.Name, plain(t.Doc), t.Example)
	}
	return b.String()
}

func orgPage() string {
	var b strings.Builder
	b.WriteString("# org.yaml\n\nThe file `org.yaml` in the site's folder holds what documents may point at beside each other. It is optional: a team with a charter needs no line in it.\n")
	for _, k := range schema.OrgDoc() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```yaml\n%s\n```\n", k.Name, plain(k.Doc), k.Example)
	}
	return b.String()
}

func checksPage() string {
	var b strings.Builder
	b.WriteString("# Checks\n\nAn error keeps something from being shown as written. A warning misleads a reader. A hint is a question to the author: it is on no page and in no exit code.\n\n| Checks | |\n| --- | --- |\n")
	for _, f := range check.Families {
		var names []string
		for _, r := range f.Rules {
			names = append(names, fmt.Sprintf("[%s](%s.md#%s)", r.Name, f.Name, r.Name))
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s |\n", f.Title, f.Name, strings.Join(names, ", "))
	}
	return b.String()
}

func familyPage(f check.Family) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nWhat `remit check` finds, why it matters and what helps.\n", f.Title)
	for _, r := range f.Rules {
		fmt.Fprintf(&b, "\n## %s\n\n%s: %s %s\n", r.Name, severityWords[r.Severity.String()], plain(r.Doc), plain(r.Reason))
		if r.Example != "" {
			fmt.Fprintf(&b, "\n````markdown\n%s\n````\n", visible(strings.TrimRight(r.Example, "\n")))
		}
		b.WriteString("\nWhat helps:\n\n")
		for _, fix := range r.Fixes {
			fmt.Fprintf(&b, "- %s\n", plain(fix))
		}
	}
	return b.String()
}

// visible shows characters in an example that nobody could see.
func visible(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = diag.Visible(l)
	}
	return strings.Join(lines, "\n")
}

var severityWords = map[string]string{"error": "An error", "warning": "A warning", "hint": "A hint"}
