package author

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// What Replace and Create refuse, each ready to follow the name of a file and
// a colon.
var (
	ErrLink     = errors.New("is a symbolic link, or lies behind one; edit the file that it leads to")
	ErrOdd      = errors.New("is no regular file")
	ErrChanged  = errors.New("has changed since it was read; run the command again")
	ErrReadOnly = errors.New("is read-only")
	ErrTaken    = errors.New("is there already; choose another title, or edit the file")
)

// Replace puts new in the place of a file that holds old. The file is the old
// one or the new one at every moment, whatever happens: the text is written
// beside it, under a name that no site reads, and then takes its name. The
// file's mode stays. A link, a read-only file and a file that holds anything
// but old are refused and left alone.
func Replace(root *os.Root, name string, old, new []byte) error {
	mode, err := holds(root, name, old)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	beside := path.Join(path.Dir(name), ".remit-"+strings.ToLower(rand.Text()[:10])+".tmp")
	if err := put(root, beside, new); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	err = root.Chmod(beside, mode)
	if err == nil { // looked at again as late as can be: writing may have taken a while
		_, err = holds(root, name, old)
	}
	if err == nil {
		err = root.Rename(beside, name)
	}
	if err != nil {
		root.Remove(beside) // the error at hand is the one to tell
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// holds wants a file to be one that may be replaced, and returns its mode.
func holds(root *os.Root, name string, want []byte) (fs.FileMode, error) {
	for i, c := range name + "/" {
		if c != '/' {
			continue
		}
		info, err := root.Lstat(name[:i])
		switch {
		case err != nil:
			return 0, err
		case info.Mode()&fs.ModeSymlink != 0:
			return 0, ErrLink
		case i < len(name):
			continue
		case !info.Mode().IsRegular():
			return 0, ErrOdd
		case info.Mode().Perm()&0o200 == 0:
			return 0, ErrReadOnly
		}
		have, err := root.ReadFile(name)
		if err == nil && !bytes.Equal(have, want) {
			err = ErrChanged
		}
		return info.Mode().Perm(), err
	}
	return 0, fs.ErrInvalid
}

// Create writes a file that is not there yet, and the folders that lead to it.
// When it fails, no part of the file stays.
func Create(root *os.Root, name string, data []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return fmt.Errorf("make the folder of %s: %w", name, err)
	}
	err := put(root, name, data)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s %w", name, ErrTaken)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// put writes a new file to the disk.
func put(root *os.Root, name string, data []byte) (err error) {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		root.Remove(name) // the error at hand is the one to tell
	}
	return err
}
