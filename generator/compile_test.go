package generator

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/source"
)

// fuzzSite is small, and each of its parts depends on others: links both ways,
// an image, an index page, aliases, tags, ids, front matter that restricts.
var fuzzSite = map[string]string{
	"README.md":            "# Home\n\nSee [a](teams/a.md), [[b]], [the folder](teams/) and ![p](pictures/p.png).\n",
	"teams/README.md":      "# Teams\n\n- [A](a.md#who-decides)\n- [B](b.md)\n",
	"teams/a.md":           "---\ntags: [red, blue]\naliases: [/old-a/]\n---\n# Team A\n\nWe are *A*.\n\n## Who decides\n\n[B](b.md) does. [Gone](gone.md).\n",
	"teams/b.md":           "---\nowner: a\ntags: [blue]\n---\n# Team B\n\n> [!NOTE]\n> [A](a.md#nowhere) and [home](../README.md).\n",
	"lessons/2026-01-x.md": "---\naudience: leaders\n---\n# Restricted\n\n[A](../teams/a.md)\n",
	"pages/guide.md":       "# Guide\n\n| a | b |\n|---|---|\n| [[a]] | `x` |\n\n```go\nfunc main() {}\n```\n",
	"pictures/p.png":       "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x02\x00\x00\x00",
	"remit.yaml":           "title: Fuzz\naudiences:\n  leaders: [board]\n",

	"charters/support.md":      "---\nowns: [Refunds, Help pages]\ndecides:\n  - Refunds up to 500 EUR: alone\nworks-with:\n  - studio: plans with us\nstandards:\n  - first-reply: meets\nreviewed: 2026-05-12\n---\n# Support\n\nWe answer.\n\n## If we miss the mark\n\nWe say so.\n",
	"charters/studio.md":       "---\nowns: [Photos, Help pages]\ndecides:\n  - Refunds up to 400 EUR: alone\n---\n# Studio\n\n<!-- remit: ok no-success, because it is new -->\n\nWe show [[support]].\n",
	"shop/charter.md":          "# Shop charter\n\n## In scope\n\n- Prices\n- Refunds\n\n## Out of scope\n\n- Photos ([studio](../charters/studio.md))\n",
	"standards/first-reply.md": "---\nowner: support\napplies-to: everyone\nbar:\n  - must: A reply within 4 hours\n---\n# First reply\n",
	"lessons/2026-06-form.md":  "---\nowner: studio\ndate: 2026-06-04\ntouches: [support, first-reply, gone]\npatterns: [late]\n---\n# The form\n\n## What happened\n\nThe engineer forgot it.\n",
	"decisions/limit.md":       "---\nowner: shop\ndate: 2026-07-01\nchanges: [support]\nreplaces: older\n---\n# The limit\n",
	"decisions/older.md":       "---\nowner: shop\ndate: 2026-01-01\ndecided-by: board\n---\n# Older\n\n## Why\n\nSo.\n",
	"org.yaml":                 "teams:\n  finance: Finance\nroles:\n  board: Board\npatterns:\n  late: Late\n",
}

// fuzzRecords are documents of the other kinds; what is derived from them is
// compared too.
var fuzzRecords = map[string]string{
	"commitments/fast.md":         "---\nowner: support\ndue: 2026-09-30\nresults:\n  - Waiting: from 9 to 2 hours\ncheck-ins:\n  - date: 2026-07-14\n    say: Slow\n    feels: at risk\n    needs: Time\n---\n# Fast\n\n## What we need to succeed\n\n- Photos from [[studio]]\n",
	"experiments/chat.md":         "---\nowner: studio\nstarts: 2026-05-02\nends: 2026-07-31\nresult: worked\nshowcase: 2026-07\n---\n# Chat\n\n## What we learned\n\nMuch.\n",
	"assessments/2026-05-room.md": "---\nowner: support\ntype: room-check\ndate: 2026-05-20\npractice:\n  - Refunds up to 500 EUR: together with finance\nanswers:\n  - We can choose: hardly\n---\n# Room\n",
	"playbooks/ask.md":            "---\nowner: support\nfor: teams\nwhen: We wait\ntried-by:\n  - studio: kept, it helped\n---\n# Ask\n\n## FAQ\n\n### May I?\n\nYes, when a refund is late: refunds up to 500 EUR, see [[limit]].\n",
	"pages/words-we-use.md":       "# Words we use\n\n- Late: after the day\n- Refund: money back\n",
}

// fuzzHistory has edits of documents that edits of the fuzzer restrict, remove
// or rename.
func fuzzHistory() *source.History {
	day := source.Date{Year: 2026, Month: 7, Day: 20}
	edit := func(commit, p, old, new string) source.Edit {
		return source.Edit{Path: p, Day: day, Commit: commit, Before: []byte(strings.Replace(fuzzSite[p], new, old, 1)), After: []byte(fuzzSite[p])}
	}
	return source.NewHistory(map[string]source.Dates{"charters/support.md": {First: day, Last: day, Authors: 2}}).With(source.Recent{Edits: []source.Edit{
		edit("c2", "charters/support.md", "200 EUR", "500 EUR"),
		edit("c2", "charters/studio.md", "Films", "Photos"),
		edit("c1", "standards/first-reply.md", "9 hours", "4 hours"),
	}})
}

// fuzzOrgs are what org.yaml is replaced by.
var fuzzOrgs = []string{
	"teams:\n  studio: {name: Studio, retired: 2026-01-01}\n",
	"topics:\n  refunds: {name: Refunds, aliases: [photos, money back]}\nteams:\n  finance: Finance\n",
	"people:\n  - Imogen Vale\nteams: {support: {charter: none}}\n",
	"teams: [\n",
	"",
}

// fuzzKinds are what kinds/ holds.
var fuzzKinds = []map[string]string{
	{"kinds/recipe.yaml": "kind: recipe\nfields:\n  - name: cook\n    type: id\n    to: [team]\n    core: true\n"},
	{"kinds/charter.yaml": "kind: charter\nreview: 1\nsections:\n  - name: if-we-miss-the-mark\n    headings: {en: [Who decides]}\n"},
	{"kinds/odd.yaml": "kind: [\n"},
	{},
}

// fuzzTexts are what files are replaced by; fuzzPaths are the files.
var fuzzTexts = []string{
	"# Team A\n\nChanged, with [b](b.md#team-b).\n",
	"---\ntags: [green]\n---\n# Team A\n\n## Who decides\n\n## Nowhere\n",
	"---\ntitle: Renamed\naliases: [old-b]\n---\nNo heading. [[guide]] [x](../pages/guide.md)\n",
	"---\nbroken: [\n---\n# Broken\n",
	"---\naudience: leaders\n---\n# Now restricted\n",
	"---\ndraft: true\n---\n# Draft\n",
	"---\naudience: nobody-knows\n---\n# Unknown audience\n",
	"",
	"plain text with ![p](../pictures/p.png) and [self](#top)\n",
	"---\naliases: [/x.html, /old-a/index.html, /teams/a/below/, /y.pdf]\ntags: [index.html]\n---\n[g](/docs/pages/guide.md) ![p](/docs/pictures/p.png)\n",
	"---\nkind: lesson\n---\n# Kind changed\n\n[[teams/a]] and [[a|words]] and [[missing]]\n",
	"---\nowns: [refund, Photo]\nsponsor: board\ndecides:\n  - Refunds above 500 EUR: together with finance\n  - Photos: studio decides\n---\n# Other\n\nWe.\n",
	"---\nowner: support\ndate: 2026-07-20\ntouches: [studio]\nled-to: [limit]\nreplaces: [first-reply, support]\nok: [no-owner, dead-link]\n---\n# Other record\n\nImogen Vale saw [[limit]].\n\n## What happened\n\nMuch.\n",
	"---\nstatus: retired\nowner: gone\naudience: leaders\n---\n# Retired\n",
	"# Plain\n\n## In scope\n\n- Refunds\n\n## If we miss the mark\n\nWe say so.\n",
}

var fuzzPaths = []string{
	"README.md", "index.md", "teams/README.md", "teams/index.md", "teams/a.md", "teams/A.md", "teams/b.md", "teams.md",
	"lessons/2026-01-x.md", "pages/guide.md", "pages/teams.md", "board/minutes.md", "x.html.md", "new/deep/page.md", "charters/support.md", "charters/studio.md", "shop/charter.md", "standards/first-reply.md", "lessons/2026-06-form.md",
	"decisions/limit.md", "decisions/older.md", "commitments/fast.md", "experiments/chat.md", "assessments/2026-05-room.md", "playbooks/ask.md", "pages/words-we-use.md", "shop/prices.md", "support/charter.md", "CODEOWNERS", "pictures/p.png", "search.md", "tags/red.md",
}

var fuzzSettings = []string{
	"title: Other\n",
	"title: Fuzz\nhtml: none\n",
	"audiences:\n  leaders: [teams]\n",
	"limits:\n  headings: 1\n",
	"language: de\npublic: true\nbase-url: https://wiki.example.org/x/\n",
	"repository: https://example.org/r\nbranch: trunk\n",
	"repository: https://example.org/r\nfolder: docs\n",
	"titel: typo\n",
	": broken\n",
}

var fuzzThemes = []map[string]string{
	{"theme/words/en.json": `{"search": "Find"}`},
	{"theme/document.html": "<!doctype html><title>{{.Title}}</title>{{.Body}}"},
	{"theme/document.html": "{{.Nonsense}}"},
	{},
}

// FuzzCompile edits a site at random and wants the snapshot that was made from
// the one before to equal one made from nothing: page by page, problem by
// problem, byte for byte.
func FuzzCompile(f *testing.F) {
	f.Add([]byte{0, 4, 0, 1, 6, 2})
	f.Add([]byte{9, 0, 9, 4, 0, 4, 3, 2, 6, 0})
	f.Add([]byte{8, 1, 8, 2, 4, 3, 0, 7, 5})
	f.Add([]byte{3, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6})
	f.Add([]byte{10, 0, 10, 1, 10, 2, 10, 3, 11, 0, 11, 1})
	f.Fuzz(func(t *testing.T, edits []byte) {
		if len(edits) > 24 {
			edits = edits[:24]
		}
		files := map[string]*source.File{}
		for p, text := range fuzzSite {
			files[p] = source.NewFile(p, []byte(text))
		}
		for p, text := range fuzzRecords {
			files[p] = source.NewFile(p, []byte(text))
		}
		history := fuzzHistory()
		read := func(prev *Input, o Options) Input {
			in := inputOf(prev, sortedTree(files), o)
			in.History = history
			return in
		}
		in := read(nil, Options{Today: sampleToday})
		s := Compile(nil, in)
		for i := 0; i+1 < len(edits); i += 2 {
			o := fuzzEdit(files, edits[i], edits[i+1])
			in = read(&in, o)
			s = Compile(s, in)
			if edits[i]%3 == 0 { // sometimes nobody asks for problems between two edits
				s.Problems()
			}
			fresh := Compile(nil, read(nil, o))
			if diff := differ(s, fresh); diff != "" {
				t.Fatalf("after edit %d (%d %d): %s", i/2, edits[i], edits[i+1], diff)
			}
			if faults := wellFormed(fresh); len(faults) > 0 {
				t.Fatalf("after edit %d (%d %d): %q", i/2, edits[i], edits[i+1], faults)
			}
		}
	})
}

// fuzzEdit changes one thing and returns the options to read with.
func fuzzEdit(files map[string]*source.File, what, which byte) Options {
	path := fuzzPaths[int(which)%len(fuzzPaths)]
	put := func(p, text string) { files[p] = source.NewFile(p, []byte(text)) }
	switch what % 14 {
	case 0, 1, 2, 3, 4, 5, 6:
		put(path, fuzzTexts[(int(what)+int(which)/len(fuzzPaths))%len(fuzzTexts)])
	case 7:
		delete(files, path)
	case 8: // rename
		if f := files[path]; f != nil {
			delete(files, path)
			text, _ := f.Read()
			put("moved/"+path, string(text))
		}
	case 9:
		put("remit.yaml", fuzzSettings[int(which)%len(fuzzSettings)])
	case 10:
		for p := range files {
			if strings.HasPrefix(p, "theme/") {
				delete(files, p)
			}
		}
		for p, text := range fuzzThemes[int(which)%len(fuzzThemes)] {
			put(p, text)
		}
	case 11:
		put("org.yaml", fuzzOrgs[int(which)%len(fuzzOrgs)])
	case 12:
		for p := range files {
			if strings.HasPrefix(p, "kinds/") {
				delete(files, p)
			}
		}
		for p, text := range fuzzKinds[int(which)%len(fuzzKinds)] {
			put(p, text)
		}
	case 13:
		return Options{Today: sampleToday.AddDate(0, int(which)%20, 0), Audience: []string{"", "leaders"}[which%2], Drafts: which%4 > 1}
	}
	return Options{Today: sampleToday}
}

func sortedTree(files map[string]*source.File) *source.Tree {
	return source.NewTree(slices.Collect(maps.Values(files)), nil)
}

// differ says in what two snapshots differ, or "".
func differ(a, b *Snapshot) string {
	if p, q := a.Paths(), b.Paths(); !slices.Equal(p, q) {
		return fmt.Sprintf("paths differ:\n%q\n%q", p, q)
	}
	for _, path := range a.Paths() {
		p, ok, err := a.Page(path)
		q, ok2, err2 := b.Page(path)
		if !ok || !ok2 || err != nil || err2 != nil {
			return fmt.Sprintf("%s: listed but %v %v %v %v", path, ok, ok2, err, err2)
		}
		if !bytes.Equal(p.Body, q.Body) {
			return fmt.Sprintf("%s differs:\n%s\n----\n%s", path, p.Body, q.Body)
		}
	}
	if p, q := a.Problems(), b.Problems(); !reflect.DeepEqual(p, q) {
		return fmt.Sprintf("problems differ:\n%+v\n%+v", p, q)
	}
	return ""
}

// TestOneEditOneCompile counts the work after an edit: one document is
// compiled, whatever the edit is, and only the pages asked for are rendered.
func TestOneEditOneCompile(t *testing.T) {
	t.Parallel()
	in := inputOf(nil, treeOf(samplePages(300)), Options{})
	s := Compile(nil, in)
	if got := s.Stats(); got.Compiled != 300 || got.Rendered != 0 {
		t.Fatalf("a full build compiled %d and rendered %d, want 300 and 0", got.Compiled, got.Rendered)
	}
	edits := map[string]string{
		"body":    "---\nowner: a\n---\n# Page\n\nA sentence.\n",
		"title":   "---\ntitle: Other\n---\n# Page\n",
		"tags":    "---\ntags: [new]\n---\n# Page\n",
		"links":   "# Page\n\n[one](page-00005.md) [two](../../charters/group-000/page-00000.md)\n",
		"heading": "# Page\n\n## New heading\n",
	}
	for name, text := range edits {
		next := inputOf(&in, edited(in.Files, samplePath(42), &text), Options{})
		after := Compile(s, next)
		if _, ok, err := after.Page("lessons/group-000/page-00042/index.html"); !ok || err != nil {
			t.Fatalf("%s: page: %v %v", name, ok, err)
		}
		after.Problems()
		if got := after.Stats(); got.Compiled != 1 || got.Rendered != 1 {
			t.Errorf("%s: compiled %d and rendered %d, want 1 and 1", name, got.Compiled, got.Rendered)
		}
	}
	next := inputOf(&in, edited(in.Files, samplePath(42), nil), Options{})
	if got := Compile(s, next).Stats(); got.Compiled != 0 || got.Documents != 299 {
		t.Errorf("a removed file: compiled %d of %d, want 0 of 299", got.Compiled, got.Documents)
	}
}

// TestDeterminism wants the same bytes whatever the order of the files, the
// number of processors, the time zone, the folder and the age of the files.
func TestDeterminism(t *testing.T) {
	files := samplePages(60)
	maps.Copy(files, fuzzSite)
	first := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
	for _, procs := range []int{1, 8} {
		old := runtime.GOMAXPROCS(procs)
		again := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday})) // treeOf walks a map: another order
		if diff := differ(first, again); diff != "" {
			t.Errorf("GOMAXPROCS %d: %s", procs, diff)
		}
		runtime.GOMAXPROCS(old)
	}
	defer func(l *time.Location) { time.Local = l }(time.Local)
	for i, zone := range []*time.Location{time.FixedZone("east", 14*3600), time.FixedZone("west", -11*3600)} {
		time.Local = zone
		dir := writeSite(t, files)
		for p := range files {
			old := time.Date(2001+20*i, 12, 31, 23, 30, 0, 0, zone)
			if err := os.Chtimes(filepath.Join(dir, filepath.FromSlash(p)), old, old); err != nil {
				t.Fatal(err)
			}
		}
		if diff := differ(first, readSite(t, dir, sampleToday)); diff != "" {
			t.Errorf("%s, in %s: %s", zone, dir, diff)
		}
	}
}
