package diag

import (
	"strings"
	"testing"
	"unicode/utf8"
)

var cursorTexts = []string{"", "a", "\n", "one\ntwo\n", "größe: 中文\r\n\r\nx é\u0301\n", "no end", "a\n\n\nb"}

// offsets returns the beginnings of all characters and the end.
func offsets(src string) []int {
	var out []int
	for i := range src {
		out = append(out, i)
	}
	return append(out, len(src))
}

func TestCursorAgreesWithLines(t *testing.T) {
	t.Parallel()
	for _, src := range cursorTexts {
		lines := NewLines([]byte(src))
		for _, first := range offsets(src) {
			for _, second := range offsets(src) {
				c := NewCursor(lines)
				c.Pos(first)
				if got, want := c.Pos(second), lines.Pos(second); got != want {
					t.Errorf("%q: %d after %d is %+v, want %+v", src, second, first, got, want)
				}
				want := lines.Pos(second)
				c.Pos(first)
				if got := c.Offset(want.Line, want.Column); got != second {
					t.Errorf("%q: %d:%d after %d is byte %d, want %d", src, want.Line, want.Column, first, got, second)
				}
				if got := c.Pos(first); got != lines.Pos(first) {
					t.Errorf("%q: back at %d is %+v, want %+v", src, first, got, lines.Pos(first))
				}
			}
		}
	}
}

func FuzzCursor(f *testing.F) {
	for _, src := range cursorTexts {
		f.Add(src, 1, 3, 2, 4)
	}
	f.Fuzz(func(t *testing.T, src string, a, b, line, column int) {
		if !utf8.ValidString(src) || !utf8.ValidString(src[:max(0, min(a, len(src)))]) || !utf8.ValidString(src[:max(0, min(b, len(src)))]) {
			return // places are asked for between characters
		}
		lines := NewLines([]byte(src))
		c := NewCursor(lines)
		c.Pos(a)
		if got, want := c.Offset(line, column), lines.Offset(line, column); got != want {
			t.Fatalf("%d:%d is byte %d, want %d", line, column, got, want)
		}
		if got, want := c.Pos(b), lines.Pos(b); got != want {
			t.Fatalf("%d is %+v, want %+v", b, got, want)
		}
	})
}

func BenchmarkPlacesOnOneLine(b *testing.B) {
	src := []byte(strings.Repeat("x, ", 20_000))
	lines := NewLines(src)
	b.Run("cursor", func(b *testing.B) {
		for b.Loop() {
			c := NewCursor(lines)
			for i := 0; i < len(src); i += 3 {
				c.Pos(i)
			}
		}
	})
	b.Run("lines", func(b *testing.B) {
		for b.Loop() {
			for i := 0; i < len(src); i += 3 {
				lines.Pos(i)
			}
		}
	})
}
