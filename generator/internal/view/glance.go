package view

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// GlancePart is the part of a charter's page that tells its core at a glance:
// it counts what the team wrote, which follows it on the page, and what is known
// of it elsewhere, which stands behind that: standards that apply, promises,
// lessons, who names the team (see Dossier.Team). Only the charter that counts
// for a team at work has one.
var GlancePart = View{Name: "glance", Doc: "What does the team own and decide, whom does it need, and how does it stand?", Data: new(Glance)}

// Glance is the data of GlancePart.
type Glance struct {
	Owns      Count         `json:"owns"`
	Decides   Count         `json:"decides"`
	Rungs     []RungCount   `json:"rungs,omitempty"`
	Needs     Count         `json:"needs-others" jsonschema:"decisions that wait for what others say: rungs 1 to 5"`
	Whom      []Ref         `json:"needs-whom,omitempty" jsonschema:"teams and roles that these decisions name"`
	CountsOn  Count         `json:"counts-on" jsonschema:"what the team was promised"`
	Sponsor   *Ref          `json:"sponsor,omitempty" jsonschema:"the role or team that promised it"`
	Standards []Holding     `json:"standards,omitempty"`
	Holds     []StateCount  `json:"standards-by-state,omitempty"`
	Promises  []PromiseLine `json:"promises,omitempty" jsonschema:"open ones by their date, then those that ended last"`
	Stands    []StateCount  `json:"promises-by-state,omitempty"`
	Lessons   []LessonLine  `json:"lessons,omitempty" jsonschema:"the newest that the team wrote or that touch it"`
	Room      *RoomChange   `json:"room,omitempty" jsonschema:"how its room changed last"`
	RoomAll   Count         `json:"room-changes"`
	Partners  []Partner     `json:"partners,omitempty"`
	Asked     []AskedFor    `json:"asked,omitempty" jsonschema:"decisions of other teams that name this one"`
	Reasons   []LookReason  `json:"reasons-to-look,omitempty" jsonschema:"what happened since the charter was last looked at"`
	Due       Day           `json:"review-due,omitzero"`
	AllOf     GlanceAll     `json:"all" jsonschema:"how many there are, also those that are not in these lists"`
	More      GlanceMore    `json:"more,omitzero" jsonschema:"how much is not in these lists, and where it is"`
	SVG       template.HTML `json:"-"`

	First []string `json:"-"` // the first areas that the team owns
	Bars  Spot     `json:"-"` // where the standards are listed
	With  Spot     `json:"-"` // where the partners are listed
}

// Spot is where on a charter's page a list stands: in the field in which the
// charter states it, or else behind the text.
type Spot struct {
	Href  string
	Field bool
}

// GlanceMore is what the lists of a glance leave out.
type GlanceMore struct {
	Standards Count `json:"standards,omitzero"`
	Promises  Count `json:"promises,omitzero"`
	Lessons   Count `json:"lessons,omitzero"`
	Partners  Count `json:"partners,omitzero"`
	Asked     Count `json:"asked,omitzero"`
}

// GlanceAll is how much there is of what a glance lists.
type GlanceAll struct {
	Lessons  int `json:"lessons"`
	Partners int `json:"partners"`
	Asked    int `json:"asked"`
}

// Holding is a standard and how the team stands with it.
type Holding struct {
	Standard Ref    `json:"standard"`
	State    State  `json:"state" jsonschema:"meets, working, not-yet, exempt or silent"`
	Until    Day    `json:"until,omitzero"`
	Href     string `json:"href,omitempty" jsonschema:"where the team says so"`
	Applies  bool   `json:"applies"`
}

// PromiseLine is a commitment of the team.
type PromiseLine struct {
	Promise Ref   `json:"promise"`
	State   State `json:"state"`
	Due     Day   `json:"due,omitzero"`
	Open    bool  `json:"open"`
	Lesson  *Ref  `json:"lesson,omitempty"`
}

// LessonLine is a lesson in a line.
type LessonLine struct {
	Lesson Ref `json:"lesson"`
	Date   Day `json:"date,omitzero"`
}

// RoomChange is one entry of a room log.
type RoomChange struct {
	Wider bool  `json:"wider"`
	What  Quote `json:"what"`
	Date  Day   `json:"date,omitzero"`
	Until Day   `json:"until,omitzero"`
}

// Partner is a team that this one works with, or that says so.
type Partner struct {
	Team  Ref     `json:"team"`
	Mode  string  `json:"mode,omitempty"`
	Words string  `json:"-"` // the mode
	Until Day     `json:"until,omitzero"`
	We    []Quote `json:"we,omitempty" jsonschema:"lines of this charter"`
	They  []Quote `json:"they,omitempty" jsonschema:"lines of the other"`
	Said  State   `json:"said" jsonschema:"as in works-with"`
}

// AskedFor is a decision of another team that names this one.
type AskedFor struct {
	Team  Ref   `json:"team"`
	Topic Quote `json:"topic"`
	Rung  Rung  `json:"rung"`
}

// LookReason is why a charter should be looked at.
type LookReason struct {
	Words string `json:"words"`
	By    *Ref   `json:"by,omitempty"`
	Since Day    `json:"since,omitzero"`
}

// How much of each list a glance shows.
const (
	glanceStandards = 12
	glancePromises  = 6
	glanceLessons   = 5
	glancePartners  = 12
	glanceAsked     = 8
	glanceWhom      = 6
	glanceAreas     = 3
)

// glance makes the glance of a charter, and what of other documents it has
// told; nil for a document that has none.
func (o on) glance(d *document.Document) (*Glance, *told) {
	if d.Facts.Team == "" || o.Model.Charter(d.Facts.Team) != d || o.Model.Retired(d.Facts.Team) || o.isOver(d) {
		return nil, nil
	}
	team := o.Model.Name(document.Slug(d.Facts.Team), "", []string{"team"})
	f := &d.Facts
	t := &told{fields: map[string]bool{}, docs: map[*document.Document]bool{}}
	g := &Glance{
		Owns:    Count{len(f.Owns), o.listHref(d, "owns", firstText(f.Owns))},
		Decides: Count{len(f.Decides), o.listHref(d, "decides", firstDecision(f.Decides))},
		Rungs:   o.rungCounts(d),
		RoomAll: Count{N: len(f.Room)},
		Room:    o.lastRoom(d),
		Reasons: o.reasonsToLook(d),
		Due:     o.day(o.Model.NextReview(d)),
	}
	for _, area := range f.Owns[:min(len(f.Owns), glanceAreas)] {
		g.First = append(g.First, shortened(area.Text, longWords))
	}
	if len(f.Room) > 0 {
		g.RoomAll.Href = o.listHref(d, "room", f.Room[0].At)
	}
	b := glanceBuilder{o, g, &team, t}
	b.needs(d)
	b.promisedTo(d)
	b.standards()
	b.promises()
	b.lessons()
	b.partners()
	b.askedFor()
	if g.isEmpty() {
		return nil, nil
	}
	return g, t
}

// glanceBuilder fills in the lists of a glance.
type glanceBuilder struct {
	on
	*Glance
	us   *model.Named
	told *told
}

// isOver reports whether a document says what held once.
func (s *Site) isOver(d *document.Document) bool {
	status := s.Model.Status(d)
	return status == "retired" || status == "superseded"
}

func (g *Glance) isEmpty() bool {
	return g.Owns.N+g.Decides.N+g.CountsOn.N+len(g.Reasons) == 0 && g.Room == nil && !g.hasLists()
}

// place is where a list stands: in its field, when the charter states it and
// all of the list is known here, else below the heading behind.
func (b *glanceBuilder) place(field, behind string, all bool) Spot {
	f := b.us.Doc.Kind.Field(field)
	if v, ok := b.us.Doc.Meta.Get(field); all && ok && f != nil && len((writer{b.Site, b.Page, b.us.Doc}).lines(f, v)) > 0 {
		return Spot{b.here("r:" + field), true}
	}
	return Spot{Href: b.here(behind)}
}

// hasLists reports whether anything is known of the team beside its charter.
func (g *Glance) hasLists() bool {
	return len(g.Standards)+len(g.Promises)+len(g.Lessons)+len(g.Partners)+len(g.Asked) > 0
}

// needs counts the decisions that wait for others. Names that no team or role
// has are left out here, since they may be names of persons.
func (b *glanceBuilder) needs(d *document.Document) {
	for i := range d.Facts.Decides {
		v := &d.Facts.Decides[i]
		if v.Rung == 0 || v.Rung > line.Advised {
			continue
		}
		if b.Needs.N++; b.Needs.N == 1 {
			b.Needs.Href = b.hrefOfDoc(d, Anchor(d, v.Text))
		}
		for _, who := range v.Who {
			if r, ok := b.teamOrRole(who.Text); ok && len(b.Whom) < glanceWhom && !slices.Contains(b.Whom, r) {
				b.Whom = append(b.Whom, r)
			}
		}
	}
}

// teamOrRole leads to a team or role that is known.
func (o on) teamOrRole(text string) (Ref, bool) {
	n := o.Model.Name(document.Slug(text), "", []string{"team", "role"})
	if n.Sort != model.Team && n.Sort != model.Role {
		return Ref{}, false
	}
	return o.named(n), true
}

func (b *glanceBuilder) promisedTo(d *document.Document) {
	b.CountsOn = Count{len(d.Facts.CountsOn), b.listHref(d, "counts-on", firstText(d.Facts.CountsOn))}
	if r, ok := b.teamOrRole(d.Facts.Sponsor.Text); ok && b.CountsOn.N > 0 {
		b.Sponsor = &r
	}
}

// lastRoom is how the room of a team changed last.
func (o on) lastRoom(d *document.Document) *RoomChange {
	last := newestRoom(d)
	if last == nil {
		return nil
	}
	c := &RoomChange{Wider: last.Wider.Text != "", What: o.quote(d, last.At), Date: o.day(last.Date.Day), Until: o.day(last.Until.Day)}
	c.What.Words = shortened(cmp.Or(last.Wider.Text, last.Narrower.Text), longWords)
	return c
}

// newestRoom is the newest entry of a charter's room log that says something,
// of one day the last; nil when there is none.
func newestRoom(d *document.Document) *document.Room {
	var last *document.Room
	for i := range d.Facts.Room {
		r := &d.Facts.Room[i]
		if r.Wider.Text+r.Narrower.Text != "" && (last == nil || !r.Date.Day.Before(last.Date.Day)) {
			last = r
		}
	}
	return last
}

// reasonsToLook tells what happened since a charter was last looked at. That its
// time has come depends on the day on which the page is read, and is told by
// the date beside the title.
func (o on) reasonsToLook(d *document.Document) []LookReason {
	var list []LookReason
	for _, r := range o.Model.Due(d) {
		if !r.Evidence {
			continue
		}
		reason := LookReason{Words: r.Words, Since: o.day(r.Since)}
		if r.By != nil {
			by := o.doc(r.By)
			reason.By = &by
			switch kind := r.By.Kind.Name; kind {
			case "lesson", "decision", "assessment":
				reason.Words = o.word("view.glance.reason." + kind)
			}
		}
		list = append(list, reason)
	}
	return list
}

// standards tells how the team stands with the standards that apply to it.
func (b *glanceBuilder) standards() {
	all := b.Model.StandardsOf(b.us.ID)
	var found []State
	for i := range all {
		found = append(found, b.standsAs(all[i].State()))
	}
	b.Bars = b.place("standards", "r:bars", len(all) <= glanceStandards)
	b.Holds = countStates(found, b.Bars.Href)
	for i := range all[:min(len(all), glanceStandards)] {
		s := &all[i]
		h := Holding{Standard: b.doc(s.Standard), State: found[i], Until: b.day(s.Ends()), Applies: s.Applies}
		if s.Standing != nil {
			h.Href = b.hrefOfDoc(b.us.Doc, Anchor(b.us.Doc, s.Standing.Text))
		}
		b.Standards = append(b.Standards, h)
	}
	if left := len(all) - len(b.Standards); left > 0 {
		b.More.Standards = Count{left, b.moreAt(placeOf("standards"))}
	} else {
		b.told.fields["applies-to"] = true
	}
}

// promises lists the open ones by their date, then those that ended last.
func (b *glanceBuilder) promises() {
	var open, ended []*document.Document
	for _, d := range b.Model.Kept(b.us.ID, "commitment") {
		switch {
		case !b.Model.Living(d):
		case b.Model.Status(d) == "open":
			open = append(open, d)
		default:
			ended = append(ended, d)
		}
	}
	byDue := func(a, b *document.Document) int {
		return cmp.Or(dueOf(a).Compare(dueOf(b)), strings.Compare(a.Path, b.Path))
	}
	slices.SortFunc(open, byDue)
	slices.SortFunc(ended, func(a, b *document.Document) int { return byDue(b, a) })
	all := slices.Concat(open, ended)
	var found []State
	for _, d := range all {
		status := b.Model.Status(d)
		found = append(found, State{Name: status, Words: b.word("status." + status), Shape: states[status]})
	}
	b.Stands = countStates(found, b.here("r:promises"))
	for i, d := range all[:min(len(all), glancePromises)] {
		p := PromiseLine{Promise: b.doc(d), State: found[i], Due: b.day(d.Facts.Due.Day), Open: found[i].Name == "open"}
		for i := range d.Facts.Refs {
			if ref := &d.Facts.Refs[i]; ref.Field == "lesson" {
				if n := b.Model.Name(ref.ID, ref.Kind, ref.To); n.Doc != nil {
					lesson := b.doc(n.Doc)
					p.Lesson = &lesson
				}
			}
		}
		b.Promises = append(b.Promises, p)
		b.told.docs[d] = true
	}
	if left := len(all) - len(b.Promises); left > 0 {
		b.More.Promises = Count{left, b.moreAt(placeOf("lesson"))}
	}
}

// countStates counts states in the order in which they first come.
func countStates(all []State, href string) []StateCount {
	var counts []StateCount
	for _, state := range all {
		i := slices.IndexFunc(counts, func(c StateCount) bool { return c.Name == state.Name })
		if i < 0 {
			i = len(counts)
			counts = append(counts, StateCount{State: state, Count: Count{Href: href}})
		}
		counts[i].N++
	}
	return counts
}

// dueOf is the day by which a promise is to be kept; one without comes last.
func dueOf(d *document.Document) time.Time {
	if due := d.Facts.Due.Day; !due.IsZero() {
		return due
	}
	return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
}

// lessons lists the newest lessons that the team wrote or that touch it.
func (b *glanceBuilder) lessons() {
	var all []*document.Document
	for _, d := range b.Model.Kept(b.us.ID, "lesson") {
		if b.Model.Living(d) {
			all = append(all, d)
		}
	}
	for _, row := range b.Model.LessonsAbout(b.us.ID) {
		if b.Model.Living(row.Doc) && !slices.Contains(all, row.Doc) {
			all = append(all, row.Doc)
		}
	}
	slices.SortFunc(all, func(a, b *document.Document) int {
		return cmp.Or(b.Facts.Date.Day.Compare(a.Facts.Date.Day), strings.Compare(a.Path, b.Path))
	})
	b.AllOf.Lessons = len(all)
	for _, d := range all[:min(len(all), glanceLessons)] {
		b.Lessons = append(b.Lessons, LessonLine{Lesson: b.doc(d), Date: b.day(d.Facts.Date.Day)})
		b.told.docs[d] = true
	}
	if left := len(all) - len(b.Lessons); left > 0 {
		b.More.Lessons = Count{left, b.moreAt(placeOf("touches"))}
	}
}

// partners joins what the charter says of other teams with what theirs say of
// it.
func (b *glanceBuilder) partners() {
	ours := b.relationsOf(b.us)
	theirs := b.relationsTo(b.us)
	at := map[string]int{}
	partner := func(n *model.Named, r relation) *Partner {
		i, ok := at[n.ID]
		if !ok {
			i = len(b.Partners)
			at[n.ID] = i
			b.Partners = append(b.Partners, Partner{Team: b.named(*n), Said: b.said(r)})
		}
		p := &b.Partners[i]
		if p.Mode == "" && r.who.Mode != "" {
			p.Mode, p.Words = r.who.Mode, b.word("view.works-with.mode."+r.who.Mode)
		}
		if p.Until.ISO == "" {
			p.Until = b.day(r.who.Until.Day)
		}
		return p
	}
	for _, r := range ours {
		if r.to != nil {
			p := partner(r.to, r)
			p.We = append(p.We, b.quote(b.us.Doc, r.who.Text))
		}
	}
	for _, r := range theirs {
		p := partner(r.from, r)
		q := b.quote(r.from.Doc, r.who.Text)
		if q.Words = b.plain(r.from.Doc, r.who.How); q.Words == "" {
			q.Words = b.plain(r.from.Doc, r.who.Text)
		}
		q.Words = shortened(q.Words, longWords)
		p.They = append(p.They, q)
	}
	slices.SortFunc(b.Partners, func(a, b Partner) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Team.Name), strings.ToLower(b.Team.Name)), strings.Compare(a.Team.ID, b.Team.ID))
	})
	b.AllOf.Partners = len(b.Partners)
	b.With = b.place("works-with", "r:partners", len(b.Partners) <= glancePartners)
	if left := len(b.Partners) - glancePartners; left > 0 {
		b.Partners = b.Partners[:glancePartners]
		b.More.Partners = Count{left, b.moreAt(placeOf("works-with"))}
		return
	}
	b.told.fields["works-with"] = true
	if len(b.Partners) > 1 {
		b.SVG = b.drawn("r:ego", b.word("view.glance.partners"), slices.Concat(ours, theirs), b.us.ID)
	}
}

// relationsTo lists what charters of other teams say of one.
func (s *Site) relationsTo(team *model.Named) []relation {
	var list []relation
	for _, row := range s.Model.PartnersOf(team.ID) {
		if row.Doc == team.Doc || !s.isAtWork(row.Doc) {
			continue
		}
		from := s.Model.Name(document.Slug(row.Doc.Facts.Team), "", []string{"team"})
		list = append(list, relation{from: &from, to: team, who: row.Value})
	}
	return list
}

// askedFor lists the decisions of other teams that name this one.
func (b *glanceBuilder) askedFor() {
	left := 0
	for _, row := range b.Model.AskedOf(b.us.ID) {
		switch {
		case row.Doc == b.us.Doc || !b.isAtWork(row.Doc):
		case len(b.Asked) == glanceAsked:
			left++
		default:
			topic := b.quote(row.Doc, row.Value.Text)
			topic.Words = shortened(row.Value.Head.Text, longWords)
			b.Asked = append(b.Asked, AskedFor{Team: b.team(row.Doc.Facts.Team), Topic: topic, Rung: b.rung(row.Value)})
		}
	}
	b.AllOf.Asked = len(b.Asked) + left
	if left > 0 {
		b.More.Asked = Count{left, b.moreAt(placeOf("decides"))}
	} else {
		b.told.fields["decides"] = true
	}
}
