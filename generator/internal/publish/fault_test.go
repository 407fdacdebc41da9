package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// ways are the two ways of putting a new folder in the old one's place.
var ways = []struct {
	name string
	wrap func(volume) volume
}{
	{"exchange", quick},
	{"two renames", func(v volume) volume { return renaming{unsynced{v}} }},
}

// renaming is a disk that cannot exchange folders.
type renaming struct{ volume }

func (renaming) exchange(string, string) error { return errors.ErrUnsupported }

// faulty fails the operation with the number at, and with dead all after it,
// as for a process that was killed or a disk that is gone.
type faulty struct {
	volume
	n, at int
	dead  bool
	torn  bool // a failing create leaves half of its file
}

func (f *faulty) fails() error {
	f.n++
	if f.n == f.at || (f.dead && f.n > f.at) {
		return syscall.EIO
	}
	return nil
}

func (f *faulty) list(folder, name string) ([]fs.DirEntry, error) {
	if err := f.fails(); err != nil {
		return nil, err
	}
	return f.volume.list(folder, name)
}

func (f *faulty) lstat(folder, name string) (fs.FileInfo, error) {
	if err := f.fails(); err != nil {
		return nil, err
	}
	return f.volume.lstat(folder, name)
}

func (f *faulty) read(folder, name string, limit int64) ([]byte, error) {
	if err := f.fails(); err != nil {
		return nil, err
	}
	return f.volume.read(folder, name, limit)
}

func (f *faulty) readlink(folder, name string) (string, error) {
	if err := f.fails(); err != nil {
		return "", err
	}
	return f.volume.readlink(folder, name)
}

func (f *faulty) same(folder, name string, body []byte) (fs.FileInfo, bool) {
	if f.fails() != nil {
		return nil, false
	}
	return f.volume.same(folder, name, body)
}

func (f *faulty) mkdir(folder, name string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.mkdir(folder, name)
}

func (f *faulty) create(folder, name string, body []byte) error {
	if err := f.fails(); err != nil {
		if f.torn && f.n == f.at {
			return errors.Join(err, f.volume.create(folder, name, body[:len(body)/2]))
		}
		return err
	}
	return f.volume.create(folder, name, body)
}

func (f *faulty) link(from, to, name string, was fs.FileInfo) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.link(from, to, name, was)
}

func (f *faulty) symlink(folder, name, target string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.symlink(folder, name, target)
}

func (f *faulty) move(from, to, name string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.move(from, to, name)
}

func (f *faulty) chmod(folder, name string, mode fs.FileMode) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.chmod(folder, name, mode)
}

func (f *faulty) remove(folder, name string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.remove(folder, name)
}

func (f *faulty) rename(from, to string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.rename(from, to)
}

func (f *faulty) exchange(a, b string) error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.exchange(a, b)
}

func (f *faulty) sync() error {
	if err := f.fails(); err != nil {
		return err
	}
	return f.volume.sync()
}

// Every operation of a build fails once, for every way of failing: what is
// published is the old site or the new one, the old one if an error was
// reported, and the next build leaves the new one and nothing else.
func TestEveryOperationFails(t *testing.T) {
	t.Parallel()
	oldPages := site{"index.html": "home", "same/a": "same", "changed": "old text", "gone/x": "gone", "turn": "file"}
	newPages := site{"index.html": "home", "same/a": "same", "changed": "new text", "come/y": "come", "turn/z": "folder"}
	foreign := site{"CNAME": "wiki", ".git/o/x": "blob", "same/mine": "mine"}
	link := site{"link": "-> index.html"}
	for _, way := range ways {
		for _, first := range []bool{false, true} {
			for _, dead := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/first=%v/dead=%v", way.name, first, dead), func(t *testing.T) {
					t.Parallel()
					before, after := site{}, maps.Clone(newPages)
					if !first {
						for _, part := range []site{oldPages, foreign, link} {
							maps.Copy(before, part)
						}
						maps.Copy(after, foreign)
						maps.Copy(after, link)
					}
					for k := 1; ; k++ {
						out := newOut(t)
						if !first {
							mustSend(t, out, oldPages)
							plant(t, out, foreign)
							must(t, os.Symlink("index.html", out+"/link"))
						}
						var f *faulty
						_, err := send(Options{Out: out}, newPages, func(v volume) volume {
							f = &faulty{volume: way.wrap(v), at: k, dead: dead, torn: k%2 == 0}
							return f
						})
						check(t, fmt.Sprintf("operation %d", k), out, err, before, after)
						mustSend(t, out, newPages)
						equal(t, fmt.Sprintf("repaired after operation %d", k), tree(t, out), after)
						alone(t, out)
						if t.Failed() {
							return
						}
						if f.n < k {
							if k < 20 {
								t.Errorf("a build has %d operations only: is the disk passed by?", k)
							}
							return
						}
						must(t, os.RemoveAll(filepath.Dir(out)))
					}
				})
			}
		}
	}
}

// check compares what is published with the old and the new site. A build
// stopped between two renames leaves no folder: the next Begin puts it back.
func check(t *testing.T, what, out string, err error, before, after site) {
	t.Helper()
	if _, missing := os.Lstat(out); missing != nil && len(before) > 0 {
		g, err := begin(Options{Out: out}, quick)
		if err != nil {
			t.Fatal(err)
		}
		must(t, g.Abort())
	}
	got := site{}
	if _, missing := os.Lstat(out); missing == nil {
		got = tree(t, out)
	}
	if err != nil {
		equal(t, what+" (error)", got, before)
	} else {
		equal(t, what+" (success)", got, after)
	}
}
