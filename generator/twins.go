package generator

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"remit/generator/internal/theme"
	"remit/generator/internal/twin"
	"remit/generator/internal/view"
)

// sheet is what the files of one page are made of: the page and its twins. They
// are made together where that can be, since each needs what the others do.
type sheet struct {
	address string
	data    *theme.Page // nil for a page that there is not
	html    []byte      // once it is rendered
}

// sheetOf returns the sheet of an address: the last one when it is that.
func (s *Snapshot) sheetOf(address string, last *sheet) *sheet {
	if last.data == nil || last.address != address {
		*last = sheet{address: address}
		last.data, _ = s.view.Page(address)
	}
	return last
}

// rendered returns the HTML of a sheet.
func (s *Snapshot) renderedOf(h *sheet) ([]byte, error) {
	if h.html == nil {
		p, _, err := s.render(h.address+indexFile, h.data)
		if err != nil {
			return nil, err
		}
		h.html = p.Body
	}
	return h.html, nil
}

// twinOf tells which page a path is a twin of.
func twinOf(p string) (address string, ok bool) {
	folder, name := path.Split(p)
	return folder, name == view.JSONTwin || name == view.MarkdownTwin || name == view.TableTwin
}

// twin makes the twin of a page at a path, or says false when the page has none
// of that form.
func (s *Snapshot) twin(p string, h *sheet) (Page, bool, error) {
	name := path.Base(p)
	if h.data == nil || !slices.ContainsFunc(h.data.Twins, func(t theme.Twin) bool { return t.Href == name }) {
		return Page{}, false, nil
	}
	var body []byte
	var err error
	switch name {
	case view.JSONTwin:
		body, err = s.jsonTwin(h.data)
	case view.TableTwin:
		body = s.tableTwin(h.data)
	case view.MarkdownTwin:
		if body, err = s.renderedOf(h); err == nil {
			body = twin.Markdown(body)
		}
	}
	if err != nil {
		return Page{}, false, fmt.Errorf("make %s: %w", p, err)
	}
	return Page{p, mediaOf(p), body}, true, nil
}

// jsonTwin writes what a page shows as JSON.
func (s *Snapshot) jsonTwin(p *theme.Page) ([]byte, error) {
	e := twin.Envelope{
		Version: twin.Version, Kind: p.Kind, Address: p.Path, Title: p.Title,
		Language: p.Language,
		Limits:   p.Limits,
	}
	if e.Language == "" {
		e.Language = p.Site.Language
	}
	if p.Kind == "view" {
		e.Kind, e.Question, e.Data = p.Above.Name, p.Lead, p.Above.Data
	} else {
		if r := s.view.Record(p); r != nil {
			e.Data = r
		}
		for _, part := range []*theme.Part{p.Above, p.Below} {
			if part != nil {
				e.Parts = append(e.Parts, twin.Part{Name: part.Name, Data: part.Data})
			}
		}
	}
	e.Schema = p.Root + twin.SchemaPath(e.Kind)
	return twin.JSON(&e)
}

// tableTwin writes the table of a page; a page that has none for once is an
// empty file.
func (s *Snapshot) tableTwin(p *theme.Page) []byte {
	v := viewNamed(p.Above.Name)
	if t := v.Table(p); t != nil {
		return twin.CSV(t.Columns, t.Rows)
	}
	return nil
}

// viewNamed returns the derived view of that name.
func viewNamed(name string) *view.View {
	i := slices.IndexFunc(view.All, func(v view.View) bool { return v.Name == name })
	return &view.All[i]
}

// schemas makes the files that describe the JSON of the site, by path: those of
// the sorts of pages that it has.
func (s *Snapshot) makeSchemas() map[string][]byte {
	files := map[string][]byte{}
	if s.view.WithTwins() == "none" {
		return files
	}
	add := func(name, doc string, data any, bare bool, parts ...twin.Part) {
		p := twin.SchemaPath(name)
		files[p] = twin.Schema(twin.Shape{ID: path.Base(p), Doc: doc, Data: data, Bare: bare, Parts: parts})
	}
	part := func(v view.View) twin.Part { return twin.Part{Name: v.Name, Data: v.Data} }
	for _, place := range s.view.Places() {
		v := place.View
		switch {
		case place.Address == "":
			add("home", "The first page of the site.", view.Record{}, true, part(view.DoorsPart), part(view.MapPart))
		case files[twin.SchemaPath(v.Name)] != nil:
		case v.Data != nil:
			add(v.Name, v.Doc, v.Data, false)
		case v.Name == view.Documents.Name && s.view.WithTwins() == "all":
			add("document", "A document: what its page shows.", view.Record{}, false, part(view.GlancePart), part(view.DossierPart))
		}
	}
	p := twin.SchemaPath("graph")
	files[p] = twin.SchemaOf(path.Base(p), "What the site knows as a graph.", view.Graph{})
	return files
}

// pathsOf lists the files of a page: the page, then its twins.
func (s *Snapshot) pathsOf(place view.Place) []string {
	paths := []string{place.Address + indexFile}
	for _, t := range s.view.Twins(place.View, place.Address) {
		paths = append(paths, place.Address+t.Href)
	}
	return paths
}

// together cuts a list of paths where the next file is of another page, so that
// each page is made once.
func together(paths []string) [][]string {
	var groups [][]string
	for from, to := 0, 0; from < len(paths); from = to {
		folder := path.Dir(paths[from])
		for to = from + 1; to < len(paths) && strings.HasSuffix(paths[from], indexFile); to++ {
			if _, ok := twinOf(paths[to]); !ok || path.Dir(paths[to]) != folder {
				break
			}
		}
		groups = append(groups, paths[from:to])
	}
	return groups
}
