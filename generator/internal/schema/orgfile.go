package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
)

// orgKey is one key of org.yaml: a group, or what an entry of a group may say.
type orgKey struct {
	name    string
	kind    string // in words, for reference pages
	doc     string
	example string
	schema  object
	keys    []orgKey // of a group
	entries func(*Org) *[]OrgEntry
	read    func(r *orgReader, out *OrgEntry, e Entry)
}

var (
	orgName    = orgKey{name: "name", kind: "text", doc: "What it is called on pages.", example: "name: Finance", schema: textSchema, read: func(r *orgReader, out *OrgEntry, e Entry) { r.text(e, &out.Name) }}
	orgAliases = orgKey{name: "aliases", kind: "list of texts", doc: "Other names under which documents speak of it.", example: "aliases: [accounts, bookkeeping]", schema: listSchema, read: (*orgReader).aliases}
)

// orgTable is all that org.yaml may hold.
var orgTable = []orgKey{
	{
		name: "teams", kind: "entries", example: "teams:\n  finance: Finance",
		doc:     "Teams that documents may name and that have no charter in the site; a charter makes the entry unnecessary.",
		entries: func(o *Org) *[]OrgEntry { return &o.Teams },
		keys: []orgKey{
			orgName, orgAliases,
			{name: "area", kind: "text", doc: "The part of the organisation that the team belongs to, also of a team with a charter. Teams of one area stand together where many are listed.", example: "area: Shop", schema: textSchema, read: func(r *orgReader, out *OrgEntry, e Entry) { r.text(e, &out.Area) }},
			{name: "retired", kind: "date", doc: "The day or month on which the team ended; documents that still name it are told.", example: "retired: 2025-03-01", schema: object{"type": "string", "pattern": monthPattern}, read: (*orgReader).retired},
			{name: "charter", kind: "path, address or none", doc: "Where the team's charter is kept when that is outside the site, or none for a team that needs none.", example: "charter: none", schema: textSchema, read: func(r *orgReader, out *OrgEntry, e Entry) { r.text(e, &out.Charter) }},
		},
	},
	{
		name: "roles", kind: "entries", example: "roles:\n  operations-lead: Head of Operations",
		doc:     "Roles that documents may name. A role lasts longer than a name.",
		entries: func(o *Org) *[]OrgEntry { return &o.Roles },
		keys:    []orgKey{orgName, orgAliases},
	},
	{
		name: "patterns", kind: "entries", example: "patterns:\n  late-handover: Work waited between teams",
		doc:     "What comes back in lessons, so that it can be counted.",
		entries: func(o *Org) *[]OrgEntry { return &o.Patterns },
		keys:    []orgKey{orgName, orgAliases},
	},
	{
		name: "topics", kind: "entries", example: "topics:\n  refunds: {name: Refunds, aliases: [money back], risk: low}",
		doc:     "Areas and decisions that go by several names in charters, so that they are taken for the same.",
		entries: func(o *Org) *[]OrgEntry { return &o.Topics },
		keys: []orgKey{
			orgName, orgAliases,
			{name: "risk", kind: "low, medium or high", doc: "How hard a decision in it is to undo. Low ones are good first steps when a team's room is to grow.", example: "risk: low", schema: object{"enum": []string{"low", "medium", "high"}}, read: (*orgReader).risk},
		},
	},
	{
		name: "measures", kind: "entries", example: "measures:\n  time-to-decide: {name: Days from question to decision, target: under 10, source: this site}",
		doc:     "Figures of the whole organisation that say whether this way of working pays off.",
		entries: func(o *Org) *[]OrgEntry { return &o.Measures },
		keys: []orgKey{
			orgName, orgAliases,
			{name: "target", kind: "text", doc: "What is hoped for.", example: "target: under 10", schema: textSchema, read: func(r *orgReader, out *OrgEntry, e Entry) { r.text(e, &out.Target) }},
			{name: "source", kind: "text", doc: "Where the figure comes from.", example: "source: quarterly survey", schema: textSchema, read: func(r *orgReader, out *OrgEntry, e Entry) { r.text(e, &out.Source) }},
		},
	},
	{
		name: "goals", kind: "entries", example: "goals:\n  one-contact: One mail is enough",
		doc:     "Goals of the organisation that charters and promises serve.",
		entries: func(o *Org) *[]OrgEntry { return &o.Goals },
		keys:    []orgKey{orgName, orgAliases},
	},
	{
		name: "people", kind: "list of names", example: "people: [Ada Lovelace, Grace Hopper]",
		doc:     "Names that lessons should leave out: a lesson tells of the work, not of persons.",
		entries: func(o *Org) *[]OrgEntry { return &o.People },
		keys:    []orgKey{orgName, orgAliases},
	},
}

var textSchema = object{"type": []string{"string", "number", "boolean", "null"}}

// OrgDoc describes every key of org.yaml, for reference pages: each group, and
// below it as teams.retired what its entries may say.
func OrgDoc() []SettingDoc {
	var docs []SettingDoc
	for _, group := range orgTable {
		docs = append(docs, SettingDoc{Name: group.name, Type: group.kind, Doc: group.doc, Example: group.example})
		for _, k := range group.keys {
			example := group.name + ":\n  some-id: {" + k.example + "}"
			docs = append(docs, SettingDoc{Name: group.name + "." + k.name, Type: k.kind, Doc: k.doc, Example: example})
		}
	}
	return docs
}

// OrgSchema returns a JSON Schema (draft 7) of org.yaml, which editors use to
// complete and to check it. The bytes are always the same.
func OrgSchema() []byte {
	groups := object{}
	for _, group := range orgTable {
		entry := object{}
		for _, k := range group.keys {
			entry[k.name] = described(k.schema, k.doc, "")
		}
		groups[group.name] = described(object{"anyOf": []object{
			{"type": "null"}, listSchema,
			{"type": "object", "propertyNames": object{"pattern": orgIDPattern(group.name)}, "additionalProperties": object{"anyOf": []object{
				textSchema,
				{"type": "object", "properties": entry, "patternProperties": object{"^x-": object{}}, "additionalProperties": false},
			}}},
		}}, group.doc, "")
	}
	return marshal(object{
		"$schema": draft07, "title": "Teams, roles and words of an organisation (" + OrgFile + ")",
		"type": "object", "properties": groups, "patternProperties": object{"^x-": object{}}, "additionalProperties": false,
	})
}

func orgIDPattern(group string) string {
	if group == "people" {
		return "."
	}
	return `^[^\sA-Z/\\:,\[\]{}]+$`
}

// DecodeOrg reads org.yaml. What cannot be read is a problem of the rule
// org-file (or of those that all YAML has, such as duplicate-key) and left
// out; an id that two teams or roles share keeps the first.
func DecodeOrg(src []byte) (*Org, []diag.Problem) {
	lim := DefaultLimits()
	lim.FrontMatterBytes = lim.FileBytes
	lim.FrontMatterKeys = 50_000 // a few for each of some thousand teams
	meta, problems := decode(OrgFile, "org-file", src, skipMark(src), len(src), lim)
	r := &orgReader{out: &Org{}, problems: problems, named: map[string]orgPlace{}}
	var names []string
	for _, group := range orgTable {
		names = append(names, group.name)
	}
	for _, e := range meta.Entries {
		if i := slices.Index(names, e.Key); i >= 0 {
			r.group(&orgTable[i], e)
		} else {
			r.unknown(meta, e, "a group of "+OrgFile, names)
		}
	}
	return r.out, r.problems
}

// orgReader fills in an Org.
type orgReader struct {
	out      *Org
	problems []diag.Problem
	named    map[string]orgPlace // ids, and other names, by group
}

// orgPlace is where a name was claimed.
type orgPlace struct {
	id   string
	span diag.Span
}

func (r *orgReader) report(severity diag.Severity, span diag.Span, p diag.Problem) {
	p.Rule, p.Severity, p.File, p.Span = "org-file", severity, OrgFile, span
	r.problems = append(r.problems, p)
}

func (r *orgReader) refuse(span diag.Span, message, fix string) {
	r.report(diag.Error, span, diag.Problem{Message: message, Fix: fix})
}

// unknown reports a key that means nothing. Near a known one it is probably a
// slip, and what stands below it would be lost.
func (r *orgReader) unknown(m Meta, e Entry, what string, known []string) {
	if strings.HasPrefix(e.Key, "x-") {
		return
	}
	p := diag.Problem{
		Message: quoted(e.Key) + " is not " + what,
		Fix:     "write one of " + strings.Join(known, ", ") + "; a key of your own begins with x-",
	}
	severity := diag.Hint
	if near, ok := diag.Nearest(e.Key, known); ok {
		severity = diag.Warning
		p.Label = fmt.Sprintf("did you mean %q?", near)
		p.Why = "what it says is not read"
		p.Fix = fmt.Sprintf("write %s, or x-%s if it is a key of your own", near, e.Key)
		p.Edit = renameEdit(m, e, near, known)
	}
	r.report(severity, e.KeySpan, p)
}

func (r *orgReader) group(g *orgKey, e Entry) {
	entries := e.Value.Fields
	switch {
	case e.Value.Kind == List:
		entries = r.listed(g, e.Value)
	case e.Value.Kind == Scalar && e.Value.Text != "":
		r.refuse(e.Value.Span, quoted(g.name)+" holds one line for each, not one text", "put each on a line of its own, such as  "+strings.ReplaceAll(g.example, "\n  ", "  and below it, indented,  "))
		return
	}
	to := g.entries(r.out)
	for _, line := range entries {
		if entry, ok := r.entry(g, line); ok {
			*to = append(*to, entry)
		}
	}
}

// listed turns a list of ids or names into entries.
func (r *orgReader) listed(g *orgKey, v Value) []Entry {
	var entries []Entry
	for _, item := range v.Items {
		switch {
		case item.Kind == Scalar && item.Text != "":
			entries = append(entries, Entry{Key: item.Text, KeySpan: item.Span})
		case item.Kind == Map && len(item.Fields) == 1: // - finance: Finance
			entries = append(entries, item.Fields[0])
		default:
			r.refuse(item.Span, "an entry of "+g.name+" begins with its id", "write  some-id: {name: Its name}  without a dash")
		}
	}
	return entries
}

func (r *orgReader) entry(g *orgKey, line Entry) (OrgEntry, bool) {
	out := OrgEntry{ID: line.Key, Span: line.KeySpan}
	if g.name == "people" {
		out.Name = line.Key
	} else if wrong := wrongID(line.Key); wrong != "" {
		p := diag.Problem{Message: quoted(line.Key) + " cannot be an id: " + wrong, Fix: "write the id in lower-case letters, digits and hyphens, and the name after the colon"}
		if id := idFor(line.Key); id != "" {
			p.Fix = "write  " + id + ": " + cmp.Or(line.Value.Text, line.Key)
		}
		r.report(diag.Error, line.KeySpan, p)
		return out, false
	}
	switch line.Value.Kind {
	case Scalar:
		out.Name = cmp.Or(strings.TrimSpace(line.Value.Text), out.Name)
	case List:
		r.refuse(line.Value.Span, quoted(line.Key)+" takes a name, or a group of keys", "write  "+line.Key+": Its name")
	case Map:
		r.keys(g, &out, Meta{Entries: line.Value.Fields})
	}
	out.Name = cmp.Or(out.Name, inWords(out.ID))
	return out, r.unique(g, &out)
}

func (r *orgReader) keys(g *orgKey, out *OrgEntry, m Meta) {
	var names []string
	for _, k := range g.keys {
		names = append(names, k.name)
	}
	for _, e := range m.Entries {
		if i := slices.Index(names, e.Key); i >= 0 {
			g.keys[i].read(r, out, e)
		} else {
			r.unknown(m, e, "a key of an entry of "+g.name, names)
		}
	}
}

// wrongID says why a text cannot be an id, or returns "". Ids have the form of
// file names without extension.
func wrongID(id string) string {
	switch {
	case id == "":
		return "it is empty"
	case strings.ContainsFunc(id, unicode.IsUpper):
		return "it has capital letters"
	case strings.ContainsFunc(id, unicode.IsSpace):
		return "it has a space"
	case strings.ContainsFunc(id, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_' && r != '.'
	}):
		return "it holds more than letters, digits and hyphens"
	case strings.Trim(id, "-.") != id:
		return "it begins or ends with a hyphen or dot"
	}
	return ""
}

// idFor makes an id of a name, or returns "".
func idFor(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	if id := b.String(); wrongID(id) == "" {
		return id
	}
	return ""
}

// unique reports whether no earlier entry has the id, and says so if one has.
// Teams and roles share their ids, since documents may name either.
func (r *orgReader) unique(g *orgKey, entry *OrgEntry) bool {
	space := g.name
	if space == "roles" {
		space = "teams"
	}
	if earlier, taken := r.named[space+" "+entry.ID]; taken && earlier.id == entry.ID {
		r.report(diag.Error, entry.Span, diag.Problem{
			Message: quoted(entry.ID) + " is there twice; only the first counts",
			Label:   "and again here",
			Why:     "documents that name it could mean either",
			Fix:     "give one of them another id, or leave one out",
			Related: []diag.Related{{File: OrgFile, Span: earlier.span, Label: "first here"}},
		})
		return false
	} else if taken {
		r.report(diag.Warning, entry.Span, diag.Problem{
			Message: fmt.Sprintf("%s is already another name of %s", quoted(entry.ID), quoted(earlier.id)),
			Label:   "and here",
			Why:     "a name that stands for two things says nothing",
			Fix:     "leave it out of the aliases of " + diag.Visible(earlier.id),
			Related: []diag.Related{{File: OrgFile, Span: earlier.span, Label: "claimed here"}},
		})
	}
	r.named[space+" "+entry.ID] = orgPlace{entry.ID, entry.Span}
	entry.Aliases = slices.DeleteFunc(entry.Aliases, func(alias Value) bool { return !r.claim(space, entry.ID, alias) })
	return true
}

// claim reports whether another name belongs to one entry alone.
func (r *orgReader) claim(space, id string, alias Value) bool {
	key := space + " " + cmp.Or(idFor(alias.Text), alias.Text)
	earlier, taken := r.named[key]
	if taken && earlier.id != id {
		r.report(diag.Warning, alias.Span, diag.Problem{
			Message: fmt.Sprintf("%s is already a name of %s", quoted(alias.Text), quoted(earlier.id)),
			Label:   "and here",
			Why:     "a name that stands for two things says nothing",
			Fix:     "leave it with one of them",
			Related: []diag.Related{{File: OrgFile, Span: earlier.span, Label: "claimed here"}},
		})
		return false
	}
	if !taken {
		r.named[key] = orgPlace{id, alias.Span}
	}
	return true
}

func (r *orgReader) text(e Entry, to *string) {
	if e.Value.Kind != Scalar {
		r.refuse(e.Value.Span, quoted(e.Key)+" takes one text", "write  "+e.Key+": and the text on the same line")
		return
	}
	*to = strings.TrimSpace(e.Value.Text)
}

func (r *orgReader) aliases(out *OrgEntry, e Entry) {
	for _, v := range (Meta{Entries: []Entry{e}}).Texts(e.Key) {
		if v.Kind != Scalar || v.Text == "" {
			r.refuse(v.Span, "aliases are a list of texts", "write  aliases: [one name, another]")
			continue
		}
		out.Aliases = append(out.Aliases, v)
	}
	if e.Value.Kind == Map {
		r.refuse(e.Value.Span, "aliases are a list of texts", "write  aliases: [one name, another]")
	}
}

// retired keeps the text even where it is no date, so that a team that ended
// is not taken for one that works.
func (r *orgReader) retired(out *OrgEntry, e Entry) {
	r.text(e, &out.Retired)
	if out.Retired == "" || e.Value.Kind != Scalar {
		return
	}
	c := &checker{file: OrgFile}
	c.month(nil, e)
	for _, p := range c.problems {
		p.Rule = "org-file"
		r.problems = append(r.problems, p)
	}
}

func (r *orgReader) risk(out *OrgEntry, e Entry) {
	words := []string{"low", "medium", "high"}
	if e.Value.Kind == Scalar && (e.Value.Text == "" || slices.Contains(words, e.Value.Text)) {
		out.Risk = e.Value.Text
		return
	}
	p := diag.Problem{Message: fmt.Sprintf("%s is low, medium or high, not %s", quoted(e.Key), shown(e.Value)), Fix: "write  risk: low"}
	if near, ok := diag.Nearest(e.Value.Text, words); ok {
		p.Label = fmt.Sprintf("did you mean %q?", near)
	}
	r.report(diag.Error, e.Value.Span, p)
}
