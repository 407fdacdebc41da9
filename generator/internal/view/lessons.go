package view

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/picture"
	"remit/generator/internal/theme"
)

// LessonsLearned is the view that asks: What did we learn, what keeps coming
// back, and what did it lead to? Its own page has the patterns and the newest
// lessons; there is a page for each pattern, team and year, for what lessons
// come from, and for each thing that they touch.
var LessonsLearned = func() View {
	v := many("lessons", "What did we learn, what keeps coming back, and what did it lead to?", lessonKeys, on.lessons)
	v.Has = func(s *Site) bool {
		return slices.ContainsFunc(s.Model.ByKind.Get("lesson"), func(r model.Row[model.None]) bool { return s.Model.Living(r.Doc) })
	}
	v.Table = lessonTable
	return v
}()

// LessonList is the data of LessonsLearned.
type LessonList struct {
	Only     *Facet         `json:"only,omitempty" jsonschema:"the part of all lessons that this page is about"`
	Sort     string         `json:"sort,omitempty" jsonschema:"of that part: pattern, team, year, from or about"`
	All      string         `json:"-"` // address of the page of all, on that of a part
	Patterns []PatternSeen  `json:"patterns,omitempty" jsonschema:"that came back, by name; on the page of a pattern that one"`
	Years    []string       `json:"years,omitempty" jsonschema:"of the counts by year"`
	SVG      template.HTML  `json:"-"`
	Facets   []LessonFacets `json:"facets,omitempty"`
	Lessons  []LessonRow    `json:"lessons" jsonschema:"the newest first"`
	More     int            `json:"more,omitempty" jsonschema:"how many older ones are not listed here"`
}

// LessonFacets are the parts of one sort.
type LessonFacets struct {
	Sort   string  `json:"sort"`
	Words  string  `json:"-"`
	Facets []Facet `json:"facets"`
	Closed bool    `json:"-"` // there are many, so the list is shown when asked for
}

// LessonRow is one lesson.
type LessonRow struct {
	ID       string `json:"-"`
	YearID   string `json:"-"` // of the newest lesson of a year
	Facets   string `json:"-"` // the parts that it belongs to
	Day      Day    `json:"day"`
	Doc      Ref    `json:"lesson"`
	Team     Ref    `json:"team"`
	Learned  string `json:"learned,omitempty" jsonschema:"its first sentence"`
	From     State  `json:"from"`
	Patterns []Ref  `json:"patterns,omitempty"`
	Touches  []Ref  `json:"touches,omitempty"`
	LedTo    []Ref  `json:"led-to,omitempty"`
}

// PatternSeen is a pattern and where it was seen.
type PatternSeen struct {
	ID       string        `json:"-"`
	Pattern  Ref           `json:"pattern"`
	Seen     Count         `json:"seen"`
	ByYear   []Count       `json:"by-year" jsonschema:"one count for each of the years"`
	Teams    []Ref         `json:"teams"`
	LedTo    []PatternLed  `json:"led-to,omitempty"`
	Open     []PatternTodo `json:"still-to-do,omitempty"`
	MoreLed  int           `json:"more-led-to,omitempty" jsonschema:"how many others are on the pages of the lessons"`
	MoreOpen int           `json:"more-still-to-do,omitempty" jsonschema:"how many others are on the pages of the lessons"`
	Back     *PatternBack  `json:"came-back,omitempty" jsonschema:"lessons that are newer than the newest decision to which an earlier one led"`
}

// PatternLed is what a lesson led to.
type PatternLed struct {
	Doc Ref `json:"document"`
	Day Day `json:"day"`
}

// PatternTodo is a follow-up of a lesson that is neither done nor dropped.
type PatternTodo struct {
	What  string  `json:"what"`
	Team  Ref     `json:"team"`
	By    Day     `json:"by"`
	Text  string  `json:"by-text,omitempty" jsonschema:"what is written where a day should be"`
	Where Passage `json:"where"`
}

// PatternBack is a decision and the lessons of the pattern that are newer.
type PatternBack struct {
	Decision PatternLed   `json:"decision"`
	Lessons  []PatternLed `json:"lessons"`
}

const (
	allLessons    = 200 // up to that many stand on the page of all
	newestLessons = 100 // else these
	partLessons   = 500 // of a part
	openFacets    = 12
	facetsMost    = 500
	facetsBeside  = 60 // on the page of one
	patternsMost  = 100
	yearsMost     = 8
	ofPattern     = 10  // decisions and follow-ups of a pattern on the page of all
	ofThisPattern = 200 // on its own
)

// lesson is one lesson with what its ids stand for.
type lesson struct {
	doc      *document.Document
	team     string
	year     string
	from     string
	patterns []*part
	touches  []*part
	ledTo    []*document.Document
}

// part is what lessons have in common: a pattern, a team, a year.
type part struct {
	value   string // in addresses
	named   model.Named
	words   string
	touched bool   // it is what lessons touch
	folded  string // words in the form in which they are sorted
}

// lessonParts are the lessons of each part of one sort.
type lessonParts struct {
	sort   string
	parts  []*part // by words
	of     map[string][]*lesson
	byName map[string]*part
}

func (p *lessonParts) add(l *lesson, to *part) {
	if to.value == "" {
		return
	}
	list := p.of[to.value]
	switch {
	case len(list) == 0:
		to.folded = strings.ToLower(to.words)
		p.byName[to.value] = to
	case list[len(list)-1] == l:
		return
	}
	p.of[to.value] = append(list, l)
}

// lessonBook is all lessons that hold, the newest first, and their parts.
type lessonBook struct {
	all   []*lesson
	sorts []*lessonParts
	known map[partKey]*part // what the same reference stood for before
}

type partKey struct{ field, kind, id string }

func (b *lessonBook) sort(name string) *lessonParts {
	for _, p := range b.sorts {
		if p.sort == name {
			return p
		}
	}
	return nil
}

func (s *Site) lessonBook() *lessonBook {
	return once(s, "lessons", func() *lessonBook {
		b := &lessonBook{known: map[partKey]*part{}}
		for _, row := range s.Model.ByKind.Get("lesson") {
			if s.Model.Living(row.Doc) {
				b.all = append(b.all, b.lesson(s, row.Doc))
			}
		}
		slices.SortStableFunc(b.all, func(x, y *lesson) int {
			return cmp.Or(y.doc.Facts.Date.Day.Compare(x.doc.Facts.Date.Day), strings.Compare(x.doc.Path, y.doc.Path))
		})
		for _, name := range []string{"pattern", "team", "year", "from", "about"} {
			b.sorts = append(b.sorts, &lessonParts{sort: name, of: map[string][]*lesson{}, byName: map[string]*part{}})
		}
		for _, l := range b.all {
			for _, p := range l.patterns {
				b.sorts[0].add(l, p)
			}
			b.sorts[1].add(l, b.part(partKey{field: "owner", id: l.team}, func() *part { return &part{value: inAddress(l.team), words: s.teamName(l.team)} }))
			b.sorts[2].add(l, &part{value: l.year, words: l.year})
			b.sorts[3].add(l, b.part(partKey{field: "from", id: l.from}, func() *part { return &part{value: inAddress(l.from), words: s.fromWords(l.from)} }))
			for _, p := range l.touches {
				b.sorts[4].add(l, p)
			}
		}
		for _, p := range b.sorts {
			for _, to := range p.byName {
				p.parts = append(p.parts, to)
			}
			slices.SortFunc(p.parts, func(x, y *part) int {
				return cmp.Or(strings.Compare(x.folded, y.folded), strings.Compare(x.value, y.value))
			})
		}
		slices.Reverse(b.sorts[2].parts)
		return b
	})
}

func (b *lessonBook) part(key partKey, work func() *part) *part {
	p, known := b.known[key]
	if !known {
		p = work()
		b.known[key] = p
	}
	return p
}

func (b *lessonBook) lesson(s *Site, d *document.Document) *lesson {
	f := &d.Facts
	l := &lesson{doc: d, team: s.Model.Owner(d).ID, from: f.From.Text}
	if !f.Date.Day.IsZero() {
		l.year = strconv.Itoa(f.Date.Day.Year())
	}
	for i := range f.Refs {
		r := &f.Refs[i]
		switch r.Field {
		case "patterns":
			l.patterns = append(l.patterns, b.part(partKey{r.Field, r.Kind, r.ID}, func() *part { return s.part(r) }))
		case "touches":
			l.touches = append(l.touches, b.part(partKey{r.Field, r.Kind, r.ID}, func() *part {
				p := s.part(r)
				p.touched = true
				return p
			}))
		case "led-to":
			if p := b.part(partKey{r.Field, r.Kind, r.ID}, func() *part { return &part{named: s.Model.Name(r.ID, r.Kind, r.To)} }); p.named.Doc != nil {
				l.ledTo = append(l.ledTo, p.named.Doc)
			}
		}
	}
	return l
}

// part is what a reference of a lesson stands for; an id that nothing has is a
// part too, with the words that were written.
func (s *Site) part(r *document.Reference) *part {
	n := s.Model.Name(r.ID, r.Kind, r.To)
	if n.Sort == model.Nothing {
		n = s.Model.Name(r.ID, r.Kind, nil) // a lesson may touch a topic
	}
	return &part{value: inAddress(cmp.Or(n.ID, r.ID)), named: n, words: cmp.Or(n.Name, r.Text.Text)}
}

// fromWords is what a lesson comes from, in words.
func (s *Site) fromWords(from string) string {
	switch from {
	case "missed-deadline", "incident", "experiment", "project", "near-miss", "success":
		return s.word("view.lessons.from." + from)
	}
	return from
}

func lessonKeys(s *Site) []string {
	b := s.lessonBook()
	if len(b.all) == 0 {
		return nil
	}
	keys := []string{""}
	for _, sort := range b.sorts {
		for _, p := range sort.parts {
			if !p.hasPage() {
				keys = append(keys, sort.sort+"/"+p.value+"/")
			}
		}
	}
	return keys
}

func (o on) lessons(key string) *LessonList {
	b := o.lessonBook()
	if len(b.all) == 0 {
		return nil
	}
	if key == "" {
		return o.allLessons(b)
	}
	sort, value, _ := strings.Cut(strings.TrimSuffix(key, "/"), "/")
	parts := b.sort(sort)
	if parts == nil || key != sort+"/"+value+"/" || len(parts.of[value]) == 0 || parts.byName[value].hasPage() {
		return nil
	}
	return o.someLessons(b, parts, value)
}

// allLessons makes the page of all lessons. Rows say to which parts they belong
// only where all of them stand, so that parts can be combined in place.
func (o on) allLessons(b *lessonBook) *LessonList {
	data := &LessonList{}
	shown, whole := b.all, len(b.all) <= allLessons
	if !whole {
		shown = b.all[:newestLessons]
		data.More = len(b.all) - newestLessons
	}
	data.Lessons = o.lessonRows(shown, whole)
	for _, p := range b.sorts {
		if f := o.lessonFacets(p, p.parts[:min(len(p.parts), facetsMost)], "", whole); len(f.Facets) > 0 {
			data.Facets = append(data.Facets, f)
		}
	}
	var back []*part
	for _, p := range b.sort("pattern").parts {
		if len(b.sort("pattern").of[p.value]) > 1 {
			back = append(back, p)
		}
	}
	o.patterns(data, b, back[:min(len(back), patternsMost)])
	return data
}

// someLessons makes the page of a part.
func (o on) someLessons(b *lessonBook, parts *lessonParts, value string) *LessonList {
	list, p := parts.of[value], parts.byName[value]
	data := &LessonList{Sort: parts.sort, All: o.at(Base + "lessons/")}
	data.Only = &Facet{Value: value, Words: p.words, Count: Count{len(list), o.here("r:lessons")}, Current: true}
	data.Lessons = o.lessonRows(list[:min(len(list), partLessons)], false)
	data.More = len(list) - len(data.Lessons)
	o.Page.Title = o.phrase("view.lessons.of."+parts.sort, "{name}", p.words)
	beside := parts.parts
	if len(beside) > facetsBeside {
		beside = []*part{p}
	}
	data.Facets = []LessonFacets{o.lessonFacets(parts, beside, value, false)}
	data.Facets[0].Closed = false
	if parts.sort == "pattern" {
		o.patterns(data, b, []*part{p})
	}
	return data
}

func (o on) lessonFacets(parts *lessonParts, shown []*part, current string, whole bool) LessonFacets {
	f := LessonFacets{Sort: parts.sort, Words: o.word("view.lessons.by." + parts.sort), Closed: len(shown) > openFacets || parts.sort == "about"}
	for _, p := range shown {
		facet := Facet{Value: p.value, Words: p.words, Current: p.value == current, Count: Count{len(parts.of[p.value]), o.lessonsAt(parts.sort, p.value)}}
		if p.hasPage() {
			facet.Count.Href = o.named(p.named).Href
		}
		if whole {
			facet.Key = parts.sort + ":" + p.value
		}
		f.Facets = append(f.Facets, facet)
	}
	return f
}

// hasPage reports whether a part is something with a page of its own, which
// lists the lessons that touch it.
func (p *part) hasPage() bool { return p.touched && (p.named.Doc != nil || p.named.Entry != nil) }

// lessonsAt is the address of the page of a part.
func (o on) lessonsAt(sort, value string) string {
	return o.at(Base + "lessons/" + sort + "/" + value + "/")
}

func (o on) lessonRows(list []*lesson, whole bool) []LessonRow {
	rows := make([]LessonRow, 0, len(list))
	year := ""
	for _, l := range list {
		row := LessonRow{
			ID: rowID(l.doc), Day: o.day(l.doc.Facts.Date.Day), Doc: o.doc(l.doc), Team: o.owner(l.doc),
			Learned: firstSentence(cmp.Or(l.doc.Facts.Purpose, l.doc.Summary)),
		}
		if l.year != year {
			year, row.YearID = l.year, "r:"+l.year
		}
		if l.from != "" {
			row.From = State{Name: l.from, Words: o.fromWords(l.from), Shape: "none"}
		}
		for _, p := range l.patterns {
			row.Patterns = append(row.Patterns, Ref{ID: p.value, Name: p.words, Href: o.lessonsAt("pattern", p.value)})
		}
		for _, p := range l.touches {
			r := Ref{ID: p.value, Name: p.words}
			if p.named.Doc != nil || p.named.Entry != nil {
				r = o.named(p.named)
			}
			row.Touches = append(row.Touches, r)
		}
		for _, d := range l.ledTo {
			row.LedTo = append(row.LedTo, o.doc(d))
		}
		if whole {
			row.Facets = l.facets()
		}
		rows = append(rows, row)
	}
	return rows
}

// facets lists the parts that a lesson belongs to, for scripts.
func (l *lesson) facets() string {
	var all []string
	add := func(sort, value string) {
		if value != "" {
			all = append(all, sort+":"+value)
		}
	}
	for _, p := range l.patterns {
		add("pattern", p.value)
	}
	add("team", inAddress(l.team))
	add("year", l.year)
	add("from", inAddress(l.from))
	for _, p := range l.touches {
		add("about", p.value)
	}
	return strings.Join(all, " ")
}

// patterns fills in what came of patterns.
func (o on) patterns(data *LessonList, b *lessonBook, shown []*part) {
	if len(shown) == 0 {
		return
	}
	parts, most := b.sort("pattern"), ofPattern
	if data.Only != nil {
		most = ofThisPattern
	}
	data.Years = yearsOf(parts, shown)
	bars := picture.Bars{ID: "patterns", Title: o.word("view.lessons.picture"), Desc: o.word("view.lessons.picture.desc"), Columns: data.Years}
	for _, p := range shown {
		seen := o.pattern(p, parts.of[p.value], data.Years, most)
		data.Patterns = append(data.Patterns, seen)
		row := picture.BarRow{Words: p.words, Href: seen.Seen.Href}
		for _, c := range seen.ByYear {
			row.Counts = append(row.Counts, c.N)
			row.Hrefs = append(row.Hrefs, c.Href)
		}
		bars.Rows = append(bars.Rows, row)
	}
	if len(data.Years) > 1 { // one year is no trend
		data.SVG = bars.SVG()
	}
}

// yearsOf returns the years from the first to the last in which a pattern was
// seen, the last ones when there are many.
func yearsOf(parts *lessonParts, shown []*part) []string {
	first, last := 0, 0
	for _, p := range shown {
		for _, l := range parts.of[p.value] {
			if l.year == "" {
				continue
			}
			year := l.doc.Facts.Date.Day.Year()
			if first == 0 || year < first {
				first = year
			}
			last = max(last, year)
		}
	}
	if last == 0 {
		return nil
	}
	var years []string
	for year := max(first, last-yearsMost+1); year <= last; year++ {
		years = append(years, strconv.Itoa(year))
	}
	return years
}

// pattern tells what came of a pattern, and lists at most so many of each.
func (o on) pattern(p *part, list []*lesson, years []string, most int) PatternSeen {
	at := o.lessonsAt("pattern", p.value)
	seen := PatternSeen{ID: "r:pattern-" + p.value, Pattern: Ref{ID: p.value, Name: p.words, Href: at}, Seen: Count{len(list), at + "#r:lessons"}}
	if at == o.at(o.Page.Path) {
		seen.Pattern.Href = ""
	}
	counts, teams := map[string]int{}, map[string]bool{}
	var led []*document.Document
	for _, l := range list {
		counts[l.year]++
		if l.team != "" && !teams[l.team] {
			teams[l.team] = true
			seen.Teams = append(seen.Teams, o.owner(l.doc))
		}
		for _, d := range l.ledTo {
			if !slices.Contains(led, d) {
				led = append(led, d)
			}
		}
		o.addStillToDo(&seen, l.doc, most)
	}
	for _, year := range years {
		c := Count{N: counts[year]}
		if c.N > 0 {
			c.Href = at + "#r:" + year
		}
		seen.ByYear = append(seen.ByYear, c)
	}
	slices.SortFunc(seen.Teams, func(a, b Ref) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(led, func(a, b *document.Document) int {
		return cmp.Or(b.Facts.Date.Day.Compare(a.Facts.Date.Day), byTitle(a, b))
	})
	for _, d := range led[:min(len(led), most)] {
		seen.LedTo = append(seen.LedTo, PatternLed{o.doc(d), o.day(d.Facts.Date.Day)})
	}
	seen.MoreLed = len(led) - len(seen.LedTo)
	seen.Back = o.cameBack(list, most)
	return seen
}

// addStillToDo adds the follow-ups of a lesson that are neither done nor
// dropped, and counts those that are too many to list.
func (o on) addStillToDo(seen *PatternSeen, d *document.Document, most int) {
	for i := range d.Facts.FollowUps {
		f := &d.Facts.FollowUps[i]
		if f.Dropped || f.Done.Text.Text != "" || f.What.Text == "" {
			continue
		}
		if len(seen.Open) == most {
			seen.MoreOpen++
			continue
		}
		todo := PatternTodo{What: f.What.Text, By: o.day(f.By.Day), Where: o.passage(d, f.Text)}
		if f.Team.Text != "" {
			todo.Team = o.team(f.Team.Text)
		}
		if f.By.Day.IsZero() {
			todo.Text = f.By.Text.Text
		}
		seen.Open = append(seen.Open, todo)
	}
}

// cameBack finds the newest decision to which a lesson of a list led and after
// which there are lessons all the same. list is the newest first.
func (o on) cameBack(list []*lesson, most int) *PatternBack {
	var decision *document.Document
	newest := list[0].doc.Facts.Date.Day
	for _, l := range list {
		for _, d := range l.ledTo {
			day := d.Facts.Date.Day
			if d.Kind.Name == "decision" && !day.IsZero() && day.Before(newest) && (decision == nil || day.After(decision.Facts.Date.Day)) {
				decision = d
			}
		}
	}
	if decision == nil {
		return nil
	}
	back := &PatternBack{Decision: PatternLed{o.doc(decision), o.day(decision.Facts.Date.Day)}}
	for _, l := range list {
		if len(back.Lessons) < most && l.doc.Facts.Date.Day.After(decision.Facts.Date.Day) && !slices.Contains(l.ledTo, decision) {
			back.Lessons = append(back.Lessons, PatternLed{o.doc(l.doc), o.day(l.doc.Facts.Date.Day)})
		}
	}
	if len(back.Lessons) == 0 {
		return nil
	}
	return back
}

func lessonTable(p *theme.Page) *Table {
	t := &Table{Columns: []string{"date", "lesson", "team", "from", "patterns", "touches", "led-to", "learned"}}
	for _, l := range p.Above.Data.(*LessonList).Lessons {
		t.Rows = append(t.Rows, []string{l.Day.ISO, l.Doc.Name, l.Team.Name, l.From.Name, refNames(l.Patterns), refNames(l.Touches), refNames(l.LedTo), l.Learned})
	}
	return t
}
