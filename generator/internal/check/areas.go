package check

var areaRules = []Rule{}
