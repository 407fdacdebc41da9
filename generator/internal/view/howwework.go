package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/document"
)

// HowWeWork is the view that asks: How do teams here work, for somebody who thinks of joining?
//
// It is an extract: it shows little of much and leads to the rest. Promises,
// asks and room checks have views of their own, to which it links, so that it
// does not show the sunny side alone.
var HowWeWork = one("how-we-work", "How do teams here work, for somebody who thinks of joining?",
	func(s *Site) bool { return s.tellsOfWork() },
	func(o on) *Ways { return o.ways() })

// Ways is the data of HowWeWork.
type Ways struct {
	Models    []WayModel    `json:"models,omitempty" jsonschema:"how charters share goals and ways of working: full, guided or structured"`
	Rungs     []WayRung     `json:"usual-rungs,omitempty" jsonschema:"topics that three teams or more decide, and how free most of them are"`
	Moves     []*RoomMove   `json:"room,omitempty" jsonschema:"the newest steps towards more room or less"`
	Standards []WayStandard `json:"standards,omitempty"`
	Stories   []WayStory    `json:"stories,omitempty" jsonschema:"lessons from success or with a story, and what experiments gave, the newest first"`
	Habits    []WayHabit    `json:"habits,omitempty" jsonschema:"how teams like to work, in their own first words"`
	Rhythms   []WayRhythm   `json:"rhythms,omitempty"`
	Rest      []WayRest     `json:"rest,omitempty" jsonschema:"parts of which there is more than is shown"`
	Also      []Ref         `json:"also,omitempty" jsonschema:"views that tell the harder parts: promises, asks, paper and practice"`
}

// WayModel is one way to share goals and ways of working, and who has it.
type WayModel struct {
	ID    string    `json:"-"`
	Model State     `json:"model" jsonschema:"full, guided or structured"`
	Count Count     `json:"count"`
	Teams []WayTeam `json:"teams" jsonschema:"at most some hundred of them"`
}

// WayTeam is a team and why it works so.
type WayTeam struct {
	Team    Ref    `json:"team"`
	Because string `json:"because,omitempty"`
}

// WayRung is the usual rung in a topic.
type WayRung struct {
	Topic string `json:"topic"`
	Href  string `json:"href,omitempty" jsonschema:"who decides what in it"`
	Usual Rung   `json:"usual"`
}

// WayStandard is a standard in a sentence.
type WayStandard struct {
	Ref       Ref    `json:"standard"`
	Summary   string `json:"summary,omitempty"`
	AppliesTo string `json:"applies-to,omitempty"`
}

// WayStory is something that happened and was written down.
type WayStory struct {
	Ref     Ref    `json:"document"`
	Sort    State  `json:"sort" jsonschema:"lesson or experiment"`
	Result  *State `json:"result,omitempty" jsonschema:"of an experiment"`
	Story   string `json:"story,omitempty" jsonschema:"real, anonymised or composite, where it is stated"`
	Told    string `json:"-"` // the words for that
	Date    Day    `json:"date,omitzero"`
	Summary string `json:"summary,omitempty"`
}

// WayHabit is how one team likes to work.
type WayHabit struct {
	Team  Ref     `json:"team"`
	Words string  `json:"words"`
	At    Passage `json:"at"`
}

// WayRhythm is the regular meetings of one team.
type WayRhythm struct {
	Team Ref      `json:"team"`
	What []string `json:"what" jsonschema:"as written"`
	At   Passage  `json:"at"`
}

// WayRest is how much of a part is not shown.
type WayRest struct {
	Part  string `json:"part"`
	Words string `json:"-"`
	Left  int    `json:"left-out"`
	Href  string `json:"href,omitempty" jsonschema:"where all of it stands"`
}

// maxWays bounds each part: an extract of which nobody sees the end is none.
const maxWays = 40

// tellsOfWork reports whether a charter says how its team works.
func (s *Site) tellsOfWork() bool {
	return slices.ContainsFunc(s.livingCharters(), func(d *document.Document) bool {
		return d.Facts.Autonomy.Text != "" || len(d.Facts.Room) > 0 || sectionOf(d, "how-we-like-to-work").Text != ""
	})
}

// livingCharters returns the charters that count for their teams and hold
// today, by the ids of the teams.
func (s *Site) livingCharters() []*document.Document {
	return once(s, "living charters", func() []*document.Document {
		var list []*document.Document
		for _, team := range s.Model.Teams() {
			if team.Doc != nil && s.Model.Living(team.Doc) && !s.Model.Retired(team.ID) {
				list = append(list, team.Doc)
			}
		}
		return list
	})
}

func (o on) ways() *Ways {
	w := &Ways{Models: o.wayModels(), Also: o.wayAlso()}
	w.addRungs(o)
	w.addMoves(o)
	w.addStandards(o)
	w.addStories(o)
	w.addHabits(o)
	return w
}

// rest notes what a part leaves out, and the view that has all of it.
func (w *Ways) rest(o on, part string, left int, view string) {
	if left > 0 {
		w.Rest = append(w.Rest, WayRest{Part: part, Words: o.word("view.how-we-work." + part), Left: left, Href: o.askHref(view)})
	}
}

// wayModels counts the charters by the word that they use for their room. What
// is none of the three words is left to the charter's own page.
func (o on) wayModels() []WayModel {
	var models []WayModel
	for _, name := range []string{"full", "guided", "structured"} {
		m := WayModel{ID: "r:" + name, Model: o.state(name, "info"), Count: Count{Href: o.here("r:" + name)}}
		for _, d := range o.livingCharters() {
			if d.Facts.Autonomy.Text != name {
				continue
			}
			if m.Count.N++; m.Count.N <= 2*maxWays {
				m.Teams = append(m.Teams, WayTeam{Team: o.team(d.Facts.Team), Because: d.Facts.Because.Text})
			}
		}
		if m.Count.N > 0 {
			models = append(models, m)
		}
	}
	return models
}

func (w *Ways) addRungs(o on) {
	left := 0
	for _, g := range o.Model.TopicGroups() {
		if len(g.Rows) < 3 || g.Key == "" {
			continue
		}
		usual := o.Model.Usual(g.Key)
		if usual == 0 {
			continue
		}
		if len(w.Rungs) == maxWays {
			left++
			continue
		}
		w.Rungs = append(w.Rungs, WayRung{Topic: o.topicWords(g), Href: o.topicHref(g.Key), Usual: Rung{Level: int(usual), Words: o.word("view.how-we-work.rung." + strconv.Itoa(int(usual))), Blocks: blocks(usual)}})
	}
	w.rest(o, "rungs", left, "who-decides")
}

// addMoves shows the newest steps; what is neither wider nor narrower is left
// to the view of room.
func (w *Ways) addMoves(o on) {
	left := 0
	ids := map[string]bool{}
	for _, f := range o.roomFacts() {
		switch {
		case f.direction == "unclear":
		case len(w.Moves) == maxWays:
			left++
		default:
			m := o.roomMove(f)
			m.ID = freeID(ids, "r:"+f.doc.ID+"-"+cmp.Or(m.Date.ISO, f.direction))
			w.Moves = append(w.Moves, m)
		}
	}
	w.rest(o, "room", left, "room")
}

func (w *Ways) addStandards(o on) {
	all := o.livingStandards()
	for _, d := range all[:min(len(all), maxWays)] {
		w.Standards = append(w.Standards, WayStandard{Ref: o.doc(d), Summary: firstSentences(d.Summary, 200), AppliesTo: o.appliesTo(d)})
	}
	w.rest(o, "standards", max(0, len(all)-maxWays), "standards")
}

// addStories shows what was learned from what went well, what was told as a
// story, and what experiments gave, whatever it was.
func (w *Ways) addStories(o on) {
	var docs []*document.Document
	add := func(kind string, fits func(f *document.Facts) bool) {
		for _, row := range o.Model.ByKind.Get(kind) {
			if fits(&row.Doc.Facts) && o.Model.Living(row.Doc) {
				docs = append(docs, row.Doc)
			}
		}
	}
	add("lesson", func(f *document.Facts) bool {
		return f.From.Text == "success" || f.Story == "real" || f.Story == "anonymised"
	})
	add("experiment", func(f *document.Facts) bool { return f.Result.Text != "" })
	slices.SortStableFunc(docs, func(a, b *document.Document) int { return storyDay(b).Compare(storyDay(a)) })
	for _, d := range docs[:min(len(docs), maxWays)] {
		w.Stories = append(w.Stories, o.wayStory(d))
	}
	w.rest(o, "stories", max(0, len(docs)-maxWays), "lessons")
}

func storyDay(d *document.Document) time.Time {
	if d.Kind.Name == "experiment" {
		return d.Facts.Ends.Day
	}
	return d.Facts.Date.Day
}

func (o on) wayStory(d *document.Document) WayStory {
	s := WayStory{Ref: o.doc(d), Sort: o.state(d.Kind.Name, "info"), Date: o.day(storyDay(d)), Summary: firstSentences(d.Summary, 200)}
	one, _ := d.Kind.Words(o.Settings.Language)
	s.Sort.Words = one
	switch d.Facts.Story {
	case "real", "anonymised", "composite":
		s.Story, s.Told = d.Facts.Story, o.word("story."+d.Facts.Story)
	}
	if r, known := experimentResults[d.Facts.Result.Text]; known && d.Kind.Name == "experiment" {
		state := o.state(r[0], r[1])
		s.Result = &state
		if said := firstOf(d, "what-we-learned"); said != "" {
			s.Summary = said
		}
	}
	return s
}

// addHabits shows how teams like to work and when they meet.
func (w *Ways) addHabits(o on) {
	habits, rhythms := 0, 0
	for _, d := range o.livingCharters() {
		team := o.team(d.Facts.Team)
		if h := sectionOf(d, "how-we-like-to-work"); h.Text != "" {
			if habits++; habits <= maxWays {
				w.Habits = append(w.Habits, WayHabit{Team: team, Words: firstOf(d, "how-we-like-to-work"), At: o.passage(d, h)})
			}
		}
		if len(d.Facts.Rhythm) > 0 {
			if rhythms++; rhythms <= maxWays {
				r := WayRhythm{Team: team, At: o.passage(d, d.Facts.Rhythm[0].Line.Text)}
				for _, line := range d.Facts.Rhythm[:min(len(d.Facts.Rhythm), 4)] {
					r.What = append(r.What, line.Line.Text.Text)
				}
				w.Rhythms = append(w.Rhythms, r)
			}
		}
	}
	w.rest(o, "habits", max(0, habits-maxWays), "")
	w.rest(o, "rhythms", max(0, rhythms-maxWays), "")
}

// wayAlso links the views that tell what is hard here, those that the site has.
func (o on) wayAlso() []Ref {
	var also []Ref
	for _, name := range []string{"promises", "paper-and-practice", "open-asks", "balance"} {
		if to := o.askHref(name); to != "" {
			also = append(also, Ref{Name: o.word("view." + name), Href: to})
		}
	}
	return also
}

// askHref is the address of a derived view, "" when the site has it not.
func (o on) askHref(name string) string {
	if !o.asks(name) {
		return ""
	}
	return o.at(Base + name + "/")
}

// firstOf returns the first sentences of a section, of its first paragraph and
// at most some 200 bytes long; "" when it has none.
func firstOf(d *document.Document, section string) string {
	part := d.Facts.Part(section)
	if part == nil || part.Empty {
		return ""
	}
	from, to := d.Content.Section(part.Heading)
	text, _, _ := strings.Cut(strings.TrimSpace(d.Content.Text[from:to]), "\n")
	return firstSentences(text, 200)
}

// firstSentences cuts a text at the end of the last sentence within so many
// bytes, else behind a word.
func firstSentences(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	cut := text[:bytes]
	if i := strings.LastIndexAny(cut, ".!?"); i > bytes/3 && (i+1 == len(cut) || cut[i+1] == ' ') {
		return cut[:i+1]
	}
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		return strings.TrimRight(cut[:i], ",;:") + " …"
	}
	return strings.ToValidUTF8(cut, "") + " …"
}
