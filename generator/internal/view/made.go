package view

import (
	"path"
	"slices"
	"strings"

	"remit/generator/internal/document"
)

// madeFolders are the folders of the pages that nobody writes and that have no
// folder of documents to stand for.
var madeFolders = []string{strings.TrimSuffix(Base, "/"), "all", strings.TrimSuffix(searchAddress, "/"), "tags"}

// Makes reports whether a page that nobody writes stands at an address, so that
// a document can link to it.
func (s *Site) Makes(address string) bool {
	first, _, _ := strings.Cut(address, "/")
	if !slices.Contains(madeFolders, first) {
		return false
	}
	return slices.ContainsFunc(s.views, func(v View) bool {
		switch base := Base + v.Name + "/"; {
		case v.Name == Documents.Name:
			return false
		case v.Data == nil:
		case v.Has != nil && address == base:
			return v.Has(s)
		case !strings.HasPrefix(address, base):
			return false
		}
		return slices.Contains(v.Addresses(s), address)
	})
}

// ReferringToMade yields the documents that name an address below which there
// are pages that nobody writes, whether the page is there or not.
func (s *Site) ReferringToMade() func(func(*document.Document) bool) {
	return func(yield func(*document.Document) bool) {
		for _, root := range []string{"", s.Model.Folder} {
			for _, folder := range madeFolders {
				at := path.Join(root, folder)
				for _, g := range s.Model.Links.From(at) {
					if !strings.HasPrefix(g.Key, at) {
						break
					}
					for _, row := range g.Rows {
						if !yield(row.Doc) {
							return
						}
					}
				}
			}
		}
	}
}
