package author_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/author"
	"remit/generator/internal/document"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

func draft(kind, title string) *author.Draft {
	return &author.Draft{Kind: schema.BuiltIn().Kind(kind), Title: title, Language: "en", Answers: map[string][]string{}, Texts: map[string]string{}}
}

func TestDraftPath(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ kind, title, want string }{
		{"charter", "Customer Support", "charters/customer-support.md"},
		{"lesson", "The return form", "lessons/2026-08-the-return-form.md"},
		{"lesson", "2026-08 The return form", "lessons/2026-08-the-return-form.md"},
		{"assessment", "Room check", "assessments/2026-08-room-check.md"},
		{"page", "../../etc/passwd", "pages/etc-passwd.md"},
		{"page", "Größe & Maß", "pages/größe-maß.md"},
		{"lesson", "2026-03 The return form", "lessons/2026-03-the-return-form.md"},
		{"lesson", "2026 in review", "lessons/2026-08-2026-in-review.md"},
		{"lesson", "2026-13", "lessons/2026-08-2026-13.md"},
		{"page", "_draft", "pages/draft.md"},
		{"page", ".hidden", "pages/hidden.md"},
		{"page", "Index", "pages/index-page.md"},
		{"charter", "README", "charters/readme-charter.md"},
		{"page", strings.Repeat("wort ", 60), "pages/" + strings.Repeat("wort-", 15) + "wort.md"},
		{"page", strings.Repeat("x", 300), "pages/" + strings.Repeat("x", 80) + ".md"},
		{"page", strings.Repeat("ä", 300), "pages/" + strings.Repeat("ä", 40) + ".md"},
		{"page", "x" + strings.Repeat("語", 300), "pages/x" + strings.Repeat("語", 26) + ".md"},
		{"page", "!?", ""},
		{"page", "___", ""},
		{"page", "1. first: ../x _or_ v2.0", "pages/1-first-x-or-v2.0.md"},
		{"page", "", ""},
	} {
		got, err := draft(c.kind, c.title).Path(day)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s %q: %q, want %q (%v)", c.kind, c.title, got, c.want, err)
		}
	}
}

// TestDraftText holds a whole document against what it should be: answers as
// they are written by hand, blanks as empty keys and as paragraphs.
func TestDraftText(t *testing.T) {
	t.Parallel()
	d := draft("standard", "First reply")
	d.Answers = map[string][]string{"owner": {"support"}, "applies-to": {"support", "checkout"}, "summary": {"Say: hello #1"}}
	d.Texts = map[string]string{"": "Waiting is worse than a no.", "ways-that-work": "A rota."}
	want := `---
owner: support
applies-to: [support, checkout]
bar:  # FILL IN: What must be true of good work, and how would anyone notice? Such as:
  # - must: A customer gets a first reply from a person within 4 working hours, 9 times out of 10
  #   checked: automatic, weekly help desk report
summary: "Say: hello #1"
---

# First reply

Waiting is worse than a no.

## Ways that work

A rota.
`
	if got := string(d.Text()); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestDraftReads wants each kind's draft to be what its kind says, without a
// problem that stops it, and its blanks to state nothing.
func TestDraftReads(t *testing.T) {
	t.Parallel()
	for _, k := range schema.BuiltIn().All() {
		d := draft(k.Name, "A title")
		path, err := d.Path(time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		read := document.Compile(source.NewFile(path, d.Text()), &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits()})
		if read.Kind != k || read.Title != "A title" || len(read.Problems) > 0 {
			t.Errorf("%s: a %s called %q with %v", k.Name, read.Kind.Name, read.Title, read.Problems)
		}
		for _, e := range read.Meta.Entries {
			if e.Value.Text != "" || len(e.Value.Items)+len(e.Value.Fields) > 0 {
				t.Errorf("%s: %s says %+v", k.Name, e.Key, e.Value)
			}
		}
		for _, sec := range k.Sections {
			if sec.Core && read.Facts.Part(sec.Name) == nil {
				t.Errorf("%s: the section %s is not found in\n%s", k.Name, sec.Name, d.Text())
			}
		}
	}
}

func TestDraftLanguage(t *testing.T) {
	t.Parallel()
	d := draft("charter", "Kundendienst")
	d.Language = "de-AT"
	if got := string(d.Text()); !strings.Contains(got, "\n## Wenn wir das Ziel verfehlen\n") {
		t.Errorf("no German heading in\n%s", got)
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, field string
		answers     []string
		refused     bool
	}{
		{"commitment", "due", []string{"2026-09-30"}, false},
		{"commitment", "due", []string{"2026-09-31"}, true},
		{"commitment", "due", []string{"soon"}, true},
		{"commitment", "outcome", []string{"kept"}, false},
		{"commitment", "outcome", []string{"kpet"}, true},
		{"charter", "owns", []string{"Refunds", "Help: pages #1"}, false},
		{"charter", "decides", []string{"Refunds up to 500 EUR: alone"}, false},
		{"assessment", "n", []string{"many"}, true},
		{"lesson", "touches", []string{"support", "a, b]"}, false},
	} {
		problems := author.Refuse(schema.BuiltIn().Kind(c.kind), c.field, c.answers)
		if (len(problems) > 0) != c.refused {
			t.Errorf("%s %q: %v", c.field, c.answers, problems)
		}
	}
}

var titles = []string{
	"The return form", "A & B", "a_b and _c_", "*star*", "[x](y)", "`code`", "<b>bold</b>", "C#", "# #", "1. one", "- dash", "+ plus", `back\slash`, "a\\",
	"&amp; and &#35;", "ends with #", "ends with ##", "~~no~~", "https://example.org/x", "www.example.org", "[[id]]", "a  b", "![x](y)", "== a ==", "a: b", "@x", "me@example.org", "{#id}", ":+1:", "\"q\"", "[^1]", "www.0#0<0", "a@b.org<x",
}

func titleComesBack(t *testing.T, title string) {
	t.Helper()
	text := draft("page", title).Text()
	read := document.Compile(source.NewFile("pages/a.md", text), &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits()})
	if want := strings.Join(strings.Fields(title), " "); read.Title != want {
		t.Errorf("%q is read as %q out of %q", want, read.Title, strings.Split(string(text), "\n")[0])
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	for _, title := range titles {
		titleComesBack(t, title)
	}
}

// FuzzTitle holds that a title is read as it was typed.
func FuzzTitle(f *testing.F) {
	for _, title := range titles {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		if len(title) > 200 || !isPlainText(title) || document.Slug(title) == "" || slices.ContainsFunc([]rune(title), func(r rune) bool { return r >= 0x80 }) {
			t.Skip()
		}
		titleComesBack(t, title)
	})
}
