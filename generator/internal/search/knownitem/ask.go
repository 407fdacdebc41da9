package knownitem

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

//go:embed ask.mjs
var asker []byte

// Score is what a search made of the queries of one class.
type Score struct {
	Asked   int
	First   float64 // per cent that have a right page first
	Five    float64 // and among five
	Section float64 // of the queries that mean a section and found its page among five: per cent that lead to the section
}

func (s Score) String() string {
	return fmt.Sprintf("%.0f %% first, %.0f %% in five, %.0f %% with the section, of %d", s.First, s.Five, s.Section, s.Asked)
}

// Found is what search.js answered to one query.
type Found struct {
	Results []struct{ URL, Anchor string }
	Error   string
}

// Moved is what search.js read to answer a query, in bytes as they lie in the
// site, the module itself aside.
type Moved struct {
	First int // by an engine that had read nothing
	Next  int // by the same engine for the query that follows
	Error string
}

// Ask asks the search of a built site all queries. It skips the test when node
// is missing.
func Ask(t *testing.T, site string, queries []Query) []Found { return ask[Found](t, queries, site) }

// Bytes asks the same as Ask, and measures.
func Bytes(t *testing.T, site string, queries []Query) []Moved {
	return ask[Moved](t, queries, site, "bytes")
}

func ask[T any](t *testing.T, queries []Query, args ...string) []T {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed; the search is not asked")
	}
	script := filepath.Join(t.TempDir(), "ask.mjs")
	if err := os.WriteFile(script, asker, 0o644); err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(queries))
	for i, q := range queries {
		texts[i] = q.Text
	}
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, append([]string{script}, args...)...)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []T
	if err := json.Unmarshal(out, &found); err != nil || len(found) != len(queries) {
		t.Fatalf("%d answers to %d queries: %v", len(found), len(queries), err)
	}
	return found
}

// Scores counts by class.
func Scores(queries []Query, found []Found) map[string]Score {
	type count struct{ asked, first, five, sections, right int }
	counts := map[string]count{}
	for i, q := range queries {
		c := counts[q.Class]
		c.asked++
		switch rank, anchor := rank(q, found[i]); {
		case rank == 0:
			c.first++
			fallthrough
		case rank > 0 && rank < 5:
			c.five++
			if q.Anchor != "" {
				c.sections++
				if anchor == q.Anchor {
					c.right++
				}
			}
		}
		counts[q.Class] = c
	}
	scores := map[string]Score{}
	for class, c := range counts {
		of := func(a, b int) float64 { return 100 * float64(a) / float64(max(1, b)) }
		scores[class] = Score{c.asked, of(c.first, c.asked), of(c.five, c.asked), of(c.right, c.sections)}
	}
	return scores
}

// rank tells where the first right page stands, and to which section it leads;
// -1 when it is not found. A page counts once.
func rank(q Query, f Found) (rank int, anchor string) {
	var seen []string
	for _, r := range f.Results {
		if slices.Contains(q.Pages, r.URL) {
			return len(seen), r.Anchor
		}
		if !slices.Contains(seen, r.URL) && !slices.Contains(q.Beside, r.URL) {
			seen = append(seen, r.URL)
		}
	}
	return -1, ""
}
