// Package theme turns data into HTML with templates and assets.
//
// In: a folder of templates and assets (a theme), optionally files that
// override single ones, and a [Page] of plain data. Out: finished HTML pages,
// and the theme's assets under names that carry their content's hash. Theme
// files are minified and parsed once, and those of a site's own type-checked
// at load; what is wrong in one of these is a problem with its place, and the
// file that it was to stand in for is used. Templates get no function that
// reads, runs or fetches anything, and HTML, links and holes reach them ready
// made, so a theme cannot undo their safety. Parts that many pages share are rendered
// once: the frame for a depth, the navigation for a folder. The bodies of
// pages are never minified.
//
// Templates call word "key" and count "key" number for the words of the
// interface, asset "name" and integrity "name" for a file of the theme,
// words for the module of what search says, and dir "language" for ltr or rtl. The fields of Page and of the types it holds are the contract with themes.
package theme

import "html/template"

// Site is what all pages of a site share.
type Site struct {
	Title       string
	Language    string // BCP 47
	Dir         string // "ltr" or "rtl"
	Public      bool   // may search engines list it
	Tags        bool   // is there a page of tags
	BaseURL     string // "" or absolute, ends in "/"
	Description string
	Icon        string      // below the site's root: icon.svg, or what the site has in its place
	Card        string      // the same for the picture beside links in other programs: card.svg
	Offline     bool        // browsers may keep pages for when there is no network: there is a service worker, sw.js
	Shortcuts   [8]Shortcut // pages that two keys lead to, as far as there are such; the rest is empty
	ImageHosts  string      // further places that images may come from, as in a content security policy: "https://img.example.org https://cdn.example.org"
}

// Shortcut is a page to which the key g and another one lead from everywhere.
type Shortcut struct {
	Key   string // "t"
	Path  string // of the page below the root; "" for home
	Words string // the page's name
}

// Page is everything that a template may show. Addresses are relative to the
// page, so that a site works under any path.
type Page struct {
	Kind       string // document, folder, home, tag, tags, all, search, missing, view
	Type       string // the kind of the document: charter, lesson, ... page; "" for generated pages
	Owner      string // name of the team or role that keeps the document, for other search engines; "" when nobody is known to
	Status     string // where the document stands in its life, for these too: active, draft, open, ...; "" for generated pages
	Site       *Site
	Root       string // leads from this page to the site's root: "./", "../../"; for the 404 page an absolute path
	Path       string // of the page below the root: "charters/support/"; "" for home
	Language   string // "" when it is the site's
	Title      string // names the page in lists, tabs and history
	Heading    string // the h1
	HeadingID  string
	Summary    string        // plain text, may be ""
	Feed       string        // address of the feed that follows this page; "" when there is none
	Limits     string        // of a derived page: what it cannot know
	Lead       string        // Summary, when it was written apart from the text and has to be shown; else ""
	Crumbs     []Link        // from home to the parent
	Nav        template.HTML // made by Theme.Nav
	Contents   []Heading
	Notices    []Notice      // what a reader must know before the text
	Opening    template.HTML // what comes before Short and Stated; "" when the page has neither, and all is in Body
	Short      []Stated      // fields of few words
	Stated     []Stated      // fields that are lists, each below a heading of its own
	Body       template.HTML
	Above      *Part // derived, between the heading and the text
	Below      *Part // derived, behind the text
	Facts      []Fact
	Tags       []Link
	Backlinks  []LinkGroup
	Backlinked int // how many links lead here, also those that are not listed
	Previous   *Link
	Next       *Link
	Groups     []Group // entries of a folder, tag, overview page
	Prompt     string  // of the first page: what its search field says, with a question that the site answers
	Answers    []Link  // of a folder: derived pages that answer what its documents say together
	Source     *Source // nil for generated pages
	Changed    *Date   // last change, nil when unknown
	Reviewed   *Date   // last review, where the last change is unknown
	Created    *Date
	Authors    int  // contributors, 0 when unknown; never names
	Wide       bool // no right-hand column
	Twins      []Twin
	Calendar   *Link // of a page of days, to subscribe to
}

// Twin is another form of a page: a file beside it.
type Twin struct {
	Link
	Media string // media type: application/json
}

// Link is an address with words.
type Link struct {
	Href  string
	Words string
}

// Heading is an entry of the contents list.
type Heading struct {
	Level int // 2 or 3
	ID    string
	Words string
}

// Fact is one entry of the facts strip.
type Fact struct {
	Name   string
	Words  string
	Href   string // "" when it leads nowhere
	State  string // "", ok, due, over, info, none: shape and colour beside the words
	Blocks string // a level as filled blocks, for the eye alone: the words say it too
	Date   *Date  // when the fact is a date
	Then   string // between Date and Until: "to", "due again"
	Until  *Date  // when the fact is two dates; nil when it is not
	Due    bool   // the date, of two the later, is one by which something is to be done
}

// Notice is a line above the text: the page was replaced, or is retired.
type Notice struct {
	State string // as in Fact
	Words string
	More  []Piece // what the words end with: the pages that replace this one; none when that is nothing
}

// Stated is one field of a document's front matter with what its author wrote.
type Stated struct {
	ID      string // of its heading; it holds a colon, so that no heading in Body has it; "" for a short field
	Name    string
	Look    string // how its lines are set: "rungs" for decisions, "log" for heads of few words before long texts; "" for others
	Lines   []Line
	Picture template.HTML // a derived picture that says the same as the lines, or ""
}

// Line is one line of a field: words, a group of keys, or both.
type Line struct {
	ID     string  // of the line on its page: r:decides-2; "" for a line of a short field
	Head   []Piece // what stands before the colon that cuts the line; none for a line without
	Limit  []Piece // of a decision: the amounts for which it holds
	Blocks string  // of a decision: how free it is as filled blocks, for the eye alone, since Rest says it
	Tag    string  // a state in words, before Rest; "" for a line without
	State  string  // of the Tag, as in Fact
	Rest   []Piece
	Keys   []Key // of a group, or what is added to the line: what the other side says, how it is checked
}

// Key is one key of a group with what stands behind it.
type Key struct {
	Name  string
	Words []Piece
}

// Piece is a stretch of a line. Pieces follow each other without a space.
type Piece struct {
	Words string
	Href  string // "" when it leads nowhere
	Date  string // the day or month, as 2026-11-22 or 2026-11, when the words are one
	Due   bool   // by the Date something is to be done
}

// Date is a civil date.
type Date struct {
	ISO   string // 2026-11-22
	Words string // 22 November 2026
}

// LinkGroup is backlinks from documents of one type.
type LinkGroup struct {
	Name  string // "Lessons"; "" when there is only one group
	Links []Backlink
	More  int // how many were left out
}

// Backlink is a link that leads to this page, with the sentence around it.
type Backlink struct {
	Link
	Before, Quoted, After string // the sentence, with the linked words in the middle; "" for a page that names this one in its front matter alone
	Fields                string // what the fields are called that name this page: "Touches, Led to"; "" for a link in the text
}

// Group is a titled list of pages.
type Group struct {
	Words   string // "" for an untitled list
	Href    string
	Count   int // how many are meant, when that is to be said; else 0
	Entries []Entry
	Fold    string // on /all/: how the list can be folded: open or closed; else ""
	Short   bool   // names alone, which may stand beside each other
}

// Entry is one page in a list.
type Entry struct {
	Link
	Summary string
	Lang    string // of the words and the summary; "" when it is the site's
	Type    string // kind in words, or ""
	Facts   []Fact // who keeps it, where it stands, the day that matters
	Count   int    // pages below, for a folder or tag; else 0
	Depth   int    // on /all/: how deep it lies
	Within  []Link // on the search page: headings of the page
}

// Source says where the text of a page is kept.
type Source struct {
	Path    string // below the site's folder
	Edit    string // addresses at the repository's host; "" when unknown
	History string
	Report  string
}

// Nav is the navigation of one folder: the site's sections and the pages
// beside each other in that folder. It never holds the whole site.
type Nav struct {
	Sections []NavItem
	Title    string    // of the folder; "" at the top of the site
	Deep     bool      // the folder lies below a section and is none itself
	Siblings []NavItem // at most 40
	All      *NavItem  // leads to the folder page when Siblings was cut: "all 212"
	Language string    // of the site, for the words of the interface; "" means English
}

// NavItem is one link of the navigation.
type NavItem struct {
	Path   string // below the site's root: "charters/support/"
	Words  string
	Count  int  // pages below, for a folder
	Inside bool // the folder of this nav lies in it
}
