package check

var playbookRules = []Rule{}
