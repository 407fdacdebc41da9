package line

// ParseAnswer reads an answer line. A remark may follow behind a comma.
func ParseAnswer(l Line) Answer {
	a := Answer{Line: l, Statement: l.Head}
	c := newScan(l.Rest.Text)
	for _, v := range []string{"fully", "mostly", "hardly"} {
		if c.phrase(v) && !continuesSentence(c.rest()) {
			a.Value = v
			return a
		}
		c.at = 0
	}
	a.Near = nearestPhrase(l.Rest.Text, answers, "mostly")
	return a
}

var answers = []nearPhrase{
	{"hardly", "hardly no not never little rarely seldom none barely disagree red"},
	{"fully", "fully full yes always completely entirely agree totally absolutely green"},
	{"mostly", "mostly partly partially often usually somewhat sometimes largely amber yellow"},
}

// ParseMove reads a move line.
func ParseMove(l Line) Move { return Move{Line: l, Date: ParseDate(l.Head), Reason: l.Rest} }
