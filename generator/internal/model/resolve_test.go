package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// modelOf compiles files into a model of a site that lies in the given folder
// of its repository.
func modelOf(folder string, files map[string]string) *Model {
	o := &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true}}
	var list []*source.File
	var docs []*document.Document
	for _, p := range slices.Sorted(maps.Keys(files)) {
		f := source.NewFile(p, []byte(files[p]))
		list = append(list, f)
		if source.IsDocument(p) {
			docs = append(docs, document.Compile(f, o))
		}
	}
	m := New().Replace(source.NewTree(list, nil), docs, nil, docs)
	m.Folder = folder
	return m
}

var linked = map[string]string{
	"README.md":          "# Home\n",
	"teams/README.md":    "# Teams\n",
	"teams/a.md":         "# A\n\n## Who decides?\n",
	"teams/gr\u00fcn.md": "# Composed\n",
	"teams/a b.md":       "# Space\n",
	"teams.md":           "# Beside the folder\n",
	"two/readme.md":      "# Lower case\n",
	"two/index.md":       "# Index\n",
	"two/x.markdown":     "# X\n",
	"files/only.txt":     "text",
	"plain/deep/x.md":    "# Deep\n",
	"docs/inner.md":      "# A folder that is called like the site's\n",
	"pages/guide.md":     "# Guide\n",
}

// TestResolve follows links as they stand in teams/from.md.
func TestResolve(t *testing.T) {
	t.Parallel()
	names := map[Outcome]string{
		ToDocument: "document", ToFolder: "folder", ToFile: "file", Held: "held", ToFolderOnly: "files only",
		NotPublished: "not published", Dead: "dead", DeadAnchor: "dead anchor", Outside: "outside", Ambiguous: "ambiguous",
	}
	tests := []struct{ folder, link, want string }{
		{"", "[x](a.md)", "document teams/a.md"},
		{"", "[x](./a.md#who-decides)", "document teams/a.md#who-decides"},
		{"", "[x](a.md#Who%20decides?)", "document teams/a.md#who-decides"},
		{"", "[x](a.md#who)", "dead anchor teams/a.md"},
		{"", "[x](a.md?plain=1#who-decides)", "document teams/a.md#who-decides"},
		{"", "[x](a.md#:~:text=Who)", "document teams/a.md"},
		{"", "[x](a%20b.md)", "document teams/a b.md"},
		{"", "[x](gr\u00fcn.md)", "document teams/gr\u00fcn.md"},
		{"", "[x](gru\u0308n.md)", "document teams/gr\u00fcn.md"},
		{"", "[x](gr%C3%BCn.md)", "document teams/gr\u00fcn.md"},
		{"", "[x](gru%CC%88n.md)", "document teams/gr\u00fcn.md"},
		{"", "[x](..)", "document README.md"},
		{"", "[x](../)", "document README.md"},
		{"", "[x](/)", "document README.md"},
		{"", "[x](.)", "document teams/README.md"},
		{"", "[x](../teams.md)", "document teams.md"},
		{"", "[x](../two)", "document two/index.md"},
		{"", "[x](../two/readme.md)", "document two/readme.md"},
		{"", "[x](../two/x)", "document two/x.markdown"},
		{"", "[x](../two/x.html)", "document two/x.markdown"},
		{"", "[x](/guide/)", "document pages/guide.md"},
		{"", "[x](/guide/index.html)", "document pages/guide.md"},
		{"", "[x](../plain/)", "folder plain"},
		{"", "[x](../plain/deep)", "folder plain/deep"},
		{"", "[x](../files/)", "files only files"},
		{"", "[x](../files/only.txt)", "file files/only.txt"},
		{"", "[x](../.github/x.md)", "not published .github/x.md"},
		{"", "[x](sub\\a.md)", "dead teams/sub\\a.md"},
		{"", "[x](A.md)", "dead teams/A.md"},
		{"", "[x](../../out.md)", "outside ../../out.md"},
		{"", "[x](/../../out.md)", "dead out.md"},
		{"", "[[a]]", "document teams/a.md"},
		{"", "[[a#Who decides?]]", "document teams/a.md#who-decides"},
		{"", "[[page/a]]", "document teams/a.md"},
		{"", "[[teams/a]]", "document teams/a.md"},
		{"", "[[lesson/a]]", "dead lesson/a"},
		{"", "[[teams]]", "document teams/README.md"},
		{"", "[[nobody]]", "dead nobody"},
		{"", "[x](/docs/inner.md)", "document docs/inner.md"},
		// With the site's folder known, "/" is the repository, as on its host.
		{"docs", "[x](/docs/teams/a.md#who-decides)", "document teams/a.md#who-decides"},
		{"docs", "[x](/docs/)", "document README.md"},
		{"docs", "[x](/docs)", "document README.md"},
		{"docs", "[x](/docs/inner.md)", "document docs/inner.md"},
		{"docs", "[x](/teams/a.md)", "document teams/a.md"},
		{"docs", "[x](/docs/gone.md)", "dead gone.md"},
		{"docs", "[x](/gone.md)", "dead gone.md"},
		{"a/b", "[x](/a/b/files/only.txt)", "file files/only.txt"},
	}
	for _, tt := range tests {
		files := maps.Clone(linked)
		files["teams/from.md"] = "# From\n\n" + tt.link + "\n"
		m := modelOf(tt.folder, files)
		d := m.Find("teams/from.md")
		if len(d.Content.Refs) != 1 {
			t.Errorf("%s holds %d references", tt.link, len(d.Content.Refs))
			continue
		}
		target := m.Resolve(d, &d.Content.Refs[0])
		got := names[target.Outcome] + " " + target.Path
		if target.Anchor != "" {
			got += "#" + target.Anchor
		}
		if got != tt.want {
			t.Errorf("folder %q, %s: %s, want %s", tt.folder, tt.link, got, tt.want)
		}
	}
}

// TestIncoming compares the references found by key with all there are.
func TestIncoming(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"", "docs"} {
		files := maps.Clone(linked)
		targets := []string{".", "..", "/", "/index.html", "/docs", "/docs/", "/docs/teams", "/docs/files/only.txt", "[["}
		for p := range linked {
			bare, _, _ := strings.Cut(p, ".")
			for _, prefix := range []string{"", "/", "../", "/docs/"} {
				for _, suffix := range []string{".md", ".markdown", ".html", "", "/", "/index", "/index.html", ".txt"} {
					targets = append(targets, prefix+bare+suffix)
				}
			}
		}
		slices.Sort(targets)
		var text strings.Builder
		for _, target := range targets {
			fmt.Fprintf(&text, "[x](<%s>)\n", target)
		}
		text.WriteString("[[a]] [[home]] [[page/guide]] [[teams/a]] [[two]]\n")
		files["from.md"], files["teams/from.md"] = text.String(), text.String()
		m := modelOf(folder, files)
		want := map[string]int{}
		users := map[string]int{}
		for _, d := range m.Docs {
			for i := range d.Content.Refs {
				target := m.Resolve(d, &d.Content.Refs[i])
				if target.Doc != nil && target.Doc != d {
					want[target.Doc.Path]++
				}
				if target.File != nil {
					users[target.File.Path]++
				}
			}
		}
		for _, d := range m.Docs {
			if got := len(m.Incoming(d)); got != want[d.Path] {
				t.Errorf("folder %q: %d references to %s, want %d", folder, got, d.Path, want[d.Path])
			}
		}
		for _, f := range m.Tree.Files {
			if got := len(m.Users(f)); got < users[f.Path] {
				t.Errorf("folder %q: %d users of %s, want %d", folder, got, f.Path, users[f.Path])
			}
		}
		if want["README.md"] == 0 || users["files/only.txt"] == 0 {
			t.Errorf("folder %q: the links do not lead where they should: %v %v", folder, want, users)
		}
	}
}
