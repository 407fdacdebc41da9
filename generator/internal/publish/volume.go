package publish

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// volume is all that a build asks of the disk: operations on folders that stand
// beside each other in one parent. folder is the name of such a folder, name a
// slash path below it, "" the folder itself. Tests make it fail.
type volume interface {
	list(folder, name string) ([]fs.DirEntry, error) // folder "" lists the parent
	lstat(folder, name string) (fs.FileInfo, error)
	read(folder, name string, limit int64) ([]byte, error)
	readlink(folder, name string) (string, error)
	same(folder, name string, body []byte) (fs.FileInfo, bool) // an ordinary file with these bytes

	mkdir(folder, name string) error
	create(folder, name string, body []byte) error // fails if name exists
	link(from, to, name string, was fs.FileInfo) error
	symlink(folder, name, target string) error
	move(from, to, name string) error // fails if name exists in to
	chmod(folder, name string, mode fs.FileMode) error
	remove(folder, name string) error

	rename(from, to string) error
	exchange(a, b string) error // errors.ErrUnsupported where there is no such call
	sync() error
	close()
}

// disk is the real volume. Folders that others may have written to are read
// and emptied through os.Root, so that no link leads out of them. The new
// folder is ours alone, has a random name and holds no link that we did not
// make, so it is written by plain paths: three folders deep these make a file
// of 20 kB in 24 µs and link one in 10 µs, os.Root in 43 µs and 32 µs (tmpfs).
type disk struct {
	parent string
	mu     sync.Mutex
	roots  map[string]*os.Root
}

func openDisk(parent string) *disk { return &disk{parent: parent, roots: map[string]*os.Root{}} }

func (d *disk) path(folder, name string) string {
	return d.parent + string(filepath.Separator) + folder + string(filepath.Separator) + filepath.FromSlash(name)
}

func (d *disk) root(folder string) (*os.Root, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := d.roots[folder]; r != nil {
		return r, nil
	}
	r, err := os.OpenRoot(filepath.Join(d.parent, folder))
	if err == nil {
		d.roots[folder] = r
	}
	return r, err
}

// open opens a file below a folder, following no link out of it and not waiting
// for the other end of a pipe.
func (d *disk) open(folder, name string) (*os.File, error) {
	r, err := d.root(folder)
	if err != nil {
		return nil, err
	}
	return r.OpenFile(name, os.O_RDONLY|openFlags, 0)
}

func (d *disk) list(folder, name string) ([]fs.DirEntry, error) {
	if folder == "" {
		return os.ReadDir(d.parent)
	}
	if name == "" {
		name = "."
	}
	f, err := d.open(folder, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

func (d *disk) lstat(folder, name string) (fs.FileInfo, error) {
	if name == "" {
		return os.Lstat(filepath.Join(d.parent, folder))
	}
	r, err := d.root(folder)
	if err != nil {
		return nil, err
	}
	return r.Lstat(name)
}

func (d *disk) read(folder, name string, limit int64) ([]byte, error) {
	f, err := d.open(folder, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

func (d *disk) readlink(folder, name string) (string, error) {
	r, err := d.root(folder)
	if err != nil {
		return "", err
	}
	return r.Readlink(name)
}

var compareBuffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

func (d *disk) same(folder, name string, body []byte) (fs.FileInfo, bool) {
	f, err := d.open(folder, name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(body)) {
		return nil, false
	}
	buffer := compareBuffers.Get().(*[32 << 10]byte)
	defer compareBuffers.Put(buffer)
	for len(body) > 0 {
		part := buffer[:min(len(buffer), len(body))]
		if _, err := io.ReadFull(f, part); err != nil || !bytes.Equal(part, body[:len(part)]) {
			return nil, false
		}
		body = body[len(part):]
	}
	return info, true
}

func (d *disk) mkdir(folder, name string) error { return os.Mkdir(d.path(folder, name), 0o755) }

func (d *disk) create(folder, name string, body []byte) error {
	f, err := os.OpenFile(d.path(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	return cmp.Or(err, f.Close())
}

// link gives a file a second name in another folder and makes sure that it is
// the file which the caller looked at, whatever became of the path since.
func (d *disk) link(from, to, name string, was fs.FileInfo) error {
	target := d.path(to, name)
	if err := os.Link(d.path(from, name), target); err != nil {
		return err
	}
	now, err := os.Lstat(target)
	if err == nil && os.SameFile(was, now) && now.Size() == was.Size() && now.ModTime().Equal(was.ModTime()) {
		return nil
	}
	return errors.Join(fmt.Errorf("link %s: changed meanwhile", name), err, os.Remove(target))
}

func (d *disk) symlink(folder, name, target string) error {
	return os.Symlink(target, d.path(folder, name))
}

func (d *disk) move(from, to, name string) error {
	if _, err := d.lstat(to, name); !errors.Is(err, fs.ErrNotExist) {
		return &fs.PathError{Op: "move", Path: name, Err: fs.ErrExist}
	}
	return os.Rename(d.path(from, name), d.path(to, name))
}

// chmod leaves a folder alone that has the mode already, as nearly all have.
func (d *disk) chmod(folder, name string, mode fs.FileMode) error {
	target := d.path(folder, name)
	info, err := os.Lstat(target)
	if err != nil || info.Mode() == mode {
		return err
	}
	return os.Chmod(target, mode)
}

func (d *disk) remove(folder, name string) error {
	if name == "" {
		d.forget(folder)
		return os.Remove(filepath.Join(d.parent, folder))
	}
	r, err := d.root(folder)
	if err != nil {
		return err
	}
	return r.Remove(name)
}

func (d *disk) rename(from, to string) error {
	d.forget(from, to)
	return os.Rename(filepath.Join(d.parent, from), filepath.Join(d.parent, to))
}

func (d *disk) exchange(a, b string) error {
	d.forget(a, b)
	return exchange(filepath.Join(d.parent, a), filepath.Join(d.parent, b))
}

func (d *disk) sync() error { return syncVolume(d.parent) }

// forget closes the handles of folders whose names are about to change hands.
func (d *disk) forget(folders ...string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, folder := range folders {
		if r := d.roots[folder]; r != nil {
			r.Close()
			delete(d.roots, folder)
		}
	}
}

func (d *disk) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for folder, r := range d.roots {
		r.Close()
		delete(d.roots, folder)
	}
}
