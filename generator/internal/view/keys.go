package view

import (
	"slices"

	"remit/generator/internal/document"
	"remit/generator/internal/theme"
)

// framed is what pages share, with what can be told only of a whole site: who
// makes no pages need not ask all views.
func (s *Site) framed() *theme.Site {
	return once(s, "framed", func() *theme.Site {
		site := *s.shared
		site.Shortcuts = s.shortcuts()
		return &site
	})
}

// shortcuts lists the pages that the key g and another one lead to. Of a view
// that has nothing to say the folder with its documents takes the place; what
// is not there either is left out.
func (s *Site) shortcuts() (list [8]theme.Shortcut) {
	list[0] = theme.Shortcut{Key: "h", Words: s.word("home")}
	n := 1
	for _, to := range []struct{ key, view, folder string }{
		{"t", "", "charters"},
		{"d", "who-decides", "decisions"},
		{"s", "standards", "standards"},
		{"l", "lessons", "lessons"},
		{"p", "", "playbooks"},
		{"m", "works-with", ""},
		{"a", "audit", ""},
	} {
		switch {
		case s.asks(to.view):
			list[n] = theme.Shortcut{Key: to.key, Path: Base + to.view + "/", Words: s.word("view." + to.view)}
		case slices.Contains(s.Model.Subfolders(""), to.folder):
			list[n] = theme.Shortcut{Key: to.key, Path: document.FolderAddress(to.folder), Words: s.folderTitle(to.folder)}
		default:
			continue
		}
		n++
	}
	return list
}
