package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/theme"
)

// Search is the search page. Without JavaScript it lists all titles and
// headings by kind, which the browser itself can search; where they are too
// many for one page it leads to lists of their own.
var Search = View{
	Name: "search",
	Doc:  "Where is it written?",
	Addresses: func(s *Site) []string {
		all := []string{searchAddress}
		for _, l := range s.titles().lists {
			all = append(all, l.address)
		}
		return all
	},
	Page: func(s *Site, address string) (*theme.Page, bool) {
		if !strings.HasPrefix(address, searchAddress) {
			return nil, false
		}
		t := s.titles()
		if address == searchAddress {
			p := s.newPage("search", address, s.word("search"))
			p.Crumbs = s.crumbs(p, "")
			p.Nav = s.nav("", nil).For(p.Root, address)
			p.Groups = append(s.sectionNames(p), s.titleGroups(p, t)...)
			return p, true
		}
		i := slices.IndexFunc(t.lists, func(l titleList) bool { return l.address == address })
		if i < 0 {
			return nil, false
		}
		l := t.lists[i]
		p := s.newPage("all", address, l.words)
		p.Crumbs = append(s.crumbs(p, ""), link(p, searchAddress, s.word("search")))
		p.Nav = s.nav("", nil).For(p.Root, address)
		p.Groups = []theme.Group{{Entries: s.titleEntries(p, l.titles, l.level)}}
		return p, true
	},
}

const (
	searchAddress = "search/"
	titlesMost    = 300_000 // bytes of lists on one page, about
)

// titles is how titles and headings are spread over pages.
type titles struct {
	kinds []titleList // one for each kind, by its name; with headings when there are no lists
	lists []titleList // those that have a page of their own; none when all stand on the search page
}

// titleList is the titles of one kind, or of a part of it.
type titleList struct {
	address string
	words   string // what the list is called: Charters, or what its part begins and ends with
	titles  []titled
	level   int // headings down to this level are listed, 0 for none
}

// titled is a document that is shown, with its address.
type titled struct {
	doc     *document.Document
	address string
}

// titles spreads all titles over pages: over one with headings down to level
// three or two, else over one page for each kind, else over several for it.
func (s *Site) titles() titles {
	return once(s, "titles", func() titles {
		t := titles{kinds: s.titlesByKind()}
		for _, level := range []int{3, 2} {
			size := 0
			for _, k := range t.kinds {
				size += sizeOfTitles(k.titles, level)
			}
			if size <= titlesMost {
				for i := range t.kinds {
					t.kinds[i].level = level
				}
				return t
			}
		}
		for _, k := range t.kinds {
			t.lists = append(t.lists, k.cut()...)
		}
		return t
	})
}

func (s *Site) titlesByKind() []titleList {
	byKind := map[string]*titleList{}
	for _, d := range s.Model.Docs {
		address, clash := s.Model.Address(d)
		if len(clash) > 0 {
			continue
		}
		k := byKind[d.Kind.Name]
		if k == nil {
			_, many := d.Kind.Words(s.Settings.Language)
			k = &titleList{address: searchAddress + d.Kind.Name + "/", words: many}
			byKind[d.Kind.Name] = k
		}
		k.titles = append(k.titles, titled{d, address})
	}
	var kinds []titleList
	for _, k := range byKind {
		slices.SortFunc(k.titles, func(a, b titled) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.doc.Title), strings.ToLower(b.doc.Title)), strings.Compare(a.address, b.address))
		})
		kinds = append(kinds, *k)
	}
	slices.SortFunc(kinds, func(a, b titleList) int {
		return cmp.Or(strings.Compare(a.words, b.words), strings.Compare(a.address, b.address))
	})
	return kinds
}

// cut parts the list of a kind so that each part fits on a page.
func (k titleList) cut() []titleList {
	k.level = 3
	if sizeOfTitles(k.titles, k.level) > titlesMost {
		k.level = 2
	}
	var parts []titleList
	for from, size, i := 0, 0, 0; i < len(k.titles); i++ {
		size += sizeOfTitles(k.titles[i:i+1], k.level)
		if last := i+1 == len(k.titles); last || size+sizeOfTitles(k.titles[i+1:i+2], k.level) > titlesMost {
			part := k
			part.titles = k.titles[from : i+1]
			if n := len(parts) + 1; n > 1 {
				part.address += strconv.Itoa(n) + "/"
			}
			parts = append(parts, part)
			from, size = i+1, 0
		}
	}
	if len(parts) > 1 {
		for i, part := range parts {
			first, last := part.titles[0].doc.Title, part.titles[len(part.titles)-1].doc.Title
			parts[i].words = k.words + ": " + cutWords(first, 40) + " – " + cutWords(last, 40)
		}
	}
	return parts
}

// sizeOfTitles is about how many bytes a list of titles takes on a page.
func sizeOfTitles(list []titled, level int) int {
	n := 0
	for _, t := range list {
		n += 50 + len(t.address) + len(t.doc.Title)
		for i := range t.doc.Content.Headings {
			if h := &t.doc.Content.Headings[i]; t.lists(h, level) {
				n += 40 + len(t.address) + len(h.ID) + len(h.Text)
			}
		}
	}
	return n
}

// lists reports whether a heading stands below the title of its page.
func (t titled) lists(h *markdown.Heading, level int) bool {
	return h.Level <= level && h.Text != "" && h.ID != t.doc.Content.Title.ID
}

// titleGroups is what the search page lists: the lists that have a page of
// their own, and titles as long as they fit.
func (s *Site) titleGroups(p *theme.Page, t titles) []theme.Group {
	var groups []theme.Group
	if len(t.lists) > 0 {
		var g theme.Group
		for _, l := range t.lists {
			g.Entries = append(g.Entries, theme.Entry{Link: link(p, l.address, l.words), Count: len(l.titles)})
		}
		groups = append(groups, g)
	}
	size := 0
	for _, k := range t.kinds {
		if size += sizeOfTitles(k.titles, k.level); size > titlesMost {
			return groups[:1]
		}
	}
	for _, k := range t.kinds {
		groups = append(groups, theme.Group{Words: k.words, Entries: s.titleEntries(p, k.titles, k.level)})
	}
	return groups
}

// titleEntries lists titles with their headings.
func (s *Site) titleEntries(p *theme.Page, list []titled, level int) []theme.Entry {
	entries := make([]theme.Entry, len(list))
	for i, t := range list {
		entries[i].Link = link(p, t.address, t.doc.Title)
		for j := range t.doc.Content.Headings {
			if h := &t.doc.Content.Headings[j]; t.lists(h, level) {
				entries[i].Within = append(entries[i].Within, link(p, t.address+"#"+escapeFragment(h.ID), h.Text))
			}
		}
	}
	return entries
}
