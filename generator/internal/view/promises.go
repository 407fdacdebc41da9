package view

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/picture"
	"remit/generator/internal/theme"
)

// Promises is the view that asks: What was promised, and what was kept, moved
// or missed, with which lesson? Its own page has what is open and what ended
// lately; each quarter has a page with what was promised for it, also what was
// then moved to another.
var Promises = func() View {
	v := many("promises", "What was promised, and what was kept, moved or missed, with which lesson?", promiseKeys, on.promisePage)
	v.Has = hasPromises
	v.Table = promiseTable
	return v
}()

// Promised is the data of Promises.
type Promised struct {
	Quarter  string        `json:"quarter,omitempty" jsonschema:"as 2026-q3; none on the page of all"`
	Quarters []Facet       `json:"quarters" jsonschema:"quarters for which something was promised, the latest first"`
	Open     []Promise     `json:"open" jsonschema:"by the day on which they are due, those without a day last"`
	MoreOpen int           `json:"more-open,omitempty" jsonschema:"how many that are due later stand on the pages of their quarters alone"`
	Ended    []Promise     `json:"ended" jsonschema:"the latest first"`
	More     int           `json:"more,omitempty" jsonschema:"how many that ended earlier stand on the pages of their quarters alone"`
	All      string        `json:"-"` // address of the page of all, on that of a quarter
	SVG      template.HTML `json:"-"`
}

// Promise is one commitment.
type Promise struct {
	ID       string          `json:"-"`
	Doc      Ref             `json:"promise"`
	Team     Ref             `json:"team"`
	Due      Day             `json:"due"`
	DueText  string          `json:"due-text,omitempty" jsonschema:"what is written where a day should be"`
	State    State           `json:"state"`
	Results  []PromiseResult `json:"results,omitempty"`
	CheckIn  *PromiseWord    `json:"check-in,omitempty" jsonschema:"the newest"`
	Moved    []PromiseMove   `json:"moved,omitempty" jsonschema:"earlier days, the earliest first"`
	Lessons  []Ref           `json:"lessons,omitempty" jsonschema:"that followed"`
	NoLesson bool            `json:"no-lesson,omitempty" jsonschema:"it was missed, in part or whole, and no lesson names it or is named by it"`
}

// PromiseResult is what is to be different when a promise is kept.
type PromiseResult struct {
	What   string  `json:"what"`
	Target string  `json:"target,omitempty" jsonschema:"as written: from 62 % to 68 %"`
	Where  Passage `json:"where"`
}

// PromiseWord is a check-in.
type PromiseWord struct {
	Day   Day     `json:"day"`
	Say   string  `json:"say,omitempty"`
	Feels State   `json:"feels"`
	Needs string  `json:"needs,omitempty"`
	Where Passage `json:"where"`
}

// PromiseMove is an earlier day of a promise.
type PromiseMove struct {
	Day    Day     `json:"day"`
	Text   string  `json:"text,omitempty" jsonschema:"what is written where a day should be"`
	Reason string  `json:"reason,omitempty"`
	Where  Passage `json:"where"`
}

// How many promises that are open or ended stand on the page of all. Those
// without a day have no other page and stand there too.
const (
	openMost  = 200
	endedMost = 100
)

// made is a promise and how it stands on the day for which the site is built.
type made struct {
	doc   *document.Document
	state string
	due   time.Time
}

// promises are all that hold or ended, by the day on which they are due, those
// without one last, and those of each quarter.
type promises struct {
	all      []made
	quarters []string // as keys of pages, the latest first
	of       map[string][]made
}

// isPromise reports whether a commitment holds or has ended: it is neither a
// draft nor retired nor replaced.
func isPromise(s *Site, row model.Row[model.None]) bool {
	switch s.Model.Status(row.Doc) {
	case "open", "kept", "partly", "missed", "changed", "dropped":
		return true
	}
	return false
}

func hasPromises(s *Site) bool {
	return slices.ContainsFunc(s.Model.ByKind.Get("commitment"), func(r model.Row[model.None]) bool { return isPromise(s, r) })
}

func (s *Site) promises() *promises {
	return once(s, "promises", func() *promises {
		p := &promises{of: map[string][]made{}}
		for _, row := range s.Model.ByKind.Get("commitment") {
			if isPromise(s, row) {
				p.all = append(p.all, made{row.Doc, s.Model.Status(row.Doc), row.Doc.Facts.Due.Day})
			}
		}
		slices.SortStableFunc(p.all, func(a, b made) int {
			return cmp.Or(laterLast(a.due, b.due), strings.Compare(a.doc.Path, b.doc.Path))
		})
		for _, m := range p.all {
			for _, q := range quartersOf(m) {
				p.of[q] = append(p.of[q], m)
			}
		}
		for q := range p.of {
			p.quarters = append(p.quarters, q)
		}
		slices.Sort(p.quarters)
		slices.Reverse(p.quarters)
		return p
	})
}

// laterLast orders days, no day last.
func laterLast(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return b.Compare(a)
	}
	return a.Compare(b)
}

// quartersOf returns the quarters for which a promise was made, as keys of pages
// ("2026-q3/"), also those from which it was moved, each once.
func quartersOf(m made) []string {
	days := []time.Time{m.due}
	for i := range m.doc.Facts.Moved {
		days = append(days, m.doc.Facts.Moved[i].Date.Day)
	}
	var all []string
	for _, day := range days {
		if q := strings.ToLower(quarterOf(day)) + "/"; !day.IsZero() && !slices.Contains(all, q) {
			all = append(all, q)
		}
	}
	return all
}

func promiseKeys(s *Site) []string {
	p := s.promises()
	if len(p.all) == 0 {
		return nil
	}
	return append([]string{""}, p.quarters...)
}

// promisePage makes the page of all promises, or that of a quarter.
func (o on) promisePage(key string) *Promised {
	p := o.promises()
	list := p.all
	if key != "" {
		list = p.of[key]
	}
	if len(list) == 0 {
		return nil
	}
	data := &Promised{Quarter: strings.TrimSuffix(key, "/")}
	for _, q := range p.quarters {
		data.Quarters = append(data.Quarters, Facet{
			Value: strings.TrimSuffix(q, "/"), Words: o.quarterWords(q), Current: q == key,
			Count: Count{len(p.of[q]), o.at(Base + "promises/" + q)},
		})
	}
	if key != "" {
		o.Page.Title = o.phrase("view.promises.of", "{quarter}", o.quarterWords(key))
		data.All = o.at(Base + "promises/")
	}
	var drawn []Promise
	for _, m := range list {
		switch {
		case m.state != "open":
		case key == "" && len(data.Open) >= openMost && !m.due.IsZero():
			data.MoreOpen++
		default:
			data.Open = append(data.Open, o.promise(m))
		}
	}
	for i := len(list) - 1; i >= 0; i-- {
		switch m := list[i]; {
		case m.state == "open":
		case key == "" && len(data.Ended) == endedMost:
			data.More++
		default:
			data.Ended = append(data.Ended, o.promise(m))
		}
	}
	drawn = append(append(drawn, data.Ended...), data.Open...)
	data.SVG = o.promiseLine(drawn)
	return data
}

// quarterWords is a quarter in words by the key of its page.
func (s *Site) quarterWords(key string) string {
	return s.phrase("view.promises.quarter", "{n}", key[len("2026-q"):len("2026-q3")], "{year}", key[:len("2026")])
}

func (o on) promise(m made) Promise {
	d, f := m.doc, &m.doc.Facts
	p := Promise{
		ID: rowID(d), Doc: o.doc(d), Team: o.owner(d), Due: o.day(m.due), State: o.state(m.state, cmp.Or(promiseShapes[m.state], "info")),
		CheckIn: o.newestWord(d), Lessons: o.lessonsAfter(d),
	}
	if m.due.IsZero() {
		p.DueText = f.Due.Text.Text
	}
	for i := range f.Success {
		r := &f.Success[i]
		p.Results = append(p.Results, PromiseResult{What: r.What.Text, Target: r.Target.Text, Where: o.passage(d, r.Text)})
	}
	for i := range f.Moved {
		move := &f.Moved[i]
		shown := PromiseMove{Day: o.day(move.Date.Day), Reason: move.Reason.Text, Where: o.passage(d, move.Text)}
		if move.Date.Day.IsZero() {
			shown.Text = move.Date.Text.Text
		}
		p.Moved = append(p.Moved, shown)
	}
	slices.SortStableFunc(p.Moved, func(a, b PromiseMove) int { return strings.Compare(a.Day.ISO, b.Day.ISO) })
	p.NoLesson = (m.state == "missed" || m.state == "partly") && len(p.Lessons) == 0
	return p
}

// newestCheckIn is the newest check-in of a promise, of one day the last; nil
// when there is none.
func newestCheckIn(d *document.Document) *document.CheckIn {
	var newest *document.CheckIn
	for i := range d.Facts.CheckIns {
		if c := &d.Facts.CheckIns[i]; newest == nil || !c.Date.Day.Before(newest.Date.Day) {
			newest = c
		}
	}
	return newest
}

// newestWord is what the newest check-in of a promise says.
func (o on) newestWord(d *document.Document) *PromiseWord {
	newest := newestCheckIn(d)
	if newest == nil {
		return nil
	}
	w := &PromiseWord{Day: o.day(newest.Date.Day), Say: newest.Say.Text, Needs: newest.Needs.Text, Where: o.passage(d, newest.At)}
	w.Feels = o.feeling(newest.Feels.Text)
	return w
}

// feeling is how a promise feels in a check-in.
func (o on) feeling(feels string) State {
	switch feels {
	case "on track":
		return o.state("on-track", "ok")
	case "at risk":
		return o.state("at-risk", "due")
	case "off track":
		return o.state("off-track", "over")
	}
	return State{Name: feels, Words: feels, Shape: "none"}
}

// lessonsAfter leads to the lessons that followed a promise.
func (o on) lessonsAfter(d *document.Document) []Ref {
	var refs []Ref
	for _, lesson := range o.lessonsOf(d) {
		if r := o.doc(lesson); !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	return refs
}

// lessonsOf returns the lesson that a promise names, then those that name the
// promise, the newest first.
func (s *Site) lessonsOf(d *document.Document) []*document.Document {
	var list []*document.Document
	for i := range d.Facts.Refs {
		if r := &d.Facts.Refs[i]; r.Field == "lesson" {
			if n := s.Model.Name(r.ID, r.Kind, r.To); n.Doc != nil && s.Model.Living(n.Doc) {
				list = append(list, n.Doc)
			}
		}
	}
	for _, row := range s.Model.LessonsOn(d) {
		if s.Model.Living(row.Doc) {
			list = append(list, row.Doc)
		}
	}
	return list
}

// promiseMarks are the shapes of promises in the picture.
var promiseMarks = map[string]picture.Shape{
	"open": picture.Ring, "kept": picture.Up, "missed": picture.Down, "changed": picture.Step, "dropped": picture.Cross,
}

// drawnMost is how many promises a picture shows.
const drawnMost = 40

// promiseLine draws promises over time: those that were due latest, or will be.
func (o on) promiseLine(list []Promise) template.HTML {
	list = slices.DeleteFunc(list, func(p Promise) bool { return p.Due.ISO == "" })
	slices.SortStableFunc(list, func(a, b Promise) int { return strings.Compare(a.Due.ISO, b.Due.ISO) })
	list = list[max(0, len(list)-drawnMost):]
	if len(list) == 0 {
		return ""
	}
	t := picture.Timeline{ID: "promises", Title: o.word("view.promises.picture"), Desc: o.word("view.promises.picture.desc"), Month: o.monthOf}
	for _, p := range list {
		row := picture.Row{Words: p.Doc.Name, Href: o.here(p.ID)}
		for _, m := range p.Moved {
			if at := parseISO(m.Day.ISO); !at.IsZero() {
				row.Marks = append(row.Marks, picture.Mark{At: at, Shape: picture.Step, Words: o.word("state.moved") + ", " + m.Day.Words, Href: m.Where.Href})
			}
		}
		row.Marks = append(row.Marks, picture.Mark{At: parseISO(p.Due.ISO), Shape: promiseMarks[p.State.Name], Words: p.State.Words + ", " + p.Due.Words, Href: o.here(p.ID)})
		t.Rows = append(t.Rows, row)
		for _, m := range row.Marks {
			if t.From.IsZero() || m.At.Before(t.From) {
				t.From = m.At
			}
			if m.At.After(t.To) {
				t.To = m.At
			}
		}
	}
	t.From = time.Date(t.From.Year(), t.From.Month(), 1, 0, 0, 0, 0, time.UTC)
	t.To = time.Date(t.To.Year(), t.To.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	return t.SVG()
}

func parseISO(day string) time.Time {
	t, _ := time.Parse(time.DateOnly, day)
	return t
}

func promiseTable(p *theme.Page) *Table {
	data := p.Above.Data.(*Promised)
	t := &Table{Columns: []string{"due", "promise", "team", "state", "results", "moved", "said", "feels", "needs", "lessons"}}
	for _, list := range [][]Promise{data.Open, data.Ended} {
		for i := range list {
			t.Rows = append(t.Rows, list[i].cells())
		}
	}
	return t
}

func (p *Promise) cells() []string {
	var results, moved []string
	for _, r := range p.Results {
		results = append(results, strings.TrimSuffix(r.What+": "+r.Target, ": "))
	}
	for _, m := range p.Moved {
		moved = append(moved, strings.TrimSuffix(cmp.Or(m.Day.ISO, m.Text)+": "+m.Reason, ": "))
	}
	word := PromiseWord{}
	if p.CheckIn != nil {
		word = *p.CheckIn
	}
	return []string{
		cmp.Or(p.Due.ISO, p.DueText), p.Doc.Name, p.Team.Name, p.State.Name, strings.Join(results, "; "), strings.Join(moved, "; "),
		word.Say, word.Feels.Name, word.Needs, refNames(p.Lessons),
	}
}
