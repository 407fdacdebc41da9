package view

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// Home is the first page of a site that has no README.md or index.md at its
// top.
var Home = View{
	Name:      "home",
	Doc:       "What is here, and where do I begin?",
	Addresses: func(s *Site) []string { return []string{""} },
	Page: func(s *Site, address string) (*theme.Page, bool) {
		if address != "" {
			return nil, false
		}
		p := s.newPage("home", "", s.shared.Title)
		p.Nav = s.nav("", nil).For(p.Root, "")
		p.Groups = s.folderGroups(p, "", nil)
		s.addParts(p, nil, nil)
		return p, true
	},
}

// Folders is the pages of folders that have no README.md or index.md.
var Folders = View{
	Name: "folder",
	Doc:  "What lies in this folder?",
	Addresses: func(s *Site) []string {
		var all []string
		for _, g := range s.Model.Below.Groups() {
			if a := document.FolderAddress(g.Key); g.Key != "" && s.Model.At(a) == nil {
				all = append(all, a)
			}
		}
		return all
	},
	Page: func(s *Site, address string) (*theme.Page, bool) {
		folder, ok := s.Model.FolderAt(address)
		if !ok {
			return nil, false
		}
		p := s.newPage("folder", address, document.FolderName(folder))
		p.Crumbs = s.crumbs(p, document.Parent(folder))
		p.Nav = s.nav(folder, nil).For(p.Root, address)
		p.Groups = s.folderGroups(p, folder, nil)
		return p, true
	},
}

// folderGroups lists what lies in a folder: folders first, then documents,
// without the document that is the folder's page itself.
func (s *Site) folderGroups(p *theme.Page, folder string, self *document.Document) []theme.Group {
	var groups []theme.Group
	if entries := s.folderEntries(p, folder, self); len(entries) > 0 {
		words := "list.folders"
		if folder == "" {
			words = "list.sections"
		}
		groups = append(groups, theme.Group{Words: s.word(words), Entries: entries})
	}
	if entries := s.documentEntries(p, folder, self); len(entries) > 0 {
		groups = append(groups, theme.Group{Words: s.word("list.pages"), Entries: entries})
	}
	return groups
}

func (s *Site) folderEntries(p *theme.Page, folder string, self *document.Document) []theme.Entry {
	var entries []theme.Entry
	for _, sub := range s.Model.Subfolders(folder) {
		index := s.Model.IndexOf(sub)
		if index != nil && index == self {
			continue
		}
		e := theme.Entry{Link: link(p, document.FolderAddress(sub), s.folderTitle(sub)), Count: len(s.Model.Below.Get(sub))}
		if index != nil {
			e.Summary = index.Summary
		}
		entries = append(entries, e)
	}
	return entries
}

func (s *Site) documentEntries(p *theme.Page, folder string, self *document.Document) []theme.Entry {
	var entries []theme.Entry
	for _, row := range s.Model.ByFolder.Get(folder) {
		address, clash := s.Model.Address(row.Doc)
		if row.Doc == self || len(clash) > 0 || row.Doc.Index && address == document.FolderAddress(folder) {
			continue
		}
		entries = append(entries, s.entry(p, row.Doc, address))
	}
	return entries
}

func (s *Site) entry(p *theme.Page, d *document.Document, address string) theme.Entry {
	e := theme.Entry{Link: link(p, address, d.Title), Summary: d.Summary}
	if d.Kind.Name != "page" {
		e.Type, _ = d.Kind.Words(s.Settings.Language)
	}
	return e
}

// Tags is one page for each tag.
var Tags = View{
	Name: "tag",
	Doc:  "Which documents carry this tag?",
	Addresses: func(s *Site) []string {
		var all []string
		for _, g := range s.Model.ByTag.Groups() {
			all = append(all, tagAddress(g.Key))
		}
		return all
	},
	Page: func(s *Site, address string) (*theme.Page, bool) {
		key := strings.TrimSuffix(strings.TrimPrefix(address, "tags/"), "/")
		rows := s.Model.ByTag.Get(key)
		if address != tagAddress(key) || len(rows) == 0 {
			return nil, false
		}
		p := s.newPage("tag", address, rows[0].Value)
		p.Crumbs = append(s.crumbs(p, ""), link(p, "tags/", s.word("tags")))
		p.Nav = s.nav("", nil).For(p.Root, address)
		p.Groups = s.byKind(p, rows)
		return p, true
	},
}

// byKind groups documents by kind, kinds in the order of their names.
func (s *Site) byKind(p *theme.Page, rows []model.Row[string]) []theme.Group {
	byName := map[string]*theme.Group{}
	var names []string
	for _, row := range rows {
		address, clash := s.Model.Address(row.Doc)
		if len(clash) > 0 {
			continue
		}
		_, name := row.Doc.Kind.Words(s.Settings.Language)
		if byName[name] == nil {
			byName[name] = &theme.Group{Words: name}
			names = append(names, name)
		}
		g := byName[name]
		g.Entries = append(g.Entries, s.entry(p, row.Doc, address))
	}
	slices.Sort(names)
	var groups []theme.Group
	for _, name := range names {
		groups = append(groups, *byName[name])
	}
	return groups
}

// TagList is the page of all tags.
var TagList = View{
	Name: "tags",
	Doc:  "Which tags are there?",
	Addresses: func(s *Site) []string {
		if len(s.Model.ByTag.Groups()) == 0 {
			return nil
		}
		return []string{"tags/"}
	},
	Page: func(s *Site, address string) (*theme.Page, bool) {
		if address != "tags/" || len(s.Model.ByTag.Groups()) == 0 {
			return nil, false
		}
		p := s.newPage("tags", address, s.word("tags"))
		p.Crumbs = s.crumbs(p, "")
		p.Nav = s.nav("", nil).For(p.Root, address)
		var entries []theme.Entry
		for _, g := range s.Model.ByTag.Groups() {
			entries = append(entries, theme.Entry{Link: link(p, tagAddress(g.Key), g.Rows[0].Value), Count: len(g.Rows)})
		}
		p.Groups = []theme.Group{{Entries: entries}}
		return p, true
	},
}

func tagAddress(key string) string { return "tags/" + key + "/" }

// Everything is the one page that carries the whole tree.
var Everything = View{
	Name:      "all",
	Doc:       "What is there at all?",
	Addresses: func(*Site) []string { return []string{"all/"} },
	Page: func(s *Site, address string) (*theme.Page, bool) {
		if address != "all/" {
			return nil, false
		}
		p := s.newPage("all", address, s.word("all"))
		p.Crumbs = s.crumbs(p, "")
		p.Nav = s.nav("", nil).For(p.Root, address)
		p.Groups = []theme.Group{{Entries: s.tree(p, "", 0, nil)}}
		return p, true
	},
}

// tree lists a folder and all that lies below it, folders after documents.
func (s *Site) tree(p *theme.Page, folder string, depth int, entries []theme.Entry) []theme.Entry {
	for _, e := range s.documentEntries(p, folder, nil) {
		e.Summary, e.Depth = "", depth
		entries = append(entries, e)
	}
	for _, sub := range s.Model.Subfolders(folder) {
		entries = append(entries, theme.Entry{
			Link:  link(p, document.FolderAddress(sub), s.folderTitle(sub)),
			Count: len(s.Model.Below.Get(sub)),
			Depth: depth,
		})
		entries = s.tree(p, sub, depth+1, entries)
	}
	return entries
}

// Missing is the page for addresses that lead nowhere. It is shown at any
// depth, so its links begin with the path of the site, base.
func (s *Site) Missing(base string) *theme.Page {
	p := s.newPage("missing", "404.html", s.word("missing.title"))
	p.Root = base
	p.Nav = s.nav("", nil).For(base, "404.html")
	p.Groups = s.folderGroups(p, "", nil)
	return p
}

// Offline is the page for what cannot be had without a network. Like [Missing]
// it stands in for pages at any depth.
func (s *Site) Offline(base string) *theme.Page {
	p := s.Missing(base)
	p.Path, p.Title, p.Heading, p.Lead = "offline.html", s.word("offline.title"), s.word("offline.title"), s.word("offline")
	return p
}
