package view

import (
	"slices"
	"strings"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
)

// entry is a question with its answer, or a word with its meaning, as it stands
// in a section of a document.
type entry struct {
	head, text string
	at         int // where head begins in the text of the document
}

// gathering is a stretch of a document that is gathered: a section, or all of it.
type gathering struct {
	site     *Site
	d        *document.Document
	whole    bool // the document, since its title says what it is
	own      int  // the heading below which the section begins, -1 for the start of the text
	from, to int
	headings []int // that lie in it, without its own
	level    int   // the highest rank of those
}

// gather returns what a row of model.Gathered stands for.
func (s *Site) gather(d *document.Document, heading int) gathering {
	c := d.Content
	g := gathering{site: s, d: d, whole: heading < 0, own: heading, to: len(c.Text), level: 7}
	if !g.whole {
		g.from, g.to = c.Section(heading)
	}
	for i := range c.Headings {
		h := &c.Headings[i]
		switch {
		case h.At < g.from || h.At >= g.to || i == heading:
		case g.whole && h.Span == c.Title.Span:
			g.own = i
		default:
			g.headings = append(g.headings, i)
			g.level = min(g.level, h.Level)
		}
	}
	return g
}

// opening is the text before the first heading.
func (g *gathering) opening() (from, to int) { return g.d.Content.Own(g.own) }

// below is what stands below a heading, as far as the next one, or all of the
// section where that is nothing.
func (g *gathering) below(heading int) (from, to int) {
	from, to = g.d.Content.Own(heading)
	if strings.TrimSpace(g.d.Content.Text[from:to]) == "" {
		return g.d.Content.Section(heading)
	}
	return from, to
}

// questions returns the questions and their answers: each a heading, a term of
// a definition list, or a paragraph, item or row that begins with one. In a
// document of questions, headings that are none part it and nothing more.
func (g *gathering) questions() []entry {
	var all []entry
	for _, i := range g.headings {
		h := &g.d.Content.Headings[i]
		asks := strings.HasSuffix(h.Text, "?")
		if !asks && (g.whole || h.Level != g.level || g.partsQuestions(i)) {
			continue
		}
		from, to := g.below(i)
		all = append(all, entry{withoutLetter(h.Text), withoutLetter(g.site.beginning(g.d, from, to)), h.At})
	}
	switch {
	case g.isOpen() && g.whole:
		return nil
	case len(all) > 0 || g.isOpen():
		return all
	}
	for _, t := range g.termsIn(g.opening()) {
		if strings.HasSuffix(t.head, "?") {
			all = append(all, t)
		}
	}
	if len(all) > 0 {
		return all
	}
	return g.questionsIn(g.opening())
}

// isOpen reports whether "Questions" is all that a page of no kind says of them:
// so are called the questions of a survey, and those that came up in a meeting.
// Only headings are taken for questions with answers there.
func (g *gathering) isOpen() bool {
	title := g.d.Title
	if !g.whole {
		title = g.d.Content.Headings[g.own].Text
	}
	title = strings.ToLower(strings.Trim(title, " :"))
	return g.d.Kind.Name == "page" && (title == "questions" || title == "fragen")
}

// partsQuestions reports whether a heading stands over questions and says
// nothing itself.
func (g *gathering) partsQuestions(heading int) bool {
	c := g.d.Content
	from, to := c.Own(heading)
	if strings.TrimSpace(c.Text[from:to]) != "" {
		return false
	}
	_, end := c.Section(heading)
	return slices.ContainsFunc(c.Headings[heading+1:], func(h markdown.Heading) bool { return h.At < end && strings.HasSuffix(h.Text, "?") })
}

// questionsIn looks for questions block by block; what follows one is its
// answer.
func (g *gathering) questionsIn(from, to int) []entry {
	var all []entry
	at := from
	for block := range strings.SplitSeq(g.d.Content.Text[from:to], "\n") {
		head, text, asks := cutQuestion(withoutLetter(strings.TrimSpace(strings.ReplaceAll(g.site.readable(g.d, at, at+len(block)), "\t", " "))))
		switch {
		case asks:
			all = append(all, entry{head, withoutLetter(text), at})
		case head != "" && len(all) > 0:
			if last := &all[len(all)-1]; len(last.text) < excerptBytes {
				last.text = strings.TrimSpace(last.text + ending(last.text) + withoutLetter(head))
			}
		}
		at += len(block) + 1
	}
	for i := range all {
		all[i].text = excerpt(all[i].text)
	}
	return all
}

// cutQuestion parts a text that begins with a question from what follows; a
// text whose first sentence is none is all head.
func cutQuestion(text string) (head, rest string, asks bool) {
	i := strings.IndexByte(text, '?')
	if i < 0 || i > excerptBytes || i+1 < len(text) && text[i+1] != ' ' || lastSentenceEnd(text[:i]) > 0 {
		return text, "", false
	}
	return text[:i+1], strings.TrimSpace(text[i+1:]), true
}

// withoutLetter leaves out the "Q:" or "A:" that stands before a text.
func withoutLetter(text string) string {
	for _, letter := range []string{"Q:", "A:", "F:", "Q.", "A."} {
		if rest, ok := strings.CutPrefix(text, letter+" "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return text
}

// words returns the words that are explained: terms of definition lists, items
// that begin with a word and a colon or dash, rows of a table, and headings
// with a text below them.
func (g *gathering) words() []entry {
	all := g.wordsIn(g.opening())
	for _, i := range g.headings {
		h := &g.d.Content.Headings[i]
		from, to := g.d.Content.Own(i)
		switch {
		case !g.isProse(from, to):
			all = append(all, g.wordsIn(from, to)...)
			if below, end := g.below(i); h.Level == g.level && len(g.wordsIn(from, to)) == 0 && g.isProse(below, end) {
				all = append(all, entry{h.Text, g.site.beginning(g.d, below, end), h.At})
			}
		case h.Level == g.level && utf8.RuneCountInString(h.Text) > 1:
			all = append(all, entry{h.Text, g.site.beginning(g.d, from, to), h.At})
		}
	}
	return all
}

// isProse reports whether a stretch of text begins with a paragraph or a
// heading, and neither with a list nor a table.
func (g *gathering) isProse(from, to int) bool {
	c := g.d.Content
	for from < to && c.Text[from] == '\n' {
		from++
	}
	if from >= to {
		return false
	}
	if slices.ContainsFunc(c.Terms, func(t markdown.Term) bool { return t.At == from }) {
		return false
	}
	i, isItem := slices.BinarySearchFunc(c.Items, from, func(it markdown.Item, at int) int { return it.At - at })
	return !isItem && (i == 0 || c.Items[i-1].End <= from) && !strings.Contains(firstLine(c.Text[from:to]), "\t")
}

func firstLine(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return first
}

// wordsIn returns the words that lists and tables in a stretch of text explain.
func (g *gathering) wordsIn(from, to int) []entry {
	all := g.termsIn(from, to)
	c := g.d.Content
	i, _ := slices.BinarySearchFunc(c.Items, from, func(it markdown.Item, at int) int { return it.At - at })
	for ; i < len(c.Items) && c.Items[i].At < to; i++ {
		it := &c.Items[i]
		if it.Depth > 0 {
			continue
		}
		text := g.site.readable(g.d, it.At, it.End)
		head, meaning, ok := cutWord(text)
		if it.Row {
			head, meaning, ok = strings.Cut(text, "\t")
			meaning, _, _ = strings.Cut(meaning, "\t")
		}
		head, meaning = strings.TrimSpace(head), excerpt(firstBlocks(meaning))
		if ok && head != "" && meaning != "" {
			all = append(all, entry{head, meaning, it.At})
		}
	}
	return all
}

// termsIn returns the terms of definition lists in a stretch of text.
func (g *gathering) termsIn(from, to int) []entry {
	var all []entry
	c := g.d.Content
	for _, t := range c.Terms {
		head := strings.TrimSpace(c.Text[t.At:t.End])
		if t.At >= from && t.At < to && head != "" && t.To > t.From {
			all = append(all, entry{head, g.site.beginning(g.d, t.From, t.To), t.At})
		}
	}
	return all
}

// cutWord parts a few words from what they mean.
func cutWord(text string) (word, meaning string, ok bool) {
	first := -1
	for _, mark := range []string{": ", " – ", " — ", " - ", ":\n"} {
		if i := strings.Index(text, mark); i > 0 && (first < 0 || i < first) {
			first, word, meaning = i, text[:i], text[i+len(mark):]
		}
	}
	return word, meaning, first > 0 && len(word) <= 80 && strings.Count(word, " ") < 7 && !strings.ContainsAny(word, "\n.!?")
}

// passageAt leads to the heading above a place in a document's text, and to its
// line.
func (o on) passageAt(d *document.Document, lines *diag.Lines, at int) Passage {
	anchor := ""
	for i := range d.Content.Headings {
		if d.Content.Headings[i].At > at {
			break
		}
		anchor = d.Content.Headings[i].ID
	}
	if anchor == d.HeadingID() {
		anchor = ""
	}
	span, _ := d.Content.Place(lines, at, at+1)
	return Passage{Page: d.Title, Href: o.hrefOfDoc(d, anchor), File: d.Path, Line: span.Start.Line}
}

// inOrg leads to a line of org.yaml.
func inOrg(e *schema.OrgEntry) Passage {
	return Passage{Page: schema.OrgFile, File: schema.OrgFile, Line: max(1, e.Span.Start.Line)}
}
