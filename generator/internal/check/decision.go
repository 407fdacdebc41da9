package check

var decisionRules = []Rule{}
