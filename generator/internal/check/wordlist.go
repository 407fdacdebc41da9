package check

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

// wordList is what the hints about words know of one language.
type wordList struct {
	sets    map[string]map[string]bool
	phrases map[string]phrases
	starts  map[string]uint64 // in which lists a word stands, or begins a phrase, as bits
	bits    map[string]uint64 // the bit of each list

	once  sync.Once
	looks looks // made once, when first asked for
}

// phrases are those of one list, by their first word, longer ones first.
type phrases map[string][]phrase

type phrase struct {
	list    string // the name of its list
	words   []string
	rewrite string
}

//go:embed words/*.txt
var wordFiles embed.FS

// wordLists returns the lists by language.
var wordLists = sync.OnceValue(func() map[string]*wordList {
	lists := map[string]*wordList{}
	entries, err := wordFiles.ReadDir("words")
	if err != nil {
		panic(fmt.Sprintf("check: embedded word lists: %v", err))
	}
	for _, e := range entries {
		text, err := wordFiles.ReadFile("words/" + e.Name())
		if err != nil {
			panic(fmt.Sprintf("check: embedded word lists: %v", err))
		}
		lists[strings.TrimSuffix(e.Name(), ".txt")] = parseWordList(string(text))
	}
	return lists
})

// wordsOf returns the list for a document's language, or nil when there is
// none for it. A document that does not name its language has the English one.
func wordsOf(language string) *wordList {
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	if language == "" {
		language = "en"
	}
	return wordLists()[language]
}

// parseWordList reads one file; see words/en.txt for its form.
func parseWordList(text string) *wordList {
	l := &wordList{
		sets: map[string]map[string]bool{}, phrases: map[string]phrases{},
		starts: map[string]uint64{}, bits: map[string]uint64{},
	}
	name := ""
	for row := range strings.Lines(text) {
		row = strings.TrimSpace(row)
		switch {
		case row == "" || row[0] == '#':
		case row[0] == '[':
			name = strings.Trim(row, "[]")
			l.sets[name], l.phrases[name] = map[string]bool{}, phrases{}
			if len(l.bits) == 64 {
				panic("check: a word list has more parts than bits")
			}
			l.bits[name] = 1 << len(l.bits)
		default:
			l.add(name, row)
		}
	}
	return l
}

func (l *wordList) add(name, row string) {
	said, rewrite, ok := strings.Cut(row, " | ")
	words := strings.Fields(said)
	if !ok {
		for _, w := range words {
			l.sets[name][w] = true
			l.starts[w] |= l.bits[name]
		}
		return
	}
	p := phrase{name, words, rewrite}
	l.starts[words[0]] |= l.bits[name]
	known := l.phrases[name][words[0]]
	at := 0
	for at < len(known) && len(known[at].words) >= len(words) {
		at++
	}
	l.phrases[name][words[0]] = append(known[:at:at], append([]phrase{p}, known[at:]...)...)
}

// mask returns the bits of lists.
func (l *wordList) mask(lists ...string) uint64 {
	m := uint64(0)
	for _, name := range lists {
		m |= l.bits[name]
	}
	return m
}

// starting returns the words that stand in one of the lists, or begin a phrase
// of it.
func (l *wordList) starting(lists ...string) *starters {
	s := &starters{words: l.starts, lists: l.mask(lists...)}
	for _, name := range lists {
		for w := range l.phrases[name] {
			s.lengths[w[0]] |= 1 << min(len(w), 31)
		}
		for w := range l.sets[name] {
			s.lengths[w[0]] |= 1 << min(len(w), 31)
		}
	}
	return s
}

// starters are the words at which a rule looks. Most words are told apart by
// their first byte and their length.
type starters struct {
	words   map[string]uint64
	lists   uint64
	lengths [256]uint32 // by first byte, the lengths of the words as bits
}

// has reports whether a word, in whatever case, is one of them.
func (s *starters) has(w string) bool {
	first := w[0]
	if 'A' <= first && first <= 'Z' {
		first += 'a' - 'A'
	}
	if s.lengths[first]&(1<<min(len(w), 31)) == 0 && len(w) < 31 && !strings.Contains(w, "’") {
		return false
	}
	return s.words[lowered(w)]&s.lists != 0
}

// is reports whether a word is in a set.
func (l *wordList) is(set, word string) bool { return l.sets[set][word] }

// at returns the longest phrase of the lists that begins with the i-th word of
// a sentence, or nil.
func (l *wordList) at(s []word, i int, lists ...string) *phrase {
	var best *phrase
	for _, name := range lists {
		known := l.phrases[name][s[i].text]
		for j := range known {
			if p := &known[j]; (best == nil || len(p.words) > len(best.words)) && matches(s[i:], p.words) {
				best = p
			}
		}
	}
	return best
}

func matches(s []word, words []string) bool {
	if len(s) < len(words) {
		return false
	}
	for i, w := range words {
		if s[i].text != w {
			return false
		}
	}
	return true
}
