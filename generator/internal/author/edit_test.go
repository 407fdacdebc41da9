package author_test

import (
	"strings"
	"testing"

	"remit/generator/internal/author"
	"remit/generator/internal/diag"
)

func edit(start, end int, text string) diag.Edit {
	return diag.Edit{Start: start, End: end, Text: text}
}

func TestApply(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		src   string
		edits []diag.Edit
		want  string // "" for an error
	}{
		{"none", "abc", nil, "abc"},
		{"in any order", "one two three", []diag.Edit{edit(8, 13, "3"), edit(0, 3, "1")}, "1 two 3"},
		{"the same twice", "one two", []diag.Edit{edit(0, 3, "1"), edit(0, 3, "1")}, "1 two"},
		{"text put in", "ab", []diag.Edit{edit(1, 1, "-")}, "a-b"},
		{"text taken out", "a-b", []diag.Edit{edit(1, 2, "")}, "ab"},
		{"side by side", "abcd", []diag.Edit{edit(0, 2, "1"), edit(2, 4, "2")}, "12"},
		{"text put in before what is replaced", "abcd", []diag.Edit{edit(2, 4, "2"), edit(2, 2, "-")}, "ab-2"},
		{"at both ends", "b", []diag.Edit{edit(1, 1, "c"), edit(0, 0, "a")}, "abc"},
		{"overlapping", "abcd", []diag.Edit{edit(0, 3, "1"), edit(2, 4, "2")}, ""},
		{"one within another", "abcdef", []diag.Edit{edit(0, 6, "1"), edit(2, 3, "2")}, ""},
		{"two texts in one place", "ab", []diag.Edit{edit(1, 1, "x"), edit(1, 1, "y")}, ""},
		{"two texts for one stretch", "ab", []diag.Edit{edit(0, 1, "x"), edit(0, 1, "y")}, ""},
		{"behind the end", "ab", []diag.Edit{edit(1, 3, "x")}, ""},
		{"backwards", "ab", []diag.Edit{edit(2, 1, "x")}, ""},
		{"before the beginning", "ab", []diag.Edit{edit(-1, 1, "x")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := author.Apply([]byte(c.src), c.edits)
			if (err != nil) != (c.want == "") {
				t.Fatalf("error %v", err)
			}
			if string(got) != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	got := author.Together([]diag.Edit{edit(4, 6, "c"), edit(2, 5, "b"), edit(0, 3, "a"), edit(7, 7, "x"), edit(7, 7, "y"), edit(0, 3, "a")})
	want := []diag.Edit{edit(0, 3, "a"), edit(4, 6, "c"), edit(7, 7, "x")}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	got := string(author.Diff("charters/a.md", []byte("one\ntwo\n"), []byte("one\n2\n")))
	for _, want := range []string{"--- a/charters/a.md\n", "+++ b/charters/a.md\n", "@@ -1,2 +1,2 @@\n", "-two\n", "+2\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
	if same := author.Diff("a", []byte("x\n"), []byte("x\n")); len(same) > 0 {
		t.Errorf("a diff of equal texts: %s", same)
	}
}

// FuzzApply holds that whatever Together returns can be applied, and that
// nothing outside the edits changes.
func FuzzApply(f *testing.F) {
	f.Add("one two three", 0, 3, 2, 8, "x")
	f.Add("", 0, 0, 0, 0, "x")
	f.Add("abc", 3, 3, 1, 1, "")
	f.Fuzz(func(t *testing.T, src string, a, b, c, d int, text string) {
		for _, at := range []int{a, b, c, d} {
			if at < 0 || at > len(src) {
				t.Skip()
			}
		}
		edits := []diag.Edit{edit(min(a, b), max(a, b), text), edit(min(c, d), max(c, d), text+"!")}
		kept := author.Together(edits)
		got, err := author.Apply([]byte(src), kept)
		if err != nil {
			t.Fatalf("%v of %v: %v", kept, edits, err)
		}
		want := src
		for i := len(kept) - 1; i >= 0; i-- {
			want = want[:kept[i].Start] + kept[i].Text + want[kept[i].End:]
		}
		if string(got) != want {
			t.Errorf("%v made %q, want %q", kept, got, want)
		}
	})
}
