package generator

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
)

// wornTheme is the files of the theme that a site wears, by its name or by its
// folder. The zero value is the default theme.
type wornTheme struct {
	folder string // below the site's folder, or beside it: "themes/harbour", "../harbour"
	files  []*source.File
	tree   *source.Tree // of a folder that the options name; nil for one of the site's own
}

// namedThemes is the folder of a site in which themes lie.
const namedThemes = "themes"

// equal reports whether two themes are made of the same files.
func (w wornTheme) equal(o wornTheme) bool {
	return w.folder == o.folder && slices.Equal(w.files, o.files)
}

// named is the theme if the options named it, and not the settings, which
// may change.
func (w wornTheme) named() wornTheme {
	if w.tree == nil {
		return wornTheme{}
	}
	return w
}

// readTheme reads the folder of the theme that the options name.
func (s *Site) readTheme(prev *Input, settings schema.Settings) (wornTheme, error) {
	if s.worn == nil {
		return wornTheme{}, nil
	}
	var old *source.Tree
	if prev != nil {
		old = prev.worn.tree
	}
	limits := settings.Limits
	limits.FileBytes = limits.AssetBytes
	tree, err := s.worn.Read(old, source.Options{Limits: limits})
	if err != nil {
		return wornTheme{}, fmt.Errorf("read the theme: %w", err)
	}
	folder, err := filepath.Rel(s.root.Dir(), s.worn.Dir())
	if err != nil { // on another drive
		folder = s.worn.Dir()
	}
	return wornTheme{folder: filepath.ToSlash(folder), files: tree.Files, tree: tree}, nil
}

// reopenTheme opens the theme's folder again after another one has taken its
// place.
func (s *Site) reopenTheme() error {
	worn, err := source.Open(s.worn.Dir())
	if err != nil {
		return err
	}
	s.worn.Close() // it was only read from
	s.worn = worn
	return nil
}

// wornOf returns the theme that the settings name.
func wornOf(tree *source.Tree, settings schema.Settings) wornTheme {
	if settings.Theme.Text == "" {
		return wornTheme{}
	}
	folder := path.Join(namedThemes, settings.Theme.Text)
	files := under(tree, folder)
	if len(files) == 0 {
		return wornTheme{}
	}
	return wornTheme{folder: folder, files: files}
}

// changedTheme lists the paths in which two themes of folders differ.
func changedTheme(a, b wornTheme) []string {
	if a.tree == nil || b.tree == nil {
		return nil
	}
	changed := changedFiles(a.tree, b.tree)
	for i := range changed {
		changed[i] = path.Join(b.folder, changed[i])
	}
	return changed
}

// missingTheme tells of a theme that the settings name and that is not there.
func missingTheme(tree *source.Tree, settings schema.Settings) []diag.Problem {
	name := settings.Theme.Text
	if name == "" || len(wornOf(tree, settings).files) > 0 {
		return nil
	}
	known := foldersIn(tree, namedThemes)
	p := diag.Problem{
		Rule: "theme-missing", Severity: diag.Error, File: schema.SettingsFile, Span: settings.Theme.Span,
		Message: fmt.Sprintf("there is no theme in %s/%s/", namedThemes, name),
		Why:     "the site is shown with the default theme instead",
		Fix:     fmt.Sprintf("put the theme into %s/%s/, or remove the line to use the default one", namedThemes, name),
	}
	if near, ok := diag.Nearest(name, known); ok {
		p.Label, p.Fix = fmt.Sprintf("did you mean %q?", near), "write  theme: "+near
	} else if len(known) > 0 {
		p.Fix = "write one of: " + strings.Join(known, ", ")
	}
	return []diag.Problem{p}
}

// layers are what lies upon the default theme: the one that the site wears, and
// on it single files of the site's own.
func layers(own []*source.File, worn wornTheme) []theme.Layer {
	var all []theme.Layer
	if worn.folder != "" {
		prefix := worn.folder + "/"
		if worn.tree != nil {
			prefix = ""
		}
		all = append(all, theme.Layer{Files: inMemory(worn.files, prefix), Folder: worn.folder, Named: true})
	}
	if len(own) > 0 {
		all = append(all, theme.Layer{Files: inMemory(own, "theme/"), Folder: "theme"})
	}
	return all
}

// inMemory is the files below a prefix as a file system. Files of themes are
// small and are held in memory, so that a theme is a value like all else.
func inMemory(files []*source.File, prefix string) fs.FS {
	m := fstest.MapFS{}
	for _, f := range files {
		if data, err := f.Read(); err == nil { // unreadable files are the tree's problems already
			m[strings.TrimPrefix(f.Path, prefix)] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
	}
	return m
}

// source returns the text of a file of the theme that the options name, by
// the path under which problems name it.
func (w wornTheme) source(file string) []byte {
	if w.tree == nil {
		return nil
	}
	name, ok := strings.CutPrefix(file, w.folder+"/")
	if f := w.tree.Find(name); ok && f != nil {
		if data, err := f.Read(); err == nil {
			return data
		}
	}
	return nil
}
