package view

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/change"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
)

// RecentDays is how far back the view of changes looks.
const RecentDays = 90

// mostChanges is how many changes the page lists.
const mostChanges = 500

// Edit is one document before and after one commit; one of them may be nil.
type Edit struct {
	Day           source.Date
	Commit        string // the first letters of its name
	Before, After *document.Document
}

// Changed is the view that asks: What was decided, widened, replaced since I was last here?
var Changed = func() View {
	v := one("changed", "What was decided, widened, replaced since I was last here?", (*Site).hasChanges, makeChanges)
	v.Table = changesTable
	return withFeed(v, changeNews)
}()

// Changes is the data of Changed.
type Changes struct {
	From Day         `json:"from" jsonschema:"the first day that is looked at"`
	Cut  bool        `json:"cut" jsonschema:"older changes are left out, since there were too many"`
	Days []DayChange `json:"days" jsonschema:"the newest first"`
}

// DayChange is what changed on one day.
type DayChange struct {
	Day     Day          `json:"day"`
	ID      string       `json:"-"`
	Changes []FactChange `json:"changes"`

	First []FactChange `json:"-"` // those that the page shows at once
	Rest  []FactChange `json:"-"` // those that it shows when asked
	RestN int          `json:"-"`
}

// atOnce is how many changes of a day the page shows at once.
const atOnce = 20

// FactChange is one fact that is not as it was.
type FactChange struct {
	ID       string  `json:"-"`
	Day      Day     `json:"day"`
	Sort     string  `json:"sort" jsonschema:"what happened: decision-limit, bar-raised, promise-kept"`
	Matter   string  `json:"-"` // the first word of the sort, in the site's language
	Sentence string  `json:"sentence" jsonschema:"in English"`
	Before   string  `json:"before,omitempty"`
	After    string  `json:"after,omitempty"`
	Topic    string  `json:"topic,omitempty" jsonschema:"what it is about, as written"`
	Team     Ref     `json:"team,omitzero"`
	At       Passage `json:"at" jsonschema:"where it stands now; without an address when it is gone"`
	Commit   string  `json:"commit" jsonschema:"the first letters of the commit's name"`
}

// changeAt is a change with the commit that made it.
type changeAt struct {
	change.Change
	commit string
	day    time.Time
}

// hasChanges reports whether any fact changed lately.
func (s *Site) hasChanges() bool {
	return once(s, "has-changes", func() bool {
		found := false
		s.eachChange(func(changeAt) bool { found = true; return false })
		return found
	})
}

// changes are the facts that changed lately, the newest first.
func (s *Site) changes() (list []changeAt) {
	return once(s, "changes", func() (list []changeAt) {
		s.eachChange(func(t changeAt) bool { list = append(list, t); return len(list) <= mostChanges })
		slices.SortStableFunc(list, func(a, b changeAt) int { return b.day.Compare(a.day) }) // commits need not be in the order of their days
		return list
	})
}

// eachChange gives the facts that changed, commit by commit, until yield says
// false. Edited text is no fact.
func (s *Site) eachChange(yield func(changeAt) bool) {
	if s.Edits == nil {
		return
	}
	last := s.Model.Today.AddDate(0, 0, 1) // where the commit was made it may be a day later
	first := s.Model.Today.AddDate(0, 0, -RecentDays)
	for edits := s.Edits(); len(edits) > 0; {
		n := 1
		for n < len(edits) && edits[n].Commit == edits[0].Commit {
			n++
		}
		day := dayOf(edits[0].Day)
		if !day.Before(first) && !day.After(last) {
			for _, c := range s.changesOf(edits[:n]) {
				if c.Sort != change.Text && !yield(changeAt{c, edits[0].Commit, day}) {
					return
				}
			}
		}
		edits = edits[n:]
	}
}

func dayOf(d source.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// changesOf compares the documents of one commit.
func (s *Site) changesOf(edits []Edit) []change.Change {
	var before, after []*document.Document
	for _, e := range edits {
		if e.Before != nil {
			before = append(before, e.Before)
		}
		if e.After != nil {
			after = append(after, e.After)
		}
	}
	byPath := func(a, b *document.Document) int { return strings.Compare(a.Path, b.Path) }
	slices.SortFunc(before, byPath)
	slices.SortFunc(after, byPath)
	return change.Documents(s.Model, before, after)
}

func makeChanges(o on) *Changes {
	list := o.changes()
	data := &Changes{From: o.day(o.Model.Today.AddDate(0, 0, -RecentDays)), Cut: o.History.Recent().Cut || len(list) > mostChanges}
	for _, t := range list[:min(len(list), mostChanges)] {
		n := len(data.Days)
		if day := o.day(t.day); n == 0 || data.Days[n-1].Day.ISO != day.ISO {
			data.Days = append(data.Days, DayChange{Day: day, ID: "r:" + day.ISO})
			n++
		}
		data.Days[n-1].Changes = append(data.Days[n-1].Changes, o.change(t))
	}
	for i := range data.Days {
		d := &data.Days[i]
		d.First = d.Changes[:min(len(d.Changes), atOnce)]
		d.Rest = d.Changes[len(d.First):]
		d.RestN = len(d.Rest)
	}
	return data
}

func (o on) change(t changeAt) FactChange {
	c := FactChange{
		ID: "r:" + t.key(), Day: o.day(t.day), Sort: t.Sort, Matter: o.word("view.changed.sort." + t.Matter()),
		Sentence: t.Sentence, Before: t.Before, After: t.After, Topic: t.Topic, Commit: t.commit,
	}
	if t.Team != "" {
		c.Team = o.team(t.Team)
	}
	if d, at := o.now(t); d != nil {
		c.At = o.passage(d, at)
	} else {
		c.At = Passage{Page: t.Doc.Title, File: t.File, Line: t.Line()}
	}
	return c
}

// key names a change in the same way in every build.
func (t changeAt) key() string {
	h := fnv.New32a()
	for _, s := range []string{t.Sort, t.File, t.Topic, t.Before, t.After} {
		h.Write([]byte(s + "\x00"))
	}
	return fmt.Sprintf("%s-%08x", t.commit, h.Sum32())
}

// now returns the document that a change is about and the place of the line as
// they are today; nil when the document is gone.
func (s *Site) now(t changeAt) (*document.Document, line.Text) {
	d := s.Model.Find(t.Doc.Path)
	if d == nil {
		rows := s.Model.ByID.Get(t.Doc.ID)
		rows = slices.DeleteFunc(slices.Clone(rows), func(r model.Row[model.None]) bool { return r.Doc.Kind.Name != t.Doc.Kind.Name })
		if len(rows) != 1 {
			return nil, line.Text{}
		}
		d = rows[0].Doc
	}
	if t.Old {
		return d, line.Text{}
	}
	if d.File.Hash == t.Doc.File.Hash {
		return d, t.At
	}
	at, _ := change.Place(d, t.At)
	return d, at
}

// changesTable has a row a change.
func changesTable(p *theme.Page) *Table {
	data, ok := p.Above.Data.(*Changes)
	if !ok {
		return nil
	}
	table := &Table{Columns: []string{"day", "team", "sort", "sentence", "before", "after", "file", "line", "commit"}}
	for _, d := range data.Days {
		for _, c := range d.Changes {
			table.Rows = append(table.Rows, []string{d.Day.ISO, c.Team.Name, c.Sort, c.Sentence, c.Before, c.After, c.At.File, fmt.Sprint(c.At.Line), c.Commit})
		}
	}
	return table
}

// changeNews are the newest changes.
func changeNews(s *Site) []News {
	return once(s, "change-news", func() []News {
		var list []News
		for _, t := range s.changes() {
			if len(list) == mostNews {
				break
			}
			n := News{Key: "change/" + t.key(), Title: t.Sentence, Sort: t.Matter(), Day: t.day}
			if d, at := s.now(t); d != nil {
				if address, clash := s.Model.Address(d); len(clash) == 0 {
					n.HasPage, n.Address = true, address
					if anchor := Anchor(d, at); anchor != "" {
						n.Address += "#" + escapeFragment(anchor)
					}
				}
			}
			list = append(list, n)
		}
		return list
	})
}
