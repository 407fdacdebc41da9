// Command reference writes the pages of the handbook that are made from the
// code's own words: kinds, fields, checks, what a theme may use. Run it in the root of the repository
// after a change of one of those.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"remit/generator"
	"remit/themes"
)

func main() {
	if err := write(filepath.Join("content", "reference")); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

// write makes the folder anew, so that no page of a kind or a family stays
// behind that is gone.
func write(dir string) error {
	pages := generator.Reference()
	about, err := generator.ThemeReference(os.DirFS(filepath.Join("generator", "internal")), themes.Default())
	if err != nil {
		return err
	}
	maps.Copy(pages, about)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	for path, text := range pages {
		name := filepath.Join("content", filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
