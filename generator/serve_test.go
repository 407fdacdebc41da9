package generator

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/source"
)

func TestChangedFiles(t *testing.T) {
	t.Parallel()
	file := func(path string) *source.File { return source.NewFile(path, []byte(path)) }
	a, b, c, d := file("a.md"), file("b.md"), file("c/c.md"), file("d.png")
	tests := map[string]struct {
		old, now []*source.File
		want     []string
	}{
		"nothing":        {[]*source.File{a, b}, []*source.File{a, b}, nil},
		"both empty":     {nil, nil, nil},
		"all new":        {nil, []*source.File{b, a}, []string{"a.md", "b.md"}},
		"all gone":       {[]*source.File{b, a}, nil, []string{"a.md", "b.md"}},
		"edited":         {[]*source.File{a, b, c}, []*source.File{a, file("b.md"), c}, []string{"b.md"}},
		"added between":  {[]*source.File{a, c}, []*source.File{a, b, c, d}, []string{"b.md", "d.png"}},
		"one for other":  {[]*source.File{a, c}, []*source.File{b, c}, []string{"a.md", "b.md"}},
		"gone at an end": {[]*source.File{a, b, c}, []*source.File{b}, []string{"a.md", "c/c.md"}},
	}
	for name, tt := range tests {
		if got := changedFiles(source.NewTree(tt.old, nil), source.NewTree(tt.now, nil)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestNewProblems(t *testing.T) {
	t.Parallel()
	at := func(rule, file string, line int, s diag.Severity) diag.Problem {
		return diag.Problem{Rule: rule, File: file, Severity: s, Span: diag.Span{Start: diag.Pos{Line: line}}}
	}
	before := []diag.Problem{at("dead-link", "a.md", 3, diag.Warning), at("x", "b.md", 1, diag.Error)}
	now := []diag.Problem{at("dead-link", "a.md", 9, diag.Warning), at("dead-link", "c.md", 3, diag.Warning), at("y", "c.md", 1, diag.Hint)}
	if got := newProblems(before, now); len(got) != 1 || got[0].File != "c.md" {
		t.Errorf("%v", got)
	}
}

// journal is a log that two goroutines use.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// within asks again and again until it is so, for 15 seconds at most.
func within(t *testing.T, what string, so func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-ctx.Done():
			t.Fatal("waited in vain: " + what)
		case <-tick.C:
		}
	}
}

// TestServe follows a real folder: an edit, a mistake, the folder taken away
// and another one put into its place.
func TestServe(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "site")
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("README.md", "# Home\n\n[a](a.md) ![p](p.svg)\n")
	write("a.md", "# A\n\nfirst words\n")
	write("p.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>`)

	ctx, stop := context.WithCancel(context.Background())
	log, started, ended := &journal{}, make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- Serve(ctx, ServeOptions{
			Options: Options{NoGit: true}, Dir: dir, Port: -1, Log: log, Prefix: "site/",
			Started: func(url string, _ *Snapshot) { started <- url },
		})
	}()
	var url string
	select {
	case url = <-started:
	case err := <-ended:
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		r, err := http.Get(strings.TrimSuffix(url, "/") + path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(body)
	}
	shows := func(path string, status int, text string) func() bool {
		return func() bool { s, body := get(path); return s == status && strings.Contains(body, text) }
	}
	within(t, "the first page", shows("/a/", 200, "first words"))

	write("a.md", "# A\n\nsecond words, [b](b.md)\n")
	within(t, "an edit", shows("/a/", 200, "second words"))
	within(t, "its line in the log", func() bool {
		return strings.Contains(log.String(), "site/a.md ") && strings.Contains(log.String(), "dead-link")
	})

	write("a.md", "---\nowner: [\n---\n# A\n")
	within(t, "the mistake in the log", func() bool { return strings.Contains(log.String(), "site/a.md:2:") })
	if status, body := get("/a/"); status != 200 || !strings.Contains(body, "second words") {
		t.Errorf("the last good page is gone: %d %s", status, body)
	}

	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	write("README.md", "# Another home\n\n![p](p.svg)\n")
	write("p.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>`)
	within(t, "the new folder", shows("/", 200, "Another home"))
	within(t, "a file of the new folder", shows("/files/p.svg", 200, `width="4"`))
	write("later.md", "# Later\n\nonly here\n")
	within(t, "an edit of the new folder", shows("/later/", 200, "only here"))

	stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}
