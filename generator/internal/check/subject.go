package check

// subject tells who does something in a sentence, as far as the words beside
// it show.
type subject uint8

const (
	nothing subject = iota // nobody that the lists know
	own                    // the tellers themselves
	maybe                  // a person, or a program that is called like one
	named                  // a name, most likely of a person or a team
	someone                // a person or a team
)

// before returns who stands as the subject before the i-th word of a sentence,
// and at which word.
func (l *wordList) before(s []word, i int) (subject, int) {
	k := i - 1
	for k >= 0 && l.is("adverbs", s[k].text) {
		k--
	}
	if k < 0 {
		return nothing, 0
	}
	if s[k].text == "and" || s[k].text == "but" {
		return l.first(s[:k])
	}
	who := l.who(s, k)
	if who == someone || who == own {
		return who, k
	}
	// a person, then a place: staff on the late shift
	for j := k; j > 0 && j > k-4; j-- {
		if l.is("places", s[j].text) {
			if whole := l.who(s, j-1); whole >= maybe && whole != named {
				return whole, j - 1
			}
		}
	}
	return who, max(k, 0)
}

// first returns the subject with which a sentence begins.
func (l *wordList) first(s []word) (subject, int) {
	for k := 0; k < len(s) && k < 4; k++ {
		if who := l.who(s, k); who == someone || who == own {
			return who, k
		}
		if !l.is("articles", s[k].text) && k > 1 {
			break
		}
	}
	return nothing, 0
}

// who tells whom one word stands for. A noun that depends on a preposition is
// no subject: a restart by the engineer.
func (l *wordList) who(s []word, k int) subject {
	w := s[k].text
	switch {
	case l.is("own", w):
		return own
	case l.is("pronouns", w):
		return someone
	case l.is("they", w):
		if l.personBefore(s, k) {
			return someone
		}
		return maybe
	case l.is("persons", w) || l.is("teams", w):
		if k > 0 && l.is("own-before", s[k-1].text) && l.is("teams", w) {
			return own
		}
		if k > 0 && l.is("program-before", s[k-1].text) {
			return maybe
		}
		if l.depends(s, k) {
			return maybe
		}
		return someone
	case l.is("persons-or-things", w):
		return maybe
	case s[k].capital && !l.is("articles", w) && !l.is("negations", w) && k > 0:
		return named
	case s[k].capital && k == 0 && isGivenName(w) && !l.is("articles", w) && !l.is("negations", w):
		return named
	}
	return nothing
}

// isGivenName reports whether a capitalised word at the start of a sentence may
// be a name rather than a plural or a pronoun.
func isGivenName(w string) bool {
	return len(w) > 2 && w[len(w)-1] != 's' && w != "this" && w != "which" && w != "what" && w != "most" && w != "many"
}

// personBefore reports whether a person is spoken of before the k-th word.
func (l *wordList) personBefore(s []word, k int) bool {
	for _, w := range s[:k] {
		if l.is("persons", w.text) || l.is("teams", w.text) {
			return true
		}
	}
	return false
}

// depends reports whether a preposition leads to the noun at k.
func (l *wordList) depends(s []word, k int) bool {
	if k > 0 && l.is("prepositions", s[k-1].text) {
		return true
	}
	for j := k - 1; j >= 0 && j >= k-3; j-- {
		if l.is("articles", s[j].text) {
			return j > 0 && l.is("prepositions", s[j-1].text)
		}
	}
	return false
}
