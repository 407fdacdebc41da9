package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"remit/generator"
)

func explainCommand() *cobra.Command {
	var place placeFlags
	var asJSON, noGit bool
	c := &cobra.Command{
		Use:   "explain NAME|PATH",
		Short: "Tell what a rule, a kind, a field or a document is about",
		Long: `Explain tells all that is known of a name: what a rule finds and why it matters,
what a kind of document or a field of front matter is for, what a line of
org.yaml stands for. Of a document, named by its path or its id, it tells what
is known and how (stated in which line, or inferred from what), what asks for a
look, what points at it, and what is wrong with it.`,
		Example: `  remit explain no-success           a rule
  remit explain charter              a kind of document
  remit explain decides              a field
  remit explain charters/support.md  what is known of a document, and how
  remit explain support              the same, by its id`,
		Args:              explainArgs,
		ValidArgsFunction: completeExplain(&place),
		RunE: func(c *cobra.Command, args []string) error {
			x, err := explain(c, place, noGit, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(c.OutOrStdout(), x)
			}
			e := explainer{w: c.OutOrStdout(), columns: min(width(c.OutOrStdout()), 100)} // longer lines are hard to read
			e.all(x)
			return e.err
		},
	}
	place.add(c)
	c.Flags().BoolVar(&noGit, "no-git", false, "do not ask Git for dates")
	c.Flags().BoolVar(&asJSON, "json", false, "the same for programs")
	return c
}

func explainArgs(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return useError{fmt.Errorf("name one thing: a rule, a kind, a field, an id or a path; remit rules lists the rules")}
}

// explain asks the site where there is one, since it may have kinds and
// documents of its own, and else what is built in.
func explain(c *cobra.Command, place placeFlags, noGit bool, name string) (*generator.Explanation, error) {
	dir, err := place.place(c)
	if err != nil {
		if place.dir != "" {
			return nil, err
		}
		x, unknown := generator.Explain(name)
		if unknown != nil {
			return nil, useError{fmt.Errorf("%w; %w", unknown, err)}
		}
		return x, nil
	}
	o := place.options()
	o.NoGit = noGit
	s, err := generator.Look(c.Context(), dir, o)
	if err != nil {
		return nil, err
	}
	return s.Explain(inSite(dir, name))
}

// inSite turns the path of a file from the working directory into one below the
// site's folder, and takes the name of that folder away from in front of what is
// none. Anything else is returned as it is.
func inSite(dir, name string) string {
	if rel, ok := below(dir, name); ok && exists(name) {
		return rel
	}
	if inside, ok := strings.CutPrefix(filepath.ToSlash(name), folderName(dir)+"/"); ok {
		return inside
	}
	return name
}

// below returns the slash path of a file below a folder, both from the working
// directory.
func below(dir, name string) (string, bool) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", false
	}
	base, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(base, abs)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel) && strings.HasSuffix(rel, ".md")
}

// folderName is what the site's folder is called.
func folderName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}

// completeExplain completes what can be explained without reading the site,
// then its ids.
func completeExplain(place *placeFlags) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return startingWith(typed, generator.Explainable(), siteNames(c, *place)), cobra.ShellCompDirectiveDefault
	}
}

// siteNames lists the ids of the site for the shell; where it cannot be read
// there are none.
func siteNames(c *cobra.Command, place placeFlags) []string {
	dir, err := place.place(c)
	if err != nil {
		return nil
	}
	o := place.options()
	o.NoGit = true
	s, err := generator.Look(c.Context(), dir, o)
	if err != nil {
		return nil
	}
	return s.Names()
}

func startingWith(typed string, lists ...[]string) []string {
	var found []string
	for _, list := range lists {
		for _, word := range list {
			if strings.HasPrefix(word, typed) {
				found = append(found, word)
			}
		}
	}
	return found
}

// explainer writes explanations for people.
type explainer struct {
	w       io.Writer
	columns int
	begun   bool
	err     error
}

func (e *explainer) printf(format string, args ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.w, format, args...)
	}
}

func (e *explainer) all(x *generator.Explanation) {
	for _, r := range x.Rules {
		e.rule(r)
	}
	for _, k := range x.Kinds {
		e.kind(k)
	}
	for _, f := range x.Fields {
		e.field(f)
	}
	for _, s := range x.Sections {
		e.section(s)
	}
	for _, s := range x.Settings {
		e.setting(s)
	}
	for _, t := range x.Entries {
		e.entry(t)
	}
	for _, d := range x.Documents {
		e.document(d)
	}
	if len(x.Paths) > 0 {
		e.title("%s, the id of %d documents; name the path of one", x.Name, len(x.Paths))
		for _, p := range x.Paths {
			e.printf("  %s\n", p)
		}
	}
}

// title begins a part; an empty line stands between two.
func (e *explainer) title(format string, args ...any) {
	if e.begun {
		e.printf("\n")
	}
	e.begun = true
	e.printf(format+"\n", args...)
}

func (e *explainer) rule(r generator.Rule) {
	e.title("%s, a rule (%s)", r.Name, r.Severity)
	e.paragraph("", r.Doc)
	e.paragraph("why: ", r.Reason)
	if r.Example != "" {
		e.printf("\n  for example:\n")
		for line := range strings.Lines(r.Example) {
			e.printf("    %s\n", generator.Visible(strings.TrimRight(line, "\n")))
		}
	}
	e.printf("\n")
	for _, fix := range r.Fixes {
		e.paragraph("fix: ", fix)
	}
	e.paragraph("", "Where it is meant to be so, <!-- remit: ok "+r.Name+", because ... --> above the place keeps it quiet.")
}

func (e *explainer) kind(k generator.KindText) {
	e.title("%s, a kind of document (%s/)", k.Name, k.Folder)
	e.paragraph("", k.Doc)
	switch {
	case k.Record:
		e.paragraph("", "It is the record of a moment and is never reviewed by calendar.")
	case k.Review > 0:
		e.paragraph("", fmt.Sprintf("A review holds for %d months.", k.Review))
	}
	if len(k.Fields) > 0 {
		e.printf("\n  front matter (* an active one should have it)\n")
	}
	wide := 0
	for _, f := range k.Fields {
		wide = max(wide, len(f.Name))
	}
	for _, f := range k.Fields {
		e.printf("  %s %-*s  %s\n", star(f.Core), wide, f.Name, cut(firstSentence(f.Doc), max(20, e.columns-wide-6)))
	}
	if len(k.Sections) > 0 {
		e.printf("\n  sections, by their headings\n")
	}
	for _, s := range k.Sections {
		heading := s.Name
		if len(s.Headings) > 0 {
			heading = s.Headings[0]
		}
		e.printf("  %s %s\n", star(s.Core), heading)
	}
	e.printf("\n  begin one: remit new %s \"Title\"\n", k.Name)
}

func star(core bool) string {
	if core {
		return "*"
	}
	return " "
}

func (e *explainer) field(f generator.FieldText) {
	where := "of every kind"
	if len(f.Kinds) > 0 {
		where = "of " + strings.Join(f.Kinds, ", ")
	}
	e.title("%s, a field %s", f.Name, where)
	e.paragraph("", f.Doc)
	takes := f.Takes
	if len(f.Values) > 0 {
		takes = "One of " + strings.Join(f.Values, ", ") + "."
	}
	e.paragraph("takes: ", takes)
	if len(f.Names) > 0 {
		e.paragraph("names: ", strings.Join(f.Names, ", "))
	}
	if len(f.Keys) > 0 {
		e.paragraph("keys: ", strings.Join(f.Keys, ", "))
	}
	if f.Example != "" {
		e.printf("\n  for example:\n%s", exampleYAML(f))
	}
}

// exampleYAML shows a field as it is written in front matter.
func exampleYAML(f generator.FieldText) string {
	switch f.Type {
	case "records":
		var b strings.Builder
		b.WriteString("    " + f.Name + ":\n")
		dash := "- "
		for line := range strings.Lines(f.Example) {
			b.WriteString("      " + dash + strings.TrimRight(line, "\n") + "\n")
			dash = "  "
		}
		return b.String()
	case "ids", "text", "id", "word", "date", "month", "number", "duration", "boolean", "audience":
		return "    " + f.Name + ": " + f.Example + "\n"
	}
	if strings.HasPrefix(f.Example, "[") {
		return "    " + f.Name + ": " + f.Example + "\n"
	}
	return "    " + f.Name + ":\n      - " + f.Example + "\n"
}

func (e *explainer) section(s generator.SectionText) {
	e.title("%s, a section of %s", s.Name, strings.Join(s.Kinds, ", "))
	e.paragraph("", s.Doc)
	e.paragraph("headings: ", strings.Join(s.Headings, "; "))
	if s.Field != "" {
		e.paragraph("answers: ", "the field "+s.Field+", when front matter does not")
	}
}

func (e *explainer) setting(s generator.SettingText) {
	e.title("%s, a setting of remit.yaml", s.Name)
	e.paragraph("", s.Doc)
	if s.Default != "" {
		e.paragraph("default: ", s.Default)
	}
}

func (e *explainer) entry(t generator.EntryText) {
	e.title("%s, a %s of org.yaml (line %d): %s", t.ID, t.Sort, t.Line, generator.Visible(t.Name))
	if t.Retired != "" {
		e.paragraph("retired: ", t.Retired)
	}
	e.named(t.Named)
}

func (e *explainer) document(d generator.DocumentAccount) {
	e.title("%s, a %s: %s", d.Path, d.Kind, generator.Visible(d.Title))
	if d.Hidden != "" {
		e.paragraph("not shown: ", d.Hidden)
	}
	wide := 0
	for _, f := range d.Known {
		wide = max(wide, utf8.RuneCountInString(f.Name))
	}
	for _, f := range d.Known {
		how := f.How
		switch {
		case f.Line > 0 && how == "stated":
			how = fmt.Sprintf("stated at line %d", f.Line)
		case f.Line > 0:
			how += fmt.Sprintf(", line %d", f.Line)
		}
		e.paragraph(fmt.Sprintf("%-*s  ", wide, f.Name), generator.Visible(f.Value)+" ("+how+")")
	}
	if len(d.Due) > 0 {
		e.printf("\n  asks for a look, because\n")
		for _, why := range d.Due {
			e.paragraph("  ", generator.Visible(why))
		}
	}
	e.named(d.Named)
	if len(d.Problems) > 0 {
		e.printf("\n  remit check finds\n")
		for _, p := range d.Problems {
			e.paragraph("  ", generator.Visible(p))
		}
	}
}

func (e *explainer) named(links []generator.Backlink) {
	if len(links) == 0 {
		return
	}
	e.printf("\n  named by\n")
	for _, l := range links {
		place := l.Path
		if l.Line > 0 {
			place += fmt.Sprintf(":%d", l.Line)
		}
		e.printf("    %s (%s)\n", place, l.Field)
	}
}

// paragraph writes a text in lines that fit, indented, behind a label.
func (e *explainer) paragraph(label, text string) {
	indent := "  " + strings.Repeat(" ", utf8.RuneCountInString(label))
	line := "  " + label
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
			line += word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > e.columns:
			e.printf("%s\n", line)
			line = indent + word
		default:
			line += " " + word
		}
	}
	e.printf("%s\n", line)
}
