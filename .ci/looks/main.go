// Command looks looks at sites in a browser and says what is below the bar. It
// takes the sixty checks from which the theme was designed to our own handbook
// and, when it is given, to another one; and to one page of each sort whatever
// has to hold on every page. Run it in the top folder:
//
//	go run ./.ci/looks -axe FILE -other DIR
//
// The clock says little on a machine that does other things too, so a time only
// counts as below the bar when it is five times as long as it may be, and not at all
// while the machine has more to do than it can.
package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"remit/.ci/sites"
)

// testPage has what is hard for a theme: a table of ten columns with dates,
// notes, tasks, long lines of code, and words that cannot be broken. It is not a
// page of the handbook, since the company in it is invented.
//
//go:embed testdata/test.md
var testPage []byte

func main() {
	log.SetFlags(0)
	axe := flag.String("axe", "", "axe.min.js of axe-core; without it its checks are left out")
	other := flag.String("other", "", "a handbook of others, to which the sixty checks are taken too")
	only := flag.String("only", "", "only this part: checks or sorts")
	out := flag.String("out", "", "where the sites are built and kept; else they are gone afterwards")
	flag.Parse()
	if err := run(*axe, *other, *only, *out); err != nil {
		log.Fatal("looks: ", err)
	}
}

func run(axeFile, other, only, dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Minute)
	defer cancel()
	axe := ""
	if axeFile != "" {
		text, err := os.ReadFile(axeFile)
		if err != nil {
			return err
		}
		axe = string(text)
	} else {
		fmt.Println("LEFT OUT: what axe finds")
	}
	if dir == "" {
		temporary, err := os.MkdirTemp("", "looks")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	remit, err := sites.Command(ctx, dir)
	if err != nil {
		return err
	}
	browser, end, err := sites.Browser(ctx)
	if err != nil {
		return err
	}
	defer end()
	var below []string
	if only != "sorts" {
		subjects, err := prepare(ctx, remit, dir, other)
		if err != nil {
			return err
		}
		found, err := takeChecks(browser, subjects, axe)
		if err != nil {
			return err
		}
		below = append(below, found...)
	}
	if only != "checks" {
		seen := map[string]bool{} // sorts, which are looked at once
		for _, s := range []string{"example", "content"} {
			site, err := plain(ctx, remit, dir, s)
			if err != nil {
				return err
			}
			found, err := lookAtSorts(browser, s, site, axe, seen)
			if err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
			below = append(below, found...)
		}
	}
	if len(below) > 0 {
		return errors.New("below the bar:\n  " + strings.Join(below, "\n  "))
	}
	return nil
}

// subject is a site to which the sixty checks are taken, with the pages of the
// study: the first, a long one, a deep one, and the test page.
type subject struct {
	name                      string
	site                      sites.Site
	home, long, deep, charter string
}

func (s subject) pages() []string { return []string{s.home, s.long, s.deep, s.charter} }

// prepare builds the handbooks with the test page beside their own.
func prepare(ctx context.Context, remit, dir, other string) ([]subject, error) {
	subjects := []subject{{name: "handbook", long: "writing/", deep: "settings/", charter: "charters/test/"}}
	from := []string{"content"}
	if other != "" {
		subjects = append(subjects, subject{name: "other", long: "docs/engineering-fundamentals-checklist/", deep: "docs/code-reviews/pull-requests/", charter: "charters/test/"})
		from = append(from, other)
	}
	for i := range subjects {
		copied, public := filepath.Join(dir, "copy", subjects[i].name), filepath.Join(dir, "public", subjects[i].name)
		if err := os.CopyFS(copied, os.DirFS(from[i])); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(filepath.Join(copied, "charters"), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(copied, "charters", "test.md"), testPage, 0o644); err != nil {
			return nil, err
		}
		if err := sites.Build(ctx, remit, copied, public); err != nil {
			return nil, err
		}
		subjects[i].site = sites.Open(public)
		for _, page := range subjects[i].pages() {
			if _, err := fs.Stat(subjects[i].site.Public, page+"index.html"); err != nil {
				return nil, fmt.Errorf("%s: %w", subjects[i].name, err)
			}
		}
	}
	return subjects, nil
}

// plain builds our handbook, or the invented company, as it is.
func plain(ctx context.Context, remit, dir, name string) (sites.Site, error) {
	from, public := name, filepath.Join(dir, "public", name)
	if name == "example" {
		from = filepath.Join(dir, "example")
		if out, err := exec.CommandContext(ctx, remit, "init", from).CombinedOutput(); err != nil {
			return sites.Site{}, fmt.Errorf("init: %s", out)
		}
	}
	return sites.Open(public), sites.Build(ctx, remit, from, public)
}

// busy says whether more runs on this machine than it has processors, so that
// its clock tells nothing about pages. Where that cannot be known, it is not.
func busy() bool {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return false
	}
	var minute, five float64
	if _, err := fmt.Sscan(string(text), &minute, &five); err != nil {
		return false
	}
	return five > float64(2*runtime.NumCPU()) // the browser itself is one or two of them
}

// takeChecks measures each site and prints the table.
func takeChecks(browser context.Context, subjects []subject, axe string) (below []string, err error) {
	values := make([]measured, len(subjects))
	for i, s := range subjects {
		began := time.Now()
		if values[i], err = measure(browser, s, axe); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("%s: measured in %d s\n", s.name, int(time.Since(began).Seconds()))
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, b := range bars {
		fmt.Fprintf(w, "%s\t%s\t%s", b.id, b.text, b.target())
		for i, s := range subjects {
			v, ok := values[i][b.id]
			switch {
			case !ok && b.axe && axe == "":
				fmt.Fprint(w, "\tleft out")
			case !ok:
				fmt.Fprint(w, "\tcould not be measured")
				below = append(below, b.id+" "+s.name+": could not be measured")
			case !b.good(v) && b.clock && busy():
				fmt.Fprintf(w, "\t%s  (the machine is busy: this says nothing)", b.show(v))
			case !b.good(v):
				fmt.Fprintf(w, "\t%s  BELOW", b.show(v))
				below = append(below, fmt.Sprintf("%s %s: %s: %s, has to be %s", b.id, s.name, b.text, b.show(v), b.target()))
			default:
				fmt.Fprintf(w, "\t%s", b.show(v))
			}
		}
		fmt.Fprintln(w)
	}
	return below, w.Flush()
}
