package generator

import (
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"remit/content"
	"remit/generator/internal/line"
)

// written is a line of a charter that decides or owns.
type written struct {
	area       bool
	words, key string
	limit      line.Limit
	address    string // below the site's root
}

func writtenIn(s *Snapshot) []written {
	var list []written
	for _, d := range s.model.Docs {
		if d.Kind.Name != "charter" || !s.model.Holds(d) {
			continue
		}
		add := func(field string, i int, words string, limit line.Limit) {
			address, _ := s.model.Address(d)
			list = append(list, written{field == "owns", words, s.model.Key(words), limit, fmt.Sprintf("%s#r:%s-%d", address, field, i+1)})
		}
		for i := range d.Facts.Decides {
			add("decides", i, d.Facts.Decides[i].Topic.Text, d.Facts.Decides[i].Limit)
		}
		for i, t := range d.Facts.Owns {
			add("owns", i, t.Text, line.Limit{})
		}
	}
	return list
}

// lineAsked is a question, and the lines of which one has to come first.
type lineAsked struct {
	words string
	right []string
	plain bool // in the words that charters and everybody use
}

// asksFor asks for each line in several ways.
func asksFor(all []written) []lineAsked {
	var list []lineAsked
	for _, w := range all {
		like := func(limit line.Limit, areas, decisions bool) []string {
			var right []string
			for _, x := range all {
				if x.key == w.key && (x.area && areas || !x.area && decisions) && (!limit.Stated || !x.limit.Stated || x.limit.Overlaps(limit)) {
					right = append(right, x.address)
				}
			}
			return right
		}
		add := func(words string, right []string, plain bool) { list = append(list, lineAsked{words, right, plain}) }
		turned := strings.Fields(w.words)
		slices.Reverse(turned)
		if w.area {
			owners := like(line.Limit{}, true, false)
			add("who owns "+w.words, owners, true)
			add("who is responsible for "+w.words+"?", owners, false)
			add("wem gehört "+w.words, owners, false)
			add(w.words+", who owns it?", owners, false)
			add("who owns "+strings.Join(turned, " "), owners, false)
			continue
		}
		deciders := like(line.Limit{}, false, true)
		add("who decides "+w.words, deciders, true)
		add("wer entscheidet über "+w.words+"?", deciders, false)
		add(w.words+"?", like(line.Limit{}, true, true), false)
		add("can we decide "+w.words+"?", deciders, false)
		add("who decides "+strings.Join(turned, " "), deciders, false)
		add("who decides "+otherNumber(w.words), deciders, false)
		if !w.limit.Stated {
			continue
		}
		inside := line.Limit{Stated: true, Unit: w.limit.Unit, From: amountWithin(w.limit), To: amountWithin(w.limit)}
		amount := line.Amount{Number: inside.From, Unit: inside.Unit}.String()
		add("who approves "+w.words+" of "+amount, like(inside, false, true), true)
		add(amount+" "+w.words+", who decides?", like(inside, false, true), false)
		if w.limit.FromOpen {
			over := line.Limit{Stated: true, Unit: w.limit.Unit, From: w.limit.From, FromOpen: true, To: math.Inf(1), ToOpen: true}
			add("who approves "+w.words+" above "+line.Amount{Number: over.From, Unit: over.Unit}.String(), like(over, false, true), true)
		}
	}
	return list
}

// amountWithin is an amount of a limit.
func amountWithin(l line.Limit) float64 {
	if math.IsInf(l.To, 1) {
		return l.From*2 + 1
	}
	return math.Ceil((l.From + l.To) / 2)
}

// otherNumber makes a word plural that is singular, and the other way round.
func otherNumber(words string) string {
	if cut, ok := strings.CutSuffix(words, "s"); ok && !strings.HasSuffix(cut, "s") {
		return cut
	}
	return words + "s"
}

// misspelt has one slip in one of its words of four letters and more.
func misspelt(r *rand.Rand, words string) string {
	list := strings.Fields(strings.ToLower(words))
	var long []int
	for i, w := range list {
		if len(w) > 3 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return words
	}
	i := long[r.IntN(len(long))]
	w := []byte(list[i])
	at := r.IntN(len(w) - 1)
	switch r.IntN(4) {
	case 0:
		w[at], w[at+1] = w[at+1], w[at]
	case 1:
		w = slices.Delete(w, at, at+1)
	case 2:
		w = slices.Insert(w, at, w[at])
	case 3:
		w[at] = byte('a' + r.IntN(26))
	}
	list[i] = string(w)
	return strings.Join(list, " ")
}

func contentFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(content.Files(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(content.Files(), p)
		files[p] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestAnswerFirst asks for every line of the charters of our own handbook, of
// the starter company and of a company of 40 teams, in the terminal and in the
// browser: the line comes first.
func TestAnswerFirst(t *testing.T) {
	t.Parallel()
	sites := map[string]*Snapshot{
		"content": Compile(nil, inputOf(nil, treeOf(contentFiles(t)), Options{Today: sampleToday})),
		"starter": starterSite(),
		"company": Compile(nil, inputOf(nil, treeOf(makeCompany(t).files), Options{Today: sampleToday})),
	}
	for name, s := range sites {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := asksFor(writtenIn(s))
			if len(list) < 20 {
				t.Fatalf("only %d questions", len(list))
			}
			if name == "company" { // a part of its thousands of questions tells as much
				kept := list[:0]
				for i, q := range list {
					if i%5 == 0 || q.plain && i%2 == 0 {
						kept = append(kept, q)
					}
				}
				list = kept
			}
			plain := slices.DeleteFunc(slices.Clone(list), func(q lineAsked) bool { return !q.plain })
			answeredFirst(t, s, "plain", plain, 1)
			answeredFirst(t, s, "in other words", list, 0.95)
			r := rand.New(rand.NewPCG(3, 5))
			typos := slices.Clone(plain)
			for i := range typos {
				typos[i].words = misspelt(r, typos[i].words)
			}
			answeredFirst(t, s, "with a slip", typos, 0.95)
		})
	}
}

// answeredFirst wants a share of the questions to have one of the right lines
// as the first answer, in Go and in the browser, and no line twice.
func answeredFirst(t *testing.T, s *Snapshot, name string, list []lineAsked, least float64) {
	t.Helper()
	words := make([]string, len(list))
	for i, q := range list {
		words[i] = q.words
	}
	told := askBrowser(t, s, words)
	here, there := 0, 0
	for i, q := range list {
		first, firstThere := "nothing", "nothing"
		if a := s.Query(q.words).Answers; len(a) > 0 {
			first = strings.TrimPrefix(strings.TrimPrefix(a[0].Address, s.in.Settings.BaseURL), "/")
		}
		if a := told[i].Answers; len(a) > 0 {
			firstThere = a[0].Href
			if a[0].URL+"#"+a[0].Anchor != a[0].Href || a[0].Source == "" || a[0].Kind != "charter" {
				t.Errorf("%s: %+v", q.words, a[0])
			}
		}
		if slices.Contains(q.right, first) {
			here++
		}
		if slices.Contains(q.right, firstThere) {
			there++
		} else {
			t.Logf("%s: %s here, %s in the browser, want %s", q.words, first, firstThere, q.right)
		}
		for _, x := range told[i].Results {
			if slices.ContainsFunc(told[i].Answers, func(a card) bool { return a.URL == x.URL && a.Anchor == x.Anchor }) {
				t.Errorf("%s: %s#%s is an answer and a result", q.words, x.URL, x.Anchor)
			}
		}
	}
	n := float64(len(list))
	t.Logf("%s: %d questions, %.1f %% here, %.1f %% in the browser", name, len(list), 100*float64(here)/n, 100*float64(there)/n)
	if float64(here) < least*n || float64(there) < least*n {
		t.Errorf("%s: want at least %.0f %%", name, 100*least)
	}
}

// TestStatementsAreFound asks for what front matter states: each is a result of
// its own, with its sort, whose it is, and its place.
func TestStatementsAreFound(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"charters/shop.md": "---\nsponsor: board\nowns: [Window displays]\nnot-ours:\n  - Lost parcels: depot\ndecides:\n  - Gift cards up to 50 EUR: alone\n  - Opening hours: board decides after hearing us\n" +
			"counts-on: [Two helpers in December]\n---\n# Shop\n\nWe sell.\n",
		"charters/depot.md":  "---\nowns: [Parcels]\n---\n# Depot\n\nWe store.\n",
		"charters/old.md":    "---\nstatus: retired\nowns: [Fax machines]\n---\n# Old\n\nWe were.\n",
		"charters/prose.md":  "# Prose\n\n## In scope\n\n- Poems about bicycles\n",
		"standards/clean.md": "---\nowner: shop\nbar:\n  - must: Floors are swept before opening\n    checked: sample, once a week\n---\n# Clean\n\nSo that nobody slips.\n",
		"lessons/2026-05-a.md": "---\nowner: shop\ndate: 2026-05-02\nfollow-up:\n  - A mat at the entrance: depot by 2026-06-01\n  - A second broom: dropped, because one will do\n---\n" +
			"# Somebody slipped\n\nIt rained.\n",
		"commitments/fast.md": "---\nowner: depot\ndue: 2026-12-31\nresults:\n  - Parcels out on the same day: from 50 % to 90 %\n---\n# Out on the same day\n\nSoon.\n",
		"org.yaml":            "roles:\n  board: The board\n",
	}
	s := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
	cases := []struct{ words, address, sort, who, snippet string }{
		{"gift cards", "charters/shop/#r:decides-1", "decision", "Shop", "alone"},
		{"opening hours", "charters/shop/#r:decides-2", "decision", "The board", "board decides after hearing us"},
		{"window displays", "charters/shop/#r:owns-1", "area", "Shop", ""},
		{"two helpers december", "charters/shop/#r:counts-on-1", "promise", "The board", ""},
		{"floors swept", "standards/clean/#r:bar-1", "bar", "Shop", "must · sample, once a week"},
		{"mat at the entrance", "lessons/2026-05-a/#r:follow-up-1", "action", "Depot", "depot by 2026-06-01"},
		{"second broom", "lessons/2026-05-a/#r:follow-up-2", "action", "", "dropped, because one will do"},
		{"parcels out same day", "commitments/fast/#r:results-1", "promise", "Depot", "from 50 % to 90 % · 2026-12-31"},
		{"fax machines", "charters/old/#r:owns-1", "", "", ""},           // it is not so any more
		{"poems about bicycles", "charters/prose/#in-scope", "", "", ""}, // the text of the section has it
	}
	var words []string
	for _, c := range cases {
		words = append(words, `"`+c.words[:strings.IndexByte(c.words, ' ')]+`"`+c.words[strings.IndexByte(c.words, ' '):]) // as a phrase it asks for results alone
	}
	for i, f := range askBrowser(t, s, words) {
		c := cases[i]
		if len(f.Results) == 0 || len(f.Answers) > 0 {
			t.Errorf("%s: %+v", words[i], f)
			continue
		}
		r := f.Results[0]
		if got := r.URL + "#" + r.Anchor; got != c.address || r.Sort != c.sort || r.Who != c.who || c.sort != "" && r.Snippet != c.snippet {
			t.Errorf("%s: %s %q of %q, %q; want %+v", words[i], got, r.Sort, r.Who, r.Snippet, c)
		}
	}
}

// TestAnswersAreReadWhenNeeded looks at what a query fetches: files that answer
// questions for a question, and for words of a decision; else none.
func TestAnswersAreReadWhenNeeded(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(makeCompany(t).files), Options{Today: sampleToday}))
	for words, want := range map[string]bool{
		"who decides customer refunds above 500 EUR": true, "whoo decides customer refunds": true, "customer refunds": true, "customer refnuds": true, "wer entscheidet": true,
		"we do our part": false, "kind:charter refunds": false, `"customer refunds"`: false, "": false,
	} {
		f := askBrowser(t, s, []string{words})[0]
		bytes, some := 0, false
		for _, name := range f.Requests {
			if strings.HasPrefix(name, "a/") || name == "answers.bin" {
				body, _ := s.searchFile("search/" + name)
				bytes, some = bytes+len(body), true
			}
		}
		if some != want || bytes > 12_000 || some != (len(f.Answers) > 0) && words != "wer entscheidet" {
			t.Errorf("%s: %d bytes of %q, %d answers", words, bytes, f.Requests, len(f.Answers))
		}
	}
}

// TestHostileAnswers has topics that look like code, and wants them back as
// they are written, as plain strings.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	nasty := []string{`<img src=x onerror=alert(1)> refunds`, `</script><script>alert(1)</script> vouchers`, `__proto__ constructor toString`, `javascript:alert(1) tools`, `%E0%A4%A %00 percent`, `"quoted' back\slash`}
	lines := []string{"---", "decides:"}
	for _, n := range nasty {
		lines = append(lines, fmt.Sprintf("  - %q: alone", strings.ReplaceAll(n, ":", "")))
	}
	files := map[string]string{"charters/%22x.md": strings.Join(append(lines, "---", "# <b>Shop</b>", "", "We."), "\n")}
	s := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
	var words []string
	for _, n := range append(nasty, "constructor", "__proto__", "toString valueOf", "hasOwnProperty") {
		words = append(words, "who decides "+strings.ReplaceAll(n, `"`, "")+"?") // quotes ask for a phrase
	}
	told := askBrowser(t, s, words)
	for i, f := range told {
		here := s.Query(words[i]).Answers
		if len(f.Answers) != len(here) || f.Error != "" || f.Lost > 0 {
			t.Errorf("%q: %d answers in the browser, %d here; %s, %d lost", words[i], len(f.Answers), len(here), f.Error, f.Lost)
		}
		for j := range min(len(f.Answers), len(here)) {
			if f.Answers[j].Sentence != here[j].Sentence || f.Answers[j].Snippet != here[j].Clause {
				t.Errorf("%q: %q, want %q", words[i], f.Answers[j].Sentence, here[j].Sentence)
			}
		}
	}
	if len(told[0].Answers) == 0 || !strings.Contains(told[0].Answers[0].Sentence, "<img src=x onerror=alert(1)>") {
		t.Errorf("%+v", told[0])
	}
}

// TestAnswersDamaged takes the files that answer questions away, one after the
// other, and changes bits in them: search goes on, says that something is
// missing, and answers again when they are back.
func TestAnswersDamaged(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(makeCompany(t).files), Options{Today: sampleToday}))
	type call = map[string]any
	ask := func(serve call) call {
		return call{"query": "who decides customer refunds above 500 EUR", "fresh": true, "serve": serve}
	}
	calls := []call{ask(call{"answers.bin": "missing"}), ask(call{"^a/": "missing"}), ask(call{"answers.bin": "html"}), ask(call{"^a/": "html"}), ask(call{"^a/|answers": "decoded"})}
	for i := range 40 {
		calls = append(calls, ask(call{"^a/|answers": i * 7919}))
	}
	calls = append(calls, call{"query": calls[0]["query"], "serve": call{}})
	got := callBrowser(t, s, calls)
	for i, f := range got {
		whole := i == 4 || i == len(got)-1
		if f.Error != "" || len(f.Results) == 0 || whole && (f.Lost > 0 || len(f.Answers) == 0) || i < 4 && (f.Lost == 0 || len(f.Answers) > 0) {
			t.Errorf("%v: %d results, %d answers, %d lost, %q", calls[i]["serve"], len(f.Results), len(f.Answers), f.Lost, f.Error)
		}
	}
}
