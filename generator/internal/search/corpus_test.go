package search

import "remit/generator/internal/search/knownitem"

// corpus makes up n pages of about size bytes.
func corpus(seed uint64, n, size int) []Page {
	pages, _, _ := made(seed, n, size)
	return pages
}

// made makes up a handbook: as the search is told of it, and as it is judged by.
func made(seed uint64, n, size int) ([]Page, []knownitem.Page, []knownitem.Link) {
	pages, links := knownitem.Handbook(seed, n, size)
	incoming := map[string]map[string]bool{}
	for _, l := range links {
		if incoming[l.To] == nil {
			incoming[l.To] = map[string]bool{}
		}
		incoming[l.To][l.From] = true
	}
	out := make([]Page, len(pages))
	for i, p := range pages {
		out[i] = Page{
			URL: p.URL, Title: p.Title, Kind: []string{"charter", "lesson", "page"}[i%3],
			Tags: []string{[]string{"safety", "people", "money"}[i%7%3]}, Incoming: len(incoming[p.URL]),
		}
		for _, s := range p.Sections {
			out[i].Sections = append(out[i].Sections, Section{Anchor: s.Anchor, Heading: s.Heading, Text: s.Text})
		}
	}
	return out, pages, links
}

// onlyHeading finds a heading that one page has, and that page's URL.
func onlyHeading(pages []Page) (query, url string) {
	on := map[string]int{}
	for _, p := range pages {
		for _, s := range p.Sections {
			on[s.Heading]++
		}
	}
	for _, p := range pages {
		for _, s := range p.Sections {
			if on[s.Heading] == 1 && len(s.Heading) > 20 {
				return s.Heading + " ", p.URL
			}
		}
	}
	panic("all headings stand twice")
}
