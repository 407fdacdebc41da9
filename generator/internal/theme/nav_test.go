package theme

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestNav(t *testing.T) {
	t.Parallel()
	th := load(t)
	f := th.Nav(Nav{
		Sections: []NavItem{{Path: "charters/", Words: "Charters", Inside: true}, {Path: "lessons/", Words: "Lessons"}},
		Title:    "Charters",
		Siblings: []NavItem{{Path: "", Words: "Handbook"}, {Path: "charters/support/", Words: "Support"}, {Path: "charters/größe & co/", Words: `"Size" <b>`}},
		All:      &NavItem{Path: "charters/", Words: "Charters", Count: 212},
	})
	for _, c := range []struct {
		name, root, current string
		want                []string // href and words of each link; * marks the current one
	}{
		{"a sibling", "../../", "charters/support/", []string{
			"../../ Home", "../../charters/ Charters",
			"*../../charters/support/ Support", `../../charters/gr%c3%b6%c3%9fe%20&%20co/ "Size" <b>`, "../../charters/ All 212 pages", "../../lessons/ Lessons",
		}},
		{"the folder", "../", "charters/", []string{
			"../ Home", "*../charters/ Charters",
			"../charters/support/ Support", `../charters/gr%c3%b6%c3%9fe%20&%20co/ "Size" <b>`, "../charters/ All 212 pages", "../lessons/ Lessons",
		}},
		{"home", "./", "", []string{
			"*./ Home", "./charters/ Charters",
			"./charters/support/ Support", `./charters/gr%c3%b6%c3%9fe%20&%20co/ "Size" <b>`, "./charters/ All 212 pages", "./lessons/ Lessons",
		}},
		{"elsewhere, absolute", "/wiki/", "404.html", []string{
			"/wiki/ Home", "/wiki/charters/ Charters",
			"/wiki/charters/support/ Support", `/wiki/charters/gr%c3%b6%c3%9fe%20&%20co/ "Size" <b>`, "/wiki/charters/ All 212 pages", "/wiki/lessons/ Lessons",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, a := range find(parseHTML(t, string(f.For(c.root, c.current))), named("a")) {
				star := ""
				if attr(a, "aria-current") == "page" {
					star = "*"
				}
				got = append(got, star+attr(a, "href")+" "+text(a))
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestNavOfNothing(t *testing.T) {
	t.Parallel()
	if got := (NavFragment{}).For("../", "x/"); got != "" {
		t.Errorf("the zero value gives %q", got)
	}
	links := find(parseHTML(t, string(load(t).Nav(Nav{}).For("../", "x/"))), named("a"))
	if len(links) != 1 || attr(links[0], "href") != "../" {
		t.Errorf("got %d links, want the one to home", len(links))
	}
}

func TestNavSpeaksTheLanguageOfTheSite(t *testing.T) {
	t.Parallel()
	n := load(t).Nav(Nav{Language: "de"})
	links := find(parseHTML(t, string(n.For("./", ""))), named("a"))
	if got := text(links[0]); got != "Startseite" {
		t.Errorf("got %q", got)
	}
}

// Words that look like the marks of a fragment stay words.
func TestNavMarksCannotBeForged(t *testing.T) {
	t.Parallel()
	forged := mark + `0"`
	n := load(t).Nav(Nav{Title: forged, Siblings: []NavItem{{Path: forged, Words: forged}}})
	doc := parseHTML(t, string(n.For("./", "")))
	links := find(doc, named("a"))
	if len(links) != 2 || text(links[1]) != forged {
		t.Errorf("got %d links, the last %q", len(links), text(links[len(links)-1]))
	}
	if titles := find(doc, func(n *html.Node) bool { return attr(n, "class") == "h" }); len(titles) != 1 || text(titles[0]) != forged {
		t.Errorf("got %d titles", len(titles))
	}
}
