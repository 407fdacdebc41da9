package view

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/picture"
)

// Balance is the view that asks: Are promises kept, do we learn soon after a miss, are asks answered?
//
// It shows the whole by quarter, never a team. Days are medians: half of the
// cases took that long or less. Each number leads to the passages that it
// counts; where these are many, each quarter has a page of its own for them.
var Balance = balanceView()

func balanceView() View {
	v := many("balance", "Are promises kept, do we learn soon after a miss, are asks answered?", balanceKeys, balancePage)
	v.Has = (*Site).hasSigns
	v.Table = tableFrom(func(b *Balanced) *Table {
		t := &Table{Columns: []string{"quarter", "promises ended", "kept without a moved date", "experiments begun", "misses", "misses with a lesson", "median days from miss to lesson", "lessons from missed dates", "decisions with both dates", "median days from raised to decided", "asks", "asks no longer open"}}
		for _, q := range b.Quarters {
			t.Rows = append(t.Rows, []string{q.Quarter, strconv.Itoa(q.Ended.N), strconv.Itoa(q.Kept.N), strconv.Itoa(q.Experiments.N), strconv.Itoa(q.Missed.N), strconv.Itoa(q.Learned.N), medianText(q.LearnedDays), strconv.Itoa(q.Lessons.N), strconv.Itoa(q.Decided.N), medianText(q.Decided), strconv.Itoa(q.Asks.N), strconv.Itoa(q.Answered.N)})
		}
		return t
	})
	return v
}

// Balanced is the data of Balance.
type Balanced struct {
	Single   bool             `json:"-"` // the page of one quarter
	Quarters []BalanceQuarter `json:"quarters" jsonschema:"the newest first; on the page of one quarter that one"`
	SVG      template.HTML    `json:"-"`
}

// BalanceQuarter is what happened in a quarter of a year, in the whole
// organisation.
type BalanceQuarter struct {
	ID          string        `json:"-"`
	Quarter     string        `json:"quarter" jsonschema:"as 2026-Q3; empty for what has no date that can be read"`
	Words       string        `json:"-"`
	Ended       Count         `json:"promises-ended" jsonschema:"promises that were due in it and have an outcome"`
	Kept        Count         `json:"promises-kept" jsonschema:"those of them that were kept, and whose date was never moved"`
	Experiments Count         `json:"experiments-begun"`
	Missed      Count         `json:"misses" jsonschema:"those of the promises that were missed"`
	Learned     Count         `json:"misses-with-lesson" jsonschema:"those of the misses that name a lesson"`
	LearnedDays BalanceDays   `json:"days-to-lesson" jsonschema:"from the day on which the promise was due to the day of its lesson"`
	Lessons     Count         `json:"lessons-from-missed-dates" jsonschema:"lessons written in it that come from a missed date, also of promises that are not written down"`
	Decided     BalanceDays   `json:"decisions" jsonschema:"days from raised to date"`
	Asks        Count         `json:"asks" jsonschema:"asks for support that date from it"`
	Answered    Count         `json:"asks-no-longer-open"`
	Lists       []BalanceList `json:"passages,omitempty" jsonschema:"what is counted; left out where the quarter has a page of its own"`
}

// BalanceDays is how long something took.
type BalanceDays struct {
	N      int    `json:"n" jsonschema:"how many cases are known"`
	Median int    `json:"median-days" jsonschema:"half of them took that long or less"`
	Href   string `json:"href,omitempty"`
}

// BalanceList is what one sign counts in a quarter.
type BalanceList struct {
	ID    string        `json:"-"`
	Sign  string        `json:"sign" jsonschema:"promises, experiments, misses, lessons, decisions or asks"`
	Words string        `json:"-"`
	Items []BalanceItem `json:"items"`
	Left  int           `json:"left-out,omitempty" jsonschema:"how many more there are"`
}

// BalanceItem is one passage that is counted.
type BalanceItem struct {
	Ref    Ref    `json:"document"`
	State  State  `json:"state,omitzero"`
	Moved  bool   `json:"moved,omitempty" jsonschema:"its date was moved"`
	Days   int    `json:"days,omitempty"`
	HasDay bool   `json:"has-days,omitempty" jsonschema:"the days are known"`
	Lesson *Ref   `json:"lesson,omitempty"`
	What   string `json:"what,omitempty" jsonschema:"what is asked for"`
}

const (
	maxQuarters = 16  // on the view's own page, counted back from the newest
	maxListed   = 400 // passages that it lists itself; more, and each quarter has a page
	maxItems    = 200 // of one list
)

// sign is one thing that is counted, in the quarter of its day.
type sign struct {
	day   time.Time
	name  string // one of signNames
	doc   *document.Document
	state string
	shape string
	moved bool
	days  int
	dated bool               // days are known
	by    *document.Document // the lesson of a miss
	what  string             // what is asked for
	at    line.Text          // where; empty for the whole document
}

// signNames are what is counted, in the order in which pages list it.
var signNames = []string{"promises", "experiments", "misses", "lessons", "decisions", "asks"}

// signs returns all that is counted, of documents that hold today.
func (s *Site) signs() []sign {
	return once(s, "signs of balance", func() []sign {
		var all []sign
		s.eachSigns(func(some []sign) bool {
			all = append(all, some...)
			return true
		})
		return all
	})
}

// hasSigns reports whether anything is counted.
func (s *Site) hasSigns() bool {
	found := false
	s.eachSigns(func(some []sign) bool {
		found = len(some) > 0
		return !found
	})
	return found
}

// eachSigns yields what is counted, a few at a time.
func (s *Site) eachSigns(yield func([]sign) bool) {
	of := []struct {
		kind string
		do   func(*document.Document) []sign
	}{{"commitment", s.promiseSigns}, {"experiment", s.experimentSigns}, {"decision", s.decisionSigns}, {"lesson", s.lessonSigns}}
	for _, k := range of {
		for _, row := range s.Model.ByKind.Get(k.kind) {
			if !yield(k.do(row.Doc)) {
				return
			}
		}
	}
	yield(s.askSigns())
}

// decisionSigns counts a decision that tells when it was asked for.
func (s *Site) decisionSigns(d *document.Document) []sign {
	f := &d.Facts
	if !s.Model.Living(d) || f.Raised.Day.IsZero() || f.Date.Day.IsZero() || f.Raised.Day.After(f.Date.Day) {
		return nil
	}
	return []sign{{day: f.Date.Day, name: "decisions", doc: d, days: daysBetween(f.Raised.Day, f.Date.Day), dated: true}}
}

// lessonSigns counts a lesson from a missed date.
func (s *Site) lessonSigns(d *document.Document) []sign {
	if d.Facts.From.Text != "missed-deadline" || !s.Model.Living(d) {
		return nil
	}
	return []sign{{day: d.Facts.Date.Day, name: "lessons", doc: d}}
}

func daysBetween(a, b time.Time) int { return int(b.Sub(a).Hours() / 24) }

// promiseShapes are the outcomes of promises and how they are shown.
var promiseShapes = map[string]string{"kept": "ok", "partly": "info", "missed": "due", "changed": "info", "dropped": "none"}

// promiseSigns counts a promise that has ended, and a miss with its lesson.
func (s *Site) promiseSigns(d *document.Document) []sign {
	outcome := s.Model.Status(d)
	shape, ended := promiseShapes[outcome]
	if !ended {
		return nil
	}
	f := &d.Facts
	signs := []sign{{day: f.Due.Day, name: "promises", doc: d, state: outcome, shape: shape, moved: len(f.Moved) > 0}}
	if outcome != "missed" {
		return signs
	}
	miss := sign{day: f.Due.Day, name: "misses", doc: d, state: outcome, shape: shape}
	if lesson := s.meant(d, f.Lesson).Doc; lesson != nil {
		miss.by = lesson
		if day := lesson.Facts.Date.Day; !day.IsZero() && !f.Due.Day.IsZero() {
			miss.days, miss.dated = daysBetween(f.Due.Day, day), true
		}
	}
	return append(signs, miss)
}

// experimentResults are the results of experiments as states with their shapes.
var experimentResults = map[string][2]string{
	"worked": {"worked", "ok"}, "partly": {"partly", "info"}, "did not work": {"did-not-work", "info"}, "unclear": {"unclear", "none"},
}

func (s *Site) experimentSigns(d *document.Document) []sign {
	status := s.Model.Status(d)
	if status != "running" && status != "done" {
		return nil
	}
	sg := sign{day: d.Facts.Starts.Day, name: "experiments", doc: d}
	if sg.day.IsZero() {
		sg.day = d.Facts.Ends.Day
	}
	if r, known := experimentResults[d.Facts.Result.Text]; known {
		sg.state, sg.shape = r[0], r[1]
	}
	return []sign{sg}
}

// askSigns counts the asks for support: the newest of each promise that ever
// needed something, and the sections of lessons and room checks that ask.
func (s *Site) askSigns() []sign {
	open := map[*document.Document]bool{}
	for _, a := range s.openAsks() {
		open[a.Doc] = true
	}
	var all []sign
	add := func(d *document.Document, day time.Time, what string, at line.Text) {
		sg := sign{day: day, name: "asks", doc: d, state: "answered", shape: "ok", what: what, at: at}
		if open[d] {
			sg.state, sg.shape = "open", "info"
		}
		all = append(all, sg)
	}
	for _, row := range s.Model.ByKind.Get("commitment") {
		if c := lastNeed(row.Doc); c != nil && row.Doc.Facts.Active() {
			add(row.Doc, c.Date.Day, c.Needs.Text, c.Needs)
		}
	}
	for _, kind := range []struct{ name, section string }{{"lesson", "what-support-we-need"}, {"assessment", "what-we-ask-for"}} {
		for _, row := range s.Model.ByKind.Get(kind.name) {
			d := row.Doc
			if at := sectionOf(d, kind.section); at.Text != "" && (kind.name == "lesson" || d.Facts.Sort.Text == "room-check") && s.Model.Living(d) {
				add(d, d.Facts.Date.Day, "", at)
			}
		}
	}
	return all
}

// lastNeed returns the newest check-in that needs something, or nil.
func lastNeed(d *document.Document) *document.CheckIn {
	var last *document.CheckIn
	for i := range d.Facts.CheckIns {
		if c := &d.Facts.CheckIns[i]; c.Needs.Text != "" && (last == nil || !c.Date.Day.Before(last.Date.Day)) {
			last = c
		}
	}
	return last
}

// quarterOf is the quarter of a day as 2026-Q3, "" of none.
func quarterOf(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d-Q%d", day.Year(), (int(day.Month())+2)/3)
}

// quarters groups signs, the newest quarter first and the one without a day
// last.
func (s *Site) quarters() []*model.Group[string, sign] {
	return once(s, "quarters of balance", func() []*model.Group[string, sign] {
		by := map[string]*model.Group[string, sign]{}
		var list []*model.Group[string, sign]
		for _, sg := range s.signs() {
			key := quarterOf(sg.day)
			if by[key] == nil {
				by[key] = &model.Group[string, sign]{Key: key}
				list = append(list, by[key])
			}
			by[key].Rows = append(by[key].Rows, model.Row[sign]{Value: sg, Doc: sg.doc})
		}
		slices.SortFunc(list, func(a, b *model.Group[string, sign]) int { return strings.Compare(b.Key, a.Key) })
		return list
	})
}

// quarterPages reports whether each quarter has a page of its own.
func (s *Site) quarterPages() bool { return len(s.signs()) > maxListed }

// quarterKey is the key of a quarter's page, and what its ids begin with.
func quarterKey(quarter string) string { return cmp.Or(strings.ToLower(quarter), "undated") }

func balanceKeys(s *Site) []string {
	if len(s.signs()) == 0 {
		return nil
	}
	keys := []string{""}
	if s.quarterPages() {
		for _, g := range s.quarters() {
			keys = append(keys, quarterKey(g.Key)+"/")
		}
	}
	return keys
}

func balancePage(o on, key string) *Balanced {
	if !slices.Contains(balanceKeys(o.Site), key) {
		return nil
	}
	b := &Balanced{Single: key != ""}
	for _, g := range o.quarters() {
		if b.Single && quarterKey(g.Key)+"/" != key {
			continue
		}
		if len(b.Quarters) == maxQuarters {
			break
		}
		elsewhere := !b.Single && o.quarterPages()
		place := o.here("r:" + quarterKey(g.Key))
		if elsewhere {
			place = o.at(Base+"balance/"+quarterKey(g.Key)+"/") + "#r:" + quarterKey(g.Key)
		}
		q := o.balanceQuarter(g, place)
		if elsewhere {
			q.Lists = nil
		}
		b.Quarters = append(b.Quarters, q)
	}
	if b.Single {
		o.Page.Title = o.word("view.balance") + " " + b.Quarters[0].Words
	} else {
		b.SVG = o.balanceBars(b.Quarters)
	}
	return b
}

// balanceQuarter counts one quarter; the ids of its lists begin with place.
func (o on) balanceQuarter(g *model.Group[string, sign], place string) BalanceQuarter {
	q := BalanceQuarter{ID: "r:" + quarterKey(g.Key), Quarter: g.Key, Words: cmp.Or(strings.ReplaceAll(g.Key, "-", " "), o.word("view.balance.undated"))}
	var learned, decided []int
	lists := map[string]*BalanceList{}
	for _, row := range g.Rows {
		sg := &row.Value
		switch sg.name {
		case "promises":
			q.Ended.N++
			if sg.state == "kept" && !sg.moved {
				q.Kept.N++
			}
		case "experiments":
			q.Experiments.N++
		case "misses":
			q.Missed.N++
			if sg.by != nil {
				q.Learned.N++
			}
			if sg.dated {
				learned = append(learned, sg.days)
			}
		case "lessons":
			q.Lessons.N++
		case "decisions":
			decided = append(decided, sg.days)
		case "asks":
			q.Asks.N++
			if sg.state == "answered" {
				q.Answered.N++
			}
		}
		list := lists[sg.name]
		if list == nil {
			list = &BalanceList{ID: q.ID + "-" + sg.name, Sign: sg.name, Words: o.word("view.balance." + sg.name)}
			lists[sg.name] = list
		}
		if len(list.Items) == maxItems {
			list.Left++
			continue
		}
		list.Items = append(list.Items, o.balanceItem(sg))
	}
	q.Ended.Href, q.Kept.Href = place+"-promises", place+"-promises"
	q.Experiments.Href, q.Missed.Href = place+"-experiments", place+"-misses"
	q.Asks.Href, q.Answered.Href = place+"-asks", place+"-asks"
	q.Learned.Href, q.Lessons.Href = place+"-misses", place+"-lessons"
	q.LearnedDays, q.Decided = balanceDays(learned, place+"-misses"), balanceDays(decided, place+"-decisions")
	for _, name := range signNames {
		if lists[name] != nil {
			q.Lists = append(q.Lists, *lists[name])
		}
	}
	return q
}

func (o on) balanceItem(sg *sign) BalanceItem {
	it := BalanceItem{Ref: o.doc(sg.doc), Moved: sg.moved, Days: sg.days, HasDay: sg.dated, What: sg.what}
	if sg.at.Text != "" {
		it.Ref.Href = o.passage(sg.doc, sg.at).Href
	}
	if sg.state != "" {
		it.State = o.state(sg.state, sg.shape)
	}
	if sg.by != nil {
		lesson := o.doc(sg.by)
		it.Lesson = &lesson
	}
	return it
}

// balanceDays is the median of days, the lower one of two in the middle.
func balanceDays(days []int, to string) BalanceDays {
	if len(days) == 0 {
		return BalanceDays{}
	}
	slices.Sort(days)
	return BalanceDays{N: len(days), Median: days[(len(days)-1)/2], Href: to}
}

func medianText(d BalanceDays) string {
	if d.N == 0 {
		return ""
	}
	return strconv.Itoa(d.Median)
}

// balanceBars draws the counts, the earliest quarter first.
func (o on) balanceBars(quarters []BalanceQuarter) template.HTML {
	b := picture.Bars{ID: "balance", Title: o.word("view.balance.bars"), Desc: o.word("view.balance.bars.says")}
	rows := []picture.BarRow{{Words: o.word("view.balance.ended")}, {Words: o.word("view.balance.kept")}, {Words: o.word("view.balance.experiments")}, {Words: o.word("view.balance.asks")}, {Words: o.word("view.balance.answered")}}
	for _, q := range slices.Backward(quarters) {
		if q.Quarter == "" {
			continue
		}
		b.Columns = append(b.Columns, q.Words)
		for i, c := range []Count{q.Ended, q.Kept, q.Experiments, q.Asks, q.Answered} {
			to := c.Href
			if c.N == 0 {
				to = ""
			}
			rows[i].Counts, rows[i].Hrefs = append(rows[i].Counts, c.N), append(rows[i].Hrefs, to)
		}
	}
	if len(b.Columns) < 2 { // one column shows no trend
		return ""
	}
	b.Rows = rows
	return b.SVG()
}
