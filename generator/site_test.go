package generator

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"remit/content"
)

// handbookDay is the day for which the handbook's dates are held to be true:
// what falls due later is a question to its authors, not to a test.
var handbookDay = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// TestContent builds the product's own handbook: no problem, and every page as
// it should be.
func TestContent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Files()); err != nil {
		t.Fatal(err)
	}
	s := readSite(t, dir, handbookDay)
	for _, p := range s.Problems() {
		t.Errorf("%s:%d: %s[%s]: %s", p.File, p.Span.Start.Line, p.Severity, p.Rule, p.Message)
	}
	inspect(t, s)
}

// TestCorpora builds handbooks that others wrote, for which REMIT_CORPORA
// names the folder they lie in.
func TestCorpora(t *testing.T) {
	root := os.Getenv("REMIT_CORPORA")
	if root == "" {
		t.Skip("REMIT_CORPORA names no folder of handbooks")
	}
	handbooks, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range handbooks {
		t.Run(h.Name(), func(t *testing.T) {
			s := readSite(t, filepath.Join(root, h.Name()), sampleToday)
			for _, p := range s.Problems() {
				if p.Severity.String() == "error" {
					t.Errorf("%s:%d: %s: %s", p.File, p.Span.Start.Line, p.Rule, p.Message)
				}
			}
			everyFileHasItsPage(t, s, filepath.Join(root, h.Name()))
			inspect(t, s)
		})
	}
}

func readSite(t *testing.T, dir string, today time.Time) *Snapshot {
	t.Helper()
	site, err := Open(dir, Options{NoGit: true, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Close() })
	in, err := site.Read(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return Compile(nil, in)
}

// TestCorporaCharters counts what the charters of the working groups of the
// Kubernetes handbook lack: figures that were found by reading them.
func TestCorporaCharters(t *testing.T) {
	root := os.Getenv("REMIT_CORPORA")
	if root == "" {
		t.Skip("REMIT_CORPORA names no folder of handbooks")
	}
	s := readSite(t, filepath.Join(root, "kubernetes-community"), sampleToday)
	live := regexp.MustCompile(`^(sig|wg)-[^/]*/charter\.md$`)
	charters, owning := 0, 0
	for _, d := range s.model.Docs {
		if live.MatchString(d.Path) && d.Kind.Name == "charter" && d.Facts.Team == d.Folder {
			charters++
			if len(d.Facts.Owns) > 0 {
				owning++
			}
		}
	}
	if charters != 33 || owning != 32 { // one tells its scope in prose
		t.Errorf("%d charters, of which %d own areas; want 33 and 32", charters, owning)
	}
	found := map[string]int{}
	for _, p := range s.Problems() {
		if live.MatchString(p.File) {
			found[p.Rule]++
		}
	}
	for rule, want := range map[string]int{"no-success": 32, "no-answer-to-a-miss": 33, "template-text": 5, "no-owns": 0} {
		if found[rule] != want {
			t.Errorf("%s is found %d times, want %d", rule, found[rule], want)
		}
	}
}

// everyFileHasItsPage walks the folder by itself.
func everyFileHasItsPage(t *testing.T, s *Snapshot, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := e.Name(); name != dir && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "node_modules") {
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".md") {
			return nil
		}
		files++
		rel, _ := filepath.Rel(dir, name)
		d := s.model.Find(filepath.ToSlash(rel))
		if d == nil {
			t.Errorf("%s was not compiled", rel)
			return nil
		}
		address, clash := s.model.Address(d)
		if p, ok, err := s.Page(address + "index.html"); !ok || err != nil || len(clash) > 0 || !bytes.Contains(p.Body, []byte("<h1")) {
			t.Errorf("%s has no page at /%s: %v", rel, address, err)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files: %v", files, err)
	}
}

// inspected is what the test wants to know of a page.
type inspected struct {
	ids   map[string]bool
	links []string
}

// inspect looks at every page of a site: each link leads to a page and to an
// id there, ids are unique, there is one h1, and nothing runs or is loaded
// from elsewhere.
func inspect(t *testing.T, s *Snapshot) {
	t.Helper()
	pages := map[string]*inspected{}
	files := map[string]bool{}
	for _, p := range s.Paths() {
		if files[p] {
			t.Errorf("%s is listed twice", p)
		}
		files[p] = true
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		page, ok, err := s.Page(p)
		if !ok || err != nil {
			t.Fatalf("%s: %v %v", p, ok, err)
		}
		pages[p] = inspectPage(t, p, page.Body)
	}
	broken := 0
	for p, page := range pages {
		for _, href := range page.links {
			if why := follow(pages, files, p, href); why != "" && broken < 30 {
				broken++
				t.Errorf("%s: %s: %s", p, href, why)
			}
		}
	}
}

func inspectPage(t *testing.T, p string, body []byte) *inspected {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	page := &inspected{ids: map[string]bool{}}
	h1 := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if page.ids[a.Val] {
					t.Errorf("%s: the id %q stands twice", p, a.Val)
				}
				page.ids[a.Val] = true
			case strings.HasPrefix(a.Key, "on") || a.Key == "style":
				t.Errorf("%s: <%s %s=%q>", p, n.Data, a.Key, a.Val)
			case a.Key == "href" && n.Data == "a":
				page.links = append(page.links, a.Val)
			case a.Key == "src" || a.Key == "href" && n.Data == "link" && attr(n, "rel") != "canonical":
				if strings.Contains(a.Val, "//") {
					t.Errorf("%s: <%s> loads %s", p, n.Data, a.Val)
				}
				page.links = append(page.links, a.Val)
			}
		}
		switch n.Data {
		case "h1":
			h1++
		case "style", "iframe", "object", "embed", "base":
			t.Errorf("%s holds <%s>", p, n.Data)
		case "script":
			if attr(n, "src") == "" && attr(n, "type") != "application/json" {
				t.Errorf("%s holds an inline script", p)
			}
		case "img":
			if !hasAttr(n, "alt") {
				t.Errorf("%s holds an image without alternative text", p)
			}
		}
	}
	if h1 != 1 && !bytes.Contains(body, []byte(`http-equiv="refresh"`)) {
		t.Errorf("%s has %d h1", p, h1)
	}
	return page
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// follow says why a link leads nowhere, or "".
func follow(pages map[string]*inspected, files map[string]bool, from, href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return err.Error()
	}
	if u.IsAbs() {
		return ""
	}
	to := from
	if u.Path != "" {
		to = path.Join("/", path.Dir(from), u.Path)[1:]
		if strings.HasPrefix(u.Path, "/") {
			to = path.Clean(u.Path)[1:]
		}
		if strings.HasSuffix(u.Path, "/") || to == "" {
			to = path.Join(to, "index.html")
		}
	}
	if !files[to] {
		return "there is no " + to
	}
	if page := pages[to]; page != nil && u.Fragment != "" && !page.ids[u.Fragment] {
		return to + " has no id " + u.Fragment
	}
	return ""
}
