package search

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// inNode runs testdata/harness.mjs on in and decodes what it prints to out.
func inNode(t *testing.T, in map[string]any, out any) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed; search.js is not tested")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "search.mjs"), bare(module), 0o644); err != nil {
		t.Fatal(err)
	}
	in["module"] = filepath.Join(dir, "search.mjs")
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "testdata/harness.mjs")
	cmd.Stdin = bytes.NewReader(body)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	if err := json.Unmarshal(printed, out); err != nil {
		t.Fatalf("%v in %.300s", err, printed)
	}
}

type call struct {
	Query   string              `json:"query"`
	Limit   int                 `json:"limit,omitempty"`
	Filters map[string][]string `json:"filters,omitempty"`
	Facets  []string            `json:"facets,omitempty"`
	Today   string              `json:"today,omitempty"`
	All     []string            `json:"all,omitempty"`
	Fresh   bool                `json:"fresh,omitempty"`
	Serve   map[string]any      `json:"serve,omitempty"`
	Site    string              `json:"site,omitempty"`
}

type answer struct {
	Error    string
	Results  []result
	Total    int
	Terms    []struct{ Word, How, As string }
	Lost     int
	Facets   map[string][]counted
	Filters  map[string][]counted
	Ignored  []struct{ Key, Value string }
	Requests []string
}

// counted is a value of a facet and how many pages have it.
type counted struct {
	Value, Label string
	Count        int
}

type result struct {
	Href, KindLabel, StatusLabel string

	URL, Anchor, Title, Heading, Snippet, Kind string
	Marks                                      [][2]int
	Tags                                       []string
}

func (a answer) urls() string {
	var s []string
	for _, r := range a.Results {
		s = append(s, r.URL)
	}
	return strings.Join(s, " ")
}

func entriesOf(pages []Page) []Entry {
	var out []Entry
	for i := range pages {
		out = append(out, Entry{&pages[i], Analyse(pages[i])})
	}
	return out
}

// buildSite writes the index of pages to a folder.
func buildSite(t *testing.T, pages []Page) string {
	t.Helper()
	dir := t.TempDir()
	writeFiles(t, dir, New(entriesOf(pages), false).Files())
	return dir
}

// searchAll asks one engine all calls.
func searchAll(t *testing.T, site string, calls []call) []answer {
	t.Helper()
	var out []answer
	inNode(t, map[string]any{"site": site, "calls": calls}, &out)
	if len(out) != len(calls) {
		t.Fatalf("%d answers to %d calls", len(out), len(calls))
	}
	return out
}
