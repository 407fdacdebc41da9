package query

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"remit/generator/internal/line"
	"remit/generator/internal/search"
)

// module reads the files in the browser.
//
//go:embed assets/answers.js
var module []byte

const (
	format = 1 // of the files; a reader that knows another says so

	// maxFile is the size in bytes, before compression, up to which a file is
	// not cut. Only one word and the lines about one topic are never cut.
	maxFile = 5_000
	// maxInline is the size of all words and lines up to which they stand in
	// answers.bin.
	maxInline = 16_000
)

// root is answers.bin.
type root struct {
	Format  int                `json:"format"`
	Roles   map[string]string  `json:"roles"`  // words of questions, by what they do
	Ends    map[string]end     `json:"ends"`   // words before and behind an amount
	Amount  string             `json:"amount"` // see pattern
	Figure  string             `json:"figure"`
	Scales  map[string]float64 `json:"scales"`
	Units   map[string]string  `json:"units"`
	Unknown int                `json:"unknown"`
	Step    float64            `json:"step"`
	Prior   map[string][]prior `json:"prior"` // of each kind of entries, by what is asked
	Here    map[string]posting `json:"here"`  // words of topics that are words of questions too, or numbers
	Words   []part             `json:"words"` // from the first form of a word on
	Back    []part             `json:"back"`  // forms written backwards and joined by spaces; none when words are not cut
	Rows    []part             `json:"rows"`  // from an entry on
}

type prior = float64

// part is a stretch of a list: the key with which it begins, and the data or
// the file that holds it.
type part struct {
	From any    `json:"from"`
	File string `json:"file,omitempty"`
	Data any    `json:"data,omitempty"`
}

// posting is the weight of a word, and for each name that has it two numbers:
// one for entry, kind and name, less that of the name before, and the total in
// tenths.
type posting [2]any

// packedWord is what the forms have in common, their ends, and a posting.
type packedWord [4]any

// packedRow is sort, entries of the teams that it concerns, whether it is what a
// team does alone (2), no decision (1) or neither (0), whether it is an edge,
// then sentence, address, line as written, why, who, with, limit in words, topic,
// title and kind of the document, address of more; and of a limit the units in
// which questions match it (its own, and of money none), from and to (null for
// no end), and the parts of its unit. An end that is open is a step further in.
type packedRow []any

// step is what lies between an amount and the next, as a part of the amount.
const step = 1e-6

// Files returns what the browser needs to answer questions; nothing when there
// are no answers.
func (x *Index) Files() []search.File {
	if x.Empty() {
		return nil
	}
	r := root{
		Format: format, Roles: map[string]string{}, Ends: maps.Clone(boundsBefore), Scales: scales, Units: x.units, Unknown: x.unknown, Step: step,
		Prior: map[string][]prior{}, Here: map[string]posting{}, Back: []part{},
	}
	maps.Copy(r.Ends, boundsBehind)
	for _, what := range []role{plain, decides, owns, asks, needs, follows, vows} {
		for k := topics; k <= promises; k++ {
			name := strings.Trim(string(rune(what)), "\x00")
			r.Prior[name] = append(r.Prior[name], priorOf(k, what))
		}
	}
	r.Amount, r.Figure = patternOf(x.units)
	for _, w := range roleWords {
		r.Roles[string(rune(w.role))] = strings.Join(strings.Fields(w.words), " ")
	}
	for f, id := range x.forms {
		if roles[f] != plain || f[0] >= '0' && f[0] <= '9' {
			r.Here[f] = posting{x.words[id].weight, x.packedPosts(id)}
		}
	}
	files := []search.File{{Path: "search/answers.js", Body: module}}
	put := func(v any) string {
		body := encoded(v)
		sum := sha256.Sum256(body)
		name := "a/" + hex.EncodeToString(sum[:5]) + ".bin"
		files = append(files, search.File{Path: "search/" + name, Body: search.Compress(body)})
		return name
	}
	words, rows := x.packedWords(), x.packedRows()
	if len(encoded(words))+len(encoded(rows)) <= maxInline {
		r.Words, r.Rows = []part{{From: "", Data: words}}, []part{{From: 0, Data: rows}}
	} else {
		r.Words, r.Back, r.Rows = cutWords(words, put), x.cutBack(put), cutRows(rows, put)
	}
	files = append(files, search.File{Path: "search/answers.bin", Body: search.Compress(encoded(r))})
	slices.SortFunc(files, func(a, b search.File) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(files, func(a, b search.File) bool { return a.Path == b.Path })
}

// fill returns how many of n things fit into a file, one at least.
func fill(n int, size func(int) int) int {
	sum := len("[]")
	for i := range n {
		if sum += size(i) + 1; sum > maxFile && i > 0 {
			return i
		}
	}
	return n
}

// cutRows puts lines into files.
func cutRows(rows map[int][]packedRow, put func(any) string) []part {
	var parts []part
	for from := 0; from < len(rows); {
		n := fill(len(rows)-from, func(i int) int { return len(encoded(rows[from+i])) + len(`"10000":`) })
		some := map[int][]packedRow{}
		for i := range n {
			some[from+i] = rows[from+i]
		}
		parts = append(parts, part{From: from, File: put(some)})
		from += n
	}
	return parts
}

// cutWords puts words into files. It cuts only where all forms before stand
// before all forms behind, so that a reader finds a form in one file.
func cutWords(words []packedWord, put func(any) string) []part {
	var parts []part
	for len(words) > 0 {
		n, last, sum := len(words), "", len("[]")
		for i, w := range words {
			common := w[0].(string)
			if sum += len(encoded(w)) + 1; sum > maxFile && i > 0 && last < common {
				n = i
				break
			}
			for e := range strings.SplitSeq(w[1].(string), " ") {
				last = max(last, common+e)
			}
		}
		from := words[0][0]
		if parts == nil {
			from = ""
		}
		parts = append(parts, part{From: from, File: put(words[:n])})
		words = words[n:]
	}
	return parts
}

// cutBack puts all forms into files, written backwards.
func (x *Index) cutBack(put func(any) string) []part {
	forms := make([]string, 0, len(x.forms))
	for f := range x.forms {
		letters := []rune(f)
		slices.Reverse(letters)
		forms = append(forms, string(letters))
	}
	slices.Sort(forms)
	var parts []part
	for len(forms) > 0 {
		n := fill(len(forms), func(i int) int { return len(forms[i]) })
		from := forms[0]
		if parts == nil {
			from = ""
		}
		parts = append(parts, part{From: from, File: put(strings.Join(forms[:n], " "))})
		forms = forms[n:]
	}
	return parts
}

// packedPosts are the names that have a word.
func (x *Index) packedPosts(id int) []int {
	posts := make([]int, 0, 2*len(x.words[id].posts))
	last := 0
	for _, p := range x.words[id].posts {
		key := (p.entry*8+int(x.entries[p.entry].kind))*maxNames + p.name
		posts = append(posts, key-last, p.total*10)
		last = key
	}
	return posts
}

// packedWords packs the words in order. One whose forms begin in two ways is
// there twice.
func (x *Index) packedWords() []packedWord {
	var list []packedWord
	for id, w := range x.words {
		byBegin := map[string][]string{}
		for _, f := range w.forms {
			byBegin[firstTwo(f)] = append(byBegin[firstTwo(f)], f)
		}
		for _, forms := range byBegin {
			common := forms[0]
			for _, f := range forms {
				for !strings.HasPrefix(f, common) {
					common = common[:len(common)-1]
				}
			}
			common = strings.ToValidUTF8(common, "")
			ends := make([]string, len(forms))
			for i, f := range forms {
				ends[i] = f[len(common):]
			}
			list = append(list, packedWord{common, strings.Join(ends, " "), w.weight, x.packedPosts(id)})
		}
	}
	slices.SortFunc(list, func(a, b packedWord) int {
		return cmp.Or(strings.Compare(a[0].(string), b[0].(string)), strings.Compare(a[1].(string), b[1].(string)))
	})
	return list
}

func (x *Index) packedRows() map[int][]packedRow {
	list := make(map[int][]packedRow, len(x.entries))
	for i, e := range x.entries {
		list[i] = []packedRow{}
		for _, a := range e.rows {
			concerned := []int{}
			for _, id := range append([]string{a.of}, a.deciders...) {
				if t, ok := x.teams[id]; ok && !slices.Contains(concerned, t) && a.Sort != NotOurs {
					concerned = append(concerned, t)
				}
			}
			title, kind := "", ""
			if a.Doc != nil {
				title, kind = a.Doc.Title, a.Doc.Kind.Name
			}
			row := packedRow{a.Sort, concerned, freedom(a), flag(a.edge),
				a.Sentence, a.Address, a.At.Text, a.Why, a.Name, a.With, a.Limit.String(), a.Topic, title, kind, a.More}
			if l := a.Limit; l.Stated {
				from, to := l.From, any(l.To)
				if l.FromOpen {
					from += step * (1 + from)
				}
				if math.IsInf(l.To, 1) {
					to = nil
				} else if l.ToOpen {
					to = l.To - step*(1+l.To)
				}
				base, by, _ := strings.Cut(l.Unit, "/")
				units := []string{l.Unit}
				if isMoney(l.Unit) {
					units = append(units, "", "/"+by)
				}
				row = append(row, units, from, to, base, by)
			}
			list[i] = append(list[i], row)
		}
	}
	return list
}

// freedom is 2 for a decision that a team takes without asking, 1 for what is no
// decision, else 0.
func freedom(a Answer) int {
	switch {
	case a.Sort != Decision:
		return 1
	case a.Rung >= line.Telling:
		return 2
	}
	return 0
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func encoded(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // numbers and strings of ours
	}
	return bytes.TrimSpace(b.Bytes())
}
