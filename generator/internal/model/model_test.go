package model

import (
	"testing"

	"remit/generator/internal/document"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// A kind of a site's own may have the fields of a charter. It is no team, so it
// owns and decides nothing.
func TestOnlyChartersOwnAndDecide(t *testing.T) {
	t.Parallel()
	kinds, problems := schema.ParseKinds(schema.BuiltIn(), map[string][]byte{"service.yaml": []byte(
		"kind: service\nfolder: services\nfields:\n  - {name: owns, type: texts}\n  - {name: decides, type: decisions}\n  - {name: works-with, type: who, to: [team]}\n")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	src := "---\nowns: [Refunds]\ndecides: [\"Refunds: together with b\"]\nworks-with: [\"b: monthly\"]\n---\n# A\n"
	var docs []*document.Document
	for _, p := range []string{"charters/a.md", "services/a.md"} {
		docs = append(docs, document.Compile(source.NewFile(p, []byte(src)), &document.Options{Kinds: kinds, Limits: schema.DefaultLimits()}))
	}
	m := New().Replace(source.NewTree(nil, nil), docs, nil, docs)
	for name, got := range map[string]int{
		"areas": len(m.Areas.Get("refund")), "topics": len(m.Topics.Get("refund")), "asked": len(m.Asked.Get("b")), "partners": len(m.Partners.Get("b")),
	} {
		if got != 1 {
			t.Errorf("%s: %d rows, want that of the charter alone", name, got)
		}
	}
}

// Of room checks whose team is not known, none takes the place of another.
func TestRoomChecksOfUnknownTeamsAllAsk(t *testing.T) {
	t.Parallel()
	check := "type: room-check\n---\n# Check\n\n## What we ask for\n\nMore room.\n"
	m := modelOf("", map[string]string{
		"assessments/one.md": "---\ndate: 2026-01-02\n" + check,
		"assessments/two.md": "---\ndate: 2026-02-02\n" + check,
	})
	if got := len(m.OpenAsks()); got != 2 {
		t.Errorf("%d open asks, want 2", got)
	}
}
