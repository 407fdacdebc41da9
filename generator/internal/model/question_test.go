package model

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/document"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

var update = flag.Bool("update", false, "write the answers into the archives")

var today = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

// TestQuestions asks the model of each archive in testdata what its file
// questions asks. A line that is not indented is a question, those below it
// are the answer.
func TestQuestions(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			last := &a.Files[len(a.Files)-1]
			if last.Name != "questions" {
				t.Fatalf("the last file is %s, not questions", last.Name)
			}
			m := siteOf(a.Files[:len(a.Files)-1])
			var got strings.Builder
			for line := range strings.Lines(string(last.Data)) {
				if question := strings.TrimSpace(line); question == "" || line[0] == '#' {
					got.WriteString(line)
				} else if line[0] != '\t' {
					fmt.Fprintln(&got, question)
					for _, answer := range ask(m, question) {
						fmt.Fprintf(&got, "\t%s\n", answer)
					}
				}
			}
			if *update {
				last.Data = []byte(got.String())
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got.String() != string(last.Data) {
				t.Errorf("got\n%s\nwant\n%s", &got, last.Data)
			}
		})
	}
}

// siteOf is the model of the files as documents and org.yaml say it.
func siteOf(files []txtar.File) *Model {
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Name] = string(f.Data)
	}
	m := modelOf("", texts)
	m.Org, _ = schema.DecodeOrg([]byte(texts[schema.OrgFile]))
	m.Today = today
	m.Held = func(name string) (Absence, bool) { return Absence{Reason: "it is a draft"}, name == "[[hidden" }
	return m
}

// ask answers one question in lines.
func ask(m *Model, question string) []string {
	verb, about, _ := strings.Cut(question, " ")
	d := m.Find(about)
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	switch verb {
	case "name": // name touches support
		to, id, _ := strings.Cut(about, " ")
		var takes []string
		if to != "any" {
			takes = strings.Split(to, ",")
		}
		kind := ""
		if i := strings.LastIndexByte(id, '/'); i >= 0 {
			kind, id = id[:i], id[i+1:]
		}
		say("%s", named(m.Name(id, kind, takes)))
	case "names":
		say("%s", strings.Join(m.Names(strings.Split(about, ",")), " "))
	case "teams":
		for _, t := range m.Teams() {
			ended := ""
			if m.Retired(t.ID) {
				ended = ", ended"
			}
			say("%s%s", named(*t), ended)
		}
	case "link": // link PATH TEXT
		from, text, _ := strings.Cut(about, " ")
		for _, r := range m.Find(from).Content.Refs {
			if r.Target == text {
				if t := m.Resolve(m.Find(from), &r); t.Doc != nil {
					say("%s", t.Doc.Path)
				} else {
					say("outcome %d", t.Outcome)
				}
			}
		}
	case "incoming":
		for _, row := range m.Incoming(d) {
			say("%s", row.Doc.Path)
		}
	case "owner":
		o := m.Owner(d)
		say("%q: %s", o.ID, o.How)
	case "status":
		say("%s", m.Status(d))
	case "successors":
		say("%s", paths(m.Successors(d)))
		if by := m.SupersededBy(d); by != nil {
			say("at last %s", by.Path)
		}
	case "circles":
		for _, c := range m.Circles() {
			say("%s", paths(c))
		}
	case "due":
		for _, r := range m.Due(d) {
			say("%s: %s (evidence: %v)", r.Since.Format(time.DateOnly), r.Words, r.Evidence)
		}
	case "all-due":
		for _, row := range m.AllDue() {
			say("%s: %d", row.Doc.Path, len(row.Value))
		}
	case "topic":
		if e := m.Topic(about); e != nil {
			say("%s", e.ID)
		}
	case "key":
		say("%s", m.Key(about))
	case "areas":
		for _, g := range m.AreaGroups() {
			say("%s: %s", g.Key, rowPaths(g.Rows))
		}
	case "owning":
		say("%s", rowPaths(m.Owning(about)))
	case "topics":
		for _, g := range m.TopicGroups() {
			say("%s: %s", g.Key, rowPaths(g.Rows))
		}
	case "usual":
		say("%d", m.Usual(about))
	case "adoption":
		for _, a := range m.Adoption(d) {
			waiver := ""
			if a.Waiver != nil {
				waiver = ", " + a.Waiver.Path
			}
			say("%s: applies %v, %q%s, ends %q", a.Team.ID, a.Applies, a.State(), waiver, dayKey(a.Ends()))
		}
	case "lessons":
		if d != nil {
			say("%s", rowPaths(m.LessonsOn(d)))
		} else {
			say("%s", rowPaths(m.LessonsAbout(about)))
		}
	case "patterns":
		for _, p := range m.PatternCounts() {
			say("%s (%s): %s", p.ID, p.Name, rowPaths(p.Lessons))
		}
	case "kept": // kept TEAM KIND
		team, kind, _ := strings.Cut(about, " ")
		say("%s", paths(m.Kept(team, kind)))
	case "checks":
		say("%s", paths(m.RoomChecks(about)))
	case "practice":
		for _, g := range m.Practice(m.Charter(about)) {
			say("%s: %d on paper, %d in life, less %v, by %s", g.Paper.Topic.Text, g.Paper.Rung, g.Lived.Rung, g.Less(), g.Check.Path)
		}
	case "room":
		for _, row := range m.RoomLog() {
			say("%s %s: %s%s", dayKey(row.Value.Date.Day), row.Doc.Path, row.Value.Wider.Text, row.Value.Narrower.Text)
		}
	case "asks":
		asks := m.OpenAsks()
		if about != "" {
			asks = m.AsksBy(about)
		}
		for _, a := range asks {
			say("%s %s asks %q: %s (%s)", dayKey(a.Since), a.Team, a.Of, a.What.Text, a.Doc.Path)
		}
	case "asked":
		for _, row := range m.AskedOf(about) {
			say("%s: %s (%d)", row.Doc.Path, row.Value.Text.Text, row.Value.Rung)
		}
	case "partners":
		for _, row := range m.PartnersOf(about) {
			say("%s: %s", row.Doc.Path, row.Value.Text.Text)
		}
	default:
		say("no such question")
	}
	return out
}

func named(n Named) string {
	s := [...]string{"nothing", "team", "role", "pattern", "document", "several", "withheld", "topic", "goal", "kind"}[n.Sort] + " " + n.ID
	if n.Name != "" {
		s += " (" + n.Name + ")"
	}
	if n.Doc != nil {
		s += " " + n.Doc.Path
	}
	for _, c := range n.Choices {
		s += " " + c.Doc.Path
	}
	return s
}

func paths(docs []*document.Document) string {
	if len(docs) == 0 {
		return "none"
	}
	var list []string
	for _, d := range docs {
		list = append(list, d.Path)
	}
	return strings.Join(list, " ")
}

func rowPaths[V any](rows []Row[V]) string {
	var docs []*document.Document
	for _, r := range rows {
		docs = append(docs, r.Doc)
	}
	return paths(docs)
}

// TestLastChange wants Git's dates to stand in where no review is stated.
func TestLastChange(t *testing.T) {
	t.Parallel()
	m := siteOf([]txtar.File{
		{Name: "standards/a.md", Data: []byte("---\nowner: x\n---\n# A\n")},
		{Name: "standards/b.md", Data: []byte("---\nowner: x\nreviewed: 2026-07-01\n---\n# B\n")},
		{Name: "lessons/2026-07-l.md", Data: []byte("---\ndate: 2026-06-20\ntouches: [a, b]\n---\n# L\n")},
	})
	if got := ask(m, "due standards/a.md"); len(got) != 0 {
		t.Errorf("nothing is known of a, but it is due: %q", got)
	}
	m.History = source.NewHistory(map[string]source.Dates{
		"standards/a.md": {Last: source.Date{Year: 2025, Month: 3, Day: 31}},
		"standards/b.md": {Last: source.Date{Year: 2025, Month: 3, Day: 31}},
	})
	want := []string{
		"2026-06-20: the lesson 2026-07-l is newer than this page (evidence: true)",
		"2026-03-31: it was last changed on 2025-03-31 and never reviewed, and a review holds for 12 months (evidence: false)",
	}
	if got := ask(m, "due standards/a.md"); !slices.Equal(got, want) {
		t.Errorf("a: %q, want %q", got, want)
	}
	if got := ask(m, "due standards/b.md"); len(got) != 0 {
		t.Errorf("b was reviewed after all that happened, but it is due: %q", got)
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	tests := map[[2]string]int{{"2026-01-31", "2026-02-28"}: 1, {"2023-08-31", "2024-02-29"}: 6, {"2026-05-12", "2027-05-12"}: 12, {"2026-11-30", "2028-11-30"}: 24}
	for days, months := range tests {
		from, _ := time.Parse(time.DateOnly, days[0])
		if got := isoDay(addMonths(from, months)); got != days[1] {
			t.Errorf("%s and %d months: %s, want %s", days[0], months, got, days[1])
		}
	}
}

func TestTeamTitle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"SIG Docs Charter": "SIG Docs", "Support": "Support", "Charter": "Charter", " charter": " charter", "Team charter": "Team", "Flight charters": "Flight charters", "": "",
	} {
		if got := teamTitle(title); got != want {
			t.Errorf("teamTitle(%q) = %q, want %q", title, got, want)
		}
	}
}
