package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"remit/generator"
)

// siteFlags are the flags of all commands that read a site.
type siteFlags struct {
	audience string
	drafts   bool
	noGit    bool
}

func (f *siteFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.audience, "audience", "", "read for the audience `NAME` of remit.yaml instead of for everyone")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "show documents that say draft: true")
	c.Flags().BoolVar(&f.noGit, "no-git", false, "do not ask Git for dates")
}

func (f *siteFlags) options(out string) generator.Options {
	return generator.Options{Audience: f.audience, Drafts: f.drafts, NoGit: f.noGit, Out: out}
}

// siteArgs allows one folder.
func siteArgs(c *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return useError{fmt.Errorf("one folder at a time, please: %s --help shows how", c.CommandPath())}
}

// siteDir returns the site's folder: as named, else content/, else the current
// folder when Markdown lies there.
func siteDir(c *cobra.Command, args []string) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	if info, err := os.Stat("content"); err == nil && info.IsDir() {
		return "content", nil
	}
	if found, err := filepath.Glob("*.md"); err == nil && len(found) > 0 {
		return ".", nil
	}
	return "", useError{fmt.Errorf("there is no folder content/ here; name the folder that holds the Markdown: %s DIR", c.CommandPath())}
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
