package schema

import (
	"strconv"
	"strings"
)

// ParseDuration reads a number of months or years as authors write it, such as
// 6 months, 2 years, a year, half a year or 12, as months; ok is false when it
// is none, or beyond ten years.
func ParseDuration(s string) (months int, ok bool) {
	words := strings.Fields(strings.ToLower(s))
	if len(words) > 0 && words[0] == "every" {
		words = words[1:]
	}
	switch strings.Join(words, " ") {
	case "half a year", "half-yearly":
		return 6, true
	case "year", "yearly":
		return 12, true
	case "quarter", "quarterly":
		return 3, true
	case "month", "monthly":
		return 1, true
	}
	if len(words) == 0 || len(words) > 2 {
		return 0, false
	}
	n, err := strconv.Atoi(words[0])
	if word, known := countWords[words[0]]; known {
		n, err = word, nil
	}
	if err != nil || n < 1 {
		return 0, false
	}
	if len(words) == 2 {
		switch strings.TrimSuffix(words[1], "s") {
		case "month":
		case "quarter":
			n *= 3
		case "year":
			n *= 12
		default:
			return 0, false
		}
	} else if !isNumber(words[0]) {
		return 0, false
	}
	return n, n <= mostMonths
}

var countWords = map[string]int{
	"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18,
}
