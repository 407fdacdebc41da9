package picture

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// The pictures of an invented company that tests draw.

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

var lineWords = []LineItem{
	{Solid, false, "service"}, {Double, false, "collaboration"}, {Dotted, false, "facilitating"},
	{Solid, true, "service, one side says so"}, {Double, true, "collaboration, one side says so"}, {Dotted, true, "facilitating, one side says so"},
}

// company is a map of n teams in some areas and m edges; two teams have none.
func company(n, areas, m int) Map {
	names := []string{
		"Payments", "Checkout", "Search and browse", "Returns", "Pricing", "Support", "Customer success operations", "Trust and safety", "Community", "Service desk",
		"Platform", "Observability", "Developer tools", "Site reliability", "Data engineering", "Finance", "Billing", "Legal", "Procurement", "Treasury",
		"People operations", "Learning", "Hiring", "Workplace", "Internal communication",
	}
	about := []string{"refunds until 1 May 2027", "service", "shared on-call rota", "monthly close", "", "card fraud review"}
	places := []string{"Commerce", "Customer care", "Platform and reliability", "Money", "People"}
	p := Map{ID: "r:map", Title: "Who works with whom", Desc: "Teams by area. The table below says the same.", Alone: "Says nothing of others yet", Legend: lineWords}
	for i := range n {
		node := Node{ID: fmt.Sprint("team-", i), Words: names[i%len(names)], Href: fmt.Sprintf("../teams/%d/", i)}
		switch {
		case areas > len(places):
			node.Group = fmt.Sprint("Area ", i*areas/n)
		case areas > 0:
			node.Group = places[i*areas/n]
		}
		p.Nodes = append(p.Nodes, node)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for i := 0; len(p.Edges) < m; i++ {
		a, b := r.IntN(n), r.IntN(n)
		if areas > 0 && r.IntN(3) > 0 {
			b = min(n-1, a/5*5+r.IntN(5))
		}
		if a == b || (a-2)%11 == 0 || (b-2)%11 == 0 {
			continue
		}
		p.Edges = append(p.Edges, Edge{From: p.Nodes[a].ID, To: p.Nodes[b].ID, Style: Style(r.IntN(3)), OneSided: r.IntN(4) == 0, Words: about[i%len(about)]})
	}
	return p
}

// around is the map around one team.
func around(partners int) Map {
	m := company(partners+2, 0, 0)
	m.ID, m.Nodes[1].Focus = "r:around", true
	for i, n := range m.Nodes {
		if i != 1 && i != 3 {
			m.Edges = append(m.Edges, Edge{From: "team-1", To: n.ID, Style: Style(i % 3), Words: "service until 1 May 2027"})
		}
	}
	m.Edges = append(m.Edges, Edge{From: "team-0", To: "team-1", Style: Dotted, OneSided: true, Words: "monthly close of the books"})
	return m
}

func promises() Timeline {
	return Timeline{
		ID: "r:time", Title: "Room over time", Desc: "Four teams. The table below says the same.",
		From: date("2025-11-22"), To: date("2027-02-28"), Today: date("2026-11-22"), TodayWords: "22 November 2026",
		Month:  func(t time.Time) string { return t.Format("Jan 2006") },
		Legend: []LegendItem{{Up, "wider"}, {Down, "narrower"}, {Step, "moved"}, {Ring, "open"}, {Cross, "dropped"}, {Dot, "never there"}},
		Rows: []Row{
			{"Payments", "#payments", []Mark{
				{At: date("2026-02-10"), Shape: Up, Words: "wider: Refunds up to 500 EUR, 10 February 2026", Href: "#second"},
				{At: date("2026-02-01"), Shape: Up, Words: "wider: Refunds up to 200 EUR, 1 February 2026", Href: "#first"},
				{At: date("2026-02-12"), Until: date("2026-05-12"), Shape: Down, Words: "narrower: until 12 May 2026", Href: "#third"},
			}},
			{"Customer success operations, which has a long name that needs more than one line", "#care", []Mark{
				{At: date("2025-06-01"), Until: date("2026-03-01"), Shape: Step, Words: "moved, from before the picture", Href: "#before"},
				{At: date("2026-12-01"), Until: date("2027-12-01"), Shape: Ring, Words: "open until after the picture", Href: "#after"},
				{At: date("2024-01-01"), Shape: Cross, Words: "long ago", Href: "#gone"},
			}},
			{"Support", "", []Mark{{At: date("2026-08-01"), Shape: Cross, Words: "dropped on 1 August 2026"}}},
			{"Nothing yet", "#nothing", nil},
		},
	}
}

func patterns() Bars {
	return Bars{
		ID: "r:bars", Title: "What keeps coming back", Desc: "Three patterns in five years. The table below says the same.",
		Columns: []string{"2022", "2023", "2024", "2025", "2026"},
		Rows: []BarRow{
			{"Retries without a limit", "#retries", []int{0, 1, 3, 2, 5}, []string{"", "#a", "#b", "#c", "#d"}},
			{"Alerts that nobody reads because there are too many of them every day", "#alerts", []int{1, 0, 0, 1}, nil},
			{"Hand-overs", "", []int{12, 9, 4, 2, 1}, nil},
		},
	}
}

func refunds() Ladder {
	return Ladder{
		ID: "r:ladder", Title: "Refunds", Desc: "Five teams on seven rungs. The table below says the same.", UsualWords: "usual",
		Rungs: [7]string{"others decide", "others decide and explain", "others decide after hearing us", "together", "after advice", "then tell", "alone"},
		Rows: []LadderRow{
			{"Payments", "#payments", 6, "up to 500 EUR", true},
			{"Support", "#support", 6, "", true},
			{"Customer success operations", "#care", 3, "New team: narrower until the first three months are over and two people more have joined, which is in March at the latest; until then Support decides.", false},
			{"Studio", "#studio", 7, "refunds below 50 EUR", false},
			{"Legal", "", 0, "not clear", false},
		},
	}
}
