package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
)

// Names are ids in front matter: who owns a document, what a lesson touches,
// which team a decision waits for.
var nameRules = []Rule{
	UnknownID, NearID, WrongSort, AmbiguousID, HeldBackID, SameID,
	ReplacedReference, ReplacedInACircle, ReplacedTwice, RetiredTeam, TeamWithoutCharter,
}

// UnknownID finds ids that name nothing.
var UnknownID = Rule{
	Name:     "unknown-id",
	Severity: diag.Error,
	Doc: "Front matter names a team, a role, a pattern or a document that does not exist. An id is a file's name without its " +
		"extension, or a line of org.yaml. Fields that take free text too are left alone, and so are decision lines that describe " +
		"somebody in several words: after advice from all whom it concerns.",
	Reason: "Everything that is worked out from the name is missing: who keeps the document, what points where, who decides with whom.",
	Example: `-- org.yaml --
teams:
  finance: Finance
-- lessons/2026-04-refunds.md --
---
owner: fiance
---
# Refunds took three weeks
`,
	Fixes: []string{
		"Write the id as it is spelt where it stands: a file's name without .md, or a key of org.yaml.",
		"Add the team, role or pattern to org.yaml, such as  teams: {finance: Finance}.",
		"Write the document that is missing, or take the id out.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		eachStranger(m, func(d *document.Document, r *document.Reference, n model.Named) {
			if r.Free || n.Sort != model.Nothing {
				return
			}
			if near := nearestName(m, r); near != "" || !describes(r) {
				report(d, unknownID(r, near))
			}
		})
	},
}

// describes reports whether a decision line names somebody in words rather
// than by an id: after advice from all whom it concerns.
func describes(r *document.Reference) bool {
	return (r.Field == "decides" || r.Field == "practice") && strings.Contains(r.Text.Text, " ")
}

func unknownID(r *document.Reference, near string) diag.Problem {
	p := diag.Problem{
		Span:    r.Span,
		Message: "no " + sorts(r.To) + " is called " + strconv.Quote(r.Text.Text),
		Why:     "nobody can follow it, and nothing can be worked out from it",
		Fix:     howToName(r),
	}
	if near != "" {
		p.Label = "did you mean " + strconv.Quote(near) + "?"
		p.Fix = "write " + near + ", or " + howToName(r)
	}
	return p
}

// howToName says how something gets an id that the field can name.
func howToName(r *document.Reference) string {
	for _, to := range r.To {
		switch to {
		case "team", "role", "pattern":
			return fmt.Sprintf("give it a line in %s, below  %ss:  %s: %s", schema.OrgFile, to, r.ID, title(r.ID))
		}
	}
	return "name a document by its file name without .md"
}

func title(id string) string {
	words := strings.ReplaceAll(id, "-", " ")
	return strings.ToUpper(words[:min(1, len(words))]) + words[min(1, len(words)):]
}

// NearID finds free text that was probably meant as an id.
var NearID = Rule{
	Name:     "near-id",
	Severity: diag.Hint,
	Doc: "A field that takes a name or free text holds what looks like an id, in small letters with hyphens, and one that " +
		"exists is spelt almost like it.",
	Reason: "As free text it is shown as it stands; as an id it would be shown by its name and lead to its page.",
	Example: `-- org.yaml --
roles:
  operations-lead: Head of Operations
-- charters/support.md --
---
owns: [Refunds]
sponsor: operation-lead
---
# Support
`,
	Fixes: []string{
		"Write the id as it is spelt where it stands.",
		"Where free text is meant, write it as words: Head of Operations.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		eachStranger(m, func(d *document.Document, r *document.Reference, n model.Named) {
			if !r.Free || n.Sort != model.Nothing || !looksLikeID(r.Text.Text) {
				return
			}
			if near := nearestName(m, r); near != "" {
				report(d, diag.Problem{
					Span:    r.Span,
					Message: strconv.Quote(r.Text.Text) + " names nothing, and " + strconv.Quote(near) + " exists",
					Label:   "did you mean " + strconv.Quote(near) + "?",
					Why:     "it is shown as it stands and leads nowhere",
					Fix:     "write " + near + ", or write it as words when free text is meant",
				})
			}
		})
	},
}

// looksLikeID reports whether a text is written as only ids are: small letters
// and digits with hyphens between them. A single word may be just a word.
func looksLikeID(s string) bool {
	return strings.Contains(s, "-") && s == document.Slug(s)
}

// WrongSort finds ids that name something of another sort.
var WrongSort = Rule{
	Name:     "wrong-sort",
	Severity: diag.Warning,
	Doc:      "An id exists, but names something that the field does not take, such as a standard where a team is asked for.",
	Reason:   "The field cannot use it, so the page leaves out what the author meant to say.",
	Example: `-- standards/first-reply.md --
# First reply
-- lessons/2026-04-refunds.md --
---
owner: first-reply
---
# Refunds took three weeks
`,
	Fixes: []string{
		"Name something of the sort that the field takes; remit explain PATH lists the fields of a kind.",
		"Move the id to the field that is meant, such as touches: or changes:.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, id := range m.IDs() {
			var fits []string // what the last row that was looked at takes, and fits
			for _, row := range id.Rows {
				r := row.Value
				if r.Free || r.Kind == "" && (sameList(r.To, fits) || fitsPlainly(r.To, id.Docs, id.IsTeam)) {
					continue
				}
				if n := m.Name(r.ID, r.Kind, r.To); n.Sort != model.Nothing {
					fits = r.To
				} else if other := m.Name(r.ID, "", nil); other.Sort != model.Nothing && other.Sort != model.Withheld {
					report(row.Doc, wrongSort(r, other))
				}
			}
		}
	},
}

// fitsPlainly reports whether an id names what a field takes, as far as that
// can be told at once.
func fitsPlainly(to []string, docs []model.Row[model.None], isTeam bool) bool {
	if to == nil || isTeam && slices.Contains(to, "team") || len(docs) > 0 && slices.Contains(to, "document") {
		return true
	}
	return len(docs) == 1 && slices.Contains(to, docs[0].Doc.Kind.Name)
}

// sameList reports whether two lists are one: references of one field share
// theirs.
func sameList(a, b []string) bool { return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0] }

func wrongSort(r *document.Reference, n model.Named) diag.Problem {
	p := diag.Problem{
		Span:    r.Span,
		Message: fmt.Sprintf("%q is %s, and %s takes %s", r.Text.Text, withArticle(sortOf(n)), r.Field, withArticle(sorts(r.To))),
		Why:     "the field cannot use it, so the page leaves it out",
		Fix:     "name " + withArticle(sorts(r.To)) + ", or move the id to the field that is meant",
	}
	if r.Kind != "" {
		p.Message = fmt.Sprintf("%q is %s, not %s", r.ID, withArticle(sortOf(n)), withArticle(r.Kind))
		p.Fix = "take " + r.Kind + "/ away, or name another document"
	}
	if n.Doc != nil {
		p.Related = []diag.Related{{File: n.Doc.Path, Label: "is " + withArticle(sortOf(n))}}
	}
	return p
}

// sortOf is what messages call what a name stands for.
func sortOf(n model.Named) string {
	if n.Sort == model.Document {
		return n.Doc.Kind.Name
	}
	return n.Sort.String()
}

// sorts lists what a field takes as words: team or role.
func sorts(to []string) string {
	if len(to) == 0 {
		to = []string{"document", "team", "role", "pattern"}
	}
	return listing(to, "or")
}

// AmbiguousID finds ids that several documents answer to.
var AmbiguousID = Rule{
	Name:     "ambiguous-id",
	Severity: diag.Warning,
	Doc:      "An id in front matter fits several documents. Put the kind before it: standard/first-reply.",
	Reason:   "Whatever is worked out from the name would hold for one of the documents by chance.",
	Example: `-- standards/refunds.md --
# Refunds
-- playbooks/refunds.md --
# Refunds, step by step
-- lessons/2026-04-refunds.md --
---
touches: [refunds]
---
# Refunds took three weeks
`,
	Fixes: []string{
		"Write the kind before the name: standard/refunds.",
		"Rename one of the documents, and name its old address in aliases:.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.ByID.Groups() {
			if len(g.Rows) < 2 {
				continue
			}
			for _, row := range m.Backlinks(g.Key) {
				if n := m.Name(row.Value.ID, row.Value.Kind, row.Value.To); n.Sort == model.Several {
					report(row.Doc, ambiguousID(row.Value, n.Choices))
				}
			}
		}
	},
}

func ambiguousID(r *document.Reference, choices []model.Row[model.None]) diag.Problem {
	p := diag.Problem{
		Span:    r.Span,
		Message: strconv.Quote(r.Text.Text) + " is the name of several documents",
		Why:     "nobody can tell which of them " + r.Field + " means",
		Fix:     "rename one of them, and name its old address in aliases:",
	}
	var exact []string
	for _, row := range choices {
		if oneOfKind(choices, row.Doc.Kind) {
			exact = append(exact, row.Doc.Kind.Name+"/"+row.Doc.ID)
		}
	}
	if len(exact) > 0 {
		p.Fix = "write the kind before the name: " + fewOf(exact, "or")
	}
	for _, row := range choices[:min(3, len(choices))] {
		p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Label: "is called " + strconv.Quote(r.ID)})
	}
	return p
}

func oneOfKind(rows []model.Row[model.None], k *schema.Kind) bool {
	n := 0
	for _, row := range rows {
		if row.Doc.Kind == k {
			n++
		}
	}
	return n == 1
}

// HeldBackID finds ids of what this site does not show.
var HeldBackID = Rule{
	Name:     "held-back-id",
	Severity: diag.Hint,
	Doc: "An id in front matter names a document that is not shown: it has errors of its own, it is a draft, or its folder is " +
		"kept for other readers.",
	Reason: "Until the document is shown, the page shows the id as plain words.",
	Example: `-- standards/first-reply.md --
---
draft: true
---
# First reply
-- lessons/2026-04-refunds.md --
---
touches: [first-reply]
---
# Refunds took three weeks
`,
	Fixes: []string{
		"Publish the document: take draft: true out of it, or mend the error that keeps it back.",
		"Leave the id out until then.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		eachStranger(m, func(d *document.Document, r *document.Reference, n model.Named) {
			if n.Sort == model.Withheld {
				report(d, diag.Problem{
					Span:    r.Span,
					Message: strconv.Quote(r.Text.Text) + " is not shown: " + n.Absence.Reason,
					Why:     "until it is, the page shows the id without a link",
					Fix:     n.Absence.Fix,
				})
			}
		})
	},
}

// SameID finds documents that share an id.
var SameID = Rule{
	Name:     "same-id",
	Severity: diag.Error,
	Doc: "Two documents of the site's own folders have one id, because their files have one name. Index pages, and documents " +
		"whose kind was only worked out from their text, may share theirs.",
	Reason: "Whoever writes the id cannot say which of the documents is meant.",
	Example: `-- standards/refunds.md --
# Refunds
-- playbooks/refunds.md --
# Refunds, step by step
`,
	Fixes: []string{
		"Rename one of the files, and name its old address in aliases:.",
		"Join the two documents, when they say the same.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.ByID.Groups() {
			if len(g.Rows) < 2 {
				continue
			}
			rows := slices.DeleteFunc(slices.Clone(g.Rows), func(row model.Row[model.None]) bool { return !placed(row.Doc) })
			if len(rows) < 2 {
				continue
			}
			for _, row := range rows {
				report(row.Doc, sameID(row.Doc, rows))
			}
		}
	},
}

// placed reports whether an author chose the document's kind, by stating it or
// by the folder, so that its id is meant to be one.
func placed(d *document.Document) bool {
	top, _, nested := strings.Cut(d.Path, "/")
	return !d.Index && (d.Meta.Text("kind") != "" || nested && top == d.Kind.Folder)
}

func sameID(d *document.Document, rows []model.Row[model.None]) diag.Problem {
	p := diag.Problem{
		Message: fmt.Sprintf("%s documents have the id %q", inWords(len(rows)), d.ID),
		Why:     "whoever writes " + d.ID + " cannot say which of them is meant",
		Fix:     "rename one of the files; aliases: keeps its old address working",
	}
	for _, row := range rows {
		if row.Doc != d && len(p.Related) < 3 {
			p.Related = append(p.Related, diag.Related{File: row.Doc.Path, Label: "has the same id"})
		}
	}
	return p
}

// ReplacedReference finds ids of what no longer holds.
var ReplacedReference = Rule{
	Name:     "replaced-reference",
	Severity: diag.Warning,
	Doc: "Front matter names a document that was replaced or retired, or a team that has ended. Records (lessons, decisions, " +
		"assessments) tell what was and are left alone, and so are retired documents.",
	Reason: "Readers are sent to something that no longer holds.",
	Example: `-- standards/first-reply-2024.md --
# First reply, 2024
-- standards/first-reply.md --
---
replaces: [first-reply-2024]
---
# First reply
-- charters/support.md --
---
owns: [Refunds]
standards:
  - first-reply-2024: meets
---
# Support
`,
	Fixes: []string{
		"Name the successor; remit check --fix does that where there is one.",
		"Take the id out, when nothing took its place.",
		"Set status: retired, when the document that names it is over as well.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, id := range pastIDs(m) {
			for _, row := range m.Backlinks(id) {
				if p := toThePast(m, row.Doc, row.Value); p != nil {
					report(row.Doc, *p)
				}
			}
		}
	},
}

// pastIDs returns the ids of what no longer holds, each once.
func pastIDs(m *model.Model) []string {
	var ids []string
	for _, row := range m.Ended.Get("retired") {
		ids = append(ids, row.Doc.ID, row.Doc.Facts.Team)
	}
	for _, g := range m.Replaced.Groups() {
		ids = append(ids, g.Key)
	}
	for i := range m.Org.Teams {
		if team := &m.Org.Teams[i]; team.Retired != "" {
			ids = append(ids, document.Slug(team.ID), document.Slug(team.Name))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// toThePast is the problem of a reference in d to what no longer holds, or nil.
func toThePast(m *model.Model, d *document.Document, r *document.Reference) *diag.Problem {
	if r.Field == "replaces" || d.Kind.Record || d.Facts.Status == "retired" {
		return nil
	}
	n := m.Name(r.ID, r.Kind, r.To)
	switch {
	case n.Doc == d:
		return nil
	case n.Sort == model.Document:
		return replacedDocument(m, d, r, n.Doc)
	case n.Sort == model.Team && r.Field != "owner" && m.Retired(n.ID):
		return endedTeam(r, n)
	}
	return nil
}

func endedTeam(r *document.Reference, n model.Named) *diag.Problem {
	p := &diag.Problem{
		Span:    r.Span,
		Message: "the team " + strconv.Quote(r.Text.Text) + " has ended",
		Why:     "nobody is left to do what " + r.Field + " expects of it",
		Fix:     "name the team that does its work now, or take the line out",
	}
	switch {
	case n.Entry != nil:
		p.Related = []diag.Related{{File: schema.OrgFile, Span: n.Entry.Span, Label: "ended " + n.Entry.Retired}}
	case n.Doc != nil:
		p.Related = []diag.Related{{File: n.Doc.Path, Label: "no longer holds"}}
	}
	return p
}

// replacedDocument is the problem of a reference from d to old, if old no
// longer holds.
func replacedDocument(m *model.Model, d *document.Document, r *document.Reference, old *document.Document) *diag.Problem {
	now := current(m, old)
	if len(now) == 0 && old.Facts.Status != "retired" || slices.Contains(now, d) {
		return nil
	}
	p := &diag.Problem{
		Span:    r.Span,
		Message: strconv.Quote(r.Text.Text) + " is retired",
		Why:     "readers are sent to something that no longer holds",
		Fix:     "take the id out, or name what took its place",
		Related: []diag.Related{{File: old.Path, Label: "no longer holds"}},
	}
	var ids []string
	for _, s := range now {
		ids = append(ids, s.ID)
		p.Related = append(p.Related, diag.Related{File: s.Path, Label: "replaces it"})
	}
	if len(ids) > 0 {
		p.Message = strconv.Quote(r.Text.Text) + " was replaced by " + listing(ids, "and")
		p.Fix = "write " + listing(ids, "or")
	}
	if len(ids) == 1 && len(m.ByID.Get(ids[0])) == 1 {
		id := ids[0]
		if r.Kind != "" {
			id = now[0].Kind.Name + "/" + id
		}
		p.Edit = replaceText(d, r.Text, id)
	}
	return p
}

// current follows a document's successors to those that nothing replaces. It
// is empty where there are none, or only a circle.
func current(m *model.Model, d *document.Document) []*document.Document {
	var ends []*document.Document
	seen := map[*document.Document]bool{d: true}
	var follow func(*document.Document)
	follow = func(d *document.Document) {
		for _, next := range m.Successors(d) {
			if seen[next] {
				continue
			}
			seen[next] = true
			if len(m.Successors(next)) == 0 {
				ends = append(ends, next)
			}
			follow(next)
		}
	}
	follow(d)
	return ends
}

// replaceText is the edit that writes other words in the place of a text. It
// is nil when the text does not stand in the file as it is read, for instance
// because of an escape.
func replaceText(d *document.Document, t line.Text, words string) *diag.Edit {
	from, to := t.Span.Start.Byte, t.Span.End.Byte
	if from < 0 || to > len(d.File.Data) || from >= to || string(d.File.Data[from:to]) != t.Text {
		return nil
	}
	return &diag.Edit{Start: from, End: to, Text: words}
}

// ReplacedInACircle finds documents that replace each other.
var ReplacedInACircle = Rule{
	Name:     "replaced-in-a-circle",
	Severity: diag.Error,
	Doc:      "Documents replace one another in a circle, so that none of them holds.",
	Reason:   "Each page would send its readers on to the next, for ever.",
	Example: `-- standards/first-reply.md --
---
replaces: [quick-reply]
---
# First reply
-- standards/quick-reply.md --
---
replaces: [first-reply]
---
# Quick reply
`,
	Fixes: []string{
		"Take replaces: out of the document that came first.",
		"Where the documents hold side by side, take replaces: out of all of them.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, circle := range m.Circles() {
			for i, d := range circle {
				report(d, replacedInACircle(d, circle, i))
			}
		}
	},
}

// replacedInACircle tells of circle[i], which replaces the one after it.
func replacedInACircle(d *document.Document, circle []*document.Document, i int) diag.Problem {
	next := circle[(i+1)%len(circle)]
	p := diag.Problem{
		Span: replacesAt(d, next),
		Why:  "each page would send its readers on to the next, and none of them holds",
		Fix:  "take replaces: out of the document that came first",
	}
	words := make([]string, 0, len(circle)+1)
	for n := range len(circle) + 1 {
		words = append(words, circle[(i+n)%len(circle)].ID)
	}
	p.Message = strings.Join(words, " replaces ")
	if next == d {
		p.Message = d.ID + " replaces itself"
		p.Fix = "take it out of replaces:"
	}
	for n, other := range circle {
		if other != d && len(p.Related) < 3 {
			p.Related = append(p.Related, diag.Related{File: other.Path, Span: replacesAt(other, circle[(n+1)%len(circle)]), Label: "and here"})
		}
	}
	return p
}

// replacesAt is the place where a document says that it replaces another.
func replacesAt(d, other *document.Document) diag.Span {
	for _, t := range d.Facts.Replaces {
		if id := document.Slug(t.Text[strings.LastIndexByte(t.Text, '/')+1:]); id == other.ID || id == other.Facts.Team {
			return t.Span
		}
	}
	return d.Facts.Replaces[0].Span
}

// ReplacedTwice finds documents with two successors.
var ReplacedTwice = Rule{
	Name:     "replaced-twice",
	Severity: diag.Warning,
	Doc:      "Two documents that hold say that they replace the same one.",
	Reason:   "A reader of the old page cannot tell which of the two holds now.",
	Example: `-- standards/reply.md --
# Reply
-- standards/first-reply.md --
---
replaces: [reply]
---
# First reply
-- standards/mail-reply.md --
---
replaces: [reply]
---
# Reply by mail
`,
	Fixes: []string{
		"Keep replaces: in the document that took over, and link to the other from its text.",
		"Where the old one was split, say so in both and mute this:  ok: [replaced-twice].",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for _, g := range m.Replaced.Groups() {
			if len(g.Rows) < 2 || m.ByID.Get(g.Key) == nil {
				continue
			}
			var now []model.Row[line.Text]
			for _, row := range g.Rows {
				if m.Living(row.Doc) && (len(now) == 0 || now[len(now)-1].Doc != row.Doc) {
					now = append(now, row)
				}
			}
			if len(now) > 1 {
				replacedTwice(g.Key, now, report)
			}
		}
	},
}

func replacedTwice(old string, now []model.Row[line.Text], report func(*document.Document, diag.Problem)) {
	for _, row := range now {
		p := diag.Problem{
			Span:    row.Value.Span,
			Message: fmt.Sprintf("%s documents replace %q", inWords(len(now)), old),
			Why:     "a reader of the old page cannot tell which of them holds now",
			Fix:     "keep it in the document that took over; where it was split in parts, mute this and say so",
		}
		for _, other := range now {
			if other.Doc != row.Doc && len(p.Related) < 3 {
				p.Related = append(p.Related, diag.Related{File: other.Doc.Path, Span: other.Value.Span, Label: "and here"})
			}
		}
		report(row.Doc, p)
	}
}

// RetiredTeam finds charters of teams that have ended.
var RetiredTeam = Rule{
	Name:     "retired-team",
	Severity: diag.Warning,
	Doc:      "A charter that holds belongs to a team that org.yaml has retired.",
	Reason:   "Readers turn to a team that is no longer there.",
	Example: `-- org.yaml --
teams:
  returns: {name: Returns, retired: 2025-03-01}
-- charters/returns.md --
---
owns: [Returned parcels]
---
# Returns
`,
	Fixes: []string{
		"Set status: retired in the charter, so that its page says so.",
		"Take retired: out of org.yaml, when the team is still at work.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for i := range m.Org.Teams {
			team := &m.Org.Teams[i]
			if !m.Retired(team.ID) {
				continue
			}
			for _, row := range m.ByTeam.Get(team.ID) {
				if row.Doc.Facts.Status != "retired" {
					report(row.Doc, diag.Problem{
						Message: team.ID + " has a charter but is no longer a team",
						Why:     "readers turn to a team that is no longer there",
						Fix:     "write  status: retired  in the front matter, or take retired: out of " + schema.OrgFile,
						Related: []diag.Related{{File: schema.OrgFile, Span: team.Span, Label: "ended " + team.Retired}},
					})
				}
			}
		}
	},
}

// TeamWithoutCharter finds teams that others rely on and that say nothing of
// themselves.
var TeamWithoutCharter = Rule{
	Name:     "team-without-charter",
	Severity: diag.Hint,
	Doc: "A team of org.yaml has no charter, although three or more documents name it: as their owner, as one that decides, " +
		"or as one that they work with.",
	Reason: "Others build on the team, and nowhere stands what it owns and what it decides.",
	Example: `-- org.yaml --
teams:
  finance: Finance
-- charters/support.md --
---
owns: [Refunds]
works-with:
  - finance: approves large refunds with us
---
# Support
-- charters/sales.md --
---
owns: [Prices]
decides:
  - Discounts above 20 %: together with finance
---
# Sales
-- lessons/2026-04-refunds.md --
---
owner: finance
---
# Refunds took three weeks
`,
	Fixes: []string{
		"Begin a charter: remit new charter NAME. Four answers are enough for a start.",
		"Say charter: none in org.yaml, when the team is to have none, or name the place where it lies.",
		"Set retired: in org.yaml, when the team is no longer there.",
	},
	Site: func(m *model.Model, report func(*document.Document, diag.Problem)) {
		for i := range m.Org.Teams {
			team := &m.Org.Teams[i]
			if team.Retired != "" || team.Charter != "" || m.ByTeam.Get(team.ID) != nil {
				continue
			}
			if n := documentsNaming(m, team.ID); n >= 3 {
				report(nil, diag.Problem{
					File: schema.OrgFile, Span: team.Span,
					Message: fmt.Sprintf("%d documents name %s, which has no charter", n, team.ID),
					Why:     "others build on the team, and nowhere stands what it owns and decides",
					Fix:     "begin one with  remit new charter \"" + team.Name + "\"  and answer four questions",
				})
			}
		}
	},
}

// documentsNaming counts the documents whose front matter names a team.
func documentsNaming(m *model.Model, team string) int {
	n, last := 0, (*document.Document)(nil)
	for _, row := range m.ByReference.Get(team) {
		if row.Doc != last {
			n, last = n+1, row.Doc
		}
	}
	return n
}

// eachStranger calls f with every reference in front matter whose id is
// neither that of a document nor that of a team with a charter, and with what
// it stands for. Nearly all references are to those two, so little is left to
// look up.
func eachStranger(m *model.Model, f func(*document.Document, *document.Reference, model.Named)) {
	for _, id := range m.IDs() {
		if id.IsTeam || len(id.Docs) > 0 {
			continue
		}
		kind, named := id.Rows[0].Value.Kind, m.Name(id.Key, id.Rows[0].Value.Kind, nil)
		for _, row := range id.Rows {
			if row.Value.Kind != kind {
				kind, named = row.Value.Kind, m.Name(id.Key, row.Value.Kind, nil)
			}
			f(row.Doc, row.Value, named)
		}
	}
}

// nearestName returns the name that somebody who misspelt an id most likely
// meant, or "".
func nearestName(m *model.Model, r *document.Reference) string {
	near, _ := diag.Nearest(r.ID, m.Names(r.To))
	return near
}

// listing writes a, b or c.
func listing(words []string, and string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + and + " " + words[n-1]
	}
}

// withArticle writes a standard, an experiment.
func withArticle(words string) string {
	if words != "" && strings.ContainsRune("aeiou", rune(words[0])) {
		return "an " + words
	}
	return "a " + words
}

// inWords writes small numbers as words.
func inWords(n int) string {
	if small := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}; n >= 0 && n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}
