package knownitem

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// Handbook makes up a handbook of about n pages of about size bytes each, with
// what makes a real one hard to search: words come in forms and as often as in
// a language, a page speaks about its folder and its own matter, folders have
// pages of the same names with the same headings, reports repeat the year
// before, authors link by half a name, and make slips. The first page is home;
// pages are sorted by URL.
func Handbook(seed uint64, n, size int) ([]Page, []Link) {
	r := rand.New(rand.NewPCG(seed, 2))
	w := &writer{r: r, families: families(r, 90*isqrt(n)+100), taken: map[string]bool{}}
	w.zipf = rand.NewZipf(r, 1.2, 12, uint64(len(w.families)-1))
	home := w.page("", "Handbook", w.topic(12), size)
	pages := []Page{home}[:min(n, 1)]
	for len(pages) < n {
		pages = append(pages, w.folder(min(n-len(pages), 4+r.IntN(9)), size)...)
	}
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.URL, b.URL) })
	return pages, w.links(pages)
}

// writer makes up text.
type writer struct {
	r        *rand.Rand
	families []family
	zipf     *rand.Zipf
	named    []string        // URLs of folders
	taken    map[string]bool // the same, and their names
}

// topic is what a text is about, from the widest to the narrowest matter.
type topic []family

// family is a word in its forms, the commonest first.
type family []string

// families makes n words from syllables, with the forms that English gives
// nouns and verbs.
func families(r *rand.Rand, n int) []family {
	some := func(s string) string { all := strings.Split(s, " "); return all[r.IntN(len(all))] }
	seen := map[string]bool{}
	var out []family
	for len(out) < n {
		root := ""
		for range 1 + r.IntN(3) {
			root += some("b br c cl d dr f fl g gr h j k l m n p pl pr qu r s sc st t tr v w") + some("a a e e i o u ai ea ou")
		}
		root += some("b ct d ft g ld ll m nd ng nt p pt r rd rt sh st t x ce ge le se te ve y")
		if seen[root] || len(root) < 4 {
			continue
		}
		seen[root] = true
		stem := strings.TrimSuffix(root, "e")
		plural := root + "s"
		if stem, ok := strings.CutSuffix(root, "y"); ok {
			plural = stem + "ies"
		} else if strings.HasSuffix(root, "sh") || strings.HasSuffix(root, "x") {
			plural = root + "es"
		}
		f := family{root, plural}
		switch r.IntN(4) {
		case 0, 1:
			f = append(f, stem+"ing", stem+"ed")
		case 2:
			f = append(f, stem+"ing", stem+"ed", stem+"er", stem+"ment")
		}
		out = append(out, f)
	}
	return out
}

// form picks a form of a word, the first most often.
func (w *writer) form(f family) string {
	if i := w.r.IntN(2 * len(f)); i < len(f) {
		return f[i]
	}
	return f[0]
}

// word picks any word of the language, common ones most often.
func (w *writer) word() family { return w.families[w.zipf.Uint64()] }

// telling picks a word that can be the matter of a page: some are the matter of many.
func (w *writer) telling() family {
	x := w.r.Float64()
	return w.families[10+int(x*x*float64(len(w.families)-10))]
}

func (w *writer) topic(n int) topic {
	t := make(topic, n)
	for i := range t {
		t[i] = w.telling()
	}
	return t
}

var between = strings.Fields("the the the of of and and to to in a is for that with on be are as by this or from it at not we you will can when if an have which all")

// text writes about a topic. The last words of a topic come most often.
func (w *writer) text(about topic, size int) string {
	var b strings.Builder
	for length := 0; b.Len() < size; length++ {
		var s string
		switch n := w.r.IntN(100); {
		case n < 42:
			s = between[w.r.IntN(len(between))]
		case n < 70 && len(about) > 0:
			i := max(w.r.IntN(len(about)), w.r.IntN(len(about)))
			s = w.form(about[i])
		default:
			s = w.form(w.word())
		}
		if w.r.IntN(400) == 0 && len(s) > 4 {
			s = s[:2] + s[3:] // the author's slip
		}
		switch {
		case b.Len() == 0 || length == 0:
			s = capital(s)
			fallthrough
		default:
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(s)
		}
		if length > 6 && w.r.IntN(9) == 0 {
			b.WriteByte('.')
			length = -1
		}
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// heading puts words of a topic together as authors do.
func (w *writer) heading(about topic) string {
	one, two := w.form(about[w.r.IntN(len(about))]), w.form(about[w.r.IntN(len(about))])
	third := w.form(w.word())
	return capital([]string{
		one + " " + two, one + " and " + two, "How to " + one + " the " + two, third + " " + one,
		"When " + one + " is a " + two, one + " " + two + " for " + third, "The " + third + " of " + one, "What we " + one + " in " + third + " " + two,
	}[w.r.IntN(8)])
}

var (
	usual  = strings.Split("Goals|Contacts|Overview|Open questions|How we work|Meetings|Next steps|Out of scope|Who to ask|Background", "|")
	common = strings.Split("Charter|Onboarding|Contributing|Meeting notes|Roadmap|Tools|Planning|Roles", "|")
	above  = strings.Split("teams|guides|programs|archive", "|")
)

// folder makes a folder: its own page, pages that every folder has, reports of
// some years, and pages of its own matter.
func (w *writer) folder(n, size int) []Page {
	about := w.topic(12)
	name := about[0][0]
	if w.r.IntN(2) == 0 {
		name += "-" + about[1][0]
	}
	kind := above[w.r.IntN(len(above))]
	url := kind + "/" + name + "/"
	for w.taken[url] {
		url = strings.TrimSuffix(url, "/") + "-2/"
	}
	w.named = append(w.named, url)
	w.taken[url], w.taken[path.Base(url)] = true, true
	called := capital(strings.ReplaceAll(name, "-", " "))
	landing := w.page(url, called, about, size/2)
	if w.r.IntN(3) > 0 {
		landing.Title = called + " " + w.form(w.word()) + " " + []string{"group", "team", "program"}[w.r.IntN(3)]
	}
	pages := []Page{landing}
	if other := path.Base(w.named[w.r.IntN(len(w.named))]); other != path.Base(url) {
		// What this folder has to do with another, under the name of that one.
		pages = append(pages, w.page(url+other+"/", capital(strings.ReplaceAll(other, "-", " ")), about, size))
	}
	years := 0
	var report Page
	for _, i := range w.r.Perm(len(common))[:min(n-1, 3)] {
		title := common[i]
		if w.r.IntN(2) == 0 {
			title = called + " " + strings.ToLower(title)
		}
		pages = append(pages, w.page(url+slug(common[i])+"/", title, about, size))
	}
	for len(pages) < n {
		if w.r.IntN(5) == 0 {
			years++
			year := fmt.Sprint(2018 + years)
			if years == 1 {
				report = w.page("", "", about, size)
			}
			report = w.rewritten(report)
			report.URL, report.Title = url+"report-"+year+"/", called+" report "+year
			pages = append(pages, report)
			continue
		}
		matter := slices.Concat(about, w.topic(6))
		title := w.heading(matter[len(about):])
		p := w.page(url+slug(title)+"/", title, matter, size)
		if !slices.ContainsFunc(pages, func(o Page) bool { return o.URL == p.URL }) {
			pages = append(pages, p)
		}
	}
	return pages
}

func slug(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "-") }

// page writes a page of half to one and a half of size.
func (w *writer) page(url, title string, about topic, size int) Page {
	p := Page{URL: url, Title: title, Sections: []Section{{Text: w.text(about, 150)}}}
	taken := map[string]int{}
	for left := size/2 + w.r.IntN(size+1) - 150; left > 0; {
		matter := slices.Concat(about, w.topic(3))
		heading := w.heading(matter[max(0, len(matter)-7):])
		if w.r.IntN(3) == 0 {
			heading = usual[w.r.IntN(len(usual))]
		}
		anchor := slug(heading)
		if taken[anchor]++; taken[anchor] > 1 {
			anchor += fmt.Sprint("-", taken[anchor]-1)
		}
		s := Section{anchor, heading, w.text(matter, 150+w.r.IntN(700))}
		p.Sections = append(p.Sections, s)
		left -= len(s.Text) + len(heading)
	}
	return p
}

// rewritten is the page of the next year: most of it stays.
func (w *writer) rewritten(p Page) Page {
	p.Sections = slices.Clone(p.Sections)
	for i, s := range p.Sections {
		ws := strings.Fields(s.Text)
		for range len(ws) / 8 {
			ws[w.r.IntN(len(ws))] = w.form(w.word())
		}
		p.Sections[i].Text = strings.Join(ws, " ")
	}
	return p
}

// links leads from every page to some others, by their titles, by what is left
// of them, and by the names of folders. Some pages are linked more than others.
func (w *writer) links(pages []Page) []Link {
	liked := rand.NewZipf(w.r, 1.3, 20, uint64(len(pages)-1))
	order := w.r.Perm(len(pages))
	var out []Link
	for _, from := range pages {
		for range 4 {
			to := pages[order[liked.Uint64()]]
			if to.URL == "" || to.URL == from.URL {
				continue
			}
			out = append(out, Link{from.URL, to.URL, w.called(to)})
		}
	}
	return out
}

// called is what an author calls a page in passing.
func (w *writer) called(p Page) string {
	parts := strings.Split(strings.Trim(p.URL, "/"), "/")
	folder := strings.ReplaceAll(parts[1], "-", " ")
	if len(parts) == 2 {
		return []string{folder, capital(folder), "the " + folder + " team", p.Title}[w.r.IntN(4)]
	}
	words := strings.Fields(p.Title)
	if w.taken[parts[2]] {
		return folder + " and " + p.Title // by its name alone, the folder is meant
	}
	switch w.r.IntN(5) {
	case 0:
		return folder + " " + strings.ToLower(p.Title)
	case 1:
		if len(words) > 2 {
			return strings.Join(words[:len(words)-1], " ")
		}
	case 2:
		return "here"
	}
	return p.Title
}

func isqrt(n int) int {
	i := 0
	for i*i < n {
		i++
	}
	return i
}
