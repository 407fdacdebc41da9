package generator

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/view"
)

// pastDoor decides which texts of earlier commits may be told of. It fails
// closed: a document has to be open to the site's readers now, and must have
// been under all settings that held since.
type pastDoor struct {
	doors  []door
	ignore [][]string      // globs of what was left out
	closed map[string]bool // paths and ids of documents that were restricted at some time since
	shut   bool            // settings could not be read: nothing before may be told
}

// compilePast compiles the documents of recent commits as they were before and
// after each, newest first, leaving out what must not be told. It depends on
// the history and on what documents are compiled with, so that it is kept from
// one snapshot to the next.
func compilePast(in *Input, now door) []view.Edit {
	recent := in.History.Recent().Edits
	docs := compileTexts(documentOptions(in), recent)
	past := pastDoor{doors: []door{now}, ignore: [][]string{in.Settings.Ignore}, closed: map[string]bool{}}
	var told []view.Edit
	for from := 0; from < len(recent) && !past.shut; {
		to := from + 1
		for to < len(recent) && recent[to].Commit == recent[from].Commit {
			to++
		}
		for _, e := range recent[from:to] {
			if e.Path == schema.SettingsFile {
				past.remember(now, e)
			}
		}
		for i := from; i < to && !past.shut; i++ {
			if e, ok := past.tells(recent[i], docs[i]); ok {
				told = append(told, e)
			}
		}
		from = to
	}
	return told
}

// remember adds the doors of settings that held earlier.
func (p *pastDoor) remember(now door, e source.Edit) {
	for _, text := range [][]byte{e.After, e.Before} {
		if text == nil {
			continue
		}
		settings, problems := schema.DecodeSettings(text)
		if diag.HasError(problems) {
			p.shut = true
			return
		}
		p.doors = append(p.doors, door{audience: now.audience, drafts: now.drafts, known: settings.Audiences})
		p.ignore = append(p.ignore, settings.Ignore)
	}
}

// versions are the two versions of a document; nil where there was none.
type versions struct{ before, after *document.Document }

// tells returns an edit as far as it may be told. What is a draft is not there
// yet.
func (p *pastDoor) tells(e source.Edit, v versions) (view.Edit, bool) {
	if v.before == nil && v.after == nil {
		return view.Edit{}, false
	}
	for _, d := range []*document.Document{v.after, v.before} {
		if d != nil && p.isClosed(d) {
			p.closed[d.Path], p.closed["[["+d.ID] = true, true
		}
	}
	told := view.Edit{Day: e.Day, Commit: e.Commit}
	for _, d := range []*document.Document{v.before, v.after} {
		switch {
		case d == nil:
		case p.closed[d.Path], v.after == nil && p.closed["[["+d.ID], d.Withheld: // gone from here, it may have moved to where it is restricted
			return view.Edit{}, false
		}
	}
	if v.before != nil && p.isThere(v.before) {
		told.Before = v.before
	}
	if v.after != nil && p.isThere(v.after) {
		told.After = v.after
	}
	return told, told.Before != nil || told.After != nil
}

// isClosed reports whether a document was not for the readers of this site, or
// was left out.
func (p *pastDoor) isClosed(d *document.Document) bool {
	for _, o := range p.doors {
		if !o.mayRead(d) || len(o.problems(d)) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(p.ignore, func(globs []string) bool { return source.Ignores(globs, d.Path) })
}

func (p *pastDoor) isThere(d *document.Document) bool { return p.doors[0].drafts || !d.Draft }

// compileTexts compiles both versions of each edit, a text that two edits
// share once. Edits that cannot have touched a fact are left out: of pages
// without front matter that stayed where they are, and of prose alone. Most
// edits are such, and compiling is what costs.
func compileTexts(opt *document.Options, recent []source.Edit) []versions {
	type text struct {
		path string
		hash [32]byte
	}
	var files []*source.File
	place := map[text]int{}
	need := func(path string, data []byte) int {
		if data == nil {
			return -1
		}
		f := source.NewFile(path, data)
		key := text{path, f.Hash}
		if _, known := place[key]; !known {
			place[key] = len(files)
			files = append(files, f)
		}
		return place[key]
	}
	at := make([][2]int, len(recent))
	for i, e := range recent {
		at[i] = [2]int{-1, -1}
		if source.IsDocument(e.Path) && !isPlain(opt.Kinds, e) && !onlyProse(e) {
			at[i] = [2]int{need(e.Path, e.Before), need(e.Path, e.After)}
		}
	}
	docs := make([]*document.Document, len(files))
	parallel(len(files), func(i int) { docs[i] = facts(compileOne(files[i], opt)) })
	of := func(i int) *document.Document {
		if i < 0 {
			return nil
		}
		return docs[i]
	}
	list := make([]versions, len(recent))
	for i := range recent {
		list[i] = versions{of(at[i][0]), of(at[i][1])}
	}
	return list
}

// facts is a document without its text as HTML, which nobody asks of an old
// version.
func facts(d *document.Document) *document.Document {
	light := *d
	light.Content = &markdown.Content{Title: d.Content.Title}
	return &light
}

// isPlain reports whether both versions of a file are a page without front
// matter, by its place and name.
func isPlain(kinds *schema.Kinds, e source.Edit) bool {
	plain := func(text []byte) bool {
		return text != nil && !bytes.HasPrefix(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("---"))
	}
	return plain(e.Before) && plain(e.After) && document.KindByPath(e.Path, kinds) == nil
}

// onlyProse reports whether two versions of a file differ in paragraphs alone.
// Facts stand in front matter, in headings and in lists.
func onlyProse(e source.Edit) bool {
	return e.Before != nil && e.After != nil && bytes.Equal(withoutProse(e.Before), withoutProse(e.After))
}

// withoutProse is a text without its paragraphs. What only may be one is kept:
// front matter, what is indented, what begins with anything but a letter, and
// what could be underlined as a heading.
func withoutProse(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	var kept [][]byte
	matter := bytes.HasPrefix(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("---"))
	for i, block := range bytes.Split(text, []byte("\n\n")) {
		inMatter := matter
		if matter {
			end := block
			if i == 0 {
				end = block[3:]
			}
			matter = !bytes.Contains(end, []byte("---"))
		}
		block = bytes.TrimLeft(block, "\n")
		if inMatter || !isProse(block) {
			kept = append(kept, block)
		}
	}
	return bytes.Join(kept, []byte("\n\n"))
}

func isProse(block []byte) bool {
	if r, _ := utf8.DecodeRune(block); !unicode.IsLetter(r) {
		return len(block) == 0
	}
	for line := range bytes.Lines(block) {
		if strings.ContainsRune("-=*+|#<`~:", rune(line[0])) || line[0] >= '0' && line[0] <= '9' {
			return false
		}
	}
	return true
}

// recentEdits are the edits of recent commits that may be told now: not those
// of documents that this snapshot keeps back.
func (s *Snapshot) recentEdits() []view.Edit {
	past := s.past()
	if len(s.docs) == len(s.model.Docs) {
		return past
	}
	paths, ids := map[string]bool{}, map[string]bool{}
	for _, d := range s.docs {
		if !s.door.lets(d) {
			paths[d.Path], ids[d.ID] = true, true
		}
	}
	back := func(d *document.Document) bool {
		return d != nil && (paths[d.Path] || ids[d.ID] && s.model.Find(d.Path) == nil)
	}
	return slices.DeleteFunc(slices.Clone(past), func(e view.Edit) bool { return back(e.Before) || back(e.After) })
}
