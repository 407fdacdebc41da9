package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/model"
	"remit/generator/internal/schema"
)

const auditDay = "2026-08-01"

// sound is a team of which enough is written, with nothing against more room.
var sound = map[string]string{
	"charters/care.md":    "---\ndecides:\n  - Answers: alone\n  - Refunds: after advice from shop\n  - Prices: shop decides\nstandards:\n  - plain: meets\n---\n# Care\n",
	"charters/shop.md":    "---\nowns: [Sales]\n---\n# Shop\n",
	"standards/plain.md":  "---\nowner: shop\napplies-to: [care]\nbar:\n  - must: Plain words\n    checked: sample\n---\n# Plain words\n",
	"commitments/done.md": "---\nowner: care\ndue: 2026-06-26\noutcome: kept\n---\n# Done\n",
	"assessments/room.md": "---\nowner: care\ntype: room-check\ndate: 2026-06-24\npractice:\n  - Answers: alone\nanswers:\n  - We choose how we work: mostly\n---\n# Our room\n",
}

// with returns the files of a sound team with others added or put in their
// place; without a text a file is left out.
func with(more map[string]string) map[string]string {
	files := maps.Clone(sound)
	for p, text := range more {
		if files[p] = text; text == "" {
			delete(files, p)
		}
	}
	return files
}

func charterWith(lines string) map[string]string {
	return map[string]string{"charters/care.md": strings.Replace(sound["charters/care.md"], "standards:", lines+"standards:", 1)}
}

func decided(lines string) map[string]string {
	return map[string]string{"charters/care.md": "---\ndecides:\n" + lines + "---\n# Care\n"}
}

func standing(state string) map[string]string {
	return map[string]string{"charters/care.md": strings.Replace(sound["charters/care.md"], "plain: meets", state, 1)}
}

func promise(lines string) map[string]string {
	return map[string]string{"commitments/a.md": "---\nowner: care\n" + lines + "---\n# A\n"}
}

func promises2(a, b string) map[string]string {
	return map[string]string{"commitments/a.md": promise(a)["commitments/a.md"], "commitments/b.md": strings.Replace(promise(b)["commitments/a.md"], "# A", "# B", 1)}
}

func looked(sort, day, lines string) map[string]string {
	return map[string]string{"assessments/room.md": "---\nowner: care\ntype: " + sort + "\ndate: " + day + "\n" + lines + "---\n# Our look\n"}
}

func askedOn(day string) map[string]string {
	return map[string]string{"assessments/room.md": sound["assessments/room.md"] + "\n## What we ask for\n\nA quiet hour.\n", "assessments/room2.md": "",
		"commitments/open.md": "---\nowner: care\ndue: 2026-12-01\ncheck-ins:\n  - {date: " + day + ", say: Well, feels: on track, needs: A hand}\n---\n# Open\n"}
}

// TestAuditRules asks each rule what it finds on the first of August 2026, on
// both sides of each border.
func TestAuditRules(t *testing.T) {
	t.Parallel()
	const answer, promiseKept = "answers:\n  - We choose how we work: ", "answers:\n  - We get what we were promised: "
	tests := []struct {
		rule  string
		files map[string]string
		want  string // what it finds, with ; between
	}{
		{"promise-hardly", looked("room-check", "2025-08-01", promiseKept+"hardly\n"), "We get what we were promised"},
		{"promise-hardly", looked("room-check", "2025-07-31", promiseKept+"hardly\n"), ""},
		{"promise-hardly", looked("room-check", "2026-07-01", promiseKept+"mostly\n"), ""},
		{"promise-hardly", looked("room-check", "2026-07-01", answer+"hardly\n"), ""},
		{"promise-hardly", looked("pulse", "2026-07-01", promiseKept+"hardly\n"), ""},

		{"ask-waits", askedOn("2026-06-01"), "A hand"},
		{"ask-waits", askedOn("2026-06-02"), ""},
		{"ask-waits", map[string]string{"assessments/room.md": strings.Replace(sound["assessments/room.md"], "06-24", "05-24", 1) + "\n## What we ask for\n\nA quiet hour.\n"}, "A quiet hour."},

		{"less-room", looked("room-check", "2025-08-01", "practice:\n  - Answers: then tell shop\n"), "Answers"},
		{"less-room", looked("room-check", "2025-07-31", "practice:\n  - Answers: then tell shop\n"), ""},
		{"less-room", looked("room-check", "2026-07-01", "practice:\n  - Refunds: alone\n"), ""},

		{"look-again", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds, until: 2026-07-31}\n"), "Refunds"},
		{"look-again", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds, until: 2026-08-01}\n"), ""},
		{"look-again", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds}\n"), ""},
		{"look-again", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds, until: 2026-07-31}\n  - {date: 2026-07-30, wider: Refunds again}\n"), ""},

		{"off-track", promise("due: 2026-12-01\ncheck-ins:\n  - {date: 2026-06-01, say: Well, feels: on track}\n  - {date: 2026-07-01, say: Stuck, feels: off track}\n"), "A"},
		{"off-track", promise("due: 2026-12-01\ncheck-ins:\n  - {date: 2026-06-01, say: Stuck, feels: off track}\n  - {date: 2026-07-01, say: Well, feels: on track}\n"), ""},
		{"off-track", promise("due: 2026-12-01\noutcome: kept\ncheck-ins:\n  - {date: 2026-06-01, say: Stuck, feels: off track}\n"), ""},

		{"overdue", promise("due: 2026-07-31\n"), "A"},
		{"overdue", promise("due: 2026-08-01\n"), ""},
		{"overdue", promise("due: 2026-07-31\noutcome: missed\n"), ""},

		{"no-lesson", promise("due: 2025-08-01\noutcome: missed\n"), "A"},
		{"no-lesson", promise("due: 2025-07-31\noutcome: missed\n"), ""},
		{"no-lesson", promise("due: 2026-07-01\noutcome: partly\n"), "A"},
		{"no-lesson", promise("due: 2026-07-01\noutcome: dropped\n"), ""},
		{"no-lesson", map[string]string{"commitments/a.md": promise("due: 2026-07-01\noutcome: missed\nlesson: l\n")["commitments/a.md"], "lessons/l.md": "---\nowner: care\n---\n# L\n"}, ""},

		{"missed-twice", promises2("due: 2026-05-01\noutcome: missed\n", "due: 2026-07-01\noutcome: missed\n"), "B; A"},
		{"missed-twice", promises2("due: 2026-05-01\noutcome: missed\n", "due: 2026-07-01\noutcome: partly\n"), ""},
		{"missed-twice", promises2("due: 2025-05-01\noutcome: missed\n", "due: 2026-07-01\noutcome: missed\n"), ""},

		{"at-risk", promise("due: 2026-12-01\ncheck-ins:\n  - {date: 2026-07-01, say: Hm, feels: at risk}\n"), "A"},
		{"at-risk", promise("due: 2026-12-01\ncheck-ins:\n  - {date: 2026-07-01, say: Hm, feels: off track}\n"), ""},

		{"not-kept", promise("due: 2026-07-01\noutcome: changed\n"), "A"},
		{"not-kept", promise("due: 2026-05-01\noutcome: missed\n"), ""}, // one was kept since

		{"bar-not-yet", standing("plain: not yet"), "Plain words"},
		{"bar-not-yet", standing("plain: working on it by 2026-09-01"), ""},
		{"bar-not-yet", map[string]string{"charters/care.md": standing("plain: not yet")["charters/care.md"], "standards/plain.md": "---\napplies-to: [shop]\n---\n# Plain words\n"}, ""},

		{"hardly", looked("readiness", "2025-08-01", answer+"hardly\n"), "We choose how we work"},
		{"hardly", looked("readiness", "2025-07-31", answer+"hardly\n"), ""},
		{"hardly", looked("room-check", "2026-07-01", promiseKept+"hardly\n"), ""},

		{"narrowed", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds, until: 2026-08-01}\n"), "Refunds"},
		{"narrowed", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds, until: 2026-07-31}\n"), ""},
		{"narrowed", charterWith("room:\n  - {date: 2026-02-01, narrower: Refunds, until: the new shop is open}\n"), "Refunds"},

		{"just-widened", charterWith("room:\n  - {date: 2026-05-03, wider: Refunds}\n"), "Refunds"},
		{"just-widened", charterWith("room:\n  - {date: 2026-05-02, wider: Refunds}\n"), ""},

		{"nothing-left", decided("  - Answers: alone\n  - Hours: then tell shop\n"), ""},
		{"nothing-left", decided("  - Answers: after advice from shop\n"), "-"},
		{"nothing-left", decided("  - Answers: somehow\n"), "-"},

		{"no-decisions", decided("  - Answers: somehow\n"), ""},
		{"no-decisions", decided("  - Answers: alone\n"), "-"},

		{"no-promise", map[string]string{"commitments/done.md": strings.Replace(sound["commitments/done.md"], "2026-06-26", "2025-07-31", 1)}, ""},
		{"no-promise", map[string]string{"commitments/done.md": strings.Replace(sound["commitments/done.md"], "2026-06-26", "2025-08-01", 1)}, "-"},

		{"no-check", looked("room-check", "2025-07-31", ""), ""},
		{"no-check", looked("room-check", "2025-08-01", ""), "-"},
		{"no-check", looked("readiness", "2025-08-01", ""), "-"},

		{"bar-silent", decided("  - Answers: alone\n"), "Plain words"},
		{"bar-silent", nil, ""},

		{"kept", nil, "Done"},
		{"kept", promise("due: 2026-07-01\noutcome: dropped\n"), ""},

		{"bars-met", nil, "Plain words"},
		{"bars-met", standing("plain: working on it by 2026-09-01"), ""},

		{"room-lived", nil, "Our room"},
		{"room-lived", looked("room-check", "2026-07-01", "practice:\n  - Answers: then tell shop\n"), ""},
		{"room-lived", looked("room-check", "2026-07-01", answer+"fully\n"), ""}, // it compares nothing

		{"ready", looked("readiness", "2026-07-01", answer+"mostly\n"), "Our look"},
		{"ready", looked("readiness", "2026-07-01", answer+"hardly\n"), ""},
		{"ready", looked("readiness", "2025-07-31", answer+"fully\n"), ""},

		{"next-step", nil, "Refunds"},
		{"next-step", decided("  - Answers: alone\n"), ""},
	}
	tried := map[string]bool{}
	for _, test := range tests {
		i := slices.IndexFunc(auditRules, func(r auditRule) bool { return r.name == test.rule })
		if i < 0 {
			t.Fatalf("no rule %s", test.rule)
		}
		tried[test.rule] = true
		causes := auditRules[i].finds(evidenceIn(with(test.files)))
		var words []string
		for _, c := range causes {
			words = append(words, c.what)
		}
		got := strings.Join(words, "; ")
		switch bare := isBare(test.rule); {
		case bare && (len(causes) > 0) != (test.want == ""): // it finds that nothing is there
			t.Errorf("%s of %v: found %d", test.rule, test.files, len(causes))
		case !bare && got != test.want:
			t.Errorf("%s of %v: got %q, want %q", test.rule, test.files, got, test.want)
		}
	}
	for _, r := range auditRules {
		if !tried[r.name] {
			t.Errorf("the rule %s has no test", r.name)
		}
	}
}

// evidenceIn is what files say about the team care on the day of these tests.
func evidenceIn(files map[string]string) *evidence {
	settings := schema.DefaultSettings()
	s := NewSite(modelOf(files), &settings, nil, nil)
	s.Model.Today = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	teams := s.teamsAtWork().chartered
	return s.evidence(teams[slices.IndexFunc(teams, func(n *model.Named) bool { return n.ID == "care" })])
}

// isBare reports whether a rule finds something missing, which has no words: its
// tests want "" where it finds that, and else "-".
func isBare(rule string) bool {
	return slices.Contains([]string{"nothing-left", "no-decisions", "no-promise", "no-check"}, rule)
}

func TestAuditSuggests(t *testing.T) {
	t.Parallel()
	risk := promise("due: 2026-12-01\ncheck-ins:\n  - {date: 2026-07-01, say: Hm, feels: at risk}\n")
	both := maps.Clone(risk)
	maps.Copy(both, looked("room-check", "2026-07-01", "answers:\n  - We get what we were promised: hardly\n"))
	for _, test := range []struct {
		files map[string]string
		want  string
	}{
		{nil, "more: kept bars-met room-lived next-step"},
		{both, "talk: promise-hardly"},
		{risk, "keep: at-risk"},
		{map[string]string{"commitments/done.md": "", "assessments/room.md": ""}, "little: no-promise no-check"},
		{map[string]string{"commitments/done.md": "", "commitments/a.md": risk["commitments/a.md"]}, "keep: at-risk"}, // what is written counts first
	} {
		name, found := evidenceIn(with(test.files)).suggest()
		var rules []string
		for _, f := range found {
			rules = append(rules, f.rule.name)
		}
		if got := name + ": " + strings.Join(rules, " "); got != test.want {
			t.Errorf("of %v: got %s, want %s", test.files, got, test.want)
		}
	}
}

func TestAudit(t *testing.T) {
	t.Parallel()
	s := siteOnDay(t, auditDay, with(askedOn("2026-05-02")))
	a, html := madeAt[Audited](t, s, "ask/audit/")
	if len(a.Teams) != 2 || a.Teams[0].Team.Name != "Care" || a.Teams[1].Team.Name != "Shop" {
		t.Fatalf("teams %+v", a.Teams)
	}
	care := &a.Teams[0]
	got := fmt.Sprint(care.Own, " of ", care.Decides.N, ", bars ", care.Bars.Meets.N, " of ", care.Bars.Of, ", kept ", care.Kept.N, " of ", care.Ended.N, ", open ", care.Open.N, ", check ", care.Check.Date.ISO, " ", care.Check.Low.Name, ", asks ", care.Asks.N, " since ", care.AsksSince.ISO, ", next ", care.Next.Words, ", ", care.Suggest.Name)
	if want := "1 of 3, bars 1 of 1, kept 1 of 1, open 1, check 2026-06-24 mostly, asks 2 since 2026-05-02, next Refunds, talk"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if at := care.Reasons[0].Finds[0].At; at.Href != "../../commitments/open/#r:check-ins-1" || at.Line != 5 {
		t.Errorf("the reason stands at %+v", at)
	}
	for _, want := range []string{"Talk first", "No answer yet: A hand", "our turn", "Too little is written", "Everybody who can read this site", `id="r:how-little"`, "more than 60 days"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(html, "view.audit.") {
		t.Error("the page holds the name of a word instead of the word")
	}
	for _, row := range auditTable(a).Rows {
		if len(row) != len(auditTable(a).Columns) {
			t.Errorf("row %q", row)
		}
	}
}

// TestAuditAreas wants a page for each area with its teams alone, and each page
// of very many teams to have some of them.
func TestAuditAreas(t *testing.T) {
	t.Parallel()
	files := map[string]string{"commitments/a.md": "---\nowner: t0\ndue: 2026-12-01\n---\n# A\n"}
	for i := range pageAudited + 1 {
		sort := []string{"platform", "enabling"}[i%2]
		files[fmt.Sprintf("charters/t%d.md", i)] = fmt.Sprintf("---\ntype: %s\nowns: [Area %d]\n---\n# T%d\n", sort, i, i)
	}
	s := siteOnDay(t, auditDay, files)
	n := map[string]int{}
	for _, address := range Audit.Addresses(s) {
		a, _ := madeAt[Audited](t, s, address)
		n[address] = len(a.Teams)
		for _, team := range a.Teams {
			if area, ok := strings.CutPrefix(address, "ask/audit/area/"); ok && team.Facets != "area:"+strings.TrimSuffix(area, "/") {
				t.Errorf("%s is on /%s", team.Team.Name, address)
			}
		}
	}
	if want := map[string]int{"ask/audit/": 150, "ask/audit/page/2/": 1, "ask/audit/area/teams-that-serve-other-teams/": 76, "ask/audit/area/teams-that-help-others-learn/": 75}; !maps.Equal(n, want) {
		t.Errorf("got %v, want %v", n, want)
	}
}

// TestAuditReaders wants a site that names leaders as an audience to show the
// page to them alone.
func TestAuditReaders(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		audiences []string
		reads     string
		want      bool
	}{
		{nil, "", true},
		{[]string{"staff"}, "", true},
		{[]string{"staff"}, "staff", true},
		{[]string{"leaders"}, "", false},
		{[]string{"leaders", "staff"}, "staff", false},
		{[]string{"leaders"}, "leaders", true},
	} {
		s := siteOnDay(t, auditDay, sound)
		for _, name := range test.audiences {
			s.Settings.Audiences = append(s.Settings.Audiences, schema.Audience{Name: name})
		}
		s.Audience = test.reads
		_, ok := s.Page("ask/audit/")
		if ok != test.want || slices.Contains(s.Addresses(), "ask/audit/") != test.want || s.asks("audit") != test.want {
			t.Errorf("%v, read by %q: page %t, want %t", test.audiences, test.reads, ok, test.want)
		}
		if !ok {
			continue
		}
		if a, _ := madeAt[Audited](t, s, "ask/audit/"); a.Kept != (test.reads == "leaders") {
			t.Errorf("%v, read by %q: kept for leaders is %t", test.audiences, test.reads, a.Kept)
		}
	}
}
