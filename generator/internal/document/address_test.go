package document

import "testing"

func TestAddressOf(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"README.md":             "",
		"index.md":              "",
		"teams/README.md":       "teams/",
		"teams/readme.md":       "teams/",
		"charters/support.md":   "charters/support/",
		"pages/guide.md":        "guide/",
		"pages/README.md":       "pages/",
		"pages/sub/README.md":   "sub/",
		"CLA.md":                "cla/",
		"a b/C & D.md":          "a-b/c-d/",
		"2023_Annual.report.md": "2023_annual.report/",
		"日本語/見出し.md":            "日本語/見出し/",
		"Ａ.md":                  "a/",
		"Straße.md":             "straße/",
		"con.md":                "con-page/",
		"x/aux.notes.md":        "x/aux.notes-page/",
		"search.md":             "search-page/",
		"files/notes.md":        "files-page/notes/",
		"x/search.md":           "x/search/",
		"???.md":                "page/",
		"_x/y.md":               "page_x/y/",
		"notes.markdown":        "notes/",
		"index.html.md":         "index.html-page/",
		"x/index.html.md":       "x/index.html-page/",
		"x/index.json.md":       "x/index.json-page/",
		"x/index.md.md":         "x/index.md-page/",
		"x/table.csv.md":        "x/table.csv-page/",
		"404.html.md":           "404.html-page/",
		"robots.txt/a.md":       "robots.txt-page/a/",
		"x/404.html.md":         "x/404.html/",
	} {
		if got := AddressOf(path); got != want {
			t.Errorf("AddressOf(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]string{
		"README.md":           {"Home", "home"},
		"sig-node/README.md":  {"Sig node", "sig-node"},
		"a/2026-04-return.md": {"2026 04 return", "2026-04-return"},
		"a/My Page.md":        {"My Page", "my-page"},
		"émile.md":            {"Émile", "émile"},
	} {
		if got := NameOf(path); got != want[0] {
			t.Errorf("NameOf(%q) = %q, want %q", path, got, want[0])
		}
		if got := idOf(path); got != want[1] {
			t.Errorf("idOf(%q) = %q, want %q", path, got, want[1])
		}
	}
}

func TestAliasPath(t *testing.T) {
	t.Parallel()
	for alias, want := range map[string]string{
		"/old/page/":     "old/page/",
		"old/page":       "old/page/",
		"/old/page.html": "old/page.html",
		"a//b/":          "a/b/",
		"/":              "",
		"../out/":        "",
		"//host/x":       "",
		"https://host/x": "",
		"/x?y":           "",
		"/.git/":         "",
		"/x/con/":        "",
		"/x\u202ey/":     "",
		"/_headers":      "",
		"/a\nb":          "",

		"/old/index.html":      "old/",
		"/index.html":          "",
		"/index.html/x/":       "",
		"/a/index.html/x.html": "",
		"/old.aspx":            "old.aspx",
		"/gru\u0308n/":         "gr\u00fcn/",
	} {
		if got, ok := aliasPath(alias); got != want || ok != (want != "") {
			t.Errorf("aliasPath(%q) = %q, %v, want %q", alias, got, ok, want)
		}
	}
}

// FuzzAddressOf wants every address to be usable as a path on any system.
func FuzzAddressOf(f *testing.F) {
	for _, seed := range []string{"a/b.md", "../x.md", "CON.md", "a\x00b.md", "İ.md", "ﷺ/.md", "a/./b.md"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		got := AddressOf(path)
		if got == "" {
			return
		}
		for i, r := range got {
			if r == 0 || r < ' ' || r == '\\' || r == ':' || r == '"' || r == '<' || r == '>' || r == '|' || r == '?' || r == '*' {
				t.Fatalf("AddressOf(%q) = %q holds %q at %d", path, got, r, i)
			}
		}
		if got[0] == '/' || got[len(got)-1] != '/' {
			t.Fatalf("AddressOf(%q) = %q", path, got)
		}
	})
}
