package generator

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"remit/generator/internal/diag"
)

// BaselineFile is the usual name of a baseline, in the site's folder. It begins
// with a dot, so no site holds it.
const BaselineFile = ".remit-baseline"

// Baseline is a list of findings that are known, so that only new ones count:
// for a site that had many before it was first checked. It is written as one
// JSON object a line, sorted, so that a change of it can be reviewed:
//
//	{"rule":"no-success","file":"charters/support.md","print":"0f3a5c2d9b7e4a61"}
//
// The print stands for the author's own line (the title, where a finding is
// about the whole file) and for the message without its numbers, but not for
// the place: a finding stays known when its line moves, also into another file
// once its own is gone, and is new when the line is edited. What is there
// several times has a count.
type Baseline struct{ known map[finger]int }

// finger is what a finding is known by.
type finger struct {
	Rule  string `json:"rule"`
	File  string `json:"file"`
	Print string `json:"print"`
}

// baselineLine is a line of the file.
type baselineLine struct {
	finger
	Count int `json:"count,omitempty"` // 1 when left out
}

// ParseBaseline reads a baseline. The error names the line that is none.
func ParseBaseline(data []byte) (*Baseline, error) {
	b := &Baseline{known: map[finger]int{}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var l baselineLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil || l.Rule == "" || l.Print == "" || l.Count < 0 {
			return nil, fmt.Errorf("line %d of the baseline cannot be read; mend it, or write a new one with --write-baseline", n)
		}
		b.known[l.finger] += max(l.Count, 1)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	return b, nil
}

// Baseline returns the baseline in which all that was found in the snapshot is
// known.
func (s *Snapshot) Baseline() *Baseline {
	b := &Baseline{known: map[finger]int{}}
	prints := s.prints()
	for _, p := range s.Problems() {
		b.known[prints.of(p)]++
	}
	return b
}

// Len is the number of findings that are known.
func (b *Baseline) Len() int {
	n := 0
	for _, count := range b.known {
		n += count
	}
	return n
}

// Text is the baseline as it is kept in a file.
func (b *Baseline) Text() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, f := range slices.SortedFunc(maps.Keys(b.known), compareFingers) {
		l := baselineLine{finger: f}
		if n := b.known[f]; n > 1 {
			l.Count = n
		}
		if err := enc.Encode(l); err != nil {
			panic(fmt.Sprintf("generator: baseline: %v", err)) // texts and a number
		}
	}
	return out.Bytes()
}

func compareFingers(a, b finger) int {
	return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Print, b.Print))
}

// Against parts the problems of a snapshot into those that a baseline does
// not know, and those that it does. gone is how many findings of the baseline
// are not there any more; what stands in files that this snapshot may not speak
// of is not counted. No baseline knows nothing.
func (s *Snapshot) Against(b *Baseline) (fresh, known []Problem, gone int) {
	if b == nil {
		return s.Problems(), nil, 0
	}
	left := maps.Clone(b.known)
	var fingers []finger // of fresh
	prints := s.prints()
	for _, p := range s.Problems() {
		f := prints.of(p)
		if left[f] > 0 {
			left[f]--
			known = append(known, p)
		} else {
			fresh, fingers = append(fresh, p), append(fingers, f)
		}
	}
	fresh, known = s.moved(left, fresh, fingers, known)
	silent := s.silent()
	for f, n := range left {
		if !silent[f.File] {
			gone += n
		}
	}
	return fresh, known, gone
}

// moved takes for known what a baseline knows of a file that is gone: it was
// renamed. What is known that way is taken out of left.
func (s *Snapshot) moved(left map[finger]int, fresh []Problem, fingers []finger, known []Problem) (stillFresh, nowKnown []Problem) {
	gone := map[finger][]finger{} // without the file
	for _, f := range slices.SortedFunc(maps.Keys(left), compareFingers) {
		if s.in.Files.Find(f.File) == nil {
			anywhere := finger{Rule: f.Rule, Print: f.Print}
			gone[anywhere] = append(gone[anywhere], f)
		}
	}
	for i, p := range fresh {
		from := gone[finger{Rule: fingers[i].Rule, Print: fingers[i].Print}]
		at := slices.IndexFunc(from, func(f finger) bool { return left[f] > 0 })
		if at < 0 {
			stillFresh = append(stillFresh, p)
			continue
		}
		left[from[at]]--
		known = append(known, p)
	}
	return stillFresh, known
}

// silent lists the files whose problems this snapshot does not tell.
func (s *Snapshot) silent() map[string]bool {
	files := map[string]bool{}
	for _, d := range s.docs {
		if !s.door.tells(d) {
			files[d.Path] = true
		}
	}
	return files
}

// prints works out what findings are known by. It keeps the lines of the last
// file, since problems come file by file.
type prints struct {
	source func(string) []byte
	file   string
	lines  [][]byte
}

func (s *Snapshot) prints() *prints { return &prints{source: s.source} }

func (k *prints) of(p diag.Problem) finger {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\x00%s", k.line(p), withoutNumbers(p.Message))
	return finger{Rule: p.Rule, File: p.File, Print: hex.EncodeToString(sum.Sum(nil)[:8])}
}

// line is the author's line that a problem stands in, or the title when it is
// about the whole file.
func (k *prints) line(p diag.Problem) []byte {
	if k.lines == nil || k.file != p.File {
		k.file, k.lines = p.File, bytes.Split(k.source(p.File), []byte("\n"))
	}
	n := p.Span.Start.Line
	if n < 1 || n > len(k.lines) {
		n = 1 + slices.IndexFunc(k.lines, func(line []byte) bool { return bytes.HasPrefix(line, []byte("# ")) })
	}
	if n < 1 {
		return nil
	}
	return bytes.TrimSpace(k.lines[n-1])
}

// withoutNumbers replaces each number by 0: it may be that of a line, or of
// days that go by.
func withoutNumbers(s string) string {
	var b strings.Builder
	digits := false
	for _, r := range s {
		if r >= '0' && r <= '9' {
			if !digits {
				b.WriteByte('0')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(r)
	}
	return b.String()
}
