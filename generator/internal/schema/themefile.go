package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/diag"
)

// ThemeFileName is the name of the file in which a theme says what it is.
const ThemeFileName = "theme.yaml"

// ThemeFile is what a theme says of itself.
type ThemeFile struct {
	Name     string
	Summary  string
	Contract Value // the version of the data that its templates are written for; the zero Value when it says none
}

// ThemeKeys describes the keys of theme.yaml, for reference pages.
var ThemeKeys = []SettingDoc{
	{Name: "name", Type: "text", Doc: "What the theme is called.", Example: "name: Harbour"},
	{Name: "summary", Type: "text", Doc: "What it looks like, in a sentence.", Example: "summary: Blue and calm, with wide tables"},
	{Name: "contract", Type: "whole number", Doc: "The version of the data that its templates are written for. A theme in themes/ must say it.", Example: "contract: 1"},
}

// DecodeThemeFile reads the bytes of a theme.yaml that problems name as file.
func DecodeThemeFile(file string, src []byte) (ThemeFile, []diag.Problem) {
	meta, problems := decode(file, "theme-file", src, skipMark(src), len(src), DefaultLimits())
	var out ThemeFile
	refuse := func(span diag.Span, message, fix string) {
		problems = append(problems, diag.Problem{Rule: "theme-file", Severity: diag.Error, File: file, Span: span, Message: message, Fix: fix,
			Why: "what a theme says of itself decides whether it can be used"})
	}
	for _, e := range meta.Entries {
		known := slices.IndexFunc(ThemeKeys, func(k SettingDoc) bool { return k.Name == e.Key })
		switch {
		case known < 0:
			names := themeKeyNames()
			p := diag.Problem{
				Rule: "theme-file", Severity: diag.Warning, File: file, Span: e.KeySpan,
				Message: quoted(e.Key) + " says nothing in " + ThemeFileName,
				Why:     "a key mistyped has no effect",
				Fix:     "the keys here are " + strings.Join(names, ", "),
			}
			if near, ok := diag.Nearest(e.Key, names); ok {
				p.Label, p.Fix = fmt.Sprintf("did you mean %q?", near), "write "+near
			}
			problems = append(problems, p)
		case e.Value.Kind != Scalar:
			refuse(e.Value.Span, fmt.Sprintf("%s takes a %s, not %s", quoted(e.Key), ThemeKeys[known].Type, shown(e.Value)), "write  "+ThemeKeys[known].Example)
		case e.Key == "name":
			out.Name = e.Value.Text
		case e.Key == "summary":
			out.Summary = e.Value.Text
		case e.Key == "contract":
			if _, err := strconv.Atoi(e.Value.Text); err != nil {
				refuse(e.Value.Span, fmt.Sprintf("%s takes a whole number, not %s", quoted(e.Key), shown(e.Value)), "write  "+ThemeKeys[known].Example)
			}
			out.Contract = e.Value
		}
	}
	return out, problems
}

func themeKeyNames() []string {
	var names []string
	for _, k := range ThemeKeys {
		names = append(names, k.Name)
	}
	return names
}
