package generator

import (
	"cmp"
	"math"

	"remit/generator/internal/line"
	"remit/generator/internal/query"
)

// Answers is what is known about a question.
type Answers struct {
	Question string   `json:"question"`
	Answered bool     `json:"answered"` // somebody decides or owns what was asked for
	Answers  []Answer `json:"answers"`  // the best first; those of one topic in the order of amounts
	Notes    []string `json:"notes,omitempty"`
	Near     []string `json:"near,omitempty"`  // topics that come nearest, when nothing answers
	Might    []string `json:"might,omitempty"` // names of the teams that might know, when nothing answers
}

// Answer is one line of a document that answers a question, or the amounts that
// no charter decides.
type Answer struct {
	Sort     string   `json:"sort"` // decision, area, not-ours, nobody, bar, action or promise
	Sentence string   `json:"sentence"`
	Team     string   `json:"team,omitempty"` // id of the team or role that decides or owns
	Name     string   `json:"name,omitempty"` // what it is called
	With     string   `json:"with,omitempty"` // names of those whom it asks or tells
	Topic    string   `json:"topic"`
	Limit    *Amounts `json:"limit,omitempty"`
	Rung     int      `json:"rung,omitempty"`    // as in the charter: 7 decides alone, 1 is told
	Clause   string   `json:"clause,omitempty"`  // the line as written
	File     string   `json:"file,omitempty"`    // below the site's folder
	Line     int      `json:"line,omitempty"`    // from 1
	Address  string   `json:"address,omitempty"` // of the passage, or of one beside the gap: with the site's base URL, else from its root
	More     string   `json:"more,omitempty"`    // the same of the page that shows it beside others
	Why      string   `json:"why,omitempty"`     // who else claims it
}

// Amounts are the amounts for which a decision holds.
type Amounts struct {
	Words    string   `json:"words"`
	Unit     string   `json:"unit"`
	From     float64  `json:"from"`
	FromOpen bool     `json:"from-open"` // From itself is not among them
	To       *float64 `json:"to"`        // null above a limit
	ToOpen   bool     `json:"to-open"`   // To itself is not among them
}

// Query answers a question in words, such as "who decides refunds above 500
// EUR?".
func (s *Snapshot) Query(words string) *Answers {
	r := s.query().Ask(words)
	a := &Answers{Question: words, Answered: r.Answered(), Answers: []Answer{}, Notes: r.Notes, Near: r.Near, Might: r.Might}
	for i := range r.Answers {
		a.Answers = append(a.Answers, s.answer(&r.Answers[i]))
	}
	return a
}

func (s *Snapshot) answer(from *query.Answer) Answer {
	a := Answer{
		Sort: string(from.Sort), Sentence: from.Sentence, Team: from.Team, Name: from.Name, With: from.With, Topic: from.Topic,
		Limit: amounts(from.Limit), Rung: int(from.Rung), Clause: from.At.Text, Why: from.Why,
	}
	if from.Doc != nil {
		a.File, a.Line = from.Doc.Path, max(1, from.At.Span.Start.Line)
	}
	a.Address, a.More = s.whole(from.Address), s.whole(from.More)
	return a
}

// whole is an address with the site's base URL, else from its root.
func (s *Snapshot) whole(address string) string {
	if address == "" {
		return ""
	}
	return cmp.Or(s.in.Settings.BaseURL, "/") + address
}

func amounts(l line.Limit) *Amounts {
	if !l.Stated {
		return nil
	}
	a := &Amounts{Words: l.String(), Unit: l.Unit, From: l.From, FromOpen: l.FromOpen, ToOpen: l.ToOpen}
	if !math.IsInf(l.To, 1) {
		a.To = &l.To
	}
	return a
}
