package offline

import (
	"bytes"
	"encoding/base64"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Page mends a page, the file p below the root of the site, for a folder on a
// disk: links to folders lead to their index.html, links that begin at the host
// become relative, what only works on a host is left out, and the loader is put
// before all other scripts. base is the path of the site on its host: "/" or "/handbook/".
func Page(p, base string, body []byte) []byte {
	root := strings.Repeat("../", strings.Count(p, "/"))
	out := bytes.NewBuffer(make([]byte, 0, len(body)+1024))
	load := []byte(`<script src="` + root + LoaderPath + `"></script>`)
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.Bytes()
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := slices.Clone(z.Raw()) // Token writes into it
			t := z.Token()
			if t.Data == "script" {
				out.Write(load)
				load = nil
			}
			if mend(&t, root, base) {
				out.WriteString(t.String())
			} else {
				out.Write(raw)
			}
		default:
			out.Write(z.Raw())
		}
	}
}

// mend changes the attributes of a tag, or reports that there is nothing to
// change: then the page keeps the tag as it was written.
func mend(t *html.Token, root, base string) bool {
	changed := false
	for i, a := range t.Attr {
		to := a.Val
		switch {
		case a.Key == "href" || a.Key == "src":
			to = fileAddress(a.Val, root, base)
		case a.Key == "content" && t.Data == "meta":
			to = strings.ReplaceAll(a.Val, "'self'", "'self' file:") // not all browsers take files on a disk for one origin
			if wait, address, ok := strings.Cut(a.Val, "; url="); ok {
				to = wait + "; url=" + fileAddress(address, root, base)
			}
		}
		if to != a.Val {
			t.Attr[i].Val, changed = to, true
		}
	}
	if t.Data != "script" && t.Data != "link" {
		return changed
	}
	n := len(t.Attr)
	t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "integrity" || a.Key == "crossorigin" })
	return changed || len(t.Attr) < n
}

// fileAddress returns the address of a file on a disk for an address on a host.
func fileAddress(href, root, base string) string {
	end := strings.IndexAny(href, "?#")
	if end < 0 {
		end = len(href)
	}
	p, rest := href[:end], href[end:]
	if first, _, _ := strings.Cut(p, "/"); p == "" || strings.Contains(first, ":") || strings.HasPrefix(p, "//") {
		return href // this page, or another site
	}
	if below, ok := strings.CutPrefix(p, base); ok && strings.HasPrefix(p, "/") {
		p = root + below
	}
	switch path.Base("/" + p[strings.LastIndexByte(p, '/')+1:]) {
	case "/": // nothing behind the last slash
		p += "index.html"
	case ".", "..":
		p += "/index.html"
	}
	return p + rest
}

// ScriptPath returns where a file of search/ stands as a script.
func ScriptPath(p string) string {
	if strings.HasSuffix(p, ".js") {
		return p
	}
	return p + ".js"
}

// export is how a module gives something away.
var export = regexp.MustCompile(`\bexport ((?:async )?function\*?|class|const|let) ?([\w$]+)`)

// IsModule reports whether a script can only be imported.
func IsModule(body []byte) bool { return export.Match(body) }

// Script returns a file, which stands at p below the root of the site, as a
// classic script. A module, whose name ends in .js, becomes a function that is
// called at once and returns what the module exports; modules import nothing
// and export declarations.
func Script(p string, body []byte) []byte {
	if !strings.HasSuffix(p, ".js") {
		return []byte("remitFile(" + strconv.Quote(p) + `,"` + base64.StdEncoding.EncodeToString(body) + "\")\n")
	}
	var names []string
	for _, m := range export.FindAllSubmatch(body, -1) {
		names = append(names, string(m[2]))
	}
	plain := export.ReplaceAll(body, []byte("$1 $2"))
	return slices.Concat([]byte("remitFile("+strconv.Quote(p)+",(()=>{"), plain, []byte("\nreturn{"+strings.Join(names, ",")+"}})())\n"))
}
