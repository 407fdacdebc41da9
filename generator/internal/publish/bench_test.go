package publish

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkPut publishes 1,000 pages of 20 kB, three folders deep: into a new
// folder, over a site with other text, over an equal site. The sync is left
// out: it measures what others wrote to the disk.
func BenchmarkPut(b *testing.B) {
	const pages = 1000
	text := strings.Repeat("0123456789abcdef", 20_000/16-1)
	var names []string
	for i := range pages {
		names = append(names, fmt.Sprintf("handbook/team%d/page%d/index.html", i%40, i))
	}
	publish := func(b *testing.B, out, stamp string, want func(Result) int) {
		g, err := begin(Options{Out: out}, quick)
		if err != nil {
			b.Fatal(err)
		}
		body := []byte(stamp + text)
		for _, name := range names {
			if err := g.Put(name, body); err != nil {
				b.Fatal(err)
			}
		}
		r, err := g.Commit()
		if err != nil || want(r) != pages {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	written := func(r Result) int { return r.Written }
	linked := func(r Result) int { return r.Linked }
	perPage := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/pages, "µs/page")
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			out := newOut(b)
			b.StartTimer()
			publish(b, out, "", written)
		}
		perPage(b)
	})
	b.Run("changed", func(b *testing.B) {
		out := newOut(b)
		publish(b, out, "start", written)
		n := 0
		for b.Loop() {
			n++
			publish(b, out, fmt.Sprintf("%5d", n%2), written)
		}
		perPage(b)
	})
	b.Run("unchanged", func(b *testing.B) {
		out := newOut(b)
		publish(b, out, "", written)
		for b.Loop() {
			publish(b, out, "", linked)
		}
		perPage(b)
	})
}
