package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// handbook is a small site with what search has to cope with.
var handbook = []Page{
	{URL: "", Title: "Northwind handbook", Kind: "page", Sections: []Section{{Text: "Start here. Charters say who decides."}}},
	{URL: "charters/", Title: "Charters", Kind: "page", Sections: []Section{{Text: "All charters of all teams."}}},
	{URL: "charters/support/", Title: "Support charter", Kind: "charter", Tags: []string{"Front line", "care"}, Incoming: 4, Sections: []Section{
		{Text: "The support desk answers customers."},
		{Anchor: "refund-limits", Heading: "Refund limits", Text: "A desk lead approves refunds above 500 euro. " + strings.Repeat("More about other things. ", 20) + "The refund policy is reviewed every spring; limits rise with prices."},
		{Anchor: "out-of-scope", Heading: "Out of scope", Text: "Sales and procurement."},
	}},
	{URL: "charters/data-platform/", Title: "Data platform charter", Kind: "charter", Tags: []string{"care"}, Sections: []Section{
		{Text: "Runs the warehouse and its pipelines."},
		{Anchor: "state-of-the-art", Heading: "State of the art", Text: "We deprecate pipelines slowly."},
	}},
	{URL: "lessons/refunds-doubled/", Title: "Refunds paid twice", Kind: "lesson", Tags: []string{"front line"}, Sections: []Section{
		{Text: "A retry paid some customers twice."},
		{Anchor: "what-we-changed", Heading: "What we changed", Text: "Limits are checked before each retry; idempotency keys are kept."},
	}},
	{URL: "zh/tuikuan/", Title: "退款政策", Kind: "page", Sections: []Section{
		{Text: "说明文字。"},
		{Anchor: "决定", Heading: "谁决定退款上限", Text: "客服组长可以批准五百欧元以上的退款。"},
	}},
	{URL: "de/urlaub/", Title: "Urlaubsregelung für Straßenmeister", Kind: "page", Sections: []Section{{Text: "<img src=x onerror=alert(1)> Überstunden gelten."}}},
}

// large is a site of many shards, for all tests that need one.
var large = sync.OnceValues(func() ([]Page, []File) {
	pages := corpus(8, 250, 2500)
	pages = append(pages, Page{URL: "z/", Title: "in ins inning tie ties tying 𠮷野家 \ue000x ｆｕｌｌ zzz"})
	return pages, New(entriesOf(pages), false).Files()
})

func largeSite(t *testing.T) (pages []Page, dir string) {
	t.Helper()
	pages, files := large()
	dir = t.TempDir()
	writeFiles(t, dir, files)
	return pages, dir
}

func TestSearch(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		call  call
		first string // URL and anchor of the first result
		how   string // of the last word, "" for any
	}{
		{"title", call{Query: "data platform charter"}, "charters/data-platform/#", "exact"},
		{"title, capitals and accents", call{Query: "STRASSENMEISTER"}, "de/urlaub/#", "exact"},
		{"umlaut", call{Query: "Uberstunden"}, "de/urlaub/#", "exact"},
		{"heading", call{Query: "refund limits"}, "charters/support/#refund-limits", "exact"},
		{"heading with small words", call{Query: "state of the art"}, "charters/data-platform/#state-of-the-art", "exact"},
		{"text", call{Query: "idempotency"}, "lessons/refunds-doubled/#what-we-changed", "exact"},
		{"text, several words", call{Query: "retry paid customers"}, "lessons/refunds-doubled/#", "exact"},
		{"one letter wrong", call{Query: "idenpotency "}, "lessons/refunds-doubled/#what-we-changed", "spelling"},
		{"two letters swapped", call{Query: "wraehouse "}, "charters/data-platform/#", "spelling"},
		{"first letter wrong", call{Query: "pefund limits"}, "charters/support/#refund-limits", "exact"},
		{"two letters wrong", call{Query: "procuremant5 "}, "charters/support/#out-of-scope", "spelling"},
		{"being typed", call{Query: "refund lim"}, "charters/support/#refund-limits", "prefix"},
		{"typed to its end", call{Query: "deprec"}, "charters/data-platform/#state-of-the-art", "prefix"},
		{"another form that the site has", call{Query: "refunding limits"}, "charters/support/#refund-limits", "exact"},
		{"another form", call{Query: "deprecation "}, "charters/data-platform/#state-of-the-art", "form"},
		{"page of a folder", call{Query: "charters"}, "charters/#", "exact"},
		{"name of the file", call{Query: "refunds doubled"}, "lessons/refunds-doubled/#", "exact"},
		{"tag", call{Query: "front line"}, "charters/support/#", "exact"},
		{"a word that nobody wrote", call{Query: "warehouse xylophone"}, "charters/data-platform/#", ""},
		{"filter in the query", call{Query: "refund kind:lesson"}, "lessons/refunds-doubled/#", "exact"},
		{"filter beside it", call{Query: "refund", Filters: map[string][]string{"kind": {"lesson"}}}, "lessons/refunds-doubled/#", ""},
		{"filter left empty", call{Query: "refund limits", Filters: map[string][]string{"kind": {""}}}, "charters/support/#refund-limits", "exact"},
		{"filter of two words", call{Query: `refunds tag:"Front Line" kind:charter`}, "charters/support/#refund-limits", "exact"},
		{"filter alone", call{Query: "kind:lesson"}, "lessons/refunds-doubled/#", ""},
		{"without a word", call{Query: "charter -folder -support"}, "charters/#", ""},
		{"without a kind", call{Query: "refund -kind:charter"}, "lessons/refunds-doubled/#", "exact"},
		{"phrase", call{Query: `"paid some customers"`}, "lessons/refunds-doubled/#", "exact"},
		{"phrase in another order", call{Query: `"customers some paid"`}, "", ""},
		{"phrase over small words", call{Query: `"of the art"`}, "charters/data-platform/#state-of-the-art", ""},
		{"open quote", call{Query: `"paid twice`}, "lessons/refunds-doubled/#", ""},
		{"small words only", call{Query: "what we"}, "lessons/refunds-doubled/#what-we-changed", ""},
		{"nothing", call{Query: " -\" ' \u0000"}, "", ""},
		{"one character of Chinese", call{Query: "退"}, "zh/tuikuan/#决定", "prefix"},
		{"Chinese text", call{Query: "组长"}, "zh/tuikuan/#决定", "exact"},
	}
	site := buildSite(t, handbook)
	var calls []call
	for _, c := range cases {
		calls = append(calls, c.call)
	}
	for i, a := range searchAll(t, site, calls) {
		t.Run(cases[i].name, func(t *testing.T) {
			first, how := "", ""
			if len(a.Results) > 0 {
				first = a.Results[0].URL + "#" + a.Results[0].Anchor
			}
			if n := len(a.Terms); n > 0 {
				how = a.Terms[n-1].How
			}
			if first != cases[i].first || cases[i].how != "" && how != cases[i].how {
				t.Errorf("search(%q) gives %q by %q, want %q by %q; all: %s", cases[i].call.Query, first, how, cases[i].first, cases[i].how, a.urls())
			}
			if a.Error != "" || a.Lost > 0 {
				t.Errorf("search(%q) says %q, %d lost", cases[i].call.Query, a.Error, a.Lost)
			}
		})
	}
}

func TestResult(t *testing.T) {
	t.Parallel()
	a := searchAll(t, buildSite(t, handbook), []call{{Query: "refund policy reviewed"}, {Query: "img onerror"}})
	r := a[0].Results[0]
	if r.Title != "Support charter" || r.Heading != "Refund limits" || r.Kind != "charter" || !slices.Equal(r.Tags, []string{"Front line", "care"}) {
		t.Errorf("first result is %+v", r)
	}
	text := utf16.Encode([]rune(r.Snippet))
	var marked []string
	for _, m := range r.Marks {
		marked = append(marked, string(utf16.Decode(text[m[0]:m[1]])))
	}
	if want := []string{"refund", "policy", "reviewed"}; !slices.Equal(marked, want) {
		t.Errorf("marks %v of %q are %q, want %q", r.Marks, r.Snippet, marked, want)
	}
	if got := a[1].Results[0].Snippet; !strings.HasPrefix(got, "<img src=x onerror=alert(1)>") {
		t.Errorf("hostile text is to arrive as it is, to be set as text; got %q", got)
	}
}

// TestEveryPartOfAChineseHeading asks for each run of two or more characters.
// TestEveryPartOfAHeading: in scripts that put no space between words, two
// neighbours find the heading, and one character does.
func TestEveryPartOfAHeading(t *testing.T) {
	t.Parallel()
	headings := []string{
		"退款政策", "谁决定退款上限", "GPU集群v2扩容方案", "决策权与职责分工", "決裁権限の基準とデータベース運用ルール", "Webサイトの公開フロー", "𠮷野家の例",
		"팀 헌장과 결정권자를 정하는 방법", "นโยบายการคืนเงินสำหรับลูกค้า", "ນະໂຍບາຍການຄືນເງິນ", "គោលនយោបាយសងប្រាក់វិញ", "ပြန်အမ်းငွေမူဝါဒ",
	}
	var pages []Page
	var calls []call
	var urls []string
	for i, h := range headings {
		p := Page{URL: fmt.Sprintf("%02d/", i), Title: "Page", Sections: []Section{{Text: "..."}, {Anchor: "h", Heading: h, Text: "..."}}}
		pages = append(pages, p)
		r := []rune(h)
		for from := range r {
			for to := from + 1; to <= len(r); to++ {
				part := string(r[from:to])
				if strings.ContainsFunc(part, func(r rune) bool { return classOf(r) == pairs }) {
					calls, urls = append(calls, call{Query: part, Limit: len(headings)}), append(urls, p.URL)
				}
			}
		}
	}
	first := 0
	for i, a := range searchAll(t, buildSite(t, pages), calls) {
		if !slices.Contains(strings.Fields(a.urls()), urls[i]) {
			t.Errorf("search(%q) gives %q, want %q among it", calls[i].Query, a.urls(), urls[i])
		}
		if strings.HasPrefix(a.urls(), urls[i]) {
			first++
		}
	}
	if first*100 < len(calls)*95 {
		t.Errorf("%d of %d parts find their heading first", first, len(calls))
	}
}

// TestEveryWordIsFound looks up all words of a site of many files: none may
// fall between two.
func TestEveryWordIsFound(t *testing.T) {
	t.Parallel()
	pages, site := largeSite(t)
	seen := map[string]bool{}
	var calls []call
	for _, e := range entriesOf(pages) {
		_, r := readTerms(e.Terms)
		for r.next() {
			if w := string(r.text); !seen[w] {
				seen[w] = true
				calls = append(calls, call{Query: w + " ", Limit: 1})
			}
		}
	}
	slices.SortFunc(calls, func(a, b call) int { return cmpString(a.Query, b.Query) })
	bad := 0
	for i, a := range searchAll(t, site, calls) {
		if len(a.Terms) != 1 || a.Terms[0].How != "exact" || len(a.Results) == 0 || a.Lost > 0 {
			if bad++; bad < 10 {
				t.Errorf("search(%q) gives %+v", calls[i].Query, a)
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d words are not found", bad, len(calls))
	}
}

// slip changes one letter of the longest word.
func slip(r *rand.Rand, s string) string {
	words := strings.Fields(s)
	long := slices.IndexFunc(words, func(w string) bool {
		return !slices.ContainsFunc(words, func(o string) bool { return len(o) > len(w) })
	})
	w := []byte(words[long])
	i := 1 + r.IntN(len(w)-2)
	switch r.IntN(4) {
	case 0:
		w[i] = 'q'
	case 1:
		w[i], w[i+1] = w[i+1], w[i]
	case 2:
		w = slices.Delete(w, i, i+1)
	case 3:
		w = slices.Insert(w, i, 'x')
	}
	words[long] = string(w)
	return strings.Join(words, " ")
}

// TestSameQuerySameAnswer asks in two orders and with new engines.
func TestSameQuerySameAnswer(t *testing.T) {
	t.Parallel()
	pages, site := largeSite(t)
	var calls []call
	for i := range 60 {
		h := pages[i*4].Sections[1].Heading
		calls = append(calls, call{Query: []string{h, h[:3], h[:len(h)-1], "q" + h + " "}[i%4]})
	}
	one := searchAll(t, site, calls)
	back := slices.Clone(calls)
	slices.Reverse(back)
	two := searchAll(t, site, back)
	for i := range calls {
		calls[i].Fresh = true
	}
	for i, fresh := range searchAll(t, site, calls) {
		for _, other := range []answer{one[i], two[len(two)-1-i]} {
			other.Requests, fresh.Requests = nil, nil
			if got, want := fmt.Sprintf("%+v", other), fmt.Sprintf("%+v", fresh); got != want {
				t.Errorf("search(%q) depends on what was searched before:\n%s\n%s", calls[i].Query, got, want)
			}
		}
	}
}

func TestMissingParts(t *testing.T) {
	t.Parallel()
	pages, site := largeSite(t)
	q := pages[7].Sections[1].Heading + " "
	for _, how := range []string{"missing", "html"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			whole := searchAll(t, site, []call{{Query: q}})[0]
			term := whole.Requests[slices.IndexFunc(whole.Requests, func(s string) bool { return strings.HasPrefix(s, "t/") })]
			all := searchAll(t, site, []call{
				{Query: q, Serve: map[string]any{term: how}},
				{Query: q},
				{Query: q, Serve: map[string]any{"^nothing": how}},
				{Query: q, Fresh: true, Serve: map[string]any{"^p/": how}},
				{Query: q, Fresh: true, Serve: map[string]any{"^t/": how}},
				{Query: "kind:lesson " + q},
				{Query: q, Fresh: true, Serve: map[string]any{"^manifest": how}},
			})
			if a := all[0]; a.Lost == 0 || len(a.Results) == 0 || a.Error != "" {
				t.Errorf("without %s: %d lost, results %q, error %q; want the rest, and some lost", term, a.Lost, a.urls(), a.Error)
			}
			if n := strings.Count(strings.Join(all[0].Requests, " "), "manifest"); n != 2 {
				t.Errorf("the manifest was read %d times, want twice: to open and after the first miss", n)
			}
			if n := strings.Count(strings.Join(all[1].Requests, " "), "manifest"); n != 0 {
				t.Errorf("the manifest was read %d times after the second miss, want none", n)
			}
			if a := all[2]; a.Lost > 0 || a.urls() != whole.urls() {
				t.Errorf("when the file is there again: %d lost, results %q, want %q", a.Lost, a.urls(), whole.urls())
			}
			for i, a := range all[3:6] {
				if a.Lost == 0 || a.Error != "" || len(a.Results) != 0 {
					t.Errorf("call %d: %d lost, results %q, error %q; want some lost", i+3, a.Lost, a.urls(), a.Error)
				}
			}
			if all[6].Error == "" {
				t.Error("open without a manifest does not reject")
			}
		})
	}
}

// TestHostThatDecodes serves files that the host has decoded already.
func TestHostThatDecodes(t *testing.T) {
	t.Parallel()
	a := searchAll(t, buildSite(t, handbook), []call{{Query: "refund limits", Serve: map[string]any{"": "decoded"}}})[0]
	if a.Lost > 0 || len(a.Results) == 0 || a.Results[0].URL != "charters/support/" {
		t.Errorf("results %q, %d lost, error %q", a.urls(), a.Lost, a.Error)
	}
}

// TestRedeployedSite changes the site under an engine that is in use.
func TestRedeployedSite(t *testing.T) {
	t.Parallel()
	pages, old := largeSite(t)
	newer := slices.Insert(slices.Clone(pages), 0, Page{URL: "a/", Title: "Brand new page", Kind: "page", Sections: []Section{{Text: "about zebras"}}})
	q, found := onlyHeading(pages[20:])
	all := searchAll(t, old, []call{
		{Query: pages[200].Title + " "},
		{Query: q, Site: buildSite(t, newer)},
		{Query: "brand new zebras"},
	})
	if a := all[1]; len(a.Results) == 0 || a.Results[0].URL != found || a.Lost > 0 {
		t.Errorf("search(%q) gives %q, %d lost; want %q", q, a.urls(), a.Lost, found)
	}
	if a := all[2]; len(a.Results) == 0 || a.Results[0].URL != "a/" || a.Lost > 0 {
		t.Errorf("the new page is not found: %q, %d lost", a.urls(), a.Lost)
	}
}

// TestDamagedFiles changes one bit of the decoded files at many places. The
// engine may find less, but it ends and does not throw.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 13))
	var calls []call
	for range 200 {
		part := []string{"^t/", "^h/", "^p/", "^manifest"}[r.IntN(4)]
		calls = append(calls, call{Query: []string{"refund limits", "refnud tag:care", "退款", "char", `"paid twice"`}[r.IntN(5)], Fresh: true, Serve: map[string]any{part: r.IntN(1 << 16)}})
	}
	for i, a := range searchAll(t, buildSite(t, handbook), calls) {
		opening := strings.Contains(fmt.Sprint(calls[i].Serve), "manifest")
		if a.Error != "" && !opening {
			t.Errorf("%+v: %s", calls[i], a.Error)
		}
	}
}

// TestPhraseBehindTheCut asks for a phrase that stands where a record's text
// has ended.
func TestPhraseBehindTheCut(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Nothing of note was said that day. ", maxText/30)
	pages := []Page{
		{URL: "apart/", Title: "Apart", Sections: []Section{{Text: long + "a heron and then a blue boat"}, {Text: "short"}}},
		{URL: "beside/", Title: "Beside", Sections: []Section{{Text: long + "the blue heron"}, {Text: "short"}}},
	}
	for i, a := range searchAll(t, buildSite(t, pages), []call{{Query: `"blue heron"`}, {Query: `"blue crane"`}}) {
		if want := []string{"beside/", ""}[i]; a.urls() != want {
			t.Errorf("search %d finds %q, want %q", i, a.urls(), want)
		}
	}
}

// TestShare cuts texts so that each keeps something.
func TestShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lengths []int
		n, want int
	}{{nil, 10, 0}, {[]int{3, 4}, 10, 7}, {[]int{3, 4}, 7, 7}, {[]int{3, 9}, 10, 10}, {[]int{9, 2, 9, 9}, 20, 20}, {[]int{9, 9, 9}, 1, 0}} {
		var texts []string
		for _, l := range c.lengths {
			texts = append(texts, strings.Repeat("ü", l))
		}
		most, kept := share(texts, c.n), 0
		for _, x := range texts {
			kept += utf8.RuneCountInString(strings.TrimSuffix(cutText(x, most), "…"))
		}
		if kept != c.want {
			t.Errorf("of texts of %v characters %d are kept, want %d", c.lengths, kept, c.want)
		}
	}
}
