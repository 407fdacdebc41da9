package search

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestBenchCorpus builds the index of a corpus that stands outside the
// repository, for a relevance bench to search: REMIT_BENCH_DOCS names a file
// with a page a line ({id, title, sections: [{id, title, text}]}), beside it
// links.jsonl ({src, dst}) if there is one; REMIT_BENCH_OUT the folder to fill.
func TestBenchCorpus(t *testing.T) {
	docs, out := os.Getenv("REMIT_BENCH_DOCS"), os.Getenv("REMIT_BENCH_OUT")
	if docs == "" || out == "" {
		t.Skip("REMIT_BENCH_DOCS and REMIT_BENCH_OUT are not set")
	}
	writeFiles(t, out, New(benchEntries(t), false).Files())
}

// benchEntries reads the pages that REMIT_BENCH_DOCS names.
func benchEntries(t testing.TB) []Entry {
	docs := os.Getenv("REMIT_BENCH_DOCS")
	incoming := map[string]map[string]bool{}
	readLines(t, filepath.Join(filepath.Dir(docs), "links.jsonl"), func(l struct{ Src, Dst string }) {
		if incoming[l.Dst] == nil {
			incoming[l.Dst] = map[string]bool{}
		}
		incoming[l.Dst][l.Src] = true
	})
	type doc struct {
		ID, Title string
		Sections  []struct{ ID, Title, Text string }
	}
	var entries []Entry
	readLines(t, docs, func(d doc) {
		p := Page{URL: strings.TrimSuffix(d.ID, ".html") + "/", Title: d.Title, Kind: "page", Incoming: len(incoming[d.ID])}
		for _, index := range []string{"README/", "index/"} {
			p.URL = strings.TrimSuffix(p.URL, index)
		}
		for _, s := range d.Sections {
			p.Sections = append(p.Sections, Section{Anchor: s.ID, Heading: s.Title, Text: s.Text})
		}
		entries = append(entries, Entry{&p, Analyse(p)})
	})
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Page.URL, b.Page.URL) })
	return entries
}

func readLines[T any](t testing.TB, name string, each func(T)) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Log(err)
		return
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var v T
		if err := json.Unmarshal(in.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		each(v)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
}

func writeFiles(t *testing.T, dir string, files []File) {
	t.Helper()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
