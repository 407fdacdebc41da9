package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"remit/generator"
)

func buildCommand() *cobra.Command {
	var site siteFlags
	var print printFlags
	var known baselineFlags
	var o generator.BuildOptions
	var offline bool
	c := &cobra.Command{
		Use:   "build [DIR]",
		Short: "Build the site of a folder of Markdown",
		Long: `Build compiles the Markdown below DIR and publishes the site into the output
folder. Readers see the old site or the new one, never a mixture: when there are
errors, or when the build is interrupted, the old site stays as it is.`,
		Example: `  remit build                        content/ becomes public/
  remit build docs --out /srv/wiki   any folder, to any place
  remit build --strict --verify      for CI: warnings fail, two builds are equal
  remit build --baseline             findings that are known do not hold it up
  remit build --offline --out wiki   a folder to open without a server`,
		Args:              known.args,
		ValidArgsFunction: completeDirs,
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := siteDir(c, args)
			if err != nil {
				return err
			}
			if len(args) == 0 && strings.HasPrefix(dir, "..") && !c.Flags().Changed("out") {
				return useError{fmt.Errorf("this folder is a part of the site %s; go there to build it, or say where to: remit build --out DIR", dir)}
			}
			o.Dir, o.Options = dir, site.options(o.Out)
			if offline {
				o.Medium = generator.Folder
			}
			o.Wait = 10 * time.Second
			return runBuild(c, o, print, known)
		},
	}
	c.Flags().StringVarP(&o.Out, "out", "o", "public", "the output folder, `DIR`")
	c.Flags().BoolVar(&o.Strict, "strict", false, "do not publish when there are warnings either")
	c.Flags().BoolVar(&o.AllowErrors, "allow-errors", false, "publish all that can be published; the exit code still tells of errors")
	c.Flags().BoolVar(&o.Verify, "verify", false, "build again from nothing and compare every byte")
	c.Flags().BoolVar(&offline, "offline", false, "make a folder that is read and searched from a disk, with no server")
	known.add(c)
	site.add(c)
	print.add(c)
	return c
}

func runBuild(c *cobra.Command, o generator.BuildOptions, print printFlags, known baselineFlags) error {
	talk := c.ErrOrStderr()
	format, err := print.parse(c, talk) // as text, problems are talk here: they are not what was asked for
	if err != nil {
		return err
	}
	if o.Known, err = known.read(o.Dir); err != nil {
		return err
	}
	began := time.Now()
	bar := newProgress(talk)
	o.Progress = bar.step
	o.Sized = limitMemory
	r, err := generator.Build(c.Context(), o)
	bar.end()
	if err != nil {
		return err
	}
	elapsed := time.Since(began)
	format.Prefix, format.Elapsed = prefix(o.Dir), elapsed
	if err := printBuildProblems(c, r, o, print, format); err != nil {
		return err
	}
	out := filepath.ToSlash(filepath.Clean(o.Out)) + "/"
	failed := r.Failed(o.Strict)
	if !r.Published {
		fmt.Fprintln(talk, notBuilt(r, o, out))
		return errProblems
	}
	if !print.quiet {
		said := c.OutOrStdout()
		if format.Format != "text" {
			said = talk // standard output belongs to the problems then
		}
		sayBuilt(said, r, out, elapsed)
		knownFindings{r.Known, r.Gone}.say(said)
	}
	if failed {
		return errProblems
	}
	return nil
}

// limitMemory lets the garbage collector work harder before the program takes
// more memory than a site of that size needs: a compiled site with what its
// views and search know is eight to ten times its text. At 10,000 documents 12
// times the text cost a fifth more CPU time than 13 times, 15 times 6 % less.
// GOMEMLIMIT, if set, decides instead.
func limitMemory(text int64) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(100<<20 + text*13)
	}
}

// printBuildProblems shows errors in full. Warnings are counted only, unless
// they decide, or a program reads the output: remit check shows them.
func printBuildProblems(c *cobra.Command, r *generator.Report, o generator.BuildOptions, print printFlags, format generator.PrintOptions) error {
	if format.Format != "text" {
		return r.Snapshot.PrintProblems(c.OutOrStdout(), r.Problems, format)
	}
	var shown []generator.Problem
	for _, p := range r.Problems {
		if s := p.Severity.String(); s == "error" || s == "warning" && o.Strict {
			shown = append(shown, p)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	return r.Snapshot.PrintProblems(c.ErrOrStderr(), shown, format)
}

func notBuilt(r *generator.Report, o generator.BuildOptions, out string) string {
	errors, warnings, _ := generator.CountProblems(r.Problems)
	count := plural(errors, "error", "errors")
	if errors == 0 {
		count = plural(warnings, "warning", "warnings") + " and --strict"
	}
	text := "Not built: " + count + "."
	if !r.Last.IsZero() {
		text += " " + out + " still holds the build of " + r.Last.Format("2006-01-02 15:04") + "."
	}
	return text + " (--allow-errors builds the rest)"
}

func sayBuilt(w io.Writer, r *generator.Report, out string, elapsed time.Duration) {
	fmt.Fprintf(w, "Built %s in %s to %s  %s\n", plural(r.Pages, "page", "pages"), duration(elapsed), out, size(r.Bytes))
	var kinds []string
	for _, k := range r.Kinds {
		kinds = append(kinds, thousands(k.Count)+" "+strings.ToLower(k.Words))
	}
	for len(kinds) > 0 {
		n := fitting(kinds, " · ", 78)
		fmt.Fprintf(w, "  %s\n", strings.Join(kinds[:n], " · "))
		kinds = kinds[n:]
	}
	var notes []string
	errors, warnings, _ := generator.CountProblems(r.Problems)
	if errors > 0 {
		notes = append(notes, plural(errors, "error", "errors"))
	}
	if warnings > 0 {
		notes = append(notes, plural(warnings, "warning", "warnings"))
	}
	if len(notes) > 0 {
		fmt.Fprintf(w, "  %s  (remit check shows them)\n", strings.Join(notes, " · "))
	}
	if r.Verified {
		fmt.Fprintln(w, "  verified: a second build from nothing gave the same bytes")
	}
	if len(r.Kept) > 0 {
		fmt.Fprintf(w, "  kept in %s, since we did not make it: %s\n", out, some(r.Kept, 3))
	}
}

// fitting returns how many of the words, at least one, fit a line.
func fitting(words []string, between string, columns int) int {
	n := 1
	for n < len(words) && utf8.RuneCountInString(strings.Join(words[:n+1], between)) <= columns {
		n++
	}
	return n
}

// some lists the first few of many names.
func some(names []string, n int) string {
	if len(names) <= n {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:n], ", "), len(names)-n)
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
