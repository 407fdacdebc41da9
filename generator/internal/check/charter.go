package check

var charterRules = []Rule{}
