package generator

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"remit/generator/internal/diag"
)

// contentsOf reads a whole folder.
func contentsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestInterrupted ends builds at several moments: the site that stands there
// stays as it was, and the next build works.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	dir := writeSite(t, samplePages(200))
	out := filepath.Join(t.TempDir(), "public")
	o := BuildOptions{Options: Options{Out: out, NoGit: true}, Dir: dir, AllowErrors: true}
	if r, err := Build(context.Background(), o); err != nil || !r.Published {
		t.Fatal(r, err)
	}
	before := contentsOf(t, out)
	if err := os.WriteFile(filepath.Join(dir, "new.md"), []byte("# New\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, stop := range map[string]func(o *BuildOptions, cancel func()){
		"at once":         func(_ *BuildOptions, cancel func()) { cancel() },
		"after reading":   func(o *BuildOptions, cancel func()) { o.Sized = func(int64) { cancel() } },
		"while rendering": func(o *BuildOptions, cancel func()) { o.Progress = func(int, int) { cancel() } },
	} {
		ctx, cancel := context.WithCancel(context.Background())
		o := o
		stop(&o, cancel)
		r, err := Build(ctx, o)
		cancel()
		if !errors.Is(err, context.Canceled) || r != nil && r.Published {
			t.Errorf("%s: %v, %v", name, r, err)
		}
		after := contentsOf(t, out)
		if len(after) != len(before) {
			t.Fatalf("%s: %d files, were %d", name, len(after), len(before))
		}
		for file, text := range before {
			if after[file] != text {
				t.Fatalf("%s: %s differs", name, file)
			}
		}
		if left, err := os.ReadDir(filepath.Dir(out)); err != nil || len(left) > 2 { // the site, and what publish keeps beside it
			t.Errorf("%s: %v stand beside the site: %v", name, left, err)
		}
	}
	r, err := Build(context.Background(), o)
	if err != nil || !r.Published || r.Written == 0 {
		t.Fatal(r, err)
	}
	if _, err := os.Stat(filepath.Join(out, "new", "index.html")); err != nil {
		t.Error(err)
	}
}

// TestReport wants the counts of a build to be true.
func TestReport(t *testing.T) {
	t.Parallel()
	dir := writeSite(t, map[string]string{
		"README.md": "# Home\n\n[gone](gone.md)\n", "charters/a.md": "# A\n", "lessons/a.md": "# L\n", "lessons/b.md": "# M\n",
	})
	out := filepath.Join(t.TempDir(), "public")
	r, err := Build(context.Background(), BuildOptions{Options: Options{Out: out, NoGit: true}, Dir: dir, AllowErrors: true, Verify: true})
	if err != nil {
		t.Fatal(err)
	}
	if r.Documents != 4 || len(r.Kinds) != 2 || r.Kinds[0].Count != 1 || r.Kinds[1].Count != 2 {
		t.Errorf("%d documents, kinds %v", r.Documents, r.Kinds)
	}
	if _, warnings, _ := diag.Count(r.Problems); warnings == 0 || !r.Verified || !r.Failed(true) {
		t.Errorf("verified %v, problems %v", r.Verified, r.Problems)
	}
	files := contentsOf(t, out)
	var bytes int64
	for _, text := range files {
		bytes += int64(len(text))
	}
	if r.Pages == 0 || r.Pages > len(files) || r.Bytes > bytes || r.Bytes == 0 {
		t.Errorf("%d pages of %d bytes; there are %d files of %d", r.Pages, r.Bytes, len(files), bytes)
	}
}
