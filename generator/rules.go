package generator

import (
	"cmp"
	"slices"
	"strings"

	"remit/generator/internal/check"
)

// Rule tells of one kind of finding: what it is, why it matters, and the ways
// out.
type Rule struct {
	Name     string   `json:"name"`
	Severity string   `json:"severity"` // error, warning or hint
	Doc      string   `json:"doc"`
	Reason   string   `json:"reason"`
	Example  string   `json:"example,omitempty"` // a few lines that break it
	Fixes    []string `json:"fixes"`
}

// Rules lists all rules in the order of their names.
func Rules() []Rule {
	rules := make([]Rule, len(check.All))
	for i := range check.All {
		rules[i] = ruleOf(&check.All[i])
	}
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Compare(a.Name, b.Name) })
	return rules
}

func ruleOf(r *check.Rule) Rule {
	return Rule{
		Name: r.Name, Severity: r.Severity.String(),
		Doc: r.Doc, Reason: r.Reason, Example: strings.TrimRight(r.Example, "\n"), Fixes: r.Fixes,
	}
}
