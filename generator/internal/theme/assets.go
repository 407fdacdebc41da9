package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Asset is a file that pages ask for. Its path changes whenever its body does,
// so it may be kept by browsers for ever.
type Asset struct {
	Path      string // below the site's root: "assets/remit.1f2e3d4c5b6a.css"
	Media     string // "text/css; charset=utf-8"
	Body      []byte // must not be changed
	Integrity string // "sha256-...", for an integrity attribute
	name      string // below the theme's assets folder: "remit.css"
}

// Assets returns the files that the pages of a site need beside them, by path.
// The result must not be changed.
func (t *Theme) Assets() []Asset { return t.assets }

// media maps the extensions that a theme may publish to their types. Others
// are left out: a host would guess a type for them.
var media = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif",
	".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
}

// makeAssets makes the assets of a theme's files, and of what its scripts say
// in each language. Stylesheets come last, since they name other assets; one
// that others import is a part of these, and no asset of its own.
func (l *loader) makeAssets(spoken map[string]words) []Asset {
	files := l.files
	var made []Asset
	for _, lang := range slices.Sorted(maps.Keys(spoken)) {
		a := Asset{name: moduleOf(lang), Media: media[".js"], Body: spoken[lang].module()}
		made = append(made, a.finished())
	}
	s := sheets{files: files, imported: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		short, ok := strings.CutPrefix(name, "assets/")
		ext := path.Ext(name)
		if !ok || media[ext] == "" {
			continue
		}
		if ext == ".css" {
			s.names = append(s.names, short)
			continue
		}
		a := Asset{name: short, Media: media[ext], Body: files[name].body}
		made = append(made, a.finished())
	}
	s.assets = made
	for _, name := range s.names {
		s.whole(name)
	}
	for _, name := range s.names {
		if !s.imported[name] {
			a := Asset{name: name, Media: media[".css"], Body: s.whole(name)}
			made = append(made, a.finished())
		}
	}
	slices.SortFunc(made, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return made
}

// sheets puts the stylesheets of a theme together.
type sheets struct {
	files    map[string]file
	names    []string // of all stylesheets, below the assets folder
	assets   []Asset  // that url() may name
	imported map[string]bool
}

// importLine is a line that stands for another stylesheet of the theme.
var importLine = regexp.MustCompile(`(?m)^@import "([^":]+\.css)";[ \t]*\r?\n?`)

// whole returns a stylesheet with those in it that it imports, each once.
func (s *sheets) whole(name string) []byte { return s.with(name, name, map[string]bool{name: true}) }

func (s *sheets) with(name, into string, seen map[string]bool) []byte {
	body := withNames(s.files["assets/"+name].body, name, into, s.assets)
	return importLine.ReplaceAllFunc(body, func(line []byte) []byte {
		part := path.Join(path.Dir(name), string(importLine.FindSubmatch(line)[1]))
		if _, ok := s.files["assets/"+part]; !ok {
			return line
		}
		s.imported[part] = true
		if seen[part] {
			return nil
		}
		seen[part] = true
		return append(s.with(part, into, seen), '\n')
	})
}

// finished returns the asset minified, with the path and the hash of its body.
func (a Asset) finished() Asset {
	a.Body = Minified(a.Media, a.Body)
	sum := sha256.Sum256(a.Body)
	ext := path.Ext(a.name)
	a.Path = "assets/" + strings.TrimSuffix(a.name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	a.Integrity = "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	return a
}

// withNames returns a stylesheet in which the assets that it names by url()
// have the names that they are published under, as seen from the stylesheet
// that it becomes a part of.
func withNames(sheet []byte, name, into string, assets []Asset) []byte {
	for _, a := range assets {
		from := relative(path.Dir(name), a.name)
		to := relative(path.Dir(into), strings.TrimPrefix(a.Path, "assets/"))
		for _, open := range []string{"url(", `url("`, "url('", "url(./", `url("./`, "url('./"} {
			end := strings.TrimRight(strings.TrimPrefix(open, "url("), "./") + ")"
			sheet = bytes.ReplaceAll(sheet, []byte(open+from+end), []byte("url("+to+")"))
		}
	}
	return sheet
}

// relative returns the path that leads from a folder to a file, both below the
// same root.
func relative(folder, file string) string {
	if folder == "." {
		return file
	}
	up, parts := strings.Split(folder, "/"), strings.Split(file, "/")
	for len(up) > 0 && len(parts) > 1 && up[0] == parts[0] {
		up, parts = up[1:], parts[1:]
	}
	return strings.Repeat("../", len(up)) + strings.Join(parts, "/")
}

// asset returns the path of the asset that a theme keeps under a name.
func (t *Theme) asset(name string) (string, error) {
	a, err := t.find(name)
	return a.Path, err
}

// integrity returns the hash of the asset that a theme keeps under a name, for
// an integrity attribute.
func (t *Theme) integrity(name string) (string, error) {
	a, err := t.find(name)
	return a.Integrity, err
}

// AssetPath returns the path of the asset that a theme keeps under a name, or
// false when there is none.
func (t *Theme) AssetPath(name string) (string, bool) {
	a, err := t.find(name)
	return a.Path, err == nil
}

func (t *Theme) find(name string) (Asset, error) {
	for _, a := range t.assets {
		if a.name == name {
			return a, nil
		}
	}
	return Asset{}, fmt.Errorf("no asset is called %q", name)
}
