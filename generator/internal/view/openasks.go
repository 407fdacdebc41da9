package view

import (
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/theme"
)

// OpenAsks is the view that asks: Which support was asked for and has no answer
// yet, and from whom?
var OpenAsks = func() View {
	v := one("open-asks", "Which support was asked for and has no answer yet, and from whom?",
		func(s *Site) bool { return len(s.openAsks()) > 0 }, on.openAskList)
	v.Table = openAskTable
	return v
}()

// Asks is the data of OpenAsks.
type Asks struct {
	Unnamed Count     `json:"unnamed" jsonschema:"of how many it is not clear who is asked"`
	Asks    []OpenAsk `json:"asks" jsonschema:"the oldest first"`
	More    int       `json:"more,omitempty" jsonschema:"how many newer ones are not listed"`
}

// OpenAsk is support that somebody asked for.
type OpenAsk struct {
	ID    string  `json:"-"`
	What  string  `json:"what"`
	Team  Ref     `json:"team" jsonschema:"the team that asks; without a name when that is not known"`
	Of    Ref     `json:"of" jsonschema:"the team with whose name the ask begins; without a name when it begins otherwise"`
	Since Day     `json:"since"`
	Kind  string  `json:"kind" jsonschema:"where it is written: a commitment, a lesson or an assessment"`
	Words string  `json:"-"`
	Where Passage `json:"where"`
}

// asksMost is how many asks the page lists.
const asksMost = 500

func (s *Site) openAsks() []model.Ask {
	return once(s, "open asks", s.Model.OpenAsks)
}

func (o on) openAskList() *Asks {
	asks := o.openAsks()
	data := &Asks{More: max(0, len(asks)-asksMost)}
	for _, a := range asks[:min(len(asks), asksMost)] {
		ask := o.openAsk(a)
		if ask.Of.Name == "" {
			if data.Unnamed.N++; data.Unnamed.Href == "" {
				data.Unnamed.Href = o.here(ask.ID)
			}
		}
		data.Asks = append(data.Asks, ask)
	}
	return data
}

func (o on) openAsk(a model.Ask) OpenAsk {
	ask := OpenAsk{ID: rowID(a.Doc), What: o.askWords(a), Since: o.day(a.Since), Kind: a.Doc.Kind.Name, Where: o.passage(a.Doc, a.What)}
	ask.Words, _ = a.Doc.Kind.Words(o.Settings.Language)
	if a.Team != "" {
		ask.Team = o.team(a.Team)
	}
	if a.Of != "" {
		ask.Of = o.team(a.Of)
	}
	return ask
}

// askWords is what is asked for: the need as written, or the beginning of what
// stands below the heading.
func (s *Site) askWords(a model.Ask) string {
	if text := s.sectionAt(a.Doc, a.What.Span.Start.Byte); text != "" {
		return text
	}
	return a.What.Text
}

// sectionAt is the beginning of what stands below the heading that lies at a
// byte of the file, "" when none does.
func (s *Site) sectionAt(d *document.Document, at int) string {
	for i, h := range d.Content.Headings {
		if h.Span.Start.Byte == at {
			from, to := d.Content.Section(i)
			return s.beginning(d, from, to)
		}
	}
	return ""
}

func openAskTable(p *theme.Page) *Table {
	t := &Table{Columns: []string{"what", "team", "of", "since", "page", "file"}}
	for _, a := range p.Above.Data.(*Asks).Asks {
		t.Rows = append(t.Rows, []string{strings.TrimSpace(a.What), a.Team.Name, a.Of.Name, a.Since.ISO, a.Where.Page, a.Where.File})
	}
	return t
}
