package view

import (
	"slices"

	"remit/generator/internal/theme"
)

// Ask is the page that lists the derived views by the questions they answer.
var Ask = View{
	Name: "ask",
	Doc:  "Which questions does this site answer by itself?",
	Addresses: func(s *Site) []string {
		if !s.answers() {
			return nil
		}
		return []string{Base}
	},
	Page: func(s *Site, address string) (*theme.Page, bool) {
		if address != Base || !s.answers() {
			return nil, false
		}
		p := s.newPage("folder", address, s.word("view.ask"))
		p.Crumbs = s.crumbs(p, "")
		p.Nav = s.askNav().For(p.Root, address)
		p.Lead = s.word("view.ask.lead")
		for _, g := range s.askGroups() {
			group := theme.Group{Words: s.word("view.ask." + g.name)}
			for _, name := range g.views {
				group.Entries = append(group.Entries, theme.Entry{Link: link(p, Base+name+"/", s.word("view."+name)), Summary: s.word("view." + name + ".lead")})
			}
			p.Groups = append(p.Groups, group)
		}
		return p, true
	},
}

// askGroup is views whose questions belong together.
type askGroup struct {
	name  string
	views []string
}

// askOrder lists the groups of views in the order in which they are shown.
var askOrder = []askGroup{
	{"who", []string{"who-decides", "who-owns", "where-we-wait", "works-with", "direction", "three-questions"}},
	{"room", []string{"room", "paper-and-practice", "audit", "how-we-work"}},
	{"promises", []string{"promises", "lessons", "showcase", "open-asks", "balance"}},
	{"standards", []string{"standards"}},
	{"new", []string{"due", "changed"}},
	{"words", []string{"questions", "words"}},
}

// askGroups returns the groups with the views that have something to say. A
// view that stands in no group comes last, with those about words.
func (s *Site) askGroups() []askGroup {
	groups := make([]askGroup, len(askOrder))
	placed := map[string]bool{}
	for i, g := range askOrder {
		groups[i].name = g.name
		for _, name := range g.views {
			placed[name] = true
			if slices.Contains(s.asked(), name) {
				groups[i].views = append(groups[i].views, name)
			}
		}
	}
	last := &groups[len(groups)-1]
	for _, name := range s.asked() {
		if !placed[name] {
			last.views = append(last.views, name)
		}
	}
	return slices.DeleteFunc(groups, func(g askGroup) bool { return len(g.views) == 0 })
}

// asked lists the names of the derived views that have something to say, in
// the order of All.
func (s *Site) asked() []string {
	return once(s, "asked", func() []string {
		var names []string
		for i := range s.views {
			if v := &s.views[i]; v.isAsked() && v.has(s) {
				names = append(names, v.Name)
			}
		}
		return names
	})
}

// asks reports whether the derived view of a name has something to say.
func (s *Site) asks(name string) bool {
	return once(s, "asks "+name, func() bool {
		return slices.ContainsFunc(s.views, func(v View) bool { return v.Name == name && v.isAsked() && v.has(s) })
	})
}

// answers reports whether any derived view has something to say. On most sites
// the first does, so that the navigation need not ask all.
func (s *Site) answers() bool {
	return once(s, "answers", func() bool {
		return slices.ContainsFunc(s.views, func(v View) bool { return v.isAsked() && v.has(s) })
	})
}

// isAsked reports whether a view is listed as a question. The pages about
// names are found by their names.
func (v *View) isAsked() bool { return v.Data != nil && v.Name != "about" }

// has reports whether a view has a page.
func (v *View) has(s *Site) bool {
	if v.Has != nil {
		return v.Has(s)
	}
	return len(v.Addresses(s)) > 0
}

// askNav is the navigation of the derived pages.
func (s *Site) askNav() theme.NavFragment {
	return once(s, "ask nav", func() theme.NavFragment {
		n := theme.Nav{Language: s.Settings.Language, Sections: s.sections("")}
		for i := range n.Sections {
			n.Sections[i].Inside = n.Sections[i].Path == Base
		}
		for _, g := range s.askGroups() {
			for _, name := range g.views {
				n.Siblings = append(n.Siblings, theme.NavItem{Path: Base + name + "/", Words: s.word("view." + name)})
			}
		}
		return s.Theme.Nav(n)
	})
}
