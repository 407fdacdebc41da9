package source

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/diag"
)

// quote shows a name so that it cannot play tricks in a message.
func quote(name string) string { return strconv.Quote(name) }

// shown is the path that a problem carries for a raw path: the path itself,
// or one with escapes where bytes are no text.
func shown(raw string) string {
	if utf8.ValidString(raw) {
		return norm.NFC.String(raw)
	}
	q := strconv.Quote(raw)
	return q[1 : len(q)-1]
}

// severity is Error for what an author wrote to be read: a document.
func severity(path string) diag.Severity {
	if IsDocument(path) {
		return diag.Error
	}
	return diag.Warning
}

// nameProblem looks at the last element of a raw path. Elements above it are
// folders and have been looked at before. With refused set, nothing of that
// name can be read.
func nameProblem(raw string) (p diag.Problem, refused, ok bool) {
	name := raw[strings.LastIndexByte(raw, '/')+1:]
	p = diag.Problem{Rule: "name-not-portable", Severity: diag.Warning, File: shown(raw)}
	if !utf8.ValidString(name) {
		p.Severity = diag.Error
		p.Message = "the name " + quote(name) + " is not UTF-8 text, so it is left out"
		p.Why = "a web address is text; these bytes have no agreed letters"
		p.Fix = "rename it, for example with: convmv -f latin1 -t utf8 --notest FILE"
		return p, true, true
	}
	why := unportable(name)
	if why == "" {
		return diag.Problem{}, false, false
	}
	p.Message = "the name " + quote(name) + " " + why
	p.Why = "colleagues on Windows cannot check out a repository that holds it"
	p.Fix = "rename it to " + portable(name)
	switch {
	case strings.ContainsFunc(name, isControl):
		p.Severity = diag.Error
		p.Message += ", so it is left out"
		p.Why = "a name with a line break or another control character can pass for something else in lists and logs"
		return p, true, true
	case strings.ContainsFunc(name, isUnseen):
		p.Why = "it reads like another name"
	}
	return p, false, true
}

// pathProblem says why a file of that path is not published and the way out,
// in words that can follow a colon, or "". It asks of each folder what
// nameProblem asks of the last element.
func pathProblem(p string) string {
	for name := range strings.SplitSeq(p, "/") {
		if why := unportable(name); why != "" {
			return quote(name) + " " + why + "; rename it to " + portable(name)
		}
	}
	return ""
}

// unportable says in words why Windows cannot hold a name, or "".
func unportable(name string) string {
	if i := strings.IndexFunc(name, notPortable); i >= 0 {
		r, _ := utf8.DecodeRuneInString(name[i:])
		if isUnseen(r) {
			return fmt.Sprintf("has the invisible character U+%04X", r)
		}
		return fmt.Sprintf("has the character %q, which Windows does not allow", r)
	}
	if strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") {
		return "ends in a dot or a space, which Windows drops"
	}
	if stem, _, _ := strings.Cut(name, "."); reserved(stem) {
		return "is a name that Windows keeps for a device"
	}
	return ""
}

func notPortable(r rune) bool {
	return isControl(r) || isUnseen(r) || strings.ContainsRune(`<>:"|?*\`, r)
}

func isControl(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }

// isUnseen reports whether a character has no shape and hides in a name or
// turns the order of others round. Joiners are not among them: some scripts and
// emoji need them.
func isUnseen(r rune) bool {
	return r == 0x061C || r == 0x200B || r == 0x200E || r == 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF
}

func reserved(stem string) bool {
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	if len(stem) < 4 || stem[:3] != "COM" && stem[:3] != "LPT" {
		return false
	}
	return strings.Contains("123456789¹²³", stem[3:]) && utf8.RuneCountInString(stem[3:]) == 1
}

// portable proposes a name that every system can hold.
func portable(name string) string {
	p := strings.Map(func(r rune) rune {
		if notPortable(r) {
			return '-'
		}
		return r
	}, name)
	p = strings.TrimRight(p, ". ")
	if stem, rest, dot := strings.Cut(p, "."); reserved(stem) {
		p = stem + "-file"
		if dot {
			p += "." + rest
		}
	}
	if p == "" {
		p = "renamed"
	}
	return p
}
