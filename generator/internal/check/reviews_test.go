package check_test

import (
	"slices"
	"testing"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

// TestReviewsAgreeWithTheModel holds that the rules about reviews, which look
// the evidence up in their own way to be fast, report exactly the documents
// that model.Due finds due by what was learned or decided, or by the calendar.
func TestReviewsAgreeWithTheModel(t *testing.T) {
	a, err := txtar.ParseFile("testdata/reviews.txtar")
	if err != nil {
		t.Fatal(err)
	}
	s := readSite(t, a)
	reported := map[*document.Document]int{}
	for _, name := range []string{"review-due", "overtaken", "never-reviewed"} {
		check.Find(name).Site(s.model, func(d *document.Document, _ diag.Problem) { reported[d]++ })
	}
	due := 0
	for _, d := range s.model.Docs {
		want := 0
		if slices.ContainsFunc(s.model.Due(d), hasRuleOfReviews) {
			want = 1
		}
		due += want
		if got := reported[d]; got != want {
			t.Errorf("%s: %d findings, want %d: %v", d.Path, got, want, s.model.Due(d))
		}
	}
	if due < 5 {
		t.Errorf("only %d documents are due", due)
	}
}

// hasRuleOfReviews reports whether a reason is none that another rule is about:
// what became of the things that a document names, and room checks.
func hasRuleOfReviews(r model.Reason) bool {
	return !r.Evidence || r.By != nil && (r.By.Kind.Name == "lesson" || r.By.Kind.Name == "decision")
}
