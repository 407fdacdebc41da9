package feed_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"remit/generator/internal/feed"
)

func sample() feed.Feed {
	at := time.Date(2026, 8, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	return feed.Feed{
		Key: "site\x00changed", Title: "A & <b> \"B\"", Author: "Site", Page: "./", Language: "de",
		Entries: []feed.Entry{
			{Key: "1", Title: "Older", Updated: at},
			{Key: "2", Title: "Bad \x01 \xff letters ]]> &amp;", Summary: "a\nb", Category: "x\"y", Link: "../?a=1&b=2", Updated: at.AddDate(0, 0, 1)},
		},
	}
}

func TestAtom(t *testing.T) {
	t.Parallel()
	got := feed.Atom(sample())
	for d := xml.NewDecoder(bytes.NewReader(got)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v\n%s", err, got)
		}
	}
	text := string(got)
	for _, want := range []string{
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">`, "<title>A &amp; &lt;b&gt; &#34;B&#34;</title>",
		"<updated>2026-08-02T11:00:00Z</updated>\n <author>", // that of the newest entry, wherever it stands
		`href="../?a=1&amp;b=2"`, `<category term="x&#34;y">`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x01") || strings.Contains(text, "\xff") || strings.Contains(text, `rel="self"`) {
		t.Errorf("what no reader takes is in\n%s", text)
	}
	if strings.Count(text, `href="./"`) != 2 {
		t.Errorf("an entry without a page leads to the list:\n%s", text)
	}
	ids := regexp.MustCompile(`<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}</id>`).FindAllString(text, -1)
	if len(ids) != 3 || ids[0] == ids[1] || ids[1] == ids[2] {
		t.Errorf("ids %q", ids)
	}
	if !bytes.Equal(got, feed.Atom(sample())) {
		t.Error("two feeds of the same values differ")
	}
	f := sample()
	f.Self = "https://example.org/feed.xml"
	if !strings.Contains(string(feed.Atom(f)), `<link rel="self" type="application/atom+xml" href="https://example.org/feed.xml">`) {
		t.Error("no link to itself")
	}
	if feed.Atom(feed.Feed{Key: "x"}) != nil {
		t.Error("a feed of nothing has no date that is true")
	}
}
