package main

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"remit/content"
)

// shown is a command in a page of the handbook with what the page says it
// prints.
var shown = regexp.MustCompile("(?s)```sh\nremit ([^\n]*)\n```\n(?:[^`#]|`[^`\n]+`)*\n```(?:text|markdown)\n(.*?)\n```")

// TestHandbookShowsWhatIsPrinted runs the commands that the handbook shows with
// their output, on the company of remit init.
func TestHandbookShowsWhatIsPrinted(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	t.Chdir(t.TempDir())
	t.Setenv("NO_COLOR", "1")
	pages := map[string]int{
		"pages/how-to/ask-who-decides.md": 3,
		"pages/how-to/what-is-due.md":     1,
		"pages/how-to/what-changed.md":    2,
	}
	for page, commands := range pages {
		text, err := fs.ReadFile(content.Files(), page)
		if err != nil {
			t.Fatal(err)
		}
		found := shown.FindAllStringSubmatch(string(text), -1)
		if len(found) < commands {
			t.Errorf("%s shows %d commands with their output, want %d", page, len(found), commands)
		}
		for _, f := range found {
			args := words(f[1])
			beginCompany(t)
			switch args[0] {
			case "diff":
				editCompany(t, slices.Contains(args, "HEAD"))
				args = append(args, "--dir", "example")
			case "due":
				args = append(args, "--today", "2026-11-22")
			}
			var out strings.Builder
			if code := execute(t.Context(), args, &out, &out); code != exitFine {
				t.Errorf("%s: remit %s: exit code %d\n%s", page, f[1], code, out.String())
			} else if strings.TrimSpace(out.String()) != strings.TrimSpace(f[2]) {
				t.Errorf("%s: remit %s prints\n%s\nand the page shows\n%s", page, f[1], out.String(), f[2])
			}
		}
	}
}

// words takes a command line apart, with what stands in double quotes as one
// and without what comes after ">".
func words(command string) []string {
	var list []string
	command, _, _ = strings.Cut(command, " > ")
	for i, part := range strings.Split(command, `"`) {
		if i%2 == 1 {
			list = append(list, part)
		} else {
			list = append(list, strings.Fields(part)...)
		}
	}
	return list
}

// beginCompany writes the company into example, anew.
func beginCompany(t *testing.T) {
	t.Helper()
	for _, name := range []string{"example", ".git"} {
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if code := execute(t.Context(), []string{"init", "example"}, &out, &out); code != exitFine {
		t.Fatal(out.String())
	}
}

// editCompany commits the company on main and edits a charter on a branch as
// the page about changes tells. With commit the branch has the edit.
func editCompany(t *testing.T, commit bool) {
	t.Helper()
	git(t, "init", "-q", "-b", "main")
	git(t, "add", ".")
	git(t, "commit", "-qm", "The company")
	git(t, "checkout", "-qb", "room")
	charter := filepath.Join("example", "charters", "customer-care.md")
	text, err := os.ReadFile(charter)
	if err != nil {
		t.Fatal(err)
	}
	edit := strings.NewReplacer("up to 150 EUR", "up to 300 EUR", "above 150 EUR", "above 300 EUR", "One call should be enough", "One call is enough")
	if err := os.WriteFile(charter, []byte(edit.Replace(string(text))), 0o644); err != nil {
		t.Fatal(err)
	}
	if commit {
		git(t, "commit", "-qam", "More room")
	}
}

func git(t *testing.T, args ...string) {
	t.Helper()
	args = append([]string{"-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"}, args...)
	if out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// TestHandbookNamesEveryFlag compares the flags of the commands with the pages
// that list them.
func TestHandbookNamesEveryFlag(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for _, page := range []string{"pages/commands.md", "pages/commands-for-writing.md"} {
		b, err := fs.ReadFile(content.Files(), page)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(b)
	}
	written := map[string]bool{}
	for _, m := range regexp.MustCompile(`--([a-z][a-z-]*)`).FindAllStringSubmatch(text.String(), -1) {
		written[m[1]] = true
	}
	flags := map[string]bool{"help": true}
	root := rootCommand()
	note := func(f *pflag.Flag) { flags[f.Name] = true }
	root.PersistentFlags().VisitAll(note)
	for _, c := range root.Commands() {
		if !strings.Contains(text.String(), "\n## "+c.Name()+"\n") && c.Name() != "help" {
			t.Errorf("no page of the handbook has a section about remit %s", c.Name())
		}
		c.Flags().VisitAll(note)
	}
	for name := range written {
		if !flags[name] {
			t.Errorf("the handbook names --%s, which no command has", name)
		}
	}
	for name := range flags {
		if !written[name] {
			t.Errorf("no page of the handbook names --%s", name)
		}
	}
}

// TestHandbookListsEveryAnswer compares the page about the pages that answer
// questions with those that our handbook and the company of remit init have.
func TestHandbookListsEveryAnswer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		var out strings.Builder
		if code := execute(t.Context(), args, &out, &out); code != exitFine {
			t.Fatalf("remit %v: exit code %d\n%s", args, code, out.String())
		}
	}
	handbook, company := filepath.Join(dir, "handbook"), filepath.Join(dir, "company")
	if err := os.CopyFS(handbook, content.Files()); err != nil {
		t.Fatal(err)
	}
	run("init", company)
	there := map[string]bool{"changed": true} // which needs a history
	for _, site := range []string{handbook, company} {
		run("build", site, "--out", site+"-public", "--no-git", "--today", "2026-11-22")
		pages, err := os.ReadDir(filepath.Join(site+"-public", "ask"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			if p.IsDir() {
				there[p.Name()] = true
			}
		}
	}
	page, err := fs.ReadFile(content.Files(), "pages/ask-the-handbook.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		listed[m[1]] = true
	}
	if !maps.Equal(listed, there) {
		t.Errorf("the page lists %v, and the sites have %v", slices.Sorted(maps.Keys(listed)), slices.Sorted(maps.Keys(there)))
	}
}
