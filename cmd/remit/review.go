package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"remit/generator"
)

func reviewCommand() *cobra.Command {
	var place placeFlags
	var noGit, dryRun bool
	c := &cobra.Command{
		Use:   "review ID|PATH",
		Short: "Say that a document was read and found true",
		Long: `Review sets the date on which a document was last reviewed to today, in its
front matter and nowhere else. Run it when you have read the whole document and
mended what was no longer true.

Where nothing had to change since the review before, as far as Git knows, the
next one may wait twice as long, up to 24 months. Where something happened that
asked for the review, such as a newer lesson, it is due again at the usual time.`,
		Example: `  remit review support
  remit review content/standards/first-reply.md
  remit review support --dry-run     show the change only`,
		Args: reviewArgs,
		ValidArgsFunction: func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return startingWith(typed, siteNames(c, place)), cobra.ShellCompDirectiveDefault
		},
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := place.place(c)
			if err != nil {
				return err
			}
			o := place.options()
			o.NoGit = noGit
			s, err := generator.Look(c.Context(), dir, o)
			if err != nil {
				return err
			}
			r, err := s.Review(c.Context(), dir, inSite(dir, args[0]))
			if err != nil {
				return err
			}
			if dryRun {
				return printDiff(c.OutOrStdout(), r.Change.Diff(prefix(dir)))
			}
			if err := generator.Write(dir, []generator.Change{r.Change}); err != nil {
				return err
			}
			_, err = fmt.Fprint(c.OutOrStdout(), reviewed(r, prefix(dir)))
			return err
		},
	}
	place.add(c)
	c.Flags().BoolVar(&noGit, "no-git", false, "do not ask Git what has changed")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "show the change, and write nothing")
	return c
}

func reviewArgs(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return useError{fmt.Errorf("name one document, by its id or its path: remit review ID")}
}

// reviewed says what a review did, and why.
func reviewed(r *generator.Review, prefix string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s: reviewed %s\n", prefix, r.File, r.Day.Format(time.DateOnly))
	for _, why := range r.Reasons {
		fmt.Fprintf(&b, "  asked for: %s\n", generator.Visible(why))
	}
	switch {
	case r.Months == 0:
	case r.Months == r.Was:
		fmt.Fprintf(&b, "  it holds for %s, as before: %s\n", plural(r.Months, "month", "months"), r.Why)
	default:
		fmt.Fprintf(&b, "  it holds for %s (before: %d): %s\n", plural(r.Months, "month", "months"), r.Was, r.Why)
	}
	return b.String()
}
