package change

import (
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// org compares what org.yaml says.
func (c *comparison) org() {
	o, n := c.old.Org, c.new.Org
	c.orgTeams(o.Teams, n.Teams)
	for _, list := range []struct {
		one      string
		old, new []schema.OrgEntry
	}{
		{"role", o.Roles, n.Roles},
		{"pattern", o.Patterns, n.Patterns},
		{"topic", o.Topics, n.Topics},
		{"goal", o.Goals, n.Goals},
		{"measure", o.Measures, n.Measures},
	} {
		c.orgList(list.one, list.old, list.new)
	}
}

// addOrg keeps a change of a line of org.yaml.
func (c *comparison) addOrg(e *schema.OrgEntry, old bool, ch Change) {
	ch.File, ch.Old, ch.At = schema.OrgFile, old, line.Text{Text: e.ID, Span: e.Span}
	c.list = append(c.list, ch)
}

// orgTeams compares the lines of teams. A team whose charter came or went is
// told of with its charter.
func (c *comparison) orgTeams(old, new []schema.OrgEntry) {
	before := byID(old)
	for i := range new {
		e := &new[i]
		id := document.Slug(e.ID)
		o := before[id]
		delete(before, id)
		name := e.Name
		switch {
		case o == nil && c.old.Charter(id) == nil && c.new.Charter(id) == nil:
			c.addOrg(e, false, Change{Sort: "team-new", Team: id, After: name, Sentence: sentence("A new team is listed: ", name)})
		case o == nil:
		case o.Retired != e.Retired:
			c.orgEnded(e, o, id)
		case line.Key(o.Name) != line.Key(e.Name):
			c.addOrg(e, false, Change{Sort: "team-renamed", Team: id, Before: o.Name, After: name, Sentence: sentence("The team ", quoted(o.Name), " is now called ", quoted(name))})
		}
	}
	for i := range old {
		if e := &old[i]; before[document.Slug(e.ID)] == e && c.new.Charter(e.ID) == nil {
			c.addOrg(e, true, Change{Sort: "team-gone", Team: document.Slug(e.ID), Before: e.Name, Sentence: sentence("The team ", e.Name, " is no longer listed")})
		}
	}
}

func (c *comparison) orgEnded(e, o *schema.OrgEntry, id string) {
	ch := Change{Sort: "team-ended", Team: id, Before: o.Retired, After: e.Retired}
	words := "The team " + e.Name + " ended"
	if d := line.ParseDate(line.Text{Text: e.Retired}); !d.Day.IsZero() {
		words = "The team " + e.Name + " ends on " + day(d)
		if !d.Day.After(c.new.Today) {
			words = "The team " + e.Name + " ended on " + day(d)
		}
	}
	if e.Retired == "" {
		ch.Sort, words = "team-new", "The team "+e.Name+" is listed as a team again"
	}
	ch.Sentence = sentence(words)
	c.addOrg(e, false, ch)
}

func byID(list []schema.OrgEntry) map[string]*schema.OrgEntry {
	found := make(map[string]*schema.OrgEntry, len(list))
	for i := range list {
		if id := document.Slug(list[i].ID); found[id] == nil {
			found[id] = &list[i]
		}
	}
	return found
}

// orgList compares one of the other lists.
func (c *comparison) orgList(one string, old, new []schema.OrgEntry) {
	before := byID(old)
	for i := range new {
		e := &new[i]
		o := before[document.Slug(e.ID)]
		delete(before, document.Slug(e.ID))
		switch {
		case o == nil:
			c.addOrg(e, false, Change{Sort: one + "-new", Topic: e.Name, After: orgWords(e), Sentence: sentence("A new ", one, " is listed: ", orgWords(e))})
		case orgWords(o) != orgWords(e):
			c.addOrg(e, false, Change{Sort: one + "-changed", Topic: e.Name, Before: orgWords(o), After: orgWords(e), Sentence: sentence("The ", one, " ", quoted(e.Name), " reads now ", orgWords(e), was(orgWords(o)))})
		}
	}
	for i := range old {
		if e := &old[i]; before[document.Slug(e.ID)] == e {
			c.addOrg(e, true, Change{Sort: one + "-gone", Topic: e.Name, Before: orgWords(e), Sentence: sentence("The ", one, " ", e.Name, " is no longer listed")})
		}
	}
}

// orgWords is all that a line says, but for where a figure comes from.
func orgWords(e *schema.OrgEntry) string {
	words := e.Name
	if e.Target != "" {
		words += ": " + e.Target
	}
	for i, a := range e.Aliases {
		if i == 0 {
			words += ", also called " + a.Text
			continue
		}
		words += ", " + a.Text
	}
	if e.Risk != "" {
		words += " (risk " + e.Risk + ")"
	}
	return words
}
