package change

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// teamOf is the id of the team that a document is about: that of a charter,
// else the team that keeps it; "" when nobody is known to.
func (c *comparison) teamOf(p pair) string {
	if p.new != nil {
		return c.keeper(p.new, c.new)
	}
	return c.keeper(p.old, c.old)
}

// keeper is the id of the team that keeps a document, "" when no team that is
// known does. A document that is not of the model is kept by whom it names,
// else by whoever keeps what lies at its path.
func (c *comparison) keeper(d *document.Document, m *model.Model) string {
	stated := d.Facts.Team
	if stated == "" {
		stated = d.Facts.Owner.Text
	}
	if stated == "" {
		if d = m.Find(d.Path); d == nil {
			return ""
		}
		stated = m.Owner(d).ID
	}
	stated = c.current(stated)
	for _, m := range []*model.Model{m, c.new, c.old} {
		if id, known := m.TeamID(stated); known {
			return id
		}
	}
	if d.Facts.Team != "" {
		return document.Slug(d.Facts.Team) // of a charter that is gone
	}
	return ""
}

// team is the name of a team by an id or another name; as it is written when
// no team has it.
func (c *comparison) team(text string) string {
	if name := c.known(text, "team"); name != "" {
		return name
	}
	return strings.TrimSpace(text)
}

// who is the name of a team or role, as it is written when it is neither.
func (c *comparison) who(text string) string {
	if name := c.known(text, "team", "role"); name != "" {
		return name
	}
	return strings.TrimSpace(text)
}

// known is the name of a team or role, "" when it is neither: it may be a
// person then.
func (c *comparison) known(text string, to ...string) string {
	if text = c.current(text); text == "" {
		return ""
	}
	for _, m := range []*model.Model{c.new, c.old} {
		if id, ok := m.TeamID(text); ok {
			if n := m.Name(id, "", []string{"team"}); n.Name != "" {
				return n.Name
			}
		}
		if n := m.Name(lastPart(text), "", to); n.Sort != model.Nothing && n.Name != "" {
			return n.Name
		}
	}
	return ""
}

// current is a reference as one would write it now: by the id that a document
// or team has got since.
func (c *comparison) current(text string) string {
	if id, ok := c.renamed[document.Slug(lastPart(text))]; ok {
		return id
	}
	return strings.TrimSpace(text)
}

// lastPart is the id of kind/id.
func lastPart(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '/')+1:]
}

// document is the title of what an id names, in quotes; the id itself where it
// names nothing.
func (c *comparison) document(text string) string {
	text = c.current(text)
	id, kind := lastPart(text), ""
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		kind = text[:i]
	}
	for _, m := range []*model.Model{c.new, c.old} {
		if n := m.Name(id, kind, nil); n.Name != "" {
			if n.Sort == model.Team && n.Doc == nil || n.Sort == model.Role {
				return n.Name
			}
			return quoted(n.Name)
		}
	}
	return quoted(text)
}

// whoAll joins the names of teams and roles.
func (c *comparison) whoAll(texts []line.Text) string {
	names := make([]string, 0, len(texts))
	for _, t := range texts {
		names = append(names, c.who(t.Text))
	}
	return line.Listed(names)
}

// of is a team behind what is its: " of Support"; nothing where no team is
// known.
func (c *comparison) of(d *document.Document) string {
	if id := c.keeper(d, c.new); id != "" {
		return " of " + c.team(id)
	}
	return ""
}

// quoted puts a title in quotes.
func quoted(s string) string { return `"` + strings.ReplaceAll(oneLine(s), `"`, "'") + `"` }

// oneLine is a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence ends words in one full stop.
func sentence(words ...string) string {
	s := oneLine(strings.Join(words, ""))
	if s == "" || strings.ContainsRune(".!?", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

// was is what a sentence ends with when there was something before.
func was(before string) string {
	if before = strings.TrimRight(oneLine(before), "."); before == "" {
		return ""
	}
	return ", was " + before
}

// day is a date in words, as written when it is none.
func day(d line.Date) string {
	switch {
	case d.Day.IsZero():
		return oneLine(d.Text.Text)
	case d.Month:
		return d.Day.Format("January 2006")
	}
	return d.Day.Format("2 January 2006")
}

// inside writes the start of a line as it stands inside an English sentence:
// "Refunds" is refunds, "API keys" stays. In other languages a capital letter
// may belong to the word.
func inside(d *document.Document, s string) string {
	s = oneLine(s)
	if spoken := strings.ToLower(d.Spoken); spoken != "" && spoken != "en" && !strings.HasPrefix(spoken, "en-") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(r) && (unicode.IsLower(next) || next == ' ') && s[:n] != "I" {
		return string(unicode.ToLower(r)) + s[n:]
	}
	return s
}

// kindWords is what one document of a kind is called.
func kindWords(d *document.Document) string { return strings.ToLower(d.Kind.Label) }
