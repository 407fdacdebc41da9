package check

var writtenRules = []Rule{}
