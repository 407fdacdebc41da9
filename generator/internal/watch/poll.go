package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Polling for want of events looks again after five times as long as the last
// look took, within these bounds: a large folder must not keep a processor busy,
// and an edit must show within two seconds.
const (
	pollLeast = 250 * time.Millisecond
	pollMost  = 1500 * time.Millisecond
)

// startPolling ends the events, remembers how the folder looks now and begins
// to look for differences. every is the interval; 0 suits itself to the size of
// the folder.
func (l *loop) startPolling(every time.Duration) {
	l.from.close()
	l.from, l.folders = nil, nil
	l.polls.Store(true)
	l.every = every
	began := time.Now()
	l.seen = scan(l.root, "", l.skip)
	l.poll = time.NewTimer(l.interval(time.Since(began)))
}

func (l *loop) interval(took time.Duration) time.Duration {
	if l.every > 0 {
		return l.every
	}
	return min(max(5*took, pollLeast), pollMost)
}

// pollNow looks once and hints at every difference.
func (l *loop) pollNow() {
	began := time.Now()
	l.checkRoot(false)
	if !l.gone {
		now := scan(l.root, "", l.skip)
		for path, s := range now {
			if old, ok := l.seen[path]; !ok || old != s {
				l.hint(hint{path: path})
			}
		}
		for path := range l.seen {
			if _, ok := now[path]; !ok {
				l.hint(hint{path: path})
			}
		}
		l.seen = now
	}
	l.poll.Reset(l.interval(time.Since(began)))
}

// stamp tells without reading that a file may have changed. A folder's stamp is
// the same whatever is in it.
type stamp struct {
	mode                     fs.FileMode
	size, mtime, ctime, node int64
}

// scan returns the stamps of all that is below the folder path of root. A link
// has the stamp of what it leads to, because it is read through; links to
// folders are not followed.
func scan(root, path string, skip func(string) bool) map[string]stamp {
	seen := map[string]stamp{}
	var visit func(path string)
	visit = func(path string) {
		dir := filepath.Join(root, filepath.FromSlash(path))
		entries, _ := os.ReadDir(dir) // what cannot be listed cannot be read either
		for _, e := range entries {
			below := join(path, e.Name())
			if skip(below) {
				continue
			}
			if e.IsDir() {
				seen[below] = stamp{mode: fs.ModeDir}
				visit(below)
				continue
			}
			if info, err := inspect(filepath.Join(dir, e.Name()), e); err == nil {
				seen[below] = stampOf(info)
			}
		}
	}
	visit(path)
	return seen
}

func inspect(name string, e fs.DirEntry) (fs.FileInfo, error) {
	if e.Type()&fs.ModeSymlink != 0 {
		if info, err := os.Stat(name); err == nil {
			return info, nil
		}
	}
	return e.Info()
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{mode: info.Mode(), size: info.Size(), mtime: info.ModTime().UnixNano()}
	s.ctime, s.node = identity(info)
	return s
}
