package view

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 80)
	for _, c := range []struct{ text, all, first string }{
		{"", "", ""},
		{"One. Two!  Three\nfour?", "One. Two! Three four?", "One."},
		{"About 3.5 l at 2 p.m. on the day. Then more.", "About 3.5 l at 2 p.m. on the day. Then more.", "About 3.5 l at 2 p.m. on the day."},
		{"Am 3. Mai trafen wir 7. Gut.", "Am 3. Mai trafen wir 7. Gut.", "Am 3. Mai trafen wir 7."},
		{"Short. Long " + long, "Short.", "Short."},
		{long, strings.TrimSpace(strings.Repeat("word ", 56)) + "…", strings.TrimSpace(strings.Repeat("word ", 56)) + "…"},
	} {
		if got := excerpt(c.text); got != c.all {
			t.Errorf("excerpt(%q) = %q, want %q", c.text, got, c.all)
		}
		if got := firstSentence(c.text); got != c.first {
			t.Errorf("firstSentence(%q) = %q, want %q", c.text, got, c.first)
		}
	}
	if got := excerpt(strings.Repeat("ü", 400)); !utf8.ValidString(got) || len(got) > excerptBytes+len("…") {
		t.Errorf("a word without end gives %q", got)
	}
}
