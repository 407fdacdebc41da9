package query

import (
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// collectStatements makes an entry of each item of a standard, follow-up of a
// lesson and result of a promise. It is called as it is written, and as its
// document is titled.
func (x *Index) collectStatements(other aliases) {
	for _, d := range x.m.Docs {
		if !x.m.Living(d) {
			continue
		}
		one := func(k kind, a Answer) {
			if a.Topic == "" {
				return
			}
			e := &entry{kind: k, rows: []Answer{a}}
			e.called(a.Topic)
			e.called(d.Title)
			x.addNamed(e, other)
		}
		for i := range d.Facts.Bar {
			one(bars, x.barItem(d, &d.Facts.Bar[i]))
		}
		for i := range d.Facts.FollowUps {
			one(actions, x.followUp(d, &d.Facts.FollowUps[i]))
		}
		if d.Kind.Name == "commitment" {
			for i := range d.Facts.Success {
				one(promises, x.promise(d, &d.Facts.Success[i]))
			}
		}
	}
}

func (x *Index) barItem(d *document.Document, b *document.BarItem) Answer {
	a := Answer{Sort: Bar, Topic: b.Text.Text, Doc: d, At: b.At, Address: x.address(d, "bar", b.At)}
	x.keeper(&a, d)
	level := ""
	if b.Level != "" {
		level = ", " + b.Level
	}
	a.Sentence = "“" + d.Title + "”" + level + ": " + sentence(b.Text.Text)
	a.At.Text = b.Text.Text
	return a
}

func (x *Index) followUp(d *document.Document, f *line.FollowUp) Answer {
	a := Answer{Sort: Action, Topic: f.What.Text, Doc: d, At: f.Text, Address: x.address(d, "follow-up", f.Text)}
	if f.Team.Text != "" {
		ids, names := x.whom([]line.Text{f.Team})
		a.deciders, a.Team, a.Name = ids, ids[0], names[0]
	}
	who, state := a.Name, ""
	if who == "" {
		who = "Nobody named"
	}
	switch {
	case f.Dropped:
		who = "Dropped"
	case f.Done.Text.Text != "":
		state = ", done"
		if f.Done.Text.Text != "done" {
			state += " " + f.Done.Text.Text
		}
	case f.By.Text.Text != "":
		state = ", by " + f.By.Text.Text
	}
	a.Sentence = who + state + ": " + sentence(f.What.Text)
	return a
}

func (x *Index) promise(d *document.Document, m *line.Measure) Answer {
	a := Answer{Sort: Promise, Topic: m.Head.Text, Doc: d, At: m.Text, Address: x.address(d, "results", m.Text)}
	x.keeper(&a, d)
	state := ""
	if due := d.Facts.Due.Text.Text; due != "" {
		state = " by " + due
	}
	if o := d.Facts.Outcome.Text; o != "" {
		state += ", " + o
	}
	who := a.Name
	if who == "" {
		who = "It was"
	}
	a.Sentence = who + " promised" + state + ": " + sentence(m.Text.Text)
	return a
}

// keeper fills in the team that keeps the document of an answer.
func (x *Index) keeper(a *Answer, d *document.Document) {
	if id := x.m.Owner(d).ID; id != "" {
		a.Team, a.Name, a.deciders = id, x.name(id), []string{id}
	}
}

// sentence ends a text with a full stop, unless it ends like a sentence.
func sentence(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") {
		return text
	}
	return text + "."
}
