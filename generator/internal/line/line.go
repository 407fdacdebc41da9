// Package line reads the one-line sentences that charters and their kin are
// made of: decisions, who lines, measures, standards, follow-ups.
//
// In: a [Text], which is one line as its author wrote it with its place, from
// front matter or from a list in the text. Out: what the line says, with the
// place of each part, so that a rule can point at the very words. Nothing is
// refused: a line that cannot be read keeps its Text, has Fault set, and is
// shown on its page as written. The package knows nothing of files, kinds or
// other documents, and never guesses: an amount without a unit stays one.
//
// # The grammars
//
//	decision   topic [limit]: rung [, because ...]     Refunds up to 500 EUR: alone
//	who        team: how                               finance: approves large refunds with us
//	measure    what: target | from A to B [by DATE]    Solved in one contact: from 62 % to 70 % by December 2026
//	standing   id: meets | working on it by DATE | not yet | exempt (decision)
//	follow-up  what: team by DATE | team, done DATE | dropped, because ...
//	answer     statement: fully | mostly | hardly
//	move       DATE: reason
//	rhythm     what: how often                         Look-back: last Thursday of the month
//
// A limit is "up to", "at most", "under", "below", "less than", "above",
// "over", "more than", "from", "at least" or a sign such as < before an amount,
// "or less" or "or more" behind it, "between A and B", "from A to B" or "above A
// and up to B". It may stand anywhere in the head; the topic is what is left.
// Up to, from and between hold their ends, under and above do not.
//
// A rung is one of seven phrases:
//
//	7  alone                         we decide; on our own
//	6  then tell X                   we decide and tell X
//	5  after advice from X           ask X; after hearing X
//	4  together with X               jointly with X; agree with X
//	3  X decides after hearing us    X decides after advice from us
//	2  X decides and explains
//	1  X decides                     decided by X
//
// The digits and Management 3.0's words (delegate, inquire, advise, agree,
// consult, sell, tell) stand for them, alone or with names in parentheses; in a
// sentence, "tell finance" could be level 6 or level 1, so it is a fault. X is
// one name or several: legal and sales. A note may follow ("within one day"); a
// condition ("if", "up to 50 EUR") is a fault, since it makes another decision.
//
// An amount is a number in digits or words with a unit: a currency's sign or
// code, %, a word, and "a month" or "per order" behind it. See [ParseAmount] for
// how digits are grouped: 1.000 could be one or one thousand, so it is not read.
// Amounts of different units are never compared.
//
// A text of more than 2000 bytes is no line: it is kept and nothing is read in
// it. The words are English; names of months may be German too.
package line

import (
	"time"

	"remit/generator/internal/diag"
)

// Text is a stretch of a document with its place.
type Text struct {
	Text string
	Span diag.Span
}

// Line is one line cut at its first colon that is followed by a space or the
// end.
type Line struct {
	Text         // the whole line
	Head    Text // before the colon, trimmed; the whole line when there is no colon
	Rest    Text // after it, trimmed
	HasRest bool
}

// Date is a day or a month that a document names.
type Date struct {
	Text            // as written
	Day   time.Time // UTC midnight; for a month its last day; zero when there is none or it cannot be read
	Month bool      // only a month or a quarter was named
}

// Rung is how free a team is in a decision: 7 decides alone, 1 is told. The
// ladder is Management 3.0's delegation levels in plain words.
type Rung uint8

// The rungs; the zero Rung could not be read.
const (
	Decided   Rung = 1 + iota // X decides
	Explained                 // X decides and explains
	Heard                     // X decides after hearing us
	Together                  // together with X
	Advised                   // after advice from X
	Telling                   // then tell X
	Alone                     // alone
)

// Decision is one decision line.
type Decision struct {
	Line
	Topic   Text   // the head without its limit
	Limit   Limit  // the amounts for which it holds; the zero Limit holds for all
	LimitAt Text   // the limit as written, or ""
	Rung    Rung   // 0 when not understood
	How     Text   // the rung as written, without the reason
	Who     []Text // teams or roles that the rung names, as written
	Because string // the reason, when the line gives one
	Fault   string // what could not be read, in words: "" when everything was
	OfLimit bool   // the Fault is the limit's, at LimitAt, and Near is a limit
	Near    string // the nearest phrase that can be read, when there is a Fault
}

// Limit is an interval of amounts in one unit.
type Limit struct {
	Stated   bool
	Unit     string  // in normal form: "EUR", "EUR/month", "%", "hour"; "" when none was written
	From, To float64 // To is +Inf above a limit, From is 0 under one
	FromOpen bool    // From itself is not in it
	ToOpen   bool    // To itself is not in it
}

// Who is one line about another team: works-with, not-ours, tried-by.
type Who struct {
	Line
	Team   Text   // the team as written
	How    Text   // what is shared, or for not-ours the area
	Mode   string // collaboration, service or facilitating, when the line begins with one (Team Topologies)
	Until  Date   // the end that a works-with line names
	Result string // kept, dropped or changed, for tried-by
}

// Measure is one line of success or results.
type Measure struct {
	Line
	What     Text
	Target   Text
	From, To *Amount // parsed when the target says so; "8 of 10" has To alone
	By       Date
}

// Amount is a number with its unit in normal form.
type Amount struct {
	Number float64
	Unit   string
}

// Standing is how a team stands with a standard.
type Standing struct {
	Line
	Standard Text
	State    string // meets, working, not-yet, exempt; "" when it cannot be read
	By       Date   // working on it by
	Decision Text   // exempt (decision)
	Near     string
}

// FollowUp is what is to be done after a lesson.
type FollowUp struct {
	Line
	What    Text
	Team    Text // "" when none is named
	By      Date
	Done    Date
	Dropped bool
	Because string
}

// Answer is one statement of an assessment.
type Answer struct {
	Line
	Statement Text
	Value     string // fully, mostly, hardly; "" when it cannot be read
	Near      string
}

// Move is an earlier date of a promise and why it was moved.
type Move struct {
	Line
	Date   Date
	Reason Text
}

// Rhythm is one regular meeting.
type Rhythm struct {
	Line
	What  Text
	Every Text
	Days  int // about how many days lie between two, 0 when that cannot be read: daily 1, weekly 7, every second Tuesday 14
}
