package query

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
	"remit/generator/internal/search"
)

// collect makes the entries out of the charters that hold today.
func (x *Index) collect() {
	other := x.otherNames()
	for _, g := range x.m.TopicGroups() {
		e := &entry{kind: topics}
		for _, row := range g.Rows {
			if x.holds(row.Doc) {
				e.called(row.Value.Topic.Text)
				e.rows = append(e.rows, x.decision(row.Doc, row.Value))
			}
		}
		x.add(e, other)
	}
	for _, e := range x.ownedAreas() {
		x.add(e, other)
	}
	x.collectStatements(other)
	x.collectTeams()
}

// holds reports whether a charter counts: it and its team are at work.
func (x *Index) holds(d *document.Document) bool {
	return x.m.Living(d) && !x.m.Retired(d.Facts.Team)
}

// add keeps an entry that has something to tell, with its gaps and its other
// names.
func (x *Index) add(e *entry, other aliases) {
	if len(e.rows) == 0 {
		return
	}
	slices.SortStableFunc(e.rows, order)
	e.claims(x)
	if e.kind == topics {
		e.rows = append(e.rows, gaps(e.title, e.rows)...)
		slices.SortStableFunc(e.rows, order)
	}
	x.addNamed(e, other)
}

func (x *Index) addNamed(e *entry, other aliases) {
	for _, name := range slices.Clone(e.names) {
		e.names = append(e.names, other.of(name)...)
	}
	x.entries = append(x.entries, e)
}

// order is how the answers about one topic are told: from small amounts to
// large ones, those of whoever decides first.
func order(a, b Answer) int {
	return cmp.Or(a.Limit.Compare(b.Limit), strings.Compare(string(a.Sort), string(b.Sort)), cmp.Compare(min(b.Rung, line.Together), min(a.Rung, line.Together)),
		strings.Compare(a.of, b.of))
}

// called adds a name to an entry.
func (e *entry) called(name string) {
	if e.title == "" {
		e.title = name
	}
	words := meaning(name)
	if len(words) > 0 && len(e.names) < maxNames/(mostNames+1) && !slices.ContainsFunc(e.names, func(n []string) bool { return slices.Equal(n, words) }) {
		e.names = append(e.names, words)
	}
}

// meaning returns the words of a name that mean something, each once; of a
// name that has none of these, all.
func meaning(name string) []string {
	var words []string
	all := search.Tokens(name)
	for _, w := range all {
		if r := roles[w]; r != filler && r != us && r != person && r != asking && r != modal && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	if words == nil {
		return all
	}
	return words
}

// ownedAreas are the areas that charters own and those that they pass on, by
// what they are called.
func (x *Index) ownedAreas() []*entry {
	byKey := map[string]*entry{}
	var list []*entry
	of := func(key string) *entry {
		if byKey[key] == nil {
			byKey[key] = &entry{kind: areas}
			list = append(list, byKey[key])
		}
		return byKey[key]
	}
	for _, g := range x.m.AreaGroups() {
		for _, row := range g.Rows {
			if x.holds(row.Doc) {
				e := of(g.Key)
				e.called(row.Value.Text)
				e.rows = append(e.rows, x.area(row.Doc, row.Value))
			}
		}
	}
	for _, g := range x.m.ByTeam.Groups() {
		for _, row := range g.Rows {
			if !x.holds(row.Doc) {
				continue
			}
			for i := range row.Doc.Facts.NotOurs {
				if who := &row.Doc.Facts.NotOurs[i]; who.How.Text != "" && who.Team.Text != "" {
					e := of(x.m.Key(who.How.Text))
					e.called(who.How.Text)
					e.rows = append(e.rows, x.notOurs(row.Doc, who))
				}
			}
		}
	}
	return list
}

// collectTeams makes an entry of each team and role that decides or owns
// something, with all that.
func (x *Index) collectTeams() {
	byID := map[string]*entry{}
	var ids []string
	give := func(id string, a Answer) {
		if id == "" {
			return
		}
		if byID[id] == nil {
			byID[id] = &entry{kind: teams}
			ids = append(ids, id)
		}
		byID[id].rows = append(byID[id].rows, a)
	}
	for _, e := range x.entries {
		for _, a := range e.rows {
			if a.Sort == NotOurs || a.Sort == Nobody {
				continue
			}
			if a.Sort == Area || a.Sort == Decision && !slices.Contains(a.deciders, a.of) {
				give(a.of, a)
			}
			for _, id := range a.deciders {
				give(id, a)
			}
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		e := byID[id]
		n := x.m.Name(id, "", []string{"team", "role"})
		e.called(x.name(id))
		e.called(strings.ReplaceAll(id, "-", " "))
		if n.Entry != nil {
			e.called(n.Entry.Name)
			for _, a := range n.Entry.Aliases {
				e.called(a.Text)
			}
		}
		slices.SortStableFunc(e.rows, func(a, b Answer) int {
			return cmp.Or(cmp.Compare(path(a), path(b)), cmp.Compare(a.At.Span.Start.Byte, b.At.Span.Start.Byte))
		})
		e.rows = slices.CompactFunc(e.rows, func(a, b Answer) bool { return a.Doc == b.Doc && a.At == b.At })
		x.teams[id] = len(x.entries)
		x.entries = append(x.entries, e)
	}
}

func path(a Answer) string {
	if a.Doc == nil {
		return ""
	}
	return a.Doc.Path
}

// name is what a team or role is called.
func (x *Index) name(id string) string {
	if n := x.m.Name(id, "", []string{"team", "role"}); n.Name != "" {
		return n.Name
	}
	return id
}

// whom returns the ids and names of those whom a line names.
func (x *Index) whom(list []line.Text) (ids, names []string) {
	for _, t := range list {
		if n := x.m.Name(t.Text, "", []string{"team", "role"}); n.Name != "" {
			ids, names = append(ids, n.ID), append(names, n.Name)
		} else {
			ids, names = append(ids, document.Slug(t.Text)), append(names, t.Text)
		}
	}
	return ids, names
}

// decision is the answer that a decision line gives.
func (x *Index) decision(d *document.Document, l *line.Decision) Answer {
	team := x.name(document.Slug(d.Facts.Team))
	a := Answer{
		Sort: Decision, Topic: l.Topic.Text, Limit: l.Limit, Rung: l.Rung, Doc: d, At: l.Text,
		Address: x.address(d, "decides", l.Text), of: document.Slug(d.Facts.Team),
	}
	if x.more.Decision != nil {
		a.More = besides(x.more.Decision(d, l), a.Address)
	}
	ids, names := x.whom(l.Who)
	a.deciders, a.Name = []string{a.of}, team
	if l.Rung > 0 && l.Rung <= line.Heard && !l.OfLimit {
		a.deciders, a.Name, a.With = ids, line.Listed(names), team
	} else if l.Rung > 0 && l.Rung < line.Alone && !l.OfLimit {
		a.With = line.Listed(names)
	}
	if len(a.deciders) > 0 {
		a.Team = a.deciders[0]
	}
	what := inSentence(l.Topic.Text)
	if s := l.Limit.String(); s != "" {
		what += " " + s
	}
	if l.OfLimit { // for which amounts it holds is not known, so it is only shown
		a.Rung = 0
	}
	a.Sentence = decisionSentence(a.Rung, l, team, names, what)
	return a
}

// decisionSentence says who really decides.
func decisionSentence(rung line.Rung, l *line.Decision, team string, names []string, what string) string {
	who, verb := line.Listed(names), " decides "
	if len(names) > 1 {
		verb = " decide "
	}
	if who == "" && rung > 0 && rung < line.Alone {
		return team + " does not decide " + what + " alone; its charter does not say with whom."
	}
	switch rung {
	case line.Alone:
		return team + " decides " + what + " alone."
	case line.Telling:
		return team + " decides " + what + ", then tells " + who + "."
	case line.Advised:
		return team + " decides " + what + " after advice from " + who + "."
	case line.Together:
		return team + " decides " + what + " together with " + who + "."
	case line.Heard:
		return who + verb + what + " after hearing " + team + "."
	case line.Explained:
		return who + verb + what + " and " + map[bool]string{false: "explains", true: "explain"}[len(names) > 1] + " it to " + team + "."
	case line.Decided:
		return who + verb + what + " for " + team + "."
	}
	return "The charter of " + team + " says of " + what + ": “" + l.Rest.Text + "”."
}

// area is the answer that a line of owns gives.
func (x *Index) area(d *document.Document, t line.Text) Answer {
	id := document.Slug(d.Facts.Team)
	address := x.address(d, "owns", t)
	return Answer{
		Sort: Area, Team: id, Name: x.name(id), Topic: t.Text, Doc: d, At: t, Address: address, More: x.moreOfArea(d, t, address),
		Sentence: x.name(id) + " owns " + inSentence(strings.TrimRight(t.Text, ".?!:; ")) + ".", deciders: []string{id}, of: id,
	}
}

// notOurs is the answer that a line of not-ours gives.
func (x *Index) notOurs(d *document.Document, who *line.Who) Answer {
	ids, names := x.whom([]line.Text{who.Team})
	id := document.Slug(d.Facts.Team)
	address := x.address(d, "not-ours", who.Text)
	return Answer{
		Sort: NotOurs, Team: ids[0], Name: names[0], Topic: who.How.Text, Doc: d, At: who.Text, Address: address, More: x.moreOfArea(d, who.Text, address),
		Sentence: "For " + inSentence(who.How.Text) + ", the charter of " + x.name(id) + " names " + names[0] + ".", deciders: ids, of: id,
	}
}

func (x *Index) moreOfArea(d *document.Document, at line.Text, address string) string {
	if x.more.Area == nil {
		return ""
	}
	return besides(x.more.Area(d, at), address)
}

// besides returns an address unless it is the other one.
func besides(address, other string) string {
	if address == other {
		return ""
	}
	return address
}

// claims tells each answer who else claims the same.
func (e *entry) claims(x *Index) {
	const most = 200 // beyond, the list of them would say nothing
	rows := e.rows[:min(len(e.rows), most)]
	for i := range rows {
		a := &rows[i]
		var ids []string
		for j := range rows {
			b := &rows[j]
			if a.Sort == b.Sort && a.of != b.of && a.Rung > 0 == (b.Rung > 0) && len(b.deciders) > 0 && a.Limit.Overlaps(b.Limit) && !shared(a.deciders, b.deciders) {
				for _, id := range b.deciders {
					if !slices.Contains(ids, id) {
						ids = append(ids, id)
					}
				}
			}
		}
		slices.Sort(ids)
		if names := x.namesOf(ids); len(names) > 4 {
			a.Why = "Also claimed by " + strings.Join(names[:3], ", ") + " and " + strconv.Itoa(len(names)-3) + " more."
		} else if len(names) > 0 {
			a.Why = "Also claimed by " + line.Listed(names) + "."
		}
	}
}

func (x *Index) namesOf(ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = x.name(id)
	}
	return names
}

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// gaps returns the amounts that none of the rows decides, for each unit. Rows
// come in the order of limits. Those below and above all rows are there for
// questions about such an amount only.
func gaps(topic string, rows []Answer) []Answer {
	var found []Answer
	var beside *Answer
	tell := func(l line.Limit, edge bool) {
		found = append(found, Answer{
			Sort: Nobody, Topic: topic, Limit: l, edge: edge, Address: beside.Address, More: beside.More,
			Sentence: "Nobody’s charter decides " + inSentence(topic) + " " + l.String() + ".",
		})
	}
	for i := 0; i < len(rows); {
		if !rows[i].Limit.Stated {
			return nil // it holds for all amounts, or could not be read
		}
		reach := rows[i].Limit
		beside = &rows[i]
		if reach.From > 0 {
			tell(line.Limit{Stated: true, Unit: reach.Unit, To: reach.From, ToOpen: !reach.FromOpen}, true)
		}
		for i++; i < len(rows) && rows[i].Limit.Unit == reach.Unit; i++ {
			next := rows[i].Limit
			if gap, ok := reach.Gap(next); ok {
				tell(gap, false)
			}
			if next.To > reach.To || next.To == reach.To && reach.ToOpen {
				reach.To, reach.ToOpen, beside = next.To, next.ToOpen, &rows[i]
			}
		}
		if !math.IsInf(reach.To, 1) {
			tell(line.Limit{Stated: true, Unit: reach.Unit, From: reach.To, FromOpen: !reach.ToOpen, To: math.Inf(1), ToOpen: true}, true)
		}
	}
	return found
}

// address is where a line stands on the page of its charter; "" when that has
// none.
func (x *Index) address(d *document.Document, field string, at line.Text) string {
	address, clash := x.m.Address(d)
	if len(clash) > 0 {
		return ""
	}
	b := at.Span.Start.Byte
	if v, ok := d.Meta.Get(field); ok && v.Kind == schema.List {
		for i, item := range v.Items {
			if b >= item.Span.Start.Byte && b < item.Span.End.Byte {
				return address + "#r:" + field + "-" + strconv.Itoa(i+1)
			}
		}
	}
	id := ""
	for _, h := range d.Content.Headings {
		if h.Span.Start.Byte > b {
			break
		}
		id = h.ID
	}
	if id == "" {
		return address
	}
	return address + "#" + (&url.URL{Fragment: id}).EscapedFragment()
}

// inSentence is a topic as it stands within a sentence: its first letter is
// small, unless the word is written in capitals.
func inSentence(topic string) string {
	topic = strings.TrimSpace(topic)
	first, n := utf8.DecodeRuneInString(topic)
	word, _, _ := strings.Cut(topic, " ")
	if strings.ContainsFunc(word[min(n, len(word)):], unicode.IsUpper) || len(word) == n && word != "A" {
		return topic
	}
	return string(unicode.ToLower(first)) + topic[n:]
}

// aliases are the names of org.yaml's topics, by their first word.
type aliases map[string][]alias

type alias struct{ words, instead []string }

func (x *Index) otherNames() aliases {
	list := aliases{}
	for i := range x.m.Org.Topics {
		t := &x.m.Org.Topics[i]
		names := [][]string{meaning(strings.ReplaceAll(t.ID, "-", " ")), meaning(t.Name)}
		for _, a := range t.Aliases {
			names = append(names, meaning(a.Text))
		}
		for _, from := range names {
			for _, to := range names {
				if len(from) > 0 && len(to) > 0 && !slices.Equal(from, to) {
					list[stem(from[0])] = append(list[stem(from[0])], alias{from, to})
				}
			}
		}
	}
	return list
}

// mostNames is the number of other names that one name may get, maxNames that of
// all names of an entry: files pack it into 11 bits.
const (
	mostNames = 12
	maxNames  = 1 << 11
)

// of returns the names that a name has when a part of it is called otherwise.
func (list aliases) of(name []string) [][]string {
	var names [][]string
	for i, w := range name {
		for _, a := range list[stem(w)] {
			if i+len(a.words) > len(name) || len(names) == mostNames || !slices.EqualFunc(a.words, name[i:i+len(a.words)], sameStem) {
				continue
			}
			names = append(names, slices.Concat(name[:i], a.instead, name[i+len(a.words):]))
		}
	}
	return names
}

func sameStem(a, b string) bool { return stem(a) == stem(b) }
