package twin

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	got := string(CSV([]string{"Team", "What"}, [][]string{{"Support, desk", "=1+1"}, {"+49 1", "-x"}, {"@a", "a \"b\"\nc"}, {"", "5 = 5"}}))
	want := "Team,What\r\n\"Support, desk\",'=1+1\r\n'+49 1,'-x\r\n'@a,\"a \"\"b\"\"\r\nc\"\r\n,5 = 5\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := CSV(nil, nil); len(got) != 0 {
		t.Errorf("nothing gives %q", got)
	}
}

type pieces struct {
	Name  string  `json:"name" jsonschema:"what it is called"`
	Size  *int    `json:"size,omitempty"`
	Parts []piece `json:"parts"`
	Shown string  `json:"-"`
}

type piece struct {
	Of float64 `json:"of"`
}

func TestJSON(t *testing.T) {
	t.Parallel()
	got, err := JSON(&Envelope{Schema: "../schemas/x-1.json", Version: 1, Kind: "x", Address: "a/", Title: "A <b>", Language: "en",
		Data: &pieces{Name: "n", Shown: "not told"}, Parts: Parts{{"two", pieces{}}, {"one", &piece{2}}}})
	want := `{"$schema":"../schemas/x-1.json","version":1,"kind":"x","address":"a/","title":"A \u003cb\u003e","language":"en","data":{"name":"n","parts":null},"parts":{"two":{"name":"","parts":null},"one":{"of":2}}}` + "\n"
	if string(got) != want || err != nil {
		t.Errorf("got %s %v\nwant %s", got, err, want)
	}
	if got, err := json.Marshal(Parts{}); string(got) != "{}" || err != nil {
		t.Errorf("no parts: %s %v", got, err)
	}
}

// TestSchema wants a schema that takes what JSON writes and refuses what it
// never would.
func TestSchema(t *testing.T) {
	t.Parallel()
	text := Schema(Shape{ID: "x-1.json", Doc: "What?", Data: new(pieces), Parts: Parts{{"one", new(piece)}}})
	for _, want := range []string{`"$id": "x-1.json"`, `"description": "What?"`, `"description": "what it is called"`, `"const": 1`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("there is no %s in %s", want, text)
		}
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(&jsonschema.ResolveOptions{BaseURI: "https://x.example/"})
	if err != nil {
		t.Fatal(err)
	}
	valid := func(e Envelope) bool {
		e.Schema, e.Title = "x", "T"
		body, err := JSON(&e)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(body, &v); err != nil {
			t.Fatal(err)
		}
		return resolved.Validate(v) == nil
	}
	for name, tt := range map[string]struct {
		e    Envelope
		want bool
	}{
		"whole":          {Envelope{Version: 1, Data: &pieces{Parts: []piece{{1.5}}}, Parts: Parts{{"one", piece{1}}}}, true},
		"no parts":       {Envelope{Version: 1, Data: &pieces{}}, true},
		"a newer field":  {Envelope{Version: 1, Data: map[string]any{"name": "n", "parts": nil, "new": 1}}, true},
		"a newer part":   {Envelope{Version: 1, Data: &pieces{}, Parts: Parts{{"new", 1}}}, true},
		"other version":  {Envelope{Version: 2, Data: &pieces{}}, false},
		"no data":        {Envelope{Version: 1}, false},
		"other data":     {Envelope{Version: 1, Data: map[string]any{"name": 1, "parts": nil}}, false},
		"a field less":   {Envelope{Version: 1, Data: map[string]any{"name": "n"}}, false},
		"a part of text": {Envelope{Version: 1, Data: &pieces{}, Parts: Parts{{"one", "x"}}}, false},
	} {
		if got := valid(tt.e); got != tt.want {
			t.Errorf("%s: valid %t, want %t", name, got, tt.want)
		}
	}
	var bare jsonschema.Schema
	if err := json.Unmarshal(Schema(Shape{ID: "y", Data: new(pieces), Bare: true}), &bare); err != nil || len(bare.Required) != 6 {
		t.Errorf("%v required, %v", bare.Required, err)
	}
}

func BenchmarkMarkdown(b *testing.B) {
	page := []byte("<main><article>" + strings.Repeat(`<h2 id="a">Owns<a class="self" href="#a">#</a></h2><p>`+strings.Repeat("support decides alone <b>what</b> it may, ", 8)+`<a href="../../charters/a/">A</a>.</p><ul><li id="r:b"><b>Refunds:</b> <span>alone</span></li></ul>`, 10) + "</article></main>")
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		Markdown(page)
	}
}
