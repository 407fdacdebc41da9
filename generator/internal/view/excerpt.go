package view

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
)

// excerptBytes is about how long a text may be that stands for a longer one.
const excerptBytes = 280

// excerpt returns the first sentences of a text on one line, as many as are
// short enough together, else the first words.
func excerpt(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= excerptBytes {
		return text
	}
	if end := lastSentenceEnd(text[:excerptBytes+1]); end > 0 {
		return text[:end]
	}
	cut := strings.LastIndexByte(text[:excerptBytes], ' ')
	if cut < 0 {
		for cut = excerptBytes; !utf8.RuneStart(text[cut]); {
			cut--
		}
	}
	return strings.TrimRight(text[:cut], " ,;:–-") + "…"
}

// lastSentenceEnd returns where the last sentence of a text ends that is whole.
// A full stop before a small letter is none, nor is that of a German date.
func lastSentenceEnd(text string) int {
	for i := len(text) - 2; i > 0; i-- {
		if text[i+1] != ' ' || !strings.ContainsRune(".!?", rune(text[i])) {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+2:])
		if text[i] != '.' || !unicode.IsLower(next) && !(unicode.IsDigit(rune(text[i-1])) && beginsWithMonth(text[i+2:])) {
			return i + 1
		}
	}
	return 0
}

// beginsWithMonth reports whether a text begins with a month in German.
func beginsWithMonth(text string) bool {
	for _, month := range []string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"} {
		if strings.HasPrefix(text, month) {
			return true
		}
	}
	return false
}

// firstSentence is the first sentence of a text on one line.
func firstSentence(text string) string {
	text = excerpt(text)
	for end := lastSentenceEnd(text); end > 0; end = lastSentenceEnd(text) {
		text = text[:end]
	}
	return text
}

// readable is a stretch of a document's text in which [[id]] stands as the title
// of what it names, as on the document's page.
func (s *Site) readable(d *document.Document, from, to int) string {
	text, refs := d.Content.Text, d.Content.Refs
	var b strings.Builder
	i, _ := slices.BinarySearchFunc(refs, from, func(r markdown.Ref, at int) int { return r.At - at })
	for ; i < len(refs) && refs[i].At < to; i++ {
		r := &refs[i]
		if end := r.At + len(r.Words); r.Kind == markdown.WikiRef && r.Words == r.Target && r.At >= from && end <= to {
			if target := s.Model.Resolve(d, r); target.Doc != nil {
				b.WriteString(text[from:r.At])
				b.WriteString(target.Doc.Title)
				from = end
			}
		}
	}
	b.WriteString(text[from:to])
	return b.String()
}

// beginning is an excerpt of a stretch of a document's text.
func (s *Site) beginning(d *document.Document, from, to int) string {
	most := min(to, from+4*excerptBytes) // a section may be long, and only its first words are wanted
	for most < to && d.Content.Text[most] != '\n' && d.Content.Text[most] != ' ' {
		most++
	}
	return excerpt(firstBlocks(s.readable(d, from, most)))
}

// sectionText is the beginning of what stands in a section that the kind of a
// document knows; "" when it has none.
func (s *Site) sectionText(d *document.Document, name string) string {
	p := d.Facts.Part(name)
	if p == nil || p.Empty {
		return ""
	}
	from, to := d.Content.Own(p.Heading)
	if strings.TrimSpace(d.Content.Text[from:to]) == "" {
		from, to = d.Content.Section(p.Heading)
	}
	return s.beginning(d, from, to)
}

// firstBlocks is as much of a text as an excerpt may need, block by block.
func firstBlocks(text string) string {
	text = strings.Trim(text, "\n")
	block, rest, _ := strings.Cut(text, "\n")
	for len(block) < excerptBytes/2 && rest != "" {
		var next string
		next, rest, _ = strings.Cut(rest, "\n")
		if next = strings.TrimSpace(next); next != "" {
			block += ending(block) + next
		}
	}
	return block
}

// ending is what parts a block from the next one on the same line.
func ending(block string) string {
	if block == "" || strings.ContainsAny(block[len(block)-1:], ".!?:;,") {
		return " "
	}
	return "; "
}

// rowID is the id of the row about a document on a derived page.
func rowID(d *document.Document) string { return "r:" + strings.TrimSuffix(d.Address, "/") }
