package watch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// patience bounds every wait in these tests; it is never waited for in full
// when the code is right.
const patience = 20 * time.Second

// folder is a real folder with a few files in it.
type folder struct {
	t    *testing.T
	root string
}

func newFolder(t *testing.T, files ...string) folder {
	t.Helper()
	f := folder{t, filepath.Join(t.TempDir(), "content")}
	f.mkdir("")
	for _, name := range files {
		f.mkdir(filepath.Dir(name))
		f.write(name, "first")
	}
	return f
}

func (f folder) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) path(name string) string { return filepath.Join(f.root, name) }
func (f folder) mkdir(name string)       { f.t.Helper(); f.must(os.MkdirAll(f.path(name), 0o755)) }
func (f folder) remove(name string)      { f.t.Helper(); f.must(os.RemoveAll(f.path(name))) }
func (f folder) rename(from, to string) {
	f.t.Helper()
	f.must(os.Rename(f.path(from), f.path(to)))
}
func (f folder) write(name, text string) {
	f.t.Helper()
	f.must(os.WriteFile(f.path(name), []byte(text), 0o644))
}
func (f folder) append(name, text string) {
	f.t.Helper()
	file, err := os.OpenFile(f.path(name), os.O_WRONLY|os.O_APPEND, 0)
	f.must(err)
	_, err = file.WriteString(text)
	f.must(errors.Join(err, file.Close()))
}

func skipHidden(path string) bool {
	name := path[strings.LastIndexByte(path, '/')+1:]
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || strings.HasSuffix(name, "~")
}

// follower is a caller: it looks where batches say and knows the folder only
// from there.
type follower struct {
	t       *testing.T
	w       *Watcher
	root    string
	known   map[string]string // contents
	batches []Batch
}

func follow(t *testing.T, f folder, o Options) *follower {
	t.Helper()
	return followFrom(t, f, o, openEvents)
}

func followFrom(t *testing.T, f folder, o Options, open func() (*origin, error)) *follower {
	t.Helper()
	if o.Skip == nil {
		o.Skip = skipHidden
	}
	w, err := start(t.Context(), f.root, o, open)
	if err != nil {
		t.Fatal(err)
	}
	return &follower{t: t, w: w, root: f.root, known: read(f.root, "")}
}

func (c *follower) next() Batch {
	c.t.Helper()
	select {
	case b, ok := <-c.w.Batches():
		if !ok {
			c.t.Fatal("the batches ended")
		}
		c.batches = append(c.batches, b)
		return b
	case <-time.After(patience):
		c.t.Fatalf("no batch came; not known %v, batches %v", c.differences(), c.batches)
	}
	return Batch{}
}

func (c *follower) note() string {
	c.t.Helper()
	select {
	case n := <-c.w.Notes():
		return n
	case <-time.After(patience):
		c.t.Fatal("no note came")
	}
	return ""
}

// read returns the contents of all files below a path; a folder's is "folder".
func read(root, path string) map[string]string {
	contents := map[string]string{}
	for p, s := range scan(root, path, skipHidden) {
		contents[p] = "folder"
		if !s.mode.IsDir() {
			data, _ := os.ReadFile(filepath.Join(root, p))
			contents[p] = string(data)
		}
	}
	return contents
}

// look reads again what the batch names, and nothing else.
func (c *follower) look(b Batch) {
	if b.All {
		c.known = read(c.root, "")
		return
	}
	for _, p := range b.Paths {
		maps.DeleteFunc(c.known, func(known, _ string) bool { return known == p || strings.HasPrefix(known, p+"/") })
		name := filepath.Join(c.root, p)
		if info, err := os.Lstat(name); err == nil && info.IsDir() {
			c.known[p] = "folder"
			maps.Copy(c.known, read(c.root, p))
		} else if data, err := os.ReadFile(name); err == nil {
			c.known[p] = string(data)
		}
	}
}

// differences returns what the follower does not know rightly.
func (c *follower) differences() (paths []string) {
	now := read(c.root, "")
	for p, text := range now {
		if known, ok := c.known[p]; !ok || known != text {
			paths = append(paths, p)
		}
	}
	for p := range c.known {
		if _, ok := now[p]; !ok {
			paths = append(paths, p)
		}
	}
	return paths
}

// catchUp follows batches until the follower knows the folder as it is.
func (c *follower) catchUp() {
	c.t.Helper()
	for begun := time.Now(); len(c.differences()) > 0; {
		if time.Since(begun) > patience {
			c.t.Fatalf("still not known: %v; batches %v", c.differences(), c.batches)
		}
		c.look(c.next())
	}
}

// announced tells whether a batch has named the path or a folder that holds it.
func (c *follower) announced(path string) bool {
	for _, b := range c.batches {
		for _, p := range b.Paths {
			if p == path || strings.HasPrefix(path, p+"/") {
				return true
			}
		}
	}
	return false
}

// savings are the ways in which editors and other programs change files. Each
// starts from a.md, b.md, sub/c.md and sub/deep/d.md, and says which paths must
// be announced.
var savings = []struct {
	name string
	do   func(f folder)
	want []string
}{
	{"written in place", func(f folder) { f.write("a.md", "second") }, []string{"a.md"}},
	{"written in place, same length", func(f folder) { f.write("a.md", "tsrif") }, []string{"a.md"}},
	{"appended", func(f folder) { f.append("a.md", "more") }, []string{"a.md"}},
	{"cut off", func(f folder) { f.must(os.Truncate(f.path("a.md"), 0)) }, []string{"a.md"}},
	{"written at an offset", func(f folder) {
		file, err := os.OpenFile(f.path("a.md"), os.O_WRONLY, 0)
		f.must(err)
		_, err = file.WriteAt([]byte("X"), 2)
		f.must(errors.Join(err, file.Close()))
	}, []string{"a.md"}},
	{"written in many pieces", func(f folder) {
		f.must(os.Truncate(f.path("a.md"), 0))
		for i := range 50 {
			f.append("a.md", fmt.Sprint(i))
		}
	}, []string{"a.md"}},
	{"same times as before", func(f folder) {
		info, err := os.Stat(f.path("a.md"))
		f.must(err)
		f.write("a.md", "tsrif")
		f.must(os.Chtimes(f.path("a.md"), info.ModTime(), info.ModTime()))
	}, []string{"a.md"}},
	{"times of 1970", func(f folder) {
		f.write("a.md", "old")
		f.must(os.Chtimes(f.path("a.md"), time.Unix(0, 0), time.Unix(0, 0)))
	}, []string{"a.md"}},
	{"atomically renamed", func(f folder) { f.write(".a.md.tmp123", "second"); f.rename(".a.md.tmp123", "a.md") }, []string{"a.md"}},
	{"atomically renamed from another folder", func(f folder) {
		outside := filepath.Join(filepath.Dir(f.root), "outside.md")
		f.must(os.WriteFile(outside, []byte("second"), 0o644))
		f.must(os.Rename(outside, f.path("a.md")))
	}, []string{"a.md"}},
	{"vim with a backup", func(f folder) {
		f.write("4913", "")
		f.remove("4913")
		f.rename("a.md", "a.md~")
		f.write("a.md", "second")
		f.must(os.Chmod(f.path("a.md"), 0o644))
		f.remove("a.md~")
	}, []string{"a.md"}},
	{"vim with a swap file", func(f folder) { f.write(".a.md.swp", "x"); f.write("a.md", "second"); f.remove(".a.md.swp") }, []string{"a.md"}},
	{"emacs with a lock link", func(f folder) {
		f.must(os.Symlink("me@host.123", f.path(".#a.md")))
		f.rename("a.md", "a.md~")
		f.write("a.md", "second")
		f.remove(".#a.md")
	}, []string{"a.md"}},
	{"removed and made again", func(f folder) { f.remove("a.md"); f.write("a.md", "second") }, []string{"a.md"}},
	{"new file", func(f folder) { f.write("new.md", "x") }, []string{"new.md"}},
	{"new empty file", func(f folder) { f.write("new.md", "") }, []string{"new.md"}},
	{"new hard link", func(f folder) { f.must(os.Link(f.path("a.md"), f.path("new.md"))) }, []string{"new.md"}},
	{"new link", func(f folder) { f.must(os.Symlink("a.md", f.path("new.md"))) }, []string{"new.md"}},
	{"link led elsewhere", func(f folder) {
		f.must(os.Symlink("b.md", f.path(".next")))
		f.rename(".next", "a.md")
	}, []string{"a.md"}},
	{"name with spaces and letters of other scripts", func(f folder) { f.write("日本 語 é.md", "x") }, []string{"日本 語 é.md"}},
	{"deleted", func(f folder) { f.remove("a.md") }, []string{"a.md"}},
	{"deleted in a sub-folder", func(f folder) { f.remove("sub/deep/d.md") }, []string{"sub/deep/d.md"}},
	{"renamed", func(f folder) { f.rename("a.md", "new.md") }, []string{"a.md", "new.md"}},
	{"renamed to hidden", func(f folder) { f.rename("a.md", ".a.md") }, []string{"a.md"}},
	{"two files swapped", func(f folder) {
		f.rename("a.md", ".swap")
		f.rename("b.md", "a.md")
		f.rename(".swap", "b.md")
	}, []string{"a.md", "b.md"}},
	{"moved into a folder", func(f folder) { f.rename("a.md", "sub/a.md") }, []string{"a.md", "sub/a.md"}},
	{"new folder with a file", func(f folder) { f.mkdir("fresh"); f.write("fresh/x.md", "x") }, []string{"fresh/x.md"}},
	{"new nested folders with a file", func(f folder) { f.mkdir("n/e/s/t"); f.write("n/e/s/t/x.md", "x") }, []string{"n/e/s/t/x.md"}},
	{"folder moved in from outside", func(f folder) {
		outside := filepath.Join(filepath.Dir(f.root), "outside")
		f.must(os.MkdirAll(filepath.Join(outside, "in"), 0o755))
		f.must(os.WriteFile(filepath.Join(outside, "in", "x.md"), []byte("x"), 0o644))
		f.must(os.Rename(outside, f.path("moved")))
	}, []string{"moved/in/x.md"}},
	{"folder moved out", func(f folder) { f.must(os.Rename(f.path("sub"), filepath.Join(filepath.Dir(f.root), "out"))) }, []string{"sub"}},
	{"folder renamed", func(f folder) { f.rename("sub", "bus") }, []string{"sub", "bus/deep/d.md"}},
	{"folder renamed, then a file in it edited", func(f folder) {
		f.rename("sub", "bus")
		f.write("bus/deep/d.md", "second")
	}, []string{"bus/deep/d.md"}},
	{"folder renamed there and back", func(f folder) {
		f.rename("sub", "bus")
		f.rename("bus", "sub")
		f.write("sub/deep/d.md", "second")
	}, []string{"sub/deep/d.md"}},
	{"two folders swapped", func(f folder) {
		f.mkdir("other/deep")
		f.write("other/deep/d.md", "other")
		f.rename("sub", ".swap")
		f.rename("other", "sub")
		f.rename(".swap", "other")
		f.write("other/deep/d.md", "edited")
	}, []string{"sub/deep/d.md", "other/deep/d.md"}},
	{"folder deleted", func(f folder) { f.remove("sub") }, []string{"sub", "sub/c.md"}},
	{"folder deleted and made again", func(f folder) {
		f.remove("sub")
		f.mkdir("sub/deep")
		f.write("sub/deep/d.md", "again")
	}, []string{"sub/deep/d.md"}},
	{"folder replaced by a file", func(f folder) { f.remove("sub"); f.write("sub", "now a file") }, []string{"sub"}},
	{"file replaced by a folder", func(f folder) { f.remove("a.md"); f.mkdir("a.md"); f.write("a.md/x.md", "x") }, []string{"a.md/x.md"}},
	{"checkout of many files", func(f folder) {
		for i := range 300 {
			f.mkdir(fmt.Sprintf("many/d%d", i%20))
			f.write(fmt.Sprintf("many/d%d/f%d.md", i%20, i), "x")
		}
	}, []string{"many/d19/f299.md", "many/d0/f0.md"}},
	{"folder shown again", func(f folder) {
		f.mkdir(".hidden")
		f.write(".hidden/x.md", "x")
		f.rename(".hidden", "shown")
	}, []string{"shown/x.md"}},
}

func TestSavings(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		name string
		o    Options
	}{
		{"events", Options{Rescan: -1}},
		{"polling", Options{Rescan: -1, Poll: 5 * time.Millisecond}},
	} {
		for _, s := range savings {
			t.Run(way.name+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				f := newFolder(t, "a.md", "b.md", "sub/c.md", "sub/deep/d.md")
				c := follow(t, f, way.o)
				s.do(f)
				c.catchUp()
				for _, path := range s.want {
					for !c.announced(path) {
						c.look(c.next())
					}
				}
				// Whatever happened before, the next edits are seen in every folder.
				for path, s := range scan(f.root, "", skipHidden) {
					if s.mode.IsDir() {
						f.write(path+"/after.md", "after")
					}
				}
				f.write("after.md", "after")
				c.catchUp()
				if got := c.w.Polls(); got != (way.o.Poll > 0) {
					t.Errorf("Polls() = %v", got)
				}
			})
		}
	}
}

func TestSkippedIsNeverReported(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "a.md", ".git/HEAD", "_drafts/x.md", "sub/.cache/y.md")
	c := follow(t, f, Options{Rescan: -1})
	f.write(".git/HEAD", "second")
	f.write("_drafts/x.md", "second")
	f.write("sub/.cache/y.md", "second")
	f.mkdir(".git/objects/00")
	f.write(".git/objects/00/z.md", "x")
	f.must(os.Chmod(f.path("a.md"), 0o600)) // dropped: nothing is to be read again
	f.write("sub/cookie.md", "x")
	for !c.announced("sub/cookie.md") {
		c.next()
	}
	for _, b := range c.batches {
		for _, p := range b.Paths {
			if p != "sub/cookie.md" {
				t.Errorf("reported %q", p)
			}
		}
	}
}

// After any run of edits the follower knows the folder as it is.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, "a.md", "x/b.md", "x/y/c.md")
			c := follow(t, f, Options{Rescan: -1})
			r := rand.New(rand.NewPCG(seed, 1))
			name := func() string {
				parts := []string{"x", "y", "z"}
				path := ""
				for range r.IntN(3) {
					path += parts[r.IntN(3)] + "/"
				}
				return path + parts[r.IntN(3)]
			}
			for step := range 150 {
				switch r.IntN(6) {
				case 0:
					os.MkdirAll(f.path(name()), 0o755) // any of these may fail: then nothing happened
				case 1:
					os.RemoveAll(f.path(name()))
				case 2:
					os.Rename(f.path(name()), f.path(name()))
				default:
					os.WriteFile(f.path(name()+".md"), fmt.Append(nil, step), 0o644)
				}
				if step%50 == 49 {
					c.catchUp()
				}
			}
		})
	}
}

func TestRootTakenAway(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(f folder)
	}{
		{"removed and made again", func(f folder) { f.remove(""); f.mkdir("sub"); f.write("sub/a.md", "again") }},
		{"renamed and replaced", func(f folder) {
			f.must(os.Rename(f.root, f.root+"-old"))
			f.mkdir("sub")
			f.write("sub/a.md", "other")
		}},
	}
	for _, tt := range tests {
		for _, o := range []Options{{Rescan: -1}, {Rescan: -1, Poll: 5 * time.Millisecond}} {
			t.Run(fmt.Sprintf("%s/poll=%v", tt.name, o.Poll > 0), func(t *testing.T) {
				t.Parallel()
				f := newFolder(t, "sub/a.md")
				c := follow(t, f, o)
				tt.change(f)
				for !slices.ContainsFunc(c.batches, func(b Batch) bool { return b.All && b.Replaced }) {
					c.look(c.next())
				}
				c.catchUp()
				f.write("sub/b.md", "after")
				c.catchUp()
				f.write("c.md", "after")
				c.catchUp()
			})
		}
	}
}

func TestRootGoneForAWhile(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "sub/a.md")
	c := follow(t, f, Options{Rescan: 20 * time.Millisecond})
	f.must(os.Rename(f.root, f.root+"-away"))
	if got, want := c.note(), "The folder "+f.root+" is gone; waiting until it is back."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f.must(os.Rename(f.root+"-away", f.root))
	f.write("sub/a.md", "second")
	c.catchUp()
	f.write("sub/a.md", "third")
	c.catchUp()
}

// fake wraps the system's events.
func fake(change func(o *origin)) func() (*origin, error) {
	return func() (*origin, error) {
		o, err := openEvents()
		if err == nil {
			change(o)
		}
		return o, err
	}
}

func TestFallsBackToPolling(t *testing.T) {
	t.Parallel()
	noWatches := func(after int) func() (*origin, error) {
		return fake(func(o *origin) {
			add := o.add
			o.add = func(dir string) error {
				if after--; after < 0 {
					return syscall.ENOSPC
				}
				return add(dir)
			}
		})
	}
	tests := []struct {
		name string
		open func() (*origin, error)
		want string
	}{
		{"no watches from the start", noWatches(0), "fs.inotify.max_user_watches"},
		{"no watches for a new folder", noWatches(2), "fs.inotify.max_user_watches"},
		{"no watchers", func() (*origin, error) { return nil, os.NewSyscallError("inotify_init", syscall.EMFILE) }, "fs.inotify.max_user_instances"},
		{"not supported", func() (*origin, error) { return nil, errors.ErrUnsupported }, "unsupported operation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, "a.md", "sub/b.md")
			c := followFrom(t, f, Options{Rescan: -1}, tt.open)
			f.mkdir("new")
			f.write("new/x.md", "x")
			c.catchUp()
			f.write("sub/b.md", "second")
			c.catchUp()
			if !c.w.Polls() {
				t.Error("does not poll")
			}
			if got := c.note(); !strings.Contains(got, tt.want) || !strings.HasSuffix(got, "Looking for changes at intervals instead, which shows them a little later.") {
				t.Errorf("note %q", got)
			}
			select {
			case n := <-c.w.Notes():
				t.Errorf("a second note: %q", n)
			default:
			}
		})
	}
}

func TestOverflow(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "a.md")
	deaf := true
	c := followFrom(t, f, Options{Rescan: -1}, fake(func(o *origin) {
		if !deaf {
			return
		}
		deaf = false
		real, lost := o.events, make(chan error, 1)
		events := make(chan fsnotify.Event)
		go func() { // the first source loses its first event and all after it
			if _, ok := <-real; ok {
				lost <- fsnotify.ErrEventOverflow
			}
			for range real {
			}
		}()
		o.events, o.errors = events, lost
	}))
	f.mkdir("sub/deep")
	f.write("sub/deep/x.md", "x")
	if b := c.next(); !b.All || b.Backstop {
		t.Errorf("got %v, want everything", b)
	}
	c.look(c.batches[0])
	f.write("sub/deep/x.md", "second")
	c.catchUp()
	if got, want := c.note(), "So many files changed at once that events were lost; everything is read again."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if c.w.Polls() {
		t.Error("polls after an overflow")
	}
}

// silent gives no events, like a network drive.
func silent() (*origin, error) {
	events := make(chan fsnotify.Event)
	return &origin{
		events: events,
		add:    func(string) error { return nil },
		remove: func(string) error { return nil },
		end:    func() error { close(events); return nil },
	}, nil
}

func TestMissed(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "a.md")
	c := followFrom(t, f, Options{Rescan: 10 * time.Millisecond}, silent)
	f.write("a.md", "second")
	if b := c.next(); !b.Backstop {
		t.Fatalf("got %v, want a backstop", b)
	}
	c.look(c.batches[0])
	c.w.Missed()
	if got := c.note(); !strings.HasPrefix(got, "A file changed and the system did not say so") {
		t.Errorf("note %q", got)
	}
	c.batches = nil
	f.write("a.md", "third!")
	for !c.announced("a.md") {
		c.look(c.next())
	}
	if !c.w.Polls() {
		t.Error("does not poll")
	}
}

// A backstop may see an edit just before its event arrives: that is no reason
// to distrust events.
func TestMissedButAnnounced(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "a.md")
	c := follow(t, f, Options{Rescan: 10 * time.Millisecond})
	for b := c.next(); !b.Backstop; b = c.next() {
	}
	c.w.Missed()
	f.write("a.md", "second")
	for begun := time.Now(); time.Since(begun) < 2*missedGrace; {
		c.next()
	}
	if c.w.Polls() {
		t.Error("polls although the event came")
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {Poll: time.Millisecond}} {
		f := newFolder(t, "a.md")
		ctx, cancel := context.WithCancel(t.Context())
		w, err := Watch(ctx, f.root, o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 100 { // nobody listens
			f.write("a.md", fmt.Sprint(i))
		}
		cancel()
		ended := make(chan bool)
		go func() {
			for range w.Batches() {
			}
			for range w.Notes() {
			}
			close(ended)
		}()
		select {
		case <-ended:
		case <-time.After(patience):
			t.Fatal("does not end")
		}
	}
}

func TestNotAFolder(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "a.md")
	for _, name := range []string{"missing", "a.md"} {
		if _, err := Watch(t.Context(), f.path(name), Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	root := b.TempDir()
	for i := range 10_000 {
		dir := filepath.Join(root, fmt.Sprintf("d%d", i/100))
		if i%100 == 0 {
			if err := os.Mkdir(dir, 0o755); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%d.md", i)), nil, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		scan(root, "", skipHidden)
	}
}
