package source

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/schema"
)

// describe writes down everything about a tree that a caller can see.
func describe(t testing.TB, tree *Tree) string {
	var b strings.Builder
	for _, f := range tree.Files {
		data, err := f.Read()
		fmt.Fprintf(&b, "file %q %d %q %v %x -> %q %+v\n", f.Path, f.Size, data, err, f.Hash, f.Target, f.Info())
		if tree.Find(f.Path) != f {
			t.Errorf("%s occurs twice", f.Path)
		}
	}
	for _, p := range tree.Problems {
		fmt.Fprintf(&b, "problem %+v\n", p)
	}
	return b.String()
}

// elements are names that the random edits put together: plain ones, two
// spellings of one, skipped, ignored, unportable and meaningful ones.
var elements = []string{
	"a.md", "b.md", "c.png", "e\u0301.md", "\u00e9.md", "_x.md", "d", "d-e", "e\u0301", "\u00e9", "aux", "drafts", "out", "out.new-1",
	"theme", "kinds", "k.yaml", "bad\xff", "a:b",
}

// editor makes random edits in a folder and tells which paths they touched,
// as a watcher would.
type editor struct {
	t    testing.TB
	dir  string
	next func(n int) int
}

func (e *editor) path() string {
	var parts []string
	for range 1 + e.next(3) {
		parts = append(parts, elements[e.next(len(elements))])
	}
	return strings.Join(parts, "/")
}

func (e *editor) abs(p string) string { return filepath.Join(e.dir, filepath.FromSlash(p)) }

// parent makes the folders of a path and returns the first that is new, or
// false if something else is in the way.
func (e *editor) parent(p string) (string, bool) {
	top := p
	for i := len(p) - 1; i > 0; i-- {
		if p[i] != '/' {
			continue
		}
		info, err := os.Lstat(e.abs(p[:i]))
		if err == nil && !info.IsDir() {
			return "", false
		}
		if os.IsNotExist(err) {
			top = p[:i]
		}
	}
	for i, c := range p {
		if c == '/' {
			if info, err := os.Lstat(e.abs(p[:i])); err == nil && !info.IsDir() {
				return "", false
			}
		}
	}
	must(e.t, os.MkdirAll(filepath.Dir(e.abs(p)), 0o755))
	return top, true
}

// edit makes one edit and returns the touched paths.
func (e *editor) edit() []string {
	p := e.path()
	top, ok := e.parent(p)
	if !ok {
		return nil
	}
	info, err := os.Lstat(e.abs(p))
	there := err == nil
	touched := []string{top, p}
	switch op := e.next(9); {
	case op <= 2 && (!there || info.Mode().IsRegular()):
		must(e.t, os.WriteFile(e.abs(p), []byte(strings.Repeat("x", e.next(14))), 0o644))
	case op == 3:
		must(e.t, os.RemoveAll(e.abs(p)))
	case op == 4 && there:
		q := e.path()
		qtop, ok := e.parent(q)
		if ok && os.Rename(e.abs(p), e.abs(q)) == nil {
			touched = append(touched, q)
		}
		touched = append(touched, qtop)
	case op == 5 && !there:
		must(e.t, os.Symlink(strings.Repeat("../", e.next(3))+e.path(), e.abs(p)))
	case op == 6 && !there:
		must(e.t, os.Mkdir(e.abs(p), 0o755))
	case op == 7 && there && info.Mode()&os.ModeSymlink == 0:
		must(e.t, os.Chtimes(e.abs(p), time.Time{}, time.Unix(int64(e.next(3)), 0)))
	case op == 8 && there && path.Dir(p) != ".":
		must(e.t, os.RemoveAll(filepath.Dir(e.abs(p))))
		touched = append(touched, path.Dir(p))
	}
	return touched
}

// checkUpdates makes edits in rounds and compares Update and Read of the last
// tree with a fresh Read.
func checkUpdates(t *testing.T, next func(n int) int, rounds int) {
	r := site(t, nil)
	e := &editor{t, r.Dir(), next}
	limits := schema.DefaultLimits()
	limits.FileBytes, limits.AssetBytes, limits.Documents, limits.PathBytes, limits.FolderDepth = 10, 12, 3, 14, 1
	opt := Options{Ignore: []string{"drafts", "d/**/c.png"}, Limits: limits, Out: e.abs("out")}
	updated := read(t, r, nil, opt)
	again := updated
	for range rounds {
		var touched []string
		for range 1 + next(5) {
			touched = append(touched, e.edit()...)
		}
		fresh := read(t, r, nil, opt)
		want := describe(t, fresh)
		var err error
		updated, err = r.Update(updated, touched, opt)
		must(t, err)
		if got := describe(t, updated); got != want {
			t.Fatalf("after %q\nUpdate gives\n%s\nRead gives\n%s", touched, got, want)
		}
		again = read(t, r, again, opt)
		if got := describe(t, again); got != want {
			t.Fatalf("after %q\nRead of the last tree gives\n%s\na fresh Read gives\n%s", touched, got, want)
		}
		still, err := r.Update(updated, []string{"nothing/here.md"}, opt)
		must(t, err)
		if !slices.Equal(still.Files, updated.Files) {
			t.Fatalf("after %q: an update of nothing gave other pointers", touched)
		}
	}
}

func TestUpdateEqualsRead(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			checkUpdates(t, rand.New(rand.NewPCG(seed, 1)).IntN, 15)
		})
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add([]byte("a few edits in one folder"))
	f.Add([]byte{3, 7, 0, 0, 0, 1, 5, 5, 2, 9, 0, 4, 4, 8, 1, 3, 200, 17, 5, 0, 2})
	f.Fuzz(func(t *testing.T, choices []byte) {
		choices = choices[:min(len(choices), 200)]
		next := func(n int) int {
			if len(choices) == 0 {
				return 0
			}
			c := int(choices[0])
			choices = choices[1:]
			return c % n
		}
		checkUpdates(t, next, 5)
	})
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.md": "A", "d/b.md": "B", "d/c/x.md": "X", "d-e/y.md": "Y", "l.md": "-> d/b.md"}
	for name, c := range map[string]struct {
		edit  func(dir string) error
		paths []string
		want  []string
	}{
		"nothing":             {func(string) error { return nil }, nil, []string{"a.md", "d-e/y.md", "d/b.md", "d/c/x.md", "l.md"}},
		"a folder moves":      {func(d string) error { return os.Rename(d+"/d/c", d+"/n") }, []string{"d/c", "n"}, []string{"a.md", "d-e/y.md", "d/b.md", "l.md", "n/x.md"}},
		"a folder goes":       {func(d string) error { return os.RemoveAll(d + "/d") }, []string{"d"}, []string{"a.md", "d-e/y.md"}},
		"only a file is told": {func(d string) error { return os.RemoveAll(d + "/d") }, []string{"d/b.md"}, []string{"a.md", "d-e/y.md"}},
		"everything":          {func(d string) error { return os.Remove(d + "/a.md") }, []string{"."}, []string{"d-e/y.md", "d/b.md", "d/c/x.md", "l.md"}},
		"outside":             {func(d string) error { return os.Remove(d + "/a.md") }, []string{"../x", "/y", "a.md"}, []string{"d-e/y.md", "d/b.md", "d/c/x.md", "l.md"}},
	} {
		r := site(t, files)
		prev := read(t, r, nil, Options{})
		must(t, c.edit(r.Dir()))
		tree, err := r.Update(prev, c.paths, Options{})
		must(t, err)
		equal(t, name, paths(tree), c.want)
	}
}

func TestUpdateWithOtherOptionsReadsEverything(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "A", "d/b.md": "B"})
	prev := read(t, r, nil, Options{})
	tree, err := r.Update(prev, nil, Options{Ignore: []string{"d"}})
	must(t, err)
	equal(t, "files", paths(tree), []string{"a.md"})
	if tree.Files[0] != prev.Files[0] {
		t.Error("an unchanged file has another pointer")
	}
	made := NewTree([]*File{NewFile("a.md", []byte("A"))}, nil)
	if tree, err = r.Update(made, nil, Options{}); err != nil {
		t.Fatal(err)
	}
	equal(t, "files after a tree in memory", paths(tree), []string{"a.md", "d/b.md"})
}

// A macOS editor may tell of a name in other bytes than the folder holds.
func TestUpdateOfAnotherSpelling(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"e\u0301.md": "old", "o\u0308/x.md": "X", "a.md": "A"})
	prev := read(t, r, nil, Options{})
	write(t, r.Dir(), "e\u0301.md", "new")
	must(t, os.Remove(filepath.Join(r.Dir(), "o\u0308", "x.md")))
	tree, err := r.Update(prev, []string{"\u00e9.md", "\u00f6"}, Options{})
	must(t, err)
	equal(t, "files", paths(tree), []string{"a.md", "\u00e9.md"})
	if got := string(tree.Find("\u00e9.md").Data); got != "new" {
		t.Errorf("holds %q", got)
	}
}

// Some file systems count time in seconds, so two saves can leave one stamp.
func TestSavesWithOneStamp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fresh bool
		paths []string
		want  string
	}{
		{"read shortly after the first save", true, []string{"."}, "new"},
		{"read long after", false, []string{"."}, "old"},
		{"told by the watcher", false, []string{"a.md"}, "new"},
	} {
		r := site(t, map[string]string{"a.md": "old"})
		prev := read(t, r, nil, Options{})
		write(t, r.Dir(), "a.md", "new")
		info, err := os.Lstat(filepath.Join(r.Dir(), "a.md"))
		must(t, err)
		prev.scan.entries[0].stamp, prev.scan.entries[0].fresh = stampOf(info), c.fresh
		tree, err := r.Update(prev, c.paths, Options{})
		must(t, err)
		if got := string(tree.Files[0].Data); got != c.want {
			t.Errorf("%s: holds %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFresh(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	for _, c := range []struct {
		mtime, ctime time.Duration
		want         bool
	}{{-time.Second, -time.Hour, true}, {-time.Hour, -time.Second, true}, {-time.Hour, -3 * time.Second, false}, {time.Hour, 0, true}} {
		s := stamp{mtime: now.Add(c.mtime).UnixNano(), ctime: now.Add(c.ctime).UnixNano()}
		if got := s.fresh(now); got != c.want {
			t.Errorf("mtime %v, ctime %v: %v, want %v", c.mtime, c.ctime, got, c.want)
		}
	}
}

func TestUpdateBelowTheLimitOnDocuments(t *testing.T) {
	t.Parallel()
	opt := Options{Limits: schema.DefaultLimits()}
	opt.Limits.Documents = 2
	r := site(t, map[string]string{"a.md": "", "b.md": "", "c.md": ""})
	prev := read(t, r, nil, opt)
	must(t, os.Remove(filepath.Join(r.Dir(), "a.md")))
	tree, err := r.Update(prev, []string{"a.md"}, opt)
	must(t, err)
	equal(t, "files", paths(tree), []string{"b.md", "c.md"})
	equal(t, "problems", found(tree), nil)
}

// When the site's folder is opened anew, documents stay what they are, and
// assets no longer ask the folder that was closed.
func TestAnotherRoot(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "A", "x.txt": "X"})
	prev := read(t, r, nil, Options{})
	must(t, r.Close())
	again, err := Open(r.Dir())
	must(t, err)
	defer again.Close()
	updated, err := again.Update(prev, nil, Options{})
	must(t, err)
	for name, tree := range map[string]*Tree{"Read": read(t, again, prev, Options{}), "Update": updated} {
		if tree.Find("a.md") != prev.Find("a.md") {
			t.Errorf("%s: the document has another pointer", name)
		}
		if data, err := tree.Find("x.txt").Read(); string(data) != "X" || err != nil {
			t.Errorf("%s: asset %q, %v", name, data, err)
		}
	}
}
