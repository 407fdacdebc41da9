package schema

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"remit/generator/internal/diag"
)

// TestEdits applies the edits of all problems and decodes again: nothing else
// of the text may change, and what was edited may not be a problem any more.
func TestEdits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, src, want string
		rest            string // rules of problems that stay, which no edit mends
	}{
		"a slip in a key":             {"charter", "sucess:\n  - a: b\n", "success:\n  - a: b\n", ""},
		"two letters swapped":         {"charter", "onws: [b]\nx: y\n", "owns: [b]\nx: y\n", ""},
		"capital letters":             {"charter", "Owner: z\n", "owner: z\n", ""},
		"another joint":               {"charter", "works_with:\n  - a: b\n", "works-with:\n  - a: b\n", ""},
		"a plural":                    {"page", "tag: [a]\n", "tags: [a]\n", ""},
		"a value that does not fit":   {"lesson", "dates: in June\n", "dates: in June\n", "unknown-key"},
		"two slips":                   {"charter", "sucesss-of-us: [a]\nboundris: [a]\n", "sucesss-of-us: [a]\nboundris: [a]\n", "unknown-key"},
		"a key in quotes":             {"charter", "\"sucess\":\n  - a: b\n", "\"sucess\":\n  - a: b\n", "unknown-key"},
		"the known key is there":      {"page", "tags: [a]\ntag: b\n", "tags: [a]\ntag: b\n", ""},
		"never a key of access":       {"page", "craft: pottery\n", "craft: pottery\n", "unknown-key"},
		"never a slip of access":      {"page", "drfat: true\naudiance: board\n", "drfat: true\naudiance: board\n", "access-key access-key"},
		"a key of a part":             {"commitment", "check-ins:\n  - date: 2026-01-02\n    nedds: help\n", "check-ins:\n  - date: 2026-01-02\n    needs: help\n", ""},
		"a slip in a word":            {"charter", "status: aktive\ntype: stream_aligned\n", "status: active\ntype: stream-aligned\n", ""},
		"a word with a space":         {"commitment", "check-ins:\n  - feels: at rsik\n  - feels: on-track\n", "check-ins:\n  - feels: at risk\n  - feels: on track\n", ""},
		"a word in quotes":            {"charter", "status: 'Aktive'\n", "status: 'Aktive'\n", "unknown-value"},
		"a word far away":             {"commitment", "outcome: failed\n", "outcome: failed\n", "unknown-value"},
		"a word in CRLF":              {"charter", "title: ä\r\nstatus: aktive\r\nowns: [a]\r\n", "title: ä\r\nstatus: active\r\nowns: [a]\r\n", ""},
		"a date with slashes":         {"lesson", "date: 2026/5/2\n", "date: 2026-05-02\n", ""},
		"a date with one order":       {"lesson", "date: 25.5.2026\nreviewed: 5/25/2026\n", "date: 2026-05-25\nreviewed: 2026-05-25\n", ""},
		"a date with two orders":      {"lesson", "date: 12.5.2026\nreviewed: 5/12/2026\n", "date: 12.5.2026\nreviewed: 5/12/2026\n", "date-unreadable date-unreadable"},
		"a date with equal numbers":   {"lesson", "date: 5.5.2026\n", "date: 2026-05-05\n", ""},
		"a date with no order":        {"lesson", "date: 31.31.2026\n", "date: 31.31.2026\n", "date-unreadable"},
		"a year of two digits":        {"lesson", "date: 12.5.26\n", "date: 12.5.26\n", "date-unreadable"},
		"a named month":               {"lesson", "date: 12th May, 2026\nreviewed: 1. März 2026\n", "date: 2026-05-12\nreviewed: 2026-03-01\n", ""},
		"a date in quotes":            {"lesson", "date: \"May 12, 2026\" # x\n", "date: 2026-05-12 # x\n", ""},
		"a date with a time":          {"lesson", "date: 2026-05-12T10:00:00Z\nreviewed: 2026-05-12 10:00:00\n", "date: 2026-05-12\nreviewed: 2026-05-12\n", ""},
		"a day that does not exist":   {"lesson", "date: 2026-13-45\nreviewed: 2026-02-30\n", "date: 2026-13-45\nreviewed: 2026-02-30\n", "date-unreadable date-unreadable"},
		"a month in another form":     {"lesson", "showcase: May 2026\n", "showcase: 2026-05\n", ""},
		"a month with a slash":        {"decision", "revisit: 8/2026\nraised: 8/2026\n", "revisit: 2026-08\nraised: 8/2026\n", "date-unreadable"},
		"a comment that cuts":         {"charter", "contact: Chat #help-desk, answered\nowns: [a]\n", "contact: \"Chat #help-desk, answered\"\nowns: [a]\n", ""},
		"a comment that cuts all":     {"charter", "contact: #help\n", "contact: \"#help\"\n", ""},
		"a comment in a line":         {"charter", "rhythm:\n  - Check-in: In #desk\n  - Every week #desk\n", "rhythm:\n  - Check-in: \"In #desk\"\n  - \"Every week #desk\"\n", ""},
		"a comment with quotes":       {"charter", "contact: Say \"hi\" in #desk\n", "contact: 'Say \"hi\" in #desk'\n", ""},
		"a comment after an id":       {"charter", "owner: support #desk\n", "owner: support #desk\n", "comment-cuts-value"},
		"a comment in brackets":       {"charter", "owns: [Big things #one\n  ]\n", "owns: [Big things #one\n  ]\n", "comment-cuts-value"},
		"a value that begins with @":  {"charter", "title: x\nlead: @Ada and others\n", "title: x\nlead: \"@Ada and others\"\n", ""},
		"an item that begins with @":  {"charter", "owns:\n  - @payments\n", "owns:\n  - \"@payments\"\n", ""},
		"a value with @ and comment":  {"charter", "lead: @Ada # x\n", "lead: @Ada # x\n", "front-matter"},
		"a value with @ that goes on": {"charter", "lead: @Ada\n  and Grace\n", "lead: @Ada\n  and Grace\n", "front-matter"},
		"a second colon":              {"page", "title: Payments: the charter\n", "title: \"Payments: the charter\"\n", ""},
		"a second colon in a list":    {"charter", "success:\n  - Replies: in 4 hours: always\n", "success:\n  - Replies: \"in 4 hours: always\"\n", ""},
		"a reference in brackets":     {"lesson", "led-to: [[return-form]]\n", "led-to: return-form\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind := BuiltIn().Kind(c.kind)
			found := checked(kind, c.src)
			got := applied(c.src, found)
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			var rest []string
			for _, p := range checked(kind, got) {
				rest = append(rest, p.Rule)
				if p.Edit != nil {
					t.Errorf("an edit is left: %+v", p)
				}
			}
			if left := strings.Join(rest, " "); left != c.rest {
				t.Errorf("the problems that stay are %q, want %q", left, c.rest)
			}
		})
	}
}

func checked(kind *Kind, src string) []diag.Problem {
	meta, problems := Decode("a.md", []byte(src), 0, len(src), Limits{})
	problems = append(problems, kind.Check("a.md", meta)...)
	diag.Sort(problems)
	return problems
}

// applied returns src with all edits made, the last first.
func applied(src string, problems []diag.Problem) string {
	slices.Reverse(problems)
	for _, p := range problems {
		if p.Edit != nil {
			src = src[:p.Edit.Start] + p.Edit.Text + src[p.Edit.End:]
		}
	}
	return src
}

// TestEditsOfOrg does the same with org.yaml.
func TestEditsOfOrg(t *testing.T) {
	t.Parallel()
	const src = "# x\nteems:\n  finance: {nmae: Finance, retired: 1 March 2025, colour: red}\nrole: {a: A}\ntopic: {}\ntopics: {}\n"
	const want = "# x\nteams:\n  finance: {name: Finance, retired: 2025-03-01, colour: red}\nroles: {a: A}\ntopic: {}\ntopics: {}\n"
	got := src
	for range 3 { // what stands below a misspelled key is read once that is mended
		_, problems := DecodeOrg([]byte(got))
		diag.Sort(problems)
		got = applied(got, problems)
	}
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOneSlip(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{
		"sucess success": true, "success success": true, "Success success": true, "works_with works-with": true, "onws owns": true,
		"ownsx owns": true, "xowns owns": true, "own owns": true, "owms owns": true, "oxnxs owns": false, "wnos owns": false,
		"n no": false, "ab cd": false, "a b": false, "größe grösse": false, "grösse grosse": true, "date dates": true, "abcd badc": false,
	} {
		a, b, _ := strings.Cut(words, " ")
		if oneSlip(a, b) != want || oneSlip(b, a) != want {
			t.Errorf("%q and %q: want %v", a, b, want)
		}
	}
}

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"6 months": 6, "1 year": 12, "2 years": 24, "12": 12, "a year": 12, "half a year": 6, "Every 3 Months": 3, "quarterly": 3, "two quarters": 6, "six months": 6,
		"": 0, "soon": 0, "0 months": 0, "-3": 0, "6 weeks": 0, "11 years": 0, "a": 0, "6 months or so": 0, "1.5 years": 0, "every": 0, "99999999999999999999": 0,
	} {
		if got, ok := ParseDuration(text); ok != (want > 0) || ok && got != want {
			t.Errorf("%q: got %d, %v, want %d", text, got, ok, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for src, want := range map[string][2]bool{"": {true, false}, "words: off": {false, false}, "words: [one-cause]": {true, true}, "words: on": {true, false}} {
		s, problems := DecodeSettings([]byte(src))
		if got := [2]bool{s.Words.Includes("blame-label", true), s.Words.Includes("one-cause", false)}; got != want || len(problems) > 0 {
			t.Errorf("%q: got %v, want %v; %+v", src, got, want, problems)
		}
	}
}

// FuzzEdits holds that edits are within the text, apart from each other, and
// never make the front matter worse.
func FuzzEdits(f *testing.F) {
	for _, src := range []string{
		"sucess:\n  - a: b #c\n", "owner: @x\nstatus: aktive\ndate: 25.5.2026\n", "title: a: b\nled-to: [[x]]\n", "\"onws\": 'x'\nraised: 12. Mai 2026\n",
		"check-ins:\n  - nedds: x #y\n    feels: on-track\n", "ok: [a]\nreview_every: 6 months\n", "a: [b #c\n , d]\n", "{\n%0",
		"check-ins:\n  - nedds: x #y\n    feels: onheck-ins:\n-track\n",
	} {
		f.Add([]byte(src))
	}
	kinds := BuiltIn().All()
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, kind := range kinds {
			problems := checked(kind, string(src))
			checkProblems(t, src, problems, "")
			e := mended(src, problems)
			if e == nil {
				continue
			}
			after := checked(kind, string(e))
			rule := ""
			if count(problems, "front-matter") > 0 { // a line that can be read again may show what else is wrong with it
				rule = "front-matter"
			}
			if count(after, rule) > count(problems, rule) {
				t.Fatalf("%s: edits made %q worse: %q\n%+v\n%+v", kind.Name, src, e, problems, after)
			}
		}
	})
}

// mended returns src with its edits made, or nil when there are none.
func mended(src []byte, problems []diag.Problem) []byte {
	sorted := append([]diag.Problem{}, problems...)
	diag.Sort(sorted)
	for _, p := range sorted {
		if p.Edit != nil {
			return []byte(applied(string(src), sorted))
		}
	}
	return nil
}

// count returns how many problems are more than hints, of one rule or, for "",
// of all.
func count(problems []diag.Problem, rule string) int {
	n := 0
	for _, p := range problems {
		if p.Severity > diag.Hint && (rule == "" || p.Rule == rule) {
			n++
		}
	}
	return n
}

func checkProblems(t *testing.T, src []byte, problems []diag.Problem, rule string) {
	t.Helper()
	end := -1
	sorted := append([]diag.Problem{}, problems...)
	diag.Sort(sorted)
	for _, p := range sorted {
		if p.Rule == "" || p.Message == "" || p.Fix == "" || !utf8.ValidString(p.Message) && utf8.Valid(src) {
			t.Fatalf("problem %+v", p)
		}
		if p.Span.Start.Byte > p.Span.End.Byte || p.Span.End.Byte > len(src) {
			t.Fatalf("%s at %+v of %d bytes", p.Message, p.Span, len(src))
		}
		if p.Edit == nil {
			continue
		}
		if p.Edit.Start > p.Edit.End || p.Edit.End > len(src) || p.Edit.Start < end {
			t.Fatalf("edit %+v after %d of %d bytes", *p.Edit, end, len(src))
		}
		end = p.Edit.End
	}
}
