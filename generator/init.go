package generator

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/author"
	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
	"remit/generator/internal/starter"
)

// SettingsFile is the name of a site's settings, in its folder.
const SettingsFile = schema.SettingsFile

// InitOptions say how to begin a site.
type InitOptions struct {
	Dir   string
	Title string    // of the site; "" keeps that of the starter
	Empty bool      // begin with empty folders and one charter instead of the starter
	Today time.Time // the day on which the starter's company lives; zero is today
}

// Init writes a new site into a folder that is not there yet or is empty, and
// returns the paths of its files below that folder. Nothing is ever written
// over; when a file cannot be written, those before it stay.
func Init(o InitOptions) ([]string, error) {
	if err := vacant(o.Dir); err != nil {
		return nil, err
	}
	changes := starterFiles(dayOf(cmp.Or(o.Today, time.Now())))
	if o.Empty {
		changes = emptySite(cmp.Or(o.Title, "Our handbook"))
	}
	if o.Title != "" {
		changes = entitle(changes, o.Title)
	}
	if err := os.MkdirAll(o.Dir, 0o777); err != nil {
		return nil, fmt.Errorf("make the folder %s: %w", o.Dir, err)
	}
	var paths []string
	for _, c := range changes {
		paths = append(paths, c.File)
	}
	return paths, Write(o.Dir, changes)
}

// vacant wants a folder that is not there or holds nothing. What Git and
// systems put there does not count.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		if info, bad := os.Stat(dir); bad == nil && !info.IsDir() {
			return &UseError{dir + " is a file; name a folder that is not there yet"}
		}
		return err
	}
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".git") && name != ".DS_Store" {
			return &UseError{dir + " holds " + name + " already; name a folder that is empty or not there yet, such as " + filepath.Join(dir, "content")}
		}
	}
	return nil
}

// starterFiles lists the files of the starter as of today.
func starterFiles(today time.Time) []Change {
	files := starter.Files(today)
	var changes []Change
	for _, p := range slices.Sorted(maps.Keys(files)) {
		changes = append(changes, Change{File: p, New: files[p]})
	}
	return changes
}

// emptySite is a site in which each kind has its folder, with a page that says
// what belongs there, and a first charter to fill in.
func emptySite(title string) []Change {
	charter := author.Draft{Kind: schema.BuiltIn().Kind("charter"), Title: "Our team", Language: "en"}
	home := author.Draft{Kind: schema.BuiltIn().Kind("page"), Title: title, Language: "en", Texts: map[string]string{
		"": "Who answers for what, how well it should go, and what we learn on the way.\n\nBegin with [our team](charters/our-team.md).",
	}}
	changes := []Change{
		{File: "README.md", New: home.Text()},
		{File: schema.SettingsFile, New: []byte("# The settings of this site. remit schema settings describes all of them.\ntitle: " + author.Scalar(title) + "\n")},
		{File: "charters/our-team.md", New: charter.Text()},
	}
	for _, k := range schema.BuiltIn().All() {
		if k.Name != "page" {
			changes = append(changes, Change{File: k.Folder + "/README.md", New: []byte("# " + k.Plural + "\n\n" + k.Doc + "\n")})
		}
	}
	return changes
}

// entitle gives the site another title, in its settings.
func entitle(changes []Change, title string) []Change {
	for i, c := range changes {
		if c.File != schema.SettingsFile {
			continue
		}
		meta, _ := schema.Decode(c.File, c.New, 0, len(c.New), schema.DefaultLimits())
		if _, ok := meta.Get("title"); !ok {
			changes[i].New = append([]byte("title: "+author.Scalar(title)+"\n"), c.New...)
		} else if text, err := author.Apply(c.New, []diag.Edit{author.SetKey(c.New, meta, "title", author.Scalar(title))}); err == nil {
			changes[i].New = text
		}
		return changes
	}
	return append(changes, Change{File: schema.SettingsFile, New: []byte("title: " + author.Scalar(title) + "\n")})
}
