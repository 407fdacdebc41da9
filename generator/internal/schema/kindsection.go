package schema

import (
	"fmt"
	"slices"
)

// sections reads a list of sections and returns known with them added or
// changed; k is nil for those of all kinds.
func (p *kindParser) sections(file string, k *Kind, known []Section, v Value) []Section {
	if v.Kind != List {
		p.refuse(file, v.Span, "sections are a list", "write  - name: what-follows  and below it, indented,  headings:")
		return known
	}
	for _, item := range v.Items {
		name := Meta{Entries: item.Fields}.Text("name")
		if item.Kind != Map || !isName(name) {
			p.refuse(file, item.Span, "a section has a name of lower-case letters and hyphens", "write  - name: what-follows  and below it, indented,  headings:")
			continue
		}
		s := findSection(known, name)
		if s == nil {
			known = append(known, Section{Name: name})
			s = &known[len(known)-1]
			if shared := findSection(p.common.sections, name); shared != nil && k != nil {
				*s = cloneSections([]Section{*shared})[0]
			}
		}
		for _, e := range item.Fields {
			p.sectionEntry(file, k, known, s, e)
		}
		if len(s.Headings) == 0 {
			s.Headings = map[string][]string{"en": {inWords(name)}}
		}
	}
	return known
}

func (p *kindParser) sectionEntry(file string, k *Kind, known []Section, s *Section, e Entry) {
	switch e.Key {
	case "name":
	case "doc":
		p.text(file, e, &s.Doc)
	case "prompt":
		p.text(file, e, &s.Prompt)
	case "core":
		p.truth(file, e, &s.Core)
	case "field":
		p.text(file, e, &s.Field)
		p.later = append(p.later, func() { p.checkAnswers(file, k, e.Value) })
	case "headings":
		p.headings(file, p.formsOf(k, known), s, e.Value)
	default:
		p.unknown(file, e, sectionKeys)
	}
}

// checkAnswers looks whether the field that a section answers exists.
func (p *kindParser) checkAnswers(file string, k *Kind, v Value) {
	fields := p.common.fields
	if k != nil {
		fields = joinFields(k.Fields, p.common.fields)
	}
	if v.Text != "" && findField(fields, v.Text) == nil {
		p.near(file, v.Span, v.Text, quoted(v.Text)+" is not a field that the section could answer", fieldNames(fields))
	}
}

// headings reads the headings of a section by language. They come before those
// that are known: a site that adds its own words uses them.
func (p *kindParser) headings(file string, forms map[string]string, s *Section, v Value) {
	if v.Kind != Map {
		p.refuse(file, v.Span, "headings are given for each language", "write  headings:  and below it, indented,  en: [What follows, Consequences]")
		return
	}
	for _, e := range v.Fields {
		var added []string
		for _, item := range p.texts(file, e) {
			form := headingForm(item.Text)
			if other := forms[form]; other != "" && other != s.Name {
				p.refuse(file, item.Span, fmt.Sprintf("%s is already a heading of the section %s", quoted(item.Text), other), "leave it out in one of the two")
				continue
			}
			forms[form] = s.Name
			added = append(added, item.Text)
		}
		if s.Headings == nil {
			s.Headings = map[string][]string{}
		}
		language := baseLanguage(e.Key)
		for _, old := range s.Headings[language] {
			if !slices.Contains(added, old) {
				added = append(added, old)
			}
		}
		if len(added) > 0 {
			s.Headings[language] = added
		}
	}
}

// formsOf returns which section each heading of a kind begins, to add to.
func (p *kindParser) formsOf(k *Kind, known []Section) map[string]string {
	name := ""
	if k != nil {
		name = k.Name
	}
	forms := p.forms[name]
	if forms == nil {
		forms = map[string]string{}
		p.forms[name] = forms
		for _, s := range known {
			for _, h := range allHeadings(s) {
				forms[headingForm(h)] = s.Name
			}
		}
	}
	return forms
}
