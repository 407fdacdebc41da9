package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"remit/generator"
)

// siteFlags are the flags of all commands that read a site.
type siteFlags struct {
	audience string
	drafts   bool
	noGit    bool
	theme    string
	today    dayFlag
}

func (f *siteFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.audience, "audience", "", "read for the audience `NAME` of remit.yaml instead of for everyone")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "show documents that say draft: true")
	c.Flags().BoolVar(&f.noGit, "no-git", false, "do not ask Git for dates")
	c.Flags().StringVar(&f.theme, "theme", "", "wear the theme in the folder `DIR` instead of the one that remit.yaml names")
	must(c.MarkFlagDirname("theme"))
	f.today.add(c)
}

func (f *siteFlags) options(out string) generator.Options {
	return generator.Options{Audience: f.audience, Drafts: f.drafts, NoGit: f.noGit, Out: out, Theme: f.theme, Today: f.today.Time}
}

// placeFlags are the flags of commands whose arguments name something else
// than the site's folder.
type placeFlags struct {
	dir   string
	today dayFlag
}

func (f *placeFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.dir, "dir", "", "the site's folder, `DIR`, when it is not content/ or the current one")
	must(c.MarkFlagDirname("dir"))
	f.today.add(c)
}

// place returns the site's folder.
func (f *placeFlags) place(c *cobra.Command) (string, error) {
	if f.dir != "" {
		return f.dir, nil
	}
	return siteDir(c, nil)
}

func (f *placeFlags) options() generator.Options { return generator.Options{Today: f.today.Time} }

// dayFlag is a flag that takes a day; the zero value is today.
type dayFlag struct{ time.Time }

func (d *dayFlag) add(c *cobra.Command) {
	c.Flags().Var(d, "today", "take `DATE`, such as 2026-08-01, for the day on which this runs")
}

func (d *dayFlag) Set(text string) (err error) {
	if d.Time, err = time.Parse(time.DateOnly, text); err != nil {
		return errors.New("write a day as 2026-08-01")
	}
	return nil
}

func (d *dayFlag) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

func (d *dayFlag) Type() string { return "date" }

// optional is a flag whose value may be left out. It has no type, so that the
// help shows the = that has to stand before a value: --open[=/].
type optional string

func (o *optional) Set(text string) error { *o = optional(text); return nil }
func (o *optional) String() string        { return string(*o) }
func (o *optional) Type() string          { return "" }

// siteArgs allows one folder.
func siteArgs(c *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return useError{fmt.Errorf("one folder at a time, please: %s --help shows how", c.CommandPath())}
}

// siteDir returns the site's folder: as named, else as found.
func siteDir(c *cobra.Command, args []string) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	if dir, ok := findSite(); ok {
		return dir, nil
	}
	way := c.CommandPath() + " DIR"
	if c.Flags().Lookup("dir") != nil {
		way = c.CommandPath() + " --dir DIR"
	}
	return "", useError{fmt.Errorf("there is no folder content/ here; name the folder that holds the Markdown: %s", way)}
}

// findSite returns the site's folder: content/, else the site that the current
// folder is a part of, else the current folder when Markdown lies there.
func findSite() (string, bool) {
	if info, err := os.Stat("content"); err == nil && info.IsDir() {
		return "content", true
	}
	if dir, ok := siteAbove(); ok {
		return dir, true
	}
	found, err := filepath.Glob("*.md")
	return ".", err == nil && len(found) > 0
}

// siteAbove returns the nearest folder, from the current one upwards, that is
// called content or has settings. Taken for a site of its own, a folder below
// it would know neither its kinds nor its teams. It does not leave the
// repository, and so does not look into folders of other people.
func siteAbove() (string, bool) {
	abs, err := filepath.Abs(".")
	if err != nil {
		return "", false
	}
	for dir := "."; ; dir = filepath.Join(dir, "..") {
		if filepath.Base(abs) == "content" || exists(filepath.Join(dir, generator.SettingsFile)) {
			return dir, true
		}
		if exists(filepath.Join(dir, ".git")) || filepath.Dir(abs) == abs {
			return "", false
		}
		abs = filepath.Dir(abs)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// argument is how to name the site's folder in a command to type next, behind a
// space; nothing where commands find it by themselves.
func argument(dir string) string {
	if found, ok := findSite(); ok && filepath.Clean(found) == filepath.Clean(dir) {
		return ""
	}
	return " " + filepath.ToSlash(filepath.Clean(dir))
}

// prefix returns what leads from the working directory to the site's files.
func prefix(dir string) string {
	if dir = filepath.ToSlash(filepath.Clean(dir)); dir == "." {
		return ""
	}
	return dir + "/"
}

// completeDirs completes folders only.
func completeDirs(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
