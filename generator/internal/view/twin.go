package view

import (
	"math"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// Record is what the page of a document shows, for programs. It is made of what
// the page is made of, so that it holds nothing that the page does not: what is
// for the site alone (audience, aliases, mutes), comments, and the names of
// documents that are not shown are not in it.
type Record struct {
	ID         string         `json:"id" jsonschema:"id that front matter and [[links]] use"`
	Kind       string         `json:"kind" jsonschema:"kind of document: charter, lesson, ... page"`
	Status     string         `json:"status" jsonschema:"draft, in-review, active, retired or superseded; of a commitment open, kept, partly, missed, changed or dropped"`
	Summary    string         `json:"summary,omitempty"`
	Owner      *Ref           `json:"owner,omitempty" jsonschema:"team that keeps it, stated or found out"`
	Team       string         `json:"team,omitempty" jsonschema:"of a charter: id of its team"`
	File       string         `json:"file" jsonschema:"path below the site's folder"`
	Reviewed   string         `json:"reviewed,omitempty" jsonschema:"day of the last review"`
	NextReview string         `json:"next-review,omitempty" jsonschema:"day by which it is to be reviewed"`
	Changed    string         `json:"changed,omitempty" jsonschema:"day of the last change that Git knows"`
	Notices    []RecordNotice `json:"notices,omitempty" jsonschema:"what a reader must know first: replaced, retired"`
	Facts      []RecordFact   `json:"facts,omitempty" jsonschema:"the strip of facts below the title, as shown"`
	Fields     []RecordField  `json:"fields,omitempty" jsonschema:"what front matter states in the kind's own terms, in order"`

	Owns      []RecordText     `json:"owns,omitempty" jsonschema:"areas that the team owns, from front matter or from the text"`
	Decisions []RecordDecision `json:"decisions,omitempty" jsonschema:"decision lines with what was read in them; of an assessment as lived"`
	Measures  []RecordMeasure  `json:"measures,omitempty" jsonschema:"success or results, with what was read in them"`
	WorksWith []RecordPartner  `json:"works-with,omitempty"`
	Standards []RecordStanding `json:"standards,omitempty" jsonschema:"how the team stands with standards"`
	FollowUps []RecordFollowUp `json:"follow-ups,omitempty"`

	Sections  []RecordSection  `json:"sections,omitempty" jsonschema:"headings of the text, in order"`
	Tags      []string         `json:"tags,omitempty"`
	Links     []RecordLink     `json:"links,omitempty" jsonschema:"where its text and its front matter lead"`
	Backlinks []RecordBacklink `json:"backlinks,omitempty" jsonschema:"documents that lead here, as far as the page lists them; graph.json has all"`
	Incoming  int              `json:"incoming" jsonschema:"how many documents lead here"`
}

// RecordNotice is what a reader must know before the text.
type RecordNotice struct {
	Words string        `json:"words"`
	More  []RecordPiece `json:"more,omitempty" jsonschema:"what the words end with"`
}

// RecordFact is one fact of the strip.
type RecordFact struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	Href  string `json:"href,omitempty"`
	Date  string `json:"date,omitempty"`
}

// RecordField is one field of the front matter.
type RecordField struct {
	Name  string       `json:"name" jsonschema:"as it is shown, in the site's language"`
	Href  string       `json:"href,omitempty" jsonschema:"where it stands on the page; none for a field of few words"`
	Lines []RecordLine `json:"lines"`
}

// RecordLine is one line of a field: words, or a group of keys.
type RecordLine struct {
	Href string        `json:"href,omitempty" jsonschema:"where it stands on the page"`
	Head []RecordPiece `json:"head,omitempty" jsonschema:"before the colon that cuts the line"`
	Rest []RecordPiece `json:"rest,omitempty"`
	Keys []RecordKey   `json:"keys,omitempty" jsonschema:"of a group, which has neither head nor rest"`
}

// RecordKey is one key of a group.
type RecordKey struct {
	Name  string        `json:"name" jsonschema:"as it is shown"`
	Words []RecordPiece `json:"words"`
}

// RecordPiece is a stretch of a line. Pieces follow each other without a space.
type RecordPiece struct {
	Text string `json:"text"`
	Href string `json:"href,omitempty" jsonschema:"where it leads"`
	Date string `json:"date,omitempty" jsonschema:"the day or month that the text is"`
}

// RecordText is a text with its place on the page.
type RecordText struct {
	Text string `json:"text"`
	Href string `json:"href,omitempty" jsonschema:"where it stands on the page"`
}

// RecordDecision is one decision line.
type RecordDecision struct {
	Topic   string       `json:"topic"`
	Limit   *RecordLimit `json:"limit,omitempty" jsonschema:"amounts for which it holds; none when it holds for all"`
	Rung    Rung         `json:"rung"`
	Who     []Ref        `json:"who,omitempty" jsonschema:"teams or roles that the rung names"`
	Because string       `json:"because,omitempty"`
	Href    string       `json:"href,omitempty" jsonschema:"where it stands on the page"`
}

// RecordLimit is an interval of amounts.
type RecordLimit struct {
	Words    string   `json:"words" jsonschema:"as written"`
	Unit     string   `json:"unit,omitempty" jsonschema:"in normal form: EUR, EUR/month, %, hour"`
	From     *float64 `json:"from,omitempty" jsonschema:"none without a lower end"`
	To       *float64 `json:"to,omitempty" jsonschema:"none without an upper end"`
	FromOpen bool     `json:"from-open,omitempty" jsonschema:"from itself is not in it"`
	ToOpen   bool     `json:"to-open,omitempty" jsonschema:"to itself is not in it"`
}

// RecordMeasure is one measure line.
type RecordMeasure struct {
	What   string        `json:"what"`
	Target string        `json:"target,omitempty" jsonschema:"as written"`
	From   *RecordAmount `json:"from,omitempty"`
	To     *RecordAmount `json:"to,omitempty"`
	By     string        `json:"by,omitempty" jsonschema:"day"`
	Href   string        `json:"href,omitempty" jsonschema:"where it stands on the page"`
}

// RecordAmount is a number with its unit in normal form.
type RecordAmount struct {
	Number float64 `json:"number"`
	Unit   string  `json:"unit,omitempty"`
}

// RecordPartner is one line about another team.
type RecordPartner struct {
	Team  Ref    `json:"team"`
	How   string `json:"how,omitempty"`
	Mode  string `json:"mode,omitempty" jsonschema:"collaboration, service or facilitating, when the line says so"`
	Until string `json:"until,omitempty" jsonschema:"day"`
	Href  string `json:"href,omitempty" jsonschema:"where it stands on the page"`
}

// RecordStanding is how a team stands with a standard.
type RecordStanding struct {
	Standard Ref    `json:"standard"`
	State    string `json:"state,omitempty" jsonschema:"meets, working, not-yet or exempt; none when it could not be read"`
	By       string `json:"by,omitempty" jsonschema:"day"`
	Decision *Ref   `json:"decision,omitempty" jsonschema:"that exempts the team"`
	Href     string `json:"href,omitempty" jsonschema:"where it stands on the page"`
}

// RecordFollowUp is what is to be done after a lesson.
type RecordFollowUp struct {
	What    string `json:"what"`
	Team    *Ref   `json:"team,omitempty"`
	By      string `json:"by,omitempty" jsonschema:"day"`
	Done    bool   `json:"done"`
	DoneOn  string `json:"done-on,omitempty" jsonschema:"day"`
	Dropped bool   `json:"dropped"`
	Because string `json:"because,omitempty"`
	Href    string `json:"href,omitempty" jsonschema:"where it stands on the page"`
}

// RecordSection is one heading.
type RecordSection struct {
	ID      string `json:"id" jsonschema:"of its element on the page"`
	Heading string `json:"heading"`
	Level   int    `json:"level"`
}

// RecordLink is where a document leads.
type RecordLink struct {
	Href   string   `json:"href"`
	Words  string   `json:"words" jsonschema:"title of the document, or the words of the link"`
	ID     string   `json:"id,omitempty" jsonschema:"of the document"`
	Fields []string `json:"fields,omitempty" jsonschema:"fields that name it"`
	Text   bool     `json:"text,omitempty" jsonschema:"the text has a link to it"`
}

// RecordBacklink is a document that leads here.
type RecordBacklink struct {
	Href     string `json:"href"`
	Title    string `json:"title"`
	Group    string `json:"group,omitempty" jsonschema:"its kind in words, when there are several"`
	Fields   string `json:"fields,omitempty" jsonschema:"what its fields are called that name this one"`
	Sentence string `json:"sentence,omitempty" jsonschema:"the sentence around the link"`
}

// Record returns what the page of a document shows, given that page; nil for a
// page that is no document's.
func (s *Site) Record(p *theme.Page) *Record {
	d := s.Model.At(p.Path)
	if d == nil {
		return nil
	}
	o := on{s, p}
	r := &Record{
		ID: d.ID, Kind: d.Kind.Name, Status: s.Model.Status(d), Summary: p.Summary, File: d.Path,
		Team: document.Slug(d.Facts.Team), Incoming: p.Backlinked,
		Reviewed: isoDay(d.Facts.Reviewed.Day), NextReview: isoDay(s.Model.NextReview(d)), Changed: isoDay(s.Model.LastChange(d)),
		Sections: sectionsOf(d), Links: o.links(d), Backlinks: backlinksOf(p),
	}
	if owner := o.owner(d); owner.Name != "" {
		r.Owner = &owner
	}
	for _, n := range p.Notices {
		r.Notices = append(r.Notices, RecordNotice{n.Words, piecesOf(n.More)})
	}
	for _, f := range p.Facts {
		fact := RecordFact{Name: f.Name, Words: f.Words, Href: f.Href}
		if f.Date != nil {
			fact.Date = f.Date.ISO
		}
		r.Facts = append(r.Facts, fact)
	}
	for _, f := range slices.Concat(p.Short, p.Stated) {
		r.Fields = append(r.Fields, fieldOf(f))
	}
	for _, t := range p.Tags {
		r.Tags = append(r.Tags, t.Words)
	}
	o.read(r, d)
	return r
}

// isoDay is a day as 2026-11-22; "" for none.
func isoDay(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

func piecesOf(pieces []theme.Piece) []RecordPiece {
	var list []RecordPiece
	for _, p := range pieces {
		list = append(list, RecordPiece{p.Words, p.Href, p.Date})
	}
	return list
}

func fieldOf(f theme.Stated) RecordField {
	field := RecordField{Name: f.Name, Href: placeOnPage(f.ID)}
	for _, l := range f.Lines {
		rl := RecordLine{Href: placeOnPage(l.ID), Head: piecesOf(l.Head), Rest: piecesOf(l.Rest)}
		for _, k := range l.Keys {
			rl.Keys = append(rl.Keys, RecordKey{k.Name, piecesOf(k.Words)})
		}
		field.Lines = append(field.Lines, rl)
	}
	return field
}

// placeOnPage is the address of an id from the file beside the page.
func placeOnPage(id string) string {
	if id == "" {
		return ""
	}
	return "./#" + escapeFragment(id)
}

func sectionsOf(d *document.Document) []RecordSection {
	var list []RecordSection
	for _, h := range d.Content.Headings {
		list = append(list, RecordSection{h.ID, h.Text, h.Level})
	}
	return list
}

func backlinksOf(p *theme.Page) []RecordBacklink {
	var list []RecordBacklink
	for _, g := range p.Backlinks {
		for _, l := range g.Links {
			list = append(list, RecordBacklink{l.Href, l.Words, g.Name, l.Fields, l.Before + l.Quoted + l.After})
		}
	}
	return list
}

// read fills in what was read in the lines of a document.
func (o on) read(r *Record, d *document.Document) {
	f := &d.Facts
	at := func(t line.Text) string { return placeOnPage(Anchor(d, t)) }
	for _, t := range f.Owns {
		r.Owns = append(r.Owns, RecordText{t.Text, at(t)})
	}
	for i := range f.Decides {
		l := &f.Decides[i]
		r.Decisions = append(r.Decisions, RecordDecision{l.Topic.Text, limitOf(l), o.rung(l), o.teams(l.Who), l.Because, at(l.Text)})
	}
	for i := range f.Success {
		l := &f.Success[i]
		r.Measures = append(r.Measures, RecordMeasure{l.What.Text, l.Target.Text, amountOf(l.From), amountOf(l.To), isoDay(l.By.Day), at(l.Text)})
	}
	for i := range f.WorksWith {
		l := &f.WorksWith[i]
		r.WorksWith = append(r.WorksWith, RecordPartner{o.team(l.Team.Text), l.How.Text, l.Mode, isoDay(l.Until.Day), at(l.Text)})
	}
	for i := range f.Standings {
		l := &f.Standings[i]
		s := RecordStanding{Standard: o.ref(l.Standard.Text, "standard"), State: l.State, By: isoDay(l.By.Day), Href: at(l.Text)}
		if l.Decision.Text != "" {
			decision := o.ref(l.Decision.Text, "decision", "document")
			s.Decision = &decision
		}
		r.Standards = append(r.Standards, s)
	}
	for i := range f.FollowUps {
		l := &f.FollowUps[i]
		u := RecordFollowUp{What: l.What.Text, By: isoDay(l.By.Day), Done: l.Done.Text.Text != "", DoneOn: isoDay(l.Done.Day), Dropped: l.Dropped, Because: l.Because, Href: at(l.Text)}
		if l.Team.Text != "" {
			team := o.team(l.Team.Text)
			u.Team = &team
		}
		r.FollowUps = append(r.FollowUps, u)
	}
}

// teams leads to teams or roles by the names that a line has for them.
func (o on) teams(names []line.Text) []Ref {
	var list []Ref
	for _, name := range names {
		list = append(list, o.ref(name.Text, "team", "role"))
	}
	return list
}

// ref leads to what an id in front matter names; one that names nothing shown
// is given as it is written.
func (o on) ref(text string, to ...string) Ref {
	id := lastPart(text)
	n := o.Model.Name(id, "", to)
	if n.Doc == nil && n.Entry == nil {
		return Ref{Name: text}
	}
	return o.named(n)
}

func limitOf(l *line.Decision) *RecordLimit {
	if !l.Limit.Stated {
		return nil
	}
	r := &RecordLimit{Words: l.LimitAt.Text, Unit: l.Limit.Unit, FromOpen: l.Limit.FromOpen, ToOpen: l.Limit.ToOpen}
	if l.Limit.From > 0 || l.Limit.FromOpen {
		r.From = finite(l.Limit.From)
	}
	r.To = finite(l.Limit.To)
	return r
}

// finite is a number that JSON can hold; nil for others.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return nil
	}
	return &x
}

func amountOf(a *line.Amount) *RecordAmount {
	if a == nil || finite(a.Number) == nil {
		return nil
	}
	return &RecordAmount{a.Number, a.Unit}
}

// links lists where a document leads, each place once: by its text in the order
// of the text, then by its front matter. What cannot be followed is left out.
func (o on) links(d *document.Document) []RecordLink {
	var list []RecordLink
	at := map[string]int{}
	to := func(href, words, id string) *RecordLink {
		i, ok := at[href]
		if !ok {
			i = len(list)
			at[href] = i
			list = append(list, RecordLink{Href: href, Words: words, ID: id})
		}
		return &list[i]
	}
	for i := range d.Content.Refs {
		r := &d.Content.Refs[i]
		if r.Kind == markdown.External {
			to(r.Target, r.Words, "").Text = true
			continue
		}
		t := o.Model.Resolve(d, r)
		if !o.leads(t) || t.Doc == d {
			continue
		}
		t.Anchor = ""
		words, id := r.Words, ""
		if t.Doc != nil {
			words, id = t.Doc.Title, t.Doc.ID
		}
		to(o.hrefOf(o.Page, t), words, id).Text = true
	}
	w := writer{o.Site, o.Page, d}
	for i := range d.Facts.Refs {
		r := &d.Facts.Refs[i]
		n := o.Model.Name(r.ID, r.Kind, r.To)
		href := w.hrefTo(n)
		if href == "" || n.Doc == nil {
			continue
		}
		l := to(href, n.Doc.Title, n.Doc.ID)
		if !slices.Contains(l.Fields, r.Field) {
			l.Fields = append(l.Fields, r.Field)
		}
	}
	return list
}

// The files of a page beside its index.html.
const (
	JSONTwin     = "index.json"
	MarkdownTwin = "index.md"
	TableTwin    = "table.csv"
)

// twinsMost is how many documents a site has that gives each of them twins when
// its settings do not say. Twins of 10,000 documents added 50 to 60 % to the
// processor time of their build, a third of it for writing twice as many files;
// with those of the views alone it is 8 %.
const twinsMost = 2000

// WithTwins tells which pages have twins: all, views or none.
func (s *Site) WithTwins() string {
	switch {
	case s.Settings.Twins != "":
		return s.Settings.Twins
	case len(s.Model.Docs) > twinsMost:
		return "views"
	}
	return "all"
}

// Twins lists the other forms of a page of a view, as files beside it, as far
// as the settings ask for them; nil when it has none. Lists of tags, of
// everything and the search page say nothing that others do not.
func (s *Site) Twins(v *View, address string) []theme.Twin {
	derived := v.Data != nil
	written := v.Name == Documents.Name || v.Name == Home.Name
	switch {
	case address != "" && address[len(address)-1] != '/', s.WithTwins() == "none":
		return nil
	case !derived && !written && v.Name != Folders.Name && v.Name != Ask.Name:
		return nil
	case s.WithTwins() == "views" && address != "" && address != Base && address != Base+v.Name+"/":
		return nil // neither documents nor the parts of a view
	}
	var list []theme.Twin
	add := func(file, media, key string) {
		list = append(list, theme.Twin{Link: theme.Link{Href: file, Words: s.word(key)}, Media: media})
	}
	if derived || written {
		add(JSONTwin, "application/json", "twin.json")
	}
	if v.Table != nil {
		add(TableTwin, "text/csv", "twin.csv")
	}
	add(MarkdownTwin, "text/markdown", "twin.markdown")
	return list
}

// calendarOf leads to the calendar that holds the days of a page: of all
// promises, of all reviews, or of those of one team; nil where there is none.
func (s *Site) calendarOf(v *View, p *theme.Page) *theme.Link {
	file := ""
	switch key, _ := strings.CutPrefix(p.Path, Base+v.Name+"/"); {
	case v.Name == "promises" && key == "" && slices.ContainsFunc(s.Model.ByKind.Get("commitment"), func(r model.Row[model.None]) bool { return s.isOpen(r.Doc) }):
		file = PromisesCalendar
	case v.Name == "due":
		for _, g := range s.dueGroups() {
			if (key == "" || key == g.key && g.team != "") && g.hasReview() {
				if file = ReviewsCalendar; key != "" {
					file = teamCalendar(g.team, file)
				}
				break
			}
		}
	}
	if file == "" {
		return nil
	}
	l := link(p, file, s.word("twin.calendar"))
	return &l
}

// Place is an address of the site with the view that it belongs to.
type Place struct {
	Address string
	View    *View
}

// Places returns all addresses of the site as Addresses does, with their views.
// The caller must not change the list.
func (s *Site) Places() []Place {
	return once(s, "places", func() []Place {
		var all []Place
		seen := map[string]bool{}
		for i := range s.views {
			for _, a := range s.views[i].Addresses(s) {
				if !seen[a] {
					seen[a] = true
					all = append(all, Place{a, &s.views[i]})
				}
			}
		}
		return all
	})
}
