package diag

import (
	"unicode"
	"unicode/utf8"
)

// Nearest returns the known word that somebody who typed word most likely
// meant, and false when none is near. Letter case does not count, two
// neighbouring letters that changed places are one slip. Up to five letters
// may hold one slip, up to eight two, longer words three. Among equally near
// words the first given wins.
func Nearest(word string, known []string) (string, bool) {
	typed := foldRunes(word)
	allowed := allowedSlips(len(typed))
	best, found := "", false
	for _, k := range known {
		if k == "" {
			continue
		}
		n := slips(typed, foldRunes(k), allowed)
		if n <= allowed && (!found || n < slips(typed, foldRunes(best), allowed)) {
			best, found = k, true
		}
	}
	return best, found
}

// allowedSlips is how far a word of n letters may be from what was meant: a
// third of it at most, so that short words do not all look alike.
func allowedSlips(n int) int {
	switch {
	case n <= 5:
		return min(1, n/3)
	case n <= 8:
		return 2
	case n <= 64:
		return 3
	}
	return 0 // not a word; comparing it would only cost time
}

func foldRunes(s string) []rune {
	runes := make([]rune, 0, utf8.RuneCountInString(s))
	for _, r := range s {
		runes = append(runes, unicode.ToLower(r))
	}
	return runes
}

// slips is the optimal string alignment distance of a and b: the least number
// of letters added, left out, replaced or swapped with their neighbour, where
// no part is changed twice. Beyond limit it returns limit+1.
func slips(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
