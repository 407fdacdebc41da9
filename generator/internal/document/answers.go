package document

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"remit/generator/internal/line"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
)

// answers reads the fields on which front matter is silent from the sections
// that answer them. A list gives the values of the field, each line that can
// be read as one; prose answers the field without giving values. What stands
// below a heading that the kind knows for something else is not looked at.
func (d *Document) answers() {
	items := make([][]*markdown.Item, len(d.Facts.Sections))
	part := d.partsOfHeadings()
	for it := range d.outerItems {
		if it.Heading >= 0 && part[it.Heading] >= 0 {
			items[part[it.Heading]] = append(items[part[it.Heading]], it)
		}
	}
	stated := d.Facts.stated
	for i := range d.Facts.Sections {
		p := &d.Facts.Sections[i]
		field := d.Kind.Field(p.Section.Field)
		if v, _ := stated.Get(p.Section.Field); field == nil || p.Empty || !isBlank(v) {
			continue
		}
		if !slices.Contains(d.Facts.Answered, field.Name) {
			d.Facts.Answered = append(d.Facts.Answered, field.Name)
		}
		if len(items[i]) == 0 {
			continue
		}
		how := "from the list below “" + d.Content.Headings[p.Heading].Text + "”"
		for _, it := range items[i] {
			if d.answer(field, it) {
				d.Facts.Origins = append(d.Facts.Origins, Origin{field.Name, how, d.textOfItem(it)})
			}
		}
	}
}

// partsOfHeadings tells for each heading which known section it belongs to:
// its own, else that of the nearest heading above it in rank; -1 for none.
func (d *Document) partsOfHeadings() []int {
	headings := d.Content.Headings
	parts := make([]int, len(headings))
	next := 0
	var above []int // the headings that the present one lies below
	for i := range headings {
		for len(above) > 0 && headings[above[len(above)-1]].Level >= headings[i].Level {
			above = above[:len(above)-1]
		}
		parts[i] = -1
		if len(above) > 0 {
			parts[i] = parts[above[len(above)-1]]
		}
		if next < len(d.Facts.Sections) && d.Facts.Sections[next].Heading == i {
			parts[i] = next
			next++
		}
		above = append(above, i)
	}
	return parts
}

// outerItems yields the items of the outer lists of the text. An item that
// ends in a colon and has a list of its own only announces it: then the inner
// items are what is meant.
func (d *Document) outerItems(yield func(*markdown.Item) bool) {
	items := d.Content.Items
	depth := 0
	for i := range items {
		it := &items[i]
		if it.Row || it.Depth > depth {
			continue
		}
		depth = it.Depth
		if strings.HasSuffix(d.Content.Text[it.At:it.End], ":") && i+1 < len(items) && items[i+1].Depth == depth+1 {
			depth++
			continue
		}
		if it.At < it.End && !yield(it) {
			return
		}
	}
}

// answer adds one item to the values of a field. An item that the grammar of
// the field cannot read is prose: it is shown where it stands, and is no fact.
func (d *Document) answer(field *schema.Field, it *markdown.Item) bool {
	f := &d.Facts
	t := d.textOfItem(it)
	switch field.Type {
	case "texts":
		to := f.texts(field.Name)
		if to != nil {
			*to = append(*to, t)
		}
		return to != nil
	case "who":
		return d.answerWho(field.Name, it, line.Cut(t))
	case "decisions":
		return add(&f.Decides, line.ParseDecision(line.Cut(t)), func(v *line.Decision) bool { return v.Rung != 0 && v.Fault == "" })
	case "measures":
		return add(&f.Success, line.ParseMeasure(line.Cut(t)), func(v *line.Measure) bool { return true })
	case "follow-ups":
		return add(&f.FollowUps, line.ParseFollowUp(line.Cut(t)), isFollowUp)
	case "answers":
		return add(&f.Answers, line.ParseAnswer(line.Cut(t)), func(v *line.Answer) bool { return v.Value != "" })
	case "rhythms":
		return add(&f.Rhythm, line.ParseRhythm(line.Cut(t)), func(v *line.Rhythm) bool { return v.HasRest })
	}
	return false
}

// add appends a line to a list when it could be read.
func add[T any](list *[]T, v T, read func(*T) bool) bool {
	if !read(&v) {
		return false
	}
	*list = append(*list, v)
	return true
}

// isFollowUp reports whether a line says who does something and when, and not
// only that it should be done.
func isFollowUp(v *line.FollowUp) bool {
	return v.Dropped || v.Team.Text != "" && (!v.By.Day.IsZero() || !v.Done.Day.IsZero())
}

// textOfItem returns the first block of an item.
func (d *Document) textOfItem(it *markdown.Item) line.Text {
	first, _, _ := strings.Cut(d.Content.Text[it.At:it.End], "\n")
	return line.Text{Text: strings.TrimSpace(first), Span: it.Span}
}

// answerWho reads an item of a list of teams: the teams that it links to, or
// the words before its colon, or its first line when that is no more than a
// name.
func (d *Document) answerWho(field string, it *markdown.Item, l line.Line) bool {
	to := d.Facts.who(field)
	if to == nil {
		return false
	}
	teams, at := d.teamsIn(it)
	how := l.Rest
	if field == "not-ours" {
		how = l.Text.Sub(0, announced(l.Text.Text, at))
	}
	for _, team := range teams {
		*to = append(*to, line.Who{Line: l, Team: team, How: how})
	}
	switch {
	case len(teams) > 0:
	case field == "not-ours" && l.HasRest && strings.Count(l.Rest.Text, " ") < 2:
		*to = append(*to, whoParser(field)(l))
	case field == "not-ours":
		*to = append(*to, line.Who{Line: l, How: l.Text})
	case isName(l.Head.Text):
		*to = append(*to, whoParser(field)(l))
	default:
		name := d.firstLine(it)
		if !isName(name) || !strings.HasPrefix(l.Text.Text, name+" ") {
			return false
		}
		text := l.Text
		*to = append(*to, line.Who{Line: l, Team: text.Sub(0, len(name)), How: text.Sub(len(name)+1, len(text.Text))})
	}
	return true
}

// isName reports whether words may be the name of a team.
func isName(words string) bool { return words != "" && strings.Count(words, " ") < 4 }

// firstLine returns the first line of an item as it is written, when there is
// another.
func (d *Document) firstLine(it *markdown.Item) string {
	first, _, more := bytes.Cut(d.File.Data[it.Span.Start.Byte:it.Span.End.Byte], []byte("\n"))
	if !more {
		return ""
	}
	return string(bytes.TrimSpace(first))
}

// announced returns where the words end that stand before the mention of a
// team at an offset: before its bracket when there is one.
func announced(text string, at int) int {
	if at > 0 && inBrackets(text[:at]) {
		if before := strings.TrimRight(text[:strings.LastIndexByte(text[:at], '(')], " "); before != "" {
			return len(before)
		}
	}
	return len(text)
}

// inBrackets reports whether a text ends within round brackets.
func inBrackets(text string) bool {
	return strings.LastIndexByte(text, '(') > strings.LastIndexByte(text, ')')
}

// teamsIn returns the teams that an item links to, and where the first one
// stands in its text, or -1. A link in the middle of a sentence may be about
// anything; one that begins or ends the item or stands in brackets says whose
// it is.
func (d *Document) teamsIn(it *markdown.Item) (teams []line.Text, at int) {
	at = -1
	refs, text := d.Content.Refs, d.Content.Text[it.At:it.End]
	i, _ := slices.BinarySearchFunc(refs, it.At, func(r markdown.Ref, at int) int { return r.At - at })
	for ; i < len(refs) && refs[i].At < it.End; i++ {
		from := refs[i].At - it.At
		rest := text[min(from+len(refs[i].Words), len(text)):]
		if from > 0 && !inBrackets(text[:from]) && strings.Trim(rest, " .,;)") != "" {
			continue
		}
		team := teamOfLink(&refs[i])
		if team.Text == "" || slices.ContainsFunc(teams, func(t line.Text) bool { return t.Text == team.Text }) {
			continue
		}
		if teams = append(teams, team); at < 0 {
			at = from
		}
	}
	return teams, at
}

// teamOfLink returns the team that a link names, or "": it does when its words
// are the last part of its address, or the folder's name for a charter or an
// index page, in this site or in a repository:
//
//	[sig-network](../sig-network), [SIG Network](../sig-network/charter.md)
func teamOfLink(r *markdown.Ref) line.Text {
	target := strings.TrimSuffix(r.Target, "/")
	switch r.Kind {
	case markdown.ImageRef:
		return line.Text{}
	case markdown.WikiRef:
		return line.Text{Text: target, Span: r.Span}
	case markdown.External:
		if !strings.Contains(target, "/tree/") && !strings.Contains(target, "/blob/") {
			return line.Text{}
		}
	}
	if ext := path.Ext(target); strings.EqualFold(ext, ".md") {
		name := path.Base(target)
		if target = strings.TrimSuffix(target, ext); IsIndex(name) || strings.EqualFold(path.Base(target), "charter") {
			target = path.Dir(target)
		}
	} else if ext != "" {
		return line.Text{}
	}
	if id := path.Base(target); id != "." && Slug(id) == Slug(r.Words) {
		return line.Text{Text: id, Span: r.Span}
	}
	return line.Text{}
}
