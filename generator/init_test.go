package generator_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"remit/generator"
)

// TestInitFindings wants the starter to show what it means to show and nothing
// else, on whatever day somebody begins: an area that two teams claim, told in
// both charters, and a standard whose review is overdue.
func TestInitFindings(t *testing.T) {
	t.Parallel()
	want := []string{
		"charters/hire-desk.md two-owners",
		"charters/online-shop.md two-owners",
		"standards/plain-words.md review-due",
	}
	for _, day := range []string{
		"2024-02-29", "2026-07-01", "2026-08-31", "2026-12-31", "2027-01-01", "2027-02-01", "2027-02-28",
		"2027-03-31", "2028-02-29", "2028-12-01", "2031-10-15",
	} {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			today, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "content")
			if _, err := generator.Init(generator.InitOptions{Dir: dir, Today: today}); err != nil {
				t.Fatal(err)
			}
			s, err := generator.Check(t.Context(), dir, generator.Options{NoGit: true, Today: today})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range s.Problems() {
				got = append(got, p.File+" "+p.Rule)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}

// TestInitTitle wants a title to stay what somebody typed, whatever it means to
// YAML, and to be all that changes.
func TestInitTitle(t *testing.T) {
	t.Parallel()
	for _, empty := range []bool{false, true} {
		for _, title := range []string{`A: "b" #c`, "- x", "yes", "*a*", `C:\new`, "Ärger & Öl 🚲"} {
			dir := filepath.Join(t.TempDir(), "content")
			if _, err := generator.Init(generator.InitOptions{Dir: dir, Title: title, Empty: empty}); err != nil {
				t.Fatal(err)
			}
			s, err := generator.Check(t.Context(), dir, generator.Options{NoGit: true})
			if err != nil {
				t.Fatal(err)
			}
			settings, err := os.ReadFile(filepath.Join(dir, "remit.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Title(); got != title {
				t.Errorf("empty %v: the site is called %q, want %q:\n%s", empty, got, title, settings)
			}
			x, err := s.Explain("README.md")
			if err != nil {
				t.Fatal(err)
			}
			if got := x.Documents[0].Title; empty && got != title {
				t.Errorf("the first page is called %q, want %q", got, title)
			}
		}
	}
}
