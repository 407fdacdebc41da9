package source

import (
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/schema"
)

// OwnerRule is one line of a CODEOWNERS file: files that a pattern names and
// the teams that own them.
type OwnerRule struct {
	Teams []string // of @organisation/team the part after the slash; empty when only persons are named, or nobody
	Line  int      // counted from 1
	globs []string // any of them names the file
	start string   // what every path that matches begins with
}

// ParseCodeOwners reads a CODEOWNERS file. Patterns are those of .gitignore
// without ! and [ ]; lines that hold none, and the headings of GitLab's
// sections, are passed over. Persons and mail addresses are not kept.
func ParseCodeOwners(data []byte) []OwnerRule {
	var rules []OwnerRule
	number := 0
	for text := range strings.Lines(string(data)) {
		number++
		words := ownerWords(text)
		if len(words) == 0 || words[0][0] == '[' || strings.HasPrefix(words[0], "^[") {
			continue
		}
		rule := OwnerRule{Line: number, globs: ownerGlobs(words[0])}
		if len(rule.globs) == 0 {
			continue
		}
		rule.start = literalStart(rule.globs)
		for _, owner := range words[1:] {
			if team, ok := ownerTeam(owner); ok {
				rule.Teams = append(rule.Teams, team)
			}
		}
		rules = append(rules, rule)
	}
	return rules
}

// OwnerOf returns the rule that holds for a slash path below the repository's
// top: the last whose pattern names it. It is nil when none does.
func OwnerOf(rules []OwnerRule, path string) *OwnerRule {
	for i := len(rules) - 1; i >= 0; i-- {
		if rules[i].match(path) {
			return &rules[i]
		}
	}
	return nil
}

func (r *OwnerRule) match(path string) bool {
	if !strings.HasPrefix(path, r.start) {
		return false
	}
	for _, glob := range r.globs {
		if doublestar.MatchUnvalidated(glob, path) {
			return true
		}
	}
	return false
}

// ownerWords parts a line at spaces that no backslash stands before, up to a #
// that begins a word.
func ownerWords(text string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '#'):
			i++
			word.WriteByte(text[i])
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			end()
		case c == '#' && word.Len() == 0:
			return words
		default:
			word.WriteByte(c)
		}
	}
	end()
	return words
}

// ownerTeam returns the team that @organisation/team names. GitLab's groups
// may lie in groups; the last is the team.
func ownerTeam(owner string) (string, bool) {
	name, ok := strings.CutPrefix(owner, "@")
	i := strings.LastIndexByte(name, '/')
	if !ok || i <= 0 || i == len(name)-1 {
		return "", false
	}
	return name[i+1:], true
}

// ownerGlobs turns a pattern of CODEOWNERS into globs over whole paths; none
// when it cannot be read. A pattern without a slash, or with one at its end
// alone, holds at any depth. One that names a folder holds for all below it,
// save that the last * of docs/* names files of that folder alone.
func ownerGlobs(pattern string) []string {
	if !utf8.ValidString(pattern) { // no path that we list is of that kind
		return nil
	}
	pattern = norm.NFC.String(pattern)
	folder := strings.HasSuffix(pattern, "/")
	pattern = strings.TrimSuffix(pattern, "/")
	anchored := strings.Contains(pattern, "/")
	glob := literal.Replace(strings.TrimPrefix(pattern, "/"))
	if !anchored {
		glob = "**/" + glob
	}
	below := strings.TrimSuffix(glob, "/**") + "/**"
	var globs []string
	switch {
	case pattern == "": // the whole repository
		globs = []string{"**"}
	case folder || strings.HasSuffix(glob, "/**"):
		globs = []string{below}
	case anchored && (glob == "*" || strings.HasSuffix(glob, "/*")):
		globs = []string{glob}
	default:
		globs = []string{glob, below}
	}
	for _, g := range globs {
		if !doublestar.ValidatePattern(g) {
			return nil
		}
	}
	return globs
}

// literal undoes the signs that mean something to doublestar and nothing in
// CODEOWNERS.
var literal = strings.NewReplacer("[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`)

// literalStart returns what all paths that globs match begin with, so that
// most rules can be passed over by comparing a few letters.
func literalStart(globs []string) string {
	first := globs[0] // the others are the same with more behind it
	i := strings.IndexAny(first, `*?\[{`)
	if i < 0 {
		return first
	}
	return strings.TrimSuffix(first[:i], "/") // folder/** names the folder too
}

// Owners is what an OWNERS file of the form that Kubernetes uses says of its
// folder.
type Owners struct {
	Labels []string // as written: sig/node, committee/steering, area/docs
}

// ParseOwners reads an OWNERS file; the part of it that cannot be read is left
// out. Approvers and reviewers are persons and not kept, nor is what holds for
// some files of the folder alone.
func ParseOwners(data []byte) Owners {
	meta, _ := schema.Decode("OWNERS", data, 0, len(data), schema.Limits{})
	labels := meta.Texts("labels")
	if filters, ok := meta.Get("filters"); ok && len(labels) == 0 {
		if all, ok := (schema.Meta{Entries: filters.Fields}).Get(".*"); ok {
			labels = schema.Meta{Entries: all.Fields}.Texts("labels")
		}
	}
	var o Owners
	for _, label := range labels {
		if label.Text != "" {
			o.Labels = append(o.Labels, label.Text)
		}
	}
	return o
}

// TeamNames returns the names under which the team of a label may be known,
// the likelier first: sig/node is sig-node, team/payments may be payments too.
func TeamNames(label string) []string {
	group, name, ok := strings.Cut(label, "/")
	switch {
	case !ok || group == "" || name == "":
		return nil
	case group == "team" || group == "teams" || group == "owner":
		return []string{name, group + "-" + name}
	}
	return []string{strings.ReplaceAll(label, "/", "-")}
}
