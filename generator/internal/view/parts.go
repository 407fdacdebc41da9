package view

import (
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/theme"
)

// addParts adds the derived parts to the page of a document: doors and the map
// of teams to the first page, a charter at a glance, and everything that points at it.
// d is nil for a first page that nobody wrote; by are the documents that lead
// to d, g is its glance and t what that told, nil for one that has none.
func (s *Site) addParts(p *theme.Page, d *document.Document, by []*referral, g *Glance, t *told) {
	o := on{s, p}
	if p.Path == "" { // the first page is no dossier
		p.Prompt = s.prompt()
		if x := o.makeDoors(); x != nil {
			p.Above = &theme.Part{Name: DoorsPart.Name, Data: x}
		}
		if m := o.teamMap(); m != nil {
			p.Below = &theme.Part{Name: MapPart.Name, Data: m}
		}
		return
	}
	if d == nil {
		return
	}
	if g != nil {
		p.Above = &theme.Part{Name: GlancePart.Name, Data: g}
	}
	if x := o.dossier(d, by, g, t); x != nil {
		p.Below = &theme.Part{Name: DossierPart.Name, Data: x}
	}
}

// numbered returns the words of a key for a number, as the function count does
// in templates.
func (s *Site) numbered(key string, n int) string {
	form := ".many"
	if n == 1 {
		form = ".one"
	}
	return strings.ReplaceAll(s.word(key+form), "{n}", strconv.Itoa(n))
}
