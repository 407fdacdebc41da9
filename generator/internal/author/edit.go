package author

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/rogpeppe/go-internal/diff"

	"remit/generator/internal/diag"
)

// Apply returns src with all edits made, whatever their order in the slice.
// Equal edits are made once. Edits that overlap, or that put text into the
// same place, are an error, since what they mean together is a guess; so is an
// edit outside src. src itself is left alone.
func Apply(src []byte, edits []diag.Edit) ([]byte, error) {
	sorted := inOrder(edits)
	out := make([]byte, 0, len(src)+64)
	at := 0
	for i, e := range sorted {
		switch {
		case e.Start < 0 || e.End < e.Start || e.End > len(src):
			return nil, fmt.Errorf("edit of the bytes %d to %d lies outside the text of %d", e.Start, e.End, len(src))
		case i > 0 && overlap(sorted[i-1], e):
			return nil, fmt.Errorf("edits overlap at byte %d", e.Start)
		}
		out = append(append(out, src[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, src[at:]...), nil
}

// Together returns those of the edits that [Apply] can make together; of
// edits that overlap the first by place is among them.
func Together(edits []diag.Edit) []diag.Edit {
	var kept []diag.Edit
	for _, e := range inOrder(edits) {
		if len(kept) == 0 || !overlap(kept[len(kept)-1], e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// overlap reports whether two different edits, a before b, cannot be made
// together. Edits that only touch can, unless both only put text in: which
// text comes first is not said then.
func overlap(a, b diag.Edit) bool {
	return b.Start < a.End || a.Start == b.Start && a.End == b.End
}

// inOrder sorts edits by place and drops those that are there twice.
func inOrder(edits []diag.Edit) []diag.Edit {
	sorted := slices.Clone(edits)
	slices.SortFunc(sorted, func(a, b diag.Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(sorted)
}

// Diff returns what changed in a file as a unified diff that patch -p1 and git
// apply read, or nothing when nothing did.
func Diff(name string, old, new []byte) []byte {
	return diff.Diff("a/"+name, old, "b/"+name, new)
}
