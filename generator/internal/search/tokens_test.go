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
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if unicode.Is(unicode.Han, r) && r%32 != 0 {
			continue // they are all alike
		}
		if r == 'ʕ' || r == 'ˤ' {
			continue // Unicode 16 no longer calls it a small letter
		}
		if unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.P, unicode.S) {
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

func TestStopWordsAreTheSame(t *testing.T) {
	t.Parallel()
	if !strings.Contains(string(module), "new Set('"+stopWords+"'.split(' '))") {
		t.Error("search.js has other stop words")
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
