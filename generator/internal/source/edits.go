package source

import (
	"context"
	"path"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/schema"
)

// Edit is what one commit did to one text of the site.
type Edit struct {
	Day    Date   // on which the commit was made, where it was made
	Commit string // the first letters of its name
	Path   string // below the site's folder, NFC
	Before []byte // nil when there was no such file before
	After  []byte // nil when there is none any more
}

// Recent are the commits of the last months, newest first, the edits of one
// commit side by side. Only documents, settings and org.yaml are among them.
type Recent struct {
	Edits []Edit
	Cut   bool // there were more than is kept; the older ones are left out
}

// The bounds of what is kept of recent commits.
const (
	mostEdits     = 1000
	mostEditBytes = 8 << 20
)

// ReadRecent asks Git what was committed since a day, as one sees it on the
// branch: a merge is one commit with all that it brought. The very first commit
// is left out: where all begins, nothing has changed yet. A commit is kept whole
// or not at all. Where there is nothing to know, nothing is returned.
func ReadRecent(ctx context.Context, dir string, since time.Time) (Recent, error) {
	g := git{dir: dir}
	at, err := g.where(ctx)
	if err != nil || at.shallow {
		return Recent{}, ctx.Err()
	}
	p := rawParser{most: mostEdits}
	err = run(g.command(ctx, "log", "-z", "--format=%H%x00%P%x00%cs", "--raw", "--no-abbrev", "--first-parent", "-m", "--no-renames", "--no-ext-diff",
		"--no-color", "--relative", "--since="+since.Format(time.DateOnly)+"T00:00:00", at.head, "--", "."), p.token)
	if err != nil {
		return Recent{}, ctx.Err() // ReadHistory tells of a repository that cannot be read
	}
	p.end()
	recent, err := g.withTexts(ctx, p.commits)
	recent.Cut = recent.Cut || p.cut
	if err != nil {
		return Recent{}, ctx.Err()
	}
	return recent, nil
}

// rawEdit is an edit whose texts are not read yet.
type rawEdit struct {
	Edit
	before, after string // ids of blobs, "" for none
}

// rawParser takes the output of git log --raw apart: three fields of a commit,
// then two for each change, of which the first begins with a colon.
type rawParser struct {
	most    int
	commits [][]rawEdit
	cut     bool

	next   int // the field that comes next: 0 a commit or a change, 1 its parents, 2 its day, 3 a path
	commit string
	first  bool // it has no parent
	day    Date
	dated  bool
	change string
	count  int
	edits  []rawEdit // of the commit that is being read
}

func (p *rawParser) token(s string) {
	switch p.next {
	case 0:
		s = strings.TrimPrefix(s, "\n")
		switch {
		case strings.HasPrefix(s, ":"):
			p.change, p.next = s, 3
		case s != "":
			p.end()
			p.commit, p.next = s, 1
		}
	case 1:
		p.first, p.next = s == "", 2
	case 2:
		p.day, p.dated = parseDate(s)
		p.next = 0
	case 3:
		p.add(s)
		p.next = 0
	}
}

// end keeps the commit that was read, while there is room for all of it.
func (p *rawParser) end() {
	if len(p.edits) > 0 && !p.cut {
		if p.count += len(p.edits); p.count > p.most {
			p.cut = true
		} else {
			p.commits = append(p.commits, p.edits)
		}
	}
	p.edits = nil
}

// add takes down a change, of which the colon is followed by the modes and ids
// before and after.
func (p *rawParser) add(raw string) {
	f := strings.Fields(strings.TrimPrefix(p.change, ":"))
	name := norm.NFC.String(raw)
	if len(f) < 4 || !p.dated || p.first || p.cut || len(p.edits) > p.most || !isKept(raw, name) {
		return
	}
	e := rawEdit{Edit: Edit{Day: p.day, Commit: p.commit[:min(len(p.commit), 10)], Path: name}}
	if regular(f[0]) {
		e.before = f[2]
	}
	if regular(f[1]) {
		e.after = f[3]
	}
	if e.before != e.after {
		p.edits = append(p.edits, e)
	}
}

// isKept reports whether the past of a path says anything about the
// organisation.
func isKept(raw, name string) bool {
	if Skip(raw) {
		return false
	}
	return IsDocument(name) || name == schema.SettingsFile || name == schema.OrgFile
}

// withTexts reads the texts of commits, the newest first, as long as there is
// room. Two edits of one file share the text between them.
func (g git) withTexts(ctx context.Context, commits [][]rawEdit) (Recent, error) {
	var ids []string
	place := map[string]int{}
	for _, edits := range commits {
		for _, e := range edits {
			for _, id := range [...]string{e.before, e.after} {
				if _, known := place[id]; id != "" && !known {
					place[id] = len(ids)
					ids = append(ids, id)
				}
			}
		}
	}
	texts := make([][]byte, len(ids))
	size, read := 0, 0
	err := g.blobs(ctx, ids, int64(schema.DefaultLimits().FileBytes), func(i int, data []byte) bool {
		if size += len(data); size > mostEditBytes {
			return false
		}
		if data == nil {
			data = lost
		}
		texts[i], read = data, i+1
		return true
	})
	if err != nil {
		return Recent{}, err
	}
	text := func(id string) []byte {
		if id == "" {
			return nil
		}
		return texts[place[id]]
	}
	r := Recent{Cut: read < len(ids)}
	for _, edits := range commits {
		from := len(r.Edits)
		for _, e := range edits {
			if e.before != "" && place[e.before] >= read || e.after != "" && place[e.after] >= read {
				r.Edits = r.Edits[:from]
				return r, nil
			}
			e.Before, e.After = text(e.before), text(e.after)
			if !isLost(e.Before) && !isLost(e.After) {
				r.Edits = append(r.Edits, e.Edit)
			}
		}
	}
	return r, nil
}

// lost stands for a text that is too large, or that this clone does not have.
var lost = []byte{0}

func isLost(text []byte) bool { return len(text) == 1 && text[0] == 0 }

// Ignores reports whether ignore globs leave out a slash path below the site's
// folder, or a folder above it.
func Ignores(globs []string, p string) bool {
	ignore, _ := newGlobs(globs)
	for ; p != "." && p != "/"; p = path.Dir(p) {
		if ignore.match(p) {
			return true
		}
	}
	return false
}
