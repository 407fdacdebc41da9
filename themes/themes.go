// Package themes holds the default theme as files.
//
// In: the folder default. Out: the same files as an [fs.FS], inside the
// program, so that it needs nothing beside it. The package knows nothing of
// what they mean; package theme does. The layout, which a site's own theme
// folder repeats for the files it replaces:
//
//	document.html, folder.html, ...   one template for each kind of page
//	parts/                            pieces of a page, called by those
//	frame/                            pieces made once for all pages of one depth
//	nav.html                          the navigation, made once for each folder
//	assets/                           published under names that carry their hash
//	words/en.json, words/de.json      what the interface says, a file a language
package themes

import (
	"embed"
	"io/fs"
)

//go:embed default
var files embed.FS

// Default returns the default theme. Its root holds document.html.
func Default() fs.FS {
	sub, err := fs.Sub(files, "default")
	if err != nil {
		panic("themes: " + err.Error()) // the name is a constant
	}
	return sub
}
