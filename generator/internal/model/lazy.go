package model

import (
	"sync"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
)

// lazy holds what is worked out of a whole model when it is first asked for.
// A model is made anew after each edit, so nothing of it may cost anything
// until then. Each part is made of few rows, or of one row a charter.
type lazy struct {
	lists      func() map[string]orgList // by what fields call them
	teams      func() teams
	aliases    func() map[string]string // keys of a topic's names to the one that counts
	areas      func() []*Group[string, line.Text]
	topics     func() []*Group[string, *line.Decision]
	overlaps   func() []LimitOverlap
	gaps       func() []LimitGap
	successors func() map[*document.Document][]*document.Document
	places     func() map[string]*document.Document // charters that own their folder
	codeOwners func() codeOwners
	ids        func() []ID
	over       func() map[string]bool // ids of what may have ended or been replaced
	due        func() []Row[[]Reason]
	checks     func() map[string][]*document.Document // room checks by team, the newest first
	scopes     func() map[string][]*document.Document // standards by those to whom they apply

	names  sync.Map // what a field takes to []string
	labels sync.Map // folder to []string
	kept   sync.Map // kind to map[string][]*document.Document
}

// prepare gives a model its lazy parts. They read its fields when they are
// called, so that these may still be set.
func (m *Model) prepare() *Model {
	m.lazy = &lazy{
		lists:      sync.OnceValue(m.makeLists),
		teams:      sync.OnceValue(m.makeTeams),
		aliases:    sync.OnceValue(m.makeAliases),
		areas:      sync.OnceValue(func() []*Group[string, line.Text] { return joined(m.Areas, m.lazy.aliases()) }),
		topics:     sync.OnceValue(func() []*Group[string, *line.Decision] { return joined(m.Topics, m.lazy.aliases()) }),
		overlaps:   sync.OnceValue(m.makeOverlaps),
		gaps:       sync.OnceValue(m.makeGaps),
		successors: sync.OnceValue(m.makeSuccessors),
		places:     sync.OnceValue(m.makePlaces),
		codeOwners: sync.OnceValue(m.readCodeOwners),
		ids:        sync.OnceValue(m.makeIDs),
		over:       sync.OnceValue(m.makeOver),
		due:        sync.OnceValue(m.makeDue),
		checks:     sync.OnceValue(m.makeChecks),
		scopes:     sync.OnceValue(m.makeScopes),
	}
	return m
}

func (m *Model) lists() map[string]orgList { return m.lazy.lists() }
