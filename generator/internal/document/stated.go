package document

import (
	"slices"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// state reads what front matter states. A value of another shape than its
// field asks for is read as far as it can be: a single text is a list of one,
// a list is a text with commas.
func (d *Document) state(kinds *schema.Kinds) {
	if len(d.Meta.Entries) == 0 {
		return
	}
	d.Facts.stated = d.Meta
	s := statement{facts: &d.Facts, kinds: kinds}
	for _, e := range d.Meta.Entries {
		if field := d.Kind.Field(e.Key); field != nil {
			s.entry(e, field)
		}
	}
	d.Facts.Refs = s.refs
	if cap(s.refs) > len(s.refs)+2 { // they are kept as long as the document
		d.Facts.Refs = slices.Clone(s.refs)
	}
}

// statement reads the front matter of one document.
type statement struct {
	facts *Facts
	kinds *schema.Kinds
	refs  []Reference
}

// entry reads one key by the type of its field. A site's own field of a known
// type has no place among the facts, but the ids in it are references too.
func (s *statement) entry(e schema.Entry, field *schema.Field) {
	f, v := s.facts, e.Value
	switch field.Type {
	case "decisions":
		list := each(v, line.ParseDecision)
		if e.Key == "decides" || e.Key == "practice" {
			f.Decides = list
		}
		for i := range list {
			s.names(list[i].Who, field)
		}
	case "who":
		list := each(v, whoParser(e.Key))
		if to := f.who(e.Key); to != nil {
			*to = list
		}
		for i := range list {
			s.name(list[i].Team, field, field.To)
		}
	case "measures":
		if e.Key == "success" || e.Key == "results" {
			f.Success = each(v, line.ParseMeasure)
		}
	case "standings":
		list := each(v, line.ParseStanding)
		if e.Key == "standards" {
			f.Standings = list
		}
		for i := range list {
			s.standing(&list[i], field)
		}
	case "follow-ups":
		list := each(v, line.ParseFollowUp)
		if e.Key == "follow-up" {
			f.FollowUps = list
		}
		for i := range list {
			s.name(list[i].Team, field, field.To)
		}
	case "answers":
		if e.Key == "answers" {
			f.Answers = each(v, line.ParseAnswer)
		}
	case "moves":
		if e.Key == "moved" {
			f.Moved = each(v, line.ParseMove)
		}
	case "rhythms":
		if e.Key == "rhythm" {
			f.Rhythm = each(v, line.ParseRhythm)
		}
	case "mutes":
		f.Mutes = statedMutes(v)
	case "records":
		s.records(e, field)
	default:
		s.plain(e, field)
	}
}

// plain reads a field of one text or of several.
func (s *statement) plain(e schema.Entry, field *schema.Field) {
	f := s.facts
	switch e.Key {
	case "status":
		f.Status = strings.ReplaceAll(strings.ToLower(textOf(e.Value).Text), " ", "-")
		return
	case "story":
		f.Story = textOf(e.Value).Text
		return
	case "review-every":
		if n, ok := schema.ParseDuration(textOf(e.Value).Text); ok {
			f.Every = n
		}
		return
	}
	if to := f.date(e.Key); to != nil {
		*to = line.ParseDate(textOf(e.Value))
		return
	}
	if to := f.texts(e.Key); to != nil {
		*to = textsOf(e.Value)
		s.names(*to, field)
		return
	}
	if to := f.text(e.Key); to != nil {
		*to = textOf(e.Value)
	}
	if len(field.To) > 0 && e.Value.Kind != schema.Map {
		s.names(textsOf(e.Value), field)
	}
}

// date, text, texts and who return where the value of a field goes, or nil.

func (f *Facts) date(field string) *line.Date {
	switch field {
	case "reviewed":
		return &f.Reviewed
	case "until":
		return &f.Until
	case "date":
		return &f.Date
	case "raised":
		return &f.Raised
	case "revisit":
		return &f.Revisit
	case "due":
		return &f.Due
	case "starts":
		return &f.Starts
	case "ends":
		return &f.Ends
	case "showcase":
		return &f.Showcase
	}
	return nil
}

func (f *Facts) text(field string) *line.Text {
	switch field {
	case "owner":
		return &f.Owner
	case "sponsor":
		return &f.Sponsor
	case "lead":
		return &f.Lead
	case "autonomy":
		return &f.Autonomy
	case "autonomy-because":
		return &f.Because
	case "from":
		return &f.From
	case "decided-by":
		return &f.DecidedBy
	case "driver":
		return &f.Driver
	case "waives":
		return &f.Waives
	case "wider":
		return &f.Wider
	case "narrower":
		return &f.Narrower
	case "support":
		return &f.Support
	case "outcome":
		return &f.Outcome
	case "lesson":
		return &f.Lesson
	case "stop-if":
		return &f.StopIf
	case "result":
		return &f.Result
	case "type":
		return &f.Sort
	case "by":
		return &f.By
	case "n":
		return &f.N
	}
	return nil
}

func (f *Facts) texts(field string) *[]line.Text {
	switch field {
	case "replaces":
		return &f.Replaces
	case "serves":
		return &f.Serves
	case "owns":
		return &f.Owns
	case "boundaries":
		return &f.Boundaries
	case "counts-on":
		return &f.CountsOn
	case "may-require":
		return &f.MayRequire
	case "applies-to":
		return &f.AppliesTo
	case "patterns":
		return &f.Patterns
	case "touches":
		return &f.Touches
	case "led-to":
		return &f.LedTo
	case "thanks":
		return &f.Thanks
	case "helps-with":
		return &f.HelpsWith
	case "asked":
		return &f.Asked
	case "told":
		return &f.Told
	case "changes":
		return &f.Changes
	case "scope":
		return &f.Scope
	}
	return nil
}

func (f *Facts) who(field string) *[]line.Who {
	switch field {
	case "works-with":
		return &f.WorksWith
	case "not-ours":
		return &f.NotOurs
	case "tried-by":
		return &f.TriedBy
	}
	return nil
}

// whoParser returns the reading of who lines of a field: some have the team
// first, some last.
func whoParser(field string) func(line.Line) line.Who {
	form := line.TeamFirst
	switch field {
	case "not-ours":
		form = line.TeamLast
	case "tried-by":
		form = line.Tried
	}
	return func(l line.Line) line.Who { return line.ParseWho(l, form) }
}

// each reads the lines of a value.
func each[T any](v schema.Value, parse func(line.Line) T) []T {
	lines := linesOf(v)
	if len(lines) == 0 {
		return nil
	}
	out := make([]T, len(lines))
	for i, l := range lines {
		out[i] = parse(l)
	}
	return out
}

// records reads a list of groups. An item that is no group keeps its text in
// the field At, so that it is shown.
func (s *statement) records(e schema.Entry, field *schema.Field) {
	items := e.Value.Items
	if e.Value.Kind != schema.List && !isBlank(e.Value) {
		items = []schema.Value{e.Value}
	}
	f := s.facts
	for _, item := range items {
		switch e.Key {
		case "sources":
			f.Sources = append(f.Sources, sourceOf(item))
		case "room":
			f.Room = append(f.Room, roomOf(item))
		case "bar":
			f.Bar = append(f.Bar, barOf(item))
		case "check-ins":
			f.CheckIns = append(f.CheckIns, checkInOf(item))
		}
		for _, part := range item.Fields {
			if inner := field.Field(part.Key); inner != nil && len(inner.To) > 0 {
				s.names(textsOf(part.Value), inner)
			}
		}
	}
}

func sourceOf(item schema.Value) Source {
	r := record{item}
	src := Source{Name: r.text("name"), Link: r.text("link"), Seen: line.ParseDate(r.text("seen"))}
	if item.Kind != schema.Map {
		src.Link = textOf(item)
	}
	return src
}

func roomOf(item schema.Value) Room {
	r := record{item}
	room := Room{
		Date: line.ParseDate(r.text("date")), Wider: r.text("wider"), Narrower: r.text("narrower"), Because: r.text("because"),
		Decision: r.text("decision"), Support: r.text("support"), Until: line.ParseDate(r.text("until")),
	}
	room.At = r.whole(room.Wider, room.Narrower)
	return room
}

func barOf(item schema.Value) BarItem {
	r := record{item}
	b := BarItem{Checked: r.text("checked"), Because: r.text("because"), Source: r.text("source")}
	for _, level := range []string{"must", "should", "may"} {
		if t := r.text(level); t.Text != "" {
			b.Level, b.Text = level, t
			break
		}
	}
	b.At = r.whole(b.Text)
	if item.Kind != schema.Map {
		b.Text = b.At
	}
	return b
}

func checkInOf(item schema.Value) CheckIn {
	r := record{item}
	c := CheckIn{Date: line.ParseDate(r.text("date")), Say: r.text("say"), Feels: r.text("feels"), Needs: r.text("needs")}
	c.At = r.whole(c.Say)
	if item.Kind != schema.Map {
		c.Say = c.At
	}
	return c
}

// record is one group of a field of type records.
type record struct{ schema.Value }

func (r record) text(key string) line.Text {
	for i := range r.Fields {
		if r.Fields[i].Key == key {
			return textOf(r.Fields[i].Value)
		}
	}
	return line.Text{}
}

// whole returns the place of the group with the first text that is not empty.
func (r record) whole(texts ...line.Text) line.Text {
	for _, t := range texts {
		if t.Text != "" {
			return line.Text{Text: t.Text, Span: r.Span}
		}
	}
	return textOf(r.Value)
}

// linesOf returns the lines of a value: the items of a list, the keys of a
// group that was written without hyphens, or a single text.
func linesOf(v schema.Value) []line.Line {
	switch v.Kind {
	case schema.List:
		lines := make([]line.Line, 0, len(v.Items))
		for i := range v.Items {
			lines = appendLine(lines, &v.Items[i])
		}
		return lines
	default:
		return appendLine(nil, &v)
	}
}

func appendLine(lines []line.Line, v *schema.Value) []line.Line {
	if v.Kind == schema.Map {
		for i := range v.Fields {
			lines = append(lines, lineOf(&v.Fields[i]))
		}
		return lines
	}
	if t := textOf(*v); t.Text != "" {
		lines = append(lines, line.Cut(t))
	}
	return lines
}

// lineOf returns the line that YAML has cut into a key and its value.
func lineOf(e *schema.Entry) line.Line {
	rest := textOf(e.Value)
	if rest.Text == "" {
		rest.Span = diag.Span{} // a value that is not there has no place
	}
	return line.Join(line.Text{Text: e.Key, Span: e.KeySpan}, rest)
}

// textsOf returns the texts of a value that are not empty: the items of a
// list, or a single text.
func textsOf(v schema.Value) []line.Text {
	switch v.Kind {
	case schema.List:
		texts := make([]line.Text, 0, len(v.Items))
		for i := range v.Items {
			if t := textOf(v.Items[i]); t.Text != "" {
				texts = append(texts, t)
			}
		}
		return texts
	case schema.Map:
		texts := make([]line.Text, 0, len(v.Fields))
		for i := range v.Fields {
			texts = append(texts, lineOf(&v.Fields[i]).Text)
		}
		return texts
	}
	if t := textOf(v); t.Text != "" {
		return []line.Text{t}
	}
	return nil
}

// textOf returns a value as one text.
func textOf(v schema.Value) line.Text {
	switch v.Kind {
	case schema.List:
		return joined(v.Span, textsOf(v))
	case schema.Map:
		if len(v.Fields) == 1 {
			return lineOf(&v.Fields[0]).Text
		}
		return joined(v.Span, textsOf(v))
	}
	return line.Text{Text: strings.TrimSpace(v.Text), Span: v.Span}
}

// joined makes one text of several. Its place on one line is where they begin
// alone: a longer one could be taken for the text letter by letter.
func joined(span diag.Span, texts []line.Text) line.Text {
	if len(texts) == 1 {
		return texts[0]
	}
	var b strings.Builder
	for i, t := range texts {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(t.Text)
	}
	if span.Start.Line == span.End.Line {
		span.End = span.Start
	}
	return line.Text{Text: b.String(), Span: span}
}

// isBlank reports whether a key stands there without a value.
func isBlank(v schema.Value) bool {
	return v.Kind == schema.Scalar && strings.TrimSpace(v.Text) == "" || v.Kind == schema.List && len(v.Items) == 0 ||
		v.Kind == schema.Map && len(v.Fields) == 0
}
