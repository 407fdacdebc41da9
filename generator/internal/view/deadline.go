package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// Deadline is a day by which somebody should look at something, or a reason to
// look at it now. Whether a day lies behind is for the reader to say, on the
// day of reading.
type Deadline struct {
	Sort     string             // review, promise, revisit, exemption, room or source
	Doc      *document.Document // where it is written; of a review what is to be looked at
	At       time.Time          // the day; zero when there is only evidence
	Evidence bool               // something happened; else its time comes
	Since    time.Time          // of evidence: when it happened, zero when that is not known
	By       *document.Document // what gives the evidence, or nil
	Words    string             // why, in one clause of the site's language
	Team     string             // id of the team that keeps it; "" when nobody is known to
	Owner    string             // that team's name
	Line     int                // of Doc, from 1
}

// sourceMonths is how long a source that was looked at may be trusted.
const sourceMonths = 24

// Deadlines returns what is or will be due: what happened first, the oldest
// first, then days in their order. Drafts, and what was retired or replaced,
// have none. The caller must not change the list.
func (s *Site) Deadlines() []Deadline {
	return once(s, "deadlines", func() []Deadline {
		l := deadlines{Site: s, names: map[string]string{}, all: make([]Deadline, 0, len(s.Model.Docs)/2)}
		l.evidence()
		for _, g := range s.Model.ByKind.Groups() {
			for _, row := range g.Rows {
				if s.Model.Living(row.Doc) {
					l.of(row.Doc)
				}
			}
		}
		slices.SortStableFunc(l.all, func(a, b Deadline) int {
			return cmp.Or(a.At.Compare(b.At), a.Since.Compare(b.Since), strings.Compare(a.Doc.Path, b.Doc.Path), cmp.Compare(a.Line, b.Line))
		})
		return l.all
	})
}

// hasDeadlines reports whether there is any; it mostly finds one at once.
func (s *Site) hasDeadlines() bool {
	for _, g := range s.Model.ByKind.Groups() {
		for _, row := range g.Rows {
			l := deadlines{Site: s, names: map[string]string{}}
			if s.Model.Living(row.Doc) {
				l.of(row.Doc)
			}
			if len(l.all) > 0 {
				return true
			}
		}
	}
	return len(s.Model.AllDue()) > 0
}

// isOpen reports whether a commitment is open and names its day.
func (s *Site) isOpen(d *document.Document) bool {
	return !d.Facts.Due.Day.IsZero() && s.Model.Status(d) == "open"
}

// deadlines gathers them.
type deadlines struct {
	*Site
	all   []Deadline
	names map[string]string // of teams
}

func (l *deadlines) add(d Deadline, at line.Text) {
	if d.Team == "" {
		d.Team = l.Model.Owner(d.Doc).ID
	}
	name, known := l.names[d.Team]
	if !known {
		name = l.teamName(d.Team)
		l.names[d.Team] = name
	}
	d.Owner = name
	d.Line = max(1, at.Span.Start.Line)
	l.all = append(l.all, d)
}

// evidence adds what happened to documents since somebody last looked at them.
func (l *deadlines) evidence() {
	for _, row := range l.Model.AllDue() {
		for _, r := range row.Value {
			if r.Evidence {
				l.add(Deadline{Sort: "review", Doc: row.Doc, Evidence: true, Since: r.Since, By: r.By, Words: l.reasonWords(r)}, row.Doc.Facts.Reviewed.Text)
			}
		}
	}
}

// reasonWords says what happened, with titles for ids.
func (l *deadlines) reasonWords(r model.Reason) string {
	title, about := "", r.About
	if r.By != nil {
		title = r.By.Title
	}
	if r.Sort != "room-check" && about != "" {
		about = cmp.Or(l.Model.Name(about, "", nil).Name, about)
	}
	return l.phrase("view.due.evidence."+r.Sort, "{title}", title, "{about}", about)
}

// of adds the days that a document that holds today states, and that of its
// next review.
func (l *deadlines) of(d *document.Document) {
	f := &d.Facts
	if next := l.Model.NextReview(d); !next.IsZero() {
		l.add(Deadline{Sort: "review", Doc: d, At: next, Words: l.reviewWords(d)}, f.Reviewed.Text)
	}
	switch d.Kind.Name {
	case "commitment":
		if l.isOpen(d) {
			l.add(Deadline{Sort: "promise", Doc: d, At: f.Due.Day, Words: l.word("view.due.promise")}, f.Due.Text)
		}
	case "decision":
		if !f.Revisit.Day.IsZero() {
			l.add(Deadline{Sort: "revisit", Doc: d, At: f.Revisit.Day, Words: l.word("view.due.revisit")}, f.Revisit.Text)
		}
		if f.Waives.Text != "" && !f.Until.Day.IsZero() {
			l.exemptions(d)
		}
	}
	l.room(d)
	l.sources(d)
}

// reviewWords says why the next review is when it is.
func (l *deadlines) reviewWords(d *document.Document) string {
	key, seen := "view.due.reviewed", d.Facts.Reviewed.Day
	if seen.IsZero() {
		key, seen = "view.due.never", l.Model.LastChange(d)
	}
	if d.Facts.Every == 1 {
		key += ".month"
	}
	return l.phrase(key, "{day}", on{Site: l.Site}.day(seen).Words, "{n}", strconv.Itoa(d.Facts.Every))
}

// exemptions adds the end of an exemption for each team whose charter rests on
// the decision, else for who keeps the decision.
func (l *deadlines) exemptions(d *document.Document) {
	f := &d.Facts
	standard := l.Model.Name(document.Slug(lastPart(f.Waives.Text)), "", []string{"standard"})
	end := Deadline{Sort: "exemption", Doc: d, At: f.Until.Day, Words: l.phrase("view.due.exemption", "{name}", cmp.Or(standard.Name, f.Waives.Text))}
	found := false
	for _, row := range l.Model.Standings.Get(document.Slug(lastPart(f.Waives.Text))) {
		if row.Value.State == "exempt" && document.Slug(lastPart(row.Value.Decision.Text)) == d.ID && l.Model.Charter(row.Doc.Facts.Team) == row.Doc && l.Model.Living(row.Doc) {
			end.Team, found = document.Slug(row.Doc.Facts.Team), true
			l.add(end, f.Until.Text)
		}
	}
	if !found {
		l.add(end, f.Until.Text)
	}
}

// lastPart is the id in kind/id.
func lastPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// room adds the days until which a team's room is narrower, save those after
// which its log goes on.
func (l *deadlines) room(d *document.Document) {
	for i := range d.Facts.Room {
		r := &d.Facts.Room[i]
		until := r.Until.Day
		if r.Narrower.Text == "" || until.IsZero() {
			continue
		}
		if slices.ContainsFunc(d.Facts.Room, func(later document.Room) bool { return !later.Date.Day.Before(until) }) {
			continue
		}
		l.add(Deadline{Sort: "room", Doc: d, At: until, Words: l.phrase("view.due.room", "{what}", r.Narrower.Text)}, r.Until.Text)
	}
}

// sources adds when the sources of a document should be looked at again.
func (l *deadlines) sources(d *document.Document) {
	if d.Kind.Record {
		return
	}
	for i := range d.Facts.Sources {
		src := &d.Facts.Sources[i]
		if src.Seen.Day.IsZero() {
			continue
		}
		words := l.phrase("view.due.source", "{name}", cmp.Or(src.Name.Text, src.Link.Text), "{day}", on{Site: l.Site}.day(src.Seen.Day).Words)
		l.add(Deadline{Sort: "source", Doc: d, At: src.Seen.Day.AddDate(0, sourceMonths, 0), Words: words}, src.Seen.Text)
	}
}

// teamName is the name of a team by its id; the id in words when nobody knows
// the team, "" for none.
func (s *Site) teamName(id string) string {
	if id == "" {
		return ""
	}
	if n := s.Model.Name(id, "", []string{"team"}); n.Sort == model.Team && n.Name != "" {
		return n.Name
	}
	return document.FolderName(id)
}

// phrase is a word of the interface with its places, such as {day}, filled in.
// It goes through the words once: a title that holds a place stays as it is.
func (s *Site) phrase(key string, places ...string) string {
	words := s.word(key)
	var b strings.Builder
	for {
		i := strings.IndexByte(words, '{')
		end := strings.IndexByte(words[max(i, 0):], '}')
		if i < 0 || end < 0 {
			b.WriteString(words)
			return b.String()
		}
		end += i + 1
		place := words[i:end]
		for k := 0; k+1 < len(places); k += 2 {
			if places[k] == words[i:end] {
				place = places[k+1]
			}
		}
		b.WriteString(words[:i])
		b.WriteString(place)
		words = words[end:]
	}
}
