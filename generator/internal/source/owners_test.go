package source

import (
	"slices"
	"strings"
	"testing"
)

// TestCodeOwners follows the rules of the pattern language, as GitHub's
// documentation of code owners gives them.
func TestCodeOwners(t *testing.T) {
	t.Parallel()
	tests := []struct{ lines, path, want string }{
		{"* @acme/all", "README.md", "all"},
		{"* @acme/all", "a/b/c.md", "all"},
		{"*.md @acme/words", "a/b/c.md", "words"},
		{"*.md @acme/words", "a/b/c.go", "none"},
		{"/docs/ @acme/docs", "docs/a/b.md", "docs"},
		{"/docs/ @acme/docs", "site/docs/b.md", "none"},
		{"docs/ @acme/docs", "site/docs/b.md", "docs"},
		{"apps/ @acme/apps", "apps", "apps"}, // a folder, which no document is
		{"docs @acme/docs", "site/docs/a/b.md", "docs"},
		{"docs @acme/docs", "site/docs.md", "none"},
		{"docs/* @acme/docs", "docs/a.md", "docs"},
		{"docs/* @acme/docs", "docs/a/b.md", "none"},
		{"/* @acme/top", "a.md", "top"},
		{"/* @acme/top", "a/b.md", "none"},
		{"docs/a @acme/docs", "docs/a/b.md", "docs"},
		{"docs/a @acme/docs", "site/docs/a/b.md", "none"},
		{"**/logs @acme/logs", "a/b/logs/c.md", "logs"},
		{"**/logs @acme/logs", "logs/c.md", "logs"},
		{"/a/**/b.md @acme/b", "a/b.md", "b"},
		{"/a/**/b.md @acme/b", "a/x/y/b.md", "b"},
		{"/a/** @acme/b", "a/x/y.md", "b"},
		{"/ @acme/top", "a/x/y.md", "top"},
		{"/a?.md @acme/b", "ab.md", "b"},
		{"/{a,b}.md @acme/b", "a.md", "none"},
		{"/{a,b}.md @acme/b", "{a,b}.md", "b"},
		{"/a[1].md @acme/b", "a[1].md", "b"},
		{`/a\ b.md @acme/b`, "a b.md", "b"},
		{`\#notes.md @acme/b`, "x/#notes.md", "b"},
		// The last pattern that matches holds, whatever stands in it.
		{"* @acme/all\n/docs/ @acme/docs", "docs/a.md", "docs"},
		{"/docs/ @acme/docs\n* @acme/all", "docs/a.md", "all"},
		{"* @acme/all\n/docs/open.md", "docs/open.md", "nobody"},
		{"* @acme/all\n/docs/ @jane jane@example.org", "docs/a.md", "nobody"},
		{"* @jane @acme/all @acme/more # why", "a.md", "all more"},
		{"* @acme/group/inner", "a.md", "inner"},
		{"* @acme/ @/x @", "a.md", "nobody"},
		{"# * @acme/all\n\n[Docs] @acme/docs\n^[Docs]\r\n* @acme/x\r\n", "a.md", "x"},
		{"", "a.md", "none"},
	}
	for _, tt := range tests {
		got := "none"
		if r := OwnerOf(ParseCodeOwners([]byte(tt.lines)), tt.path); r != nil {
			got = strings.Join(r.Teams, " ")
			if got == "" {
				got = "nobody"
			}
		}
		if got != tt.want {
			t.Errorf("%q: %s is owned by %s, want %s", tt.lines, tt.path, got, tt.want)
		}
	}
}

func TestCodeOwnersLine(t *testing.T) {
	t.Parallel()
	rules := ParseCodeOwners([]byte("# head\n\n*.md @acme/a\n\n/x @acme/b\n"))
	if len(rules) != 2 || rules[0].Line != 3 || rules[1].Line != 5 {
		t.Errorf("got %+v", rules)
	}
}

func TestOwners(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"# See the docs\n\napprovers:\n  - jane\nlabels:\n  - sig/node\n  - area/x\n", "sig/node area/x"},
		{"labels: committee/steering\n", "committee/steering"},
		{"filters:\n  \".*\":\n    approvers: [jane]\n    labels: [sig/docs]\n  \"charter.md\":\n    labels: [committee/steering]\n", "sig/docs"},
		{"filters:\n  \"(?i)charter.md\":\n    labels: [committee/steering]\n", ""},
		{"approvers: [jane]\n", ""},
		{"", ""},
		{"labels: [a/b\n", ""},
		{"- a\n- b\n", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(ParseOwners([]byte(tt.text)).Labels, " "); got != tt.want {
			t.Errorf("%q: labels %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestTeamNames(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{
		"sig/node": "sig-node", "committee/steering": "committee-steering", "team/payments": "payments team-payments",
		"lgtm": "", "/x": "", "x/": "",
	} {
		if got := strings.Join(TeamNames(label), " "); got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}

// FuzzCodeOwners wants any text to be read without a panic, and each rule to
// keep what its literal start promises.
func FuzzCodeOwners(f *testing.F) {
	for _, s := range []string{"* @acme/all", "/docs/ @acme/docs", `/a\ b[1]{x}.md @a/b`, "docs/* @a/b", "**/x/** @a/b", "\\", "/**/ @a/b", "/ @a/b"} {
		f.Add(s, "docs/a b[1]{x}.md")
	}
	f.Fuzz(func(t *testing.T, text, path string) {
		for _, r := range ParseCodeOwners([]byte(text)) {
			plain := r
			plain.start = ""
			if got, want := r.match(path), plain.match(path); got != want {
				t.Errorf("%q on %q: %v with its start %q, %v without", text, path, got, r.start, want)
			}
			if slices.Contains(r.Teams, "") {
				t.Errorf("%q: a team without a name", text)
			}
		}
	})
}
