package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// entry is one path that the walk met and did not pass over: a file, a refused
// file, or a folder that has a problem of its own.
type entry struct {
	raw      string // as the system spells it, slash path
	path     string // raw in NFC
	place    string // the raw path to open: raw, or where the link leads
	link     bool   // looked at again whenever something changes
	regular  bool   // a file of a size that is read
	stamp    stamp
	fresh    bool // an equal stamp proves nothing yet
	file     *File
	problems []diag.Problem
	listed   fs.FileInfo // until the file is read
}

func (e *entry) target() string {
	if e.place == e.raw {
		return ""
	}
	return norm.NFC.String(e.place)
}

// scan is what a walk saw, in the order of raw paths.
type scan struct {
	root    *Root // whom assets ask for their bytes
	opt     Options
	entries []*entry
	cut     bool // the limit on documents left something out
}

// walker lists a site without reading it.
type walker struct {
	r       *Root
	limits  schema.Limits
	ignore  globs
	out     string
	entries []*entry
}

// passedOver reports whether a path is not looked at and not mentioned.
func (w *walker) passedOver(raw, path string) bool {
	return Skip(raw) || isOutput(raw, w.out) || w.ignore.match(path)
}

// walk lists the folder at a raw path, "" for the site's own.
func (w *walker) walk(dir string) error {
	name := dir
	if name == "" {
		name = "."
	}
	f, err := w.r.root.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return err
	}
	list, err := f.ReadDir(-1)
	f.Close()
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, d := range list {
		raw := d.Name()
		if dir != "" {
			raw = dir + "/" + raw
		}
		path := norm.NFC.String(raw)
		if w.passedOver(raw, path) {
			continue
		}
		info, err := d.Info()
		if err != nil {
			w.unreadable(raw, err)
			continue
		}
		w.visit(raw, info)
	}
	return nil
}

// visit takes down one path that is not passed over.
func (w *walker) visit(raw string, info fs.FileInfo) {
	path := norm.NFC.String(raw)
	e := &entry{raw: raw, path: path, place: raw}
	if p, refused, ok := nameProblem(raw); ok {
		e.problems = append(e.problems, p)
		if refused {
			w.entries = append(w.entries, e)
			return
		}
	}
	if p, ok := w.placeProblem(path, info.IsDir()); ok {
		e.problems = append(e.problems, p)
		w.entries = append(w.entries, e)
		return
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		if err := w.walk(raw); err != nil && !gone(err) {
			e.refuse(unreadable(path, err))
		}
		if len(e.problems) > 0 {
			w.entries = append(w.entries, e)
		}
		return
	case mode&fs.ModeSymlink != 0:
		e.link = true
		w.follow(e)
	case mode.IsRegular():
		w.list(e, info)
	default:
		e.refuse(notAFile(path, mode))
	}
	w.entries = append(w.entries, e)
}

// list makes an entry one that will be read, if its size allows.
func (w *walker) list(e *entry, info fs.FileInfo) {
	e.listed = info
	e.stamp = stampOf(info)
	if limit := textLimit(e.path, w.limits); isText(e.path) && e.stamp.size > limit {
		e.refuse(tooLarge(e.path, e.stamp.size, limit))
		return
	}
	e.regular = true
}

// follow makes a link an entry that reads the file it leads to.
func (w *walker) follow(e *entry) {
	place, info, broken := w.r.resolve(e.raw)
	p := diag.Problem{
		Rule: broken.rule, Severity: severity(e.path), File: e.path,
		Message: "this symbolic link " + broken.message + ", so it is left out",
		Why:     "only files inside the site's folder are read, so that a link cannot publish anything else",
		Fix:     broken.fix,
	}
	switch {
	case broken.rule != "":
	case info.IsDir():
		p.Rule = "linked-folder"
		what, those := "the folder "+quote(place), "the documents of "+place
		if place == "" {
			what, those = "the site's own folder", "its documents"
		}
		p.Message = "this symbolic link leads to " + what + ", and linked folders are left out"
		p.Why = "the same documents would appear twice, and a link to a folder above would never end"
		p.Fix = "delete the link, and link to " + those + " from a page"
	case !info.Mode().IsRegular():
		p = notAFile(e.path, info.Mode())
	case Skip(place) || underOutput(place, w.out):
		p.Rule = "symlink-hidden"
		p.Message = "this symbolic link leads to " + quote(place) + ", which is never read"
		p.Why = "names that begin with a dot or an underscore hold settings, drafts and keys"
		p.Fix = "move the file to a name that is read, or delete the link"
	default:
		e.place = place
		w.list(e, info)
		return
	}
	e.refuse(p)
}

func (e *entry) refuse(p diag.Problem) {
	e.problems = append(e.problems, p)
	e.listed = nil
}

func (w *walker) unreadable(raw string, err error) {
	if gone(err) {
		return
	}
	e := &entry{raw: raw, path: norm.NFC.String(raw), place: raw}
	e.refuse(unreadable(shown(raw), err))
	w.entries = append(w.entries, e)
}

// gone reports whether a path went away between listing and opening it.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// walkAt lists what lies at a raw path and below it, as the walk of the whole
// site would. Nothing there is no error.
func (w *walker) walkAt(raw string) {
	for i, c := range raw {
		if c == '/' && w.closed(raw[:i]) {
			return
		}
	}
	if w.passedOver(raw, norm.NFC.String(raw)) {
		return
	}
	info, err := w.r.root.Lstat(raw)
	if err != nil {
		w.unreadable(raw, err)
		return
	}
	w.visit(raw, info)
}

// closed reports whether the walk never enters the folder at a raw path.
func (w *walker) closed(raw string) bool {
	path := norm.NFC.String(raw)
	if w.passedOver(raw, path) {
		return true
	}
	if _, refused, _ := nameProblem(raw); refused {
		return true
	}
	_, refused := w.placeProblem(path, true)
	return refused
}

// firstGone returns the uppermost parent of a raw path that is no folder any
// more, or the path itself.
func (w *walker) firstGone(raw string) string {
	for i, c := range raw {
		if c != '/' {
			continue
		}
		if info, err := w.r.root.Lstat(raw[:i]); err != nil || !info.IsDir() {
			return raw[:i]
		}
	}
	return raw
}

// placeProblem refuses what lies too deep or has too long a path.
func (w *walker) placeProblem(path string, folder bool) (diag.Problem, bool) {
	level := severity(path)
	if folder {
		level = diag.Error
	}
	if len(path) > w.limits.PathBytes {
		return diag.Problem{
			Rule: "path-too-long", Severity: level, File: path,
			Message: fmt.Sprintf("this path is %d bytes long and the limit is %d, so it is left out", len(path), w.limits.PathBytes),
			Why:     "some systems and web servers cannot hold longer paths",
			Fix:     "shorten the names of the file or of its folders, or raise path-bytes under limits in " + schema.SettingsFile,
		}, true
	}
	if depth := strings.Count(path, "/") + 1; folder && depth > w.limits.FolderDepth {
		return diag.Problem{
			Rule: "too-deep", Severity: level, File: path,
			Message: fmt.Sprintf("this folder lies %d folders deep and the limit is %d, so it is left out", depth, w.limits.FolderDepth),
			Why:     "nobody finds a page that deep",
			Fix:     "move it up, or raise folder-depth under limits in " + schema.SettingsFile,
		}, true
	}
	return diag.Problem{}, false
}

func unreadable(path string, err error) diag.Problem {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return diag.Problem{
		Rule: "unreadable", Severity: diag.Error, File: path,
		Message: "this cannot be read: " + err.Error(),
		Why:     "what cannot be read cannot be published",
		Fix:     "allow reading, for example with: chmod u+rX " + path,
	}
}

func notAFile(path string, mode fs.FileMode) diag.Problem {
	what := "a special file"
	switch {
	case mode&fs.ModeNamedPipe != 0:
		what = "a named pipe (FIFO)"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	case mode&fs.ModeDevice != 0:
		what = "a device"
	case mode.IsDir():
		what = "a folder"
	}
	return diag.Problem{
		Rule: "not-a-file", Severity: severity(path), File: path,
		Message: "this is " + what + ", so it is left out",
		Why:     "only ordinary files have a content that can be published",
		Fix:     "delete it, or put an ordinary file in its place",
	}
}

func tooLarge(path string, size, limit int64) diag.Problem {
	return diag.Problem{
		Rule: "too-large", Severity: diag.Error, File: path,
		Message: fmt.Sprintf("this file is %s and the limit is %s, so it is left out", amount(size), amount(limit)),
		Why:     "a page of that size is slow to read and to search",
		Fix:     "split it into several documents, or raise file-bytes under limits in " + schema.SettingsFile,
	}
}

func changing(path string) diag.Problem {
	return diag.Problem{
		Rule: "unreadable", Severity: diag.Error, File: path,
		Message: "this file keeps changing while it is read, so it is left out",
		Why:     "half of an old and half of a new text would be published",
		Fix:     "let the program that writes it finish, then build again",
	}
}

// amount writes a number of bytes as people do.
func amount(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.4g MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.4g KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
