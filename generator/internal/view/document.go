package view

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/gloss"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
)

// Documents is the pages that people write.
var Documents = View{
	Name: "document",
	Doc:  "What does the document say, who keeps it, and what leads to it?",
	Addresses: func(s *Site) []string {
		all := make([]string, 0, len(s.Model.Docs))
		for _, d := range s.Model.Docs {
			if a, clash := s.Model.Address(d); len(clash) == 0 {
				all = append(all, a)
			}
		}
		return all
	},
	Page: func(s *Site, address string) (*theme.Page, bool) {
		d := s.Model.At(address)
		if d == nil {
			return nil, false
		}
		return s.documentPage(d, address), true
	},
}

func (s *Site) documentPage(d *document.Document, address string) *theme.Page {
	p := s.newPage("document", address, d.Title)
	folder := d.Folder
	if d.Index {
		folder = document.Parent(d.Folder)
	}
	if address == "" {
		p.Kind = "home"
	} else {
		p.Crumbs = s.crumbs(p, folder)
	}
	p.Type = d.Kind.Name
	_, p.Owner = s.Keeper(d)
	p.Status = s.Model.Status(d)
	p.Heading, p.HeadingID = d.Heading, d.HeadingID()
	p.Language = d.Language
	p.Summary = d.Summary
	if d.Lead {
		p.Lead = d.Summary
	}
	g, told := on{s, p}.glance(d)
	s.stated(p, d, g)
	terms := s.marker(p, d)
	var holder *gloss.Page
	if p.Type == "playbook" {
		holder = s.holder(p)
	}
	text := func(body markdown.Body) template.HTML { return marked(terms, marked(holder, s.body(p, d, body))) }
	if body := d.Content.Body; len(p.Short)+len(p.Stated) == 0 {
		p.Body = text(body)
	} else {
		opening, rest := body.Parts()
		p.Opening, p.Body = text(opening), text(rest)
	}
	p.Contents = append(p.Contents, contents(d)...)
	p.Notices = s.notices(p, d)
	p.Facts = s.facts(p, d)
	for _, t := range d.Tags {
		p.Tags = append(p.Tags, link(p, tagAddress(document.Element(t)), t))
	}
	by := s.referrals(d)
	p.Backlinks, p.Backlinked = s.backlinks(p, d, by)
	if !d.Index {
		p.Previous, p.Next = s.neighbours(p, d)
	}
	if at, ok := s.folderShownAt(d, address); ok {
		p.Groups = s.folderGroups(p, at, d)
		p.Answers = s.answersAbout(p, at)
	}
	p.Nav = s.nav(d.Folder, d).For(p.Root, address)
	s.addParts(p, d, by, g, told)
	p.Source = s.source(d)
	s.dates(p, d)
	return p
}

// folderShownAt returns the folder whose page a document is: its own for an
// index page, and for team.md the folder team/ beside it. What lies in pages/
// stands beside what lies at the top.
func (s *Site) folderShownAt(d *document.Document, address string) (string, bool) {
	if d.Index {
		return d.Folder, address == document.FolderAddress(d.Folder)
	}
	beside := s.Model.Subfolders(d.Folder)
	if d.Folder == "pages" {
		beside = slices.Concat(beside, s.Model.Subfolders(""))
	}
	for _, folder := range beside {
		if document.FolderAddress(folder) == address {
			return folder, true
		}
	}
	return "", false
}

// body fills the holes of the text, or of a part of it, with links as they
// stand on page p.
func (s *Site) body(p *theme.Page, d *document.Document, body markdown.Body) template.HTML {
	buf := make([]byte, 0, len(body.HTML)+64*len(body.Holes))
	last, target := -1, model.Target{}
	buf = body.Render(buf, func(buf []byte, h markdown.Hole) []byte {
		r := &d.Content.Refs[h.Ref]
		if h.Ref != last { // opening and closing tag of one link stand close together
			last, target = h.Ref, s.Model.Resolve(d, r)
		}
		switch h.Kind {
		case markdown.LinkOpen:
			return s.openLink(buf, p, r, target)
		case markdown.LinkClose:
			if !s.leads(target) {
				return append(buf, "</span>"...)
			}
			if buf = append(buf, "</a>"...); p.Type == "playbook" && target.Doc != nil {
				buf = append(buf, s.heldBy(p, target.Doc)...)
			}
			return buf
		case markdown.ImageTag:
			return s.image(buf, p, r, target)
		case markdown.WikiText:
			if target.Doc != nil {
				return append(buf, template.HTMLEscapeString(target.Doc.Title)...)
			}
			return append(buf, template.HTMLEscapeString(r.Target)...)
		}
		panic("view: unknown hole " + strconv.Itoa(int(h.Kind)))
	})
	return template.HTML(buf)
}

// leads reports whether a link to the target can be followed on the site. A
// document that clashes with another has no page.
func (s *Site) leads(t model.Target) bool {
	if !t.Leads() {
		return false
	}
	if t.Doc != nil {
		_, clash := s.Model.Address(t.Doc)
		return len(clash) == 0
	}
	return true
}

func (s *Site) openLink(buf []byte, p *theme.Page, r *markdown.Ref, t model.Target) []byte {
	if !s.leads(t) {
		return append(buf, `<span class="dead">`...)
	}
	buf = append(buf, `<a href="`...)
	buf = append(buf, template.HTMLEscapeString(s.hrefOf(p, t))...)
	if r.Title != "" {
		buf = append(buf, `" title="`...)
		buf = append(buf, template.HTMLEscapeString(r.Title)...)
	}
	return append(buf, `">`...)
}

// hrefOf writes a target as an address relative to a page.
func (s *Site) hrefOf(p *theme.Page, t model.Target) string {
	anchor := ""
	if t.Anchor != "" {
		anchor = "#" + escapeFragment(t.Anchor)
	}
	switch {
	case t.Doc != nil:
		address, _ := s.Model.Address(t.Doc)
		if address == p.Path {
			if anchor == "" {
				return "#"
			}
			return anchor
		}
		return href(p.Root, address) + anchor
	case t.File != nil:
		return href(p.Root, FileAddress(t.File.Path))
	case t.Outcome == model.ToPage:
		return href(p.Root, t.Address) + anchor
	}
	return href(p.Root, document.FolderAddress(t.Folder))
}

// escapeFragment keeps letters of all scripts as they are, which browsers
// show and match, and encodes what would end the address.
func escapeFragment(id string) string {
	if !strings.ContainsAny(id, "%\"<> ") {
		return id
	}
	return url.PathEscape(id)
}

// FileAddress returns where a file that is not a document is published.
func FileAddress(path string) string { return "files/" + (&url.URL{Path: path}).EscapedPath() }

func (s *Site) image(buf []byte, p *theme.Page, r *markdown.Ref, t model.Target) []byte {
	if t.File == nil || !strings.HasPrefix(t.File.Info().Media, "image/") {
		buf = append(buf, `<span class="dead">`...)
		buf = append(buf, template.HTMLEscapeString(r.Words)...)
		return append(buf, `</span>`...)
	}
	attr := func(name, value string) {
		buf = append(buf, ' ')
		buf = append(buf, name...)
		buf = append(buf, '=', '"')
		buf = append(buf, template.HTMLEscapeString(value)...)
		buf = append(buf, '"')
	}
	buf = append(buf, `<img`...)
	attr("src", href(p.Root, FileAddress(t.File.Path)))
	attr("alt", r.Words)
	if w, h := sizeOf(r, t.File.Info()); w > 0 {
		attr("width", strconv.Itoa(w))
		if h > 0 {
			attr("height", strconv.Itoa(h))
		}
	}
	if r.Title != "" {
		attr("title", r.Title)
	}
	return append(buf, ` loading="lazy" decoding="async">`...)
}

// sizeOf returns the size an image is shown at: as stated, with the other side
// in proportion, else the file's own.
func sizeOf(r *markdown.Ref, i source.AssetInfo) (width, height int) {
	w, h := r.Width, r.Height
	switch {
	case w == 0 && h == 0:
		return i.Width, i.Height
	case i.Width == 0 || i.Height == 0:
		return w, h
	case w == 0:
		w = max(1, h*i.Width/i.Height)
	case h == 0:
		h = max(1, w*i.Height/i.Width)
	}
	return w, h
}

// contents lists the headings of levels 2 and 3 below the title.
func contents(d *document.Document) []theme.Heading {
	var list []theme.Heading
	for _, h := range d.Content.Headings {
		if h.Level == 2 || h.Level == 3 {
			list = append(list, theme.Heading{Level: h.Level, ID: h.ID, Words: h.Text})
		}
	}
	return list
}

// neighbours are the documents before and after one in its folder, the
// folder's page first.
func (s *Site) neighbours(p *theme.Page, d *document.Document) (previous, next *theme.Link) {
	rows := s.Model.ByFolder.Get(d.Folder)
	at, _ := slices.BinarySearchFunc(rows, d.Path, func(r model.Row[model.None], path string) int { return strings.Compare(r.Doc.Path, path) })
	step := func(by int) *theme.Link {
		for i := at + by; 0 <= i && i < len(rows); i += by {
			if rows[i].Doc.Index {
				continue
			}
			if address, clash := s.Model.Address(rows[i].Doc); len(clash) == 0 {
				l := link(p, address, rows[i].Doc.Title)
				return &l
			}
		}
		return nil
	}
	previous, next = step(-1), step(1)
	if previous == nil {
		if index := s.Model.IndexOf(d.Folder); index != nil && index != d {
			address, _ := s.Model.Address(index)
			l := link(p, address, index.Title)
			previous = &l
		}
	}
	return previous, next
}

// source says where the text is kept.
func (s *Site) source(d *document.Document) *theme.Source {
	src := &theme.Source{Path: d.Path}
	if s.Settings.Repository == "" {
		return src
	}
	repo := strings.TrimSuffix(s.Settings.Repository, "/")
	file := (&url.URL{Path: strings.Trim(s.Settings.Folder+"/"+d.Path, "/")}).EscapedPath()
	branch := url.PathEscape(s.Settings.Branch)
	part := "/"
	if strings.Contains(repo, "gitlab") {
		part = "/-/"
	}
	src.Edit = repo + part + "edit/" + branch + "/" + file
	src.History = repo + part + "commits/" + branch + "/" + file
	src.Report = repo + part + "issues/new?title=" + url.QueryEscape(d.Title)
	return src
}

// dates fills in what Git knows, or else when the document was last read and
// found true.
func (s *Site) dates(p *theme.Page, d *document.Document) {
	h, ok := s.History.Of(d.Path)
	if !ok {
		if day := d.Facts.Reviewed.Day; !day.IsZero() {
			date := s.Theme.Date(s.Settings.Language, day.Year(), int(day.Month()), day.Day())
			p.Reviewed = &date
		}
		return
	}
	last := s.Theme.Date(s.Settings.Language, h.Last.Year, h.Last.Month, h.Last.Day)
	first := s.Theme.Date(s.Settings.Language, h.First.Year, h.First.Month, h.First.Day)
	p.Changed, p.Created, p.Authors = &last, &first, h.Authors
}
