package check

var compiledRules = []Rule{}
