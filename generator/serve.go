package generator

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/preview"
	"remit/generator/internal/source"
	"remit/generator/internal/watch"
)

// ServeOptions say what to serve.
type ServeOptions struct {
	Options
	Dir     string
	Port    int                               // 0 means the default; a taken port is left for the next free one
	Poll    time.Duration                     // > 0: look at the folder at this interval instead of waiting for events
	Hosts   []string                          // further host names to answer to
	Log     io.Writer                         // one line for each edit
	Prefix  string                            // goes before file names: "content/"
	Started func(url string, first *Snapshot) // called once when the site can be opened
}

// Serve serves a site on loopback addresses and follows edits until ctx ends.
func Serve(ctx context.Context, o ServeOptions) error {
	o.Medium = Preview
	site, err := Open(o.Dir, o.Options)
	if err != nil {
		return err
	}
	defer site.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// Watches stand before the folder is read, so that no edit falls between.
	w, err := watch.Watch(ctx, site.Dir(), watch.Options{Skip: site.skips(), Poll: o.Poll})
	if err != nil {
		return err
	}
	var worn <-chan watch.Batch // of the theme's own folder
	if site.worn != nil {
		t, err := watch.Watch(ctx, site.worn.Dir(), watch.Options{Skip: source.Skip, Poll: o.Poll})
		if err != nil {
			return err
		}
		worn = t.Batches()
	}
	in, err := site.Read(ctx, nil)
	if err != nil {
		return err
	}
	snapshot := Compile(nil, in)
	server := preview.New(served{snapshot}, preview.Options{
		Port: o.Port, Hosts: o.Hosts, Prefix: o.Prefix, Log: o.Log,
		Policy: snapshot.view.Policy() + "; frame-ancestors 'none'",
	})
	url, err := server.Listen()
	if err != nil {
		return err
	}
	if o.Started != nil {
		o.Started(url, snapshot)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx) }()
	f := follower{site: site, server: server, watcher: w, worn: worn, log: o.Log, prefix: o.Prefix, now: snapshot}
	f.run(ctx)
	stop()
	return <-ended
}

// skips returns what the watcher leaves out.
func (s *Site) skips() func(string) bool {
	out := ""
	if rel, err := filepath.Rel(s.root.Dir(), s.options.Out); err == nil && s.options.Out != "" {
		out = filepath.ToSlash(rel)
	}
	return func(path string) bool {
		if out != "" && (path == out || strings.HasPrefix(path, out+"/")) {
			return true
		}
		return source.Skip(path)
	}
}

// follower turns batches of paths into snapshots.
type follower struct {
	site    *Site
	server  *preview.Server
	watcher *watch.Watcher
	worn    <-chan watch.Batch // of the theme's own folder; nil when it has none
	log     io.Writer
	prefix  string
	now     *Snapshot
	stale   bool // the folder that is open is not the one that stands there now
	failed  bool // the folder could not be read the last time
}

func (f *follower) run(ctx context.Context) {
	notes := f.watcher.Notes()
	for {
		select {
		case b, ok := <-f.watcher.Batches():
			if !ok {
				return
			}
			f.follow(ctx, b)
		case b, ok := <-f.worn:
			if !ok {
				return
			}
			f.followTheme(ctx, b)
		case note, ok := <-notes:
			if !ok {
				notes = nil
				continue
			}
			f.say("%s", note)
		}
	}
}

// followTheme reads the folder of the theme. It is small, and is read whole
// each time.
func (f *follower) followTheme(ctx context.Context, b watch.Batch) {
	if b.Replaced {
		if err := f.site.reopenTheme(); err != nil {
			f.say("%s; the last good pages stay", err)
			return
		}
	}
	f.follow(ctx, watch.Batch{})
}

// follow reads what changed, makes the next snapshot and shows it.
func (f *follower) follow(ctx context.Context, b watch.Batch) {
	began := time.Now()
	f.stale = f.stale || b.Replaced
	in, err := f.read(ctx, b)
	if err != nil {
		if ctx.Err() == nil && !f.failed {
			f.say("%s; the last good pages stay", err)
		}
		f.failed = true
		return
	}
	f.failed = false
	changed := append(changedFiles(f.now.in.Files, in.Files), changedTheme(f.now.in.worn, in.worn)...)
	if len(changed) == 0 {
		return
	}
	if b.Backstop {
		f.watcher.Missed()
	}
	before := f.now
	f.now = Compile(before, in)
	f.server.Show(served{f.now}, nil) // no asset changes under its old address, which holds its digest
	f.report(before, changed, time.Since(began))
}

// read reads what a batch names, or everything, from the folder as it stands.
func (f *follower) read(ctx context.Context, b watch.Batch) (Input, error) {
	all := b.All || f.failed || f.stale // what a failed reading should have seen is due as well
	if f.stale {
		if err := f.site.reopen(); err != nil {
			return Input{}, err
		}
		f.stale = false
	}
	if all {
		return f.site.Read(ctx, &f.now.in)
	}
	return f.site.Update(ctx, &f.now.in, b.Paths)
}

// changedFiles lists the paths in which two trees differ.
func changedFiles(a, b *source.Tree) []string {
	var changed []string
	x, y := a.Files, b.Files
	for len(x) > 0 || len(y) > 0 {
		switch {
		case len(y) == 0 || len(x) > 0 && x[0].Path < y[0].Path:
			changed, x = append(changed, x[0].Path), x[1:]
		case len(x) == 0 || y[0].Path < x[0].Path:
			changed, y = append(changed, y[0].Path), y[1:]
		default:
			if x[0] != y[0] {
				changed = append(changed, x[0].Path)
			}
			x, y = x[1:], y[1:]
		}
	}
	return changed
}

// mostReported is how many problems of one edit the log shows.
const mostReported = 10

// report writes the line of an edit and what it broke, here or elsewhere.
func (f *follower) report(before *Snapshot, changed []string, took time.Duration) {
	if f.log == nil {
		return
	}
	what := changed[0]
	if len(changed) > 1 {
		what = fmt.Sprintf("%s and %d more", what, len(changed)-1)
	}
	f.say("%-36s %s, %d ms", f.prefix+what, plural(f.now.compiled, "document", "documents"), took.Milliseconds())
	fresh := newProblems(before.Problems(), f.now.Problems())
	if shown := fresh[:min(len(fresh), mostReported)]; len(shown) > 0 {
		diag.Print(f.log, diag.Short, shown, diag.PrintOptions{Prefix: f.prefix}) // a log that cannot be written must not end the preview
	}
	if len(fresh) > mostReported {
		f.say("%d more; remit check shows them", len(fresh)-mostReported)
	}
}

// newProblems returns the errors and warnings that were not there before. A
// problem that only moved within its file is not new.
func newProblems(before, now []diag.Problem) []diag.Problem {
	type key struct{ rule, file, message string }
	known := make(map[key]bool, len(before))
	for _, p := range before {
		known[key{p.Rule, p.File, p.Message}] = true
	}
	var fresh []diag.Problem
	for _, p := range now {
		if p.Severity != diag.Hint && !known[key{p.Rule, p.File, p.Message}] {
			fresh = append(fresh, p)
		}
	}
	return fresh
}

func (f *follower) say(format string, args ...any) {
	if f.log != nil {
		fmt.Fprintf(f.log, time.Now().Format("15:04:05")+"  "+format+"\n", args...)
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// served is a snapshot as the preview sees it.
type served struct{ *Snapshot }

// Page implements preview.Snapshot.
func (s served) Page(path string) (preview.Page, bool) {
	p, ok, err := s.Snapshot.Page(path)
	if err != nil {
		return preview.Page{Path: path, Media: "text/plain; charset=utf-8", Body: []byte(err.Error() + "\n"), Status: 500}, true
	}
	return preview.Page{Path: p.Path, Media: p.Media, Body: p.Body}, ok
}

// Missing implements preview.Snapshot.
func (s served) Missing(string) preview.Page {
	p, _, err := s.render("404.html", s.view.Missing("/"))
	if err != nil {
		return preview.Page{Path: "404.html", Media: "text/plain; charset=utf-8", Body: []byte("Not found\n"), Status: 404}
	}
	return preview.Page{Path: p.Path, Media: p.Media, Body: p.Body, Status: 404}
}

// ProblemsOf implements preview.Snapshot.
func (s served) ProblemsOf(path string) []diag.Problem { return s.problemsOf(path) }

// Held implements preview.Snapshot.
func (s served) Held(path string) bool {
	d := s.documentAt(path)
	return d != nil && !s.door.lets(d) && s.door.tells(d)
}

// Source implements preview.Snapshot.
func (s served) Source(file string) []byte { return s.source(file) }

// source returns the text of a file by its path, for excerpts.
func (s *Snapshot) source(file string) []byte {
	if f := s.in.Files.Find(file); f != nil {
		return f.Data
	}
	return s.in.worn.source(file)
}
