package view

import "remit/generator/internal/document"

// Facet is a part of a list that has a page of its own.
type Facet struct {
	Value   string `json:"value" jsonschema:"its name in addresses"`
	Words   string `json:"words"`
	Count   Count  `json:"count"`
	Current bool   `json:"current,omitempty" jsonschema:"true on the page of this part"`
	Key     string `json:"-"` // what rows that belong to it carry, when the whole list stands on the page
}

// inAddress is the value of a facet as it stands in addresses; "" for none.
func inAddress(name string) string {
	if document.Slug(name) == "" {
		return ""
	}
	return document.Element(name)
}
