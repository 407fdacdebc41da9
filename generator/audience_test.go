package generator

import (
	"bytes"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/diag"
	"remit/generator/internal/source"
)

const doorSettings = "audiences:\n  leaders: [board, \"plans/*/secret\"]\n  staff: []\n"

// TestDoor asks for each document whether it is shown, whether its problems
// may be told, and which problem its audience makes.
func TestDoor(t *testing.T) {
	t.Parallel()
	const (
		open    = "# Open\n"
		draft   = "---\ndraft: true\n---\n# Draft\n"
		broken  = "---\nowner: [\n---\n# Broken\n"
		leaders = "---\naudience: leaders\n---\n# For leaders\n"
		staff   = "---\naudience: staff\n---\n# For staff\n"
		unknown = "---\naudience: leeders\n---\n# For whom?\n"
	)
	tests := []struct {
		name, path, text, target string
		audience                 string
		drafts                   bool
		shown, told              bool
		rule                     string
	}{
		{name: "open", path: "a.md", text: open, shown: true, told: true},
		{name: "open for an audience too", path: "a.md", text: open, audience: "staff", shown: true, told: true},
		{name: "draft", path: "a.md", text: draft},
		{name: "draft asked for", path: "a.md", text: draft, drafts: true, shown: true, told: true},
		{name: "broken", path: "a.md", text: broken, told: true},
		{name: "stated", path: "a.md", text: leaders},
		{name: "stated, for it", path: "a.md", text: leaders, audience: "leaders", shown: true, told: true},
		{name: "stated, for another", path: "a.md", text: leaders, audience: "staff"},
		{name: "the other one stated", path: "a.md", text: staff, audience: "staff", shown: true, told: true},
		{name: "unknown", path: "a.md", text: unknown, told: true, rule: "unknown-audience"},
		{name: "unknown, for an audience", path: "a.md", text: unknown, audience: "leaders", told: true, rule: "unknown-audience"},
		{name: "folder", path: "board/a.md", text: open},
		{name: "folder, for it", path: "board/a.md", text: open, audience: "leaders", shown: true, told: true},
		{name: "folder below a glob", path: "plans/x/secret/deep/a.md", text: open},
		{name: "beside the glob", path: "plans/x/open/a.md", text: open, shown: true, told: true},
		{name: "a folder that only begins alike", path: "boards/a.md", text: open, shown: true, told: true},
		{name: "broken in a folder", path: "board/a.md", text: broken},
		{name: "broken in a folder, for it", path: "board/a.md", text: broken, audience: "leaders", told: true},
		{name: "above the folder", path: "board/a.md", text: staff, audience: "leaders", told: true, rule: "audience-above-folder"},
		{name: "above the folder, for all", path: "board/a.md", text: staff, rule: "audience-above-folder"},
		{name: "above the folder, for the other", path: "board/a.md", text: staff, audience: "staff", rule: "audience-above-folder"},
		{name: "a link into the folder", path: "a.md", text: open, target: "board/a.md"},
		{name: "a link into the folder, for it", path: "a.md", text: open, target: "board/a.md", audience: "leaders", shown: true, told: true},
		{name: "a link out of the folder", path: "board/a.md", text: open, target: "a.md"},
	}
	for _, tt := range tests {
		f := source.NewFile(tt.path, []byte(tt.text))
		f.Target = tt.target
		tree := source.NewTree([]*source.File{f, source.NewFile("remit.yaml", []byte(doorSettings))}, nil)
		s := Compile(nil, inputOf(nil, tree, Options{Audience: tt.audience, Drafts: tt.drafts}))
		d := s.docs[0]
		if shown := s.model.Find(tt.path) != nil; shown != tt.shown {
			t.Errorf("%s: shown %v, want %v", tt.name, shown, tt.shown)
		}
		if told := s.door.tells(d); told != tt.told {
			t.Errorf("%s: told %v, want %v", tt.name, told, tt.told)
		}
		rule := ""
		for _, p := range s.door.problems(d) {
			rule = p.Rule
			if p.Span.Start.Line != 2 || p.Why == "" || p.Fix == "" || p.Severity != diag.Error {
				t.Errorf("%s: %+v lacks its place, its reason or its way out", tt.name, p)
			}
		}
		if rule != tt.rule {
			t.Errorf("%s: problem %q, want %q", tt.name, rule, tt.rule)
		}
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		glob, path string
		want       bool
	}{
		{"board", "board/a.md", true},
		{"/board/", "board/deep/a.md", true},
		{"./board", "board/a.md", true},
		{"board", "board", true},
		{"board", "boards/a.md", false},
		{"board", "x/board/a.md", false},
		{"**/board", "x/board/a.md", true},
		{"board/**", "board/a.md", true},
		{"board/*.md", "board/a.md", true},
		{"board/*.md", "board/a.png", false},
		{"{board,hr}", "hr/a.md", true},
		{"board/a.md", "board/a.md", true},
		{"/", "a.md", true},
		{".", "a.md", true},
		{"[", "a.md", true}, // what cannot be read closes
	}
	for _, tt := range tests {
		if got := matches(tt.glob, tt.path); got != tt.want {
			t.Errorf("matches(%q, %q) = %v, want %v", tt.glob, tt.path, got, tt.want)
		}
	}
}

// TestNonInterference varies what restricted folders and documents hold, and
// how many there are: no byte of the public site and of what is said about it
// may differ.
func TestNonInterference(t *testing.T) {
	t.Parallel()
	public := map[string]string{
		"remit.yaml":      doorSettings + "public: true\nbase-url: https://wiki.example.org/\n",
		"README.md":       "# Home\n\n[plan](board/plan.md) [[plan]] [board](board/) ![chart](board/chart.svg) [s](teams/secret.md) [[secret]] [only](only/)\n",
		"teams/a.md":      "---\ntags: [red]\n---\n# A\n\n[gone](gone.md) [[team]]\n",
		"teams/draft.md":  "---\ndraft: true\n---\n# Draft\n",
		"teams/broken.md": "---\nowner: [\n---\n# Broken\n",
	}
	stated := "---\naudience: leaders\n"
	variants := []map[string]string{
		{},
		{"board/plan.md": "# Plan\n\n[A](../teams/a.md) [gone](gone.md)\n", "board/chart.svg": "<svg/>", "teams/secret.md": stated + "---\n# Secret\n"},
		{"board/plan.md": "---\nowner: [\n---\n# Broken\n", "board/deep/x.md": "# X\n", "board/README.md": "# The board\n"},
		{"board/plan.md": "---\ntags: [red, blue]\naliases: [/teams/a/, /old/]\n---\n# Plan\n", "only/secret.md": stated + "---\n# S\n"},
		{"board/a.md": "---\nid: a\naudience: [leaders, nobody-knows]\n---\n# Board's a\n", "board/team.md": "# Team\n"},
		{"teams/secret.md": stated + "tags: [red]\naliases: [/teams/a/]\n---\n# S\n\n![c](../board/chart.svg)\n", "team.md": stated + "---\n# T\n"},
		{"teams/secret.md": stated + "owner: 7\ndraft: maybe\n---\n# S\n", "teams/A.md": stated + "---\n# The same address\n"},
		{"index.md": stated + "---\n# Another home\n", "teams/README.md": stated + "draft: true\n---\n# Teams\n"},
	}
	first := ""
	for i, variant := range variants {
		files := maps.Clone(public)
		maps.Copy(files, variant)
		tree := treeOf(files)
		if i > 0 { // what could not be read there is not told either
			tree = source.NewTree(tree.Files, []diag.Problem{{Rule: "not-a-file", Severity: diag.Warning, File: "board/pipe.md", Message: "is no file"}})
		}
		s := Compile(nil, inputOf(nil, tree, Options{}))
		got := everything(t, s)
		switch {
		case i == 0:
			first = got
			for _, want := range []string{"board/plan.md", "held-back", "teams/broken.md", "sitemap"} {
				if !strings.Contains(got, want) {
					t.Errorf("the site and what is said of it do not hold %q", want)
				}
			}
		case got != first:
			t.Errorf("variant %d shows: %s", i, firstDifference(first, got))
		}
	}
}

// TestNonInterferenceOfFacts is the same with documents that say much of public
// ones: what is derived from them must be what it is without them.
func TestNonInterferenceOfFacts(t *testing.T) {
	t.Parallel()
	public := map[string]string{
		"remit.yaml":               "title: Shop\npublic: true\nbase-url: https://wiki.example.org/\naudiences:\n  leaders: [board, \"**/closed\"]\n  hr: [people]\n",
		"org.yaml":                 "teams:\n  finance: Finance\n  vault: Vault\nroles:\n  board: The board\npatterns:\n  late: Late\n  hidden: Hidden\ntopics:\n  refunds: {name: Refunds, aliases: [money back]}\n",
		"README.md":                "# Shop\n\nHow we work: [[support]], [[secret]], [[vault]] and [plan](board/plan.md). <!-- what nobody reads -->\n",
		"CODEOWNERS":               "* @org/support\n/board/ @org/vault\n",
		"charters/support.md":      twinFiles["charters/support.md"],
		"charters/studio.md":       "---\nowns: [Photos]\nnot-ours:\n  - Money: vault\ndecides:\n  - Style: after advice from secret\n  - Style up to 5 EUR: alone\nworks-with:\n  - support: plans with us\n  - vault: holds our money\nstandards:\n  - first-reply: meets\n  - secret-bar: meets\nlead: Imogen Vale\nreviewed: 2026-03-01\n---\n# Studio\n\nWe show.\n",
		"standards/first-reply.md": twinFiles["standards/first-reply.md"],
		"lessons/2026-06-form.md":  strings.Replace(twinFiles["lessons/2026-06-form.md"], "touches: [", "led-to: [secret-decision]\ntouches: [secret, ", 1),
		"commitments/fast.md":      twinFiles["commitments/fast.md"],
		"decisions/limit.md":       strings.Replace(twinFiles["decisions/limit.md"], "plan]", "secret, plan]", 1),
		"decisions/older.md":       twinFiles["decisions/older.md"],
	}
	const today = "2026-07-30"
	charter := "owns: [Refunds, Photos, Hidden area]\nnot-ours:\n  - Tone: studio\ndecides:\n  - Refunds up to 900 EUR: alone\n  - Tone: alone\n  - Hidden topic: alone\nsuccess:\n  - Hidden: from 1 to 2 by 2026-12-31\nworks-with:\n  - support: service, serves us\n  - studio: facilitating\nstandards:\n  - first-reply: not yet\ncounts-on:\n  - Hidden help: support\nmay-require:\n  - Hidden reports\nroom:\n  - date: 2026-07-02\n    wider: Hidden room\n    because: Trust\n    decision: limit\nrhythm:\n  - Look-back: every Friday\nreviewed: 2025-01-01\ntags: [hidden]\naliases: [/old-hidden/, /ask/]\nserves: [support]\n"
	const asked = "---\n# Hidden team\n\nWe [see](../charters/support.md) [[studio]] and [[first-reply]].\n\n## Questions people ask\n\n### Who are we?\n\nHidden.\n\n## What we need\n\n- Hidden need\n"
	records := map[string]string{
		"lessons/2026-07-hidden.md":     "owner: support\ndate: " + today + "\ntouches: [support, studio, first-reply, vault]\npatterns: [late, hidden]\nled-to: [limit]\nfollow-up:\n  - Hidden: support by 2026-08-02\nshowcase: 2026-07\nthanks: [studio]\n",
		"decisions/hidden.md":           "owner: studio\ndate: " + today + "\nraised: 2026-01-01\ndecided-by: board\nasked: [support]\nchanges: [support, first-reply, fast]\nreplaces: [limit]\nwaives: first-reply\nscope: [studio]\nwider: Hidden\nrevisit: 2026-08\nuntil: 2026-08-20\n",
		"commitments/2026-q3-hidden.md": "owner: support\ndue: 2026-08-03\nresults:\n  - Hidden: from 9 to 2 hours\ncheck-ins:\n  - date: 2026-07-14\n    say: Hidden\n    feels: at risk\n    needs: Hidden\n",
		"assessments/2026-07-hidden.md": "owner: support\ntype: room-check\ndate: " + today + "\npractice:\n  - Refunds up to 500 EUR: together with finance\nanswers:\n  - We can choose: hardly\n",
		"experiments/hidden.md":         "owner: studio\nstarts: 2026-06-01\nends: 2026-07-01\nrisk: low\nresult: worked\nshowcase: 2026-07\n",
		"playbooks/hidden.md":           "owner: support\nfor: teams\nwhen: Hidden\nhelps-with: [charter, support]\ntried-by:\n  - studio: kept, hidden\ndone-when: Hidden\n",
		"standards/hidden.md":           "owner: studio\napplies-to: everyone\nbar:\n  - must: Hidden\n    checked: sample\nreplaces: [first-reply]\nreviewed: 2024-01-01\n",
		"charters/hidden.md":            charter,
		"charters/secret.md":            charter,
		"pages/glossary.md":             "tags: [hidden]\n",
	}
	restrictions := map[string]func(p, text string) (string, string){
		"by folder":       func(p, text string) (string, string) { return "board/" + p, "---\n" + text },
		"by a glob":       func(p, text string) (string, string) { return path.Dir(p) + "/closed/" + path.Base(p), "---\n" + text },
		"by front matter": func(p, text string) (string, string) { return p, "---\naudience: hr\n" + text },
		"by both":         func(p, text string) (string, string) { return "people/" + p, "---\naudience: hr\n" + text },
	}
	variants := map[string]map[string]string{"nothing": {}}
	for how, restrict := range restrictions {
		all := map[string]string{}
		for _, p := range slices.Sorted(maps.Keys(records)) {
			to, text := restrict(p, records[p])
			variants[p+" "+how] = map[string]string{to: text + asked}
			all[to] = text + asked
		}
		to, text := restrict("charters/vault.md", charter) // org.yaml names the team
		variants["vault "+how] = map[string]string{to: text + asked}
		variants["all "+how] = all
	}
	build := func(hidden map[string]string) string {
		files := maps.Clone(public)
		maps.Copy(files, hidden)
		in := inputOf(nil, treeOf(files), Options{Today: sampleToday})
		dates := map[string]source.Dates{}
		day := source.Date{Year: 2026, Month: 7, Day: 20}
		edits := []source.Edit{{Path: "charters/studio.md", Day: day, Commit: "c0", Before: []byte("---\nowns: [Films]\n---\n# Studio\n"), After: []byte(public["charters/studio.md"])}}
		for _, p := range slices.Sorted(maps.Keys(hidden)) {
			dates[p] = source.Dates{First: day, Last: day, Authors: 2}
			edits = append(edits,
				source.Edit{Path: p, Day: day, Commit: "c1", Before: []byte(strings.ReplaceAll(hidden[p], "Hidden", "Concealed")), After: []byte(hidden[p])},
				source.Edit{Path: p, Day: day, Commit: "c2", After: []byte(strings.Replace(strings.ReplaceAll(hidden[p], "Hidden", "Concealed"), "audience: hr\n", "", 1))})
		}
		in.History = source.NewHistory(dates).With(source.Recent{Edits: edits})
		s := Compile(nil, in)
		return everything(t, s) + toldOnDemand(t, s)
	}
	first := build(nil)
	if strings.Contains(strings.ToLower(first), "hidden-topic") || !strings.Contains(first, "ask/changed/index.json") || !strings.Contains(first, "ask/who-decides/") {
		t.Error("the public site is not what it should be")
	}
	for name, hidden := range variants {
		if got := build(hidden); got != first {
			t.Errorf("%s shows: %s", name, firstDifference(first, got))
		}
		for p := range hidden { // it is there to be read, or this would prove nothing
			tree := treeOf(map[string]string{"remit.yaml": public["remit.yaml"], p: hidden[p]})
			seen := 0
			for _, audience := range []string{"leaders", "hr"} {
				seen += len(Compile(nil, inputOf(nil, tree, Options{Audience: audience, Today: sampleToday})).model.Docs)
			}
			if seen != 1 {
				t.Errorf("%s: %s is shown to %d audiences", name, p, seen)
			}
		}
	}
}

// toldOnDemand is what commands tell of a site beside its files.
func toldOnDemand(t *testing.T, s *Snapshot) string {
	t.Helper()
	var b strings.Builder
	due, err := s.Due(DueOptions{Within: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range DueFormats() {
		if err := due.Write(&b, format, "", 80); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range []string{"who decides refunds up to 700 EUR", "who decides the hidden topic", "who owns photos", "who owns the hidden area", "whom do I ask about tone", "what may the vault decide"} {
		data, err := json.Marshal(s.Query(q))
		if err != nil {
			t.Fatal(err)
		}
		b.Write(data)
	}
	return b.String()
}

// everything is all files of a site and all that is said of it, in one text.
func everything(t *testing.T, s *Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	for _, path := range s.Paths() {
		p, ok, err := s.Page(path)
		if !ok || err != nil {
			t.Fatal(path, ok, err)
		}
		b.WriteString(path + "\n")
		b.Write(p.Body)
	}
	for _, format := range diag.Formats {
		if err := s.PrintProblems(&b, s.Problems(), PrintOptions{Format: format, Width: 80}); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "\n" + x[i] + "\n" + y[i]
		}
	}
	return "more or fewer lines"
}

// TestHeldBack wants links to what is not shown to say why, as far as that may
// be said, and to follow when it changes.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"README.md":       "# Home\n\n[b](broken.md) [d](draft.md) [[draft]] [f](folder/) [l](board/x.md) [s](stated.md)\n",
		"broken.md":       "---\nowner: [\n---\n# Broken\n",
		"draft.md":        "---\ndraft: true\n---\n# Draft\n",
		"folder/index.md": "---\nowner: [\n---\n# Broken\n",
		"stated.md":       "---\naudience: leaders\n---\n# For leaders\n",
		"remit.yaml":      doorSettings,
	}
	messages := func(s *Snapshot) []string {
		var list []string
		for _, p := range s.Problems() {
			if p.File == "README.md" {
				list = append(list, p.Message)
			}
		}
		return list
	}
	in := inputOf(nil, treeOf(files), Options{})
	s := Compile(nil, in)
	want := []string{
		`"broken.md" is not shown: it has errors of its own`,
		`"draft.md" is not shown: it is a draft`,
		`"draft" is not shown: it is a draft`,
		`"folder" is not shown: it has errors of its own`,
		`"board/x.md" is not shown: its folder is for leaders only`,
		`this link leads to "stated.md", which does not exist`,
	}
	if got := messages(s); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	drafted := files["draft.md"]
	next := Compile(s, inputOf(&in, edited(in.Files, "broken.md", &drafted), Options{}))
	want[0] = `"broken.md" is not shown: it is a draft`
	if got := messages(next); !slices.Equal(got, want) {
		t.Errorf("after an edit got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A slip in the name of a folder must not publish it; an empty folder is none.
func TestFoldersOfAudiences(t *testing.T) {
	t.Parallel()
	for settings, want := range map[string]bool{
		"audiences:\n  leaders: [board]\n":          false,
		"audiences:\n  leaders: [\"board/**\"]\n":   false,
		"audiences:\n  leaders: [bord]\n":           true,
		"audiences:\n  leaders: [\"BOARD/**\"]\n":   true,
		"audiences:\n  leaders: [archive/board]\n":  false,
		"audiences:\n  leaders: [\"**/secret\"]\n":  false,
		"audiences:\n  leaders: [plans/quarters]\n": true,
	} {
		in := inputOf(nil, treeOf(map[string]string{
			"remit.yaml": settings, "README.md": "# Home\n", "board/a.md": "# A\n", "plans/quarter/b.md": "# B\n",
		}), Options{})
		if got := in.blind(); got != want {
			t.Errorf("%q: nothing is published: %v, want %v: %+v", settings, got, want, in.Problems)
		}
	}
	in := inputOf(nil, treeOf(map[string]string{"remit.yml": "title: X\n", "README.md": "# Home\n"}), Options{})
	if !in.blind() {
		t.Error("settings under another name are not noticed")
	}
}

// TestAuditIsKept wants the audit of a site that names leaders to be in their
// build alone: no page, no twin, no link elsewhere.
func TestAuditIsKept(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"remit.yaml":       "audiences:\n  leaders: [board]\n",
		"board/a.md":       "# For the board\n",
		"charters/shop.md": "---\nowns: [Sales]\ndecides:\n  - Prices: alone\n---\n# Shop\n",
	}
	for _, test := range []struct {
		audience string
		want     bool
	}{{"", false}, {"leaders", true}} {
		s := Compile(nil, inputOf(nil, treeOf(files), Options{Audience: test.audience, Today: sampleToday}))
		for _, p := range []string{"ask/audit/index.html", "ask/audit/index.json", "ask/audit/table.csv"} {
			if _, ok, err := s.Page(p); ok != test.want || err != nil {
				t.Errorf("for %q: %s is there: %t (%v), want %t", test.audience, p, ok, err, test.want)
			}
		}
		for _, p := range []string{"index.html", "ask/index.html", "charters/shop/index.html", "sitemap.xml", "llms.txt"} {
			page, ok, err := s.Page(p)
			if err != nil {
				t.Fatal(err)
			}
			if ok && !test.want && bytes.Contains(page.Body, []byte("audit")) {
				t.Errorf("%s speaks of the audit", p)
			}
			if p == "ask/index.html" && bytes.Contains(page.Body, []byte("audit/")) != test.want {
				t.Errorf("for %q: the list of questions has it: %t", test.audience, !test.want)
			}
		}
	}
}
