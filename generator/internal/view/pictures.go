package view

import "remit/generator/internal/picture"

// IconFile and CardFile are the pictures of a site that has none of its own.
const (
	IconFile = "icon.svg"
	CardFile = "card.svg"
)

// picture returns the path of a picture that stands for the site: of the one
// that its theme or its folder brings under one of the names, else of ours, the
// first of them.
func (s *Site) picture(names ...string) string {
	for _, name := range names {
		if s.Theme == nil {
			break // only in tests that make no page
		}
		if path, ok := s.Theme.AssetPath(name); ok {
			return path
		}
	}
	if s.Model.Tree != nil {
		for _, name := range names {
			if s.Model.Tree.Find(name) != nil {
				return "files/" + name
			}
		}
	}
	return names[0]
}

// Shows reports whether a file of the site's folder stands for the site: its
// icon or its card.
func (s *Site) Shows(path string) bool {
	return "files/"+path == s.shared.Icon || "files/"+path == s.shared.Card
}

// Icon draws the icon of a site that has none of its own; else it returns nil.
func (s *Site) Icon() []byte {
	if s.shared.Icon != IconFile {
		return nil
	}
	return picture.Icon(s.shared.Title)
}

// Card draws the card of a site that says its address, in which other programs
// look for one, and that has none of its own; else it returns nil.
func (s *Site) Card() []byte {
	if s.shared.Card != CardFile || s.shared.BaseURL == "" {
		return nil
	}
	return picture.Card(s.shared.Title, s.shared.Description, s.shared.Dir == "rtl")
}
