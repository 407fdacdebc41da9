package view

import (
	"remit/generator/internal/document"
	"remit/generator/internal/theme"
)

// notices is what a reader must know before the text: that the page was
// replaced or is retired, and what it replaces.
func (s *Site) notices(p *theme.Page, d *document.Document) []theme.Notice {
	var notices []theme.Notice
	w := writer{s, p, d}
	var successors, replaced []theme.Piece
	for _, by := range s.successors(d) {
		successors = appendListed(successors, w.pieceOf(by))
	}
	for i := range d.Facts.Replaces {
		replaced = appendListed(replaced, w.pieces(d.Facts.Replaces[i])...)
	}
	switch {
	case len(successors) > 0:
		notices = append(notices, theme.Notice{State: "over", Words: s.word("notice.replaced"), More: successors})
	case d.Facts.Status == "retired":
		notices = append(notices, theme.Notice{State: "none", Words: s.word("notice.retired")})
	}
	if len(replaced) > 0 {
		notices = append(notices, theme.Notice{State: "info", Words: s.word("notice.replaces"), More: replaced})
	}
	return notices
}

// successors returns the documents that readers of d should go to: of a chain
// of documents that replace each other the last.
func (s *Site) successors(d *document.Document) []*document.Document {
	direct := s.Model.Successors(d)
	if len(direct) == 1 {
		if last := s.Model.SupersededBy(d); last != nil {
			return []*document.Document{last}
		}
	}
	return direct
}

// appendListed appends pieces to a list in a sentence.
func appendListed(list []theme.Piece, pieces ...theme.Piece) []theme.Piece {
	if len(list) > 0 {
		list = append(list, theme.Piece{Words: ", "})
	}
	return append(list, pieces...)
}

// pieceOf names a document, with its address when it has one.
func (w writer) pieceOf(d *document.Document) theme.Piece {
	address, clash := w.Model.Address(d)
	if len(clash) > 0 {
		return theme.Piece{Words: d.Title}
	}
	return theme.Piece{Words: d.Title, Href: href(w.page.Root, address)}
}
