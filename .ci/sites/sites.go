// Package sites makes sites for the programs that look at pages in a browser:
// it builds them, serves them as a plain host does, finds one page of each sort
// and opens tabs.
package sites

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Today is the day of all sites, that of the invented company.
const Today = "2026-11-22"

// Command builds the command into dir and returns its name.
func Command(ctx context.Context, dir string) (string, error) {
	name := filepath.Join(dir, "remit")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", name, "./cmd/remit").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %s", out)
	}
	return name, nil
}

// Build builds the site in dir into public. The files of others may hold
// mistakes; their pages are looked at all the same.
func Build(ctx context.Context, remit, dir, public string, flags ...string) error {
	flags = append([]string{"build", dir, "--out", public, "--allow-errors", "--today", Today, "--format", "short"}, flags...)
	out, err := exec.CommandContext(ctx, remit, flags...).CombinedOutput()
	if _, statErr := os.Stat(filepath.Join(public, "index.html")); statErr != nil {
		return fmt.Errorf("build %s: %w\n%s", dir, err, out)
	}
	return nil
}

// Site is a built site.
type Site struct {
	Public fs.FS
}

// Open makes a site of the folder that was built into.
func Open(public string) Site { return Site{os.DirFS(public)} }

// Size is what a file weighs.
type Size struct {
	Media     string // without parameters
	Raw, Gzip int
}

// Size weighs what is served at the path of an address.
func (s Site) Size(address string) Size {
	name, status := s.find(address)
	if status == http.StatusNotFound {
		name = "404.html"
	}
	text, _ := fs.ReadFile(s.Public, name)
	media, _, _ := strings.Cut(mediaOf(name), ";")
	size := Size{media, len(text), len(text)}
	if isText(media) {
		size.Gzip = len(zipped(text))
	}
	return size
}

// Serve serves the site as a plain host does: folders by their index.html, what
// is missing by 404.html, text zipped. The caller closes it.
func (s Site) Serve() *httptest.Server { return httptest.NewServer(s) }

// ServeHTTP answers one request.
func (s Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, status := s.find(r.URL.Path)
	switch status {
	case http.StatusMovedPermanently:
		http.Redirect(w, r, path.Base(r.URL.Path)+"/", status)
		return
	case http.StatusNotFound:
		name = "404.html"
	}
	text, err := fs.ReadFile(s.Public, name)
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", mediaOf(name))
	w.Header().Set("Cache-Control", "no-cache")
	if isText(mediaOf(name)) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		text = zipped(text)
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(text)
	}
}

// find gives the file at an address and the status with which it is served.
func (s Site) find(address string) (string, int) {
	name := strings.TrimPrefix(path.Clean("/"+address), "/")
	if name == "" {
		return "index.html", http.StatusOK
	}
	info, err := fs.Stat(s.Public, name)
	if err != nil {
		return "", http.StatusNotFound
	}
	if !info.IsDir() {
		return name, http.StatusOK
	}
	index := path.Join(name, "index.html")
	if _, err := fs.Stat(s.Public, index); err != nil {
		return "", http.StatusNotFound
	}
	if !strings.HasSuffix(address, "/") {
		return "", http.StatusMovedPermanently
	}
	return index, http.StatusOK
}

func mediaOf(name string) string {
	if media := mime.TypeByExtension(path.Ext(name)); media != "" {
		return media
	}
	return "application/octet-stream"
}

func isText(media string) bool {
	for _, part := range []string{"text", "json", "javascript", "svg", "xml"} {
		if strings.Contains(media, part) {
			return true
		}
	}
	return false
}

func zipped(text []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level exists
	w.Write(text)
	w.Close()
	return b.Bytes()
}
