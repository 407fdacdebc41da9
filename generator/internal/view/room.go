package view

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/picture"
	"remit/generator/internal/theme"
)

// Room is the view that asks: Which teams got more room or less, why, until when, and where do teams differ?
//
// What charters log and what decisions state is listed by year, the newest
// first; a decision that a charter's log names is told once, as the log has
// it. What would make the page too long has a page a year.
var Room = roomView()

func roomView() View {
	v := many("room", "Which teams got more room or less, why, until when, and where do teams differ?", roomKeys, roomPage)
	v.Table = tableFrom(func(r *Rooms) *Table {
		t := &Table{Columns: []string{"date", "teams", "direction", "what", "because", "decision", "support", "until", "file", "line"}}
		for _, y := range r.Years {
			for _, m := range y.Moves {
				t.Rows = append(t.Rows, []string{m.Date.ISO, refNames(m.Teams), m.Direction.Name, m.What, m.Because, refID(m.Decision), m.Support, m.Until.text(), m.At.File, strconv.Itoa(m.At.Line)})
			}
		}
		return t
	})
	return v
}

// Rooms is the data of Room.
type Rooms struct {
	Years     []RoomYear    `json:"years" jsonschema:"the newest first"`
	Older     []RoomYear    `json:"older,omitempty" jsonschema:"years that have a page of their own"`
	LookAgain []*RoomMove   `json:"look-again,omitempty" jsonschema:"narrower room with a day or an event at which it is looked at again, the next first"`
	Timeline  template.HTML `json:"-"`
	Topics    []RoomTopic   `json:"topics,omitempty" jsonschema:"topics in which teams are two rungs or more apart for the same amounts"`
	More      []Ref         `json:"more-topics,omitempty" jsonschema:"further topics of that sort"`
}

// RoomYear is what happened to room in one year.
type RoomYear struct {
	ID       string      `json:"-"`
	Year     string      `json:"year" jsonschema:"empty for entries without a date that can be read"`
	Wider    Count       `json:"wider"`
	Narrower Count       `json:"narrower"`
	Moves    []*RoomMove `json:"moves,omitempty"`
	Left     int         `json:"left-out,omitempty" jsonschema:"how many more there are"`
}

// RoomMove is one step towards more room or less.
type RoomMove struct {
	ID        string  `json:"-"`
	Date      Day     `json:"since,omitzero"`
	DateText  string  `json:"-"` // a date that cannot be read, as written
	Teams     []Ref   `json:"teams" jsonschema:"none when the decision names no team"`
	Direction State   `json:"direction" jsonschema:"wider, narrower or unclear"`
	What      string  `json:"what"`
	Because   string  `json:"because,omitempty"`
	Decision  *Ref    `json:"decision,omitempty"`
	Support   string  `json:"support,omitempty"`
	Until     *Ending `json:"until,omitempty"`
	At        Passage `json:"at"`
}

// Ending is the day or the event at which something ends or is looked at again.
type Ending struct {
	ISO   string `json:"date,omitempty" jsonschema:"the last day, when it is a day or a month"`
	Text  string `json:"text" jsonschema:"as written"`
	Words string `json:"-"`
}

// RoomTopic is a topic in which teams differ.
type RoomTopic struct {
	ID    string        `json:"-"`
	Words string        `json:"topic"`
	Href  string        `json:"href,omitempty" jsonschema:"who decides what in this topic"`
	Usual int           `json:"usual,omitempty" jsonschema:"the rung of most teams; none when fewer than three teams decide it"`
	SVG   template.HTML `json:"-"`
	Rows  []RoomRung    `json:"rows"`
	Left  int           `json:"left-out,omitempty" jsonschema:"how many more there are"`
}

// RoomRung is how free one team is in a topic, and the reason.
type RoomRung struct {
	Team    Ref     `json:"team"`
	Limit   string  `json:"limit,omitempty"`
	Rung    Rung    `json:"rung"`
	Because string  `json:"because,omitempty"`
	Whole   bool    `json:"because-of-charter,omitempty" jsonschema:"the reason is given for the charter as a whole"`
	At      Passage `json:"at"`
}

const (
	maxMoves  = 300 // on a page that shows several years; a year of its own may have maxYear
	maxYear   = 500
	maxTopics = 24 // with a picture and a table
	maxRungs  = 40 // rows of one topic
	maxLanes  = 40 // teams in the picture of room over time
)

// roomFact is one step as a document states it.
type roomFact struct {
	doc       *document.Document
	at        line.Text
	teams     []string // ids
	date      line.Date
	direction string
	what      string
	because   string
	decision  *document.Document
	support   string
	until     line.Date
}

func (f *roomFact) year() string {
	if f.date.Day.IsZero() {
		return ""
	}
	return strconv.Itoa(f.date.Day.Year())
}

// roomFacts returns what charters that hold today log of their room, and what
// decisions that hold today state of it, the newest first; what has no date
// that can be read comes last.
func (s *Site) roomFacts() []*roomFact {
	return once(s, "room facts", func() []*roomFact {
		facts, told := s.loggedRoom()
		facts = append(facts, s.decidedRoom(told)...)
		slices.SortStableFunc(facts, func(a, b *roomFact) int {
			return cmp.Or(b.date.Day.Compare(a.date.Day), cmp.Compare(a.doc.Path, b.doc.Path))
		})
		return facts
	})
}

// toldRoom names a step of one team that a charter's log tells and a decision
// states too.
type toldRoom struct {
	decision  *document.Document
	direction string
	team      string
}

func (s *Site) loggedRoom() (facts []*roomFact, told map[toldRoom]bool) {
	told = map[toldRoom]bool{}
	for _, row := range s.Model.RoomLog() {
		d, r := row.Doc, row.Value
		team, known := s.Model.TeamID(d.Facts.Team)
		if !known || s.Model.Charter(team) != d || !s.Model.Living(d) || s.Model.Retired(team) {
			continue
		}
		f := roomFact{
			doc: d, at: r.At, teams: []string{team}, date: r.Date,
			because: r.Because.Text, support: r.Support.Text, until: r.Until, decision: s.meant(d, r.Decision).Doc,
		}
		if by := f.decision; by != nil {
			f.support = cmp.Or(f.support, by.Facts.Support.Text)
			if f.until.Text.Text == "" && r.Narrower.Text != "" {
				f.until = lookAgain(by)
			}
		}
		for _, way := range []struct{ direction, what string }{{"wider", r.Wider.Text}, {"narrower", r.Narrower.Text}} {
			if way.what != "" {
				one := f
				one.direction, one.what = way.direction, way.what
				facts = append(facts, &one)
				told[toldRoom{f.decision, way.direction, team}] = true
				told[toldRoom{f.decision, way.direction, ""}] = true
			}
		}
		if r.Wider.Text == "" && r.Narrower.Text == "" {
			f.direction, f.what = "unclear", r.At.Text
			facts = append(facts, &f)
		}
	}
	return facts, told
}

// decidedRoom returns what decisions state, for those teams whose logs do not
// tell it.
func (s *Site) decidedRoom(told map[toldRoom]bool) (facts []*roomFact) {
	for _, row := range s.Model.ByKind.Get("decision") {
		d := row.Doc
		if d.Facts.Wider.Text == "" && d.Facts.Narrower.Text == "" || !s.Model.Living(d) {
			continue
		}
		all := s.teamsConcerned(d)
		for _, way := range []struct {
			direction string
			what      line.Text
		}{{"wider", d.Facts.Wider}, {"narrower", d.Facts.Narrower}} {
			teams := slices.DeleteFunc(slices.Clone(all), func(team string) bool { return told[toldRoom{d, way.direction, team}] })
			if way.what.Text == "" || len(teams) == 0 && told[toldRoom{d, way.direction, ""}] {
				continue
			}
			facts = append(facts, &roomFact{
				doc: d, at: way.what, teams: teams, date: d.Facts.Date, direction: way.direction, what: way.what.Text,
				decision: d, support: d.Facts.Support.Text, until: lookAgain(d),
			})
		}
	}
	return facts
}

// lookAgain is when a decision ends or is looked at again.
func lookAgain(d *document.Document) line.Date {
	if d.Facts.Until.Text.Text != "" {
		return d.Facts.Until
	}
	return d.Facts.Revisit
}

// teamsConcerned returns the ids of the teams for which a decision holds: those
// that its scope names, else those whose charters it changes.
func (s *Site) teamsConcerned(d *document.Document) []string {
	var scope, changed []string
	for i := range d.Facts.Refs {
		r := &d.Facts.Refs[i]
		if r.Field != "scope" && r.Field != "changes" {
			continue
		}
		n := s.Model.Name(r.ID, r.Kind, r.To)
		switch {
		case n.Sort != model.Team || s.Model.Retired(n.ID):
		case r.Field == "scope" && !slices.Contains(scope, n.ID):
			scope = append(scope, n.ID)
		case r.Field == "changes" && !slices.Contains(changed, n.ID):
			changed = append(changed, n.ID)
		}
	}
	if len(scope) > 0 || len(d.Facts.Scope) > 0 {
		return scope
	}
	return changed
}

// meant is what an id that stands at a place in front matter names.
func (s *Site) meant(d *document.Document, at line.Text) model.Named {
	for i := range d.Facts.Refs {
		if r := &d.Facts.Refs[i]; at.Text != "" && r.Span.Start.Byte == at.Span.Start.Byte {
			return s.Model.Name(r.ID, r.Kind, r.To)
		}
	}
	return model.Named{}
}

// roomShown returns how many of the facts the view's own page shows: all of the
// newest years that fit, and never less than one year.
func roomShown(facts []*roomFact) int {
	if len(facts) <= maxMoves {
		return len(facts)
	}
	n := 0
	for i := 1; i <= len(facts); i++ {
		if i == len(facts) || facts[i].year() != facts[i-1].year() {
			if n > 0 && i > maxMoves {
				break
			}
			n = i
		}
	}
	return n
}

func roomKeys(s *Site) []string {
	facts := s.roomFacts()
	if len(facts) == 0 && len(s.topicsApart()) == 0 {
		return nil
	}
	keys := []string{""}
	for i := roomShown(facts); i < len(facts); i++ {
		if key := roomKey(facts[i].year()); key != keys[len(keys)-1] {
			keys = append(keys, key)
		}
	}
	return keys
}

// roomKey is the key of the page about one year.
func roomKey(year string) string { return cmp.Or(year, "undated") + "/" }

func roomPage(o on, key string) *Rooms {
	if !slices.Contains(roomKeys(o.Site), key) {
		return nil
	}
	facts := o.roomFacts()
	shown := roomShown(facts)
	r := &Rooms{}
	if key == "" {
		r.Years = o.roomYears(facts[:shown])
		r.Older = o.olderYears(facts[shown:])
		r.Topics, r.More = o.roomTopics()
	} else {
		r.Years = o.roomYears(slices.DeleteFunc(slices.Clone(facts[shown:]), func(f *roomFact) bool { return roomKey(f.year()) != key }))
		o.Page.Title = o.word("view.room") + " " + cmp.Or(r.Years[0].Year, o.word("view.room.undated"))
	}
	r.LookAgain = narrowedFor(r.Years)
	r.Timeline = o.roomTimeline(r.Years)
	return r
}

// roomYears groups facts that are the newest first.
func (o on) roomYears(facts []*roomFact) []RoomYear {
	var years []RoomYear
	ids := map[string]bool{}
	for _, f := range facts {
		if n := len(years); n == 0 || years[n-1].Year != f.year() {
			id := "r:" + cmp.Or(f.year(), "undated")
			years = append(years, RoomYear{ID: id, Year: f.year(), Wider: Count{Href: o.here(id)}, Narrower: Count{Href: o.here(id)}})
		}
		y := &years[len(years)-1]
		y.count(f)
		if len(y.Moves) == maxYear {
			y.Left++
			continue
		}
		m := o.roomMove(f)
		m.ID = freeID(ids, "r:"+f.doc.ID+"-"+cmp.Or(m.Date.ISO, f.direction))
		y.Moves = append(y.Moves, m)
	}
	return years
}

func (y *RoomYear) count(f *roomFact) {
	switch f.direction {
	case "wider":
		y.Wider.N++
	case "narrower":
		y.Narrower.N++
	}
}

// olderYears counts the years that have pages of their own.
func (o on) olderYears(facts []*roomFact) []RoomYear {
	var years []RoomYear
	for _, f := range facts {
		if n := len(years); n == 0 || years[n-1].Year != f.year() {
			to := o.at(Base + "room/" + roomKey(f.year()))
			years = append(years, RoomYear{Year: f.year(), Wider: Count{Href: to}, Narrower: Count{Href: to}})
		}
		years[len(years)-1].count(f)
	}
	return years
}

func (o on) roomMove(f *roomFact) *RoomMove {
	shape := map[string]string{"wider": "ok", "narrower": "info", "unclear": "none"}[f.direction]
	m := &RoomMove{
		Date: o.day(f.date.Day), Direction: o.state(f.direction, shape),
		What: f.what, Because: f.because, Support: f.support, Until: o.ending(f.until), At: o.passage(f.doc, f.at),
	}
	if m.Date.ISO == "" {
		m.DateText = f.date.Text.Text
	}
	for _, team := range f.teams {
		m.Teams = append(m.Teams, o.team(team))
	}
	if f.decision != nil {
		by := o.doc(f.decision)
		m.Decision = &by
	}
	return m
}

// ending is an end as a document states it; nil for none.
func (o on) ending(d line.Date) *Ending {
	switch {
	case d.Text.Text == "":
		return nil
	case d.Day.IsZero():
		return &Ending{Text: d.Text.Text, Words: d.Text.Text}
	}
	e := &Ending{ISO: d.Day.Format(time.DateOnly), Text: d.Text.Text, Words: o.day(d.Day).Words}
	if d.Month {
		e.Words = o.monthOf(d.Day)
	}
	return e
}

func (e *Ending) text() string {
	if e == nil {
		return ""
	}
	return cmp.Or(e.ISO, e.Text)
}

// monthOf is the month of a day in words: January 2026.
func (o on) monthOf(t time.Time) string {
	return o.word("month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// narrowedFor returns the room that is narrower until a day or an event, by
// day; events come last.
func narrowedFor(years []RoomYear) (list []*RoomMove) {
	for _, y := range years {
		for _, m := range y.Moves {
			if m.Direction.Name == "narrower" && m.Until != nil {
				list = append(list, m)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *RoomMove) int {
		return cmp.Compare(cmp.Or(a.Until.ISO, "9999"), cmp.Or(b.Until.ISO, "9999"))
	})
	return list
}

// roomTimeline draws the steps that the tables list, a row a team.
func (o on) roomTimeline(years []RoomYear) template.HTML {
	t := picture.Timeline{ID: "room", Title: o.word("view.room.timeline"), Desc: o.word("view.room.timeline.says"), Today: o.Model.Today, Month: o.monthOf}
	lanes := map[string]*picture.Row{}
	for _, y := range years {
		for _, m := range y.Moves {
			at, err := time.Parse(time.DateOnly, m.Date.ISO)
			if err != nil || m.Direction.Name == "unclear" {
				continue
			}
			if t.From.IsZero() || at.Before(t.From) {
				t.From = at
			}
			if at.After(t.To) {
				t.To = at
			}
			mark := picture.Mark{At: at, Shape: picture.Up, Words: m.Direction.Words + ": " + m.What + ", " + m.Date.Words, Href: o.here(m.ID)}
			if m.Direction.Name == "narrower" {
				mark.Shape = picture.Down
			}
			for _, team := range m.Teams {
				lane := lanes[team.Name]
				if lane == nil {
					lane = &picture.Row{Words: team.Name, Href: team.Href}
					lanes[team.Name] = lane
				}
				lane.Marks = append(lane.Marks, mark)
			}
		}
	}
	if len(lanes) == 0 || len(lanes) > maxLanes {
		return ""
	}
	if o.Model.Today.After(t.To) {
		t.To = o.Model.Today
	}
	for _, lane := range lanes {
		slices.Reverse(lane.Marks) // the earliest first
		t.Rows = append(t.Rows, *lane)
	}
	slices.SortFunc(t.Rows, func(a, b picture.Row) int { return strings.Compare(a.Words, b.Words) })
	return t.SVG()
}

// roomTopics shows the topics in which teams differ: so many with all their
// rows, and links to the others.
func (o on) roomTopics() (topics []RoomTopic, more []Ref) {
	for _, g := range o.topicsApart() {
		words, to := o.topicWords(g), o.topicHref(g.Key)
		switch {
		case len(topics) < maxTopics:
			topics = append(topics, o.roomTopic(g, words, to))
		case len(more) < maxYear:
			more = append(more, Ref{Name: words, Href: to})
		}
	}
	return topics, more
}

// topicWords is a topic as org.yaml names it, else as the first charter does.
func (o on) topicWords(g *model.Group[string, *line.Decision]) string {
	first := g.Rows[0].Value.Topic.Text
	if e := o.Model.Topic(first); e != nil && e.Name != "" {
		return e.Name
	}
	return first
}

// topicHref is the address of who decides what in a topic.
func (o on) topicHref(key string) string {
	if topic := o.decidedSite().byKey[key]; topic != nil {
		return o.at(topic.address())
	}
	return o.at(decidedBase)
}

func (o on) roomTopic(g *model.Group[string, *line.Decision], words, to string) RoomTopic {
	t := RoomTopic{ID: "r:topic-" + document.Slug(g.Key), Words: words, Href: to, Usual: int(o.Model.Usual(g.Key))}
	for _, row := range o.deciding(g) {
		if len(t.Rows) == maxRungs {
			t.Left++
			continue
		}
		r := RoomRung{Team: o.team(row.Doc.Facts.Team), Limit: row.Value.Limit.String(), Rung: o.rung(row.Value), Because: row.Value.Because, At: o.passage(row.Doc, row.Value.Text)}
		if because := row.Doc.Facts.Because.Text; r.Because == "" && because != "" {
			r.Because, r.Whole = because, true
		}
		t.Rows = append(t.Rows, r)
	}
	l := picture.Ladder{ID: t.ID[len("r:"):], Title: words, Desc: o.word("view.room.ladder.says")}
	for i := range l.Rungs {
		l.Rungs[i] = o.word("view.room.rung." + strconv.Itoa(i+1))
	}
	for _, r := range t.Rows {
		l.Rows = append(l.Rows, picture.LadderRow{Words: r.Team.Name, Href: r.Team.Href, Level: r.Rung.Level, Note: r.Limit, Usual: r.Rung.Level == t.Usual})
	}
	t.SVG = l.SVG()
	return t
}

// deciding returns the rows of a topic that hold today and could be read, by
// team and limit.
func (s *Site) deciding(g *model.Group[string, *line.Decision]) []model.Row[*line.Decision] {
	var rows []model.Row[*line.Decision]
	for _, row := range g.Rows {
		if row.Value.Rung > 0 && s.Model.Holds(row.Doc) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b model.Row[*line.Decision]) int {
		return cmp.Or(strings.Compare(a.Doc.Facts.Team, b.Doc.Facts.Team), a.Value.Limit.Compare(b.Value.Limit))
	})
	return rows
}

// topicsApart returns the topics in which two teams are two rungs or more apart
// for the same amount.
func (s *Site) topicsApart() []*model.Group[string, *line.Decision] {
	return once(s, "topics apart", func() []*model.Group[string, *line.Decision] {
		var apart []*model.Group[string, *line.Decision]
		for _, g := range s.Model.TopicGroups() {
			if len(g.Rows) > 1 && g.Key != "" && isApart(s.ownSide(s.deciding(g))) {
				apart = append(apart, g)
			}
		}
		return apart
	})
}

// ownSide leaves out lines by which another team decides that has a line of its
// own in the topic: they tell of one decision from its two sides.
func (s *Site) ownSide(rows []model.Row[*line.Decision]) []model.Row[*line.Decision] {
	deciding := map[string]bool{}
	for _, row := range rows {
		deciding[row.Doc.Facts.Team] = true
	}
	return slices.DeleteFunc(rows, func(row model.Row[*line.Decision]) bool {
		return row.Value.Rung <= 3 && slices.ContainsFunc(row.Value.Who, func(who line.Text) bool {
			team, _ := s.Model.TeamID(who.Text)
			return team != row.Doc.Facts.Team && deciding[team]
		})
	})
}

// isApart compares each limit and rung that occurs with each other one, not
// each row, since a topic may have a row of every team.
func isApart(rows []model.Row[*line.Decision]) bool {
	type rule struct {
		limit line.Limit
		rung  line.Rung
	}
	var rules []rule
	teams := map[rule][]string{} // two of those that have it are enough
	for _, row := range rows {
		r := rule{row.Value.Limit, row.Value.Rung}
		if teams[r] == nil {
			rules = append(rules, r)
		}
		if team := row.Doc.Facts.Team; len(teams[r]) < 2 && !slices.Contains(teams[r], team) {
			teams[r] = append(teams[r], team)
		}
	}
	for i, a := range rules {
		for _, b := range rules[:i] {
			far := max(a.rung, b.rung)-min(a.rung, b.rung) >= 2
			alone := len(teams[a]) == 1 && len(teams[b]) == 1 && teams[a][0] == teams[b][0]
			if far && !alone && a.limit.Overlaps(b.limit) {
				return true
			}
		}
	}
	return false
}

// freeID returns an id that is not taken yet: id itself, or id with a number.
func freeID(taken map[string]bool, id string) string {
	free := id
	for i := 2; taken[free]; i++ {
		free = id + "-" + strconv.Itoa(i)
	}
	taken[free] = true
	return free
}

// tableFrom makes a view's table of the data of a page.
func tableFrom[T any](table func(*T) *Table) func(*theme.Page) *Table {
	return func(p *theme.Page) *Table {
		if p.Above == nil {
			return nil
		}
		data, ok := p.Above.Data.(*T)
		if !ok {
			return nil
		}
		return table(data)
	}
}

// refID is the id of what is named, or "".
func refID(r *Ref) string {
	if r == nil {
		return ""
	}
	return r.ID
}
