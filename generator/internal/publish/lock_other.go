//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package publish

import (
	"errors"
	"io/fs"
	"os"
)

// tryLock takes the lock by making the file and keeping it open. Windows lets
// nobody remove an open file, so one that can be removed was left by a build
// that was killed.
func tryLock(path string) (l *lock, held bool, err error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	return &lock{file: f, path: path}, false, nil
}

// release lets go and removes the file; the next build removes what stays.
func (l *lock) release() {
	l.file.Close()
	os.Remove(l.path)
}
