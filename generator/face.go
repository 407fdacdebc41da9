package generator

import (
	"crypto/sha256"
	"encoding/binary"

	"remit/generator/internal/document"
	"remit/generator/internal/source"
)

// faces stands for all that rules about other documents may look at: where
// each document is, what it is called and which anchors it has. Two snapshots
// with the same pointer agree in all of it, so what rules found in unchanged
// documents still holds. It has a field because pointers to empty structs may
// be equal by chance.
type faces struct{ _ byte }

// after returns the faces after an edit: the same pointer when nothing that
// others may depend on has changed.
func (f *faces) after(gone, fresh []*document.Document) *faces {
	if len(gone) != len(fresh) {
		return &faces{}
	}
	for i, d := range fresh {
		if gone[i].Path != d.Path || faceOf(gone[i]) != faceOf(d) {
			return &faces{}
		}
	}
	return f
}

// faceOf is a digest of what others may depend on in a document.
func faceOf(d *document.Document) [32]byte {
	var text []byte
	put := func(s string) {
		text = binary.AppendUvarint(text, uint64(len(s)))
		text = append(text, s...)
	}
	put(d.ID)
	put(d.Address)
	put(d.Kind.Name)
	for _, h := range d.Content.Headings {
		put(h.ID)
		put(h.Text)
	}
	put("anchors")
	for _, a := range d.Content.Anchors {
		put(a)
	}
	put("aliases")
	for _, a := range d.Aliases {
		put(a.Path)
	}
	return sha256.Sum256(text)
}

// sameAssets reports whether two trees hold the same files beside documents.
func sameAssets(a, b *source.Tree) bool {
	if len(a.Files) != len(b.Files) {
		return false
	}
	for i, f := range a.Files {
		if f != b.Files[i] && (f.Path != b.Files[i].Path || !source.IsDocument(f.Path)) {
			return false
		}
	}
	return true
}
