package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"remit/generator"
)

// printFlags are the flags of commands that print problems.
type printFlags struct {
	format string
	json   bool
	quiet  bool
	all    bool
}

func (f *printFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.format, "format", "text", "print problems as `FORMAT`: "+strings.Join(generator.Formats(), ", "))
	c.Flags().BoolVar(&f.json, "json", false, "the same as --format json")
	c.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "say nothing but problems")
	c.Flags().BoolVar(&f.all, "all", false, "show every problem in full, not only the first 50")
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(generator.Formats(), cobra.ShellCompDirectiveNoFileComp)))
}

// parse returns how to print to w.
func (f *printFlags) parse(c *cobra.Command, w io.Writer) (generator.PrintOptions, error) {
	if f.json {
		f.format = "json"
	}
	format, err := generator.ParseFormat(f.format)
	if err != nil {
		return generator.PrintOptions{}, useError{err}
	}
	color, err := colour(c, w)
	if err != nil {
		return generator.PrintOptions{}, err
	}
	o := generator.PrintOptions{Format: format, Color: color, Width: width(w), Version: version(), Max: 50}
	if f.all {
		o.Max = 0
	}
	return o, nil
}

func checkCommand() *cobra.Command {
	var site siteFlags
	var print printFlags
	var strict, hints bool
	c := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Say what is wrong, where, and how to mend it",
		Long: `Check compiles the Markdown below DIR and prints everything that is wrong with
it, all in one run. It writes nothing. The exit code is 1 when there are errors,
with --strict also when there are warnings. Hints are for the author and never
count.`,
		Example: `  remit check
  remit check docs --strict
  remit check --format github     in a GitHub workflow
  remit check --format sarif > problems.sarif`,
		Args:              siteArgs,
		ValidArgsFunction: completeDirs,
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := siteDir(c, args)
			if err != nil {
				return err
			}
			o, err := print.parse(c, c.OutOrStdout())
			if err != nil {
				return err
			}
			began := time.Now()
			s, err := generator.Check(c.Context(), dir, site.options("public"))
			if err != nil {
				return err
			}
			problems := s.Problems()
			if !hints && o.Format == "text" {
				problems = withoutHints(problems)
			}
			o.Prefix, o.Elapsed = prefix(dir), time.Since(began)
			if len(problems) == 0 && o.Format == "text" {
				if !print.quiet {
					fmt.Fprintf(c.OutOrStdout(), "Nothing to mend in %s (%s).\n", plural(s.Stats().Documents, "document", "documents"), duration(o.Elapsed))
				}
				return nil
			}
			if err := s.PrintProblems(c.OutOrStdout(), problems, o); err != nil {
				return err
			}
			if errors, warnings, _ := generator.CountProblems(problems); errors > 0 || strict && warnings > 0 {
				return errProblems
			}
			return nil
		},
	}
	c.Flags().BoolVar(&strict, "strict", false, "warnings count as errors")
	c.Flags().BoolVar(&hints, "hints", false, "show hints too")
	site.add(c)
	print.add(c)
	return c
}

func withoutHints(problems []generator.Problem) []generator.Problem {
	var kept []generator.Problem
	for _, p := range problems {
		if p.Severity.String() != "hint" {
			kept = append(kept, p)
		}
	}
	return kept
}

// must is for calls that fail only when our own code is wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
