package main

import (
	"cmp"
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

// checkOptions are the flags of check alone.
type checkOptions struct {
	site   siteFlags
	print  printFlags
	fix    fixFlags
	known  baselineFlags
	strict bool
	hints  bool
}

func checkCommand() *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Say what is wrong, where, and how to mend it",
		Long: `Check compiles the Markdown below DIR and prints everything that is wrong with
it, all in one run. The exit code is 1 when there are errors, with --strict also
when there are warnings. Hints are for the author and never count.

It writes nothing unless you ask: --fix mends what can be mended safely and
prints what it did; with --dry-run it prints it only, and the exit code is 1
when there is anything to mend. A site that had many findings before it was
first checked writes them down with --write-baseline; with --baseline only new
ones are shown and count.`,
		Example: `  remit check
  remit check docs --strict
  remit check --fix --dry-run    what would --fix do?
  remit check --baseline         only what is new
  remit check --format github    in a GitHub workflow
  remit check --format sarif > problems.sarif`,
		Args:              o.known.args,
		ValidArgsFunction: completeDirs,
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := siteDir(c, args)
			if err != nil {
				return err
			}
			if err := cmp.Or(o.fix.sensible(), o.known.sensible(o.fix)); err != nil {
				return err
			}
			return o.run(c, dir)
		},
	}
	c.Flags().BoolVar(&o.strict, "strict", false, "warnings count as errors")
	c.Flags().BoolVar(&o.hints, "hints", false, "show hints too")
	o.fix.add(c)
	o.known.add(c)
	c.Flags().BoolVar(&o.known.write, "write-baseline", false, "write all findings down, so that --baseline knows them")
	o.site.add(c)
	o.print.add(c)
	return c
}

func (o *checkOptions) run(c *cobra.Command, dir string) error {
	format, err := o.print.parse(c, c.OutOrStdout())
	if err != nil {
		return err
	}
	began := time.Now()
	var s *generator.Snapshot
	if o.fix.fix {
		var done bool
		if s, done, err = o.mend(c, dir, format); err != nil || done {
			return err
		}
	} else if s, err = generator.Check(c.Context(), dir, o.site.options("public")); err != nil {
		return err
	}
	if o.known.write {
		return o.known.save(c, dir, s)
	}
	format.Prefix, format.Elapsed = prefix(dir), time.Since(began)
	return o.show(c, dir, s, format)
}

// show prints what was found and is not known yet.
func (o *checkOptions) show(c *cobra.Command, dir string, s *generator.Snapshot, format generator.PrintOptions) error {
	problems, known, err := o.known.against(c, dir, s)
	if err != nil {
		return err
	}
	if !o.hints && format.Format == "text" {
		problems, known.list = withoutHints(problems), withoutHints(known.list)
	}
	out := c.OutOrStdout()
	switch {
	case len(problems) > 0 || format.Format != "text":
		if err := s.PrintProblems(out, problems, format); err != nil {
			return err
		}
	case o.print.quiet:
	case len(known.list) > 0:
		fmt.Fprintf(out, "Nothing new in %s (%s).\n", plural(s.Stats().Documents, "document", "documents"), duration(format.Elapsed))
	default:
		fmt.Fprintf(out, "Nothing to mend in %s (%s).\n", plural(s.Stats().Documents, "document", "documents"), duration(format.Elapsed))
	}
	if !o.print.quiet {
		known.say(talkOf(c, format))
	}
	if errors, warnings, _ := generator.CountProblems(problems); errors > 0 || o.strict && warnings > 0 {
		return errProblems
	}
	return nil
}

// talkOf is where a command speaks of what it did: standard output, unless
// that belongs to a program.
func talkOf(c *cobra.Command, format generator.PrintOptions) io.Writer {
	if format.Format == "text" {
		return c.OutOrStdout()
	}
	return c.ErrOrStderr()
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
