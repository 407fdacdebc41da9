package generator

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// sampleToday is the day for which sites of tests are made.
var sampleToday = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

// sampleOrganisation writes n typed documents of a made-up organisation, the
// same for the same n: of 20 documents one is a charter, six are lessons, four
// decisions, three promises, and two each playbooks, standards, and in turn
// experiments and assessments. What they say of each other is true, save that
// areas and topics come from a short list, so that some clash.
func sampleOrganisation(n int) map[string]string {
	o := &organisation{r: rand.New(rand.NewPCG(uint64(n), 11)), files: map[string]string{}}
	for i := range n {
		if i%20 == 0 {
			o.teams = append(o.teams, fmt.Sprintf("team-%04d", i))
		}
		if i%20 == 1 || i%20 == 2 {
			o.standards = append(o.standards, fmt.Sprintf("standard-%05d", i))
		}
	}
	for i := range n {
		o.document(i)
	}
	o.files["remit.yaml"] = "title: Sample organisation\n"
	o.files["org.yaml"] = "roles:\n  board: The board\npatterns:\n  late-handover: Work waited between teams\n  unclear-owner: Nobody knew whose it was\n"
	return o.files
}

type organisation struct {
	r                *rand.Rand
	teams, standards []string
	files            map[string]string
}

func (o *organisation) team() string { return o.teams[o.r.IntN(len(o.teams))] }

func (o *organisation) document(i int) {
	switch i % 20 {
	case 0:
		o.charter(i)
	case 1, 2:
		o.write("standards", fmt.Sprintf("standard-%05d", i), fmt.Sprintf("owner: %s\napplies-to: [%s]\nbar:\n  - must: Nine of 10 are done within %d days\n    checked: automatic, weekly report\n  - should: Two readers agree\n    checked: peer review\nreviewed: 2026-07-1%d\n", o.team(), o.team(), 1+i%9, i%10),
			"Ways that work", "When you cannot meet it")
	case 3, 4, 5, 6, 7, 8:
		o.write("lessons", fmt.Sprintf("2026-0%d-lesson-%05d", 1+i%7, i), fmt.Sprintf("owner: %s\ndate: 2026-0%d-03\nfrom: project\npatterns: [late-handover]\ntouches: [%s, %s]\nled-to: [decision-%05d]\nfollow-up:\n  - Ask on day one: %s by 2026-12-01\n", o.team(), 1+i%7, o.team(), o.standards[o.r.IntN(len(o.standards))], i/20*20+9, o.team()),
			"What happened", "What blocked us", "What we would improve", "What support we need")
	case 9, 10, 11, 12:
		o.write("decisions", fmt.Sprintf("decision-%05d", i), fmt.Sprintf("owner: %s\ndate: 2026-0%d-04\ndecided-by: board\nasked: [%s]\nchanges: [%s]\n", o.team(), 1+i%7, o.team(), o.team()), "Why", "What follows")
	case 13, 14, 15:
		o.write("commitments", fmt.Sprintf("promise-%05d", i), fmt.Sprintf("owner: %s\ndue: 2026-12-1%d\nresults:\n  - Solved in one contact: from 62 %% to 70 %%\ncheck-ins:\n  - date: 2026-07-20\n    say: Two of five pages are live\n    feels: on track\n", o.team(), i%10), "Our plan", "What we need to succeed", "Next step")
	case 16, 17:
		o.write("playbooks", fmt.Sprintf("play-%05d", i), fmt.Sprintf("owner: %s\nfor: teams\nwhen: A team waits more than once a week\ntried-by:\n  - %s: kept\ndone-when: The limit is in the charter\nreviewed: 2026-07-1%d\n", o.team(), o.team(), i%10), "1. Find it", "2. Try it", "Traps")
	case 18:
		o.write("experiments", fmt.Sprintf("experiment-%05d", i), fmt.Sprintf("owner: %s\nstarts: 2026-05-01\nends: 2026-06-01\nstop-if: The queue grows twice\nresult: worked\nrisk: low\n", o.team()), "What we did", "What we saw", "What we learned")
	default:
		o.write("assessments", fmt.Sprintf("2026-05-check-%05d", i), fmt.Sprintf("owner: %s\ntype: room-check\ndate: 2026-05-20\npractice:\n  - Refunds up to 500 EUR: alone\nanswers:\n  - We know what success looks like: fully\n", o.team()), "What we noticed", "What we ask for")
	}
}

var sampleTopics = strings.Fields("Refunds Tools Wording Hours Props Prices Parcels Photos Contracts Hiring Travel Training")

func (o *organisation) charter(i int) {
	var b strings.Builder
	fmt.Fprintf(&b, "sponsor: board\nowns:\n")
	for j := range 5 {
		fmt.Fprintf(&b, "  - %s %d\n", sampleSentence(o.r, 2), i*10+j)
	}
	b.WriteString("decides:\n")
	for j := range 6 {
		fmt.Fprintf(&b, "  - %s number %d up to %d00 EUR: alone\n", sampleTopics[j*2+i/20%2], i/20/3, 1+i%7)
	}
	fmt.Fprintf(&b, "success:\n  - First reply within 4 hours: 9 of 10\nworks-with:\n  - %s: we plan together\ncounts-on:\n  - An answer within two days\nstandards:\n  - %s: meets\n  - %s: meets\nrhythm:\n  - Check-in: every second Tuesday\nreviewed: 2026-07-12\n",
		o.teams[min(i/20^1, len(o.teams)-1)], o.standards[i/10%len(o.standards)], o.standards[(i/10+1)%len(o.standards)])
	o.write("charters", o.teams[i/20], b.String(), "If we miss the mark", "How we like to work")
}

// write makes a document with some 400 words.
func (o *organisation) write(folder, name, front string, headings ...string) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\n%s---\n\n# %s of %s\n\n%s.\n\n", front, sampleSentence(o.r, 4), name, sampleSentence(o.r, 14))
	for _, h := range headings {
		fmt.Fprintf(&b, "## %s\n\n", h)
		for range 3 {
			fmt.Fprintf(&b, "%s. See [%s](../charters/%s.md). %s. %s.\n\n", sampleSentence(o.r, 12), sampleSentence(o.r, 2), o.team(), sampleSentence(o.r, 12), sampleSentence(o.r, 12))
		}
	}
	o.files[folder+"/"+name+".md"] = b.String()
}
