package source

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"remit/generator/internal/diag"
)

// repository is a Git repository made for one test.
type repository struct {
	t   testing.TB
	dir string
}

func newRepository(t testing.TB) repository {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("Git is not installed")
	}
	r := repository{t, t.TempDir()}
	r.git("init", "--quiet", "--initial-branch=main")
	return r
}

func (r repository) git(args ...string) string {
	return r.gitAs("Ada <ada@example.org>", "2026-01-01T12:00:00+00:00", args...)
}

// gitAs runs Git as an author on a day; the commit itself is always made on
// another day by somebody else.
func (r repository) gitAs(author, date string, args ...string) string {
	r.t.Helper()
	name, address, _ := strings.Cut(strings.TrimSuffix(author, ">"), " <")
	c := exec.Command("git", append([]string{"-C", r.dir}, args...)...)
	c.Env = append(gitEnvironment(os.Environ()), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME="+name, "GIT_AUTHOR_EMAIL="+address, "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=Robot", "GIT_COMMITTER_EMAIL=robot@example.org", "GIT_COMMITTER_DATE=2030-01-01T00:00:00+00:00")
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit writes files (nil content deletes) and commits them.
func (r repository) commit(author, date string, files map[string]string) {
	r.t.Helper()
	for name, content := range files {
		if content == "" {
			must(r.t, os.Remove(filepath.Join(r.dir, name)))
		} else {
			write(r.t, r.dir, name, content)
		}
	}
	r.git("add", "--all")
	r.gitAs(author, date, "commit", "--quiet", "--allow-empty", "-m", "change")
}

// history reads the history with a cache and without, which must be equal.
func history(t testing.TB, dir, cacheDir string) *History {
	t.Helper()
	fresh, problems, err := ReadHistory(context.Background(), dir, "")
	if err != nil || problems != nil {
		t.Fatalf("read history: %v, %v", problems, err)
	}
	if cacheDir == "" {
		return fresh
	}
	cached, problems, err := ReadHistory(context.Background(), dir, cacheDir)
	if err != nil || problems != nil {
		t.Fatalf("read history with a cache: %v, %v", problems, err)
	}
	if !maps.Equal(cached.files, fresh.files) {
		t.Errorf("the cached history is\n%v\nthe fresh one\n%v", cached.files, fresh.files)
	}
	return cached
}

func expect(t testing.TB, h *History, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for path, d := range h.files {
		got[path] = fmt.Sprint(d.First, " ", d.Last, " ", d.Authors)
	}
	if !maps.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

const (
	ada   = "Ada <ada@example.org>"
	grace = "Grace <grace@example.org>"
)

func TestHistory(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	cacheDir := filepath.Join(t.TempDir(), "cache")
	dir := filepath.Join(r.dir, "site")
	r.commit(ada, "2024-01-01T23:30:00-09:00", map[string]string{"site/a.md": "1", "site/sub/b.md": "1", "elsewhere.md": "1"})
	h := history(t, dir, cacheDir)
	expect(t, h, map[string]string{"a.md": "2024-01-01 2024-01-01 1", "sub/b.md": "2024-01-01 2024-01-01 1"})

	r.commit(grace, "2024-03-02T00:30:00+13:00", map[string]string{"site/a.md": "2"})
	r.commit("ADA <ada@users.example.org>", "2024-02-01T00:00:00Z", map[string]string{"site/a.md": "3", "elsewhere.md": "2"})
	expect(t, history(t, dir, cacheDir), map[string]string{"a.md": "2024-01-01 2024-03-02 2", "sub/b.md": "2024-01-01 2024-01-01 1"})

	// Both sides of a merge count, and so does a branch whose work was dropped.
	r.git("checkout", "--quiet", "-b", "side", "HEAD~1")
	r.commit(grace, "2024-04-01T00:00:00Z", map[string]string{"site/side.md": "1", "site/sub/b.md": "2"})
	r.git("checkout", "--quiet", "-b", "lost", "HEAD~1")
	r.commit(grace, "2024-05-01T00:00:00Z", map[string]string{"site/a.md": "lost"})
	r.git("checkout", "--quiet", "main")
	r.git("merge", "--quiet", "--no-edit", "side")
	r.git("merge", "--quiet", "--no-edit", "--strategy=ours", "lost")
	expect(t, history(t, dir, cacheDir), map[string]string{
		"a.md": "2024-01-01 2024-05-01 2", "sub/b.md": "2024-01-01 2024-04-01 2", "side.md": "2024-04-01 2024-04-01 1",
	})

	// A file that moved begins anew, and the old name is remembered.
	r.git("mv", "site/side.md", "site/moved.md")
	r.commit(ada, "2024-06-01T00:00:00Z", nil)
	h = history(t, dir, cacheDir)
	if d, ok := h.Of("moved.md"); !ok || d != (Dates{Date{2024, 6, 1}, Date{2024, 6, 1}, 1}) {
		t.Errorf("moved file: %v, %v", d, ok)
	}
	if d, ok := h.Of("never.md"); ok {
		t.Errorf("a file that was never committed has %v", d)
	}

	// What was rewritten is forgotten.
	r.git("reset", "--quiet", "--hard", "HEAD~1")
	r.commit(ada, "2024-07-01T00:00:00Z", map[string]string{"site/new.md": "1"})
	expect(t, history(t, dir, cacheDir), map[string]string{
		"a.md": "2024-01-01 2024-05-01 2", "sub/b.md": "2024-01-01 2024-04-01 2", "side.md": "2024-04-01 2024-04-01 1", "new.md": "2024-07-01 2024-07-01 1",
	})

	// People are counted again when they are given one name.
	write(t, r.dir, ".mailmap", "Ada <ada@example.org> Grace <grace@example.org>\n")
	if d, _ := history(t, dir, cacheDir).Of("a.md"); d.Authors != 1 {
		t.Errorf("%d authors, although .mailmap makes them one", d.Authors)
	}

	// The cache of another folder is not taken for one's own, even by its name.
	must(t, os.Rename(filepath.Join(cacheDir, historyFile(dir)), filepath.Join(cacheDir, historyFile(r.dir))))
	if d, ok := history(t, r.dir, cacheDir).Of("elsewhere.md"); !ok || d.Last != (Date{2024, 2, 1}) {
		t.Errorf("the repository's own folder: %v, %v", d, ok)
	}
}

func TestHistoryOfOddNames(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	want := map[string]string{}
	files := map[string]string{}
	for _, name := range []string{"two words.md", "line\nend.md", "tab\t.md", `"quoted".md`, `back\slash.md`, ":colon.md", "-dash.md", "\x01ctrl.md", "\u00e9.md", "*.md", "\n", "latin\xe9.md",
		"1234567890123456789012345678901234567890", "2024-01-01"} {
		files[name] = "x"
		want[name] = "2025-02-03 2025-02-03 1"
	}
	files["cafe\u0301.md"], want["caf\u00e9.md"] = "x", "2025-02-03 2025-02-03 1"
	r.commit("Zoë \"Z\" \u2028 <z@example.org>", "2025-02-03T00:00:00Z", files)
	r.commit(ada, "2025-02-04T00:00:00Z", nil)
	expect(t, history(t, r.dir, t.TempDir()), want)
}

// A folder whose name holds a line end, reached through a link.
func TestHistoryOfAnOddFolder(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit(ada, "2025-02-03T00:00:00Z", map[string]string{"li\nne/ö/a.md": "x", ".mailmap": "Ada <a@x>\n"})
	link := filepath.Join(t.TempDir(), "link")
	must(t, os.Symlink(filepath.Join(r.dir, "li\nne"), link))
	cacheDir := t.TempDir()
	keys := map[string]bool{}
	for _, dir := range []string{filepath.Join(r.dir, "li\nne"), link} {
		at, err := git{dir}.where(context.Background())
		must(t, err)
		keys[at.key(dir)] = true
		expect(t, history(t, dir, cacheDir), map[string]string{"ö/a.md": "2025-02-03 2025-02-03 1"})
	}
	if len(keys) != 1 {
		t.Errorf("one folder has the keys %v", keys)
	}
}

// A mark in the cache that Git does not know shows whether it was used.
func TestHistoryCacheIsContinued(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	cacheDir := t.TempDir()
	history(t, r.dir, cacheDir)
	file := filepath.Join(cacheDir, historyFile(r.dir))
	data, err := os.ReadFile(file)
	must(t, err)
	at, err := git{r.dir}.where(context.Background())
	must(t, err)
	log := loadHistory(file, at.key(r.dir))
	if log.Head != at.head {
		t.Fatalf("the cache is of commit %q, want %q", log.Head, at.head)
	}
	log.add("mark.md", Date{1999, 1, 1}, 0)
	must(t, saveHistory(file, log))

	marked := func() (mark, fresh bool) {
		h, _, err := ReadHistory(context.Background(), r.dir, cacheDir)
		must(t, err)
		_, mark = h.Of("mark.md")
		_, fresh = h.Of("b.md")
		return mark, fresh
	}
	if mark, _ := marked(); !mark {
		t.Error("the cache was not used for the same commit")
	}
	r.commit(ada, "2025-01-02T00:00:00Z", map[string]string{"b.md": "1"})
	if mark, fresh := marked(); !mark || !fresh {
		t.Errorf("after a new commit: cache used %v, new commit read %v", mark, fresh)
	}
	r.gitAs(ada, "2025-01-03T00:00:00Z", "commit", "--quiet", "--amend", "-m", "other words")
	if mark, fresh := marked(); mark || !fresh {
		t.Errorf("after a rewritten commit: cache used %v, commit read %v", mark, fresh)
	}
	must(t, os.WriteFile(file, data[:len(data)/2], 0o644))
	expect(t, history(t, r.dir, cacheDir), map[string]string{"a.md": "2025-01-01 2025-01-01 1", "b.md": "2025-01-02 2025-01-02 1"})
	if log := loadHistory(file, at.key(r.dir)); log.Head == "" {
		t.Error("a damaged cache was not written again")
	}
}

func TestDamagedHistoryCache(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "deep", "history")
	log := changeLog{Key: "k", Head: "h", People: []uint64{1}}
	log.add("a.md", Date{2025, 1, 1}, 0)
	must(t, saveHistory(file, log))
	if got := loadHistory(file, "k"); got.Head != "h" || got.Days["a.md"].First != (Date{2025, 1, 1}) {
		t.Fatalf("loaded %+v", got)
	}
	if got := loadHistory(file, "other"); got.Head != "" {
		t.Errorf("loaded %+v for another key", got)
	}
	whole, err := os.ReadFile(file)
	must(t, err)
	damaged := filepath.Join(t.TempDir(), "history")
	for n := range len(whole) {
		flipped := []byte(string(whole))
		flipped[n] ^= 1 << (n % 8)
		for _, data := range [][]byte{whole[:n], flipped} {
			must(t, os.WriteFile(damaged, data, 0o644))
			if got := loadHistory(damaged, "k"); got.Head != "" || got.Days != nil {
				t.Fatalf("damage at byte %d of %d: loaded %+v", n, len(whole), got)
			}
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*.tmp")); left != nil {
		t.Errorf("left behind: %q", left)
	}
}

func TestHistoryWithoutACacheFolder(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	expect(t, history(t, r.dir, filepath.Join(r.dir, "a.md", "cache")), map[string]string{"a.md": "2025-01-01 2025-01-01 1"})
}

func TestNoHistory(t *testing.T) {
	t.Parallel()
	empty := newRepository(t)
	plain := t.TempDir()
	for name, dir := range map[string]string{"no repository": plain, "no commit": empty.dir, "no folder": filepath.Join(plain, "none")} {
		h, problems, err := ReadHistory(context.Background(), dir, "")
		if h != nil || problems != nil || err != nil {
			t.Errorf("%s: %v, %v, %v", name, h, problems, err)
		}
		if d, ok := h.Of("a.md"); ok {
			t.Errorf("%s: %v", name, d)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if h, problems, err := ReadHistory(ctx, plain, ""); err != context.Canceled {
		t.Errorf("cancelled: %v, %v, %v", h, problems, err)
	}
}

func TestHistoryWithoutGit(t *testing.T) {
	r := newRepository(t)
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	t.Setenv("PATH", t.TempDir())
	if h, problems, err := ReadHistory(context.Background(), r.dir, ""); h != nil || problems != nil || err != nil {
		t.Errorf("%v, %v, %v", h, problems, err)
	}
}

// A hook that calls us points Git at its own repository.
func TestHistoryInAHook(t *testing.T) {
	other := newRepository(t)
	r := newRepository(t)
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	t.Setenv("GIT_DIR", filepath.Join(other.dir, ".git"))
	t.Setenv("GIT_INDEX_FILE", ".git/index")
	expect(t, history(t, r.dir, ""), map[string]string{"a.md": "2025-01-01 2025-01-01 1"})
}

func TestShallowClone(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	r.commit(ada, "2025-01-02T00:00:00Z", map[string]string{"a.md": "2"})
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "--quiet", "--depth", "1", "file://"+r.dir, clone)
	h, problems, err := ReadHistory(context.Background(), clone, "")
	if h != nil || err != nil || len(problems) != 1 {
		t.Fatalf("%v, %v, %v", h, problems, err)
	}
	if p := problems[0]; p.Rule != "shallow-clone" || p.Severity != diag.Warning || !strings.Contains(p.Fix, "git fetch --unshallow") {
		t.Errorf("%+v", p)
	}
	repository{t, clone}.git("fetch", "--quiet", "--unshallow")
	expect(t, history(t, clone, ""), map[string]string{"a.md": "2025-01-01 2025-01-02 1"})
}

func TestDamagedRepository(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	tree := r.git("rev-parse", "HEAD^{tree}")
	must(t, os.Remove(filepath.Join(r.dir, ".git", "objects", tree[:2], tree[2:])))
	h, problems, err := ReadHistory(context.Background(), r.dir, t.TempDir())
	if h != nil || err != nil || len(problems) != 1 || problems[0].Rule != "unreadable-history" || problems[0].Fix == "" {
		t.Errorf("%v, %+v, %v", h, problems, err)
	}
}

// sign gives the newest commit a signature, which nobody has to believe.
func (r repository) sign() {
	r.t.Helper()
	head, body, _ := strings.Cut(r.git("cat-file", "commit", "HEAD"), "\n\n")
	object := filepath.Join(r.t.TempDir(), "commit")
	must(r.t, os.WriteFile(object, []byte(head+"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"+body+"\n"), 0o644))
	r.git("update-ref", "HEAD", r.git("hash-object", "-t", "commit", "-w", object))
}

// Settings of the repository must neither run programs nor change the answer.
func TestHistoryIgnoresHostileSettings(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	proof := filepath.Join(t.TempDir(), "proof")
	script := filepath.Join(t.TempDir(), "script")
	must(t, os.WriteFile(script, []byte("#!/bin/sh\ntouch '"+proof+"'\n"), 0o755))
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"site/a.md": "1", ".gitattributes": "* diff=evil filter=evil\n", "b.md": "moved"})
	r.commit(grace, "2025-01-02T00:00:00Z", map[string]string{"site/a.md": "2", "b.md": "", "site/c.md": "moved"})
	r.sign()
	for key, value := range map[string]string{
		"core.fsmonitor": script, "core.pager": script, "pager.log": script, "core.sshCommand": script, "diff.external": script,
		"diff.evil.command": script, "diff.evil.textconv": script, "gpg.program": script, "log.showSignature": "true", "alias.log": "!" + script,
		"log.showRoot": "false", "log.follow": "true", "log.date": "relative", "log.diffMerges": "first-parent", "format.pretty": "oneline", "color.ui": "always",
		"color.diff": "always", "diff.renames": "copies", "diff.relative": "false", "core.quotePath": "true", "i18n.logOutputEncoding": "latin1", "log.decorate": "full",
	} {
		r.git("config", key, value)
	}
	expect(t, history(t, filepath.Join(r.dir, "site"), ""), map[string]string{"a.md": "2025-01-01 2025-01-02 2", "c.md": "2025-01-02 2025-01-02 1"})
	if _, err := os.Stat(proof); err == nil {
		t.Error("a program was run")
	}
}

// A folder of documents may look like a bare repository with settings.
func TestHistoryIgnoresABareRepository(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	dir := filepath.Join(r.dir, "site")
	r.commit(ada, "2025-01-01T00:00:00Z", map[string]string{"a.md": "1"})
	r.git("clone", "--quiet", "--bare", r.dir, dir)
	h, problems, err := ReadHistory(context.Background(), dir, "")
	if h != nil || problems != nil || err != nil {
		t.Errorf("%v, %v, %v", h, problems, err)
	}
	if _, err := (git{dir}).where(context.Background()); err != errNoRepository {
		t.Errorf("the folder was taken for a repository: %v", err)
	}
}

func TestNewHistory(t *testing.T) {
	t.Parallel()
	given := map[string]Dates{"a.md": {Date{2025, 1, 1}, Date{2025, 1, 2}, 3}}
	h := NewHistory(given)
	delete(given, "a.md")
	if d, ok := h.Of("a.md"); !ok || d.Authors != 3 {
		t.Errorf("%v, %v", d, ok)
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Date{
		"2026-11-01": {2026, 11, 1}, "0001-01-31": {1, 1, 31}, "": {}, "2026-1-01": {}, "2026-13-01": {}, "2026-00-10": {}, "2026-11-32": {},
		"2026-11-0x": {}, "20261-1-01": {}, "12026-11-01": {},
	} {
		got, ok := parseDate(text)
		if valid := want != (Date{}); ok != valid || ok && got != want {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
		if ok && got.String() != text {
			t.Errorf("%q is written %q", text, got)
		}
	}
	if s := (Date{}).String(); s != "" {
		t.Errorf("the zero date is written %q", s)
	}
	days := []Date{{}, {2025, 12, 31}, {2026, 1, 1}, {2026, 1, 2}, {2026, 2, 1}}
	for i, a := range days {
		for j, b := range days {
			if got, want := a.Compare(b), min(1, max(-1, i-j)); got != want {
				t.Errorf("%v against %v: %d, want %d", a, b, got, want)
			}
		}
	}
}

// FuzzLog: no output of Git makes the parser panic or read past a field.
func FuzzLog(f *testing.F) {
	f.Add("0123\x002025-01-01\x00Ada\x00a@x\x00\n:1 2 3 4 A\x00a.md\x00:1 2 3 4 A\x00b.md\x004567\x002025-01-02\x00\x00\x00")
	f.Add("\x00\x00:\x00\n:\x00")
	f.Fuzz(func(t *testing.T, out string) {
		var log changeLog
		p := logParser{log: &log, people: map[uint64]uint32{}}
		for token := range strings.SplitSeq(out, "\x00") {
			p.token(token)
		}
		for path, d := range log.history().files {
			if d.First.Compare(d.Last) > 0 || d.Authors < 1 || d.Authors > len(log.People) {
				t.Errorf("%q: %v", path, d)
			}
		}
	})
}
