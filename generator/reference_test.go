package generator

import (
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"

	"remit/content"
	"remit/themes"
)

// TestReference holds the handbook's reference against the code's own words.
func TestReference(t *testing.T) {
	t.Parallel()
	pages := Reference()
	about, err := ThemeReference(os.DirFS("internal"), themes.Default())
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(pages, about)
	for path, want := range pages {
		got, err := fs.ReadFile(content.Files(), path)
		if err != nil || string(got) != want {
			t.Errorf("content/%s is not what the code says; run  go run ./.ci/reference", path)
		}
	}
	err = fs.WalkDir(content.Files(), "reference", func(path string, d fs.DirEntry, err error) error {
		if _, ours := pages[path]; err == nil && !d.IsDir() && !ours {
			t.Errorf("content/%s is made from nothing; the folder reference/ is for pages that are made from code", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for path, text := range pages {
		if strings.Contains(text, "%!") {
			t.Errorf("%s holds a formatting fault", path)
		}
	}
}
