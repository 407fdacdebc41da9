//go:build unix

package source

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestFIFOAndSocketAreNeverOpened(t *testing.T) {
	r := site(t, map[string]string{"a.md": "", "l.md": "-> pipe.md"})
	must(t, syscall.Mkfifo(filepath.Join(r.Dir(), "pipe.md"), 0o644))
	must(t, syscall.Mkfifo(filepath.Join(r.Dir(), "pipe.png"), 0o644))
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	must(t, err)
	defer syscall.Close(fd)
	t.Chdir(r.Dir()) // a socket's path has to be short
	must(t, syscall.Bind(fd, &syscall.SockaddrUnix{Name: "sock"}))
	tree := read(t, r, nil, Options{})
	equal(t, "files", paths(tree), []string{"a.md"})
	equal(t, "problems", found(tree), []string{"error not-a-file l.md", "error not-a-file pipe.md", "warning not-a-file pipe.png", "warning not-a-file sock"})
	if data, err := r.ReadFile("pipe.md"); err == nil {
		t.Errorf("ReadFile read %q from a FIFO", data)
	}
}

// A FIFO that takes the place of a file or folder after it was listed must
// not make the reader wait.
func TestSwappedForAFIFO(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "old", "x.txt": "old", "dir/b.md": "B"})
	tree := read(t, r, nil, Options{})
	listed, err := os.Lstat(filepath.Join(r.Dir(), "a.md"))
	must(t, err)
	for _, name := range []string{"a.md", "x.txt", "dir"} {
		must(t, os.RemoveAll(filepath.Join(r.Dir(), name)))
		must(t, syscall.Mkfifo(filepath.Join(r.Dir(), name), 0o644))
	}
	if _, _, err := readRegular(r.opener(r.root, "a.md"), listed, 100); !errors.Is(err, errNotRegular) {
		t.Errorf("document: %v", err)
	}
	if _, err := tree.Find("x.txt").Read(); !errors.Is(err, errReplaced) {
		t.Errorf("asset: %v", err)
	}
	w, _ := r.walker(Options{}.filled())
	if err := w.walk("dir"); err == nil {
		t.Error("a FIFO was listed as a folder")
	}
}
