package generator

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"

	"remit/generator/internal/author"
	"remit/generator/internal/diag"
	"remit/generator/internal/source"
)

// Change is what becomes of one file.
type Change struct {
	File     string // slash path below the site's folder
	Old, New []byte // Old is nil when there is no such file yet
}

// Diff returns the change as a unified diff; prefix leads from the working
// directory to the site's files.
func (c Change) Diff(prefix string) []byte { return author.Diff(prefix+c.File, c.Old, c.New) }

// Mending is what the safe edits that rules offer make of a site.
type Mending struct {
	Changes []Change  // in path order
	Mended  int       // findings that are gone because of them
	After   *Snapshot // of the site with the changes
}

// Mend finds what can be mended safely, without writing anything. Mending a
// second time finds nothing: one edit may make room for another, so it goes on
// until none is left. A file is left as it is when an edit would bring in an
// error, when its edits do not come to an end, and when it is a link.
func Mend(ctx context.Context, dir string, o Options) (*Mending, error) {
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
	m := mendAll(site, in)
	return m, m.After.ready(site.Dir())
}

// mendAll mends what was read from a site.
func mendAll(site *Site, in Input) *Mending {
	m := &mender{site: site, first: in, now: Compile(nil, in), mended: map[string]int{}, leave: map[string]bool{}}
	for n := 0; m.round(); n++ {
		if n == mendRounds {
			m.settle()
		}
	}
	m.now.Problems() // while the folder is open: some files are looked into only now
	return m.result()
}

// mendRounds bounds how often an edit may make room for another one.
const mendRounds = 8

// mender makes edits in memory, round by round.
type mender struct {
	site   *Site
	first  Input // as it was read
	now    *Snapshot
	mended map[string]int  // how many findings, by file
	leave  map[string]bool // files that no edit is made in
}

// round makes all edits that can be made together, and reports whether there
// may be more.
func (m *mender) round() bool {
	texts, made := m.edited()
	if len(texts) == 0 {
		return false
	}
	next := Compile(m.now, m.site.with(&m.now.in, texts))
	worse := false
	for file := range texts {
		if errorsIn(next, file) > errorsIn(m.now, file) {
			m.leave[file], worse = true, true
		}
	}
	if worse {
		return true // again, without those files
	}
	m.now = next
	for file, n := range made {
		m.mended[file] += n
	}
	return true
}

// edited returns the files that edits change, and how many findings offer
// them.
func (m *mender) edited() (texts map[string][]byte, made map[string]int) {
	edits := map[string][]diag.Edit{}
	for _, p := range m.now.Problems() {
		if p.Edit != nil && m.mayEdit(p.File) {
			edits[p.File] = append(edits[p.File], *p.Edit)
		}
	}
	texts, made = map[string][]byte{}, map[string]int{}
	for file, list := range edits {
		now := author.Together(list)
		old := m.now.in.Files.Find(file).Data
		text, err := author.Apply(old, now)
		if err != nil || slices.Equal(text, old) {
			m.leave[file] = true
			continue
		}
		texts[file] = text
		for _, e := range list {
			if slices.Contains(now, e) {
				made[file]++
			}
		}
	}
	return texts, made
}

func (m *mender) mayEdit(file string) bool {
	f := m.now.in.Files.Find(file)
	return f != nil && f.Data != nil && f.Target == "" && !m.leave[file]
}

// settle gives up on files whose edits do not come to an end, since each
// undoes another, and takes back what was done to them.
func (m *mender) settle() {
	texts, _ := m.edited()
	for file := range texts {
		texts[file] = m.first.Files.Find(file).Data
		m.leave[file] = true
		delete(m.mended, file)
	}
	m.now = Compile(m.now, m.site.with(&m.now.in, texts))
}

func (m *mender) result() *Mending {
	r := &Mending{After: m.now}
	for _, f := range m.now.in.Files.Files {
		if old := m.first.Files.Find(f.Path); old != f && !slices.Equal(old.Data, f.Data) {
			r.Changes = append(r.Changes, Change{f.Path, old.Data, f.Data})
		}
	}
	for n := range maps.Values(m.mended) {
		r.Mended += n
	}
	return r
}

// with is an input with other texts in some of its files.
func (s *Site) with(in *Input, texts map[string][]byte) Input {
	files := slices.Clone(in.Files.Files)
	for i, f := range files {
		if text, ok := texts[f.Path]; ok {
			files[i] = source.NewFile(f.Path, text)
		}
	}
	o := s.options
	o.Today = in.Today
	next := inputWearing(in, source.NewTree(files, slices.Clone(in.Files.Problems)), in.worn.named(), o)
	next.History = in.History
	next.Problems = append(next.Problems, s.git...)
	return next
}

func errorsIn(s *Snapshot, file string) int {
	n := 0
	for _, p := range s.Problems() {
		if p.File == file && p.Severity == diag.Error {
			n++
		}
	}
	return n
}

// Write puts changes into a site's folder, each file as a whole or not at all.
// A file that is not as it was read is left alone, and named in the error; the
// others are written.
func Write(dir string, changes []Change) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var failed []error
	for _, c := range changes {
		if c.Old == nil {
			err = author.Create(root, c.File, c.New)
		} else {
			err = author.Replace(root, c.File, c.Old, c.New)
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// Visible returns a text with all that a terminal would act on made visible.
func Visible(s string) string { return diag.Visible(s) }
