package diag

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what Print says now into testdata")

// A case is an archive: its comment sets options (width: 60, max: 2, prefix:
// content/), file parts are sources, problems.json lists problems with byte
// offsets, and each part want.FORMAT is what is printed.
type problemCase struct {
	Rule, Severity, File, Message, Label, Why, Fix string
	At                                             string // the text that the problem stands over; its first occurrence
	Edit                                           *string
	Related                                        []struct{ File, At, Label string }
}

func TestPrint(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			problems, o := readCase(t, archive)
			for i := range archive.Files {
				part := &archive.Files[i]
				format, ok := strings.CutPrefix(part.Name, "want.")
				if !ok {
					continue
				}
				var got bytes.Buffer
				if err := Print(&got, Format(format), problems, o); err != nil {
					t.Fatal(err)
				}
				if *update {
					part.Data = got.Bytes()
				} else if got.String() != string(part.Data) {
					t.Errorf("%s:\n%s\nwant:\n%s", format, got.Bytes(), part.Data)
				}
			}
			if *update {
				writeArchive(t, file, archive)
			}
		})
	}
}

func readCase(t *testing.T, archive *txtar.Archive) ([]Problem, PrintOptions) {
	t.Helper()
	sources := map[string][]byte{}
	var cases []problemCase
	for _, f := range archive.Files {
		if f.Name == "problems.json" {
			if err := json.Unmarshal(f.Data, &cases); err != nil {
				t.Fatal(err)
			}
			continue
		}
		text := strings.NewReplacer(`\e`, "\x1b", `\t`, "\t", `\r`, "\r", `\u{202e}`, "\u202e", `\xff`, "\xff").Replace(string(f.Data))
		sources[f.Name] = []byte(strings.TrimSuffix(text, "\n"))
	}
	o := PrintOptions{
		Source: func(file string) []byte { return sources[file] }, Version: "0.1.0", Elapsed: 38 * time.Millisecond,
	}
	for line := range strings.Lines(string(archive.Comment)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "width", "max", "documents":
			var n int
			if err := json.Unmarshal([]byte(value), &n); err != nil {
				t.Fatal(err)
			}
			*map[string]*int{"width": &o.Width, "max": &o.Max, "documents": &o.Documents}[name] = n
		case "prefix":
			o.Prefix = value
		case "source":
			o.Source = nil
		}
	}
	span := func(file, at string) Span {
		i := bytes.Index(sources[file], []byte(at))
		if at == "" || i < 0 {
			return Span{}
		}
		return NewLines(sources[file]).Span(i, i+len(at))
	}
	var problems []Problem
	for _, c := range cases {
		p := Problem{Rule: c.Rule, File: c.File, Span: span(c.File, c.At), Message: c.Message, Label: c.Label, Why: c.Why, Fix: c.Fix}
		p.Severity = map[string]Severity{"error": Error, "warning": Warning, "hint": Hint}[c.Severity]
		for _, r := range c.Related {
			p.Related = append(p.Related, Related{File: r.File, Span: span(r.File, r.At), Label: r.Label})
		}
		if c.Edit != nil {
			p.Edit = &Edit{p.Span.Start.Byte, p.Span.End.Byte, *c.Edit}
		}
		problems = append(problems, p)
	}
	return problems, o
}

func TestPrintLeavesTheSliceAlone(t *testing.T) {
	t.Parallel()
	problems := []Problem{{File: "b.md", Message: "b"}, {File: "a.md", Message: "a"}}
	var out bytes.Buffer
	if err := Print(&out, Short, problems, PrintOptions{}); err != nil {
		t.Fatal(err)
	}
	if want := "a.md: hint[]: a\nb.md: hint[]: b\n"; out.String() != want || problems[0].File != "b.md" {
		t.Errorf("got %q, slice begins with %q", out.String(), problems[0].File)
	}
}

func TestColourOnlyAdds(t *testing.T) {
	t.Parallel()
	src := []byte("title: x\nowner: y\n")
	problems := []Problem{{
		Rule: "r", Severity: Error, File: "a.md", Span: NewLines(src).Span(7, 8), Message: "m", Label: "l", Why: "w", Fix: "f",
		Related: []Related{{File: "a.md", Span: NewLines(src).Span(9, 14), Label: "and"}},
	}}
	var plain, colour bytes.Buffer
	o := PrintOptions{Source: func(string) []byte { return src }}
	if err := Print(&plain, Text, problems, o); err != nil {
		t.Fatal(err)
	}
	o.Color = true
	if err := Print(&colour, Text, problems, o); err != nil {
		t.Fatal(err)
	}
	stripped := colour.String()
	for _, code := range []string{"\x1b[1;31m", "\x1b[1m", "\x1b[34m", "\x1b[0m"} {
		if !strings.Contains(stripped, code) {
			t.Errorf("no %q", code)
		}
		stripped = strings.ReplaceAll(stripped, code, "")
	}
	if stripped != plain.String() {
		t.Errorf("without its colours:\n%s\nwant:\n%s", stripped, plain.String())
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	problems := []Problem{{Severity: Error}, {Severity: Error}, {Severity: Warning}}
	for _, c := range []struct {
		problems []Problem
		files    int
		elapsed  time.Duration
		want     string
	}{
		{nil, 1, time.Millisecond, "no problems in 1 file (1 ms)"},
		{problems, 212, 38 * time.Millisecond, "2 errors, 1 warning in 212 files (38 ms)"},
		{[]Problem{{Severity: Hint}}, 12345, 12340 * time.Millisecond, "1 hint in 12,345 files (12.3 s)"},
	} {
		if got := Summary(c.problems, c.files, c.elapsed); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestParseFormat(t *testing.T) {
	t.Parallel()
	for _, f := range Formats {
		if got, err := ParseFormat(string(f)); got != f || err != nil {
			t.Errorf("ParseFormat(%q) = %q, %v", f, got, err)
		}
	}
	for _, name := range []string{"", "xml", "TEXT"} {
		if _, err := ParseFormat(name); err == nil || !strings.Contains(err.Error(), "text, short, json, github or sarif") {
			t.Errorf("ParseFormat(%q): %v", name, err)
		}
	}
}

func TestVisible(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain": "plain",
		"größe 中文 👩‍👧 می‌خواهم": "größe 中文 👩‍👧 می‌خواهم",
		"a\x1b[31mb": "a<U+001B>[31mb",
		"a\u202eb":   "a<U+202E>b",
		"a\u200bb":   "a<U+200B>b",
		"a\xffb":     "a<xFF>b",
		"a\u009bb":   "a<U+009B>b",
		"a\tb\nc":    "a<U+0009>b<U+000A>c",
		"\U000E0041": "<U+E0041>",
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	line := "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee" // 50 columns
	for _, c := range []struct {
		from, to, width int
		text            string
		indent, marks   int
	}{
		{0, 3, 60, line, 0, 3},
		{0, 3, 20, "aaaaaaaaaabbbbbbb...", 0, 3},
		{25, 28, 21, "...cccccccccdddddd...", 7, 3},
		{47, 50, 20, "...dddddddeeeeeeeeee", 17, 3},
		{50, 50, 20, "...dddddddeeeeeeeeee", 20, 1},
		{20, 50, 20, "...bbbcccccccccc...", 0, 0},
	} {
		text, indent, marks := window(line, c.from, c.to, c.width)
		if c.marks == 0 { // only its bounds matter
			if indent+marks > c.width || textWidth(text) > c.width || marks < 1 {
				t.Errorf("window(%d, %d, %d) = %q, %d, %d", c.from, c.to, c.width, text, indent, marks)
			}
			continue
		}
		if text != c.text || indent != c.indent || marks != c.marks {
			t.Errorf("window(%d, %d, %d) = %q, %d, %d; want %q, %d, %d", c.from, c.to, c.width, text, indent, marks, c.text, c.indent, c.marks)
		}
	}
}

// FuzzPrint holds that whatever authors write, nothing but newlines can steer
// a terminal, that JSON stays JSON, and that nothing panics.
func FuzzPrint(f *testing.F) {
	f.Add([]byte("title: \x1b[31mred\nowner: 中文\u202e\t!"), "a.md", "message \x1b]0;x\x07", 7, 12)
	f.Add([]byte("\u009b31m\u2028\xff\xfe"), "\x1b.md", "m\n::error::x", 0, 3)
	f.Add([]byte(strings.Repeat("é\u0301日", 100)), "d/é.md", "", 100, 40)
	f.Fuzz(func(t *testing.T, src []byte, file, text string, start, end int) {
		span := NewLines(src).Span(start, end)
		problems := []Problem{{
			Rule: text, Severity: Error, File: file, Span: span, Message: text, Label: text, Why: text, Fix: text,
			Related: []Related{{File: file, Span: span, Label: text}},
			Edit:    &Edit{span.Start.Byte, max(span.Start.Byte, span.End.Byte), text},
		}}
		for _, width := range []int{0, 1, 40} {
			for _, format := range Formats {
				var out bytes.Buffer
				o := PrintOptions{Source: func(string) []byte { return src }, Prefix: text, Version: text, Documents: 1, Width: width}
				if err := Print(&out, format, problems, o); err != nil {
					t.Fatal(err)
				}
				for _, r := range out.String() {
					if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
						t.Fatalf("%s writes %U: %q", format, r, out.String())
					}
				}
				if (format == JSON || format == SARIF) && !json.Valid(out.Bytes()) {
					t.Fatalf("%s: %s", format, out.Bytes())
				}
				if lines := bytes.Count(out.Bytes(), []byte("\n")); (format == Short || format == GitHub) && lines != 1 {
					t.Fatalf("%s wrote %d lines: %q", format, lines, out.String())
				}
			}
		}
	})
}
func writeArchive(t *testing.T, file string, archive *txtar.Archive) {
	t.Helper()
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// textWidth is the number of terminal columns of a visible text.
func textWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}
