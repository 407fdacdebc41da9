package source

import (
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// Skip reports whether a slash path is never read, whatever the settings say:
// one of its elements begins with a dot or an underscore, is node_modules, or
// is a name that editors and systems use for files of the moment.
func Skip(path string) bool {
	for element := range strings.SplitSeq(path, "/") {
		if skipName(element) {
			return true
		}
	}
	return false
}

func skipName(name string) bool {
	if name == "" {
		return false
	}
	switch name[0] {
	case '.', '_':
		return name != "." && name != ".."
	case '#':
		return len(name) > 1 && name[len(name)-1] == '#'
	case '~':
		// Word and Syncthing.
		return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, "~syncthing~")
	}
	switch name {
	case "node_modules", "4913", "Thumbs.db", "desktop.ini":
		return true
	}
	if name[len(name)-1] == '~' {
		return true
	}
	for _, end := range momentary {
		if len(name) > len(end) && strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// momentary are the ends of names that editors, browsers and copying tools
// give to files that they are about to rename or delete.
var momentary = [...]string{".swp", ".swo", ".swx", ".tmp", ".temp", ".part", ".crdownload", ".kate-swp"}

// globs are the site's own ignore patterns.
type globs []string

// newGlobs prepares patterns; those that cannot be read become problems.
func newGlobs(patterns []string) (globs, []diag.Problem) {
	var good globs
	var problems []diag.Problem
	for _, pattern := range patterns {
		p := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(pattern, "./"), "/"), "/")
		if p == "" || !doublestar.ValidatePattern(p) {
			problems = append(problems, diag.Problem{
				Rule: "ignore-pattern", Severity: diag.Error, File: schema.SettingsFile,
				Message: "the ignore pattern " + quote(pattern) + " cannot be read, so it leaves nothing out",
				Why:     "files that you meant to leave out may be published",
				Fix:     `write a path with * for any name and ** for any folders, for example: drafts/** or **/*.tmpl`,
			})
			continue
		}
		good = append(good, p)
	}
	return good, problems
}

func (g globs) match(path string) bool {
	for _, pattern := range g {
		if doublestar.MatchUnvalidated(pattern, path) {
			return true
		}
	}
	return false
}

// inside is the place of the output folder inside the site, "" when it lies
// elsewhere.
func (r *Root) inside(out string) string {
	if out == "" {
		return ""
	}
	for _, pair := range [...][2]string{{r.dir, out}, {r.real, realPath(out)}} {
		rel, err := filepath.Rel(pair[0], pair[1])
		if err == nil && rel != "." && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return ""
}

// realPath resolves the links of as much of the path as exists: the output
// folder is often not there yet.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(realPath(parent), filepath.Base(path))
}

// isOutput reports whether a slash path is the output folder at out, or a
// generation that is being written beside it ("public.new-…").
func isOutput(path, out string) bool {
	if out == "" || !strings.HasPrefix(path, out) {
		return false
	}
	rest := path[len(out):]
	return rest == "" || strings.HasPrefix(rest, ".new-") && !strings.Contains(rest, "/")
}

// underOutput reports whether a slash path is the output folder or lies in it.
func underOutput(path, out string) bool {
	for i, c := range path {
		if c == '/' && isOutput(path[:i], out) {
			return true
		}
	}
	return isOutput(path, out)
}
