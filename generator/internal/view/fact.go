package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// strips lists by kind what the facts below the title tell, in that order:
// names of fields, which are not told again further down, and what is counted
// or concluded: done, moves, feels, tries, adoption. Every strip ends with the
// contact and with what sort of story the page is.
var strips = map[string][]string{
	"charter":    {"owner", "lead", "status", "reviewed", "autonomy", "contact", "sponsor"},
	"standard":   {"owner", "status", "reviewed", "adoption"},
	"lesson":     {"owner", "date", "from", "done"},
	"playbook":   {"owner", "status", "reviewed", "takes", "for", "tries"},
	"decision":   {"decided-by", "date", "status", "raised", "revisit", "owner"},
	"commitment": {"owner", "status", "due", "feels", "moves"},
	"experiment": {"owner", "starts", "ends", "result", "risk", "status"},
	"assessment": {"type", "owner", "date", "by", "n", "status"},
}

// plainStrip is the strip of all other kinds.
var plainStrip = []string{"owner", "status", "reviewed", "date", "due"}

func stripOf(k *schema.Kind) []string {
	if strip, ok := strips[k.Name]; ok {
		return strip
	}
	return plainStrip
}

// facts tells who keeps the document, where it stands in its life and how
// fresh it is, and what else readers of its kind ask first.
func (s *Site) facts(p *theme.Page, d *document.Document) []theme.Fact {
	b := strip{writer: writer{s, p, d}}
	for _, name := range stripOf(d.Kind) {
		b.tell(name)
	}
	for _, name := range []string{"contact", "story"} {
		if !slices.Contains(stripOf(d.Kind), name) {
			b.tell(name)
		}
	}
	return b.facts
}

// strip is the facts of a page that is being made.
type strip struct {
	writer
	facts []theme.Fact
}

func (b *strip) add(key string, f theme.Fact) {
	f.Name = b.word("fact." + key)
	b.facts = append(b.facts, f)
}

func (b *strip) tell(name string) {
	f := &b.doc.Facts
	switch name {
	case "owner":
		b.owner()
	case "status":
		b.facts = append(b.facts, b.status(b.doc)...)
	case "reviewed":
		b.reviewed()
	case "autonomy":
		b.level()
	case "due":
		b.field("due", b.doc.Kind.Name == "commitment" && b.Model.Status(b.doc) == "open")
	case "starts":
		b.span(f.Starts, f.Ends)
	case "ends":
		if f.Starts.Text.Text == "" {
			b.field("ends", false)
		}
	case "result":
		b.result()
	case "done":
		b.done(f.FollowUps)
	case "moves":
		if n := len(f.Moved); n > 0 {
			b.add("moved", theme.Fact{Words: b.numbered("fact.moves", n), Href: b.hrefIn("moved")})
		}
	case "feels":
		b.feels(f.CheckIns)
	case "tries":
		if n := len(f.TriedBy); n > 0 {
			b.add("tried", theme.Fact{Words: b.numbered("view.works-with.teams", n), Href: b.hrefIn("tried-by")})
		}
	case "adoption":
		b.adoption()
	default:
		b.field(name, false)
	}
}

// hrefIn leads to a list further down on the page.
func (b *strip) hrefIn(field string) string {
	return on{b.Site, b.page}.here("r:" + field)
}

// field tells what is written in a field: a day in words, the name of an id, the
// words of a value.
func (b *strip) field(name string, due bool) {
	f := b.doc.Kind.Field(name)
	v, ok := b.doc.Meta.Get(name)
	if f == nil || !ok {
		return
	}
	said := theme.Fact{Name: f.Label(b.Settings.Language)}
	if key := "fact." + name; b.word(key) != key {
		said.Name = b.word(key)
	}
	pieces := b.words(f, textOf(v))
	if len(pieces) == 1 {
		said.Href = pieces[0].Href
	}
	for _, piece := range pieces {
		said.Words += piece.Words
	}
	if said.Words == "" {
		return
	}
	if len(pieces) == 1 && pieces[0].Date != "" {
		said.Date, said.Due = &theme.Date{ISO: pieces[0].Date, Words: pieces[0].Words}, due
	}
	if name == "story" && isValue(f, textOf(v).Text) {
		said.State = "info"
	}
	b.facts = append(b.facts, said)
}

// owner names the team that keeps a document, stated or found out. A team keeps
// its own charter, which says so unless it names who leads.
func (b *strip) owner() {
	owner := b.Model.Owner(b.doc)
	switch {
	case owner.ID == "":
		return
	case owner.At == nil && b.doc.Facts.Team != "":
		if b.doc.Facts.Lead.Text == "" {
			b.add("owner", theme.Fact{Words: cmp.Or(b.Model.Name(owner.ID, "", []string{"team"}).Name, b.doc.Title)})
		}
		return
	}
	n := b.Model.Name(owner.ID, "", []string{"team", "document"})
	f := theme.Fact{Words: n.Name, Href: b.hrefTo(n)}
	if f.Words == "" {
		f.Words = document.FolderName(owner.At.Text) // only what is stated may name nobody
	}
	b.add("owner", f)
}

// reviewed tells when a document was looked at, by when one that holds is to be
// looked at again, and of one which is reviewed at all that nobody ever did.
// Whether that day has come is told when the page is read.
func (b *strip) reviewed() {
	written := b.doc.Meta.Text("reviewed")
	again := !b.doc.Kind.Record && b.doc.Facts.Every != 0 && b.Model.Living(b.doc)
	y, m, day, ok := schema.ParseDate(written)
	switch {
	case ok:
		date := b.Theme.Date(b.Settings.Language, y, m, day)
		f := theme.Fact{Words: date.Words, Date: &date}
		if next := b.Model.NextReview(b.doc); again && !next.IsZero() {
			until := b.Theme.Date(b.Settings.Language, next.Year(), int(next.Month()), next.Day())
			f.Then, f.Until, f.Due = b.word("fact.again"), &until, true
		}
		b.add("reviewed", f)
	case written != "":
		b.add("reviewed", theme.Fact{Words: written})
	case again:
		b.add("review", theme.Fact{Words: b.word("fact.never-reviewed"), State: "none"})
	}
}

// models are the blocks of how much room a charter says that a team has.
var models = map[string]string{"full": "■■■", "guided": "■■□", "structured": "■□□"}

func (b *strip) level() {
	n := len(b.facts)
	if b.field("autonomy", false); len(b.facts) > n {
		f := &b.facts[n]
		f.Name, f.Blocks = b.word("fact.level"), models[b.doc.Facts.Autonomy.Text]
	}
}

// span tells from when to when an experiment runs. Its end is a day by which
// something is to be done while nobody has said what came of it.
func (b *strip) span(from, to line.Date) {
	b.field("starts", false)
	if from.Day.IsZero() || to.Day.IsZero() || from.Month || to.Month {
		b.field("ends", false)
		return
	}
	f, until := &b.facts[len(b.facts)-1], b.Theme.Date(b.Settings.Language, to.Day.Year(), int(to.Day.Month()), to.Day.Day())
	f.Name, f.Then, f.Until, f.Due = b.word("fact.runs"), b.word("fact.to"), &until, b.doc.Facts.Result.Text == ""
}

func (b *strip) result() {
	n := len(b.facts)
	if b.field("result", false); len(b.facts) > n {
		b.facts[n].State = experimentResults[b.doc.Facts.Result.Text][1]
	}
}

// done tells how many follow-ups of a lesson are done. What was dropped with a
// reason is not open either.
func (b *strip) done(all []line.FollowUp) {
	if len(all) == 0 {
		return
	}
	n := 0
	for i := range all {
		if f := &all[i]; f.Dropped || f.Done.Text.Text != "" {
			n++
		}
	}
	f := theme.Fact{Words: fill(b.word("fact.done"), n, len(all)), Href: b.hrefIn("follow-up"), State: "info"}
	if n == len(all) {
		f.State = "ok"
	}
	b.add("follow-ups", f)
}

// feels tells what a promise's last check-in said, while it is open.
func (b *strip) feels(all []document.CheckIn) {
	if b.Model.Status(b.doc) != "open" {
		return
	}
	for i := len(all) - 1; i >= 0; i-- {
		if state := (on{b.Site, b.page}).feeling(all[i].Feels.Text); state.Name != "" {
			b.add("feels", theme.Fact{Words: state.Words, State: state.Shape, Href: b.hrefIn("check-ins")})
			return
		}
	}
}

// adoption tells to whom a standard applies and how many meet it.
func (b *strip) adoption() {
	o := on{b.Site, b.page}
	a := o.adopters(b.doc)
	if a == nil {
		if isForEveryone(b.doc) {
			b.add("applies", theme.Fact{Words: b.word("value.applies-to.everyone")})
		}
		return
	}
	applies, met := 0, 0
	for i := range a.Rows {
		if a.Rows[i].Applies {
			applies++
		}
		if a.Rows[i].State.Name == "meets" {
			met++
		}
	}
	here := o.here("r:adoption")
	teams := b.numbered("view.works-with.teams", applies)
	if isForEveryone(b.doc) {
		teams = b.word("value.applies-to.everyone") + ", " + teams
	}
	b.add("applies", theme.Fact{Words: teams, Href: here})
	f := theme.Fact{Words: fill(b.word("fact.met"), met, len(a.Rows)), Href: here, State: "info"}
	if met == len(a.Rows) {
		f.State = "ok"
	}
	b.add("meets", f)
}

// fill puts two numbers into words.
func fill(words string, n, all int) string {
	return strings.NewReplacer("{n}", strconv.Itoa(n), "{all}", strconv.Itoa(all)).Replace(words)
}

// Keeper returns the team or role that keeps a document, stated or found out,
// as lists name it: its id and its name. Both are "" when nobody is known to,
// and for a name that may be a person's; an id is none.
func (s *Site) Keeper(d *document.Document) (id, name string) {
	owner := s.Model.Owner(d)
	n := s.Model.Name(owner.ID, "", []string{"team", "role"})
	switch {
	case owner.ID == "":
		return "", ""
	case n.Sort == model.Team || n.Sort == model.Role:
		return n.ID, n.Name
	case owner.At != nil && owner.ID == owner.At.Text:
		return owner.ID, document.FolderName(owner.ID)
	}
	return "", ""
}

// states is how the standings of a document's life are shown.
var states = map[string]string{
	"active": "ok", "draft": "none", "in-review": "info",
	"open": "info", "kept": "ok", "partly": "due", "missed": "due", "changed": "info", "dropped": "none",
}

// status tells where a document stands in its life, of a promise that has ended
// how. Nothing is said where a notice does, and where nothing else is to be
// expected: of a plain page, of one without front matter, and of records. An
// experiment shows its dates, since a page that calls it running would be wrong
// the day after it ends.
func (s *Site) status(d *document.Document) []theme.Fact {
	status, written := s.Model.Status(d), d.Meta.Text("status")
	outcome := d.Facts.Outcome.Text
	switch {
	case d.Kind.Name == "commitment" && outcome != "":
		status, written = outcome, outcome
	case status == "retired" || status == "superseded":
		return nil
	case d.Facts.Status == "active" && written == "" && isSilent(d):
		return nil
	}
	f := theme.Fact{Name: s.word("fact.status"), Words: document.FolderName(written)}
	if state, known := states[status]; known {
		f.Words, f.State = s.word("status."+status), state
	}
	return []theme.Fact{f}
}

// isSilent reports whether the page of a document that is active says so only
// when its author does.
func isSilent(d *document.Document) bool {
	return d.Kind.Record || d.Kind.Name == "page" || d.Kind.Name == "experiment" || len(d.Meta.Entries) == 0
}
