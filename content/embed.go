// Package content holds the product's own site: the handbook in which the
// maintainers of Remit say what they answer for, and show how Remit is used.
//
// In: nothing. Out: [Files], the handbook's documents and settings under the
// paths that they have in this folder. The package never reads the disk and
// holds no pictures and no code: what is compiled in is what an author writes.
package content

import (
	"embed"
	"io/fs"
)

// The patterns reach two folders deep, which is as deep as the layout goes; the
// package's test notices a document that they miss.
//
//go:embed *.md *.yaml */*.md */*/*.md
var files embed.FS

// Files returns the handbook: Markdown and YAML files under slash paths such
// as charters/maintainers.md. It cannot be changed.
func Files() fs.FS { return files }
