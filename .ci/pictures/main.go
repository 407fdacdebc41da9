// Command pictures makes the pictures of the README out of our own handbook.
// Run it in the top folder when the look of pages has changed, and look at the
// result: go run ./.ci/pictures
//
// It starts the preview on a copy of content/, in which one line is broken on
// purpose, and photographs pages in Chromium.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// picture is one page, and what has to be seen on it before it is taken.
type picture struct {
	name, path    string
	width, height int64
	dark          bool
	shows         string // JavaScript that is true when the page is ready
}

var pictures = []picture{
	{"page", "/charters/maintainers/", 1100, 700, false, "true"},
	{"search", "/search/?q=who+decides", 1100, 700, false, "document.querySelectorAll('.hits a, .found a').length > 1"},
	{"preview", "/charters/handbook/", 1100, 700, true, "document.documentElement.outerHTML.includes('2026-13-45')"},
}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("pictures: ", err)
	}
}

func run() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	site := filepath.Join(dir, "content")
	if err := os.CopyFS(site, os.DirFS("content")); err != nil {
		return err
	}
	url, err := preview(ctx, dir, site)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(".github/pictures", 0o755); err != nil {
		return err
	}
	for _, p := range pictures {
		if err := take(ctx, url, site, p); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// preview starts remit serve and returns its address.
func preview(ctx context.Context, dir, site string) (string, error) {
	remit := filepath.Join(dir, "remit")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", remit, "./cmd/remit").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %s", out)
	}
	serve := exec.CommandContext(ctx, remit, "serve", "content", "--no-git")
	serve.Dir = dir
	out, err := serve.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := serve.Start(); err != nil {
		return "", err
	}
	head := make([]byte, 4096)
	n, err := io.ReadAtLeast(out, head, 1)
	if err != nil {
		return "", err
	}
	go io.Copy(io.Discard, out) // so that the preview never waits for a reader
	url := regexp.MustCompile(`http://localhost:\d+`).Find(head[:n])
	if url == nil {
		return "", fmt.Errorf("the preview said no address: %s", head[:n])
	}
	return string(url), nil
}

// take photographs one page. The page named preview is broken while it is
// open, as an author would break it.
func take(ctx context.Context, url, site string, p picture) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("hide-scrollbars", true))
	if p.dark {
		options = append(options, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
	}
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	defer end()
	tab, stop := chromedp.NewContext(allocator)
	defer stop()
	if err := chromedp.Do(tab, chromedp.EmulateViewport(p.width, p.height), chromedp.Navigate(url+p.path)); err != nil {
		return err
	}
	if p.name == "preview" {
		if err := breakDate(filepath.Join(site, "charters", "handbook.md")); err != nil {
			return err
		}
	}
	for ready := false; !ready; time.Sleep(100 * time.Millisecond) {
		var err error
		if ready, err = chromedp.Run(tab, chromedp.Evaluate[bool](p.shows)); err != nil {
			return err
		}
	}
	time.Sleep(800 * time.Millisecond) // until nothing moves any more
	image, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(".github", "pictures", p.name+".png"), image, 0o644)
}

// breakDate makes the date of review one that does not exist, in a list that is
// never closed, so that it is an error.
func breakDate(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	lines := strings.Split(string(text), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "reviewed:") {
			lines[i] = "reviewed: [2026-13-45"
		}
	}
	return os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644)
}
