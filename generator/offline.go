package generator

import (
	"path"
	"strings"

	"remit/generator/internal/offline"
	"remit/generator/internal/theme"
	"remit/generator/internal/view"
)

// Medium is how readers get a site.
type Medium int

// The media.
const (
	Host    Medium = iota // from a web server
	Folder                // from a folder on a disk, which needs none
	Preview               // while it is being written: no browser may keep anything of it
)

// keeps reports whether browsers may keep pages for when there is no network.
// What a few may read is not left on their devices.
func (in *Input) keeps() bool {
	return in.Medium == Host && in.Settings.Offline && in.Audience == ""
}

// offlinePage is shown by the service worker for a page that it does not have.
const offlinePage = "offline.html"

// smallIndex is how many files an index may have to be kept whole from the first
// visit on: some 100 kB. A small site has one file of terms and one of records,
// and a few for filters and answers; readers of a larger one fetch what their
// searches need.
const smallIndex = 40

// worker makes sw.js: where nothing is kept, the one that takes away an older
// one's.
func worker(s *Snapshot) []byte {
	if !s.in.keeps() {
		return theme.Minified(mediaOf(offline.WorkerPath), offline.Gone())
	}
	keep := []string{"", "search/", offlinePage}
	if s.view.Icon() != nil {
		keep = append(keep, view.IconFile)
	}
	for _, a := range s.in.Theme.Assets() {
		keep = append(keep, a.Path)
	}
	index := s.searchPaths()
	for _, p := range index {
		if len(index) <= smallIndex || path.Dir(p) == "search" {
			keep = append(keep, p)
		}
	}
	return theme.Minified(mediaOf(offline.WorkerPath), offline.Worker(keep, offlinePage))
}

// finished returns the HTML of the file at p as readers of this medium get it.
func (s *Snapshot) finished(p string, body []byte) []byte {
	if s.in.Medium == Folder {
		return offline.Page(p, s.basePath(), body)
	}
	return body
}

// indexPaths lists the files under search/ as readers of this medium get them.
func (s *Snapshot) indexPaths() []string {
	paths := s.searchPaths()
	if s.in.Medium != Folder {
		return paths
	}
	scripts := []string{offline.LoaderPath}
	for _, p := range paths {
		scripts = append(scripts, offline.ScriptPath(p))
	}
	return scripts
}

// indexFile makes a file under search/ as readers of this medium get it, or
// says false when there is none.
func (s *Snapshot) indexFile(p string) ([]byte, bool) {
	if s.in.Medium != Folder {
		return s.searchFile(p)
	}
	if p == offline.LoaderPath {
		return theme.Minified(mediaOf(p), offline.Loader()), true
	}
	for _, name := range []string{p, strings.TrimSuffix(p, ".js")} {
		if body, ok := s.searchFile(name); ok && offline.ScriptPath(name) == p {
			return offline.Script(name, body), true
		}
	}
	return nil, false
}

// assetIn returns the body of an asset of the theme as readers of this medium
// get it.
func (s *Snapshot) assetIn(a theme.Asset) []byte {
	if s.in.Medium == Folder && strings.HasPrefix(a.Media, "text/javascript") && offline.IsModule(a.Body) {
		return offline.Script(a.Path, a.Body)
	}
	return a.Body
}
