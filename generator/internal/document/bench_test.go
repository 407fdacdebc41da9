package document

import (
	"strings"
	"testing"

	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// testOptions are those of a site without settings.
func testOptions() *Options {
	return &Options{
		Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(),
		Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true},
	}
}

// filler is text as most documents have it, about 4 kB with 18 links.
var filler = func() string {
	var b strings.Builder
	for _, name := range []string{"Parcels", "Mornings", "Deliveries", "Weekends", "Storage", "Returns"} {
		b.WriteString("\n## " + name + "\n\n")
		for range 3 {
			b.WriteString("The morning shift opens the gate at six and looks through what came in at night. See [the rota](rota.md) for who that is. ")
			b.WriteString("Nothing leaves the yard before its label was read twice, which takes a minute. ")
			b.WriteString("\n\n")
		}
		b.WriteString("- First the cold goods.\n- Then what was promised for today.\n")
	}
	return b.String()
}()

// benchmarks are documents with the same text and more and more facts.
var benchmarks = []struct{ name, path, src string }{
	{"page", "guides/yard.md", "# The yard\n\nHow the day begins.\n" + filler},
	{"tagged", "guides/yard.md", "---\nowner: yard\ntags: [day, yard]\nreviewed: 2026-03-02\n---\n\n# The yard\n\nHow the day begins.\n" + filler},
	{"charter", "charters/yard.md", "---\nowns:\n  - Parcels that come in\n  - The gate\nnot-ours:\n  - Lost parcels: desk\ndecides:\n" +
		"  - Repairs up to 300 EUR: alone\n  - Repairs above 300 EUR: together with money\n  - Opening hours: after advice from desk\n" +
		"success:\n  - Parcels out on the promised day: from 91 % to 95 % by December 2026\nworks-with:\n  - desk: tells us what was promised\n" +
		"rhythm:\n  - Look-back: every second Friday\nsponsor: director\nreviewed: 2026-03-02\n---\n\n# The yard\n\nWhat comes in leaves on time.\n\n" +
		"## If we miss the mark\n\nWe say so the same week.\n" + filler},
	{"scope", "yard/charter.md", "# The yard\n\nWhat comes in leaves on time.\n\n## Scope\n\n### In scope\n\n- Parcels that come in\n- The gate\n\n" +
		"### Out of scope\n\n- Lost parcels ([desk](../desk))\n" + filler},
}

func BenchmarkCompile(b *testing.B) {
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			f, o := source.NewFile(c.path, []byte(c.src)), testOptions()
			b.SetBytes(int64(len(c.src)))
			b.ReportAllocs()
			for b.Loop() {
				Compile(f, o)
			}
		})
	}
}

// BenchmarkFacts measures the part of Compile that finds facts: the kind, what
// front matter states and what the text answers.
func BenchmarkFacts(b *testing.B) {
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			o := testOptions()
			d := Compile(source.NewFile(c.path, []byte(c.src)), o)
			b.ReportAllocs()
			for b.Loop() {
				d.Facts = Facts{}
				d.Kind, d.KindFrom = kindOf(d.Path, d.Meta, d.Content, o.Kinds)
				d.state(o.Kinds)
				d.infer(o)
			}
		})
	}
}
