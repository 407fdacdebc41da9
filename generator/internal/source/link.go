package source

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// brokenLink says why a link is not followed. The zero value is no problem.
type brokenLink struct {
	rule    string
	message string // after the path: "leads out of the site's folder"
	fix     string
	link    bool  // a link was met on the way
	err     error // what the system said
}

// maxLinks is how many links one path may lead through, as on Linux.
const maxLinks = 40

// resolve follows the links of a path one element at a time and returns the
// path of the file that they lead to, which holds no link itself. Opening goes
// through os.Root all the same: this walk explains, it does not guard.
func (r *Root) resolve(raw string) (string, fs.FileInfo, brokenLink) {
	rest := strings.Split(path.Clean(raw), "/")
	var at []string
	var info fs.FileInfo
	links := 0
	broken := func(rule, message, fix string, err error) (string, fs.FileInfo, brokenLink) {
		return "", nil, brokenLink{rule, message, fix, links > 0, err}
	}
	lost := func(place string, err error) (string, fs.FileInfo, brokenLink) {
		return broken("dangling-link", "leads to "+quote(place)+", which cannot be found", "delete the link, or make it lead to a file that exists", err)
	}
	for len(rest) > 0 {
		element := rest[0]
		rest = rest[1:]
		switch element {
		case "", ".":
			continue
		case "..":
			if len(at) == 0 {
				return broken("symlink-outside", "leads out of the site's folder", "copy the file into the site's folder, or link to its web address", nil)
			}
			at = at[:len(at)-1]
			info = nil
			continue
		}
		here := strings.Join(append(slices.Clone(at), element), "/")
		var err error
		if info, err = r.root.Lstat(here); err != nil {
			return lost(here, err)
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			at = append(at, element)
			continue
		}
		if links++; links > maxLinks {
			return broken("dangling-link", "leads in a circle", "delete one of the links", nil)
		}
		text, err := r.root.Readlink(here)
		if err != nil {
			return broken("dangling-link", "cannot be followed", "delete the link, or make it again", err)
		}
		if filepath.IsAbs(text) {
			return broken("symlink-outside", "leads to the absolute path "+quote(text), "make it a relative link inside the site's folder: ln -s -r FILE LINK", nil)
		}
		info = nil
		rest = append(strings.Split(filepath.ToSlash(text), "/"), rest...)
	}
	final := strings.Join(at, "/")
	if info == nil {
		var err error
		if info, err = r.root.Lstat(path.Clean("./" + final)); err != nil {
			return lost(final, err)
		}
	}
	return final, info, brokenLink{link: links > 0}
}
