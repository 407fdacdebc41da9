package schema

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/diag"
)

// parserOnly decodes without the short way for simple front matter.
func parserOnly(src []byte, start, end int) (Meta, []diag.Problem) {
	lim := DefaultLimits()
	d := &decoder{file: "a.md", rule: "front-matter", src: src[:end], start: start, end: end, lim: lim}
	if !d.readable() {
		return Meta{}, d.problems
	}
	meta := d.parsed()
	return meta, d.problems
}

var simpleTexts = []string{
	"title: Payments\nowner: support\n",
	"title: größe 中文\ntags: [a, b-c, d/e.f]\nreviewed: 2026-05-12\n",
	"owns:\n  - Refunds and vouchers\n  - Help pages: every language\nnext: x\n",
	"owns:\n- a\n- b: c\nempty:\nlast: 12:30:45\n",
	"# comment\n\na: b\n\n# another\nc:\n# within\n  - d\n\n  - e\n",
	"a: b\r\nc:\r\n  - d\r\n",
	"a:   b\nc:\n    -   d\n",
	"a: b",
	"a:",
	"a: (x) y\nb: /c/d\nno: yes\nnull: ~x\n",
	"Q: it's 1#-ish, isn't it\n",
}

func TestSimpleIsTakenForSimpleTexts(t *testing.T) {
	t.Parallel()
	for _, text := range simpleTexts {
		d := &decoder{src: []byte(text), end: len(text), lim: DefaultLimits()}
		if _, ok := d.simple(); !ok && !strings.Contains(text, "~") {
			t.Errorf("not simple: %q", text)
		}
	}
}

func TestSimpleLeavesTheRestToTheParser(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"a: b: c\n", "a: b:\n", "a: b #c\n", "a: #b\n", "a: 'b'\n", "a: \"b\"\n", "a: *b\n", "a: &b c\n", "a: !b c\n", "a: |\n  b\n", "a: > b\n",
		"a: @b\n", "a: `b\n", "a: %b\n", "a: {b: c}\n", "a: [b: c]\n", "a: [[b]]\n", "a: [b\n", "a: [b,]\n", "a: []\n", "a: b\n  c\n", "a:\n  b\n",
		"a:\n  b: c\n", "a:\n  - b\n    - c\n", "a:\n  - b\n   - c\n", "a:\n  - b: c\n    d: e\n", "a:\n  - - b\n", "a:\n  -\n", " a: b\n", "\ta: b\n",
		"a: b\na: c\n", "a: b \n", "a: \n", "a:b\n", "a\n", "- a\n", "---\na: b\n", "a: b\n---\n", "a: b\n...\n", "? a\n", "a: - b\n", "a: b\tc\n",
		"größe: x\n", "a:\n  - größe: x\n", "<<: x\n", "\"a\": b\n", "a:\n  - b : c\n", "a: b\n  # c\n",
	} {
		d := &decoder{src: []byte(text), end: len(text), lim: DefaultLimits()}
		if entries, ok := d.simple(); ok {
			t.Errorf("simple: %q gives %+v", text, entries)
		}
	}
}

// FuzzSimple holds that the short way gives exactly what the parser gives, and
// only where the parser finds no problem.
func FuzzSimple(f *testing.F) {
	for _, text := range simpleTexts {
		f.Add([]byte(text))
	}
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".yaml") {
				f.Add(unescape(part.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		src := append([]byte("---\n"), text...)
		d := &decoder{file: "a.md", rule: "front-matter", src: src, start: 4, end: len(src), lim: DefaultLimits()}
		if len(text) > d.lim.FrontMatterBytes || !d.readable() {
			return
		}
		entries, ok := d.simple()
		if !ok {
			return
		}
		meta, problems := parserOnly(src, 4, len(src))
		if len(problems) > 0 {
			t.Fatalf("the parser objects to %q: %+v", text, problems)
		}
		if len(entries) == 0 && len(meta.Entries) == 0 {
			return
		}
		if !reflect.DeepEqual(entries, meta.Entries) {
			t.Fatalf("%q:\nsimple %+v\nparser %+v", text, entries, meta.Entries)
		}
	})
}

var benchText = []byte(`---
title: Customer Support
owner: support
status: active
summary: We answer questions and settle refunds
reviewed: 2026-05-12
tags: [support, refunds, vouchers]
owns:
  - Customer questions by phone, mail and chat
  - Refunds and goodwill vouchers
decides:
  - Refunds up to 500 EUR: alone
  - Refunds above 500 EUR: together with finance
lead: Team lead
serves: one-contact
autonomy: guided
---
`)

func BenchmarkDecode(b *testing.B) {
	start, end := 4, len(benchText)-4
	b.Run("simple", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if m, p := Decode("a.md", benchText, start, end, DefaultLimits()); len(m.Entries) != 11 || len(p) > 0 {
				b.Fatal(m, p)
			}
		}
	})
	b.Run("parser", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if m, p := parserOnly(benchText, start, end); len(m.Entries) != 11 || len(p) > 0 {
				b.Fatal(m, p)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	m, _ := Decode("a.md", benchText, 4, len(benchText)-4, Limits{})
	kind := BuiltIn().Kind("charter")
	b.ReportAllocs()
	for b.Loop() {
		if p := kind.Check("a.md", m); len(p) > 0 {
			b.Fatal(p)
		}
	}
}
