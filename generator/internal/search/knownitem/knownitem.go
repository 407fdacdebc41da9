// Package knownitem judges a search: it makes queries whose answer is known out
// of the pages that are searched, and counts how often that answer is found.
// Only tests use it. It shares no code with the search, so that what it judges
// does not bend what it judges by.
//
// In: [Page] and [Link] values, of a handbook that somebody wrote or of one
// that [Handbook] makes up. Out: [Query] values, and the [Score] of each class.
// The same pages, links and seed give the same queries.
//
// # Classes
//
//	anchor   the words of a link, as an author called the page it leads to; pages
//	         that hold such a link are left out of the answer
//	heading  a heading that only one page has
//	short    two words of such a link or heading
//	prefix   a link or heading that breaks off inside its last word
//	typo     a link or heading with one letter wrong, lost, added or swapped
//	body     four to six words that stand together on one page only
//
// Queries use words that the pages have, and a page that is linked is asked for
// more often: the figures tell one engine from another, not how readers fare.
package knownitem

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Page is one page that is searched.
type Page struct {
	URL      string // below the site's root: "teams/support/"
	Title    string
	Sections []Section // the first has no heading: the text before it
}

// Section is the text under one heading.
type Section struct{ Anchor, Heading, Text string }

// Link is a link from one page to another.
type Link struct{ From, To, Words string } // URLs, and the words that one clicks on

// Query is a query and what it is to find.
type Query struct {
	Class  string
	Text   string
	Pages  []string // URLs, of which any is right
	Anchor string   // of the section that is meant; "" when the page is
	Beside []string // URLs that do not count, neither as right nor as wrong
}

// Classes are all classes of queries, in the order of the package's comment.
var Classes = []string{"anchor", "heading", "short", "prefix", "typo", "body"}

// Queries makes up to n queries of each class.
func Queries(seed uint64, pages []Page, links []Link, n int) []Query {
	m := maker{r: rand.New(rand.NewPCG(seed, 1)), asked: map[string]bool{}}
	linked, titled := linked(links), headings(pages)
	m.some("anchor", n, linked, func(q Query) string { return q.Text })
	m.some("heading", n, titled, func(q Query) string { return q.Text })
	both := slices.Concat(m.shuffled(linked)[:min(n, len(linked))], m.shuffled(titled)[:min(2*n, len(titled))])
	m.short(n, both, pages)
	m.some("prefix", n, both, m.begun)
	m.some("typo", n, both, m.slip)
	m.body(n, pages)
	return m.queries
}

type maker struct {
	r       *rand.Rand
	asked   map[string]bool // class and words
	queries []Query
}

func (m *maker) shuffled(from []Query) []Query {
	from = slices.Clone(from)
	m.r.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from
}

// add adds a query once, and says whether it did.
func (m *maker) add(class string, q Query) bool {
	key := class + " " + strings.Join(words(q.Text), " ")
	if q.Text == "" || m.asked[key] {
		return false
	}
	m.asked[key] = true
	q.Class = class
	m.queries = append(m.queries, q)
	return true
}

// some adds n queries at most, with the words that change makes; "" for none.
func (m *maker) some(class string, n int, from []Query, change func(Query) string) {
	for _, q := range m.shuffled(from) {
		if n == 0 {
			return
		}
		q.Text = change(q)
		if m.add(class, q) {
			n--
		}
	}
}

// linked gives the words of links that lead to three pages at most. A page
// that holds the words and is what they mean cannot be left out.
func linked(links []Link) []Query {
	var keys []string
	byWords := map[string]*Query{}
	for _, l := range links {
		ws := words(l.Words)
		if l.From == l.To || len(l.Words) > 80 || !slices.ContainsFunc(ws, meant) || strings.ContainsAny(l.Words, `/\@`) {
			continue
		}
		key := strings.Join(ws, " ")
		q := byWords[key]
		if q == nil {
			q = &Query{Text: l.Words}
			byWords[key] = q
			keys = append(keys, key)
		}
		if !slices.Contains(q.Pages, l.To) {
			q.Pages = append(q.Pages, l.To)
		}
		if !slices.Contains(q.Beside, l.From) {
			q.Beside = append(q.Beside, l.From)
		}
	}
	var out []Query
	for _, key := range keys {
		q := byWords[key]
		both := slices.ContainsFunc(q.Beside, func(p string) bool { return slices.Contains(q.Pages, p) })
		if len(q.Pages) <= 3 && !both {
			out = append(out, *q)
		}
	}
	return out
}

// headings gives the headings of two to eight words that stand once.
func headings(pages []Page) []Query {
	count := map[string]int{}
	each := func(f func(key string, n int, q Query)) {
		for _, p := range pages {
			for _, s := range p.Sections {
				if ws := words(s.Heading); slices.ContainsFunc(ws, meant) {
					f(strings.Join(ws, " "), len(ws), Query{Text: s.Heading, Pages: []string{p.URL}, Anchor: s.Anchor})
				}
			}
		}
	}
	each(func(key string, _ int, _ Query) { count[key]++ })
	var out []Query
	each(func(key string, n int, q Query) {
		if count[key] == 1 && n >= 2 && n <= 8 {
			out = append(out, q)
		}
	})
	return out
}

// short takes two words out of three or more. When two pages have them in
// titles and headings, both are right; more pages, and it is no query.
func (m *maker) short(n int, from []Query, pages []Page) {
	holding := make([]map[string]bool, len(pages))
	for i, p := range pages {
		holding[i] = map[string]bool{}
		for _, w := range words(p.Title) {
			holding[i][w] = true
		}
		for _, s := range p.Sections {
			for _, w := range words(s.Heading) {
				holding[i][w] = true
			}
		}
	}
	for _, q := range m.shuffled(from) {
		ws := slices.DeleteFunc(words(q.Text), func(w string) bool { return !meant(w) })
		if n == 0 {
			return
		}
		if len(words(q.Text)) < 3 || len(ws) < 2 {
			continue
		}
		i := m.r.IntN(len(ws) - 1)
		j := i + 1 + m.r.IntN(len(ws)-1-i)
		found := 0
		for k, p := range pages {
			if holding[k][ws[i]] && holding[k][ws[j]] && !slices.Contains(q.Beside, p.URL) {
				found++
				if !slices.Contains(q.Pages, p.URL) {
					q.Pages, q.Anchor = append(slices.Clone(q.Pages), p.URL), ""
				}
			}
		}
		q.Text = ws[i] + " " + ws[j]
		if found <= 2 && m.add("short", q) {
			n--
		}
	}
}

var lastWord = regexp.MustCompile(`^(?s)(.*?)([\pL\pN]{5,})[^\pL\pN]*$`)

// begun breaks off inside the last word, after three letters or more.
func (m *maker) begun(q Query) string {
	at := lastWord.FindStringSubmatch(q.Text)
	if at == nil {
		return ""
	}
	w := []rune(at[2])
	return at[1] + string(w[:3+m.r.IntN(len(w)-3)])
}

var longWord = regexp.MustCompile(`\pL{5,}`)

// slip does one thing wrong in a word of five letters or more.
func (m *maker) slip(q Query) string {
	all := longWord.FindAllStringIndex(q.Text, -1)
	if all == nil {
		return ""
	}
	at := all[m.r.IntN(len(all))]
	w := []rune(q.Text[at[0]:at[1]])
	i, letter := m.r.IntN(len(w)-1), 'a'+rune(m.r.IntN(26))
	switch m.r.IntN(4) {
	case 0:
		w[i] = letter
	case 1:
		w = slices.Delete(w, i, i+1)
	case 2:
		w = slices.Insert(w, i, letter)
	case 3:
		w[i], w[i+1] = w[i+1], w[i]
	}
	text := q.Text[:at[0]] + string(w) + q.Text[at[1]:]
	if strings.Join(words(text), " ") == strings.Join(words(q.Text), " ") {
		return ""
	}
	return text
}

// body takes words that follow each other, as they are, out of a section. Each
// page has its turn: a long one would have most of them otherwise.
func (m *maker) body(n int, pages []Page) {
	flat := make([]string, len(pages))
	for i, p := range pages {
		text := p.Title
		for _, s := range p.Sections {
			text += " " + s.Heading + " " + s.Text
		}
		flat[i] = " " + strings.Join(words(text), " ") + " "
	}
	for range 20 {
		for _, at := range m.r.Perm(len(pages)) {
			if n == 0 {
				return
			}
			s := pages[at].Sections[m.r.IntN(max(1, len(pages[at].Sections)))]
			text := m.piece(strings.Fields(s.Text))
			piece := " " + strings.Join(words(text), " ") + " "
			count := 0
			for _, f := range flat {
				if strings.Contains(f, piece) {
					count++
				}
			}
			if text != "" && count == 1 && m.add("body", Query{Text: text, Pages: []string{pages[at].URL}}) {
				n--
			}
		}
	}
}

// piece gives four to six words of running text, three of which mean something.
func (m *maker) piece(text []string) string {
	n := 4 + m.r.IntN(3)
	if len(text) < 20 {
		return ""
	}
	from := m.r.IntN(len(text) - n)
	some := text[from : from+n]
	for _, w := range some {
		if strings.ContainsAny(w, "/@#{}<>|=") || strings.ContainsAny(w[len(w)-1:], ".!?") {
			return ""
		}
	}
	ws := words(strings.Join(some, " "))
	if len(ws) < 4 || len(slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return !meant(w) })) < 3 {
		return ""
	}
	return strings.TrimFunc(strings.Join(some, " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// words cuts a text for comparing, not for searching.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// meant says whether a word tells anything about what is asked for.
func meant(w string) bool {
	_, small := slices.BinarySearch(smallWords, w)
	return !small && len(w) > 2
}

// smallWords are words that any text has, and those that say no more than that there is a link.
var smallWords = strings.Fields("a above all an and any are as at be below by can click do doc docs document does edit file for from has have here how if in into is it its link list more next no not note notes of on or our page read see section that the their this to us was we what when where which who why will with yes you your")
