package view

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/model"
)

// DoorsPart is the part of the first page that leads on: those who are new,
// those who need a decision, those who lead teams. A site of plain pages has
// none.
var DoorsPart = View{Name: "doors", Doc: "Where do I begin: I am new here, I need a decision, I lead teams?", Data: new(Doors)}

// Doors is the data of DoorsPart.
type Doors struct {
	Doors []Door `json:"doors"`
}

// Door is where readers of one sort go on.
type Door struct {
	Name    string     `json:"name" jsonschema:"new, decide or lead"`
	Words   string     `json:"-"`
	Ways    []DoorLink `json:"ways"`
	InOrder bool       `json:"in-order,omitempty" jsonschema:"the pages are meant to be read one after the other"`
}

// DoorLink is a page behind a door, with what makes one look.
type DoorLink struct {
	Ref
	Words string `json:"words,omitempty" jsonschema:"what is found there, with its number"`
}

// isTyped reports whether a site holds documents of other kinds than plain
// pages.
func (s *Site) isTyped() bool {
	return slices.ContainsFunc(s.Model.ByKind.Groups(), func(g *model.Group[string, model.None]) bool { return g.Key != "page" && len(g.Rows) > 0 })
}

// makeDoors lists the ways behind each door. A way whose page does not exist is
// left out, and so is a door with none.
func (o on) makeDoors() *Doors {
	if !o.isTyped() {
		return nil
	}
	n := o.tallies()
	all := []Door{
		{Name: "new", InOrder: true, Ways: o.waysTo(way{name: "how-we-work"}, way{name: "questions"}, way{name: "words"})},
		{Name: "decide", Ways: o.waysTo(
			way{name: "who-decides", counts: []tally{{"view.map.decisions", n.decisions}, {"view.map.clashes", n.clashing}}},
			way{name: "who-owns", counts: []tally{{"view.map.areas", n.areas}, {"view.map.shared", n.shared}}},
			way{name: "where-we-wait"})},
		{Name: "lead", Ways: o.waysTo(
			way{name: "due", counts: []tally{{"view.map.overdue", n.overdue}}},
			way{name: "promises", counts: []tally{{"view.map.promises", n.promises}, {"view.map.soon", n.soon}}},
			way{name: "audit", counts: []tally{{"view.map.ready", n.ready}}},
			way{name: "three-questions"})},
	}
	doors := &Doors{}
	for _, d := range all {
		if len(d.Ways) > 0 {
			d.Words = o.word("view.doors." + d.Name)
			doors.Doors = append(doors.Doors, d)
		}
	}
	if len(doors.Doors) == 0 {
		return nil
	}
	return doors
}

// way is a view that a door may lead to, and what is counted there.
type way struct {
	name   string
	counts []tally
}

// tally is a number and the key of the words that say what it counts.
type tally struct {
	key string
	n   int
}

func (o on) waysTo(ways ...way) []DoorLink {
	var links []DoorLink
	for _, w := range ways {
		if !o.asks(w.name) {
			continue
		}
		l := DoorLink{Ref: Ref{ID: w.name, Name: o.word("view." + w.name), Href: o.at(Base + w.name + "/")}}
		var parts []string
		for _, c := range w.counts {
			if c.n > 0 {
				parts = append(parts, o.numbered(c.key, c.n))
			}
		}
		l.Words = strings.Join(parts, ", ")
		links = append(links, l)
	}
	return links
}

// tallies is what the first page counts, as of the day of the build.
type tallies struct {
	decisions, areas int // of charters that hold
	clashing         int // amounts that two teams decide alone, or nobody
	shared           int // areas that several teams own
	overdue          int // days that have passed
	promises, soon   int // those that are open, and those of them with a day in the next month
	ready            int // teams to which more room may be given; 0 where that is not for these readers
}

// soonDays is how far ahead a promise is called due soon.
const soonDays = 30

func (s *Site) tallies() tallies {
	return once(s, "tallies", func() tallies {
		owned := s.ownedSite()
		n := tallies{decisions: s.decidedSite().total, areas: owned.areas, shared: s.sharedAreas()}
		n.clashing = len(s.Model.OverlappingLimits()) + len(s.Model.GapsInLimits())
		for _, d := range s.Deadlines() {
			if !d.At.IsZero() && d.At.Before(s.Model.Today) {
				n.overdue++
			}
		}
		for _, row := range s.Model.ByKind.Get("commitment") {
			if s.Model.Status(row.Doc) != "open" {
				continue
			}
			n.promises++
			if due := row.Doc.Facts.Due.Day; !due.Before(s.Model.Today) && due.Before(s.Model.Today.AddDate(0, 0, soonDays+1)) {
				n.soon++
			}
		}
		if s.asks("audit") {
			for _, t := range s.teamsAtWork().chartered {
				if suggest, _ := s.evidence(t).suggest(); suggest == suggestMore {
					n.ready++
				}
			}
		}
		return n
	})
}

// sharedAreas counts the areas that several teams own.
func (s *Site) sharedAreas() int {
	n := 0
	for _, g := range s.Model.AreaGroups() {
		team := ""
		for _, row := range g.Rows {
			if len(g.Rows) == 1 || !s.isAtWork(row.Doc) {
				continue
			}
			if team != "" && team != row.Doc.Facts.Team {
				n++
				break
			}
			team = row.Doc.Facts.Team
		}
	}
	return n
}

// longQuestion is how many bytes the topic of a question on the first page may
// have.
const longQuestion = 32

// prompt is what the search field of the first page says: a question that
// search answers, about what most teams decide, else what it is.
func (s *Site) prompt() string {
	topic, most := "", 0
	for _, g := range s.Model.TopicGroups() {
		n, words := 0, ""
		for _, row := range g.Rows {
			if s.Model.Holds(row.Doc) {
				n, words = n+1, cmp.Or(words, row.Value.Topic.Text)
			}
		}
		if n > most && len(words) <= longQuestion {
			topic, most = words, n
		}
	}
	if topic == "" {
		return s.word("search.field")
	}
	return s.phrase("list.prompt", "{topic}", topic)
}

// News on the first page.
const (
	newsDays = 7
	newsMost = 6
)

// Lately is what is new: facts that changed within a week, else lately, else
// the newest records.
type Lately struct {
	Words string      `json:"-"`
	All   *Ref        `json:"all,omitempty" jsonschema:"page of all changes"`
	Rows  []LatelyRow `json:"rows" jsonschema:"the newest first"`
}

// LatelyRow is one thing that is new.
type LatelyRow struct {
	Day   Day    `json:"day"`
	Sort  string `json:"sort" jsonschema:"the first word of what happened, or the kind of the record, in the site's language"`
	Words string `json:"words"`
	Href  string `json:"href,omitempty"`
}

// lately returns nil when nothing is known to be new. That there is one more
// plain page is news only where nothing else is.
func (o on) lately() *Lately {
	l := &Lately{Words: o.word("view.map.week")}
	changes := o.changes()
	if typed := slices.DeleteFunc(slices.Clone(changes), func(c changeAt) bool { return c.Doc.Kind.Name == "page" }); len(typed) > 0 {
		changes = typed
	}
	week := slices.IndexFunc(changes, func(c changeAt) bool { return c.day.Before(o.Model.Today.AddDate(0, 0, -newsDays)) })
	switch {
	case week == 0:
		l.Words = o.word("view.map.lately")
	case week > 0:
		changes = changes[:week]
	}
	if len(changes) == 0 {
		return o.newestRecords()
	}
	for _, t := range changes[:min(len(changes), newsMost)] {
		c := o.change(t)
		l.Rows = append(l.Rows, LatelyRow{c.Day, c.Matter, c.Sentence, c.At.Href})
	}
	l.All = &Ref{ID: "changed", Name: o.word("view.changed"), Href: o.at(Base + "changed/")}
	return l
}

// newestRecords are the records with the latest days that have come.
func (o on) newestRecords() *Lately {
	var rows []recorded
	for _, g := range o.Model.ByKind.Groups() {
		for _, row := range g.Rows {
			day := row.Doc.Facts.Date.Day
			if _, clash := o.Model.Address(row.Doc); row.Doc.Kind.Record && !day.IsZero() && !day.After(o.Model.Today) && row.Doc.Facts.Status != "draft" && len(clash) == 0 {
				rows = append(rows, recorded{row, day})
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.SortStableFunc(rows, func(a, b recorded) int {
		return cmp.Or(b.day.Compare(a.day), strings.Compare(a.row.Doc.Path, b.row.Doc.Path))
	})
	l := &Lately{Words: o.word("view.map.newest")}
	for _, r := range rows[:min(len(rows), newsMost)] {
		kind, _ := r.row.Doc.Kind.Words(o.Settings.Language)
		l.Rows = append(l.Rows, LatelyRow{o.day(r.day), kind, r.row.Doc.Title, o.hrefOfDoc(r.row.Doc, "")})
	}
	return l
}

// recorded is a record and its day.
type recorded struct {
	row model.Row[model.None]
	day time.Time
}
