package query

import (
	"cmp"
	"math"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"remit/generator/internal/line"
	"remit/generator/internal/search"
)

// stem is the form under which the forms of a word are one.
func stem(w string) string { return search.Stem(line.Key(w)) }

// weigh makes the words out of the names of the entries.
func (x *Index) weigh() {
	byStem := map[string]int{}
	in := map[int]map[int]bool{} // word to entries
	for i, e := range x.entries {
		for _, name := range e.names {
			for _, w := range name {
				s := stem(w)
				id, ok := byStem[s]
				if !ok {
					id = len(x.words)
					byStem[s] = id
					x.words = append(x.words, word{})
					in[id] = map[int]bool{}
				}
				in[id][i] = true
				x.learn(w, id)
			}
		}
	}
	for id := range x.words {
		for _, f := range inflected(x.words[id].forms) {
			x.learn(f, id)
		}
		slices.Sort(x.words[id].forms)
		x.words[id].weight = int(math.Round(100 * math.Log(1+float64(len(x.entries))/float64(len(in[id])))))
		x.unknown = max(x.unknown, x.words[id].weight*6/10)
	}
	for i, e := range x.entries {
		for n, name := range e.names {
			total := 0
			for _, w := range name {
				total += x.words[x.forms[w]].weight
			}
			for _, w := range name {
				at := &x.words[x.forms[w]]
				if k := len(at.posts); k == 0 || at.posts[k-1] != (post{i, n, total}) {
					at.posts = append(at.posts, post{i, n, total})
				}
			}
		}
	}
}

// learn takes a form for a word, unless it is another's.
func (x *Index) learn(form string, id int) {
	if _, taken := x.forms[form]; !taken {
		x.forms[form] = id
		x.words[id].forms = append(x.words[id].forms, form)
	}
}

// inflected returns forms that people may use instead of those of a word, as
// far as the stemmer takes them for the same: refund, refunds, refunded,
// refunding.
func inflected(forms []string) []string {
	var more []string
	add := func(w, like string) bool {
		same := len(w) > 2 && stem(w) == stem(like)
		if same && (roles[w] == plain || roles[w].maySay()) && !slices.Contains(forms, w) && !slices.Contains(more, w) {
			more = append(more, w)
		}
		return same
	}
	for _, f := range slices.Clone(forms) {
		if len(f) < 3 || strings.ContainsFunc(f, func(r rune) bool { return r < 'a' || r > 'z' }) {
			continue
		}
		base := f
		for _, c := range [][2]string{{"ies", "y"}, {"s", ""}, {"es", ""}, {"ed", "e"}, {"ed", ""}, {"ing", "e"}, {"ing", ""}} {
			if cut, ok := strings.CutSuffix(f, c[0]); ok && !strings.HasSuffix(cut, "s") && add(cut+c[1], f) {
				base = cut + c[1]
				break
			}
		}
		switch last := base[len(base)-1]; {
		case last == 'y':
			add(base[:len(base)-1]+"ies", f)
			add(base+"s", f)
		case last == 's' || last == 'x' || strings.HasSuffix(base, "ch") || strings.HasSuffix(base, "sh"):
			add(base+"es", f)
		default:
			add(base+"s", f)
		}
		short := strings.TrimSuffix(base, "e")
		add(short+"ed", f)
		add(short+"ing", f)
	}
	return more
}

// asked is what the words of a question ask for.
type asked struct {
	words   []string // that mean something
	soft    []string // that ask, and may be part of a topic
	instead []string // those of soft that are words when there are no others
	what    role     // decides, owns, asks, needs, follows, vows or plain
	any     bool     // it is a question
	alone   bool
	money   bool
	subject int             // the place in words of whoever may do something; -1 for none
	named   map[string]bool // units that its words name
	amount  amount
}

// read takes a question apart.
func (x *Index) read(question string) asked {
	q := asked{subject: -1, named: map[string]bool{}}
	if len(question) > longest {
		question = strings.ToValidUTF8(question[:longest], "")
	}
	var rest string
	q.amount, rest = x.amountIn(x.mended(strings.Join(strings.Fields(search.Fold(question)), " ")))
	q.any = q.amount.limit.Stated // whoever names an amount asks for a limit
	somebody, free := false, false
	var last role
	for _, w := range search.Tokens(rest) {
		if u := x.units[w]; u != "" {
			q.named[strings.TrimPrefix(u, "/")] = true
		}
		r := x.roleOf(w, last == person)
		last = r
		switch r {
		case plain:
			if !slices.Contains(q.words, w) && len(q.words) < mostWords {
				q.words = append(q.words, w)
			}
		case person:
			somebody, q.any = true, true
		case asking:
			q.any = true
		case modal:
			if !somebody && q.subject < 0 {
				q.subject = len(q.words)
			}
			q.any = q.any || len(q.words) == 0
		case us:
			if somebody = true; q.subject == len(q.words) {
				q.subject = -1
			}
		case without:
			free = true
		case decides, owns, asks, needs, follows, vows:
			if free {
				q.alone, free = true, false
				continue
			}
			q.any = true
			if q.what == plain || q.what == asks && r == owns {
				q.what = r
			}
			q.soft = append(q.soft, w)
			if r != q.what {
				q.instead = append(q.instead, w)
			}
		case spends, alone:
			q.money, q.alone = q.money || r == spends, q.alone || r == alone
			q.soft = append(q.soft, w)
			if r == spends {
				q.instead = append(q.instead, w)
			}
		}
	}
	if len(q.words) == 0 && q.subject < 0 { // "who pays the cost?", "who owns standards?"
		q.words = q.instead[:min(mostWords, len(q.instead))]
	}
	return q
}

// maySay reports whether words of a role may be part of a topic.
func (r role) maySay() bool {
	switch r {
	case decides, owns, asks, needs, follows, vows, spends, alone:
		return true
	}
	return false
}

// wanted is the kind of entries that a question asks for by name, if any.
func wanted(what role) (k kind, ok bool) {
	switch what {
	case needs:
		return bars, true
	case follows:
		return actions, true
	case vows:
		return promises, true
	}
	return 0, false
}

// mostWords is how many words of a question count.
const mostWords = 16

// roleOf tells what a word does in a question. One that is nearly a word that
// asks, and nothing else, is that word with a slip. Behind "who" stands a verb,
// so that there a short word will do.
func (x *Index) roleOf(w string, behindWho bool) role {
	if r, ok := roles[w]; ok {
		return r
	}
	n := utf8.RuneCountInString(w)
	if _, known := x.forms[w]; known || !behindWho && (n < 5 || len(x.lookup(w)) > 0) {
		return plain
	}
	for _, r := range roleWords {
		for f := range strings.FieldsSeq(r.words) {
			if (len(f) >= 5 || behindWho && len(f) == 4 && r.role == owns) && near(w, f) && roles[f] == r.role {
				return r.role
			}
		}
	}
	return plain
}

var lettersOnly = regexp.MustCompile(`[\p{L}\p{M}]+`)

// mended takes slips out of words that bound an amount or are units, in a
// question that has a number.
func (x *Index) mended(folded string) string {
	if !strings.ContainsAny(folded, "0123456789") {
		return folded
	}
	return lettersOnly.ReplaceAllStringFunc(folded, func(w string) string {
		_, asks := roles[w]
		_, known := x.forms[w]
		if n := utf8.RuneCountInString(w); n < 4 || asks || known || slices.Contains(x.bounds, w) {
			return w
		}
		for _, b := range x.bounds {
			if near(w, b) {
				return b
			}
		}
		return w
	})
}

// boundsOf lists the words of four letters and more that bound amounts or are
// units.
func boundsOf(units map[string]string) []string {
	var list []string
	add := func(phrase string) {
		for w := range strings.FieldsSeq(phrase) {
			if utf8.RuneCountInString(w) > 3 {
				list = append(list, w)
			}
		}
	}
	for _, m := range []map[string]end{boundsBefore, boundsBehind} {
		for phrase := range m {
			add(phrase)
		}
	}
	for form := range units {
		add(form)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// found is a word of the index that a word of a question may mean.
type found struct{ word, tenths int }

// lookup finds the words that a word may mean: the word itself, else those
// that one slip makes of it, else those that begin like it. Files hold words by
// their beginnings and by their ends, so a slip leaves two letters at one of
// these, and words that begin alike share two.
func (x *Index) lookup(w string) []found {
	if id, ok := x.forms[w]; ok {
		return []found{{id, 10}}
	}
	n := utf8.RuneCountInString(w)
	if n < 4 || w[0] >= '0' && w[0] <= '9' { // another number is no slip
		return nil
	}
	var slips, like []found
	best := max(4, n-3)
	for id := range x.words {
		for _, f := range x.words[id].forms {
			if near(w, f) && (firstTwo(w) == firstTwo(f) || lastTwo(w) == lastTwo(f)) {
				tenths := 8
				if firstOne(f) != firstOne(w) {
					tenths = 7
				}
				slips = keep(slips, found{id, tenths})
			}
			if k := alike(w, f); n >= 5 && k >= best {
				if k > best {
					best, like = k, nil
				}
				like = keep(like, found{id, 7})
			}
		}
	}
	if slips != nil {
		return slips
	}
	return like
}

// keep adds a word, once and as the nearer of two.
func keep(list []found, f found) []found {
	for i := range list {
		if list[i].word == f.word {
			list[i].tenths = max(list[i].tenths, f.tenths)
			return list
		}
	}
	return append(list, f)
}

// alike counts the letters with which both words begin; 0 when their lengths
// are too different for forms of one word.
func alike(a, b string) int {
	if d := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); d < -3 || d > 3 {
		return 0
	}
	n := 0
	for i, r := range a {
		if !strings.HasPrefix(b[i:], string(r)) {
			break
		}
		n++
	}
	return n
}

// near reports whether one letter more, less or other, or two that changed
// places, make one word out of the other.
func near(one, other string) bool {
	if d := len(one) - len(other); d < -4 || d > 4 || one == other {
		return false
	}
	a, b := []rune(one), []rune(other)
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	return slices.Equal(a[i+1:], b[i+1:]) || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// firstOne, firstTwo and lastTwo are letters of a word.
func firstOne(s string) string { return beginning(s, 1) }
func firstTwo(s string) string { return beginning(s, 2) }

func beginning(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func lastTwo(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	_, m := utf8.DecodeLastRuneInString(s[:len(s)-n])
	return s[len(s)-n-m:]
}

// hit is a name that has words of the question.
type hit struct {
	entry, name, total int
	x                  [mostWords]int // what each word of the question gives it
	soft               int
}

// candidate is an entry that may hold the answer.
type candidate struct {
	entry int
	score float64
	team  bool // without the words that name a team it fits better
}

// The numbers below and those of candidates stand in answers.js too.
const (
	least      = 0.6  // share of a question that a topic has to cover
	leastNamed = 0.5  // share of a topic that a question has to name which it covers in part
	leastAll   = 0.5  // share of a question that a topic has to cover which it names wholly
	whole      = 0.99 // from here on a share is the whole
	leastOwn   = 0.6  // share of a topic that words cover which are no question
	leastBoth  = 0.8  // share of both that answers too
	leastSaid  = 0.4  // share of what a standard, lesson or promise says that a question has to name which does not ask for these
	margin     = 0.9  // of the best score, for what is told with it
	mostRows   = 8
)

// Ask answers a question.
func (x *Index) Ask(question string) Result {
	q := x.read(question)
	hits, weights, unknown := x.hits(&q)
	team, mask := x.teamIn(&q, hits)
	forced := team >= 0 && q.subject >= 0 && bits.TrailingZeros(uint(mask)) == q.subject
	list, nearest := x.candidates(&q, hits, weights, mask, forced)
	var r Result
	if q.amount.unclear != "" {
		r.Notes = append(r.Notes, q.amount.unclear+" can be read in two ways, so the answer is for all amounts.")
	}
	all := 1<<len(q.words) - 1
	switch {
	case team >= 0 && mask == all && (forced || len(list) == 0) && q.any:
		x.ofTeam(&r, &q, team)
	case len(list) > 0:
		if !forced && !list[0].team {
			team = -1
		}
		x.ofTopics(&r, &q, list, team)
		for _, w := range unknown {
			r.Notes = append(r.Notes, "No topic has the word “"+w+"”.")
		}
	}
	if len(r.Answers) == 0 {
		x.nearest(&r, nearest)
	} else if !r.Answered() {
		x.mightKnow(&r, x.entries[list[0].entry])
	}
	return r
}

// hits finds the names that have words of the question.
func (x *Index) hits(q *asked) (hits []*hit, weights []int, unknown []string) {
	by := map[[2]int]*hit{}
	at := func(p post) *hit {
		k := [2]int{p.entry, p.name}
		if by[k] == nil {
			by[k] = &hit{entry: p.entry, name: p.name, total: p.total}
			hits = append(hits, by[k])
		}
		return by[k]
	}
	for i, w := range q.words {
		found := x.lookup(w)
		weight := 0
		for _, f := range found {
			weight = max(weight, x.words[f.word].weight)
			for _, p := range x.words[f.word].posts {
				h := at(p)
				h.x[i] = max(h.x[i], x.words[f.word].weight*f.tenths)
			}
		}
		if len(found) == 0 {
			weight = x.unknown
			unknown = append(unknown, w)
		}
		weights = append(weights, weight*10)
	}
	for _, w := range q.soft {
		if id, ok := x.forms[w]; ok {
			for _, p := range x.words[id].posts {
				if h := by[[2]int{p.entry, p.name}]; h != nil {
					h.soft += x.words[id].weight * 10
				}
			}
		}
	}
	slices.SortFunc(hits, func(a, b *hit) int { return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.name, b.name)) })
	return hits, weights, unknown
}

// teamIn finds the team that the question names with neighbouring words: its
// entry, and those words.
func (x *Index) teamIn(q *asked, hits []*hit) (team, mask int) {
	team = -1
	for _, h := range hits {
		if x.entries[h.entry].kind != teams {
			continue
		}
		sum, m := 0, 0
		for i := range q.words {
			if h.x[i] > 0 {
				sum, m = sum+h.x[i], m|1<<i
			}
		}
		low := bits.TrailingZeros(uint(m))
		together := m>>low&(m>>low+1) == 0
		if sum == h.total*10 && together && bits.OnesCount(uint(m)) > bits.OnesCount(uint(mask)) {
			team, mask = h.entry, m
		}
	}
	return team, mask
}

// priorOf is how likely entries of a kind answer what is asked for; 0 when they
// never do.
func priorOf(k kind, what role) float64 {
	asked, other := wanted(what)
	switch {
	case k == teams, k > teams && what != plain && k != asked:
		return 0
	case k <= teams && other:
		return 0.7
	case k == topics && what == owns:
		return 0.7
	case k == topics && what == asks:
		return 0.85
	case k == areas && what != owns && what != asks:
		return 0.7
	}
	return 1
}

// candidates returns the entries that answer, the best first, and all that
// have something of the question.
func (x *Index) candidates(q *asked, hits []*hit, weights []int, mask int, forced bool) (best, all []candidate) {
	for _, h := range hits {
		k := x.entries[h.entry].kind
		if priorOf(k, q.what) == 0 {
			continue
		}
		c := candidate{entry: h.entry}
		good := false
		for _, without := range []int{0, mask} {
			have, want := h.soft, h.soft
			for i, w := range weights {
				if without>>i&1 == 0 {
					have, want = have+h.x[i], want+w
				}
			}
			if want == 0 || without > 0 && have == 0 {
				continue
			}
			score := float64(have) / (0.7*float64(want) + 0.3*float64(h.total*10)) * priorOf(k, q.what)
			if without > 0 && !forced {
				score *= 0.95
			}
			share, named := float64(have)/float64(want), float64(have)/float64(h.total*10)
			ok := answers(q.any, share, named)
			if k > teams {
				ok = q.any && (q.what == plain && share > whole && named >= leastSaid || q.what != plain && share >= least)
			}
			if ok && !good || ok == good && score > c.score {
				c.score, c.team, good = score, without > 0, ok
			}
			if without == mask {
				break
			}
		}
		if n := len(all); n > 0 && all[n-1].entry == c.entry {
			if c.score > all[n-1].score {
				all[n-1] = c
			}
		} else {
			all = append(all, c)
		}
		if !good {
			continue
		}
		if n := len(best); n > 0 && best[n-1].entry == c.entry {
			if c.score > best[n-1].score {
				best[n-1] = c
			}
		} else {
			best = append(best, c)
		}
	}
	said := func(c candidate) bool { return q.what == plain && x.entries[c.entry].kind > teams }
	first := func(a, b candidate) int { // charters come first
		return cmp.Or(flag(said(a))-flag(said(b)), cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
	}
	slices.SortFunc(best, first)
	slices.SortFunc(all, first)
	var close []candidate
	for _, c := range best {
		if c.score >= margin*best[0].score && x.entries[c.entry].kind == x.entries[best[0].entry].kind {
			close = append(close, c)
		}
	}
	return close, all
}

// answers reports whether an entry answers: words that are no question have to
// name it, and a question that it covers in part must name half of it, or any
// long line that has one of its words would do.
func answers(any bool, share, named float64) bool {
	switch {
	case share > whole:
		return any || named >= leastOwn
	case share >= leastBoth && named >= leastBoth: // but for a slip
		return true
	case named > whole:
		return any && share >= leastAll
	}
	return any && share >= least && named >= leastNamed
}

// ofTopics answers with the lines about topics or areas.
func (x *Index) ofTopics(r *Result, q *asked, list []candidate, team int) {
	var rows []Answer
	var other []string // units of lines that were left out for it
	own := false
	for _, c := range list {
		e := x.entries[c.entry]
		var here []Answer
		for _, a := range e.rows {
			fits, differs := q.amount.fits(a.Limit, q.named)
			if differs && a.Sort != Nobody && !slices.Contains(other, inWords(a.Limit.Unit)) {
				other = append(other, inWords(a.Limit.Unit))
			}
			if fits && (!a.edge || q.amount.limit.Stated) {
				here = append(here, a)
			}
		}
		if q.amount.limit.Stated { // what is stated for the amount comes first
			slices.SortStableFunc(here, func(a, b Answer) int { return -cmp.Compare(stated(a), stated(b)) })
		}
		rows = append(rows, here...)
	}
	if team >= 0 {
		its := slices.DeleteFunc(slices.Clone(rows), func(a Answer) bool { return !x.concerns(team, a) })
		if own = len(its) > 0; own {
			rows = its
		} else if len(rows) > 0 {
			r.Notes = append(r.Notes, "The charter of "+x.entries[team].title+" does not say so.")
		}
	}
	if q.alone {
		rows = free(r, rows)
	}
	x.tell(r, q, rows)
	if len(r.Answers) == 0 && other != nil {
		r.Notes = append(r.Notes, "Limits here are in "+line.Listed(other)+"; the question is in "+cmp.Or(inWords(q.amount.limit.Unit), "no unit")+", and units are never compared.")
	}
	if len(r.Answers) > 0 && q.what == decides && x.entries[list[0].entry].kind == areas {
		r.Notes = append(r.Notes, "No charter says who decides this; it says whose it is.")
	}
	var titles []string
	for _, a := range r.Answers {
		if !slices.ContainsFunc(titles, func(t string) bool { return x.m.Key(t) == x.m.Key(a.Topic) }) {
			titles = append(titles, a.Topic)
		}
	}
	if len(titles) > 1 && x.entries[list[0].entry].kind < teams {
		r.Notes = append(r.Notes, "Several topics fit: "+strings.Join(titles, "; ")+".")
	}
}

// inWords is a unit as one says it: EUR a month.
func inWords(unit string) string { return strings.ReplaceAll(unit, "/", " a ") }

func stated(a Answer) int {
	if a.Limit.Stated {
		return 1
	}
	return 0
}

// concerns reports whether an answer is of a team's charter or its decision.
func (x *Index) concerns(team int, a Answer) bool {
	return a.Sort != NotOurs && slices.ContainsFunc(append([]string{a.of}, a.deciders...), func(id string) bool {
		t, ok := x.teams[id]
		return ok && t == team
	})
}

// free keeps what needs nobody else, when there is any such thing.
func free(r *Result, rows []Answer) []Answer {
	kept := slices.DeleteFunc(slices.Clone(rows), func(a Answer) bool { return freedom(a) == 0 })
	if slices.ContainsFunc(kept, func(a Answer) bool { return freedom(a) == 2 }) {
		return kept
	}
	if len(rows) > 0 {
		r.Notes = append(r.Notes, "No line lets anybody do so without asking.")
	}
	return rows
}

// ofTeam answers with what a team decides, or owns.
func (x *Index) ofTeam(r *Result, q *asked, team int) {
	var rows []Answer
	for _, a := range x.entries[team].rows {
		fits, _ := q.amount.fits(a.Limit, q.named)
		if a.Sort == sortOf(q.what) && fits && (!q.money || isMoney(a.Limit.Unit)) {
			rows = append(rows, a)
		}
	}
	if q.alone {
		rows = free(r, rows)
	}
	x.tell(r, q, rows)
}

// sortOf is the sort of answers that a question about a team asks for.
func sortOf(what role) Sort {
	switch what {
	case owns:
		return Area
	case needs:
		return Bar
	case follows:
		return Action
	case vows:
		return Promise
	}
	return Decision
}

// tell keeps the first rows as answers.
func (x *Index) tell(r *Result, q *asked, rows []Answer) {
	if n := len(rows) - mostRows; n > 0 {
		r.Notes = append(r.Notes, strconv.Itoa(n)+" more lines answer this; name a team to narrow it.")
		rows = rows[:mostRows]
	}
	r.Answers = rows
	if !q.amount.bare || !q.amount.limit.Stated {
		return
	}
	for _, a := range rows {
		if a.Limit.Stated {
			r.Notes = append(r.Notes, "The question names no unit; it is read as "+inWords(a.Limit.Unit)+".")
			return
		}
	}
}

// nearest names what comes nearest to a question without an answer, and who
// might know.
func (x *Index) nearest(r *Result, all []candidate) {
	for _, c := range all {
		e := x.entries[c.entry]
		if title := strings.TrimRight(e.title, ". "); !slices.Contains(r.Near, title) {
			r.Near = append(r.Near, title)
		}
		x.mightKnow(r, e)
		if len(r.Near) == 3 {
			return
		}
	}
}

// mightKnow names the teams that decide or own an entry, three in all.
func (x *Index) mightKnow(r *Result, e *entry) {
	for _, a := range e.rows {
		if a.Name != "" && !slices.Contains(r.Might, a.Name) && len(r.Might) < 3 {
			r.Might = append(r.Might, a.Name)
		}
	}
}
