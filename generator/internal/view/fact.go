package view

import (
	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// facts tells who keeps the document, where it stands in its life and how
// fresh it is, in that order.
func (s *Site) facts(p *theme.Page, d *document.Document) []theme.Fact {
	facts := append(s.owner(p, d), s.status(d)...)
	for _, key := range []string{"reviewed", "date", "due"} {
		written := d.Meta.Text(key)
		if y, m, day, ok := schema.ParseDate(written); ok {
			date := s.Theme.Date(s.Settings.Language, y, m, day)
			facts = append(facts, theme.Fact{Name: s.word("fact." + key), Words: date.Words, Date: &date})
		} else if written != "" && d.Kind.Field(key) != nil {
			facts = append(facts, theme.Fact{Name: s.word("fact." + key), Words: written})
		}
		if key == "reviewed" {
			facts = append(facts, s.review(d)...)
		}
	}
	if contact := d.Meta.Text("contact"); contact != "" {
		facts = append(facts, theme.Fact{Name: s.word("fact.contact"), Words: contact})
	}
	switch story := d.Meta.Text("story"); story {
	case "":
	case "real", "anonymised", "composite":
		facts = append(facts, theme.Fact{Name: s.word("fact.story"), Words: s.word("story." + story), State: "info"})
	default:
		facts = append(facts, theme.Fact{Name: s.word("fact.story"), Words: story})
	}
	return facts
}

// review tells by when a document that holds is to be looked at, and that of
// one which is reviewed at all nobody has ever looked. Whether that day has
// come is told when the page is read.
func (s *Site) review(d *document.Document) []theme.Fact {
	if d.Kind.Record || d.Facts.Every == 0 || !s.Model.Living(d) {
		return nil
	}
	if next := s.Model.NextReview(d); !next.IsZero() {
		date := s.Theme.Date(s.Settings.Language, next.Year(), int(next.Month()), next.Day())
		return []theme.Fact{{Name: s.word("fact.due-review"), Words: date.Words, Date: &date, Due: true}}
	}
	if d.Facts.Reviewed.Text.Text != "" { // it says when, in words that are no date
		return nil
	}
	return []theme.Fact{{Name: s.word("fact.review"), Words: s.word("fact.never-reviewed"), State: "none"}}
}

// owner names the team that keeps a document, stated or found out. That a team
// keeps its own charter goes without saying.
func (s *Site) owner(p *theme.Page, d *document.Document) []theme.Fact {
	owner := s.Model.Owner(d)
	if owner.ID == "" || owner.At == nil && d.Facts.Team != "" {
		return nil
	}
	n := s.Model.Name(owner.ID, "", []string{"team", "document"})
	f := theme.Fact{Name: s.word("fact.owner"), Words: n.Name, Href: writer{s, p, d}.hrefTo(n)}
	if f.Words == "" {
		f.Words = document.FolderName(owner.At.Text) // only what is stated may name nobody
	}
	return []theme.Fact{f}
}

// Keeper returns the team or role that keeps a document, stated or found out,
// as lists name it: its id and its name. Both are "" when nobody is known to,
// and for a name that may be a person's; an id is none.
func (s *Site) Keeper(d *document.Document) (id, name string) {
	owner := s.Model.Owner(d)
	n := s.Model.Name(owner.ID, "", []string{"team", "role"})
	switch {
	case owner.ID == "":
		return "", ""
	case n.Sort == model.Team || n.Sort == model.Role:
		return n.ID, n.Name
	case owner.At != nil && owner.ID == owner.At.Text:
		return owner.ID, document.FolderName(owner.ID)
	}
	return "", ""
}

// states is how the standings of a document's life are shown.
var states = map[string]string{
	"active": "ok", "draft": "none", "in-review": "info",
	"open": "info", "kept": "ok", "partly": "due", "missed": "due", "changed": "info", "dropped": "none",
}

// status tells where a document stands in its life, of a promise that has ended
// how. Nothing is said where a notice does, and where nothing else is to be
// expected: of a plain page, of one without front matter, and of records. An
// experiment shows its dates, since a page that calls it running would be wrong
// the day after it ends.
func (s *Site) status(d *document.Document) []theme.Fact {
	status, written := s.Model.Status(d), d.Meta.Text("status")
	outcome := d.Facts.Outcome.Text
	switch {
	case d.Kind.Name == "commitment" && outcome != "":
		status, written = outcome, outcome
	case status == "retired" || status == "superseded":
		return nil
	case d.Facts.Status == "active" && written == "" && isSilent(d):
		return nil
	}
	f := theme.Fact{Name: s.word("fact.status"), Words: document.FolderName(written)}
	if state, known := states[status]; known {
		f.Words, f.State = s.word("status."+status), state
	}
	return []theme.Fact{f}
}

// isSilent reports whether the page of a document that is active says so only
// when its author does.
func isSilent(d *document.Document) bool {
	return d.Kind.Record || d.Kind.Name == "page" || d.Kind.Name == "experiment" || len(d.Meta.Entries) == 0
}
