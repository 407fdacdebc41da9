package source

import (
	"crypto/sha256"
	"encoding/binary"
	"io/fs"
	"time"
)

// stamp is what tells without reading that a file may have changed.
type stamp struct {
	size, mtime, ctime int64
	inode              uint64
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{size: info.Size(), mtime: info.ModTime().UnixNano()}
	identify(&s, info)
	return s
}

// settled is how old a change must be before an equal stamp proves that
// nothing changed since: some file systems count in whole seconds.
const settled = 2 * time.Second

// fresh reports whether the file changed so shortly before now that one more
// change might leave the stamp as it is.
func (s stamp) fresh(now time.Time) bool {
	return max(s.mtime, s.ctime) > now.Add(-settled).UnixNano()
}

func (s stamp) hash() [32]byte {
	var b [32]byte
	for i, v := range [...]uint64{uint64(s.size), uint64(s.mtime), uint64(s.ctime), s.inode} {
		binary.LittleEndian.PutUint64(b[8*i:], v)
	}
	return sha256.Sum256(b[:])
}
