package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"remit/generator"
)

// baselineFlags are the flags about findings that are known.
type baselineFlags struct {
	file  string // "" when the flag is not set
	write bool
}

func (f *baselineFlags) add(c *cobra.Command) {
	c.Flags().Var((*optional)(&f.file), "baseline", "only findings that are not in the baseline are shown and count: "+generator.BaselineFile+" in DIR, or FILE with --baseline=FILE")
	c.Flags().Lookup("baseline").NoOptDefVal = generator.BaselineFile
}

// args allows one folder, and knows the name of a file that was meant for
// --baseline.
func (f *baselineFlags) args(c *cobra.Command, args []string) error {
	if c.Flags().Changed("baseline") && f.file == generator.BaselineFile {
		for _, arg := range args {
			if info, err := os.Stat(arg); len(args) > 1 && err != nil || err == nil && !info.IsDir() {
				return useError{fmt.Errorf("write it with = and without a space: --baseline=%s", arg)}
			}
		}
	}
	return siteArgs(c, args)
}

func (f *baselineFlags) sensible(fix fixFlags) error {
	if f.write && fix.fix {
		return useError{fmt.Errorf("one after the other: mend with --fix, then write down what remains with --write-baseline")}
	}
	return nil
}

// path is the baseline's place: as named, else in the site's folder.
func (f *baselineFlags) path(dir string) string {
	if f.file == "" || f.file == generator.BaselineFile {
		return filepath.Join(dir, generator.BaselineFile)
	}
	return f.file
}

// knownFindings are those that the baseline holds back.
type knownFindings struct {
	list []generator.Problem
	gone int
}

// against parts the problems of a snapshot by the baseline, if one is asked
// for.
func (f *baselineFlags) against(c *cobra.Command, dir string, s *generator.Snapshot) ([]generator.Problem, knownFindings, error) {
	b, err := f.read(dir)
	if err != nil {
		return nil, knownFindings{}, err
	}
	fresh, known, gone := s.Against(b)
	return fresh, knownFindings{known, gone}, nil
}

// read returns the baseline, or nil when none is asked for.
func (f *baselineFlags) read(dir string) (*generator.Baseline, error) {
	if f.file == "" {
		return nil, nil
	}
	path := f.path(dir)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, useError{fmt.Errorf("there is no baseline %s; remit check --write-baseline writes one", path)}
	}
	if err != nil {
		return nil, err
	}
	b, err := generator.ParseBaseline(data)
	if err != nil {
		return nil, useError{fmt.Errorf("%s: %w", path, err)}
	}
	return b, nil
}

// save writes all findings of a snapshot down.
func (f *baselineFlags) save(c *cobra.Command, dir string, s *generator.Snapshot) error {
	path := f.path(dir)
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b := s.Baseline()
	change := generator.Change{File: filepath.Base(path), Old: old, New: b.Text()}
	if err := generator.Write(filepath.Dir(path), []generator.Change{change}); err != nil {
		return err
	}
	how := "--baseline"
	if f.file != "" && f.file != generator.BaselineFile {
		how += "=" + f.file
	}
	hints := ""
	if _, _, n := generator.CountProblems(s.Problems()); n > 0 {
		hints = ", " + plural(n, "hint", "hints") + " among them,"
	}
	fmt.Fprintf(c.OutOrStdout(), "%s%s written to %s; remit check%s %s shows only new ones\n", plural(b.Len(), "finding", "findings"), hints, path, argument(dir), how)
	return nil
}

// say tells of known findings in a line.
func (k knownFindings) say(w io.Writer) {
	if n := len(k.list); n > 0 {
		fmt.Fprintf(w, "%s not shown; the baseline holds them\n", plural(n, "known finding is", "known findings are"))
	}
	if k.gone > 0 {
		fmt.Fprintf(w, "%s gone; run --write-baseline\n", plural(k.gone, "known finding is", "known findings are"))
	}
}
