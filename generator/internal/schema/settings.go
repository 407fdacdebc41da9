package schema

import (
	"slices"

	"remit/generator/internal/diag"
)

// SettingsFile is the name of the optional settings file of a site.
const SettingsFile = "remit.yaml"

// Settings are the values of remit.yaml, with defaults filled in.
type Settings struct {
	Title      string   // "" means: take the title of the home page
	BaseURL    string   // "" or an absolute URL that ends in "/"
	Language   string   // BCP 47 tag, default "en"
	Public     bool     // true lets search engines in: a sitemap is written and X-Robots-Tag left out
	Ignore     []string // globs (doublestar) below the site's folder
	Repository string   // https URL of the repository's page, for edit links
	Branch     string   // default "main"
	Folder     string   // the site's folder inside the repository, slash path, "" for its root
	RawHTML    string   // "allow" (the allow-list, default) or "none"
	ImageHosts []string // hosts whose images may be shown
	Audiences  []Audience
	Words      Words  // which word checks look at the documents
	Twins      string // which pages have twins, as JSON and Markdown: "all", "views" or "none"; "" is all of a site that is not large
	Theme      Value  // the name of the folder below themes/ whose theme the site wears; the zero Value means the default one
	Offline    bool   // browsers may keep pages of the site for everyone for when there is no network, default true
	Limits     Limits
}

// Words says which word checks look at the documents. They are hints to an
// author about single words; the zero Words are the usual ones.
type Words struct {
	Off  bool
	Also []Value // names of rules that are off by default and on here
}

// Includes reports whether a word check looks at the documents; usual tells
// whether it does so when remit.yaml says nothing.
func (w Words) Includes(rule string, usual bool) bool {
	if w.Off {
		return false
	}
	return usual || slices.ContainsFunc(w.Also, func(v Value) bool { return v.Text == rule })
}

// Audience is a named group of readers. A document belongs to it by its own
// front matter (audience: NAME) or because a glob of Folders matches its path.
type Audience struct {
	Name    string
	Folders []string
	Span    diag.Span
}

// Limits bound what one document and one site may cost. Numbers and reasons
// are those of the security notes: goldmark has inputs of a few kB that take
// minutes, so the limits hold before it runs.
type Limits struct {
	FileBytes        int // a document
	LineBytes        int
	FrontMatterBytes int
	FrontMatterDepth int
	FrontMatterKeys  int
	BlockDepth       int
	LineMarkers      int // list and quote markers at the start of one line
	ParagraphMarks   int // inline delimiters in one paragraph
	SquaredMarks     int // sum over the paragraphs of the square of their delimiters
	TableCells       int
	Definitions      int // link reference definitions
	Footnotes        int
	Headings         int
	PageBytes        int // a rendered page
	PageFactor       int // a rendered page, as a multiple of its source
	Documents        int
	AssetBytes       int
	PathBytes        int
	FolderDepth      int
}

// DefaultLimits returns the limits that hold when remit.yaml says nothing.
func DefaultLimits() Limits {
	return Limits{
		FileBytes: 2 << 20, LineBytes: 256 << 10,
		FrontMatterBytes: 64 << 10, FrontMatterDepth: 20, FrontMatterKeys: 500,
		BlockDepth: 32, LineMarkers: 32, ParagraphMarks: 4000, SquaredMarks: 5e7,
		TableCells: 20000, Definitions: 2000, Footnotes: 1000, Headings: 2000,
		PageBytes: 4 << 20, PageFactor: 50,
		Documents: 200000, AssetBytes: 25 << 20, PathBytes: 200, FolderDepth: 32,
	}
}

// DefaultSettings returns the settings of a site without remit.yaml.
func DefaultSettings() Settings {
	return Settings{Language: "en", Branch: "main", RawHTML: "allow", Offline: true, Limits: DefaultLimits()}
}
