package schema

import (
	"slices"
	"strings"
	"unicode"

	"remit/generator/internal/diag"
)

// renameEdit renames a key to the known one that it is one slip away from,
// when no other is as near, the known one is not there already, and the key
// is not in quotes. Keys that say who may read are never made by an edit.
func renameEdit(m Meta, e Entry, near string, known []string) *diag.Edit {
	_, taken := m.Get(near)
	if taken || accessField(near) != "" || !onlySlip(e.Key, near, known) || isQuoted(e.KeySpan, e.Key) {
		return nil
	}
	return &diag.Edit{Start: e.KeySpan.Start.Byte, End: e.KeySpan.End.Byte, Text: near}
}

// wordEdit replaces a word by the known one that it is one slip away from, when
// no other is as near.
func wordEdit(v Value, near string, known []string) *diag.Edit {
	if v.Kind != Scalar || !onlySlip(v.Text, near, known) || isQuoted(v.Span, v.Text) {
		return nil
	}
	return &diag.Edit{Start: v.Span.Start.Byte, End: v.Span.End.Byte, Text: near}
}

// isQuoted reports whether a text stands otherwise in the file than it reads.
func isQuoted(span diag.Span, text string) bool {
	return span.End.Byte-span.Start.Byte != len(text)
}

func onlySlip(typed, near string, known []string) bool {
	if !oneSlip(typed, near) {
		return false
	}
	return !slices.ContainsFunc(known, func(k string) bool { return k != near && oneSlip(typed, k) })
}

// oneSlip reports whether two words are the same but for letter case, the way
// in which their parts are joined, and one letter added, left out, replaced or
// swapped with its neighbour.
func oneSlip(a, b string) bool {
	x, y := joined(a), joined(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	switch restX, restY := x[i:], y[i:]; {
	case len(restY) == 0:
		return true
	case len(y) < 3 || len(restY)-len(restX) > 1: // of a two-letter word a slip leaves nothing
		return false
	case len(restY) > len(restX):
		return slices.Equal(restX, restY[1:])
	case slices.Equal(restX[1:], restY[1:]):
		return true
	case len(restX) >= 2:
		return restX[0] == restY[1] && restX[1] == restY[0] && slices.Equal(restX[2:], restY[2:])
	}
	return false
}

func joined(word string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if r == '_' || r == ' ' {
			return '-'
		}
		return unicode.ToLower(r)
	}, word))
}
