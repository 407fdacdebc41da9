package schema

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestOrgIsFound(t *testing.T) {
	t.Parallel()
	org, problems := DecodeOrg([]byte("\ufeffteams: {finance: Finance}\nroles: {lead: Lead}\npatterns: {late: Late}\n"))
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	if org.Team("finance").Name != "Finance" || org.Role("lead").Name != "Lead" || org.Pattern("late").Name != "Late" {
		t.Errorf("%+v", org)
	}
	if org.Team("lead") != nil || org.Role("finance") != nil || org.Pattern("finance") != nil {
		t.Error("found in another group")
	}
}

func TestEveryGroupOfOrgIsDescribed(t *testing.T) {
	t.Parallel()
	groups := map[string]bool{}
	for _, doc := range OrgDoc() {
		groups[doc.Name] = true
		if !strings.HasSuffix(doc.Doc, ".") || doc.Type == "" {
			t.Errorf("%s: %+v", doc.Name, doc)
		}
		org, problems := DecodeOrg([]byte(doc.Example))
		if len(problems) > 0 || reflect.DeepEqual(org, &Org{}) {
			t.Errorf("%s: the example says %+v with %+v", doc.Name, org, problems)
		}
	}
	org := reflect.TypeFor[Org]()
	for i := range org.NumField() {
		if !groups[strings.ToLower(org.Field(i).Name)] {
			t.Errorf("%s is no group", org.Field(i).Name)
		}
	}
}

func TestOrgWithThousandsOfTeams(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("teams:\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "  team-%d: {name: Team %d, aliases: [t%d]}\n", i, i, i)
	}
	org, problems := DecodeOrg([]byte(b.String()))
	if len(problems) > 0 || len(org.Teams) != 5000 || org.Teams[4999].ID != "team-4999" {
		t.Errorf("%d teams, %+v", len(org.Teams), problems)
	}
}

func FuzzDecodeOrg(f *testing.F) {
	for _, src := range []string{
		"teams:\n  finance: Finance\n  wg: {name: WG, retired: 2025-03-01, aliases: [a, b], charter: none}\n",
		"topics: {refunds: {aliases: [money back], risk: low}}\npeople: [Ada Lovelace]\nroles: [a, a]\n",
		"teems:\n  - [a]\n  - {b: c}\nteams: x\n", "- a\n", "teams:\n  a: @b\n",
	} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		org, problems := DecodeOrg(src)
		checkProblems(t, src, problems, "org-file")
		ids := map[string]bool{}
		for _, e := range append(append([]OrgEntry{}, org.Teams...), org.Roles...) {
			if ids[e.ID] || wrongID(e.ID) != "" || e.Name == "" {
				t.Fatalf("entry %+v", e)
			}
			ids[e.ID] = true
		}
		if e := mended(src, problems); e != nil {
			DecodeOrg(e) // may find more: what stands below a misspelled key is read now
		}
	})
}
