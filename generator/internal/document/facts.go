package document

import (
	"slices"

	"remit/generator/internal/line"
	"remit/generator/internal/schema"
)

// Facts are what a document says about the organisation, read from its front
// matter and, where that is silent, from its sections, its name and its
// folder. Each fact has its place, so that a rule can point at it. A kind has
// a part of them; the others are empty. A key that the kind does not have
// gives none.
type Facts struct {
	Team    string // of a charter: the id of the team it belongs to
	Purpose string // the paragraph that opens the text, or the section that says what it is for; "" when there is none

	Owner    line.Text // the team that keeps it, as stated; model.Owner also infers
	Status   string    // draft, in-review, active or retired; active when nothing is said
	Reviewed line.Date
	Every    int // months between reviews: stated in review-every, else the kind's; 0 for none, as for records
	Replaces []line.Text
	Serves   []line.Text
	Sources  []Source
	Story    string
	Until    line.Date // with Text set and Day zero when an event is named
	Date     line.Date // of a record: lesson, decision, assessment

	// Charter.
	Owns       []line.Text
	NotOurs    []line.Who
	Decides    []line.Decision // also the practice of an assessment
	Success    []line.Measure  // also the results of a commitment
	WorksWith  []line.Who
	Standings  []line.Standing
	Boundaries []line.Text
	CountsOn   []line.Text
	MayRequire []line.Text
	Sponsor    line.Text
	Lead       line.Text
	Autonomy   line.Text
	Because    line.Text // autonomy-because
	Room       []Room
	Rhythm     []line.Rhythm

	// Standard.
	AppliesTo []line.Text
	Bar       []BarItem

	// Lesson.
	Patterns  []line.Text
	Touches   []line.Text
	LedTo     []line.Text
	FollowUps []line.FollowUp
	Thanks    []line.Text
	From      line.Text

	// Playbook.
	HelpsWith []line.Text
	TriedBy   []line.Who

	// Decision.
	DecidedBy line.Text
	Driver    line.Text
	Asked     []line.Text
	Told      []line.Text
	Changes   []line.Text
	Waives    line.Text
	Raised    line.Date
	Revisit   line.Date
	Wider     line.Text
	Narrower  line.Text
	Scope     []line.Text // for whom it holds
	Support   line.Text   // what helps to regain room that is narrower

	// Commitment.
	Due      line.Date
	CheckIns []CheckIn
	Outcome  line.Text
	Lesson   line.Text
	Moved    []line.Move

	// Experiment.
	Starts line.Date
	Ends   line.Date
	StopIf line.Text
	Result line.Text

	// Assessment.
	Sort    line.Text // type: readiness, room-check, pulse; of a charter its type
	By      line.Text
	Answers []line.Answer
	N       line.Text

	Showcase line.Date

	Refs     []Reference // every id that front matter names, in the order written; a link in the text is none
	Sections []Part      // the sections that the kind knows, in the order of the text
	Answered []string    // fields on which front matter is silent and a section has something to say; see Has
	Mutes    []Mute
	Origins  []Origin // how facts came to be known that neither front matter nor the path states; Document.Known has all

	stated schema.Meta
}

// Source is what a document rests on.
type Source struct {
	Name, Link line.Text
	Seen       line.Date
}

// Room is one entry of a charter's room log.
type Room struct {
	Date     line.Date
	Wider    line.Text
	Narrower line.Text
	Because  line.Text
	Decision line.Text
	Support  line.Text
	Until    line.Date
	At       line.Text // the whole entry: its place, and as text what became wider or narrower, or what stands there instead of keys
}

// BarItem is one line of a standard's bar.
type BarItem struct {
	Level   string // must, should or may; "" when none was written
	Text    line.Text
	Checked line.Text
	Because line.Text
	Source  line.Text
	At      line.Text // the whole item: its place, and as text what it asks
}

// CheckIn is one word on how a promise goes.
type CheckIn struct {
	Date  line.Date
	Say   line.Text
	Feels line.Text
	Needs line.Text
	At    line.Text // the whole entry: its place, and as text what was said
}

// Reference is one id that front matter names.
type Reference struct {
	line.Text          // the id as written
	ID        string   // its form for comparing: the last part of kind/id, as a slug
	Kind      string   // the part before "/", or ""
	Field     string   // where it stands: touches, changes, decides
	To        []string // what it may name: team, role, document, pattern or the name of a kind; see schema.Field.To
	Free      bool     // the field takes free text too, so a text that names nothing is no fault
}

// Part is one section that the kind knows.
type Part struct {
	Section *schema.Section
	Heading int  // index into Content.Headings
	Empty   bool // nothing stands below the heading
}

// Origin tells how a fact is known that front matter does not simply state.
type Origin struct {
	Fact string // the field: owns, not-ours, status
	How  string // in words: from the list below “In scope”
	At   line.Text
}

// Active reports whether the document is neither a draft nor retired, so that
// it should be complete.
func (f *Facts) Active() bool { return f.Status == "active" }

// Part returns the section of that name, or nil.
func (f *Facts) Part(name string) *Part {
	for i := range f.Sections {
		if f.Sections[i].Section.Name == name {
			return &f.Sections[i]
		}
	}
	return nil
}

// Has reports whether the document says something about a field of that name:
// front matter states it, or a section that answers it has content. Lines and
// items may be missing all the same, when the section answers in prose.
func (f *Facts) Has(field string) bool {
	v, ok := f.stated.Get(field)
	return ok && !isBlank(v) || slices.Contains(f.Answered, field)
}
