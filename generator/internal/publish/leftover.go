package publish

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// restore puts the old site back when a build was killed between the two
// renames that stand in for an exchange.
func (g *Generation) restore() error {
	if _, err := g.vol.lstat(g.place.name, ""); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folders, err := g.leftovers(g.place.oldPrefix())
	if err != nil {
		return err
	}
	for _, folder := range folders {
		_, is, err := readManifest(g.vol, folder)
		if err != nil {
			return err
		}
		if is == whole {
			return g.vol.rename(folder, g.place.name)
		}
	}
	return nil
}

// clean removes what killed builds left. A leftover that resists is no reason
// to stop: it is named in the result and the next build tries again.
func (g *Generation) clean() error {
	var folders []string
	for _, prefix := range []string{g.place.newPrefix(), g.place.oldPrefix()} {
		found, err := g.leftovers(prefix)
		if err != nil {
			return err
		}
		folders = append(folders, found...)
	}
	for _, folder := range folders {
		if g.cleanOne(folder) != nil {
			g.leftover = filepath.Join(g.place.parent, folder)
		}
	}
	return nil
}

// cleanOne removes a leftover with our mark; one without is left alone: it may
// be a folder set aside, or the user's own.
func (g *Generation) cleanOne(folder string) error {
	entries, err := g.vol.list(folder, "")
	if err != nil {
		return err
	}
	if len(entries) == 0 { // killed between making the folder and marking it
		return g.vol.remove(folder, "")
	}
	for _, e := range entries {
		if e.Name() == markName && e.Type().IsRegular() {
			return g.discard(folder)
		}
	}
	listed, is, err := readManifest(g.vol, folder)
	if err != nil || is != whole {
		return err
	}
	_, err = g.retire(folder, listed)
	return err
}

// leftovers lists the folders beside the output whose name is prefix and an id.
func (g *Generation) leftovers(prefix string) ([]string, error) {
	entries, err := g.vol.list("", "")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		id, ok := strings.CutPrefix(e.Name(), prefix)
		if ok && e.IsDir() && isID(id) {
			found = append(found, e.Name())
		}
	}
	return found, nil
}

func isID(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == idBytes
}

// discard removes a generation that was never published. All in it is ours or
// a second name of a file that lives on elsewhere.
func (g *Generation) discard(folder string) error {
	if _, err := g.vol.lstat(folder, ""); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := removeBelow(g.vol, folder, ""); err != nil {
		return err
	}
	return removeLast(g.vol, folder)
}

// removeBelow removes all in a folder but our housekeeping, following no link.
func removeBelow(vol volume, folder, dir string) error {
	entries, err := vol.list(folder, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if isHousekeeping(name) {
			continue
		}
		if e.IsDir() {
			if err := removeBelow(vol, folder, name); err != nil {
				return err
			}
		}
		if err := vol.remove(folder, name); err != nil {
			return err
		}
	}
	return nil
}

// removeLast removes what told that the folder is ours, and the folder.
func removeLast(vol volume, folder string) error {
	for _, name := range []string{ManifestName, markName} {
		if err := vol.remove(folder, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return vol.remove(folder, "")
}
