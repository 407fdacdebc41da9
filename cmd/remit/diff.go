package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"remit/generator"
)

func diffCommand() *cobra.Command {
	var place placeFlags
	var o generator.DiffOptions
	var audience string
	var drafts bool
	c := &cobra.Command{
		Use:   "diff [A [B]]",
		Short: "Say which facts changed between two commits",
		Long: `Diff compares the site at two revisions of its Git repository and prints what
changed for people: a limit was raised, a decision moved to another team, a
promise was kept. Edited text that changes no fact is left out.

A and B are branches, tags or commits. Without B the files are compared as they
lie there, without A with HEAD. The exit code is 0 also when facts changed.`,
		Example: `  remit diff                        what did I change since the last commit?
  remit diff main                   what does this branch change?
  remit diff v1 v2 --format json
  remit diff main HEAD --format markdown > comment.md`,
		Args: diffArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(generator.DiffFormats(), o.Format) {
				return useError{fmt.Errorf("--format takes %s, not %q", strings.Join(generator.DiffFormats(), ", "), o.Format)}
			}
			dir, err := place.place(c)
			if err != nil {
				return err
			}
			args = append(args, "", "")
			options := place.options()
			options.Audience, options.Drafts, options.Out = audience, drafts, "public"
			d, err := generator.Compare(c.Context(), dir, args[0], args[1], options)
			if err != nil {
				return err
			}
			o.Prefix = prefix(dir)
			for _, p := range d.Left() {
				fmt.Fprintf(c.ErrOrStderr(), "remit: %s is left out: its front matter could not be read on one side\n", strconv.Quote(o.Prefix+p))
			}
			return d.Print(c.OutOrStdout(), o)
		},
	}
	c.Flags().StringVar(&o.Format, "format", "text", "print as `FORMAT`: "+strings.Join(generator.DiffFormats(), ", "))
	c.Flags().BoolVar(&o.All, "all", false, "tell of edited text too")
	c.Flags().StringVar(&audience, "audience", "", "compare for the audience `NAME` of remit.yaml instead of for everyone")
	c.Flags().BoolVar(&drafts, "drafts", false, "compare documents that say draft: true")
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(generator.DiffFormats(), cobra.ShellCompDirectiveNoFileComp)))
	place.add(c)
	return c
}

func diffArgs(c *cobra.Command, args []string) error {
	if len(args) <= 2 {
		return nil
	}
	return useError{fmt.Errorf("two revisions at most, please: %s A B", c.CommandPath())}
}
