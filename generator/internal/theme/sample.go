package theme

// entry is a template that Go code executes, with values of all that it may
// get: one with everything, one with nothing.
type entry struct {
	name    string
	samples []any
}

// entries returns the templates that a theme must have.
func entries(derived []Template) []entry {
	full, bare := samplePages()
	frames := func(site *Site) framed { return framed{Site: site, Root: "../", Policy: Policy(site)} }
	list := []entry{
		{"nav.html", []any{
			&navShown{
				Sections: []navLink{{Link: mark + `0"`, Words: "Charters", Count: 2, Inside: true}},
				Title:    "Charters",
				Siblings: []navLink{{Link: mark + `0"`, Words: "Support"}},
				All:      &navLink{Link: mark + `0"`, Words: "all 212"},
			},
			&navShown{},
		}},
	}
	for _, name := range frameParts {
		list = append(list, entry{name, []any{frames(full.Site), frames(bare.Site)}})
	}
	for _, t := range derived {
		list = append(list, entry{t.file(), []any{filled(t.Data), t.Data}})
	}
	for _, kind := range kinds {
		of := func(p Page) *shown {
			p.Kind = kind
			return &shown{Page: &p, Frame: &frame{}, Top: "<p>Top</p>", End: "<p>End</p>"}
		}
		list = append(list, entry{kind + ".html", []any{of(full), of(bare)}})
	}
	return list
}

// samplePages returns a page with all that a page can hold, and one with as
// little as it can.
func samplePages() (full, bare Page) {
	date := &Date{ISO: "2026-11-22", Words: "22 November 2026"}
	link := Link{Href: "../studio/", Words: "Studio"}
	full = Page{
		Type: "charter", Owner: "Customer care", Status: "active",
		Site: &Site{
			Title: "Northwind handbook", Icon: "icon.svg", Card: "card.svg", Language: "en-GB", Dir: "ltr", Public: true,
			BaseURL: "https://handbook.example/", Description: "How we work", ImageHosts: "https://img.example",
			Shortcuts: [8]Shortcut{{Key: "t", Path: "charters/", Words: "Charters"}},
		},
		Root: "../../", Path: "charters/support/", Language: "de",
		Title: "Support", Heading: "Support charter", HeadingID: "support", Summary: "We answer.", Lead: "We answer.",
		Crumbs:   []Link{{Href: "../../", Words: "Home"}, {Href: "../", Words: "Charters"}},
		Nav:      "<nav></nav>",
		Contents: []Heading{{Level: 2, ID: "mission", Words: "Mission"}, {Level: 3, ID: "limits", Words: "Limits"}},
		Notices: []Notice{
			{State: "over", Words: "This page was replaced by", More: []Piece{{Words: "Help desk", Href: "../desk/"}, {Words: ", "}, {Words: "old"}}},
			{State: "none", Words: "This page is retired."},
		},
		Opening: "<p>We answer everyone.</p>",
		Short: []Stated{
			{Name: "Sponsor", Lines: []Line{{Rest: []Piece{{Words: "Head of Operations"}}}}},
			{Name: "Touches", Lines: []Line{{Rest: []Piece{{Words: "Studio", Href: "../studio/"}}}, {Rest: []Piece{{Words: "Checkout"}}}}},
		},
		Stated: []Stated{
			{ID: "r:decides", Name: "Decides", Look: "rungs", Lines: []Line{
				{Head: []Piece{{Words: "Refunds"}}, Limit: []Piece{{Words: "up to 500 EUR"}}, Blocks: "■■■■□□□", Rest: []Piece{{Words: "together with "}, {Words: "Finance", Href: "../finance/"}, {Words: " until "}, {Words: "2026-11", Date: "2026-11"}}},
				{Rest: []Piece{{Words: "not a decision"}}},
			}},
			{ID: "r:works-with", Name: "Works with", Picture: "<svg></svg>", Lines: []Line{
				{Head: []Piece{{Words: "Finance"}}, Tag: "Both", State: "ok", Rest: []Piece{{Words: "2026-12-01", Date: "2026-12-01", Due: true}}, Keys: []Key{{Name: "They say", Words: []Piece{{Words: "pays"}}}}},
			}},
			{ID: "r:room", Name: "Room", Lines: []Line{{Keys: []Key{
				{Name: "Date", Words: []Piece{{Words: "2 February 2026", Date: "2026-02-02"}}},
				{Name: "Decision", Words: []Piece{{Words: "Refund limit", Href: "../limit/"}}},
			}}}},
		},
		Body: "<p>Text</p>",
		Facts: []Fact{
			{Name: "Owner", Words: "Mara Lind", Href: "../../people/"},
			{Name: "Review", Words: "due 22 November 2026", State: "due", Date: date},
			{Name: "Since", Date: date, Due: true},
			{Name: "Reviewed", Date: date, Then: "due again", Until: date, Due: true},
			{Name: "Level", Words: "Guided", Blocks: "■■□"},
			{Name: "Status", Words: "Active", State: "ok"},
		},
		Tags: []Link{link},
		Backlinks: []LinkGroup{{
			Name:  "Lessons",
			Links: []Backlink{{Link: link, Before: "Ask ", Quoted: "support", After: " first.", Fields: "Works with"}, {Link: link, Fields: "Touches"}, {Link: link}},
			More:  3,
		}},
		Backlinked: 5,
		Previous:   &link, Next: &link,
		Groups: []Group{
			{Words: "Charters", Href: "../", Entries: []Entry{{Link: link, Summary: "We draw.", Lang: "ar", Type: "charter", Count: 3, Depth: 2, Within: []Link{link}, Facts: []Fact{{Name: "Owner", Words: "Studio"}, {Name: "Review due", Date: date, Due: true}}}}},
			{Words: "All", Href: "../", Count: 2, Fold: "closed", Short: true, Entries: []Entry{{Link: link}}},
			{Entries: []Entry{{Link: link}}},
		},
		Prompt:  "Search, or ask: who decides on refunds?",
		Answers: []Link{link},
		Source:  &Source{Path: "charters/support.md", Edit: "https://git.example/edit", History: "https://git.example/log", Report: "https://git.example/new"},
		Changed: date, Reviewed: date, Created: date, Authors: 3, Wide: true,
		Calendar: &link,
		Twins:    []Twin{{Link: Link{Href: "index.json", Words: "JSON"}, Media: "application/json"}},
	}
	bare = Page{Site: &Site{Title: "Site"}, Root: "./", Title: "Site"}
	return full, bare
}
