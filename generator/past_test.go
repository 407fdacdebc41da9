package generator_test

import (
	"encoding/xml"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"remit/generator"
)

// snapshotOf compiles the site in a repository's folder docs.
func snapshotOf(t *testing.T, r repository, o generator.Options) *generator.Snapshot {
	t.Helper()
	if o.Today.IsZero() {
		o.Today = theDay
	}
	site, err := generator.Open(filepath.Join(r.dir, "docs"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	in, err := site.Read(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return generator.Compile(nil, in)
}

// fileOf returns a file of the site, "" when it has none.
func fileOf(t *testing.T, s *generator.Snapshot, path string) string {
	t.Helper()
	p, ok, err := s.Page(path)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return ""
	}
	return string(p.Body)
}

const changedPage = "ask/changed/index.html"

func TestChangedPage(t *testing.T) {
	t.Parallel()
	r := starter(t)
	if got := fileOf(t, snapshotOf(t, r, generator.Options{}), changedPage); got != "" {
		t.Errorf("a page before anything changed:\n%s", got)
	}
	r.replace("docs/charters/customer-care.md", "vouchers up to 30 EUR", "vouchers up to 50 EUR")
	r.commit("2026-08-10")
	r.replace("docs/charters/customer-care.md", "One call should be enough.", "One call is enough.")
	r.commit("2026-08-11")
	r.replace("docs/charters/customer-care.md", "  - Refunds for repairs up to 150 EUR: alone\n", "")
	r.remove("docs/playbooks/after-a-miss.md")
	r.commit("2026-08-12")
	r.replace("docs/charters/customer-care.md", "vouchers up to 50 EUR", "vouchers up to 90 EUR") // not committed
	s := snapshotOf(t, r, generator.Options{})
	page := fileOf(t, s, changedPage)
	for _, want := range []string{
		`<div data-since="changed" data-new="New since your last visit">`,
		`<h2 id="r:2026-08-12"><time datetime="2026-08-12">12 August 2026</time></h2>`,
		`Customer care decides goodwill vouchers up to 50 EUR alone, was up to 30 EUR.`,
		`<a class="at" href="../../charters/customer-care/">Customer care</a>`, // the line reads in another way now
		`Customer care no longer says who decides refunds for repairs up to 150 EUR, was alone.`,
		`playbooks/after-a-miss.md (no longer there)`,
		`<link rel="alternate" type="application/atom+xml" title="What changed" href="feed.xml">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %s\n%s", want, page)
		}
	}
	for _, not := range []string{"90 EUR", "was edited", "2026-08-11", "Ada"} {
		if strings.Contains(page, not) {
			t.Errorf("the page holds %s", not)
		}
	}
	if first, last := strings.Index(page, "r:2026-08-12"), strings.Index(page, "r:2026-08-10"); first < 0 || last < first {
		t.Errorf("days at %d and %d: the newest comes first", first, last)
	}

	// Places that still read the same are led to.
	r.replace("docs/charters/customer-care.md", "vouchers up to 90 EUR", "vouchers up to 50 EUR")
	if page := fileOf(t, snapshotOf(t, r, generator.Options{}), changedPage); !strings.Contains(page, `href="../../charters/customer-care/#r:decides-2"`) {
		t.Errorf("no link to the line:\n%s", page)
	}
	// What is long ago, or has not come yet, is not told; nor is anything without Git.
	for day, want := range map[string]bool{"2026-11-08": true, "2026-11-11": false, "2026-08-05": false} {
		today, _ := time.Parse(time.DateOnly, day)
		if got := fileOf(t, snapshotOf(t, r, generator.Options{Today: today}), changedPage); strings.Contains(got, "up to 50 EUR") != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
	if fileOf(t, snapshotOf(t, r, generator.Options{NoGit: true}), changedPage) != "" {
		t.Error("a page without Git")
	}
}

// TestChangedAudience wants the past of a document to be as restricted as it
// ever was, whoever asks and however it was restricted.
func TestChangedAudience(t *testing.T) {
	t.Parallel()
	const settings = "audiences:\n  leaders: [docs-of-leaders]\n"
	charter := func(front, limit string) string {
		return "---\n" + front + "owns:\n  - Things\ndecides:\n  - SECRET up to " + limit + " EUR: alone\n---\n\n# Alpha\n\nWords.\n"
	}
	open := charter("", "100")
	for _, c := range []struct {
		name string
		play func(r repository)
		told bool
	}{
		{"always open", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", charter("", "200"))
		}, true},
		{"restricted before", func(r repository) {
			r.write("docs/charters/alpha.md", charter("audience: leaders\n", "100"))
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", strings.ReplaceAll(open, "SECRET", "Open"))
		}, false},
		{"restricted now", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", charter("", "200"))
			r.commit("2026-08-11")
			r.write("docs/charters/alpha.md", charter("audience: leaders\n", "200"))
		}, false},
		{"restricted and not committed", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", charter("", "200"))
			r.commit("2026-08-11")
			r.write("docs/charters/alpha.md", charter("audience: leaders\n", "300"))
			r.git("2026-08-12", "stash")
			r.git("2026-08-12", "stash", "apply")
			r.write("docs/other.md", "# Other\n")
			r.git("2026-08-12", "add", "docs/other.md")
			r.git("2026-08-12", "commit", "-q", "-m", "x", "docs/other.md")
		}, false},
		{"restricted for a while", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", charter("audience: leaders\n", "200"))
			r.commit("2026-08-11")
			r.write("docs/charters/alpha.md", strings.ReplaceAll(open, "SECRET", "Open"))
		}, false},
		{"moved to where it is restricted", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.remove("docs/charters/alpha.md")
			r.write("docs/docs-of-leaders/alpha.md", open)
		}, false},
		{"in a folder that was restricted", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", charter("", "200"))
			r.commit("2026-08-11")
			r.write("docs/remit.yaml", "audiences:\n  leaders: [charters]\n")
			r.commit("2026-08-12")
			r.write("docs/remit.yaml", settings)
		}, false},
		{"in a folder that was ignored", func(r repository) {
			r.write("docs/remit.yaml", settings+"ignore: [charters]\n")
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.remove("docs/charters/alpha.md")
			r.commit("2026-08-11")
			r.write("docs/remit.yaml", settings)
		}, false},
		{"below settings that could not be read", func(r repository) {
			r.write("docs/charters/alpha.md", open)
			r.commit("2026-08-10")
			r.write("docs/remit.yaml", "audiences:\n  leaders: [docs-of\n")
			r.commit("2026-08-11")
			r.write("docs/remit.yaml", settings)
		}, false},
		{"a draft", func(r repository) {
			r.write("docs/charters/alpha.md", charter("draft: true\n", "100"))
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", charter("draft: true\n", "200"))
		}, false},
		{"unreadable for a while", func(r repository) {
			r.write("docs/charters/alpha.md", "---\naudience: [\n---\n# SECRET\n")
			r.commit("2026-08-10")
			r.write("docs/charters/alpha.md", strings.ReplaceAll(open, "SECRET", "Open"))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t)
			r.write("docs/README.md", "# Home\n")
			r.write("docs/remit.yaml", settings)
			r.write("docs/docs-of-leaders/x.md", "# X\n")
			r.commit("2026-08-01")
			r.write("docs/standards/beta.md", "---\napplies-to: everyone\n---\n\n# Beta\n\nWords.\n")
			r.commit("2026-08-02")
			c.play(r)
			if c.name != "restricted and not committed" {
				r.commit("2026-08-15")
			}
			s := snapshotOf(t, r, generator.Options{})
			page, feed := fileOf(t, s, changedPage), fileOf(t, s, "ask/changed/feed.xml")
			if got := strings.Contains(strings.ToLower(page+feed), "secret"); got != c.told {
				t.Errorf("told: %v\n%s", got, page)
			}
			if !strings.Contains(page, "Beta") != (c.name == "below settings that could not be read") {
				t.Errorf("what is open is not told as it should be:\n%s", page)
			}
		})
	}
}

// TestDiffAudience wants a comparison to leave out what is restricted on one
// side, for those who may not see it, and to compare it for those who may.
func TestDiffAudience(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	charter := "---\naudience: leaders\nowns:\n  - Things\ndecides:\n  - Money up to 100 EUR: alone\n---\n\n# Alpha\n\nWords.\n"
	r.write("docs/README.md", "# Home\n")
	r.write("docs/remit.yaml", "audiences:\n  leaders: []\n")
	r.write("docs/charters/alpha.md", charter)
	r.commit("2026-08-01")
	r.write("docs/charters/alpha.md", strings.Replace(charter, "100", "200", 1))
	if got := said(compareAs(t, r, "", "", generator.Options{}, true)); len(got) > 0 {
		t.Errorf("for everyone: %q", got)
	}
	if got := said(compareAs(t, r, "", "", generator.Options{Audience: "leaders"}, true)); len(got) != 1 || !strings.Contains(got[0], "up to 200 EUR") {
		t.Errorf("for leaders: %q", got)
	}
	r.write("docs/charters/alpha.md", strings.Replace(charter, "audience: leaders\n", "", 1))
	if got := said(compareAs(t, r, "", "", generator.Options{}, true)); len(got) > 0 {
		t.Errorf("opened: %q", got)
	}
	r.write("docs/charters/alpha.md", "---\nowns: [\n---\n# Alpha\n")
	got := compareAs(t, r, "", "", generator.Options{Audience: "leaders"}, true)
	if len(got.Changes) > 0 || fmt.Sprint(got.Left) != "[charters/alpha.md]" {
		t.Errorf("unreadable: %q, left %q", said(got), got.Left)
	}
}

// atom is a feed as an independent reader has it.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	IDs     []string `xml:"http://www.w3.org/2005/Atom id"`
	Titles  []string `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
	Authors []struct {
		Names []string `xml:"http://www.w3.org/2005/Atom name"`
	} `xml:"http://www.w3.org/2005/Atom author"`
	Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		IDs     []string   `xml:"http://www.w3.org/2005/Atom id"`
		Titles  []string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

// readAtom reads a feed and holds it against the musts of RFC 4287, 4.1.
func readAtom(t *testing.T, text string) atom {
	t.Helper()
	var f atom
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	isIRI := regexp.MustCompile(`^[a-z][a-z0-9+.-]*:[^\s]+$`).MatchString
	one := func(what string, list []string) string {
		if len(list) != 1 || list[0] == "" {
			t.Errorf("%s: %q, want one", what, list)
			return ""
		}
		return list[0]
	}
	moment := func(list []string) time.Time {
		at, err := time.Parse(time.RFC3339, one("updated", list))
		if err != nil {
			t.Error(err)
		}
		return at
	}
	if id := one("id of the feed", f.IDs); !isIRI(id) {
		t.Errorf("id %q", id)
	}
	one("title", f.Titles)
	if len(f.Authors) != 1 || len(f.Authors[0].Names) != 1 {
		t.Errorf("authors %v", f.Authors)
	}
	newest, seen := time.Time{}, map[string]bool{}
	for _, e := range f.Entries {
		if id := one("id of an entry", e.IDs); !isIRI(id) || seen[id] {
			t.Errorf("id %q, seen %v", id, seen[id])
		} else {
			seen[id] = true
		}
		one("title of an entry", e.Titles)
		if at := moment(e.Updated); at.After(newest) {
			newest = at
		}
		if len(e.Links) != 1 || e.Links[0].Rel != "alternate" || e.Links[0].Href == "" { // an entry without content needs one
			t.Errorf("links %v", e.Links)
		}
	}
	if at := moment(f.Updated); !at.Equal(newest) {
		t.Errorf("updated %v, the newest entry %v", at, newest)
	}
	return f
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	r := starter(t)
	r.replace("docs/charters/customer-care.md", "Goodwill vouchers up to 30 EUR: alone", "Goodwill vouchers <b> up to 30 EUR: alone")
	r.commit("2026-08-10")
	r.replace("docs/charters/workshop.md", "  - Order of the work: alone\n", "")
	r.commit("2026-08-12")
	s := snapshotOf(t, r, generator.Options{})
	text := fileOf(t, s, "ask/changed/feed.xml")
	f := readAtom(t, text)
	if len(f.Entries) != 2 || f.Entries[0].Updated[0] != "2026-08-12T00:00:00Z" || f.Titles[0] != "Tidewater Cycles: What changed" || f.Authors[0].Names[0] != "Tidewater Cycles" {
		t.Errorf("%+v", f)
	}
	if want := `Customer care decides goodwill vouchers <b> up to 30 EUR alone, in place of "Goodwill vouchers up to 30 EUR: alone".`; f.Entries[1].Titles[0] != want {
		t.Errorf("got %s\nwant %s", f.Entries[1].Titles[0], want)
	}
	if f.Entries[1].Links[0].Href != "../../charters/customer-care/#r:decides-3" || len(f.Links) != 1 || f.Links[0].Href != "./" {
		t.Errorf("links %v, %v", f.Entries[1].Links, f.Links)
	}
	if again := fileOf(t, snapshotOf(t, r, generator.Options{Today: theDay.AddDate(0, 0, 3)}), "ask/changed/feed.xml"); again != text {
		t.Error("the feed depends on the day")
	}

	r.replace("docs/remit.yaml", "title: Tidewater Cycles\n", "title: Tidewater Cycles\nbase-url: https://wiki.example.org/hand book/\n")
	s = snapshotOf(t, r, generator.Options{})
	g := readAtom(t, fileOf(t, s, "ask/changed/feed.xml"))
	var self, page string
	for _, l := range g.Links {
		switch l.Rel {
		case "self":
			self = l.Href
		case "alternate":
			page = l.Href
		}
	}
	if !strings.HasPrefix(self, "https://wiki.example.org/") || self != page+"feed.xml" || !strings.HasPrefix(g.Entries[1].Links[0].Href, "https://wiki.example.org/") {
		t.Errorf("self %s, page %s, entry %v", self, page, g.Entries[1].Links)
	}
	if got := fileOf(t, snapshotOf(t, r, generator.Options{NoGit: true}), "ask/changed/feed.xml"); got != "" {
		t.Errorf("a feed without Git: %s", got)
	}
	p, _, _ := s.Page("ask/changed/feed.xml")
	if p.Media != "application/atom+xml" {
		t.Errorf("media type %s", p.Media)
	}
}
