package schema

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"remit/generator/internal/diag"
)

func TestBuiltInKinds(t *testing.T) {
	t.Parallel()
	var got []string
	for _, k := range BuiltIn().All() {
		got = append(got, k.Name)
		if k.Doc == "" || k.Label == "" || k.Plural == "" || len(k.Fields) < 15 {
			t.Errorf("%s is not fully described: %+v", k.Name, k)
		}
		if one, many := k.Words("de-AT"); one == "" || many == "" {
			t.Errorf("%s has no German words", k.Name)
		}
		if one, many := k.Words("xx"); one != k.Label || many != k.Plural {
			t.Errorf("%s: words of an unknown language are %q and %q", k.Name, one, many)
		}
		describeFields(t, k.Name, k.Fields)
		if BuiltIn().Kind(k.Name) != k || BuiltIn().ByFolder(k.Folder) != k || BuiltIn().ByFolder(k.Folder+"/shop") != k {
			t.Errorf("%s is not found by its name or folder", k.Name)
		}
	}
	want := []string{"assessment", "charter", "commitment", "decision", "experiment", "lesson", "page", "playbook", "standard"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if k := BuiltIn().Kind("nothing"); k != nil {
		t.Errorf("found %+v", k)
	}
	for _, folder := range []string{"", "other", "old/charters"} {
		if k := BuiltIn().ByFolder(folder); k != nil {
			t.Errorf("ByFolder(%q) = %s", folder, k.Name)
		}
	}
}

func describeFields(t *testing.T, kind string, fields []Field) {
	t.Helper()
	for _, f := range fields {
		name := kind + "." + f.Name
		isSentence(t, name+": doc", f.Doc)
		if f.Example == "" {
			t.Errorf("%s has no example", name)
		}
		if f.Core && !strings.HasSuffix(f.Prompt, "?") {
			t.Errorf("%s has no question to begin with: %q", name, f.Prompt)
		}
		if f.Type == "id" || f.Type == "ids" {
			if len(f.To) == 0 {
				t.Errorf("%s names something, but not what", name)
			}
		}
		if f.Label("de-AT") == f.Label("xx") && f.labels["de"] == "" {
			t.Errorf("%s has no German label", name)
		}
		describeFields(t, name, f.Fields)
	}
}

func isSentence(t *testing.T, what, text string) {
	t.Helper()
	if len(text) < 5 || len(text) > 450 || !strings.HasSuffix(text, ".") || text[0] >= 'a' && text[0] <= 'z' || strings.Contains(text, "  ") {
		t.Errorf("%s is to be a few sentences: %q", what, text)
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	for _, k := range BuiltIn().All() {
		isSentence(t, k.Name+": doc", k.Doc)
		if k.Opening == "" {
			t.Errorf("%s does not say what the first paragraph is for", k.Name)
		}
		for i := range k.Sections {
			s := &k.Sections[i]
			name := k.Name + "#" + s.Name
			isSentence(t, name, s.Doc)
			if s.Prompt == "" || k.Section(s.Name) != s || s.Field != "" && k.Field(s.Field) == nil {
				t.Errorf("%s is not fully described: %+v", name, s)
			}
			for _, language := range []string{"en", "de"} {
				if len(s.Headings[language]) < 3 {
					t.Errorf("%s: only the headings %q in %s", name, s.Headings[language], language)
				}
				for _, h := range s.Headings[language] {
					if k.SectionFor(h) != s || h == "" || h[0] >= 'a' && h[0] <= 'z' {
						t.Errorf("%s: the heading %q leads to %+v", name, h, k.SectionFor(h))
					}
				}
			}
		}
	}
}

func TestSectionFor(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"If we miss the mark":                       "charter if-we-miss-the-mark",
		"3. IF WE MISS THE MARK!":                   "charter if-we-miss-the-mark",
		"2.1 Scope":                                 "charter in-scope",
		"Timelines & Disbanding":                    "charter when-we-end",
		"Code, Binaries and Services:":              "charter in-scope",
		"What can we do/require from other SIGs":    "charter what-we-may-require",
		"What we don’t own":                         "charter out-of-scope",
		"What we don't own":                         "charter out-of-scope",
		"Was passiert wenn wir das Ziel verfehlen?": "charter if-we-miss-the-mark",
		"Roles and Organization Management":         "charter -",
		"Subproject Creation":                       "charter -",
		"Deliverables":                              "charter -",
		"2026":                                      "charter -",
		"":                                          "charter -",
		"🚧 What got in the way?":                    "lesson what-blocked-us",
		"Welche Unterstützung wir brauchen":        "lesson what-support-we-need",
		"WELCHE UNTERSTÜTZUNG WIR BRAUCHEN":         "lesson what-support-we-need",
		"Was wir außer der Reihe taten":             "lesson -",
		"Q & A":                                     "page questions",
		"FAQ":                                       "standard questions",
		"Wege, die funktionieren":                   "standard ways-that-work",
	} {
		name, section, _ := strings.Cut(want, " ")
		got := "-"
		if s := BuiltIn().Kind(name).SectionFor(heading); s != nil {
			got = s.Name
		}
		if got != section {
			t.Errorf("%q in a %s: got %s, want %s", heading, name, got, section)
		}
	}
}

func TestWordsOfAKind(t *testing.T) {
	t.Parallel()
	charter := BuiltIn().Kind("charter")
	for _, c := range []struct{ got, want string }{
		{charter.Field("works-with").Label("en"), "Works with"},
		{charter.Field("works-with").Label("de-CH"), "Arbeitet mit"},
		{charter.Field("works-with").Label("fr"), "Works with"},
		{(&Field{Name: "stop-if"}).Label("en"), "Stop if"},
		{charter.Section("if-we-miss-the-mark").Heading("en-GB"), "If we miss the mark"},
		{charter.Section("if-we-miss-the-mark").Heading("de"), "Wenn wir das Ziel verfehlen"},
		{charter.Section("if-we-miss-the-mark").Heading("fr"), "If we miss the mark"},
		{(&Section{Name: "what-follows"}).Heading("de"), "What follows"},
		{BuiltIn().ByFile("Charter").Name, "charter"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if k := BuiltIn().ByFile("readme"); k != nil {
		t.Errorf("readme is a %s", k.Name)
	}
	for _, name := range []string{"decides", "works-with", "success", "standards", "rhythm", "links", "ok"} {
		if !charter.Field(name).IsLines() {
			t.Errorf("%s is no list of lines", name)
		}
	}
	if charter.Field("owns").IsLines() || charter.Field("room").IsLines() {
		t.Error("owns and room are no lists of lines")
	}
}

// TestExamplesOfFields holds that each example is what the field takes.
func TestExamplesOfFields(t *testing.T) {
	t.Parallel()
	for _, k := range BuiltIn().All() {
		for _, f := range k.Fields {
			src := f.Name + ": " + f.Example + "\n"
			switch {
			case f.Type == "records":
				src = f.Name + ":\n  - " + strings.ReplaceAll(f.Example, "\n", "\n    ") + "\n"
			case f.IsLines():
				src = f.Name + ":\n  - " + f.Example + "\n"
			case strings.Contains(f.Example, "#"):
				src = f.Name + ": " + quote(f.Example) + "\n"
			}
			meta, problems := Decode("a.md", []byte(src), 0, len(src), Limits{})
			problems = append(problems, k.Check("a.md", meta)...)
			if len(problems) > 0 || len(meta.Entries) != 1 {
				t.Errorf("%s.%s: %s%+v", k.Name, f.Name, src, problems)
			}
		}
	}
	for _, ft := range FieldTypes() {
		if ft.Example == "" || ft.Doc == "" || !strings.HasSuffix(ft.Doc, ".") {
			t.Errorf("%s is not described: %+v", ft.Name, ft)
		}
	}
}

// TestDesignOfKinds holds what the kinds promise: horizons, records, and what
// is core among the sections.
func TestDesignOfKinds(t *testing.T) {
	t.Parallel()
	for _, k := range BuiltIn().All() {
		review := map[string]int{"charter": 12, "standard": 12, "playbook": 12}[k.Name]
		record := k.Name == "lesson" || k.Name == "decision" || k.Name == "assessment"
		if k.Review != review || k.Record != record {
			t.Errorf("%s: review %d, record %v", k.Name, k.Review, k.Record)
		}
		want := map[string]string{
			"charter":  "if-we-miss-the-mark",
			"lesson":   "what-happened what-blocked-us what-we-would-improve what-support-we-need",
			"decision": "why",
		}[k.Name]
		var core []string
		for _, s := range k.Sections {
			if s.Core {
				core = append(core, s.Name)
			}
		}
		if got := strings.Join(core, " "); got != want {
			t.Errorf("%s: the core sections are %q, want %q", k.Name, got, want)
		}
	}
}

// TestCoreFields compares with the table of the domain model.
func TestCoreFields(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"charter": "owns decides success works-with", "standard": "owner applies-to bar", "lesson": "owner date touches",
		"playbook": "owner for when", "decision": "owner date decided-by", "commitment": "owner due results",
		"experiment": "owner starts ends", "assessment": "owner type date", "page": "",
	} {
		var got []string
		for _, f := range BuiltIn().Kind(kind).Fields {
			if f.Core {
				got = append(got, f.Name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
}

func TestFrontMatterOfTheKinds(t *testing.T) {
	t.Parallel()
	for kind, src := range map[string]string{
		"lesson": "owner: checkout\ndate: 2026-04-17\nfrom: missed-deadline\npatterns: [late-handover]\ntouches: [a, b]\nfollow-up:\n  - One page: operations, done 2026-05-04\nshowcase: 2026-05\nthanks: [warehouse]\n",
		"charter": "type: stream-aligned\nlead: Team lead, Support\nowns:\n  - Refunds\ndecides:\n  - Refunds up to 500 EUR: alone\nworks-with:\n  - finance: approves large refunds with us, and answers soon\n" +
			"standards:\n  - first-reply: meets\nautonomy: guided\nroom:\n  - date: 2026-02-02\n    wider: Refunds\n    because: It went well\n    decision: refund-limit\nrhythm:\n  - Check-in: every second Tuesday, 30 minutes\ncontact: \"Chat #help-desk\"\nreviewed: 2026-05-12\n",
		"standard":   "owner: support\napplies-to: everyone\nbar:\n  - must: A reply within 4 hours\n    checked: automatic, weekly\n  - may: Any language\n",
		"playbook":   "owner: people\nfor: leaders\nwhen: A team waits\ntakes: 45 minutes, then a month\nhelps-with: [charter, decision]\ntried-by:\n  - support: kept, refunds\n",
		"decision":   "owner: operations\ndate: 2026-02-02\ndecided-by: operations-lead\nasked: [finance]\nwider: Support settles refunds up to 500 EUR alone (was 200)\nrevisit: 2026-08\n",
		"commitment": "owner: support\ndue: 2026-09-30\nresults:\n  - Solved: from 62 % to 68 %\ncheck-ins:\n  - date: 2026-07-14\n    say: 63 %. Half way; more to come.\n    feels: on track\n",
		"experiment": "owner: support\nstarts: 2026-05-02\nends: 2026-05-31\nrisk: low\nstop-if: Monday's queue is longer than 80 questions, twice\nresult: did not work\n",
		"assessment": "owner: support\ntype: room-check\ndate: 2026-05-20\npractice:\n  - Refunds up to 500 EUR: alone\nanswers:\n  - We know what success looks like: fully\nn: 7\n",
		"page":       "title: 2026\nmy-own: x\nx-tilte: y\ntags: [a]\naliases: /old/\nlinks: {Board: 'https://example.org'}\n",
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			meta, problems := Decode("a.md", []byte(src), 0, len(src), Limits{})
			problems = append(problems, BuiltIn().Kind(kind).Check("a.md", meta)...)
			if len(problems) > 0 {
				t.Errorf("%+v", problems)
			}
		})
	}
}

func TestParseKindsLeavesItsBaseAlone(t *testing.T) {
	t.Parallel()
	base, problems := ParseKinds(BuiltIn(), map[string][]byte{"kinds/role.yaml": []byte("fields:\n  - name: holds\n    type: texts\n")})
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	more, problems := ParseKinds(base, map[string][]byte{
		"kinds/common.yaml": []byte("fields:\n  - name: cost-centre\n    type: number\n"),
		"kinds/role.yaml":   []byte("words:\n  de: [Rolle, Rollen]\nfields:\n  - name: holds\n    type: text\n"),
	})
	if len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	if got := base.Kind("role").Field("holds").Type; got != "texts" {
		t.Errorf("the base changed: %s", got)
	}
	if got := more.Kind("role").Field("holds").Type; got != "text" {
		t.Errorf("got type %s", got)
	}
	if one, _ := base.Kind("role").Words("de"); one != "Role" {
		t.Errorf("the base changed: %s", one)
	}
	if one, _ := more.Kind("role").Words("de"); one != "Rolle" {
		t.Errorf("got word %s", one)
	}
	for _, kind := range []string{"charter", "role"} {
		if more.Kind(kind).Field("cost-centre") == nil || base.Kind(kind).Field("cost-centre") != nil {
			t.Errorf("%s: a common field is missing, or stands in the base", kind)
		}
	}
	if BuiltIn().Kind("charter").Field("owner").Core || !more.Kind("lesson").Field("owner").Core || more.Kind("charter").Field("owner").Core {
		t.Error("an owner is core in all kinds but charters")
	}
}

// TestTooMuchToTell holds that a restriction below many broken lines is not
// lost with the lines that are not told any more.
func TestTooMuchToTell(t *testing.T) {
	t.Parallel()
	src := strings.Repeat("x-a: b: c\n", 1) + "x-z: @\n"
	for i := range 30 {
		src = string(rune('a'+i%26)) + strings.Repeat("k", i+1) + ": b: c\n" + src
	}
	src += "audience: board\n"
	meta, problems := Decode("a.md", []byte(src), 0, len(src), Limits{})
	if meta.Text("audience") == "" && !diag.HasError(problems) {
		t.Errorf("lost without an Error: %+v", problems)
	}
}

func TestEverySettingIsDescribed(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for _, doc := range SettingsDoc() {
		documented[doc.Name] = true
		if !strings.HasSuffix(doc.Doc, ".") || doc.Type == "" {
			t.Errorf("%s: %+v", doc.Name, doc)
		}
		settings, problems := DecodeSettings([]byte(doc.Example))
		if len(problems) > 0 {
			t.Errorf("%s: the example has problems: %+v", doc.Name, problems)
		}
		if doc.Default == "" && reflect.DeepEqual(settings, DefaultSettings()) {
			t.Errorf("%s: the example sets nothing", doc.Name)
		}
	}
	limits := reflect.TypeFor[Limits]()
	for i := range limits.NumField() {
		name := regexp.MustCompile(`[A-Z]`).ReplaceAllStringFunc(limits.Field(i).Name, func(s string) string { return "-" + strings.ToLower(s) })
		if !documented["limits"+strings.Replace(name, "-", ".", 1)] {
			t.Errorf("the limit %s is no setting", limits.Field(i).Name)
		}
	}
	defaults := DefaultLimits()
	seen := map[*int]bool{}
	for _, l := range limitsTable {
		p := l.field(&defaults)
		if seen[p] || *p > l.most {
			t.Errorf("%s: set twice, or its default %d is over %d", l.name, *p, l.most)
		}
		seen[p] = true
	}
}

func TestDefaultSettings(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"", "\ufeff", "# nothing\n", "{}\n"} {
		got, problems := DecodeSettings([]byte(src))
		if len(problems) > 0 || !reflect.DeepEqual(got, DefaultSettings()) {
			t.Errorf("%q: %+v %+v", src, got, problems)
		}
	}
}

// A JSON Schema validator is more than these tests need: valid walks the few
// keywords that our schemas use and fails on any other.
func valid(t *testing.T, root, schema map[string]any, v any) bool {
	t.Helper()
	ok := true
	for keyword, arg := range schema {
		switch keyword {
		case "$schema", "title", "description", "definitions", "then", "examples":
		case "$ref":
			name := strings.TrimPrefix(arg.(string), "#/definitions/")
			ok = ok && valid(t, root, root["definitions"].(map[string]any)[name].(map[string]any), v)
		case "type":
			types, many := arg.([]any)
			if !many {
				types = []any{arg}
			}
			ok = ok && slices.ContainsFunc(types, func(name any) bool { return isType(v, name.(string)) })
		case "enum":
			ok = ok && slices.Contains(arg.([]any), v)
		case "const":
			ok = ok && arg == v
		case "pattern":
			if s, text := v.(string); text {
				ok = ok && regexp.MustCompile(arg.(string)).MatchString(s)
			}
		case "minimum":
			if n, number := v.(float64); number {
				ok = ok && n >= arg.(float64)
			}
		case "maximum":
			if n, number := v.(float64); number {
				ok = ok && n <= arg.(float64)
			}
		case "items":
			if list, isList := v.([]any); isList {
				for _, item := range list {
					ok = ok && valid(t, root, arg.(map[string]any), item)
				}
			}
		case "maxProperties":
			if group, isGroup := v.(map[string]any); isGroup {
				ok = ok && len(group) <= int(arg.(float64))
			}
		case "required":
			if group, isGroup := v.(map[string]any); isGroup {
				for _, name := range arg.([]any) {
					_, there := group[name.(string)]
					ok = ok && there
				}
			}
		case "anyOf":
			ok = ok && slices.ContainsFunc(arg.([]any), func(s any) bool { return valid(t, root, s.(map[string]any), v) })
		case "allOf":
			for _, s := range arg.([]any) {
				ok = ok && valid(t, root, s.(map[string]any), v)
			}
		case "if":
			if valid(t, root, arg.(map[string]any), v) {
				ok = ok && valid(t, root, schema["then"].(map[string]any), v)
			}
		case "propertyNames":
			if group, isGroup := v.(map[string]any); isGroup {
				for name := range group {
					ok = ok && valid(t, root, arg.(map[string]any), name)
				}
			}
		case "properties", "additionalProperties", "patternProperties":
			if group, isGroup := v.(map[string]any); isGroup {
				ok = ok && validProperties(t, root, schema, keyword, group)
			}
		default:
			t.Fatalf("keyword %s is unknown", keyword)
		}
	}
	return ok
}

func validProperties(t *testing.T, root, schema map[string]any, keyword string, group map[string]any) bool {
	t.Helper()
	properties, _ := schema["properties"].(map[string]any)
	patterns, _ := schema["patternProperties"].(map[string]any)
	for name, value := range group {
		property, known := properties[name]
		for pattern := range patterns {
			known = known || property == nil && regexp.MustCompile(pattern).MatchString(name)
		}
		if known && property == nil {
			continue // our patterns take any value
		}
		switch rest := schema["additionalProperties"].(type) {
		case bool:
			if keyword == "additionalProperties" && !known && !rest {
				return false
			}
		case map[string]any:
			if keyword == "additionalProperties" && !known && !valid(t, root, rest, value) {
				return false
			}
		}
		if keyword == "properties" && known && !valid(t, root, property.(map[string]any), value) {
			return false
		}
	}
	return true
}

func isType(v any, name string) bool {
	switch v := v.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case float64:
		return name == "number" || name == "integer" && v == float64(int(v))
	case []any:
		return name == "array"
	}
	return name == "object"
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		schema   []byte
		good     []string
		bad      []string
		anywhere []string // texts that must be there
	}{
		"settings": {
			SettingsSchema(),
			[]string{
				`{}`, `{"title": "x", "public": true, "html": "none", "limits": {"file-bytes": "2 MiB", "headings": 5}}`,
				`{"audiences": {"board": ["a/**"], "leaders": {"folders": "b"}, "friends": null}, "ignore": ["a"], "base-url": "https://x/"}`,
			},
			[]string{
				`{"titel": "x"}`, `{"public": "yes"}`, `{"html": "some"}`, `{"limits": {"headings": 0}}`, `{"limits": {"heading": 1}}`,
				`{"audiences": {"The Board": []}}`, `{"base-url": "x"}`, `{"audiences": {"a": {"folder": []}}}`, `{"limits": {"file-bytes": "big"}}`,
			},
			[]string{`"Default: en."`, draft07},
		},
		"front matter": {
			BuiltIn().FrontMatterSchema(),
			[]string{
				`{}`, `{"title": 2026, "tags": ["a"], "my-own": {"a": 1}, "draft": true, "audience": "board"}`,
				`{"kind": "lesson", "date": "2026-01-02", "from": "incident", "follow-up": [{"a": "b"}, "c"], "showcase": "2026-05"}`,
				`{"kind": "standard", "bar": [{"must": "x", "checked": "y"}], "reviewed": null}`,
				`{"kind": "charter", "decides": [{"Refunds up to 500 EUR": "alone"}, {"Tools": 7}, "Hours: alone"], "success": null, "works-with": {"finance": "x"}}`,
				`{"kind": "commitment", "moved": [{"2026-06-30": "late"}], "review-every": "6 months"}`,
				`{"ok": "no-success: new team", "review-every": 12}`, `{"ok": ["no-success", {"no-rhythm": "on call"}]}`,
			},
			[]string{
				`{"draft": "yes"}`, `{"audience": ["board"]}`, `{"status": "aktive"}`, `{"reviewed": "12.05.2026"}`, `{"tags": {"a": "b"}}`,
				`{"kind": "lesson", "from": "somewhere"}`, `{"kind": "lesson", "date": "soon"}`, `{"kind": "assessment", "n": "five"}`,
				`{"kind": "charter", "decides": ["Opening hours"]}`, `{"kind": "charter", "decides": "Hours: alone"}`, `{"kind": "charter", "decides": [{"a": "alone", "b": "alone"}]}`,
				`{"kind": "commitment", "moved": [{"soon": "late"}]}`, `{"ok": "No Success"}`, `{"review-every": "6 apples"}`, `{"review-every": 0}`,
			},
			[]string{`"#/definitions/charter"`, draft07, "Refunds up to 500 EUR: alone", "operations-lead"},
		},
		"org": {
			OrgSchema(),
			[]string{
				`{}`, `{"teams": {"finance": "Finance", "wg-lts": {"name": "WG LTS", "retired": "2025-03-01", "x-lead": 1}}, "roles": null, "x-more": []}`,
				`{"people": ["Ada Lovelace"], "topics": {"refunds": {"aliases": ["money back"], "risk": "low"}}}`,
			},
			[]string{
				`{"team": {}}`, `{"teams": {"Finance": "x"}}`, `{"teams": {"a": {"retired": "soon"}}}`, `{"topics": {"a": {"risk": "none"}}}`, `{"teams": {"a": {"colour": 1}}}`,
			},
			[]string{draft07},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var schema map[string]any
			if err := json.Unmarshal(c.schema, &schema); err != nil {
				t.Fatal(err)
			}
			for i, list := range [][]string{c.bad, c.good} {
				for _, instance := range list {
					var v any
					if err := json.Unmarshal([]byte(instance), &v); err != nil {
						t.Fatal(err)
					}
					if got := valid(t, schema, schema, v); got != (i == 1) {
						t.Errorf("%s: valid is %v", instance, got)
					}
				}
			}
			for _, text := range c.anywhere {
				if !bytes.Contains(c.schema, []byte(strings.Trim(text, `"`))) {
					t.Errorf("no %s", text)
				}
			}
		})
	}
	if !bytes.Equal(SettingsSchema(), SettingsSchema()) || !bytes.Equal(BuiltIn().FrontMatterSchema(), BuiltIn().FrontMatterSchema()) {
		t.Error("a schema is not the same twice")
	}
}

// TestKindFiles holds that a kind's file is named like the kind.
func TestKindFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("kinds/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if !bytes.HasPrefix(src, []byte("# ")) {
			t.Errorf("%s does not begin with what it describes", file)
		}
		if name != commonFile && !bytes.Contains(src, []byte("\n\nkind: "+name+"\nfolder: ")) && !bytes.Contains(src, []byte(".\nkind: "+name+"\nfolder: ")) {
			t.Errorf("%s does not state its kind and folder first", file)
		}
	}
}

func FuzzParseKinds(f *testing.F) {
	files := map[string][]byte{}
	for name, src := range map[string]string{ // small, since the built-in ones take a hundred times longer
		"common.yaml": "fields:\n  - {name: audience, type: audience}\n  - {name: draft, type: boolean}\n  - {name: status, type: word, values: [active]}\nsections:\n  - {name: questions, headings: {en: [FAQ]}}\n",
		"trial.yaml":  "kind: trial\nfolder: trials\nfiles: [trial]\nreview: 12\nrecord: false\nwords: {de: [Versuch, Versuche]}\nfields:\n  - {name: room, type: records, fields: [{name: date, type: date}]}\nsections:\n  - {name: what-we-saw, core: true, field: room, headings: {en: [Results]}}\n",
	} {
		files[name] = []byte(src)
		f.Add(name, []byte(src))
	}
	base, problems := ParseKinds(&Kinds{}, files)
	if len(problems) > 0 {
		f.Fatalf("%+v", problems)
	}
	f.Add("role.yaml", []byte("folder: roles\nfields:\n  - {name: holds, type: ids, to: [team], label: X}\nsections:\n  - name: term\n    field: holds\n    headings: {en: [Term, '1. Term!']}\n"))
	f.Fuzz(func(t *testing.T, name string, src []byte) {
		kinds, problems := ParseKinds(base, map[string][]byte{name: src})
		checkProblems(t, src, problems, "kind-file")
		for _, k := range kinds.All() {
			if kinds.Kind(k.Name) != k || kinds.ByFolder(k.Folder) != k {
				t.Fatalf("%s is not found", k.Name)
			}
			for i := range k.Sections {
				s := &k.Sections[i]
				if s.Field != "" && k.Field(s.Field) == nil && !diag.HasError(problems) {
					t.Fatalf("%s answers %s", s.Name, s.Field)
				}
				if s.Heading("en") == "" || k.Section(s.Name) == nil {
					t.Fatalf("section %+v", s)
				}
			}
			for i := range k.Fields {
				if typeOf(k.Fields[i].Type) == nil || k.Fields[i].Label("de") == "" {
					t.Fatalf("field %+v", k.Fields[i])
				}
			}
			if access := k.Field("audience"); access == nil || access.Type != "audience" || k.Field("draft").Type != "boolean" {
				t.Fatalf("%s lost its keys of access", k.Name)
			}
		}
		kinds.FrontMatterSchema()
	})
}
