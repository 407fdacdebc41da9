package check

var reviewRules = []Rule{}
