package search

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// Update makes the index of a site's pages as they are now. Its files are those
// that [New] would make; what has not changed is taken from x. It is quick when
// the pages have the URLs that they had, and quicker still where an entry's
// page is the same value as before. Terms are taken from x where a page has
// the words that it had.
func (x *Index) Update(entries []Entry, answers bool) *Index {
	entries, changes := x.compare(entries)
	if changes == nil {
		return build(entries, answers)
	}
	ix, edits := x.ix.after(entries, changes)
	if ix == nil {
		return build(entries, answers)
	}
	now := &Index{ix: ix, heads: x.heads, answers: answers, made: work{pages: len(changes), groups: len(edits)}}
	now.terms, now.made.shards = x.terms.after(edits)
	if !slices.Equal(ix.heads, x.ix.heads) {
		now.heads = ix.headParts()
	}
	now.records = x.records.after(entries, changes)
	if now.columns = x.columns; slices.ContainsFunc(changes, func(c change) bool { return !sameFacets(c.old.Page, c.new.Page) }) {
		now.columns = columnsOf(entries)
	}
	return now
}

// change is a page that is not as it was.
type change struct {
	number   int
	old, new Entry
}

// compare fills in the terms of entries and finds what has changed since x. The
// changes are nil when the pages have other URLs than before.
func (x *Index) compare(entries []Entry) ([]Entry, []change) {
	before := x.records.entries
	entries = slices.Clone(entries)
	changes := []change{}
	i := 0
	for j := range entries {
		e := &entries[j]
		for i < len(before) && before[i].Page != e.Page && before[i].Page.URL < e.Page.URL {
			i++
		}
		switch {
		case i == len(before) || before[i].Page != e.Page && before[i].Page.URL != e.Page.URL:
			changes = nil
			continue
		case before[i].Page == e.Page || equal(before[i].Page, e.Page):
			*e = before[i]
			continue
		case e.Terms == "" && sameWords(before[i].Page, e.Page):
			e.Terms = before[i].Terms
		}
		if changes != nil {
			changes = append(changes, change{number: j, old: before[i]})
		}
	}
	if len(entries) != len(before) {
		changes = nil
	}
	analyse(entries)
	for i := range changes {
		changes[i].new = entries[changes[i].number]
	}
	return entries, changes
}

// sameWords reports whether two pages give the same terms.
func sameWords(a, b *Page) bool {
	return a.URL == b.URL && a.Lang == b.Lang && a.Title == b.Title && a.Summary == b.Summary &&
		slices.Equal(a.Aliases, b.Aliases) && slices.Equal(a.Tags, b.Tags) &&
		slices.EqualFunc(a.Sections, b.Sections, func(s, t Section) bool { return s.Heading == t.Heading && s.Text == t.Text && s.Sort == t.Sort })
}

func equal(a, b *Page) bool {
	return sameWords(a, b) && sameFacets(a, b) && a.Incoming == b.Incoming && slices.Equal(a.Sections, b.Sections)
}

// edit is a group that is not as it was; nil where it was not, or is no more.
type edit struct{ old, new *group }

// groupEdit is what the changes of pages do to a group.
type groupEdit struct {
	deltas []delta // in the order of the pages
	forms  []int32 // that have come or gone
	whole  bool    // of a new group: how the postings were packed
}

// delta is the posting of one page, packed with a gap of 0; nil for none.
type delta struct {
	page    int
	old     []byte // before
	posting []byte
	pages   int // how many there are more
}

// updater makes an index from the one before.
type updater struct {
	*index // in the making
	before *index
	groups *tableEdit[*group]
	uses   *tableEdit[tally]
	edits  map[int32]*groupEdit // by group
	known  bool                 // that the morphology is the same
	anew   bool                 // it may be another one, or a form may be that has no pages
	heads  []int32              // forms that have come to titles or headings, or gone from them
}

// after makes the index after some pages have changed. It is nil when all
// postings are to be made anew: when a mean length takes another step, a
// group gets or loses its first small word, or the morphology changes.
func (ix *index) after(entries []Entry, changes []change) (*index, []edit) {
	next := *ix
	same := ix.words.stays(changes)
	if !same && !ix.words.equal(newMorphology(entries)) {
		return nil, nil
	}
	for _, c := range changes {
		next.total.add(c.old.Terms, -1)
		next.total.add(c.new.Terms, 1)
	}
	next.mean = next.total.means(ix.pages)
	if next.mean.body != ix.mean.body || next.mean.section != ix.mean.section {
		return nil, nil
	}
	ix.words.mu.Lock()
	defer ix.words.mu.Unlock()
	u := updater{index: &next, before: ix, groups: ix.groups.edit(), uses: ix.uses.edit(), edits: map[int32]*groupEdit{}, known: !same}
	old, now := collectors.Get().(*collector), collectors.Get().(*collector)
	defer collectors.Put(old)
	defer collectors.Put(now)
	for _, c := range changes {
		front := isFront(entries, c.number)
		old.read(ix, c.number, c.old, front)
		now.read(ix, c.number, c.new, front)
		u.count(old.forms, now.forms)
		u.compare(c.number, old, now)
	}
	old.reset()
	now.reset()
	edits, ok := u.regroup()
	if !ok || u.anew {
		return nil, nil
	}
	next.heads = u.headWords()
	next.groups, next.uses = u.groups.table, u.uses.table
	return &next, edits
}

func (u *updater) edit(group int32) *groupEdit {
	e := u.edits[group]
	if e == nil {
		e = &groupEdit{}
		u.edits[group] = e
	}
	return e
}

// count counts the forms of a page before and after.
func (u *updater) count(old, now []formUse) {
	byID := func(a, b formUse) int { return int(a.id - b.id) }
	slices.SortFunc(old, byID)
	slices.SortFunc(now, byID)
	for len(old) > 0 || len(now) > 0 {
		switch {
		case len(now) == 0 || len(old) > 0 && old[0].id < now[0].id:
			u.use(old[0], -1)
			old = old[1:]
		case len(old) == 0 || now[0].id < old[0].id:
			u.use(now[0], 1)
			now = now[1:]
		default:
			if old[0] != now[0] {
				u.use(old[0], -1)
				u.use(now[0], 1)
			}
			old, now = old[1:], now[1:]
		}
	}
}

func (u *updater) use(f formUse, n int32) {
	was := u.uses.at(int(f.id))
	is := was.plus(n, f.head)
	u.uses.set(int(f.id), is)
	form := u.words.forms[f.id]
	u.anew = u.anew || u.words.turns(form.text, was, is, u.known)
	if (was.pages > 0) != (is.pages > 0) {
		e := u.edit(form.group)
		e.forms = append(e.forms, f.id)
	}
	if (was.heads > 0) != (is.heads > 0) {
		u.heads = append(u.heads, f.id)
	}
}

// compare finds the groups of which a page says something else than before.
func (u *updater) compare(page int, old, now *collector) {
	for i, group := range old.of {
		was := u.pack(group, &old.todo[i])
		d := delta{page: page, old: was, pages: -1}
		if j := now.place(group); j >= 0 {
			if d.posting, d.pages = u.pack(group, &now.todo[j]), 0; bytes.Equal(was, d.posting) {
				continue
			}
		}
		e := u.edit(group)
		e.deltas = append(e.deltas, d)
	}
	for j, group := range now.of {
		if old.place(group) < 0 {
			e := u.edit(group)
			e.deltas = append(e.deltas, delta{page: page, posting: u.pack(group, &now.todo[j]), pages: 1})
		}
	}
}

// pack packs a posting as its group holds it.
func (u *updater) pack(group int32, p *posting) []byte {
	if g := u.before.groups.at(int(group)); g != nil {
		return p.pack(nil, 0, g.whole)
	}
	e := u.edit(group)
	if len(e.deltas) == 0 {
		e.whole = u.hasStop(u.formsOf(nil, e.forms))
	}
	return p.pack(nil, 0, e.whole)
}

// formsOf lists the forms of a group, of which some have come or gone.
func (u *updater) formsOf(forms []string, turned []int32) []string {
	if len(turned) == 0 {
		return forms
	}
	some := map[string]bool{}
	for _, f := range forms {
		some[f] = true
	}
	for _, id := range turned {
		some[u.words.forms[id].text] = u.uses.at(int(id)).pages > 0
	}
	maps.DeleteFunc(some, func(_ string, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(some))
}

// regroup makes the groups that have changed; false when a word that is left
// whole was not so before, or the other way round.
func (u *updater) regroup() ([]edit, bool) {
	var edits []edit
	var scratch []packed
	for number, e := range u.edits {
		old := u.before.groups.at(int(number))
		was := group{whole: e.whole}
		if old != nil {
			was = *old
		}
		now := &group{forms: u.formsOf(was.forms, e.forms), pages: was.pages, whole: was.whole}
		if len(now.forms) == 0 {
			now = nil
		} else if now.whole != u.hasStop(now.forms) {
			return nil, false
		} else {
			scratch = now.splice(&was, e.deltas, scratch)
		}
		if old != nil || now != nil {
			edits = append(edits, edit{old, now})
			u.groups.set(int(number), now)
		}
	}
	return edits, true
}

// splice fills in the postings of a group from those that it had.
func (g *group) splice(was *group, deltas []delta, scratch []packed) []packed {
	for _, d := range deltas {
		g.pages += d.pages
	}
	if was.full == nil {
		g.postings = spliced(was.postings, g.whole, deltas)
		return g.limit(scratch)
	}
	full := spliced(was.full, g.whole, deltas)
	switch was.touched(deltas) {
	case none:
		g.full, g.postings, g.worst = full, was.postings, was.worst
	case above:
		g.full, g.postings, g.worst = full, spliced(was.postings, g.whole, deltas), was.worst
	default:
		g.postings = full
		return g.limit(scratch)
	}
	return scratch
}

// standing says where postings stand among those of a group of which only the
// best are kept.
type standing int

const (
	mixed standing = iota
	none           // not among the best, neither before nor after an edit
	above          // better than the worst of the best, before and after
)

// touched tells where the postings stand that are edited. Unless that is mixed,
// the best are still the postings of the same pages.
func (g *group) touched(deltas []delta) standing {
	count := [3]int{}
	for _, d := range deltas {
		count[g.standing(d.page, d.old)]++
		count[g.standing(d.page, d.posting)]++
	}
	switch 2 * len(deltas) {
	case count[none]:
		return none
	case count[above]:
		return above
	}
	return mixed
}

func (g *group) standing(page int, posting []byte) standing {
	if posting == nil {
		return none
	}
	rank := readPosting(posting, g.whole).rank
	switch {
	case rank > g.worst.rank:
		return above
	case rank == g.worst.rank && page <= g.worst.page:
		return mixed
	}
	return none
}

// spliced gives postings in which those of some pages are others.
func spliced(postings []byte, whole bool, deltas []delta) []byte {
	if len(deltas) == 0 {
		return postings
	}
	r := readPosting(postings, whole)
	last := 0
	for !r.done && r.page < deltas[0].page {
		last = r.page
		r.next()
	}
	out := append(make([]byte, 0, len(postings)+16), postings[:r.begin]...)
	put := func(page int, low uint64, rest []byte) {
		out = append(appendGap(out, page-last, low), rest...)
		last = page
	}
	for _, d := range deltas {
		for !r.done && r.page < d.page {
			put(r.page, r.low, postings[r.start:r.end])
			r.next()
		}
		if !r.done && r.page == d.page {
			r.next()
		}
		if d.posting != nil {
			put(d.page, uint64(d.posting[0]), d.posting[1:])
		}
	}
	if r.done {
		return out
	}
	put(r.page, r.low, postings[r.start:r.end])
	return append(out, postings[r.end:]...)
}

// headWords gives the words of titles and headings.
func (u *updater) headWords() []string {
	words := u.before.heads
	for n, id := range u.heads {
		if n == 0 {
			words = slices.Clone(words)
		}
		text := u.words.forms[id].text
		i, found := slices.BinarySearchFunc(words, text, strings.Compare)
		if has := u.uses.at(int(id)).heads > 0; has && !found {
			words = slices.Insert(words, i, text)
		} else if !has && found {
			words = slices.Delete(words, i, i+1)
		}
	}
	return words
}
