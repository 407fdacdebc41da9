package generator

// faults lists them by group, two or more for each.
var faults = []fault{
	// Front matter.
	{rule: "front-matter", base: "standard", old: "owner: finance", new: "owner: @finance", at: "@finance"},
	{rule: "duplicate-key", base: "charter", old: "reviewed: 2026-06-01\n", new: "reviewed: 2026-06-01\nsponsor: finance\n", at: "sponsor: finance"},
	{rule: "comment-cuts-value", base: "charter", old: "rhythm:", new: "contact: Chat #desk\nrhythm:", at: "#desk"},
	{rule: "unknown-key", base: "charter", old: "counts-on:", new: "count-on:", at: "count-on"},
	{rule: "unknown-value", base: "experiment", old: "risk: low", new: "risk: lwo", at: "lwo"},
	{rule: "date-unreadable", base: "lesson", old: "date: 2026-05-04", new: "date: 2026-13-45", at: "2026-13-45"},
	{rule: "date-unreadable", base: "playbook", old: "reviewed: 2026-06-01", new: "reviewed: 2026-02-30", at: "2026-02-30"},
	{rule: "date-in-future", base: "lesson", old: "date: 2026-05-04", new: "date: 2027-05-04", at: "2027-05-04"},
	{rule: "field-shape", base: "standard", old: "applies-to: everyone", new: "applies-to: everyone\nsummary: [one, two]", at: "[one, two]"},

	// References.
	{rule: "unknown-id", base: "standard", old: "owner: finance", new: "owner: finanec", at: "finanec"},
	{rule: "unknown-id", base: "lesson", old: "touches: [finance]", new: "touches: [finance, first-~-reply]", at: "first-"},
	{rule: "unknown-reference", base: "page", old: "Words about", new: "See [[nowhere-~]]. Words about", at: "nowhere-"},
	{rule: "dead-link", base: "page", old: "Words about", new: "See [it](gone-~.md). Words about", at: "gone-"},
	{rule: "dead-anchor", base: "page", old: "Words about", new: "See [it](#gone-~). Words about", at: "#gone-"},
	{rule: "replaced-reference", base: "charter", old: "rhythm:", new: "standards:\n  - old-~: meets\nrhythm:", at: "old-",
		more: map[string]string{"standards/old-~.md": "=standard", "standards/new-~.md": "=standard|applies-to:=>replaces: old-~\napplies-to:"}},
	{rule: "same-id", base: "page", more: map[string]string{"standards/twin-~.md": "=standard", "lessons/twin-~.md": "=lesson"},
		file: "standards/twin-~.md", also: []string{"lessons/twin-~.md: "}},
	{rule: "replaced-in-a-circle", base: "standard", old: "applies-to:", new: "replaces: back-~\napplies-to:", at: "back-",
		more: map[string]string{"standards/back-~.md": "=standard|applies-to:=>replaces: ~\napplies-to:"}, also: []string{"standards/back-~.md: ~"}},
	{rule: "replaced-twice", base: "standard", old: "applies-to:", new: "replaces: former-~\napplies-to:", at: "former-",
		more: map[string]string{"standards/former-~.md": "=standard", "standards/other-~.md": "=standard|applies-to:=>replaces: former-~\napplies-to:"},
		also: []string{"standards/other-~.md: former-"}},
	{rule: "retired-team", base: "page", more: map[string]string{"charters/old-guard.md": "=charter"}, file: "charters/old-guard.md"},
	{rule: "idle-decision", base: "decision", old: "changes: [finance]\n", new: ""},

	// Charters.
	{rule: "no-owns", base: "charter", old: "owns:\n  - ~ orders\n", new: ""},
	{rule: "no-success", base: "charter", old: "success:\n  - ~ orders that are ready on the day named: from 70 % to 80 %\n", new: ""},
	{rule: "no-answer-to-a-miss", base: "charter", old: "## If we miss the mark", new: "## A few more words"},
	{rule: "no-decides", base: "charter", old: "decides:\n  - ~ tools up to 200 EUR: alone\n  - ~ tools above 200 EUR: together with finance\n", new: ""},
	{rule: "no-works-with", base: "charter", old: "works-with:\n  - finance: pays for large ~ tools with us\n", new: ""},
	{rule: "no-purpose", base: "charter", old: "We look after ~ orders from beginning to end.\n", new: ""},
	{rule: "results-without-room", base: "charter", old: "  - ~ tools up to 200 EUR: alone\n  - ~ tools above 200 EUR: together with finance\n", new: "  - ~ tools: finance decides\n  - ~ days: finance decides after hearing us\n", at: "~ tools: finance"},
	{rule: "no-support", base: "charter", old: "sponsor: shop-lead\ncounts-on:\n  - An answer to any call for help within two working days\n", new: ""},
	{rule: "no-rhythm", base: "charter", old: "rhythm:\n  - Look-back: every second Thursday\n", new: ""},
	{rule: "frequent-check-ins", base: "charter", old: "Look-back: every second Thursday", new: "Check-in: daily", at: "Check-in: daily"},
	{rule: "counts-activity", base: "charter", old: "~ orders that are ready on the day named: from 70 % to 80 %", new: "~ mails sent: 80 a week", at: "~ mails sent"},
	{rule: "punishing-words", base: "charter", old: "We say so in the same week.", new: "There is a penalty.", at: "penalty"},
	{rule: "template-text", base: "charter", old: "An answer to any call for help within two working days", new: "TODO", at: "TODO"},
	{rule: "unread-line", base: "charter", old: "  - ~ tools up to 200 EUR: alone", new: "  - ~ tools up to 200 EUR: as we like", at: "as we like"},

	// Areas and limits.
	{rule: "two-owners", base: "charter", at: "~ orders", more: map[string]string{"charters/rival-~.md": "=charter|~ tools up to 200 EUR: alone\n  - ~ tools above 200 EUR: together with finance=>~ rival: alone"},
		also: []string{"charters/rival-~.md: ~ orders"}},
	{rule: "overlapping-limits", base: "charter", at: "~ tools up to 200", more: map[string]string{"charters/over-~.md": "=charter|  - ~ orders\ndecides:\n  - ~ tools up to 200 EUR: alone\n  - ~ tools above 200 EUR: together with finance=>  - The ~ tools\ndecides:\n  - ~ tools up to 100 EUR: alone"},
		also: []string{"charters/over-~.md: ~ tools up to 100"}},
	{rule: "gap-in-limits", base: "charter", old: "~ tools above 200 EUR", new: "~ tools above 500 EUR", at: "~ tools up to 200"},

	{rule: "passed-on", base: "charter", old: "counts-on:", new: "not-ours:\n  - Lost ~ letters: else-~\ncounts-on:", at: "Lost",
		more: map[string]string{"charters/else-~.md": "=charter|  - ~ orders\n=>  - Bicycle sheds\n||Team ~=>The shed keepers||~ tools up=>Locks up||~ tools above=>Locks above||large ~ tools=>large locks||~ orders from=>Bicycle sheds from||~ orders that=>Bicycles that"}},
	{rule: "one-sided", base: "charter", old: "works-with:\n", new: "works-with:\n  - silent-~: plans the day with us\n", at: "silent-",
		more: map[string]string{"charters/silent-~.md": "=charter|  - ~ orders\n=>  - The harbour bell\n||Team ~=>The bell ringers||~ orders from=>the bell from||~ orders that=>Rings that||~ tools up=>Ropes up||~ tools above=>Ropes above||large ~ tools=>large ropes"}},
	{rule: "near-areas", base: "charter", at: "~ orders", more: map[string]string{"charters/near-~.md": "=charter|~ orders\n=>~ orders and returns\n"},
		also: []string{"charters/near-~.md: ~ orders and"}},
	{rule: "large-step", base: "charter", old: "rhythm:", new: "room:\n  - date: 2026-05-04\n    wider: ~ tools, from finance decides to alone\n    because: It went well\nrhythm:", at: "~ tools, from"},
	{rule: "narrower-alone", base: "charter", old: "rhythm:", new: "room:\n  - date: 2026-05-04\n    narrower: ~ tools, from 300 to 200 EUR\nrhythm:", at: "~ tools, from"},

	// Standards.
	{rule: "bar-without-check", base: "standard", old: "    checked: automatic, weekly report\n", new: "", at: "A ~ order is answered"},
	{rule: "bar-without-measure", base: "standard", old: "A ~ order is answered within 2 days\n    checked: automatic, weekly report", new: "Answers to ~ orders are fast\n    checked: sample, five a week", at: "Answers to ~ orders are"},
	{rule: "no-must", base: "standard", old: "- must: A", new: "- should: A", at: "bar:"},
	{rule: "prescribes-how", base: "standard", old: "A ~ order is answered within 2 days", new: "Teams must use `~desk` for each of the 2 answers", at: "Teams must"},
	{rule: "unmet-standard", base: "standard"},
	{rule: "expired-exemption", base: "decision", old: "changes: [finance]", new: "changes: [finance]\nwaives: kept-~\nuntil: 2026-06-30", at: "2026-06-30",
		more: map[string]string{"standards/kept-~.md": "=standard"}},

	// Lessons.
	{rule: "no-what-happened", base: "lesson", old: "## What happened", new: "## More about it"},
	{rule: "no-what-blocked", base: "lesson", old: "## What blocked us", new: "## More about it"},
	{rule: "no-what-to-improve", base: "lesson", old: "## What we would improve", new: "## More about it"},
	{rule: "no-support-needed", base: "lesson", old: "## What support we need", new: "## More about it"},
	{rule: "touches-nothing", base: "lesson", old: "touches: [finance]\n", new: ""},
	{rule: "idle-follow-up", base: "lesson", old: "Ask on day one: finance by 2026-10-01", new: "Ask on day one: finance", at: "Ask on day one"},
	{rule: "unmarked-composite", base: "lesson", old: "The list was on one desk.", new: "A team at a mid-sized company had one list.", at: "A team at"},

	// Words.
	{rule: "blame-label", base: "lesson", old: "The list was on one desk.", new: "The cause was human error.", at: "human error"},
	{rule: "person-failed", base: "lesson", old: "The list was on one desk.", new: "The engineer forgot the list.", at: "engineer forgot"},
	{rule: "if-only", base: "lesson", old: "The list was on one desk.", new: "The team should have asked.", at: "team should have"},
	{rule: "verdict", base: "lesson", old: "The list was on one desk.", new: "The operator was careless that day.", at: "operator was careless"},
	{rule: "try-harder", base: "lesson", old: "Put the list on the wall.", new: "We will be more careful.", at: "be more careful"},
	{rule: "names-a-person", base: "lesson", old: "The list was on one desk.", new: "Imogen Vale had the list.", at: "Imogen Vale"},
	{rule: "vague-words", base: "charter", old: "~ orders that are ready on the day named: from 70 % to 80 %", new: "~ orders that are ready: as soon as possible", at: "as soon as possible"},
	{rule: "drifting-words", base: "commitment", old: "64 %. The letter is shorter now.", new: "Almost done.", at: "Almost done"},

	// Playbooks.
	{rule: "no-trigger", base: "playbook", old: "when: Two ~ orders wait on the same day\n", new: ""},
	{rule: "no-steps", base: "playbook", old: "## 1. Lay them side by side\n\nLook at the days.\n\n## 2. Choose\n\n", new: ""},
	{rule: "no-done-when", base: "playbook", old: "done-when: Both have a day\n", new: ""},

	// Promises.
	{rule: "no-due-date", base: "commitment", old: "due: 2026-11-27\n", new: ""},
	{rule: "no-result", base: "commitment", old: "results:\n  - ~ orders with one answer: from 62 % to 70 %\n", new: ""},
	{rule: "vague-result", base: "commitment", old: "~ orders with one answer: from 62 % to 70 %", new: "~ orders: be the best", at: "~ orders"},
	{rule: "quiet-promise", base: "commitment", old: "date: 2026-07-21", new: "date: 2026-05-05", at: "2026-05-05"},
	{rule: "open-past-due", base: "commitment", old: "due: 2026-11-27", new: "due: 2026-07-24", at: "2026-07-24"},
	{rule: "missed-without-lesson", base: "commitment", old: "due: 2026-11-27", new: "due: 2026-07-24\noutcome: missed", at: "missed"},

	// Experiments.
	{rule: "no-stop-sign", base: "experiment", old: "stop-if: The ~ queue is longer than 80, twice\n", new: ""},
	{rule: "no-experiment-result", base: "experiment", old: "result: worked\n", new: "", at: "2026-06-01"},

	// Assessments.
	{rule: "small-pulse", base: "assessment", old: "type: room-check", new: "type: pulse\nn: 3", at: "3"},
	{rule: "person-in-pulse", base: "assessment", old: "type: room-check\ndate: 2026-05-20\nby: the whole team", new: "type: pulse\nn: 7\ndate: 2026-05-20\nby: Imogen Vale", at: "Imogen Vale"},
	{rule: "practice-below-paper", base: "assessment", old: "owner: finance\ntype: room-check\n", new: "owner: paper-~\ntype: room-check\npractice:\n  - ~ tools up to 200 EUR: together with finance\n", at: "~ tools", drop: "\n## What we ask for\n\nNothing for now.\n",
		more: map[string]string{"charters/paper-~.md": "=charter|2026-06-01=>2026-05-01"}},

	// Reviews.
	{rule: "review-due", base: "standard", old: "reviewed: 2026-06-01", new: "reviewed: 2025-06-01", at: "2025-06-01"},
	{rule: "overtaken", base: "standard", old: "reviewed: 2026-06-01", new: "reviewed: 2025-10-01", at: "2025-10-01",
		more: map[string]string{"decisions/turn-~.md": "=decision|changes: [finance]=>changes: [~]||2026-05-04=>2025-12-04"}},
	{rule: "owner-retired", base: "playbook", old: "owner: finance", new: "owner: old-guard", at: "old-guard"},
	{rule: "source-not-seen", base: "page", old: "# About", new: "---\nsources:\n  - name: The ~ law\n    link: https://law.example.org/\n    seen: 2023-05-04\n---\n# About", at: "2023-05-04"},

	// What every kind has.
	{rule: "no-owner", base: "playbook", old: "owner: finance\n", new: ""},
	{rule: "missing-field", base: "decision", old: "decided-by: shop-lead\n", new: ""},
	{rule: "missing-section", base: "decision", old: "## Why", new: "## More about it"},
	{rule: "unused-mute", base: "page", old: "Words about", new: "<!-- remit: ok dead-link, because it comes later -->\n\nWords about", at: "dead-link"},
	{rule: "mute-without-reason", base: "page", old: "Words about", new: "<!-- remit: ok dead-link -->\n\nSee [it](later-~.md). Words about", at: "dead-link"},
}
