package generator

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/view"
)

// BenchmarkBuild reads, compiles and publishes a whole site into a new folder.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := writeSite(b, samplePages(n))
			var bytes int64
			for b.Loop() {
				b.StopTimer()
				out := filepath.Join(b.TempDir(), "public")
				b.StartTimer()
				r, err := Build(context.Background(), BuildOptions{Options: Options{Out: out, NoGit: true}, Dir: dir, AllowErrors: true})
				if err != nil {
					b.Fatal(err)
				}
				bytes = r.Bytes
				b.StopTimer()
				os.RemoveAll(out)
				b.StartTimer()
			}
			b.ReportMetric(float64(bytes)/float64(n), "B/page")
		})
	}
}

// BenchmarkEdit makes a new snapshot after one edit, and its page.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		in := inputOf(nil, treeOf(samplePages(n)), Options{})
		s := Compile(nil, in)
		s.Problems()
		texts := map[string]func(i int) string{
			"body":  func(i int) string { return fmt.Sprintf("# Page\n\nSentence %d. [a](page-00005.md)\n", i) },
			"title": func(i int) string { return fmt.Sprintf("# Page %d\n\n[a](page-00005.md)\n", i) },
			"tag":   func(i int) string { return fmt.Sprintf("---\ntags: [tag-%d]\n---\n# Page\n", i) },
		}
		for _, kind := range []string{"body", "title", "tag"} {
			b.Run(fmt.Sprintf("%d/%s", n, kind), func(b *testing.B) {
				now, last := s, in
				for i := 0; b.Loop(); i++ {
					b.StopTimer()
					text := texts[kind](i)
					tree := edited(last.Files, samplePath(42), &text)
					b.StartTimer()
					last = inputOf(&last, tree, Options{})
					now = Compile(now, last)
					if _, ok, err := now.Page("lessons/group-000/page-00042/index.html"); !ok || err != nil {
						b.Fatal(ok, err)
					}
					if now.Stats().Compiled != 1 {
						b.Fatalf("compiled %d", now.Stats().Compiled)
					}
				}
			})
		}
	}
}

// BenchmarkCheck compares what checking costs with what a build costs beside
// it, and what it costs after one edit: of a word, and of a fact.
func BenchmarkCheck(b *testing.B) {
	const n = 10000
	in := inputOf(nil, treeOf(sampleOrganisation(n)), Options{Today: sampleToday})
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := Compile(nil, in)
			b.StartTimer()
			s.Problems()
		}
	})
	path := "charters/team-0000.md"
	text := string(in.Files.Find(path).Data)
	for name, edit := range map[string]func(i int) string{
		"word": func(i int) string { return text + fmt.Sprintf("\nSentence %d.\n", i) },
		"fact": func(i int) string { return strings.Replace(text, "owns:\n", fmt.Sprintf("owns:\n  - Area %d\n", i), 1) },
	} {
		b.Run(name, func(b *testing.B) {
			now, last := Compile(nil, in), in
			now.Problems()
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				text := edit(i)
				last = inputOf(&last, edited(last.Files, path, &text), Options{Today: sampleToday})
				now = Compile(now, last)
				b.StartTimer()
				now.Problems()
			}
		})
	}
}

// BenchmarkCompile makes a snapshot of typed documents and all of its pages,
// without writing them: what BenchmarkCheck's "whole" is compared with.
func BenchmarkCompile(b *testing.B) {
	in := inputOf(nil, treeOf(sampleOrganisation(10000)), Options{Today: sampleToday})
	for b.Loop() {
		s := Compile(nil, in)
		if err := s.each(context.Background(), s.Paths(), nil, func(Page) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func writeSite(tb testing.TB, files map[string]string) string {
	tb.Helper()
	dir := tb.TempDir()
	for p, text := range files {
		name := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// BenchmarkViews makes each derived page anew after an edit of a fact, as a
// browser that has it open asks for it.
func BenchmarkViews(b *testing.B) {
	in := inputOf(nil, treeOf(sampleOrganisation(10000)), Options{Today: sampleToday})
	first := Compile(nil, in)
	path := "charters/team-0000.md"
	text := string(in.Files.Find(path).Data)
	shown := map[string]bool{}
	for _, address := range append(first.view.Addresses(), "charters/team-0000/") {
		name, _, below := strings.Cut(strings.TrimPrefix(address, view.Base), "/")
		if address != "" && address != "charters/team-0000/" && !strings.HasPrefix(address, view.Base) || shown[name] && below {
			continue // the pages of one view cost alike
		}
		shown[name] = true
		b.Run("/"+address, func(b *testing.B) {
			now, last := first, in
			var cpu time.Duration
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				text := strings.Replace(text, "owns:\n", fmt.Sprintf("owns:\n  - Area %d\n", i), 1)
				last = inputOf(&last, edited(last.Files, path, &text), Options{Today: sampleToday})
				b.StartTimer()
				from := cpuTime(b)
				now = Compile(now, last)
				if _, ok, err := now.Page(fileOf(address)); !ok || err != nil {
					b.Fatal(ok, err)
				}
				cpu += cpuTime(b) - from
			}
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkSearch makes the search index after one edit of a text, as a
// browser that searches asks for it, and a file that has changed.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := inputOf(nil, treeOf(samplePages(n)), Options{})
			now := Compile(nil, in)
			now.search()
			text := string(in.Files.Find(samplePath(42)).Data)
			var cpu time.Duration
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				text := text + fmt.Sprintf("\nSentence %d of the goals that others made, [there](page-00005.md).\n", i)
				in = inputOf(&in, edited(in.Files, samplePath(42), &text), Options{})
				now = Compile(now, in)
				b.StartTimer()
				from := cpuTime(b)
				if _, ok := now.searchFile("search/manifest.bin"); !ok {
					b.Fatal("no manifest")
				}
				cpu += cpuTime(b) - from
			}
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}
