package author_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"remit/generator/internal/author"
)

// folder makes a folder with one file and opens it.
func folder(t *testing.T, name, text string) (*os.Root, string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, dir
}

// contents wants a folder to hold these files and no others.
func contents(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		seen++
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		if text, ok := want[filepath.ToSlash(rel)]; !ok || text != string(data) {
			t.Errorf("%s holds %q, want %q", rel, data, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen != len(want) {
		t.Errorf("%d files, want %d", seen, len(want))
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()
	root, dir := folder(t, "charters/a.md", "old")
	if runtime.GOOS != "windows" {
		if err := os.Chmod(filepath.Join(dir, "charters/a.md"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := author.Replace(root, "charters/a.md", []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	contents(t, dir, map[string]string{"charters/a.md": "new"})
	info, err := os.Stat(filepath.Join(dir, "charters/a.md"))
	if err != nil || info.Mode().Perm() != 0o666 {
		t.Errorf("mode %v, want that of before (%v)", info.Mode(), err)
	}
}

func TestReplaceRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		make func(t *testing.T, dir string) // changes what stands there
		file string
		want error
	}{
		{"a file that changed", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "docs/a.md"), []byte("edited meanwhile"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "docs/a.md", author.ErrChanged},
		{"a link", func(t *testing.T, dir string) {
			if err := os.Symlink("a.md", filepath.Join(dir, "docs/b.md")); err != nil {
				t.Skip(err)
			}
		}, "docs/b.md", author.ErrLink},
		{"a file behind a link", func(t *testing.T, dir string) {
			if err := os.Symlink("docs", filepath.Join(dir, "also")); err != nil {
				t.Skip(err)
			}
		}, "also/a.md", author.ErrLink},
		{"a folder", func(*testing.T, string) {}, "docs", author.ErrOdd},
		{"a read-only file", func(t *testing.T, dir string) {
			if err := os.Chmod(filepath.Join(dir, "docs/a.md"), 0o444); err != nil {
				t.Fatal(err)
			}
		}, "docs/a.md", author.ErrReadOnly},
		{"no file", func(*testing.T, string) {}, "docs/none.md", os.ErrNotExist},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root, dir := folder(t, "docs/a.md", "old")
			c.make(t, dir)
			before, _ := os.ReadFile(filepath.Join(dir, "docs/a.md"))
			if err := author.Replace(root, c.file, []byte("old"), []byte("new")); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			after, _ := os.ReadFile(filepath.Join(dir, "docs/a.md"))
			if string(after) != string(before) {
				t.Errorf("the file holds %q, want %q", after, before)
			}
			entries, err := os.ReadDir(filepath.Join(dir, "docs"))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.Name() != "a.md" && e.Name() != "b.md" {
					t.Errorf("%s was left behind", e.Name())
				}
			}
		})
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	root, dir := folder(t, "a.md", "here")
	if err := author.Create(root, "a.md", []byte("new")); !errors.Is(err, author.ErrTaken) {
		t.Errorf("error %v, want %v", err, author.ErrTaken)
	}
	for _, name := range []string{"b.md", "lessons/2026/c.md"} {
		if err := author.Create(root, name, []byte("new")); err != nil {
			t.Error(err)
		}
	}
	if err := author.Create(root, "../out.md", []byte("new")); err == nil {
		t.Error("a file outside the folder was made")
	}
	contents(t, dir, map[string]string{"a.md": "here", "b.md": "new", "lessons/2026/c.md": "new"})
}
