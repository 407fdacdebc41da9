package starter

import (
	"regexp"
	"strings"
	"testing"
)

func TestMoved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text   string
		months int
		want   string
	}{
		{"due: 2026-04-30", 0, "due: 2026-04-30"},
		{"due: 2026-11-28, see [[2026-12-late]]", 2, "due: 2027-01-28, see [[2027-02-late]]"},
		{"lessons/2026-03-x.md", -3, "lessons/2025-12-x.md"},
		{"2026 repairs, 12026-01, 2026-13", 5, "2026 repairs, 12026-01, 2026-13"},
	} {
		if got := moved(tt.text, tt.months); got != tt.want {
			t.Errorf("moved(%q, %d) = %q, want %q", tt.text, tt.months, got, tt.want)
		}
	}
}

// TestFiles holds the company to what moving its dates relies on, and to the
// length that a reader of a first page has patience for.
func TestFiles(t *testing.T) {
	t.Parallel()
	late := regexp.MustCompile(`20\d\d-\d\d-(29|30|31)`)
	spelt := regexp.MustCompile(`(January|February|March|April|June|July|August|September|October|November|December) 20\d\d`)
	files := Files(written)
	for p, text := range files {
		for _, m := range append(late.FindAllString(string(text), -1), spelt.FindAllString(string(text), -1)...) {
			t.Errorf("%s holds %s, which cannot move by months", p, m)
		}
		body := string(text)
		if _, after, ok := strings.Cut(body, "\n---\n"); ok {
			body = after
		}
		if n := len(strings.Fields(body)); strings.HasSuffix(p, ".md") && n >= 300 {
			t.Errorf("%s has %d words; a page of the starter stays under 300", p, n)
		}
	}
	later := Files(written.AddDate(0, 7, 0))
	if _, ok := later["lessons/2026-12-late-fleet-check.md"]; !ok || len(later) != len(files) {
		t.Errorf("seven months later there are %d files instead of %d, or the lesson kept its month", len(later), len(files))
	}
	if len(files) < 25 {
		t.Errorf("only %d files", len(files))
	}
}
