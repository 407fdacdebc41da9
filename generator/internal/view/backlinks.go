package view

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// maxBacklinks is how many backlinks of one type a page shows.
const maxBacklinks = 10

// referral is a document that leads to another: by a link in its text, by
// fields of its front matter, or by both.
type referral struct {
	doc    *document.Document
	ref    *markdown.Ref // the first link in its text, or nil
	fields []string      // names of the fields that name the other
}

// owned reports whether the document says of the other no more than that it is
// its owner.
func (r *referral) owned() bool { return r.ref == nil && slices.Equal(r.fields, []string{"owner"}) }

// referrals lists the documents that lead to another, once each: in the order
// of their paths, but those that it merely owns come last.
func (s *Site) referrals(d *document.Document) []*referral {
	byDoc := map[*document.Document]*referral{}
	var all []*referral
	of := func(doc *document.Document) *referral {
		r := byDoc[doc]
		if r == nil {
			r = &referral{doc: doc}
			byDoc[doc] = r
			all = append(all, r)
		}
		return r
	}
	for _, row := range s.Model.Incoming(d) {
		if r := of(row.Doc); r.ref == nil {
			r.ref = &row.Doc.Content.Refs[row.Value]
		}
	}
	ids := []string{d.ID, document.Slug(d.Facts.Team)}
	for _, id := range slices.Compact(ids) {
		for _, row := range s.Model.Backlinks(id) {
			if row.Doc == d || !s.names(row, d) {
				continue
			}
			if r := of(row.Doc); !slices.Contains(r.fields, row.Value.Field) {
				r.fields = append(r.fields, row.Value.Field)
			}
		}
	}
	slices.SortFunc(all, func(a, b *referral) int {
		if a.owned() != b.owned() {
			if a.owned() {
				return 1
			}
			return -1
		}
		return strings.Compare(a.doc.Path, b.doc.Path)
	})
	return all
}

// names reports whether a reference stands for a document and not for another
// of the same id.
func (s *Site) names(row model.Row[*document.Reference], d *document.Document) bool {
	return s.Model.Name(row.Value.ID, row.Value.Kind, row.Value.To).Doc == d
}

// backlinks lists the documents that lead here, grouped by type, with the
// sentence around the link and the fields that name this one. count is how
// many documents there are.
func (s *Site) backlinks(p *theme.Page, d *document.Document) (groups []theme.LinkGroup, count int) {
	byKind := map[string]*theme.LinkGroup{}
	var kinds []string
	for _, r := range s.referrals(d) {
		address, clash := s.Model.Address(r.doc)
		if len(clash) > 0 {
			continue
		}
		count++
		kind := r.doc.Kind
		g := byKind[kind.Name]
		if g == nil {
			_, many := kind.Words(s.Settings.Language)
			g = &theme.LinkGroup{Name: many}
			byKind[kind.Name] = g
			kinds = append(kinds, kind.Name)
		}
		if len(g.Links) == maxBacklinks {
			g.More++
			continue
		}
		g.Links = append(g.Links, s.backlink(link(p, address, r.doc.Title), r, d))
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		groups = append(groups, *byKind[k])
	}
	if len(groups) == 1 {
		groups[0].Name = ""
	}
	return groups, count
}

// backlink says how a document leads to d.
func (s *Site) backlink(to theme.Link, by *referral, d *document.Document) theme.Backlink {
	b := theme.Backlink{Link: to}
	var labels []string
	for _, name := range by.fields {
		if f := by.doc.Kind.Field(name); f != nil {
			labels = append(labels, f.Label(s.Settings.Language))
		}
	}
	b.Fields = strings.Join(labels, ", ")
	if r := by.ref; r != nil {
		text := by.doc.Content.Text
		at, end := min(max(r.At, r.From), r.To), min(max(r.At, r.From)+len(r.Words), r.To)
		b.Before, b.Quoted, b.After = text[r.From:at], text[at:end], text[end:r.To]
		if r.Kind == markdown.WikiRef && r.Words == r.Target { // shown as the title of what it names
			b.Quoted = d.Title
		}
	}
	return b
}
