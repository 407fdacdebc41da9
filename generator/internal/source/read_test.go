package source

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// site writes files below a new folder and opens it. A name that ends in a
// slash is an empty folder, and content that begins with "-> " is a link.
func site(t testing.TB, files map[string]string) *Root {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		write(t, dir, name, content)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func write(t testing.TB, dir, name, content string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	switch target, link := strings.CutPrefix(content, "-> "); {
	case strings.HasSuffix(name, "/"):
		must(t, os.MkdirAll(path, 0o755))
	case link:
		must(t, os.Symlink(target, path))
	default:
		must(t, os.WriteFile(path, []byte(content), 0o644))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, r *Root, prev *Tree, opt Options) *Tree {
	t.Helper()
	tree, err := r.Read(prev, opt)
	must(t, err)
	return tree
}

func paths(tree *Tree) []string {
	var out []string
	for _, f := range tree.Files {
		out = append(out, f.Path)
	}
	return out
}

// found lists the problems as "severity rule path".
func found(tree *Tree) []string {
	var out []string
	for _, p := range tree.Problems {
		out = append(out, fmt.Sprintf("%s %s %s", p.Severity, p.Rule, p.File))
	}
	return out
}

func equal(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	small := schema.DefaultLimits()
	small.FileBytes, small.AssetBytes, small.PathBytes, small.FolderDepth = 10, 20, 12, 2
	few := schema.DefaultLimits()
	few.Documents = 2
	outside := filepath.Join(t.TempDir(), "secret.md")
	must(t, os.WriteFile(outside, []byte("secret"), 0o644))

	for name, c := range map[string]struct {
		files    map[string]string
		opt      Options
		want     []string
		problems []string
	}{
		"an empty folder": {},
		"files of a site in path order": {
			files: map[string]string{"b.md": "B", "a/x.md": "X", "a-b.md": "AB", "a.md": "A", "remit.yaml": "", "logo.png": "png"},
			want:  []string{"a-b.md", "a.md", "a/x.md", "b.md", "logo.png", "remit.yaml"},
		},
		"names that are never read": {
			files: map[string]string{
				".git/config": "", "_drafts/x.md": "", "node_modules/p/README.md": "", ".DS_Store": "", "a/.b.md": "", "x.md~": "",
				"#x.md#": "", ".#x.md": "", "4913": "", "x.md.swp": "", "y.tmp": "", "~$plan.docx": "", "SUMMARY.md": "", "CODEOWNERS": "", "OWNERS": "", "org.yaml": "",
			},
			want: []string{"CODEOWNERS", "OWNERS", "SUMMARY.md", "org.yaml"},
		},
		"ignore patterns": {
			files: map[string]string{"drafts/a.md": "", "drafts/deep/b.md": "", "x/drafts/c.md": "", "a.tmpl": "", "x/b.tmpl": "", "old/d.md": "", "keep.md": ""},
			opt:   Options{Ignore: []string{"drafts/**", "**/*.tmpl", "/old/"}},
			want:  []string{"keep.md", "x/drafts/c.md"},
		},
		"an ignore pattern that cannot be read": {
			files:    map[string]string{"a.md": ""},
			opt:      Options{Ignore: []string{"[a", ""}},
			want:     []string{"a.md"},
			problems: []string{"error ignore-pattern remit.yaml", "error ignore-pattern remit.yaml"},
		},
		"links": {
			files: map[string]string{
				"a.md": "A", "sub/b.md": "B", "sub/.hidden": "H", "_draft.md": "D",
				"same.md": "-> a.md", "sub/up.md": "-> ../a.md", "chain.md": "-> sub/up.md", "round.md": "-> sub/../sub/b.md",
				"through.md": "-> dir/b.md", "logo.png": "-> a.md",
				"abs.md": "-> " + outside, "parent.md": "-> ../../../../../../../../etc/passwd", "up.txt": "-> ..",
				"gone.md": "-> nowhere.md", "self.md": "-> self.md", "loop1": "-> loop2", "loop2": "-> loop1", "deep.md": "-> a.md/x",
				"dir": "-> sub", "here": "-> .", "hidden.md": "-> sub/.hidden", "draft.md": "-> _draft.md",
			},
			want: []string{"a.md", "chain.md", "logo.png", "round.md", "same.md", "sub/b.md", "sub/up.md", "through.md"},
			problems: []string{
				"error symlink-outside abs.md", "error dangling-link deep.md", "warning linked-folder dir", "error symlink-hidden draft.md",
				"error dangling-link gone.md", "warning linked-folder here", "error symlink-hidden hidden.md", "warning dangling-link loop1",
				"warning dangling-link loop2", "error symlink-outside parent.md", "error dangling-link self.md", "warning symlink-outside up.txt",
			},
		},
		"names that other systems cannot hold": {
			files: map[string]string{"a:b.md": "", "con.md": "", "what?.png": "", "LPT1/x.md": "", "end. /y.md": "", "latin\xe9.md": "", "bad\xff/z.md": "", "com0.md": "", "console.md": ""},
			want:  []string{"LPT1/x.md", "a:b.md", "com0.md", "con.md", "console.md", "end. /y.md", "what?.png"},
			problems: []string{
				"warning name-not-portable LPT1", "warning name-not-portable a:b.md", `error name-not-portable bad\xff`, "warning name-not-portable con.md",
				"warning name-not-portable end. ", `error name-not-portable latin\xe9.md`, "warning name-not-portable what?.png",
			},
		},
		"names with control characters": {
			files:    map[string]string{"a\nb.md": "", "tab\t.png": "", "x\x7f/y.md": "", "z\u202e.md": ""},
			want:     []string{"z\u202e.md"},
			problems: []string{"error name-not-portable a\nb.md", "error name-not-portable tab\t.png", "error name-not-portable x\x7f", "warning name-not-portable z\u202e.md"},
		},
		"a link to the site's own folder": {
			files:    map[string]string{"a.md": "", "l": "-> ."},
			want:     []string{"a.md"},
			problems: []string{"warning linked-folder l"},
		},
		"limits on files": {
			files:    map[string]string{"ok.md": "0123456789", "big.md": "0123456789+", "big.png": strings.Repeat("x", 21), "theme/a.css": "0123456789+", "theme/b.css": strings.Repeat("x", 21)},
			opt:      Options{Limits: small},
			want:     []string{"big.png", "ok.md", "theme/a.css"},
			problems: []string{"error too-large big.md", "error too-large theme/b.css"},
		},
		"limits on paths": {
			files:    map[string]string{"123456789.md": "", "1234567890.md": "", "1234567890x.p": "", "a/b/c/d.md": "", "a/b/e.md": ""},
			opt:      Options{Limits: small},
			want:     []string{"123456789.md", "a/b/e.md"},
			problems: []string{"error path-too-long 1234567890.md", "warning path-too-long 1234567890x.p", "error too-deep a/b/c"},
		},
		"a limit on documents": {
			files:    map[string]string{"a.md": "", "b.png": "", "c/d.md": "", "e.md": "", "f.md": ""},
			opt:      Options{Limits: few},
			want:     []string{"a.md", "b.png", "c/d.md"},
			problems: []string{"error too-many-documents "},
		},
		"macOS spelling": {
			files: map[string]string{"cafe\u0301/e\u0301te\u0301.md": "NFD", "na\u00efve.md": "NFC"},
			want:  []string{"caf\u00e9/\u00e9t\u00e9.md", "na\u00efve.md"},
		},
		"two spellings of one name": {
			files:    map[string]string{"e\u0301.md": "same", "\u00e9.md": "same", "o\u0308/x.md": "1", "\u00f6/y.md": "2"},
			want:     []string{"\u00e9.md", "\u00f6/x.md", "\u00f6/y.md"},
			problems: []string{"error same-name \u00e9.md"},
		},
		"two spellings of which one is refused": {
			files:    map[string]string{"e\u0301.md": "small", "\u00e9.md": "0123456789+"},
			opt:      Options{Limits: small},
			want:     []string{"\u00e9.md"},
			problems: []string{"error too-large \u00e9.md"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := read(t, site(t, c.files), nil, c.opt)
			equal(t, "files", paths(tree), c.want)
			equal(t, "problems", found(tree), c.problems)
			for _, p := range tree.Problems {
				if p.Message == "" || p.Why == "" || p.Fix == "" || strings.HasSuffix(p.Message, ".") {
					t.Errorf("%s: message %q, why %q, fix %q", p.Rule, p.Message, p.Why, p.Fix)
				}
			}
		})
	}
}

func TestFileContents(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "\ufeffA", "empty.md": "", "x.png": "pixels", "sub/link.md": "-> ../a.md", "theme/logo.svg": "<svg/>", "kinds/team.yaml": "k", "data.yaml": "d"})
	tree := read(t, r, nil, Options{})
	for _, c := range []struct {
		path, data, target string
		held               bool
	}{
		{"a.md", "\ufeffA", "", true},
		{"empty.md", "", "", true},
		{"sub/link.md", "\ufeffA", "a.md", true},
		{"theme/logo.svg", "<svg/>", "", true},
		{"kinds/team.yaml", "k", "", true},
		{"x.png", "pixels", "", false},
		{"data.yaml", "d", "", false},
	} {
		f := tree.Find(c.path)
		if f == nil {
			t.Errorf("%s is missing", c.path)
			continue
		}
		if held := f.Data != nil; held != c.held || f.IsText() != c.held {
			t.Errorf("%s: held %v, text %v, want %v", c.path, held, f.IsText(), c.held)
		}
		if c.held && f.Hash != sha256.Sum256([]byte(c.data)) {
			t.Errorf("%s: hash is not that of the content", c.path)
		}
		data, err := f.Read()
		if err != nil || string(data) != c.data || f.Size != int64(len(c.data)) || f.Target != c.target {
			t.Errorf("%s: read %q, %v; size %d, target %q", c.path, data, err, f.Size, f.Target)
		}
	}
	if !tree.IsFolder("sub") || tree.IsFolder("a.md") {
		t.Error("folders are wrong")
	}
}

func TestSameNameNamesBothSpellings(t *testing.T) {
	t.Parallel()
	tree := read(t, site(t, map[string]string{"e\u0301.md": "1", "\u00e9.md": "2"}), nil, Options{})
	if len(tree.Problems) != 1 {
		t.Fatalf("problems: %v", found(tree))
	}
	for _, spelling := range []string{`"e\u0301.md"`, `"\u00e9.md"`} {
		if !strings.Contains(tree.Problems[0].Message, spelling) {
			t.Errorf("message %q does not name %s", tree.Problems[0].Message, spelling)
		}
	}
	if got := string(tree.Files[0].Data); got != "2" {
		t.Errorf("kept the file with %q, want the one in NFC", got)
	}
}

func TestOutputFolderIsSkipped(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "", "public/index.md": "", "public.new-17/index.md": "", "public-works.md": "", "public.newsletter.md": "", "sub/public/b.md": "", "in.md": "-> public/index.md"})
	all := []string{"a.md", "in.md", "public-works.md", "public.new-17/index.md", "public.newsletter.md", "public/index.md", "sub/public/b.md"}
	within := []string{"a.md", "public-works.md", "public.newsletter.md", "sub/public/b.md"}
	elsewhere := t.TempDir()
	alias := filepath.Join(elsewhere, "alias")
	must(t, os.Symlink(r.Dir(), alias))
	for name, c := range map[string]struct {
		out  string
		want []string
	}{
		"none":                   {"", all},
		"inside":                 {filepath.Join(r.Dir(), "public"), within},
		"inside, through a link": {filepath.Join(alias, "public"), within},
		"outside":                {filepath.Join(elsewhere, "public"), all},
		"the site itself":        {r.Dir(), all},
	} {
		equal(t, name, paths(read(t, r, nil, Options{Out: c.out})), c.want)
	}
	linked, err := Open(alias)
	must(t, err)
	defer linked.Close()
	equal(t, "site through a link", paths(read(t, linked, nil, Options{Out: filepath.Join(r.Dir(), "public")})), within)
}

func TestPointersAreKept(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "A", "b.md": "B", "c.md": "C", "l.md": "-> c.md", "x.png": "X", "y.png": "Y"})
	first := read(t, r, nil, Options{})
	must(t, os.WriteFile(filepath.Join(r.Dir(), "a.md"), []byte("a"), 0o644)) // same size, same moment
	must(t, os.Chtimes(filepath.Join(r.Dir(), "b.md"), time.Time{}, time.Unix(1, 0)))
	must(t, os.Chtimes(filepath.Join(r.Dir(), "x.png"), time.Time{}, time.Unix(1, 0)))
	second := read(t, r, first, Options{})
	for path, kept := range map[string]bool{"a.md": false, "b.md": true, "c.md": true, "l.md": true, "x.png": false, "y.png": true} {
		if same := first.Find(path) == second.Find(path); same != kept {
			t.Errorf("%s: same pointer is %v, want %v", path, same, kept)
		}
	}
	if got := string(second.Find("a.md").Data); got != "a" {
		t.Errorf("a.md holds %q", got)
	}
	if got := string(first.Find("a.md").Data); got != "A" {
		t.Errorf("the first tree now holds %q", got)
	}
	larger := schema.DefaultLimits()
	larger.AssetBytes++
	third := read(t, r, second, Options{Limits: larger})
	if third.Find("y.png") == second.Find("y.png") || third.Find("a.md") != second.Find("a.md") {
		t.Error("another limit on assets must renew assets, and only those")
	}
}

func TestLinkThatMovesIsAnotherFile(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"a.md": "same", "b.md": "same", "l.md": "-> a.md"})
	first := read(t, r, nil, Options{})
	must(t, os.Remove(filepath.Join(r.Dir(), "l.md")))
	write(t, r.Dir(), "l.md", "-> b.md")
	second, err := r.Update(first, []string{"l.md"}, Options{})
	must(t, err)
	if f := second.Find("l.md"); f.Target != "b.md" || f == first.Find("l.md") {
		t.Errorf("target %q", f.Target)
	}
}

func TestAssetReadFailsAfterAChange(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"grown":   func(p string) error { return os.WriteFile(p, []byte("pixels!"), 0o644) },
		"touched": func(p string) error { return os.Chtimes(p, time.Time{}, time.Unix(1, 0)) },
		"replaced": func(p string) error {
			return errors.Join(os.WriteFile(p+"2", []byte("pixelz"), 0o644), os.Rename(p+"2", p))
		},
		"gone": os.Remove,
	} {
		r := site(t, map[string]string{"x.txt": "pixels"})
		f := read(t, r, nil, Options{}).Find("x.txt")
		must(t, change(filepath.Join(r.Dir(), "x.txt")))
		if data, err := f.Read(); err == nil {
			t.Errorf("%s: read %q", name, data)
		} else if name != "gone" && !errors.Is(err, errReplaced) {
			t.Errorf("%s: %v", name, err)
		}
		if info := f.Info(); !strings.HasPrefix(info.Refused, "it cannot be read") {
			t.Errorf("%s: refused %q", name, info.Refused)
		}
	}
}

// meddler is a file that somebody changes when it is read.
type meddler struct {
	fs.File
	meddle func()
}

func (m meddler) Read(p []byte) (int, error) {
	n, err := m.File.Read(p)
	m.meddle()
	return n, err
}

func TestReadRegularWhileItChanges(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		times  int // how many times somebody writes
		change func(path string) error
		want   string
		err    error
	}{
		"appended once": {1, func(p string) error { return os.WriteFile(p, []byte("old and new"), 0o644) }, "old and new", nil},
		"cut once":      {1, func(p string) error { return os.Truncate(p, 1) }, "o", nil},
		"for ever":      {100, appendTo, "", errChanging},
		"saved by a rename": {1, func(p string) error {
			return errors.Join(os.WriteFile(p+"2", []byte("new"), 0o644), os.Rename(p+"2", p))
		}, "new", nil},
	} {
		path := filepath.Join(t.TempDir(), "a.md")
		must(t, os.WriteFile(path, []byte("old"), 0o644))
		listed, err := os.Lstat(path)
		must(t, err)
		times := c.times
		o := opener{
			open: func() (fs.File, error) {
				f, err := os.Open(path)
				return meddler{f, func() {
					if times--; times >= 0 {
						must(t, c.change(path))
					}
				}}, err
			},
			lstat: func() (fs.FileInfo, error) { return os.Lstat(path) },
		}
		data, _, err := readRegular(o, listed, 100)
		if string(data) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: got %q, %v; want %q, %v", name, data, err, c.want, c.err)
		}
	}
}

func appendTo(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("+")
	return errors.Join(err, f.Close())
}

// What is listed may be something else when it is opened.
func TestSwappedAfterListing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		swap func(path string) error
		want string
		err  error
	}{
		"a link to a hidden file": {func(p string) error { return os.Symlink(".env", p) }, "", errNotRegular},
		"a folder":                {func(p string) error { return os.Mkdir(p, 0o755) }, "", errNotRegular},
		"nothing":                 {func(string) error { return nil }, "", fs.ErrNotExist},
		"another file":            {func(p string) error { return os.WriteFile(p, []byte("new"), 0o644) }, "new", nil},
	} {
		r := site(t, map[string]string{"a.md": "old", ".env": "PASSWORD"})
		path := filepath.Join(r.Dir(), "a.md")
		listed, err := os.Lstat(path)
		must(t, err)
		must(t, os.Rename(path, path+".old")) // so that the inode is not used again
		must(t, c.swap(path))
		data, _, err := readRegular(r.opener(r.root, "a.md"), listed, 100)
		if string(data) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: got %q, %v; want %q, %v", name, data, err, c.want, c.err)
		}
	}
}

func TestFailedReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		rule string
	}{
		{&fs.PathError{Op: "openat", Path: "a.md", Err: fs.ErrPermission}, "unreadable"},
		{errTooLarge, "too-large"},
		{errChanging, "unreadable"},
		{errNotRegular, "not-a-file"},
		{fs.ErrNotExist, ""},
	} {
		e := &entry{raw: "a.md", path: "a.md", place: "a.md"}
		e.fail(c.err, 10)
		rule := ""
		for _, p := range e.problems {
			rule = p.Rule
			if p.Severity != diag.Error {
				t.Errorf("%v: severity %s", c.err, p.Severity)
			}
		}
		if rule != c.rule {
			t.Errorf("%v: rule %q, want %q", c.err, rule, c.rule)
		}
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	r := site(t, map[string]string{"remit.yaml": "title: T", "link.yaml": "-> remit.yaml", "out.yaml": "-> /etc/passwd", "gone.yaml": "-> x", "dir/": "", "big.yaml": strings.Repeat("x", schema.DefaultLimits().FileBytes+1)})
	for _, path := range []string{"remit.yaml", "link.yaml"} {
		if data, err := r.ReadFile(path); err != nil || string(data) != "title: T" {
			t.Errorf("%s: %q, %v", path, data, err)
		}
	}
	for path, absent := range map[string]bool{"none.yaml": true, "dir/none.yaml": true, "out.yaml": false, "gone.yaml": false, "dir": false, "big.yaml": false, "../x": false} {
		data, err := r.ReadFile(path)
		if err == nil || errors.Is(err, fs.ErrNotExist) != absent {
			t.Errorf("%s: %d bytes, %v; want absent %v", path, len(data), err, absent)
		}
	}
}

func TestOpenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "a.md", "")
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "name the folder") {
		t.Errorf("a folder that is not there: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "a.md")); err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "is a file") {
		t.Errorf("a file: %v", err)
	}
}

func TestReadOfAFolderThatWentAway(t *testing.T) {
	t.Parallel()
	r := site(t, nil)
	must(t, r.Close())
	if tree, err := r.Read(nil, Options{}); err == nil {
		t.Errorf("got %v", tree)
	}
}

func TestNewFile(t *testing.T) {
	t.Parallel()
	doc := NewFile("cafe\u0301.md", []byte("text"))
	if doc.Path != "caf\u00e9.md" || string(doc.Data) != "text" || doc.Size != 4 || doc.Hash != sha256.Sum256([]byte("text")) {
		t.Errorf("document: %+v", doc)
	}
	empty := NewFile("a.md", nil)
	if data, err := empty.Read(); empty.Data == nil || len(data) != 0 || err != nil {
		t.Errorf("empty document: %v, %v", data, err)
	}
	asset := NewFile("notes.txt", []byte("text"))
	if data, err := asset.Read(); asset.Data != nil || string(data) != "text" || err != nil {
		t.Errorf("asset: %q, %v", data, err)
	}
	if got := asset.Info().Media; got != "text/plain; charset=utf-8" {
		t.Errorf("asset: media %q", got)
	}
}

func TestSkip(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"a.md": false, "a/b.md": false, "SUMMARY.md": false, "CODEOWNERS": false, "a_b/c.md": false, "a.b/c~d.md": false, "49130": false, "#1.md": false,
		"C#.md": false, "tmp/x.md": false, "x.md#": false, "~home.md": false,
		".a": true, "a/.git/x": true, "_x/y.md": true, "a/_b.md": true, "node_modules": true, "a/node_modules/b": true, "4913": true,
		"a.md~": true, "#a.md#": true, ".#a.md": true, ".a.md.swp": true, "a.swo": true, "a.md.tmp": true, "Thumbs.db": true, "~$x.docx": true,
	} {
		if got := Skip(path); got != want {
			t.Errorf("Skip(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestPortableNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"a:b.md": "a-b.md", "con": "con-file", "Aux.md": "Aux-file.md", "x. ": "x", "?": "-", "...": "renamed", "com¹.md": "com¹-file.md", "a\u202eb.md": "a-b.md", "\u200b.md": "-.md"} {
		if unportable(name) == "" {
			t.Errorf("%q passes", name)
		}
		if got := portable(name); got != want || unportable(got) != "" {
			t.Errorf("portable(%q) = %q, want %q", name, got, want)
		}
	}
}
