package schema

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"remit/generator/internal/diag"
)

// SettingDoc describes one key of remit.yaml, for reference pages.
type SettingDoc struct {
	Name    string // limits.file-bytes for a key within limits
	Type    string // in words: text, true or false, list of texts ...
	Doc     string // one sentence
	Example string // YAML that sets it
	Default string // "" when there is none
}

// setting is one key of remit.yaml: how it is described, decoded and told to
// editors.
type setting struct {
	SettingDoc
	schema object
	read   func(r *settingsReader, e Entry)
}

// settingsTable is all that remit.yaml may hold.
var settingsTable = []setting{
	{
		SettingDoc{"title", "text", "The name of the site; the title of the home page when nothing is said.", "title: Northwind handbook", ""},
		object{"type": "string"},
		func(r *settingsReader, e Entry) { r.text(e, &r.out.Title) },
	},
	{
		SettingDoc{"base-url", "address", "Where the site is published, so that feeds and the sitemap can name whole addresses.", "base-url: https://handbook.example.org/", ""},
		object{"type": "string", "pattern": "^https?://"},
		(*settingsReader).baseURL,
	},
	{
		SettingDoc{"language", "language tag", "The language of the documents, as a BCP 47 tag.", "language: de", "en"},
		object{"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
		(*settingsReader).language,
	},
	{
		SettingDoc{"public", "true or false", "True lets search engines in: a sitemap is written and no page asks not to be listed.", "public: true", "false"},
		object{"type": "boolean"},
		func(r *settingsReader, e Entry) { r.boolean(e, &r.out.Public) },
	},
	{
		SettingDoc{"ignore", "list of globs", "Files and folders below the site's folder that are left out; ** stands for any number of folders.", `ignore: ["archive/**", "*.draft.md"]`, ""},
		listSchema,
		func(r *settingsReader, e Entry) { r.out.Ignore = r.globs(e.Key, e.Value) },
	},
	{
		SettingDoc{"repository", "https address", "The page of the repository, for links that lead to a document's source and history.", "repository: https://github.com/example/handbook", ""},
		object{"type": "string", "pattern": "^https://"},
		(*settingsReader).repository,
	},
	{
		SettingDoc{"branch", "text", "The branch that edit links lead to.", "branch: trunk", "main"},
		object{"type": "string"},
		(*settingsReader).branch,
	},
	{
		SettingDoc{"folder", "path", "Where the site's folder lies in the repository; the repository itself when nothing is said.", "folder: docs/handbook", ""},
		object{"type": "string"},
		(*settingsReader).folder,
	},
	{
		SettingDoc{"html", "allow or none", "What becomes of HTML in documents: allow keeps a short list of harmless elements, none shows all of it as text.", "html: none", "allow"},
		object{"enum": []string{"allow", "none"}},
		(*settingsReader).html,
	},
	{
		SettingDoc{"image-hosts", "list of host names", "Other hosts whose images may be shown; each learns the addresses of readers.", "image-hosts: [images.example.org]", ""},
		listSchema,
		(*settingsReader).imageHosts,
	},
	{
		SettingDoc{"audiences", "groups of readers", "Who else gets a site of their own: a name, and the folders whose documents are for them alone. A document joins with  audience: NAME  in its front matter.", "audiences:\n  leaders: [leaders/**]\n  board:\n    folders: [board/**]", ""},
		object{"type": "object", "propertyNames": object{"pattern": namePattern}, "additionalProperties": object{"anyOf": []object{
			{"type": []string{"string", "null"}}, listSchema,
			{"type": "object", "properties": object{"folders": listSchema}, "additionalProperties": false},
		}}},
		(*settingsReader).audiences,
	},
	{
		SettingDoc{"words", "on, off or list of rules", "Hints about single words, such as those that blame: on, off, or the names of rules that are off by default and should look as well.", "words: off", "on"},
		object{"anyOf": []object{{"enum": []string{"on", "off"}}, {"type": "array", "items": object{"type": "string", "pattern": namePattern}}}},
		(*settingsReader).words,
	},
	{
		SettingDoc{"theme", "name of a folder", "The theme that the site wears: a folder below themes/ in the site's folder. Files of the site's own folder theme/ still go before.", "theme: harbour", ""},
		object{"type": "string", "pattern": themePattern},
		(*settingsReader).theme,
	},
	{
		SettingDoc{"twins", "all, views or none", "Which pages have twins beside them, as JSON for programs and as Markdown: all of them, the derived ones and the first page alone, or none. Nothing said means all, and views where there are more than 2,000 documents.", "twins: views", ""},
		object{"enum": []string{"all", "views", "none"}},
		(*settingsReader).twins,
	},
	{
		SettingDoc{"offline", "true or false", "True lets browsers keep the pages that a reader has opened, and the search index, for when there is no network; sites for an audience are never kept.", "offline: false", "true"},
		object{"type": "boolean"},
		func(r *settingsReader, e Entry) { r.boolean(e, &r.out.Offline) },
	},
	{
		SettingDoc{"limits", "whole numbers", "How much one document and one site may cost; see below.", "limits:\n  file-bytes: 4 MiB", ""},
		nil, // made from limitsTable
		(*settingsReader).limits,
	},
}

// themePattern is what the folder of a theme may be called.
const themePattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$"

const namePattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

var listSchema = object{"type": []string{"array", "string"}, "items": object{"type": "string"}}

// limitSetting is one key of limits.
type limitSetting struct {
	name  string
	doc   string
	bytes bool
	most  int // beyond it the program itself would be at risk
	field func(*Limits) *int
}

const (
	manyBytes = 1 << 30
	many      = 10_000_000
	deep      = 200 // deeper nesting costs seconds, and much deeper ends the process
)

var limitsTable = []limitSetting{
	{"file-bytes", "Size of a document.", true, manyBytes, func(l *Limits) *int { return &l.FileBytes }},
	{"line-bytes", "Length of a line.", true, manyBytes, func(l *Limits) *int { return &l.LineBytes }},
	{"front-matter-bytes", "Size of the front matter of a document.", true, 16 << 20, func(l *Limits) *int { return &l.FrontMatterBytes }},
	{"front-matter-depth", "Lists and groups within each other in front matter.", false, deep, func(l *Limits) *int { return &l.FrontMatterDepth }},
	{"front-matter-keys", "Keys in the front matter of a document.", false, 100_000, func(l *Limits) *int { return &l.FrontMatterKeys }},
	{"block-depth", "Lists and quotations within each other.", false, deep, func(l *Limits) *int { return &l.BlockDepth }},
	{"line-markers", "List and quotation marks at the beginning of one line.", false, deep, func(l *Limits) *int { return &l.LineMarkers }},
	{"paragraph-marks", "Characters such as * _ [ ] in one paragraph.", false, 100_000, func(l *Limits) *int { return &l.ParagraphMarks }},
	{"squared-marks", "The sum over all paragraphs of the square of their marks.", false, manyBytes, func(l *Limits) *int { return &l.SquaredMarks }},
	{"table-cells", "Cells of all tables of a document.", false, many, func(l *Limits) *int { return &l.TableCells }},
	{"definitions", "Link definitions of a document.", false, 100_000, func(l *Limits) *int { return &l.Definitions }},
	{"footnotes", "Footnotes of a document.", false, 100_000, func(l *Limits) *int { return &l.Footnotes }},
	{"headings", "Headings of a document.", false, 100_000, func(l *Limits) *int { return &l.Headings }},
	{"page-bytes", "Size of a finished page.", true, manyBytes, func(l *Limits) *int { return &l.PageBytes }},
	{"page-factor", "How many times larger than its document a page may be.", false, 100_000, func(l *Limits) *int { return &l.PageFactor }},
	{"documents", "Documents of a site.", false, many, func(l *Limits) *int { return &l.Documents }},
	{"asset-bytes", "Size of an image or another file.", true, manyBytes, func(l *Limits) *int { return &l.AssetBytes }},
	{"path-bytes", "Length of a path below the site's folder.", true, 4096, func(l *Limits) *int { return &l.PathBytes }},
	{"folder-depth", "Folders within each other.", false, deep, func(l *Limits) *int { return &l.FolderDepth }},
}

// SettingsDoc describes every key of remit.yaml, those of limits last.
func SettingsDoc() []SettingDoc {
	var docs []SettingDoc
	for _, s := range settingsTable {
		docs = append(docs, s.SettingDoc)
	}
	defaults := DefaultLimits()
	for _, l := range limitsTable {
		value := strconv.Itoa(*l.field(&defaults))
		kind := "whole number"
		if l.bytes {
			kind = "bytes, KiB or MiB"
			value = byteSize(*l.field(&defaults))
		}
		docs = append(docs, SettingDoc{"limits." + l.name, kind, l.doc, "limits:\n  " + l.name + ": " + value, value})
	}
	return docs
}

func byteSize(n int) string {
	switch {
	case n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return strconv.Itoa(n)
}

// DecodeSettings reads the bytes of remit.yaml. A key that cannot be read keeps
// its default and is an Error; since one of them may be a restriction, a site
// with an Error here may not be published.
func DecodeSettings(src []byte) (Settings, []diag.Problem) {
	lim := DefaultLimits()
	lim.FrontMatterBytes = lim.FileBytes
	lim.FrontMatterKeys = 5000
	meta, problems := decode(SettingsFile, "setting", src, skipMark(src), len(src), lim)
	r := &settingsReader{out: DefaultSettings(), problems: problems}
	for _, e := range meta.Entries {
		if i := slices.IndexFunc(settingsTable, func(s setting) bool { return s.Name == e.Key }); i >= 0 {
			settingsTable[i].read(r, e)
		} else {
			r.unknown(e, settingNames())
		}
	}
	return r.out, r.problems
}

func settingNames() []string {
	var names []string
	for _, s := range settingsTable {
		names = append(names, s.Name)
	}
	return names
}

// settingsReader fills in settings.
type settingsReader struct {
	out      Settings
	problems []diag.Problem
}

func (r *settingsReader) report(rule string, severity diag.Severity, span diag.Span, p diag.Problem) {
	p.Rule, p.Severity, p.File, p.Span = rule, severity, SettingsFile, span
	r.problems = append(r.problems, p)
}

// refuse reports a value that a setting does not take.
func (r *settingsReader) refuse(span diag.Span, message, fix string) {
	r.report("setting", diag.Error, span, diag.Problem{Message: message, Fix: fix})
}

// unknown reports a key that does not exist. One that may have been meant for
// audiences is an Error, since folders would be open to everyone.
func (r *settingsReader) unknown(e Entry, known []string) {
	severity := diag.Warning
	p := diag.Problem{
		Message: fmt.Sprintf("%s is not a setting", quoted(e.Key)),
		Fix:     "the settings here are " + strings.Join(known, ", "),
	}
	if near, ok := diag.Nearest(skeleton(e.Key), known); ok {
		p.Label = fmt.Sprintf("did you mean %q?", near)
		p.Fix = "write " + near
		if near == "audiences" || near == "folders" {
			severity = diag.Error
			p.Why = "a restriction that is not read would publish documents to everyone"
		}
	}
	r.report("unknown-setting", severity, e.KeySpan, p)
}

func (r *settingsReader) text(e Entry, to *string) bool {
	if e.Value.Kind != Scalar || strings.ContainsAny(e.Value.Text, "\n") {
		r.refuse(e.Value.Span, quoted(e.Key)+" takes one line of text", "write  "+e.Key+": and the text on the same line")
		return false
	}
	*to = strings.TrimSpace(e.Value.Text)
	return true
}

func (r *settingsReader) boolean(e Entry, to *bool) {
	if e.Value.Kind != Scalar || e.Value.Text != "true" && e.Value.Text != "false" {
		r.refuse(e.Value.Span, fmt.Sprintf("%s is true or false, not %s", quoted(e.Key), shown(e.Value)), "write  "+e.Key+": true  or  "+e.Key+": false")
		return
	}
	*to = e.Value.Text == "true"
}

// texts reads a list, or a single text for a list of one.
func (r *settingsReader) texts(name string, v Value) []Value {
	var out []Value
	for _, item := range (Meta{Entries: []Entry{{Key: name, Value: v}}}).Texts(name) {
		if item.Kind != Scalar || item.Text == "" {
			r.refuse(item.Span, quoted(name)+" is a list of texts", "write  "+name+": [one, two]")
			return nil
		}
		out = append(out, item)
	}
	if v.Kind == Map {
		r.refuse(v.Span, quoted(name)+" is a list of texts", "write  "+name+": [one, two]")
	}
	return out
}

// globs reads a list of patterns of paths below the site's folder.
func (r *settingsReader) globs(name string, v Value) []string {
	var out []string
	for _, item := range r.texts(name, v) {
		glob := strings.TrimPrefix(item.Text, "./")
		if wrong := wrongGlob(glob); wrong != "" {
			r.refuse(item.Span, quoted(item.Text)+" "+wrong, "write a path below the site's folder, such as  board/**  or  archive/*.md")
			continue
		}
		out = append(out, glob)
	}
	return out
}

// wrongGlob says what keeps a pattern from matching anything, or returns "".
func wrongGlob(glob string) string {
	switch {
	case glob == "":
		return "is empty"
	case strings.Contains(glob, `\`):
		return `holds a backslash; folders are parted by /`
	case strings.HasPrefix(glob, "/"):
		return "begins with /; paths begin at the site's folder"
	case slices.Contains(strings.Split(glob, "/"), ".."):
		return "leads out of the site's folder"
	case strings.HasSuffix(glob, "/"):
		return "ends with /; add ** for everything in the folder"
	case !balanced(glob, '[', ']') || !balanced(glob, '{', '}'):
		return "opens a bracket that it does not close"
	}
	return ""
}

func balanced(s string, open, closing rune) bool {
	depth := 0
	for _, r := range s {
		switch r {
		case open:
			depth++
		case closing:
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}

func (r *settingsReader) baseURL(e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	u, err := url.Parse(e.Value.Text)
	if e.Value.Kind != Scalar || err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		r.refuse(e.Value.Span, fmt.Sprintf("%s is a whole address, not %s", quoted(e.Key), shown(e.Value)), "write  base-url: https://handbook.example.org/")
		return
	}
	r.out.BaseURL = strings.TrimRight(u.String(), "/") + "/"
}

func (r *settingsReader) repository(e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	u, err := url.Parse(e.Value.Text)
	if e.Value.Kind != Scalar || err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		r.refuse(e.Value.Span, fmt.Sprintf("%s is the https address of the repository's page, not %s", quoted(e.Key), shown(e.Value)), "write  repository: https://github.com/example/handbook")
		return
	}
	r.out.Repository = strings.TrimSuffix(strings.TrimRight(u.String(), "/"), ".git")
}

func (r *settingsReader) language(e Entry) {
	for i, part := range strings.Split(e.Value.Text, "-") {
		letters := !strings.ContainsFunc(part, func(c rune) bool {
			return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9')
		})
		if e.Value.Kind != Scalar || !letters || len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 {
			r.refuse(e.Value.Span, fmt.Sprintf("%s is a language tag, not %s", quoted(e.Key), shown(e.Value)), "write  language: en,  language: de  or  language: pt-BR")
			return
		}
	}
	r.out.Language = e.Value.Text
}

func (r *settingsReader) branch(e Entry) {
	if r.text(e, &r.out.Branch) && r.out.Branch == "" {
		r.out.Branch = DefaultSettings().Branch
	}
}

func (r *settingsReader) folder(e Entry) {
	var folder string
	if !r.text(e, &folder) {
		return
	}
	folder = strings.Trim(strings.TrimPrefix(folder, "./"), "/")
	if folder == "." {
		folder = ""
	}
	if strings.Contains(folder, `\`) || slices.Contains(strings.Split(folder, "/"), "..") {
		r.refuse(e.Value.Span, fmt.Sprintf("%s is a path below the repository, not %s", quoted(e.Key), shown(e.Value)), "write  folder: docs/handbook")
		return
	}
	r.out.Folder = folder
}

func (r *settingsReader) html(e Entry) {
	if e.Value.Kind != Scalar || e.Value.Text != "allow" && e.Value.Text != "none" {
		r.out.RawHTML = "none" // the careful one, until it is clear what was meant
		r.refuse(e.Value.Span, fmt.Sprintf("%s is allow or none, not %s", quoted(e.Key), shown(e.Value)), "write  html: allow  or  html: none")
		return
	}
	r.out.RawHTML = e.Value.Text
}

// theme reads the name of a folder. A path could lead out of the site.
func (r *settingsReader) theme(e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	if e.Value.Kind != Scalar || !isFolderName(e.Value.Text) {
		r.refuse(e.Value.Span, fmt.Sprintf("%s is the name of a folder in themes/, not %s", quoted(e.Key), shown(e.Value)), "write  theme: harbour  for the theme in themes/harbour/")
		return
	}
	r.out.Theme = e.Value
}

// isFolderName reports whether a text is one plain element of a path, as
// themePattern says.
func isFolderName(s string) bool {
	plain := func(c rune) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' }
	return s != "" && plain(rune(s[0])) && !strings.ContainsFunc(s, func(c rune) bool { return !plain(c) && !strings.ContainsRune("._-", c) })
}

func (r *settingsReader) twins(e Entry) {
	if e.Value.Kind != Scalar || !slices.Contains([]string{"all", "views", "none"}, e.Value.Text) {
		r.refuse(e.Value.Span, fmt.Sprintf("%s is all, views or none, not %s", quoted(e.Key), shown(e.Value)), "write  twins: all,  twins: views  or  twins: none")
		return
	}
	r.out.Twins = e.Value.Text
}

func (r *settingsReader) words(e Entry) {
	if e.Value.Kind == Scalar {
		r.onOrOff(e)
		return
	}
	for _, item := range r.texts(e.Key, e.Value) {
		if !isName(item.Text) {
			r.refuse(item.Span, quoted(item.Text)+" is not the name of a rule", "write names such as  words: [one-cause]")
			continue
		}
		r.out.Words.Also = append(r.out.Words.Also, item)
	}
}

func (r *settingsReader) onOrOff(e Entry) {
	switch text := e.Value.Text; text {
	case "on", "":
	case "off":
		r.out.Words.Off = true
	default:
		p := diag.Problem{
			Message: fmt.Sprintf("%s is on, off or a list of rules, not %s", quoted(e.Key), shown(e.Value)),
			Fix:     "write  words: off,  words: on  or  words: [one-cause]",
		}
		if near, ok := diag.Nearest(text, []string{"on", "off"}); ok {
			p.Label = fmt.Sprintf("did you mean %q?", near)
		}
		r.report("setting", diag.Error, e.Value.Span, p)
	}
}

func (r *settingsReader) imageHosts(e Entry) {
	for _, item := range r.texts(e.Key, e.Value) {
		host := strings.ToLower(item.Text)
		u, err := url.Parse("https://" + host + "/")
		if err != nil || u.Host != host || u.Hostname() == "" || strings.ContainsAny(host, "*@/ ") {
			r.refuse(item.Span, quoted(item.Text)+" is not the name of a host", "write the name alone, such as  images.example.org")
			continue
		}
		r.out.ImageHosts = append(r.out.ImageHosts, host)
	}
}

func (r *settingsReader) audiences(e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	if e.Value.Kind != Map {
		r.refuse(e.Value.Span, "audiences are names with the folders that are for them alone", "write  audiences:  and below it, indented,  leaders: [leaders/**]")
		return
	}
	for _, a := range e.Value.Fields {
		if !isName(a.Key) {
			r.refuse(a.KeySpan, quoted(a.Key)+" cannot be the name of an audience", "use lower-case letters a to z, digits and hyphens, such as  leaders")
			continue
		}
		r.out.Audiences = append(r.out.Audiences, Audience{Name: a.Key, Folders: r.folders(a), Span: a.KeySpan})
	}
}

func (r *settingsReader) folders(a Entry) []string {
	if a.Value.Kind != Map {
		return r.globs(a.Key, a.Value)
	}
	var globs []string
	for _, e := range a.Value.Fields {
		if e.Key != "folders" {
			r.unknown(e, []string{"folders"})
			continue
		}
		globs = r.globs(e.Key, e.Value)
	}
	return globs
}

func (r *settingsReader) limits(e Entry) {
	if e.Value.Kind == Scalar && e.Value.Text == "" {
		return
	}
	if e.Value.Kind != Map {
		r.refuse(e.Value.Span, "limits are names with numbers", "write  limits:  and below it, indented,  file-bytes: 4 MiB")
		return
	}
	for _, l := range e.Value.Fields {
		i := slices.IndexFunc(limitsTable, func(t limitSetting) bool { return t.name == l.Key })
		if i < 0 {
			r.unknown(l, limitNames())
			continue
		}
		r.limit(limitsTable[i], l)
	}
}

func limitNames() []string {
	var names []string
	for _, l := range limitsTable {
		names = append(names, l.name)
	}
	return names
}

func (r *settingsReader) limit(l limitSetting, e Entry) {
	n, ok := parseSize(e.Value.Text, l.bytes)
	if e.Value.Kind != Scalar || !ok || n < 1 || n > l.most {
		most, example := strconv.Itoa(l.most), "100"
		if l.bytes {
			most, example = byteSize(l.most), "64 KiB"
		}
		r.refuse(e.Value.Span, fmt.Sprintf("%s is a whole number from 1 to %s, not %s", quoted(e.Key), most, shown(e.Value)), "write  "+e.Key+": "+example)
		return
	}
	*l.field(&r.out.Limits) = n
}

// parseSize reads a whole number; for bytes KiB and MiB may follow. Underscores
// and commas between thousands are accepted.
func parseSize(text string, bytes bool) (int, bool) {
	unit := 1
	if bytes {
		for _, u := range []struct {
			suffix string
			size   int
		}{{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"bytes", 1}} {
			if cut, ok := strings.CutSuffix(strings.ToLower(text), u.suffix); ok {
				text, unit = strings.TrimSpace(cut), u.size
				break
			}
		}
	}
	n, err := strconv.Atoi(strings.NewReplacer("_", "", ",", "").Replace(text))
	if err != nil || n < 0 || n > (1<<40)/unit {
		return 0, false
	}
	return n * unit, true
}
