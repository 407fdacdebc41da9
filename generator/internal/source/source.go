// Package source reads content files into an immutable sorted tree.
//
// In: a folder, ignore globs and limits. Out: a [Tree] of regular files in
// path order (documents with their bytes, other files by what can be known
// without reading them), the problems of what was refused, and the dates that
// Git knows ([History]), with what was committed lately ([Recent]). The same
// folder can be read as it was at a commit ([Revision]), by the same rules.
// Everything is read through os.Root, so nothing outside
// the folder is ever opened; links that lead out, FIFOs, sockets and devices
// are problems. A file whose stamp is unchanged keeps its [File] value from one
// reading to the next, so that equal pointers mean equal content. The package
// never writes into the folder and never looks inside a document.
package source

import (
	"crypto/sha256"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// File is one file of a site. It never changes: a file that was edited is
// another File, and a file that was not is the same pointer as before.
type File struct {
	Path   string   // slash path below the site's folder, NFC
	Size   int64    // bytes
	Data   []byte   // the content of a document or data file (IsText); nil for others
	Hash   [32]byte // SHA-256 of Data; for others of the identity that stat gives
	Target string   // for a symbolic link, the slash path of the file it leads to; else ""
	read   func() ([]byte, error)
	info   func() AssetInfo
}

// IsDocument reports whether the path names a Markdown document.
func IsDocument(path string) bool {
	return strings.HasSuffix(path, ".md") || strings.HasSuffix(path, ".markdown")
}

// IsText reports whether the file's content is held in Data: documents, the
// site's settings and kinds, lists of the organisation and of owners, and
// everything in the folders theme and themes.
func (f *File) IsText() bool { return isText(f.Path) }

func isText(p string) bool {
	if IsDocument(p) {
		return true
	}
	switch path.Base(p) {
	case schema.SettingsFile, "org.yaml", "CODEOWNERS", "OWNERS":
		return true
	}
	switch first, rest, _ := strings.Cut(p, "/"); first {
	case "theme", "themes":
		return rest != ""
	case "kinds":
		return strings.HasSuffix(rest, ".yaml") || strings.HasSuffix(rest, ".yml")
	}
	return false
}

// NewFile returns a file that lies in memory: for embedded sites and for
// tests. A document holds data itself; any other file gives it to Read and
// Info. The data must not change afterwards.
func NewFile(path string, data []byte) *File {
	if data == nil {
		data = []byte{}
	}
	f := &File{Path: norm.NFC.String(path), Size: int64(len(data)), Hash: sha256.Sum256(data)}
	if f.IsText() {
		f.Data = data
	} else {
		f.read = func() ([]byte, error) { return data, nil }
	}
	f.info = sync.OnceValue(func() AssetInfo { return inspectBytes(f.Path, data) })
	return f
}

// Read returns the file's bytes. For a file that is not a document it reads
// the disk now and fails when the file is no longer the one that was listed.
func (f *File) Read() ([]byte, error) {
	if f.Data != nil || f.read == nil {
		return f.Data, nil
	}
	return f.read()
}

// Info returns what is known of a file that is not a document. It is worked
// out when first asked for and is then kept.
func (f *File) Info() AssetInfo {
	if f.info == nil {
		return AssetInfo{}
	}
	return f.info()
}

// Tree is the files of a site in path order. It never changes.
type Tree struct {
	Files    []*File
	Problems []diag.Problem
	folders  func() map[string]bool
	scan     scan // what Read and Update saw; zero in a tree that NewTree made
}

// NewTree returns a tree of the given files, which it sorts.
func NewTree(files []*File, problems []diag.Problem) *Tree {
	slices.SortFunc(files, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	diag.Sort(problems)
	return &Tree{Files: files, Problems: problems, folders: sync.OnceValue(func() map[string]bool {
		set := map[string]bool{"": true}
		for _, f := range files {
			for dir := f.Path; ; {
				i := strings.LastIndexByte(dir, '/')
				if i < 0 {
					break
				}
				dir = dir[:i]
				if set[dir] {
					break
				}
				set[dir] = true
			}
		}
		return set
	})}
}

// Find returns the file with that path, or nil.
func (t *Tree) Find(path string) *File {
	i, ok := slices.BinarySearchFunc(t.Files, path, func(f *File, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		return nil
	}
	return t.Files[i]
}

// IsFolder reports whether some file lies below that slash path; "" is the
// site's own folder.
func (t *Tree) IsFolder(path string) bool { return t.folders()[path] }
