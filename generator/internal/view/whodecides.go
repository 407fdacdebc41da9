package view

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/picture"
	"remit/generator/internal/theme"
)

// WhoDecides is the view that asks: Who decides it, up to which amount, and
// whom must they ask or tell? Its first page has a row for each decision of the
// charters that hold, or, where these are too many for a page, the topics and
// the teams. A topic that two charters or more decide has a page of its own. A
// row has the same address from one build to the next as long as its charter
// says the same; see [Site.DecisionAddress].
var WhoDecides = func() View {
	v := many("who-decides", "Who decides it, up to which amount, and whom must they ask or tell?", decidedKeys, on.decided)
	v.Has = func(s *Site) bool {
		return slices.ContainsFunc(s.Model.Topics.Groups(), func(g *model.Group[string, *line.Decision]) bool {
			return slices.ContainsFunc(g.Rows, func(r model.Row[*line.Decision]) bool { return s.Model.Holds(r.Doc) })
		})
	}
	v.Table = decidedTable
	return v
}()

const decidedBase = Base + "who-decides/"

// How many rows of a table, and how many entries of a plain list, a page holds.
const (
	pageRows    = 500
	pageEntries = 1000
)

// Decided is the data of WhoDecides.
type Decided struct {
	Topic     string           `json:"topic,omitempty" jsonschema:"what the page is about; none on the view's own page"`
	Total     int              `json:"total" jsonschema:"decisions that charters state, on this page or not"`
	Overlaps  []DecidedOverlap `json:"overlaps" jsonschema:"amounts on which two teams decide alone"`
	Gaps      []DecidedGap     `json:"gaps" jsonschema:"amounts between two limits for which nobody is named"`
	Nobody    []DecidedNobody  `json:"nobody" jsonschema:"decisions whose rung names nobody known here"`
	Unclear   []DecidedUnclear `json:"unclear" jsonschema:"lines that could not be read"`
	Decisions []DecidedRow     `json:"decisions" jsonschema:"by topic, then from small amounts to large ones"`
	Usual     *Rung            `json:"usual,omitempty" jsonschema:"the rung of most teams in this topic, when three or more decide it"`
	Topics    []DecidedTopic   `json:"topics" jsonschema:"topics that two charters or more decide"`
	Teams     []DecidedTeam    `json:"teams" jsonschema:"in place of the decisions, where these are too many for one page"`
	More      int              `json:"more,omitempty" jsonschema:"how many entries were left out of the longest list"`

	SVG template.HTML `json:"-"` // the ladder of the topic
	All string        `json:"-"` // where the rest is found
}

// DecidedRow is one decision. Its limit tells for which amounts it holds.
type DecidedRow struct {
	ID      string          `json:"id" jsonschema:"of its row: the address of the page, # and this lead to it"`
	Topic   Ref             `json:"topic" jsonschema:"as written; leads to the topic's page where it has one"`
	Decides []Ref           `json:"decides" jsonschema:"the teams or roles that decide, together where there are several; none when it is not clear"`
	Team    Ref             `json:"team" jsonschema:"whose charter says so"`
	Limit   *DecidedAmounts `json:"limit,omitempty" jsonschema:"none: it holds for all amounts, unless unclear says otherwise"`
	Rung    Rung            `json:"rung"`
	Asked   []Ref           `json:"asked,omitempty" jsonschema:"who is asked before"`
	Told    []Ref           `json:"told,omitempty" jsonschema:"who is told afterwards"`
	Reason  string          `json:"reason,omitempty" jsonschema:"why, as the line or else autonomy-because says it"`
	Differs string          `json:"differs,omitempty" jsonschema:"less or more room than is usual for the topic; only on the topic's page"`
	Unclear string          `json:"unclear,omitempty" jsonschema:"what of the line could not be read; then the row is no answer"`
	Written Passage         `json:"written"`

	Deciders []theme.Piece `json:"-"` // Decides on the page
	Others   []theme.Piece `json:"-"` // Asked and Told
}

// DecidedAmounts is the amounts for which something holds.
type DecidedAmounts struct {
	Words    string   `json:"words" jsonschema:"as one would write it"`
	Unit     string   `json:"unit,omitempty" jsonschema:"EUR, EUR/month, %, hour; amounts of different units are never compared"`
	From     float64  `json:"from"`
	To       *float64 `json:"to,omitempty" jsonschema:"none: without an upper end"`
	FromOpen bool     `json:"from-open" jsonschema:"from itself does not belong to it"`
	ToOpen   bool     `json:"to-open" jsonschema:"to itself does not belong to it"`
}

// DecidedOverlap is an amount on which two teams decide alone.
type DecidedOverlap struct {
	ID      string          `json:"id"`
	Topic   string          `json:"topic"`
	Amounts *DecidedAmounts `json:"amounts,omitempty" jsonschema:"none: all amounts"`
	Lines   []DecidedLine   `json:"lines"`
	Meant   string          `json:"meant,omitempty" jsonschema:"why it is meant to be so, when an author says that it is"`
}

// DecidedGap is an amount for which nobody is named.
type DecidedGap struct {
	ID      string         `json:"id"`
	Topic   string         `json:"topic"`
	Amounts DecidedAmounts `json:"amounts"`
	Lines   []DecidedLine  `json:"lines" jsonschema:"the lines below and above it"`
	Meant   string         `json:"meant,omitempty" jsonschema:"why it is meant to be so, when an author says that it is"`
}

// DecidedLine is a line of a charter.
type DecidedLine struct {
	Team    Ref     `json:"team"`
	Words   string  `json:"words" jsonschema:"what is decided, and the rung"`
	Written Passage `json:"written"`
}

// DecidedNobody is a decision whose rung names nobody known here.
type DecidedNobody struct {
	Decision string  `json:"decision" jsonschema:"as written, with its limit"`
	Team     Ref     `json:"team" jsonschema:"whose charter says so"`
	Name     string  `json:"name,omitempty" jsonschema:"the id as written; left out where it may be a person's name"`
	Why      string  `json:"why" jsonschema:"unnamed: the rung needs a name and has none; unknown: no team or role has the name; ended: the team does not exist any more"`
	Words    string  `json:"-"`
	Written  Passage `json:"written"`
}

// DecidedUnclear is a line that could not be read.
type DecidedUnclear struct {
	Decision string  `json:"decision" jsonschema:"as written, with its limit"`
	Team     Ref     `json:"team" jsonschema:"whose charter says so"`
	Fault    string  `json:"fault"`
	Written  Passage `json:"written"`
}

// DecidedTopic is a topic that two charters or more decide.
type DecidedTopic struct {
	Name  string `json:"name"`
	Teams int    `json:"teams"`
	Count Count  `json:"decisions"`
}

// DecidedTeam is a team that decides something.
type DecidedTeam struct {
	Team  Ref   `json:"team"`
	Count Count `json:"decisions"`
}

type decisionRow = model.Row[*line.Decision]

// decidedSite is what the pages of WhoDecides share.
type decidedSite struct {
	total  int // decisions of charters that hold
	topics []*decidedTopic
	byKey  map[string]*decidedTopic // by the key of the topic's group
	bySlug map[string]*decidedTopic
}

// decidedTopic is a topic that two charters or more decide.
type decidedTopic struct {
	group *model.Group[string, *line.Decision]
	slug  string
	rows  int // of charters that hold
	teams int
}

func (t *decidedTopic) address() string { return decidedBase + t.slug + "/" }

func (s *Site) decidedSite() *decidedSite {
	return once(s, "who-decides", func() *decidedSite {
		all := &decidedSite{byKey: map[string]*decidedTopic{}, bySlug: map[string]*decidedTopic{}}
		for _, g := range s.Model.TopicGroups() {
			t := &decidedTopic{group: g, slug: document.Slug(g.Key)}
			var last *document.Document
			for _, row := range g.Rows {
				if !s.Model.Holds(row.Doc) {
					continue
				}
				t.rows++
				if row.Doc != last { // rows are in the order of documents
					t.teams, last = t.teams+1, row.Doc
				}
			}
			all.total += t.rows
			if t.teams < 2 || t.slug == "" {
				continue
			}
			for n, slug := 2, t.slug; all.bySlug[t.slug] != nil; n++ { // C++ beside C
				t.slug = slug + "-" + strconv.Itoa(n)
			}
			all.topics = append(all.topics, t)
			all.byKey[g.Key], all.bySlug[t.slug] = t, t
		}
		return all
	})
}

// whole reports whether the view's own page holds all decisions.
func (d *decidedSite) whole() bool { return d.total <= pageRows }

func decidedKeys(s *Site) []string {
	all := s.decidedSite()
	if all.total == 0 {
		return nil
	}
	keys := make([]string, 0, 1+len(all.topics))
	keys = append(keys, "")
	for _, t := range all.topics {
		keys = append(keys, t.slug+"/")
	}
	return keys
}

// DecisionAddress returns the address at which the site answers who makes a
// decision of a charter: its row in the view WhoDecides, else its line on the
// page of the charter; "" when neither is shown.
func (s *Site) DecisionAddress(d *document.Document, l *line.Decision) string {
	if all := s.decidedSite(); s.Model.Holds(d) && l.Text.Text != "" {
		topic := all.byKey[s.Model.Key(l.Topic.Text)]
		switch {
		case all.whole():
			return decidedBase + "#" + escapeFragment(s.decisionID(d, l))
		case topic != nil && topic.rows <= pageRows:
			return topic.address() + "#" + escapeFragment(s.decisionID(d, l))
		}
	}
	address, clash := s.Model.Address(d)
	if len(clash) > 0 {
		return ""
	}
	if anchor := Anchor(d, l.Text); anchor != "" {
		address += "#" + escapeFragment(anchor)
	}
	return address
}

// decisionID is the id of a decision's row: team, topic and limit in words, and
// a number where a team says the same twice.
func (s *Site) decisionID(d *document.Document, l *line.Decision) string {
	team := document.Slug(d.Facts.Team)
	return once(s, "decisions of "+team, func() map[*line.Decision]string {
		ids := map[*line.Decision]string{}
		times := map[string]int{}
		for _, row := range s.Model.ByTeam.Get(team) {
			for i := range row.Doc.Facts.Decides {
				l := &row.Doc.Facts.Decides[i]
				id := "r:" + team + "-" + document.Slug(cutWords(l.Topic.Text, 80))
				if l.Limit.Stated {
					id += "-" + document.Slug(l.Limit.String())
				}
				if times[id]++; times[id] > 1 {
					id += ":" + strconv.Itoa(times[id]) // no slug holds a colon
				}
				ids[l] = id
			}
		}
		return ids
	})[l]
}

// cutWords cuts a text to about n bytes at a space.
func cutWords(text string, n int) string {
	if len(text) <= n {
		return text
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > 0 {
		return text[:i] + " …"
	}
	return strings.ToValidUTF8(text[:n], "") + "…"
}

func (o on) decided(key string) *Decided {
	all := o.decidedSite()
	if all.total == 0 {
		return nil
	}
	if key == "" {
		return o.decidedAll(all)
	}
	if t := all.bySlug[strings.TrimSuffix(key, "/")]; t != nil && t.slug+"/" == key {
		return o.decidedTopic(t)
	}
	return nil
}

// decidedAll is the view's own page.
func (o on) decidedAll(all *decidedSite) *Decided {
	d := &Decided{Total: all.total, All: o.at("all/")}
	for _, g := range o.Model.TopicGroups() {
		for _, row := range g.Rows {
			if o.Model.Holds(row.Doc) {
				o.look(d, row)
			}
		}
	}
	o.addFound(d, "")
	for _, t := range all.topics {
		d.Topics = append(d.Topics, DecidedTopic{Name: o.topicName(t.group), Teams: t.teams, Count: Count{t.rows, o.at(t.address())}})
	}
	slices.SortStableFunc(d.Topics, func(a, b DecidedTopic) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	if all.whole() {
		for _, g := range o.Model.TopicGroups() {
			d.Decisions = append(d.Decisions, o.decisions(g)...)
		}
	} else {
		d.Teams = o.decidedTeams()
	}
	d.More = atMost(pageEntries, &d.Topics)
	d.More = max(d.More, atMost(pageEntries, &d.Teams))
	return d
}

// fold is a name in the form in which names are sorted.
func fold(name string) string { return strings.ToLower(name) }

// atMost cuts a list and returns how many it lost.
func atMost[T any](n int, list *[]T) int {
	lost := len(*list) - n
	if lost <= 0 {
		return 0
	}
	*list = (*list)[:n]
	return lost
}

// decidedTopic is the page of one topic.
func (o on) decidedTopic(t *decidedTopic) *Decided {
	d := &Decided{Topic: o.topicName(t.group), Total: t.rows, All: o.at("all/")}
	o.Page.Title = o.word("view.who-decides") + ": " + d.Topic
	for _, row := range t.group.Rows {
		if o.Model.Holds(row.Doc) {
			o.look(d, row)
		}
	}
	o.addFound(d, t.group.Key)
	d.Decisions = o.decisions(t.group)
	if usual := o.Model.Usual(t.group.Key); usual > 0 {
		d.Usual = &Rung{Level: int(usual), Words: o.word("view.who-decides.rung-" + strconv.Itoa(int(usual))), Blocks: blocks(usual)}
		for i := range d.Decisions {
			d.Decisions[i].compare(usual)
		}
	}
	d.More = atMost(pageRows, &d.Decisions)
	d.SVG = o.ladder(d)
	return d
}

// compare says whether a team has less or more room than usual. Large amounts
// are usually decided together, so what begins above some amount is left out.
func (r *DecidedRow) compare(usual line.Rung) {
	switch {
	case r.Rung.Level == 0 || r.Limit != nil && r.Limit.From > 0:
	case r.Rung.Level < int(usual):
		r.Differs = "less"
	case r.Rung.Level > int(usual):
		r.Differs = "more"
	}
}

// topicName is a topic as org.yaml calls it, else as the first charter that
// holds has it.
func (o on) topicName(g *model.Group[string, *line.Decision]) string {
	if e := o.Model.Topic(g.Rows[0].Value.Topic.Text); e != nil {
		return cmp.Or(e.Name, document.FolderName(e.ID))
	}
	for _, row := range g.Rows {
		if o.Model.Holds(row.Doc) {
			return row.Value.Topic.Text
		}
	}
	return g.Rows[0].Value.Topic.Text
}

// decisions are the rows of a topic, from small amounts to large ones.
func (o on) decisions(g *model.Group[string, *line.Decision]) []DecidedRow {
	rows := make([]decisionRow, 0, len(g.Rows))
	for _, row := range g.Rows {
		if o.Model.Holds(row.Doc) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b decisionRow) int {
		return cmp.Or(a.Value.Limit.Compare(b.Value.Limit), strings.Compare(a.Doc.Facts.Team, b.Doc.Facts.Team))
	})
	made := make([]DecidedRow, len(rows))
	topic := o.decidedSite().byKey[g.Key]
	for i, row := range rows {
		made[i] = o.decision(row)
		if topic != nil && topic.address() != o.Page.Path {
			made[i].Topic.Href = o.at(topic.address())
		}
	}
	return made
}

// decision is one row.
func (o on) decision(row decisionRow) DecidedRow {
	l := row.Value
	r := DecidedRow{
		ID:      o.decisionID(row.Doc, l),
		Topic:   Ref{Name: l.Topic.Text},
		Team:    o.team(row.Doc.Facts.Team),
		Reason:  cmp.Or(l.Because, row.Doc.Facts.Because.Text),
		Unclear: l.Fault,
		Written: o.passage(row.Doc, l.Text),
	}
	if l.Limit.Stated {
		r.Limit = amounts(l.Limit)
	}
	var named []Ref
	for _, who := range l.Who {
		named = append(named, o.namedIn(who).Ref)
	}
	r.Rung = o.rungNaming(l, named)
	us := []Ref{r.Team}
	if l.Fault != "" {
		return r // who decides is not guessed
	}
	switch l.Rung {
	case line.Alone:
		r.Decides = us
	case line.Telling:
		r.Decides, r.Told = us, named
	case line.Advised:
		r.Decides, r.Asked = us, named
	case line.Together:
		if len(named) > 0 {
			r.Decides = append(us, named...)
		}
	case line.Heard:
		r.Decides, r.Asked = named, us
	case line.Explained:
		r.Decides, r.Told = named, us
	case line.Decided:
		r.Decides = named
	}
	r.Deciders = listedNames(nil, r.Decides)
	if len(r.Asked) > 0 {
		r.Others = listedNames([]theme.Piece{{Words: o.word("view.who-decides.asked") + " "}}, r.Asked)
	}
	if len(r.Told) > 0 {
		r.Others = listedNames([]theme.Piece{{Words: o.word("view.who-decides.told") + " "}}, r.Told)
	}
	return r
}

// listedNames appends names with commas between them.
func listedNames(to []theme.Piece, refs []Ref) []theme.Piece {
	for i, r := range refs {
		if i > 0 {
			to = append(to, theme.Piece{Words: ", "})
		}
		to = append(to, theme.Piece{Words: r.Name, Href: r.Href})
	}
	return to
}

// amounts is a limit as numbers and in words.
func amounts(l line.Limit) *DecidedAmounts {
	a := &DecidedAmounts{Words: l.String(), Unit: l.Unit, From: l.From, FromOpen: l.FromOpen, ToOpen: l.ToOpen}
	if !math.IsInf(l.To, 1) {
		a.To = &l.To
	}
	return a
}

// rungName is somebody whom a rung names.
type rungName struct {
	Ref
	why     string // as in DecidedNobody; "" for a team or role at work
	private bool   // it may be the name of a person
}

// namedIn tells whom a rung names. A name that is neither a team's nor a role's
// may be a person's, which views leave to the charter; an id is none.
func (o on) namedIn(who line.Text) rungName {
	id, team := o.Model.TeamID(who.Text)
	if team {
		n := rungName{Ref: o.team(who.Text)}
		if o.Model.Retired(id) {
			n.why = "ended"
		}
		return n
	}
	if role := o.Model.Name(id, "", []string{"role"}); role.Sort == model.Role {
		return rungName{Ref: o.named(role)}
	}
	if id == who.Text {
		return rungName{Ref: Ref{Name: who.Text}, why: "unknown"}
	}
	return rungName{Ref: Ref{Name: o.word("view.who-decides.somebody")}, why: "unknown", private: true}
}

// rungNaming is the rung as its team wrote it, without names that may be
// persons'.
func (o on) rungNaming(l *line.Decision, named []Ref) Rung {
	r := o.rung(l)
	if l.Rung == 0 || l.Fault != "" && !l.OfLimit {
		return Rung{}
	}
	names := make([]string, len(named))
	private := false
	for i, who := range l.Who {
		names[i] = named[i].Name
		private = private || o.namedIn(who).private
	}
	if private {
		r.Words = l.Rung.Phrase(names...)
	}
	return r
}

// look adds what does not fit in one line of a charter.
func (o on) look(d *Decided, row decisionRow) {
	l := row.Value
	if l.Fault != "" || l.Rung == 0 {
		if len(d.Unclear) < pageRows {
			d.Unclear = append(d.Unclear, DecidedUnclear{
				Decision: cutWords(l.Head.Text, 120), Team: o.team(row.Doc.Facts.Team), Fault: l.Fault, Written: o.passage(row.Doc, l.Text),
			})
		}
		return
	}
	nobody := func(name, why string) {
		if len(d.Nobody) < pageRows {
			d.Nobody = append(d.Nobody, DecidedNobody{
				Decision: l.Head.Text, Team: o.team(row.Doc.Facts.Team), Name: name,
				Why: why, Words: o.word("view.who-decides." + why), Written: o.passage(row.Doc, l.Text),
			})
		}
	}
	if len(l.Who) == 0 && l.Rung != line.Alone {
		nobody("", "unnamed")
	}
	for _, who := range l.Who {
		switch n := o.namedIn(who); {
		case n.private:
			nobody("", n.why)
		case n.why != "":
			nobody(n.Name, n.why)
		}
	}
}

// addFound adds the overlaps and gaps of a topic, or of all for "".
func (o on) addFound(d *Decided, topic string) {
	for _, x := range o.Model.OverlappingLimits() {
		if topic != "" && topic != x.Topic || len(d.Overlaps) >= pageRows {
			continue
		}
		found := DecidedOverlap{
			ID:    "r:overlap:" + strings.TrimPrefix(o.decisionID(x.First.Doc, x.First.Value), "r:") + ":" + document.Slug(x.Second.Doc.Facts.Team),
			Topic: x.First.Value.Topic.Text,
			Lines: []DecidedLine{o.decidedLine(x.First), o.decidedLine(x.Second)},
			Meant: cmp.Or(meant(x.First.Doc, "overlapping-limits", x.First.Value.Text), meant(x.Second.Doc, "overlapping-limits", x.Second.Value.Text)),
		}
		if x.Amounts.Stated {
			found.Amounts = amounts(x.Amounts)
		}
		d.Overlaps = append(d.Overlaps, found)
	}
	for _, x := range o.Model.GapsInLimits() {
		if topic != "" && topic != x.Topic || len(d.Gaps) >= pageRows {
			continue
		}
		d.Gaps = append(d.Gaps, DecidedGap{
			ID:      "r:gap:" + strings.TrimPrefix(o.decisionID(x.Below.Doc, x.Below.Value), "r:"),
			Topic:   x.Below.Value.Topic.Text,
			Amounts: *amounts(x.Amounts),
			Lines:   []DecidedLine{o.decidedLine(x.Below), o.decidedLine(x.Above)},
			Meant:   cmp.Or(meant(x.Below.Doc, "gap-in-limits", x.Below.Value.Text), meant(x.Above.Doc, "gap-in-limits", x.Above.Value.Text)),
		})
	}
}

// meant is an author's reason why something is meant to be so, or "".
func meant(d *document.Document, rule string, at line.Text) string {
	for i := range d.Facts.Mutes {
		if m := &d.Facts.Mutes[i]; m.Covers(rule, at.Span.Start) {
			return m.Because
		}
	}
	return ""
}

func (o on) decidedLine(row decisionRow) DecidedLine {
	made := o.decision(row)
	words := cmp.Or(made.Rung.Words, o.word("view.who-decides.unclear"))
	return DecidedLine{Team: made.Team, Words: row.Value.Head.Text + ": " + words, Written: made.Written}
}

// decidedTeams lists the teams that decide something, by name.
func (o on) decidedTeams() []DecidedTeam {
	var teams []DecidedTeam
	for _, g := range o.Model.ByTeam.Groups() {
		for _, row := range g.Rows {
			d := row.Doc
			if n := len(d.Facts.Decides); n > 0 && o.Model.Holds(d) {
				teams = append(teams, DecidedTeam{o.team(d.Facts.Team), Count{n, o.hrefOfList(d, "decides", d.Facts.Decides[0].Text)}})
			}
		}
	}
	slices.SortStableFunc(teams, func(a, b DecidedTeam) int { return strings.Compare(fold(a.Team.Name), fold(b.Team.Name)) })
	return teams
}

// hrefOfList is the address of a list of facts on a document's page: of the
// field that states it, else of the section in which its first line stands.
func (o on) hrefOfList(d *document.Document, field string, first line.Text) string {
	anchor := Anchor(d, first)
	if strings.HasPrefix(anchor, "r:"+field+"-") {
		anchor = "r:" + field
	}
	return o.hrefOfDoc(d, anchor)
}

// ladder draws the rungs of a topic over the teams that decide it.
func (o on) ladder(d *Decided) template.HTML {
	l := picture.Ladder{ID: "r:ladder", Title: o.word("view.who-decides.ladder") + ": " + d.Topic, Desc: o.word("view.who-decides.ladder.text")}
	for i := range l.Rungs {
		l.Rungs[i] = o.word("view.who-decides.rung-" + strconv.Itoa(i+1))
	}
	for i := range d.Decisions {
		r := &d.Decisions[i]
		if r.Rung.Level == 0 {
			continue
		}
		row := picture.LadderRow{Words: r.Team.Name, Href: o.here(r.ID), Level: r.Rung.Level, Usual: d.Usual != nil && d.Usual.Level == r.Rung.Level}
		if r.Limit != nil {
			row.Note = r.Limit.Words
		} else if r.Differs != "" {
			row.Note = r.Reason
		}
		l.Rows = append(l.Rows, row)
	}
	if len(l.Rows) < 2 || len(l.Rows) > mostOnLadder {
		return ""
	}
	return l.SVG()
}

// mostOnLadder is the number of lines above which a ladder says less than the
// table beside it.
const mostOnLadder = 40

// decidedTable is the table of decisions, a row each.
func decidedTable(p *theme.Page) *Table {
	d := p.Above.Data.(*Decided)
	if len(d.Decisions) == 0 {
		return nil
	}
	t := &Table{Columns: []string{"decision", "decides", "team", "limit", "from", "from-open", "to", "to-open", "unit", "rung", "words", "asked", "told", "reason", "unclear", "file", "line"}}
	for i := range d.Decisions {
		r := &d.Decisions[i]
		limit := make([]string, 6)
		if a := r.Limit; a != nil {
			limit = []string{a.Words, plainNumber(a.From), strconv.FormatBool(a.FromOpen), "", strconv.FormatBool(a.ToOpen), a.Unit}
			if a.To != nil {
				limit[3] = plainNumber(*a.To)
			}
		}
		row := append([]string{r.Topic.Name, refNames(r.Decides), r.Team.Name}, limit...)
		t.Rows = append(t.Rows, append(row, strconv.Itoa(r.Rung.Level), r.Rung.Words, refNames(r.Asked), refNames(r.Told), r.Reason, r.Unclear, r.Written.File, strconv.Itoa(r.Written.Line)))
	}
	return t
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
