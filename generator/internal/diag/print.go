package diag

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Format is a way of writing problems down.
type Format string

// The formats of [Print].
const (
	Text   Format = "text"   // for people: the author's own line with a mark under the place
	Short  Format = "short"  // one line a problem: path:line:col: error[rule]: message
	JSON   Format = "json"   // one object for programs
	GitHub Format = "github" // workflow commands that GitHub shows beside the changed lines
	SARIF  Format = "sarif"  // SARIF 2.1.0, for code scanning services
)

// Formats lists all formats in the order in which help texts name them.
var Formats = [...]Format{Text, Short, JSON, GitHub, SARIF}

// DefaultMax is the number of problems after which a person stops reading.
const DefaultMax = 50

// ParseFormat returns the format of that name; the error names all of them.
func ParseFormat(name string) (Format, error) {
	if f := Format(name); slices.Contains(Formats[:], f) {
		return f, nil
	}
	return "", fmt.Errorf("format %q is not known: write text, short, json, github or sarif", name)
}

// PrintOptions say how problems are written. The zero value writes all of them
// without colour and without source lines.
type PrintOptions struct {
	Color     bool                     // Text only: ANSI colours; words say the same
	Source    func(file string) []byte // the text of a file by the name in Problem.File; nil, or nil bytes, leaves the author's lines out
	Prefix    string                   // goes before file names so that they lead from the working directory to the file: "content/"
	Max       int                      // Text only: how many problems are shown in full, then a count follows; 0 shows all
	Version   string                   // of the program, for JSON and SARIF
	Documents int                      // how many files were looked at; Text leaves its last line out when 0
	Elapsed   time.Duration            // how long it took
	Width     int                      // Text only: columns of the terminal; 0 means 80
}

// Print writes problems in the order of [Compare], whatever their order in the
// slice, which it leaves alone. Without Color no control character other than
// newline is written, whatever authors put into their files. The error is that
// of w.
func Print(w io.Writer, format Format, problems []Problem, o PrintOptions) error {
	sorted := slices.Clone(problems)
	Sort(sorted)
	var out []byte
	switch format {
	case Text:
		out = appendText(nil, sorted, o)
	case Short:
		out = appendShort(nil, sorted, o)
	case JSON:
		out = appendJSON(nil, sorted, o)
	case GitHub:
		out = appendGitHub(nil, sorted, o)
	case SARIF:
		out = appendSARIF(nil, sorted, o)
	default:
		return fmt.Errorf("print problems: unknown format %q", format)
	}
	_, err := w.Write(out)
	return err
}

// Count returns how many problems there are of each severity.
func Count(problems []Problem) (errors, warnings, hints int) {
	for _, p := range problems {
		switch p.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		default:
			hints++
		}
	}
	return errors, warnings, hints
}

// Summary says in one line, without a newline, what was found:
// "2 errors, 1 warning in 212 files (38 ms)".
func Summary(problems []Problem, documents int, elapsed time.Duration) string {
	errors, warnings, hints := Count(problems)
	var parts []string
	for _, c := range []struct {
		n    int
		word string
	}{{errors, "error"}, {warnings, "warning"}, {hints, "hint"}} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.word))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no problems"}
	}
	return fmt.Sprintf("%s in %s (%s)", strings.Join(parts, ", "), plural(documents, "file"), duration(elapsed))
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return thousands(n) + " " + word + "s"
}

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func duration(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// place writes path, line and column as terminals and editors make them
// clickable; a problem of a whole file has its path alone.
func (o PrintOptions) place(file string, at Pos) string {
	name := Visible(o.path(file))
	if file == "" {
		name = Visible(strings.TrimSuffix(o.Prefix, "/"))
	}
	if at.Line == 0 {
		return name
	}
	return fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)
}

// path returns where a file lies as seen from the working directory. A theme
// may lie beside the site's folder.
func (o PrintOptions) path(file string) string {
	if strings.HasPrefix(file, "../") {
		return path.Clean(o.Prefix + file)
	}
	return o.Prefix + file
}

func appendShort(out []byte, problems []Problem, o PrintOptions) []byte {
	for _, p := range problems {
		if at := o.place(p.File, p.Span.Start); at != "" {
			out = append(out, at+": "...)
		}
		out = fmt.Appendf(out, "%s[%s]: %s\n", p.Severity, Visible(p.Rule), Visible(p.Message))
	}
	return out
}
