package generator

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/search/knownitem"
)

// TestCorporaSearch asks the handbooks of others, in the folder that
// REMIT_CORPORA names, for what they have. The least that each class has to
// reach is some points below what was reached when this was written.
func TestCorporaSearch(t *testing.T) {
	root := os.Getenv("REMIT_CORPORA")
	if root == "" {
		t.Skip("REMIT_CORPORA names no folder of handbooks")
	}
	least := map[string]map[string]knownitem.Score{
		"kubernetes-community": {
			"anchor":  {First: 57, Five: 75},
			"heading": {First: 93, Five: 95, Section: 95},
			"short":   {First: 81, Five: 88},
			"prefix":  {First: 78, Five: 87, Section: 92},
			"typo":    {First: 75, Five: 83, Section: 92},
			"body":    {First: 81, Five: 92},
		},
		"engineering-playbook": {
			"anchor":  {First: 78, Five: 87},
			"heading": {First: 95, Five: 97, Section: 94},
			"short":   {First: 83, Five: 91},
			"prefix":  {First: 89, Five: 94, Section: 88},
			"typo":    {First: 90, Five: 92, Section: 90},
			"body":    {First: 86, Five: 94},
		},
	}
	for name, least := range least {
		t.Run(name, func(t *testing.T) {
			s := readSite(t, filepath.Join(root, name), sampleToday)
			dir := t.TempDir()
			for name, body := range searchFiles(s) {
				name = filepath.Join(dir, filepath.FromSlash(name))
				if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, body, 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			pages, links := askable(s)
			queries := knownitem.Queries(3, pages, links, 200)
			scores := knownitem.Scores(queries, knownitem.Ask(t, dir, queries))
			for _, class := range knownitem.Classes {
				got, want := scores[class], least[class]
				t.Logf("%s: %v", class, got)
				if got.First < want.First || got.Five < want.Five || got.Section < want.Section || got.Asked < 150 {
					t.Errorf("%s: %v; want at least %v", class, got, want)
				}
			}
			var first, next []int
			for _, m := range knownitem.Bytes(t, dir, queries[:60]) { // all of them words of links
				first, next = append(first, m.First), append(next, m.Next)
			}
			slices.Sort(first)
			slices.Sort(next)
			t.Logf("first search %d bytes as a rule, at most %d; next %d", first[30], first[59], next[30])
			if first[30] > 38_000 || next[30] > 31_000 {
				t.Errorf("a first search moves %d bytes as a rule and the next %d, want at most 38000 and 31000", first[30], next[30])
			}
		})
	}
}

func searchFiles(s *Snapshot) map[string][]byte {
	files := map[string][]byte{}
	for _, name := range s.searchPaths() {
		files[name], _ = s.searchFile(name)
	}
	return files
}

// TestCorporaEdit adds twenty words of another page to one page of the
// Kubernetes handbook, in turn to some, and counts what a site's host and its
// readers have to get anew.
func TestCorporaEdit(t *testing.T) {
	root := os.Getenv("REMIT_CORPORA")
	if root == "" {
		t.Skip("REMIT_CORPORA names no folder of handbooks")
	}
	s := readSite(t, filepath.Join(root, "kubernetes-community"), sampleToday)
	before := searchFiles(s)
	r := rand.New(rand.NewPCG(4, 4))
	prose := regexp.MustCompile(`(?:[A-Za-z'-]+[,.]? ){19}[A-Za-z'-]+`)
	docs := slices.DeleteFunc(slices.Clone(s.model.Docs), func(d *document.Document) bool { return !prose.MatchString(d.Content.Text) })
	var changed, sizes []int
	kinds := map[string]int{}
	for range 15 {
		d, others := docs[r.IntN(len(docs))], prose.FindAllString(docs[r.IntN(len(docs))].Content.Text, -1)
		text := string(s.in.Files.Find(d.Path).Data) + "\n\n" + others[r.IntN(len(others))] + "\n"
		in := inputOf(&s.in, edited(s.in.Files, d.Path, &text), Options{NoGit: true, Today: sampleToday})
		n, size := 0, 0
		for name, body := range searchFiles(Compile(s, in)) {
			if !bytes.Equal(before[name], body) {
				n++
				size += len(body)
				kinds[strings.Split(name, "/")[1]]++
			}
		}
		changed, sizes = append(changed, n), append(sizes, size)
	}
	slices.Sort(changed)
	slices.Sort(sizes)
	t.Logf("of %d files %d change, %d bytes; by kind in all %v", len(before), changed, sizes, kinds)
	if changed[7] > 18 || sizes[7] > 90_000 {
		t.Errorf("an edit changes %d files with %d bytes as a rule, want at most 18 with 90000", changed[7], sizes[7])
	}
}

// BenchmarkSearchFiles makes all files of the search index of the handbooks
// that REMIT_CORPORA names, of pages that are compiled already.
func BenchmarkSearchFiles(b *testing.B) {
	root := os.Getenv("REMIT_CORPORA")
	if root == "" {
		b.Skip("REMIT_CORPORA names no folder of handbooks")
	}
	for _, name := range []string{"kubernetes-community", "engineering-playbook"} {
		b.Run(name, func(b *testing.B) {
			site, err := Open(filepath.Join(root, name), Options{NoGit: true, Today: sampleToday})
			if err != nil {
				b.Fatal(err)
			}
			defer site.Close()
			in, err := site.Read(context.Background(), nil)
			if err != nil {
				b.Fatal(err)
			}
			var cpu time.Duration
			pages := 0
			for b.Loop() {
				b.StopTimer()
				s := Compile(nil, in)
				s.Problems()
				b.StartTimer()
				from := cpuTime(b)
				searchFiles(s)
				cpu += cpuTime(b) - from
				pages += len(s.model.Docs)
			}
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(pages), "cpu-ms/page")
		})
	}
}

// askable gives a site's pages and the links between them.
func askable(s *Snapshot) (pages []knownitem.Page, links []knownitem.Link) {
	for _, d := range s.model.Docs {
		address, clash := s.model.Address(d)
		if len(clash) > 0 {
			continue
		}
		p := knownitem.Page{URL: address, Title: d.Title}
		for _, sec := range sections(d.Content) {
			p.Sections = append(p.Sections, knownitem.Section{Anchor: sec.Anchor, Heading: sec.Heading, Text: sec.Text})
		}
		pages = append(pages, p)
		for _, r := range d.Content.Refs {
			if r.Kind != markdown.LinkRef {
				continue
			}
			if to := s.model.Resolve(d, &r); to.Outcome == model.ToDocument && to.Doc != d {
				if there, clash := s.model.Address(to.Doc); len(clash) == 0 {
					links = append(links, knownitem.Link{From: address, To: there, Words: r.Words})
				}
			}
		}
	}
	slices.SortFunc(pages, func(a, b knownitem.Page) int { return strings.Compare(a.URL, b.URL) })
	return pages, links
}
