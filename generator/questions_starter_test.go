package generator

// starterQuestions are what people of the invented company ask.
var starterQuestions = []asked{
	{"Who do I ask about returned hire bikes?", "", []answer{{
		"parts.map.groups[0].teams[team.id=workshop].not-theirs[words=Returned hire bikes].team.name", "Hire desk",
		`[id="r:team:workshop"] [data-label="Not theirs"]`, "Returned hire bikes: Hire desk",
		"charters/workshop.md: Returned hire bikes: hire-desk",
	}, {
		"parts.map.groups[0].teams[team.id=hire-desk].owns[words=Hire bikes, from booking to return].href", "charters/hire-desk/#r:owns-1",
		`[id="r:team:hire-desk"] [data-label="Answers for"]`, "Hire bikes, from booking to return",
		"charters/hire-desk.md: Hire bikes, from booking to return",
	}}},
	{"What is not the workshop's, and whose is it?", "ask/who-owns/", []answer{{
		"data.not-ours[id=r:not:workshop-refunds-for-repairs].to.name", "Customer care",
		`[id="r:not:workshop-refunds-for-repairs"]`, "Refunds for repairs Workshop Customer care",
		"charters/workshop.md: Refunds for repairs: customer-care",
	}}},
	{"Which area do two teams claim?", "ask/who-owns/", []answer{{
		"data.shared[0].area", "Hire prices",
		`.found [id="r:shared:hire-price"]`, "Hire prices",
		"charters/online-shop.md: - Hire prices",
	}}},
	{"Which charters lack an answer to which of the three questions?", "ask/three-questions/", []answer{{
		"data.questions[question=owns].answered.n", "4", `tfoot [data-label="What do we own?"]`, "4 answered, 0 not yet written",
		"charters/customer-care.md: owns:",
	}, {
		"data.questions[question=success].answered.n", "4", `tfoot [data-label="How is success measured?"]`, "4 answered, 0 not yet written",
		"charters/online-shop.md: Buyers who send a bike back",
	}, {
		"data.questions[question=if-we-miss-the-mark].answered.n", "4", `tfoot [data-label="What happens if we miss the mark?"]`, "4 answered, 0 not yet written",
		"charters/workshop.md: ## If we miss the mark",
	}}},
	{"Who decides refunds for repairs above 150 EUR?", "ask/who-decides/", []answer{{
		"data.decisions[id=r:customer-care-refunds-for-repairs-above-150-eur].decides[1].name", "Workshop",
		`[id="r:customer-care-refunds-for-repairs-above-150-eur"] [data-label="Who decides"]`, "Customer care, Workshop",
		"charters/customer-care.md: Refunds for repairs above 150 EUR",
	}, {
		"data.decisions[id=r:customer-care-refunds-for-repairs-above-150-eur].limit.from-open", "true", // 150 itself is not in it
		`[id="r:customer-care-refunds-for-repairs-above-150-eur"] [data-label="Limit"]`, "above 150 EUR",
		"charters/customer-care.md: Refunds for repairs above 150 EUR",
	}}},
	{"Who decides refunds for repairs of 150 EUR exactly?", "ask/who-decides/", []answer{{
		"data.decisions[id=r:customer-care-refunds-for-repairs-up-to-150-eur].limit.to-open", "false",
		`[id="r:customer-care-refunds-for-repairs-up-to-150-eur"] [data-label="Limit"]`, "up to 150 EUR",
		"charters/customer-care.md: Refunds for repairs up to 150 EUR",
	}, {
		"data.decisions[id=r:customer-care-refunds-for-repairs-up-to-150-eur].rung.words", "alone",
		`[id="r:customer-care-refunds-for-repairs-up-to-150-eur"] [data-label="How freely"]`, "alone",
		"charters/customer-care.md: Refunds for repairs up to 150 EUR",
	}}},
	{"What may the online shop spend without asking?", "ask/who-decides/", []answer{{
		"data.decisions[id=r:online-shop-advertising-up-to-250-eur-a-month].limit.to", "250",
		`[id="r:online-shop-advertising-up-to-250-eur-a-month"]`, "Advertising Online shop up to 250 EUR a month ■■■■■■■ alone",
		"charters/online-shop.md: Advertising up to 250 EUR a month",
	}}},
	{"Which teams are asked most before others decide?", "ask/where-we-wait/", []answer{{
		"data.asked[team.id=finance].decisions.n", "2",
		`[id="r:list:asked"] tr:has([href$="#r:finance"]) [data-label="Decisions that wait for it"]`, "2",
		"charters/workshop.md: Spare parts above 500 EUR",
	}}},
	{"Which of those decisions did nobody write a change of?", "ask/where-we-wait/", []answer{{
		"data.asked[team.id=finance].silent.n", "1",
		`[id="r:finance:silent"] + ul`, "Hire desk: Deposits above 100 EUR",
		"charters/hire-desk.md: Deposits above 100 EUR",
	}}},
	{"Which teams got more room this year, and why?", "ask/room/", []answer{{
		"data.years[year=2026].moves[direction.name=wider].because", "The shop lead changed none of our 96 repairs above 150 EUR in a year",
		`[id="r:workshop-2026-02-09"] [data-label="Because"]`, "The shop lead changed none of our 96 repairs above 150 EUR in a year",
		"charters/workshop.md: because: The shop lead changed none",
	}}},
	{"Where was room narrowed, until when, with what support?", "ask/room/", []answer{{
		"data.look-again[0].what", "Discounts that we give alone, from 30 to 20 %",
		`[id="r:hire-desk-2026-06-15"]`, "Hire desk Narrower Discounts that we give alone, from 30 to 20 %",
		"charters/hire-desk.md: narrower: Discounts",
	}, {
		"data.look-again[0].until.date", "2026-11-27",
		`[id="r:hire-desk-2026-06-15"] [data-label="Looked at again"]`, "27 November 2026",
		"charters/hire-desk.md: until: 2026-11-27",
	}, {
		"data.look-again[0].support", "Finance works out with us what a day of hire costs",
		`[id="r:hire-desk-2026-06-15"] [data-label="Support"]`, "Finance works out with us what a day of hire costs",
		"charters/hire-desk.md: support: Finance works out",
	}}},
	{"Where do teams differ on the same topic, and what is the reason?", "ask/room/", []answer{{
		"data.topics[topic=Who works which shift].rows[team.id=customer-care].because",
		"we share the counter",
		`[id="r:differ"] ~ div tr:has([href="../../charters/customer-care/"]) [data-label="Because"]`, "we share the counter",
		"charters/customer-care.md: , because we share the counter => ",
	}, {
		"data.topics[topic=Who works which shift].rows[team.id=hire-desk].rung.words", "alone",
		`[id="r:differ"] ~ div tr:has([href="../../charters/hire-desk/"]) [data-label="How free"]`, "alone",
		"charters/hire-desk.md: Who works which shift",
	}}},
	{"Where does daily life give less room than the charter, and since when?", "ask/paper-and-practice/", []answer{{
		"data.differences[topic=Wording of answers].room.name", "less",
		`[id="r:customer-care-wording-of-answer"] [data-label="Daily life gives"]`, "Less room",
		"assessments/2026-07-customer-care-room.md: Wording of answers: after advice",
	}, {
		"data.differences[topic=Wording of answers].since.date", "2026-07-13",
		`[id="r:customer-care-wording-of-answer"] [data-label="First found"]`, "13 July 2026",
		"assessments/2026-07-customer-care-room.md: date: 2026-07-13",
	}}},
	{"Where does it give more?", "ask/paper-and-practice/", []answer{{
		"data.differences[topic=Refunds for repairs].room.name", "more",
		`[id="r:customer-care-refund-for-repair"]`, "■■■■■■□ then tell Workshop More room",
		"assessments/2026-07-customer-care-room.md: Refunds for repairs above 150 EUR",
	}}},
	{"Where should leaders and team talk first, and where is it written?", "ask/audit/", []answer{{
		"data.teams[team.id=customer-care].suggestion.name", "talk",
		`[id="r:team-customer-care"] [data-label="Suggest"]`, "Talk first Less room in daily life: Wording of answers",
		"assessments/2026-07-customer-care-room.md: Wording of answers: after advice",
	}, {
		"data.teams[team.id=hire-desk].suggestion.name", "keep",
		`[id="r:team-hire-desk"] [data-label="Suggest"]`, "Keep Narrowed for now: Discounts that we give alone, from 30 to 20 %",
		"charters/hire-desk.md: narrower: Discounts",
	}}},
	{"What was promised for this quarter?", "ask/promises/2026-q3/", []answer{{
		"data.open[promise.id=bookings-ready].due.date", "2026-09-25",
		`[id="r:commitments/bookings-ready"]`, "Ten minutes to the road 25 September 2026",
		"commitments/bookings-ready.md: due: 2026-09-25",
	}}},
	{"What was moved, from which day and why?", "ask/promises/2026-q3/", []answer{{
		"data.open[0].moved[day.date=2026-07-24].reason", "the new locks came three weeks late",
		`[id="r:commitments/bookings-ready"] [data-label="Due"]`, "moved from 24 July 2026: the new locks came three weeks late",
		"commitments/bookings-ready.md: - 2026-07-24:",
	}}},
	{"What was kept?", "ask/promises/", []answer{{
		"data.ended[promise.id=answers-within-three-hours].state.name", "kept",
		`[id="r:commitments/answers-within-three-hours"] [data-label="What became of it"]`, "Kept",
		"commitments/answers-within-three-hours.md: outcome: kept",
	}}},
	{"What was missed, and which lesson followed?", "ask/promises/", []answer{{
		"data.ended[promise.id=yearly-fleet-check].state.name", "missed",
		`[id="r:commitments/yearly-fleet-check"] [data-label="What became of it"]`, "Missed",
		"commitments/yearly-fleet-check.md: outcome: missed",
	}, {
		"data.ended[promise.id=yearly-fleet-check].lessons[0].id", "2026-05-late-fleet-check",
		`[id="r:commitments/yearly-fleet-check"] [data-label="Lesson"]`, "The fleet check came two months late",
		"commitments/yearly-fleet-check.md: lesson: 2026-05-late-fleet-check",
	}}},
	{"What is on the agenda in June?", "ask/showcase/2026-06/", []answer{{
		"data.items[0].document.id", "2026-05-late-fleet-check",
		`.agenda li h2`, "The fleet check came two months late, and everybody had been busy",
		"lessons/2026-05-late-fleet-check.md: showcase: 2026-06",
	}}},
	{"Which lessons keep recurring, in which teams, and what did each lead to?", "ask/lessons/", []answer{{
		"data.patterns[pattern.id=unclear-owner].seen.n", "2",
		`[id="r:pattern-unclear-owner"] [data-label="Seen"]`, "2 times",
		"lessons/2026-07-child-seats.md: patterns: [unclear-owner]",
	}, {
		"data.patterns[pattern.id=hidden-step].teams[1].name", "Workshop",
		`[id="r:pattern-hidden-step"] [data-label="In teams"]`, "Hire desk Workshop",
		"lessons/2026-03-brake-pads-in-the-wrong-box.md: owner: workshop",
	}, {
		"data.patterns[pattern.id=unclear-owner].led-to[0].document.id", "workshop-checks-the-fleet",
		`[id="r:pattern-unclear-owner"] [data-label="Led to"]`, "The workshop owns the yearly check of the hire bikes, 15 June 2026",
		"lessons/2026-05-late-fleet-check.md: led-to:",
	}, {
		"data.patterns[pattern.id=unclear-owner].came-back.lessons[0].document.id", "2026-07-child-seats",
		`[id="r:pattern-unclear-owner"] [data-label="Led to"] p`, "Came back after something was decided Two families, one child seat",
		"decisions/workshop-checks-the-fleet.md: date: 2026-06-15",
	}}},
	{"What did we learn about hiring out bikes before I start?", "charters/hire-desk/", []answer{{
		"parts.glance.lessons[lesson.id=2026-05-late-fleet-check].date.date", "2026-05-18",
		`[id="r:lessons"] + ul`, "The fleet check came two months late, and everybody had been busy 18 May 2026",
		"lessons/2026-05-late-fleet-check.md: touches: [workshop, hire-desk, safe-to-ride] => touches: [workshop, safe-to-ride]",
	}}},
	{"What did we learn there, in one sentence each?", "ask/lessons/team/hire-desk/", []answer{{
		"data.lessons[lesson.id=2026-07-evening-returns].learned", "A box for keys made evening returns possible.",
		`[id="r:lessons/2026-07-evening-returns"] [data-label="What we learned"]`, "A box for keys made evening returns possible.",
		"lessons/2026-07-evening-returns.md: A box for keys made evening returns possible.",
	}}},
	{"Which standards does nobody meet?", "ask/standards/", []answer{{
		"data.met-by-nobody[0].name", "Written handover",
		`[id="r:unmet"] + ul`, "Written handover",
		"charters/customer-care.md: written-handover: not yet => written-handover: meets",
	}}},
	{"Which standards apply to my team, the workshop, and how do we stand?", "charters/workshop/", []answer{{
		"parts.glance.standards[standard.id=written-handover].state.name", "working",
		`[id="r:standards"] + ul`, "Written handover: Working on it by 1 December 2026",
		"charters/workshop.md: written-handover: working on it",
	}}},
	{"Which standards apply to my team, and how do we stand, beside the other teams?", "ask/standards/", []answer{{
		"data.standards[standard.id=safe-to-ride].teams[team.id=workshop].state.name", "meets",
		`[id="r:team-workshop"] [data-label="Safe to ride"]`, "Meets it",
		"charters/workshop.md: safe-to-ride: meets",
	}}},
	{"Which exemptions end in November?", "ask/standards/", []answer{{
		"data.exemptions[team.id=online-shop].by.date", "2026-11-27",
		`[id="r:exempt-online-shop-plain-words"] [data-label="Ends"]`, "27 November 2026",
		"decisions/used-bikes-wait.md: until: 2026-11-27",
	}}},
	{"Are promises kept without a moved date?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q2].promises-kept.n", "1",
		`[id="r:2026-q2"] [data-label="Promises kept without a moved date"]`, "1 of 2",
		"commitments/answers-within-three-hours.md: outcome: kept",
	}}},
	{"Do we try things out?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q2].experiments-begun.n", "1",
		`[id="r:2026-q2"] [data-label="Experiments begun"]`, "1",
		"experiments/evening-returns.md: starts: 2026-05-18 => starts: 2026-01-18",
	}}},
	{"How many days from a miss to its lesson?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q2].days-to-lesson.median-days", "21",
		`[id="r:2026-q2"] [data-label="From a miss to its lesson"]`, "21 days",
		"commitments/yearly-fleet-check.md: due: 2026-04-27",
	}}},
	{"How long from a question raised to its decision?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q1].decisions.median-days", "21",
		`[id="r:2026-q1"] [data-label="From raised to decided"]`, "21 days",
		"decisions/repair-limit.md: raised: 2026-01-19",
	}}},
	{"Are asks answered?", "ask/balance/", []answer{{
		"data.quarters[quarter=2026-Q3].asks-no-longer-open.n", "1",
		`[id="r:2026-q3"] [data-label="Asks no longer open"]`, "1 of 5",
		"lessons/2026-07-evening-returns.md: led-to: [evening-returns]",
	}}},
	{"May I lend a guest a helmet? What else do people ask?", "ask/questions/", []answer{{
		"data.questions[question=May I lend a guest a helmet for free?].answer", "Yes. You never need a reason for that.",
		`[id="r:charters/hire-desk:may-i-lend-a-guest-a-helmet-for-free"] [data-label="Answer"]`, "Yes. You never need a reason for that.",
		"charters/hire-desk.md: Yes. You never need a reason",
	}, {
		"data.questions[question=Can room be taken back?].kind", "page",
		`[id="r:how-we-share-the-wheel:can-room-be-taken-back"]`, "Page: How we share the wheel",
		"pages/how-we-share-the-wheel.md: ### Can room be taken back?",
	}}},
	{"Which support that was asked for has no answer yet, and from whom?", "ask/open-asks/", []answer{{
		"data.asks[what=Finance to say whether four more child seats fit into this year].of.name", "Finance",
		`[id="r:commitments/bookings-ready"] [data-label="Of whom"]`, "Finance",
		"commitments/bookings-ready.md: needs: Finance",
	}}},
	{"Which goals does this promise serve?", "ask/direction/", []answer{{
		"data.goals[goal.id=our-word].rows[from.id=bookings-ready].team.name", "Hire desk",
		`[id="r:goal:our-word"] + ul`, "Ten minutes to the road Commitment · Hire desk",
		"commitments/bookings-ready.md: serves: our-word",
	}}},
	{"Who works with whom in which mode, until when?", "ask/works-with/", []answer{{
		"data.groups[0].rows[mode=collaboration].until.date", "2026-11-27",
		`[id="r:online-shop:workshop"]`, "27 November 2026",
		"charters/online-shop.md: workshop: collaboration until 2026-11-27",
	}}},
	{"Where is it one-sided?", "ask/works-with/", []answer{{
		"data.groups[0].rows[how=shares the counter, so that we plan the shifts together].said.name", "both",
		`[id="r:customer-care:hire-desk"] [data-label="Said by"]`, "Both",
		"charters/customer-care.md: hire-desk: shares the counter",
	}}},
	{"How do you work, if I come to you?", "ask/how-we-work/", []answer{{
		"data.models[model.name=guided].teams[team.id=workshop].because", "The goals come from the yearly plan; how the day runs is ours.",
		`[id="r:guided"]`, "Workshop: The goals come from the yearly plan; how the day runs is ours.",
		"charters/workshop.md: autonomy-because:",
	}, {
		"data.room[direction.name=narrower].what", "Discounts that we give alone, from 30 to 20 %",
		`[id="r:hire-desk-2026-06-15"]`, "15 June 2026 Narrower Hire desk: Discounts that we give alone",
		"charters/hire-desk.md: narrower: Discounts",
	}, {
		"data.standards[standard.id=first-answer].summary",
		"Waiting without news is what customers complain about most. A first answer need not solve anything. It says that somebody has it.",
		`[id="r:standards"] + ul`, "First answer Waiting without news is what customers complain about most.",
		"standards/first-answer.md: Waiting without news is what customers complain",
	}, {
		"data.stories[document.id=evening-returns].result.name", "worked",
		`[id="r:stories"] + ul`, "Do guests return bikes in the evening if they can? Experiment Worked",
		"experiments/evening-returns.md: result: worked",
	}}},
	{"What needs a look by the calendar, and who keeps it?", "ask/due/", []answer{{
		"data.groups[team.id=online-shop].rows[document.id=plain-words].due.date", "2026-05-12",
		`[id="r:standards/plain-words:review"]`, "12 May 2026",
		"standards/plain-words.md: reviewed: 2025-05-12",
	}}},
	{"What needs a look because something happened?", "ask/due/", []answer{{
		"data.groups[team.id=customer-care].rows[document.id=customer-care].evidence[0].by.id", "2026-07-customer-care-room",
		`[id="r:charters/customer-care:review"]`, "“Room check, customer care” tells otherwise: Refunds for repairs, Wording of answers",
		"assessments/2026-07-customer-care-room.md: type: room-check",
	}}},
	{"What points at the standard on safe bikes: lessons, decisions, teams?", "standards/safe-to-ride/", []answer{{
		"parts.dossier.groups[field=touches].n", "2",
		`[id="r:by:touches"] + ul`, "The fleet check came two months late",
		"lessons/2026-05-late-fleet-check.md: touches:",
	}, {
		"parts.dossier.groups[field=changes].entries[0].from.id", "workshop-checks-the-fleet",
		`[id="r:by:changes"] + ul`, "The workshop owns the yearly check of the hire bikes",
		"decisions/workshop-checks-the-fleet.md: changes:",
	}, {
		"parts.dossier.adoption.teams[team.id=hire-desk].state.name", "meets",
		`[id="r:stands:hire-desk"]`, "Meets it",
		"charters/hire-desk.md: safe-to-ride: meets",
	}}},
	{"What names finance, which has no page?", "ask/about/finance/", []answer{{
		"data.groups[field=decides].n", "2",
		`[id="r:by:decides"] + ul`, "Spare parts above 500 EUR: together with Finance",
		"charters/workshop.md: Spare parts above 500 EUR",
	}}},
	{"What do our words mean?", "ask/words/", []answer{{
		"data.terms[term=Ready].meaning", "The customer can ride it home. Not: the work is done.",
		`[id="r:term-ready"] [data-label="Meaning"]`, "The customer can ride it home. Not: the work is done.",
		"pages/words-we-use.md: : The customer can ride it home.",
	}, {
		"data.topics[name.id=refunds].also[0]", "money back",
		`[id="r:topic-refunds"]`, "Refunds for repairs (also money back)",
		"org.yaml: refunds:",
	}}},
}
