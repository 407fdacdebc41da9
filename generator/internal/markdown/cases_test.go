package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what comes out into the cases")

// TestCases compiles the file input.md of each archive in testdata and
// compares what comes out with the archive's other files. An archive whose
// comment says "raw HTML: none" is compiled without the allow-list.
func TestCases(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			src := archive.Files[0].Data
			c := Compile("input.md", src, 0, Options{
				RawHTML:    !bytes.Contains(archive.Comment, []byte("raw HTML: none")),
				ImageHosts: []string{"images.example.org"},
			})
			if found := violations(src, 0, c); len(found) > 0 {
				t.Error(strings.Join(found, "\n"))
			}
			for i, file := range archive.Files[1:] {
				got := printed(file.Name, src, c)
				if *update {
					archive.Files[i+1].Data = []byte(got)
				} else if want := string(file.Data); got != want {
					t.Errorf("%s: got\n%s\nwant\n%s", file.Name, got, want)
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// printed writes one side of a Content as lines.
func printed(side string, src []byte, c *Content) string {
	var b strings.Builder
	switch side {
	case "html":
		b.Write(c.Body.Render(nil, func(buf []byte, h Hole) []byte {
			return fmt.Appendf(buf, "{%s %d}", [...]string{"link", "/link", "image", "title of"}[h.Kind], h.Ref)
		}))
	case "opening":
		opening, _ := c.Body.Parts()
		b.Write(opening.Render(nil, fill))
	case "headings":
		fmt.Fprintf(&b, "title %q lifted %v\n", c.Title.Text, c.Lifted)
		for _, h := range c.Headings {
			fmt.Fprintf(&b, "%d %q #%s at line %d\n", h.Level, h.Text, h.ID, h.Span.Start.Line)
		}
	case "refs":
		for i, r := range c.Refs {
			fmt.Fprintf(&b, "%d %s %q", i, [...]string{"link", "image", "wiki", "external"}[r.Kind], r.Target)
			for _, more := range []struct{ name, value string }{{"query", r.Query}, {"fragment", r.Fragment}, {"title", r.Title}} {
				if more.value != "" {
					fmt.Fprintf(&b, " %s %q", more.name, more.value)
				}
			}
			if r.Width+r.Height > 0 {
				fmt.Fprintf(&b, " %dx%d", r.Width, r.Height)
			}
			fmt.Fprintf(&b, " words %q written %q at %d:%d section %d\n", r.Words,
				src[r.Span.Start.Byte:r.Span.End.Byte], r.Span.Start.Line, r.Span.Start.Column, r.Heading)
		}
	case "sentences":
		for _, r := range c.Refs {
			fmt.Fprintf(&b, "%s\n", c.Text[r.From:r.To])
		}
	case "problems":
		for _, p := range c.Problems {
			fmt.Fprintf(&b, "%d:%d %s %s: %s\n", p.Span.Start.Line, p.Span.Start.Column, p.Severity, p.Rule, p.Message)
			fmt.Fprintf(&b, "  ^ %s: %s\n", src[p.Span.Start.Byte:p.Span.End.Byte], p.Label)
			fmt.Fprintf(&b, "  fix: %s\n", p.Fix)
		}
	case "items":
		for _, item := range c.Items {
			what := "-"
			switch {
			case item.Row:
				what = "|"
			case item.Ordered:
				what = "1."
			}
			fmt.Fprintf(&b, "%s%s %q written %q at %d:%d section %d\n", strings.Repeat("  ", item.Depth), what, c.Text[item.At:item.End],
				src[item.Span.Start.Byte:item.Span.End.Byte], item.Span.Start.Line, item.Span.Start.Column, item.Heading)
		}
	case "terms":
		for _, t := range c.Terms {
			fmt.Fprintf(&b, "%q means %q\n", c.Text[t.At:t.End], strings.TrimSpace(c.Text[t.From:t.To]))
		}
	case "runs":
		for _, r := range c.Runs {
			fmt.Fprintf(&b, "%-7s %q from %q\n", [...]string{"prose", "code", "quoted", "titling", "foreign"}[r.Kind],
				c.Text[r.At:r.At+r.Length], src[r.Source:min(int(r.Source+r.Length), len(src))])
		}
	case "comments":
		for _, k := range c.Comments {
			fmt.Fprintf(&b, "%q written %q at %d:%d section %d before %q\n", k.Text, src[k.Span.Start.Byte:k.Span.End.Byte],
				k.Span.Start.Line, k.Span.Start.Column, k.Heading, c.Text[k.Next:min(k.Next+10, len(c.Text))])
		}
	case "text":
		fmt.Fprintf(&b, "%s\n", c.Text)
	case "anchors":
		fmt.Fprintf(&b, "%s\n", strings.Join(c.Anchors, " "))
	case "summary":
		fmt.Fprintf(&b, "%s\n", c.Summary)
	default:
		b.WriteString("no such side\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
