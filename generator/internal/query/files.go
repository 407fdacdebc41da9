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

// maxFile is the size in bytes up to which a file is not cut. Only the lines
// about one topic stay together whatever their size.
const maxFile = 40_000

// root is answers.json.
type root struct {
	Roles   map[string]string     `json:"roles"`  // words of questions, by what they do
	Ends    map[string]end        `json:"ends"`   // words before and behind an amount
	Amount  string                `json:"amount"` // see pattern
	Figure  string                `json:"figure"`
	Scales  map[string]float64    `json:"scales"`
	Units   map[string]string     `json:"units"`
	Unknown int                   `json:"unknown"`
	Step    float64               `json:"step"`
	Prior   map[string][2]float64 `json:"prior"` // of topics and areas, by what is asked
	Words   []part                `json:"words"`
	Rows    []part                `json:"rows"`
}

// part is a stretch of the words or of the lines: the two letters or the entry
// with which it begins, and the data or the file that holds them.
type part struct {
	From any    `json:"from"`
	File string `json:"file,omitempty"`
	Data any    `json:"data,omitempty"`
}

// packedWord is what the forms have in common, their ends, weight, and for each name that has it: a number for entry, kind and name, and the total in
// tenths.
type packedWord [4]any

// packedRow is sort, entries of the teams that it concerns, whether it is what a
// team does alone (2), no decision (1) or neither (0), sentence, address, clause, why, whether it is
// an edge, and of a limit the units in which questions match it (its own, and of
// money none), from and to (null for no end), and the parts of its unit. An end
// that is open is a step further in.
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
		Roles: map[string]string{}, Ends: maps.Clone(boundsBefore), Prior: map[string][2]float64{}, Scales: scales, Units: x.units, Unknown: x.unknown, Step: step,
	}
	maps.Copy(r.Ends, boundsBehind)
	for _, what := range []role{plain, decides, owns, asks} {
		r.Prior[strings.Trim(string(rune(what)), "\x00")] = [2]float64{prior(topics, what), prior(areas, what)}
	}
	r.Amount, r.Figure = patternOf(x.units)
	for _, w := range roleWords {
		r.Roles[string(rune(w.role))] = strings.Join(strings.Fields(w.words), " ")
	}
	files := []search.File{{Path: "search/answers.js", Body: module}}
	put := func(v any) string {
		body := encoded(v)
		sum := sha256.Sum256(body)
		name := "a/" + hex.EncodeToString(sum[:5]) + ".json"
		files = append(files, search.File{Path: "search/" + name, Body: body})
		return name
	}
	words, rows := x.packedWords(), x.packedRows()
	small := len(encoded(r)) + len(encoded(words))
	if r.Words = []part{{From: "", Data: words}}; small > maxFile {
		r.Words = cutWords(words, put)
	}
	if r.Rows = []part{{From: 0, Data: rows}}; small+len(encoded(rows)) > maxFile {
		r.Rows = cutRows(rows, put)
	}
	files = append(files, search.File{Path: "search/answers.json", Body: encoded(r)})
	slices.SortFunc(files, func(a, b search.File) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(files, func(a, b search.File) bool { return a.Path == b.Path })
}

// fill returns how many of n things fit into a file, one at least.
func fill(n int, size func(int) int) int {
	sum := 0
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

// cutWords puts words into files, where those that begin with the same two
// letters stay together, so that a reader finds all forms of a word in one.
func cutWords(words []packedWord, put func(any) string) []part {
	var parts []part
	for len(words) > 0 {
		n := fill(len(words), func(i int) int { return len(encoded(words[i])) })
		cut := n
		for cut > 0 && cut < len(words) && begin(words[cut-1]) == begin(words[cut]) {
			cut--
		}
		for cut == 0 && n < len(words) && begin(words[n-1]) == begin(words[n]) {
			n++
		}
		if cut > 0 {
			n = cut
		}
		from := begin(words[0])
		if parts == nil {
			from = ""
		}
		parts = append(parts, part{From: from, File: put(words[:n])})
		words = words[n:]
	}
	return parts
}

// begin is the first two letters of a packed word.
func begin(w packedWord) string { return firstTwo(w[0].(string) + firstOf(w[1].(string))) }

func firstOf(ends string) string { first, _, _ := strings.Cut(ends, " "); return first }

func firstTwo(s string) string {
	runes := []rune(s)
	return string(runes[:min(2, len(runes))])
}

// packedWords packs the words in the order of their beginnings. One whose
// forms begin in two ways is there twice, with one number.
func (x *Index) packedWords() []packedWord {
	var list []packedWord
	for _, w := range x.words {
		byBegin := map[string][]string{}
		for _, f := range w.forms {
			byBegin[firstTwo(f)] = append(byBegin[firstTwo(f)], f)
		}
		posts := make([]int, 0, 2*len(w.posts))
		for _, p := range w.posts {
			posts = append(posts, (p.entry*4+int(x.entries[p.entry].kind))*maxNames+p.name, p.total*10)
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
			list = append(list, packedWord{common, strings.Join(ends, " "), w.weight, posts})
		}
	}
	slices.SortFunc(list, func(a, b packedWord) int {
		return cmp.Or(strings.Compare(begin(a), begin(b)), strings.Compare(a[0].(string), b[0].(string)), strings.Compare(a[1].(string), b[1].(string)))
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
			row := packedRow{a.Sort, concerned, freedom(a), a.Sentence, a.Address, a.At.Text, a.Why, flag(a.edge)}
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
