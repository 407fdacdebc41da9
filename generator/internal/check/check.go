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

// Rule finds one kind of fault. At most one of the functions is set; a rule
// without one is about what is found where a document is compiled, and is here
// for its documentation.
type Rule struct {
	Name     string // in words: dead-link
	Severity diag.Severity
	Doc      string   // what it finds, in one or two sentences, for remit explain
	Reason   string   // why that matters to a reader, in one sentence
	Example  string   // a few lines of a document that break it
	Fixes    []string // two or more ways out, each a sentence

	// Reference looks at one reference in the text and where it leads.
	Reference func(m *model.Model, d *document.Document, r *markdown.Ref, t model.Target) *diag.Problem
	// Alone looks at one document and at nothing else.
	Alone func(d *document.Document) []diag.Problem
	// Site looks at what documents say together, by walking an index, and
	// reports each problem for the document in whose file it stands, or for
	// nil with the problem's File set when that is org.yaml. It must not walk
	// all documents for what an index can tell.
	Site func(m *model.Model, report func(d *document.Document, p diag.Problem))
}

// All lists the rules, family by family; each family is a file.
var All = slices.Concat(
	linkRules,       // what links lead to
	addressRules,    // where documents are shown
	nameRules,       // ids, references, successors
	charterRules,    // what one charter says
	areaRules,       // what charters say together: areas, limits, coordination
	standardRules,   //
	lessonRules,     //
	playbookRules,   //
	decisionRules,   //
	promiseRules,    // commitments
	experimentRules, //
	assessmentRules, //
	reviewRules,     // what is due
	wordRules,       // hints about words
	writtenRules,    // lines, dates and blanks in any kind
	compiledRules,   // found where a file is compiled; here for their documentation
)

// Find returns the rule of that name, or nil.
func Find(name string) *Rule {
	for i := range All {
		if All[i].Name == name {
			return &All[i]
		}
	}
	return nil
}

// References returns what is wrong with the references in one document's text.
// It depends on the documents that they lead to.
func References(m *model.Model, d *document.Document) []diag.Problem {
	var problems []diag.Problem
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
				problems = append(problems, All[j].of(d, *p))
			}
		}
	}
	return distinct(problems)
}

// Alone returns what one document breaks by itself. It depends on nothing but
// the document.
func Alone(d *document.Document) []diag.Problem {
	var problems []diag.Problem
	for j := range All {
		if All[j].Alone == nil {
			continue
		}
		for _, p := range All[j].Alone(d) {
			problems = append(problems, All[j].of(d, p))
		}
	}
	return distinct(problems)
}

// Site returns what the documents break together, by document; nil stands for
// the files that are none.
func Site(m *model.Model) map[*document.Document][]diag.Problem {
	found := map[*document.Document][]diag.Problem{}
	for j := range All {
		if All[j].Site != nil {
			All[j].Site(m, func(d *document.Document, p diag.Problem) { found[d] = append(found[d], All[j].of(d, p)) })
		}
	}
	for d, problems := range found {
		found[d] = distinct(problems)
	}
	return found
}

func (r *Rule) of(d *document.Document, p diag.Problem) diag.Problem {
	p.Rule, p.Severity = r.Name, r.Severity
	if d != nil {
		p.File = d.Path
	}
	return p
}

// distinct sorts problems and leaves out what is there twice: a link
// definition that is used five times is one mistake, not five.
func distinct(problems []diag.Problem) []diag.Problem {
	diag.Sort(problems)
	return slices.CompactFunc(problems, func(a, b diag.Problem) bool { return diag.Compare(a, b) == 0 })
}
