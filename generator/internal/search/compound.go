package search

import (
	"slices"
	"strings"
)

// minPart is the length of a part of a compound, in letters; minPages is the
// number of German pages that have to use it as a word of its own, unless a
// title or heading does.
const (
	minPart  = 4
	minPages = 2
)

// links are the endings that stand between the parts of a German compound, and
// those by which the last part differs from the word as the site has it.
var links = []string{"s", "n", "en", "es", "er", "e"}

// noParts are words that stand at the beginning of others without being what
// those are about (Unterlage, Nachricht, vielleicht), and endings.
const noParts = " aber alle allem allen aller alles also ander andere anderen auch aufs aussen bald beim beide beiden beinahe bereits bevor bisher bloss dabei dadurch dafur daher dahin damit danach daneben dann daran darauf darum dass davon davor dazu denen denn deren derer dessen diese diesem diesen dieser dieses doch dort drauf durch eben eher eigen eine einem einen einer eines einig einige einigen einiger einmal eins erst erste ersten etwa etwas euer fast fern fort ganz gegen gern haben hatte heim heraus herein hier hinaus hinein hinter ihre ihrem ihren ihrer immer inner innen inter jede jedem jeden jeder jedes kann kein keine keinen keiner konnen lang lange mancher manch mehr mein mich mindest miss mitte muss mussen nach neben nicht nichts nieder noch oben ober oder ohne schon sehr sein seine seinen seiner selber selbst sich sind solche soll sollen sollte sowie sowohl statt trotz uber uns unser unsere unseren unserer unten unter viel viele vielen vieler voll vorher vorn vorne wahrend wann warum weder weil weiter welche welchem welchen welcher welches wenig wenn werden wider wieder will wird wollen worden wurde wurden zuerst zuletzt zuruck zusammen zwar zwischen" +
	" schaft haft lich keit heit ungen ungs nisse enden ende ender weise malig "

// compounds says of which words of the site the German words are made that it
// has: teamvereinbarung -> team, vereinbarung. A word that can be cut in two
// ways stays whole, for a wrong part is worse than none.
func (x *morphology) compounds(v usage) map[string][]string {
	known := map[string]string{} // spelling -> form
	v.german(func(form string, u *wordUse, pages int) {
		if len(form) >= minPart && (u.titled || pages >= minPages) && onlyLetters(form) && !strings.Contains(noParts, " "+form+" ") {
			known[form] = form
			if other := x.further[form]; known[other] == "" {
				known[other] = form
			}
		}
	})
	delete(known, "")
	parts := map[string][]string{}
	v.german(func(form string, _ *wordUse, _ int) {
		if len(form) < 2*minPart || !onlyLetters(form) {
			return
		}
		if p := cutCompound(form, known, map[string]cutting{}); p.ways == 1 {
			parts[form] = p.parts
		}
	})
	all := make(map[string][]string, len(parts))
	for form := range parts {
		all[form] = allParts(form, parts)
	}
	return all
}

// allParts gives the parts of a word and theirs, each once.
func allParts(w string, parts map[string][]string) []string {
	var all []string
	for _, p := range parts[w] {
		for _, one := range append([]string{p}, allParts(p, parts)...) {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	return all
}

// cutting is how a word, or the end of one, is cut into known words.
type cutting struct {
	parts []string
	ways  int // to cut it into as few parts
}

// cutCompound cuts w into two or more known words, as few as can be.
func cutCompound(w string, known map[string]string, seen map[string]cutting) cutting {
	if c, ok := seen[w]; ok {
		return c
	}
	var best cutting
	for i := minPart; i+minPart <= len(w); i++ {
		first := firstPart(w[:i], known)
		if first == "" {
			continue
		}
		rest := w[i:]
		c := cutting{ways: 1}
		if last := lastPart(rest, known); last != "" {
			c.parts = []string{first, last}
		} else if more := cutCompound(rest, known, seen); more.ways > 0 {
			c = cutting{parts: append([]string{first}, more.parts...), ways: more.ways}
		} else {
			continue
		}
		switch {
		case best.ways == 0 || len(c.parts) < len(best.parts):
			best = c
		case len(c.parts) == len(best.parts):
			best.ways += c.ways
		}
	}
	seen[w] = best
	return best
}

// firstPart gives the known word that begins a compound as w: arbeits is arbeit,
// kunden is kunden or kunde, schul is schule.
func firstPart(w string, known map[string]string) string {
	if f := known[w]; f != "" {
		return f
	}
	for _, l := range links {
		if cut, ok := strings.CutSuffix(w, l); ok && known[cut] != "" {
			return known[cut]
		}
	}
	return known[w+"e"]
}

// lastPart gives the known word that ends a compound as w, in another case or
// number perhaps.
func lastPart(w string, known map[string]string) string {
	if f := known[w]; f != "" {
		return f
	}
	if strings.Contains(noParts, " "+w+" ") {
		return ""
	}
	for _, l := range links {
		if cut, ok := strings.CutSuffix(w, l); ok && known[cut] != "" {
			return known[cut]
		}
		if f := known[w+l]; f != "" {
			return f
		}
	}
	return ""
}
