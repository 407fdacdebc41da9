package generator_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"remit/generator"
)

// repository is a Git repository in a folder of its own.
type repository struct {
	t   *testing.T
	dir string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	r := repository{t, t.TempDir()}
	r.git("2026-01-01", "init", "-q", "-b", "main")
	return r
}

// git runs Git on a day.
func (r repository) git(day string, args ...string) string {
	r.t.Helper()
	c := exec.Command("git", append([]string{"-C", r.dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, args...)...)
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_DATE="+day+"T12:00:00Z", "GIT_COMMITTER_DATE="+day+"T12:00:00Z")
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit commits all that lies there, on a day.
func (r repository) commit(day string) {
	r.t.Helper()
	r.git(day, "add", "-A")
	r.git(day, "commit", "-q", "--allow-empty", "-m", day)
}

func (r repository) write(path, text string) {
	r.t.Helper()
	path = filepath.Join(r.dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		r.t.Fatal(err)
	}
}

func (r repository) read(path string) string {
	r.t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(path)))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(data)
}

// replace replaces a text that stands once in a file.
func (r repository) replace(path, old, new string) {
	r.t.Helper()
	text := r.read(path)
	if strings.Count(text, old) != 1 {
		r.t.Fatalf("%s holds %q %d times", path, old, strings.Count(text, old))
	}
	r.write(path, strings.Replace(text, old, new, 1))
}

func (r repository) remove(path string) {
	r.t.Helper()
	if err := os.Remove(filepath.Join(r.dir, filepath.FromSlash(path))); err != nil {
		r.t.Fatal(err)
	}
}

// starter is the company in a repository, with one commit.
func starter(t *testing.T) repository {
	t.Helper()
	r := newRepository(t)
	if _, err := generator.Init(generator.InitOptions{Dir: filepath.Join(r.dir, "docs"), Today: theDay}); err != nil {
		t.Fatal(err)
	}
	r.commit("2026-08-03")
	return r
}

// theDay is in the month for which the company's files were written.
var theDay = time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC)

// compared is what changed, as JSON has it.
type compared struct {
	Schema  int
	Changes []struct{ Sort, Sentence, Before, After, Team, Topic, File string }
	Left    []string `json:"not-compared"`
}

func compareAs(t *testing.T, r repository, from, to string, o generator.Options, all bool) compared {
	t.Helper()
	o.Today = theDay
	c, err := generator.Compare(t.Context(), filepath.Join(r.dir, "docs"), from, to, o)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := c.Print(&b, generator.DiffOptions{Format: "json", All: all}); err != nil {
		t.Fatal(err)
	}
	var got compared
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func said(c compared) []string {
	var list []string
	for _, ch := range c.Changes {
		list = append(list, ch.Sort+": "+ch.Sentence)
	}
	return list
}

// TestDiffFacts makes one edit each in the starter company and wants exactly
// the facts that it changed, whether the files were committed or not.
func TestDiffFacts(t *testing.T) {
	t.Parallel()
	const (
		care     = "docs/charters/customer-care.md"
		workshop = "docs/charters/workshop.md"
		shop     = "docs/charters/online-shop.md"
		desk     = "docs/charters/hire-desk.md"
		ready    = "docs/commitments/repairs-on-the-day.md"
	)
	for _, c := range []struct {
		name string
		edit func(r repository)
		want []string
	}{
		{"nothing", func(repository) {}, nil},
		{"only words", func(r repository) { r.replace(care, "One call should be enough.", "One call is enough.") }, nil},
		{"a limit is raised", func(r repository) { r.replace(care, "vouchers up to 30 EUR", "vouchers up to 50 EUR") }, []string{
			"decision-limit: Customer care decides goodwill vouchers up to 50 EUR alone, was up to 30 EUR.",
		}},
		{"a rung is changed", func(r repository) {
			r.replace(care, "Wording of answers: alone", "Wording of answers: after advice from online-shop")
		}, []string{
			"decision-rung: Customer care decides wording of answers after advice from Online shop, was alone.",
		}},
		{"a decision goes to another team", func(r repository) {
			r.replace(care, "  - Goodwill vouchers up to 30 EUR: alone\n", "")
			r.replace(shop, "  - Photos, words and layout: alone\n", "  - Photos, words and layout: alone\n  - Goodwill vouchers up to 30 EUR: alone\n")
		}, []string{
			"decision-moved: Goodwill vouchers up to 30 EUR moved from Customer care to Online shop.",
		}},
		{"a decision goes to another team that has less room in it", func(r repository) {
			r.replace(workshop, "  - Order of the work: alone\n", "")
			r.replace(desk, "  - Who works which shift: alone\n", "  - Who works which shift: alone\n  - The order of work: together with workshop\n")
		}, []string{
			"decision-moved: The order of work moved from Workshop to Hire desk: Hire desk decides the order of work together with Workshop, was alone.",
		}},
		{"a decision is new", func(r repository) {
			r.replace(care, "  - Wording of answers: alone\n", "  - Wording of answers: alone\n  - Tools for answers up to 40 EUR a month: then tell finance\n")
		}, []string{
			"decision-new: Customer care decides tools for answers up to 40 EUR a month, then tells Finance, which is new.",
		}},
		{"an area goes to another team", func(r repository) {
			r.replace(workshop, "  - The yearly check of our hire bikes\n", "")
			r.replace(desk, "  - Deposits\n", "  - Deposits\n  - Yearly check of our hire bikes\n")
		}, []string{
			`owns-moved: "Yearly check of our hire bikes" moved from Workshop to Hire desk.`,
		}},
		{"a new charter takes over an area and a decision", func(r repository) {
			r.replace(desk, "  - Deposits\n", "")
			r.replace(desk, "  - Deposits up to 100 EUR: alone\n", "")
			r.write("docs/charters/counter.md", "---\nowns:\n  - Deposits\n  - The till\ndecides:\n  - Deposits up to 100 EUR: alone\n  - Opening of the till: alone\n---\n\n# Counter\n\nThe till is always right.\n")
		}, []string{
			"team-new: A new team has a charter: Counter.",
			`owns-moved: "Deposits" moved from Hire desk to Counter.`,
			"decision-moved: Deposits up to 100 EUR moved from Hire desk to Counter.",
		}},
		{"a team of org.yaml writes a charter", func(r repository) {
			r.write("docs/charters/finance.md", "---\nowns:\n  - The books\n---\n\n# Finance\n\nThe books are true.\n")
		}, []string{"team-charter: Finance has a charter now."}},
		{"a promise is kept", func(r repository) {
			r.replace(ready, "serves: workshop\n", "outcome: kept\nserves: workshop\n")
		}, []string{
			`promise-kept: The promise "Ready on the day we named" of Workshop was kept.`,
		}},
		{"a promise moves", func(r repository) {
			r.replace(ready, "due: 2026-12-18\n", "due: 2027-01-29\nmoved:\n  - 2026-12-18: the parts come in January\n")
		}, []string{
			`promise-moved: The promise "Ready on the day we named" of Workshop moved to 29 January 2027, was 18 December 2026: the parts come in January.`,
		}},
		{"a check-in", func(r repository) {
			r.replace(ready, "serves: workshop\n", "  - date: 2026-08-19\n    say: 80 %. The drawer is full.\n    feels: on track\nserves: workshop\n")
		}, []string{
			`promise-check-in: A check-in on the promise "Ready on the day we named" of Workshop, on track: 80 %. The drawer is full.`,
		}},
		{"a lesson comes", func(r repository) {
			r.write("docs/lessons/2026-08-two-keys.md", "---\nowner: hire-desk\ndate: 2026-08-19\nfrom: incident\ntouches: [hire-desk]\n---\n\n# Two keys fit one lock\n\nWe count keys now.\n")
		}, []string{
			`lesson-new: New lesson from Hire desk: "Two keys fit one lock".`,
		}},
		{"a decision is written down", func(r repository) {
			r.write("docs/decisions/vouchers.md", "---\nowner: customer-care\ndate: 2026-08-19\ndecided-by: shop-lead\nwaives: plain-words\nuntil: 2026-12-01\n---\n\n# Vouchers are printed\n\nFrom today vouchers are printed.\n")
		}, []string{
			`record-new: Shop lead decided: "Vouchers are printed".`,
			`exemption-granted: The decision "Vouchers are printed" sets "Plain words" aside until 1 December 2026.`,
		}},
		{"the bar of a standard is raised", func(r repository) {
			r.replace("docs/standards/plain-words.md", "should: A page takes", "must: A page takes")
		}, []string{
			`bar-raised: "Plain words" raises its bar: "A page takes less than two minutes to read" is a must now, was a should.`,
		}},
		{"the bar of a standard reads in another way", func(r repository) {
			r.replace("docs/standards/plain-words.md", "less than two minutes", "less than one minute")
		}, []string{
			`bar-changed: "Plain words" now asks "should: A page takes less than one minute to read" in place of "should: A page takes less than two minutes to read".`,
		}},
		{"an exemption is granted", func(r repository) {
			r.replace(shop, "  - plain-words: meets\n", "  - plain-words: exempt (used-bikes-wait)\n")
		}, []string{
			`exemption-granted: Online shop is exempt from "Plain words", as decided in "Pages of used bikes may stay long until the new template is there", was meets.`,
		}},
		{"a standard is met", func(r repository) {
			r.replace(care, "plain-words: working on it by 2026-10-15", "plain-words: meets")
		}, []string{
			`adoption-changed: Customer care meets "Plain words", was working on it by 15 October 2026.`,
		}},
		{"the room is widened", func(r repository) {
			r.replace(workshop, "rhythm:\n", "  - date: 2026-08-17\n    wider: Opening hours in summer are ours\n    because: They were right twice\nrhythm:\n")
		}, []string{
			"room-wider: Workshop has more room: Opening hours in summer are ours.",
		}},
		{"the room is narrowed", func(r repository) {
			r.replace(workshop, "rhythm:\n", "  - date: 2026-08-17\n    narrower: Spare parts above 300 EUR are asked for\n    because: The budget is spent\n    until: 2026-12-31\nrhythm:\n")
		}, []string{
			"room-narrower: Workshop has less room for now until 31 December 2026: Spare parts above 300 EUR are asked for.",
		}},
		{"a review is done", func(r repository) {
			r.replace("docs/standards/plain-words.md", "reviewed: 2025-05-12", "reviewed: 2026-08-19")
		}, []string{
			`review-done: "Plain words" was reviewed on 19 August 2026.`,
		}},
		{"a document gets another name and file", func(r repository) {
			r.write("docs/standards/first-reply.md", strings.Replace(r.read("docs/standards/first-answer.md"), "# First answer", "# First reply", 1))
			r.replace("docs/standards/first-reply.md", "owner: customer-care\n", "owner: customer-care\naliases: [/standards/first-answer/]\n")
			r.remove("docs/standards/first-answer.md")
			for _, f := range []string{care, workshop, desk} {
				r.replace(f, "- first-answer:", "- first-reply:")
			}
		}, []string{
			`document-moved: The standard "First reply" moved from standards/first-answer.md to standards/first-reply.md.`,
			`document-renamed: The standard "First answer" is now called "First reply".`,
		}},
		{"a document moves and keeps its id", func(r repository) {
			r.write("docs/playbooks/care/after-a-miss.md", r.read("docs/playbooks/after-a-miss.md"))
			r.remove("docs/playbooks/after-a-miss.md")
		}, []string{
			`document-moved: The playbook "After a miss" moved from playbooks/after-a-miss.md to playbooks/care/after-a-miss.md.`,
		}},
		{"a team gets another name and file", func(r repository) {
			r.write("docs/charters/customer-service.md", strings.Replace(r.read(care), "# Customer care", "# Customer service", 1))
			r.remove(care)
			for _, f := range []string{workshop, shop, "docs/standards/first-answer.md", "docs/commitments/answers-within-three-hours.md", "docs/playbooks/after-a-miss.md"} {
				r.write(f, strings.ReplaceAll(r.read(f), "customer-care", "customer-service"))
			}
		}, []string{
			`document-moved: The charter "Customer service" moved from charters/customer-care.md to charters/customer-service.md.`,
			`team-renamed: The team "Customer care" is now called "Customer service".`,
		}},
		{"a team ends", func(r repository) {
			r.replace(desk, "---\nlead: Desk lead\n", "---\nstatus: retired\nlead: Desk lead\n")
		}, []string{
			"team-ended: The team Hire desk has ended: its charter is retired.",
		}},
		{"a team of org.yaml ends", func(r repository) {
			r.replace("docs/org.yaml", "charter: none}", "charter: none, retired: 2026-08-01}")
		}, []string{
			"team-ended: The team Finance ended on 1 August 2026.",
		}},
		{"a standard is replaced", func(r repository) {
			r.write("docs/standards/clear-words.md", "---\nowner: online-shop\nreplaces: [plain-words]\napplies-to: everyone\nbar:\n  - must: Nobody has to call\n---\n\n# Clear words\n\nBetter.\n")
		}, []string{
			`status-replaced: The standard "Clear words" replaces "Plain words".`,
		}},
		{"a standard is replaced and the old one deleted", func(r repository) {
			r.write("docs/standards/clear-words.md", "---\nowner: online-shop\nreplaces: [plain-words]\napplies-to: everyone\nbar:\n  - must: Nobody has to call\n---\n\n# Clear words\n\nBetter.\n")
			r.remove("docs/standards/plain-words.md")
		}, []string{
			`status-replaced: The standard "Clear words" replaces "Plain words".`,
		}},
		{"two teams work together no more", func(r repository) {
			r.replace(workshop, "  - online-shop: brings used bikes, we say what each one is worth\n", "")
		}, []string{
			"partner-gone: Workshop no longer says that it works with Online shop.",
		}},
		{"success has another mark", func(r repository) {
			r.replace(workshop, "named: from 71 % to 85 % by 2026-12\n", "named: from 71 % to 90 % by 2026-12\n")
		}, []string{
			`success-changed: Workshop now aims at "Repairs ready on the day we named": from 71 % to 90 % by 2026-12, was from 71 % to 85 % by 2026-12.`,
		}},
		{"an experiment ends", func(r repository) {
			r.replace("docs/experiments/repairs-at-the-office.md", "stop-if:", "result: did not work\nstop-if:")
		}, []string{
			`experiment-ended: The experiment "Do offices want a mechanic for a day?" did not work.`,
		}},
		{"a document gets another keeper", func(r repository) {
			r.replace("docs/standards/plain-words.md", "owner: online-shop", "owner: customer-care")
		}, []string{
			`owner-changed: "Plain words" is kept by Customer care, was Online shop.`,
		}},
		{"a follow-up is done", func(r repository) {
			r.replace("docs/lessons/2026-05-late-fleet-check.md", "workshop by 2026-09-28", "workshop, done 2026-08-17")
		}, []string{
			`lesson-follow-up-changed: A follow-up of the lesson "The fleet check came two months late, and everybody had been busy", "Try a fixed Monday for eight bikes": Workshop, done on 17 August 2026, was Workshop, by 28 September 2026.`,
		}},
		{"a playbook is removed", func(r repository) { r.remove("docs/playbooks/after-a-miss.md") }, []string{
			`document-gone: The playbook "After a miss" was removed.`,
		}},
		{"a topic gets another name", func(r repository) { r.replace("docs/org.yaml", "risk: low}", "risk: medium}") }, []string{
			`topic-changed: The topic "Repairs" reads now Repairs, also called bike repairs (risk medium), was Repairs, also called bike repairs (risk low).`,
		}},
		{"a limit is split", func(r repository) {
			r.replace(care, "  - Wording of answers: alone\n", "  - Wording of answers up to 100 words: alone\n  - Wording of answers above 100 words: together with online-shop\n")
		}, []string{
			"decision-limit: Customer care decides wording of answers up to 100 words alone, was without a limit.",
			"decision-new: Customer care decides wording of answers above 100 words together with Online shop, which is new.",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := starter(t)
			c.edit(r)
			lying := said(compareAs(t, r, "", "", generator.Options{}, false))
			sortedWant := slices.Clone(c.want)
			slices.Sort(sortedWant)
			slices.Sort(lying)
			if !slices.Equal(lying, sortedWant) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(lying, "\n"), strings.Join(sortedWant, "\n"))
			}
			r.commit("2026-08-19")
			committed := said(compareAs(t, r, "HEAD~1", "HEAD", generator.Options{}, false))
			slices.Sort(committed)
			if !slices.Equal(committed, lying) {
				t.Errorf("committed: %q", committed)
			}
		})
	}
}

// TestDiffText wants edited text to be told only when it is asked for.
func TestDiffText(t *testing.T) {
	t.Parallel()
	r := starter(t)
	r.replace("docs/charters/customer-care.md", "One call should be enough.", "One call is enough.")
	want := []string{`text-edited: The text of "Customer care" was edited.`}
	if got := said(compareAs(t, r, "", "", generator.Options{}, true)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDiffSubmodule wants files of another repository to be on neither side.
func TestDiffSubmodule(t *testing.T) {
	t.Parallel()
	r := starter(t)
	commit := r.git("2026-07-01", "rev-parse", "HEAD")
	r.git("2026-07-01", "update-index", "--add", "--cacheinfo", "160000,"+commit+",docs/other")
	r.git("2026-07-01", "commit", "-q", "-m", "with another repository")
	r.write("docs/other/charters/moon.md", "---\nowns: [Moon]\n---\n# Moon\n")
	r.write("docs/others.md", "# Others\n")
	want := []string{`document-new: New page: "Others".`}
	if got := said(compareAs(t, r, "", "", generator.Options{}, true)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDiffErrors wants mistakes of the caller to be told as such.
func TestDiffErrors(t *testing.T) {
	t.Parallel()
	r := starter(t)
	docs := filepath.Join(r.dir, "docs")
	for _, c := range []struct{ dir, from, to, want string }{
		{docs, "nobody", "", `Git knows no commit "nobody"`},
		{docs, "HEAD", "HEAD~7", `Git knows no commit "HEAD~7"`},
		{docs, "main..HEAD", "", "remit diff main HEAD"},
		{docs, "--all", "", `Git knows no commit "--all"`},
		{docs, "HEAD:docs", "", `Git knows no commit "HEAD:docs"`},
		{t.TempDir(), "", "", "no Git repository"},
	} {
		_, err := generator.Compare(t.Context(), c.dir, c.from, c.to, generator.Options{})
		var use *generator.UseError
		if !errors.As(err, &use) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %s", c.from, c.to, err, c.want)
		}
	}
}
