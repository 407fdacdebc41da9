package calendar

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var day = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

var sample = Calendar{
	Name: "Reviews, plans; \"all\"\nof them", About: "What is due\r\nand why",
	Events: []Event{
		{UID: "a1@x.remit", Day: day, Summary: "Review due: Support charter", About: "Reason, one; two \\ three\nhttps://x.example/a?b=1&c=2", URL: "https://x.example/a b/\r\nX-EVIL:1", Categories: []string{"Support", "a,b", ""}},
		{UID: "a2@x.remit", Day: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Stamp: day, Summary: strings.Repeat("ä€😀 ", 60), About: strings.Repeat("x", 500)},
		{UID: "a3\r\nEND:VEVENT", Day: day, Summary: "A\x00B\x1b\xff", About: "\r\n"},
	},
}

// property is one line of a calendar, unfolded and cut.
type property struct{ name, params, value string }

var contentLine = regexp.MustCompile(`^([A-Z-]+)((?:;[A-Z-]+=[^:;,"]+)*):(.*)$`)

// parse reads a calendar strictly: it fails the test for each line that RFC 5545
// does not allow.
func parse(t *testing.T, file []byte) []property {
	t.Helper()
	if !utf8.Valid(file) || !bytes.HasSuffix(file, []byte("\r\n")) {
		t.Fatal("not UTF-8, or it does not end a line")
	}
	var unfolded []string
	for line := range strings.SplitSeq(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if len(line) > 75 || len(line) == 0 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
		if line[0] == ' ' {
			unfolded[len(unfolded)-1] += line[1:]
			continue
		}
		unfolded = append(unfolded, line)
	}
	var all []property
	for _, line := range unfolded {
		m := contentLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no content line: %q", line)
		}
		params := strings.Split(m[2], ";")
		for i, p := range params {
			if name, _, _ := strings.Cut(p, "="); name != "" && slices.ContainsFunc(params[:i], func(q string) bool { return strings.HasPrefix(q, name+"=") }) {
				t.Errorf("a parameter twice: %q", line)
			}
		}
		all = append(all, property{m[1], m[2], m[3]})
	}
	return all
}

// plain undoes the escapes of a text; anything that should have been escaped
// fails the test.
func plain(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ',' || s[i] == ';':
			t.Errorf("%q is not escaped in %q", s[i], s)
		case s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f:
			t.Errorf("a control character in %q", s)
		case s[i] != '\\':
			b.WriteByte(s[i])
		case i+1 < len(s) && strings.IndexByte(`\,;`, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case i+1 < len(s) && s[i+1] == 'n':
			i++
			b.WriteByte('\n')
		default:
			t.Errorf("an escape that does not exist in %q", s)
		}
	}
	return b.String()
}

// events holds the structure against RFC 5545 and returns the properties of
// each event.
func events(t *testing.T, all []property) (head map[string]string, list []map[string]property) {
	t.Helper()
	head = map[string]string{}
	var open []string
	for i, p := range all {
		switch p.name {
		case "BEGIN":
			open = append(open, p.value)
			if p.value == "VEVENT" {
				list = append(list, map[string]property{})
			}
			if want := []string{"VCALENDAR", "VEVENT"}; len(open) > 2 || p.value != want[len(open)-1] {
				t.Fatalf("begins %v", open)
			}
		case "END":
			if len(open) == 0 || open[len(open)-1] != p.value {
				t.Fatalf("ends %s in %v", p.value, open)
			}
			if open = open[:len(open)-1]; len(open) == 0 && i != len(all)-1 {
				t.Fatal("something follows the end")
			}
		default:
			switch len(open) {
			case 1:
				if _, twice := head[p.name]; twice || len(list) > 0 {
					t.Errorf("%s is there twice, or behind an event", p.name)
				}
				head[p.name] = p.value
			case 2:
				if _, twice := list[len(list)-1][p.name]; twice && p.name != "CATEGORIES" {
					t.Errorf("%s is there twice", p.name)
				}
				list[len(list)-1][p.name] = p
			default:
				t.Fatalf("%s stands outside", p.name)
			}
		}
	}
	if len(open) > 0 || head["VERSION"] != "2.0" || head["PRODID"] == "" {
		t.Errorf("not closed %v, or without VERSION and PRODID: %v", open, head)
	}
	seen := map[string]bool{}
	for _, e := range list {
		for _, name := range []string{"UID", "DTSTAMP", "DTSTART", "SUMMARY"} {
			if e[name].value == "" {
				t.Errorf("an event has no %s: %v", name, e)
			}
		}
		if seen[e["UID"].value] {
			t.Errorf("two events have the UID %s", e["UID"].value)
		}
		seen[e["UID"].value] = true
		if !regexp.MustCompile(`^\d{8}T\d{6}Z$`).MatchString(e["DTSTAMP"].value) || e["DTSTART"].params != ";VALUE=DATE" || !regexp.MustCompile(`^\d{8}$`).MatchString(e["DTSTART"].value) {
			t.Errorf("times: %v", e)
		}
	}
	return head, list
}

func TestWrite(t *testing.T) {
	t.Parallel()
	file := Write(sample)
	if !bytes.Equal(file, Write(sample)) {
		t.Error("two files of the same events differ")
	}
	head, list := events(t, parse(t, file))
	if got := plain(t, head["NAME"]); got != sample.Name || plain(t, head["X-WR-CALNAME"]) != got {
		t.Errorf("name %q", got)
	}
	if len(list) != 3 {
		t.Fatalf("%d events", len(list))
	}
	a, b, c := list[0], list[1], list[2]
	if a["DTSTART"].value != "20261122" || a["DTEND"].value != "20261123" || a["DTSTAMP"].value != "20261122T000000Z" || a["TRANSP"].value != "TRANSPARENT" {
		t.Errorf("%v", a)
	}
	if got := plain(t, a["DESCRIPTION"].value); got != sample.Events[0].About {
		t.Errorf("about %q", got)
	}
	if a["URL"].value != "https://x.example/ab/X-EVIL:1" || plain(t, a["CATEGORIES"].value) != "a,b" {
		t.Errorf("%v", a)
	}
	if b["DTEND"].value != "20270101" || b["DTSTAMP"].value != "20261122T000000Z" || plain(t, b["SUMMARY"].value) != strings.TrimSpace(sample.Events[1].Summary) {
		t.Errorf("%v", b)
	}
	if plain(t, c["SUMMARY"].value) != "AB\uFFFD" || !slices.Equal([]string{c["DESCRIPTION"].value, plain(t, c["UID"].value)}, []string{"", "a3\nEND:VEVENT"}) {
		t.Errorf("%v", c)
	}
	if _, none := events(t, parse(t, Write(Calendar{Name: "None"}))); len(none) > 0 {
		t.Errorf("%v", none)
	}
}

// FuzzWrite wants a valid file whatever the words are.
func FuzzWrite(f *testing.F) {
	f.Add("Reviews", "a,b;c\\", "x\r\ny")
	f.Fuzz(func(t *testing.T, name, summary, about string) {
		if clean(summary) == "" || clean(name) == "" {
			return
		}
		_, list := events(t, parse(t, Write(Calendar{Name: name, About: about, Events: []Event{{UID: "a@b", Day: day, Summary: summary, About: about, URL: about, Categories: []string{name}}}})))
		if got := plain(t, list[0]["SUMMARY"].value); got != clean(summary) {
			t.Errorf("got %q, want %q", got, clean(summary))
		}
	})
}
