package markdown

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/util"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// specExample is one example of the CommonMark specification.
type specExample struct {
	Markdown string
	HTML     string
	Example  int
	Section  string
}

// specExamples reads the examples from goldmark's own tests: the module is
// there wherever this package can be compiled, and nothing is copied.
func specExamples(t *testing.T) []specExample {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("find goldmark: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []specExample
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	return examples
}

func TestCommonMark(t *testing.T) {
	t.Parallel()
	examples := specExamples(t)
	if len(examples) != 652 {
		t.Fatalf("got %d examples, want the 652 of CommonMark 0.31.2", len(examples))
	}
	for _, ex := range examples {
		got, want := asSpec(ex.Markdown), spelling.Replace(ex.HTML)
		reason := reasonFor(ex.Example)
		if got != want && reason == "" {
			t.Errorf("example %d (%s)\n%q\ngot\n%s\nwant\n%s", ex.Example, ex.Section, ex.Markdown, got, want)
		}
		if got == want && reason != "" {
			t.Errorf("example %d agrees with the specification now; take it out of the table", ex.Example)
		}
	}
}

// deviations are all the examples whose HTML differs by design.
var deviations = []struct {
	reason   string
	examples []int
}{
	{"a tag that is not on the allow-list, or is no whole tag, is shown as text",
		[]int{156, 157, 158, 163, 170, 171, 172, 173, 176, 178, 201, 491, 494, 524, 536, 613, 614, 615, 617, 623}},
	{"declarations and instructions are shown as text", []int{180, 181, 182, 627, 628, 629}},
	{"comments are dropped", []int{177, 179, 183, 308, 309, 625, 626}},
	{"boxes such as <div> are left out, unmatched tags too, and bare words of raw HTML get a paragraph",
		[]int{150, 151, 152, 153, 154, 155, 159, 161, 162, 164, 165, 166, 167, 174, 175, 184, 185, 186, 188, 189}},
	{"tables stand in a box that scrolls and have the row group that browsers add", []int{148, 149, 160, 190, 191}},
	{"unclosed raw tags are closed, attributes that are not on the list go", []int{169, 187, 344, 475}},
	{"a link without words cannot be seen or named, so it is not shown", []int{21, 31, 476, 477, 484, 487, 616, 630, 631, 642, 643}},
	{"a heading without words is not shown", []int{79}},
	{"addresses may begin with https, http, mailto and tel only", []int{596, 598, 599, 601}},
	{"bare addresses are links, as on GitHub", []int{602, 608, 611, 612}},
	{"[[id]] is a wiki link", []int{590}},
}

func reasonFor(example int) string {
	for _, d := range deviations {
		if slices.Contains(d.examples, example) {
			return d.reason
		}
	}
	return ""
}

// asSpec compiles a text and undoes what this package adds by design: ids and
// self links of headings, their levels, the keyboard's way into code.
func asSpec(markdown string) string {
	c := &compiler{buffers: &buffers{},
		body: []byte(markdown)[:len(markdown):len(markdown)], places: diag.NewCursor(diag.NewLines([]byte(markdown))),
		guard: &guard{limits: schema.DefaultLimits(), line: -1}, out: &Content{},
		opt: Options{Limits: schema.DefaultLimits(), RawHTML: true},
	}
	root, pc := parse(c.body, c.guard)
	c.render(root, pc)
	for _, h := range c.heads {
		c.html[h.digit], c.html[h.digitEnd] = byte('0'+h.level), byte('0'+h.level)
	}
	body := Body{HTML: string(c.html), Holes: c.holes}
	html := string(body.Render(nil, func(buf []byte, h Hole) []byte { return c.fillAsSpec(buf, h) }))
	return spelling.Replace(additions.ReplaceAllString(html, "$1$2"))
}

// spelling makes two ways to write the same HTML one.
var spelling = strings.NewReplacer(`&quot;`, `"`, " />", ">")

var additions = regexp.MustCompile(`(<h[1-6]) id="[^"]*"|<a class="self"[^>]*>#</a>|(<pre) tabindex="0"|<span class="[a-z0-9]*">|</span>`)

// fillAsSpec shows every target as it is written.
func (c *compiler) fillAsSpec(buf []byte, h Hole) []byte {
	ref := c.out.Refs[h.Ref]
	address := string(c.body[ref.Span.Start.Byte:ref.Span.End.Byte])
	address = string(util.URLEscape(unescaped([]byte(address)), false))
	switch h.Kind {
	case LinkOpen:
		buf = escapeAttribute(append(buf, `<a href="`...), address)
		return append(appendTitle(append(buf, '"'), ref.Title), '>')
	case LinkClose:
		return append(buf, "</a>"...)
	case ImageTag:
		buf = escapeAttribute(append(buf, `<img src="`...), address)
		buf = escapeAttribute(append(buf, `" alt="`...), ref.Words)
		return append(appendTitle(append(buf, '"'), ref.Title), " />"...)
	}
	return append(buf, ref.Target...)
}
