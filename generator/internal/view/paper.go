package view

import (
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// PaperAndPractice is the view that asks: Where does daily life give less room than the charter, or more, and since when?
//
// It compares the charter of each team with the newest room check of the team.
// Since when a difference is known is told by older room checks: it is the
// first one that found it, with none in between that found otherwise.
var PaperAndPractice = paperView()

func paperView() View {
	v := one("paper-and-practice", "Where does daily life give less room than the charter, or more, and since when?",
		func(s *Site) bool { return len(s.checked()) > 0 },
		func(o on) *Practised { return o.practised() })
	v.Table = tableFrom(func(p *Practised) *Table {
		t := &Table{Columns: []string{"team", "topic", "limit", "charter", "daily life", "room", "since", "file", "line"}}
		for _, d := range p.Differences {
			t.Rows = append(t.Rows, []string{d.Team.Name, d.Topic, d.Limit, d.Paper.Words, d.Lived.Words, d.Direction.Name, d.Since.ISO, d.LivedAt.File, strconv.Itoa(d.LivedAt.Line)})
		}
		return t
	})
	return v
}

// Practised is the data of PaperAndPractice.
type Practised struct {
	Differences []PracticeGap     `json:"differences"`
	Left        int               `json:"left-out,omitempty" jsonschema:"how many more differences there are"`
	Unclear     []PracticeUnclear `json:"unclear,omitempty" jsonschema:"lines of room checks that no line of the charter answers, or that cannot be read"`
	Promised    []PracticeAnswer  `json:"promised,omitempty" jsonschema:"what teams say of what they were promised, where it is not fully there"`
	Checks      []PracticeCheck   `json:"room-checks" jsonschema:"the newest of each team"`
}

// PracticeGap is a decision that daily life makes in another way than the
// charter has it.
type PracticeGap struct {
	ID        string   `json:"-"`
	Team      Ref      `json:"team"`
	Topic     string   `json:"topic"`
	Limit     string   `json:"limit,omitempty"`
	Paper     Rung     `json:"charter"`
	PaperAt   Passage  `json:"charter-at"`
	Lived     Rung     `json:"daily-life"`
	LivedAt   Passage  `json:"daily-life-at"`
	Direction State    `json:"room" jsonschema:"less or more than the charter gives"`
	Since     Day      `json:"since,omitzero" jsonschema:"the day of the room check that first found it"`
	Found     Ref      `json:"found-by" jsonschema:"that room check"`
	Ask       *Passage `json:"ask,omitempty" jsonschema:"where the team says what it asks for"`
}

// PracticeUnclear is a line of a room check that could not be compared.
type PracticeUnclear struct {
	Team Ref     `json:"team"`
	Line string  `json:"line"`
	Why  State   `json:"why" jsonschema:"not-in-charter or unread"`
	At   Passage `json:"at"`
}

// PracticeAnswer is what a team said of a promise.
type PracticeAnswer struct {
	Team      Ref      `json:"team"`
	Statement string   `json:"statement"`
	Value     State    `json:"answer" jsonschema:"mostly or hardly"`
	Date      Day      `json:"date,omitzero"`
	At        Passage  `json:"at"`
	Ask       *Passage `json:"ask,omitempty"`
}

// PracticeCheck is the newest room check of a team and what came of comparing.
type PracticeCheck struct {
	ID   string `json:"-"`
	Team Ref    `json:"team"`
	Ref  Ref    `json:"room-check"`
	Date Day    `json:"date,omitzero"`
	Same Count  `json:"as-written" jsonschema:"decisions that daily life makes as the charter says"`
	Less Count  `json:"less-room"`
	More Count  `json:"more-room"`
}

const maxPractice = 500

// checkedTeam is a team with its charter and its room checks, the newest first.
type checkedTeam struct {
	id      string
	charter *document.Document
	checks  []*document.Document
}

// checked returns the teams whose newest room check holds today and says
// something of daily life or of promises.
func (s *Site) checked() []checkedTeam {
	return once(s, "checked teams", func() []checkedTeam {
		var list []checkedTeam
		for _, team := range s.Model.Teams() {
			checks := s.Model.RoomChecks(team.ID)
			if len(checks) == 0 || !s.Model.Living(checks[0]) || s.Model.Retired(team.ID) {
				continue
			}
			if f := &checks[0].Facts; len(f.Decides)+len(f.Answers) == 0 {
				continue
			}
			t := checkedTeam{id: team.ID, checks: checks}
			if team.Doc != nil && s.Model.Living(team.Doc) {
				t.charter = team.Doc
			}
			list = append(list, t)
		}
		return list
	})
}

func (o on) practised() *Practised {
	p := &Practised{}
	ids := map[string]bool{}
	for _, t := range o.checked() {
		newest := t.checks[0]
		c := PracticeCheck{ID: "r:" + t.id, Team: o.team(t.id), Ref: o.doc(newest), Date: o.day(newest.Facts.Date.Day)}
		ask := o.askOf(newest)
		for _, g := range o.gaps(t) {
			g.Team, g.Ask = c.Team, ask
			g.ID = freeID(ids, "r:"+t.id+"-"+document.Slug(line.Key(g.Topic)))
			count := &c.More
			if g.Direction.Name == "less" {
				count = &c.Less
			}
			if count.N++; count.Href == "" {
				count.Href = o.here(g.ID)
			}
			if len(p.Differences) == maxPractice {
				p.Left++
				count.Href = c.Ref.Href
				continue
			}
			p.Differences = append(p.Differences, g)
		}
		c.Same = Count{N: o.asWritten(t), Href: o.hrefOfDoc(newest, "r:practice")}
		p.Checks = append(p.Checks, c)
		p.Unclear = append(p.Unclear, o.unclear(t, c.Team)...)
		p.Promised = append(p.Promised, o.promised(newest, c, ask)...)
	}
	p.Checks = p.Checks[:min(len(p.Checks), maxPractice)]
	p.Unclear = p.Unclear[:min(len(p.Unclear), maxPractice)]
	p.Promised = p.Promised[:min(len(p.Promised), maxPractice)]
	return p
}

// gaps returns the decisions in which daily life and a charter differ, in the
// order of the charter.
func (o on) gaps(t checkedTeam) []PracticeGap {
	if t.charter == nil {
		return nil
	}
	var gaps []PracticeGap
	for _, g := range o.Model.Practice(t.charter) {
		direction := o.state("more", "info")
		if g.Less() {
			direction = o.state("less", "due")
		}
		first := o.firstFound(t, g.Paper, g.Less())
		gaps = append(gaps, PracticeGap{
			Topic: g.Paper.Topic.Text, Limit: g.Paper.Limit.String(), Direction: direction,
			Paper: o.rung(g.Paper), PaperAt: o.passage(t.charter, g.Paper.Text),
			Lived: o.rung(g.Lived), LivedAt: o.passage(g.Check, g.Lived.Text),
			Since: o.day(first.Facts.Date.Day), Found: o.doc(first),
		})
	}
	return gaps
}

// firstFound returns the earliest room check that found a difference in the
// same direction, with none after it that found otherwise. A check that is
// silent about the decision says nothing against it.
func (o on) firstFound(t checkedTeam, paper *line.Decision, less bool) *document.Document {
	first := t.checks[0]
	for _, check := range t.checks[1:] {
		lived := o.livedAs(check, paper)
		if lived == nil || lived.Rung == 0 {
			continue
		}
		if lived.Rung == paper.Rung || lived.Rung < paper.Rung != less {
			break
		}
		first = check
	}
	return first
}

// livedAs returns the line of a room check that speaks of a line of a charter:
// with the same topic and limit.
func (s *Site) livedAs(check *document.Document, paper *line.Decision) *line.Decision {
	key := s.Model.Key(paper.Topic.Text)
	for i := range check.Facts.Decides {
		if d := &check.Facts.Decides[i]; d.Limit == paper.Limit && s.Model.Key(d.Topic.Text) == key {
			return d
		}
	}
	return nil
}

// asWritten counts the decisions that daily life makes as the charter says.
func (s *Site) asWritten(t checkedTeam) (n int) {
	if t.charter == nil {
		return 0
	}
	for i := range t.charter.Facts.Decides {
		paper := &t.charter.Facts.Decides[i]
		if lived := s.livedAs(t.checks[0], paper); lived != nil && lived.Rung > 0 && lived.Rung == paper.Rung {
			n++
		}
	}
	return n
}

// unclear returns the lines of the newest room check that could not be
// compared with the charter.
func (o on) unclear(t checkedTeam, team Ref) []PracticeUnclear {
	check := t.checks[0]
	var list []PracticeUnclear
	for i := range check.Facts.Decides {
		d := &check.Facts.Decides[i]
		why := ""
		if d.Rung == 0 {
			why = "unread"
		} else if paper := o.paperOf(t.charter, d); paper == nil {
			why = "not-in-charter"
		} else if paper.Rung == 0 {
			why = "unread"
		}
		if why != "" {
			list = append(list, PracticeUnclear{Team: team, Line: d.Line.Text.Text, Why: o.state(why, "none"), At: o.passage(check, d.Line.Text)})
		}
	}
	return list
}

// paperOf returns the line of a charter of which a line of a room check speaks.
func (s *Site) paperOf(charter *document.Document, lived *line.Decision) *line.Decision {
	if charter == nil {
		return nil
	}
	return s.livedAs(charter, lived)
}

// promised returns the statements about promises that are not answered with
// fully.
func (o on) promised(check *document.Document, c PracticeCheck, ask *Passage) []PracticeAnswer {
	var list []PracticeAnswer
	for i := range check.Facts.Answers {
		a := &check.Facts.Answers[i]
		if (a.Value == "mostly" || a.Value == "hardly") && aboutPromise(a.Statement.Text) {
			shape := map[string]string{"mostly": "info", "hardly": "due"}[a.Value]
			list = append(list, PracticeAnswer{Team: c.Team, Statement: a.Statement.Text, Value: o.state(a.Value, shape), Date: c.Date, At: o.passage(check, a.Line.Text), Ask: ask})
		}
	}
	return list
}

// promiseWords are the words by which a statement speaks of what was promised.
var promiseWords = []string{"promise", "count on", "counted on", "counts on", "agreed support", "versprochen", "zugesagt", "verlassen"}

func aboutPromise(statement string) bool {
	statement = strings.ToLower(statement)
	return slices.ContainsFunc(promiseWords, func(w string) bool { return strings.Contains(statement, w) })
}

// askOf is where a room check says what the team asks for; nil when it asks for
// nothing.
func (o on) askOf(check *document.Document) *Passage {
	h := sectionOf(check, "what-we-ask-for")
	if h.Text == "" {
		return nil
	}
	at := o.passage(check, h)
	return &at
}

// sectionOf returns the heading of a section that has something to say; empty
// when there is none.
func sectionOf(d *document.Document, section string) line.Text {
	part := d.Facts.Part(section)
	if part == nil || part.Empty {
		return line.Text{}
	}
	h := &d.Content.Headings[part.Heading]
	return line.Text{Text: h.Text, Span: h.Span}
}
