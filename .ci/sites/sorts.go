package sites

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Page is the page that stands for its sort.
type Page struct {
	Sort string // such as "document-charter", "view-lessons" or "view-lessons-facet"
	Path string // relative to the root of the site
}

var (
	body     = regexp.MustCompile(`<body[^>]*>`)
	bodyKind = regexp.MustCompile(`data-kind="?([^" >]+)`)
	bodyType = regexp.MustCompile(`data-type="?([^" >]+)`)
)

// Pages gives one page of each sort, the heaviest, since that has the most that
// can go wrong. Sorts come in their order.
func (s Site) Pages() ([]Page, error) {
	type candidate struct {
		path string
		size int
	}
	heaviest := map[string]candidate{}
	err := fs.WalkDir(s.Public, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" || strings.HasPrefix(name, "files/") {
			return err
		}
		text, err := fs.ReadFile(s.Public, name)
		if err != nil {
			return err
		}
		sort := sortOf(name, string(body.Find(text)))
		if sort != "" && len(text) > heaviest[sort].size {
			heaviest[sort] = candidate{strings.TrimSuffix(name, "index.html"), len(text)}
		}
		return nil
	})
	var pages []Page
	for sort, c := range heaviest {
		pages = append(pages, Page{sort, c.path})
	}
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.Sort, b.Sort) })
	return pages, err
}

// sortOf tells pages apart as the theme does. Below ask/ the address says which
// view it is, whether one of its facets, or one thing alone. No sort is for what
// has no page of the theme, such as a file that moved.
func sortOf(name, body string) string {
	kind := bodyKind.FindStringSubmatch(body)
	if kind == nil {
		return ""
	}
	sort := kind[1]
	if typ := bodyType.FindStringSubmatch(body); typ != nil {
		sort += "-" + typ[1]
	}
	if kind[1] == "missing" {
		return strings.TrimSuffix(name, ".html")
	}
	if rest, ok := strings.CutPrefix(name, "ask/"); ok {
		switch parts := strings.Split(path.Dir(rest), "/"); {
		case parts[0] == ".":
		case len(parts) == 1:
			sort += "-" + parts[0]
		case len(parts) == 2:
			sort += "-" + parts[0] + "-one"
		default:
			sort += "-" + parts[0] + "-" + parts[1] + "-facet"
		}
	}
	return sort
}
