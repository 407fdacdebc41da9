package diag

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

type jsonPos struct {
	Line   int `json:"line,omitempty"` // left out, as the column, when only the byte is known
	Column int `json:"column,omitempty"`
	Byte   int `json:"byte"`
}

type jsonPlace struct {
	File  string   `json:"file"`
	Start *jsonPos `json:"start,omitempty"` // left out when the whole file is meant
	End   *jsonPos `json:"end,omitempty"`
	Label string   `json:"label,omitempty"`
}

type jsonFix struct {
	Safe   bool     `json:"safe"`             // text may be put in place of start to end without asking
	Advice string   `json:"advice,omitempty"` // what to type, in words
	Text   *string  `json:"text,omitempty"`
	Start  *jsonPos `json:"start,omitempty"`
	End    *jsonPos `json:"end,omitempty"`
}

type jsonProblem struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	jsonPlace
	Message string      `json:"message"`
	Why     string      `json:"why,omitempty"`
	Related []jsonPlace `json:"related"`
	Fix     *jsonFix    `json:"fix,omitempty"`
}

// Report is what JSON output holds; its empty value tells a schema how.
type Report struct {
	Schema      int           `json:"schema"`
	Version     string        `json:"version"`
	OK          bool          `json:"ok"`
	Counts      jsonCounts    `json:"counts"`
	MS          int64         `json:"ms"`
	Diagnostics []jsonProblem `json:"diagnostics"`
}

type jsonCounts struct {
	Files    int `json:"files"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Hints    int `json:"hints"`
}

func appendJSON(out []byte, problems []Problem, o PrintOptions) []byte {
	report := Report{Schema: 1, Version: o.Version, MS: o.Elapsed.Milliseconds(), Diagnostics: []jsonProblem{}}
	report.Counts.Files = o.Documents
	report.Counts.Errors, report.Counts.Warnings, report.Counts.Hints = Count(problems)
	report.OK = report.Counts.Errors == 0
	for _, p := range problems {
		j := jsonProblem{
			Rule: p.Rule, Severity: p.Severity.String(), jsonPlace: o.jsonPlace(p.File, p.Span, p.Label),
			Message: p.Message, Why: p.Why, Related: []jsonPlace{}, Fix: o.jsonFix(p),
		}
		for _, r := range p.Related {
			j.Related = append(j.Related, o.jsonPlace(r.File, r.Span, r.Label))
		}
		report.Diagnostics = append(report.Diagnostics, j)
	}
	return appendValue(out, report)
}

func (o PrintOptions) jsonPlace(file string, span Span, label string) jsonPlace {
	p := jsonPlace{Label: label}
	if file != "" {
		p.File = o.path(file)
	}
	if span.Start.Line > 0 {
		start, end := toJSON(span.Start), toJSON(span.End)
		p.Start, p.End = &start, &end
	}
	return p
}

func toJSON(p Pos) jsonPos { return jsonPos{Line: p.Line, Column: p.Column, Byte: p.Byte} }

func (o PrintOptions) jsonFix(p Problem) *jsonFix {
	if p.Edit == nil {
		if p.Fix == "" {
			return nil
		}
		return &jsonFix{Advice: p.Fix}
	}
	span := o.editSpan(p)
	start, end := toJSON(span.Start), toJSON(span.End)
	return &jsonFix{Safe: true, Advice: p.Fix, Text: &p.Edit.Text, Start: &start, End: &end}
}

// editSpan returns the place of a problem's edit; without the file's text only
// its bytes are known.
func (o PrintOptions) editSpan(p Problem) Span {
	if o.Source != nil {
		if src := o.Source(p.File); src != nil {
			return NewLines(src).Span(p.Edit.Start, p.Edit.End)
		}
	}
	return Span{Pos{Byte: p.Edit.Start}, Pos{Byte: p.Edit.End}}
}

// appendValue writes a value as indented JSON in which every character that a
// terminal might obey is written as \u202e, so that the text stays exact and
// harmless.
func appendValue(out []byte, value any) []byte {
	data, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		panic(fmt.Sprintf("diag: a report of plain values cannot be written: %v", err))
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == '\n' || !isHidden(r):
			out = append(out, data[i:i+n]...)
		case r > 0xFFFF:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += n
	}
	return append(out, '\n')
}

// githubLevels are the words of GitHub's workflow commands by severity.
var githubLevels = [...]string{Hint: "notice", Warning: "warning", Error: "error"}

func appendGitHub(out []byte, problems []Problem, o PrintOptions) []byte {
	for _, p := range problems {
		var properties []string
		if p.File != "" {
			properties = append(properties, "file="+githubProperty(Visible(o.path(p.File))))
		}
		if s, e := p.Span.Start, p.Span.End; s.Line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d,col=%d", s.Line, s.Column))
			if e.Line >= s.Line {
				properties = append(properties, fmt.Sprintf("endLine=%d", e.Line))
				if e.Line == s.Line { // GitHub refuses columns of a place over several lines
					properties = append(properties, fmt.Sprintf("endColumn=%d", e.Column))
				}
			}
		}
		properties = append(properties, "title="+githubProperty(Visible(p.Rule)))
		message := Visible(p.Message)
		for _, more := range []struct{ word, text string }{{"", p.Label}, {"why: ", p.Why}, {"fix: ", p.Fix}} {
			if more.text != "" {
				message += "\n" + more.word + Visible(more.text)
			}
		}
		out = fmt.Appendf(out, "::%s %s::%s\n", githubLevels[p.Severity], strings.Join(properties, ","), githubData(message))
	}
	return out
}

func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}

// sarifLevels are SARIF's words by severity.
var sarifLevels = [...]string{Hint: "note", Warning: "warning", Error: "error"}

type object = map[string]any

func appendSARIF(out []byte, problems []Problem, o PrintOptions) []byte {
	var names []string
	for _, p := range problems {
		names = append(names, p.Rule)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	rules := []object{}
	for _, name := range names {
		rules = append(rules, object{"id": name})
	}
	results := []object{}
	for _, p := range problems {
		index, _ := slices.BinarySearch(names, p.Rule)
		results = append(results, o.sarifResult(p, index))
	}
	driver := object{"name": "remit", "rules": rules}
	if o.Version != "" {
		driver["version"] = o.Version
	}
	return appendValue(out, object{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs":    []object{{"tool": object{"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}},
	})
}

func (o PrintOptions) sarifResult(p Problem, rule int) object {
	text := p.Message
	for _, more := range []string{p.Label, p.Why, p.Fix} {
		if more != "" {
			text += "\n" + more
		}
	}
	result := object{"ruleId": p.Rule, "ruleIndex": rule, "level": sarifLevels[p.Severity], "message": object{"text": text}}
	if p.File != "" {
		result["locations"] = []object{o.sarifLocation(p.File, p.Span)}
	}
	var related []object
	for i, r := range p.Related {
		l := o.sarifLocation(r.File, r.Span)
		l["id"] = i + 1
		if r.Label != "" {
			l["message"] = object{"text": r.Label}
		}
		related = append(related, l)
	}
	if related != nil {
		result["relatedLocations"] = related
	}
	if p.Edit != nil && p.File != "" {
		result["fixes"] = []object{{"artifactChanges": []object{{
			"artifactLocation": object{"uri": o.uri(p.File)},
			"replacements":     []object{{"deletedRegion": sarifRegion(o.editSpan(p)), "insertedContent": object{"text": p.Edit.Text}}},
		}}}}
	}
	return result
}

func (o PrintOptions) sarifLocation(file string, span Span) object {
	place := object{"artifactLocation": object{"uri": o.uri(file)}}
	if span.Start.Line > 0 {
		place["region"] = sarifRegion(span)
	}
	return object{"physicalLocation": place}
}

func sarifRegion(s Span) object {
	region := object{"byteOffset": s.Start.Byte, "byteLength": max(0, s.End.Byte-s.Start.Byte)}
	if s.Start.Line > 0 {
		region["startLine"], region["startColumn"] = s.Start.Line, s.Start.Column
	}
	if s.End.Line >= s.Start.Line && s.Start.Line > 0 {
		region["endLine"], region["endColumn"] = s.End.Line, s.End.Column
	}
	return region
}

// uri writes a file name as the relative reference that SARIF wants.
func (o PrintOptions) uri(file string) string { return (&url.URL{Path: o.path(file)}).String() }
