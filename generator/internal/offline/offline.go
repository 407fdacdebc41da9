// Package offline lets a site be read and searched without a network.
//
// In: finished pages and files of a site. Out: the same for one of two cases.
// The package knows nothing of themes, and of search only that its files lie
// below search/ and ask for each other by their paths there.
//
// # A site on a host
//
// [Worker] makes sw.js, a service worker, for the root of the site. It keeps
// pages that a reader has opened, and answers from what it kept only when there
// is no network:
//
//	fixed   below assets/ and search/, with 10 or more hexadecimal digits as the
//	        last part of the name before the extension: named by its content, so
//	        the kept file is as good as a new one and is taken first
//	fresh   pages, pictures below files/, all else below assets/ and search/: from
//	        the network, and the kept one when there is none
//	others  feeds, twins, downloads, other sites: the browser asks as ever
//
// A page is kept only if its own markup says so, by a script element with the
// attribute data-worker: pages of other programs, or of another audience, below
// the same address are not. Nothing is kept that the host marks with no-store or
// private. A page that the host refuses with 401 or 403 ends a visit: then all
// that was kept of pages and of search goes. When search/manifest.bin changes,
// the files below the folders of search/ go, which belong to the one before.
// The number of files is bounded. [Gone] makes the worker that takes the place
// of this one when a site wants none any more: it forgets all and leaves.
//
// # A folder on a disk
//
// Browsers let a page on a disk (file://) neither fetch a file nor import a
// module. There a link to a folder shows a list of files, and a file with an
// integrity attribute is refused. [Page] mends the pages, and [Script] turns a
// module or a file of the index into a classic script that hands its content
// over:
//
//	search/manifest.bin  ->  search/manifest.bin.js: remitFile("search/manifest.bin","base64")
//	search/search.js     ->  search/search.js:       remitFile("search/search.js",{open, ...})
//
// [Loader] makes search/folder.js, which runs before the scripts of the theme
// and gives them window.remitFolder in place of what a page on a disk lacks:
//
//	at(path)     the address of a path below the root, where a folder is its index.html
//	load(path)   resolves to what a module exports
//	fetch(path)  resolves to a Response, for files of search/
//
// load and fetch take whole addresses as well.
package offline

import (
	_ "embed"
	"encoding/json"
	"slices"
)

//go:embed assets/worker.js
var worker []byte

//go:embed assets/gone.js
var gone []byte

//go:embed assets/folder.js
var loader []byte

// WorkerPath is where the service worker stands below the root of a site: it
// may only attend to what lies beside or below it.
const WorkerPath = "sw.js"

// LoaderPath is where the loader of a folder stands.
const LoaderPath = "search/folder.js"

// Worker makes the service worker of a site. keep are the paths below the root
// that it fetches at once; fallback, one of them, is shown for a page that
// cannot be had.
func Worker(keep []string, fallback string) []byte {
	known, err := json.Marshal(struct {
		Keep     []string `json:"keep"`
		Fallback string   `json:"fallback"`
	}{keep, fallback})
	if err != nil {
		panic(err) // they are strings
	}
	return slices.Concat([]byte("const site = "), known, []byte(";\n"), worker)
}

// Gone makes the service worker of a site that wants none.
func Gone() []byte { return gone }

// Loader returns the script that lets pages in a folder read the files beside
// them.
func Loader() []byte { return loader }
