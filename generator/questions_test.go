package generator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"remit/content"
	"remit/generator/internal/starter"
)

// asked is a question that somebody has, and where the site answers it.
type asked struct {
	question string
	page     string // the page's folder
	answers  []answer
}

// answer is one fact, told in the JSON file of a page and on the page itself.
//
// A path of JSON is keys with dots between them. [3] behind a key is an item of
// the list, [a.b=words] the one item that holds these words under that path
// (in that list of texts, when no path stands before the sign), and # at the
// end how many there are.
type answer struct {
	path     string
	want     string
	selector string // of exactly one element
	text     string // that stands in it, spaces run together
	from     string // "file: words": the line of the site that states it; "=> words" behind it puts others in their place
}

// questionsOf are the questions that the views of this product are made for,
// as people of a site would put them.
type questionsOf struct {
	today time.Time
	files map[string]string
	asked []asked
	edit  [3]string // of a file, words and their successors: what changes in the second commit
}

func questionSites(t *testing.T) map[string]questionsOf {
	t.Helper()
	company := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		company[p] = string(text)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Files()); err != nil {
		t.Fatal(err)
	}
	handbook := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		handbook[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]questionsOf{
		"starter": {sampleToday, company, starterQuestions, [3]string{
			"charters/customer-care.md", "vouchers up to 30 EUR", "vouchers up to 50 EUR",
		}},
		"content": {handbookDay, handbook, handbookQuestions, [3]string{
			"charters/handbook.md", "Wording of messages: then tell maintainers", "Wording of messages: alone",
		}},
	}
}

// TestQuestionsOnPages asks each question on each site, in JSON and on the page. Then
// it takes away the line that states a fact: an answer that stays was never one.
func TestQuestionsOnPages(t *testing.T) {
	t.Parallel()
	for name, site := range questionSites(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Compile(nil, inputOf(nil, treeOf(site.files), Options{Today: site.today}))
			for _, q := range site.asked {
				if len(q.answers) == 0 {
					t.Errorf("%s: no answer is looked for", q.question)
				}
				for _, a := range q.answers {
					if why := a.inJSON(s, q.page); why != "" {
						t.Errorf("%s\n\t%sindex.json: %s", q.question, q.page, why)
					}
					if why := a.onPage(s, q.page); why != "" {
						t.Errorf("%s\n\t%sindex.html: %s", q.question, q.page, why)
					}
					without := Compile(s, inputOf(&s.in, treeOf(withoutLine(t, site.files, a.from)), Options{Today: site.today}))
					if a.inJSON(without, q.page) == "" {
						t.Errorf("%s\n\t%s is answered in JSON although nobody states %q", q.question, a.path, a.from)
					}
					if a.onPage(without, q.page) == "" {
						t.Errorf("%s\n\t%s is answered on the page although nobody states %q", q.question, a.selector, a.from)
					}
				}
			}
		})
	}
}

// TestQuestionOfChanges asks what changed since somebody was last here, of each
// site with a past of two commits.
func TestQuestionOfChanges(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	const question = "What was decided, widened, replaced since I was last here?"
	for name, want := range map[string]asked{
		"starter": {question, "ask/changed/", []answer{{
			path: "data.days[day.date=2026-07-30].changes[0].sentence", want: "Customer care decides goodwill vouchers up to 50 EUR alone, was up to 30 EUR.",
			selector: `[id="r:2026-07-30"] + ul`, text: "Customer care decides goodwill vouchers up to 50 EUR alone, was up to 30 EUR.",
		}}},
		"content": {question, "ask/changed/", []answer{{
			path: "data.days[day.date=2026-11-20].changes[0].sentence", want: "Handbook decides wording of messages alone, was then tell Maintainers.",
			selector: `[id="r:2026-11-20"] + ul`, text: "Handbook decides wording of messages alone, was then tell Maintainers.",
		}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := questionSites(t)[name]
			dir := t.TempDir()
			git := func(day time.Time, args ...string) {
				c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
				at := day.Format(time.DateOnly) + "T12:00:00Z"
				c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at)
				if out, err := c.CombinedOutput(); err != nil {
					t.Fatalf("git %v: %v\n%s", args, err, out)
				}
			}
			first, second := site.today.AddDate(0, 0, -9), site.today.AddDate(0, 0, -2)
			git(first, "init", "-q", "-b", "main")
			for p, text := range site.files {
				writeUnder(t, dir, p, text)
			}
			git(first, "add", "-A")
			git(first, "commit", "-q", "-m", "first")
			old := site.files[site.edit[0]]
			if strings.Count(old, site.edit[1]) != 1 {
				t.Fatalf("%s holds %q %d times", site.edit[0], site.edit[1], strings.Count(old, site.edit[1]))
			}
			writeUnder(t, dir, site.edit[0], strings.Replace(old, site.edit[1], site.edit[2], 1))
			git(second, "commit", "-q", "-a", "-m", "second")

			opened, err := Open(dir, Options{Today: site.today})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { opened.Close() })
			in, err := opened.Read(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			s := Compile(nil, in)
			for _, a := range want.answers {
				if why := a.inJSON(s, want.page); why != "" {
					t.Errorf("%s\n\t%sindex.json: %s", want.question, want.page, why)
				}
				if why := a.onPage(s, want.page); why != "" {
					t.Errorf("%s\n\t%sindex.html: %s", want.question, want.page, why)
				}
			}
		})
	}
}

func writeUnder(t *testing.T, dir, p, text string) {
	t.Helper()
	p = filepath.Join(dir, filepath.FromSlash(p))
	if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// withoutLine is a site in which nobody states what one line says, or in which
// it says something else.
func withoutLine(t *testing.T, files map[string]string, from string) map[string]string {
	t.Helper()
	file, words, ok := strings.Cut(from, ": ")
	words, instead, replace := strings.Cut(words, " => ")
	kept, found := "", 0
	for line := range strings.Lines(files[file]) {
		if ok && strings.Contains(line, words) {
			if found++; !replace {
				continue
			}
			line = strings.Replace(line, words, instead, 1)
		}
		kept += line
	}
	if found != 1 {
		t.Errorf("%s has %d lines that hold %q, want one", file, found, words)
	}
	less := make(map[string]string, len(files))
	for p, text := range files {
		less[p] = text
	}
	less[file] = kept
	return less
}

// inJSON says why the JSON file of a page does not hold the answer, or "".
func (a *answer) inJSON(s *Snapshot, page string) string {
	p, ok, err := s.Page(page + "index.json")
	if !ok || err != nil {
		return fmt.Sprintf("there is no such file: %v", err)
	}
	var v any
	if err := json.Unmarshal(p.Body, &v); err != nil {
		return err.Error()
	}
	v, err = lookUp(v, a.path)
	if err != nil {
		return fmt.Sprintf("%s: %v", a.path, err)
	}
	if got := fmt.Sprint(v); got != a.want {
		return fmt.Sprintf("%s is %q, want %q", a.path, got, a.want)
	}
	return ""
}

// onPage says why a page does not show the answer, or "".
func (a *answer) onPage(s *Snapshot, page string) string {
	p, ok, err := s.Page(page + "index.html")
	if !ok || err != nil {
		return fmt.Sprintf("there is no such page: %v", err)
	}
	doc, err := html.Parse(bytes.NewReader(p.Body))
	if err != nil {
		return err.Error()
	}
	sel, err := cascadia.Parse(a.selector)
	if err != nil {
		return fmt.Sprintf("%s: %v", a.selector, err)
	}
	found := cascadia.QueryAll(doc, sel)
	if len(found) != 1 {
		return fmt.Sprintf("%d elements are %s", len(found), a.selector)
	}
	var b strings.Builder
	for n := range found[0].Descendants() {
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
		case html.ElementNode:
			if !inline[n.Data] {
				b.WriteByte(' ')
			}
		}
	}
	if got := strings.Join(strings.Fields(b.String()), " "); a.text == "" || !strings.Contains(got, a.text) {
		return fmt.Sprintf("%s reads %q, want %q in it", a.selector, got, a.text)
	}
	return ""
}

// inline are the elements before which a reader sees no gap.
var inline = map[string]bool{"a": true, "b": true, "code": true, "span": true, "time": true}

// lookUp follows a path as answer describes it.
func lookUp(v any, path string) (any, error) {
	for path != "" {
		var step string
		step, path = nextStep(path)
		switch key, isItem := strings.CutPrefix(step, "["); {
		case step == "#":
			list, _ := v.([]any)
			v = len(list)
		case isItem:
			list, ok := v.([]any)
			if !ok {
				return nil, fmt.Errorf("%s: no list", step)
			}
			item, err := itemOf(list, strings.TrimSuffix(key, "]"))
			if err != nil {
				return nil, err
			}
			v = item
		default:
			object, _ := v.(map[string]any)
			value, ok := object[step]
			if !ok {
				return nil, fmt.Errorf("no %s", step)
			}
			v = value
		}
	}
	return v, nil
}

// nextStep takes the first step off a path.
func nextStep(path string) (step, rest string) {
	if strings.HasPrefix(path, "[") {
		end := strings.IndexByte(path, ']') + 1
		return path[:end], strings.TrimPrefix(path[end:], ".")
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		return path, ""
	}
	return path[:end], strings.TrimPrefix(path[end:], ".")
}

func itemOf(list []any, which string) (any, error) {
	if i, err := strconv.Atoi(which); err == nil {
		if i >= len(list) {
			return nil, fmt.Errorf("%d items", len(list))
		}
		return list[i], nil
	}
	path, want, _ := strings.Cut(which, "=")
	var found []any
	for _, item := range list {
		if v, err := lookUp(item, path); err == nil && fmt.Sprint(v) == want {
			found = append(found, item)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d items with %s", len(found), which)
	}
	return found[0], nil
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	var v any
	if err := json.Unmarshal([]byte(`{"a": [{"id": "r:x.y", "n": 1, "of": {"id": "t"}}, {"id": "z", "words": ["k", "l"]}]}`), &v); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"a[id=r:x.y].n": "1", "a[of.id=t].id": "r:x.y", "a[1].words[0]": "k", "a[id=z].words[=l]": "l", "a.#": "2",
		"a[id=q]": "0 items with id=q", "a[7]": "2 items", "b": "no b", "a[0].n[0]": "[0]: no list", "a[0].id.k": "no k",
	} {
		got, err := lookUp(v, path)
		if err != nil {
			got = err
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", path, got, want)
		}
	}
}
