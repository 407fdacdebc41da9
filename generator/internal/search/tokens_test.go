package search

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "rewrite testdata/tokens.json from what Go makes")

var tokenCases = []struct {
	name, in string
	want     []string
}{
	{"nothing", "", nil},
	{"punctuation", "  — … !?", nil},
	{"words", "Refund limits, 2026", []string{"refund", "limits", "2026"}},
	{"hyphens and underscores", "on-call snake_case a/b", []string{"on", "call", "snake", "case", "a", "b"}},
	{"camelCase", "kubeProxy KubeDNS v1Beta", []string{"kube", "proxy", "kube", "dns", "v1beta"}},
	{"camelCase with accents", "éÉtat", []string{"e", "etat"}},
	{"apostrophes", "team's don't we’ll O'Brien 'quoted' rock'n'roll", []string{"teams", "dont", "well", "o", "brien", "quoted", "rock", "n", "roll"}},
	{"apostrophe at the end", "teams' it's", []string{"teams", "its"}},
	{"accents", "Café naïve Ångström e\u0301te\u0301", []string{"cafe", "naive", "angstrom", "ete"}},
	{"letters without accents", "Straße Øre Łódź œuvre Þór", []string{"strasse", "ore", "lodz", "oeuvre", "thor"}},
	{"Turkish i", "İstanbul ılık", []string{"istanbul", "ilik"}},
	{"Greek", "Ὀδυσσεύς ΟΔΟΣ", []string{"οδυσσευσ", "οδοσ"}},
	{"Cyrillic", "Йога ещё", []string{"иога", "еще"}},
	{"Hebrew and Arabic points", "שָׁלוֹם مُحَمَّد", []string{"שלום", "محمد"}},
	{"widths and ligatures", "ＡＢＣ ﬁle ½ ①", []string{"abc", "file", "1", "2", "1"}},
	{"soft hyphen and joiners", "de\u00adcision a\u200bb zero\u200dwidth", []string{"decision", "ab", "zerowidth"}},
	{"emoji", "ship it ⚠️ 🚀 now", []string{"ship", "it", "now"}},
	{"Han", "退款政策", []string{"退款", "款政", "政策"}},
	{"one Han", "第 一", []string{"第", "一"}},
	{"Han beside Latin", "GPU集群v2", []string{"gpu", "集群", "v2"}},
	{"kana", "データベース がぎ", []string{"デー", "ータ", "タベ", "ベー", "ース", "がぎ"}},
	{"half-width kana", "ﾃﾞｰﾀ", []string{"デー", "ータ"}},
	{"Hangul", "결정권자", []string{"결정", "정권", "권자"}},
	{"Hangul, decomposed", "\u1100\u1167\u11af\u110c\u1165\u11bc", []string{"결정"}},
	{"Thai", "ที่นี่", []string{"ที", "ี่", "่น", "นี", "ี่"}},
	{"Devanagari keeps its marks", "हिन्दी", []string{"हिन्दी"}},
	{"astral", "𝒜𝒷𝒸 𠮷野家", []string{"abc", "𠮷野", "野家"}},
	{"Han of later Unicodes", "甲\U000323B0\U0003FFFD\U00033333乙", []string{"甲\U000323B0", "\U000323B0\U0003FFFD", "\U0003FFFD\U00033333", "\U00033333乙"}},
	{"Japanese, mixed", "Webサイトの公開フローv2・人々", []string{"web", "サイ", "イト", "トの", "の公", "公開", "開フ", "フロ", "ロー", "v2", "人々"}},
	{"Korean, with endings and spaces", "팀 헌장을 정한다", []string{"팀", "헌장", "장을", "정한", "한다"}},
	{"half-width Hangul", "ﾡﾢ", []string{"ᄀᄁ"}},
	{"Lao, Khmer, Burmese", "ສະບາຍ ច្បាប់ မူဝါဒ", []string{"ສະ", "ະບ", "ບາ", "າຍ", "ច្", "្ប", "បា", "ាប", "ប់", "မူ", "ူဝ", "ဝါ", "ါဒ"}},
	{"breaks of Khmer that show nothing", "ច្បាប់\u200bថ្មី", []string{"ច្", "្ប", "បា", "ាប", "ប់", "់ថ", "ថ្", "្ម", "មី"}},
	{"Thai am", "คำ", []string{"คํ", "ํา"}},
	{"Tamil and Bengali", "தமிழ் বাংলা", []string{"தமிழ்", "বাংলা"}},
	{"Vietnamese", "Quyết định của đội", []string{"quyet", "dinh", "cua", "doi"}},
	{"German", "ÜBERGRÖSSE Übergröße Maß ẞ", []string{"ubergrosse", "ubergrosse", "mass", "ss"}},
	{"camelCase with umlauts", "teamÜbersicht", []string{"team", "ubersicht"}},
	{"Arabic of other shapes", "ﻣﺤﻤﺪ قـرار", []string{"محمد", "قرار"}},
	{"digits of other scripts", "١٢٣ ४५ ²", []string{"١٢٣", "४५", "2"}},
	{"emoji of several characters", "a👩‍💻b 🇩🇪 👍🏽x 1️⃣ ❤️", []string{"a", "b", "x", "1"}},
	{"marks alone", "\u0301 a \u0301b ้", []string{"a", "b", "้"}},
	{"apostrophes beside Han", "团队's team’S", []string{"团队", "s", "teams"}},
	{"dashes and quotes", "“team’s” a–b c…d e\u2011f", []string{"teams", "a", "b", "c", "d", "e", "f"}},
	{"long, of two bytes", strings.Repeat("я", 45), []string{strings.Repeat("я", 40)}},
	{"long, of four bytes", strings.Repeat("𐐨", 45), []string{strings.Repeat("𐐨", 40)}},
	{"very long", strings.Repeat("ab", 40), []string{strings.Repeat("ab", 20)}},
	{"not UTF-8", "a\xffb", []string{"a", "b"}},
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, c := range tokenCases {
		t.Run(c.name, func(t *testing.T) {
			if got := Tokens(c.in); !slices.Equal(got, c.want) {
				t.Errorf("Tokens(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// TestTokensInNode runs search.js over the conformance file and over every
// letter, digit and mark, alone and among others.
func TestTokensInNode(t *testing.T) {
	t.Parallel()
	type conformance struct {
		Text   string
		Tokens []string
	}
	var cases []conformance
	for _, c := range tokenCases {
		if utf8.ValidString(c.in) {
			cases = append(cases, conformance{c.in, Tokens(c.in)})
		}
	}
	const name = "testdata/tokens.json"
	want, err := json.MarshalIndent(cases, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(name, append(want, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(got)) != string(want) {
		t.Errorf("%s is not what Go makes; run go test -update and read the difference", name)
	}
	var in []string
	for _, c := range cases {
		in = append(in, c.Text)
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		switch alike := unicode.In(r, unicode.Han, unicode.Co) || r >= 0x20000; {
		case alike && r%32 != 0, unicode.Is(unicode.Cs, r), unicode.Is(unicode.Cn, r) && r < 0x20000:
		case r == 'ʕ' || r == 'ˤ': // Unicode 16 no longer calls it a small letter
		case unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.P, unicode.S, unicode.Z, unicode.C):
			in = append(in, string(r)+" a"+string(r)+"B'"+string(r)+" 款"+string(r))
		}
	}
	var out [][]string
	inNode(t, map[string]any{"tokens": in}, &out)
	bad := 0
	for i, s := range in {
		if want := Tokens(s); !slices.Equal(out[i], want) {
			if bad++; bad < 20 {
				t.Errorf("tokens(%q) = %q in node, %q in Go", s, out[i], want)
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d texts differ", bad, len(in))
	}
}

// TestStopWords: a site goes without the small words of its languages, and the
// reader is told which they are.
func TestStopWords(t *testing.T) {
	t.Parallel()
	for w := range stopsInGerman {
		if all := Tokens(w); len(all) != 1 || all[0] != w {
			t.Errorf("%q is no word as words are compared", w)
		}
	}
	sites := map[string]string{}
	for _, lang := range []string{"de-AT", "en"} {
		sites[lang] = buildSite(t, []Page{
			{URL: "a/", Lang: lang, Title: "Wer die Freigabe hat"},
			{URL: "b/", Lang: lang, Title: "Die Urlaubsplanung und der Rest", Sections: []Section{{Text: "die und der"}}},
		})
	}
	calls := []call{
		{Query: "wer hat die Freigabe"}, {Query: "die und der "}, {Query: `"die Freigabe"`},
		{Query: "wer hat die Freigabe", Site: sites["en"], Fresh: true},
	}
	want := []string{"freigabe", "die und der", "die freigabe", "wer hat die freigabe"}
	for i, a := range searchAll(t, sites["de-AT"], calls) {
		var words []string
		for _, term := range a.Terms {
			words = append(words, term.Word)
		}
		if got := strings.Join(words, " "); got != want[i] {
			t.Errorf("%q looks for %q, want %q", calls[i].Query, got, want[i])
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, c := range tokenCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range Tokens(s) {
			if w == "" || !utf8.ValidString(w) || utf8.RuneCountInString(w) > maxWord {
				t.Fatalf("Tokens(%q) has %q", s, w)
			}
			if again := Tokens(w); len(again) != 1 || again[0] != w {
				t.Fatalf("Tokens(%q) = %q: a word is to stay as it is", w, again)
			}
		}
	})
}

// FuzzFold: folding only the words that need it is folding all.
func FuzzFold(f *testing.F) {
	for _, c := range tokenCases {
		f.Add(c.in)
		f.Add("aB " + c.in + "Ça")
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(fold(nil, s)), string(foldUnicode(nil, s)); got != want {
			t.Errorf("fold(%q) = %q, as a whole %q", s, got, want)
		}
	})
}
