// Command remit compiles an organisation's Markdown into a searchable wiki.
//
// In: arguments. Out: calls of package generator, with results as text on
// standard output, talk on standard error and an exit code: 0 fine, 1 problems
// in the content, 2 wrong use, 3 could not do it, 130 interrupted. Each
// subcommand is a file. The command knows nothing about documents.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"remit/generator"
)

// The exit codes, as the help text lists them.
const (
	exitFine        = 0
	exitProblems    = 1
	exitUse         = 2
	exitFailed      = 3
	exitInterrupted = 130
)

// errProblems ends a command whose problems have been printed already.
var errProblems = errors.New("problems in the content")

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// execute runs one command line and returns its exit code.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var use *generator.UseError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errProblems):
		return exitProblems
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &use), isUse(err):
		fmt.Fprintln(stderr, "remit: "+err.Error())
		return exitUse
	}
	fmt.Fprintln(stderr, "remit: "+strings.ReplaceAll(err.Error(), "\n", "\n       "))
	return exitFailed
}

// useError marks what cobra says of flags and arguments.
type useError struct{ error }

func isUse(err error) bool {
	var u useError
	return errors.As(err, &u) || strings.HasPrefix(err.Error(), "unknown command") || strings.HasPrefix(err.Error(), "unknown flag")
}

// noSuchCommand is called with what is no subcommand.
func noSuchCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	way := "remit --help lists them"
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		way = "did you mean " + near[0] + "?"
	}
	return useError{fmt.Errorf("there is no command %q; %s", args[0], way)}
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "remit",
		Short: "Compile an organisation's Markdown into a searchable wiki",
		Long: `Remit compiles team charters, standards, lessons and playbooks, or any folder of
Markdown, into a wiki that can be checked and searched.

  remit init             begin a site, with a small company to read
  remit new charter      begin a document with the questions of its kind
  remit serve --open     a live preview that follows every edit
  remit check            what is wrong, where, and how to mend it
  remit build            content/ becomes the site public/

DIR is a folder of Markdown; without it content/ is taken, or the site that the
current folder is a part of, or the current folder. Exit codes: 0 fine,
1 problems in the content, 2 wrong use, 3 could not do it, 130 interrupted.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchCommand,
		Version:       versionLine(),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return useError{fmt.Errorf("%w; %s --help lists the flags", err, c.CommandPath())}
	})
	root.PersistentFlags().String("color", "auto", "colour in the output: `WHEN` is auto, always or never")
	root.AddCommand(
		initCommand(), newCommand(), serveCommand(), checkCommand(), buildCommand(), reviewCommand(), // in the order in which a site comes to be
		queryCommand(), dueCommand(), diffCommand(),
		explainCommand(), rulesCommand(), schemaCommand(), versionCommand(),
	)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SuggestionsMinimumDistance = 2
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	return root
}
