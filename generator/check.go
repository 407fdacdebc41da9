package generator

import (
	"slices"
	"strings"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
)

// findings are what the rules found.
type findings struct {
	docs []*document.Document                  // in path order
	own  []finding                             // of each of docs
	site map[*document.Document][]diag.Problem // nil stands for the site as a whole
}

// finding is what was found in one document that may still hold after an
// edit of another one.
type finding struct {
	alone      []diag.Problem // holds as long as the document does
	references []diag.Problem // holds as long as what the document refers to is where it was
}

// of returns the findings of one document; there are none of one that is not
// shown.
func (f *findings) of(d *document.Document) []diag.Problem {
	i, ok := slices.BinarySearchFunc(f.docs, d.Path, func(d *document.Document, p string) int { return strings.Compare(d.Path, p) })
	if !ok || f.docs[i] != d {
		return nil
	}
	return f.at(i)
}

// at returns the findings of the document at an index; nil for most.
func (f *findings) at(i int) []diag.Problem {
	own, site := &f.own[i], f.site[f.docs[i]]
	if len(own.alone)+len(own.references)+len(site) == 0 {
		return nil
	}
	return slices.Concat(own.alone, own.references, site)
}

// known is what the snapshot before has found and what of it still holds.
type known struct {
	docs       []*document.Document
	own        []finding
	references bool                        // those hold too
	stale      map[*document.Document]bool // but not of these documents
}

// knownAfter tells what the findings of prev are worth for s. Asking does not
// start the work, so that a chain of snapshots that nobody asked for problems is
// not kept alive.
func (s *Snapshot) knownAfter(prev *Snapshot, turned []*document.Document) known {
	done := prev.done.Load()
	if done == nil || prev.in.Kinds != s.in.Kinds {
		return known{}
	}
	k := known{docs: done.docs, own: done.own}
	if k.references = s.faces == prev.faces && sameAssets(s.model.Tree, prev.model.Tree); k.references {
		k.stale = referringTo(s.model, turned)
		for d := range s.view.ReferringToMade() { // any edit may bring such a page or take it away
			k.stale[d] = true
		}
	}
	return k
}

// checkAll runs the rules. Those about one document run where their findings
// are not known; those about the site run each time, because they only walk
// indexes.
func (s *Snapshot) checkAll(k known) findings {
	docs := s.model.Docs
	f := findings{docs: docs, own: make([]finding, len(docs)), site: check.Site(s.model, parallel)}
	var fresh, stale []int
	for i, d := range docs {
		for len(k.docs) > 0 && k.docs[0] != d && k.docs[0].Path <= d.Path {
			k.docs, k.own = k.docs[1:], k.own[1:]
		}
		switch {
		case len(k.docs) == 0 || k.docs[0] != d:
			fresh = append(fresh, i)
			continue
		case !k.references || k.stale[d]:
			stale = append(stale, i)
		}
		f.own[i] = k.own[0]
	}
	parallel(len(fresh), func(i int) { f.own[fresh[i]].alone = check.Alone(docs[fresh[i]]) })
	again := append(fresh, stale...)
	parallel(len(again), func(i int) { f.own[again[i]].references = check.References(s.model, docs[again[i]]) })
	s.done.Store(&f)
	return f
}

// allProblems gathers what was found anywhere, sorted.
func (s *Snapshot) allProblems() []diag.Problem {
	all := slices.Clone(s.in.Problems)
	for _, p := range s.in.Files.Problems {
		if s.door.tellsOf(p) {
			all = append(all, p)
		}
	}
	checked := s.checked()
	shown := 0
	for _, d := range s.docs {
		var found []diag.Problem
		if shown < len(checked.docs) && checked.docs[shown] == d {
			found = checked.at(shown)
			shown++
		}
		all = append(all, s.told(d, found)...)
	}
	all = append(all, checked.site[nil]...)
	diag.Sort(all)
	return all
}

// told returns what may be told of a document, given what the rules found:
// nothing that the audience may not know, and nothing that is meant to be so.
func (s *Snapshot) told(d *document.Document, found []diag.Problem) []diag.Problem {
	refused := s.door.problems(d)
	if len(d.Problems)+len(refused)+len(found)+len(d.Facts.Mutes) == 0 || !s.door.tells(d) {
		return nil
	}
	all := slices.Concat(d.Problems, refused, found)
	all = slices.DeleteFunc(all, func(p diag.Problem) bool { return s.unheard[p.Rule] })
	return check.Unmuted(d, all)
}
