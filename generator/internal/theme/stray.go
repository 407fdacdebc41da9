package theme

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template/parse"

	"remit/generator/internal/diag"
)

// strayWords tells of words in files of layers that nothing asks for, which is
// mostly a key mistyped, and of languages that lack some.
func (l *loader) strayWords(root *template.Template) {
	whole := l.wordsIn("words/en.json", l.lowest("words/en.json"))
	asked := map[string]bool{}
	for _, tmpl := range root.Templates() {
		if tmpl.Tree != nil {
			eachCall(tmpl.Tree.Root, func(_, key string, _ parse.Node) { asked[key] = true })
		}
	}
	keys := slices.Sorted(maps.Keys(whole))
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		f := l.files[name]
		if f.layer == nil || !l.taken(name) || path.Dir(name) != "words" {
			continue
		}
		written := words{}
		if err := json.Unmarshal(f.body, &written); err != nil {
			continue // told already
		}
		for _, key := range slices.Sorted(maps.Keys(written)) {
			if stem, _ := cutForm(key); whole[key] == "" && !asked[key] && !asked[stem] && whole[stem+".many"] == "" {
				l.stray(name, key, keys)
			}
		}
		l.untranslated(name, written, whole, keys)
	}
}

// cutForm parts a key from the ending of its plural form.
func cutForm(key string) (stem string, ok bool) {
	for _, ending := range forms {
		if stem, ok := strings.CutSuffix(key, ending); ok {
			return stem, true
		}
	}
	return key, false
}

// stray tells of a key that nothing asks for.
func (l *loader) stray(name, key string, known []string) {
	p := diag.Problem{
		Rule: "theme-words", Severity: diag.Warning, File: l.shown(name),
		Message: fmt.Sprintf("nothing asks for the words %q", key),
		Why:     "what they should replace is shown as it was",
		Fix:     "write a key of the default theme, or ask for it in a template:  {{word \"" + key + "\"}}",
	}
	body := l.files[name].body
	quoted := []byte(`"` + key + `"`)
	if at := bytes.Index(body, quoted); at >= 0 {
		p.Span = diag.NewLines(body).Span(at, at+len(quoted))
	}
	if near, ok := diag.Nearest(key, known); ok {
		p.Label = fmt.Sprintf("did you mean %q?", near)
	}
	l.tell(p)
}

// untranslated tells once of what a language lacks that the program does not
// speak itself.
func (l *loader) untranslated(name string, written, whole words, keys []string) {
	lang := strings.TrimSuffix(path.Base(name), ".json")
	if l.files[name].base != nil || strings.Contains(lang, "-") && l.files["words/"+parent(lang)+".json"].body != nil {
		return
	}
	var missing []string
	for _, key := range keys {
		if _, ok := written[key]; !ok {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return
	}
	l.tell(diag.Problem{
		Rule: "theme-untranslated", Severity: diag.Hint, File: l.shown(name),
		Message: fmt.Sprintf("%d of %d texts have no words in %s: %s", len(missing), len(keys), lang, some(missing)),
		Why:     "readers see the English words in their place",
		Fix:     "add them, or leave those that nobody sees; the reference page of themes lists all with their English words",
	})
}

// some lists the first of many names.
func some(names []string) string {
	if len(names) > 4 {
		return strings.Join(names[:4], ", ") + " ..."
	}
	return strings.Join(names, ", ")
}
