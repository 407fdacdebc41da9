package main

import (
	"fmt"
	"math"
	"strconv"
)

// bar is one of the sixty checks: what is measured, and what is good enough.
type bar struct {
	id, text string
	low      float64
	high     float64 // no limit when it is 0 and low is not
	unit     string  // "yes": 1 is good and 0 is not
	clock    bool    // measured on a machine that others use too
	axe      bool    // needs axe-core
}

// bars are those of the study from which the theme was designed, by its ids.
var bars = []bar{
	{id: "W1", text: "HTML, CSS and JS of a charter, zipped", high: 30000, unit: "B"},
	{id: "W2", text: "All bytes of that page after two idle seconds, zipped", high: 45000, unit: "B"},
	{id: "W3", text: "CSS", high: 20480, unit: "B"},
	{id: "W4", text: "JavaScript before search", high: 15360, unit: "B"},
	{id: "W5", text: "Requests before the load event", high: 4},
	{id: "W6", text: "Requests to other hosts, pages and search"},
	{id: "W7", text: "Web fonts"},
	{id: "W8", text: "Elements besides the article", high: 350},
	{id: "W9", text: "Largest paint at 1.6 Mbit/s, a quarter of the speed", high: 1200, unit: "ms", clock: true},
	{id: "W10", text: "Layout shift, worst page", high: 0.01},
	{id: "W11", text: "Blocking time at a quarter of the speed", high: 50, unit: "ms", clock: true},
	{id: "W12", text: "Click to the next page painted", high: 100, unit: "ms", clock: true},
	{id: "J1", text: "Share of the text that is there without scripts", low: 0.99},
	{id: "J2", text: "Navigation at 390 px without scripts", unit: "yes"},
	{id: "J3", text: "Dark scheme without scripts", unit: "yes"},
	{id: "J4", text: "Inline scripts and handlers"},
	{id: "J5", text: "Errors in the console, all pages"},
	{id: "A1", text: "axe, WCAG A and AA: desk, light", axe: true},
	{id: "A2", text: "axe: desk, dark", axe: true},
	{id: "A3", text: "axe: 390 px", axe: true},
	{id: "A4", text: "axe: search open, with results", axe: true},
	{id: "A5", text: "axe, best practices", axe: true},
	{id: "A6", text: "Contrast of running text, the worse scheme", low: 7},
	{id: "A7", text: "One h1, no level left out", unit: "yes"},
	{id: "A8", text: "A skip link comes first and works", unit: "yes"},
	{id: "A9", text: "Tab stops before the article", high: 40},
	{id: "A10", text: "Tab stops without a mark that is seen, of 40"},
	{id: "A11", text: "Tab stops hidden behind something, of 40"},
	{id: "A12", text: "Sideways scroll at 320 px, worst page"},
	{id: "A13", text: "Sideways scroll at 1280 px with text twice as large"},
	{id: "A14", text: "Cut off or scrolling with the text spacing of 1.4.12"},
	{id: "A15", text: "What moves under reduced motion"},
	{id: "A16", text: "Navigation marks the current page", unit: "yes"},
	{id: "A17", text: "Each navigation has its own name", unit: "yes"},
	{id: "A18", text: "Targets below 24 x 24 px outside running text"},
	{id: "R1", text: "Characters in a line", low: 58, high: 82},
	{id: "R2", text: "Size of running text, px", low: 16},
	{id: "R3", text: "Leading of running text", low: 1.45, high: 1.72},
	{id: "R4", text: "Top of the first line of text, desk, px", high: 240},
	{id: "R5", text: "Top of the first line of text at 390 px, px", high: 260},
	{id: "R6", text: "Links in running text are underlined", unit: "yes"},
	{id: "R7", text: "Share of h2 and h3 with a link to themselves", low: 1},
	{id: "R8", text: "Dates broken over lines in tables"},
	{id: "R9", text: "A wide table at 390 px scrolls in a box with the keyboard, or stacks", unit: "yes"},
	{id: "R10", text: "Its row name is still seen at the far end", unit: "yes"},
	{id: "R11", text: "Contents of the page, and its place in the site", unit: "yes"},
	{id: "R12", text: "Owner, status and review without scrolling", unit: "yes"},
	{id: "S1", text: "/ opens the search", unit: "yes"},
	{id: "S2", text: "Ctrl K opens the search", unit: "yes"},
	{id: "S3", text: "Esc closes it and gives the focus back", unit: "yes"},
	{id: "S4", text: "Down and Enter open a result", unit: "yes"},
	{id: "S5", text: "The number of results is announced", unit: "yes"},
	{id: "S6", text: "A typing error (reveiw) still finds", unit: "yes"},
	{id: "S7", text: "First key to first result, nothing fetched before", high: 250, unit: "ms", clock: true},
	{id: "S8", text: "Bytes of a first search, zipped", high: 120000, unit: "B"},
	{id: "P1", text: "Navigation is not printed", unit: "yes"},
	{id: "P2", text: "A dark screen prints dark on white", unit: "yes"},
	{id: "P3", text: "A wide table cut off on A4, px"},
	{id: "P4", text: "The address is printed after outside links", unit: "yes"},
	{id: "N1", text: "An unknown address: 404, a way home and a search", unit: "yes"},
}

// measured are the values of one site by id. One that is not there could not be
// measured, and is no better than one below the bar.
type measured map[string]float64

func yes(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// good says whether a value reaches the bar. The clock of a machine that does
// other things too says little, so it only stops what takes five times as long.
func (b bar) good(v float64) bool {
	switch {
	case b.unit == "yes":
		return v == 1
	case b.clock:
		return v <= 5*b.high
	case b.low > 0 && b.high == 0:
		return v >= b.low
	}
	return v >= b.low && v <= b.high
}

// target words the bar.
func (b bar) target() string {
	switch {
	case b.unit == "yes":
		return "yes"
	case b.clock:
		return fmt.Sprintf("<= %s, stops at five times that", b.show(b.high))
	case b.low > 0 && b.high > 0:
		return b.show(b.low) + " to " + b.show(b.high)
	case b.low > 0:
		return ">= " + b.show(b.low)
	case b.high == 0:
		return "0"
	}
	return "<= " + b.show(b.high)
}

func (b bar) show(v float64) string {
	if b.unit == "yes" {
		return map[bool]string{true: "yes", false: "no"}[v == 1]
	}
	text := strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64)
	if b.unit != "" {
		text += " " + b.unit
	}
	return text
}
