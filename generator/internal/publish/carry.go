package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
)

// carry brings what stands in the old folder and is not ours into the new one,
// so that it is there at every moment, and returns its names. A file is
// linked; one that cannot be linked (another owner's, another mount) is left
// for retire, which moves it just after the exchange. Nothing of a folder whose
// manifest is damaged is carried: it would bring back pages withdrawn since.
func (g *Generation) carry() ([]string, error) {
	if g.formerIs != whole {
		return nil, nil
	}
	c := carrier{g: g, ours: foldersOf(g.former)}
	if err := c.walk("", false); err != nil {
		return nil, g.place.failure("keep the files in", g.place.out, err)
	}
	if len(c.conflicts) > 0 {
		slices.Sort(c.conflicts)
		return nil, &ConflictError{Out: g.place.out, Paths: c.conflicts}
	}
	slices.Sort(c.kept)
	return c.kept, nil
}

type carrier struct {
	g               *Generation
	ours            map[string]bool // folders that hold pages of the old generation
	kept, conflicts []string
}

// walk looks at one folder of the old generation; named says that the folder
// as a whole is among the kept names already.
func (c *carrier) walk(dir string, named bool) error {
	entries, err := c.g.vol.list(c.g.place.name, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case isHousekeeping(name):
		case e.IsDir() && (c.ours[name] || c.g.dirs[name]):
			err = c.walk(name, false)
		case e.IsDir():
			err = c.folder(name, e, named)
		case !c.g.former[name] || !e.Type().IsRegular():
			err = c.file(name, e, named)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// folder carries a folder that is foreign as a whole.
func (c *carrier) folder(name string, e fs.DirEntry, named bool) error {
	if c.taken(name) {
		c.conflicts = append(c.conflicts, name)
		return nil
	}
	if !named {
		c.kept = append(c.kept, name+"/")
	}
	if err := c.g.ensureDir(name); err != nil {
		return err
	}
	if err := c.walk(name, true); err != nil {
		return err
	}
	info, err := e.Info()
	if err != nil {
		return err
	}
	return c.g.vol.chmod(c.g.work, name, info.Mode()) // last: it may forbid writing
}

func (c *carrier) file(name string, e fs.DirEntry, named bool) error {
	if c.taken(name) {
		c.conflicts = append(c.conflicts, name)
		return nil
	}
	if !named {
		c.kept = append(c.kept, name)
	}
	if dir := path.Dir(name); dir != "." {
		if err := c.g.ensureDir(dir); err != nil {
			return err
		}
	}
	c.link(name, e)
	return nil
}

// link may fail: retire moves what it finds missing.
func (c *carrier) link(name string, e fs.DirEntry) {
	vol, from, to := c.g.vol, c.g.place.name, c.g.work
	if e.Type()&fs.ModeSymlink != 0 {
		if target, err := vol.readlink(from, name); err == nil {
			_ = vol.symlink(to, name, target)
		}
		return
	}
	if info, err := e.Info(); err == nil {
		_ = vol.link(from, to, name, info)
	}
}

// taken reports whether the new site has a page, or a folder of pages, at name
// or a page in the place of a folder above it.
func (c *carrier) taken(name string) bool {
	if c.g.dirs[name] {
		return true
	}
	for ; name != "."; name = path.Dir(name) {
		if c.g.files[name] {
			return true
		}
	}
	return false
}

// foldersOf returns all folders that a list of pages needs.
func foldersOf(files map[string]bool) map[string]bool {
	dirs := map[string]bool{}
	for name := range files {
		for dir := path.Dir(name); dir != "." && !dirs[dir]; dir = path.Dir(dir) {
			dirs[dir] = true
		}
	}
	return dirs
}

func isHousekeeping(name string) bool { return name == ManifestName || name == markName }

// retire removes a folder that was published once: the pages that its manifest
// lists, then the foreign files that live on in the published folder. A foreign
// file that is not there yet is moved there and its name returned; one whose
// place is taken, or for which there is no published folder, stays where it is
// and makes retire fail. The manifest goes last, so that a retirement cut short
// can be taken up again.
func (g *Generation) retire(folder string, listed map[string]bool) ([]string, error) {
	r := retirement{vol: g.vol, from: folder, live: g.place.name, listed: listed, ours: foldersOf(listed)}
	if err := r.walk(""); err != nil {
		return r.late, err
	}
	if len(r.stay) > 0 {
		return r.late, &ConflictError{Out: g.place.out, Paths: r.stay}
	}
	return r.late, removeLast(g.vol, folder)
}

type retirement struct {
	vol          volume
	from, live   string
	listed, ours map[string]bool
	late, stay   []string
}

func (r *retirement) walk(dir string) error {
	entries, err := r.vol.list(r.from, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case isHousekeeping(name):
		case e.IsDir():
			err = r.folder(name)
		case r.listed[name] && e.Type().IsRegular():
			err = r.vol.remove(r.from, name)
		default:
			err = r.foreign(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *retirement) folder(name string) error {
	stay := len(r.stay)
	if err := r.walk(name); err != nil {
		return err
	}
	if len(r.stay) > stay {
		return nil
	}
	if !r.ours[name] {
		if err := ensureLive(r.vol, r.live, name); err != nil {
			return err
		}
	}
	return r.vol.remove(r.from, name)
}

// foreign settles one file that is not ours.
func (r *retirement) foreign(name string) error {
	there, err := r.lives(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := ensureLive(r.vol, r.live, path.Dir(name)); err != nil {
			return err
		}
		r.late = append(r.late, name)
		return r.vol.move(r.from, r.live, name)
	case err != nil:
		return err
	case !there:
		r.stay = append(r.stay, name)
		return nil
	}
	return r.vol.remove(r.from, name)
}

// lives reports whether the published folder has the very same file or link.
func (r *retirement) lives(name string) (bool, error) {
	old, err := r.vol.lstat(r.from, name)
	if err != nil {
		return false, err
	}
	now, err := r.vol.lstat(r.live, name)
	if err != nil {
		return false, err
	}
	if old.Mode()&fs.ModeSymlink == 0 || now.Mode()&fs.ModeSymlink == 0 {
		return os.SameFile(old, now), nil
	}
	a, err := r.vol.readlink(r.from, name)
	if err != nil {
		return false, err
	}
	b, err := r.vol.readlink(r.live, name)
	return a == b, err
}

// ensureLive makes a folder in the published site, never through a link.
func ensureLive(vol volume, live, dir string) error {
	if dir == "." {
		return nil
	}
	if err := ensureLive(vol, live, path.Dir(dir)); err != nil {
		return err
	}
	info, err := vol.lstat(live, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return vol.mkdir(live, dir)
	case err != nil:
		return err
	case !info.IsDir():
		return &fs.PathError{Op: "mkdir", Path: dir, Err: fs.ErrExist}
	}
	return nil
}
