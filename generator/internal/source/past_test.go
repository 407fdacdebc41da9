package source

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestTextAt(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	run := func(day string, args ...string) {
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE="+day+"T12:00:00", "GIT_COMMITTER_DATE="+day+"T12:00:00")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	put := func(text string) {
		if err := os.MkdirAll(filepath.Join(dir, "docs/a b"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "docs/a b/ü*.md"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run("2026-01-01", "init", "-q")
	for _, day := range []string{"2026-03-01", "2026-05-01"} {
		put("as of " + day)
		run(day, "add", ".")
		run(day, "commit", "-qm", day)
	}
	put("not committed")
	for _, c := range []struct{ day, want string }{
		{"2026-02-28", ""},
		{"2026-03-01", "as of 2026-03-01"},
		{"2026-04-30", "as of 2026-03-01"},
		{"2026-05-01", "as of 2026-05-01"},
		{"2027-01-01", "as of 2026-05-01"},
	} {
		day, err := time.Parse(time.DateOnly, c.day)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := TextAt(t.Context(), filepath.Join(dir, "docs"), "a b/ü*.md", day)
		if string(got) != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", c.day, got, ok, c.want)
		}
	}
	for _, folder := range []string{t.TempDir(), filepath.Join(dir, "none")} {
		if got, ok := TextAt(t.Context(), folder, "a.md", time.Now()); ok {
			t.Errorf("%s: %q", folder, got)
		}
	}
}
