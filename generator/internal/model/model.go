// Package model knows what the documents say together.
//
// In: the documents of a site, the tree of its files, org.yaml, the day and
// what Git knows. Out: a [Model], a set of indexes that answer which document
// has this address, what links here, what lies in this folder, where a
// reference leads; and of the organisation what a name stands for, who keeps a
// document true, who owns an area and decides what, which areas and amounts have
// two teams or none, what was replaced, how teams stand with standards, what is
// due and why. A model never changes:
// [Model.Replace] makes a new one that shares nearly everything with the old.
// It renders nothing and reports nothing; packages check, view and search read
// it.
//
// There are two layers. An [Index] holds what documents state, and what a
// document puts into it is a pure function of that document alone: keys are
// slugs and normal forms, never undone aliases, since those stand in another
// file. Methods of [Model] join indexes with each other and with org.yaml; what
// they need of the whole model is worked out when somebody first asks. So an
// index may be walked for what is stated, and a method asked for what it means.
//
// Teams are compared as slugs, and areas and topics as line.Key has them.
// Persons are no part of a model: where a file names persons as owners, nobody
// is known to own.
package model

import (
	"path"
	"slices"
	"strings"
	"time"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// Model is the list of what the site knows: one index a line. Whoever makes one
// sets Folder, Held, Made, Org, Today and History before asking it anything.
type Model struct {
	Docs   []*document.Document              // those that are shown, in path order
	Tree   *source.Tree                      // the files that are shown
	Folder string                            // of the site in its repository, as a slash path; "" when that is not known
	Held   func(name string) (Absence, bool) // why a path, or an id after "[[", is not shown although it may exist; nil holds back nothing
	Made   func(address string) bool         // whether a page that nobody writes stands at an address; nil knows of none

	ByID      Index[string, None]   // what [[id]] names, by id
	ByAddress Index[string, None]   // by the address that the path gives; see At
	ByFolder  Index[string, None]   // documents that lie directly in a folder
	Below     Index[string, None]   // documents at any depth below a folder
	ByTag     Index[string, string] // by the tag's name in addresses, with the tag as written
	ByAlias   Index[string, document.Alias]
	Links     Index[string, int] // references by what they may name (see linkKey), as indexes into Content.Refs

	Org   *schema.Org // what org.yaml says; never nil
	Today time.Time   // UTC midnight; the day for which the site is built

	ByTeam      Index[string, None]                // charters, by the team's id
	ByReference Index[string, *document.Reference] // ids that front matter names, by Reference.ID
	Areas       Index[string, line.Text]           // what charters own, by line.Key; see AreaGroups
	Topics      Index[string, *line.Decision]      // what charters decide, by line.Key of the topic; see TopicGroups
	Standings   Index[string, *line.Standing]      // how teams stand, by the standard's id
	Lessons     Index[string, line.Text]           // lessons, by what they touch
	Patterns    Index[string, line.Text]           // lessons, by pattern
	Replaced    Index[string, line.Text]           // documents, by the id that they replace
	Changed     Index[string, line.Text]           // decisions, by what they change
	Promises    Index[string, None]                // commitments, by owner
	ByKind      Index[string, None]                // documents, by the kind's name
	Ended       Index[string, None]                // documents that are not active, by their status
	Asked       Index[string, *line.Decision]      // decisions of charters, by the teams and roles that their rungs name
	Partners    Index[string, *line.Who]           // works-with of charters, by the team that is named
	Gathered    Index[string, int]                 // sections that are gathered from all documents, by their name; see gathered
	Rooms       Index[string, *document.Room]      // room logs, by the day as 2026-08-01; "" for none

	History *source.History // what Git knows of the files; may be nil

	lazy *lazy
}

// Backlinks returns the references to a document or team that front matter
// makes, in path order.
func (m *Model) Backlinks(id string) []Row[*document.Reference] { return m.ByReference.Get(id) }

// Absence says why something is not shown, in words that can follow a colon,
// and what to do about it.
type Absence struct{ Reason, Fix string }

// None is the value of an index that says only which documents have a key.
type None struct{}

// New returns the model of no documents.
func New() *Model {
	m := &Model{
		Tree:      source.NewTree(nil, nil),
		Org:       &schema.Org{},
		ByID:      NewIndex(func(d *document.Document, emit func(string, None)) { emit(d.ID, None{}) }),
		ByAddress: NewIndex(func(d *document.Document, emit func(string, None)) { emit(d.Address, None{}) }),
		ByFolder:  NewIndex(func(d *document.Document, emit func(string, None)) { emit(d.Folder, None{}) }),
		Below: NewIndex(func(d *document.Document, emit func(string, None)) {
			for f := range foldersOf(d.Path) {
				emit(f, None{})
			}
		}),
		ByTag: NewIndex(func(d *document.Document, emit func(string, string)) {
			for _, t := range d.Tags {
				emit(document.Element(t), t)
			}
		}),
		ByAlias: NewIndex(func(d *document.Document, emit func(string, document.Alias)) {
			for _, a := range d.Aliases {
				emit(a.Path, a)
			}
		}),
		Links: NewIndex(func(d *document.Document, emit func(string, int)) {
			for i := range d.Content.Refs {
				if key := linkKey(d, &d.Content.Refs[i]); key != "" {
					emit(key, i)
				}
			}
		}),
		ByTeam: NewIndex(func(d *document.Document, emit func(string, None)) {
			if d.Facts.Team != "" {
				emit(document.Slug(d.Facts.Team), None{})
			}
		}),
		ByReference: NewIndex(each(func(f *document.Facts) []document.Reference { return f.Refs }, func(r *document.Reference) string { return r.ID })),
		Areas: NewIndex(ofCharters(func(d *document.Document, emit func(string, line.Text)) {
			for _, t := range d.Facts.Owns {
				emit(line.Key(t.Text), t)
			}
		})),
		Topics:    NewIndex(ofCharters(each(decisions, func(l *line.Decision) string { return line.Key(l.Topic.Text) }))),
		Standings: NewIndex(each(func(f *document.Facts) []line.Standing { return f.Standings }, func(l *line.Standing) string { return idIn(l.Standard.Text) })),
		Lessons:   NewIndex(texts(func(f *document.Facts) []line.Text { return f.Touches })),
		Patterns:  NewIndex(texts(func(f *document.Facts) []line.Text { return f.Patterns })),
		Replaced:  NewIndex(texts(func(f *document.Facts) []line.Text { return f.Replaces })),
		Changed:   NewIndex(texts(func(f *document.Facts) []line.Text { return f.Changes })),
		Promises: NewIndex(func(d *document.Document, emit func(string, None)) {
			if d.Kind.Name == "commitment" && d.Facts.Owner.Text != "" {
				emit(idIn(d.Facts.Owner.Text), None{})
			}
		}),
		ByKind: NewIndex(func(d *document.Document, emit func(string, None)) { emit(d.Kind.Name, None{}) }),
		Ended: NewIndex(func(d *document.Document, emit func(string, None)) {
			if d.Facts.Status != "" && d.Facts.Status != "active" {
				emit(d.Facts.Status, None{})
			}
		}),
		Asked: NewIndex(ofCharters(func(d *document.Document, emit func(string, *line.Decision)) {
			for i := range d.Facts.Decides {
				for _, who := range d.Facts.Decides[i].Who {
					emit(idIn(who.Text), &d.Facts.Decides[i])
				}
			}
		})),
		Partners: NewIndex(ofCharters(each(func(f *document.Facts) []line.Who { return f.WorksWith }, func(l *line.Who) string { return idIn(l.Team.Text) }))),
		Gathered: NewIndex(gathered),
		Rooms:    NewIndex(each(func(f *document.Facts) []document.Room { return f.Room }, func(r *document.Room) string { return dayKey(r.Date.Day) })),
	}
	return m.prepare()
}

// rows is what an index takes from one document.
type rows[V any] = func(d *document.Document, emit func(string, V))

// each is an index of the values in one list of each document.
func each[V any](of func(*document.Facts) []V, key func(*V) string) rows[*V] {
	return func(d *document.Document, emit func(string, *V)) {
		list := of(&d.Facts)
		for i := range list {
			emit(key(&list[i]), &list[i])
		}
	}
}

// texts is an index by the ids in one list of each document.
func texts(of func(*document.Facts) []line.Text) rows[line.Text] {
	return func(d *document.Document, emit func(string, line.Text)) {
		for _, t := range of(&d.Facts) {
			emit(idIn(t.Text), t)
		}
	}
}

// ofCharters leaves out what other kinds state: an assessment tells how
// decisions are made in daily life, and a kind of the site's own may have the
// same fields.
func ofCharters[V any](of rows[V]) rows[V] {
	return func(d *document.Document, emit func(string, V)) {
		if d.Facts.Team != "" {
			of(d, emit)
		}
	}
}

func decisions(f *document.Facts) []line.Decision { return f.Decides }

// Replace returns the model of docs, given the documents that have gone since
// and those that are fresh. A document that was edited is in both lists.
func (m *Model) Replace(tree *source.Tree, docs, gone, fresh []*document.Document) *Model {
	next := &Model{
		Docs:      docs,
		Tree:      tree,
		Folder:    m.Folder,
		Held:      m.Held,
		ByID:      m.ByID.Replace(gone, fresh),
		ByAddress: m.ByAddress.Replace(gone, fresh),
		ByFolder:  m.ByFolder.Replace(gone, fresh),
		Below:     m.Below.Replace(gone, fresh),
		ByTag:     m.ByTag.Replace(gone, fresh),
		ByAlias:   m.ByAlias.Replace(gone, fresh),
		Links:     m.Links.Replace(gone, fresh),

		Org:         m.Org,
		Today:       m.Today,
		ByTeam:      m.ByTeam.Replace(gone, fresh),
		ByReference: m.ByReference.Replace(gone, fresh),
		Areas:       m.Areas.Replace(gone, fresh),
		Topics:      m.Topics.Replace(gone, fresh),
		Standings:   m.Standings.Replace(gone, fresh),
		Lessons:     m.Lessons.Replace(gone, fresh),
		Patterns:    m.Patterns.Replace(gone, fresh),
		Replaced:    m.Replaced.Replace(gone, fresh),
		Changed:     m.Changed.Replace(gone, fresh),
		Promises:    m.Promises.Replace(gone, fresh),
		ByKind:      m.ByKind.Replace(gone, fresh),
		Ended:       m.Ended.Replace(gone, fresh),
		Asked:       m.Asked.Replace(gone, fresh),
		Partners:    m.Partners.Replace(gone, fresh),
		Gathered:    m.Gathered.Replace(gone, fresh),
		Rooms:       m.Rooms.Replace(gone, fresh),

		History: m.History,
	}
	return next.prepare()
}

// Find returns the document with that path, or nil.
func (m *Model) Find(p string) *document.Document {
	i, ok := slices.BinarySearchFunc(m.Docs, p, func(d *document.Document, p string) int { return strings.Compare(d.Path, p) })
	if !ok {
		return nil
	}
	return m.Docs[i]
}

// Address returns where the document is shown. It is the address of its path,
// but a README.md beside an index.md gives way to it. clash holds all
// documents with that address when there are several: then none is shown,
// because choosing one would hide the other.
func (m *Model) Address(d *document.Document) (address string, clash []Row[None]) {
	rows := m.ByAddress.Get(d.Address)
	if len(rows) < 2 {
		return d.Address, nil
	}
	var rivals []Row[None]
	for _, r := range rows {
		if winner := indexBeside(rows, r.Doc); winner == nil {
			rivals = append(rivals, r)
		} else if r.Doc == d {
			moved := d.Address + "readme/"
			return moved, m.ByAddress.Get(moved) // whoever has that address by its path is a rival
		}
	}
	if len(rivals) < 2 {
		return d.Address, nil
	}
	return d.Address, rivals
}

// indexBeside returns the index.md that takes the place of the README.md d, if
// one lies in the same folder.
func indexBeside(rows []Row[None], d *document.Document) *document.Document {
	if !d.Index || !isReadme(d.Path) {
		return nil
	}
	for _, r := range rows {
		if r.Doc.Folder == d.Folder && r.Doc.Index && !isReadme(r.Doc.Path) {
			return r.Doc
		}
	}
	return nil
}

func isReadme(p string) bool {
	return strings.HasPrefix(strings.ToLower(path.Base(p)), "readme.")
}

// At returns the document that is shown at an address, or nil.
func (m *Model) At(address string) *document.Document {
	for _, r := range m.ByAddress.Get(address) {
		if a, clash := m.Address(r.Doc); a == address && len(clash) == 0 {
			return r.Doc
		}
	}
	if folder, ok := strings.CutSuffix(address, "readme/"); ok {
		for _, r := range m.ByAddress.Get(folder) {
			if a, clash := m.Address(r.Doc); a == address && len(clash) == 0 {
				return r.Doc
			}
		}
	}
	return nil
}

// Alias returns the document that an old address leads to: the first that
// states it. It is nil when a page, a folder or a file of ours has the address,
// or needs a folder of that name, and when the document itself is not shown.
func (m *Model) Alias(old string) *document.Document {
	rows := m.ByAlias.Get(old)
	if len(rows) == 0 || m.isTaken(old) {
		return nil
	}
	if _, clash := m.Address(rows[0].Doc); len(clash) > 0 {
		return nil
	}
	return rows[0].Doc
}

func (m *Model) isTaken(address string) bool {
	if top, _, _ := strings.Cut(address, "/"); document.Ours(top) {
		return true
	}
	folder := strings.TrimSuffix(address, "/") + "/"
	if _, ok := m.FolderAt(folder); ok || m.At(folder) != nil {
		return true
	}
	if folder == address {
		return false
	}
	below := m.ByAlias.From(folder)
	return len(below) > 0 && strings.HasPrefix(below[0].Key, folder)
}

// IndexOf returns the document that is the page of a folder, or nil.
func (m *Model) IndexOf(folder string) *document.Document {
	return m.At(document.FolderAddress(folder))
}

// FolderAt returns the folder whose address that is; it holds documents but
// has no document of its own at the address.
func (m *Model) FolderAt(address string) (folder string, ok bool) {
	if address == "" || m.At(address) != nil {
		return "", false
	}
	return m.folderAt("", address)
}

// folderAt walks down from a folder; the slug of a folder does not tell how
// its name is written, so names are compared level by level. What lies in pages
// has its address without that name.
func (m *Model) folderAt(folder, address string) (string, bool) {
	for _, sub := range m.Subfolders(folder) {
		a := document.FolderAddress(sub)
		switch {
		case a == address:
			return sub, true
		case strings.HasPrefix(address, a), sub == "pages":
			if f, ok := m.folderAt(sub, address); ok {
				return f, true
			}
		}
	}
	return "", false
}

// Subfolders returns the folders that lie directly in a folder and hold
// documents, in the order of their names.
func (m *Model) Subfolders(folder string) []string {
	prefix := folder + "/"
	if folder == "" {
		prefix = ""
	}
	var subs []string
	for groups := m.Below.From(prefix); len(groups) > 0; {
		key := groups[0].Key
		if !strings.HasPrefix(key, prefix) {
			break
		}
		rest := key[len(prefix):]
		if rest == "" { // the site's own folder, when prefix is ""
			groups = groups[1:]
			continue
		}
		name, _, _ := strings.Cut(rest, "/")
		if len(subs) == 0 || subs[len(subs)-1] != prefix+name {
			subs = append(subs, prefix+name)
		}
		if name == rest {
			groups = groups[1:]
			continue
		}
		groups = m.Below.From(prefix + name + "0") // "0" follows "/": skips what lies below
	}
	slices.Sort(subs)
	return slices.Compact(subs)
}

// foldersOf yields the folders that a path lies in, from its own to "".
func foldersOf(p string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for {
			i := strings.LastIndexByte(p, '/')
			if i < 0 {
				yield("")
				return
			}
			p = p[:i]
			if !yield(p) {
				return
			}
		}
	}
}
