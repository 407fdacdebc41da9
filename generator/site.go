package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
	"remit/generator/internal/view"
	"remit/themes"
)

// Options say how a site is read.
type Options struct {
	Audience string // build for these readers; "" is everyone
	Drafts   bool   // show drafts
	NoGit    bool   // do not ask Git for dates
	Medium   Medium // how readers get the site; the zero value is from a web server
	Out      string // output folder; when it lies in the site's folder it is not read
	Theme    string // folder of the theme; "" is the one that the settings name

	Today time.Time // the day for which the site is made; zero is today
}

// Site is a folder of Markdown that is open for reading.
type Site struct {
	root    *source.Root
	worn    *source.Root // folder of the theme that the options name; nil when they name none
	options Options
	history *source.History
	asked   bool           // Git was asked
	recent  bool           // read what was committed lately too; those who make no pages leave it
	git     []diag.Problem // what Git's answer lacked
}

// Open opens a site's folder. The error tells what to do when there is none.
func Open(dir string, o Options) (*Site, error) {
	root, err := source.Open(dir)
	if err != nil {
		if info, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) || missing == nil && !info.IsDir() {
			return nil, &UseError{err.Error()}
		}
		return nil, err
	}
	if o.Out != "" {
		if o.Out, err = filepath.Abs(o.Out); err != nil {
			return nil, fmt.Errorf("find the output folder: %w", err)
		}
	}
	s := &Site{root: root, options: o, recent: true}
	if o.Theme == "" {
		return s, nil
	}
	if s.worn, err = source.Open(o.Theme); err != nil {
		root.Close() // it was only read from
		return nil, &UseError{"the theme: " + err.Error()}
	}
	return s, nil
}

// reopen opens the folder again after another one has taken its place.
func (s *Site) reopen() error {
	root, err := source.Open(s.root.Dir())
	if err != nil {
		return err
	}
	s.root.Close() // it was only read from
	s.root = root
	return nil
}

// Close closes the folder.
func (s *Site) Close() error {
	if s.worn != nil {
		s.worn.Close() // it was only read from
	}
	return s.root.Close()
}

// Dir is the absolute path of the site's folder.
func (s *Site) Dir() string { return s.root.Dir() }

// Read reads the whole folder. Files that are as they were in prev are the
// same values there; prev may be nil.
func (s *Site) Read(ctx context.Context, prev *Input) (Input, error) {
	return s.read(ctx, prev, func(tree *source.Tree, o source.Options) (*source.Tree, error) { return s.root.Read(tree, o) })
}

// Update reads only the given paths again, files or folders, as slash paths
// below the site's folder. A change of the settings makes it read everything.
func (s *Site) Update(ctx context.Context, prev *Input, paths []string) (Input, error) {
	if slices.Contains(paths, schema.SettingsFile) || slices.Contains(paths, "") {
		return s.Read(ctx, prev)
	}
	return s.read(ctx, prev, func(tree *source.Tree, o source.Options) (*source.Tree, error) { return s.root.Update(tree, paths, o) })
}

func (s *Site) read(ctx context.Context, prev *Input, walk func(*source.Tree, source.Options) (*source.Tree, error)) (Input, error) {
	text, err := s.root.ReadFile(schema.SettingsFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Input{}, err
	}
	settings, _ := schema.DecodeSettings(text)
	var old *source.Tree
	if prev != nil {
		old = prev.Files
	}
	tree, err := walk(old, source.Options{Ignore: settings.Ignore, Limits: settings.Limits, Out: s.options.Out})
	if err != nil {
		return Input{}, err
	}
	if !s.asked && !s.options.NoGit {
		if s.history, s.git, err = source.ReadHistory(ctx, s.root.Dir(), cacheDir()); err != nil {
			return Input{}, err
		}
		if s.recent && s.history != nil {
			since := s.today().Today.AddDate(0, 0, -view.RecentDays-1) // a day of the author may be another one here
			recent, err := source.ReadRecent(ctx, s.root.Dir(), since)
			if err != nil {
				return Input{}, err
			}
			s.history = s.history.With(recent)
		}
		s.asked = true
	}
	worn, err := s.readTheme(prev, settings)
	if err != nil {
		return Input{}, err
	}
	in := inputWearing(prev, tree, worn, s.today())
	if prev != nil && in.blind() { // who may read what stays as it was until the settings can be read again
		in.Settings = prev.Settings
	}
	in.History = s.history
	in.Problems = append(in.Problems, s.git...)
	return in, nil
}

// today returns the options with the day on which this runs, when none is named.
func (s *Site) today() Options {
	o := s.options
	if o.Today.IsZero() {
		o.Today = time.Now() // here the clock comes in; see Input.Today
	}
	return o
}

// inputOf derives from a tree of files what else a site is made of. Kinds and
// theme are the values of prev when their files are.
func inputOf(prev *Input, tree *source.Tree, o Options) Input {
	return inputWearing(prev, tree, wornTheme{}, o)
}

// inputWearing is inputOf with the theme of a folder that the options name.
func inputWearing(prev *Input, tree *source.Tree, worn wornTheme, o Options) Input {
	in := Input{Files: tree, Audience: o.Audience, Drafts: o.Drafts, Medium: o.Medium, Today: dayOf(o.Today)}
	var settings []byte
	if f := tree.Find(schema.SettingsFile); f != nil {
		settings = f.Data
	}
	in.Settings, in.Problems = schema.DecodeSettings(settings)
	in.Problems = append(in.Problems, settingsElsewhere(tree)...)
	in.Problems = append(in.Problems, emptyAudiences(tree, in.Settings.Audiences)...)
	in.Problems = append(in.Problems, check.WordsAskedFor(in.Settings.Words)...)
	in.kinds = under(tree, "kinds")
	in.theme, in.worn = under(tree, "theme"), worn
	if worn.tree == nil {
		in.worn = wornOf(tree, in.Settings)
		in.Problems = append(in.Problems, missingTheme(tree, in.Settings)...)
	}
	if prev != nil && slices.Equal(prev.kinds, in.kinds) {
		in.Kinds, in.kindProblems = prev.Kinds, prev.kindProblems
	} else {
		in.Kinds, in.kindProblems = schema.ParseKinds(schema.BuiltIn(), contents(in.kinds))
	}
	if prev != nil && slices.Equal(prev.theme, in.theme) && prev.worn.equal(in.worn) {
		in.Theme, in.themeProblems = prev.Theme, prev.themeProblems
	} else {
		in.Theme, in.themeProblems = theme.Load(themes.Default(), layers(in.theme, in.worn), view.Templates()...)
	}
	in.org = nil
	if f := tree.Find(schema.OrgFile); f != nil {
		in.org = []*source.File{f}
	}
	if prev != nil && slices.Equal(prev.org, in.org) {
		in.Org, in.orgProblems = prev.Org, prev.orgProblems
	} else {
		in.Org, in.orgProblems = schema.DecodeOrg(contents(in.org)[schema.OrgFile])
	}
	in.Problems = slices.Concat(in.Problems, in.kindProblems, in.themeProblems, in.orgProblems)
	return in
}

// dayOf is the civil date of a moment where it was taken, as UTC midnight.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// settingsElsewhere finds settings under a name that is not read: they may say
// who must not see what.
func settingsElsewhere(tree *source.Tree) []diag.Problem {
	var problems []diag.Problem
	for _, f := range tree.Files {
		if name := strings.ToLower(f.Path); (name == schema.SettingsFile || name == "remit.yml") && f.Path != schema.SettingsFile {
			problems = append(problems, diag.Problem{
				Rule: "settings-name", Severity: diag.Error, File: f.Path,
				Message: "the settings have to be called " + schema.SettingsFile + ", not " + f.Path,
				Why:     "settings under another name are not read, and they may say who must not see what, so nothing is published",
				Fix:     "rename the file to " + schema.SettingsFile,
			})
		}
	}
	return problems
}

// emptyAudiences finds folders of audiences that do not exist while one with
// nearly the same name does: a slip, by which that one would be published. A
// folder that is only empty is no problem, or the log would tell how much is
// kept back.
func emptyAudiences(tree *source.Tree, audiences []schema.Audience) []diag.Problem {
	var problems []diag.Problem
	for _, a := range audiences {
		for _, glob := range a.Folders {
			folder := literal(glob)
			if folder == "" || tree.IsFolder(folder) || tree.Find(folder) != nil {
				continue
			}
			near, ok := diag.Nearest(path.Base(folder), foldersIn(tree, document.Parent(folder)))
			if !ok {
				continue
			}
			problems = append(problems, diag.Problem{
				Rule: "empty-audience", Severity: diag.Error, File: schema.SettingsFile, Span: a.Span,
				Message: "there is no folder " + strconv.Quote(folder) + " for the audience " + strconv.Quote(a.Name),
				Label:   "did you mean " + strconv.Quote(near) + "?",
				Why:     "the folder that is meant would be published for everyone, so nothing is",
				Fix:     "write the name of the folder as it is, in small and capital letters too",
			})
		}
	}
	return problems
}

// literal is the folder that a glob begins with, before its first wildcard.
func literal(glob string) string {
	glob = strings.Trim(strings.TrimPrefix(glob, "./"), "/")
	if i := strings.IndexAny(glob, `*?[{\`); i >= 0 {
		glob = glob[:strings.LastIndexByte(glob[:i], '/')+1]
	}
	return strings.Trim(glob, "/")
}

// foldersIn lists the names of the folders that lie in a folder.
func foldersIn(tree *source.Tree, folder string) []string {
	prefix := folder + "/"
	if folder == "" {
		prefix = ""
	}
	var names []string
	for _, f := range tree.Files {
		rest, ok := strings.CutPrefix(f.Path, prefix)
		name, _, below := strings.Cut(rest, "/")
		if ok && below && (len(names) == 0 || names[len(names)-1] != name) {
			names = append(names, name)
		}
	}
	return names
}

// under lists the files below a top folder that are no documents.
func under(tree *source.Tree, folder string) []*source.File {
	var files []*source.File
	for _, f := range tree.Files {
		if strings.HasPrefix(f.Path, folder+"/") && !source.IsDocument(f.Path) {
			files = append(files, f)
		}
	}
	return files
}

func contents(files []*source.File) map[string][]byte {
	texts := map[string][]byte{}
	for _, f := range files {
		if f.Data != nil {
			texts[f.Path] = f.Data
		}
	}
	return texts
}

// cacheDir is where what Git said is kept between builds; "" keeps nothing.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "remit")
}
