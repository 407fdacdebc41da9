package search

// asking are the beginnings of words by which the reader knows a question, so
// that it fetches what answers it together with the results; a space is the end
// of a word. A query without any of them is answered too, when a decision or an
// area is among its results.
var asking = []string{
	"allowed ", "approve ", "approves ", "can ", "darf ", "decid", "durfen ", "entscheid", "folgt ", "follows ", "gehort ", "genehmig",
	"may ", "owner ", "owns ", "promise", "responsible ", "spend ", "versproch", "wem ", "wen ", "wer ", "wessen ",
	"who ", "whom ", "whos ", "whose ", "without ", "zugesagt ", "zustandig ",
}
