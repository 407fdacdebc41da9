package change

import (
	"cmp"
	"slices"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// appeared tells of a document that was not there before, by what it is.
func (c *comparison) appeared(p pair) {
	d, f := p.new, &p.new.Facts
	title := quoted(d.Title)
	if c.replaces(p) {
		return
	}
	team := ""
	if id := c.keeper(d, c.new); id != "" {
		team = c.team(id)
	}
	by := ""
	if team != "" {
		by = " from " + team
	}
	ch := Change{Sort: "document-new", After: d.Title, Sentence: sentence("New ", kindWords(d), by, ": ", title)}
	switch d.Kind.Name {
	case "charter":
		ch.Sort = "team-new"
		ch.Sentence = sentence("A new team has a charter: ", c.team(f.Team))
		if id, known := c.old.TeamID(f.Team); known && !c.apart {
			ch.Sort = "team-charter"
			ch.Sentence = sentence(c.team(id), " has a charter now")
		}
		if !inForce(d) {
			ch.Sentence = sentence("A charter is being written (", statusWords(f.Status), "): ", c.team(f.Team))
		}
	case "commitment":
		ch.Sort = "promise-made"
		words := "A new promise: " + title
		if team != "" {
			words = team + " promised " + title
		}
		if due := day(f.Due); due != "" {
			words += " by " + due
		}
		ch.Sentence = sentence(words)
	case "lesson":
		ch.Sort = "lesson-new"
	case "decision":
		ch.Sort = "record-new"
		words := "It was decided: " + title
		if who := c.known(f.DecidedBy.Text, "team", "role"); who != "" {
			words = who + " decided: " + title
		}
		ch.Sentence = sentence(words)
	case "experiment":
		ch.Sort = "experiment-new"
		words := "A new experiment: "
		if team != "" {
			words = team + " tries something: "
		}
		words += title
		if starts, ends := day(f.Starts), day(f.Ends); starts != "" && ends != "" {
			words += ", from " + starts + " to " + ends
		}
		ch.Sentence = sentence(words)
	case "assessment":
		ch.Sort = "assessment-new"
	}
	c.add(p, line.Text{}, ch)
	if f.Waives.Text != "" && d.Kind.Name == "decision" {
		c.waived(p, title)
	}
}

// vanished tells of a document that is not there any more.
func (c *comparison) vanished(p pair) {
	d := p.old
	if c.successor[d] {
		return
	}
	ch := Change{Sort: "document-gone", Before: d.Title, Sentence: sentence("The ", kindWords(d), " ", quoted(d.Title), " was removed")}
	if d.Kind.Name == "charter" {
		ch.Sort = "team-charter-gone"
	}
	c.add(p, line.Text{}, ch)
}

// identity tells that a document has another place, name or kind.
func (c *comparison) identity(p pair) {
	o, n := p.old, p.new
	if line.Key(o.Title) != line.Key(n.Title) {
		ch := Change{Sort: "document-renamed", Before: o.Title, After: n.Title,
			Sentence: sentence("The ", kindWords(n), " ", quoted(o.Title), " is now called ", quoted(n.Title))}
		if n.Kind.Name == "charter" {
			ch.Sort = "team-renamed"
			ch.Sentence = sentence("The team ", quoted(o.Title), " is now called ", quoted(n.Title))
		}
		c.add(p, titleOf(n), ch)
	}
	if o.Path != n.Path {
		c.add(p, line.Text{}, Change{Sort: "document-moved", Before: o.Path, After: n.Path,
			Sentence: sentence("The ", kindWords(n), " ", quoted(n.Title), " moved from ", o.Path, " to ", n.Path)})
	}
	if o.Kind.Name != n.Kind.Name {
		c.add(p, line.Text{}, Change{Sort: "document-kind", Before: o.Kind.Name, After: n.Kind.Name,
			Sentence: sentence(quoted(n.Title), " is a ", kindWords(n), " now, was a ", kindWords(o))})
	}
}

// titleOf is the place of a document's title in its text.
func titleOf(d *document.Document) line.Text {
	return line.Text{Text: d.Title, Span: d.Content.Title.Span}
}

// life tells who keeps a document, whether it holds and when it was looked at.
func (c *comparison) life(p pair) {
	o, n := &p.old.Facts, &p.new.Facts
	title := quoted(p.new.Title)
	if p.new.Kind.Name != "charter" && p.old.Kind.Name != "charter" {
		before, after := c.keeper(p.old, c.old), c.keeper(p.new, c.new)
		switch {
		case before == after:
		case after == "":
			c.add(p, n.Owner, Change{Sort: "owner-changed", Before: c.team(before), Sentence: sentence("No team is named as keeper of ", title, was(c.team(before)))})
		default:
			name := ""
			if before != "" {
				name = c.team(before)
			}
			c.add(p, n.Owner, Change{Sort: "owner-changed", Before: name, After: c.team(after), Sentence: sentence(title, " is kept by ", c.team(after), was(name))})
		}
	}
	if o.Status != n.Status {
		c.status(p)
	}
	c.replaces(p)
	if n.Reviewed.Day.After(o.Reviewed.Day) {
		c.add(p, n.Reviewed.Text, Change{Sort: "review-done", Before: day(o.Reviewed), After: day(n.Reviewed),
			Sentence: sentence(title, " was reviewed on ", day(n.Reviewed))})
	}
}

// statusWords is a status as one says it.
func statusWords(status string) string {
	if status == "in-review" {
		return "in review"
	}
	return cmp.Or(status, "active")
}

func (c *comparison) status(p pair) {
	before, after := statusWords(p.old.Facts.Status), statusWords(p.new.Facts.Status)
	v, _ := p.new.Meta.Get("status")
	at := line.Text{Text: v.Text, Span: v.Span}
	ch := Change{Sort: "status-changed", Before: before, After: after, Sentence: sentence(quoted(p.new.Title), " is ", after, " now, was ", before)}
	if p.new.Kind.Name == "charter" && after == "retired" {
		ch.Sort = "team-ended"
		ch.Sentence = sentence("The team ", c.team(p.new.Facts.Team), " has ended: its charter is retired")
	}
	if p.new.Kind.Name == "charter" && after == "active" {
		ch.Sort = "team-charter"
		ch.Sentence = sentence("The charter of ", c.team(p.new.Facts.Team), " holds now, was ", before)
	}
	c.add(p, at, ch)
}

// replaces tells what a document takes the place of, and reports whether it
// does so anew.
func (c *comparison) replaces(p pair) (told bool) {
	var known []string
	if p.old != nil {
		for _, t := range p.old.Facts.Replaces {
			known = append(known, idOf(t))
		}
	}
	if st := p.new.Facts.Status; st == "draft" || st == "in-review" {
		return false // it replaces nothing yet
	}
	for _, t := range p.new.Facts.Replaces {
		if slices.Contains(known, idOf(t)) {
			continue
		}
		told = true
		gone := c.predecessor(t)
		c.add(p, t, Change{Sort: "status-replaced", Before: t.Text, After: p.new.ID, Topic: t.Text,
			Sentence: sentence("The ", kindWords(p.new), " ", quoted(p.new.Title), " replaces ", gone)})
	}
	return told
}

// predecessor is what a document replaces, in words. Its removal goes without
// saying then.
func (c *comparison) predecessor(t line.Text) string {
	if n := c.old.Name(lastPart(t.Text), "", nil); n.Sort == model.Document && n.Doc != nil {
		if c.successor == nil {
			c.successor = map[*document.Document]bool{}
		}
		c.successor[n.Doc] = true
		return quoted(n.Doc.Title)
	}
	return c.document(t.Text)
}
