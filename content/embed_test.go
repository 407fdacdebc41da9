package content

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestFilesHoldsEveryDocument finds a document or settings file that the embed
// patterns miss, for instance in a folder two deep.
func TestFilesHoldsEveryDocument(t *testing.T) {
	t.Parallel()
	got, want := authored(t, Files()), authored(t, os.DirFS("."))
	if !slices.Equal(got, want) {
		t.Errorf("embedded files are\n%s\nbut the folder holds\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestFilesHoldsOnlyDocuments keeps code out of what a starter is made from.
func TestFilesHoldsOnlyDocuments(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(Files(), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !isAuthored(p) {
			t.Errorf("%s is embedded, but it is neither Markdown nor YAML", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPagesAreShort is the check that the standard plain-words names: a page
// of the handbook stays under 500 words, code and settings not counted. Pages
// of the reference are looked things up in, not read.
func TestPagesAreShort(t *testing.T) {
	t.Parallel()
	for _, p := range authored(t, Files()) {
		if path.Ext(p) != ".md" || strings.HasPrefix(p, "reference/") {
			continue
		}
		src, err := fs.ReadFile(Files(), p)
		if err != nil {
			t.Fatal(err)
		}
		if n := proseWords(string(src)); n >= 500 {
			t.Errorf("%s has %d words; part it or cut it to fewer than 500", p, n)
		}
	}
}

func TestProseWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, src string
		want      int
	}{
		{"text alone", "one two\n\nthree", 3},
		{"front matter", "---\nowner: us\n---\n# A title\n", 2},
		{"thematic break is no front matter", "one\n\n---\n\ntwo", 2},
		{"code", "one\n```yaml\nkey: value\n```\ntwo", 2},
		{"longer fence holds a shorter one", "````\n```\nx\n```\n````\none", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := proseWords(c.src); got != c.want {
				t.Errorf("proseWords(%q) = %d, want %d", c.src, got, c.want)
			}
		})
	}
}

// authored lists the Markdown and YAML files of a tree in path order.
func authored(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var paths []string
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && isAuthored(p) {
			paths = append(paths, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	return paths
}

func isAuthored(p string) bool { return path.Ext(p) == ".md" || path.Ext(p) == ".yaml" }

// proseWords counts the words outside front matter and fenced code. Signs that
// hold no letter or digit, such as the bars of a table, are not words.
func proseWords(src string) int {
	if rest, ok := strings.CutPrefix(src, "---\n"); ok {
		if _, body, closed := strings.Cut(rest, "\n---\n"); closed {
			src = body
		}
	}
	n, fence := 0, ""
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		marks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "":
			if len(marks) >= len(fence) && marks == line {
				fence = ""
			}
		case len(marks) >= 3:
			fence = marks
		default:
			for word := range strings.FieldsSeq(line) {
				if strings.ContainsFunc(word, isWordRune) {
					n++
				}
			}
		}
	}
	return n
}

func isWordRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
