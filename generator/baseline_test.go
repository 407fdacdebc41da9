package generator

import (
	"strings"
	"testing"

	"remit/generator/internal/diag"
)

// against says how a site stands to the baseline that was written for another
// version of it.
func against(before, after map[string]string) (fresh, known []string, gone int) {
	then := Compile(nil, inputOf(nil, treeOf(before), Options{Today: firstOfAugust}))
	b, err := ParseBaseline(then.Baseline().Text())
	if err != nil {
		panic(err)
	}
	now := Compile(nil, inputOf(nil, treeOf(after), Options{Today: firstOfAugust}))
	f, k, gone := now.Against(b)
	return names(f), names(k), gone
}

func names(problems []diag.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.File+" "+p.Rule)
	}
	return list
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	const link, silent = "[a](gone.md)", "# A\n\nWe help.\n"
	silentFindings := func(file string) string {
		findings, _, _ := against(nil, map[string]string{file: silent})
		return strings.Join(findings, ", ")
	}
	for _, c := range []struct {
		name          string
		before, after map[string]string
		fresh, known  string
		gone          int
	}{
		{"as it was", map[string]string{"a.md": link}, map[string]string{"a.md": link}, "", "a.md dead-link", 0},
		{"moved down", map[string]string{"a.md": link}, map[string]string{"a.md": "# A\n\nText.\n\n" + link}, "", "a.md dead-link", 0},
		{"indented", map[string]string{"a.md": link}, map[string]string{"a.md": "- x\n\n  " + link}, "", "a.md dead-link", 0},
		{"the line edited", map[string]string{"a.md": link}, map[string]string{"a.md": link + " now"}, "a.md dead-link", "", 1},
		{"mended", map[string]string{"a.md": link}, map[string]string{"a.md": "# A"}, "", "", 1},
		{"the file gone", map[string]string{"a.md": link, "b.md": "# B"}, map[string]string{"b.md": "# B"}, "", "", 1},
		{"one more of the same", map[string]string{"a.md": link + "\n\n" + link}, map[string]string{"a.md": link + "\n\n" + link + "\n\n" + link},
			"a.md dead-link", "a.md dead-link, a.md dead-link", 0},
		{"one less of the same", map[string]string{"a.md": link + "\n\n" + link}, map[string]string{"a.md": link}, "", "a.md dead-link", 1},
		{"in another file", map[string]string{"a.md": link}, map[string]string{"a.md": link, "b.md": link}, "b.md dead-link", "a.md dead-link", 0},
		{"the file renamed", map[string]string{"a.md": link + "\n\n" + link}, map[string]string{"b.md": "# B\n\n" + link + "\n\n" + link}, "", "b.md dead-link, b.md dead-link", 0},
		{"renamed, with one more", map[string]string{"a.md": link}, map[string]string{"b.md": link + "\n\n" + link}, "b.md dead-link", "b.md dead-link", 0},
		{"renamed, and found in the whole file", map[string]string{"charters/a.md": silent}, map[string]string{"charters/b.md": silent}, "", silentFindings("charters/b.md"), 0},
		{"another one in its place", map[string]string{"charters/a.md": silent}, map[string]string{"charters/b.md": "# B\n\nWe help.\n"}, silentFindings("charters/b.md"), "", strings.Count(silentFindings("charters/a.md"), ",") + 1},
		{"an error", map[string]string{"a.md": "---\ndraft: maybe\n---\n"}, map[string]string{"a.md": "---\ntags: x\ndraft: maybe\n---\n"}, "", "a.md access-value", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fresh, known, gone := against(c.before, c.after)
			if got := strings.Join(fresh, ", "); got != c.fresh {
				t.Errorf("new: %s; want %s", got, c.fresh)
			}
			if got := strings.Join(known, ", "); got != c.known {
				t.Errorf("known: %s; want %s", got, c.known)
			}
			if gone != c.gone {
				t.Errorf("%d gone, want %d", gone, c.gone)
			}
		})
	}
}

// TestBaselineAudience wants a baseline that was written by somebody who may
// read everything not to lose what a public build cannot see.
func TestBaselineAudience(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"remit.yaml":     "audiences:\n  leaders: [leaders]\n",
		"README.md":      "[a](gone.md)",
		"leaders/pay.md": "[a](gone.md)",
	}
	b := Compile(nil, inputOf(nil, treeOf(files), Options{Audience: "leaders"})).Baseline()
	fresh, known, gone := Compile(nil, inputOf(nil, treeOf(files), Options{})).Against(b)
	if len(fresh) > 0 || len(known) != 1 || gone != 0 {
		t.Errorf("new %v, known %v, %d gone", names(fresh), names(known), gone)
	}
}

func TestParseBaseline(t *testing.T) {
	t.Parallel()
	b, err := ParseBaseline([]byte(`
{"rule":"dead-link","file":"a.md","print":"0f","count":3}

{"rule":"dead-link","file":"b.md","print":"0f"}
`))
	if err != nil || b.Len() != 4 {
		t.Fatalf("%d findings, %v", b.Len(), err)
	}
	want := `{"rule":"dead-link","file":"a.md","print":"0f","count":3}
{"rule":"dead-link","file":"b.md","print":"0f"}
`
	if got := string(b.Text()); got != want {
		t.Errorf("written again:\n%swant:\n%s", got, want)
	}
	for _, text := range []string{"dead-link", `{"rule":"dead-link"}`, `{"rule":"x","file":"a","print":"0","count":-1}`, "<<<<<<< HEAD"} {
		if _, err := ParseBaseline([]byte(text)); err == nil || !strings.Contains(err.Error(), "line 1 ") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestWithoutNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"`owns` is there twice (lines 3 and 9)", "`owns` is there twice (lines 0 and 0)"},
		{"due for 112 days", "due for 0 days"},
		{"none", "none"},
	} {
		if got := withoutNumbers(c.text); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
