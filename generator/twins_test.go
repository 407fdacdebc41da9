package generator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"remit/generator/internal/starter"
	"remit/generator/internal/twin"
	"remit/generator/internal/view"
)

// twinSites are sites whose twins are looked at.
func twinSites(t *testing.T) map[string]*Snapshot {
	t.Helper()
	company := map[string]string{}
	for p, text := range starter.Files(sampleToday) {
		company[p] = string(text)
	}
	of := func(files map[string]string) *Snapshot {
		return Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
	}
	return map[string]*Snapshot{
		"starter":      of(company),
		"content":      readSite(t, "../content", sampleToday),
		"organisation": of(sampleOrganisation(60)),
		"pages":        of(samplePages(10)),
		"small":        of(fuzzSite),
		"awkward":      of(awkward),
		"no readme":    of(map[string]string{"a.md": "# A\n"}),
	}
}

// TestTwins holds each JSON file of each site against its schema, closed, so
// that nothing is in it that the schema does not describe; and wants each link
// in JSON and Markdown to lead to a file.
func TestTwins(t *testing.T) {
	t.Parallel()
	for name, s := range twinSites(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]bool{}
			for _, p := range s.Paths() {
				files[p] = true
			}
			schemas := map[string]*jsonschema.Resolved{}
			kinds := map[string]int{}
			for p := range files {
				ext := path.Ext(p)
				if strings.HasPrefix(p, "search/") || strings.HasPrefix(p, "files/") || strings.HasPrefix(p, "schemas/") || ext != ".json" && ext != ".md" {
					continue
				}
				page, ok, err := s.Page(p)
				if !ok || err != nil {
					t.Fatalf("%s: %v %v", p, ok, err)
				}
				kinds[ext]++
				var links []string
				if ext == ".md" {
					links = markdownLinks(t, p, page.Body)
				} else {
					links = jsonLinks(t, s, schemas, p, page.Body)
				}
				for _, l := range links {
					if strings.Contains(l, "ask/about/") && !files["ask/about/finance/index.html"] && !files["ask/about/release-keeper/index.html"] {
						continue
					}
					if why := follow(nil, files, p, l); why != "" {
						t.Errorf("%s: %s: %s", p, l, why)
					}
				}
			}
			if kinds[".json"] < 2 || kinds[".md"] < 1 {
				t.Errorf("twins: %v", kinds)
			}
		})
	}
}

func jsonLinks(t *testing.T, s *Snapshot, schemas map[string]*jsonschema.Resolved, p string, body []byte) (links []string) {
	t.Helper()
	var file map[string]any
	if err := json.Unmarshal(body, &file); err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	to := path.Join(path.Dir(p), file["$schema"].(string))
	if schemas[to] == nil {
		schemas[to] = closedSchema(t, s, to)
	}
	if err := schemas[to].Validate(file); err != nil {
		t.Errorf("%s: %v", p, err)
	}
	if address, ok := file["address"]; ok && address != strings.TrimSuffix(p, view.JSONTwin) {
		t.Errorf("%s says that its address is %v", p, address)
	}
	links = []string{file["$schema"].(string)}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for k, x := range v {
				if to, ok := x.(string); ok && (k == "href" || k == "address" && file["nodes"] != nil) {
					links = append(links, to)
				}
				walk(x)
			}
		}
	}
	walk(file["data"])
	walk(file["parts"])
	walk(file["nodes"])
	return links
}

// closedSchema reads a schema of the site and lets it take no field that it does
// not name.
func closedSchema(t *testing.T, s *Snapshot, p string) *jsonschema.Resolved {
	t.Helper()
	var schema jsonschema.Schema
	if err := json.Unmarshal([]byte(fileText(t, s, p)), &schema); err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	if schema.ID != path.Base(p) || schema.Description == "" {
		t.Errorf("%s: %q, %q", p, schema.ID, schema.Description)
	}
	var closing func(*jsonschema.Schema)
	closing = func(s *jsonschema.Schema) {
		if s == nil {
			return
		}
		if len(s.Properties) > 0 {
			s.AdditionalProperties = &jsonschema.Schema{Not: &jsonschema.Schema{}}
		}
		for _, p := range s.Properties {
			closing(p)
		}
		closing(s.Items)
	}
	closing(&schema)
	resolved, err := schema.Resolve(&jsonschema.ResolveOptions{BaseURI: "https://wiki.example.org/schemas/"})
	if err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	return resolved
}

// markdownLinks renders a Markdown twin with a renderer of its own and returns
// where it leads.
func markdownLinks(t *testing.T, p string, body []byte) []string {
	t.Helper()
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Convert(body, &out); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(body, []byte("# ")) {
		t.Errorf("%s does not begin with its title: %.60s", p, body)
	}
	var links []string
	for _, part := range strings.Split(out.String(), ` href="`)[1:] {
		to, _, _ := strings.Cut(part, `"`)
		links = append(links, strings.ReplaceAll(to, "&amp;", "&"))
	}
	return links
}

var twinFiles = map[string]string{
	"remit.yaml":               "title: Shop\naudiences:\n  leaders: [board]\n",
	"org.yaml":                 "teams:\n  finance: Finance\nroles:\n  board: The board\npatterns:\n  late: Handed over late\n",
	"README.md":                "# Shop\n\nHow we work. <!-- todo-comment -->\n",
	"charters/support.md":      "---\nowns: [Refunds]\ndecides:\n  - Refunds up to 500 EUR: then tell finance\n  - Tone: alone\nsuccess:\n  - Solved in one contact: from 62 % to 70 % by 2026-12-31\nworks-with:\n  - finance: approves with us\nstandards:\n  - first-reply: working on it by 2026-10-01\nreviewed: 2026-05-12\naliases: [/old-support/]\ntags: [desk]\nok: [no-sponsor]\n---\n# Support\n\nWe answer everyone.\n\n## If we miss the mark\n\nWe ask [why](../lessons/2026-06-form.md#what-happened), [in secret](../board/plan.md) and [later](../draft.md). <!-- remit: ok no-owner, because hush -->\n",
	"standards/first-reply.md": "---\nowner: support\napplies-to: everyone\nbar:\n  - must: A reply within 4 hours\n    checked: sample\nreviewed: 2026-03-03\n---\n# First reply\n\n| a | b |\n| --- | --- |\n| 1 | `x\\|y` |\n",
	"lessons/2026-06-form.md":  "---\nowner: support\ndate: 2026-06-04\ntouches: [support, first-reply]\npatterns: [late]\nfollow-up:\n  - Ask first: finance by 2026-08-01\n---\n# The form\n\n## What happened\n\nIt came late.\n",
	"commitments/fast.md":      "---\nowner: support\ndue: 2026-09-30\nresults:\n  - Waiting: from 9 to 2 hours\n---\n# Fast\n",
	"decisions/limit.md":       "---\nowner: finance\ndate: 2026-07-01\nchanges: [support, plan]\nreplaces: older\n---\n# The limit\n",
	"decisions/older.md":       "---\nowner: finance\ndate: 2026-01-01\n---\n# Older\n",
	"board/plan.md":            "# Secret-title plan\n\nhidden-words\n",
	"draft.md":                 "---\ndraft: true\n---\n# Draft-title\n\nhidden-words\n",
}

func twinShop(extra map[string]string, o Options) *Snapshot {
	files := maps.Clone(twinFiles)
	maps.Copy(files, extra)
	o.Today = sampleToday
	return Compile(nil, inputOf(nil, treeOf(files), o))
}

func TestRecord(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	var file struct {
		Kind, Title string
		Data        view.Record
		Parts       struct{ Dossier view.Dossier }
	}
	if err := json.Unmarshal([]byte(fileText(t, s, "charters/support/index.json")), &file); err != nil {
		t.Fatal(err)
	}
	r := file.Data
	got := fmt.Sprintf("%s %s|%s %s %s %s|%s %s %s", file.Kind, file.Title, r.ID, r.Kind, r.Status, r.Team, r.Reviewed, r.NextReview, r.Summary)
	if want := "document Support|support charter active support|2026-05-12 2027-05-12 We answer everyone."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(r.Decisions) != 2 || *r.Decisions[0].Limit.To != 500 || r.Decisions[0].Limit.From != nil || r.Decisions[0].Limit.Unit != "EUR" ||
		r.Decisions[0].Rung.Level != 6 || r.Decisions[0].Who[0].ID != "finance" || r.Decisions[0].Href != "./#r:decides-1" || r.Decisions[1].Limit != nil {
		t.Errorf("decisions %+v", r.Decisions)
	}
	if len(r.Measures) != 1 || r.Measures[0].From.Number != 62 || r.Measures[0].To.Unit != "%" || r.Measures[0].By != "2026-12-31" {
		t.Errorf("measures %+v", r.Measures)
	}
	if len(r.Standards) != 1 || r.Standards[0].Standard.Href != "../../standards/first-reply/" || r.Standards[0].State != "working" {
		t.Errorf("standards %+v", r.Standards)
	}
	if len(r.WorksWith) != 1 || r.WorksWith[0].Team.Name != "Finance" || len(r.Owns) != 1 || r.Owns[0].Text != "Refunds" || !slices.Equal(r.Tags, []string{"desk"}) {
		t.Errorf("works with %+v, owns %+v, tags %v", r.WorksWith, r.Owns, r.Tags)
	}
	var links, back, fields []string
	for _, l := range r.Links {
		links = append(links, l.Href)
	}
	for _, g := range file.Parts.Dossier.Groups {
		for _, e := range g.Entries {
			back = append(back, g.Field+" "+e.From.Name)
		}
	}
	for _, f := range r.Fields {
		fields = append(fields, fmt.Sprint(f.Name, len(f.Lines)))
	}
	if want := []string{"../../lessons/2026-06-form/", "../../standards/first-reply/"}; !slices.Equal(links, want) {
		t.Errorf("links %q, want %q", links, want)
	}
	if got, want := strings.Join(back, ", "), "changes The limit, owner First reply"; got != want {
		t.Errorf("pointed at by %q, want %q", got, want)
	}
	if got, want := strings.Join(fields, " "), "Owns1 Decides2 Success1 Works with1 Standards1"; got != want {
		t.Errorf("fields %q, want %q", got, want)
	}
	if len(r.Sections) == 0 || r.Sections[len(r.Sections)-1].ID != "if-we-miss-the-mark" {
		t.Errorf("sections %+v", r.Sections)
	}
}

// TestTwinsHoldBack looks into every file but the pages themselves for what only
// the source or another audience may read.
func TestTwinsHoldBack(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	for _, p := range s.Paths() {
		if strings.HasPrefix(p, "assets/") || strings.HasPrefix(p, "_") {
			continue
		}
		text := fileText(t, s, p)
		for _, secret := range []string{"todo-comment", "hush", "no-sponsor", "old-support", "ecret-title", "raft-title", "hidden-words", "board/plan", "leaders"} {
			if strings.Contains(text, secret) && !(secret == "old-support" && p == "old-support/index.html") {
				t.Errorf("%s holds %q", p, secret)
			}
		}
	}
	leaders := twinShop(nil, Options{Audience: "leaders"})
	if !strings.Contains(fileText(t, leaders, "charters/support/index.json"), "../../board/plan/") || !strings.Contains(fileText(t, leaders, "graph.json"), "Secret-title") {
		t.Error("the leaders' site lacks what is for them")
	}
}

func TestMarkdownTwin(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	got := fileText(t, s, "charters/support/index.md")
	for _, want := range []string{
		"# Support\n\n- **Owner:** Support\n- **Status:** Active\n- **Reviewed:** 12 May 2026 due again 12 May 2027\n\nWe answer everyone.\n\n",
		"- **We decide [2](./#r:decides):** [alone: 1](./#r:decides-2), [then tell: 1](./#r:decides-1)",
		"## Decides\n\n- **Refunds** *up to 500 EUR* then tell [Finance](../../ask/about/finance/)\n- **Tone** alone\n\n",
		"- **[First reply](../../standards/first-reply/):** Working on it by 1 October 2026\n",
		"## If we miss the mark\n\nWe ask [why](../../lessons/2026-06-form/#what-happened), in secret and later.\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	if table := "| a | b |\n| --- | --- |\n| 1 | `x\\|y` |\n"; !strings.Contains(fileText(t, s, "standards/first-reply/index.md"), table) {
		t.Error("the table is not as it was")
	}
	if got, want := fileText(t, s, "decisions/index.md"), "# Decisions\n\n## Decisions 2\n\n- [The limit](../decisions/limit/) Finance 1 July 2026\n- [Older](../decisions/older/) Finance 1 January 2026\n"; got != want {
		t.Errorf("the folder is %q, want %q", got, want)
	}
}

// TestWithTwins asks for twins and for none.
func TestWithTwins(t *testing.T) {
	t.Parallel()
	for settings, want := range map[string]string{
		"":               "index.json index.md standards/index.md charters/support/index.json charters/support/index.md graph.json llms.txt schemas/document-1.json schemas/home-1.json",
		"twins: all\n":   "index.json index.md standards/index.md charters/support/index.json charters/support/index.md graph.json llms.txt schemas/document-1.json schemas/home-1.json",
		"twins: views\n": "index.json index.md graph.json llms.txt schemas/home-1.json",
		"twins: none\n":  "",
	} {
		s := twinShop(map[string]string{"remit.yaml": settings}, Options{})
		paths := s.Paths()
		var got []string
		for _, p := range strings.Fields("index.json index.md table.csv standards/index.json standards/index.md charters/support/index.json charters/support/index.md charters/support/table.csv all/index.md search/index.md tags/index.md graph.json llms.txt schemas/document-1.json schemas/home-1.json schemas/folder-1.json") {
			_, ok, err := s.Page(p)
			if ok != slices.Contains(paths, p) || err != nil {
				t.Errorf("%q: %s is listed %t, there %t, %v", settings, p, !ok, ok, err)
			}
			if ok {
				got = append(got, p)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", settings, got, want)
		}
		if links := strings.Contains(fileText(t, s, "charters/support/index.html"), `rel="alternate" type="application/json" href="index.json"`); links != strings.Contains(want, "support/index.json") {
			t.Errorf("%q: the page leads to its twin: %t", settings, links)
		}
	}
}

// TestMediaTypes asks how files are served.
func TestMediaTypes(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	for p, want := range map[string]string{
		"index.json": "application/json", "index.md": "text/markdown; charset=utf-8", "graph.json": "application/json", "llms.txt": "text/plain; charset=utf-8",
		"reviews.ics": "text/calendar; charset=utf-8", "schemas/home-1.json": "application/json", "index.html": "text/html; charset=utf-8",
	} {
		if page, ok, err := s.Page(p); !ok || err != nil || page.Media != want {
			t.Errorf("%s: %q, %t, %v", p, page.Media, ok, err)
		}
	}
	for p, want := range map[string]string{"ask/x/table.csv": "text/csv; charset=utf-8", "lessons.xml": "application/atom+xml; charset=utf-8", "sitemap.xml": "application/xml"} {
		if got := mediaOf(p); got != want {
			t.Errorf("%s: %q", p, got)
		}
	}
}

func TestTogether(t *testing.T) {
	t.Parallel()
	got := together(strings.Fields("index.html index.json index.md a/index.html a/b/index.html a/b/table.csv a/b/index.md x.html index.md 404.html"))
	want := [][]string{{"index.html", "index.json", "index.md"}, {"a/index.html"}, {"a/b/index.html", "a/b/table.csv", "a/b/index.md"}, {"x.html"}, {"index.md"}, {"404.html"}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if together(nil) != nil {
		t.Error("nothing makes a group")
	}
}

// TestOnePageForItsTwins counts the work of a build: each page is rendered once.
func TestOnePageForItsTwins(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	if err := s.each(t.Context(), s.Paths(), nil, func(Page) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if got, want := s.Stats().Rendered, len(s.view.Places())+2; got != want { // and 404.html and offline.html
		t.Errorf("%d pages rendered, want %d", got, want)
	}
}

func TestGraph(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	var g view.Graph
	if err := json.Unmarshal([]byte(fileText(t, s, "graph.json")), &g); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, n := range g.Nodes {
		if known[n.ID] {
			t.Errorf("two nodes are %s", n.ID)
		}
		known[n.ID] = true
	}
	var edges []string
	for _, e := range g.Edges {
		if !known[e.From] || !known[e.To] {
			t.Errorf("%+v leads from or to nothing", e)
		}
		edges = append(edges, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.From, e.Type, e.To, e.State)))
	}
	for _, want := range []string{
		"team:support charter doc:charters/support/", "team:support decides topic:" + s.model.Key("Refunds"), "team:support owns topic:" + s.model.Key("Refunds"),
		"team:support works-with team:finance", "team:support adopts doc:standards/first-reply/ working", "team:finance keeps doc:decisions/limit/",
		"doc:lessons/2026-06-form/ patterns pattern:late", "doc:lessons/2026-06-form/ touches doc:standards/first-reply/",
		"doc:decisions/limit/ replaces doc:decisions/older/", "doc:charters/support/ links doc:lessons/2026-06-form/",
	} {
		if !slices.Contains(edges, want) {
			t.Errorf("there is no edge %s in\n%s", want, strings.Join(edges, "\n"))
		}
	}
	if g.Version != twin.Version || g.Schema != "schemas/graph-1.json" || g.Title != "Shop" {
		t.Errorf("%q %d %q", g.Schema, g.Version, g.Title)
	}
}

func TestLLMs(t *testing.T) {
	t.Parallel()
	got := fileText(t, twinShop(map[string]string{"charters/b.md": "# [Odd] title\n\nA\nsummary.\n"}, Options{}), "llms.txt")
	for _, want := range []string{"# Shop\n\n> How we work.\n\n", "\n## Folders\n\n- [Shop](index.md): How we work.\n", "- [Charters](charters/index.md)\n", "\n## Pages\n\n", "- [\\[Odd\\] title](charters/b/index.md): A summary.\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	large := Compile(nil, inputOf(nil, treeOf(samplePages(llmsMost+1)), Options{}))
	if got := fileText(t, large, "llms.txt"); len(got) > 20_000 || strings.Contains(got, "## Pages") || !strings.Contains(got, "(charters/index.html)") {
		t.Errorf("%d bytes: %.600s", len(got), got)
	}
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	s := twinShop(map[string]string{"remit.yaml": "title: Shop\nbase-url: https://wiki.example.org/x\n"}, Options{})
	var files []string
	for _, p := range s.Paths() {
		if strings.HasSuffix(p, ".ics") {
			files = append(files, p)
			if text := fileText(t, s, p); !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
				t.Errorf("%s is %q", p, text)
			}
		}
	}
	if want := strings.Fields("calendars/support-promises.ics calendars/support-reviews.ics promises.ics reviews.ics"); !slices.Equal(files, want) {
		t.Errorf("calendars %q, want %q", files, want)
	}
	promises := fileText(t, s, "calendars/support-promises.ics")
	for _, want := range []string{"DTSTART;VALUE=DATE:20260930\r\n", "SUMMARY:Promise due: Fast\r\n", "URL:https://wiki.example.org/x/commitments/fast/\r\n", "NAME:Promises: Support\r\n", "CATEGORIES:Support\r\n"} {
		if !strings.Contains(promises, want) {
			t.Errorf("there is no %q in\n%s", want, promises)
		}
	}
	uid := func(s *Snapshot) string {
		_, rest, _ := strings.Cut(fileText(t, s, "promises.ics"), "\r\nUID:")
		id, _, _ := strings.Cut(rest, "\r\n")
		return id
	}
	moved := twinShop(map[string]string{"remit.yaml": "title: Shop\nbase-url: https://wiki.example.org/x\n", "commitments/fast.md": "---\nresults: [A]\nowner: support\ndue: 2026-10-31\n---\n# Faster\n"}, Options{})
	if uid(s) == "" || uid(s) != uid(moved) {
		t.Errorf("a promise that was moved is another: %q, %q", uid(s), uid(moved))
	}
	for _, p := range []string{"x.ics", "calendars/nobody-reviews.ics", "calendars/", "charters/reviews.ics"} {
		if _, ok, _ := s.Page(p); ok {
			t.Errorf("there is %s", p)
		}
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	s := twinShop(nil, Options{})
	when := func(o DueOptions) string {
		list, err := s.Due(o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range list.Items {
			got = append(got, fmt.Sprintf("%s:%d %s %s %s", d.File, d.Line, d.Owner, d.Sort, d.When()))
		}
		return strings.Join(got, "\n")
	}
	if got, want := when(DueOptions{Within: 90}), `charters/support.md:12 Support review since 2026-06-04
standards/first-reply.md:7 Support review since 2026-06-04
charters/support.md:12 Support review since 2026-07-01
commitments/fast.md:3 Support promise 2026-09-30, in 60 days`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := when(DueOptions{Within: -1, Team: "Support"}); !strings.Contains(got, "in 284 days") {
		t.Errorf("all of support: %s", got)
	}
	if got := when(DueOptions{Within: 90, Team: "finance"}); got != "" {
		t.Errorf("of finance: %s", got)
	}
	if _, err := s.Due(DueOptions{Team: "suport"}); err == nil || !strings.Contains(err.Error(), "did you mean support?") {
		t.Errorf("an unknown team: %v", err)
	}
	if d := (Due{Date: "2026-08-01", Days: new(int)}); d.When() != "2026-08-01, today" {
		t.Error(d.When())
	}
	if got := wrapped("a bb ccc dddddddddd e", 6); !slices.Equal(got, []string{"a bb", "ccc", "dddddddddd", "e"}) {
		t.Errorf("%q", got)
	}
	if list, err := Compile(nil, inputOf(nil, treeOf(nil), Options{Today: time.Time{}})).Due(DueOptions{}); err != nil || list.summary() != "Nothing needs a look." {
		t.Error(list, err)
	}
}
