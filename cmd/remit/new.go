package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"remit/generator"
)

func newCommand() *cobra.Command {
	var place placeFlags
	var o generator.BeginOptions
	var silent bool
	c := &cobra.Command{
		Use:   `new KIND "TITLE"`,
		Short: "Begin a document with the questions of its kind",
		Long: `New begins a document: a charter, standard, lesson, playbook, decision,
commitment, experiment, assessment, page, or a kind of the site's own. On a
terminal it asks what the kind asks for, one question at a time; Enter skips
one, Ctrl+C leaves no file. Elsewhere, --owner and --set answer. What nobody
answers is a blank that begins with FILL IN, and remit check lists the blanks.

A lesson from a missed promise takes over what the promise knows, and the
promise then names the lesson. Nothing is ever written over.`,
		Example: `  remit new charter "Customer Support"
  remit new lesson --from 2026-q3-one-contact
  remit new decision "One page for returns" --owner operations \
    --set decided-by=operations-lead --set changes=support,studio`,
		Args: newArgs,
		ValidArgsFunction: func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return startingWith(typed, kindNames(c, place)), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			if o.Kind = args[0]; len(args) == 2 {
				o.Title = args[1]
			}
			return runNew(c, place, o, !silent && canAsk(c))
		},
	}
	place.add(c)
	c.Flags().StringVar(&o.Owner, "owner", "", "the id of the team that keeps it, `TEAM`")
	c.Flags().StringVar(&o.From, "from", "", "the `ID` or path of what gives rise to it, such as a missed promise")
	c.Flags().StringArrayVar(&o.Set, "set", nil, "answer a field: `FIELD=VALUE`, again for each item of a list")
	c.Flags().BoolVar(&silent, "no-questions", false, "ask nothing, on a terminal either")
	for _, flag := range []string{"owner", "from"} {
		must(c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return startingWith(typed, siteNames(c, place)), cobra.ShellCompDirectiveNoFileComp
		}))
	}
	return c
}

func newArgs(c *cobra.Command, args []string) error {
	switch len(args) {
	case 1, 2:
		return nil
	case 0:
		return useError{fmt.Errorf("say which kind: one of %s", strings.Join(generator.KindNames(), ", "))}
	}
	return useError{fmt.Errorf("put the title into quotes: remit new %s %q", args[0], strings.Join(args[1:], " "))}
}

// kindNames lists the kinds of the site, or those that are built in.
func kindNames(c *cobra.Command, place placeFlags) []string {
	dir, err := place.place(c)
	if err != nil {
		return generator.KindNames()
	}
	o := place.options()
	o.NoGit = true
	s, err := generator.Look(c.Context(), dir, o)
	if err != nil {
		return generator.KindNames()
	}
	return s.KindNames()
}

func runNew(c *cobra.Command, place placeFlags, o generator.BeginOptions, ask bool) error {
	dir, err := place.place(c)
	if err != nil {
		return err
	}
	s, err := generator.Look(c.Context(), dir, place.options())
	if err != nil {
		return err
	}
	b, err := s.Begin(o)
	if err != nil {
		return err
	}
	if ask {
		if err := newAsker(c).fill(b); err != nil {
			return err
		}
	}
	changes, err := b.Changes()
	if err != nil {
		return err
	}
	if err := generator.Write(dir, changes[:1]); err != nil {
		return err
	}
	sayBegun(c, changes[0], dir)
	for _, change := range changes[1:] {
		if err := generator.Write(dir, []generator.Change{change}); err != nil {
			return fmt.Errorf("%w; the new document is written, so write its id there yourself", err)
		}
		fmt.Fprintf(c.OutOrStdout(), "  %s names it now\n", prefix(dir)+change.File)
	}
	return nil
}

// sayBegun prints the path of the new file, first and alone on its line, and
// what to do next.
func sayBegun(c *cobra.Command, begun generator.Change, dir string) {
	out := c.OutOrStdout()
	fmt.Fprintln(out, prefix(dir)+begun.File)
	if n := bytes.Count(begun.New, []byte(generator.Blank)); n > 0 {
		fmt.Fprintf(out, "  %s to fill in, where it says %s\n", plural(n, "blank", "blanks"), strings.TrimRight(generator.Blank, ": "))
	}
	fmt.Fprintf(out, "  remit check%s  tells what is missing\n", argument(dir))
}
