package source

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// Options say what is left out of a tree. The zero value leaves out only what
// [Skip] names and holds the default limits.
type Options struct {
	Ignore []string      // globs (doublestar) below the site's folder; a folder that matches is left out whole
	Limits schema.Limits // the zero Limits stand for the default ones
	Out    string        // absolute path of the output folder, "" for none: left out when it lies inside the site
}

// Read reads the whole site. Files that did not change since prev (which may
// be nil) are the same pointers as there; a document that was only touched is
// too. The error is the machine's: the site's folder itself cannot be read.
func (r *Root) Read(prev *Tree, opt Options) (*Tree, error) {
	opt = opt.filled()
	w, problems := r.walker(opt)
	if err := w.walk(""); err != nil {
		return nil, fmt.Errorf("read the folder %s: %w", r.dir, err)
	}
	sortEntries(w.entries)
	s := scan{root: r, opt: opt, entries: w.entries}
	s.limitDocuments()
	r.load(s.entries, prev, opt, nil)
	return s.tree(problems), nil
}

// Update looks again at the given slash paths only, files or folders, there,
// new or gone (folders with all that is in them), and at links. The tree equals
// the one that Read would give if nothing else changed. Options that differ
// from those of prev, or a prev of another Root, make it read everything.
func (r *Root) Update(prev *Tree, paths []string, opt Options) (*Tree, error) {
	opt = opt.filled()
	if prev == nil || prev.scan.root != r || prev.scan.cut || !reflect.DeepEqual(prev.scan.opt, opt) {
		return r.Read(prev, opt)
	}
	w, problems := r.walker(opt)
	named := make(map[string]bool, len(paths))
	var places []string
	for _, p := range paths {
		p = path.Clean(p)
		if p == "." {
			return r.Read(prev, opt)
		}
		if path.IsAbs(p) || p == ".." || strings.HasPrefix(p, "../") {
			continue
		}
		named[p] = true
		places = append(places, w.firstGone(p))
	}
	kept, places := prev.scan.without(places)
	for _, place := range places {
		w.walkAt(place)
	}
	sortEntries(w.entries)
	r.load(w.entries, prev, opt, named)
	s := scan{root: r, opt: opt, entries: merge(kept, w.entries)}
	if s.documents() > opt.Limits.Documents {
		return r.Read(prev, opt)
	}
	return s.tree(problems), nil
}

func (opt Options) filled() Options {
	if opt.Limits == (schema.Limits{}) {
		opt.Limits = schema.DefaultLimits()
	}
	opt.Ignore = slices.Clone(opt.Ignore)
	return opt
}

func (r *Root) walker(opt Options) (*walker, []diag.Problem) {
	ignore, problems := newGlobs(opt.Ignore)
	return &walker{r: r, limits: opt.Limits, ignore: ignore, out: r.inside(opt.Out)}, problems
}

func sortEntries(entries []*entry) { slices.SortFunc(entries, compareEntries) }

func compareEntries(a, b *entry) int { return strings.Compare(a.raw, b.raw) }

// below reports whether a path is dir or lies in it.
func below(path, dir string) bool {
	return strings.HasPrefix(path, dir) && (len(path) == len(dir) || path[len(dir)] == '/')
}

// without returns the entries that are not at or below the given places, and
// the places to look at instead of the others: the given ones, other spellings
// of them, and all links, whose targets may have changed.
func (s scan) without(places []string) (kept []*entry, again []string) {
	given := outermost(places)
	drop := make([]bool, len(s.entries))
	for _, p := range given {
		s.mark(p, drop)
	}
	again = given
	for i, e := range s.entries {
		if !drop[i] && (e.link || e.raw != e.path && belowAny(e.path, given)) {
			drop[i] = true
			again = append(again, e.raw)
		}
	}
	kept = make([]*entry, 0, len(s.entries))
	for i, e := range s.entries {
		if !drop[i] {
			kept = append(kept, e)
		}
	}
	return kept, outermost(again)
}

// mark marks the entries at or below a raw path, which are two stretches of
// the order: "a", then perhaps "a-b", then all of "a/".
func (s scan) mark(p string, drop []bool) {
	find := func(raw string) int {
		i, _ := slices.BinarySearchFunc(s.entries, raw, func(e *entry, raw string) int { return strings.Compare(e.raw, raw) })
		return i
	}
	if i := find(p); i < len(drop) && s.entries[i].raw == p {
		drop[i] = true
	}
	for i := find(p + "/"); i < len(drop) && strings.HasPrefix(s.entries[i].raw, p+"/"); i++ {
		drop[i] = true
	}
}

func belowAny(p string, places []string) bool {
	return slices.ContainsFunc(places, func(place string) bool { return below(p, norm.NFC.String(place)) })
}

// outermost sorts places and leaves out those inside others.
func outermost(places []string) []string {
	set := make(map[string]bool, len(places))
	for _, p := range places {
		set[p] = true
	}
	var out []string
	for p := range set {
		inner := false
		for i, c := range []byte(p) {
			if c == '/' && set[p[:i]] {
				inner = true
				break
			}
		}
		if !inner {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// merge joins two lists that are in order.
func merge(a, b []*entry) []*entry {
	out := make([]*entry, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareEntries(a[0], b[0]) < 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func (s scan) documents() int {
	n := 0
	for _, e := range s.entries {
		if e.isDocument() {
			n++
		}
	}
	return n
}

func (e *entry) isDocument() bool {
	return e.regular && IsDocument(e.path)
}

// limitDocuments leaves out documents beyond the limit, before they are read.
func (s *scan) limitDocuments() {
	limit := s.opt.Limits.Documents
	if s.documents() <= limit {
		return
	}
	s.cut = true
	n := 0
	s.entries = slices.DeleteFunc(s.entries, func(e *entry) bool {
		if !e.isDocument() {
			return false
		}
		n++
		return n > limit
	})
	last := &entry{}
	last.refuse(diag.Problem{
		Rule: "too-many-documents", Severity: diag.Error,
		Message: fmt.Sprintf("the site has %d documents and the limit is %d, so the last %d are left out", n, limit, n-limit),
		Why:     "the limit keeps a wrong folder from filling the machine",
		Fix:     "build a smaller folder, or raise documents under limits in " + schema.SettingsFile,
	})
	s.entries = append([]*entry{last}, s.entries...)
}

// load gives each listed entry its file, from prev where it is the same, and
// reads the others in parallel. Paths in named are read whatever their stamp
// says.
func (r *Root) load(entries []*entry, prev *Tree, opt Options, named map[string]bool) {
	now := time.Now()
	var before scan
	if prev != nil {
		before = prev.scan
	}
	var wanted []*entry
	for _, e := range entries {
		if e.listed == nil {
			continue
		}
		old, known := before.find(e.raw)
		same := known && old.file != nil && old.stamp == e.stamp && old.place == e.place && !old.fresh && !named[e.raw]
		switch {
		case isText(e.path) && same:
			e.file, e.listed = old.file, nil
		case isText(e.path):
			wanted = append(wanted, e)
		case same && before.root == r && before.opt.Limits.AssetBytes == opt.Limits.AssetBytes:
			e.file, e.listed = old.file, nil
		default:
			e.file, e.listed = r.asset(e, int64(opt.Limits.AssetBytes)), nil
		}
	}
	r.readAll(wanted, prev, opt.Limits, now)
}

// batch is how many files of one folder a worker reads in one go.
const batch = 64

// readAll reads the texts of entries, a batch of neighbours at a time: opening
// their folder once costs less than walking down to each of them.
func (r *Root) readAll(entries []*entry, prev *Tree, limits schema.Limits, now time.Time) {
	jobs := batches(entries)
	var wg sync.WaitGroup
	next := make(chan []*entry, len(jobs))
	for _, job := range jobs {
		next <- job
	}
	close(next)
	for range min(len(jobs), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for job := range next {
				r.readBatch(job, prev, limits, now)
			}
		})
	}
	wg.Wait()
}

func batches(entries []*entry) [][]*entry {
	var jobs [][]*entry
	for start := 0; start < len(entries); {
		end := start + 1
		for end < len(entries) && end-start < batch && path.Dir(entries[end].place) == path.Dir(entries[start].place) {
			end++
		}
		jobs = append(jobs, entries[start:end])
		start = end
	}
	return jobs
}

func (r *Root) readBatch(job []*entry, prev *Tree, limits schema.Limits, now time.Time) {
	root := r.root
	if dir := path.Dir(job[0].place); dir != "." {
		folder, err := r.root.OpenRoot(dir)
		if err != nil {
			for _, e := range job {
				e.fail(err, 0)
			}
			return
		}
		defer folder.Close()
		root = folder
	}
	for _, e := range job {
		r.readText(root, e, prev, textLimit(e.path, limits), now)
	}
}

func (r *Root) readText(folder *os.Root, e *entry, prev *Tree, limit int64, now time.Time) {
	data, s, err := readRegular(r.opener(folder, path.Base(e.place)), e.listed, limit)
	if err != nil {
		e.fail(err, limit)
		return
	}
	e.listed = nil
	e.stamp = s
	e.fresh = s.fresh(now)
	f := &File{Path: e.path, Size: s.size, Data: data, Hash: sha256.Sum256(data), Target: e.target()}
	if prev != nil {
		if old := prev.Find(e.path); old != nil && old.Hash == f.Hash && old.Data != nil && old.Target == f.Target {
			f = old
		}
	}
	if f.info == nil {
		f.info = sync.OnceValue(func() AssetInfo { return inspectBytes(f.Path, f.Data) })
	}
	e.file = f
}

// fail notes why a listed file was not read. One that went away meanwhile is
// as if it had never been there.
func (e *entry) fail(err error, limit int64) {
	size := e.stamp.size
	e.listed = nil
	switch {
	case gone(err):
		e.problems = nil
	case errors.Is(err, errTooLarge):
		e.refuse(tooLarge(e.path, max(size, limit+1), limit))
	case errors.Is(err, errChanging):
		e.refuse(changing(e.path))
	case errors.Is(err, errNotRegular):
		e.refuse(notAFile(e.path, 0))
	default:
		e.refuse(unreadable(e.path, err))
	}
}

// textLimit is how large a file may be whose content is held. A theme brings
// fonts and pictures.
func textLimit(path string, limits schema.Limits) int64 {
	if strings.HasPrefix(path, "theme/") || strings.HasPrefix(path, "themes/") {
		return int64(limits.AssetBytes)
	}
	return int64(limits.FileBytes)
}

// tree makes the tree of a scan.
func (s scan) tree(problems []diag.Problem) *Tree {
	files := make([]*File, 0, len(s.entries))
	lost, doubles := s.doubles()
	problems = append(problems, doubles...)
	for _, e := range s.entries {
		problems = append(problems, e.problems...)
		if e.file != nil && !lost[e] {
			files = append(files, e.file)
		}
	}
	t := NewTree(files, problems)
	t.scan = s
	return t
}

// doubles finds files whose paths have other bytes but the same letters. The
// one that is spelt in NFC is kept, else the first.
func (s scan) doubles() (map[*entry]bool, []diag.Problem) {
	var problems []diag.Problem
	kept := map[string]*entry{}
	lost := map[*entry]bool{}
	for _, e := range s.entries {
		if e.file == nil || e.raw == e.path {
			continue
		}
		if kept[e.path] == nil {
			kept[e.path] = e
			if plain, ok := s.find(e.path); ok && plain.file != nil {
				kept[e.path] = plain
			}
		}
		if first := kept[e.path]; first != e {
			lost[e] = true
			problems = append(problems, sameName(first, e))
		}
	}
	return lost, problems
}

// find returns the entry of a raw path.
func (s scan) find(raw string) (*entry, bool) {
	i, ok := slices.BinarySearchFunc(s.entries, raw, func(e *entry, raw string) int { return strings.Compare(e.raw, raw) })
	if !ok {
		return nil, false
	}
	return s.entries[i], true
}

func sameName(kept, lost *entry) diag.Problem {
	return diag.Problem{
		Rule: "same-name", Severity: diag.Error, File: kept.path,
		Message: "two files have this name, spelt " + strconv.QuoteToASCII(kept.raw) + " and " + strconv.QuoteToASCII(lost.raw) + "; the second is left out",
		Why:     "both would have the same address, and macOS can hold only one of them",
		Fix:     "rename or delete one of them",
		Related: []diag.Related{{File: kept.path, Label: "spelt " + strconv.QuoteToASCII(lost.raw)}},
	}
}
