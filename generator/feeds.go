package generator

import (
	"path"
	"strings"

	"remit/generator/internal/feed"
	"remit/generator/internal/view"
)

// feedOf makes the feed beside the page of a view. Without the site's base URL
// its addresses are relative to it.
func feedOf(name string) output {
	file := view.Base + name + "/" + view.FeedFile
	return output{path: file, make: func(s *Snapshot) []byte {
		news := s.view.News(name)
		if len(news) == 0 {
			return nil
		}
		base, seed := s.in.Settings.BaseURL, s.in.Settings.BaseURL
		f := feed.Feed{
			Title:    s.view.Title() + ": " + s.view.Word("view."+name),
			Subtitle: s.view.Word("view." + name + ".lead"),
			Language: s.in.Settings.Language,
			Author:   s.view.Title(),
			Page:     "./",
		}
		root := "../../"
		if base != "" {
			root, f.Page, f.Self = base, base+path.Dir(file)+"/", base+file
		} else {
			seed = s.view.Title()
		}
		f.Key = seed + "\x00" + name
		for _, n := range news {
			e := feed.Entry{Key: n.Key, Title: n.Title, Summary: n.Summary, Category: n.Sort, Updated: n.Day}
			if n.HasPage {
				address, anchor, found := strings.Cut(n.Address, "#")
				if e.Link = root + escapePath(address); found {
					e.Link += "#" + anchor
				}
			}
			f.Entries = append(f.Entries, e)
		}
		return feed.Atom(f)
	}}
}
