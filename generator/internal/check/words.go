package check

var wordRules = []Rule{}
