package schema

import "remit/generator/internal/diag"

// OrgFile is the name of the file that holds what documents may point at
// beside each other.
const OrgFile = "org.yaml"

// Org is what org.yaml says: the teams without a charter, the roles, the
// patterns of lessons, the topics with their other names, and measures of the
// organisation. The zero Org is that of a site without the file.
type Org struct {
	Teams    []OrgEntry
	Roles    []OrgEntry
	Patterns []OrgEntry
	Topics   []OrgEntry
	Measures []OrgEntry
	Goals    []OrgEntry
	People   []OrgEntry // names that lessons should leave out
}

// OrgEntry is one line of org.yaml, or one group:
//
//	teams:
//	  finance: Finance
//	  wg-lts: {name: WG LTS, retired: 2025-03-01}
//	topics:
//	  refunds: {name: Refunds, aliases: [money back, returns], risk: low}
//
// An entry without a name has its id in words as name. Ids are unique among
// teams and roles together, and within each other group.
type OrgEntry struct {
	ID      string
	Name    string
	Aliases []Value   // other names
	Retired string    // when a team ended, as written; "" for one that works
	Area    string    // the part of the organisation that a team belongs to
	Charter string    // where a team's charter is kept outside the site: a path or address, or none for a team that needs none
	Risk    string    // low, medium or high; low for topics that are easy to undo
	Target  string    // of a measure
	Source  string    // where a measure's figure comes from
	Span    diag.Span // of the id
}

// Team returns the team of that id, or nil.
func (o *Org) Team(id string) *OrgEntry { return findEntry(o.Teams, id) }

// Role returns the role of that id, or nil.
func (o *Org) Role(id string) *OrgEntry { return findEntry(o.Roles, id) }

// Pattern returns the pattern of that id, or nil.
func (o *Org) Pattern(id string) *OrgEntry { return findEntry(o.Patterns, id) }

func findEntry(entries []OrgEntry, id string) *OrgEntry {
	for i := range entries {
		if entries[i].ID == id {
			return &entries[i]
		}
	}
	return nil
}
