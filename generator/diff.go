package generator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/change"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
)

// Comparison is what two states of a site have not in common, as facts.
type Comparison struct {
	From, To Compared
	changes  []change.Change
	left     []string // paths of documents that could not be read on one side, so that they are left out
	teams    func(id string) string
	settings *schema.Settings
	folder   string // of the site in its repository
}

// Compared is one of the two states.
type Compared struct {
	Revision string // as it was asked for; "" for the files as they lie there
	Commit   string // the full name of the commit; "" for the files as they lie there
}

// Compare compares a site at two revisions of its Git repository: a branch, a
// tag, a commit. An empty to stands for the files as they lie there, an empty
// from for HEAD. Each side is read with the settings, kinds and teams that it
// had. What the audience of o may not see on one side is left out on both.
func Compare(ctx context.Context, dir, from, to string, o Options) (*Comparison, error) {
	o.NoGit = true // dates say nothing here
	site, err := Open(dir, o)
	if err != nil {
		return nil, err
	}
	defer site.Close()
	site.recent = false
	if from == "" {
		from = "HEAD"
	}
	c := &Comparison{From: Compared{Revision: from}, To: Compared{Revision: to}}
	old, modules, err := site.snapshotAt(ctx, &c.From)
	if err != nil {
		return nil, err
	}
	var new *Snapshot
	if to == "" {
		in, err := site.Read(ctx, nil)
		if err != nil {
			return nil, err
		}
		if len(modules) > 0 { // what is of another repository is on no side
			in.Files = withoutFolders(in.Files, modules)
		}
		new = Compile(nil, in)
	} else if new, _, err = site.snapshotAt(ctx, &c.To); err != nil {
		return nil, err
	}
	for _, s := range []*Snapshot{old, new} {
		if s.in.blind() {
			return nil, fmt.Errorf("the settings of one side cannot be read, so nobody can tell who may see what; remit check shows them")
		}
	}
	if o.Audience != "" && !old.door.isKnown(o.Audience) && !new.door.isKnown(o.Audience) {
		return nil, &UseError{"remit.yaml names no audience " + strconv.Quote(o.Audience) + "; add it there under audiences:"}
	}
	c.compare(old, new)
	return c, nil
}

// withoutFolders is a tree without what lies in some folders.
func withoutFolders(t *source.Tree, folders []string) *source.Tree {
	files := slices.DeleteFunc(slices.Clone(t.Files), func(f *source.File) bool {
		return slices.ContainsFunc(folders, func(folder string) bool { return strings.HasPrefix(f.Path, folder+"/") })
	})
	return source.NewTree(files, nil)
}

// snapshotAt compiles the site as it was at a revision. It also tells where the
// submodules lay.
func (s *Site) snapshotAt(ctx context.Context, c *Compared) (snapshot *Snapshot, modules []string, err error) {
	rev, err := s.root.At(ctx, c.Revision)
	switch {
	case errors.Is(err, source.ErrNoRepository):
		return nil, nil, &UseError{s.Dir() + " lies in no Git repository with commits, so there is nothing to compare with; git init and a first commit begin one"}
	case errors.Is(err, source.ErrUnknownRevision):
		return nil, nil, &UseError{unknownRevision(c.Revision)}
	case err != nil:
		return nil, nil, err
	}
	c.Commit = rev.Commit
	text, err := rev.ReadFile(ctx, schema.SettingsFile)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s of %s: %w", schema.SettingsFile, c.Revision, err)
	}
	settings, _ := schema.DecodeSettings(text)
	tree, err := s.root.ReadAt(ctx, rev, source.Options{Ignore: settings.Ignore, Limits: settings.Limits, Out: s.options.Out})
	if err != nil {
		return nil, nil, err
	}
	return Compile(nil, inputOf(nil, tree, s.today())), rev.Modules, nil
}

func unknownRevision(revision string) string {
	words := "Git knows no commit " + strconv.Quote(revision)
	if from, to, ok := strings.Cut(revision, ".."); ok {
		return words + "; write the two apart: remit diff " + strings.Trim(from, ".") + " " + strings.Trim(to, ".")
	}
	return words + "; git log and git branch list those that there are, and git fetch gets more"
}

// compare fills in the changes.
func (c *Comparison) compare(old, new *Snapshot) {
	c.left = leftOut(old, new)
	before, after := old.modelWithout(new), new.modelWithout(old)
	c.changes = change.Between(before, after)
	c.settings, c.folder = &new.in.Settings, new.in.Settings.Folder
	c.teams = func(id string) string {
		for _, m := range []*model.Model{after, before} {
			if n := m.Name(id, "", []string{"team"}); n.Name != "" {
				return n.Name
			}
		}
		return id
	}
}

// closed reports whether the readers of this site must not know a document, or
// nobody can tell whether they may. A draft is only not there yet.
func (s *Snapshot) closed(d *document.Document) bool {
	return d.Withheld || len(s.door.problems(d)) > 0 || !s.door.mayRead(d)
}

// modelWithout is the model of a snapshot without the documents that another
// snapshot of the site keeps back: a document that was restricted and is open
// now has a past that it must not tell.
func (s *Snapshot) modelWithout(other *Snapshot) *model.Model {
	paths, ids := map[string]bool{}, map[string]bool{}
	for _, d := range other.docs {
		if other.closed(d) {
			paths[d.Path], ids[d.ID] = true, true
		}
	}
	if len(paths) == 0 {
		return s.model
	}
	there := map[string]bool{}
	for _, d := range other.model.Docs {
		there[d.Path] = true
	}
	var gone []*document.Document
	for _, d := range s.model.Docs {
		if paths[d.Path] || ids[d.ID] && !there[d.Path] {
			gone = append(gone, d)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(s.model.Docs), func(d *document.Document) bool { return slices.Contains(gone, d) })
	m := s.model.Replace(s.model.Tree, kept, gone, nil)
	m.Folder, m.Org, m.Today, m.Held, m.History = s.model.Folder, s.model.Org, s.model.Today, s.model.Held, s.model.History
	return m
}

// leftOut lists the documents that cannot be compared because they could not
// be read on one side, as far as the reader may know of them.
func leftOut(sides ...*Snapshot) []string {
	var paths []string
	for _, s := range sides {
		for _, d := range s.docs {
			if d.Withheld && s.door.tells(d) {
				paths = append(paths, d.Path)
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// Left lists the documents that could not be compared, since their front
// matter could not be read on one side.
func (c *Comparison) Left() []string { return c.left }

// Count is how many facts changed, and how many documents tell of them.
func (c *Comparison) Count() (facts, documents int) {
	files := map[string]bool{}
	for _, ch := range c.facts() {
		facts++
		files[ch.File] = true
	}
	return facts, len(files)
}

// facts are the changes of facts, without edited text.
func (c *Comparison) facts() []change.Change {
	return slices.DeleteFunc(slices.Clone(c.changes), func(ch change.Change) bool { return ch.Sort == change.Text })
}

// DiffFormats lists the formats in which a comparison is printed.
func DiffFormats() []string { return []string{"text", "json", "markdown"} }

// DiffOptions say how to print a comparison.
type DiffOptions struct {
	Format string
	All    bool   // text that was edited too
	Prefix string // leads from the working directory to the site's files
}

// Print writes a comparison.
func (c *Comparison) Print(w io.Writer, o DiffOptions) error {
	list := c.facts()
	if o.All {
		list = c.changes
	}
	var text string
	switch o.Format {
	case "", "text":
		text = c.asText(list, o.Prefix)
	case "json":
		data, err := c.asJSON(list)
		if err != nil {
			return err
		}
		text = string(data) + "\n"
	case "markdown":
		text = c.asMarkdown(list, o.Prefix)
	default:
		return &UseError{"the formats are " + strings.Join(DiffFormats(), ", ") + ", not " + strconv.Quote(o.Format)}
	}
	_, err := io.WriteString(w, text)
	return err
}

// noTeam heads the changes that no team is known to stand behind.
const noTeam = "No team"

// byTeam calls do for each run of changes of one team.
func (c *Comparison) byTeam(list []change.Change, do func(name string, changes []change.Change)) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Team == list[0].Team {
			n++
		}
		name := noTeam
		if list[0].Team != "" {
			name = c.teams(list[0].Team)
		}
		do(name, list[:n])
		list = list[n:]
	}
}

func (c *Comparison) asText(list []change.Change, prefix string) string {
	if len(list) == 0 {
		return "No fact changed.\n"
	}
	var b strings.Builder
	c.byTeam(list, func(name string, changes []change.Change) {
		fmt.Fprintf(&b, "%s\n", diag.Visible(name))
		for _, ch := range changes {
			fmt.Fprintf(&b, "  %s\n    %s%s\n", diag.Visible(ch.Sentence), diag.Visible(prefix), diag.Visible(place(ch)))
		}
		b.WriteString("\n")
	})
	fmt.Fprintf(&b, "%s.\n", c.headline())
	return b.String()
}

// place is where a change stands. What is gone has only the file, and a line
// of the state before would lead nowhere.
func place(ch change.Change) string {
	if ch.Old {
		return ch.File + " (before)"
	}
	return ch.File + ":" + strconv.Itoa(ch.Line())
}

// headline counts the facts.
func (c *Comparison) headline() string {
	facts, documents := c.Count()
	words := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return strconv.Itoa(n) + " " + many
	}
	if facts == 0 {
		return "No fact changed"
	}
	return words(facts, "fact", "facts") + " changed in " + words(documents, "file", "files")
}

// diffJSON is a comparison for programs.
type diffJSON struct {
	Schema  int          `json:"schema"`
	From    sideJSON     `json:"from"`
	To      sideJSON     `json:"to"`
	Changes []changeJSON `json:"changes"`
	Left    []string     `json:"not-compared"`
}

type sideJSON struct {
	Revision string `json:"revision,omitempty"`
	Commit   string `json:"commit,omitempty"`
}

type changeJSON struct {
	Sort     string `json:"sort"`
	Sentence string `json:"sentence"`
	Before   string `json:"before,omitempty"`
	After    string `json:"after,omitempty"`
	Team     string `json:"team,omitempty"`
	TeamName string `json:"team-name,omitempty"`
	Topic    string `json:"topic,omitempty"`
	ID       string `json:"id,omitempty"`
	Kind     string `json:"kind,omitempty"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Gone     bool   `json:"gone,omitempty"` // file and line are of the state before
}

func (c *Comparison) asJSON(list []change.Change) ([]byte, error) {
	out := diffJSON{Schema: 1, From: sideJSON(c.From), To: sideJSON(c.To), Changes: []changeJSON{}, Left: append([]string{}, c.left...)}
	for _, ch := range list {
		j := changeJSON{Sort: ch.Sort, Sentence: ch.Sentence, Before: ch.Before, After: ch.After, Team: ch.Team, Topic: ch.Topic, File: ch.File, Line: ch.Line(), Gone: ch.Old}
		if ch.Team != "" {
			j.TeamName = c.teams(ch.Team)
		}
		if ch.Doc != nil {
			j.ID, j.Kind = ch.Doc.ID, ch.Doc.Kind.Name
		}
		out.Changes = append(out.Changes, j)
	}
	return json.MarshalIndent(out, "", "  ")
}

// asMarkdown is a comment on a pull request.
func (c *Comparison) asMarkdown(list []change.Change, prefix string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n", c.headline())
	c.byTeam(list, func(name string, changes []change.Change) {
		fmt.Fprintf(&b, "\n**%s**\n\n", markdownText(name))
		for _, ch := range changes {
			fmt.Fprintf(&b, "- %s %s\n", markdownText(ch.Sentence), c.markdownPlace(ch, prefix))
		}
	})
	if len(c.left) > 0 {
		b.WriteString("\nNot compared, since their front matter could not be read: ")
		for i, p := range c.left {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(markdownCode(prefix + p))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// markdownPlace links to the line in the repository, where its address is
// known; else it names the line.
func (c *Comparison) markdownPlace(ch change.Change, prefix string) string {
	words, commit := prefix+ch.File, c.To.Commit
	fragment := "#L" + strconv.Itoa(ch.Line())
	if ch.Old {
		commit = c.From.Commit
	}
	if c.settings.Repository == "" || commit == "" {
		return "(" + markdownCode(prefix+place(ch)) + ")"
	}
	folder := c.folder
	if folder != "" {
		folder += "/"
	}
	address := c.settings.Repository + "/blob/" + commit + "/" + escapePath(folder+ch.File) + fragment
	return "([" + markdownText(words+":"+strconv.Itoa(ch.Line())) + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(address) + "))"
}

// markdownCode is a text as code; a back quote would end it.
func markdownCode(s string) string {
	return "`" + strings.ReplaceAll(diag.Visible(s), "`", "'") + "`"
}

// markdownText escapes what Markdown, and a host of repositories, would act on:
// an @ before a name would call somebody.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range diag.Visible(s) {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#|~!&", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '@':
			b.WriteString("@<!-- -->")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
