// Command pictures makes the pictures of the README out of our own handbook and
// of the company that remit init writes. Run it in the top folder when the look
// of pages has changed, and look at the result: go run ./.ci/pictures
//
// It builds both sites and starts the preview on a copy of content/, in which one
// line is broken on purpose, and photographs pages in Chromium.
//
// To look at everything before a release, go run ./.ci/pictures -all DIR puts a
// picture of each sort of page into DIR: at 1440 and 390 px, light and dark, and
// as it is printed. -of names the site instead of our handbook and the company.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
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

	"remit/.ci/sites"
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

var pictures = []picture{
	{"home", "example", "/", 1100, 800, false, "true"},
	{"page", "content", "/charters/maintainers/", 1100, 700, false, "true"},
	{"search", "example", "/search/?q=who+decides+refunds+of+150+EUR", 1100, 700, false, "document.querySelector('.hits .answer') != null"},
	{"preview", "preview", "/charters/handbook/", 1100, 700, true, "document.documentElement.outerHTML.includes('2026-13-45')"},
	{"decides", "example", "/ask/who-decides/", 1100, 700, false, "document.querySelectorAll('tbody tr').length > 5"},
	{"standards", "example", "/ask/standards/", 1100, 700, false, "document.querySelectorAll('tbody tr').length > 3"},
}

func main() {
	log.SetFlags(0)
	all := flag.String("all", "", "a folder for pictures of every sort of page, instead of those of the README")
	of := flag.String("of", "", "with -all: a handbook of your own")
	flag.Parse()
	var err error
	if *all != "" {
		err = takeAll(*all, *of)
	} else {
		err = run()
	}
	if err != nil {
		log.Fatal("pictures: ", err)
	}
}

func run() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("content")); err != nil {
		return err
	}
	remit, err := sites.Command(ctx, dir)
	if err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, remit, "init", filepath.Join(dir, "example")).CombinedOutput(); err != nil {
		return fmt.Errorf("init: %s", out)
	}
	addresses := map[string]string{}
	for _, site := range []string{"content", "example"} {
		public := filepath.Join(dir, "public", site)
		if err := sites.Build(ctx, remit, filepath.Join(dir, site), public, "--no-git"); err != nil {
			return err
		}
		server := sites.Open(public).Serve()
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
	serve := exec.CommandContext(ctx, filepath.Join(dir, "remit"), "serve", "content", "--no-git", "--today", sites.Today)
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
	picture, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	if picture, err = small(picture); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(".github", "pictures", p.name+".png"), picture, 0o644)
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
