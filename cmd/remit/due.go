package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"remit/generator"
)

func dueCommand() *cobra.Command {
	var site siteFlags
	var format, team string
	within := span(90)
	c := &cobra.Command{
		Use:   "due [DIR]",
		Short: "List what needs a look, why, and who keeps it",
		Long: `Due lists what somebody should look at, by the team that keeps it: documents
that something has overtaken, such as a newer lesson, and days that come:
reviews, promises, ends of exemptions. It tells the reason and the place, and
counts days from today. The site has the same list as a page and as calendars.

It is a list and no verdict: the exit code is 0 whatever is on it.`,
		Example: `  remit due
  remit due --team support --within 30d
  remit due --today 2026-12-01       what will be due then?
  remit due --format ics > due.ics   for a calendar`,
		Args:              siteArgs,
		ValidArgsFunction: completeDirs,
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(generator.DueFormats(), format) {
				return useError{fmt.Errorf("--format takes %s, not %q", strings.Join(generator.DueFormats(), ", "), format)}
			}
			dir, err := siteDir(c, args)
			if err != nil {
				return err
			}
			s, err := generator.Look(c.Context(), dir, site.options("public"))
			if err != nil {
				return err
			}
			if err := s.MayTell(); err != nil {
				return err
			}
			list, err := s.Due(generator.DueOptions{Team: team, Within: int(within)})
			if err != nil {
				return err
			}
			return list.Write(c.OutOrStdout(), format, prefix(dir), min(width(c.OutOrStdout()), 100))
		},
	}
	c.Flags().StringVar(&format, "format", "text", "write the list as `FORMAT`: "+strings.Join(generator.DueFormats(), ", "))
	c.Flags().StringVar(&team, "team", "", "only what this `TEAM` keeps, by id or name")
	c.Flags().Var(&within, "within", "days that come within `SPAN`: 30d, 6w, 3m, 1y, or all")
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(generator.DueFormats(), cobra.ShellCompDirectiveNoFileComp)))
	site.add(c)
	return c
}

// span is a flag that takes a stretch of time, in days; below 0 is without end.
type span int

func (s *span) Set(text string) error {
	if text == "all" {
		*s = -1
		return nil
	}
	days := map[byte]int{'d': 1, 'w': 7, 'm': 30, 'y': 365}
	if text == "" {
		return errors.New("write a span as 30d, 6w, 3m or 1y")
	}
	unit, ok := days[text[len(text)-1]]
	n, err := strconv.Atoi(text[:len(text)-1])
	if !ok || err != nil || n < 0 || n > 40000 {
		return errors.New("write a span as 30d, 6w, 3m or 1y")
	}
	*s = span(n * unit)
	return nil
}

func (s *span) String() string {
	if *s < 0 {
		return "all"
	}
	return strconv.Itoa(int(*s)) + "d"
}

func (s *span) Type() string { return "span" }
