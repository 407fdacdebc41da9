package generator

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/view"
)

// DueOptions say what of that which is due is wanted.
type DueOptions struct {
	Team   string // id or name of the team that keeps it; "" for all
	Within int    // days from today; what happened already is always told. Below 0 for all
}

// Due is what somebody should look at, and why.
type Due struct {
	Owner    string `json:"owner,omitempty"` // name of the team that keeps it; "" when nobody is known to
	Team     string `json:"team,omitempty"`  // its id
	Sort     string `json:"sort"`            // review, promise, revisit, exemption, room or source
	Title    string `json:"title"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Address  string `json:"address,omitempty"`
	Date     string `json:"date,omitempty"`  // the day; "" when something happened
	Days     *int   `json:"days,omitempty"`  // from today to the day: below 0 when it has passed
	Evidence bool   `json:"evidence"`        // something happened, rather than its time came
	Since    string `json:"since,omitempty"` // when it happened
	Why      string `json:"why"`

	deadline view.Deadline
}

// DueList is what is due at a site on a day.
type DueList struct {
	Schema int       `json:"schema"` // 1
	Today  time.Time `json:"-"`
	Day    string    `json:"today"`
	Items  []Due     `json:"items"` // by owner, those that nobody keeps last; for each what happened first, then by day

	site *Snapshot
}

// Due tells what somebody should look at.
func (s *Snapshot) Due(o DueOptions) (*DueList, error) {
	team, known := "", true
	if o.Team != "" {
		if team, known = s.model.TeamID(o.Team); !known {
			return nil, &UseError{"no team is called " + fmt.Sprintf("%q", o.Team) + s.nearTeam(o.Team)}
		}
	}
	list := &DueList{Schema: 1, Today: s.in.Today, Day: s.in.Today.Format(time.DateOnly), Items: []Due{}, site: s}
	for _, d := range s.view.Deadlines() {
		days := int(d.At.Sub(s.in.Today).Hours() / 24)
		if team != "" && d.Team != team || !d.At.IsZero() && o.Within >= 0 && days > o.Within {
			continue
		}
		item := Due{
			Owner: d.Owner, Team: d.Team, Sort: d.Sort, Title: d.Doc.Title, File: d.Doc.Path, Line: d.Line,
			Evidence: d.Evidence, Why: d.Words, deadline: d,
		}
		if address, clash := s.model.Address(d.Doc); len(clash) == 0 {
			item.Address = address
		}
		if !d.At.IsZero() {
			item.Date, item.Days = d.At.Format(time.DateOnly), &days
		}
		if !d.Since.IsZero() {
			item.Since = d.Since.Format(time.DateOnly)
		}
		list.Items = append(list.Items, item)
	}
	slices.SortStableFunc(list.Items, func(a, b Due) int {
		if (a.Team == "") != (b.Team == "") {
			return strings.Compare(b.Team, a.Team)
		}
		if c := strings.Compare(strings.ToLower(a.Owner), strings.ToLower(b.Owner)); c != 0 {
			return c
		}
		return strings.Compare(a.Team, b.Team)
	})
	return list, nil
}

// nearTeam proposes the team that was meant.
func (s *Snapshot) nearTeam(text string) string {
	if near, ok := diag.Nearest(document.Slug(text), s.model.Names([]string{"team"})); ok {
		return "; did you mean " + near + "?"
	}
	return ""
}

// DueFormats lists the formats in which a list can be written.
func DueFormats() []string { return []string{"text", "json", "ics", "markdown"} }

// Write writes the list in a format. prefix goes before file names, and width
// is how many columns a text may have.
func (l *DueList) Write(w io.Writer, format, prefix string, width int) error {
	var err error
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		err = enc.Encode(l)
	case "ics":
		_, err = w.Write(l.calendar())
	case "markdown":
		_, err = io.WriteString(w, l.markdown(prefix))
	default:
		_, err = io.WriteString(w, l.text(prefix, width))
	}
	return err
}

// calendar writes the items that have a day.
func (l *DueList) calendar() []byte {
	var days []view.Deadline
	for _, item := range l.Items {
		if !item.deadline.Day().IsZero() {
			days = append(days, item.deadline)
		}
	}
	return l.site.calendarFile(l.site.word("calendar.reviews")+": "+l.site.Title(), days)
}

// byOwner calls do for the items of each owner.
func (l *DueList) byOwner(do func(owner string, items []Due)) {
	for items := l.Items; len(items) > 0; {
		n := 1
		for n < len(items) && items[n].Team == items[0].Team {
			n++
		}
		owner := items[0].Owner
		if owner == "" {
			owner = "Nobody is known to keep these"
		}
		do(owner, items[:n])
		items = items[n:]
	}
}

// When says when an item is due, as seen from the day of the list.
func (d Due) When() string {
	switch {
	case d.Date == "" && d.Since == "":
		return "now"
	case d.Date == "":
		return "since " + d.Since
	case *d.Days < 0:
		return d.Date + ", " + plural(-*d.Days, "day", "days") + " overdue"
	case *d.Days == 0:
		return d.Date + ", today"
	}
	return d.Date + ", in " + plural(*d.Days, "day", "days")
}

// text is the list for a terminal.
func (l *DueList) text(prefix string, width int) string {
	var b strings.Builder
	l.byOwner(func(owner string, items []Due) {
		fmt.Fprintf(&b, "%s\n", Visible(owner))
		for _, d := range items {
			fmt.Fprintf(&b, "  %s%s:%d  %s: %s\n", prefix, Visible(d.File), d.Line, d.Sort, d.When())
			for _, line := range wrapped(Visible(d.Title+": "+d.Why), width-4) {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
		b.WriteByte('\n')
	})
	b.WriteString(l.summary() + "\n")
	return b.String()
}

// summary counts the items.
func (l *DueList) summary() string {
	overdue, coming, evidence := 0, 0, 0
	for _, d := range l.Items {
		switch {
		case d.Days == nil:
			evidence++
		case *d.Days < 0:
			overdue++
		default:
			coming++
		}
	}
	if len(l.Items) == 0 {
		return "Nothing needs a look."
	}
	var parts []string
	for _, p := range []struct {
		n     int
		words string
	}{{evidence, "because something happened"}, {overdue, "overdue"}, {coming, "to come"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.words))
		}
	}
	return strings.Join(parts, ", ") + "."
}

// wrapped cuts a text into lines of at most width columns, between words.
func wrapped(s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// markdown is the list for a message or a page.
func (l *DueList) markdown(prefix string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What needs a look on %s\n\n%s\n", l.Day, l.summary())
	l.byOwner(func(owner string, items []Due) {
		fmt.Fprintf(&b, "\n## %s\n\n", markdownText(owner))
		for _, d := range items {
			fmt.Fprintf(&b, "- [%s](%s) %s: %s (%s)\n", markdownText(d.Title), escapePath(prefix+d.File), d.Sort, d.When(), markdownText(d.Why))
		}
	})
	return b.String()
}
