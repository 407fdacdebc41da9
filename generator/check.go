package generator

import (
	"slices"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
)

// findings are what the rules found.
type findings struct {
	own  map[*document.Document]finding
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
func (f findings) of(d *document.Document) []diag.Problem {
	own := f.own[d]
	return slices.Concat(own.alone, own.references, f.site[d])
}

// known is what the snapshot before has found and what of it still holds.
type known struct {
	own        map[*document.Document]finding
	references bool                        // those hold too
	stale      map[*document.Document]bool // but not of these documents
}

// after tells what the findings of prev are worth for s. Asking does not start
// the work, so that a chain of snapshots that nobody asked for problems is not
// kept alive.
func (s *Snapshot) knownAfter(prev *Snapshot, turned []*document.Document) known {
	done := prev.done.Load()
	if done == nil || prev.in.Kinds != s.in.Kinds {
		return known{}
	}
	k := known{own: done.own}
	if k.references = s.faces == prev.faces && sameAssets(s.model.Tree, prev.model.Tree); k.references {
		k.stale = referringTo(s.model, turned)
	}
	return k
}

// checkAll runs the rules. Those about one document run where their findings
// are not known; those about the site run each time, because they only walk
// indexes.
func (s *Snapshot) checkAll(k known) findings {
	docs := s.model.Docs
	f := findings{own: make(map[*document.Document]finding, len(docs))}
	f.site = check.Site(s.model, parallel)
	found := make([]finding, len(docs))
	parallel(len(docs), func(i int) {
		d := docs[i]
		old, ok := k.own[d]
		if !ok {
			old.alone = check.Alone(d)
		}
		if !ok || !k.references || k.stale[d] {
			old.references = check.References(s.model, d)
		}
		found[i] = old
	})
	for i, d := range docs {
		f.own[d] = found[i]
	}
	s.done.Store(&f)
	return f
}
