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
	stretch     = maxSiblings - 1 // documents of a long folder that are shown together, with the folder's page
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
	if rows := s.Model.ByFolder.Get(folder); d != nil && len(rows) > stretch {
		at, _ := slices.BinarySearchFunc(rows, d.Path, func(r model.Row[model.None], path string) int { return strings.Compare(r.Doc.Path, path) })
		key.part = at / stretch
	}
	made, ok := s.navs.Load(key)
	if !ok {
		made, _ = s.navs.LoadOrStore(key, sync.OnceValue(func() theme.NavFragment { return s.Theme.Nav(s.navOf(key)) }))
	}
	return made.(func() theme.NavFragment)()
}

func (s *Site) navOf(key navKey) theme.Nav {
	n := theme.Nav{Language: s.Settings.Language, Sections: s.sections(key.folder)}
	rows := s.Model.ByFolder.Get(key.folder)
	var subs []theme.NavItem
	if key.folder != "" {
		n.Title, n.Deep = s.folderTitle(key.folder), strings.Contains(key.folder, "/")
		subs = s.folders(key.folder)
	}
	if len(rows)+len(subs) > maxSiblings {
		n.All = s.everythingIn(key.folder, n.Title)
		from := key.part * stretch
		rows = rows[from:min(from+stretch, len(rows))]
	}
	items := append(s.pages(rows), subs...)
	if key.folder != "" { // the folder's own page comes first; that of a section is its link already
		address := document.FolderAddress(key.folder)
		items = slices.DeleteFunc(items, func(i theme.NavItem) bool { return i.Path == address })
		if n.Deep {
			items = slices.Insert(items, 0, theme.NavItem{Path: address, Words: n.Title})
		}
	}
	n.Siblings = items[:min(len(items), maxSiblings)]
	return n
}

// everythingIn leads from a navigation that does not hold all of a folder to
// the page that does.
func (s *Site) everythingIn(folder, title string) *theme.NavItem {
	if folder == "" {
		return &theme.NavItem{Path: "all/", Words: s.word("all"), Count: len(s.Model.Docs)}
	}
	return &theme.NavItem{Path: document.FolderAddress(folder), Words: title, Count: len(s.Model.Below.Get(folder))}
}

// sections are the top folders; those that do not fit are found on /all/.
func (s *Site) sections(folder string) []theme.NavItem {
	items := s.folders("")
	for i, sub := range s.Model.Subfolders("") {
		items[i].Inside = folder == sub || strings.HasPrefix(folder, sub+"/")
	}
	if s.answers() {
		items = slices.Insert(items, 0, theme.NavItem{Path: Base, Words: s.word("view.ask")})
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

// folders are the folders that lie directly in a folder.
func (s *Site) folders(folder string) []theme.NavItem {
	var items []theme.NavItem
	for _, sub := range s.Model.Subfolders(folder) {
		items = append(items, theme.NavItem{Path: document.FolderAddress(sub), Words: s.folderTitle(sub), Count: len(s.Model.Below.Get(sub))})
	}
	return items
}

func (s *Site) pages(rows []model.Row[model.None]) []theme.NavItem {
	var items []theme.NavItem
	for _, row := range rows {
		if address, clash := s.Model.Address(row.Doc); len(clash) == 0 {
			items = append(items, theme.NavItem{Path: address, Words: row.Doc.Title})
		}
	}
	return items
}
