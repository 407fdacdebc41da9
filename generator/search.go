package generator

import (
	"reflect"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/search"
	"remit/generator/internal/theme"
)

// searched is the search index of a snapshot, with what a later one can take
// from it.
type searched struct {
	in      Input
	faces   *faces
	docs    []*document.Document // shown, in path order
	places  []int                // of docs: place in entries, -1 where another document has the address
	entries []search.Entry       // by address
	answers bool                 // there are files that answer questions
	index   *search.Index
}

// makeSearch makes the search index, from an earlier one where there is one.
func (s *Snapshot) makeSearch(old *searched) *searched {
	now := &searched{in: s.in, faces: s.faces, docs: s.model.Docs}
	if old != nil && s.isAlone(old) {
		s.tellAgain(now, old)
		now.answers = old.answers
	} else {
		s.tellAll(now)
		now.answers = !s.query().Empty()
	}
	if old == nil {
		now.index = search.New(now.entries, now.answers)
	} else {
		now.index = old.index.Update(now.entries, now.answers)
	}
	return now
}

// tellAll tells search of all documents.
func (s *Snapshot) tellAll(now *searched) {
	pages := make([]*search.Page, len(now.docs))
	parallel(len(now.docs), func(i int) {
		if address, clash := s.model.Address(now.docs[i]); len(clash) == 0 {
			p := s.searchPage(now.docs[i], address)
			pages[i] = &p
		}
	})
	var order []int
	now.places = make([]int, len(pages))
	for i, p := range pages {
		if now.places[i] = -1; p != nil {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(pages[a].URL, pages[b].URL) })
	for place, i := range order {
		now.places[i] = place
		now.entries = append(now.entries, search.Entry{Page: pages[i]})
	}
}

// isAlone reports whether what search is told of a document that was not
// edited since is what it was, but for the number of links that lead to it.
func (s *Snapshot) isAlone(old *searched) bool {
	if s.faces != old.faces || !sameAssets(s.in.Files, old.in.Files) || !sameWorld(&s.in, &old.in) {
		return false
	}
	gone, fresh := difference(old.docs, s.model.Docs)
	for i := range gone {
		if !sameFacts(gone[i], fresh[i]) {
			return false
		}
	}
	return true
}

// sameWorld reports whether two inputs agree in all that is not a file of the
// site's folder.
func sameWorld(a, b *Input) bool {
	return a.Org == b.Org && a.Kinds == b.Kinds && a.Theme == b.Theme && a.History == b.History && a.Today.Equal(b.Today) &&
		reflect.DeepEqual(a.Settings, b.Settings)
}

// sameFacts reports whether two versions of a document say the same in front
// matter, or differ at most in their text.
func sameFacts(a, b *document.Document) bool {
	x, y := *a, *b
	for _, d := range []*document.Document{&x, &y} {
		d.File, d.Content, d.Problems = nil, nil, nil
		d.Summary, d.Lead, d.Facts.Purpose = "", false, ""
	}
	return reflect.DeepEqual(x, y)
}

// tellAgain tells search of the documents that were edited, and of those that
// they lead to.
func (s *Snapshot) tellAgain(now, old *searched) {
	now.places, now.entries = old.places, slices.Clone(old.entries)
	gone, fresh := difference(old.docs, now.docs)
	more := map[*document.Document]int{} // links that lead to it
	for i := range fresh {
		s.countLinks(more, gone[i], -1)
		s.countLinks(more, fresh[i], 1)
	}
	page := func(d *document.Document) **search.Page {
		i, _ := slices.BinarySearchFunc(now.docs, d.Path, func(d *document.Document, p string) int { return strings.Compare(d.Path, p) })
		if place := now.places[i]; place >= 0 {
			now.entries[place].Terms = ""
			return &now.entries[place].Page
		}
		return nil
	}
	for d, n := range more {
		if p := page(d); n != 0 && p != nil {
			linked := **p
			linked.Incoming += n
			*p = &linked
		}
	}
	for _, d := range fresh {
		if p := page(d); p != nil {
			again := s.searchPage(d, (*p).URL)
			*p = &again
		}
	}
}

// countLinks adds n for each link of a document to the one that it leads to.
func (s *Snapshot) countLinks(more map[*document.Document]int, d *document.Document, n int) {
	for i := range d.Content.Refs {
		r := &d.Content.Refs[i]
		if r.Kind == markdown.External || r.Target == "" {
			continue
		}
		if t := s.model.Resolve(d, r); t.Doc != nil && t.Doc.Path != d.Path {
			more[t.Doc] += n
		}
	}
}

// lastSearch is the latest search index that this snapshot or one before it
// has made; nil when there is none. Asking does not start the work.
func (s *Snapshot) lastSearch() *searched {
	if now := s.searchDone.Load(); now != nil {
		return now
	}
	return s.searchBefore
}

// makeAnswers makes the files that answer questions, by path.
func (s *Snapshot) makeAnswers() map[string][]byte {
	files := map[string][]byte{}
	for _, f := range s.query().Files() {
		files[f.Path] = f.Body
	}
	return files
}

// searchPaths lists the files under search/, sorted.
func (s *Snapshot) searchPaths() []string {
	paths := s.search().index.Paths()
	for p := range s.answers() {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// searchFile makes a file under search/, or says false when there is none.
func (s *Snapshot) searchFile(p string) ([]byte, bool) {
	if !strings.HasPrefix(p, "search/") {
		return nil, false
	}
	body, ok := s.search().index.File(p)
	if !ok {
		body, ok = s.answers()[p]
	}
	return theme.Minified(mediaOf(p), body), ok
}
