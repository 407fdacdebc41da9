package generator

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"remit/generator/internal/starter"
)

func theStarter() map[string]string {
	all := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		all[p] = string(text)
	}
	return all
}

// mediumOf compiles files for a medium.
func mediumOf(files map[string]string, o Options) *Snapshot {
	return Compile(nil, inputOf(nil, treeOf(files), o))
}

// TestFolderLeads follows every address of every page in a folder as a browser
// does on a disk, where nothing stands behind an address but a file.
func TestFolderLeads(t *testing.T) {
	t.Parallel()
	strange := maps.Clone(awkward)
	strange["remit.yaml"] = "title: Awkward\npublic: true\nbase-url: https://wiki.example.org/hand/book/\n"
	strange["a & b/größe 100%.md"] = "---\naliases: [/alte/größe/, /50/a&b.html]\n---\n# Größe\n\n[d](data.CSV) [home](/) [here](.) [up](..) <a href=\"../team/\">team</a>\n"
	strange["a & b/data.CSV"] = "a,b\n"
	for name, files := range map[string]map[string]string{"starter": theStarter(), "strange": strange} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mediumOf(files, Options{Today: sampleToday, Medium: Folder})
			there := map[string]bool{}
			for _, p := range s.Paths() {
				there[p] = true
			}
			for _, not := range []string{"_headers", "_redirects", "404.html", "offline.html", "robots.txt", "sitemap.xml", "sw.js", "search/manifest.bin"} {
				if there[not] {
					t.Errorf("a folder has no use for %s", not)
				}
			}
			links := 0
			for p := range there {
				page, ok, err := s.Page(p)
				if !ok || err != nil {
					t.Fatalf("%s: %v %v", p, ok, err)
				}
				if isHTML(p) {
					links += followOnDisk(t, there, p, string(page.Body))
				}
			}
			if links < 100 {
				t.Errorf("only %d links were followed", links)
			}
		})
	}
}

func followOnDisk(t *testing.T, there map[string]bool, p, body string) (links int) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	from := &url.URL{Scheme: "file", Path: "/site/" + p}
	for n := range doc.Descendants() {
		if hasAttr(n, "integrity") || hasAttr(n, "crossorigin") || attr(n, "type") == "module" {
			t.Errorf("%s: <%s %v> is refused on a disk", p, n.Data, n.Attr)
		}
		for _, a := range n.Attr {
			address := a.Val
			if a.Key == "content" && attr(n, "http-equiv") == "refresh" {
				_, address, _ = strings.Cut(a.Val, "url=")
			} else if a.Key != "href" && a.Key != "src" {
				continue
			}
			to, err := from.Parse(address)
			if err != nil {
				t.Errorf("%s: %s: %v", p, address, err)
				continue
			}
			if to.Scheme != "file" {
				continue
			}
			links++
			if below, ok := strings.CutPrefix(to.Path, "/site/"); !ok || !there[below] {
				t.Errorf("%s: %s leads to %s, which is no file", p, address, to.Path)
			}
		}
	}
	return links
}

// TestFolderStays holds the folder to the site: the same pages and the same
// index, and nothing of the folder when the site is built for a host again.
func TestFolderStays(t *testing.T) {
	t.Parallel()
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	for p, text := range theStarter() {
		writeUnder(t, dir, p, text)
	}
	build := func(m Medium) []string {
		t.Helper()
		r, err := Build(t.Context(), BuildOptions{Options: Options{NoGit: true, Today: sampleToday, Out: out, Medium: m}, Dir: dir, Verify: true})
		if err != nil || !r.Published || len(r.Kept) > 0 {
			t.Fatalf("%v %+v", err, r)
		}
		var files []string
		err = filepath.WalkDir(out, func(p string, e os.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				rel, _ := filepath.Rel(out, p)
				files = append(files, filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	host, folder, again := build(Host), build(Folder), build(Host)
	if !slices.Equal(host, again) {
		t.Errorf("after a folder the site has other files:\n%q\n%q", host, again)
	}
	pages := func(files []string) []string {
		return slices.DeleteFunc(slices.Clone(files), func(p string) bool { return path.Base(p) != indexFile })
	}
	if got, want := pages(folder), pages(host); !slices.Equal(got, want) {
		t.Errorf("the folder has other pages:\n%q\n%q", got, want)
	}
}

// TestKept wants a worker that keeps only where the settings and the readers
// let it; elsewhere one that takes away what an earlier site left.
func TestKept(t *testing.T) {
	t.Parallel()
	files := func(settings string) map[string]string {
		return map[string]string{"README.md": "# Home\n", "leaders/a.md": "# A\n", "remit.yaml": "audiences:\n  leaders: [leaders/**]\n" + settings}
	}
	for name, tt := range map[string]struct {
		settings string
		options  Options
		keeps    bool
	}{
		"nothing said": {"", Options{}, true},
		"on":           {"offline: true\n", Options{}, true},
		"off":          {"offline: false\n", Options{}, false},
		"for a few":    {"offline: true\n", Options{Audience: "leaders"}, false},
		"the preview":  {"offline: true\n", Options{Medium: Preview}, false},
	} {
		s := mediumOf(files(tt.settings), tt.options)
		text := fileText(t, s, "sw.js")
		if keeps := strings.Contains(text, "search/manifest.bin"); keeps != tt.keeps || strings.Contains(text, "unregister()") == tt.keeps {
			t.Errorf("%s: sw.js is %s", name, text)
		}
		if marked := strings.Contains(fileText(t, s, "index.html"), " data-worker"); marked != tt.keeps {
			t.Errorf("%s: the page says that it may be kept: %v", name, marked)
		}
		if _, ok, _ := s.Page(offlinePage); ok != tt.keeps || slices.Contains(s.Paths(), offlinePage) != tt.keeps {
			t.Errorf("%s: there is %s: %v", name, offlinePage, ok)
		}
	}
}

// host serves a site below /hand/book/, as a web server does, and pages of
// another program below that. The site can be replaced by a newer one, and be
// cut off.
type host struct {
	*httptest.Server
	site atomic.Pointer[Snapshot]
	cut  atomic.Bool // no network
	deny atomic.Bool // nobody is signed in
}

func hostOf(t *testing.T, s *Snapshot) *host {
	h := &host{}
	h.site.Store(s)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.cut.Load() {
			panic(http.ErrAbortHandler)
		}
		p, ok := strings.CutPrefix(r.URL.Path, "/hand/book/")
		if !ok || strings.HasPrefix(p, "other/") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, "<!doctype html><title>Other</title><h1>Other</h1><p>&lt;script data-worker>")
			return
		}
		if p == "" || strings.HasSuffix(p, "/") {
			p += indexFile
		}
		if h.deny.Load() {
			http.Error(w, "Who are you?", http.StatusForbidden)
			return
		}
		s := h.site.Load()
		page, ok, err := s.Page(p)
		if err != nil || !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", page.Media)
		w.Header().Set("Content-Security-Policy", s.view.Policy()+"; frame-ancestors 'none'")
		w.Header().Set("Cache-Control", "no-cache")
		if strings.Contains(p, "secret") {
			w.Header().Set("Cache-Control", "private, no-cache")
		}
		w.Write(page.Body)
	}))
	t.Cleanup(h.Close)
	return h
}

// finds looks for something in the dialog and wants the words in what is found.
func (r *reader) finds(query, words string) {
	r.t.Helper()
	r.find(query)
	r.until(dialogHits + `.some(a => a.textContent.includes(` + quoted(words) + `))`)
	r.is(dialogSays+`.includes('could not be read')`, false)
}

// kept resolves to the paths below the root that the worker keeps.
const kept = `caches.keys().then(async names => (await Promise.all(names.map(async n => (await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname.replace('/hand/book/', ''))))).flat())`

func TestOffline(t *testing.T) {
	t.Parallel()
	files := theStarter()
	files["pages/secret.md"] = "# Not for keeping\n"
	files["pages/later.md"] = "# Never opened\n"
	files["remit.yaml"] += "\nbase-url: https://wiki.example.org/hand/book/\n"
	s := mediumOf(files, Options{Today: sampleToday})
	h := hostOf(t, s)
	r := readerOf(t, s)
	r.base = h.URL + "/hand/book/"

	r.open("charters/workshop/")
	r.until(`navigator.serviceWorker.controller`) // registered although Trusted Types are enforced
	r.until(kept + `.then(all => all.includes('charters/workshop/') && all.includes('search/manifest.bin') && all.includes('offline.html'))`)
	r.finds("workshop", "Workshop")
	r.open("secret/")
	r.open("other/")
	r.open("standards/")
	r.until(kept + `.then(all => all.includes('standards/'))`)
	r.do(`window.same = true`)
	r.follow("lessons/") // takes the place of the page, which is no navigation for the worker
	r.arrive("lessons/", true)
	r.until(kept + `.then(all => all.includes('lessons/'))`)

	h.cut.Store(true)
	r.open("charters/workshop/")
	r.is(`document.querySelector('h1').textContent.includes('Workshop')`, true)
	r.is(`getComputedStyle(document.querySelector('header.top')).display`, "flex")
	r.finds("refunds", "efund") // nobody has searched for it before
	r.open("standards/")
	r.is(`document.querySelector('h1').textContent`, "Standards")
	r.follow("lessons/")
	r.arrive("lessons/", false)
	r.is(`document.querySelector('h1').textContent`, "Lessons")
	r.open("later/")
	r.is(`document.querySelector('h1').textContent`, "This page is not on this device")
	r.until(`document.querySelector('.find-here .hits a')?.textContent.includes('Never opened')`)
	for _, not := range []string{"secret/", "other/"} {
		r.open(not)
		r.is(`document.querySelector('h1').textContent`, "This page is not on this device")
	}

	// The site is another one when the network is back: nobody is shown what was kept.
	files["charters/workshop.md"] = strings.Replace(files["charters/workshop.md"], "# ", "# Newer ", 1)
	if !strings.Contains(files["charters/workshop.md"], "# Newer ") {
		t.Fatal("the starter has no such charter")
	}
	h.site.Store(mediumOf(files, Options{Today: sampleToday}))
	h.cut.Store(false)
	r.open("charters/workshop/")
	r.is(`document.querySelector('h1').textContent.startsWith('Newer')`, true)
	r.finds("newer", "Newer")

	// It changes again under the open page, which finds what is new.
	files["pages/fresh.md"] = "# Freshly baked bread\n"
	h.site.Store(mediumOf(files, Options{Today: sampleToday}))
	r.open("standards/")
	r.finds("freshly baked", "Freshly baked")
	r.until(kept + `.then(all => all.filter(p => p.startsWith('search/p/')).length === 1)`) // not those of the index before

	// Whoever is not let in any more has nothing left.
	h.deny.Store(true)
	r.open("standards/")
	r.until(kept + `.then(all => !all.some(p => p === '' || p.endsWith('/') || p.startsWith('search/')))`)
	h.deny.Store(false)
	r.open("standards/")
	r.until(kept + `.then(all => all.includes('offline.html') && all.includes('search/manifest.bin'))`)

	// A site that wants no worker any more gets rid of it.
	r.open("standards/")
	r.until(`navigator.serviceWorker.controller`)
	files["remit.yaml"] += "\noffline: false\n"
	h.site.Store(mediumOf(files, Options{Today: sampleToday}))
	r.open("charters/workshop/")
	r.until(`navigator.serviceWorker.getRegistrations().then(all => all.length === 0)`)
	r.until(`caches.keys().then(all => all.length === 0)`)
}

func TestFolderInBrowser(t *testing.T) {
	t.Parallel()
	s := mediumOf(theStarter(), Options{Today: sampleToday, Medium: Folder})
	r := readerOf(t, s)
	out := filepath.Join(t.TempDir(), "a folder #1")
	for _, p := range s.Paths() {
		page, ok, err := s.Page(p)
		if !ok || err != nil {
			t.Fatal(p, ok, err)
		}
		writeUnder(t, out, p, string(page.Body))
	}
	r.base = (&url.URL{Scheme: "file", Path: filepath.ToSlash(out)}).String() + "/"
	r.open("index.html")
	r.is(`getComputedStyle(document.querySelector('header.top')).display`, "flex")
	r.finds("refunds", "efund")
	r.do(dialogHits + `[0].click()`)
	r.until(`document.readyState === 'complete' && location.pathname.endsWith('/index.html') && document.body.dataset.kind !== 'home'`)
	r.is(`document.querySelector('h1') != null`, true)
	r.finds("who decides refunds", "efund") // an answer
	r.do(`document.querySelector('.brand').click()`)
	r.until(`document.readyState === 'complete' && document.body.dataset.kind === 'home'`)
	for _, key := range []string{"g", "d"} {
		r.do(`dispatchEvent(new KeyboardEvent('keydown', { key: '` + key + `' }))`)
	}
	r.until(`document.readyState === 'complete' && location.pathname.endsWith('/ask/who-decides/index.html')`)
	r.open("search/index.html?q=workshop")
	r.until(`document.querySelector('.find-here .hits a')?.textContent.includes('Workshop')`)
	r.open("ask/lessons/index.html")
	r.do(`document.querySelector('[data-facet]').click()`)
	r.is(`document.querySelector('.filtered').textContent.includes(' / ')`, true)
}
