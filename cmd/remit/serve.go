package main

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"remit/generator"
)

func serveCommand() *cobra.Command {
	var site siteFlags
	var o generator.ServeOptions
	var open string
	c := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Show the site in the browser and follow every edit",
		Long: `Serve shows the site of DIR on this machine only and follows every edit: the
page in the browser changes in place and keeps its scroll place. A document with
an error keeps its last good page and shows what to mend. Nothing is written.`,
		Example: `  remit serve --open
  remit serve docs --port 8080
  remit serve --open=/charters/support/`,
		Args:              siteArgs,
		ValidArgsFunction: completeDirs,
		RunE: func(c *cobra.Command, args []string) error {
			if o.Port < 0 || o.Port > 65535 || o.Poll < 0 {
				return useError{fmt.Errorf("--port takes 1 to 65535, and --poll a time such as 2s")}
			}
			dir, err := siteDir(c, args)
			if err != nil {
				return err
			}
			out := c.OutOrStdout()
			began := time.Now()
			o.Dir, o.Options, o.Log, o.Prefix = dir, site.options("public"), out, prefix(dir)
			o.Started = func(url string, s *generator.Snapshot) {
				fmt.Fprintf(out, "%s   %s   %s in %s, watching %s\n", s.Title(), url,
					plural(s.Stats().Documents, "document", "documents"), duration(time.Since(began)), dir)
				if errors, warnings, _ := generator.CountProblems(s.Problems()); errors+warnings > 0 {
					fmt.Fprintf(out, "%s, %s; remit check shows them\n", plural(errors, "error", "errors"), plural(warnings, "warning", "warnings"))
				}
				fmt.Fprintln(out, "Ctrl+C ends the preview")
				if c.Flags().Changed("open") {
					openBrowser(strings.TrimSuffix(url, "/") + "/" + strings.TrimPrefix(open, "/"))
				}
			}
			return generator.Serve(c.Context(), o)
		},
	}
	c.Flags().IntVarP(&o.Port, "port", "p", 0, "listen on `PORT` (default 4747, or the next free one)")
	c.Flags().StringArrayVar(&o.Hosts, "allow-host", nil, "answer to the host name `HOST` too, for example behind a proxy of your own")
	c.Flags().DurationVar(&o.Poll, "poll", 0, "look at the folder at an `INTERVAL` such as 2s, for file systems that report no changes")
	c.Flags().Var((*optional)(&open), "open", "open the browser, at another page with --open=ADDRESS")
	c.Flags().Lookup("open").NoOptDefVal = "/"
	site.add(c)
	return c
}

// openBrowser shows an address in the user's browser. A machine without one
// is no fault: the address stands on the terminal.
func openBrowser(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.Command(name, args...)
	if cmd.Start() == nil {
		go cmd.Wait() // only so that no zombie stays
	}
}
