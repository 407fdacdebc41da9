package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/publish"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// BuildOptions say what to build and where to.
type BuildOptions struct {
	Options
	Dir         string                // the site's folder
	Strict      bool                  // warnings count as errors
	AllowErrors bool                  // publish the rest when there are errors
	Known       *Baseline             // findings that do not count; nil when all do
	Verify      bool                  // build again from nothing and compare bytes
	Wait        time.Duration         // how long to wait for another build of the same folder
	Progress    func(done, total int) // called now and then; may be nil
	Sized       func(bytes int64)     // called with the size of all documents once they are read; may be nil
}

// KindCount is how many documents of one kind there are, with the English word
// for that number of them.
type KindCount struct {
	Count int
	Words string
}

// Report tells how a build went.
type Report struct {
	Problems  []diag.Problem // those that count
	Known     []diag.Problem // those that the baseline holds
	Gone      int            // findings of the baseline that are not there any more
	Published bool           // false when errors held it back
	Last      time.Time      // when the site in the output folder was published, if it was not now
	Documents int
	Kinds     []KindCount // of the documents that are more than pages, in the order of the kinds' names
	Pages     int
	Bytes     int64 // size of the site
	Written   int   // files that were written; the others were linked from the site before
	Removed   int
	Kept      []string // files in the output folder that are not ours
	Verified  bool
	Snapshot  *Snapshot
}

// Failed reports whether the problems keep the exit code from being 0.
func (r *Report) Failed(strict bool) bool {
	errors, warnings, _ := diag.Count(r.Problems)
	return errors > 0 || strict && warnings > 0
}

// Build reads a site, compiles it and publishes it into o.Out. Problems of the
// content are in the report; the error is about the machine, and the folder
// then holds what it held before.
func Build(ctx context.Context, o BuildOptions) (*Report, error) {
	site, err := Open(o.Dir, o.Options)
	if err != nil {
		return nil, err
	}
	defer site.Close()
	in, err := site.Read(ctx, nil)
	if err != nil {
		return nil, err
	}
	if o.Sized != nil {
		o.Sized(textSize(in.Files))
	}
	s := Compile(nil, in)
	r := &Report{Documents: len(s.model.Docs), Kinds: s.kindCounts(), Snapshot: s}
	r.Problems, r.Known, r.Gone = s.Against(o.Known)
	if err := s.ready(site.Dir()); err != nil {
		return r, err
	}
	if r.Failed(o.Strict) && !o.AllowErrors || s.in.blind() {
		r.Last, _ = publish.Last(o.Out)
		return r, nil
	}
	if o.Verify {
		if err := verify(ctx, s, o); err != nil {
			return r, err
		}
		r.Verified = true
	}
	return r, s.publish(ctx, site.Dir(), o, r)
}

func (s *Snapshot) kindCounts() []KindCount {
	counts := map[*schema.Kind]int{}
	for _, d := range s.model.Docs {
		if d.Kind.Name != "page" {
			counts[d.Kind]++
		}
	}
	kinds := slices.SortedFunc(maps.Keys(counts), func(a, b *schema.Kind) int { return strings.Compare(a.Name, b.Name) })
	list := make([]KindCount, len(kinds))
	for i, k := range kinds {
		one, many := k.Words("en")
		if list[i] = (KindCount{counts[k], many}); counts[k] == 1 {
			list[i].Words = one
		}
	}
	return list
}

// textSize is the size of all documents in bytes.
func textSize(t *source.Tree) (bytes int64) {
	for _, f := range t.Files {
		bytes += int64(len(f.Data))
	}
	return bytes
}

// ready reports what makes a build pointless.
func (s *Snapshot) ready(dir string) error {
	if err := s.knowsAudience(); err != nil {
		return err
	}
	if len(s.docs) == 0 {
		return &UseError{"there is no Markdown in " + dir + "; name a folder that holds .md files, or put one there"}
	}
	return nil
}

// MayTell says why nothing may be told of what the site says: the settings
// cannot be read, which may have said who must not see what, or there are no
// such readers.
func (s *Snapshot) MayTell() error {
	if s.in.blind() {
		return &UseError{"the settings in " + schema.SettingsFile + " cannot be read, so nobody can tell who may see what; remit check shows what to mend"}
	}
	return s.knowsAudience()
}

// knowsAudience reports that the site has no such readers: what is known for
// them is not the same as what is known for everyone.
func (s *Snapshot) knowsAudience() error {
	if s.in.Audience != "" && !s.door.isKnown(s.in.Audience) {
		return &UseError{"remit.yaml names no audience " + strconv.Quote(s.in.Audience) + "; add it there under audiences:"}
	}
	return nil
}

// blind reports whether the settings could not be read: they may have said
// who must not see what, so nothing may be published at all.
func (in *Input) blind() bool {
	return slices.ContainsFunc(in.Problems, func(p diag.Problem) bool {
		return p.Severity == diag.Error && (p.File == schema.SettingsFile || p.Rule == "settings-name")
	})
}

// UseError is a mistake in how Remit was called.
type UseError struct{ message string }

func (e *UseError) Error() string { return e.message }

// publish puts every file of the snapshot into the output folder.
func (s *Snapshot) publish(ctx context.Context, dir string, o BuildOptions, r *Report) (err error) {
	g, err := publish.Begin(publish.Options{Out: o.Out, Source: dir, Wait: o.Wait})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Abort()) }() // after Commit it does nothing
	paths := s.Paths()
	if err := s.each(ctx, paths, o.Progress, func(p Page) error { return g.Put(p.Path, p.Body) }); err != nil {
		return err
	}
	done, err := g.Commit()
	if err != nil {
		return err
	}
	r.Published, r.Pages, r.Bytes = true, len(s.view.Addresses()), done.Bytes
	r.Written, r.Removed, r.Kept = done.Written, done.Removed, done.Kept
	return nil
}

// each makes the files at the given paths, on all processors, and hands each
// on. It stops at the first error.
func (s *Snapshot) each(ctx context.Context, paths []string, progress func(done, total int), do func(Page) error) error {
	var done atomic.Int64
	var failed atomic.Pointer[error]
	groups := together(paths)
	parallel(len(groups), func(i int) {
		var last sheet
		for _, path := range groups[i] {
			if failed.Load() != nil {
				return
			}
			err := ctx.Err()
			if err == nil {
				err = s.makeOne(path, &last, do)
			}
			if err != nil {
				failed.CompareAndSwap(nil, &err)
				return
			}
			if n := done.Add(1); progress != nil && n%64 == 0 {
				progress(int(n), len(paths))
			}
		}
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (s *Snapshot) makeOne(path string, last *sheet, do func(Page) error) error {
	p, ok, err := s.page(path, last)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("the site lists %s but has no such file", path)
	}
	return do(p)
}

// verify builds the site again from nothing and compares each file.
func verify(ctx context.Context, s *Snapshot, o BuildOptions) error {
	site, err := Open(o.Dir, o.Options)
	if err != nil {
		return err
	}
	defer site.Close()
	in, err := site.Read(ctx, nil)
	if err != nil {
		return err
	}
	again, paths := Compile(nil, in), s.Paths()
	if n := len(again.Paths()); n != len(paths) {
		return fmt.Errorf("verify: the second build has %d files, the first %d; was the folder edited meanwhile?", n, len(paths))
	}
	return s.each(ctx, paths, nil, func(p Page) error {
		other, ok, err := again.Page(p.Path)
		if err != nil {
			return err
		}
		if !ok || !bytes.Equal(p.Body, other.Body) {
			return fmt.Errorf("verify: %s differs between two builds; was the folder edited meanwhile?", p.Path)
		}
		return nil
	})
}

// Check reads and compiles a site without publishing anything.
func Check(ctx context.Context, dir string, o Options) (*Snapshot, error) {
	site, err := Open(dir, o)
	if err != nil {
		return nil, err
	}
	defer site.Close()
	site.recent = false
	in, err := site.Read(ctx, nil)
	if err != nil {
		return nil, err
	}
	s := Compile(nil, in)
	s.Problems() // while the folder is open: some files are looked into only now
	return s, s.ready(site.Dir())
}
