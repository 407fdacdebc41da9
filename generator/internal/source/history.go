package source

import (
	"context"
	"errors"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/diag"
)

// Dates are what Git knows of one file. Days are those of the authors, each in
// the author's own time zone.
type Dates struct {
	First, Last Date // days of the earliest and the latest change
	Authors     int  // how many people changed the file
}

// History is what Git knows of the files of a site. A nil History knows
// nothing.
type History struct {
	files  map[string]Dates
	recent Recent
}

// NewHistory returns a history with the given dates by slash path below the
// site's folder.
func NewHistory(files map[string]Dates) *History { return &History{files: maps.Clone(files)} }

// Of returns the dates of the file at a slash path below the site's folder,
// and whether there are any: a file that was never committed has none.
func (h *History) Of(path string) (Dates, bool) {
	if h == nil {
		return Dates{}, false
	}
	d, ok := h.files[path]
	return d, ok
}

// Recent returns what was committed lately; nothing when nobody asked Git.
func (h *History) Recent() Recent {
	if h == nil {
		return Recent{}
	}
	return h.recent
}

// With returns the history with what was committed lately.
func (h *History) With(recent Recent) *History {
	if h == nil {
		h = &History{}
	}
	return &History{files: h.files, recent: recent}
}

// ReadHistory asks Git for the history of a site's folder. What was learnt is
// kept in cacheDir ("" for nowhere; sites may share one), so that the next time only newer commits
// are read. The history is nil where there is nothing to know: no Git, no
// repository, no commit, or a clone without its past, which is a problem
// because every date would be that of the clone. The error is that of ctx.
func ReadHistory(ctx context.Context, dir, cacheDir string) (*History, []diag.Problem, error) {
	g := git{dir: dir}
	h, err := g.history(ctx, cacheDir)
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case err == nil:
		return h, nil, nil
	case errors.Is(err, errNoRepository), errors.Is(err, exec.ErrNotFound):
		return nil, nil, nil
	case errors.Is(err, errShallow):
		return nil, []diag.Problem{shallowClone()}, nil
	}
	return nil, []diag.Problem{unreadableHistory(dir, err)}, nil
}

func shallowClone() diag.Problem {
	return diag.Problem{
		Rule: "shallow-clone", Severity: diag.Warning,
		Message: "this clone holds only the newest part of the history, so pages show no dates",
		Why:     "every page would seem to have been changed on the day of the newest commit",
		Fix:     "git fetch --unshallow; in GitHub Actions give actions/checkout fetch-depth: 0, in GitLab set GIT_DEPTH: 0",
	}
}

func unreadableHistory(dir string, err error) diag.Problem {
	p := diag.Problem{
		Rule: "unreadable-history", Severity: diag.Warning,
		Message: "Git cannot tell when files were changed, so pages show no dates: " + err.Error(),
		Why:     "readers cannot see how old a page is",
		Fix:     "run git log in the site's folder and mend what it reports",
	}
	if strings.Contains(err.Error(), "dubious ownership") {
		p.Fix = "if you trust the folder: git config --global --add safe.directory " + strconv.Quote(dir)
	}
	return p
}

// history reads what is cached and what is newer.
func (g git) history(ctx context.Context, cacheDir string) (*History, error) {
	at, err := g.where(ctx)
	if err != nil {
		return nil, err
	}
	if at.shallow {
		return nil, errShallow
	}
	key := at.key(g.dir)
	file := ""
	var log changeLog
	if cacheDir != "" {
		file = filepath.Join(cacheDir, historyFile(g.dir))
		log = loadHistory(file, key)
	}
	if log.Head != at.head {
		if log, err = g.catchUp(ctx, log, at.head); err != nil {
			return nil, err
		}
		log.Key = key
		if file != "" {
			// Without the file the next build takes longer; that is all.
			_ = saveHistory(file, log)
		}
	}
	return log.history(), nil
}

// catchUp adds the commits since the logged head, or starts again where the
// logged head is not among the ancestors.
func (g git) catchUp(ctx context.Context, log changeLog, head string) (changeLog, error) {
	if log.Head != "" && g.isAncestor(ctx, log.Head, head) {
		if err := g.read(ctx, &log, log.Head+".."+head); err == nil {
			log.Head = head
			return log, nil
		}
	}
	log = changeLog{}
	err := g.read(ctx, &log, head)
	log.Head = head
	return log, err
}

// changeLog is what is kept of a repository's past. Names of people are kept
// as numbers only.
type changeLog struct {
	Key    string // of the repository's folder and its .mailmap
	Head   string // the commit up to which the log goes; "" for none
	Days   map[string]span
	People []uint64 // hash of each author, by number
}

// span is what is known of one path as Git spells it.
type span struct {
	First, Last Date
	Authors     []uint32 // numbers of People, sorted
}

// add notes that a person changed a path on a day.
func (l *changeLog) add(path string, day Date, person uint32) {
	s, known := l.Days[path]
	if !known || day.Compare(s.First) < 0 {
		s.First = day
	}
	if !known || day.Compare(s.Last) > 0 {
		s.Last = day
	}
	if i, found := slices.BinarySearch(s.Authors, person); !found {
		s.Authors = slices.Insert(slices.Clip(s.Authors), i, person)
	}
	if l.Days == nil {
		l.Days = map[string]span{}
	}
	l.Days[path] = s
}

func (l changeLog) history() *History {
	h := &History{files: make(map[string]Dates, len(l.Days))}
	for path, s := range l.Days {
		path = norm.NFC.String(path)
		d := Dates{First: s.First, Last: s.Last, Authors: len(s.Authors)}
		if other, ok := h.files[path]; ok {
			d = joined(d, other)
		}
		h.files[path] = d
	}
	return h
}

// joined are the dates of one file whose name was spelt in two ways.
func joined(a, b Dates) Dates {
	if b.First.Compare(a.First) < 0 {
		a.First = b.First
	}
	if b.Last.Compare(a.Last) > 0 {
		a.Last = b.Last
	}
	a.Authors = max(a.Authors, b.Authors)
	return a
}
