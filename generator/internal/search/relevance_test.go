package search

import (
	"path"
	"strings"
	"testing"

	"remit/generator/internal/search/knownitem"
)

// TestRelevance asks a handbook made from a seed for what it has. The least
// that each class has to reach is a little below what the engine reached when
// this was written, and above what it reaches without any one of: closeness of
// words, headings, spelling, pages of folders, words being typed.
func TestRelevance(t *testing.T) {
	t.Parallel()
	pages, known, links := made(17, 200, 3000)
	queries := append(knownitem.Queries(5, known, links, 150), folders(known)...)
	scores := knownitem.Scores(queries, knownitem.Ask(t, buildSite(t, pages), queries))
	for _, class := range append([]string{"folder"}, knownitem.Classes...) {
		got, want := scores[class], leastScores[class]
		t.Logf("%s: %v", class, got)
		if got.First < want.First || got.Five < want.Five || got.Section < want.Section || got.Asked < 40 {
			t.Errorf("%s: %v; want at least %v", class, got, want)
		}
	}
}

// folders asks for the page of each folder by the folder's name. Other folders
// have pages of the same name.
func folders(pages []knownitem.Page) []knownitem.Query {
	var out []knownitem.Query
	for i, p := range pages {
		if i > 0 && i+1 < len(pages) && strings.HasPrefix(pages[i+1].URL, p.URL) {
			name := strings.ReplaceAll(path.Base(p.URL), "-", " ")
			for _, text := range []string{name, name + " ", strings.ToUpper(name) + "s"} {
				out = append(out, knownitem.Query{Class: "folder", Text: text, Pages: []string{p.URL}})
			}
		}
	}
	return out
}

var leastScores = map[string]knownitem.Score{
	"folder":  {First: 72, Five: 96},
	"anchor":  {First: 87, Five: 95},
	"heading": {First: 91, Five: 97, Section: 95},
	"short":   {First: 91, Five: 96, Section: 92},
	"prefix":  {First: 91, Five: 97, Section: 95},
	"typo":    {First: 91, Five: 97, Section: 95},
	"body":    {First: 91, Five: 97},
}
