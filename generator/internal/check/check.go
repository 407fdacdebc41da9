// Package check finds what the documents break together: one value a rule.
//
// In: a [model.Model]. Out: problems. A rule is a value of type [Rule] in a
// file of its own, listed in [All]; it holds its own documentation. Rules only
// read: they change nothing and never look at Markdown again, since documents
// carry all that the text says. What one document breaks by itself is reported
// where it is compiled, not here.
package check

import (
	"slices"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
)

// Rule finds one kind of fault. One of Reference and Document is set.
type Rule struct {
	Name     string // in words: dead-link
	Severity diag.Severity
	Doc      string // what it finds and why that matters, for remit explain

	// Reference looks at one reference and where it leads.
	Reference func(m *model.Model, d *document.Document, r *markdown.Ref, t model.Target) *diag.Problem
	// Document looks at one document.
	Document func(m *model.Model, d *document.Document) []diag.Problem
}

// All lists the rules.
var All = []Rule{
	DeadLink,
	DeadAnchor,
	LinkOutside,
	NotPublished,
	HeldBack,
	FolderWithoutPage,
	UnknownReference,
	AmbiguousReference,
	SameAddress,
	AliasTaken,
}

// Document returns what one document breaks, in the order of [diag.Sort]. It
// depends on the whole model, since a link may break because of its target.
func Document(m *model.Model, d *document.Document) []diag.Problem {
	var problems []diag.Problem
	add := func(rule *Rule, p diag.Problem) {
		p.Rule, p.Severity, p.File = rule.Name, rule.Severity, d.Path
		problems = append(problems, p)
	}
	for i := range d.Content.Refs {
		r := &d.Content.Refs[i]
		if r.Kind == markdown.External {
			continue
		}
		t := m.Resolve(d, r)
		if t.Outcome <= model.ToFile {
			continue
		}
		for j := range All {
			if All[j].Reference == nil {
				continue
			}
			if p := All[j].Reference(m, d, r, t); p != nil {
				add(&All[j], *p)
			}
		}
	}
	for j := range All {
		if All[j].Document == nil {
			continue
		}
		for _, p := range All[j].Document(m, d) {
			add(&All[j], p)
		}
	}
	diag.Sort(problems)
	// A link definition that is used five times is one mistake, not five.
	return slices.CompactFunc(problems, func(a, b diag.Problem) bool { return diag.Compare(a, b) == 0 })
}
