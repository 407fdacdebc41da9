package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// origin is where events come from.
type origin struct {
	events <-chan fsnotify.Event
	errors <-chan error
	add    func(dir string) error
	remove func(dir string) error
	end    func() error
}

func openEvents() (*origin, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return &origin{events: w.Events, errors: pump(w.Errors), add: w.Add, remove: w.Remove, end: w.Close}, nil
}

// pump passes errors on without ever making their sender wait. fsnotify 1.10.1
// sends some while it holds the lock that adding a watch needs: whoever adds
// watches in the goroutine that receives errors comes to a standstill. An error
// that finds the channel full is not needed: each leads to a new beginning.
func pump(in <-chan error) <-chan error {
	out := make(chan error, 1)
	go func() {
		defer close(out)
		for err := range in {
			select {
			case out <- err:
			default:
			}
		}
	}()
	return out
}

// close ends the source. What it still has to say is thrown away meanwhile: a
// source that cannot get rid of its events may not end.
func (o *origin) close() {
	if o == nil {
		return
	}
	go func() {
		for range o.events {
		}
	}()
	o.end() // there is nothing to be done about an error: the source is not used again
}

// startEvents opens a new source and watches all folders; where that cannot be
// had, polling takes its place.
func (l *loop) startEvents() {
	l.from.close()
	l.from, l.folders = nil, map[string]bool{}
	from, err := l.open()
	if err == nil {
		l.from = from
		err = l.watchFolder("")
	}
	if err != nil {
		l.startPolling(0)
		l.sayFallBack(reason(err))
	}
}

// watchFolder watches a folder and all folders in it. Each is watched before it
// is listed, so that what is made in between is either listed or announced.
func (l *loop) watchFolder(path string) error {
	dir := l.absolute(path)
	err := l.from.add(dir)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil // gone again, or not for us: reading it would fail alike
	}
	if err != nil {
		return fmt.Errorf("watch %s: %w", path, err)
	}
	l.folders[path] = true
	entries, _ := os.ReadDir(dir) // on an error there are no more folders to find, or an event tells of them
	for _, e := range entries {
		if below := join(path, e.Name()); e.IsDir() && !l.skip(below) {
			if err := l.watchFolder(below); err != nil {
				return err
			}
		}
	}
	return nil
}

// forget drops the watches on a folder that went away or has another name now.
// The system keeps those of the folders in a renamed one, and would go on
// reporting their old paths.
func (l *loop) forget(path string) {
	if !l.folders[path] {
		return
	}
	for f := range l.folders {
		if f == path || strings.HasPrefix(f, path+"/") {
			delete(l.folders, f)
			l.from.remove(l.absolute(f)) // it is mostly gone by itself
		}
	}
}

// event turns one event into a hint.
func (l *loop) event(e fsnotify.Event) {
	if e.Name == "" || e.Op == fsnotify.Chmod {
		return
	}
	path, ok := l.relative(e.Name)
	if !ok {
		return
	}
	if path == "" {
		if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
			l.checkRoot(true)
		}
		return
	}
	if l.skip(path) {
		return
	}
	l.lastEvent = time.Now()
	if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
		l.forget(path)
	}
	if e.Has(fsnotify.Create) {
		if info, err := os.Lstat(e.Name); err == nil && info.IsDir() {
			l.forget(path)
			if err := l.watchFolder(path); err != nil {
				l.fallBack(reason(err))
				return
			}
		}
	}
	l.hint(hint{path: path})
}

func (l *loop) absolute(path string) string {
	return filepath.Join(l.root, filepath.FromSlash(path))
}

// relative returns the slash path below the root of a path that the system gave.
func (l *loop) relative(name string) (string, bool) {
	if name == l.root {
		return "", true
	}
	rest, ok := strings.CutPrefix(name, strings.TrimSuffix(l.root, string(filepath.Separator))+string(filepath.Separator))
	return filepath.ToSlash(rest), ok
}

func join(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}
