package generator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/diag"
)

// A fault is one mistake that is made on purpose in documents of its own, so
// that all of them can be made in one site without touching each other.
type fault struct {
	rule string
	base string // the kind of the document that is spoilt: a key of faultBases
	old  string // what is replaced in it; "" changes nothing
	new  string
	drop string // what is taken out besides
	at   string // where the problem has to point: the first place of this text; "" is the whole document
	// more are further files, with ~ for the word of this fault; a text begins
	// with "=" and the name of a base to stand for that base.
	more map[string]string
	also []string // "path: text" of further places where the same rule has to point
	file string   // where at is, when not in the spoilt document
}

// faultBases are documents without a fault. ~ stands for a word that only one
// fault has, so that areas, topics and ids never meet by chance.
var faultBases = map[string]string{
	"charter": `---
sponsor: shop-lead
counts-on:
  - An answer to any call for help within two working days
owns:
  - ~ orders
decides:
  - ~ tools up to 200 EUR: alone
  - ~ tools above 200 EUR: together with finance
success:
  - ~ orders that are ready on the day named: from 70 % to 80 %
works-with:
  - finance: pays for large ~ tools with us
rhythm:
  - Look-back: every second Thursday
reviewed: 2026-06-01
---
# Team ~

We look after ~ orders from beginning to end.

## If we miss the mark

We say so in the same week. Then we ask what blocked us, what could be better
and what support we need.
`,
	"standard": `---
owner: finance
applies-to: everyone
bar:
  - must: A ~ order is answered within 2 days
    checked: automatic, weekly report
  - should: Nine of 10 ~ orders need one answer
    checked: sample, five a week
reviewed: 2026-06-01
---
# Answers to ~ orders

Waiting without news is what people complain about.
`,
	"lesson": `---
owner: finance
date: 2026-05-04
from: project
touches: [finance]
led-to: [standing-answer]
follow-up:
  - Ask on day one: finance by 2026-10-01
---
# What the ~ order taught us

A list that two of us see is better than two lists.

## What happened

The list was on one desk.

## What blocked us

A list that one of us could see.

## What we would improve

Put the list on the wall.

## What support we need

A wall.
`,
	"playbook": `---
owner: finance
for: teams
when: Two ~ orders wait on the same day
done-when: Both have a day
takes: 20 minutes
reviewed: 2026-06-01
---
# Sort ~ orders

Two orders need not wait for each other.

## 1. Lay them side by side

Look at the days.

## 2. Choose

The nearer day goes first.
`,
	"decision": `---
owner: finance
date: 2026-05-04
decided-by: shop-lead
changes: [finance]
---
# ~ orders are answered by letter

From May we answer by letter.

## Why

Letters are read twice.
`,
	"commitment": `---
owner: finance
due: 2026-11-27
results:
  - ~ orders with one answer: from 62 % to 70 %
check-ins:
  - date: 2026-07-21
    say: 64 %. The letter is shorter now.
    feels: on track
---
# One ~ answer is enough

By the end of November most ~ orders need one answer.

## Our plan

A shorter letter.

## What we need to succeed

Two quiet mornings.

## Next step

We write the letter.
`,
	"experiment": `---
owner: finance
starts: 2026-05-04
ends: 2026-06-01
risk: low
stop-if: The ~ queue is longer than 80, twice
result: worked
---
# Does a ~ letter help?

We think so.

## What we did

Wrote letters.

## What we saw

Fewer calls.

## What we learned

Letters help.
`,
	"assessment": `---
owner: finance
type: room-check
date: 2026-05-20
by: the whole team
answers:
  - We know what ~ success looks like: fully
---
# Room check ~

How much room is there?

## What we noticed

Enough.

## What we ask for

Nothing for now.
`,
	"page": "# About ~\n\nWords about ~ orders.\n",
}

var faultOrg = `teams:
  finance: {name: Finance, charter: none}
  old-guard: {name: Old guard, retired: 2026-02-01}
roles:
  shop-lead: Shop lead
people:
  - Imogen Vale
topics:
  parcels: {name: Parcels, aliases: [packages]}
`

// faultFolders are where the documents of a kind lie.
func faultPath(kind, word string) string {
	if kind == "page" {
		return "pages/" + word + ".md"
	}
	return kind + "s/" + word + ".md"
}

// faultWord makes a word for a number that is near no other: banuko, banumi.
func faultWord(i int) string {
	syllables := strings.Fields("ba ku mi zo fe ta ru ni go le")
	return "qu" + syllables[i%10] + syllables[(i*7+3)%10] + syllables[i/10%10] + "x"
}

// faultSite is the site with or without the faults, and where each has to be
// found: "file:line:col rule".
func faultSite(faulty bool) (files map[string]string, wants []string) {
	files = map[string]string{
		"remit.yaml":                   "title: Faults\n",
		"org.yaml":                     faultOrg,
		"decisions/standing-answer.md": strings.ReplaceAll(faultBases["decision"], "~", "quorum"),
	}
	for i, f := range faults {
		word := faultWord(i)
		fill := func(s string) string { return strings.ReplaceAll(s, "~", word) }
		path := faultPath(f.base, word)
		files[path] = fill(faultBases[f.base])
		if !faulty {
			continue
		}
		if f.old != "" || f.new != "" {
			old := fill(f.old)
			if old == "" {
				files[path] += fill(f.new)
			} else if strings.Count(files[path], old) != 1 {
				panic(fmt.Sprintf("fault %d (%s): %q occurs %d times", i, f.rule, old, strings.Count(files[path], old)))
			}
			if old != "" {
				files[path] = strings.Replace(files[path], old, fill(f.new), 1)
			}
		}
		files[path] = strings.Replace(files[path], fill(f.drop), "", 1)
		for p, text := range f.more {
			if base, ok := strings.CutPrefix(text, "="); ok {
				kind, edit, _ := strings.Cut(base, "|")
				text = faultBases[kind]
				for e := range strings.SplitSeq(edit, "||") {
					from, to, _ := strings.Cut(e, "=>")
					text = strings.Replace(text, from, to, 1)
				}
			}
			if p == "org.yaml" {
				files[p] += fill(text)
				continue
			}
			files[fill(p)] = fill(text)
		}
		file := cmp.Or(fill(f.file), path)
		wants = append(wants, faultPlace(files, file, fill(f.at), f.rule))
		for _, a := range f.also {
			p, at, _ := strings.Cut(fill(a), ": ")
			wants = append(wants, faultPlace(files, p, at, f.rule))
		}
	}
	files["charters/adopters.md"] = adopter(files, faulty)
	return files, wants
}

// adopter is the charter of a team that meets all standards but those that
// are to be met by nobody, cannot be read or were replaced.
func adopter(files map[string]string, faulty bool) string {
	var lines []string
	var left []string
	for i, f := range faults {
		if faulty && (f.rule == "unmet-standard" || f.rule == "front-matter") {
			left = append(left, faultPath(f.base, faultWord(i)))
		}
	}
	for p := range files {
		replaced := strings.HasPrefix(p, "standards/old-") || strings.HasPrefix(p, "standards/former-")
		if id, ok := strings.CutPrefix(p, "standards/"); ok && !replaced && !slices.Contains(left, p) {
			lines = append(lines, "  - "+strings.TrimSuffix(id, ".md")+": meets\n")
		}
	}
	slices.Sort(lines)
	text := strings.ReplaceAll(faultBases["charter"], "~", "adopters")
	return strings.Replace(text, "rhythm:\n", "standards:\n"+strings.Join(lines, "")+"rhythm:\n", 1)
}

func faultPlace(files map[string]string, file, at, rule string) string {
	if at == "" {
		return fmt.Sprintf("%s:0:0 %s", file, rule)
	}
	text := files[file]
	i := strings.Index(text, at)
	if i < 0 {
		panic(fmt.Sprintf("%s: %s does not hold %q:\n%s", rule, file, at, text))
	}
	pos := diag.NewLines([]byte(text)).Pos(i)
	return fmt.Sprintf("%s:%d:%d %s", file, pos.Line, pos.Column, rule)
}

// TestFaults makes all faults in one site: each is found once, at its very
// place, with words that say how to mend it, and nothing else is. Without the
// faults there is nothing to find.
func TestFaults(t *testing.T) {
	t.Parallel()
	clean, _ := faultSite(false)
	for _, p := range Compile(nil, inputOf(nil, treeOf(clean), Options{Today: sampleToday})).Problems() {
		t.Errorf("without a fault: %s:%d %s[%s] %s", p.File, p.Span.Start.Line, p.Severity, p.Rule, p.Message)
	}
	files, wants := faultSite(true)
	var got []string
	for _, p := range Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday})).Problems() {
		got = append(got, fmt.Sprintf("%s:%d:%d %s", p.File, p.Span.Start.Line, p.Span.Start.Column, p.Rule))
		if p.Message == "" || p.Fix == "" {
			t.Errorf("%s of %s has no words that help: %q %q", p.Rule, p.File, p.Message, p.Fix)
		}
	}
	slices.Sort(wants)
	slices.Sort(got)
	for _, w := range wants {
		if !slices.Contains(got, w) {
			t.Errorf("not found: %s", w)
		}
	}
	for i, g := range got {
		if !slices.Contains(wants, g) {
			t.Errorf("found beside the faults: %s", g)
		} else if i > 0 && got[i-1] == g {
			t.Errorf("found twice: %s", g)
		}
	}
	if len(faults) < 60 {
		t.Errorf("%d faults; the suite is to have 60 or more", len(faults))
	}
}
