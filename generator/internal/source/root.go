package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"remit/generator/internal/schema"
)

// Root is the open folder of a site. Files that were read from it ask it again
// when their bytes are wanted, so it is closed last.
type Root struct {
	root *os.Root
	dir  string // absolute
	real string // absolute, links resolved
}

// Open opens the folder of a site. The error says what to do when there is no
// such folder.
func Open(dir string) (*Root, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder %s: %w", dir, err)
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s: name the folder that holds your documents, or make it with mkdir: %w", dir, fs.ErrNotExist)
	case err != nil:
		return nil, fmt.Errorf("open the folder %s: %w", dir, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file: name the folder that holds it, %s", dir, filepath.Dir(dir))
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return nil, fmt.Errorf("open the folder %s: %w", dir, err)
	}
	return &Root{root: root, dir: abs, real: realPath(abs)}, nil
}

// Close closes the folder. Files that are not documents can no longer be read.
func (r *Root) Close() error { return r.root.Close() }

// Dir returns the absolute path of the folder.
func (r *Root) Dir() string { return r.dir }

// ReadFile returns the bytes of one file, such as the settings that have to be
// known before the tree is read. The error is fs.ErrNotExist when there is no
// such file; links out of the folder, things that are no files, and files over
// the default limit for a document are errors too.
func (r *Root) ReadFile(path string) ([]byte, error) {
	target, info, broken := r.resolve(path)
	switch {
	case broken.err != nil && !broken.link:
		return nil, fmt.Errorf("read %s: %w", path, broken.err)
	case broken.rule != "":
		return nil, fmt.Errorf("read %s: the symbolic link %s", path, broken.message)
	}
	data, _, err := readRegular(r.opener(r.root, target), info, int64(schema.DefaultLimits().FileBytes))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return data, nil
}

// Why a file was not read, apart from what the system says.
var (
	errNotRegular = errors.New("it is no ordinary file")
	errTooLarge   = errors.New("it is larger than the limit")
	errChanging   = errors.New("it keeps changing while it is read")
)

// opener opens and looks again at one name below a root.
type opener struct {
	open  func() (fs.File, error)
	lstat func() (fs.FileInfo, error)
}

func (r *Root) opener(root *os.Root, name string) opener {
	return opener{
		open:  func() (fs.File, error) { return root.OpenFile(name, os.O_RDONLY|nonblock, 0) },
		lstat: func() (fs.FileInfo, error) { return root.Lstat(name) },
	}
}

// readRegular reads a file that was listed as info. It never waits for a FIFO,
// never reads more than limit bytes and never returns half of an old and half
// of a new content: a file that changes meanwhile is read once more.
func readRegular(o opener, info fs.FileInfo, limit int64) ([]byte, stamp, error) {
	for range 2 {
		data, s, err := readOnce(o, info, limit)
		if !errors.Is(err, errChanging) {
			return data, s, err
		}
	}
	return nil, stamp{}, errChanging
}

func readOnce(o opener, info fs.FileInfo, limit int64) ([]byte, stamp, error) {
	f, err := o.open()
	if err != nil {
		return nil, stamp{}, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return nil, stamp{}, err
	}
	if err := check(o, info, before, limit); err != nil {
		return nil, stamp{}, err
	}
	// One byte more than the size shows growth without another read.
	data := make([]byte, before.Size()+1)
	n, err := io.ReadFull(f, data)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, stamp{}, err
	}
	after, err := f.Stat()
	if err != nil {
		return nil, stamp{}, err
	}
	s := stampOf(after)
	if s != stampOf(before) || int64(n) != s.size {
		return nil, stamp{}, errChanging
	}
	return slices.Clip(data[:n]), s, nil
}

// check refuses an open file that is not regular or too large, or that came
// under the name after it was listed by any way other than a plain file.
func check(o opener, listed, opened fs.FileInfo, limit int64) error {
	switch {
	case !opened.Mode().IsRegular():
		return errNotRegular
	case opened.Size() > limit:
		return errTooLarge
	case os.SameFile(listed, opened):
		return nil
	}
	// Editors save by renaming a new file over the old one; a link that took
	// its place could lead to a file that is never read.
	now, err := o.lstat()
	switch {
	case err != nil:
		return err
	case !now.Mode().IsRegular():
		return errNotRegular
	case !os.SameFile(now, opened):
		return errChanging
	}
	return nil
}
