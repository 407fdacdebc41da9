package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// corpus makes n pages of about size bytes each, the same for the same seed.
// Its vocabulary is as uneven as that of real text.
func corpus(seed uint64, n, size int) []Page {
	r := rand.New(rand.NewPCG(seed, 1))
	words := vocabulary(r, 200+n*20)
	zipf := rand.NewZipf(r, 1.15, 8, uint64(len(words)-1))
	some := func(n int) string {
		var s []string
		for range n {
			s = append(s, words[zipf.Uint64()])
		}
		return strings.Join(s, " ")
	}
	rare := func() string { return words[len(words)/3+r.IntN(len(words)*2/3)] }
	var pages []Page
	for i := range n {
		title := "The " + rare() + " " + rare()
		p := Page{
			URL: fmt.Sprintf("area-%02d/page-%05d/", i*20/n, i), Title: title, Kind: []string{"charter", "lesson", "page"}[i%3],
			Tags: []string{words[i%20]}, Incoming: r.IntN(9), Sections: []Section{{Text: some(30)}},
		}
		for left := size - 300; left > 0; {
			h := rare() + " " + some(1) + " " + rare()
			s := Section{Anchor: strings.ReplaceAll(h, " ", "-"), Heading: h, Text: some(100)}
			p.Sections = append(p.Sections, s)
			left -= len(s.Text) + len(h)
		}
		pages = append(pages, p)
	}
	return pages
}

// vocabulary makes n different words that can be spoken, some with endings.
func vocabulary(r *rand.Rand, n int) []string {
	syllables := strings.Fields("ba be bi co cu da de di do fa fe ga go ha he ho ka ke la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we za zo")
	endings := []string{"", "", "", "s", "ing", "ed", "ness", "er"}
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		w := ""
		for range 2 + r.IntN(3) {
			w += syllables[r.IntN(len(syllables))]
		}
		w += endings[r.IntN(len(endings))]
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
