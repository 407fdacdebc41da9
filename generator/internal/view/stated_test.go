package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// printed writes pieces as words with {address} and <date> behind them.
func printed(pieces []theme.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Words)
		if p.Href != "" {
			fmt.Fprintf(&b, "{%s}", p.Href)
		}
		if p.Date != "" {
			fmt.Fprintf(&b, "<%s>", p.Date)
		}
	}
	return b.String()
}

// printedFields writes fields one line a line, short ones without an id.
func printedFields(fields []theme.Stated) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%s#%s\n", f.Name, f.ID)
		for _, l := range f.Lines {
			b.WriteString("\t")
			if len(l.Head) > 0 {
				fmt.Fprintf(&b, "%s | ", printed(l.Head))
			}
			if len(l.Limit) > 0 {
				fmt.Fprintf(&b, "%s | ", printed(l.Limit))
			}
			if l.Blocks != "" {
				b.WriteString(l.Blocks + " ")
			}
			if l.Tag != "" {
				fmt.Fprintf(&b, "(%s %s) ", l.State, l.Tag)
			}
			b.WriteString(printed(l.Rest))
			for _, k := range l.Keys {
				fmt.Fprintf(&b, "[%s: %s]", k.Name, printed(k.Words))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

var typed = map[string]string{
	"README.md": "# Home\n",
	"charters/support.md": `---
sponsor: studio
lead: Head of help, studio
owns: [Refunds, Help pages]
decides:
  - Refunds up to 500 EUR: alone
  - Tools: then tell studio, until 2026-09-30
  - "Opening hours: after advice from nobody-known"
  - all the rest
works-with:
  - studio: we meet studio monthly
standards:
  - reply: working on it by 2026-09 (see https://e.org/x).
room:
  - date: 2026-02-02
    wider: Refunds, from 200
    decision: limit
    mood: fine
  - just words
autonomy:
rhythm: Look-back, weekly
contact: desk
colour: blue
---
# Support

We [help](../standards/reply.md).

> Really.

## Words

See [it](../standards/reply.md).
`,
	"charters/studio.md": "---\nowns: Pictures\n---\n# Studio\n",
	"standards/reply.md": "---\nowner: support\n---\n# First reply\n",
	"standards/old.md":   "---\nstatus: retired\nstory: composite\nreviewed: spring\n---\n# Old\n",
	"standards/older.md": "# Older\n\nNothing stated.\n",
	"standards/new.md":   "---\nreplaces: [old, gone]\n---\n# New\n",
	"standards/mid.md":   "---\nreplaces: older\nstory: made up\n---\n# Mid\n",
	"standards/last.md":  "---\nreplaces: [mid]\n---\n# Last\n",
	"decisions/limit.md": "---\ndate: 2026-02-02\nchanges: [support]\nasked: [support, studio]\n---\n# Limit of 500\n\n[Support](../charters/support.md) asked.\n",
}

func TestStated(t *testing.T) {
	t.Parallel()
	p := page(t, siteOf(t, typed), "charters/support/")
	if got := printedFields(p.Short); got != "" {
		t.Errorf("short fields\n%s\nwant none, since the strip tells them", got)
	}
	if got, want := printedFields(p.Stated), `Owns#r:owns
	Refunds
	Help pages
Decides#r:decides
	Refunds | up to 500 EUR | ■■■■■■■ alone
	Tools | ■■■■■■□ then tell Studio{../../charters/studio/}, until 30 September 2026<2026-09-30>
	Opening hours | ■■■■■□□ after advice from nobody-known
	all the rest
Works with#r:works-with
	Studio{../../charters/studio/} | (due One side) we meet studio monthly
Standards#r:standards
	First reply{../../standards/reply/} | (info Working on it) by September 2026<2026-09> (see https://e.org/x{https://e.org/x}). (of its own choice)
Room over time#r:room
	2 February 2026<2026-02-02> | (ok Wider) Refunds, from 200[Decision: Limit of 500{../../decisions/limit/}][Mood: fine]
	just words
Rhythm#r:rhythm
	Look-back, weekly
`; got != want {
		t.Errorf("lists\n%s\nwant\n%s", got, want)
	}
	var contents []string
	for _, h := range p.Contents {
		contents = append(contents, h.ID)
	}
	if got, want := strings.Join(contents, " "), "r:owns r:decides r:works-with r:standards r:room r:rhythm words"; got != want {
		t.Errorf("contents %s, want %s", got, want)
	}
	link := `<a href="../../standards/reply/">`
	if got, want := string(p.Opening), "<p>We "+link+"help</a>.</p>\n<blockquote>\n<p>Really.</p>\n</blockquote>\n"; got != want {
		t.Errorf("opening %q, want %q", got, want)
	}
	if body := string(p.Body); !strings.HasPrefix(body, "<h2") || !strings.Contains(body, "See "+link+"it</a>") {
		t.Errorf("body %q", body)
	}
}

// A page whose front matter states nothing has all its text in Body.
func TestNothingStated(t *testing.T) {
	t.Parallel()
	s := siteOf(t, typed)
	for _, address := range []string{"standards/older/", "standards/reply/", ""} {
		p := page(t, s, address)
		if p.Opening != "" || len(p.Short)+len(p.Stated)+len(p.Contents) != 0 {
			t.Errorf("/%s: %q, %v, %v", address, p.Opening, p.Short, p.Stated)
		}
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	s := siteOf(t, typed)
	for address, want := range map[string]string{
		"standards/old/":   "over This page was replaced by New{../../standards/new/}",
		"standards/older/": "over This page was replaced by Last{../../standards/last/}",
		"standards/mid/":   "over This page was replaced by Last{../../standards/last/}; info This page replaces Older{../../standards/older/}",
		"standards/new/":   "info This page replaces Old{../../standards/old/}, gone",
		"standards/reply/": "",
	} {
		var got []string
		for _, n := range page(t, s, address).Notices {
			got = append(got, n.State+" "+n.Words+" "+printed(n.More))
		}
		if got := strings.Join(got, "; "); got != want {
			t.Errorf("/%s: %q, want %q", address, got, want)
		}
	}
	s = siteOf(t, map[string]string{"a.md": "---\nstatus: retired\n---\n# A\n"})
	if got := fmt.Sprint(page(t, s, "a/").Notices); got != "[{none This page is retired: it says what held once. []}]" {
		t.Errorf("retired: %s", got)
	}
}

// The facts say who keeps a page and where it stands, also where its author
// wrote neither.
func TestFacts(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"commitments/soon.md":      "---\nowner: studio\ndue: 2026-09-30\n---\n# Soon\n",
		"commitments/late.md":      "---\ndue: 2026-09-30\noutcome: missed\n---\n# Late\n",
		"commitments/odd.md":       "---\noutcome: almost\n---\n# Odd\n",
		"commitments/archive/c.md": "---\noutcome: kept\n---\n# Over\n",
		"experiments/e.md":         "---\nstarts: 2020-01-01\nends: 2020-02-01\n---\n# E\n",
		"lessons/l.md":             "---\ndate: 2026-01-02\n---\n# L\n",
		"standards/wide.md":        "---\nstatus: Active\n---\n# Wide\n",
		"standards/strange.md":     "---\nstatus: half-done\nowner: Nobody Known\n---\n# Strange\n",
		"archive/old.md":           "# Old\n",
		"standards/seen.md":        "---\nreviewed: 2025-08-31\nreview-every: 6 months\n---\n# Seen\n",
		"pages/seen.md":            "---\nreviewed: 2025-08-31\n---\n# Seen\n",
		"sig-node/charter.md":      "# SIG Node\n\nRuns nodes.\n",
		"sig-node/notes.md":        "# Notes\n",
	}
	for p, text := range typed {
		files[p] = text
	}
	s := siteOf(t, files)
	for address, want := range map[string]string{
		"standards/old/":         "Reviewed=spring ; Story=Put together from several cases info",
		"standards/mid/":         "Story=made up ",
		"standards/last/":        "Status=Active ok; Review=Never reviewed none",
		"standards/wide/":        "Status=Active ok; Review=Never reviewed none",
		"standards/strange/":     "Owner=Nobody Known ; Status=Half done ",
		"commitments/soon/":      "Owner=Studio ../../charters/studio/; Status=Open info; Due=30 September 2026 ",
		"commitments/late/":      "Status=Missed due; Due=30 September 2026 ",
		"commitments/odd/":       "Status=Almost ",
		"commitments/archive/c/": "Status=Kept ok",
		"experiments/e/":         "Runs=1 January 2020 to 1 February 2020 ",
		"lessons/l/":             "Date=2 January 2026 ",
		"archive/old/":           "",
		"standards/seen/":        "Status=Active ok; Reviewed=31 August 2025 due again 28 February 2026 ",
		"seen/":                  "Reviewed=31 August 2025 ",
		"sig-node/charter/":      "Owner=SIG Node ; Review=Never reviewed none",
		"sig-node/notes/":        "Owner=SIG Node ../../sig-node/charter/",
	} {
		var got []string
		for _, f := range page(t, s, address).Facts {
			then := ""
			if f.Until != nil {
				then = f.Then + " " + f.Until.Words + " "
			}
			got = append(got, f.Name+"="+f.Words+" "+then+f.Href+f.State)
		}
		if got := strings.Join(got, "; "); got != want {
			t.Errorf("/%s: %q, want %q", address, got, want)
		}
	}
	if got := page(t, s, "archive/old/").Notices; len(got) != 1 || got[0].State != "none" {
		t.Errorf("what lies in an archive has the notices %v", got)
	}
}

// A page that names what its readers may not see shows the name as its author
// wrote it, and nothing that we know of it.
func TestWhatIsHeldBackStaysSo(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"charters/a.md": "---\nowner: secret\nsponsor: secret\nreplaces: [secret]\ndecides:\n  - Rooms: together with secret\nroom:\n  - decision: secret\n" +
			"standards: [secret: meets]\n---\n# A\n\n[[secret]], [it](../decisions/secret.md#part) and ![plan](../decisions/plan.png).\n",
	})
	s.Model.Held = func(string) (model.Absence, bool) {
		return model.Absence{Reason: "MARK it is for the board", Fix: "MARK ask the board"}, true
	}
	shown := fmt.Sprintf("%+v", *page(t, s, "charters/a/"))
	if !strings.Contains(shown, "secret") || strings.Contains(shown, "MARK") || strings.Contains(shown, "../decisions/secret") {
		t.Errorf("the page tells of what it must not: %s", shown)
	}
}

// A document that links here is a backlink unless its front matter says more
// of this page than who owns it: then the dossier tells that.
func TestBacklinksOfFields(t *testing.T) {
	t.Parallel()
	files := map[string]string{"lessons/l.md": "---\nowner: support\n---\n# L\n\nAsk [them](../charters/support.md) first.\n"}
	for p, text := range typed {
		files[p] = text
	}
	s := siteOf(t, files)
	for address, want := range map[string][]string{
		"charters/support/": {": L (Owner) Ask |them| first."},
		"charters/studio/":  nil,
		"standards/reply/":  nil,
		"standards/old/":    nil,
	} {
		p := page(t, s, address)
		var got []string
		for _, g := range p.Backlinks {
			for _, l := range g.Links {
				quote := ""
				if l.Quoted != "" {
					quote = l.Before + "|" + l.Quoted + "|" + l.After
				}
				got = append(got, fmt.Sprintf("%s: %s (%s) %s", g.Name, l.Words, l.Fields, quote))
			}
		}
		if !slices.Equal(got, want) || p.Backlinked != len(want) {
			t.Errorf("/%s: %d\n%s\nwant\n%s", address, p.Backlinked, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Words of the fields are in the language of the site.
func TestStatedInGerman(t *testing.T) {
	t.Parallel()
	s := siteOf(t, typed)
	settings := *s.Settings
	settings.Language = "de"
	p := page(t, NewSite(s.Model, &settings, s.Theme, nil), "charters/support/")
	if got, want := p.Stated[0].Name, schema.BuiltIn().Kind("charter").Field("owns").Label("de"); got != want || got == "Owns" {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzPieces: whatever is cut, nothing that the author wrote is lost, and
// addresses are those of the web.
func FuzzPieces(f *testing.F) {
	for _, s := range []string{
		"until 2026-09-30, or 2026-09.", "2026-13", "see (https://e.org/a).", "https://", "a2026-09-30", "2026-09-30-x", "javascript:alert(1)",
		"support, then support", "http://e.org", "\"2026-11\"", "é https://e.org/é?x=1!",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var joined strings.Builder
		for _, p := range appendPieces(nil, text) {
			joined.WriteString(p.Words)
			if p.Href != "" && !strings.HasPrefix(p.Href, "http://") && !strings.HasPrefix(p.Href, "https://") || p.Words == "" {
				t.Errorf("piece %+v of %q", p, text)
			}
		}
		if joined.String() != text {
			t.Errorf("got %q of %q", joined.String(), text)
		}
		w := writer{&Site{Model: model.New()}, &theme.Page{Root: "./"}, &document.Document{}}
		whole := line.Text{Text: text, Span: diag.Span{End: diag.Pos{Byte: len(text)}}}
		if at := strings.LastIndex(text, "support"); at >= 0 {
			part := line.Text{Text: "support", Span: diag.Span{Start: diag.Pos{Byte: at}, End: diag.Pos{Byte: at + len("support")}}}
			w.doc.Facts.Refs = []document.Reference{{Text: part, ID: "support"}}
			if got, ok := placeIn(whole, part, 0); !ok || got != at {
				t.Errorf("%q is found at %d of %q, want %d", part.Text, got, text, at)
			}
		}
		if got := printedWords(w.pieces(whole)); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	})
}

func printedWords(pieces []theme.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Words)
	}
	return b.String()
}
