package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// place is where a site goes. Links in the way to the output folder, and the
// folder itself if it is one, are resolved once, here: the exchange takes place
// beside the real folder and the link stays.
type place struct {
	out       string // as the user calls it, for messages
	parent    string // absolute, free of links as far as it exists
	name      string
	published bool // a site stands there
}

func (p place) newPrefix() string { return "." + p.name + ".new-" }
func (p place) oldPrefix() string { return "." + p.name + ".old-" }
func (p place) lockPath() string  { return filepath.Join(p.parent, "."+p.name+".remit-lock") }

// page is a page's path for messages.
func (p place) page(name string) string { return filepath.Join(p.out, filepath.FromSlash(name)) }

func find(out, source string) (place, error) {
	if out == "" {
		return place{}, &FolderError{Out: out, Why: "has no name", Fix: `choose an output folder, for example "public"`}
	}
	real, err := resolve(out)
	if err != nil {
		return place{}, &DiskError{Op: "find", Path: out, Out: out, Err: cause(err)}
	}
	if filepath.Dir(real) == real {
		return place{}, &FolderError{Out: out, Why: "is the root of the file system", Fix: `choose another output folder, for example "public"`}
	}
	if isMount(real) {
		return place{}, &FolderError{Out: out, Why: "is a mount point, which cannot be exchanged for a new folder",
			Fix: "choose a folder below it, for example " + filepath.Join(out, "site")}
	}
	p := place{out: filepath.Clean(out), parent: filepath.Dir(real), name: filepath.Base(real)}
	_, p.published = Last(real)
	if source == "" {
		return p, nil
	}
	realSource, err := resolve(source)
	if err != nil {
		return place{}, &DiskError{Op: "find", Path: source, Out: p.out, Err: cause(err)}
	}
	return p, apart(p, real, source, realSource)
}

// apart refuses an output folder that is the site's folder or holds it: to
// exchange it would take the documents away. One inside the site's folder is
// the usual case (public in a repository whose root is the site): the walk over
// the source skips the output folder and all hidden names beside it, so nothing
// published is read again, and a folder with documents in it has no manifest
// and is refused on that account.
func apart(p place, out, source, realSource string) error {
	for dir := realSource; ; dir = filepath.Dir(dir) {
		if sameFolder(dir, out) {
			return &SourceError{Out: p.out, Source: source, Contains: dir != realSource}
		}
		if filepath.Dir(dir) == dir {
			return nil
		}
	}
}

// sameFolder compares by identity too, for file systems that ignore case.
func sameFolder(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

var errDangling = errors.New("a link on the way leads nowhere")

// resolve makes a path absolute and follows its links as far as it exists.
func resolve(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	rest := ""
	for dir := abs; ; dir = filepath.Dir(dir) {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		// A link to nothing exists itself: to make a folder in its place, or
		// in a place that it names, is not ours to decide.
		if _, lerr := os.Lstat(dir); lerr == nil || filepath.Dir(dir) == dir {
			return "", errDangling
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
}
