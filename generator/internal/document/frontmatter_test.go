package document

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/adrg/frontmatter"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// readAll does what compiling does with front matter: split, decode, check.
func readAll(src string) (schema.Meta, []diag.Problem) {
	start, end, _, found, problems := splitFrontMatter("a.md", []byte(src), schema.DefaultLimits())
	if !found {
		return schema.Meta{}, problems
	}
	meta, more := schema.Decode("a.md", []byte(src), start, end, schema.DefaultLimits())
	problems = append(problems, more...)
	return meta, append(problems, schema.BuiltIn().Kind("page").Check("a.md", meta)...)
}

// misspelt holds the ways to say "only the board may read this" that are
// slightly wrong. Each must give an Error.
var misspelt = map[string]string{
	"opening ends in U+0085":              "---\u0085audience: board\u0085---\u0085\n# Pay\n",
	"opening ends in a line separator":    "---\u2028audience: board\u2028---\u2028\n# Pay\n",
	"never closed":                        "---\naudience: board\n\n# Pay\n",
	"never closed, at the end":            "---\naudience: board",
	"never closed, other key first":       "---\ntitle: Pay\naudience: board\n\ntext\n",
	"never closed, comment first":         "---\n# who\naudience: board\n\ntext\n",
	"closed by dots":                      "---\naudience: board\n...\n\n# Pay\n",
	"closed by dots, a line later":        "---\naudience: board\n...\n\n# Pay\n\n---\n\nmore\n",
	"closed by four hyphens":              "---\naudience: board\n----\n\n# Pay\n",
	"closed by two hyphens":               "---\naudience: board\n--\n\n# Pay\n",
	"closed with a note":                  "---\naudience: board\n--- # end\n\n# Pay\n",
	"closed by an em dash":                "---\naudience: board\n—\n\n# Pay\n",
	"closed with a zero-width space":      "---\naudience: board\n---\u200b\n\n# Pay\n",
	"closed with a no-break space":        "---\naudience: board\n---\u00a0\n\n# Pay\n",
	"closed by indented hyphens":          "---\naudience: board\n ---\n\n# Pay\n",
	"closed by +++":                       "---\naudience: board\n+++\n\n# Pay\n",
	"opened by four hyphens":              "----\naudience: board\n---\n\n# Pay\n",
	"opened and closed by four":           "----\naudience: board\n----\n\n# Pay\n",
	"opened by two hyphens":               "--\naudience: board\n--\n\n# Pay\n",
	"opened by a row of hyphens":          "--------------------\naudience: board\n--------------------\n# Pay\n",
	"opened with a note":                  "--- # note\naudience: board\n---\n\n# Pay\n",
	"opened as ---yaml":                   "---yaml\naudience: board\n---\n\n# Pay\n",
	"opened as ---json":                   "---json\n{\"audience\": \"board\"}\n---\n\n# Pay\n",
	"opened with a zero-width space":      "\u200b---\naudience: board\n---\n\n# Pay\n",
	"opened, zero-width space after":      "---\u200b\naudience: board\n---\n\n# Pay\n",
	"opened with a no-break space":        "\u00a0---\naudience: board\n---\n\n# Pay\n",
	"opened, no-break space after":        "---\u00a0\naudience: board\n---\n\n# Pay\n",
	"opened indented":                     "  ---\naudience: board\n  ---\n\n# Pay\n",
	"opened by an em dash":                "—\naudience: board\n—\n\n# Pay\n",
	"opened by en dashes":                 "–––\naudience: board\n–––\n\n# Pay\n",
	"opened by hyphens of another kind":   "‐‐‐\naudience: board\n‐‐‐\n\n# Pay\n",
	"opened by minus signs":               "−−−\naudience: board\n−−−\n\n# Pay\n",
	"opened by full-width hyphens":        "－－－\naudience: board\n－－－\n\n# Pay\n",
	"opened by box drawing":               "───\naudience: board\n───\n\n# Pay\n",
	"no opening line":                     "audience: board\n---\n\n# Pay\n",
	"no opening line, two keys":           "title: Pay\naudience: board\n---\n\n# Pay\n",
	"no dashes at all":                    "title: Pay\naudience: board\n\n# Pay\n",
	"comment first":                       "# for the board\n---\naudience: board\n---\n\n# Pay\n",
	"HTML comment first":                  "<!-- licence -->\n---\naudience: board\n---\n\n# Pay\n",
	"long HTML comment first":             "<!--\nlicence\n-->\n\n---\naudience: board\n---\n\n# Pay\n",
	"empty line first":                    "\n---\naudience: board\n---\n\n# Pay\n",
	"heading first":                       "# Pay\n\n---\naudience: board\n---\n\ntext\n",
	"text first":                          "Some words.\n\n---\naudience: board\n---\n\ntext\n",
	"two byte order marks":                "\ufeff\ufeff---\naudience: board\n---\n\n# Pay\n",
	"CR only":                             "---\raudience: board\r---\r\r# Pay\r",
	"CR only, one LF at the end":          "---\raudience: board\r---\r\r# Pay\n",
	"CR only in the middle":               "---\naudience: board\r---\n\n# Pay\n",
	"UTF-16, little end":                  "\xff\xfe-\x00-\x00-\x00\n\x00a\x00:\x00b\x00\n\x00",
	"UTF-16, big end":                     "\xfe\xff\x00-\x00-\x00-\x00\n\x00a\x00:",
	"UTF-16 without a mark":               "-\x00-\x00-\x00\n\x00a\x00",
	"TOML":                                "+++\naudience = \"board\"\n+++\n\n# Pay\n",
	"JSON":                                "{\n  \"audience\": \"board\"\n}\n\n# Pay\n",
	"JSON between semicolons":             ";;;\n{\"audience\": \"board\"}\n;;;\n\n# Pay\n",
	"second block":                        "---\ntitle: Pay\n---\n---\naudience: board\n---\n\ntext\n",
	"second block after text":             "---\ntitle: Pay\n---\n\ntext\n\n---\naudience: board\n---\n",
	"late, after fences in a fence":       "````\n```\n````\n\n---\naudience: board\n---\n",
	"late, after inline code":             "```a``` b\n\n---\naudience: board\n---\n",
	"second YAML document":                "---\ntitle: Pay\n--- \naudience: board\n---\n\ntext\n",
	"second YAML document after dots":     "---\ntitle: Pay\n...\naudience: board\n---\n\ntext\n",
	"indented hyphens in a text":          "---\nsummary: |\n  one\n  ---\n  two\naudience: board\n---\n\n# Pay\n",
	"upper-case key":                      "---\nAUDIENCE: board\n---\n",
	"capital key":                         "---\nAudience: board\n---\n",
	"letters swapped":                     "---\naudeince: board\n---\n",
	"letter missing":                      "---\naudence: board\n---\n",
	"plural":                              "---\naudiences: board\n---\n",
	"Cyrillic a":                          "---\n\u0430udience: board\n---\n",
	"all Cyrillic that can be":            "---\n\u0430ud\u0456\u0435n\u0441\u0435: board\n---\n",
	"full-width key":                      "---\nａｕｄｉｅｎｃｅ: board\n---\n",
	"mathematical key":                    "---\n𝐚𝐮𝐝𝐢𝐞𝐧𝐜𝐞: board\n---\n",
	"zero-width space in the key":         "---\naudi\u200bence: board\n---\n",
	"soft hyphen in the key":              "---\naudi\u00adence: board\n---\n",
	"accent on the key":                   "---\naudie\u0301nce: board\n---\n",
	"no-break space before the key":       "---\n\u00a0audience: board\n---\n",
	"space within the quoted key":         "---\n\"audience \": board\n---\n",
	"no space after the colon":            "---\naudience:board\n---\n",
	"no space after the colon, two keys":  "---\ntitle: Pay\naudience:board\n---\n",
	"no-break space after the colon":      "---\naudience:\u00a0board\n---\n",
	"full-width colon":                    "---\naudience：board\n---\n",
	"full-width colon, joined line":       "---\ntitle: Pay\n  audience：board\n---\n",
	"equals sign":                         "---\ntitle: Pay\naudience = board\n---\n",
	"equals sign, joined line":            "---\ntitle: Pay\n  audience = board\n---\n",
	"key twice":                           "---\naudience: board\naudience: all\n---\n",
	"key twice, once quoted":              "---\naudience: board\n\"audience\": all\n---\n",
	"indented below a value":              "---\ntitle: Pay\n  audience: board\n---\n",
	"within another key":                  "---\naccess:\n  audience: board\n---\n",
	"indented by a tab":                   "---\n\taudience: board\n---\n",
	"as a list item":                      "---\n- audience: board\n---\n",
	"value is a list":                     "---\naudience: [board]\n---\n",
	"value is a group":                    "---\naudience: {name: board}\n---\n",
	"value is empty":                      "---\naudience:\n---\n",
	"value is null":                       "---\naudience: ~\n---\n",
	"value was cut by a comment":          "---\naudience: #board\n---\n",
	"value begins with @":                 "---\naudience: @board\n---\n",
	"value in an unclosed quote":          "---\naudience: \"board\n---\n",
	"value in typographic quotes":         "---\naudience: “board”\n---\n",
	"through an alias":                    "---\nx-who: &w board\naudience: *w\n---\n",
	"through a merge key":                 "---\n<<: {audience: board}\n---\n",
	"with a tag":                          "---\naudience: !!str board\n---\n",
	"key with a tag":                      "---\n!!str audience: board\n---\n",
	"draft yes":                           "---\ndraft: yes\n---\n",
	"draft in quotes yes":                 "---\ndraft: \"yes\"\n---\n",
	"draft True":                          "---\ndraft: True\n---\n",
	"draft 1":                             "---\ndraft: 1\n---\n",
	"draft empty":                         "---\ndraft:\n---\n",
	"Draft":                               "---\nDraft: true\n---\n",
	"drafts":                              "---\ndrafts: true\n---\n",
	"draft as status of a group":          "---\nparams:\n  draft: true\n---\n",
	"draft never closed":                  "---\ndraft: true\n\n# Pay\n",
	"draft opened by four":                "----\ndraft: true\n----\n",
	"control character in front matter":   "---\naudience: board\x1b\n---\n",
	"NUL in front matter":                 "---\naudience: bo\x00ard\n---\n",
	"bytes that are not UTF-8":            "---\naudience: bo\xffard\n---\n",
	"line separator instead of line ends": "---\ntitle: Pay\u2028audience: board\n---\n",
	"next line character":                 "---\ntitle: Pay\u0085audience: board\n---\n",
}

func TestMisspeltRestrictionsAreErrors(t *testing.T) {
	t.Parallel()
	if len(misspelt) < 42 {
		t.Fatalf("only %d spellings", len(misspelt))
	}
	for name, src := range misspelt {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, problems := readAll(src); !hasError(problems) {
				t.Errorf("no Error for %q, but %+v", src, problems)
			}
		})
		t.Run(name+", CRLF", func(t *testing.T) {
			t.Parallel()
			crlf := strings.ReplaceAll(src, "\n", "\r\n")
			if _, problems := readAll(crlf); !hasError(problems) {
				t.Errorf("no Error for %q, but %+v", crlf, problems)
			}
		})
		t.Run(name+", byte order mark", func(t *testing.T) {
			t.Parallel()
			if _, problems := readAll("\ufeff" + src); !hasError(problems) && !strings.HasPrefix(src, "-\x00") && !strings.HasPrefix(src, "\xff") && !strings.HasPrefix(src, "\xfe") {
				t.Errorf("no Error for %q, but %+v", src, problems)
			}
		})
	}
}

func hasError(problems []diag.Problem) bool {
	errors, _, _ := diag.Count(problems)
	return errors > 0
}

func TestWellSpeltRestrictions(t *testing.T) {
	t.Parallel()
	for name, src := range map[string]string{
		"plain":             "---\naudience: board\n---\n# Pay\n",
		"CRLF":              "---\r\naudience: board\r\n---\r\n# Pay\r\n",
		"byte order mark":   "\ufeff---\naudience: board\n---\n# Pay\n",
		"space after":       "---  \naudience: board\n---\t\n# Pay\n",
		"space before":      "---\naudience : board\n---\n",
		"quoted":            "---\n\"audience\": 'board'\n---\n",
		"in braces":         "---\n{audience: board}\n---\n",
		"all indented":      "---\n  audience: board\n  title: x\n---\n",
		"comment":           "---\naudience: board # them\n---\n",
		"comment and space": "---\n# who\n\naudience: board\n---\n",
		"escaped":           "---\n\"aud\\u0069ence\": board\n---\n",
		"no newline at end": "---\naudience: board\n---",
		"next line":         "---\naudience:\n  board\n---\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			meta, problems := readAll(src)
			if len(problems) != 0 || meta.Text("audience") != "board" {
				t.Errorf("got audience %q and problems %+v", meta.Text("audience"), problems)
			}
		})
	}
}

func TestSplitFrontMatter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, yaml, body string }{
		"none":                       {"# Title\n", "", "# Title\n"},
		"empty file":                 {"", "", ""},
		"only a byte order mark":     {"\ufeff", "", ""},
		"byte order mark":            {"\ufeff# Title\n", "", "# Title\n"},
		"usual":                      {"---\ntitle: x\n---\n# Title\n", "title: x\n", "# Title\n"},
		"empty":                      {"---\n---\n# Title\n", "", "# Title\n"},
		"comment alone":              {"---\n# nothing yet\n---\ntext\n", "# nothing yet\n", "text\n"},
		"thematic break, not closed": {"---\n\n# Title\n\ntext\n", "", "---\n\n# Title\n\ntext\n"},
		"break alone":                {"---", "", "---"},
		"break and text":             {"---\ntext that goes on, and on\n", "", "---\ntext that goes on, and on\n"},
		"break, empty line, a label": {"---\n\nNote: mind the gap.\n", "", "---\n\nNote: mind the gap.\n"},
		"two breaks":                 {"---\n\n# Title\n\n---\n\ntext\n", "", "---\n\n# Title\n\n---\n\ntext\n"},
		"two breaks around words":    {"---\nSome words.\n---\n\ntext\n", "", "---\nSome words.\n---\n\ntext\n"},
		"hyphens within a line":      {"---\ntitle: a --- b\n---\ntext\n", "title: a --- b\n", "text\n"},
		"later breaks":               {"---\ntitle: x\n---\none\n\n---\n\ntwo\n", "title: x\n", "one\n\n---\n\ntwo\n"},
		"long row of hyphens with keys": {"------------------------------------------------\nname: A\nID: b\n------------------------------------------------\n\ntext\n", "",
			"------------------------------------------------\nname: A\nID: b\n------------------------------------------------\n\ntext\n"},
		"example in a fence":      {"# How\n\n```yaml\n---\naudience: board\n---\n```\n", "", "# How\n\n```yaml\n---\naudience: board\n---\n```\n"},
		"example in a long fence": {"````md\n```\n---\naudience: board\n---\n```\n````\n", "", "````md\n```\n---\naudience: board\n---\n```\n````\n"},
		"heading by underline":    {"Audience\n---\nAudience: developers and writers.\n", "", "Audience\n---\nAudience: developers and writers.\n"},
		"words about audience":    {"# Plan\n\nAudience: everyone in sales\n\nDraft: none\n", "", "# Plan\n\nAudience: everyone in sales\n\nDraft: none\n"},
		"starts with a bullet":    {"- one\n- two\n", "", "- one\n- two\n"},
		"starts with bold":        {"**Audience:** all\n\ntext\n", "", "**Audience:** all\n\ntext\n"},
		"starts with a comment":   {"<!-- a -->\n\n# Title\n", "", "<!-- a -->\n\n# Title\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start, end, body, found, problems := splitFrontMatter("a.md", []byte(c.src), schema.DefaultLimits())
			if len(problems) > 0 {
				t.Fatalf("problems: %+v", problems)
			}
			wantFound := strings.TrimPrefix(c.src, "\ufeff") != c.body
			if got := c.src[start:end]; got != c.yaml || found != wantFound {
				t.Errorf("front matter %q, found %v; want %q, %v", got, found, c.yaml, wantFound)
			}
			if got := c.src[body:]; got != c.body {
				t.Errorf("body %q, want %q", got, c.body)
			}
		})
	}
}

func TestFrontMatterProblems(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, want string }{
		"never closed":        {"---\ntitle: x\n\ntext\n", "error[front-matter] 1:1 the front matter that begins here is never closed"},
		"dots":                {"---\ntitle: x\n...\n\ntext\n", "error[front-matter] 3:1 this line looks like the end of the front matter: ..."},
		"indented":            {"---\na: |\n  x\n  ---\nb: c\n---\n", "error[front-matter] 4:1 this line looks like the end of the front matter: ---"},
		"four hyphens":        {"----\ntitle: x\n----\n", "warning[front-matter] 1:1 this looks like front matter, but begins with `----`"},
		"four, with audience": {"----\naudience: x\n----\n", "error[front-matter] 1:1 this looks like front matter, but begins with `----`"},
		"zero-width space":    {"\u200b---\ntitle: x\n---\n", "warning[front-matter] 1:1 this looks like front matter, but begins with `<U+200B>---`"},
		"TOML":                {"+++\ntitle = 'x'\n+++\n", "warning[front-matter] 1:1 this looks like front matter, but begins with `+++`"},
		"after a comment":     {"<!-- c -->\n---\ntitle: x\n---\n", "warning[front-matter] 2:1 this looks like front matter, but does not begin in the first line"},
		"UTF-16":              {"\xff\xfe-\x00", "error[encoding] 1:1 this file is not UTF-8 but, by its first bytes, UTF-16 or UTF-32"},
		"CR":                  {"---\ra: b\r---\r", "error[front-matter] 1:1 the lines of this file end in a carriage return alone"},
		"late":                {"text\n\n---\naudience: b\n---\n", "error[front-matter] 3:1 a block of keys that says who may read the document stands in the middle of it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, _, _, problems := splitFrontMatter("a.md", []byte(c.src), schema.DefaultLimits())
			if got := short(problems); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func short(problems []diag.Problem) string {
	var b bytes.Buffer
	if err := diag.Print(&b, diag.Short, problems, diag.PrintOptions{}); err != nil {
		return err.Error()
	}
	var out []string
	for line := range strings.Lines(b.String()) {
		place, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		rule, message, _ := strings.Cut(rest, ": ")
		out = append(out, rule+" "+strings.TrimPrefix(place, "a.md:")+" "+message)
	}
	return strings.Join(out, "\n")
}

// FuzzSplitFrontMatter holds that nothing panics, that what is found is what
// stands between the first two delimiters, and that a plainly stated audience
// is honoured or an Error, whatever stands around it.
func FuzzSplitFrontMatter(f *testing.F) {
	for _, src := range misspelt {
		f.Add([]byte(src))
	}
	f.Add([]byte("---\ntitle: x\n---\ntext\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		start, end, body, found, problems := splitFrontMatter("a.md", src, schema.DefaultLimits())
		if start < 0 || start > end || end > len(src) || body < 0 || body > len(src) || found && body < end {
			t.Fatalf("%d %d %d of %d", start, end, body, len(src))
		}
		for _, p := range problems {
			if p.Span.Start.Byte > p.Span.End.Byte || p.Span.End.Byte > len(src) || p.Message == "" || p.Fix == "" {
				t.Fatalf("problem %+v", p)
			}
		}
		if found && !hasError(problems) {
			if head := bytes.TrimPrefix(src, []byte("\ufeff")); !bytes.HasPrefix(head, []byte("---")) {
				t.Fatalf("found in %q", src)
			}
			meta, more := schema.Decode("a.md", src, start, end, schema.DefaultLimits())
			more = append(more, schema.BuiltIn().Kind("page").Check("a.md", meta)...)
			for line := range strings.Lines(string(src[start:end])) {
				if strings.HasPrefix(line, "audience: board") && !hasError(more) && meta.Text("audience") == "" && !insideText(src[start:end]) {
					t.Fatalf("lost a restriction in %q", src)
				}
			}
		}
	})
}

// insideText reports whether YAML may take a line in the first column for a
// part of a longer text: quotes, brackets and comments can go on over lines.
func insideText(yaml []byte) bool { return bytes.ContainsAny(yaml, "\"'[{|>") }

// TestManyExamplesAreGoneThroughOnce guards against work that grows with the
// square of a document: that would take hours, and once takes milliseconds.
func TestManyExamplesAreGoneThroughOnce(t *testing.T) {
	t.Parallel()
	src := []byte("```\n" + strings.Repeat("---\naudience: board\n---\n\n", 40_000) + "```\n")
	begin := time.Now()
	if _, _, _, found, problems := splitFrontMatter("a.md", src, schema.DefaultLimits()); found || len(problems) > 0 {
		t.Errorf("found %v, problems %+v", found, problems)
	}
	if took := time.Since(begin); took > 2*time.Minute {
		t.Errorf("took %v", took)
	}
}

func BenchmarkSplitFrontMatter(b *testing.B) {
	src := []byte("---\ntitle: Payments\nowner: support\ntags: [a, b]\nreviewed: 2026-05-12\n---\n" + strings.Repeat("Some words of text, and more.\n\n", 300))
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, _, _, found, _ := splitFrontMatter("a.md", src, schema.DefaultLimits()); !found {
			b.Fatal("not found")
		}
	}
}

// BenchmarkAgree shows what the pool of readers is for.
func BenchmarkAgree(b *testing.B) {
	head := []byte("---\ntitle: Payments\nowner: support\ntags: [a, b]\nreviewed: 2026-05-12\n---\n")
	b.Run("pooled", func(b *testing.B) {
		b.ReportAllocs()
		s := &splitter{file: "a.md", src: head, start: 4, end: len(head) - 4, body: len(head), found: true}
		for b.Loop() {
			if s.agree(); len(s.problems) > 0 {
				b.Fatal(s.problems)
			}
		}
	})
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		format := frontmatter.NewFormat("---", "---", func([]byte, any) error { return nil })
		for b.Loop() {
			if _, err := frontmatter.Parse(bytes.NewReader(head), nil, format); err != nil {
				b.Fatal(err)
			}
		}
	})
}
