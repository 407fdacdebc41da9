package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"unicode/utf8"
)

// AssetInfo is what a page needs to know of a file that is not a document.
type AssetInfo struct {
	Width, Height int    // pixels; 0 when the file is no image or does not say
	Media         string // media type by content and extension: "image/png"
	Refused       string // why the file may not be published and the way out, in words that can follow a colon; "" when it may
}

// asset makes the file of an entry whose bytes stay on the disk.
func (r *Root) asset(e *entry, limit int64) *File {
	f := &File{Path: e.path, Size: e.stamp.size, Hash: e.stamp.hash(), Target: e.target()}
	place, s := e.place, e.stamp
	f.read = func() ([]byte, error) {
		var data []byte
		err := r.whenUnchanged(place, s, func(open *os.File) (err error) {
			if s.size > limit {
				return errTooLarge
			}
			data = make([]byte, s.size)
			_, err = io.ReadFull(open, data)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f.Path, err)
		}
		return data, nil
	}
	f.info = sync.OnceValue(func() AssetInfo {
		if s.size > limit {
			return AssetInfo{Media: mediaOf(f.Path), Refused: fmt.Sprintf("it is %s and the limit is %s; make it smaller, or raise asset-bytes under limits in remit.yaml", amount(s.size), amount(limit))}
		}
		var info AssetInfo
		err := r.whenUnchanged(place, s, func(open *os.File) error {
			info = inspect(f.Path, s.size, open)
			return nil
		})
		if err != nil {
			return AssetInfo{Media: mediaOf(f.Path), Refused: "it cannot be read (" + plain(err) + "); allow reading it, then build again"}
		}
		return info
	})
	return f
}

// errReplaced says that a file is no longer the one that was listed.
var errReplaced = errors.New("the file changed while the site was being built: build again")

// whenUnchanged opens a file and uses it, provided that it is the listed one
// before and after.
func (r *Root) whenUnchanged(place string, s stamp, use func(*os.File) error) error {
	f, err := r.root.OpenFile(place, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := same(f, s); err != nil {
		return err
	}
	if err := use(f); err != nil {
		if changed := same(f, s); changed != nil {
			return changed
		}
		return err
	}
	return same(f, s)
}

func same(f *os.File, s stamp) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || stampOf(info) != s {
		return errReplaced
	}
	return nil
}

// plain is what the system said, without the path and the call.
func plain(err error) string {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return err.Error()
}

func inspectBytes(path string, data []byte) AssetInfo {
	return inspect(path, int64(len(data)), bytes.NewReader(data))
}

// headBytes is how much of a file is read to tell what it is.
const headBytes = 4096

// inspect works out what a file is. Only texts are read to their end.
func inspect(path string, size int64, src io.ReadSeeker) AssetInfo {
	info := AssetInfo{Media: mediaOf(path)}
	if info.Refused = refusedName(path); info.Refused != "" {
		return info
	}
	head := make([]byte, min(size, headBytes))
	if _, err := io.ReadFull(src, head); err != nil {
		info.Refused = "it cannot be read (" + plain(err) + "); build again"
		return info
	}
	switch ext := extension(path); {
	case bytes.HasPrefix(head, []byte("version https://git-lfs.github.com/spec/")):
		info.Refused = "only its Git LFS pointer is here; fetch the file itself with git lfs pull"
	case ext == "svg":
		inspectSVG(&info, head, src)
	case strings.HasPrefix(info.Media, "image/"):
		inspectImage(&info, ext, head, src)
	case ext == "pdf" && !bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		info.Refused = "its name ends in .pdf but it is no PDF; export it again, or give it its own extension"
	case looksLikeText(head):
		inspectText(&info, ext, head, src)
	}
	return info
}

// inspectText looks for what must never be published, to the end of the text.
func inspectText(info *AssetInfo, ext string, head []byte, src io.Reader) {
	if media[ext] == "" {
		info.Media = "text/plain; charset=utf-8"
	}
	text, err := io.ReadAll(io.MultiReader(bytes.NewReader(head), src))
	switch {
	case err != nil:
		info.Refused = "it cannot be read (" + plain(err) + "); build again"
	case holdsPrivateKey(text):
		info.Refused = "it holds a private key; take the key out of the repository and make a new one"
	}
}

// holdsPrivateKey looks for the first line of a key in PEM form.
func holdsPrivateKey(text []byte) bool {
	for {
		i := bytes.Index(text, []byte("-----BEGIN "))
		if i < 0 {
			return false
		}
		text = text[i+len("-----BEGIN "):]
		line, _, _ := bytes.Cut(text, []byte("\n"))
		if bytes.Contains(line, []byte("PRIVATE KEY-----")) || bytes.Contains(line, []byte("PRIVATE KEY BLOCK-----")) {
			return true
		}
	}
}

// looksLikeText reports whether the start of a file is text. A character cut
// by the end of the head does not count.
func looksLikeText(head []byte) bool {
	if bytes.IndexByte(head, 0) >= 0 {
		return false
	}
	for i := range min(utf8.UTFMax, len(head)+1) {
		if utf8.Valid(head[:len(head)-i]) {
			return true
		}
	}
	return false
}

// extension returns the lower-case extension without its dot.
func extension(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
}

// mediaOf returns the media type that an extension stands for.
func mediaOf(path string) string {
	if m := media[extension(path)]; m != "" {
		return m
	}
	return "application/octet-stream"
}

// media are the types of files that handbooks refer to. Other files are
// downloads of no particular type.
var media = map[string]string{
	"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
	"webp": "image/webp", "avif": "image/avif", "svg": "image/svg+xml", "ico": "image/x-icon", "bmp": "image/bmp",
	"pdf": "application/pdf", "zip": "application/zip", "gz": "application/gzip", "tgz": "application/gzip",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"odt":  "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
	"odp": "application/vnd.oasis.opendocument.presentation",
	"mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "ogg": "audio/ogg",
	"txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8",
	"ics": "text/calendar; charset=utf-8", "json": "application/json", "ipynb": "application/x-ipynb+json",
	"yaml": "application/yaml", "yml": "application/yaml", "toml": "application/toml",
}

// refusedName says why a file of that name is not published, or "".
func refusedName(p string) string {
	if Skip(p) {
		return "files of that name are never published; rename it without the dot, underscore or backup mark"
	}
	switch strings.ToLower(path.Base(p)) {
	case "netlify.toml", "web.config":
		return "it would change how the web server answers; show its text in a page as a code block"
	case "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519":
		return "it has the name of a private key; take it out of the repository and make a new key"
	}
	if why := refusedExtensions[extension(p)]; why != "" {
		return why
	}
	return pathProblem(p)
}

const (
	activePage   = "it could act in the reader's browser; export it as PDF, write it as a document, or pack it into a .zip"
	activeScript = "it could run in every page of the site; show it in a page as a code block, or pack it into a .zip"
	serverScript = "it could run on the web server; show it in a page as a code block, or pack it into a .zip"
	backup       = "it is a backup copy; link to the file itself"
	keyStore     = "it is a store of keys; take it out of the repository and make new keys"
)

// refusedExtensions are files that browsers or web servers run, and files that are there by
// mistake. Scripts and stylesheets from the site's own address would pass the
// content security policy.
var refusedExtensions = map[string]string{
	"html": activePage, "htm": activePage, "xhtml": activePage, "xht": activePage, "shtml": activePage, "mhtml": activePage,
	"mht": activePage, "hta": activePage, "xml": activePage, "xsl": activePage, "xslt": activePage, "rdf": activePage,
	"rss": activePage, "atom": activePage, "svgz": activePage, "swf": activePage, "mathml": activePage, "mml": activePage,
	"js": activeScript, "mjs": activeScript, "cjs": activeScript, "wasm": activeScript, "css": activeScript,
	"webmanifest": activeScript, "appcache": activeScript, "htc": activeScript,
	"php": serverScript, "phtml": serverScript, "phar": serverScript, "php3": serverScript, "php4": serverScript, "php5": serverScript,
	"asp": serverScript, "aspx": serverScript, "ashx": serverScript, "asmx": serverScript, "jsp": serverScript, "jspx": serverScript,
	"cgi": serverScript, "fcgi": serverScript, "cfm": serverScript,
	"bak": backup, "orig": backup, "rej": backup, "old": backup,
	"p12": keyStore, "pfx": keyStore, "jks": keyStore, "keystore": keyStore, "kdbx": keyStore, "ppk": keyStore,
}
