package source

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// on runs Git on a day of the one who commits.
func (r repository) on(day string, args ...string) {
	r.t.Helper()
	c := exec.Command("git", append([]string{"-C", r.dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
	c.Env = append(gitEnvironment(os.Environ()), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_DATE=2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE="+day+"T12:00:00Z")
	if out, err := c.CombinedOutput(); err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// land writes files ("" deletes) and commits them on a day.
func (r repository) land(day string, files map[string]string) {
	r.t.Helper()
	for name, content := range files {
		if content == "" {
			must(r.t, os.Remove(filepath.Join(r.dir, name)))
		} else {
			write(r.t, r.dir, name, content)
		}
	}
	r.on(day, "add", "--all")
	r.on(day, "commit", "--quiet", "--allow-empty", "-m", "change")
}

func recentOf(t *testing.T, dir, since string) (list []string, cut bool) {
	t.Helper()
	day, err := time.Parse(time.DateOnly, since)
	must(t, err)
	r, err := ReadRecent(context.Background(), dir, day)
	must(t, err)
	show := func(text []byte) string {
		if text == nil {
			return "-"
		}
		return string(text[:min(len(text), 20)])
	}
	for _, e := range r.Edits {
		list = append(list, fmt.Sprint(e.Day, " ", e.Path, " ", show(e.Before), " ", show(e.After)))
	}
	return list, r.Cut
}

func wantRecent(t *testing.T, dir, since string, want ...string) {
	t.Helper()
	if got, cut := recentOf(t, dir, since); !slices.Equal(got, want) || cut {
		t.Errorf("since %s: cut %v, got\n%s\nwant\n%s", since, cut, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRecent(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	dir := filepath.Join(r.dir, "site")
	r.land("2026-02-01", map[string]string{"site/a.md": "1", "site/b.md": "b", "site/remit.yaml": "title: A", "elsewhere.md": "1"})
	wantRecent(t, dir, "2026-01-01") // where all begins, nothing has changed

	r.land("2026-02-02", map[string]string{"site/a.md": "2", "elsewhere.md": "2", "site/x.png": "x", "site/_no.md": "x", "site/sub/org.yaml": "x"})
	r.on("2026-02-02", "checkout", "--quiet", "-b", "side")
	r.land("2026-02-03", map[string]string{"site/a.md": "3"})
	r.land("2026-02-04", map[string]string{"site/a.md": "4", "site/neu ü.md": "n"})
	r.on("2026-02-04", "checkout", "--quiet", "main")
	r.land("2026-02-05", map[string]string{"site/remit.yaml": "title: B", "site/org.yaml": "teams: {}"})
	r.on("2026-02-06", "merge", "--quiet", "--no-edit", "side")
	r.land("2026-02-07", map[string]string{"site/b.md": "", "site/moved.md": "b"})
	must(t, os.Symlink("a.md", filepath.Join(dir, "link.md")))
	r.land("2026-02-08", map[string]string{"site/a.md": "5"})
	write(t, r.dir, "site/a.md", "not committed")

	late := []string{
		"2026-02-08 a.md 4 5", // and not the link beside it
		"2026-02-07 b.md b -",
		"2026-02-07 moved.md - b",
		"2026-02-06 a.md 2 4", // as one change of the branch
		"2026-02-06 neu ü.md - n",
		"2026-02-05 org.yaml - teams: {}",
		"2026-02-05 remit.yaml title: A title: B",
	}
	wantRecent(t, dir, "2026-01-01", append(slices.Clone(late), "2026-02-02 a.md 1 2")...)
	wantRecent(t, dir, "2026-02-05", late...)
	wantRecent(t, dir, "2026-03-01")
	wantRecent(t, filepath.Join(dir, "sub"), "2026-01-01", "2026-02-02 org.yaml - x")
	wantRecent(t, t.TempDir(), "2026-01-01")
	clone := filepath.Join(t.TempDir(), "clone")
	r.on("2026-02-09", "clone", "--quiet", "--depth", "1", "file://"+r.dir, clone)
	wantRecent(t, filepath.Join(clone, "site"), "2026-01-01")
}

// Commits are kept whole, the newest first, as long as there is room.
func TestRecentBounds(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.land("2026-02-01", map[string]string{"a.md": "1"})
	many := map[string]string{}
	for i := range mostEdits {
		many[fmt.Sprintf("sub/%04d.md", i)] = fmt.Sprint("text ", i)
	}
	r.land("2026-02-02", many)
	if got, cut := recentOf(t, r.dir, "2026-01-01"); len(got) != mostEdits || cut {
		t.Errorf("%d edits, cut %v", len(got), cut)
	}
	r.land("2026-02-03", map[string]string{"a.md": "2"})
	if got, cut := recentOf(t, r.dir, "2026-01-01"); len(got) != 1 || !cut {
		t.Errorf("%d edits, cut %v; a commit that does not fit is left out whole", len(got), cut)
	}

	large := map[string]string{}
	for i := range 10 {
		large[fmt.Sprintf("large%d.md", i)] = fmt.Sprint(i) + strings.Repeat("x", 900_000)
	}
	r.land("2026-02-04", large)
	if got, cut := recentOf(t, r.dir, "2026-01-01"); len(got) != 0 || !cut {
		t.Errorf("%d edits, cut %v; there is room for 8 MB", len(got), cut)
	}
	r.land("2026-02-05", map[string]string{"a.md": "3", "huge.md": strings.Repeat("x", 3<<20)})
	if got, cut := recentOf(t, r.dir, "2026-02-05"); len(got) != 1 || cut || got[0] != "2026-02-05 a.md 2 3" {
		t.Errorf("got %q, cut %v; a text that no document may hold is left out", got, cut)
	}
}

func TestRevision(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	must(t, os.MkdirAll(filepath.Join(r.dir, "site/sub"), 0o777))
	must(t, os.Symlink("../a.md", filepath.Join(r.dir, "site/sub/link.md")))
	must(t, os.Symlink("../../outside.md", filepath.Join(r.dir, "site/sub/out.md")))
	must(t, os.Symlink("_hidden.md", filepath.Join(r.dir, "site/shown.md")))
	must(t, os.Symlink("round.md", filepath.Join(r.dir, "site/round.md")))
	r.land("2026-02-01", map[string]string{
		"outside.md": "o", "site/a.md": "1", "site/_hidden.md": "h", "site/drafts/d.md": "d", "site/remit.yaml": "title: A",
		"site/public/p.md": "p", "site/x.png": "png", "site/neu ü.md": "n", "site/large.md": strings.Repeat("x", 3<<20),
	})
	r.land("2026-02-02", map[string]string{"site/a.md": "2", "site/neu ü.md": ""})
	r.on("2026-02-02", "tag", "-a", "-m", "x", "v1", "HEAD~1")
	root, err := Open(filepath.Join(r.dir, "site"))
	must(t, err)
	defer root.Close()
	read := func(revision string) string {
		t.Helper()
		rev, err := root.At(t.Context(), revision)
		must(t, err)
		tree, err := root.ReadAt(t.Context(), rev, Options{Ignore: []string{"drafts"}, Out: filepath.Join(r.dir, "site/public")})
		must(t, err)
		var list []string
		for _, f := range tree.Files {
			s := f.Path
			if f.IsText() {
				s += "=" + string(f.Data)
			}
			if f.Target != "" {
				s += "->" + f.Target
			}
			list = append(list, s)
		}
		return strings.Join(list, " ")
	}
	if got, want := read("HEAD"), "a.md=2 remit.yaml=title: A sub/link.md=2->a.md x.png"; got != want {
		t.Errorf("HEAD: %s\nwant %s", got, want)
	}
	if got, want := read("v1"), "a.md=1 neu ü.md=n remit.yaml=title: A sub/link.md=1->a.md x.png"; got != want {
		t.Errorf("v1: %s\nwant %s", got, want)
	}
	rev, err := root.At(t.Context(), "main~1")
	must(t, err)
	for path, want := range map[string]string{"remit.yaml": "title: A", "none.yaml": "", "sub/link.md": "", "large.md": ""} {
		if got, err := rev.ReadFile(t.Context(), path); string(got) != want || err != nil {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	for _, name := range []string{"", "none", "--all", "HEAD:site", "HEAD~9", "a\x00b", "main..HEAD"} {
		if _, err := root.At(t.Context(), name); err != ErrUnknownRevision {
			t.Errorf("%q: %v", name, err)
		}
	}
	// What the disk gives and what the commit gives is the same.
	r.on("2026-02-02", "reset", "--quiet", "--hard")
	disk, err := root.Read(nil, Options{Ignore: []string{"drafts"}, Out: filepath.Join(r.dir, "site/public")})
	must(t, err)
	var paths []string
	for _, f := range disk.Files {
		paths = append(paths, f.Path)
	}
	if got, want := strings.Join(paths, " "), "a.md remit.yaml sub/link.md x.png"; got != want {
		t.Errorf("on the disk: %s, want %s", got, want)
	}
	plain, err := Open(t.TempDir())
	must(t, err)
	defer plain.Close()
	if _, err := plain.At(t.Context(), "HEAD"); err != ErrNoRepository {
		t.Errorf("outside a repository: %v", err)
	}
}

func TestIgnores(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		globs, path string
		want        bool
	}{
		{"drafts", "drafts/a.md", true}, {"drafts", "drafts/deep/a.md", true}, {"drafts", "notes/drafts/a.md", false},
		{"drafts/**", "drafts/a.md", true}, {"**/old.md", "a/b/old.md", true}, {"", "a.md", false}, {"[", "a.md", false},
	} {
		if got := Ignores(strings.Fields(c.globs), c.path); got != c.want {
			t.Errorf("%q of %q: %v", c.path, c.globs, got)
		}
	}
}
