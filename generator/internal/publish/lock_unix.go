//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"cmp"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock, or says that another holds it. The file that is
// locked must be the one that the path names afterwards: a holder removes the
// file before it lets go, and two builds would otherwise hold two files.
func tryLock(path string) (l *lock, held bool, err error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0o644)
		if err != nil {
			return nil, false, err
		}
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, true, f.Close()
		}
		if err != nil {
			return nil, false, cmp.Or(os.NewSyscallError("flock", err), f.Close())
		}
		if isNamed(f, path) {
			return &lock{file: f, path: path}, false, nil
		}
		if err := f.Close(); err != nil {
			return nil, false, err
		}
	}
}

func isNamed(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, named)
}

// release removes the file while it is still held, then lets go. A file that
// cannot be removed is harmless: nobody holds it.
func (l *lock) release() {
	os.Remove(l.path)
	l.file.Close()
}
