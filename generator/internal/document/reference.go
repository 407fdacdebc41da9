package document

import (
	"slices"
	"strings"

	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// isFree reports whether a text that names nothing is no fault. A field of ids
// takes ids alone; a text in a field of another type may be an id or anything
// else. In a line one word is an id and more are free text: "legal" must be a
// team, "two people from legal" need not.
func isFree(field *schema.Field, text string) bool {
	switch field.Type {
	case "id", "ids":
		return false
	}
	return !field.IsLines() || strings.ContainsRune(text, ' ')
}

func (s *statement) names(texts []line.Text, field *schema.Field) {
	for _, t := range texts {
		s.name(t, field, field.To)
	}
}

// name notes that front matter names an id. What is no id is left out: areas
// and the kind of the document itself, everyone, type:platform, the name of a
// kind where the field takes kinds, and free text that is too long for a name.
func (s *statement) name(t line.Text, field *schema.Field, to []string) {
	if t.Text == "" || len(to) == 0 || len(to) == 1 && (to[0] == "topic" || to[0] == "kind") {
		return
	}
	if strings.EqualFold(t.Text, "everyone") || strings.HasPrefix(t.Text, "type:") {
		return
	}
	if slices.Contains(to, "kind") && s.kinds.Kind(t.Text) != nil {
		return
	}
	r := Reference{Text: t, Field: field.Name, To: to, Free: isFree(field, t.Text)}
	if r.Free && strings.Count(t.Text, " ") >= longestName {
		return
	}
	id := strings.TrimSuffix(t.Text, ".md")
	if !r.Free {
		if i := strings.LastIndexByte(id, '/'); i >= 0 {
			r.Kind, id = strings.TrimSpace(id[:i]), id[i+1:]
		}
	}
	if r.ID = Slug(id); r.ID != "" {
		s.refs = append(s.refs, r)
	}
}

// standing notes the ids of a line about a standard: the standard itself, and
// the decision that exempts from it.
func (s *statement) standing(l *line.Standing, field *schema.Field) {
	s.name(l.Standard, field, standardAlone)
	s.name(l.Decision, field, decisionAlone)
}

// longestName is the number of words that no name reaches.
const longestName = 6

var standardAlone, decisionAlone = []string{"standard"}, []string{"decision"}
