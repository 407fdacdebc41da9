package generator

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"remit/content"
	"remit/generator/internal/starter"
)

// harbour is a small theme, below a folder.
func harbour(folder string) map[string]string {
	return map[string]string{
		folder + "theme.yaml":      "name: Harbour\ncontract: 1\n",
		folder + "parts/fact.html": "<i>harbour {{.Words}}</i>",
		folder + "assets/own.txt":  "ahoy",
	}
}

// wornBy writes the first page of a charter and what is wrong with the theme.
func wornBy(t *testing.T, s *Snapshot) (page, problems string) {
	t.Helper()
	p, ok, err := s.Page("charters/sails/index.html")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for _, p := range s.Problems() {
		if strings.HasPrefix(p.Rule, "theme-") || p.Rule == "setting" {
			problems += fmt.Sprintf("%s:%d:%d %s %s %s\n", p.File, p.Span.Start.Line, p.Span.Start.Column, p.Rule, p.Message, p.Label)
		}
	}
	return string(p.Body), problems
}

func TestThemeBySettings(t *testing.T) {
	t.Parallel()
	site := map[string]string{"charters/sails.md": "---\nstatus: draft\n---\n# Sails\n"}
	for _, c := range []struct {
		settings, problems string
		own                string // theme/parts/fact.html
		shows              string
	}{
		{settings: "theme: harbour\n", shows: "<i>harbour Draft</i>"},
		{settings: "theme: harbour\n", own: "<i>own {{.Words}}</i>", shows: "<i>own Draft</i>"},
		{settings: "theme: harbor\n", problems: "remit.yaml:1:8 theme-missing there is no theme in themes/harbor/ did you mean \"harbour\"?\n", shows: ">Draft<"},
		{settings: "theme: ../harbour\n", problems: "remit.yaml:1:8 setting `theme` is the name of a folder in themes/, not `../harbour` \n", shows: ">Draft<"},
		{settings: "theme: .\n", problems: "remit.yaml:1:8 setting `theme` is the name of a folder in themes/, not `.` \n", shows: ">Draft<"},
		{settings: "theme:\n", shows: ">Draft<"},
	} {
		files := harbour("themes/harbour/")
		maps.Copy(files, site)
		files["remit.yaml"] = c.settings
		if c.own != "" {
			files["theme/parts/fact.html"] = c.own
		}
		page, problems := wornBy(t, Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday})))
		if problems != c.problems {
			t.Errorf("%q: got problems\n%swant\n%s", c.settings, problems, c.problems)
		}
		if !strings.Contains(page, c.shows) {
			t.Errorf("%q: %s is not in\n%s", c.settings, c.shows, page)
		}
	}
}

// writeFiles writes files below a folder of the disk.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// A theme may lie beside the site, where its problems name it and an edit of it
// is seen.
func TestThemeByFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFiles(t, dir, harbour("looks/harbour/"))
	writeFiles(t, dir, map[string]string{
		"content/charters/sails.md": "---\nstatus: draft\n---\n# Sails\n",
		"content/remit.yaml":        "theme: nobody\n",
	})
	site, err := Open(filepath.Join(dir, "content"), Options{NoGit: true, Today: sampleToday, Theme: filepath.Join(dir, "looks", "harbour")})
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	in, err := site.Read(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if page, problems := wornBy(t, Compile(nil, in)); problems != "" || !strings.Contains(page, "<i>harbour Draft</i>") {
		t.Errorf("got problems %s and\n%s", problems, page)
	}
	writeFiles(t, dir, map[string]string{"looks/harbour/parts/fact.html": "<i>{{.Wrods}}</i>"})
	next, err := site.Update(t.Context(), &in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if changed := changedTheme(in.worn, next.worn); fmt.Sprint(changed) != "[../looks/harbour/parts/fact.html]" {
		t.Errorf("an edit of the theme is told as %v", changed)
	}
	s := Compile(nil, next)
	page, problems := wornBy(t, s)
	if want := "../looks/harbour/parts/fact.html:1:6 theme-template this template does not work: there is no field Wrods here did you mean \"Words\"?\n"; problems != want {
		t.Errorf("got %s, want %s", problems, want)
	}
	if !strings.Contains(page, ">Draft<") {
		t.Errorf("the default template is not used:\n%s", page)
	}
	var b bytes.Buffer
	if err := s.PrintProblems(&b, s.Problems(), PrintOptions{Format: "text", Prefix: "content/", Width: 80}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "--> looks/harbour/parts/fact.html:1:6") || !strings.Contains(b.String(), "<i>{{.Wrods}}</i>") {
		t.Errorf("the place is not shown as one sees it:\n%s", b.String())
	}
	if _, err := Open(filepath.Join(dir, "content"), Options{Theme: filepath.Join(dir, "nowhere")}); err == nil {
		t.Error("a theme that is not there is opened")
	}
}

// What stands for a site is ours, the theme's or a file of the site's folder.
func TestIconAndCard(t *testing.T) {
	t.Parallel()
	const base = "base-url: https://wiki.example.org/book/\n"
	for _, c := range []struct {
		name       string
		files      map[string]string
		icon, card string // as pages name them
		is         []string
		not        []string
	}{
		{"ours", map[string]string{"remit.yaml": base}, `href="../icon.svg"`, `og:image" content="https://wiki.example.org/book/card.svg"`, []string{"icon.svg", "card.svg"}, nil},
		{"no address", nil, `href="../icon.svg"`, "", []string{"icon.svg"}, []string{"card.svg"}},
		{"of the folder", map[string]string{"remit.yaml": base, "favicon.ico": "ico", "card.png": "png"},
			`href="../files/favicon.ico"`, `content="https://wiki.example.org/book/files/card.png"`, []string{"files/favicon.ico", "files/card.png"}, []string{"icon.svg", "card.svg"}},
		{"of the theme", map[string]string{"remit.yaml": base, "theme/assets/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"},
			`href="../assets/icon.`, "card.svg", []string{"card.svg"}, []string{"icon.svg"}},
	} {
		files := map[string]string{"README.md": "# Sails & more\n\nAll about sails.\n", "a.md": "# A\n\nOne.\n"}
		maps.Copy(files, c.files)
		s := Compile(nil, inputOf(nil, treeOf(files), Options{Today: sampleToday}))
		for _, p := range s.Problems() {
			t.Errorf("%s: %s", c.name, p.Message)
		}
		page := fileText(t, s, "a/index.html")
		if !strings.Contains(page, c.icon) || !strings.Contains(page, c.card) || c.card == "" && strings.Contains(page, "og:") {
			t.Errorf("%s: the page names other pictures:\n%s", c.name, page)
		}
		if c.card != "" && (!strings.Contains(page, `<meta property="og:title" content="A">`) || !strings.Contains(page, `name="description" property="og:description" content="One."`)) {
			t.Errorf("%s: the page does not say what it is:\n%s", c.name, page)
		}
		paths := s.Paths()
		for _, p := range c.is {
			if !slices.Contains(paths, p) || fileText(t, s, p) == "" {
				t.Errorf("%s: there is no %s", c.name, p)
			}
		}
		for _, p := range c.not {
			if _, ok, _ := s.Page(p); ok || slices.Contains(paths, p) {
				t.Errorf("%s: there is a %s", c.name, p)
			}
		}
	}
}

// toWrite matches a file that a page of the handbook tells to write.
var toWrite = regexp.MustCompile("(?s)Write `([^`\n]+)`:\n\n```[a-z]+\n(.*?)```\n")

// TestMakeATheme follows the page that teaches themes, step by step: after each
// the site has no new problem, its pages are guarded, and something looks other
// than before.
func TestMakeATheme(t *testing.T) {
	t.Parallel()
	text, err := fs.ReadFile(content.Files(), "pages/how-to/make-a-theme.md")
	if err != nil {
		t.Fatal(err)
	}
	steps := toWrite.FindAllStringSubmatch(string(text), -1)
	if len(steps) != 6 || len(steps) != strings.Count(string(text), "\nWrite `")+strings.Count(string(text), " Write `") {
		t.Fatalf("the page tells to write %d files", len(steps))
	}
	files := map[string]string{}
	for name, text := range starter.Files(sampleToday) {
		files[name] = string(text)
	}
	in := inputOf(nil, treeOf(files), Options{Today: sampleToday})
	s := Compile(nil, in)
	known, before := len(s.Problems()), looks(t, s)
	for _, step := range steps {
		name, text := step[1], step[2]
		if name == "remit.yaml" {
			text = files[name] + text
		}
		files[name] = text
		in = inputOf(&in, treeOf(files), Options{Today: sampleToday})
		s = Compile(nil, in)
		if problems := s.Problems(); len(problems) != known {
			t.Errorf("%s: there are %d problems, and there were %d: %+v", name, len(problems), known, problems)
		}
		after := looks(t, s)
		if name != "remit.yaml" && !strings.HasSuffix(name, "theme.yaml") && maps.Equal(before, after) {
			t.Errorf("%s: nothing looks other than before", name)
		}
		for p, body := range after {
			if isHTML(p) && !strings.Contains(body, s.view.Policy()) && !strings.Contains(body, html.EscapeString(s.view.Policy())) {
				t.Errorf("%s: %s does not state its policy", name, p)
			}
		}
		before = after
	}
	if !strings.Contains(before["404.html"], "This ship has sailed.") || !strings.Contains(before["404.html"], "Look up") {
		t.Errorf("the last step is not there:\n%s", before["404.html"])
	}
}

// looks is some pages of the starter and the stylesheets.
func looks(t *testing.T, s *Snapshot) map[string]string {
	t.Helper()
	made := map[string]string{}
	for _, p := range s.Paths() {
		if p == "404.html" || p == "index.html" || p == "charters/online-shop/index.html" || strings.HasSuffix(p, ".css") {
			made[p] = fileText(t, s, p)
		}
	}
	if made["charters/online-shop/index.html"] == "" {
		t.Fatal("the starter has no such page")
	}
	return made
}
