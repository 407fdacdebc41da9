package view

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// ThreeQuestions is the view that asks: Which charters lack an answer to which
// accountability question? The questions are what the team owns, how success
// is measured, and what happens if the mark is missed. A field, a list or a
// section answers; a charter that states no field at all answers where its text
// speaks of the matter.
var ThreeQuestions = func() View {
	v := one("three-questions", "Which charters lack an answer to which accountability question?",
		func(s *Site) bool {
			for range s.chartersThatHold() {
				return true
			}
			return false
		}, on.answered)
	v.Table = answeredTable
	return v
}()

// Answered is the data of ThreeQuestions.
type Answered struct {
	Total     int                `json:"total" jsonschema:"charters that hold"`
	Questions []AnsweredQuestion `json:"questions"`
	Charters  []AnsweredCharter  `json:"charters" jsonschema:"by name"`
	More      int                `json:"more,omitempty" jsonschema:"how many charters were left out"`
	All       string             `json:"-"`
}

// AnsweredQuestion is one of the three questions and which charters answer it.
type AnsweredQuestion struct {
	Question string       `json:"question" jsonschema:"owns, success or if-we-miss-the-mark"`
	Words    string       `json:"-"`
	Yes      Count        `json:"answered"`
	No       Count        `json:"not-yet"`
	YesID    string       `json:"-"`
	NoID     string       `json:"-"`
	YesIn    []AnsweredIn `json:"-"`
	NoIn     []AnsweredIn `json:"-"`
}

// AnsweredIn is a charter in the list of one question.
type AnsweredIn struct {
	Name, Href string
}

// AnsweredCharter is how one charter answers.
type AnsweredCharter struct {
	ID      string   `json:"id" jsonschema:"of its row: the address of the page, # and this lead to it"`
	Team    Ref      `json:"team"`
	Answers []Answer `json:"answers" jsonschema:"to the questions in their order"`
}

// Answer is what a charter says to one question.
type Answer struct {
	Question string   `json:"question" jsonschema:"owns, success or if-we-miss-the-mark"`
	Words    string   `json:"-"`
	State    string   `json:"state" jsonschema:"stated: a field or a section says it; in-prose: the text speaks of it; not-yet"`
	Written  *Passage `json:"written,omitempty"`
}

// threeQuestions are the questions by the field or section that answers them.
var threeQuestions = []string{"owns", "success", "if-we-miss-the-mark"}

func (o on) answered() *Answered {
	d := &Answered{All: o.at("all/")}
	for _, q := range threeQuestions {
		x := AnsweredQuestion{Question: q, Words: o.word("view.three-questions." + q), YesID: "r:answered:" + q, NoID: "r:not-yet:" + q}
		x.Yes.Href, x.No.Href = o.here(x.YesID), o.here(x.NoID)
		d.Questions = append(d.Questions, x)
	}
	ids := map[string]bool{}
	for c := range o.chartersThatHold() {
		row := AnsweredCharter{ID: "r:" + document.Slug(c.Facts.Team), Team: o.team(c.Facts.Team)}
		if ids[row.ID] { // a second charter of one team
			row.ID += ":" + c.ID
			row.Team = o.doc(c)
		}
		ids[row.ID] = true
		for i, q := range threeQuestions {
			a := o.answer(c, q)
			row.Answers = append(row.Answers, a)
			if a.Written == nil {
				d.Questions[i].No.N++
			} else {
				d.Questions[i].Yes.N++
			}
		}
		d.Charters = append(d.Charters, row)
	}
	slices.SortStableFunc(d.Charters, func(a, b AnsweredCharter) int { return strings.Compare(fold(a.Team.Name), fold(b.Team.Name)) })
	d.Total = len(d.Charters)
	d.More = atMost(pageRows, &d.Charters)
	d.listed()
	if d.Total > mostNamed {
		for i := range d.Questions {
			d.Questions[i].YesIn, d.Questions[i].Yes.Href = nil, o.here("r:list:charters")
		}
	}
	return d
}

// mostNamed is the number of charters above which those that answer a question
// are found in the table alone, and not in a list of their own too.
const mostNamed = 100

// listed fills the lists to which the totals lead.
func (d *Answered) listed() {
	for i := range d.Charters {
		c := &d.Charters[i]
		for j := range c.Answers {
			q := &d.Questions[j]
			if w := c.Answers[j].Written; w != nil {
				q.YesIn = append(q.YesIn, AnsweredIn{c.Team.Name, w.Href})
			} else {
				q.NoIn = append(q.NoIn, AnsweredIn{c.Team.Name, c.Team.Href})
			}
		}
	}
}

// answer is what a charter says to one question.
func (o on) answer(c *document.Document, question string) Answer {
	a := Answer{Question: question, Words: o.word("view.three-questions." + question), State: "not-yet"}
	at, state := line.Text{}, ""
	switch question {
	case "owns":
		if len(c.Facts.Owns) > 0 {
			at, state = c.Facts.Owns[0], "stated"
		}
	case "success":
		if len(c.Facts.Success) > 0 {
			at, state = c.Facts.Success[0].Text, "stated"
		}
	}
	if state == "" {
		at, state = answeredIn(c, question)
	}
	if state != "" {
		p := o.passage(c, at)
		a.State, a.Written = state, &p
	}
	return a
}

// answeredIn finds the section of a charter that answers a question in prose,
// or the heading below which its text speaks of the matter.
func answeredIn(c *document.Document, question string) (at line.Text, state string) {
	for i := range c.Facts.Sections {
		p := &c.Facts.Sections[i]
		if !p.Empty && (p.Section.Name == question || p.Section.Field == question) {
			return textOfHeading(c, p.Heading), "stated"
		}
	}
	if v, ok := c.Meta.Get(question); ok && c.Facts.Has(question) {
		return line.Text{Span: v.Span}, "stated"
	}
	offset, ok := model.InProse(c, question)
	if !ok {
		return line.Text{}, ""
	}
	heading := -1
	for i := range c.Content.Headings {
		if c.Content.Headings[i].At <= offset {
			heading = i
		}
	}
	if heading < 0 {
		return line.Text{}, "in-prose"
	}
	return textOfHeading(c, heading), "in-prose"
}

func textOfHeading(d *document.Document, i int) line.Text {
	h := &d.Content.Headings[i]
	return line.Text{Text: h.Text, Span: h.Span}
}

// answeredTable is the table of charters, a row each.
func answeredTable(p *theme.Page) *Table {
	d := p.Above.Data.(*Answered)
	t := &Table{Columns: append([]string{"team"}, threeQuestions...)}
	for i := range d.Charters {
		row := []string{d.Charters[i].Team.Name}
		for _, a := range d.Charters[i].Answers {
			row = append(row, a.State)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
