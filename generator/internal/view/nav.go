package view

import (
	"slices"
	"strings"
	"sync"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// maxSiblings and maxSections bound the navigation, so that a page of a site
// with 10,000 documents is no larger than one of a site with 100.
const (
	maxSiblings = 40
	maxSections = 40
)

// navKey names one navigation: that of a folder, or of one stretch of a folder
// that holds more than fits.
type navKey struct {
	folder string
	part   int
}

// nav returns the navigation of the page of d in a folder; d is nil for pages
// that nobody writes. It is rendered once for all pages that share it.
func (s *Site) nav(folder string, d *document.Document) theme.NavFragment {
	key := navKey{folder: folder}
	if d != nil && len(s.Model.ByFolder.Get(folder)) > maxSiblings {
		rows := s.Model.ByFolder.Get(folder)
		at, _ := slices.BinarySearchFunc(rows, d.Path, func(r model.Row[model.None], path string) int { return strings.Compare(r.Doc.Path, path) })
		key.part = at / maxSiblings
	}
	made, ok := s.navs.Load(key)
	if !ok {
		made, _ = s.navs.LoadOrStore(key, sync.OnceValue(func() theme.NavFragment { return s.Theme.Nav(s.navOf(key)) }))
	}
	return made.(func() theme.NavFragment)()
}

func (s *Site) navOf(key navKey) theme.Nav {
	n := theme.Nav{Language: s.Settings.Language, Sections: s.sections(key.folder)}
	if key.folder == "" {
		n.Siblings = s.topPages()
		return n
	}
	n.Title, n.Deep = s.folderTitle(key.folder), strings.Contains(key.folder, "/")
	items := s.items(key.folder)
	if !n.Deep { // the section's own link leads to its page already
		address := document.FolderAddress(key.folder)
		items = slices.DeleteFunc(items, func(i theme.NavItem) bool { return i.Path == address })
	}
	if len(items) > maxSiblings {
		n.All = &theme.NavItem{Path: document.FolderAddress(key.folder), Words: n.Title, Count: len(s.Model.Below.Get(key.folder))}
		from := min(key.part*maxSiblings, len(items)-1)
		items = items[from:min(from+maxSiblings, len(items))]
	}
	n.Siblings = items
	return n
}

// sections are the top folders; those that do not fit are found on /all/.
func (s *Site) sections(folder string) []theme.NavItem {
	var items []theme.NavItem
	for _, sub := range s.Model.Subfolders("") {
		items = append(items, theme.NavItem{
			Path:   document.FolderAddress(sub),
			Words:  s.folderTitle(sub),
			Count:  len(s.Model.Below.Get(sub)),
			Inside: folder == sub || strings.HasPrefix(folder, sub+"/"),
		})
	}
	if len(items) <= maxSections {
		return items
	}
	kept := items[:0:0]
	for i, item := range items {
		if i < maxSections-1 || item.Inside {
			kept = append(kept, item)
		}
	}
	return append(kept, theme.NavItem{Path: "all/", Words: s.word("list.more-sections"), Count: len(items)})
}

// topPages are the documents at the top of the site, beside its sections.
func (s *Site) topPages() []theme.NavItem {
	items := s.pages("")
	return items[:min(len(items), maxSiblings)]
}

// items are the documents of a folder, in the order of their paths, and then
// the folders in it.
func (s *Site) items(folder string) []theme.NavItem {
	items := s.pages(folder)
	for _, sub := range s.Model.Subfolders(folder) {
		items = append(items, theme.NavItem{Path: document.FolderAddress(sub), Words: s.folderTitle(sub), Count: len(s.Model.Below.Get(sub))})
	}
	return items
}

func (s *Site) pages(folder string) []theme.NavItem {
	var items []theme.NavItem
	for _, row := range s.Model.ByFolder.Get(folder) {
		if address, clash := s.Model.Address(row.Doc); len(clash) == 0 {
			items = append(items, theme.NavItem{Path: address, Words: row.Doc.Title})
		}
	}
	return items
}
