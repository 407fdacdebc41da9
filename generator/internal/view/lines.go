package view

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// looks are how the lists of a field are set, by its type or, for groups of
// keys, its name.
var looks = map[string]string{"decisions": "rungs", "moves": "log", "bar": "log", "check-ins": "log", "room": "log"}

func lookOf(f *schema.Field) string { return cmp.Or(looks[f.Type], looks[f.Name]) }

// read returns a line with its parts apart. What could be read of it is told
// with words and shapes beside what its author wrote; of what could not, only
// that is shown.
func (w writer) read(f *schema.Field, l line.Line) theme.Line {
	made := theme.Line{Rest: w.told(l.Head)}
	if l.HasRest {
		made = theme.Line{Head: w.told(l.Head), Rest: w.told(l.Rest)}
	}
	facts, at := &w.doc.Facts, l.Span.Start
	switch f.Type {
	case "decisions":
		for i := range facts.Decides {
			if d := &facts.Decides[i]; d.Span.Start == at && d.Rung > 0 {
				w.decision(&made, d)
			}
		}
	case "standings":
		for i := range facts.Standings {
			if s := &facts.Standings[i]; s.Span.Start == at && s.State != "" {
				state := on{w.Site, w.page}.standsAs(s.State)
				made.Tag, made.State, made.Rest = state.Words, state.Shape, due(w.told(after(l.Rest, standingWords[s.State]...)), s.By)
			}
		}
	case "follow-ups":
		for i := range facts.FollowUps {
			if u := &facts.FollowUps[i]; u.Span.Start == at && made.Head != nil {
				w.followUp(&made, u)
			}
		}
	case "answers":
		for i := range facts.Answers {
			if a := &facts.Answers[i]; a.Span.Start == at && a.Value != "" {
				made.Tag, made.State = w.word("state."+a.Value), answerShapes[a.Value]
				made.Rest = w.told(after(l.Rest, a.Value))
			}
		}
	}
	return made
}

// standingWords are the words of a standing that its state says instead.
var standingWords = map[string][]string{"meets": {"meets it", "meets"}, "working": {"working on it"}, "not-yet": {"not yet"}, "exempt": {"exempted", "exempt"}}

var answerShapes = map[string]string{"fully": "ok", "mostly": "info", "hardly": "due"}

// decision sets the limit of a decision apart where it ends the head, and adds
// how free the team is as blocks.
func (w writer) decision(made *theme.Line, d *line.Decision) {
	made.Blocks = blocks(d.Rung)
	if topic, ok := strings.CutSuffix(d.Head.Text, d.LimitAt.Text); ok && d.LimitAt.Text != "" && topic != "" {
		made.Limit = w.told(d.LimitAt)
		made.Head = w.told(line.Text{Text: strings.TrimRight(topic, " "), Span: d.Head.Span})
	}
	w.charterSays(made, d)
}

// charterSays puts what the charter has of a decision beside what a room check
// found of it in daily life.
func (w writer) charterSays(made *theme.Line, lived *line.Decision) {
	charter := w.Model.Charter(w.Model.Owner(w.doc).ID)
	if w.doc.Kind.Name != "assessment" || charter == nil || charter == w.doc {
		return
	}
	o := on{w.Site, w.page}
	for i := range charter.Facts.Decides {
		paper := &charter.Facts.Decides[i]
		if paper.Rung == 0 || paper.Limit != lived.Limit || w.Model.Key(paper.Topic.Text) != w.Model.Key(lived.Topic.Text) {
			continue
		}
		switch {
		case lived.Rung < paper.Rung:
			made.Tag, made.State = w.word("state.less"), "due"
		case lived.Rung > paper.Rung:
			made.Tag, made.State = w.word("state.more"), "info"
		}
		rung := o.rung(paper)
		made.Keys = append(made.Keys, theme.Key{Name: w.word("stated.charter"), Words: []theme.Piece{{Words: rung.Words, Href: o.hrefOfDoc(charter, Anchor(charter, paper.Text))}}})
		return
	}
}

func (w writer) followUp(made *theme.Line, u *line.FollowUp) {
	switch {
	case u.Dropped:
		made.Tag, made.State = w.word("state.dropped"), "none"
	case u.Done.Text.Text != "":
		made.Tag, made.State = w.word("status.done"), "ok"
	default:
		made.Tag, made.State, made.Rest = w.word("state.open"), "info", due(made.Rest, u.By)
	}
}

// due marks the day of an ending among pieces.
func due(pieces []theme.Piece, by line.Date) []theme.Piece {
	for i := range pieces {
		if pieces[i].Date != "" && by.Day.Format(time.DateOnly)[:len(pieces[i].Date)] == pieces[i].Date {
			pieces[i].Due = len(pieces[i].Date) == len(time.DateOnly)
		}
	}
	return pieces
}

// after returns what follows one of some words at the beginning of a text; the
// whole text when it begins otherwise.
func after(t line.Text, words ...string) line.Text {
	for _, w := range words {
		if len(t.Text) >= len(w) && strings.EqualFold(t.Text[:len(w)], w) {
			rest := strings.TrimLeft(t.Text[len(w):], " ,;")
			t.Span.Start.Byte += len(t.Text) - len(rest)
			t.Text = rest
			return t
		}
	}
	return t
}

// record returns a group of keys as a line where its field has a look for
// that: what it is about or its day first, then a state and the words, then what
// is added. ok is false for any other group.
func (w writer) record(f *schema.Field, fields []schema.Entry) (made theme.Line, ok bool) {
	if lookOf(f) != "log" {
		return made, false
	}
	for _, e := range fields {
		key := f.Field(e.Key)
		if key == nil {
			key = &schema.Field{Name: e.Key}
		}
		said, label := w.words(key, textOf(e.Value)), key.Label(w.Settings.Language)
		switch {
		case len(said) == 0:
		case made.Rest == nil && (e.Key == "must" || e.Key == "should" || e.Key == "may"):
			made.Head, made.Rest = []theme.Piece{{Words: label}}, said
		case made.Rest == nil && (e.Key == "wider" || e.Key == "narrower"):
			made.Tag, made.State, made.Rest = label, map[string]string{"wider": "ok", "narrower": "due"}[e.Key], said
		case e.Key == "date":
			made.Head = said
		case e.Key == "feels":
			state := on{w.Site, w.page}.feeling(textOf(e.Value).Text)
			made.Tag, made.State = state.Words, state.Shape
		case e.Key == "say":
			made.Rest = said
		default:
			if e.Key == "until" {
				due(said, line.Date{Day: civil(textOf(e.Value).Text)})
			}
			made.Keys = append(made.Keys, theme.Key{Name: label, Words: said})
		}
	}
	return made, made.Head != nil && len(made.Rest)+len(made.Tag) > 0
}

// civil reads a day; the zero time for anything else.
func civil(text string) time.Time {
	y, m, d, ok := schema.ParseDate(text)
	if !ok {
		return time.Time{}
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
}

// told returns the pieces of a text as readers are told them: a day in words.
func (w writer) told(t line.Text) []theme.Piece {
	pieces := w.pieces(t)
	for i := range pieces {
		if p := &pieces[i]; p.Date != "" {
			p.Words = w.dateWords(p.Date)
		}
	}
	return pieces
}

// plain is a text of a document as readers are told it, in one piece.
func (o on) plain(d *document.Document, t line.Text) string {
	var b strings.Builder
	for _, p := range (writer{o.Site, o.Page, d}).told(t) {
		b.WriteString(p.Words)
	}
	return b.String()
}

// dateWords is a day or a month in words.
func (s *Site) dateWords(iso string) string {
	if y, m, day, ok := schema.ParseDate(iso); ok {
		return s.Theme.Date(s.Settings.Language, y, m, day).Words
	}
	return on{s, nil}.monthOf(civil(iso + "-01"))
}

// valuePlaces are where the theme has the words of a field's values, when not
// below value.FIELD.
var valuePlaces = map[string]string{
	"autonomy": "state.", "result": "state.", "feels": "state.", "outcome": "status.", "story": "story.", "from": "view.lessons.from.",
}

// valueWords returns what readers are told for a word of a closed list, and
// whether there is anything else to tell than the word itself.
func (s *Site) valueWords(f *schema.Field, value string) (string, bool) {
	place := valuePlaces[f.Name]
	if place == "" {
		place = "value." + f.Name + "."
	}
	key := place + strings.ReplaceAll(value, " ", "-")
	words := s.word(key)
	return words, words != key
}

// isValue reports whether a text is one of the words of a field's closed list.
func isValue(f *schema.Field, text string) bool {
	for _, v := range f.Values {
		if v == text {
			return true
		}
	}
	return f.Name == "applies-to" && text == "everyone"
}

// addTo adds to the lists of a charter what is known of them elsewhere: the
// standards of which it says nothing, and what other teams say of working with
// this one. A nil glance knows nothing.
func (g *Glance) addTo(shown *theme.Stated, field string, o on) {
	switch {
	case g == nil:
	case field == "standards" && g.Bars.Field:
		for i := range g.Standards {
			g.Standards[i].addTo(shown, o)
		}
	case field == "works-with" && g.With.Field:
		shown.Picture = g.SVG
		for i := range g.Partners {
			g.Partners[i].addTo(shown, o)
		}
	}
}

func (h *Holding) addTo(shown *theme.Stated, o on) {
	var rest []theme.Piece
	if !h.Applies {
		rest = append(rest, theme.Piece{Words: " (" + o.word("view.glance.chosen") + ")"})
	}
	if l := lineAt(shown, h.Href); l != nil {
		if h.Until.ISO != "" && !slices.ContainsFunc(l.Rest, func(p theme.Piece) bool { return p.Date != "" }) {
			l.Rest = append(l.Rest, theme.Piece{Words: " " + o.word("view.works-with.until") + " "}, theme.Piece{Words: h.Until.Words, Date: h.Until.ISO, Due: true})
		}
		l.Rest = append(l.Rest, rest...)
		return
	}
	if h.Until.ISO != "" {
		rest = append(rest, theme.Piece{Words: h.Until.Words, Date: h.Until.ISO, Due: true})
	}
	shown.Lines = append(shown.Lines, theme.Line{Head: pieceTo(h.Standard), Tag: h.State.Words, State: h.State.Shape, Rest: rest})
}

func (p *Partner) addTo(shown *theme.Stated, o on) {
	var they []theme.Key
	for _, q := range p.They {
		they = append(they, theme.Key{Name: o.word("stated.they"), Words: []theme.Piece{{Words: q.Words, Href: q.Href}}})
	}
	var last *theme.Line // of those in which the charter speaks of the partner
	for _, q := range p.We {
		if l := lineAt(shown, q.Href); l != nil {
			last = l
		}
	}
	if last == nil {
		shown.Lines = append(shown.Lines, theme.Line{Head: pieceTo(p.Team)})
		last = &shown.Lines[len(shown.Lines)-1]
	}
	last.Keys = append(last.Keys, they...)
	if p.Said.Name != "both" {
		last.Tag, last.State = p.Said.Words, p.Said.Shape
	}
}

func pieceTo(r Ref) []theme.Piece { return []theme.Piece{{Words: r.Name, Href: r.Href}} }

// lineAt is the line to which an address leads, or nil.
func lineAt(shown *theme.Stated, address string) *theme.Line {
	for i := range shown.Lines {
		if id := shown.Lines[i].ID; id != "" && strings.HasSuffix(address, "#"+id) {
			return &shown.Lines[i]
		}
	}
	return nil
}
