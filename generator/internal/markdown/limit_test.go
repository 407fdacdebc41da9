package markdown

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// pathological are inputs that keep the bare parser busy for seconds to
// minutes, or make it eat memory. limit is the one that must stop each; "" is
// for those that are harmless here.
func pathological() []struct{ name, src, limit string } {
	x := strings.Repeat
	lines := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i, i)
		}
		return b.String()
	}
	short := func(s string) string { return x(s+"\n", 60000/len(s)) }
	return []struct{ name, src, limit string }{
		{"emphasis never closed", x("*a_ ", 16000), "paragraph-marks"},
		{"emphasis never closed, in lines", x("*a_ *a_ *a_ *a_\n", 3000), "paragraph-marks"},
		{"strong and emphasis", x("a**b c* ", 6000), "paragraph-marks"},
		{"links never closed", x("[a](b", 12000), "paragraph-marks"},
		{"titles never closed", x("[a](b (\n", 900) + x(x("word ", 1000)+"\n", 190), "squared-marks"},
		{"titles never closed, below the limit", x("[a](b (\n", 450) + x(x("word ", 1000)+"\n", 150), ""},
		{"emphasis below the limit", x(x("*a_ ", 1900)+"\n\n", 3), ""},
		{"brackets", x("[", 60000), "paragraph-marks"},
		{"brackets in a heading", "# " + x("[", 60000), "paragraph-marks"},
		{"images", x("![[]()", 10000), "paragraph-marks"},
		{"code spans of every length", codeSpans(400), "paragraph-marks"},
		{"many paragraphs near the limit", x(x("*a_ ", 1500)+"\n\n", 100), "squared-marks"},
		{"wide table", "|" + x("a|", 2000) + "\n|" + x("-|", 2000) + "\n" + x("a\n", 2000), "table-cells"},
		{"marks in cells", "|a|b|\n|-|-|\n" + x("|"+x("*a_ ", 1500)+"|b|\n", 100), "squared-marks"},
		{"escaped bars in code in cells", "|a|\n|-|\n" + x("|`\\|`|\n", 19000), "fixed"},
		{"escaped bars in code in one cell", "|a|\n|-|\n" + x("|"+x("`\\|`", 1900)+"|\n", 2), ""},
		{"one long definition, used often", "[a]: /" + x("x", 40000) + "\n\n" + x("[a]\n\n", 12000), "page-bytes or page-factor"},
		{"one long address, used often", "[a]: https://e.org/" + x("x", 40000) + "\n\n" + x("[a] ", 1300), "page-bytes or page-factor"},
		{"definitions", lines(32000, "[a%d]: /b%d\n"), "definitions"},
		{"definitions in two lines", x("[\na]: /b\n", 32000), "definitions"},
		{"footnotes", lines(16000, "[^a%d]: b%d\n\n"), "footnotes"},
		{"one footnote, used often", x("[^a]\n\n", 12000) + "[^a]: b\n", ""},
		{"deep quote on one line", x(">", 60000) + "a", "line-markers"},
		{"deep list on one line", x("- ", 30000) + "a", "line-markers"},
		{"deep list over many lines", deepList(400), "block-depth"},
		{"deep quote over many lines", deepQuote(400), "line-markers"},
		{"long line", x("a", 300000), "line-bytes"},
		{"headings", x("# a\n", 30000), "headings"},
		{"equal headings", x("# a\n", 1900), ""},
		{"raw headings", x("<h2>a</h2>\n", 4000), "headings"},
		{"raw tags never closed", "<div>\n" + x("<b>", 60000), ""},
		{"raw tags never ended", x("<a \n", 100000), "fixed"},
		{"raw tags never ended, below the limit", x(x("<a \n", 3000)+"\n", 6), "squared-marks"},
		{"raw attributes never ended", "<div>\n" + x("<a b='", 30000), ""},
		{"raw attributes in text", x("a <a b c d e=\"'\n", 3900), ""},
		{"raw tables in tables", "<div>\n" + x("<table>", 20000), ""},
		{"raw details in details", "<div>\n" + x("<details>", 20000), ""},
		{"raw closing tags", "<div>\n" + x("<i>", 20000) + x("</b>", 20000), ""},
		{"comments never closed", x("a <!-- b\n", 50000), "paragraph-marks"},
		{"instructions never closed", x("a <? b\n", 3900), ""},
		{"terms", "a\n" + x(": b\n", 50000), ""},
		{"terms with marks", x(x("*a_ ", 1500)+"\n", 20) + ": b\n", "squared-marks"},
		{"entities", x("&amp;&#x41;&copy", 30000/4) + "\n", ""},
		{"addresses", short(x("http://a.b/)))", 100)), ""},
		{"at signs", short(x("a@", 1000)), ""},
		{"heading attribute", "# a {x=" + x("[", 60000), "paragraph-marks"},
		{"code that a lexer gets lost in", "```yaml\n" + x("[", 8000) + "\n```\n", ""},
		{"code in lines that a lexer gets lost in", "```makefile\n" + x(x("(", 200)+"!\n", 40) + "\n```\n", ""},
		{"minified JSON in a code block is no paragraph", "```\n" + x("[1,2],", 10000) + "\n```\n", ""},
		{"a table of links is no paragraph", "|a|b|\n|-|-|\n" + x("|[a](b)|[c](d_e)|\n", 2000), ""},
	}
}

func codeSpans(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		b.WriteString(strings.Repeat("`", i) + " ")
	}
	return b.String()
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func deepQuote(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("> ", i/20+1) + strings.Repeat("- ", i%20) + "a\n\n")
	}
	return b.String()
}

// TestLimits runs alone, since it looks at memory: what an input makes the
// parser allocate is a count that does not depend on how busy the machine is,
// and what it guards against is gigabytes. The race detector allocates by
// itself. A text that took minutes would meet go test's own time-out.
func TestLimits(t *testing.T) {
	for _, test := range pathological() {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			c := Compile("x.md", []byte(test.src), 0, Options{RawHTML: true})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			mb := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%d kB: %v, %d MB", len(test.src)>>10, took.Round(time.Millisecond), mb)
			if mb > 256 && !raceDetector {
				t.Errorf("took %d MB", mb)
			}
			limit := ""
			for _, p := range c.Problems {
				if p.Rule == "too-complex" {
					limit = limitOf(p.Fix)
				}
			}
			if limit != test.limit {
				t.Errorf("stopped by limit %q, want %q", limit, test.limit)
			}
		})
	}
}

// limitOf takes the name of the setting out of a fix; "fixed" stands for
// the limits that no setting raises.
func limitOf(fix string) string {
	_, key, found := strings.Cut(fix, "raise ")
	if !found {
		return "fixed"
	}
	return strings.TrimSuffix(key, " under limits in remit.yaml")
}
