package view

import (
	"fmt"
	"html"
	"maps"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/schema"
	"remit/generator/internal/theme"
)

// orgSite is a site with what its org.yaml says, made for 1 August 2026.
func orgSite(t *testing.T, files map[string]string) *Site {
	t.Helper()
	s := siteOf(t, files)
	org, problems := schema.DecodeOrg([]byte(files["org.yaml"]))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s.Model.Org = org
	s.Model.Today = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	return s
}

// htmlAt is the finished page at an address.
func htmlAt(t *testing.T, s *Site, address string) string {
	t.Helper()
	out, err := s.Theme.Render(nil, page(t, s, address))
	if err != nil {
		t.Fatal(err)
	}
	html, _, _ := strings.Cut(string(out), "<dialog") // the words of the script stand in a dialog
	return html
}

// mustHold reports the texts that a page lacks.
func mustHold(t *testing.T, html string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

func mustNotHold(t *testing.T, html string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(html, text) {
			t.Errorf("the page has %s", text)
		}
	}
}

// above and below are the derived parts of a page; nil when it has none of
// that type.
func above[T any](t *testing.T, s *Site, address string) *T {
	t.Helper()
	return partOf[T](page(t, s, address).Above)
}

func below[T any](t *testing.T, s *Site, address string) *T {
	t.Helper()
	return partOf[T](page(t, s, address).Below)
}

func partOf[T any](p *theme.Part) *T {
	if p == nil {
		return nil
	}
	data, _ := p.Data.(*T)
	return data
}

// shop is a small organisation of which most is stated somewhere.
var shop = map[string]string{
	"README.md": "# The shop\n\nHow we work.\n",
	"org.yaml": `teams:
  finance: {name: Finance, aliases: [accounts], area: House}
  support: {name: Support, area: Shop}
  studio: {name: Studio, area: Shop}
  bus: {name: Book bus, retired: 2025-01-01}
roles:
  ops-lead: Head of Operations
patterns:
  late: Work waited
topics:
  refunds: {name: Refunds, aliases: [money back], risk: low}
goals:
  calm: One mail is enough
  growth: More readers
people: [Ada Lovelace]
`,
	"charters/support.md": `---
sponsor: ops-lead
lead: Ada Lovelace
serves: [calm]
owns: [Refunds, Help pages, Phone, Vouchers]
not-ours:
  - Lost parcels: depot
  - Books: finance
  - Rooms
decides:
  - Refunds up to 500 EUR: alone
  - Refunds above 500 EUR: together with finance
  - Tools: then tell finance
  - Hours: after advice from Ada Lovelace
  - Wording: as we like
counts-on: [An answer in two days]
works-with:
  - finance: answers within a day
  - studio: collaboration until 2026-09, we write pages together
  - depot: service
  - support: we talk
standards:
  - reply: working on it by 2026-09-30
  - plain: exempt (no-plain)
room:
  - date: 2026-02-02
    wider: Refunds, from 200 to 500 EUR
    decision: limit
  - date: 2025-02-02
    narrower: Orders above 50 EUR
    until: 2025-12-01
reviewed: 2026-05-12
---
# Customer Support

We help.
`,
	"charters/studio.md": `---
owns: [Pictures, Money back]
decides:
  - Props: after advice from support
works-with:
  - accounts: pays
reviewed: 2025-05-12
---
# Studio

Support asks us for pictures.
`,
	"charters/depot.md":        "---\nowns: [Parcels]\n---\n# Depot\n",
	"charters/draft.md":        "---\nstatus: draft\nowns: [Nothing]\nworks-with:\n  - support: soon\n---\n# Soon a team\n",
	"charters/old.md":          "---\nstatus: retired\nowns: [Faxes]\nworks-with:\n  - support: once\n---\n# Fax desk\n",
	"standards/reply.md":       "---\nowner: support\napplies-to: [everyone]\n---\n# First reply\n",
	"standards/plain.md":       "---\napplies-to: [studio]\n---\n# Plain words\n",
	"standards/plain-2024.md":  "# Plain words of 2024\n",
	"standards/plain-2025.md":  "---\nreplaces: [plain-2024]\n---\n# Plain words of 2025\n",
	"standards/plain-2026.md":  "---\nreplaces: [plain-2025]\n---\n# Plain words of 2026\n",
	"decisions/limit.md":       "---\ndate: 2026-06-02\nowner: support\nchanges: [support]\nasked: [finance]\n---\n# Limit of 500\n",
	"decisions/no-plain.md":    "---\ndate: 2026-01-02\nwaives: plain\nuntil: 2026-12-31\n---\n# No plain words for now\n",
	"decisions/maybe.md":       "---\ndate: 2026-07-02\nstatus: draft\nchanges: [support]\n---\n# Perhaps\n",
	"lessons/2026-06-form.md":  "---\ndate: 2026-06-09\nowner: studio\ntouches: [support, reply]\npatterns: [late]\nled-to: [limit]\n---\n# The form\n",
	"lessons/2025-06-mail.md":  "---\ndate: 2025-06-09\nowner: support\ntouches: [finance]\n---\n# The mail\n",
	"commitments/mail.md":      "---\nowner: support\ndue: 2026-09-30\nserves: [calm]\n---\n# One mail\n",
	"commitments/fast.md":      "---\nowner: support\ndue: 2026-03-30\noutcome: missed\nlesson: 2026-06-form\nserves: mail\n---\n# Fast\n",
	"commitments/own.md":       "---\nowner: studio\ndue: 2026-12-30\n---\n# Own way\n",
	"commitments/lost.md":      "---\nowner: studio\nserves: [nowhere]\n---\n# Lost\n",
	"playbooks/widen.md":       "---\nhelps-with: [support, standard]\ntried-by:\n  - support: kept, weekly\n---\n# Widen\n",
	"assessments/2026-05-r.md": "---\nowner: support\ntype: room-check\ndate: 2026-05-20\npractice:\n  - Refunds up to 500 EUR: together with finance\n---\n# Room check\n",
}

// Every address that a site of all kinds lists has a page that can be rendered,
// and no link on the derived pages leads nowhere.
func TestDerivedPagesRender(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	known := map[string]bool{}
	for _, a := range s.Addresses() {
		known[a] = true
	}
	for a := range known {
		text := htmlAt(t, s, a)
		for _, part := range strings.Split(text, ` href="`)[1:] {
			href, _, _ := strings.Cut(part, `"`)
			to, anchor, _ := strings.Cut(html.UnescapeString(href), "#")
			anchor, _ = url.PathUnescape(anchor)
			if ext := path.Ext(to); ext == ".json" || ext == ".md" || ext == ".csv" || ext == ".xml" || ext == ".ics" { // twins and feeds are no pages
				continue
			}
			if strings.HasSuffix(to, ".css") || strings.HasSuffix(to, ".svg") || strings.Contains(to, "://") {
				continue
			}
			address := a
			if to != "" && (to != "./" || a == "") {
				address = strings.TrimPrefix(strings.TrimPrefix(to, rootFrom(a)), "./")
			}
			if !known[address] {
				t.Errorf("/%s leads to /%s, which is not there", a, address)
			} else if anchor != "" && address == a && !strings.Contains(text, `id="`+anchor+`"`) {
				t.Errorf("/%s leads to #%s, which is not there", a, anchor)
			} else if anchor != "" && address != a && !strings.Contains(htmlAt(t, s, address), `id="`+anchor+`"`) {
				t.Errorf("/%s leads to /%s#%s, which is not there", a, address, anchor)
			}
		}
	}
}

// Without charters, decisions and org.yaml nothing is derived.
func TestPlainSite(t *testing.T) {
	t.Parallel()
	files := maps.Clone(small)
	delete(files, "lessons/l.md")
	s := orgSite(t, files)
	if p := page(t, s, ""); p.Above != nil || p.Below != nil {
		t.Errorf("the first page has %v and %v", p.Above, p.Below)
	}
	for _, a := range s.Addresses() {
		if strings.HasPrefix(a, Base) {
			t.Errorf("/%s is published", a)
		}
	}
	if got := fmt.Sprint(s.asked()); got != "[]" {
		t.Errorf("asked %s", got)
	}
}

// The views that are there are listed by question, each once.
func TestAsk(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	for _, name := range []string{"of-tomorrow"} {
		s.views = append(s.views[:len(s.views):len(s.views)], View{Name: name, Data: &struct{}{}, Addresses: func(*Site) []string { return []string{Base + name + "/"} }, Page: func(*Site, string) (*theme.Page, bool) { return nil, false }})
	}
	var got []string
	for _, g := range page(t, s, Base).Groups {
		var names []string
		for _, e := range g.Entries {
			names = append(names, e.Href)
		}
		got = append(got, g.Words+": "+strings.Join(names, " "))
	}
	all := strings.Join(got, "\n")
	if want := "Who owns, decides, helps: ../ask/who-decides/ "; !strings.HasPrefix(all, want) {
		t.Errorf("the first group is not %q in\n%s", want, all)
	}
	if n := strings.Count(all, "../ask/"); n != len(s.asked()) {
		t.Errorf("%d views of %d in\n%s", n, len(s.asked()), all)
	}
	mustHold(t, all, "../ask/of-tomorrow/", "What is due and what is new: ../ask/due/")
	mustHold(t, htmlAt(t, s, "ask/works-with/"), `href="../../ask/of-tomorrow/"`)
}

// The date by which a page is to be reviewed is data, so that what it means is
// worked out when the page is read.
func TestReviewDateIsData(t *testing.T) {
	t.Parallel()
	s := orgSite(t, shop)
	html := htmlAt(t, s, "charters/studio/") // due in May, and it is August
	mustHold(t, html, `<time datetime="2026-05-12" data-due>12 May 2026</time>`)
	mustNotHold(t, html, "overdue")
}
