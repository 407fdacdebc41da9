package check

import (
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
)

var playbookRules = []Rule{NoTrigger, NoSteps, NoDoneWhen}

// NoTrigger finds playbooks of which nobody can tell when they are due.
var NoTrigger = Rule{
	Name:     "no-trigger",
	Severity: diag.Warning,
	Doc:      "A playbook does not say when it is taken: it has neither when in its front matter nor a section that tells it.",
	Reason:   "Nobody looks for a playbook without knowing that it is time for one.",
	Example: `-- playbooks/widen-the-room.md --
---
owner: people
for: leaders
---
# Widen a team's room

1. Ask the team what it waited for last month.
2. Agree on a limit.
`,
	Fixes: []string{
		"Name the occasion:  when: A team has kept its promises for a quarter.",
		"Make it a page when there is no occasion for it.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "playbook") || d.Facts.Has("when") || hasSection(d, "when-to-use") {
			return nil
		}
		return []diag.Problem{atKey(d, "when", diag.Problem{
			Message: "this playbook does not say when it is taken",
			Why:     "nobody looks for a playbook without knowing that it is time for one",
			Fix:     "write the occasion, such as  when: A team has kept its promises for a quarter",
		})}
	},
}

// NoSteps finds playbooks that tell no way.
var NoSteps = Rule{
	Name:     "no-steps",
	Severity: diag.Warning,
	Doc: "A playbook has no steps: no heading that begins with a number or the word Step, no numbered list, and nothing below a " +
		"heading Steps.",
	Reason: "Readers who open a playbook are about to do something, and want to know what comes first.",
	Example: `-- playbooks/widen-the-room.md --
---
owner: people
for: leaders
when: A team has kept its promises for a quarter
---
# Widen a team's room

Trust grows in small steps that hold.
`,
	Fixes: []string{
		"Number the steps, as headings  ## 1. Find a decision that waits  or as a list  1. Ask the team.",
		"Make it a page when it explains something rather than telling what to do.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "playbook") || hasSteps(d) {
			return nil
		}
		return []diag.Problem{{
			Message: "this playbook has no numbered steps",
			Why:     "readers who open a playbook are about to do something, and want to know what comes first",
			Fix:     "number them, as headings such as  ## 1. Find a decision that waits  or as a list",
		}}
	},
}

func hasSteps(d *document.Document) bool {
	if hasSection(d, "steps") {
		return true
	}
	for i := range d.Content.Headings {
		if isStep(d.Content.Headings[i].Text) {
			return true
		}
	}
	for i := range d.Content.Items {
		if d.Content.Items[i].Ordered {
			return true
		}
	}
	return false
}

// isStep reports whether a heading is that of a step: "1. Ask", "2) Agree",
// "Step 3: Try".
func isStep(heading string) bool {
	word, rest, _ := strings.Cut(strings.ToLower(strings.TrimSpace(heading)), " ")
	if word == "step" || word == "schritt" {
		word, _, _ = strings.Cut(rest, " ")
	} else if strings.TrimRight(word, ".):") == word {
		return false
	}
	number := strings.TrimRight(word, ".):")
	return number != "" && len(number) < 3 && strings.Trim(number, "0123456789") == ""
}

// NoDoneWhen finds playbooks without an end.
var NoDoneWhen = Rule{
	Name:     "no-done-when",
	Severity: diag.Hint,
	Doc:      "A playbook does not say how to tell that it is done.",
	Reason:   "Without an end a playbook is stopped when people are tired of it, or never.",
	Example: `-- playbooks/widen-the-room.md --
---
owner: people
for: leaders
when: A team has kept its promises for a quarter
---
# Widen a team's room

1. Ask the team what it waited for last month.
2. Agree on a limit.
`,
	Fixes: []string{
		"Say what can be seen then:  done-when: The charter shows the new limit.",
		"Name the section that tells it Done when.",
	},
	Alone: func(d *document.Document) []diag.Problem {
		if !isActive(d, "playbook") || d.Facts.Has("done-when") || hasSection(d, "done-when") {
			return nil
		}
		return []diag.Problem{atKey(d, "done-when", diag.Problem{
			Message: "this playbook does not say when it is done",
			Why:     "without an end it is stopped when people are tired of it, or never",
			Fix:     "write what can be seen then, such as  done-when: The charter shows the new limit",
		})}
	},
}
