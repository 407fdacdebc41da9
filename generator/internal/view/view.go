// Package view derives what is on each page: the data of document pages, and
// the pages that nobody writes. One value a view.
//
// In: a [model.Model], the settings, the theme and the dates Git knows. Out:
// [theme.Page] values, one for each address, and the [News] of those that can be
// subscribed to. A view is a pure function of
// these: it keeps nothing, and its pages may be asked for in any order and
// from several goroutines. A view never reads Markdown and never writes HTML
// except by filling the holes of a document's body.
//
// A derived view tells what documents say together and decides nothing: what
// overlaps, what has a gap, what names nobody and what could not be read is
// shown as that, with its lines. It shows teams and roles; a name in a rung that
// is neither, and no plain id, may be a person's and stays on its charter's
// page. Ids of rows begin with "r:" and are made of what the row says, so that a
// link to one lasts.
package view

import (
	"slices"
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
// A derived view is one that makes its answer from the model: it has a template
// views/NAME.html and data that others can read as JSON, a plain struct.
type View struct {
	Name      string // of a derived view also its template, and its folder below ask/
	Doc       string // the question it answers
	Addresses func(s *Site) []string
	Has       func(s *Site) bool // whether it has a page; nil asks Addresses
	Page      func(s *Site, address string) (*theme.Page, bool)
	Data      any                        // of a derived view an empty value of its data; else nil
	Table     func(p *theme.Page) *Table // of a page's data, for CSV; nil when it has none
	Feed      func(s *Site) []News       // of a derived view what can be subscribed to, the newest first; nil when it has none
}

// Table is rows of plain text below their columns.
type Table struct {
	Columns []string
	Rows    [][]string
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

	WhoDecides,
	WhoOwns,
	WhereWeWait,
	ThreeQuestions,
	Room,
	PaperAndPractice,
	Audit,
	Promises,
	Showcase,
	withFeed(LessonsLearned, lessonNews),
	Standards,
	Balance,
	Questions,
	OpenAsks,
	Direction,
	WorksWith,
	HowWeWork,
	Due,
	Changed,
	Glossary,
	About,
	Ask, // after the views that it lists
}

// Parts are the derived parts of pages that have a text of their own too.
var Parts = []View{DoorsPart, MapPart, GlancePart, DossierPart}

// Templates returns what a theme has to have for the derived views.
func Templates() []theme.Template {
	var list []theme.Template
	for _, v := range append(slices.Clone(All), Parts...) {
		if v.Data != nil {
			list = append(list, theme.Template{Name: v.Name, Data: v.Data})
		}
	}
	return list
}

// Site is what views read. It is made once for a snapshot and is safe for
// several goroutines.
type Site struct {
	Model    *model.Model
	Settings *schema.Settings
	Theme    *theme.Theme
	History  *source.History
	Audience string        // the readers for whom the site is built; "" is everyone
	Edits    func() []Edit // what was committed lately, as far as it may be told; nil when nobody knows

	shared *theme.Site
	views  []View
	navs   sync.Map // navKey -> func() theme.NavFragment: worked out once for a folder
	known  sync.Map // string -> func() any: see once
}

// NewSite returns the site that views read.
func NewSite(m *model.Model, s *schema.Settings, t *theme.Theme, h *source.History) *Site {
	site := &Site{Model: m, Settings: s, Theme: t, History: h, views: All}
	site.shared = &theme.Site{
		Title:    s.Title,
		Language: s.Language,
		Dir:      direction(s.Language),
		Public:   s.Public,
		BaseURL:  s.BaseURL,
		Offline:  s.Offline,
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
	site.shared.Icon = site.picture(IconFile, "icon.png", "favicon.svg", "favicon.ico", "favicon.png")
	site.shared.Card = site.picture(CardFile, "card.png", "card.jpg", "card.webp")
	return site
}

// Title returns the site's title.
func (s *Site) Title() string { return s.shared.Title }

// Dir tells how the site's language is written: ltr or rtl.
func (s *Site) Dir() string { return s.shared.Dir }

// Policy returns the content security policy of the site's pages.
func (s *Site) Policy() string { return theme.Policy(s.shared) }

// Page returns the page at an address, or false when there is none.
func (s *Site) Page(address string) (*theme.Page, bool) {
	for i := range s.views {
		if p, ok := s.views[i].Page(s, address); ok {
			s.addFeed(&s.views[i], p)
			p.Twins = s.Twins(&s.views[i], address)
			p.Calendar = s.calendarOf(&s.views[i], p)
			return p, true
		}
	}
	return nil, false
}

// Addresses returns all addresses of the site, each once, views in order.
func (s *Site) Addresses() []string {
	var all []string
	for _, p := range s.Places() {
		all = append(all, p.Address)
	}
	return all
}

// newPage fills in what all pages have.
func (s *Site) newPage(kind, address, title string) *theme.Page {
	return &theme.Page{
		Kind:    kind,
		Site:    s.framed(),
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
	return s.folderName(folder)
}

// folderName is what a folder is called that nobody wrote a page for: the kind
// of documents that belongs there, or the name of the folder.
func (s *Site) folderName(folder string) string {
	if folder == "pages" {
		return s.word("list.pages")
	}
	if k := s.kindIn(folder); k != nil { // as the site's language calls them
		_, many := k.Words(s.Settings.Language)
		return many
	}
	return document.FolderName(folder)
}

// TitleOf is the title of the page of a folder that nobody wrote one for, by
// its address.
func (s *Site) TitleOf(address string) string {
	folder, _ := s.Model.FolderAt(address)
	return s.folderTitle(folder)
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

// Word is a word of the interface in the site's language.
func (s *Site) Word(key string) string { return s.word(key) }

// direction tells how a language is written.
func direction(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "ar", "arc", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "sd", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}
