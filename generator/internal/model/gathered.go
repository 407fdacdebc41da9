package model

import "remit/generator/internal/document"

// gathered is an index of the sections that all documents may have and that
// readers want on one page: the questions that people ask, and the words that
// are explained. A row holds the section's index into Content.Headings, or -1
// for a document that is one as a whole, since its title says so. What stands
// in a section of the same sort is part of that.
func gathered(d *document.Document, emit func(string, int)) {
	for _, name := range []string{"questions", "words"} {
		if s := d.Kind.SectionFor(d.Title); s != nil && s.Name == name {
			emit(name, -1)
			continue
		}
		end := 0
		for i := range d.Facts.Sections {
			p := &d.Facts.Sections[i]
			if p.Section.Name != name || d.Content.Headings[p.Heading].At < end {
				continue
			}
			_, end = d.Content.Section(p.Heading)
			if !p.Empty {
				emit(name, p.Heading)
			}
		}
	}
}
