package picture

import (
	"flag"
	"fmt"
	"html/template"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the pictures of the tests into testdata")

// pictures are those that are kept in testdata.
func pictures() map[string]template.HTML {
	return map[string]template.HTML{
		"map-areas":  company(25, 5, 60).SVG(),
		"map-words":  company(12, 4, 14).SVG(),
		"map-flat":   company(13, 0, 20).SVG(),
		"map-many":   company(25, 11, 40).SVG(),
		"around":     around(5).SVG(),
		"around-all": around(23).SVG(),
		"timeline":   promises().SVG(),
		"bars":       patterns().SVG(),
		"ladder":     refunds().SVG(),
	}
}

func TestPictures(t *testing.T) {
	for name, got := range pictures() {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", name+".svg")
			if *update {
				if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(got)+"\n" != string(want) {
				t.Errorf("the picture is not that of %s; look at it, then run the test with -update", file)
			}
			hold(t, got)
		})
	}
}

func TestNothingToShow(t *testing.T) {
	for name, got := range map[string]template.HTML{
		"map":          Map{Title: "x", Edges: []Edge{{From: "a", To: "b"}}}.SVG(),
		"timeline":     Timeline{Title: "x", From: date("2026-01-01")}.SVG(),
		"bars":         Bars{Title: "x", Columns: []string{"2026"}}.SVG(),
		"bars, no one": Bars{Title: "x", Rows: []BarRow{{Words: "x"}}}.SVG(),
		"ladder":       Ladder{Title: "x"}.SVG(),
	} {
		if got != "" {
			t.Errorf("%s: got %s, want nothing", name, got)
		}
	}
}

// The order of edges must not show: it comes from the order of files.
func TestOrderOfEdges(t *testing.T) {
	m := company(25, 5, 60)
	want := m.SVG()
	m.Edges = append(m.Edges, m.Edges[3], Edge{From: "team-0", To: "nobody"}, Edge{From: "team-1", To: "team-1"})
	for range 5 {
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(m.Edges), func(i, j int) { m.Edges[i], m.Edges[j] = m.Edges[j], m.Edges[i] })
		if got := m.SVG(); got != want {
			t.Fatal("another order of edges, one twice and two that lead nowhere give another picture")
		}
	}
}

func TestOrderOfLinks(t *testing.T) {
	for name, c := range map[string]struct {
		picture template.HTML
		want    string
	}{
		"timeline": {promises().SVG(), "#payments #first #second #third #care #before #after #nothing"},
		"bars":     {patterns().SVG(), "#retries #a #b #c #d #alerts"},
		"ladder":   {refunds().SVG(), "#payments #support #care #studio"},
		"around":   {around(2).SVG(), "../teams/1/ ../teams/0/ ../teams/2/ ../teams/3/"},
	} {
		if got := strings.Join(hrefs(c.picture), " "); got != c.want {
			t.Errorf("%s: links come as %s, want %s", name, got, c.want)
		}
	}

	// On a map the order is that of reading: column by column, each from the top.
	type place struct{ x, y float64 }
	var last place
	seen := 0
	for _, e := range elements(t, company(25, 5, 60).SVG()) {
		if e.name == "rect" && strings.HasPrefix(e.attr["class"], "pic-box") && e.attr["y"] != "" && seen < 22 {
			at := place{e.x, e.y}
			if at.x < last.x || at.x == last.x && at.y <= last.y {
				t.Errorf("%v comes after %v", at, last)
			}
			last = at
			seen++
		}
	}
	if seen != 22 {
		t.Errorf("%d teams in columns, want 22", seen)
	}
}

func TestMap(t *testing.T) {
	nodes := []Node{{ID: "a", Words: "Payments", Group: "Money"}, {ID: "b", Words: "Support", Group: "Care"}, {ID: "c", Words: "Legal", Group: "Care"}, {ID: "d", Words: "Studio", Group: "Care"}}
	got := string(Map{ID: "r:m", Nodes: nodes, Alone: "Nobody yet", Legend: lineWords, Edges: []Edge{
		{From: "a", To: "b", Style: Double, Words: "new ledger"},
		{From: "c", To: "a", Style: Dotted, OneSided: true},
	}}.SVG())
	for _, want := range []string{
		"<title>Payments – Support: new ledger</title>", ">new ledger</text>", // what both say, and in words
		"<title>Legal → Payments</title>",                    // what one says, with an arrow
		`class="pic-double"`, `class="pic-dotted"`, headLeft, // Payments stands left of Care
		">Money</text>", ">Care</text>", ">Nobody yet</text>", ">Studio</text>",
		">collaboration</text>", ">facilitating, one side says so</text>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the map", want)
		}
	}
	for _, not := range []string{`class="pic-solid"`, ">service</text>", headRight + "</g></g><g><title>", "<a ", "pic-wide"} {
		if strings.Contains(got, not) {
			t.Errorf("%s is in the map", not)
		}
	}

	crowd := company(25, 5, wordy+1)
	if strings.Contains(string(crowd.SVG()), ">monthly close</text>") {
		t.Error("many edges with words")
	}
	if !strings.Contains(string(crowd.SVG()), ": monthly close</title>") {
		t.Error("the words of many edges are not told to a pointer")
	}
}

// Fewer crossings are what the order of teams is for.
func TestCrossings(t *testing.T) {
	m := Map{}
	for i := range 8 {
		m.Nodes = append(m.Nodes, Node{ID: fmt.Sprint(i), Words: fmt.Sprint(i), Group: []string{"left", "right"}[i/4]})
	}
	for i := range 4 {
		m.Edges = append(m.Edges, Edge{From: fmt.Sprint(i), To: fmt.Sprint(7 - i)})
	}
	l := laid(m)
	if n := l.crossings(); n != 0 {
		t.Errorf("%d crossings of lines that need not cross", n)
	}
	for _, e := range l.edges {
		if a, b := l.items[e.from].middle(), l.items[e.to].middle(); a != b {
			t.Errorf("%s – %s is not straight: %v and %v", e.From, e.To, a, b)
		}
	}
	if l = laid(company(25, 5, 60)); l.crossings() > 120 {
		t.Errorf("%d crossings, more than there have been", l.crossings())
	}
}

func laid(m Map) *layout {
	l := &layout{graph: m.graph()}
	l.split()
	l.spread()
	l.route()
	l.order()
	l.place()
	return l
}

func TestTimeline(t *testing.T) {
	got := string(promises().SVG())
	for _, want := range []string{">22 November 2026</text>", ">Jan 2026</text>", `<a href="#third"><title>narrower: until 12 May 2026</title>`, ">dropped</text>", ">Nothing yet</text>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the timeline", want)
		}
	}
	for _, not := range []string{"#gone", ">never there</text>"} {
		if strings.Contains(got, not) {
			t.Errorf("%s is in the timeline", not)
		}
	}
	// The scale has the words for which there is room on a phone, and more of
	// them on a wide page.
	for _, c := range []struct{ days, few, more int }{
		{0, 1, 0}, {40, 2, 0}, {90, 4, 0}, {365, 3, 4}, {3 * 365, 3, 3}, {20 * 365, 2, 2}, {400 * 365, 2, 2},
	} {
		tl := promises()
		tl.From = date("2026-01-01")
		tl.To = tl.From.AddDate(0, 0, c.days)
		got := string(tl.SVG())
		more := strings.Count(got, `<text class="pic-soft pic-more"`)
		if few := strings.Count(got, `<text class="pic-soft" text-anchor`); few != c.few || more != c.more {
			t.Errorf("%d days: %d words and %d more, want %d and %d", c.days, few, more, c.few, c.more)
		}
	}
}

func TestBars(t *testing.T) {
	got := string(patterns().SVG())
	if n := strings.Count(got, `class="pic-none"`); n != 3 {
		t.Errorf("%d dots for none at all, want 3", n)
	}
	for _, want := range []string{`<a href="#d"><title>Retries without a limit, 2026: 5</title>`, `<g role="img"><title>Hand-overs, 2022: 12</title>`, ">2024</text>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the bars", want)
		}
	}
	tall := regexp.MustCompile(`class="pic-bar"[^>]*height="([0-9.]+)"`).FindAllStringSubmatch(got, -1)
	if got := tall[len(tall)-5][1]; got != "34" {
		t.Errorf("the tallest bar is %s high, want 34", got)
	}
}

func TestLadder(t *testing.T) {
	got := string(refunds().SVG())
	if n := strings.Count(got, `class="pic-band"`); n != 1 {
		t.Errorf("%d bands, want 1", n)
	}
	if round, square := strings.Count(got, `class="pic-dot"`), strings.Count(got, `class="pic-other"`); round != 2 || square != 2 {
		t.Errorf("%d marks where most are and %d elsewhere, want 2 and 2", round, square)
	}
	if n := strings.Count(got, ">then tell</text>"); n != 3 {
		t.Errorf("the rung's words stand %d times, want 3: at the top and at both teams", n)
	}
	if !strings.Contains(got, "<title>New team: narrower until") {
		t.Error("a note that was cut is not told in full")
	}
}

func TestAddresses(t *testing.T) {
	for href, want := range map[string]string{
		"../a/?x=1&y=2#r:b":       "../a/?x=1&amp;y=2#r:b",
		"#r:decides-2":            "#r:decides-2",
		"https://example.org/a:b": "https://example.org/a:b",
		"mailto:a@example.org":    "mailto:a@example.org",
		`"><script>`:              "&#34;&gt;&lt;script&gt;",
		"javascript:alert(1)":     "",
		" java\nscript:alert(1)":  "",
		"JAVASCRIPT:alert(1)":     "",
		"\x01javascript:alert(1)": "",
		"data:text/html,<script>": "",
		"vbscript:x":              "",
		"":                        "",
	} {
		got := string(Ladder{Rows: []LadderRow{{Words: "a", Href: href}}}.SVG())
		if want == "" && strings.Contains(got, "<a") || want != "" && !strings.Contains(got, `<a href="`+want+`"`) {
			t.Errorf("%q: got %s, want the address %q", href, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width px
		most  int
		want  string
	}{
		{"", 100 * pixel, 2, ""},
		{"  Customer\n success  ", 200 * pixel, 2, "Customer success"},
		{"Customer success operations", 80 * pixel, 3, "Customer|success|operations"},
		{"Customer success operations", 130 * pixel, 2, "Customer success|operations"},
		{"Customer success operations", 90 * pixel, 2, "Customer|success op…"},
		{"Zahlungsverkehrsangelegenheiten", 100 * pixel, 3, "Zahlungsverke|hrsangelegenh|eiten"},
		{"on-call rota", 62 * pixel, 3, "on-call|rota"},
		{"and/or", 40 * pixel, 2, "and/|or"},
		{"決済と返金の担当", 60 * pixel, 3, "決済と返|金の担当"},
		{"e\u0301e\u0301e\u0301", 9 * pixel, 3, "e\u0301|e\u0301|e\u0301"},
		{"abc", 0, 2, "a|b…"},
	} {
		lines, cut := usual.wrap(c.text, c.width, c.most)
		if got := strings.Join(lines, "|"); got != c.want || cut != strings.HasSuffix(got, "…") {
			t.Errorf("%q in %v: got %q, cut %v, want %q", c.text, c.width, got, cut, c.want)
		}
	}
}

func TestLengths(t *testing.T) {
	for n, want := range map[px]string{0: "0", 10: "1", 15: "1.5", -5: "-0.5", 1234: "123.4"} {
		if got := n.String(); got != want {
			t.Errorf("%d is %s, want %s", int(n), got, want)
		}
	}
	for n, want := range map[share]string{0: "0%", 10_000: "100%", 3333: "33.33%", 5: "0.05%", 4370: "43.7%"} {
		if got := n.String(); got != want {
			t.Errorf("%d is %s, want %s", int(n), got, want)
		}
	}
}

// TestChance draws what chance gives.
func TestChance(t *testing.T) {
	words := []string{"Payments", "決済と返金の担当", "Customer success operations and more", strings.Repeat("W", 40), "service until 1 May 2027", ""}
	for seed := range uint64(120) {
		chance(t, seed, words[seed%6], "../a/")
	}
}

// FuzzPictures draws what chance and the fuzzer give.
func FuzzPictures(f *testing.F) {
	f.Add(uint64(1), "Payments", "../a/")
	f.Add(uint64(2), "決済 <b>&\"'\x00\xff \u202e", "javascript:x")
	f.Add(uint64(3), strings.Repeat("Wiederherstellung ", 20), "#r:x y")
	f.Add(uint64(4), "", "")
	f.Fuzz(func(t *testing.T, seed uint64, words, href string) {
		if len(words) <= 400 {
			chance(t, seed, words, href)
		}
	})
}

// chance draws one of each picture and holds them against the promises of the
// package.
func chance(t *testing.T, seed uint64, words, href string) {
	t.Helper()
	for name, draw := range map[string]func(*rand.Rand) template.HTML{
		"map":      func(r *rand.Rand) template.HTML { return someMap(r, words, href).SVG() },
		"timeline": func(r *rand.Rand) template.HTML { return someTimeline(r, words, href).SVG() },
		"bars":     func(r *rand.Rand) template.HTML { return someBars(r, words, href).SVG() },
		"ladder":   func(r *rand.Rand) template.HTML { return someLadder(r, words, href).SVG() },
	} {
		got := draw(rand.New(rand.NewPCG(seed, 1)))
		if again := draw(rand.New(rand.NewPCG(seed, 1))); got != again {
			t.Errorf("%s: the same values give other bytes", name)
		}
		if got != "" {
			hold(t, got)
		}
	}
}

// some is the words, a part of them, or others.
func some(r *rand.Rand, words string) string {
	switch r.IntN(3) {
	case 0:
		return words
	case 1:
		return words[:r.IntN(len(words)+1)]
	}
	return []string{"", "Payments", "Customer success operations", "service until 1 May 2027"}[r.IntN(4)]
}

func someMap(r *rand.Rand, words, href string) Map {
	m := Map{ID: some(r, words), Title: words, Desc: words, Alone: some(r, words), Legend: lineWords}
	n, groups := 1+r.IntN(26), 1+r.IntN(8)
	for range n {
		m.Nodes = append(m.Nodes, Node{ID: fmt.Sprint(r.IntN(n)), Words: some(r, words), Href: href, Group: fmt.Sprint(some(r, words), r.IntN(groups)), Focus: r.IntN(9) == 0})
	}
	for range r.IntN(60) {
		m.Edges = append(m.Edges, Edge{From: fmt.Sprint(r.IntN(n)), To: fmt.Sprint(r.IntN(n)), Style: Style(r.IntN(5)), Words: some(r, words), OneSided: r.IntN(2) == 0})
	}
	if r.IntN(3) == 0 {
		m.Nodes[0].Focus = true
		for i := range m.Edges {
			m.Edges[i].From = m.Nodes[0].ID
		}
	}
	return m
}

func someTimeline(r *rand.Rand, words, href string) Timeline {
	day := func() time.Time {
		if r.IntN(9) == 0 {
			return time.Time{}
		}
		return date("2026-01-01").AddDate(0, 0, r.IntN(2000)-1000)
	}
	t := Timeline{ID: words, Title: words, Desc: words, From: day(), To: day(), Today: day(), TodayWords: "today"}
	for _, shape := range []Shape{Dot, Up, Down, Ring, Cross, Step} {
		t.Legend = append(t.Legend, LegendItem{shape, some(r, words)})
	}
	for range r.IntN(5) {
		row := Row{Words: some(r, words), Href: href}
		for range r.IntN(8) {
			row.Marks = append(row.Marks, Mark{At: day(), Until: day(), Shape: Shape(r.IntN(8)), Words: some(r, words), Href: href})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func someBars(r *rand.Rand, words, href string) Bars {
	b := Bars{ID: words, Title: words, Desc: words}
	for range r.IntN(9) {
		b.Columns = append(b.Columns, some(r, words))
	}
	for range r.IntN(5) {
		row := BarRow{Words: some(r, words), Href: href}
		for range r.IntN(9) {
			row.Counts = append(row.Counts, r.IntN(30)-2)
		}
		for range r.IntN(9) {
			row.Hrefs = append(row.Hrefs, href)
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

func someLadder(r *rand.Rand, words, href string) Ladder {
	l := Ladder{ID: words, Title: words, Desc: words, UsualWords: "usual"}
	for i := range l.Rungs {
		l.Rungs[i] = some(r, words)
	}
	for range r.IntN(6) {
		l.Rows = append(l.Rows, LadderRow{Words: some(r, words), Href: href, Level: r.IntN(10) - 1, Note: some(r, words), Usual: r.IntN(2) == 0})
	}
	return l
}

// hold checks what each picture promises.
func hold(t *testing.T, picture template.HTML) {
	t.Helper()
	all := elements(t, picture)
	checkMarkup(t, all)
	checkNames(t, all)
	checkRoom(t, all)
	checkWords(t, all)
	checkWays(t, all)
	checkMarks(t, all)
	if t.Failed() {
		t.Log(picture)
	}
}

// checkMarkup holds the picture against what pages may hold: no style, no
// script, no colour of its own.
func checkMarkup(t *testing.T, all []element) {
	may := strings.Fields("xmlns class direction role aria-labelledby aria-describedby aria-hidden width height viewBox id href x y x1 x2 y1 y2 cx cy r rx d transform text-anchor overflow preserveAspectRatio vector-effect")
	ids := map[string]bool{}
	for _, e := range all {
		if !slices.Contains(strings.Fields("div svg title desc g a text rect line circle path"), e.name) {
			t.Errorf("<%s> in a picture", e.name)
		}
		for name, value := range e.attr {
			if !slices.Contains(may, name) {
				t.Errorf("%s=%q in a picture", name, value)
			}
		}
		if id := e.attr["id"]; id != "" {
			if ids[id] {
				t.Errorf("id %s twice", id)
			}
			ids[id] = true
		}
	}
	top := all[0]
	if top.name == "div" {
		top = all[1]
		if wide, err := strconv.ParseFloat(top.attr["width"], 64); err != nil || wide > float64(mapWidth)/10 {
			t.Errorf("a map %s wide, which is more than a page has", top.attr["width"])
		}
	}
	if top.attr["role"] != "group" || !ids[top.attr["aria-labelledby"]] || !ids[top.attr["aria-describedby"]] {
		t.Errorf("the picture is not a group with a title and a description: %v", top.attr)
	}
}

// checkNames wants each link to be called by something, once.
func checkNames(t *testing.T, all []element) {
	for _, e := range all {
		if e.name == "a" && !e.titled && strings.TrimSpace(e.inner) != "" && e.texts != 1 {
			t.Errorf("a link with %d pieces of text and no name: %s", e.texts, e.inner)
		}
		if e.name == "a" && e.attr["href"] == "" {
			t.Error("a link that leads nowhere")
		}
	}
}

// checkRoom wants everything to lie inside of the picture, on a small phone.
func checkRoom(t *testing.T, all []element) {
	for _, e := range all {
		var points [][2]float64
		switch e.name {
		case "rect":
			points = [][2]float64{{e.x, e.y}, {e.x + e.width, e.y + e.height}}
		case "circle", "line", "path":
			points = e.points
		case "text":
			points = [][2]float64{{e.left, e.y - e.size}, {e.left + e.width, e.y + 2}}
		}
		for _, p := range points {
			if p[0] < -0.6 || p[1] < -0.6 || p[0] > e.picture[0]+0.6 || p[1] > e.picture[1]+0.6 {
				t.Errorf("<%s %v> %q at %v is not in the picture, which is %v", e.name, e.attr, e.inner, p, e.picture)
			}
		}
	}
}

// checkWords wants no words on others, and none on the frame of a team.
func checkWords(t *testing.T, all []element) {
	var texts, boxes []element
	for _, e := range all {
		switch {
		case e.name == "text" && !strings.Contains(e.attr["class"], "pic-more") && e.inner != "":
			texts = append(texts, e)
		case e.name == "rect" && strings.HasPrefix(e.attr["class"], "pic-box"):
			boxes = append(boxes, e)
		}
	}
	for i, a := range texts {
		for _, b := range texts[:i] {
			if a.left < b.left+b.width && b.left < a.left+a.width && abs(a.y-b.y) < 10.9 {
				t.Errorf("%q (%v, %v) is on %q (%v, %v)", a.inner, a.left, a.y, b.inner, b.left, b.y)
			}
		}
		for _, b := range boxes {
			inside := a.left >= b.x && a.left+a.width <= b.x+b.width && a.y-a.size+3 >= b.y && a.y+2 <= b.y+b.height
			outside := a.left+a.width <= b.x || a.left >= b.x+b.width || a.y+2 <= b.y || a.y-a.size+3 >= b.y+b.height
			if !inside && !outside {
				t.Errorf("%q (%v, %v, %v) is half in a frame (%v, %v, %v, %v)", a.inner, a.left, a.width, a.y, b.x, b.y, b.width, b.height)
			}
		}
	}
	for i, a := range boxes {
		for _, b := range boxes[:i] {
			if a.x < b.x+b.width && b.x < a.x+a.width && a.y < b.y+b.height && b.y < a.y+a.height {
				t.Errorf("a frame at %v, %v is on one at %v, %v", a.x, a.y, b.x, b.y)
			}
		}
	}
}

// checkWays wants no line to run through a team.
func checkWays(t *testing.T, all []element) {
	for _, way := range all {
		if way.name != "path" || way.attr["class"] != "pic-hit" {
			continue
		}
		for _, box := range all {
			if box.name != "rect" || !strings.HasPrefix(box.attr["class"], "pic-box") {
				continue
			}
			for _, p := range way.points {
				if p[0] > box.x+1 && p[0] < box.x+box.width-1 && p[1] > box.y+1 && p[1] < box.y+box.height-1 {
					t.Errorf("a line %s runs through the team at %v, %v", way.attr["d"], box.x, box.y)
					break
				}
			}
		}
	}
}

// checkMarks wants marks to stand apart.
func checkMarks(t *testing.T, all []element) {
	var marks []element
	for _, e := range all[1:] {
		if e.name == "svg" && all[0].attr["class"] == "pic pic-time" {
			marks = append(marks, e)
		}
	}
	for i, a := range marks {
		for _, b := range marks[:i] {
			if abs(a.x-b.x) < 17.9 && abs(a.y-b.y) < 17.9 {
				t.Errorf("a mark at %v, %v is on one at %v, %v", a.x, a.y, b.x, b.y)
			}
		}
	}
}

func abs(f float64) float64 { return max(f, -f) }

func hrefs(picture template.HTML) []string {
	var all []string
	for _, m := range regexp.MustCompile(`<a href="([^"]*)"`).FindAllStringSubmatch(string(picture), -1) {
		all = append(all, m[1])
	}
	return all
}

func BenchmarkMap(b *testing.B) {
	m := company(25, 5, 60)
	for b.Loop() {
		m.SVG()
	}
}

func BenchmarkMapFlat(b *testing.B) {
	m := company(25, 0, 60)
	for b.Loop() {
		m.SVG()
	}
}

func BenchmarkTimeline(b *testing.B) {
	t := promises()
	for b.Loop() {
		t.SVG()
	}
}
