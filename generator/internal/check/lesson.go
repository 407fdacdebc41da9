package check

var lessonRules = []Rule{}
