package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"remit/generator"
)

func initCommand() *cobra.Command {
	var o generator.InitOptions
	var today dayFlag
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Begin a site",
		Long: `Init writes a new site into DIR, or into content/: that of an invented small
company, with documents of all kinds to read, to change and to throw away; its
dates are those of the last months, so that it has something overdue. With
--empty it writes one folder for each kind and a charter to fill in. DIR has to
be empty or not there yet; nothing is ever written over.`,
		Example: `  remit init                         the starter in content/
  remit init handbook --title "How we work"
  remit init --empty                 folders and one charter to fill in`,
		Args:              siteArgs,
		ValidArgsFunction: completeDirs,
		RunE: func(c *cobra.Command, args []string) error {
			if o.Dir = "content"; len(args) == 1 {
				o.Dir = args[0]
			}
			if o.Title == "" && canAsk(c) {
				a := newAsker(c)
				title, err := a.line("What is your site called?", "Enter keeps the title of the starter")
				if err != nil {
					return err
				}
				o.Title = title
			}
			o.Today = today.Time
			paths, err := generator.Init(o)
			if err != nil {
				return err
			}
			sayInit(c.OutOrStdout(), o, len(paths))
			return nil
		},
	}
	c.Flags().StringVar(&o.Title, "title", "", "call the site `TITLE`")
	c.Flags().BoolVar(&o.Empty, "empty", false, "write folders and one charter to fill in, without the company")
	today.add(c)
	return c
}

// sayInit says what was written and what to do next.
func sayInit(w io.Writer, o generator.InitOptions, files int) {
	dir := filepath.ToSlash(filepath.Clean(o.Dir))
	at, place := " "+dir, " --dir "+dir
	if dir == "content" { // where the other commands look by themselves
		at, place = "", ""
	}
	steps := [][2]string{
		{"remit serve" + at + " --open", "read it in the browser, where it follows every edit"},
		{"remit check" + at, "see what there is to find in it"},
		{"remit new" + place + " lesson \"TITLE\"", "begin a page of your own"},
	}
	if o.Empty {
		steps[1][1] = "see which blanks " + dir + "/charters/our-team.md has"
	}
	wide := 0
	for _, s := range steps {
		wide = max(wide, len(s[0]))
	}
	fmt.Fprintf(w, "%s written to %s/\n\n", plural(files, "file", "files"), dir)
	for _, s := range steps {
		fmt.Fprintf(w, "  %-*s   %s\n", wide, s[0], s[1])
	}
}
