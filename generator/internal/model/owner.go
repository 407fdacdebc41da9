package model

import (
	"path"
	"slices"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/source"
)

// Ownership is the team that keeps a document true.
type Ownership struct {
	ID  string     // "" when nobody is known to
	How string     // in words: "stated", "the charter sig-node/charter.md lies in the same folder", "OWNERS"
	At  *line.Text // where it is stated, or nil
}

// Owner tells which team keeps a document: stated, a charter's own team, else
// that of the nearest charter up the folders, else what CODEOWNERS or OWNERS
// say. What is stated need not be a team that is known; the rest always is.
// Files of owners name persons too; those are never an answer.
func (m *Model) Owner(d *document.Document) Ownership {
	if stated := &d.Facts.Owner; stated.Text != "" {
		id, _ := m.TeamID(stated.Text)
		return Ownership{ID: id, How: "stated", At: stated}
	}
	if d.Facts.Team != "" {
		return Ownership{ID: document.Slug(d.Facts.Team), How: "a charter belongs to its own team"}
	}
	if o, ok := m.folderOwner(d); ok {
		return o
	}
	if o, ok := m.codeOwner(d.Path); ok {
		return o
	}
	return m.labelOwner(d.Folder)
}

// folderOwner looks for a charter in the folder of a document and in those
// above it.
func (m *Model) folderOwner(d *document.Document) (Ownership, bool) {
	charters := m.lazy.places()
	for folder := d.Folder; ; folder = document.Parent(folder) {
		if c := charters[folder]; c != nil {
			where := "lies in a folder above"
			if folder == d.Folder {
				where = "lies in the same folder"
			}
			return Ownership{ID: document.Slug(c.Facts.Team), How: "the charter " + c.Path + " " + where}, true
		}
		if folder == "" {
			return Ownership{}, false
		}
	}
}

// makePlaces lists the charters that own their folder.
func (m *Model) makePlaces() map[string]*document.Document {
	places := map[string]*document.Document{}
	for _, g := range m.ByTeam.Groups() {
		for _, row := range g.Rows {
			if d := row.Doc; ownsFolder(d) && (places[d.Folder] == nil || d.Path < places[d.Folder].Path) {
				places[d.Folder] = d
			}
		}
	}
	return places
}

// ownsFolder reports whether what lies beside a charter belongs to its team:
// the charter is found by its file name, as sig-node/charter.md, or is the page
// of the folder. Among many charters in one folder none owns it, and one at the
// top says what the site is for.
func ownsFolder(d *document.Document) bool {
	if d.Folder == "" || d.Folder == d.Kind.Folder {
		return false
	}
	name := strings.ToLower(strings.TrimSuffix(path.Base(d.Path), path.Ext(d.Path)))
	return d.Index || slices.Contains(d.Kind.Files, name)
}

// codeOwner asks the CODEOWNERS file of the repository.
func (m *Model) codeOwner(p string) (Ownership, bool) {
	owners := m.lazy.codeOwners()
	rule := source.OwnerOf(owners.rules, path.Join(m.Folder, p))
	if rule == nil {
		return Ownership{}, false
	}
	for _, name := range rule.Teams {
		if id, known := m.TeamID(name); known {
			return Ownership{ID: id, How: owners.path}, true
		}
	}
	return Ownership{}, false
}

type codeOwners struct {
	path  string // of the file, below the site's folder
	rules []source.OwnerRule
}

// readCodeOwners reads the first of the files that hosts know, where it lies in
// the site's folder.
func (m *Model) readCodeOwners() codeOwners {
	for _, p := range []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"} {
		if m.Folder != "" {
			below, ok := strings.CutPrefix(p, m.Folder+"/")
			if !ok {
				continue
			}
			p = below
		}
		if f := m.Tree.Find(p); f != nil {
			return codeOwners{p, source.ParseCodeOwners(f.Data)}
		}
	}
	return codeOwners{}
}

// labelOwner asks the OWNERS files in a folder and above it.
func (m *Model) labelOwner(folder string) Ownership {
	for {
		for _, label := range m.labels(folder) {
			for _, name := range source.TeamNames(label) {
				if id, known := m.TeamID(name); known {
					return Ownership{ID: id, How: path.Join(folder, "OWNERS")}
				}
			}
		}
		if folder == "" {
			return Ownership{}
		}
		folder = document.Parent(folder)
	}
}

// labels returns what the OWNERS file of a folder says. Most folders have none
// and most files are never asked, so each is read when it is.
func (m *Model) labels(folder string) []string {
	if known, ok := m.lazy.labels.Load(folder); ok {
		return known.([]string)
	}
	var labels []string
	if f := m.Tree.Find(path.Join(folder, "OWNERS")); f != nil {
		labels = source.ParseOwners(f.Data).Labels
	}
	m.lazy.labels.Store(folder, labels)
	return labels
}
