package generator

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"golang.org/x/net/html"

	"remit/generator/internal/source"
)

// hostileWords are texts that mean something to a form in which they are
// written: HTML, JSON, XML, CSV, calendars, Markdown, addresses.
var hostileWords = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`]]></svg><b>&amp;&#x41;`,
	`=cmd|' /C calc'!A0`,
	`@SUM(1+1)*cmd`,
	`BEGIN:VEVENT\nSUMMARY:x; y, z`,
	`javascript:alert(1)`,
	`[x](javascript:alert(1)) ![y](data:text/html,z)`,
	`{{.Title}} {{template "x"}} ${x}`,
	"عقود النقل",
	"契約書の返金",
	"👩‍👩‍👧 naïve Straße ﬁ",
	"../../etc/passwd",
	"index.json",
	"con",
	"#r:decides-1?x=%00",
	"'; DROP TABLE teams; --",
	"a | b \\| `c` * _d_ # e",
	strings.Repeat("long", 250),
}

// quoted is a text as YAML takes it everywhere.
func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

// saying is a site that says the words in every field from which views are made,
// as teams, topics, areas, titles and headings. files are further ones.
func saying(words []string, files map[string]string) map[string]string {
	var org strings.Builder
	org.WriteString("roles:\n  board: " + quoted(words[1]) + "\npatterns:\n")
	for i, w := range words {
		fmt.Fprintf(&org, "  p%d: %s\n", i, quoted(w))
	}
	org.WriteString("teams:\n")
	for i, w := range words {
		fmt.Fprintf(&org, "  x%d: {name: %s}\n", i, quoted(w))
	}
	org.WriteString("  con: Con\n  index.json: Index\n  team-a: Two\ntopics:\n")
	for i, w := range words {
		fmt.Fprintf(&org, "  t%d: {name: %s, aliases: [%s]}\n", i, quoted(w), quoted(w+" too"))
	}
	files["org.yaml"] = org.String()
	for i, w := range words {
		next := words[(i+1)%len(words)]
		lines := func(f string) string { // the same text twice in each list, and the next one
			return "  - " + strings.ReplaceAll(f, "%", quoted(w)) + "\n  - " + strings.ReplaceAll(f, "%", quoted(w)) + "\n  - " + strings.ReplaceAll(f, "%", quoted(next)) + "\n"
		}
		whole := func(before, after string) string {
			return "  - " + quoted(before+w+after) + "\n  - " + quoted(before+next+after) + "\n"
		}
		title := w
		if len(title) > 200 {
			title = title[:200]
		}
		files[fmt.Sprintf("charters/team-%d.md", i)] = "---\ntitle: " + quoted(w) + "\nsponsor: board\nowns:\n" + lines("%") + "not-ours:\n" + whole("", ": x1") + whole("", ": "+next) +
			"decides:\n" + whole("", " up to 500 EUR: alone") + whole("", " from 300 EUR: "+next+" decides") + whole("Refunds up to 500 EUR: then tell ", "") + lines("%") +
			"success:\n" + whole("", ": from 62 % to 70 % by 2026-12-31") + "works-with:\n" + whole(fmt.Sprintf("team-%d: collaboration until 2026-09, ", (i+1)%len(words)), "") + whole("", ": x") +
			"counts-on:\n" + lines("%") + "boundaries:\n" + lines("%") + "may-require:\n" + lines("%") + "standards:\n  - s" + fmt.Sprint(i) + ": meets\n  - s" + fmt.Sprint((i+1)%len(words)) + ": working on it by 2026-09-30\n" + whole("", ": exempt (d1)") +
			"room:\n  - date: 2026-02-02\n    wider: " + quoted(w) + "\n    because: " + quoted(next) + "\n    decision: d" + fmt.Sprint(i) + "\n  - date: 2026-02-02\n    narrower: " + quoted(w) + "\n    because: " + quoted(next) + "\n    until: " + quoted(next) + "\n" +
			"rhythm:\n" + whole("", ": "+next) + "contact: " + quoted(w) + "\nreviewed: 2025-05-12\ntags: [" + quoted(title) + "]\n---\n\n# Charter " + fmt.Sprint(i) + "\n\n" + w + "\n\n## Questions people ask\n\n### " + w + "\n\n" + next + "\n\n### " + w + "\n\nAgain.\n\n## If we miss the mark\n\nWe say so.\n"
		files[fmt.Sprintf("standards/s%d.md", i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\napplies-to: everyone\nbar:\n  - must: " + quoted(w) + "\n    checked: " + quoted("automatic, "+next) + "\n  - should: " + quoted(w) + "\nreviewed: 2026-03-03\n---\n\n# S\n\n" + w + "\n\n## Questions people ask\n\n### " + w + "\n\n" + next + "\n"
		files[fmt.Sprintf("lessons/2026-0%d-l%d.md", 1+i%9, i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\ndate: 2026-0" + fmt.Sprint(1+i%7) + "-03\npatterns: [p" + fmt.Sprint(i) + ", p" + fmt.Sprint(i) + ", " + quoted(title) + "]\ntouches: [team-" + fmt.Sprint(i) + ", s" + fmt.Sprint(i) + ", team-1]\nled-to: [d" + fmt.Sprint(i) + "]\nfollow-up:\n" + whole("", ": team-1 by 2026-09-01") + whole("", ": "+next) + "showcase: 2026-07\nthanks:\n" + lines("%") + "---\n\n# L\n\n" + w + "\n\n## What happened\n\n" + w + "\n\n## What support we need\n\n- " + w + "\n"
		files[fmt.Sprintf("decisions/d%d.md", i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\ndate: 2026-02-02\nraised: 2026-01-01\ndecided-by: " + quoted(w) + "\nasked: [" + quoted(title) + ", team-1]\nchanges: [team-" + fmt.Sprint(i) + ", s1]\nwider: " + quoted(w) + "\nwaives: s" + fmt.Sprint(i) + "\nscope: [team-" + fmt.Sprint(i) + "]\nuntil: 2026-10-01\nrevisit: 2026-09\n---\n\n# D\n\n## Why\n\n" + w + "\n"
		files[fmt.Sprintf("commitments/2026-q3-c%d.md", i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\ndue: 2026-09-30\nresults:\n" + whole("", ": from 62 % to 68 %") + "check-ins:\n  - date: 2026-07-14\n    say: " + quoted(w) + "\n    feels: at risk\n    needs: " + quoted(next) + "\n---\n\n# C\n\n" + w + "\n\n## What we need to succeed\n\n" + w + "\n"
		files[fmt.Sprintf("experiments/e%d.md", i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\nstarts: 2026-05-02\nends: 2026-05-31\nstop-if: " + quoted(w) + "\nresult: unclear\nshowcase: 2026-07\n---\n\n# E\n\n## What we learned\n\n" + w + "\n"
		files[fmt.Sprintf("assessments/2026-05-a%d.md", i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\ntype: room-check\ndate: 2026-05-20\npractice:\n" + whole("", " up to 500 EUR: together with "+next) + "answers:\n" + whole("", ": mostly") + "---\n\n# A\n\n## What we ask for\n\n" + w + "\n"
		files[fmt.Sprintf("playbooks/b%d.md", i)] = "---\ntitle: " + quoted(w) + "\nowner: team-" + fmt.Sprint(i) + "\nfor: teams\nwhen: " + quoted(w) + "\ntried-by:\n  - " + quoted("team-1: kept, "+w) + "\n  - " + quoted("team-1: kept, "+w) + "\n---\n\n# B\n\n## Traps\n\n" + w + "\n"
	}
	return files
}

// hostileSite says hostile words, and more of them and more often than sites do.
func hostileSite() map[string]string {
	files := saying(hostileWords, map[string]string{
		"remit.yaml": "title: " + quoted(hostileWords[0]+" & \"co\"") + "\nbase-url: https://wiki.example.org/\npublic: true\n",
		"README.md":  "# <script>alert(1)</script> home\n\nWords.\n",
	})
	// Names that the site has uses of its own for, and that clash as addresses.
	for i, name := range []string{"con", "index.json", "feed.xml", "table.csv", "pattern", "Team A", "team-a", "TEAM_A", "schemas", "ask", "calendars", "graph.json"} {
		files["charters/"+name+".md"] = fmt.Sprintf("---\nowns: [Area %d, Shared]\ndecides:\n  - Re-funds up to 500 EUR: alone\n  - re funds up to 500 EUR: alone\n  - \"Ré funds!\": alone\n---\n# %s\n\nWe.\n", i, name)
	}
	word := strings.Repeat("word", 2500)
	files["charters/word.md"] = "---\nowns: [" + word + "]\ndecides:\n  - " + word + " up to 500 EUR: alone\n---\n# " + word + "\n\n" + word + "\n"
	for i := range 70 {
		files[fmt.Sprintf("charters/many/crowd-%02d.md", i)] = fmt.Sprintf("---\nowns: [Crowd area %d]\ndecides:\n  - Crowding up to %d EUR: alone\nworks-with:\n  - crowd-%02d: service, we ask\nstandards:\n  - n%d: meets\n---\n# Crowd %d\n\nWe.\n", i, 100+i, (i+7)%70, i, i)
	}
	for i := range 200 {
		files[fmt.Sprintf("standards/many/n%d.md", i)] = fmt.Sprintf("---\nowner: crowd-%02d\napplies-to: everyone\nbar:\n  - must: Thing %d is done\n---\n# Standard %d\n\nWords.\n", i%70, i, i)
	}
	return files
}

// TestHostile wants nothing that a document says to mean anything in a form in
// which it is written.
func TestHostile(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(hostileSite()), Options{Today: sampleToday}))
	for _, fault := range wellFormed(s) {
		t.Error(fault)
	}
	inspect(t, s)
	sound(t, s)
}

// TestAwkwardIsSound looks at the files of sites that have odd documents, or few.
func TestAwkwardIsSound(t *testing.T) {
	t.Parallel()
	for name, s := range twinSites(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sound(t, s)
			inspect(t, s)
		})
	}
}

// sound reads every file of a site with a parser of its form.
func sound(t *testing.T, s *Snapshot) {
	t.Helper()
	sorts := map[string]int{}
	for _, p := range s.Paths() {
		if strings.HasPrefix(p, "files/") || strings.HasSuffix(p, ".bin") || strings.HasPrefix(p, "assets/") {
			continue
		}
		page, ok, err := s.Page(p)
		if !ok || err != nil {
			t.Fatalf("%s: %v %v", p, ok, err)
		}
		ext := path.Ext(p)
		sorts[ext]++
		if why := formFault(ext, page.Body); why != "" {
			t.Errorf("%s: %s", p, why)
		}
		if bytes.Contains(page.Body, []byte("ZgotmplZ")) || bytes.Contains(page.Body, []byte("%!")) && !bytes.Contains(page.Body, []byte("100%!")) {
			t.Errorf("%s holds what a template or a format could not write", p)
		}
	}
	if sorts[".html"] == 0 || sorts[".json"] == 0 {
		t.Errorf("files by sort: %v", sorts)
	}
}

// formFault says why a file is not what its name says, or "".
func formFault(ext string, body []byte) string {
	switch ext {
	case ".html":
		return htmlFault(body)
	case ".json":
		if !json.Valid(body) {
			return "is no JSON"
		}
	case ".xml", ".svg":
		return xmlFault(body)
	case ".csv":
		return csvFault(body)
	case ".ics":
		return icsFault(body)
	}
	return ""
}

func htmlFault(body []byte) string {
	for _, picture := range pictures(body) {
		if why := xmlFault(picture); why != "" {
			return "picture: " + why
		}
	}
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key != "href" && a.Key != "src" && a.Key != "action" && a.Key != "xlink:href" {
				continue
			}
			u, err := url.Parse(strings.TrimSpace(a.Val))
			switch {
			case err != nil:
				return fmt.Sprintf("%s=%q: %v", a.Key, a.Val, err)
			case u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" && u.Scheme != "tel":
				return fmt.Sprintf("%s=%q", a.Key, a.Val)
			}
		}
	}
	return ""
}

// pictures cuts the pictures out of a page, each with those inside it.
func pictures(body []byte) (list [][]byte) {
	depth, from := 0, 0
	for i := range body {
		switch {
		case bytes.HasPrefix(body[i:], []byte("<svg")):
			if depth++; depth == 1 {
				from = i
			}
		case bytes.HasPrefix(body[i:], []byte("</svg>")):
			if depth--; depth == 0 {
				list = append(list, body[from:i+len("</svg>")])
			}
		}
	}
	if depth != 0 {
		list = append(list, body[from:])
	}
	return list
}

func xmlFault(body []byte) string {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = true
	for {
		switch _, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return err.Error()
		}
	}
}

// csvFault wants rows of one length, and no cell that a spreadsheet reckons.
func csvFault(body []byte) string {
	if len(body) == 0 {
		return "is empty"
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return err.Error()
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				return fmt.Sprintf("has the cell %.40q", cell)
			}
		}
	}
	return ""
}

// icsFault wants each event once, on one day, in lines of 75 bytes at most.
func icsFault(body []byte) string {
	for line := range bytes.SplitSeq(body, []byte("\r\n")) {
		if len(line) > 75 || bytes.ContainsAny(line, "\r\n\x00") {
			return fmt.Sprintf("has the line %.90q", line)
		}
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	known := map[string]bool{}
	for _, e := range cal.Events() {
		if known[e.Id()] || e.GetProperty(ics.ComponentPropertyDtStart) == nil {
			return "has an event twice, or without a day: " + e.Id()
		}
		known[e.Id()] = true
	}
	if len(known) == 0 || len(known) != bytes.Count(body, []byte("\r\nBEGIN:VEVENT\r\n")) {
		return fmt.Sprintf("has %d events", len(known))
	}
	return ""
}

// TestHostileFeeds plays edits of hostile documents into the history.
func TestHostileFeeds(t *testing.T) {
	t.Parallel()
	files := hostileSite()
	in := inputOf(nil, treeOf(files), Options{Today: sampleToday})
	var edits []source.Edit
	for _, p := range in.Files.Files {
		if source.IsDocument(p.Path) && !strings.Contains(p.Path, "many/") {
			before := strings.NewReplacer("500 EUR", "200 EUR", "2026-09-30", "2026-08-30", "meets", "not yet", "owns:\n", "owns:\n  - Old\n").Replace(files[p.Path])
			edits = append(edits, source.Edit{Path: p.Path, Day: source.Date{Year: 2026, Month: 7, Day: 28 - len(edits)/10}, Commit: fmt.Sprintf("%040x", len(edits)), Before: []byte(before), After: []byte(files[p.Path])})
		}
	}
	in.History = source.NewHistory(nil).With(source.Recent{Edits: edits})
	s := Compile(nil, in)
	for _, p := range []string{"ask/changed/index.html", "ask/changed/index.json", "ask/changed/feed.xml"} {
		page, ok, err := s.Page(p)
		if !ok || err != nil {
			t.Fatalf("%s: %v %v", p, ok, err)
		}
		if why := formFault(path.Ext(p), page.Body); why != "" {
			t.Errorf("%s: %s", p, why)
		}
	}
	inspect(t, s)
}
