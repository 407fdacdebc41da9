package search

import (
	"fmt"
	"strings"
	"testing"
)

func TestNexts(t *testing.T) {
	t.Parallel()
	for _, marks := range [][]byte{{}, {1}, {64}, {127}, {5, 63, 64, 65, 127}} {
		var s nexts
		for _, m := range marks {
			s.add(m)
		}
		r := termReader{rest: string(s.appendTo(nil))}
		if got := r.nexts(); got != s || r.rest != "" || s == (nexts{}) != (len(marks) == 0) {
			t.Errorf("marks %v come back as %v, want %v; %d bytes are left", marks, got, s, len(r.rest))
		}
	}
}

// TestWordsThatStandTogether asks for two words of a text that stand side by
// side on one page, and on another with others between: the postings must know
// it in every script, as search.js counts marks as this package does.
func TestWordsThatStandTogether(t *testing.T) {
	t.Parallel()
	pairs := []string{"refund limits", "limit the refund", "naïve Größe", "команда работает", "退款 上限", "𠮷野 家計", "e\u0301te\u0301 chaud", "C 3po"}
	filler := "one other two others three four"
	var pages []Page
	var calls []call
	var want []string
	for i, pair := range pairs {
		first, second, _ := strings.Cut(pair, " ")
		apart := []string{second, filler, first, filler} // the same words, and as many
		for j, text := range []string{strings.Join(apart, " "), filler + " " + pair + " " + filler, strings.Join(apart, " ")} {
			pages = append(pages, Page{URL: fmt.Sprintf("%d/%d/", i, j), Title: "Page", Sections: []Section{{Text: text}}})
		}
		calls = append(calls, call{Query: pair + " "})
		want = append(want, fmt.Sprintf("%d/1/", i))
	}
	for i, a := range searchAll(t, buildSite(t, pages), calls) {
		if len(a.Results) == 0 || a.Results[0].URL != want[i] {
			t.Errorf("search(%q) gives %s, want %s first", calls[i].Query, a.urls(), want[i])
		}
	}
}

// TestAnEditTouchesItsNeighbours puts a word into a text: the words around it
// change, the others do not.
func TestAnEditTouchesItsNeighbours(t *testing.T) {
	t.Parallel()
	changed := func(before, after string) string {
		old, words := map[string]string{}, []string{}
		read := func(text string, see func(word, posting string)) {
			_, r := readTerms(Analyse(Page{Title: "Page", Sections: []Section{{Text: text}}}))
			for r.next() {
				see(string(r.text), fmt.Sprint(r.heads, r.body))
			}
		}
		read(before, func(w, p string) { old[w] = p })
		read(after, func(w, p string) {
			if old[w] != p {
				words = append(words, w)
			}
		})
		return strings.Join(words, " ")
	}
	if got, want := changed("alpha beta gamma delta epsilon", "alpha beta the new gamma delta epsilon"), "beta new the"; got != want {
		t.Errorf("changed are %q, want %q", got, want)
	}
}
