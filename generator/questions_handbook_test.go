package generator

// handbookQuestions are what people ask who use Remit or build it.
var handbookQuestions = []asked{
	{"Who do I ask about the wording of messages?", "", []answer{{
		"parts.map.groups[name=Teams that help others learn].teams[team.id=handbook].owns[words=The wording of messages].href", "charters/handbook/#r:owns-2",
		`[id="r:team:handbook"] [data-label="Answers for"]`, "The wording of messages",
		"charters/handbook.md: - The wording of messages",
	}}},
	{"What is not the handbook team's, and whose is it?", "", []answer{{
		"parts.map.groups[name=Teams that help others learn].teams[team.id=handbook].not-theirs[words=Releases].team.name", "Maintainers",
		`[id="r:team:handbook"] [data-label="Not theirs"]`, "Releases: Maintainers",
		"charters/handbook.md: - Releases: maintainers",
	}}},
	{"Which charters lack an answer to which of the three questions?", "ask/three-questions/", []answer{{
		"data.questions[question=owns].answered.n", "2", `tfoot [data-label="What do we own?"]`, "2 answered, 0 not yet written",
		"charters/maintainers.md: owns:",
	}, {
		"data.questions[question=success].answered.n", "2", `tfoot [data-label="How is success measured?"]`, "2 answered, 0 not yet written",
		"charters/maintainers.md: success:",
	}, {
		"data.questions[question=if-we-miss-the-mark].answered.n", "2", `tfoot [data-label="What happens if we miss the mark?"]`, "2 answered, 0 not yet written",
		"charters/handbook.md: ## If we miss the mark",
	}}},
	{"Who decides the day of a release?", "ask/who-decides/", []answer{{
		"data.decisions[id=r:maintainers-the-day-of-a-release].decides[0].id", "release-keeper",
		`[id="r:maintainers-the-day-of-a-release"] [data-label="Who decides"]`, "The maintainer whose turn it is to publish a release",
		"charters/maintainers.md: The day of a release",
	}}},
	{"Who decides what a command is called, and whom must they ask?", "ask/who-decides/name-of-command-setting-and-field/", []answer{{
		"data.decisions[team.id=maintainers].asked[0].name", "Handbook",
		`[id="r:maintainers-names-of-commands-settings-and-fields"] [data-label="Asked or told"]`, "asked: Handbook",
		"charters/maintainers.md: Names of commands, settings and fields",
	}}},
	{"What may the handbook team decide without asking?", "ask/who-decides/", []answer{{
		"data.decisions[id=r:handbook-order-length-and-words-of-a-page].rung.words", "alone",
		`[id="r:handbook-order-length-and-words-of-a-page"] [data-label="How freely"]`, "alone",
		"charters/handbook.md: Order, length and words of a page",
	}}},
	{"Which teams are asked most before others decide?", "ask/where-we-wait/", []answer{{
		"data.asked[team.id=maintainers].decisions.n", "2",
		`[id="r:list:asked"] tr:has([href$="#r:maintainers"]) [data-label="Decisions that wait for it"]`, "2",
		"charters/handbook.md: Tools for our own work",
	}}},
	{"Which of those decisions did nobody write a change of?", "ask/where-we-wait/", []answer{{
		"data.asked[team.id=release-keeper].silent.n", "1",
		`[id="r:release-keeper:silent"] + ul`, "Maintainers: The day of a release",
		"charters/maintainers.md: The day of a release",
	}}},
	{"Which teams got more room this year, and why?", "ask/room/", []answer{{
		"data.years[year=2026].moves[direction.name=wider].because", "None of the messages that we had reworded was changed back",
		`[id="r:handbook-2026-11-22"] [data-label="Because"]`, "None of the messages that we had reworded was changed back",
		"charters/handbook.md: because: None of the messages",
	}}},
	{"Where was room narrowed, until when, with what support?", "ask/room/", []answer{{
		"data.look-again[0].until.date", "2027-06-30",
		`[id="r:maintainers-2026-11-22"] [data-label="Looked at again"]`, "30 June 2027",
		"charters/maintainers.md: until: 2027-06-30",
	}, {
		"data.look-again[0].support", "The handbook team reads the findings with us",
		`[id="r:maintainers-2026-11-22"] [data-label="Support"]`, "The handbook team reads the findings with us",
		"charters/maintainers.md: support: The handbook team",
	}}},
	{"Where do teams differ on the same topic, and what is the reason?", "ask/room/", []answer{{
		"data.topics[topic=Tools for our own work].rows[team.id=handbook].because",
		"the tests of our pages run with theirs",
		`[id="r:topic-tool-for-our-own-work"] ~ div tr:has([href="../../charters/handbook/"]) [data-label="Because"]`, "the tests of our pages run with theirs",
		"charters/handbook.md: Tools for our own work",
	}}},
	{"Where does daily life give less or more room than the charter, and since when?", "ask/paper-and-practice/", []answer{{
		"data.differences[topic=New kinds, views and checks].room.name", "more",
		`[id="r:differences"] ~ div tbody tr`, "Maintainers New kinds, views and checks ■■■■■■□ then tell Handbook ■■■■■■■ alone More room 22 November 2026",
		"assessments/2026-11-maintainers-room.md: New kinds, views and checks: alone",
	}, {
		"data.differences[topic=New kinds, views and checks].since.date", "2026-11-22",
		`[id="r:differences"] ~ div tbody [data-label="First found"]`, "22 November 2026",
		"assessments/2026-11-maintainers-room.md: date: 2026-11-22",
	}}},
	{"What was promised for this quarter, and what was kept?", "ask/promises/2026-q4/", []answer{{
		"data.ended[promise.id=2026-q4-every-kind].state.name", "kept",
		`[id="r:commitments/2026-q4-every-kind"] [data-label="What became of it"]`, "Kept",
		"commitments/2026-q4-every-kind.md: outcome: kept",
	}, {
		"data.ended[promise.id=2026-q4-every-kind].results[0].target", "from 6 to 9",
		`[id="r:commitments/2026-q4-every-kind"] [data-label="What it should change"]`, "Kinds of which this handbook has a document of its own: from 6 to 9",
		"commitments/2026-q4-every-kind.md: from 6 to 9",
	}}},
	{"What was moved, from which day and why?", "ask/promises/", []answer{{
		"data.open[promise.id=2027-h1-findings-to-trust].moved[0].day.date", "2027-03-31",
		`[id="r:commitments/2027-h1-findings-to-trust"] [data-label="Due"]`, "moved from 31 March 2027: three handbooks that are not ours take longer to find than to read",
		"commitments/2027-h1-findings-to-trust.md: - 2027-03-31:",
	}}},
	{"What was missed?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q4].misses.n", "0",
		`[id="r:2026-q4"] [data-label="Promises kept without a moved date"]`, "1 of 1",
		"commitments/2026-q4-every-kind.md: outcome: kept => outcome: missed",
	}}},
	{"What is on the agenda in December?", "ask/showcase/2026-12/", []answer{{
		"data.items[document.id=compile-each-alone].result.name", "worked",
		`[id="r:experiments/compile-each-alone"]`, "Is it quick enough to compile each document alone?",
		"experiments/compile-each-alone.md: showcase: 2026-12",
	}}},
	{"Which lessons keep recurring, in which teams, and what did each lead to?", "ask/lessons/", []answer{{
		"data.patterns[pattern.id=only-the-happy-case].seen.n", "3",
		`[id="r:pattern-only-the-happy-case"] [data-label="Seen"]`, "3 times",
		"lessons/2026-11-lost-restrictions.md: patterns:",
	}, {
		"data.patterns[pattern.id=only-the-happy-case].teams[0].name", "Maintainers",
		`[id="r:pattern-only-the-happy-case"] [data-label="In teams"] li:first-child`, "Maintainers",
		"lessons/2026-11-lost-restrictions.md: owner: maintainers => owner: handbook",
	}, {
		"data.patterns[pattern.id=trusted-the-signal].led-to[document.id=counts-not-clocks].day.date", "2026-11-22",
		`[id="r:pattern-trusted-the-signal"] [data-label="Led to"]`, "Promises about speed are kept by counting work",
		"lessons/2026-11-clock-as-a-limit.md: led-to:",
	}}},
	{"What did we learn about builds before I change them?", "standards/trusted-builds/", []answer{{
		"parts.dossier.groups[field=touches].entries[from.id=2026-11-clock-as-a-limit].date.date", "2026-11-22",
		`[id="r:by:touches"] + ul`, "A test with a clock failed because the machine was busy",
		"lessons/2026-11-clock-as-a-limit.md: touches:",
	}}},
	{"Which standards does nobody meet?", "ask/standards/", []answer{{
		"data.met-by-nobody[id=trusted-builds].name", "Trusted builds",
		`[id="r:unmet"] + ul`, "Trusted builds",
		"charters/maintainers.md: trusted-builds: working on it by 2027-06-30 => trusted-builds: meets",
	}}},
	{"Which standards apply to my team, and how do we stand?", "charters/maintainers/", []answer{{
		"parts.glance.standards[standard.id=findings-to-trust].until.date", "2027-06-30",
		`[id="r:standards"] + ul`, "Findings to trust: Working on it by 30 June 2027",
		"charters/maintainers.md: findings-to-trust: working on it",
	}}},
	{"Which exemptions end by June?", "ask/standards/", []answer{{
		"data.exemptions[team.id=handbook].by.date", "2027-06-30",
		`[id="r:exempt-handbook-plain-words"] [data-label="Ends"]`, "30 June 2027",
		"decisions/reference-may-be-long.md: until: 2027-06-30",
	}}},
	{"Are promises kept without a moved date?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q4].promises-kept.n", "1",
		`[id="r:2026-q4"] [data-label="Promises kept without a moved date"]`, "1 of 1",
		"commitments/2026-q4-every-kind.md: outcome: kept",
	}}},
	{"Do we try things out?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q4].experiments-begun.n", "1",
		`[id="r:2026-q4"] [data-label="Experiments begun"]`, "1",
		"experiments/compile-each-alone.md: starts: 2026-11-22 => starts: 2026-08-22",
	}}},
	{"How many days from a miss to its lesson?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q4].days-to-lesson.n", "0",
		`[id="r:2026-q4"] [data-label="Misses with a lesson"]`, "–",
		"commitments/2026-q4-every-kind.md: outcome: kept => outcome: missed\nlesson: 2026-11-four-characters",
	}}},
	{"How long from a question raised to its decision?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q4].decisions.median-days", "5",
		`[id="r:2026-q4"] [data-label="From raised to decided"]`, "5 days",
		"decisions/reference-may-be-long.md: raised:",
	}}},
	{"Are asks answered?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q4].asks-no-longer-open.n", "4",
		`[id="r:2026-q4"] [data-label="Asks no longer open"]`, "4 of 6",
		"lessons/2026-11-clock-as-a-limit.md: led-to:",
	}}},
	{"Do I have to write front matter? What else do people ask?", "ask/questions/", []answer{{
		"data.questions[question=Do I have to write front matter?].where.page", "First steps",
		`[id="r:start:do-i-have-to-write-front-matter"] [data-label="Answer"]`, "No. The first heading is the title",
		"pages/start.md: ### Do I have to write front matter?",
	}, {
		"data.questions[question=Why is there no page about the people?].team.name", "Maintainers",
		`[id="r:charters/maintainers:why-is-there-no-page-about-the-people"] [data-label="Where it is written"]`, "Charter: Maintainers",
		"charters/maintainers.md: ### Why is there no page about the people?",
	}}},
	{"Which support that was asked for has no answer yet, and from whom?", "ask/open-asks/", []answer{{
		"data.asks[kind=commitment].of.name", "Handbook",
		`[id="r:commitments/2027-h1-findings-to-trust"] [data-label="Of whom"]`, "Handbook",
		"commitments/2027-h1-findings-to-trust.md: needs:",
	}}},
	{"Which goals does this promise serve?", "ask/direction/", []answer{{
		"data.goals[goal.id=worth-trust].rows[from.id=2027-h1-findings-to-trust].state.name", "open",
		`[id="r:goal:worth-trust"] + ul`, "Findings that people trust, by the middle of 2027 Commitment · Maintainers Open",
		"commitments/2027-h1-findings-to-trust.md: serves:",
	}}},
	{"Who works with whom in which mode, until when?", "ask/works-with/", []answer{{
		"data.groups[0].rows[mode=collaboration].until.date", "2027-06-30",
		`[id="r:maintainers:handbook:2"]`, "collaboration",
		"charters/maintainers.md: handbook: collaboration until",
	}}},
	{"Where is it one-sided?", "ask/works-with/", []answer{{
		"data.groups[0].rows[team.id=handbook].said.name", "both",
		`[id="r:handbook:maintainers"] [data-label="Said by"]`, "Both",
		"charters/handbook.md: - maintainers: they tell us what changes",
	}}},
	{"How do you work, if I come to you?", "ask/how-we-work/", []answer{{
		"data.models[model.name=full].teams[0].because", "Nobody above us sets the goals. The promises in our standards keep us honest instead.",
		`[id="r:full"]`, "Maintainers: Nobody above us sets the goals.",
		"charters/maintainers.md: autonomy-because:",
	}, {
		"data.room[direction.name=wider].teams[0].name", "Handbook",
		`[id="r:handbook-2026-11-22"]`, "Wider Handbook: The wording of messages",
		"charters/handbook.md: wider: The wording",
	}, {
		"data.stories[document.id=2026-11-clock-as-a-limit].story", "real",
		`[id="r:stories"] + ul li:has([href$="2026-11-clock-as-a-limit/"])`, "It happened so",
		"lessons/2026-11-clock-as-a-limit.md: story: real => story: composite",
	}}},
	{"What needs a look by the calendar, and who keeps it?", "ask/due/", []answer{{
		"data.groups[team.id=handbook].rows[document.id=plain-words].due.date", "2027-11-22",
		`[id="r:standards/plain-words:review"]`, "22 November 2027",
		"standards/plain-words.md: reviewed:",
	}}},
	{"What needs a look because something happened?", "ask/due/", []answer{{
		"data.groups[team.id=handbook].rows[document.id=reference-may-be-long].why", "the exemption from Plain words ends",
		`[id="r:decisions/reference-may-be-long:exemption:2027-06-30"]`, "the exemption from Plain words ends",
		"decisions/reference-may-be-long.md: waives: plain-words",
	}}},
	{"What points at the standard on builds: lessons, decisions, teams?", "standards/trusted-builds/", []answer{{
		"parts.dossier.groups[field=touches].n", "4",
		`[id="r:by:touches"]`, "4",
		"lessons/2026-11-clock-as-a-limit.md: touches:",
	}, {
		"parts.dossier.groups[field=changes].entries[from.id=counts-not-clocks].kind", "decision",
		`[id="r:by:changes"] + ul`, "Promises about speed are kept by counting work",
		"decisions/counts-not-clocks.md: changes:",
	}, {
		"parts.dossier.adoption.teams[team.id=maintainers].state.name", "working",
		`[id="r:stands:maintainers"]`, "Working on it",
		"charters/maintainers.md: trusted-builds: working on it",
	}}},
	{"What names the release keeper?", "ask/about/release-keeper/", []answer{{
		"data.groups[field=decides].entries[0].from.id", "maintainers",
		`[id="r:by:decides"] + ul`, "The day of a release: The maintainer whose turn it is to publish a release decides after hearing us",
		"charters/maintainers.md: The day of a release",
	}}},
	{"What do our words mean?", "ask/words/", []answer{{
		"data.terms[term=Bar].meaning", "What is good enough, written down in a standard.",
		`[id="r:term-bar"] [data-label="Meaning"]`, "What is good enough, written down in a standard.",
		"pages/room/README.md: : What is good enough",
	}, {
		"data.topics[name.id=messages].also[0]", "error messages",
		`[id="r:topic-messages"]`, "error messages",
		"org.yaml: messages:",
	}}},
}
