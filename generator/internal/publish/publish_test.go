package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A site is a set of pages: path -> text.
type site map[string]string

// tree reads all that stands below a folder but the manifest: files with their
// text, links as "-> target", empty folders with a slash at their end.
func tree(t testing.TB, dir string) site {
	t.Helper()
	found := site{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		switch {
		case name == "." || name == ManifestName:
		case e.IsDir():
			entries, err := os.ReadDir(path)
			if err == nil && len(entries) == 0 {
				found[name+"/"] = ""
			}
			return err
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			found[name] = "-> " + target
			return err
		default:
			text, err := os.ReadFile(path)
			found[name] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func equal(t testing.TB, what string, got, want site) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for name, text := range want {
		if now, ok := got[name]; !ok {
			t.Errorf("%s: %s is missing", what, name)
		} else if now != text {
			t.Errorf("%s: %s is %.60q, want %.60q", what, name, now, text)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s should not be there", what, name)
		}
	}
}

func plant(t testing.TB, dir string, files site) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// unsynced spares the tests the system call that waits for the whole disk.
type unsynced struct{ volume }

func (unsynced) sync() error { return nil }

func quick(v volume) volume { return unsynced{v} }

// send publishes pages in path order; the error is of whichever step failed.
func send(opt Options, pages site, wrap func(volume) volume) (Result, error) {
	g, err := begin(opt, wrap)
	if err != nil {
		return Result{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err := g.Put(name, []byte(pages[name])); err != nil {
			return Result{}, errors.Join(err, g.Abort())
		}
	}
	return g.Commit()
}

func mustSend(t testing.TB, out string, pages site) Result {
	t.Helper()
	r, err := send(Options{Out: out}, pages, quick)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// beside lists what stands in the parent of out, out excepted.
func beside(t testing.TB, out string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != filepath.Base(out) {
			names = append(names, e.Name())
		}
	}
	return names
}

func alone(t testing.TB, out string) {
	t.Helper()
	if names := beside(t, out); len(names) > 0 {
		t.Errorf("left beside the output folder: %q", names)
	}
}

func newOut(t testing.TB) string { return filepath.Join(t.TempDir(), "public") }

func inode(t testing.TB, path string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestPublish(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	first := site{"index.html": "home", "guide/a.html": "a", "guide/b.html": "b", "old/gone.html": "gone", "swap": "file", "turn/x": "x"}
	second := site{"index.html": "home", "guide/a.html": "A!", "guide/b.html": "b", "new/c.html": "", "swap/x": "folder now", "turn": "file now"}

	r, err := send(Options{Out: out}, first, func(v volume) volume { return v }) // once with the real sync
	if err != nil {
		t.Fatal(err)
	}
	if want := (Result{Written: 6, Bytes: 15, BytesWritten: 15}); !same(r, want) {
		t.Errorf("first: got %+v, want %+v", r, want)
	}
	equal(t, "first", tree(t, out), first)
	home, changed := inode(t, out+"/index.html"), inode(t, out+"/guide/a.html")

	r = mustSend(t, out, second)
	if want := (Result{Written: 4, Linked: 2, Removed: 3, Bytes: 25, BytesWritten: 20}); !same(r, want) {
		t.Errorf("second: got %+v, want %+v", r, want)
	}
	equal(t, "second", tree(t, out), second)
	if now := inode(t, out+"/index.html"); !os.SameFile(home, now) || !home.ModTime().Equal(now.ModTime()) {
		t.Error("an unchanged page is another file now")
	}
	if os.SameFile(changed, inode(t, out+"/guide/a.html")) {
		t.Error("a changed page was written in place")
	}
	alone(t, out)
}

func same(a, b Result) bool { return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b) }

func TestSameSiteSameBytes(t *testing.T) {
	t.Parallel()
	pages := site{"b": "2", "a/c": "1", "a/b": "3"}
	one, two := newOut(t), newOut(t)
	mustSend(t, one, site{"z": "other"})
	mustSend(t, one, pages)
	mustSend(t, two, pages)
	a, errA := os.ReadFile(filepath.Join(one, ManifestName))
	b, errB := os.ReadFile(filepath.Join(two, ManifestName))
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("manifests differ: %q %v and %q %v", a, errA, b, errB)
	}
}

// What a file holds decides, not what its stamps or the manifest say.
func TestEditedPageIsWrittenAfresh(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	pages := site{"a": "right", "b": "right", "c": "right"}
	mustSend(t, out, pages)
	was := inode(t, out+"/a")
	plant(t, out, site{"a": "wrong", "b": "torn"})
	if err := os.Chtimes(out+"/a", was.ModTime(), was.ModTime()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(out + "/c"); err != nil {
		t.Fatal(err)
	}
	r := mustSend(t, out, pages)
	equal(t, "again", tree(t, out), pages)
	if r.Written != 3 || r.Linked != 0 {
		t.Errorf("got %+v, want three pages written", r)
	}
}

func TestPutRefuses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "/a", "a//b", "../a", "a/../b", "a/..", ".", "..", "./a", "a/", `a\b`, "a\x00b", "a\nb", "a\x7f", "a\xff",
		ManifestName, ".Remit-Manifest", markName, ManifestName + "/a"} {
		t.Run(fmt.Sprintf("%q", name), func(t *testing.T) {
			t.Parallel()
			out := newOut(t)
			_, err := send(Options{Out: out}, site{name: "x"}, quick)
			if _, ok := errors.AsType[*NameError](err); !ok {
				t.Errorf("got %v, want a NameError", err)
			}
			if _, err := os.Lstat(out); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("something was published: %v", err)
			}
			alone(t, out)
		})
	}
	for _, name := range []string{".well-known/security.txt", "...", "..a", "a b", "ä/日本", "_headers", "a:b"} {
		if err := checkName(name); err != nil {
			t.Errorf("%q is refused: %v", name, err)
		}
	}
}

func TestClash(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"a", "a"}, {"a", "a/b"}, {"a/b", "a"}, {"a/b/c", "a"}, {"a", "a/b/c"}} {
		out := newOut(t)
		g, err := begin(Options{Out: out}, quick)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Put(pair[0], []byte("1")); err != nil {
			t.Fatal(err)
		}
		if _, ok := errors.AsType[*ClashError](g.Put(pair[1], []byte("1"))); !ok {
			t.Errorf("%q: no ClashError", pair)
		}
		if _, err := g.Commit(); err == nil {
			t.Errorf("%q: committed after a failed Put", pair)
		}
		alone(t, out)
	}
}

func TestAbort(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	old := site{"a": "1", "b/c": "2"}
	mustSend(t, out, old)
	g, err := begin(Options{Out: out}, quick)
	if err != nil {
		t.Fatal(err)
	}
	for name := range old {
		if err := g.Put(name, []byte("new")); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := g.Abort(); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "after Abort", tree(t, out), old)
	alone(t, out)
	if err := g.Put("x", nil); err == nil {
		t.Error("Put after Abort succeeded")
	}
	if _, err := g.Commit(); err == nil {
		t.Error("Commit after Abort succeeded")
	}

	g, err = begin(Options{Out: out}, quick)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := g.Abort(); err != nil {
		t.Errorf("Abort after Commit: %v", err)
	}
	equal(t, "after an empty Commit", tree(t, out), site{})
}

func TestPutFromManyGoroutines(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	for round := range 3 {
		want := site{}
		for i := range 300 {
			want[fmt.Sprintf("d%d/e%d/p%d.html", i%7, i%5, i)] = strings.Repeat(fmt.Sprint(i*(i%(round+2))), 50)
		}
		g, err := begin(Options{Out: out}, quick)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		names := make(chan string)
		for range 8 {
			wg.Go(func() {
				for name := range names {
					if err := g.Put(name, []byte(want[name])); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for name := range want {
			names <- name
		}
		close(names)
		wg.Wait()
		r, err := g.Commit()
		if err != nil {
			t.Fatal(err)
		}
		if r.Written+r.Linked != len(want) || (round > 0 && r.Linked == 0) {
			t.Errorf("round %d: %+v", round, r)
		}
		equal(t, "round", tree(t, out), want)
	}
}

func TestOnePathFromManyGoroutines(t *testing.T) {
	t.Parallel()
	g, err := begin(Options{Out: newOut(t)}, quick)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Abort()
	var wg sync.WaitGroup
	results := make(chan error, 8)
	for range 8 {
		wg.Go(func() { results <- g.Put("a/b", []byte("x")) })
	}
	wg.Wait()
	close(results)
	won := 0
	for err := range results {
		if err == nil {
			won++
		} else if _, ok := errors.AsType[*ClashError](err); !ok {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d goroutines put one path", won)
	}
}

func TestForeignFilesAreKept(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			out := newOut(t)
			mustSend(t, out, site{"a/p": "1", "q": "2"})
			foreign := site{"CNAME": "wiki", ".git/HEAD": "ref", ".git/o/x": "blob", "a/mine.txt": "mine", "b/deep/er/file": "d"}
			plant(t, out, foreign)
			must(t, os.Mkdir(out+"/empty", 0o700))
			must(t, os.Symlink("../elsewhere", out+"/link"))
			cname := inode(t, out+"/CNAME")

			pages := site{"a/p": "1", "b/page": "3"}
			r, err := send(Options{Out: out}, pages, way.wrap)
			if err != nil {
				t.Fatal(err)
			}
			want := maps.Clone(pages)
			maps.Copy(want, foreign)
			want["empty/"], want["link"] = "", "-> ../elsewhere"
			equal(t, "kept", tree(t, out), want)
			kept := []string{".git/", "CNAME", "a/mine.txt", "b/deep/", "empty/", "link"}
			if !slices.Equal(r.Kept, kept) || r.Removed != 1 || r.Leftover != "" {
				t.Errorf("got %+v, want kept %q", r, kept)
			}
			if !os.SameFile(cname, inode(t, out+"/CNAME")) {
				t.Error("a kept file was copied")
			}
			if mode := inode(t, out+"/empty").Mode().Perm(); mode != 0o700 {
				t.Errorf("a kept folder has the mode %o now", mode)
			}
			alone(t, out)

			r = mustSend(t, out, site{})
			if !slices.Equal(r.Kept, kept) {
				t.Errorf("kept %q, want %q", r.Kept, kept)
			}
			delete(want, "a/p")
			delete(want, "b/page")
			equal(t, "kept without pages", tree(t, out), want)
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestForeignFileInTheWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		foreign, page string
		want          []string
	}{
		{"robots.txt", "robots.txt", []string{"robots.txt"}},
		{"docs", "docs/a.html", []string{"docs"}},
		{"docs/mine", "docs", []string{"docs"}},
		{"p/mine", "p", []string{"p/mine"}}, // p was a folder of ours
		{"x/y/mine", "x/y", []string{"x/y"}},
	} {
		out := newOut(t)
		old := site{"index.html": "home", "p/q": "q"}
		mustSend(t, out, old)
		plant(t, out, site{c.foreign: "mine"})
		_, err := send(Options{Out: out}, site{"index.html": "new", c.page: "page"}, quick)
		e, ok := errors.AsType[*ConflictError](err)
		if !ok || !slices.Equal(e.Paths, c.want) {
			t.Errorf("%s and %s: got %v", c.foreign, c.page, err)
		}
		old[c.foreign] = "mine"
		equal(t, c.foreign, tree(t, out), old)
		alone(t, out)
	}
}

// late adds files to the old folder after the last look at it.
type late struct {
	volume
	add func()
}

func (l late) exchange(a, b string) error {
	l.add()
	return l.volume.exchange(a, b)
}

func TestForeignFileAtTheLastMoment(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	mustSend(t, out, site{"a": "1", "d/e": "2"})
	r, err := send(Options{Out: out}, site{"a": "new", "n": "new"}, func(v volume) volume {
		return late{unsynced{v}, func() {
			plant(t, out, site{"late.txt": "mine", "d/late": "mine", "n": "mine too"})
			must(t, os.Mkdir(out+"/void", 0o755))
		}}
	})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "site", tree(t, out), site{"a": "new", "n": "new", "late.txt": "mine", "d/late": "mine", "void/": ""})
	if !slices.Equal(r.Kept, []string{"d/late", "late.txt"}) {
		t.Errorf("kept %q", r.Kept)
	}
	// n was made at the very moment at which the site got a page of that name:
	// it stays where it is, is named, and comes back when the place is free.
	equal(t, "leftover", tree(t, r.Leftover), site{"n": "mine too"})
	r = mustSend(t, out, site{"a": "new"})
	if r.Leftover == "" {
		t.Error("the leftover is not named again")
	}
	r = mustSend(t, out, site{"a": "new"})
	equal(t, "at last", tree(t, out), site{"a": "new", "n": "mine too", "late.txt": "mine", "d/late": "mine", "void/": ""})
	alone(t, out)
}

func TestFolderReplacedDuringTheBuild(t *testing.T) {
	t.Parallel()
	for _, old := range []site{{"a": "1"}, nil} {
		out := newOut(t)
		if old != nil {
			mustSend(t, out, old)
		}
		g, err := begin(Options{Out: out}, quick)
		if err != nil {
			t.Fatal(err)
		}
		must(t, g.Put("a", []byte("2")))
		must(t, os.RemoveAll(out))
		plant(t, out, site{"other": "mine"})
		if _, err := g.Commit(); err == nil {
			t.Error("another program's folder was replaced")
		}
		equal(t, "other's", tree(t, out), site{"other": "mine"})
		alone(t, out)
	}
}

func TestRefusesForeignFolder(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	mine := site{"d": "4", "b": "2", "a/x": "1", "c": "3"}
	plant(t, out, mine)
	_, err := Begin(Options{Out: out})
	e, ok := errors.AsType[*ForeignError](err)
	if !ok || !slices.Equal(e.Files, []string{"a", "b", "c"}) || e.More != 1 {
		t.Fatalf("got %v", err)
	}
	want := "the output folder " + out + " holds files that Remit did not make: a, b, c and 1 more; choose another output folder, or empty this one"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	equal(t, "folder", tree(t, out), mine)
	alone(t, out)

	empty := newOut(t)
	must(t, os.Mkdir(empty, 0o750))
	mustSend(t, empty, site{"a": "1"})
	equal(t, "empty folder", tree(t, empty), site{"a": "1"})
	if mode := inode(t, empty).Mode().Perm(); mode != 0o750 {
		t.Errorf("the output folder's mode became %o", mode)
	}

	file := newOut(t)
	plant(t, filepath.Dir(file), site{"public": "a file"})
	if _, err := Begin(Options{Out: file}); !isA[*FolderError](err) {
		t.Errorf("a file: got %v", err)
	}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func TestSourceFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plant(t, dir, site{"repo/site/index.md": "# Home", "repo/go.mod": "x"})
	must(t, os.Symlink("site", dir+"/repo/alias"))
	for _, c := range []struct {
		out, source string
		refused     bool
		contains    bool
	}{
		{"repo/site", "repo/site", true, false},
		{"repo/site/.", "repo/../repo/site", true, false},
		{"repo/alias", "repo/site", true, false},
		{"repo/site", "repo/alias", true, false},
		{"repo", "repo/site", true, true},
		{"", "repo/site", true, true},
		{"repo/site/public", "repo/site", false, false},
		{"repo/site/a/b/public", "repo/site", false, false},
		{"repo/sites", "repo/site", false, false},
		{"repo/public", "repo/site", false, false},
	} {
		_, err := find(filepath.Join(dir, c.out), filepath.Join(dir, c.source))
		e, refused := errors.AsType[*SourceError](err)
		if refused != c.refused || (refused && e.Contains != c.contains) || (!refused && err != nil) {
			t.Errorf("out %q, source %q: got %v", c.out, c.source, err)
		}
	}
	for _, out := range []string{"", "/"} {
		if _, err := Begin(Options{Out: out}); !isA[*FolderError](err) {
			t.Errorf("out %q: got %v", out, err)
		}
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	outside := func(t *testing.T) (out, elsewhere string) {
		out, elsewhere = newOut(t), filepath.Join(t.TempDir(), "elsewhere")
		plant(t, elsewhere, site{"p": "text", "precious": "mine"})
		return out, elsewhere
	}
	untouched := func(t *testing.T, elsewhere string, was fs.FileInfo) {
		t.Helper()
		equal(t, "outside", tree(t, elsewhere), site{"p": "text", "precious": "mine"})
		if now := inode(t, elsewhere+"/p"); !os.SameFile(was, now) {
			t.Error("the file outside was replaced")
		}
	}
	t.Run("the output folder is a link", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		must(t, os.MkdirAll(dir+"/real/site", 0o755))
		out := dir + "/public"
		must(t, os.Symlink("real/site", out))
		for _, pages := range []site{{"a": "1", "b": "2"}, {"a": "1", "c": "3"}} {
			mustSend(t, out, pages)
			equal(t, "real", tree(t, dir+"/real/site"), pages)
		}
		if target, err := os.Readlink(out); err != nil || target != "real/site" {
			t.Errorf("the link is %q, %v", target, err)
		}
		alone(t, dir+"/real/site")
		if _, ok := Last(out); !ok {
			t.Error("Last does not see the site behind the link")
		}
	})
	t.Run("the output folder is a link to nothing", func(t *testing.T) {
		t.Parallel()
		out := newOut(t)
		must(t, os.Symlink("nothing", out))
		if _, err := Begin(Options{Out: out}); err == nil || !strings.Contains(err.Error(), "leads nowhere") {
			t.Errorf("got %v", err)
		}
		equal(t, "beside", tree(t, filepath.Dir(out)), site{"public": "-> nothing"})
	})
	t.Run("a folder of ours became a link outside", func(t *testing.T) {
		t.Parallel()
		out, elsewhere := outside(t)
		mustSend(t, out, site{"docs/p": "text", "docs/precious": "ours"})
		must(t, os.RemoveAll(out+"/docs"))
		must(t, os.Symlink(elsewhere, out+"/docs"))
		was := inode(t, elsewhere+"/p")
		if _, err := send(Options{Out: out}, site{"docs/p": "text"}, quick); !isA[*ConflictError](err) {
			t.Errorf("got %v", err)
		}
		untouched(t, elsewhere, was)
		r := mustSend(t, out, site{"q": "1"})
		equal(t, "site", tree(t, out), site{"q": "1", "docs": "-> " + elsewhere})
		if !slices.Equal(r.Kept, []string{"docs"}) {
			t.Errorf("kept %q", r.Kept)
		}
		untouched(t, elsewhere, was)
	})
	t.Run("a page of ours became a link", func(t *testing.T) {
		t.Parallel()
		out, elsewhere := outside(t)
		for _, target := range []string{elsewhere + "/p", "other"} {
			must(t, os.RemoveAll(out))
			mustSend(t, out, site{"p": "text", "other": "text"})
			must(t, os.Remove(out+"/p"))
			must(t, os.Symlink(target, out+"/p"))
			was := inode(t, elsewhere+"/p")
			if _, err := send(Options{Out: out}, site{"p": "text", "other": "text"}, quick); !isA[*ConflictError](err) {
				t.Errorf("got %v", err)
			}
			mustSend(t, out, site{"q": "1"})
			equal(t, "site", tree(t, out), site{"q": "1", "p": "-> " + target})
			untouched(t, elsewhere, was)
		}
	})
	t.Run("links in leftovers", func(t *testing.T) {
		t.Parallel()
		out, elsewhere := outside(t)
		was := inode(t, elsewhere+"/p")
		dir := filepath.Dir(out)
		plant(t, dir, site{".public.new-0123456789ab/" + markName: "", ".public.new-0123456789ab/a/p": "text"})
		must(t, os.Symlink(elsewhere, dir+"/.public.new-0123456789ab/docs"))
		must(t, os.Symlink(elsewhere, dir+"/.public.new-0123456789ac"))
		mustSend(t, out, site{"q": "1"})
		if got := beside(t, out); !slices.Equal(got, []string{".public.new-0123456789ac"}) {
			t.Errorf("left: %q", got)
		}
		untouched(t, elsewhere, was)
	})
	t.Run("the lock is a link", func(t *testing.T) {
		t.Parallel()
		out, elsewhere := outside(t)
		was := inode(t, elsewhere+"/p")
		must(t, os.Symlink(elsewhere+"/p", filepath.Dir(out)+"/.public.remit-lock"))
		if _, err := Begin(Options{Out: out}); !isA[*DiskError](err) {
			t.Errorf("got %v", err)
		}
		untouched(t, elsewhere, was)
	})
	t.Run("the manifest is a link", func(t *testing.T) {
		t.Parallel()
		out, elsewhere := outside(t)
		plant(t, elsewhere, site{"p": "text"})
		must(t, os.Mkdir(out, 0o755))
		must(t, os.Symlink(elsewhere+"/p", out+"/"+ManifestName))
		if _, err := Begin(Options{Out: out}); !isA[*ForeignError](err) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLeftoversWithoutOurMarkStay(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	mine := site{
		".public.new-0123456789ab/mine":        "1", // our pattern, no mark
		".public.new-short/" + markName:        "2",
		".public.new-0123456789xy/" + markName: "3",
		"public.new-0123456789ab/" + markName:  "4",
		".publi.new-0123456789ab/" + markName:  "5",
		".public.old-0123456789ab/index.html":  "6",
	}
	dir := filepath.Dir(out)
	plant(t, dir, mine)
	must(t, os.Mkdir(dir+"/.public.new-0123456789ff", 0o755)) // killed before the mark was set
	mustSend(t, out, site{"a": "1"})
	mustSend(t, out, site{"a": "2"})
	must(t, os.RemoveAll(out))
	equal(t, "beside", tree(t, dir), mine)
}

func TestDamagedManifest(t *testing.T) {
	t.Parallel()
	good := encodeManifest(map[string]bool{"a": true, "b/c": true})
	if files, ok := decodeManifest(good); !ok || !maps.Equal(files, map[string]bool{"a": true, "b/c": true}) {
		t.Fatalf("whole: got %v, %v", files, ok)
	}
	for n := range len(good) {
		if files, ok := decodeManifest(good[:n]); ok {
			t.Errorf("cut at %d: taken for whole, %v", n, files)
		}
		for bit := range 8 {
			bad := slices.Clone(good)
			bad[n] ^= 1 << bit
			if files, ok := decodeManifest(bad); ok {
				t.Errorf("bit %d of byte %d flipped: taken for whole, %v", bit, n, files)
			}
		}
	}
	for _, name := range []string{"../up", "/abs", ManifestName, ""} {
		if _, ok := decodeManifest(encodeManifest(map[string]bool{name: true})); ok {
			t.Errorf("a manifest that lists %q is taken for whole", name)
		}
	}

	for _, way := range ways {
		for _, text := range []string{"", "remit manifest 1\n", "remit manifest 2\n" + string(good), string(good[:40]), "<<<<<<< HEAD\n" + string(good)} {
			out := newOut(t)
			mustSend(t, out, site{"a": "1", "b": "2"})
			plant(t, out, site{"mine": "3", ManifestName: text})
			old := tree(t, out)
			_, err := send(Options{Out: out}, site{"../x": ""}, quick)
			if err == nil {
				t.Fatal("../x was published")
			}
			equal(t, "after a failed build", tree(t, out), old)

			r, err := send(Options{Out: out}, site{"a": "1"}, way.wrap)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "rebuilt", tree(t, out), site{"a": "1"})
			if r.Linked != 0 || !slices.Equal(beside(t, out), []string{filepath.Base(r.SetAside)}) {
				t.Fatalf("got %+v, beside %q", r, beside(t, out))
			}
			equal(t, "set aside", tree(t, r.SetAside), old)
			if notes := r.Notes("public"); len(notes) != 1 || !strings.HasPrefix(notes[0], "state rebuilt: ") {
				t.Errorf("notes: %q", notes)
			}
			mustSend(t, out, site{"a": "2"})
			equal(t, "still aside", tree(t, r.SetAside), old)
		}
	}
}

func TestLast(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	if _, ok := Last(out); ok {
		t.Error("a missing folder holds a site")
	}
	before := time.Now().Add(-time.Minute)
	mustSend(t, out, site{"a": "1"})
	if at, ok := Last(out); !ok || at.Before(before) || at.After(time.Now().Add(time.Minute)) {
		t.Errorf("got %v, %v", at, ok)
	}
}

func TestTwoBuilds(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	first, err := begin(Options{Out: out}, quick)
	if err != nil {
		t.Fatal(err)
	}
	must(t, first.Put("a", []byte("first")))

	_, err = begin(Options{Out: out}, quick)
	e, ok := errors.AsType[*LockedError](err)
	if !ok || e.PID != os.Getpid() || time.Since(e.Since).Abs() > time.Hour {
		t.Fatalf("got %+v, %v", e, err)
	}
	if !strings.Contains(err.Error(), fmt.Sprintf("process %d, since ", os.Getpid())) {
		t.Error(err)
	}

	done := make(chan error)
	go func() {
		_, err := send(Options{Out: out, Wait: time.Minute}, site{"a": "second"}, quick)
		done <- err
	}()
	if _, err := first.Commit(); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	equal(t, "second", tree(t, out), site{"a": "second"})
	alone(t, out)
}

func TestManyBuildsAtOnce(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			text := fmt.Sprint(i)
			r, err := send(Options{Out: out, Wait: time.Minute}, site{"a": text, "b": text, "c" + text: text}, quick)
			if err != nil || r.Leftover != "" {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	wg.Wait()
	got := tree(t, out)
	equal(t, "last", got, site{"a": got["a"], "b": got["a"], "c" + got["a"]: got["a"]})
	alone(t, out)
}

// A lock file that a killed build left, or of another make, holds nobody up.
func TestStaleLock(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "pid 1\nsince 2026-01-02T03:04:05Z\n", strings.Repeat("x", 1000)} {
		out := newOut(t)
		plant(t, filepath.Dir(out), site{".public.remit-lock": text})
		mustSend(t, out, site{"a": "1"})
		alone(t, out)
	}
}

func TestDiskErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	old := site{"a": "1"}
	mustSend(t, out, old)
	for _, c := range []struct {
		errno error
		want  string
	}{
		{syscall.ENOSPC, "write OUT/b: no space left on device; the site in OUT is unchanged; free some space and build again"},
		{syscall.EROFS, "write OUT/b: read-only file system; the site in OUT is unchanged; choose an output folder that can be written"},
		{syscall.EACCES, "write OUT/b: permission denied; the site in OUT is unchanged; choose another output folder, or ask for the right to write there"},
		{syscall.EIO, "write OUT/b: input/output error; the site in OUT is unchanged"},
	} {
		_, err := send(Options{Out: out}, site{"b": "2"}, func(v volume) volume { return failing{unsynced{v}, "b", c.errno} })
		if got := strings.ReplaceAll(fmt.Sprint(err), out, "OUT"); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		if e, ok := errors.AsType[*DiskError](err); !ok || !errors.Is(err, c.errno) || !e.Published {
			t.Errorf("%v: %#v", c.errno, err)
		}
		equal(t, "old", tree(t, out), old)
		alone(t, out)
	}
}

// failing cannot write one name.
type failing struct {
	volume
	name string
	err  error
}

func (f failing) create(folder, name string, body []byte) error {
	if name == f.name {
		return &fs.PathError{Op: "write", Path: folder + "/" + name, Err: f.err}
	}
	return f.volume.create(folder, name, body)
}

func TestReadOnlyParent(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	out := newOut(t)
	old := site{"a": "1"}
	mustSend(t, out, old)
	must(t, os.Chmod(filepath.Dir(out), 0o555))
	defer os.Chmod(filepath.Dir(out), 0o755)
	_, err := send(Options{Out: out}, site{"a": "2"}, quick)
	if !isA[*DiskError](err) || !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "the site in "+out+" is unchanged") {
		t.Errorf("got %v", err)
	}
	equal(t, "old", tree(t, out), old)
}

func TestMessages(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 11, 2, 14, 2, 5, 0, time.Local)
	for _, c := range []struct {
		err  error
		want string
	}{
		{&SourceError{Out: ".", Source: "."},
			`the output folder . is the folder of the site itself, and its files would be replaced; choose another output folder, for example "public"`},
		{&SourceError{Out: ".", Source: "content", Contains: true},
			`the output folder . holds the folder of the site (content), and its files would be replaced; choose another output folder, for example "public"`},
		{&FolderError{Out: "notes", Why: "is a file, not a folder", Fix: "choose another output folder"},
			`the output folder "notes" is a file, not a folder; choose another output folder`},
		{&LockedError{Out: "public", PID: 42, Since: since},
			"another build is writing to public (process 42, since 2026-11-02 14:02:05); build again when it has ended"},
		{&LockedError{Out: "public"}, "another build is writing to public; build again when it has ended"},
		{&ConflictError{Out: "public", Paths: []string{"a", "b", "c", "d", "e"}},
			"public holds files that Remit did not make where pages of the site belong: a, b, c and 2 more; move them away and build again; the site in public is unchanged"},
		{&NameError{Path: "../a", Why: "has an empty, . or .. part"}, `the path "../a" has an empty, . or .. part`},
		{&ClashError{Path: "a/b"}, "two pages want the path a/b"},
		{&DiskError{Op: "make", Path: "public", Out: "public", Err: syscall.EBUSY},
			"make public: device or resource busy; nothing was published; the system cannot exchange this folder for a new one: choose another output folder"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	notes := Result{Kept: []string{"CNAME", "a/"}, Leftover: ".public.new-1"}.Notes("public")
	want := []string{"kept in public, not made by Remit: CNAME, a/", "the former site could not be removed wholly from .public.new-1; the next build tries again"}
	if !slices.Equal(notes, want) {
		t.Errorf("got %q, want %q", notes, want)
	}
}
