package change_test

import (
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/change"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

func modelOf(files map[string]string) *model.Model {
	var list []*source.File
	for p, text := range files {
		list = append(list, source.NewFile(p, []byte(text)))
	}
	tree := source.NewTree(list, nil)
	o := &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits()}}
	var docs []*document.Document
	for _, f := range tree.Files {
		if source.IsDocument(f.Path) {
			docs = append(docs, document.Compile(f, o))
		}
	}
	m := model.New().Replace(tree, docs, nil, docs)
	if f := tree.Find(schema.OrgFile); f != nil {
		m.Org, _ = schema.DecodeOrg(f.Data)
	}
	return m
}

func sentences(list []change.Change) []string {
	var all []string
	for _, c := range list {
		all = append(all, c.Sort+": "+c.Sentence)
	}
	return all
}

func charter(name, front string) string {
	return "---\n" + front + "---\n\n# " + name + "\n\nWe are " + name + ".\n"
}

// TestBetween has cases that the starter company does not hold.
func TestBetween(t *testing.T) {
	t.Parallel()
	const org = "roles:\n  boss: The boss\ntopics:\n  refunds: {name: Refunds, aliases: [money back]}\n"
	for _, c := range []struct {
		name     string
		old, new map[string]string
		want     []string
	}{
		{"another name for a topic is no change",
			map[string]string{"org.yaml": org, "charters/a.md": charter("A", "decides:\n  - Refunds up to 1,000 EUR: alone\n")},
			map[string]string{"org.yaml": org, "charters/a.md": charter("A", "decides:\n  - The money back up to 1000 EUR: we decide\n")},
			[]string{`text-edited: The text of "A" was edited.`}},
		{"amounts of a limit that moved together",
			map[string]string{"charters/a.md": charter("A", "decides:\n  - Refunds up to 300 EUR: alone\n  - Refunds above 300 EUR: then tell b\n"), "charters/b.md": charter("B", "")},
			map[string]string{"charters/a.md": charter("A", "decides:\n  - Refunds up to 400 EUR: alone\n  - Refunds above 400 EUR: then tell b\n"), "charters/b.md": charter("B", "")},
			[]string{
				"decision-limit: A decides refunds up to 400 EUR alone, was up to 300 EUR.",
				"decision-limit: A decides refunds above 400 EUR, then tells B, was above 300 EUR.",
			}},
		{"a topic that moves with another limit",
			map[string]string{"charters/a.md": charter("A", "decides:\n  - Refunds up to 300 EUR: alone\n"), "charters/b.md": charter("B", "")},
			map[string]string{"charters/a.md": charter("A", ""), "charters/b.md": charter("B", "decides:\n  - Refunds up to 200 EUR: alone\n")},
			[]string{"decision-moved: Refunds up to 200 EUR moved from A to B, was up to 300 EUR."}},
		{"one that leaves and another that comes are not the same when their amounts are apart",
			map[string]string{"charters/a.md": charter("A", "decides:\n  - Refunds up to 300 EUR: alone\n"), "charters/b.md": charter("B", "")},
			map[string]string{"charters/a.md": charter("A", ""), "charters/b.md": charter("B", "decides:\n  - Refunds above 900 EUR: alone\n")},
			[]string{
				"decision-gone: A no longer says who decides refunds up to 300 EUR, was alone.",
				"decision-new: B decides refunds above 900 EUR alone, which is new.",
			}},
		{"rungs on which others decide",
			map[string]string{"org.yaml": org, "charters/a.md": charter("A", "decides:\n  - Doors: alone\n  - Floors: alone\n  - Roofs: alone\n")},
			map[string]string{"org.yaml": org, "charters/a.md": charter("A", "decides:\n  - Doors: boss decides\n  - Floors: boss decides after hearing us\n  - Roofs: boss decides and explains\n")},
			[]string{
				"decision-rung: The boss decides doors for A, was alone.",
				"decision-rung: The boss decides floors after hearing A, was alone.",
				"decision-rung: The boss decides roofs and tells A why, was alone.",
			}},
		{"a line that nobody can read",
			map[string]string{"charters/a.md": charter("A", "decides:\n  - Doors: alone\n")},
			map[string]string{"charters/a.md": charter("A", "decides:\n  - Doors: it depends\n")},
			[]string{`decision-rung: A says of doors: "it depends", was alone.`}},
		{"persons are not told",
			map[string]string{"org.yaml": org, "charters/a.md": charter("A", "sponsor: Ada Lovelace\nlead: boss\n")},
			map[string]string{"org.yaml": org, "charters/a.md": charter("A", "sponsor: boss\nlead: Grace Hopper\n"), "decisions/d.md": "---\ndate: 2026-01-01\ndecided-by: Ada Lovelace\nowner: Grace Hopper\n---\n\n# D\n"},
			[]string{
				"sponsor-changed: The sponsor of A is The boss.",
				`record-new: It was decided: "D".`,
			}},
		{"German words keep their capitals",
			map[string]string{"charters/a.md": charter("A", "language: de\ndecides:\n  - Preise up to 10 EUR: alone\n")},
			map[string]string{"charters/a.md": charter("A", "language: de\ndecides:\n  - Preise up to 20 EUR: alone\n")},
			[]string{"decision-limit: A decides Preise up to 20 EUR alone, was up to 10 EUR."}},
		{"lines of a charter that ends go where they are claimed",
			map[string]string{"charters/a.md": charter("A", "owns:\n  - Doors\n  - Floors\n"), "charters/b.md": charter("B", "")},
			map[string]string{"charters/b.md": charter("B", "owns:\n  - Doors\n")},
			[]string{
				`team-charter-gone: The charter "A" was removed.`,
				`owns-moved: "Doors" moved from A to B.`,
			}},
		{"a draft owns nothing",
			map[string]string{"charters/a.md": charter("A", "owns:\n  - Doors\n")},
			map[string]string{"charters/a.md": charter("A", "owns:\n  - Doors\n"), "charters/b.md": charter("B", "status: draft\nowns:\n  - Doors\n")},
			[]string{"team-new: A charter is being written (draft): B."}},
		{"a charter comes into force",
			map[string]string{"charters/b.md": charter("B", "status: draft\nowns:\n  - Doors\n")},
			map[string]string{"charters/b.md": charter("B", "owns:\n  - Doors\n  - Floors\n")},
			[]string{"team-charter: The charter of B holds now, was draft."}},
		{"two files that swap their places",
			map[string]string{"pages/a.md": "# One\n\nOne.\n", "pages/b.md": "# Two\n\nTwo.\n"},
			map[string]string{"pages/a.md": "# Two\n\nTwo.\n", "pages/b.md": "# One\n\nOne.\n"},
			[]string{
				`document-renamed: The page "One" is now called "Two".`, `text-edited: The text of "Two" was edited.`,
				`document-renamed: The page "Two" is now called "One".`, `text-edited: The text of "One" was edited.`,
			}},
		{"org.yaml",
			map[string]string{"org.yaml": "teams:\n  a: Alpha\n  b: Beta\n  c: Gamma\nroles:\n  boss: The boss\nmeasures:\n  m: {name: Margin, target: 10 %}\n"},
			map[string]string{"org.yaml": "teams:\n  a: Alpha\n  b: Better\n  d: Delta\nroles:\n  chair: The chair\nmeasures:\n  m: {name: Margin, target: 12 %}\n"},
			[]string{
				`team-renamed: The team "Beta" is now called "Better".`,
				"team-gone: The team Gamma is no longer listed.",
				"team-new: A new team is listed: Delta.",
				"role-gone: The role The boss is no longer listed.",
				"role-new: A new role is listed: The chair.",
				`measure-changed: The measure "Margin" reads now Margin: 12 %, was Margin: 10 %.`,
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			old, new := modelOf(c.old), modelOf(c.new)
			got := sentences(change.Between(old, new))
			want := slices.Clone(c.want)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if same := change.Between(new, modelOf(c.new)); len(same) > 0 {
				t.Errorf("with itself: %q", sentences(same))
			}
		})
	}
}

// TestPlace finds a line again that moved in its document.
func TestPlace(t *testing.T) {
	t.Parallel()
	old := modelOf(map[string]string{"charters/a.md": charter("A", "decides:\n  - Doors: alone\n  - Floors: alone\n")}).Docs[0]
	now := modelOf(map[string]string{"charters/a.md": charter("A", "owns:\n  - Houses\ndecides:\n  - Roofs: alone\n  - Floors: alone\n")}).Docs[0]
	at, ok := change.Place(now, old.Facts.Decides[1].Text)
	if !ok || at.Span.Start.Line != 6 {
		t.Errorf("line %d, %v", at.Span.Start.Line, ok)
	}
	if _, ok := change.Place(now, old.Facts.Decides[0].Text); ok {
		t.Error("a line that is gone was found")
	}
}

// FuzzBetween wants any two states to be compared without a fault, in an order
// that is fixed, with sentences that are sentences; and a state to be equal to
// itself.
func FuzzBetween(f *testing.F) {
	f.Add("decides:\n  - Refunds up to 300 EUR: alone\nowns: [a, b]\n", "decides:\n  - Refunds: then tell b\nowns:\n  - a\n", "charters")
	f.Add("bar:\n  - must: x\n    checked: y\nreplaces: [b]\n", "bar:\n  - may: x\napplies-to: b\n", "standards")
	f.Add("due: 2026-01-01\noutcome: kept\ncheck-ins:\n  - date: 2026-01-01\n", "due: 2026-02\nmoved: [x]\nresults: [a, 'b: c']\n", "commitments")
	f.Add("follow-up: [a]\nled-to: b\n", "follow-up:\n  - a: b by May\n", "lessons")
	f.Add("status: retired\nowner: a\n", "status: draft\nowner: b\nreviewed: 2026-01-01\n", "pages")
	f.Fuzz(func(t *testing.T, before, after, folder string) {
		if strings.ContainsAny(folder, "/\\\x00") || folder == "" {
			folder = "charters"
		}
		a := map[string]string{folder + "/a.md": charter("A", before), folder + "/b.md": charter("B", after)}
		b := map[string]string{folder + "/a.md": charter("A", after), folder + "/c.md": charter("B", before)}
		first, second := change.Between(modelOf(a), modelOf(b)), change.Between(modelOf(a), modelOf(b))
		if !slices.Equal(sentences(first), sentences(second)) {
			t.Errorf("%q\nthen %q", sentences(first), sentences(second))
		}
		for _, c := range first {
			if c.Sort != change.Text && !slices.Contains(change.Matters, c.Matter()) {
				t.Errorf("%s is about none of the matters", c.Sort)
			}
			if c.Sort == "" || c.Sentence == "" || c.File == "" || strings.ContainsAny(c.Sentence, "\n\x00") || !strings.ContainsAny(c.Sentence[len(c.Sentence)-1:], ".!?") {
				t.Errorf("%+v", c)
			}
		}
		if same := change.Between(modelOf(a), modelOf(a)); len(same) > 0 {
			t.Errorf("with itself: %q", sentences(same))
		}
	})
}
