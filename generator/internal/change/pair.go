package change

import (
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// paired joins the two versions of each document, in the order of the new
// paths, those that are gone last.
func paired(old, new []*document.Document) []pair {
	partner := make(map[*document.Document]*document.Document, len(new))
	rest, fresh := byPath(old, new, partner)
	for _, key := range []func(d *document.Document) string{idKey, addressKey, teamKey, titleKey, bytesKey} {
		rest, fresh = matched(rest, fresh, partner, key)
	}
	rest = alike(rest, fresh, partner)
	pairs := make([]pair, 0, len(new)+len(rest))
	for _, d := range new {
		pairs = append(pairs, pair{partner[d], d})
	}
	for _, d := range rest {
		pairs = append(pairs, pair{d, nil})
	}
	return pairs
}

// byPath joins documents at the same path and returns the others.
func byPath(old, new []*document.Document, partner map[*document.Document]*document.Document) (rest, fresh []*document.Document) {
	at := make(map[string]*document.Document, len(old))
	for _, d := range old {
		at[d.Path] = d
	}
	for _, d := range new {
		if o := at[d.Path]; o != nil {
			partner[d] = o
			delete(at, d.Path)
		} else {
			fresh = append(fresh, d)
		}
	}
	for _, d := range old {
		if at[d.Path] == d {
			rest = append(rest, d)
		}
	}
	return rest, fresh
}

// matched joins documents whose key no other document on its side has, and
// returns the others. A document without a key has "".
func matched(old, new []*document.Document, partner map[*document.Document]*document.Document, key func(*document.Document) string) (rest, fresh []*document.Document) {
	if len(old) == 0 || len(new) == 0 {
		return old, new
	}
	only := func(docs []*document.Document) map[string]*document.Document {
		found := map[string]*document.Document{}
		for _, d := range docs {
			k := key(d)
			if _, twice := found[k]; twice {
				found[k] = nil
			} else {
				found[k] = d
			}
		}
		delete(found, "")
		return found
	}
	before, after := only(old), only(new)
	joined := map[*document.Document]bool{}
	for k, d := range after {
		if o := before[k]; d != nil && o != nil {
			partner[d], joined[o], joined[d] = o, true, true
		}
	}
	is := func(d *document.Document) bool { return joined[d] }
	return slices.DeleteFunc(slices.Clone(old), is), slices.DeleteFunc(slices.Clone(new), is)
}

// alike joins documents of one kind that share most of their lines, as Git
// finds files that were renamed, and returns the others. One that says what it
// replaces is another document.
func alike(old, new []*document.Document, partner map[*document.Document]*document.Document) (rest []*document.Document) {
	if len(old)*len(new) > mostSimilar {
		return old
	}
	lines := map[*document.Document]map[string]bool{}
	for _, d := range slices.Concat(old, new) {
		lines[d] = linesIn(d)
	}
	rest = slices.Clone(old)
	for _, d := range new {
		best, most := -1, 0
		for i, o := range rest {
			if o.Kind.Name != d.Kind.Name || len(d.Facts.Replaces) > 0 {
				continue
			}
			shared := 0
			for l := range lines[o] {
				if lines[d][l] {
					shared++
				}
			}
			if total := len(lines[o]) + len(lines[d]); shared >= 4 && 10*2*shared >= 7*total && shared > most {
				best, most = i, shared
			}
		}
		if best >= 0 {
			partner[d] = rest[best]
			rest = slices.Delete(rest, best, best+1)
		}
	}
	return rest
}

// linesIn are the lines of a document that hold any words.
func linesIn(d *document.Document) map[string]bool {
	set := map[string]bool{}
	for l := range strings.Lines(string(d.File.Data)) {
		if l = strings.TrimSpace(l); len(l) > 3 {
			set[l] = true
		}
	}
	return set
}

func idKey(d *document.Document) string { return d.Kind.Name + " " + d.ID }

// addressKey is the address where a document was; a new one may state it among
// its aliases.
func addressKey(d *document.Document) string {
	if len(d.Aliases) > 0 {
		return d.Aliases[0].Path
	}
	return d.Address
}

func teamKey(d *document.Document) string {
	if d.Facts.Team == "" {
		return ""
	}
	return document.Slug(d.Facts.Team)
}

func titleKey(d *document.Document) string { return d.Kind.Name + " " + line.Key(d.Title) }

func bytesKey(d *document.Document) string {
	if strings.TrimSpace(string(d.File.Data)) == "" {
		return ""
	}
	return string(d.File.Hash[:])
}

// renamed lists the ids of documents and teams that have another one now. An
// id that somebody else has taken means that one.
func renamed(pairs []pair) map[string]string {
	taken, now := map[string]bool{}, map[string]string{}
	for _, p := range pairs {
		if p.new != nil {
			taken[p.new.ID], taken[document.Slug(p.new.Facts.Team)] = true, true
		}
	}
	for _, p := range pairs {
		if p.old == nil || p.new == nil {
			continue
		}
		for _, id := range [][2]string{{p.old.ID, p.new.ID}, {document.Slug(p.old.Facts.Team), document.Slug(p.new.Facts.Team)}} {
			if id[0] != "" && id[1] != "" && id[0] != id[1] && !taken[id[0]] {
				now[id[0]] = id[1]
			}
		}
	}
	return now
}

// item is one line of a list.
type item struct {
	key   string // what it is about, in normal form: the same key is the same item
	value string // what may change while it stays the same item
	topic string // what it is about, as written
	at    line.Text
}

// both is one item before and after.
type both struct{ old, new item }

// items compares two lists: items that stayed and have another value or took
// the place of a similar one, those that are gone, and those that are new.
func items(old, new []item) (changed []both, gone, fresh []item) {
	gone, fresh = slices.Clone(old), slices.Clone(new)
	join := func(same func(a, b item) bool) {
		for i := 0; i < len(fresh); i++ {
			j := slices.IndexFunc(gone, func(g item) bool { return same(g, fresh[i]) })
			if j < 0 {
				continue
			}
			if gone[j].key != fresh[i].key || squeezed(gone[j].value) != squeezed(fresh[i].value) {
				changed = append(changed, both{gone[j], fresh[i]})
			}
			gone, fresh = slices.Delete(gone, j, j+1), slices.Delete(fresh, i, i+1)
			i--
		}
	}
	join(func(a, b item) bool { return a.key == b.key && squeezed(a.value) == squeezed(b.value) })
	join(func(a, b item) bool { return a.key == b.key })
	if len(gone)*len(fresh) <= mostSimilar {
		join(func(a, b item) bool { return similar(a.key, b.key) })
	}
	return changed, gone, fresh
}

// unchanged reports whether two lists are written with the very same words, as
// most are: then their lines need not be compared.
func unchanged[T any](old, new []T, words func(*T) line.Text) bool {
	if len(old) != len(new) {
		return false
	}
	for i := range old {
		if words(&old[i]).Text != words(&new[i]).Text {
			return false
		}
	}
	return true
}

// mostSimilar bounds the pairs of lines whose words are compared.
const mostSimilar = 2500

// squeezed is a text without spaces, in small letters: 85% is 85 %.
func squeezed(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// similar reports whether two normal forms share most of their words.
func similar(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	shared, left := 0, slices.Clone(y)
	for _, w := range x {
		if i := slices.Index(left, w); i >= 0 {
			left = slices.Delete(left, i, i+1)
			shared++
		}
	}
	return 10*2*shared >= 6*(len(x)+len(y))
}
