package view

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
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
		s.addParts(p, nil, nil, nil, nil)
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
		p := s.newPage("folder", address, s.folderName(folder))
		p.Crumbs = s.crumbs(p, document.Parent(folder))
		p.Nav = s.nav(folder, nil).For(p.Root, address)
		p.Groups = s.folderGroups(p, folder, nil)
		p.Answers = s.answersAbout(p, folder)
		return p, true
	},
}

// answersAbout leads from a folder of documents of one kind to the views that
// say what they mean together.
func (s *Site) answersAbout(p *theme.Page, folder string) []theme.Link {
	var links []theme.Link
	if k := s.kindIn(folder); k != nil {
		for _, name := range answering(k.Name) {
			if s.asks(name) {
				links = append(links, link(p, Base+name+"/", s.word("view."+name)))
			}
		}
	}
	return links
}

// answering names the views that answer what documents of a kind say together.
func answering(kind string) []string {
	switch kind {
	case "charter":
		return []string{"who-owns", "who-decides", "works-with", "three-questions"}
	case "standard":
		return []string{"standards"}
	case "lesson":
		return []string{"lessons"}
	case "commitment":
		return []string{"promises", "due"}
	case "decision":
		return []string{"who-decides", "room", "changed"}
	case "experiment":
		return []string{"showcase", "balance"}
	case "assessment":
		return []string{"paper-and-practice", "room"}
	case "page":
		return []string{"questions", "words"}
	}
	return nil
}

// kindIn returns the kind that a folder's name gives to what lies in it; nil
// for other folders, and where nothing of that kind lies there.
func (s *Site) kindIn(folder string) *schema.Kind {
	k := s.kindFolders()[path.Base(folder)]
	if k == nil || !slices.ContainsFunc(s.Model.Below.Get(folder), func(row model.Row[model.None]) bool { return row.Doc.Kind == k }) {
		return nil
	}
	return k
}

// kindFolders are the kinds that a site has documents of, by the folders that
// give them.
func (s *Site) kindFolders() map[string]*schema.Kind {
	return once(s, "kind folders", func() map[string]*schema.Kind {
		kinds := map[string]*schema.Kind{}
		for _, g := range s.Model.ByKind.Groups() {
			if k := g.Rows[0].Doc.Kind; k.Folder != "" {
				kinds[k.Folder] = k
			}
		}
		return kinds
	})
}

// folderGroups lists what lies in a folder: folders first, then documents,
// without the document that is the folder's page itself. Where somebody wrote
// that page, names are enough.
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
		g := theme.Group{Words: s.word("list.pages"), Count: len(entries), Entries: entries}
		if k := s.kindIn(folder); k != nil {
			_, g.Words = k.Words(s.Settings.Language)
		}
		groups = append(groups, g)
	}
	if self != nil {
		if s.namesAll(self, folder) {
			return nil
		}
		for i := range groups {
			groups[i].Short = true
			for j, e := range groups[i].Entries {
				groups[i].Entries[j] = theme.Entry{Link: e.Link, Count: e.Count}
			}
		}
	}
	return groups
}

// namesAll reports whether the text of a folder's page leads to each document
// beside it and each folder below, so that a list would say it again.
func (s *Site) namesAll(d *document.Document, folder string) bool {
	named := map[string]bool{}
	for i := range d.Content.Refs {
		if r := &d.Content.Refs[i]; r.Kind == markdown.LinkRef || r.Kind == markdown.WikiRef {
			switch t := s.Model.Resolve(d, r); {
			case t.Doc != nil:
				address, _ := s.Model.Address(t.Doc)
				named[address] = true
			case t.Outcome == model.ToFolder:
				named[document.FolderAddress(t.Folder)] = true
			}
		}
	}
	for _, row := range s.documentsIn(folder) {
		if row.doc != d && !named[row.address] {
			return false
		}
	}
	for _, sub := range s.Model.Subfolders(folder) {
		if s.Model.IndexOf(sub) != d && !named[document.FolderAddress(sub)] {
			return false
		}
	}
	return true
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
	for _, row := range s.documentsIn(folder) {
		if row.doc == self {
			continue
		}
		e := s.entry(p, row.doc, row.address)
		if row.doc.Kind.Folder == path.Base(folder) {
			e.Type = "" // the list is called so
		}
		entries = append(entries, e)
	}
	return entries
}

// documentsIn are the documents that lie in a folder and have a page, without
// the one that is the folder's page.
func (s *Site) documentsIn(folder string) []titled {
	var list []titled
	for _, row := range s.Model.ByFolder.Get(folder) {
		address, clash := s.Model.Address(row.Doc)
		if len(clash) > 0 || row.Doc.Index && address == document.FolderAddress(folder) {
			continue
		}
		list = append(list, titled{row.Doc, address})
	}
	return list
}

func (s *Site) entry(p *theme.Page, d *document.Document, address string) theme.Entry {
	e := theme.Entry{Link: link(p, address, d.Title), Summary: d.Summary, Lang: d.Language, Facts: s.entryFacts(d)}
	if d.Kind.Name != "page" {
		e.Type, _ = d.Kind.Words(s.Settings.Language)
	}
	return e
}

// entryFacts say in a list who keeps a document, where it stands, and the day
// that matters: that of a record, that on which a promise is due, that of the
// next review.
func (s *Site) entryFacts(d *document.Document) []theme.Fact {
	if len(d.Meta.Entries) == 0 {
		return nil
	}
	var facts []theme.Fact
	if _, name := s.Keeper(d); name != "" && d.Facts.Team == "" {
		facts = append(facts, theme.Fact{Name: s.word("fact.owner"), Words: name})
	}
	facts = append(facts, s.status(d)...)
	day := func(name string, t time.Time, due bool) {
		if !t.IsZero() {
			date := s.Theme.Date(s.Settings.Language, t.Year(), int(t.Month()), t.Day())
			facts = append(facts, theme.Fact{Name: s.word("fact." + name), Words: date.Words, Date: &date, Due: due})
		}
	}
	switch {
	case d.Kind.Record:
		day("date", d.Facts.Date.Day, false)
	case s.isOpen(d):
		day("due", d.Facts.Due.Day, true)
	case d.Facts.Every > 0 && s.Model.Living(d):
		day("due-review", s.Model.NextReview(d), true)
	}
	return facts
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
		if related := s.relatedTags(p, key, rows); len(related) > 0 {
			p.Groups = append(p.Groups, theme.Group{Words: s.word("list.related-tags"), Short: true, Entries: related})
		}
		return p, true
	},
}

// mostRelated is how many other tags the page of one leads to.
const mostRelated = 12

// relatedTags are the other tags of the documents that carry one, those that
// stand beside it most often first.
func (s *Site) relatedTags(p *theme.Page, key string, rows []model.Row[string]) []theme.Entry {
	times := map[string]int{}
	for _, row := range rows {
		for _, t := range row.Doc.Tags {
			if other := document.Element(t); other != key {
				times[other]++
			}
		}
	}
	var entries []theme.Entry
	for _, other := range slices.Sorted(maps.Keys(times)) {
		entries = append(entries, theme.Entry{Link: link(p, tagAddress(other), s.Model.ByTag.Get(other)[0].Value), Count: times[other]})
	}
	return byCount(entries)[:min(len(entries), mostRelated)]
}

// byCount sorts entries, the largest first.
func byCount(entries []theme.Entry) []theme.Entry {
	slices.SortStableFunc(entries, func(a, b theme.Entry) int { return cmp.Compare(b.Count, a.Count) })
	return entries
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
		p.Groups = []theme.Group{{Entries: byCount(entries)}}
		return p, true
	},
}

func tagAddress(key string) string { return "tags/" + key + "/" }

// Everything is the one page that carries the whole tree. Where it is long its
// sections are folded.
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
		p.Groups = s.wholeTree(p)
		return p, true
	},
}

// unfolded is how many documents the page of all shows without being asked.
const unfolded = 150

// wholeTree is a list for what lies at the top and one for each section.
func (s *Site) wholeTree(p *theme.Page) []theme.Group {
	fold := "open"
	if len(s.Model.Docs) > unfolded {
		fold = "closed"
	}
	var groups []theme.Group
	if top := s.treeEntries(p, "", 0, nil); len(top) > 0 {
		groups = append(groups, theme.Group{Entries: top})
	}
	for _, sub := range s.Model.Subfolders("") {
		whole := theme.Entry{Link: link(p, document.FolderAddress(sub), s.folderTitle(sub))}
		groups = append(groups, theme.Group{
			Words: whole.Words, Count: len(s.Model.Below.Get(sub)), Fold: fold,
			Entries: s.tree(p, sub, 0, []theme.Entry{whole}),
		})
	}
	return groups
}

// tree lists a folder and all that lies below it, folders after documents.
func (s *Site) tree(p *theme.Page, folder string, depth int, entries []theme.Entry) []theme.Entry {
	entries = s.treeEntries(p, folder, depth, entries)
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

// treeEntries adds the documents of one folder by their titles alone.
func (s *Site) treeEntries(p *theme.Page, folder string, depth int, entries []theme.Entry) []theme.Entry {
	for _, row := range s.documentsIn(folder) {
		entries = append(entries, theme.Entry{Link: link(p, row.address, row.doc.Title), Depth: depth})
	}
	return entries
}

// Missing is the page for addresses that lead nowhere. It is shown at any
// depth, so its links begin with the path of the site, base.
func (s *Site) Missing(base string) *theme.Page {
	p := s.newPage("missing", "404.html", s.word("missing.title"))
	p.Root = base
	p.Nav = s.nav("", nil).For(base, "404.html")
	p.Groups = s.sectionNames(p)
	return p
}

// sectionNames are the sections by their names, for pages that lead on.
func (s *Site) sectionNames(p *theme.Page) []theme.Group {
	entries := s.folderEntries(p, "", nil)
	if len(entries) == 0 {
		return s.folderGroups(p, "", nil)
	}
	for i := range entries {
		entries[i].Summary = ""
	}
	if s.answers() {
		entries = slices.Insert(entries, 0, theme.Entry{Link: link(p, Base, s.word("view.ask"))})
	}
	return []theme.Group{{Words: s.word("list.sections"), Short: true, Entries: entries}}
}

// Offline is the page for what cannot be had without a network. Like [Missing]
// it stands in for pages at any depth.
func (s *Site) Offline(base string) *theme.Page {
	p := s.Missing(base)
	p.Path, p.Title, p.Heading, p.Lead = "offline.html", s.word("offline.title"), s.word("offline.title"), s.word("offline")
	return p
}
