package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// Mentions reports whether the charter x names the team of the charter d or
// links to it, in front matter or in the text; the cheapest signs are looked
// for first.
func (m *Model) Mentions(x, d *document.Document) bool {
	team := d.Facts.Team
	is := func(t line.Text) bool {
		id, _ := m.TeamID(t.Text)
		return id == team
	}
	if slices.ContainsFunc(x.Facts.Refs, func(r document.Reference) bool { return r.ID == team }) ||
		slices.ContainsFunc(x.Facts.WorksWith, func(w line.Who) bool { return is(w.Team) }) ||
		slices.ContainsFunc(x.Facts.NotOurs, func(w line.Who) bool { return is(w.Team) }) ||
		slices.ContainsFunc(x.Facts.Refs, func(r document.Reference) bool { return is(r.Text) }) {
		return true
	}
	called := []string{team, strings.ReplaceAll(team, "-", " "), d.Title, m.Name(team, "", []string{"team"}).Name}
	for i, name := range called {
		if !slices.Contains(called[:i], name) && saysName(x.Content.Text, name) {
			return true
		}
	}
	for i := range x.Content.Refs {
		r := &x.Content.Refs[i]
		if (strings.Contains(r.Target, d.ID) || strings.Contains(r.Target, team)) && m.resolve(x, r).Doc == d {
			return true
		}
	}
	return false
}

// saysName reports whether a text holds a name as words of their own: as it is
// written, in small letters, in capitals, or as a sentence begins. Searching for
// these forms is many times faster than comparing at each letter.
func saysName(text, name string) bool {
	if name == "" {
		return false
	}
	lower := strings.ToLower(name)
	_, first := utf8.DecodeRuneInString(lower)
	forms := []string{name, lower, strings.ToUpper(name), strings.ToUpper(lower[:first]) + lower[first:]}
	for i, form := range forms {
		if !slices.Contains(forms[:i], form) && holdsWords(text, form) {
			return true
		}
	}
	return false
}

// holdsWords reports whether words stand in a text with no letter or digit
// right before or behind them.
func holdsWords(text, words string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(words)
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[to:])
		if !letterOrDigit(before) && !letterOrDigit(after) {
			return true
		}
		at = from + 1
	}
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
