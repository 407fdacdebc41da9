package generator

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"remit/generator/internal/search"
)

// clause is one decision line of the company, or one area.
type clause struct {
	team, topic string
	band        int // from 1; 0 of an area
	low, high   float64
	unit        string // "" of one without a limit
	decider     string
	file        string
	line        int
}

// company writes the charters of testdata/query/teams.txt: 40 teams with 300
// decisions. The limits and rungs are drawn; the same seed gives the same.
type company struct {
	*rand.Rand
	files   map[string]string
	clauses []clause
	ids     []string
	lines   []string // of the charter that is being written
	team    string
}

func makeCompany(t *testing.T) *company {
	t.Helper()
	c := &company{Rand: rand.New(rand.NewPCG(7, 11)), files: map[string]string{}}
	rows := tableOf(t, "testdata/query/teams.txt")
	for _, row := range rows {
		c.ids = append(c.ids, row[0])
	}
	for i, row := range rows {
		topics := listOf(row[2])
		if i%2 == 0 { // what many teams decide, each for itself
			topics = append(topics, "Home office days")
		} else if !slices.ContainsFunc(topics, func(s string) bool { return strings.HasPrefix(s, "Tools") }) {
			topics = append(topics, "Tools = EUR/month 1")
		}
		c.charter(row[0], row[1], topics, listOf(row[3]), listOf(row[4]))
	}
	org, err := os.ReadFile("testdata/query/org.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c.files["org.yaml"] = string(org)
	return c
}

func (c *company) charter(id, name string, topics, owns, notOurs []string) {
	c.team, c.lines = id, []string{"---", "owns:"}
	file := "charters/" + id + ".md"
	add := func(l string, x clause) {
		c.lines = append(c.lines, l)
		x.team, x.file, x.line = id, file, len(c.lines)
		c.clauses = append(c.clauses, x)
	}
	for _, area := range owns {
		add("  - "+area, clause{topic: area, decider: id})
	}
	c.lines = append(c.lines, "decides:")
	for _, topic := range topics {
		topic, limits, _ := strings.Cut(topic, " = ")
		unit, number, _ := strings.Cut(limits, " ")
		bands, _ := strconv.Atoi(number)
		if limits == "" {
			rung, decider := c.rung(0)
			add("  - "+topic+": "+rung, clause{topic: topic, band: 1, decider: decider})
			continue
		}
		ends := c.ends(unit, bands)
		for b := range bands {
			rung, decider := c.rung(b + 1)
			words, x := "up to "+amountOf(ends[0], unit), clause{topic: topic, band: b + 1, unit: unit, decider: decider, high: ends[0]}
			if b > 0 {
				x.low, x.high = ends[b-1], 0
				if words = "above " + amountOf(x.low, unit); b < bands-1 {
					x.high = ends[b]
					words = "above " + fmt.Sprint(x.low) + " and up to " + amountOf(x.high, unit)
				}
			}
			add("  - "+topic+" "+words+": "+rung, x)
		}
	}
	if len(notOurs) > 0 {
		c.lines = append(c.lines, "not-ours:")
		for _, l := range notOurs {
			c.lines = append(c.lines, "  - "+l)
		}
	}
	c.lines = append(c.lines, "---", "", "# "+name, "", "We do our part.", "")
	c.files[file] = strings.Join(c.lines, "\n")
}

// rung draws who decides: the smaller the amount, the more room. 0 is for all
// amounts.
func (c *company) rung(band int) (words, decider string) {
	other := c.ids[c.IntN(len(c.ids))]
	for other == c.team {
		other = c.ids[c.IntN(len(c.ids))]
	}
	boss := []string{"managing-director", "operations-lead", "people-lead"}[c.IntN(3)]
	switch band {
	case 1:
		return []string{"alone", "alone", "then tell " + other}[c.IntN(3)], c.team
	case 2:
		return []string{"after advice from " + other, "together with " + other, "then tell " + boss}[c.IntN(3)], c.team
	case 3:
		return boss + []string{" decides after hearing us", " decides and explains"}[c.IntN(2)], boss
	}
	switch c.IntN(6) {
	case 0:
		return other + " decides after hearing us", other
	case 1:
		return boss + " decides after hearing us", boss
	case 2:
		return "together with " + other, c.team
	}
	return []string{"alone", "then tell " + other, "after advice from " + other}[c.IntN(3)], c.team
}

// ends draws the amounts between bands.
func (c *company) ends(unit string, bands int) []float64 {
	from := map[string]float64{"EUR": 100, "EUR/month": 50, "EUR/year": 40000, "EUR/person": 40, "EUR/night": 80, "EUR/day": 30, "%": 2, "day": 3, "hour": 2, "hour/week": 4, "piece": 10, "tonne": 5}[unit]
	var ends []float64
	for range max(1, bands-1) {
		from *= float64(2 + c.IntN(4))
		ends = append(ends, from)
	}
	return ends
}

var unitWords = map[string]string{"hour/week": "hours a week", "hour": "hours", "day": "days", "piece": "pieces", "tonne": "tonnes"}

func amountOf(n float64, unit string) string {
	words := cmp.Or(unitWords[unit], unit)
	if code, by, ok := strings.Cut(words, "/"); ok {
		words = code + " a " + by
	}
	return fmt.Sprint(n) + " " + words
}

// question is one line of testdata/query/questions.txt with its amount.
type question struct {
	words string
	want  clause
}

func (c *company) questions(t *testing.T, file string) []question {
	var list []question
	for _, row := range tableOf(t, "testdata/query/"+file) {
		band, _ := strconv.Atoi(row[3])
		i := slices.IndexFunc(c.clauses, func(x clause) bool { return x.team == row[1] && x.topic == row[2] && x.band == band })
		if i < 0 {
			t.Fatalf("%q: there is no such line", row)
		}
		want := c.clauses[i]
		words := row[0]
		if before, rest, ok := strings.Cut(words, "{"); ok {
			slot, after, _ := strings.Cut(rest, "}")
			words = before + want.amount(slot) + after
		}
		list = append(list, question{words, want})
	}
	return list
}

// amount writes an amount of a clause as a slot of a question asks for it.
func (x clause) amount(slot string) string {
	where, unit, _ := strings.Cut(slot, " ")
	high := x.high
	if high == 0 {
		high = x.low * 4
	}
	n := map[string]float64{"top": high, "over": x.low + 1, "low": x.low, "mid": float64(int(x.low+high) / 2), "pair": x.low + 1}[where]
	number := fmt.Sprint(n)
	if where == "pair" {
		number += " and " + fmt.Sprint(high)
	}
	switch unit {
	case "":
		return number
	case "€":
		return unit + number
	}
	return number + " " + unit
}

func tableOf(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if l := lines.Text(); l != "" && l[0] != '#' {
			row := strings.Split(l, "|")
			for i := range row {
				row[i] = strings.TrimSpace(row[i])
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func listOf(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// TestQuestions asks 50 questions of a company of 40 teams with 300 decisions.
// They were written before the engine was.
func TestQuestions(t *testing.T) {
	t.Parallel()
	c := makeCompany(t)
	decisions := 0
	for _, x := range c.clauses {
		if x.band > 0 {
			decisions++
		}
	}
	if len(c.ids) != 40 || decisions < 300 {
		t.Fatalf("%d teams with %d decisions", len(c.ids), decisions)
	}
	s := Compile(nil, inputOf(nil, treeOf(c.files), Options{Today: sampleToday}))
	for file, least := range map[string][2]int{"questions.txt": {48, 50}, "later.txt": {27, 30}} {
		questions := c.questions(t, file)
		if right := askAll(t, s, questions); right < least[0] || len(questions) != least[1] {
			t.Errorf("%s: %d of %d questions are answered right, want at least %d of %d", file, right, len(questions), least[0], least[1])
		}
	}
}

// askAll counts the questions whose first answer is the right team's and the
// right line, and prints the others.
func askAll(t *testing.T, s *Snapshot, questions []question) (right int) {
	for _, q := range questions {
		a := s.Query(q.words)
		if len(a.Answers) > 0 && a.Answers[0].File == q.want.file && a.Answers[0].Line == q.want.line && a.Answers[0].Team == q.want.decider {
			right++
			continue
		}
		t.Logf("%s\n  want %s:%d %s %d", q.words, q.want.file, q.want.line, q.want.topic, q.want.band)
		for i := range a.Answers {
			t.Logf("  got %s:%d %s", a.Answers[i].File, a.Answers[i].Line, a.Answers[i].Sentence)
		}
		t.Logf("  %q", slices.Concat(a.Notes, a.Near, a.Might))
	}
	t.Logf("%d of %d right", right, len(questions))
	return right
}

// otherQuestions have answers of other sorts, or none.
var otherQuestions = []string{
	"", "who", "who decides", "elephants", "who decides elephants", "customer refunds", "refunds", "who decides refunds?", "who decides store",
	"what may the photo studio spend without asking?", "what does finance decide", "what does the managing director decide", "what does returns own",
	"who decides tools", "who decides tools of 900 EUR a month", "may procurement buy tools for 9000 EUR a month", "tools of 100 EUR a month in data science",
	"who decides customer refunds of 1.000 EUR", "who decides customer refunds of 1,000 EUR", "who decides customer refunds of 1.000,50 Euro",
	"who decides customer refunds of 0,5k EUR", "who decides customer refunds of 10 000 EUR", "customer refunds, 300-900 EUR", "customer refunds over $200",
	"customer refunds from 100 to 5000 euros", "who decides customer refunds of 2026", "who decides discounts of 5", "who decides discounts of 5 percent or more",
	"who decides retention of customer data for 14-day periods", "who decides return windows above 1000 days", "parental benefits", "who decides parental benefits",
	"whom do I ask about parcels lost", "who decides laptops without asking", "wer entscheidet alleine über Laptops bis zu 200 Euro", "kind:charter refunds",
	"\"customer refunds\"", "who owns the iPhone app", "who decides über Größe", "who decides home office days in legal", "ISO-27001 refunds", "3rd refund",
	"who decides refunnds", "who decides rfunds to partners under 5k", "who decides reimbursing of customers", "who decides 300 EUR", "日本 who decides refunds",
}

// TestQuestionsInBrowser asks the same questions of the search in the browser:
// its answers are those of remit query.
func TestQuestionsInBrowser(t *testing.T) {
	t.Parallel()
	c := makeCompany(t)
	words := otherQuestions
	for _, file := range []string{"questions.txt", "later.txt"} {
		for _, q := range c.questions(t, file) {
			words = append(words, q.words)
		}
	}
	sameInBrowser(t, c.files, words)
}

// TestFilesInBrowser asks a site whose answers are one file, and one whose
// words are many.
func TestFilesInBrowser(t *testing.T) {
	t.Parallel()
	sameInBrowser(t, fuzzSite, []string{"who decides refunds of 450 EUR", "who owns help pages", "who decides refunds", "who decides constructor", "who owns refunnds"})
	files := map[string]string{}
	var questions []string
	for i := range 700 {
		word := func(n int) string {
			return string([]rune{'a' + rune(n%26), 'a' + rune(n/26%26), 'r', 'm', 'a' + rune(n/7%26), 'l'})
		}
		topic := word(i) + " " + word(i*17+3)
		files[fmt.Sprintf("charters/t%d.md", i)] = "---\ndecides:\n  - " + topic + " up to 500 EUR: alone\n---\n# Team " + word(i*31) + "\n"
		if i%50 == 0 {
			questions = append(questions, "who decides "+topic+" of 400 EUR", "may team "+word(i*31)+" decide "+topic+" of 700 EUR?", "who decides "+word(i)+"s")
		}
	}
	sameInBrowser(t, files, questions)
}

func sameInBrowser(t *testing.T, files map[string]string, questions []string) {
	t.Helper()
	s := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
	got := askBrowser(t, s, questions)
	answered := 0
	for i, q := range questions {
		var there, here []string
		for _, a := range got[i].Answers {
			more := ""
			if a.More != nil {
				more = "/" + a.More.Href
			}
			there = append(there, strings.Join([]string{a.Sentence, "/" + a.Href, a.Sort, a.Title, a.Snippet, a.Who, a.With, a.Limit, more}, " | "))
		}
		if !strings.HasPrefix(q, "kind:") && !strings.HasPrefix(q, `"`) { // these ask for pages
			for _, a := range s.Query(q).Answers {
				limit := ""
				if a.Limit != nil {
					limit = a.Limit.Words
				}
				here = append(here, strings.Join([]string{a.Sentence, cmp.Or(a.Address, "/"), a.Sort, a.Topic, a.Clause, a.Name, a.With, limit, a.More}, " | "))
			}
		}
		if !slices.Equal(there, here) || got[i].Error != "" || got[i].Lost > 0 {
			t.Errorf("%s: %s, %d lost\nbrowser %q\nGo      %q", q, got[i].Error, got[i].Lost, there, here)
		}
		answered += min(1, len(here))
	}
	if answered*2 < len(questions) {
		t.Errorf("only %d of %d questions have an answer", answered, len(questions))
	}
}

// found is what the search of the browser says to a question.
type found struct {
	Answers  []card
	Results  []struct{ URL, Anchor, Sort, Who, Snippet string }
	Error    string
	Lost     int
	Requests []string
}

// card is an answer of the search in the browser.
type card struct {
	URL, Anchor, Href, Sort, Title, Sentence, Snippet, Who, With, Limit, Source, Kind, Note string
	More                                                                                    *struct{ URL, Anchor, Href string }
}

// askBrowser asks the search that a site publishes, in node.
func askBrowser(t *testing.T, s *Snapshot, questions []string) []found {
	t.Helper()
	var calls []map[string]any
	for i, words := range questions {
		calls = append(calls, map[string]any{"query": words, "fresh": i%7 == 0})
	}
	return callBrowser(t, s, calls)
}

// callBrowser makes the calls that search/testdata/harness.mjs knows.
func callBrowser(t *testing.T, s *Snapshot, calls []map[string]any) []found {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed; the search of the browser is not asked")
	}
	dir := t.TempDir()
	for _, name := range s.searchPaths() {
		body, _ := s.searchFile(name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755), os.WriteFile(filepath.Join(dir, name), body, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	module := filepath.Join(dir, "search.mjs")
	engine, _ := s.searchFile("search/search.js")
	if err := os.WriteFile(module, engine, 0o644); err != nil {
		t.Fatal(err)
	}
	in, err := json.Marshal(map[string]any{"site": dir, "module": module, "calls": calls})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "internal/search/testdata/harness.mjs")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []found
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestAnswerFiles holds the files against their sizes: the module, and each
// file that it loads.
func TestAnswerFiles(t *testing.T) {
	t.Parallel()
	c := makeCompany(t)
	s := Compile(nil, inputOf(nil, treeOf(c.files), Options{Today: sampleToday}))
	files := 0
	for _, name := range s.searchPaths() {
		body, _ := s.searchFile(name)
		most := 0
		switch {
		case name == "search/answers.js":
			body, most = search.Compress(body), 3_000
		case name == "search/answers.bin":
			most = 4_000
		case strings.HasPrefix(name, "search/a/"):
			most = 4_000
		default:
			continue
		}
		if files++; len(body) > most {
			t.Errorf("%s has %d bytes, want at most %d", name, len(body), most)
		}
	}
	if files < 4 {
		t.Errorf("%d files", files)
	}
	without := Compile(nil, inputOf(nil, treeOf(map[string]string{"README.md": "# Home\n"}), Options{Today: sampleToday}))
	for _, name := range without.searchPaths() {
		if strings.Contains(name, "answers") || strings.HasPrefix(name, "search/a/") {
			t.Errorf("%s without a decision", name)
		}
	}
}
