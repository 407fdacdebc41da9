// Command pictures makes the pictures of the README out of our own handbook and
// of the company that remit init writes. Run it in the top folder when the look
// of pages has changed, and look at the result: go run ./.ci/pictures
//
// It builds both sites and starts the preview on a copy of content/, in which one
// line is broken on purpose, and photographs pages in Chromium.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
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
	name          string
	site          string // content, example or preview
	path          string
	width, height int64
	dark          bool
	shows         string // JavaScript that is true when the page is ready
}

// today is the day on which the pictures are taken; that of the invented company.
const today = "2026-11-22"

var pictures = []picture{
	{"page", "content", "/charters/maintainers/", 1100, 700, false, "true"},
	{"search", "example", "/search/?q=who+decides+refunds+of+150+EUR", 1100, 700, false, "document.querySelector('.hits .answer') != null"},
	{"preview", "preview", "/charters/handbook/", 1100, 700, true, "document.documentElement.outerHTML.includes('2026-13-45')"},
	{"decides", "example", "/ask/who-decides/", 1100, 700, false, "document.querySelectorAll('tbody tr').length > 5"},
	{"standards", "example", "/ask/standards/", 1100, 800, false, "document.querySelectorAll('tbody tr').length > 3"},
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
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("content")); err != nil {
		return err
	}
	remit := filepath.Join(dir, "remit")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", remit, "./cmd/remit").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %s", out)
	}
	if out, err := exec.CommandContext(ctx, remit, "init", filepath.Join(dir, "example")).CombinedOutput(); err != nil {
		return fmt.Errorf("init: %s", out)
	}
	addresses := map[string]string{}
	for _, site := range []string{"content", "example"} {
		public := filepath.Join(dir, "public", site)
		if out, err := exec.CommandContext(ctx, remit, "build", filepath.Join(dir, site), "--out", public, "--no-git", "--today", today).CombinedOutput(); err != nil {
			return fmt.Errorf("build: %s", out)
		}
		server := httptest.NewServer(http.FileServer(http.Dir(public)))
		defer server.Close()
		addresses[site] = server.URL
	}
	if addresses["preview"], err = preview(ctx, dir); err != nil {
		return err
	}
	if err := os.MkdirAll(".github/pictures", 0o755); err != nil {
		return err
	}
	for _, p := range pictures {
		if err := take(ctx, dir, addresses[p.site], p); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// preview starts remit serve on our handbook in dir and returns its address.
func preview(ctx context.Context, dir string) (string, error) {
	serve := exec.CommandContext(ctx, filepath.Join(dir, "remit"), "serve", "content", "--no-git", "--today", today)
	serve.Dir = dir
	out, err := serve.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := serve.Start(); err != nil {
		return "", err
	}
	said := bufio.NewScanner(out)
	for said.Scan() {
		if url := address.FindString(said.Text()); url != "" {
			go io.Copy(io.Discard, out) // so that the preview never waits for a reader
			return url, nil
		}
	}
	return "", errors.New("the preview said no address")
}

var address = regexp.MustCompile(`http://localhost:\d+`)

// take photographs one page. The page named preview is broken while it is
// open, as an author would break it.
func take(ctx context.Context, dir, url string, p picture) error {
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
		if err := breakDate(filepath.Join(dir, "content", "charters", "handbook.md")); err != nil {
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
