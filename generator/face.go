package generator

import (
	"crypto/sha256"
	"encoding/binary"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/source"
)

// faces stands for all that references in other documents may depend on in a
// document but its anchors: where it is and what it is called. Two snapshots
// with the same pointer agree in that. It has a field because pointers to empty
// structs may be equal by chance.
type faces struct{ _ byte }

// after returns the faces after an edit: the same pointer when nothing that
// others may depend on has changed. turned are then the documents whose
// anchors have.
func (f *faces) after(gone, fresh []*document.Document) (after *faces, turned []*document.Document) {
	if len(gone) != len(fresh) {
		return &faces{}, nil
	}
	for i, d := range fresh {
		if gone[i].Path != d.Path || faceOf(gone[i]) != faceOf(d) {
			return &faces{}, nil
		}
		if anchorsOf(gone[i]) != anchorsOf(d) {
			turned = append(turned, d)
		}
	}
	return f, turned
}

// referringTo returns the documents that refer to one of the given ones.
func referringTo(m *model.Model, docs []*document.Document) map[*document.Document]bool {
	referring := map[*document.Document]bool{}
	for _, d := range docs {
		for _, row := range m.Incoming(d) {
			referring[row.Doc] = true
		}
	}
	return referring
}

// faceOf is a digest of where a document is and what it is called.
func faceOf(d *document.Document) [32]byte {
	texts := []string{d.ID, d.Address, d.Kind.Name, d.Facts.Team}
	for _, a := range d.Aliases {
		texts = append(texts, a.Path)
	}
	return digest(texts)
}

// anchorsOf is a digest of what a fragment may name in a document.
func anchorsOf(d *document.Document) [32]byte {
	var texts []string
	for _, h := range d.Content.Headings {
		texts = append(texts, h.ID, h.Text)
	}
	return digest(append(append(texts, "anchors"), d.Content.Anchors...))
}

func digest(texts []string) [32]byte {
	var all []byte
	for _, s := range texts {
		all = binary.AppendUvarint(all, uint64(len(s)))
		all = append(all, s...)
	}
	return sha256.Sum256(all)
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
