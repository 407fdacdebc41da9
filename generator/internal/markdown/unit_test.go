package markdown

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"remit/generator/internal/diag"
)

func TestSentence(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 100)
	for _, test := range []struct{ name, text, words, want string }{
		{"the only one", "Ask support first.", "support", "Ask support first."},
		{"between others", "One. Ask support! Two.", "support", "Ask support!"},
		{"at the start", "One. Support helps. Two.", "Support", "Support helps."},
		{"abbreviation", "See e.g. the charter, i.e. this one. Two.", "charter", "See e.g. the charter, i.e. this one."},
		{"number with a point", "Use 1.5 parts of it. Two.", "parts", "Use 1.5 parts of it."},
		{"other blocks", "One\nAsk support\nTwo", "support", "Ask support"},
		{"no space in Chinese", "一。二三。四", "三", "二三。"},
		{"whole words, when it is too long", long + "HERE " + long, "HERE", strings.TrimSpace(strings.Repeat("word ", 23) + "HERE " + strings.Repeat("word ", 24))},
		{"long words stay whole", long + "end.", strings.TrimSpace(long), strings.TrimSpace(long)},
	} {
		at := strings.Index(test.text, test.words)
		from, to := sentence([]byte(test.text), at, at+len(test.words))
		if got := test.text[from:to]; got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestSummaryIsCutAtAWord(t *testing.T) {
	t.Parallel()
	if got := summary([]byte("  a \n b ")); got != "a b" {
		t.Errorf("got %q", got)
	}
	got := summary([]byte(strings.Repeat("ärger, ", 100)))
	if len(got) > summaryBytes+len("…") || !strings.HasSuffix(got, "ärger…") {
		t.Errorf("got %d bytes: %q", len(got), got)
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"label", "lable", 1}, {"label", "lab", 2}, {"über", "uber", 1}, {"abc", "", 3}, {"kitten", "sitting", 3}} {
		if got := distance(test.a, test.b, 9); got != test.want {
			t.Errorf("%q to %q: got %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestPlacesCountFromTheStartOfTheFile(t *testing.T) {
	t.Parallel()
	front := "---\ntitle: é\n---\n"
	c := Compile("a.md", []byte(front+"é [b](c.md)\n\n# D\n"), len(front), Options{})
	want := diag.Span{Start: diag.Pos{Byte: len(front) + 7, Line: 4, Column: 7}, End: diag.Pos{Byte: len(front) + 11, Line: 4, Column: 11}}
	if len(c.Refs) != 1 || c.Refs[0].Span != want {
		t.Errorf("got %+v, want %+v", c.Refs, want)
	}
	if got := c.Headings[0].Span.Start.Line; got != 6 {
		t.Errorf("heading at line %d, want 6", got)
	}
}

func TestWhatIsNoTextIsShownAsItIs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, src string
		at        int
	}{{"NUL", "# a\n\x00b", 4}, {"Latin-1", "caf\xe9 <b>", 3}, {"both", "\xff\x00", 0}} {
		c := Compile("a.md", []byte(test.src), 0, Options{RawHTML: true})
		if len(c.Problems) != 1 || c.Problems[0].Rule != "not-text" || c.Problems[0].Severity != diag.Error || c.Problems[0].Span.Start.Byte != test.at {
			t.Errorf("%s: got %+v, want not-text at %d", test.name, c.Problems, test.at)
		}
		if !strings.HasPrefix(c.Body.HTML, `<pre tabindex="0">`) || strings.Contains(c.Body.HTML, "<b>") || strings.Contains(c.Body.HTML, "\x00") {
			t.Errorf("%s: body is %q", test.name, c.Body.HTML)
		}
	}
}

func TestAFewStrayBytesAreMended(t *testing.T) {
	t.Parallel()
	src := "# Title\n\nIt is a caf\xe9, [with](a.md) words enough around it.\n"
	c := Compile("a.md", []byte(src), 0, Options{})
	if len(c.Problems) != 1 || c.Problems[0].Rule != "stray-byte" || c.Problems[0].Severity != diag.Warning || c.Problems[0].Span.Start.Byte != 20 {
		t.Errorf("got %+v", c.Problems)
	}
	if !strings.Contains(c.Body.HTML, "caf?, ") || len(c.Refs) != 1 || c.Refs[0].Span.Start.Byte != strings.Index(src, "a.md") {
		t.Errorf("body %q, references %+v", c.Body.HTML, c.Refs)
	}
}

func TestAnOverLimitIsNamed(t *testing.T) {
	t.Parallel()
	src := "# Title\n\nfine\n\n" + strings.Repeat("*a_ ", 3000) + "\n\n[a](b.md)\n"
	c := Compile("a.md", []byte(src), 0, Options{})
	if len(c.Problems) != 1 || len(c.Refs) != 0 || len(c.Headings) != 0 {
		t.Fatalf("got %+v", c)
	}
	p := c.Problems[0]
	if p.Rule != "too-complex" || p.Span.Start.Line != 5 ||
		p.Message != "this text has 6000 marks such as * _ [ ] ` in one paragraph; at most 4000 are allowed" ||
		p.Fix != "split the text, or raise paragraph-marks under limits in remit.yaml" {
		t.Errorf("got %+v", p)
	}
}

func TestByteOrderMarkIsNoProblem(t *testing.T) {
	t.Parallel()
	if c := Compile("a.md", []byte("\ufeff# a\n"), 0, Options{}); len(c.Problems) != 0 {
		t.Errorf("got %+v", c.Problems)
	}
}

// TestCompileIsAFunction compiles at the same time from one slice, with room
// behind it that nobody may write to.
func TestCompileIsAFunction(t *testing.T) {
	t.Parallel()
	backing := []byte(page + "```go\nx := 1" + "untouched")
	src := backing[:len(backing)-len("untouched")]
	want := Compile("a.md", src, 0, Options{RawHTML: true})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := Compile("a.md", src, 0, Options{RawHTML: true}); !reflect.DeepEqual(got, want) {
				t.Error("two runs differ")
			}
		})
	}
	group.Wait()
	if !strings.HasSuffix(string(backing), "untouched") {
		t.Errorf("the bytes behind the text were changed: %q", backing[len(backing)-20:])
	}
}

func TestHighlightingLosesNothing(t *testing.T) {
	t.Parallel()
	if got, want := string(coloured(lexerOf("GO"), "a\n\n\tb")), "a\n\n\tb"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if lexerOf("mermaid") != nil || lexerOf("") != nil || lexerOf("*.go") != nil {
		t.Error("a language that is not in the list has a lexer")
	}
	k := &cache{most: 200}
	for _, code := range []string{"a", "b", "c", "a", "if"} {
		if got, want := k.of(lexerOf("go"), "go", code), coloured(lexerOf("go"), code); got != want {
			t.Errorf("%q: got %q, want %q", code, got, want)
		}
	}
	if k.size > 2*k.most {
		t.Errorf("the cache holds %d bytes, more than %d", k.size, k.most)
	}
}

// A wide space between two raw tags is a character like any other.
func TestWideSpacesBetweenTags(t *testing.T) {
	t.Parallel()
	for _, space := range []string{"\u00A0", "\u2003", "\u2028", "\u3000", "\u0085"} {
		src := "<details><summary>" + space + "<b>x</b></summary>\n\n</details>\n"
		c := Compile("a.md", []byte(src), 0, Options{RawHTML: true})
		if want := "<summary>" + space + "<b>x</b>"; !strings.Contains(c.Body.HTML, want) {
			t.Errorf("%+q: got %+q, want %+q in it", space, c.Body.HTML, want)
		}
		if found := violations([]byte(src), 0, c); found != nil {
			t.Errorf("%+q: %q", space, found)
		}
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	src := "# The *whole* title\n\nWe forgot\nit &amp; left; [see](a.md).\n\n> - x[^1]\n\n![a picture](b.png)\n\n[^1]: a note\n"
	c := Compile("a.md", []byte(src), 0, Options{})
	lines := diag.NewLines([]byte(src))
	for _, test := range []struct {
		words, want string
		exact       bool
	}{
		{"whole", "whole", true},
		{"whole title", "whole* title", true},
		{"The whole", "The *whole", true},
		{"forgot it", "forgot\nit", true},
		{" forgot it ", "forgot\nit", true},
		{"it & left", "it &amp; left", true},
		{"left; see.", "left; [see](a.md).", true},
		{"& left", "&amp; left", false},
		{"title\nWe", "title\n\nWe", true},
		{"note", "note", true},
		{"x\na picture\na note", "x[^1]\n\n![a picture](b.png)\n\n[^1]: a note", true},
		{"picture", "", false},
		{"\n", "", false},
	} {
		at := strings.Index(c.Text, test.words)
		if at < 0 {
			t.Errorf("%q is not in %q", test.words, c.Text)
			continue
		}
		span, exact := c.Place(lines, at, at+len(test.words))
		if got := src[span.Start.Byte:span.End.Byte]; exact != test.exact || test.exact && got != test.want {
			t.Errorf("%q: got %q, %v, want %q, %v", test.words, got, exact, test.want, test.exact)
		}
	}
	if _, exact := (&Content{}).Place(lines, 0, 10); exact {
		t.Error("an empty text has an exact place")
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	src := "before\n\n# Title\n\nlead\n\n## A\n\na\n\n### B\n\n- b\n\n### C\n## D\nd\n"
	c := Compile("a.md", []byte(src), 0, Options{})
	type section struct{ all, own string }
	var got []section
	for i := range c.Headings {
		from, to := c.Section(i)
		ownFrom, ownTo := c.Own(i)
		got = append(got, section{c.Text[from:to], c.Text[ownFrom:ownTo]})
	}
	want := []section{
		{"lead\nA\na\nB\nb\nC\nD\nd", "lead\n"},
		{"a\nB\nb\nC\n", "a\n"},
		{"b\n", "b\n"},
		{"", ""},
		{"d", "d"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if from, to := c.Own(-1); c.Text[from:to] != "before\n" {
		t.Errorf("before the first heading: got %q", c.Text[from:to])
	}
}

func TestKindAt(t *testing.T) {
	t.Parallel()
	c := Compile("a.md", []byte("# Title\n\nwords `code`\n\n> quoted\n"), 0, Options{})
	for words, want := range map[string]RunKind{"Title": Titling, "words": Prose, "code": Code, "quoted": Quoted} {
		if got := c.KindAt(strings.Index(c.Text, words) + 1); got != want {
			t.Errorf("%s: got %d, want %d", words, got, want)
		}
	}
}
