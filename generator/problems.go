package generator

import (
	"io"
	"time"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
	"remit/generator/internal/twin"
)

// Problem is one thing that is wrong with the user's files.
type Problem = diag.Problem

// Format is a way of writing problems down.
type Format = diag.Format

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) { return diag.ParseFormat(name) }

// Formats lists the names of all formats.
func Formats() []string {
	var names []string
	for _, f := range diag.Formats {
		names = append(names, string(f))
	}
	return names
}

// CountProblems returns how many problems there are of each severity.
func CountProblems(problems []Problem) (errors, warnings, hints int) { return diag.Count(problems) }

// PrintOptions say how [Snapshot.PrintProblems] writes.
type PrintOptions struct {
	Format  Format
	Color   bool
	Prefix  string // goes before file names so that they lead from the working directory to the file
	Max     int    // problems shown in full as text; 0 shows all
	Width   int    // columns of the terminal
	Version string
	Elapsed time.Duration
}

// PrintProblems writes problems of the snapshot with the authors' own lines.
func (s *Snapshot) PrintProblems(w io.Writer, problems []Problem, o PrintOptions) error {
	return diag.Print(w, o.Format, problems, diag.PrintOptions{
		Color:     o.Color,
		Source:    s.source,
		Prefix:    o.Prefix,
		Max:       o.Max,
		Width:     o.Width,
		Version:   o.Version,
		Documents: len(s.model.Docs),
		Elapsed:   o.Elapsed,
	})
}

// SettingsSchema is a JSON Schema (draft-07) of remit.yaml.
func SettingsSchema() []byte { return schema.SettingsSchema() }

// FrontMatterSchema is a JSON Schema (draft-07) of the front matter of the
// built-in kinds.
func FrontMatterSchema() []byte { return schema.BuiltIn().FrontMatterSchema() }

// OrgSchema is a JSON Schema (draft-07) of org.yaml.
func OrgSchema() []byte { return schema.OrgSchema() }

// ProblemsSchema is a JSON Schema (2020-12) of what the format json prints.
func ProblemsSchema() []byte {
	return twin.SchemaOf("problems-1.json", "The problems of a site, as remit check --json prints them.", diag.Report{})
}
