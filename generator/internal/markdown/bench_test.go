package markdown

import (
	"strings"
	"testing"

	"remit/generator/internal/schema"
)

// page is a typical page: about 5 kB, 15 links, a table, a list and code.
var page = func() string {
	var b strings.Builder
	b.WriteString("# Payments: how we take money\n\nThe payments team keeps *checkout* and **refunds** running. See [the charter](../charters/payments.md) first.\n\n")
	for i := range 7 {
		b.WriteString("## Section " + string(rune('A'+i)) + "\n\n")
		b.WriteString("When a refund is above the limit, ask [support](../charters/support.md#limits) before you act; `refund --dry-run` shows what would happen. ")
		b.WriteString("Most days nothing happens, and that is how it should be. The numbers of last year are in [the report](report.md \"2025\"), which the team reads every month and after every incident.\n\n")
		b.WriteString("- First look at the dashboard and note the time.\n- Then call the holder of the decision.\n- Write down what you saw, in plain words.\n\n")
	}
	b.WriteString("| What | Until | Who |\n|---|---|---|\n| limits | 2026-03-01 | support |\n| keys | 2026-05-01 | [platform](../charters/platform.md) |\n\n")
	b.WriteString("```yaml\nowner: payments\nreviewed: 2026-01-02\n```\n\n> Nobody reads a page that nobody keeps.\n")
	return b.String()
}()

func BenchmarkCompile(b *testing.B) {
	src := []byte(page)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Compile("page.md", src, 0, Options{RawHTML: true})
	}
}

func BenchmarkParse(b *testing.B) {
	src := []byte(page)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		parse(src, &guard{limits: schema.DefaultLimits(), line: -1})
	}
}
