package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bigSite makes a folder of n documents of 5 kB, 100 to a folder.
func bigSite(b *testing.B, n int) *Root {
	dir := b.TempDir()
	text := []byte(strings.Repeat("A line of a document that says little. \n", 5000/40))
	for i := range n {
		path := filepath.Join(dir, fmt.Sprintf("area-%d", i/1000), fmt.Sprintf("team-%d", i/100), fmt.Sprintf("document-%d.md", i))
		if i%100 == 0 {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	r, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { r.Close() })
	return r
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		r := bigSite(b, n)
		prev, err := r.Read(nil, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("fresh/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Read(nil, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("again/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if prev, err = r.Read(prev, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("update/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if prev, err = r.Update(prev, []string{"area-0/team-3/document-333.md"}, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
