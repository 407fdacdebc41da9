package check

var assessmentRules = []Rule{}
