package diag

import "testing"

func TestNearest(t *testing.T) {
	t.Parallel()
	fields := []string{"title", "owner", "status", "tags", "reviewed", "replaces", "finance", "finances", "autonomy-because", "of"}
	for _, c := range []struct {
		word, want string
	}{
		{"tilte", "title"},        // two letters changed places
		{"Title", "title"},        // only the case differs
		{"titl", "title"},         // one letter missing
		{"tit", ""},               // two missing of a short word
		{"ownerr", "owner"},       // one too many
		{"stauts", "status"},      // swapped
		{"sttaus", "status"},      // swapped
		{"sxatxs", "status"},      // two slips in six letters
		{"sxatxz", ""},            // three are too many
		{"reveiwedd", "reviewed"}, // a swap and a letter more, in nine
		{"finanse", "finance"},
		{"finanace", "finance"}, // both are near; the nearest wins
		{"autonomie-becuase", "autonomy-because"},
		{"tag", "tags"},
		{"og", ""}, // two letters: a third of the word is no slip at all
		{"", ""},
		{"слово", ""},
	} {
		got, ok := Nearest(c.word, fields)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Nearest(%q) = %q, %v; want %q", c.word, got, ok, c.want)
		}
	}
	if got, _ := Nearest("bat", []string{"cat", "hat"}); got != "cat" {
		t.Errorf("of two equally near words the first should win, got %q", got)
	}
	if got, ok := Nearest("größe", []string{"grösse", "große"}); !ok || got != "große" {
		t.Errorf("letters count, not bytes: got %q", got)
	}
}

func TestSlips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "abd", 1}, {"abc", "ab", 1}, {"abc", "abcd", 1},
		{"ca", "abc", 3}, // no part is changed twice, so this is not 2
		{"kitten", "sitting", 3},
	} {
		if got := slips([]rune(c.a), []rune(c.b), 10); got != c.want {
			t.Errorf("slips(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := slips([]rune(c.b), []rune(c.a), 10); got != c.want {
			t.Errorf("slips(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
