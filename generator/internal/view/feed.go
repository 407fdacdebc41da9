package view

import (
	"slices"
	"strings"
	"time"

	"remit/generator/internal/theme"
)

// FeedFile is the name of the feed beside the page of a view that has one.
const FeedFile = "feed.xml"

// mostNews is how many entries a feed holds.
const mostNews = 50

// News is one entry of a feed.
type News struct {
	Key     string // what makes it the same entry in every build
	Title   string
	Summary string // plain text, may be ""
	Sort    string // a word for what it is about, may be ""
	HasPage bool   // it leads somewhere still
	Address string // below the site's root, with the place on the page
	Day     time.Time
}

// withFeed is a view that can be subscribed to.
func withFeed(v View, news func(*Site) []News) View {
	v.Feed = news
	return v
}

// addFeed links a view's own page to its feed, when there is anything in it.
func (s *Site) addFeed(v *View, p *theme.Page) {
	if v.Feed != nil && p.Path == Base+v.Name+"/" && len(v.Feed(s)) > 0 {
		p.Feed = FeedFile
	}
}

// News returns what can be subscribed to below a view, the newest first;
// nothing when the view has no page.
func (s *Site) News(view string) []News {
	for i := range s.views {
		v := &s.views[i]
		if v.Name == view && v.Feed != nil && slices.Contains(v.Addresses(s), Base+v.Name+"/") {
			return v.Feed(s)
		}
	}
	return nil
}

// lessonNews are the lessons that hold, by their own dates, else by the day on
// which Git saw them first. A lesson without any day is left out, since it could
// not be put into an order.
func lessonNews(s *Site) []News {
	return once(s, "lesson-news", func() []News {
		var list []News
		for _, row := range s.Model.ByKind.Get("lesson") {
			d := row.Doc
			address, clash := s.Model.Address(d)
			if !s.Model.Living(d) || len(clash) > 0 {
				continue
			}
			day := d.Facts.Date.Day
			if day.IsZero() {
				known, ok := s.History.Of(d.Path)
				if !ok {
					continue
				}
				day = time.Date(known.First.Year, time.Month(known.First.Month), known.First.Day, 0, 0, 0, 0, time.UTC)
			}
			if day.After(s.Model.Today) {
				continue
			}
			list = append(list, News{Key: "lesson/" + d.ID, Title: d.Title, Summary: d.Summary, Sort: "lesson", HasPage: true, Address: address, Day: day})
		}
		slices.SortStableFunc(list, func(a, b News) int {
			if c := b.Day.Compare(a.Day); c != 0 {
				return c
			}
			return strings.Compare(a.Key, b.Key)
		})
		return list[:min(len(list), mostNews)]
	})
}
