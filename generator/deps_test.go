package generator_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// policy says which of our packages a package may import, and which libraries
// it is the only one to know. A package may import all that the lines above it
// name, if it is named in its own line after "<". Libraries stand after "with".
const policy = `
diag      <
schema    < diag                                                   with go.yaml.in/yaml/v4
source    < diag schema                                            with github.com/bmatcuk/doublestar/v4 golang.org/x/text golang.org/x/sys
markdown  < diag schema                                            with github.com/yuin/goldmark github.com/alecthomas/chroma/v2 golang.org/x/net golang.org/x/text
line      < diag
document  < diag schema source markdown line                       with github.com/adrg/frontmatter golang.org/x/text
model     < schema source markdown line document
check     < diag schema source markdown line document model
theme     < diag schema                                                with html/template github.com/tdewolff/minify/v2 github.com/jba/templatecheck golang.org/x/net golang.org/x/text
offline   <                                                        with golang.org/x/net
search    <                                                        with github.com/blevesearch/snowballstem golang.org/x/text
knownitem <
picture   <                                                        with html/template
gloss     <
change    < diag schema source markdown line document model
query     < schema source line document model search
view      < diag schema source markdown line document model theme picture change query gloss   with html/template
twin      <                                                        with github.com/google/jsonschema-go golang.org/x/net
calendar  <                                                        with github.com/arran4/golang-ical
feed      <
publish   <                                                        with golang.org/x/sys
watch     <                                                        with github.com/fsnotify/fsnotify golang.org/x/sys
preview   < diag                                                   with net/http
author    < diag schema document                                   with github.com/rogpeppe/go-internal/diff
starter   <
generator < diag schema source markdown line document model check theme view search offline publish watch preview author starter picture change query twin calendar feed themes   with golang.org/x/sync github.com/bmatcuk/doublestar/v4
themes    <
content   <
cmd/remit < generator content                                      with github.com/spf13/cobra github.com/spf13/pflag golang.org/x/term
`

// TestImports holds the code against the policy. Standard packages are free
// for all but those that some line claims.
func TestImports(t *testing.T) {
	allowed, claimed := parsePolicy(t)
	for _, p := range listPackages(t) {
		name := shortName(p.ImportPath)
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s is not in the policy: add a line that says what it may import", name)
			continue
		}
		for _, imp := range p.Imports {
			want := shortName(imp)
			switch library := libraryOf(imp, claimed); {
			case strings.HasPrefix(imp, "remit/"):
				if !slices.Contains(may, want) {
					t.Errorf("%s imports %s, which the policy does not allow", name, want)
				}
			case library != "":
				if !slices.Contains(may, library) {
					t.Errorf("%s imports %s, which belongs to other packages", name, imp)
				}
			case strings.Contains(strings.Split(imp, "/")[0], "."):
				t.Errorf("%s imports %s, a library that no line of the policy names", name, imp)
			}
		}
	}
}

// TestPackageComments wants each package to say what goes in, what comes out
// and what it never does.
func TestPackageComments(t *testing.T) {
	for _, p := range listPackages(t) {
		if len(p.Doc) < 30 {
			t.Errorf("package %s has no comment that says what it is for", p.ImportPath)
		}
	}
}

func parsePolicy(t *testing.T) (allowed map[string][]string, claimed []string) {
	allowed = map[string][]string{}
	var above []string
	for line := range strings.Lines(policy) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, rest, ok := strings.Cut(line, "<")
		if !ok {
			t.Fatalf("policy line without <: %s", line)
		}
		name = strings.TrimSpace(name)
		ours, libraries, _ := strings.Cut(rest, " with ")
		for _, imp := range strings.Fields(ours) {
			if !slices.Contains(above, imp) && imp != "themes" && imp != "content" {
				t.Errorf("policy: %s < %s, but %s does not stand above it", name, imp, imp)
			}
		}
		allowed[name] = append(strings.Fields(ours), strings.Fields(libraries)...)
		claimed = append(claimed, strings.Fields(libraries)...)
		above = append(above, name)
	}
	return allowed, claimed
}

// libraryOf returns the claimed library that an import belongs to.
func libraryOf(imp string, claimed []string) string {
	for _, c := range claimed {
		if imp == c || strings.HasPrefix(imp, c+"/") {
			return c
		}
	}
	return ""
}

func shortName(imp string) string {
	imp = strings.TrimPrefix(imp, "remit/")
	if strings.HasPrefix(imp, "generator/internal/") {
		return path.Base(imp)
	}
	return imp
}

type listed struct {
	ImportPath, Doc string
	Imports         []string
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,Imports", "remit/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
