// Package query answers questions such as "who decides refunds above 500 EUR?".
//
// In: a [model.Model] and the words of a question, in English or simple German.
// Out: the lines of charters that answer it, each as one plain sentence with
// the place where it is written; or nothing, with the topics that come nearest.
// Where no charter answers, the items of standards, the follow-ups of lessons
// and the results of promises do; they come first when a question asks for
// them: "what did we promise about returns?".
// The package reads no text but these lines, and never guesses: a question
// that no line answers stays without an answer, what two teams claim is shown
// twice and said, and amounts that no line covers are told as such.
//
// # How a question is read
//
// Its words are folded and cut as package search does. Words that only ask
// (who, may, decides, owns) tell what is asked for; amounts become an interval,
// "above 500 EUR" an open one; what is left is compared with the topics and
// areas of charters and with the other names that org.yaml gives them. Forms of
// a word count as the word, a word may hold one slip, and a rare word counts
// more than a common one. A line answers when its interval and that of the
// question have an amount in common. Units that differ never match; an amount
// without a unit is taken for money, and that is said.
//
// # In the browser
//
// [Index.Files] writes the same index as compressed JSON with a small module
// that reads it, so that search gives the same answers. Whatever needs a
// stemmer, a grammar or a model was worked out before: the module looks words
// up, adds numbers and compares intervals. A test asks both the same questions.
//
//	search/answers.js      the module
//	search/answers.bin     the words of questions, and where the rest stands
//	search/a/HASH.bin      words with the topics that have them; words by their
//	                       ends, for slips at their beginning; and lines
//
// All but the module are gzip'd. Files in a are cut at 8 kB, are named by their
// content and may be cached for ever. A small site has none: answers.bin then
// holds everything.
package query

import (
	"regexp"
	"strings"

	"remit/generator/internal/document"
	"remit/generator/internal/line"
	"remit/generator/internal/model"
)

// Sort tells what an answer is about.
type Sort string

// The sorts of answers.
const (
	Decision Sort = "decision" // who decides something
	Area     Sort = "area"     // who owns something
	NotOurs  Sort = "not-ours" // whose something is, as another team tells
	Nobody   Sort = "nobody"   // amounts that no charter decides
	Bar      Sort = "bar"      // an item of a standard
	Action   Sort = "action"   // what follows from a lesson
	Promise  Sort = "promise"  // a result that was promised
)

// Answer is one line of a document that answers a question.
type Answer struct {
	Sort     Sort
	Team     string     // id of the team or role that decides, owns, or does it; "" when nobody is named
	Name     string     // of that team or role, to show
	With     string     // names of those whom it asks or tells; "" for none
	Topic    string     // the topic or area as its charter has it, or what is asked, done or promised
	Limit    line.Limit // the amounts for which it holds
	Rung     line.Rung  // of a decision, as the charter has it; 0 when it could not be read
	Sentence string
	Why      string             // who else claims it; "" when nobody does
	Doc      *document.Document // the document that says so; nil for Nobody
	At       line.Text          // the line as written
	Address  string             // of the line on its page, below the site's root; "" when it has none; of Nobody that of a line beside the gap
	More     string             // of the place where the site shows it beside others like it; "" when there is none

	deciders []string // ids of all who decide
	of       string   // id of the team whose charter it is
	edge     bool     // of Nobody: amounts below or above all others, told only to who asks for them
}

// Result is what is known about a question.
type Result struct {
	Answers []Answer // the best first; those of one topic in the order of amounts
	Notes   []string // how the question was read, where it could be read in another way
	Near    []string // topics that come nearest, when there is no answer
	Might   []string // names of the teams that might know, when there is no answer
}

// Answered reports whether somebody decides or owns what was asked for.
func (r *Result) Answered() bool {
	for i := range r.Answers {
		if r.Answers[i].Sort != Nobody {
			return true
		}
	}
	return false
}

// Index is what the charters of a site decide and own, by words. It never
// changes.
type Index struct {
	m       *model.Model
	more    More
	entries []*entry
	words   []word
	forms   map[string]int    // forms of words to the word
	teams   map[string]int    // entries by the id of their team or role
	units   map[string]string // what units are called in questions
	bounds  []string          // see boundsOf
	amounts *regexp.Regexp
	unknown int // weight of a word that no topic has
}

// entry is a topic, an area, or all that a team decides and owns.
type entry struct {
	kind  kind
	title string
	names [][]string // its names, as tokens
	rows  []Answer   // in the order in which they are told
}

// kind is the sort of an entry.
type kind uint8

const (
	topics kind = iota
	areas
	teams
	bars
	actions
	promises
)

// word is one word in all its forms.
type word struct {
	weight int
	forms  []string
	posts  []post
}

// post is one name that has a word.
type post struct {
	entry, name int
	total       int // weight of all words of the name
}

// More tells the address at which a site shows a line beside others like it.
// A site that has no such place has no function, or gives "".
type More struct {
	Decision func(*document.Document, *line.Decision) string
	Area     func(*document.Document, line.Text) string // of owns or not-ours
}

// New makes the index of a model.
func New(m *model.Model, more More) *Index {
	x := &Index{m: m, more: more, forms: map[string]int{}, teams: map[string]int{}}
	x.collect()
	x.weigh()
	x.units = unitsOf(x.entries)
	x.bounds = boundsOf(x.units)
	whole, figure := patternOf(x.units)
	x.amounts = regexp.MustCompile(strings.ReplaceAll(whole, "@", figure))
	return x
}

// Empty reports whether there is nothing that could be an answer.
func (x *Index) Empty() bool { return len(x.entries) == 0 }
