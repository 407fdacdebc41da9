package view

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/theme"
)

// Showcase is the view that asks: What is on the agenda of this month? Its own
// page lists the months, each month has a page with what is told then, whatever
// came of it.
var Showcase = func() View {
	v := many("showcase", "What is on the agenda of this month?", showcaseKeys, on.showcase)
	v.Has = func(s *Site) bool { return len(s.showcases().months) > 0 }
	v.Table = showcaseTable
	return v
}()

// Agenda is the data of Showcase.
type Agenda struct {
	Month    string          `json:"month,omitempty" jsonschema:"as 2026-06; none on the page of all months"`
	Items    []ShowcaseItem  `json:"items,omitempty" jsonschema:"what is told in the month, by title"`
	Could    []ShowcaseItem  `json:"could-be-shown,omitempty" jsonschema:"experiments that have ended and are on no agenda: of the month those that ended in it"`
	Coming   []ShowcaseMonth `json:"coming,omitempty" jsonschema:"from the month of the build on, the next first"`
	Earlier  []ShowcaseMonth `json:"earlier,omitempty" jsonschema:"the latest first"`
	From     string          `json:"-"` // the month of the build in words
	Previous *ShowcaseMonth  `json:"-"`
	Next     *ShowcaseMonth  `json:"-"`
}

// ShowcaseMonth is a month and what is told in it.
type ShowcaseMonth struct {
	Month string `json:"month" jsonschema:"as 2026-06"`
	Words string `json:"-"`
	Count Count  `json:"count"`
	Items []Ref  `json:"items"`
}

// ShowcaseItem is something that is told.
type ShowcaseItem struct {
	ID       string `json:"-"`
	Doc      Ref    `json:"document"`
	Kind     string `json:"kind"`
	Words    string `json:"-"` // the kind in words
	Team     Ref    `json:"team"`
	Question string `json:"question,omitempty" jsonschema:"of an experiment: what it wanted to know"`
	Learned  string `json:"learned,omitempty" jsonschema:"the beginning of what was learned"`
	Result   State  `json:"result"`
	Ended    Day    `json:"ended"`
}

// showcases are the documents that are told, by month, and the experiments that
// could be.
type showcases struct {
	months []string // as keys of pages, the earliest first
	of     map[string][]*document.Document
	could  []*document.Document // the latest first
}

func (s *Site) showcases() *showcases {
	return once(s, "showcases", func() *showcases {
		c := &showcases{of: map[string][]*document.Document{}}
		for _, g := range s.Model.ByKind.Groups() {
			if g.Rows[0].Doc.Kind.Field("showcase") == nil {
				continue
			}
			for _, row := range g.Rows {
				if s.Model.Living(row.Doc) {
					c.add(row.Doc, s.Model.Today)
				}
			}
		}
		for key, docs := range c.of {
			c.months = append(c.months, key)
			slices.SortFunc(docs, byTitle)
		}
		slices.Sort(c.months)
		slices.SortStableFunc(c.could, func(a, b *document.Document) int { return b.Facts.Ends.Day.Compare(a.Facts.Ends.Day) })
		return c
	})
}

func byTitle(a, b *document.Document) int {
	return cmp.Or(strings.Compare(a.Title, b.Title), strings.Compare(a.Path, b.Path))
}

func (c *showcases) add(d *document.Document, today time.Time) {
	f := &d.Facts
	switch {
	case !f.Showcase.Day.IsZero():
		key := monthKey(f.Showcase.Day)
		c.of[key] = append(c.of[key], d)
	case f.Showcase.Text.Text == "" && !f.Ends.Day.IsZero() && (f.Ends.Day.Before(today) || f.Result.Text != ""):
		c.could = append(c.could, d)
	}
}

// monthKey is the key of a month's page: "2026-06/".
func monthKey(day time.Time) string { return day.Format("2006-01") + "/" }

func showcaseKeys(s *Site) []string {
	c := s.showcases()
	if len(c.months) == 0 {
		return nil
	}
	return append([]string{""}, c.months...)
}

func (o on) showcase(key string) *Agenda {
	c := o.showcases()
	if len(c.months) == 0 {
		return nil
	}
	if key == "" {
		return o.months(c)
	}
	docs, at := c.of[key], slices.Index(c.months, key)
	if at < 0 {
		return nil
	}
	a := &Agenda{Month: strings.TrimSuffix(key, "/")}
	o.Page.Title = o.phrase("view.showcase.of", "{month}", o.monthOfKey(key))
	for _, d := range docs {
		a.Items = append(a.Items, o.showcaseItem(d))
	}
	for _, d := range c.could {
		if monthKey(d.Facts.Ends.Day) == key {
			a.Could = append(a.Could, o.showcaseItem(d))
		}
	}
	if at > 0 {
		m := o.showcaseMonth(c, at-1)
		a.Previous = &m
	}
	if at+1 < len(c.months) {
		m := o.showcaseMonth(c, at+1)
		a.Next = &m
	}
	return a
}

// couldMost is how many experiments the page of all months offers.
const couldMost = 20

func (o on) months(c *showcases) *Agenda {
	now := monthKey(o.Model.Today)
	a := &Agenda{From: o.monthOfKey(now)}
	next, _ := slices.BinarySearch(c.months, now)
	for i := next; i < len(c.months); i++ {
		a.Coming = append(a.Coming, o.showcaseMonth(c, i))
	}
	for i := next - 1; i >= 0; i-- {
		a.Earlier = append(a.Earlier, o.showcaseMonth(c, i))
	}
	for _, d := range c.could[:min(len(c.could), couldMost)] {
		a.Could = append(a.Could, o.showcaseItem(d))
	}
	return a
}

func (o on) showcaseMonth(c *showcases, at int) ShowcaseMonth {
	key := c.months[at]
	m := ShowcaseMonth{Month: strings.TrimSuffix(key, "/"), Words: o.monthOfKey(key), Count: Count{len(c.of[key]), o.at(Base + "showcase/" + key)}}
	for _, d := range c.of[key] {
		m.Items = append(m.Items, o.doc(d))
	}
	return m
}

// monthOfKey is a month in words by the key of its page.
func (o on) monthOfKey(key string) string { return o.monthOf(parseISO(key[:len("2026-06")] + "-01")) }

func (o on) showcaseItem(d *document.Document) ShowcaseItem {
	f := &d.Facts
	words, _ := d.Kind.Words(o.Settings.Language)
	item := ShowcaseItem{ID: rowID(d), Doc: o.doc(d), Kind: d.Kind.Name, Words: words, Team: o.owner(d), Learned: o.sectionText(d, "what-we-learned"), Ended: o.day(f.Ends.Day)}
	opening := excerpt(cmp.Or(f.Purpose, d.Summary))
	if d.Kind.Field("result") != nil {
		item.Question, item.Result = opening, o.result(f.Result.Text)
	} else if item.Learned == "" {
		item.Learned = opening
	}
	return item
}

// result is what came of an experiment.
func (o on) result(written string) State {
	if r, known := experimentResults[written]; known {
		return o.state(r[0], r[1])
	}
	return State{Name: written, Words: written, Shape: "none"}
}

func showcaseTable(p *theme.Page) *Table {
	data := p.Above.Data.(*Agenda)
	if data.Month == "" {
		t := &Table{Columns: []string{"month", "document"}}
		for _, list := range [][]ShowcaseMonth{data.Coming, data.Earlier} {
			for _, m := range list {
				for _, r := range m.Items {
					t.Rows = append(t.Rows, []string{m.Month, r.Name})
				}
			}
		}
		return t
	}
	t := &Table{Columns: []string{"document", "kind", "team", "question", "learned", "result"}}
	for _, i := range data.Items {
		t.Rows = append(t.Rows, []string{i.Doc.Name, i.Kind, i.Team.Name, i.Question, i.Learned, i.Result.Name})
	}
	return t
}
