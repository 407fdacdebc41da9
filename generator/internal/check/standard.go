package check

var standardRules = []Rule{}
