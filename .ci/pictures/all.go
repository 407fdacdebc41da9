package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"remit/.ci/sites"
)

// screens are those on which each sort of page is photographed.
var screens = []struct {
	name   string
	device sites.Device
}{
	{"1440-light", sites.Desk},
	{"1440-dark", dark(sites.Desk)},
	{"390-light", sites.Phone},
	{"390-dark", dark(sites.Phone)},
}

func dark(d sites.Device) sites.Device { d.Dark = true; return d }

// longest is the height at which a long page is cut off: what comes after looks
// the same.
const longest = 3000

// takeAll photographs one page of each sort into dir.
func takeAll(dir, of string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	work, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	remit, err := sites.Command(ctx, work)
	if err != nil {
		return err
	}
	from := map[string]string{"content": "content", "example": filepath.Join(work, "example")}
	if of != "" {
		from = map[string]string{filepath.Base(of): of}
	} else if out, err := exec.CommandContext(ctx, remit, "init", from["example"]).CombinedOutput(); err != nil {
		return fmt.Errorf("init: %s", out)
	}
	browser, end, err := sites.Browser(ctx)
	if err != nil {
		return err
	}
	defer end()
	for name, source := range from {
		public := filepath.Join(work, "public", name)
		if err := sites.Build(ctx, remit, source, public); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return err
		}
		if err := takeSorts(browser, sites.Open(public), filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// takeSorts photographs one page of each sort of a site.
func takeSorts(browser context.Context, site sites.Site, dir string) error {
	pages, err := site.Pages()
	if err != nil {
		return err
	}
	tab, err := site.Tab(browser, sites.Desk)
	if err != nil {
		return err
	}
	defer tab.Close()
	for _, page := range pages {
		if _, err := tab.Open(page.Path); err != nil {
			return fmt.Errorf("%s: %w", page.Path, err)
		}
		for _, screen := range screens {
			if err := takeWhole(tab, screen.device, filepath.Join(dir, page.Sort+"-"+screen.name+".png")); err != nil {
				return fmt.Errorf("%s: %w", page.Path, err)
			}
		}
		if err := tab.Become(sites.Desk); err != nil {
			return err
		}
		paper, err := tab.Paper()
		if err != nil {
			return fmt.Errorf("%s: %w", page.Path, err)
		}
		if err := os.WriteFile(filepath.Join(dir, page.Sort+"-paper.pdf"), paper, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// takeWhole photographs all of a page, as far as that is of use.
func takeWhole(tab *sites.Tab, d sites.Device, name string) error {
	if err := tab.Become(d); err != nil {
		return err
	}
	height, err := sites.Value[int64](tab, "document.documentElement.scrollHeight")
	if err != nil {
		return err
	}
	d.Height = min(max(height, d.Height), longest)
	if err := tab.Become(d); err != nil {
		return err
	}
	if _, err := sites.Value[bool](tab, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"); err != nil {
		return err
	}
	picture, err := tab.Picture()
	if err != nil {
		return err
	}
	return os.WriteFile(name, picture, 0o644)
}
