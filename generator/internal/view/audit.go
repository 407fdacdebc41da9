package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
)

// Audit is the view that asks: Where would more room fit, where is it right as
// it is, and where should leaders and team talk first?
//
// It is for leaders: a site whose settings name an audience of that name has it
// in the build for them alone. Each team stands in a row, by name, with what is
// written about it and a suggestion that follows from the rules of auditRules
// and nothing else. What leaders owe a team stands beside what the team does.
// Each area has a page, and so have very many teams.
var Audit = auditView()

func auditView() View {
	v := many("audit", "Where would more room fit, where is it right as it is, and where should leaders and team talk first?", auditKeys, on.audit)
	v.Has = (*Site).hasAudit
	v.Table = tableFrom(auditTable)
	return v
}

// Audited is the data of Audit.
type Audited struct {
	AsOf  Day              `json:"as-of" jsonschema:"the day of the build, from which months and days are counted back"`
	Kept  bool             `json:"kept-for-leaders" jsonschema:"the page is only in the build for the audience leaders"`
	All   string           `json:"-"` // address of the page of all, on that of an area
	Areas []Facet          `json:"areas,omitempty"`
	Pages []Ref            `json:"pages,omitempty" jsonschema:"the pages of very many teams, where there are several; that of this file has no address"`
	Teams []AuditTeam      `json:"teams" jsonschema:"by their names"`
	How   []AuditSuggested `json:"how" jsonschema:"how suggestions are worked out: the first of them that has a reason is made"`
}

// AuditTeam is what is written about a team and what it suggests.
type AuditTeam struct {
	ID        string        `json:"-"`
	Facets    string        `json:"-"` // of its area
	Team      Ref           `json:"team"`
	Area      string        `json:"area,omitempty"`
	Autonomy  *State        `json:"autonomy,omitempty" jsonschema:"full, guided or structured, as the charter says"`
	Decides   Count         `json:"decides" jsonschema:"decisions of the charter that could be read"`
	Own       int           `json:"decides-itself" jsonschema:"those of them that wait for nobody: alone, or then tell"`
	Ready     *AuditLook    `json:"readiness,omitempty" jsonschema:"the newest look at how ready the team is for more room"`
	Next      *Quote        `json:"next-step,omitempty" jsonschema:"the decision that would be the smallest step"`
	Bars      StandCount    `json:"standards" jsonschema:"those that apply"`
	Kept      Count         `json:"promises-kept" jsonschema:"within the last twelve months"`
	Ended     Count         `json:"promises-ended"`
	Open      Count         `json:"promises-open"`
	Lessons   Count         `json:"lessons-open" jsonschema:"lessons that led to nothing yet and of which not all follow-ups are done"`
	Check     *AuditLook    `json:"room-check,omitempty" jsonschema:"the newest"`
	CountsOn  Count         `json:"counts-on" jsonschema:"what the team was promised"`
	Promised  *State        `json:"promised,omitempty" jsonschema:"how far the team gets what it was promised, as its newest room check says: fully, mostly or hardly"`
	Asks      Count         `json:"asks-open" jsonschema:"what the team asked for and has no answer to"`
	AsksSince Day           `json:"asks-since,omitzero" jsonschema:"the oldest"`
	Suggest   State         `json:"suggestion" jsonschema:"talk, keep, little or more"`
	Reasons   []AuditReason `json:"reasons"`
}

// AuditLook is an assessment.
type AuditLook struct {
	Ref  Ref   `json:"assessment"`
	Date Day   `json:"date,omitzero"`
	Old  bool  `json:"old,omitempty" jsonschema:"it is older than twelve months and does not count"`
	Low  State `json:"lowest-answer,omitzero" jsonschema:"fully, mostly or hardly"`
}

// AuditReason is a rule that speaks for the suggestion, with what it found.
type AuditReason struct {
	Rule  string         `json:"rule"`
	Side  State          `json:"turn" jsonschema:"whose turn it is: leaders, team or both"`
	Finds []AuditFinding `json:"found"`
	More  int            `json:"more,omitempty" jsonschema:"how many more there are"`
}

// AuditFinding is one thing that a rule found.
type AuditFinding struct {
	Words string   `json:"words"`
	Turn  string   `json:"-"` // that it is the leaders' turn, in words
	Day   Day      `json:"date,omitzero"`
	Until bool     `json:"until,omitempty" jsonschema:"on that day it is looked at again"`
	At    *Passage `json:"at,omitempty" jsonschema:"where it is written; none when nothing is"`
}

// AuditSuggested is a suggestion with the rules that lead to it.
type AuditSuggested struct {
	Suggest State    `json:"suggestion"`
	Says    string   `json:"says"`
	Rules   []string `json:"rules"`
}

const (
	leaders     = "leaders" // the audience for which a site may keep the audit
	pageAudited = 150       // teams on one page
	mostFound   = 3         // findings of one rule that are listed
)

// hasAudit reports whether a site has something to suggest from, and whether
// this build is for those who may read it.
func (s *Site) hasAudit() bool {
	return once(s, "has audit", func() bool {
		if s.keepsAudit() && s.Audience != leaders {
			return false
		}
		teams := s.teamsAtWork().chartered
		return len(teams) > 0 && (len(s.Model.ByKind.Get("commitment"))+len(s.Model.ByKind.Get("assessment")) > 0 ||
			slices.ContainsFunc(teams, func(t *model.Named) bool { return len(t.Doc.Facts.Decides)+len(t.Doc.Facts.Standings) > 0 }))
	})
}

// keepsAudit reports whether the settings name readers for whom it is kept.
func (s *Site) keepsAudit() bool {
	for _, a := range s.Settings.Audiences {
		if a.Name == leaders {
			return true
		}
	}
	return false
}

func auditKeys(s *Site) []string {
	if !s.hasAudit() {
		return nil
	}
	keys := []string{""}
	for from := pageAudited; from < len(s.teamsAtWork().chartered); from += pageAudited {
		keys = append(keys, auditPage(from))
	}
	for _, a := range s.auditAreas() {
		keys = append(keys, areaKey(a.name))
	}
	return keys
}

// auditPage is the key of the page with the team at a place among all.
func auditPage(i int) string {
	if i < pageAudited {
		return ""
	}
	return "page/" + strconv.Itoa(i/pageAudited+1) + "/"
}

// auditAreas are the areas of teams, when there are several.
func (s *Site) auditAreas() []areaTeams {
	areas := slices.DeleteFunc(s.byArea(s.teamsAtWork().chartered), func(a areaTeams) bool { return inAddress(a.name) == "" })
	if len(areas) < 2 {
		return nil
	}
	return areas
}

func areaKey(name string) string { return "area/" + inAddress(name) + "/" }

func (o on) audit(key string) *Audited {
	if !o.hasAudit() {
		return nil
	}
	a := &Audited{AsOf: o.day(o.Model.Today), Kept: o.keepsAudit(), How: o.auditHow()}
	all := o.teamsAtWork().chartered
	teams := all
	at := strings.Split(key, "/")
	switch at[0] {
	case "area":
		i := slices.IndexFunc(o.auditAreas(), func(a areaTeams) bool { return areaKey(a.name) == key })
		if i < 0 {
			return nil
		}
		area := o.auditAreas()[i]
		teams, a.All = area.teams, o.at(Base+"audit/")
		o.Page.Title = o.word("view.audit") + ": " + area.name
	case "page", "":
		from := 0
		for from < len(all) && auditPage(from) != key {
			from += pageAudited
		}
		if from >= len(all) {
			return nil
		}
		teams = all[from:min(len(all), from+pageAudited)]
		if key != "" {
			o.Page.Title = o.word("view.audit") + " " + at[1]
		}
		a.Pages = o.auditPages(len(all), key)
	default:
		return nil
	}
	for _, area := range o.auditAreas() {
		f := Facet{Value: inAddress(area.name), Words: area.name, Current: areaKey(area.name) == key, Count: Count{len(area.teams), o.at(Base + "audit/" + areaKey(area.name))}}
		if key == "" && len(a.Pages) == 0 {
			f.Key = "area:" + f.Value
		}
		a.Areas = append(a.Areas, f)
	}
	for _, t := range teams {
		a.Teams = append(a.Teams, o.auditTeam(t))
	}
	return a
}

// auditPages are the pages of very many teams.
func (o on) auditPages(teams int, key string) []Ref {
	if teams <= pageAudited {
		return nil
	}
	var pages []Ref
	for i := 0; i < teams; i += pageAudited {
		r := Ref{Name: strconv.Itoa(i/pageAudited + 1)}
		if auditPage(i) != key {
			r.Href = o.at(Base + "audit/" + auditPage(i))
		}
		pages = append(pages, r)
	}
	return pages
}

// evidence gathers what is written about a team.
func (s *Site) evidence(t *model.Named) *evidence {
	e := &evidence{
		today: s.Model.Today, charter: t.Doc, gaps: s.Model.Practice(t.Doc), standards: s.Model.StandardsOf(t.ID),
		readiness: s.newestReadiness(t.ID),
	}
	if checks := s.Model.RoomChecks(t.ID); len(checks) > 0 && s.Model.Living(checks[0]) {
		e.check = checks[0]
	}
	for _, a := range s.Model.AsksBy(t.ID) {
		a.What.Text = s.askWords(a)
		e.asks = append(e.asks, a)
	}
	slices.SortStableFunc(e.asks, func(a, b model.Ask) int { return a.Since.Compare(b.Since) })
	for _, d := range s.Model.Kept(t.ID, "commitment") {
		switch state := s.Model.Status(d); state {
		case "open":
			e.open = append(e.open, d)
		case "kept", "partly", "missed", "changed", "dropped":
			if due := d.Facts.Due.Day; !due.IsZero() && !due.Before(e.since()) {
				e.ended = append(e.ended, pastPromise{d, state, len(s.lessonsOf(d)) > 0})
			}
		}
	}
	slices.SortStableFunc(e.ended, func(a, b pastPromise) int { return b.doc.Facts.Due.Day.Compare(a.doc.Facts.Due.Day) })
	return e
}

// newestReadiness is the newest look of a team at how ready it is; nil when
// there is none.
func (s *Site) newestReadiness(team string) *document.Document {
	var newest *document.Document
	for _, d := range s.Model.Kept(team, "assessment") {
		if d.Facts.Sort.Text == "readiness" && s.Model.Living(d) && (newest == nil || d.Facts.Date.Day.After(newest.Facts.Date.Day)) {
			newest = d
		}
	}
	return newest
}

func (o on) auditTeam(t *model.Named) AuditTeam {
	e := o.evidence(t)
	d, f := t.Doc, &t.Doc.Facts
	a := AuditTeam{
		ID: "r:team-" + t.ID, Team: o.named(*t), Area: o.areaOf(t),
		Lessons: o.openLessons(t.ID), Check: o.auditLook(e, e.check), Ready: o.auditLook(e, e.readiness),
		CountsOn: Count{len(f.CountsOn), o.listHref(d, "counts-on", firstText(f.CountsOn))},
	}
	if key := inAddress(a.Area); key != "" {
		a.Facets = "area:" + key
	}
	switch f.Autonomy.Text {
	case "full", "guided", "structured":
		state := o.state(f.Autonomy.Text, "none")
		a.Autonomy = &state
	}
	a.Decides.N, a.Own = e.decided()
	a.Decides.Href = o.listHref(d, "decides", firstDecision(f.Decides))
	if next := e.nextStep(); len(next) > 0 {
		q := o.quote(d, next[0].at)
		q.Words = shortened(next[0].what, longWords)
		a.Next = &q
	}
	for i := range e.standards {
		if b := &e.standards[i]; b.Applies {
			a.Bars.add(cmp.Or(b.State(), "silent"), o.standingsHref(a.Team))
		}
	}
	o.auditPromises(&a, e)
	if e.check != nil {
		a.Promised = o.promisedAs(e.check)
	}
	if len(e.asks) > 0 {
		a.Asks = Count{len(e.asks), o.hrefOfDoc(e.asks[0].Doc, Anchor(e.asks[0].Doc, e.asks[0].What))}
		a.AsksSince = o.day(e.asks[0].Since)
	}
	name, found := e.suggest()
	a.Suggest = o.suggestion(name)
	for _, r := range found {
		a.Reasons = append(a.Reasons, o.auditReason(r))
	}
	return a
}

// auditPromises counts the promises of a team.
func (o on) auditPromises(a *AuditTeam, e *evidence) {
	a.Open.N, a.Ended.N = len(e.open), len(e.ended)
	if len(e.open) > 0 {
		a.Open.Href = o.hrefOfDoc(e.open[0], "")
	}
	for _, p := range e.ended {
		if p.state == "kept" {
			if a.Kept.N++; a.Kept.N == 1 {
				a.Kept.Href = o.hrefOfDoc(p.doc, "")
			}
		}
	}
	if len(e.ended) > 0 {
		a.Ended.Href = o.hrefOfDoc(e.ended[0].doc, "")
	}
}

// openLessons counts the lessons of a team that have not led to anything yet.
func (o on) openLessons(team string) Count {
	var open Count
	for _, d := range o.Model.Kept(team, "lesson") {
		f := &d.Facts
		done := len(f.FollowUps) > 0
		for i := range f.FollowUps {
			if u := &f.FollowUps[i]; !u.Dropped && u.Done.Text.Text == "" {
				done = false
			}
		}
		if o.Model.Living(d) && len(f.LedTo) == 0 && !done {
			if open.N++; open.N == 1 {
				open.Href = o.hrefOfDoc(d, "")
			}
		}
	}
	return open
}

// auditLook shows an assessment; nil for none.
func (o on) auditLook(e *evidence, d *document.Document) *AuditLook {
	if d == nil {
		return nil
	}
	l := &AuditLook{Ref: o.doc(d), Date: o.day(d.Facts.Date.Day), Old: !e.isRecent(d)}
	for i := range d.Facts.Answers {
		if v := d.Facts.Answers[i].Value; answerOrder(v) > answerOrder(l.Low.Name) {
			l.Low = o.answerState(v)
		}
	}
	return l
}

// answers are the answers of assessments with their shapes.
var answers = []struct{ name, shape string }{{"fully", "ok"}, {"mostly", "info"}, {"hardly", "due"}}

func answerOrder(name string) int {
	return slices.IndexFunc(answers, func(a struct{ name, shape string }) bool { return a.name == name })
}

func (o on) answerState(name string) State { return o.state(name, answers[answerOrder(name)].shape) }

// promisedAs is the lowest answer to what a team says of what it was promised;
// nil when it says nothing of it.
func (o on) promisedAs(check *document.Document) *State {
	low := -1
	for i := range check.Facts.Answers {
		if a := &check.Facts.Answers[i]; aboutPromise(a.Statement.Text) {
			low = max(low, answerOrder(a.Value))
		}
	}
	if low < 0 {
		return nil
	}
	state := o.answerState(answers[low].name)
	return &state
}

var suggestShapes = map[string]string{suggestTalk: "due", suggestKeep: "info", suggestLittle: "none", suggestMore: "ok"}

func (o on) suggestion(name string) State {
	return State{Name: name, Words: o.word("view.audit.suggest." + name), Shape: suggestShapes[name]}
}

func (o on) auditReason(f finding) AuditReason {
	r := AuditReason{Rule: f.rule.name, Side: State{Name: f.rule.side, Words: o.word("view.audit.side." + f.rule.side), Shape: "none"}}
	r.More = max(0, len(f.causes)-mostFound)
	for _, c := range f.causes[:len(f.causes)-r.More] {
		found := AuditFinding{Day: o.day(c.day), Until: c.until}
		found.Words = o.phrase("view.audit.why."+f.rule.name, "{what}", shortened(c.what, longWords))
		if f.rule.side == leaders {
			found.Turn = r.Side.Words
		}
		if c.doc != nil {
			at := Passage{Page: c.doc.Title, Href: o.hrefOfDoc(c.doc, ""), File: c.doc.Path, Line: 1}
			if c.at.Text != "" {
				at = o.passage(c.doc, c.at)
			}
			found.At = &at
		}
		r.Finds = append(r.Finds, found)
	}
	return r
}

// auditHow states the rules.
func (o on) auditHow() []AuditSuggested {
	var list []AuditSuggested
	for i := range auditRules {
		r := &auditRules[i]
		if n := len(list); n == 0 || list[n-1].Suggest.Name != r.suggests {
			list = append(list, AuditSuggested{Suggest: o.suggestion(r.suggests), Says: o.word("view.audit.how." + r.suggests)})
		}
		how := &list[len(list)-1]
		how.Rules = append(how.Rules, o.phrase("view.audit.rule."+r.name, "{months}", strconv.Itoa(auditMonths), "{ask-days}", strconv.Itoa(askDays), "{settle-days}", strconv.Itoa(settleDays), "{misses}", strconv.Itoa(missesToTalk)))
	}
	return list
}

func auditTable(a *Audited) *Table {
	t := &Table{Columns: []string{"team", "area", "autonomy", "decisions", "decided by the team", "readiness", "standards", "standards met", "promises ended", "promises kept", "lessons open", "room check", "promised", "asks open", "suggestion", "reasons"}}
	for i := range a.Teams {
		r := &a.Teams[i]
		var reasons []string
		for _, reason := range r.Reasons {
			for _, f := range reason.Finds {
				reasons = append(reasons, f.Words)
			}
		}
		t.Rows = append(t.Rows, []string{
			r.Team.Name, r.Area, nameOf(r.Autonomy), strconv.Itoa(r.Decides.N), strconv.Itoa(r.Own), r.Ready.date(),
			strconv.Itoa(r.Bars.Of), strconv.Itoa(r.Bars.Meets.N), strconv.Itoa(r.Ended.N), strconv.Itoa(r.Kept.N), strconv.Itoa(r.Lessons.N),
			r.Check.date(), nameOf(r.Promised), strconv.Itoa(r.Asks.N), r.Suggest.Name, strings.Join(reasons, "; "),
		})
	}
	return t
}

func nameOf(s *State) string {
	if s == nil {
		return ""
	}
	return s.Name
}

func (l *AuditLook) date() string {
	if l == nil {
		return ""
	}
	return l.Date.ISO
}
