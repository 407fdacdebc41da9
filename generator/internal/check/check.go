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
	"strconv"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
)

// Rule finds one kind of fault. At most one of the functions is set; a rule
// without one is about what is found where a document is compiled, and is here
// for its documentation.
type Rule struct {
	Name     string // in words: dead-link
	Severity diag.Severity
	Doc      string   // what it finds, in one or two sentences, for remit explain
	Reason   string   // why that matters to a reader, in one sentence
	Example  string   // a small site that breaks it, in txtar form; plain text where no document can show it
	Fixes    []string // two or more ways out, each a sentence
	Quiet    bool     // a rule about words that only looks where words: in remit.yaml names it

	// Reference looks at one reference in the text and where it leads.
	Reference func(m *model.Model, d *document.Document, r *markdown.Ref, t model.Target) *diag.Problem
	// Alone looks at one document and at nothing else.
	Alone func(d *document.Document) []diag.Problem
	// Sentence looks at the sentences of one lesson.
	Sentence *Sentence
	// Site looks at what documents say together, by walking an index, and
	// reports each problem for the document in whose file it stands, or for
	// nil with the problem's File set when that is org.yaml. It must not walk
	// all documents for what an index can tell.
	Site func(m *model.Model, report func(d *document.Document, p diag.Problem))
}

// Family is the rules about one matter; they stand in one file.
type Family struct {
	Name  string // in words, as in an address: charters
	Title string
	Rules []Rule
}

// Families lists all rules by what they are about.
var Families = []Family{
	{"links", "What links lead to", linkRules},
	{"addresses", "Where documents are shown", addressRules},
	{"names", "Ids, references and successors", nameRules},
	{"charters", "What one charter says", charterRules},
	{"areas", "What charters say together", areaRules},
	{"standards", "Standards and exemptions", standardRules},
	{"lessons", "Lessons", lessonRules},
	{"playbooks", "Playbooks", playbookRules},
	{"decisions", "Decisions", decisionRules},
	{"promises", "Promises", promiseRules},
	{"experiments", "Experiments", experimentRules},
	{"assessments", "Assessments", assessmentRules},
	{"reviews", "What needs a look", reviewRules},
	{"words", "Words", wordRules},
	{"written", "Blanks, lines and dates in any kind", writtenRules},
	{"mutes", "Findings that are meant to be so", muteRules},
	{"files", "What each file says by itself", compiledRules},
}

// All lists the rules of all families.
var All = allRules()

func allRules() []Rule {
	var all []Rule
	for _, f := range Families {
		all = append(all, f.Rules...)
	}
	return all
}

// Find returns the rule of that name, or nil.
func Find(name string) *Rule {
	for i := range All {
		if All[i].Name == name {
			return &All[i]
		}
	}
	return nil
}

// Silent returns the names of the rules about words that a site does not want
// to hear of.
func Silent(words schema.Words) map[string]bool {
	silent := map[string]bool{}
	for _, r := range wordRules {
		if !words.Includes(r.Name, !r.Quiet) {
			silent[r.Name] = true
		}
	}
	return silent
}

// WordsAskedFor reports names in words: that are no rules about words.
func WordsAskedFor(words schema.Words) []diag.Problem {
	var known []string
	for _, r := range wordRules {
		known = append(known, r.Name)
	}
	var problems []diag.Problem
	for _, v := range words.Also {
		if slices.Contains(known, v.Text) {
			continue
		}
		p := diag.Problem{
			Rule: "setting", Severity: diag.Warning, File: schema.SettingsFile, Span: v.Span,
			Message: strconv.Quote(v.Text) + " is not a check of words",
			Why:     "the check that was meant stays silent",
			Fix:     "write one of " + strings.Join(known, ", "),
		}
		if near, ok := diag.Nearest(v.Text, known); ok {
			p.Label = "did you mean " + strconv.Quote(near) + "?"
		}
		problems = append(problems, p)
	}
	return problems
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
	return distinct(append(problems, inSentences(d)...))
}

// Site returns what the documents break together, by document; nil stands for
// the files that are none.
//
// each calls do for 0 to n-1, in any order and on any number of goroutines.
func Site(m *model.Model, each func(n int, do func(i int))) map[*document.Document][]diag.Problem {
	type finding struct {
		d *document.Document
		p diag.Problem
	}
	byRule := make([][]finding, len(All))
	each(len(All), func(i int) {
		// Neighbours ask the model for the same things, and would wait for each
		// other while these are worked out: take rules from both ends in turn.
		if i%2 == 0 {
			i /= 2
		} else {
			i = len(All) - 1 - i/2
		}
		if All[i].Site != nil {
			All[i].Site(m, func(d *document.Document, p diag.Problem) { byRule[i] = append(byRule[i], finding{d, All[i].of(d, p)}) })
		}
	})
	found := map[*document.Document][]diag.Problem{}
	for _, findings := range byRule {
		for _, f := range findings {
			found[f.d] = append(found[f.d], f.p)
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
