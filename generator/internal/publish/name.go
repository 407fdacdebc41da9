package publish

import (
	"path"
	"strings"
	"unicode/utf8"
)

// checkName accepts a slash path that means the same file below the output
// folder on every system. Names that only some systems cannot hold (CON, a
// colon, letters that differ in case alone) are for a check on the whole site.
func checkName(name string) error {
	why := ""
	switch {
	case name == "":
		why = "is empty"
	case !utf8.ValidString(name):
		why = "is not valid UTF-8"
	case strings.HasPrefix(name, "/"):
		why = "begins with a slash"
	case strings.ContainsRune(name, '\\'):
		why = "contains a backslash"
	case strings.ContainsFunc(name, isControl):
		why = "contains a control character"
	case path.Clean(name) != name || name == "." || name == ".." || strings.HasPrefix(name, "../"):
		why = "has an empty, . or .. part"
	case isOurs(strings.SplitN(name, "/", 2)[0]):
		why = "has a name that Remit keeps for itself"
	default:
		return nil
	}
	return &NameError{Path: name, Why: why}
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// isOurs reports whether a name at the top of a generation is for its own
// housekeeping. Case is ignored because some file systems do.
func isOurs(top string) bool {
	return strings.EqualFold(top, ManifestName) || strings.EqualFold(top, markName)
}
