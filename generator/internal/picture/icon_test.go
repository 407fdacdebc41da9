package picture

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestInitials(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Northwind handbook":  "NH",
		"remit":               "R",
		"How Northwind works": "HN",
		"“Quoted” & more":     "QM",
		"2 Rivers":            "2R",
		"Émile et Zoé":        "ÉE",
		"e\u0301cole":         "E\u0301",
		"ßeta":                "ß",
		"株式会社 手引き":            "株",
		"دليل العمل":          "د",
		"हिन्दी पुस्तिका": "हि",
		"👩‍🚀 Space team":  "👩‍🚀",
		"👍🏽 Yes":          "👍🏽",
		"🇨🇭 Swiss":        "🇨🇭",
		"Handbuch 手引き":    "H",
		"--- ---":         "•",
		"":                "•",
		"<b>&":            "B",
	} {
		if got := initials(title); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

// textOf reads a picture to its end and returns its text.
func textOf(t *testing.T, svg []byte) string {
	t.Helper()
	var text strings.Builder
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return text.String()
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			for _, a := range token.Attr {
				if token.Name.Local == "script" || a.Name.Local == "href" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("the picture holds %s", token.Name.Local)
				}
			}
		}
	}
}

func TestIconAndCard(t *testing.T) {
	t.Parallel()
	hostile := `</text><script>x</script>" & ' ]]> ` + "\x00"
	for _, title := range []string{"Northwind handbook", hostile, "手引き", "", strings.Repeat("Donaudampfschifffahrt ", 20)} {
		icon, card := Icon(title), Card(title, title+title, false)
		textOf(t, icon)
		text := textOf(t, card)
		if len(icon) > 700 || len(card) > 2500 {
			t.Errorf("%q: the pictures have %d and %d bytes", title, len(icon), len(card))
		}
		if len(title) < 50 && title != hostile && !strings.Contains(text, title) {
			t.Errorf("%q is not in %q", title, text)
		}
		if !bytes.Equal(card, Card(title, title+title, false)) {
			t.Errorf("%q: two cards differ", title)
		}
	}
	if got := string(Card("دليل", "", true)); !strings.Contains(got, `direction="rtl"`) || !strings.Contains(got, `x="1110"`) {
		t.Errorf("not from right to left: %s", got)
	}
}
