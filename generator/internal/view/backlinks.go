package view

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// How many backlinks of one type a page shows, and how many where they are of
// more than two types: each brings a sentence along.
const (
	maxBacklinks = 10
	fewBacklinks = 4
)

// referral is a document that leads to another: by a link in its text, by
// fields of its front matter, or by both.
type referral struct {
	doc  *document.Document
	ref  *markdown.Ref         // the first link in its text, or nil
	refs []*document.Reference // in its front matter, in the order written
}

// owned reports whether the front matter says of the other no more than that
// it is the document's owner.
func (r *referral) owned() bool {
	return len(r.refs) > 0 && !slices.ContainsFunc(r.refs, func(ref *document.Reference) bool { return ref.Field != "owner" })
}

// linked reports whether what a document says of another is best told by the
// sentence around its link. Where front matter says more than who owns it, the
// dossier or the glance of the other tells that (see dossier.go), so that each
// document is listed once.
func (r *referral) linked() bool { return r.ref != nil && (len(r.refs) == 0 || r.owned()) }

// referrals lists the documents that lead to another, once each, in the order
// of their paths.
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
	for _, id := range s.idsOf(d) {
		for _, row := range s.Model.Backlinks(id) {
			if row.Doc != d && s.names(row, d) {
				r := of(row.Doc)
				r.refs = append(r.refs, row.Value)
			}
		}
	}
	slices.SortFunc(all, func(a, b *referral) int { return strings.Compare(a.doc.Path, b.doc.Path) })
	return all
}

// idsOf lists the ids under which front matter may name a document: its own,
// and of a charter those of its team.
func (s *Site) idsOf(d *document.Document) []string {
	ids := []string{d.ID}
	if team := document.Slug(d.Facts.Team); team != "" {
		ids = append(ids, team)
		if n := s.Model.Name(team, "", []string{"team"}); n.Entry != nil {
			ids = append(ids, spellings(n.Entry)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// spellings lists the ids that may stand for a line of org.yaml: its own, its
// name and its other names.
func spellings(e *schema.OrgEntry) []string {
	ids := []string{document.Slug(e.ID), document.Slug(e.Name)}
	for _, a := range e.Aliases {
		ids = append(ids, document.Slug(a.Text))
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// names reports whether a reference stands for a document and not for another
// of the same id.
func (s *Site) names(row model.Row[*document.Reference], d *document.Document) bool {
	return s.Model.Name(row.Value.ID, row.Value.Kind, row.Value.To).Doc == d
}

// backlinks lists the documents whose text leads here, grouped by type, with
// the sentence around the link. count is how many documents there are.
func (s *Site) backlinks(p *theme.Page, d *document.Document, by []*referral) (groups []theme.LinkGroup, count int) {
	byKind := map[string]*theme.LinkGroup{}
	var kinds []string
	for _, r := range by {
		if !r.linked() {
			continue
		}
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
		g := byKind[k]
		if n := len(g.Links) - fewBacklinks; len(kinds) > 2 && n > 0 {
			g.Links, g.More = g.Links[:fewBacklinks], g.More+n
		}
		groups = append(groups, *g)
	}
	if len(groups) == 1 {
		groups[0].Name = ""
	}
	return groups, count
}

// backlink says how a document leads to d.
func (s *Site) backlink(to theme.Link, by *referral, d *document.Document) theme.Backlink {
	b := theme.Backlink{Link: to}
	if f := by.doc.Kind.Field("owner"); f != nil && by.owned() {
		b.Fields = f.Label(s.Settings.Language)
	}
	r, text := by.ref, by.doc.Content.Text
	at, end := min(max(r.At, r.From), r.To), min(max(r.At, r.From)+len(r.Words), r.To)
	b.Before, b.Quoted, b.After = text[r.From:at], text[at:end], text[end:r.To]
	if r.Kind == markdown.WikiRef && r.Words == r.Target { // shown as the title of what it names
		b.Quoted = d.Title
	}
	return b
}
