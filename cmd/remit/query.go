package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"remit/generator"
)

func queryCommand() *cobra.Command {
	var place placeFlags
	var audience, format string
	var asJSON bool
	c := &cobra.Command{
		Use:   "query WORDS...",
		Short: "Answer who decides, who owns and whom to ask",
		Long: `Query answers a question from the lines of the charters: who decides something,
up to which amount, who owns an area, whom to ask. It prints a sentence, the
line that says so, and the address of its passage. The search of the site gives
the same answers.

Where no charter answers, the bar of a standard, the follow-ups of a lesson and
the results of a promise do. They come first for questions about standards,
about what follows, and about what was promised.

Amounts are compared as intervals: "above 500 EUR" does not ask for 500 itself.
Units that differ are never compared, and nothing is guessed: what two teams
claim is shown twice, and amounts that nobody decides are told. The exit code is
1 when nothing answers, or nobody decides what was asked for; then the nearest
topics are named.`,
		Example: `  remit query "who decides refunds above 500 EUR"
  remit query who owns returns
  remit query "what may the studio spend without asking?"
  remit query "what did we promise about returns?"
  remit query --format json "whom do I ask about parcels?"`,
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, " ")) == "" {
				return useError{fmt.Errorf("ask something, for example: remit query who decides refunds above 500 EUR")}
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			if asJSON {
				format = "json"
			}
			if format != "text" && format != "json" {
				return useError{fmt.Errorf("there is no format %q; there are text and json", format)}
			}
			dir, err := place.place(c)
			if err != nil {
				return err
			}
			o := place.options()
			o.NoGit, o.Audience = true, audience
			s, err := generator.Look(c.Context(), dir, o)
			if err != nil {
				return err
			}
			if err := s.MayTell(); err != nil {
				return err
			}
			a := s.Query(strings.Join(args, " "))
			for i := range a.Answers {
				if a.Answers[i].File != "" {
					a.Answers[i].File = prefix(dir) + a.Answers[i].File
				}
			}
			if format == "json" {
				err = printJSON(c.OutOrStdout(), a)
			} else {
				err = printAnswers(c.OutOrStdout(), c.ErrOrStderr(), a)
			}
			if err == nil && !a.Answered {
				return errProblems
			}
			return err
		},
	}
	place.add(c)
	c.Flags().StringVar(&audience, "audience", "", "answer for the audience `NAME` of remit.yaml instead of for everyone")
	c.Flags().StringVar(&format, "format", "text", "print the answer as `FORMAT`: text, json")
	c.Flags().BoolVar(&asJSON, "json", false, "the same as --format json")
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	return c
}

// printAnswers prints what was found, and tells on the other stream how the
// question was read and what came near.
func printAnswers(out, talk io.Writer, a *generator.Answers) error {
	var b, t strings.Builder
	for i, x := range a.Answers {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintln(&b, generator.Visible(x.Sentence))
		if x.File == "" {
			continue
		}
		fmt.Fprintf(&b, "  %s:%d: %s\n", x.File, x.Line, generator.Visible(x.Clause))
		if x.Address != "" {
			fmt.Fprintf(&b, "  %s\n", x.Address)
		}
		if x.Why != "" {
			fmt.Fprintf(&b, "  %s\n", generator.Visible(x.Why))
		}
	}
	for _, note := range a.Notes {
		fmt.Fprintln(&t, generator.Visible(note))
	}
	if !a.Answered {
		if len(a.Answers) == 0 {
			t.WriteString("No document answers this, as far as its words tell.\n")
		}
		if len(a.Near) > 0 {
			fmt.Fprintf(&t, "The nearest topics: %s.\n", generator.Visible(strings.Join(a.Near, "; ")))
		}
		if len(a.Might) > 0 {
			fmt.Fprintf(&t, "Who might know: %s.\n", generator.Visible(strings.Join(a.Might, "; ")))
		}
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return err
	}
	_, err := io.WriteString(talk, t.String())
	return err
}
