package generator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
	"remit/generator/internal/view"
	"remit/themes"
)

// pastInput is a site of charters of which each was edited a few times.
func pastInput(tb testing.TB, charters, edits int) Input {
	return pastInputOf(tb, charters, edits, 8)
}

// pastInputOf makes edits that change some of eight decisions each; with none,
// only an item of a list that is no fact.
func pastInputOf(tb testing.TB, charters, edits, changed int) Input {
	text := func(team, limit int) []byte {
		s := fmt.Sprintf("---\nsponsor: shop-lead\nowns:\n  - Area %d\n  - Other %d\ndecides:\n", team, team)
		for i := range 8 {
			s += fmt.Sprintf("  - Topic %d of %d up to %d EUR: then tell team-%04d\n", i, team, 100+limit*min(1, max(0, changed-i)), (team+i)%charters)
		}
		s += "success:\n  - Done in time: 9 of 10\nstandards:\n  - plain-words: meets\n---\n\n"
		s += fmt.Sprintf("# Team %d\n\nWhat we are for.\n\n## If we miss the mark\n\n- %d\n\n", team, limit)
		for range 20 {
			s += "We say so on the same day, and we write down what blocked us and what support we need.\n\n"
		}
		return []byte(s)
	}
	path := func(team int) string { return fmt.Sprintf("charters/team-%04d.md", team) }
	versions := make([]int, charters)
	recent := make([]source.Edit, edits)
	for i := range edits { // the oldest is last
		team := i % charters
		recent[edits-1-i] = source.Edit{
			Day: source.Date{Year: 2026, Month: 7, Day: 1 + i%28}, Commit: fmt.Sprintf("%010x", i), Path: path(team),
			Before: text(team, versions[team]), After: text(team, versions[team]+1),
		}
		versions[team]++
	}
	var files []*source.File
	for i := range charters {
		files = append(files, source.NewFile(path(i), text(i, versions[i])))
	}
	th, problems := theme.Load(themes.Default(), nil, view.Templates()...)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	in := Input{Files: source.NewTree(files, nil), Settings: schema.DefaultSettings(), Kinds: schema.BuiltIn(), Org: &schema.Org{}, Theme: th,
		History: source.NewHistory(nil).With(source.Recent{Edits: recent}), Today: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
	return in
}

const changedFile = "ask/changed/index.html"

// TestPastKept wants the past to be compiled once for as long as the history
// is the same: a save of one document must not pay for it again.
func TestPastKept(t *testing.T) {
	t.Parallel()
	in := pastInput(t, 5, 20)
	first := Compile(nil, in)
	if _, ok, err := first.Page(changedFile); !ok || err != nil {
		t.Fatal(ok, err)
	}
	next := in
	next.Files = source.NewTree(append([]*source.File{source.NewFile("x.md", []byte("# X\n"))}, in.Files.Files...), nil)
	second := Compile(first, next)
	if a, b := first.past(), second.past(); len(a) != 20 || len(b) != 20 || a[0].Before != b[0].Before {
		t.Errorf("%d and %d edits, the same: %v", len(a), len(b), a[0].Before == b[0].Before)
	}
	next.History = in.History.With(source.Recent{})
	if third := Compile(second, next); len(third.past()) != 0 {
		t.Error("the past of another history was kept")
	}
	next.History = in.History
	next.Settings.Audiences = []schema.Audience{{Name: "leaders", Folders: []string{"charters"}}}
	if fourth := Compile(second, next); len(fourth.past()) != 0 {
		t.Error("the past of other settings was kept")
	}
}

func TestOnlyProse(t *testing.T) {
	t.Parallel()
	const text = "---\nowner: a\n\ntags: x\n---\n\n# T\n\nWords here.\n\n## Owns\n\n- one\n\nMore words.\n"
	for _, c := range []struct {
		old, new string
		want     bool
	}{
		{"Words here.", "Other words,\nand more.\n\nA second paragraph.", true},
		{"More words.\n", "", true},
		{"\n", "\r\n", true},
		{"owner: a", "owner: b", false},
		{"tags: x", "tags: y", false},
		{"# T", "# U", false},
		{"- one", "- two", false},
		{"- one", "- one\n- two", false},
		{"- one", "- one\n\n  - inner", false},
		{"Words here.", "Words here\n===", false},
		{"Words here.", "<!-- remit: ok -->", false},
		{"Words here.", "Words here.\n- a list", false},
		{"More words.", "| a | b |\n|---|---|", false},
	} {
		e := source.Edit{Before: []byte(text), After: []byte(strings.ReplaceAll(text, c.old, c.new))}
		if got := onlyProse(e); got != c.want {
			t.Errorf("%q to %q: %v", c.old, c.new, got)
		}
	}
}

// BenchmarkChanged measures the page of changes at 500 edits: when it is first
// made, and after one save.
func BenchmarkChanged(b *testing.B) {
	in := pastInput(b, 100, 500)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := Compile(nil, in)
			b.StartTimer()
			if _, ok, err := s.Page(changedFile); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
	for _, changed := range []int{8, 1, 0} {
		b.Run(fmt.Sprint("after-a-save/", changed), func(b *testing.B) { benchmarkChangedAgain(b, pastInputOf(b, 100, 500, changed)) })
	}
}

func benchmarkChangedAgain(b *testing.B, in Input) {
	s := Compile(nil, in)
	s.Page(changedFile)
	for b.Loop() {
		b.StopTimer()
		next := Compile(s, in)
		b.StartTimer()
		if _, _, err := next.Page(changedFile); err != nil {
			b.Fatal(err)
		}
	}
}
