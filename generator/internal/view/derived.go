package view

import (
	"strings"
	"sync"

	"remit/generator/internal/theme"
)

// Base is the folder of the derived views on the site.
const Base = "ask/"

// one is a derived view with a single page, at ask/NAME/. has reports whether
// it has anything to say and must be cheap: a look into an index, where that
// tells. data makes the page's data; it is never called when has says no. The
// page's title, the question below it and what it cannot know are the words
// view.NAME, view.NAME.lead and view.NAME.limits of the theme.
func one[T any](name, doc string, has func(*Site) bool, data func(on) *T) View {
	v := many(name, doc,
		func(s *Site) []string {
			if !has(s) {
				return nil
			}
			return []string{""}
		},
		func(o on, key string) *T {
			if key != "" || !has(o.Site) {
				return nil
			}
			return data(o)
		})
	v.Has = has
	return v
}

// many is a derived view with several pages, at ask/NAME/KEY. keys lists them:
// "" is the view's own page, the others end in a slash ("2026-q3/",
// "pattern/late-handover/"). data makes the data of one page and returns nil
// for a key that the site has not; it may set o.Page.Title and o.Page.Heading.
func many[T any](name, doc string, keys func(*Site) []string, data func(o on, key string) *T) View {
	base := Base + name + "/"
	return View{
		Name: name,
		Doc:  doc,
		Data: new(T),
		Addresses: func(s *Site) []string {
			var all []string
			for _, key := range keys(s) {
				all = append(all, base+key)
			}
			return all
		},
		Page: func(s *Site, address string) (*theme.Page, bool) {
			key, ok := strings.CutPrefix(address, base)
			if !ok {
				return nil, false
			}
			p := s.newPage("view", address, s.word("view."+name))
			made := data(on{s, p}, key)
			if made == nil {
				return nil, false
			}
			if p.Heading != p.Title && p.Heading == s.word("view."+name) {
				p.Heading = p.Title
			}
			if p.Lead == "" {
				p.Lead = s.word("view." + name + ".lead")
			}
			p.Summary = p.Lead
			p.Limits = s.word("view." + name + ".limits")
			p.Wide = true
			p.Above = &theme.Part{Name: name, Data: made}
			p.Crumbs = append(s.crumbs(p, ""), link(p, Base, s.word("view.ask")))
			if key != "" {
				p.Crumbs = append(p.Crumbs, link(p, base, s.word("view."+name)))
			}
			p.Nav = s.askNav().For(p.Root, address)
			return p, true
		},
	}
}

// once returns what work makes, worked out when it is first asked for and then
// kept for the site: for what several views or pages need. key names it.
func once[T any](s *Site, key string, work func() T) T {
	f, ok := s.known.Load(key)
	if !ok {
		f, _ = s.known.LoadOrStore(key, sync.OnceValue(func() any { return work() }))
	}
	return f.(func() any)().(T)
}
