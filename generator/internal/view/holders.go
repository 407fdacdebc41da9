package view

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/document"
	"remit/generator/internal/gloss"
	"remit/generator/internal/line"
	"remit/generator/internal/theme"
)

// holdersMarked is how many decisions of a playbook are marked at most.
const holdersMarked = 20

// holder returns what says beside the decisions that a playbook names who holds
// them: the first time that a line of a charter stands in its text as the charter
// has it, limit and all ("refunds above 500 EUR"). It is nil where no charter
// decides anything. A line of one word is none that a text names: "Prices" may be
// meant or not. Of a decision that several charters state nobody is shown.
func (s *Site) holder(p *theme.Page) *gloss.Page {
	all := once(s, "holders", s.makeHolders)
	if len(all.rows) == 0 {
		return nil
	}
	o := on{s, p}
	return &gloss.Page{Words: all.words, Most: holdersMarked, Around: func(word int) (before, behind string, found bool) {
		row := all.rows[word]
		at := s.DecisionAddress(row.Doc, row.Value)
		if at == "" {
			return "", "", false
		}
		before = `<a href="` + template.HTMLEscapeString(href(p.Root, at)) + `">`
		return before, "</a>" + o.held(o.decision(row).Deciders), true
	}}
}

// holders are the decisions of charters, ready to be found.
type holders struct {
	rows  []decisionRow // one for each word
	words *gloss.Words
}

func (s *Site) makeHolders() *holders {
	var rows []decisionRow
	times := map[string]int{}
	for _, g := range s.Model.Topics.Groups() {
		for _, row := range g.Rows {
			if head := row.Value.Head.Text; s.Model.Holds(row.Doc) && row.Value.Fault == "" && strings.Contains(head, " ") {
				rows = append(rows, row)
				times[line.Key(head)]++
			}
		}
	}
	all := &holders{}
	var words []gloss.Word
	for _, row := range rows {
		head := row.Value.Head.Text
		if times[line.Key(head)] > 1 {
			continue
		}
		for _, text := range []string{head, beginsSmall(head)} {
			all.rows = append(all.rows, row)
			words = append(words, gloss.Word{Text: text, Language: row.Doc.Spoken})
		}
	}
	all.words = gloss.New(words)
	return all
}

// beginsSmall is a line as it stands within a sentence; one that begins with a word of
// capitals stays as it is.
func beginsSmall(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if second, _ := utf8.DecodeRuneInString(text[size:]); unicode.IsUpper(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

// heldBy says who decided what a decision holds, behind a link that leads to it;
// nothing where that may be the name of a person.
func (s *Site) heldBy(p *theme.Page, d *document.Document) string {
	if by := d.Facts.DecidedBy; d.Kind.Name == "decision" && by.Text != "" {
		o := on{s, p}
		if named := o.namedIn(by); named.why == "" {
			return o.held(listedNames(nil, []Ref{named.Ref}))
		}
	}
	return ""
}

// held is the names of those who decide, in parentheses.
func (o on) held(by []theme.Piece) string {
	if len(by) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(` <span class="kind">(` + template.HTMLEscapeString(o.word("view.holder")) + " ")
	for _, piece := range by {
		name := template.HTMLEscapeString(piece.Words)
		if piece.Href != "" {
			name = `<a href="` + template.HTMLEscapeString(piece.Href) + `">` + name + "</a>"
		}
		b.WriteString(name)
	}
	return b.String() + ")</span>"
}
