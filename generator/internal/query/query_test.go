package query

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/schema"
	"remit/generator/internal/search"
	"remit/generator/internal/source"
)

func modelOf(t testing.TB, files map[string]string, org *schema.Org) *model.Model {
	t.Helper()
	var list []*source.File
	for p, text := range files {
		list = append(list, source.NewFile(p, []byte(text)))
	}
	tree := source.NewTree(list, nil)
	o := &document.Options{Kinds: schema.BuiltIn(), Limits: schema.DefaultLimits(), Markdown: markdown.Options{Limits: schema.DefaultLimits(), RawHTML: true}}
	var docs []*document.Document
	for _, f := range tree.Files {
		docs = append(docs, document.Compile(f, o))
	}
	m := model.New().Replace(tree, docs, nil, docs)
	if org != nil {
		m.Org = org
	}
	return m
}

func charter(name string, lines ...string) string {
	return "---\n" + strings.Join(lines, "\n") + "\n---\n# " + name + "\n\nWe are here.\n"
}

var shop = map[string]string{
	"charters/support.md": charter("Support", "owns:", "  - Customer questions", "  - Help pages", "not-ours:", "  - Parcels lost on the way: warehouse",
		"decides:", "  - Refunds up to 500 EUR: alone", "  - Refunds from 1000 EUR: finance decides after hearing us", "  - Opening hours: together with warehouse and sales",
		"  - Tools up to 200 EUR a month: then tell finance", "  - Gifts 50 EUR: alone", "  - Prices: sales decides", "  - Colours: perhaps", "  - The logo: shop-lead decides and explains"),
	"charters/finance.md": charter("Finance", "owns: [Invoices, Help pages]", "decides:", "  - Refunds above 800 EUR: alone", "  - Tools up to 300 EUR a month: alone",
		"  - Supplier refunds: after advice from support", "  - Discounts up to 10 %: alone"),
	"charters/warehouse.md": charter("Warehouse", "owns: [Lost parcels]"),
	"charters/old.md":       charter("Old team", "status: retired", "decides: [\"Refunds up to 100 EUR: alone\", \"Flags: alone\"]"),
	"charters/draft.md":     charter("New team", "status: draft", "decides: [\"Banners: alone\"]"),
}

var shopOrg = &schema.Org{
	Teams:  []schema.OrgEntry{{ID: "sales", Name: "Sales"}},
	Roles:  []schema.OrgEntry{{ID: "shop-lead", Name: "Managing Director"}},
	Topics: []schema.OrgEntry{{ID: "refunds", Name: "Refunds", Aliases: []schema.Value{{Text: "money back"}}}},
}

// tell prints what a question gives: answers, then notes and what is near.
func tell(r Result) string {
	var b strings.Builder
	for _, a := range r.Answers {
		line := 0
		if a.Doc != nil {
			line = a.At.Span.Start.Line
		}
		fmt.Fprintf(&b, "%s [%s %s %d] %s\n", a.Sentence, a.Sort, a.Team, line, a.Why)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	if len(r.Near) > 0 {
		fmt.Fprintf(&b, "near: %s\n", strings.Join(r.Near, "; "))
	}
	if len(r.Might) > 0 {
		fmt.Fprintf(&b, "might: %s\n", strings.Join(r.Might, "; "))
	}
	return b.String()
}

func TestAsk(t *testing.T) {
	t.Parallel()
	x := New(modelOf(t, shop, shopOrg), More{})
	upTo500 := "Support decides refunds up to 500 EUR alone. [decision support 8] \n"
	gap := "Nobody’s charter decides refunds above 500 and up to 800 EUR. [nobody  0] \n"
	above800 := "Finance decides refunds above 800 EUR alone. [decision finance 4] \n"
	from1000 := "Finance decides refunds from 1000 EUR after hearing Support. [decision finance 9] \n"
	toolsOfBoth := "Support decides tools up to 200 EUR a month, then tells Finance. [decision support 11] Also claimed by Finance.\n" +
		"Finance decides tools up to 300 EUR a month alone. [decision finance 5] Also claimed by Support.\n"
	for question, want := range map[string]string{
		// Amounts, as intervals.
		"who decides refunds of 500 EUR exactly?":       upTo500,
		"who decides refunds up to 500 EUR":             upTo500,
		"who decides refunds of €499.50":                upTo500,
		"who decides refunds above 500 EUR?":            gap + above800 + from1000,
		"who decides refunds of 600 EUR":                gap + "might: Support; Finance\n",
		"who decides refunds of 800 EUR":                gap + "might: Support; Finance\n",
		"who decides refunds between 900 and 950 euros": above800,
		"who decides refunds of 5k EUR":                 above800 + from1000,
		"who decides refunds":                           upTo500 + gap + above800 + from1000,
		"who decides refunds of 300":                    upTo500 + "note: The question names no unit; it is read as EUR.\n",
		"who decides refunds of 300 USD":                "note: Limits here are in EUR; the question is in USD, and units are never compared.\nnear: Refunds; Supplier refunds\nmight: Support; Finance\n",
		"who decides refunds of 1.000 EUR":              upTo500 + gap + above800 + from1000 + "note: 1.000 can be read in two ways, so the answer is for all amounts.\n",
		"who decides discounts of 5":                    "note: Limits here are in %; the question is in no unit, and units are never compared.\nnear: Discounts\nmight: Finance\n",
		"who decides discounts of 11 percent":           "Nobody’s charter decides discounts above 10 %. [nobody  0] \nmight: Finance\n",
		"who decides tools of 250 EUR a month":          "Finance decides tools up to 300 EUR a month alone. [decision finance 5] Also claimed by Support.\n",

		// Other words for it.
		"who decides about money back of 100 EUR": upTo500,
		"refund limits up to 100 EUR":             upTo500,
		"who decides reffunds up to 100 EUR":      upTo500,
		"Wer entscheidet bis 100 Euro Refunds?":   upTo500,
		"refunding 100 EUR, who decides":          upTo500,

		// Who really decides.
		"who decides opening hours":    "Support decides opening hours together with Warehouse and Sales. [decision support 10] \n",
		"who decides prices":           "Sales decides prices for Support. [decision sales 13] \n",
		"who decides the logo":         "Managing Director decides the logo and explains it to Support. [decision shop-lead 15] \n",
		"who decides colours":          "The charter of Support says of colours: “perhaps”. [decision support 14] \n",
		"who decides gifts of 20 EUR":  "The charter of Support says of gifts 50 EUR: “alone”. [decision support 12] \n",
		"who decides supplier refunds": "Finance decides supplier refunds after advice from Support. [decision finance 6] \n",

		// What two claim.
		"who decides tools up to 100 EUR a month?": toolsOfBoth,
		"who owns the help pages": "Finance owns help pages. [area finance 2] Also claimed by Support.\n" +
			"Support owns help pages. [area support 4] Also claimed by Finance.\n",

		// Whose it is, and what a team may do.
		"whom do I ask about parcels?":                   "Warehouse owns lost parcels. [area warehouse 2] \n",
		"who looks after parcels lost on the way?":       "For parcels lost on the way, the charter of Support names Warehouse. [not-ours warehouse 6] \n",
		"what may support spend without asking":          "Support decides refunds up to 500 EUR alone. [decision support 8] \nSupport decides tools up to 200 EUR a month, then tells Finance. [decision support 11] Also claimed by Finance.\n",
		"may support buy tools for 100 EUR a month":      "Support decides tools up to 200 EUR a month, then tells Finance. [decision support 11] Also claimed by Finance.\n",
		"what does the managing director decide":         "Managing Director decides the logo and explains it to Support. [decision shop-lead 15] \n",
		"what does warehouse own":                        "Warehouse owns lost parcels. [area warehouse 2] \n",
		"may warehouse decide tools of 100 EUR a month?": toolsOfBoth + "note: The charter of Warehouse does not say so.\n",
		"who decides the logo without asking":            "Managing Director decides the logo and explains it to Support. [decision shop-lead 15] \nnote: No line lets anybody do so without asking.\n",
		"who decides invoices":                           "Finance owns invoices. [area finance 2] \nnote: No charter says who decides this; it says whose it is.\n",

		// What nobody says, and what does not hold today.
		"who decides elephants": "",
		"who decides flags":     "",
		"who decides banners":   "",
		"who decides":           "",
		"":                      "",
		"who decides opening windows in 14-day periods?": "near: Opening hours\nmight: Support\n",
	} {
		if got := tell(x.Ask(question)); got != want {
			t.Errorf("%s\ngot\n%swant\n%s", question, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"charters/support.md": shop["charters/support.md"],
		"shop/charter.md":     "# Shop charter\n\n## In scope\n\n- Price labels\n",
		"twice/README.md":     "# One\n", "twice.md": "# Two\n",
	}
	x := New(modelOf(t, files, nil), More{})
	for question, want := range map[string]string{
		"who decides refunds of 1 EUR": "charters/support/#r:decides-1",
		"who owns help pages":          "charters/support/#r:owns-2",
		"who owns parcels":             "charters/support/#r:not-ours-1",
		"who owns price labels":        "shop/charter/#in-scope",
	} {
		r := x.Ask(question)
		if len(r.Answers) == 0 || r.Answers[0].Address != want {
			t.Errorf("%s: %s, want %s", question, tell(r), want)
		}
	}
}

func TestNothingThere(t *testing.T) {
	t.Parallel()
	x := New(modelOf(t, map[string]string{"README.md": "# Home\n", "charters/draft.md": shop["charters/draft.md"]}, nil), More{})
	if r := x.Ask("who decides banners"); !x.Empty() || r.Answered() || len(r.Near) > 0 || x.Files() != nil {
		t.Errorf("empty %v, %s", x.Empty(), tell(r))
	}
}

// TestCut has more teams than fit into one file, and wants each word whole in
// one of them and no file much larger than it may be.
func TestCut(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for i := range 900 {
		word := func(n int) string {
			return string(rune('a'+n%26)) + string(rune('a'+n/26%26)) + "rm" + string(rune('a'+n/7%26)) + "l"
		}
		files[fmt.Sprintf("charters/t%d.md", i)] = charter("Team "+word(i*31), "decides:", "  - "+word(i)+" "+word(i*17+3)+" up to 500 EUR: alone")
	}
	x := New(modelOf(t, files, nil), More{})
	var r root
	parts := map[string][]byte{}
	for _, f := range x.Files() {
		body := f.Body
		if strings.HasSuffix(f.Path, ".bin") {
			body = unpacked(t, f)
		}
		if strings.HasPrefix(f.Path, "search/a/") && len(body) > maxFile && !strings.HasPrefix(string(body), `[["team",`) { // all of them have that word
			t.Errorf("%s has %d bytes", f.Path, len(body))
		}
		parts[strings.TrimPrefix(f.Path, "search/")] = body
	}
	if err := json.Unmarshal(parts["answers.bin"], &r); err != nil || len(r.Words) < 2 || len(r.Rows) < 2 || len(r.Back) < 2 {
		t.Fatalf("%v, %d, %d and %d parts", err, len(r.Words), len(r.Back), len(r.Rows))
	}
	found := map[string]bool{}
	for i, p := range r.Words {
		var words []packedWord
		if err := json.Unmarshal(parts[p.File], &words); err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			for e := range strings.SplitSeq(w[1].(string), " ") {
				form := w[0].(string) + e
				if form < p.From.(string) || i+1 < len(r.Words) && form >= r.Words[i+1].From.(string) {
					t.Errorf("%s stands in the part from %s", form, p.From)
				}
				found[form] = true
			}
		}
	}
	back := 0
	for _, p := range r.Back {
		var forms string
		if err := json.Unmarshal(parts[p.File], &forms); err != nil {
			t.Fatal(err)
		}
		for f := range strings.SplitSeq(forms, " ") {
			if f < p.From.(string) {
				t.Errorf("%s stands in the part from %s", f, p.From)
			}
			back++
		}
	}
	if len(found) != len(x.forms) || back != len(x.forms) {
		t.Errorf("%d and %d of %d forms", len(found), back, len(x.forms))
	}
}

// unpacked is what a file holds.
func unpacked(t *testing.T, f search.File) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(f.Body))
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	return body
}

// TestStable wants the same bytes of the same charters.
func TestStable(t *testing.T) {
	t.Parallel()
	a, b := New(modelOf(t, shop, shopOrg), More{}).Files(), New(modelOf(t, shop, shopOrg), More{}).Files()
	for i := range a {
		if a[i].Path != b[i].Path || !slices.Equal(a[i].Body, b[i].Body) {
			t.Errorf("%s differs", a[i].Path)
		}
	}
}

func TestInflected(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"refunds": "refund refunded refunding", "hiring": "hire hires hired", "policy": "policies", "tax": "taxes taxed taxing", "größe": "", "it": "",
	} {
		got := inflected([]string{word})
		for w := range strings.FieldsSeq(want) {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %q lacks %s", word, got, w)
			}
		}
		if want == "" && len(got) > 0 {
			t.Errorf("%s: %q", word, got)
		}
	}
}

// FuzzAsk wants an end to every question, and each answer once.
func FuzzAsk(f *testing.F) {
	for _, q := range []string{"who decides refunds above 500 EUR", "€ 5 k - 10k/month?", "between and 5", "may may may support", "größer als 1.000,5 %", "300\u00a0000 EUR", "\xff\x00"} {
		f.Add(q)
	}
	x := New(modelOf(f, shop, shopOrg), More{})
	f.Fuzz(func(t *testing.T, question string) {
		r := x.Ask(question)
		seen := map[string]bool{}
		for _, a := range r.Answers {
			key := a.Sentence + a.Address
			if seen[key] {
				t.Errorf("%q: twice %s", question, key)
			}
			seen[key] = true
		}
	})
}

func BenchmarkAsk(b *testing.B) {
	x := New(modelOf(b, shop, shopOrg), More{})
	for b.Loop() {
		x.Ask("who decides refunds above 500 EUR?")
	}
}
