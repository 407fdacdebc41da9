// Package view derives what is on each page: the data of document pages, and
// the pages that nobody writes. One value a view.
//
// In: a [model.Model], the settings, the theme and the dates Git knows. Out:
// [theme.Page] values, one for each address. A view is a pure function of
// these: it keeps nothing, and its pages may be asked for in any order and
// from several goroutines. A view never reads Markdown and never writes HTML
// except by filling the holes of a document's body.
package view

import (
	"strings"
	"sync"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
)

// View is one sort of page. Addresses lists the pages it has in a site; Page
// makes the one at an address, and says false for an address that is not its.
type View struct {
	Name      string // theme.Page.Kind
	Doc       string // the question it answers
	Addresses func(s *Site) []string
	Page      func(s *Site, address string) (*theme.Page, bool)
}

// All lists the views. An address belongs to the first that has it.
var All = []View{
	Documents,
	Home,
	Folders,
	Tags,
	TagList,
	Everything,
	Search,
}

// Site is what views read. It is made once for a snapshot and is safe for
// several goroutines.
type Site struct {
	Model    *model.Model
	Settings *schema.Settings
	Theme    *theme.Theme
	History  *source.History

	shared *theme.Site
	navs   sync.Map // navKey -> func() theme.NavFragment: worked out once for a folder
}

// NewSite returns the site that views read.
func NewSite(m *model.Model, s *schema.Settings, t *theme.Theme, h *source.History) *Site {
	site := &Site{Model: m, Settings: s, Theme: t, History: h}
	site.shared = &theme.Site{
		Title:    s.Title,
		Language: s.Language,
		Dir:      direction(s.Language),
		Public:   s.Public,
		BaseURL:  s.BaseURL,
	}
	for _, host := range s.ImageHosts {
		site.shared.ImageHosts = strings.TrimSpace(site.shared.ImageHosts + " https://" + host)
	}
	site.shared.Tags = len(m.ByTag.Groups()) > 0
	if home := m.At(""); home != nil {
		site.shared.Description = home.Summary
		if site.shared.Title == "" {
			site.shared.Title = home.Title
		}
	}
	if site.shared.Title == "" {
		site.shared.Title = "Handbook"
	}
	return site
}

// Title returns the site's title.
func (s *Site) Title() string { return s.shared.Title }

// Policy returns the content security policy of the site's pages.
func (s *Site) Policy() string { return theme.Policy(s.shared) }

// Page returns the page at an address, or false when there is none.
func (s *Site) Page(address string) (*theme.Page, bool) {
	for i := range All {
		if p, ok := All[i].Page(s, address); ok {
			return p, true
		}
	}
	return nil, false
}

// Addresses returns all addresses of the site, each once, views in order.
func (s *Site) Addresses() []string {
	var all []string
	seen := map[string]bool{}
	for i := range All {
		for _, a := range All[i].Addresses(s) {
			if !seen[a] {
				seen[a] = true
				all = append(all, a)
			}
		}
	}
	return all
}

// newPage fills in what all pages have.
func (s *Site) newPage(kind, address, title string) *theme.Page {
	return &theme.Page{
		Kind:    kind,
		Site:    s.shared,
		Root:    rootFrom(address),
		Path:    address,
		Title:   title,
		Heading: title,
	}
}

// rootFrom returns what leads from an address to the site's root.
func rootFrom(address string) string {
	if address == "" {
		return "./"
	}
	return strings.Repeat("../", strings.Count(address, "/"))
}

// link is a link from a page to an address.
func link(p *theme.Page, address, words string) theme.Link {
	return theme.Link{Href: href(p.Root, address), Words: words}
}

func href(root, address string) string {
	if address == "" {
		return root
	}
	if root == "./" {
		return address
	}
	return root + address
}

// folderTitle is the title of a folder's page.
func (s *Site) folderTitle(folder string) string {
	if d := s.Model.IndexOf(folder); d != nil {
		return d.Title
	}
	if folder == "" {
		return s.shared.Title
	}
	return document.FolderName(folder)
}

// crumbs leads from home to the folder.
func (s *Site) crumbs(p *theme.Page, folder string) []theme.Link {
	crumbs := []theme.Link{link(p, "", s.word("home"))}
	if folder == "pages" || strings.HasPrefix(folder, "pages/") {
		folder = strings.TrimPrefix(strings.TrimPrefix(folder, "pages"), "/")
	}
	for i, r := range folder {
		if r == '/' {
			crumbs = append(crumbs, link(p, document.FolderAddress(folder[:i]), s.folderTitle(folder[:i])))
		}
	}
	if folder != "" {
		crumbs = append(crumbs, link(p, document.FolderAddress(folder), s.folderTitle(folder)))
	}
	return crumbs
}

// word is a word of the interface, which speaks the site's language on all
// pages, since they share their frame.
func (s *Site) word(key string) string { return s.Theme.Word(s.Settings.Language, key) }

// direction tells how a language is written.
func direction(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "ar", "arc", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "sd", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}
