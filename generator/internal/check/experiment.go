package check

var experimentRules = []Rule{}
