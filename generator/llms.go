package generator

import (
	"fmt"
	"slices"
	"strings"

	"remit/generator/internal/theme"
	"remit/generator/internal/view"
)

// llmsMost is how many documents llms.txt lists by name. Of a larger site it
// lists the derived pages and the folders, which lead on.
const llmsMost = 2000

// entry is one line of llms.txt.
type entry struct{ file, title, about string }

// llms makes llms.txt: what the site is, and where its pages stand as Markdown,
// in the form of llmstxt.org. The pages that answer come first.
func llms(s *Snapshot) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", oneLine(s.Title()))
	if home := s.model.At(""); home != nil && home.Summary != "" {
		fmt.Fprintf(&b, "\n> %s\n", oneLine(home.Summary))
	}
	if s.view.WithTwins() == "all" {
		b.WriteString("\nEach page is also there as Markdown and as JSON: index.md and index.json beside its index.html.")
	} else {
		b.WriteString("\nThe pages below are also there as JSON: index.json beside index.md.")
	}
	b.WriteString(" graph.json holds what the site knows as nodes and edges, and schemas/ describes the JSON.\n")
	var answers, pages, folders []entry
	for _, place := range s.view.Places() {
		v, a := place.View, place.Address
		file := a + view.MarkdownTwin
		if !slices.ContainsFunc(s.view.Twins(v, a), func(t theme.Twin) bool { return t.Href == view.MarkdownTwin }) {
			file = a + indexFile
		}
		link := func(title, about string) entry {
			return entry{escapePath(file), title, about}
		}
		switch {
		case v.Data != nil && a == view.Base+v.Name+"/":
			answers = append(answers, link(s.word("view."+v.Name), s.word("view."+v.Name+".lead")))
		case v.Name == view.Folders.Name:
			folders = append(folders, link(s.view.TitleOf(a), ""))
		case v.Name == view.Documents.Name:
			d := s.model.At(a)
			switch {
			case d.Index:
				folders = append(folders, link(d.Title, d.Summary))
			case len(s.model.Docs) <= llmsMost:
				pages = append(pages, link(d.Title, d.Summary))
			}
		}
	}
	for _, part := range []struct {
		title string
		links []entry
	}{{"Answers", answers}, {"Folders", folders}, {"Pages", pages}} {
		if len(part.links) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", part.title)
		for _, l := range part.links[:min(len(part.links), llmsMost)] {
			fmt.Fprintf(&b, "- [%s](%s)", linkText(l.title), l.file)
			if about := oneLine(l.about); about != "" {
				b.WriteString(": " + about)
			}
			b.WriteByte('\n')
		}
	}
	return []byte(b.String())
}

// oneLine is a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// linkText is a text between square brackets.
func linkText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(oneLine(s))
}
