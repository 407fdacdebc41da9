package view

import (
	"strings"
	"testing"

	"remit/generator/internal/theme"
)

// stripFiles is a document of each kind that has facts of its own.
var stripFiles = map[string]string{
	"org.yaml": "roles:\n  shop-lead: Shop lead\n",
	"charters/care.md": "---\nowns: [Answers]\nlead: Head of care\nsponsor: shop-lead\nautonomy: guided\ncontact: Chat care\nreviewed: 2026-09-22\n" +
		"standards:\n  - reply: meets\n---\n# Care\n",
	"charters/desk.md":         "---\nowns: [Bikes]\n---\n# Hire desk\n",
	"standards/reply.md":       "---\nowner: care\napplies-to: everyone\nreviewed: 2026-08-20\n---\n# First reply\n",
	"lessons/2026-08-late.md":  "---\nowner: care\ndate: 2026-08-18\nfrom: missed-deadline\nfollow-up:\n  - A list: desk, done 2026-09-22\n  - A day: care by 2026-12-28\n---\n# Late\n",
	"playbooks/after.md":       "---\nowner: care\nfor: everyone\ntakes: 15 minutes\ntried-by:\n  - desk: kept\n---\n# After\n",
	"decisions/limit.md":       "---\ndate: 2026-05-09\ndecided-by: shop-lead\nraised: 2026-04-19\nrevisit: 2027-05\n---\n# Limit\n",
	"commitments/ready.md":     "---\nowner: care\ndue: 2027-03-18\nmoved:\n  - 2027-01-18: snow\ncheck-ins:\n  - date: 2026-10-01\n    say: fine\n    feels: at risk\n---\n# Ready\n",
	"commitments/kept.md":      "---\nowner: care\ndue: 2026-03-18\noutcome: kept\ncheck-ins:\n  - date: 2026-02-01\n    feels: at risk\n---\n# Kept\n",
	"experiments/evening.md":   "---\nowner: desk\nstarts: 2026-08-18\nends: 2026-09-28\nresult: did not work\nrisk: low\n---\n# Evening\n",
	"experiments/open.md":      "---\nowner: desk\nstarts: 2026-08-18\nends: 2026-09-28\n---\n# Open\n",
	"assessments/2026-09-r.md": "---\ntype: room-check\nowner: care\ndate: 2026-09-24\nby: the whole team\nn: 7\n---\n# Room\n",
}

func TestStripOfKinds(t *testing.T) {
	t.Parallel()
	s := orgSite(t, stripFiles)
	for address, want := range map[string]string{
		"charters/care/":         "Lead: Head of care | Status: ok Active | Reviewed: 22 September 2026 due again 22 September 2027! | Level: ■■□ Guided | Contact: Chat care | Sponsor: Shop lead@../../ask/about/shop-lead/",
		"charters/desk/":         "Owner: Hire desk | Status: ok Active | Review: none Never reviewed",
		"standards/reply/":       "Owner: Care@../../charters/care/ | Status: ok Active | Reviewed: 20 August 2026 due again 20 August 2027! | Applies to: Everyone, 2 teams@./#r:adoption | Met by: info 1 of 2@./#r:adoption",
		"lessons/2026-08-late/":  "Owner: Care@../../charters/care/ | Date: 18 August 2026 | From: A missed date | Follow-up: info 1 of 2 done@./#r:follow-up",
		"playbooks/after/":       "Owner: Care@../../charters/care/ | Status: ok Active | Review: none Never reviewed | Takes: 15 minutes | For: Everyone | Tried by: 1 team@./#r:tried-by",
		"decisions/limit/":       "Decided by: Shop lead@../../ask/about/shop-lead/ | Date: 9 May 2026 | Raised: 19 April 2026 | Look at it again: May 2027",
		"commitments/ready/":     "Owner: Care@../../charters/care/ | Status: info Open | Due: 18 March 2027! | Last check-in: due At risk@./#r:check-ins | Moved: once@./#r:moved",
		"commitments/kept/":      "Owner: Care@../../charters/care/ | Status: ok Kept | Due: 18 March 2026",
		"experiments/evening/":   "Owner: Hire desk@../../charters/desk/ | Runs: 18 August 2026 to 28 September 2026 | Result: info Did not work | Risk: Low",
		"experiments/open/":      "Owner: Hire desk@../../charters/desk/ | Runs: 18 August 2026 to 28 September 2026!",
		"assessments/2026-09-r/": "Type: Room check | Owner: Care@../../charters/care/ | Date: 24 September 2026 | By: the whole team | Number of answers: 7",
	} {
		p := page(t, s, address)
		if got := printedStrip(p.Facts); got != want {
			t.Errorf("/%s\n%s\nwant\n%s", address, got, want)
		}
		told := map[string]bool{}
		for _, f := range p.Facts {
			told[f.Name] = true
		}
		for _, f := range p.Short {
			if told[f.Name] {
				t.Errorf("/%s tells %q twice", address, f.Name)
			}
		}
	}
}

// printedStrip writes facts one behind the other, with ! behind a day by which
// something is to be done.
func printedStrip(facts []theme.Fact) string {
	var all []string
	for _, f := range facts {
		s := f.Name + ": "
		for _, before := range []string{f.State, f.Blocks} {
			if before != "" {
				s += before + " "
			}
		}
		if s += f.Words; f.Until != nil {
			s += " " + f.Then + " " + f.Until.Words
		}
		if f.Due {
			s += "!"
		}
		if f.Href != "" {
			s += "@" + f.Href
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

// What is known of a charter's standards and partners stands beside what it
// states, once.
func TestStatedWithWhatIsKnown(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"charters/care.md":         "---\nowns: [Answers]\nworks-with:\n  - desk: brings bikes\nstandards:\n  - reply: not yet\n---\n# Care\n",
		"charters/desk.md":         "---\nowns: [Bikes]\nworks-with:\n  - care: answers until 2027-02-01\n---\n# Desk\n",
		"charters/shop.md":         "---\nowns: [Shop]\nworks-with:\n  - care: sells\n---\n# Shop\n",
		"standards/reply.md":       "---\napplies-to: everyone\n---\n# Reply\n",
		"standards/plain.md":       "---\napplies-to: everyone\n---\n# Plain\n",
		"assessments/2026-09-r.md": "---\ntype: room-check\nowner: care\ndate: 2026-09-24\nanswers:\n  - We know why: hardly\n---\n# Room\n",
	})
	if got, want := printedFields(page(t, s, "charters/care/").Stated), `Owns#r:owns
	Answers
Works with#r:works-with
	Desk{../../charters/desk/} | brings bikes[They say: answers until 1 February 2027{../../charters/desk/#r:works-with-1}]
	Shop{../../charters/shop/} | (due One side) [They say: sells{../../charters/shop/#r:works-with-1}]
Standards#r:standards
	Reply{../../standards/reply/} | (due Not yet) 
	Plain{../../standards/plain/} | (none Applies, nothing said) 
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := printedFields(page(t, s, "assessments/2026-09-r/").Stated), "Answers#r:answers\n\tWe know why | (due Hardly) \n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A line of daily life stands beside what the charter says of the same decision.
func TestPracticeBesideTheCharter(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"charters/care.md":         "---\nowns: [Answers]\ndecides:\n  - Refunds up to 500 EUR: alone\n  - Tools: alone\n---\n# Care\n",
		"assessments/2026-09-r.md": "---\ntype: room-check\nowner: care\ndate: 2026-09-24\npractice:\n  - Refunds up to 500 EUR: together with care\n  - Tools: alone\n  - Hours: alone\n---\n# Room\n",
	})
	if got, want := printedFields(page(t, s, "assessments/2026-09-r/").Stated), `In daily life#r:practice
	Refunds | up to 500 EUR | ■■■■□□□ (due Less room) together with Care{../../charters/care/}[The charter says: alone{../../charters/care/#r:decides-1}]
	Tools | ■■■■■■■ alone[The charter says: alone{../../charters/care/#r:decides-2}]
	Hours | ■■■■■■■ alone
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Groups of keys read as lines: the level of a bar, the day of a check-in.
func TestRecords(t *testing.T) {
	t.Parallel()
	s := siteOf(t, map[string]string{
		"standards/reply.md": "---\nbar:\n  - must: Answer in 3 hours\n    checked: automatic\n  - because: only this\n---\n# Reply\n",
		"commitments/c.md":   "---\ndue: 2027-01-01\ncheck-ins:\n  - date: 2026-10-01\n    say: 63 %\n    feels: off track\n    needs: Time\n---\n# C\n",
		"charters/a.md":      "---\nowns: [A]\nroom:\n  - date: 2026-05-09\n    narrower: Prices\n    until: 2026-12-01\n---\n# A\n",
	})
	for address, want := range map[string]string{
		"standards/reply/": "Bar#r:bar\n\tMust | Answer in 3 hours[Checked: automatic]\n\t[Because: only this]\n",
		"commitments/c/":   "Check-ins#r:check-ins\n\t1 October 2026<2026-10-01> | (over Off track) 63 %[Needs: Time]\n",
		"charters/a/":      "Owns#r:owns\n\tA\nRoom over time#r:room\n\t9 May 2026<2026-05-09> | (due Narrower) Prices[Until: 1 December 2026<2026-12-01>]\n",
	} {
		p := page(t, s, address)
		if got := printedFields(p.Stated); got != want {
			t.Errorf("/%s\n%s\nwant\n%s", address, got, want)
		}
		if l := p.Stated[0].Look; address != "charters/a/" && l != "log" {
			t.Errorf("/%s has the look %q", address, l)
		}
	}
	if until := page(t, s, "charters/a/").Stated[1].Lines[0].Keys[0].Words[0]; !until.Due {
		t.Error("room that is narrower until a day does not say that the day is one to act by")
	}
}
