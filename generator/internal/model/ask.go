package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// Ask is support that somebody asked for and has not got yet, as far as the
// documents tell.
type Ask struct {
	Doc   *document.Document // a commitment, a lesson or a room check
	What  line.Text          // what is needed, or the heading below which it stands
	Team  string             // the id of the team that asks; "" when that is not known
	Of    string             // the id of the team that is asked; "" when none is named
	Since time.Time          // zero when that is not known
}

// OpenAsks returns the support that was asked for and not answered, the oldest
// first. A commitment asks while it is open and its newest check-in needs
// something. A lesson asks below "What support we need" until it led to
// something or all that should follow is done. The newest room check of a team
// asks below "What we ask for" until a decision changes the charter or the
// charter is reviewed; of those whose team is not known each asks.
func (m *Model) OpenAsks() []Ask {
	var asks []Ask
	for _, row := range m.ByKind.Get("commitment") {
		asks = append(asks, m.promiseAsk(row.Doc)...)
	}
	for _, row := range m.ByKind.Get("lesson") {
		asks = append(asks, m.lessonAsk(row.Doc)...)
	}
	for team, checks := range m.lazy.checks() {
		if team != "" {
			checks = checks[:1]
		}
		for _, d := range checks {
			asks = append(asks, m.checkAsk(d)...)
		}
	}
	slices.SortFunc(asks, func(a, b Ask) int {
		return cmp.Or(a.Since.Compare(b.Since), strings.Compare(a.Doc.Path, b.Doc.Path), cmp.Compare(a.What.Span.Start.Byte, b.What.Span.Start.Byte))
	})
	return asks
}

// AsksBy returns the open asks of one team.
func (m *Model) AsksBy(team string) []Ask {
	id, _ := m.TeamID(team)
	var asks []Ask
	for _, kind := range []string{"commitment", "lesson"} {
		for _, d := range m.Kept(id, kind) {
			if kind == "lesson" {
				asks = append(asks, m.lessonAsk(d)...)
			} else {
				asks = append(asks, m.promiseAsk(d)...)
			}
		}
	}
	if checks := m.RoomChecks(id); len(checks) > 0 {
		asks = append(asks, m.checkAsk(checks[0])...)
	}
	return asks
}

func (m *Model) promiseAsk(d *document.Document) []Ask {
	if m.Status(d) != "open" || len(d.Facts.CheckIns) == 0 {
		return nil
	}
	newest := &d.Facts.CheckIns[0]
	for i := range d.Facts.CheckIns {
		if !d.Facts.CheckIns[i].Date.Day.Before(newest.Date.Day) {
			newest = &d.Facts.CheckIns[i]
		}
	}
	if newest.Needs.Text == "" {
		return nil
	}
	return []Ask{{Doc: d, What: newest.Needs, Team: m.Owner(d).ID, Of: m.teamAtStart(newest.Needs.Text), Since: newest.Date.Day}}
}

// teamAtStart returns the team whose name of up to four words a text begins
// with: "Warehouse to put the link into the mail", "Online shop: two photos".
func (m *Model) teamAtStart(text string) string {
	words := strings.Fields(text)
	for n := min(len(words), 4); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if id, known := m.TeamID(strings.TrimRight(name, ",.:;")); known {
			return id
		}
	}
	return ""
}

func (m *Model) lessonAsk(d *document.Document) []Ask {
	what := headingOf(d, "what-support-we-need")
	if what.Text == "" || !m.Living(d) || len(d.Facts.LedTo) > 0 {
		return nil
	}
	open, of := 0, ""
	for i := range d.Facts.FollowUps {
		if f := &d.Facts.FollowUps[i]; !f.Dropped && f.Done.Text.Text == "" {
			open++
			of, _ = m.TeamID(f.Team.Text)
		}
	}
	if open == 0 && len(d.Facts.FollowUps) > 0 {
		return nil
	}
	team := m.Owner(d).ID
	if open > 1 || of == team {
		of = "" // which of them gives the support is not said, or the team does itself what follows
	}
	return []Ask{{Doc: d, What: what, Team: team, Of: of, Since: d.Facts.Date.Day}}
}

func (m *Model) checkAsk(d *document.Document) []Ask {
	what := headingOf(d, "what-we-ask-for")
	if what.Text == "" {
		return nil
	}
	team := m.Owner(d).ID
	if charter := m.Charter(team); charter != nil {
		if charter.Facts.Reviewed.Day.After(d.Facts.Date.Day) {
			return nil
		}
		for _, row := range m.naming(m.Changed, charter, anyDocument) {
			if row.Doc.Facts.Date.Day.After(d.Facts.Date.Day) {
				return nil
			}
		}
	}
	return []Ask{{Doc: d, What: what, Team: team, Since: d.Facts.Date.Day}}
}

// headingOf returns the heading of a section below which something stands.
func headingOf(d *document.Document, section string) line.Text {
	p := d.Facts.Part(section)
	if p == nil || p.Empty {
		return line.Text{}
	}
	h := &d.Content.Headings[p.Heading]
	return line.Text{Text: h.Text, Span: h.Span}
}
