package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"remit/generator"
)

// fixFlags are the flags that mend.
type fixFlags struct {
	fix, dryRun bool
}

func (f *fixFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.fix, "fix", false, "mend what can be mended safely, and show the changes")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "with --fix: show the changes only, and write nothing")
}

func (f *fixFlags) sensible() error {
	if f.dryRun && !f.fix {
		return useError{fmt.Errorf("--dry-run goes with --fix: it shows what --fix would change")}
	}
	return nil
}

// mend makes the safe changes and returns the site with them. done is true
// when nothing is left to say.
func (o *checkOptions) mend(c *cobra.Command, dir string, format generator.PrintOptions) (s *generator.Snapshot, done bool, err error) {
	m, err := generator.Mend(c.Context(), dir, o.site.options("public"))
	if err != nil {
		return nil, false, err
	}
	out := talkOf(c, format)
	for _, change := range m.Changes {
		if err := printDiff(out, change.Diff(prefix(dir))); err != nil {
			return nil, false, err
		}
	}
	what := fmt.Sprintf("%s in %s", plural(m.Mended, "finding", "findings"), plural(len(m.Changes), "file", "files"))
	if o.fix.dryRun {
		if len(m.Changes) == 0 {
			if !o.print.quiet {
				fmt.Fprintln(out, "Nothing that --fix could mend.")
			}
			return nil, true, nil
		}
		if !o.print.quiet {
			fmt.Fprintf(c.ErrOrStderr(), "--fix would mend %s.\n", what)
		}
		return nil, true, errProblems
	}
	if err := generator.Write(dir, m.Changes); err != nil {
		return nil, false, err
	}
	if !o.print.quiet && len(m.Changes) > 0 {
		fmt.Fprintf(out, "Mended %s. ", what)
		if len(m.After.Problems()) > 0 {
			fmt.Fprint(out, "What remains:\n")
		}
		fmt.Fprintln(out)
	}
	return m.After, false, nil
}

// printDiff writes a diff. A terminal gets no control characters out of
// somebody's file; a file gets the bytes, so that the diff can be applied.
func printDiff(w io.Writer, diff []byte) error {
	if isTerminal(w) {
		for line := range bytes.Lines(diff) {
			if _, err := fmt.Fprintln(w, generator.Visible(string(bytes.TrimRight(line, "\r\n")))); err != nil {
				return err
			}
		}
		return nil
	}
	_, err := w.Write(diff)
	return err
}
