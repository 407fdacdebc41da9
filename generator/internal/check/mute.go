package check

import (
	"slices"
	"strconv"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
)

var muteRules = []Rule{UnusedMute, MuteWithoutReason}

// UnusedMute finds mutes that silence nothing.
var UnusedMute = Rule{
	Name:     "unused-mute",
	Severity: diag.Hint,
	Doc:      "A mute silences a check that finds nothing there: what it was about has been mended, or its name is misspelt.",
	Reason:   "A mute that is left behind would silence the next finding, which nobody has looked at.",
	Example:  "---\nok: [no-sucess]\n---\n# Sales\n",
	Fixes:    []string{"Take the mute out.", "Write the name of the check as remit check prints it, in square brackets after warning or hint."},
}

// MuteWithoutReason finds mutes that do not say why.
var MuteWithoutReason = Rule{
	Name:     "mute-without-reason",
	Severity: diag.Hint,
	Doc:      "A mute does not say why the finding is meant to be so.",
	Reason:   "Whoever reads the document next year cannot tell whether the reason still holds.",
	Example:  "---\nowner: sales\n---\n# Prices\n\n<!-- remit: ok dead-link -->\n[The list](missing.md)\n",
	Fixes:    []string{"Add the reason: <!-- remit: ok dead-link, because the file is made at night -->.", "In front matter, write it after a colon: ok: [\"dead-link: the file is made at night\"]."},
}

// Unmuted returns the problems of a document without those that its author
// means to be so, and with what is wrong with the mutes themselves. Errors
// cannot be muted: they keep the model from being whole.
func Unmuted(d *document.Document, problems []diag.Problem) []diag.Problem {
	if len(d.Facts.Mutes) == 0 {
		return problems
	}
	used := make([]bool, len(d.Facts.Mutes))
	kept := slices.DeleteFunc(slices.Clone(problems), func(p diag.Problem) bool {
		muted := false
		for i := range d.Facts.Mutes {
			if d.Facts.Mutes[i].Covers(p.Rule, p.Span.Start) && p.Severity != diag.Error {
				used[i], muted = true, true
			}
		}
		return muted
	})
	for i := range d.Facts.Mutes {
		m := &d.Facts.Mutes[i]
		if !used[i] {
			kept = append(kept, UnusedMute.of(d, unusedMute(m, problems)))
		}
		if used[i] && m.Because == "" {
			kept = append(kept, MuteWithoutReason.of(d, diag.Problem{
				Span:    m.Rule.Span,
				Message: "this mute of " + m.Rule.Text + " does not say why",
				Why:     "whoever reads it next year cannot tell whether the reason still holds",
				Fix:     "add , because ... behind the name",
			}))
		}
	}
	diag.Sort(kept)
	return kept
}

func unusedMute(m *document.Mute, problems []diag.Problem) diag.Problem {
	p := diag.Problem{
		Span:    m.Rule.Span,
		Message: "no finding of " + strconv.Quote(m.Rule.Text) + " is here to be muted",
		Why:     "a mute that is left behind would silence the next finding",
		Fix:     "take it out",
	}
	if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Rule == m.Rule.Text && p.Severity == diag.Error }) {
		p.Message = strconv.Quote(m.Rule.Text) + " is an error, which cannot be muted"
		p.Why = "errors keep part of the document from being shown"
		p.Fix = "mend what it names, and take the mute out"
		return p
	}
	if Find(m.Rule.Text) != nil {
		return p
	}
	if near, ok := diag.Nearest(m.Rule.Text, names()); ok {
		p.Label = "did you mean " + strconv.Quote(near) + "?"
		p.Fix = "write " + near + ", or take it out"
	}
	return p
}

func names() []string {
	names := make([]string, len(All))
	for i := range All {
		names[i] = All[i].Name
	}
	return names
}
