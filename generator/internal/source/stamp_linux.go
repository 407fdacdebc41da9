package source

import (
	"io/fs"
	"syscall"
)

// identify adds what the system knows beyond size and time of change: ctime
// also moves when a save keeps size and mtime.
func identify(s *stamp, info fs.FileInfo) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		s.inode = st.Ino
		s.ctime = st.Ctim.Nano()
	}
}
