package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"remit/generator"
)

func rulesCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "rules",
		Short: "List what remit check looks for",
		Long: `Rules lists all that remit check can find: the name of each rule, how much it
matters, and what it finds. remit explain NAME tells why, with an example and
ways out.`,
		Example: `  remit rules
  remit rules --json`,
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, _ []string) error {
			out := c.OutOrStdout()
			if asJSON {
				return printJSON(out, generator.Rules())
			}
			columns := 1000 // a file or a program wants the whole line
			if isTerminal(out) {
				columns = width(out)
			}
			return printRules(out, generator.Rules(), columns)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "all that is known of each rule, for programs")
	return c
}

// noArgs says what cobra says of needless arguments as a mistake in use.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return useError{fmt.Errorf("%s takes no arguments: %s", c.CommandPath(), strings.Join(args, " "))}
	}
	return nil
}

func printRules(w io.Writer, rules []generator.Rule, columns int) error {
	wide := 0
	for _, r := range rules {
		wide = max(wide, len(r.Name))
	}
	for _, r := range rules {
		line := fmt.Sprintf("%-*s  %-7s  %s", wide, r.Name, r.Severity, firstSentence(r.Doc))
		if _, err := fmt.Fprintln(w, cut(line, columns)); err != nil {
			return err
		}
	}
	return nil
}

// firstSentence is a text up to its first full stop before a space.
func firstSentence(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if i := strings.Index(s, ". "); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSuffix(s, ".")
}

// cut shortens a line to the columns of a terminal.
func cut(line string, columns int) string {
	if utf8.RuneCountInString(line) <= columns {
		return line
	}
	runes := []rune(line)[:columns-1]
	return strings.TrimRight(string(runes), " ") + "…"
}

// printJSON writes a value for programs.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
