package watch

import (
	"io/fs"
	"syscall"
)

// identity returns the time of the last change of any kind and the number of
// the file. The time catches saves that keep size and modification time.
func identity(info fs.FileInfo) (ctime, node int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano(), int64(s.Ino)
	}
	return 0, 0
}
