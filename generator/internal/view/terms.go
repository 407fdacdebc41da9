package view

import (
	"html/template"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/gloss"
	"remit/generator/internal/theme"
)

// termsMarked is how many words of a page are marked at most.
const termsMarked = 12

// wordsAt is the address of the view Glossary.
const wordsAt = Base + "words/"

// marker returns what marks the words of a page that the site explains: the
// first time they stand there they lead to their row of the view Glossary. It is
// nil when nothing is explained.
//
// A word means what its page says where that page is meant to be read: a page
// that is a glossary explains it to all that lies in its folder and below, and
// to the whole site when it lies at the top or in pages/; so does a section of a
// folder's own page. A section of a charter explains it to the pages of its team.
// Any other section explains it to its own readers alone ("Error" in a guide on
// fault injection), but for words that are hardly used otherwise: several
// words, and those that stand for their letters. Of several meanings the one from
// nearest by counts; when two are equally near, none does. Nor does one in
// another language, or one that the page explains itself.
func (s *Site) marker(p *theme.Page, d *document.Document) *gloss.Page {
	all := once(s, "terms", s.makeTerms)
	if len(all.rows) == 0 {
		return nil
	}
	owner := s.Model.Owner(d).ID
	return &gloss.Page{Words: all.words, Most: termsMarked, Around: func(word int) (before, behind string, found bool) {
		row := all.meaning(word, d, owner, s)
		if row == nil {
			return "", "", false
		}
		at := href(p.Root, wordsAt) + "#" + escapeFragment(row.id)
		return `<a class="term" href="` + template.HTMLEscapeString(at) + `">`, "</a>", true
	}}
}

// terms are the words of a site, ready to be found.
type terms struct {
	rows  []explained
	same  map[string][]int // rows by the normal form of the word
	words *gloss.Words
}

// marked returns the HTML of a page with its marks.
func marked(marker *gloss.Page, body template.HTML) template.HTML {
	if marker == nil {
		return body
	}
	return template.HTML(marker.Mark(make([]byte, 0, len(body)+1024), []byte(body)))
}

func (s *Site) makeTerms() *terms {
	rows, _ := s.explained()
	all := &terms{rows: rows, same: map[string][]int{}}
	list := make([]gloss.Word, len(rows))
	for i, row := range rows {
		all.same[row.key] = append(all.same[row.key], i)
		list[i] = gloss.Word{Text: row.head, Language: row.doc.Spoken}
	}
	all.words = gloss.New(list)
	return all
}

// meaning returns the row that explains a word to readers of a document, or nil.
func (t *terms) meaning(word int, d *document.Document, owner string, s *Site) *explained {
	nearest, most, several := (*explained)(nil), 0, false
	for _, i := range t.same[t.rows[word].key] {
		row := &t.rows[i]
		if row.doc == d {
			return nil
		}
		switch near := s.nearness(row, d, owner); {
		case near > most:
			nearest, most, several = row, near, false
		case near == most:
			several = true
		}
	}
	if several {
		return nil
	}
	return nearest
}

// nearness tells how near a word is explained to a document: 0 not at all.
func (s *Site) nearness(row *explained, d *document.Document, owner string) int {
	if language(row.doc.Spoken) != language(d.Spoken) {
		return 0
	}
	folder := row.doc.Folder
	if folder == "pages" {
		folder = ""
	}
	switch {
	case row.doc.Kind.Name == "charter" && !row.whole && owner != "" && owner == s.Model.Owner(row.doc).ID:
		return 1 << 20
	case (row.whole || row.doc.Index) && (folder == "" || d.Folder == folder || strings.HasPrefix(d.Folder, folder+"/")):
		return 2 + len(folder)
	case strings.Contains(row.head, " ") || gloss.IsShort(row.head):
		return 1
	}
	return 0
}

// language is a language without its region.
func language(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if base == "" {
		return "en"
	}
	return base
}
