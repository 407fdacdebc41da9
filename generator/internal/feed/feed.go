// Package feed writes Atom feeds.
//
// In: a [Feed] of plain values. Out: an Atom 1.0 document (RFC 4287), the same
// bytes for the same values: a feed is as new as its newest entry, never as the
// moment in which it is written. Authors are the site, never persons. Ids are
// URNs worked out from keys, so that an entry stays the same one when the site
// moves. The package knows nothing of documents.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"time"
)

// Feed is a list of entries that one can subscribe to.
type Feed struct {
	Key      string // what makes it the same feed in every build: the site and the name of the feed
	Title    string
	Subtitle string // "" for none
	Language string // BCP 47
	Author   string // the title of the site
	Page     string // address of the page that lists the same; may be relative to the feed
	Self     string // whole address of the feed; "" when it is not known
	Entries  []Entry
}

// Entry is one piece of news.
type Entry struct {
	Key      string // what makes it the same entry in every build; unique in the feed
	Title    string
	Summary  string // plain text, "" for none
	Category string // one word, "" for none
	Link     string // may be relative to the feed; "" leads to the page of the feed
	Updated  time.Time
}

// The elements of RFC 4287 that are written.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Language string      `xml:"xml:lang,attr,omitempty"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle,omitempty"`
		Updated  string      `xml:"updated"`
		Author   atomPerson  `xml:"author"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomEntry struct {
		ID       string        `xml:"id"`
		Title    string        `xml:"title"`
		Updated  string        `xml:"updated"`
		Link     atomLink      `xml:"link"`
		Category *atomCategory `xml:"category"`
		Summary  string        `xml:"summary,omitempty"`
	}
)

// Media is the media type of a feed.
const Media = "application/atom+xml"

// Atom returns the feed as a document. A feed without entries has no newest
// one, and so no date that would be true: it gives nil.
func Atom(f Feed) []byte {
	if len(f.Entries) == 0 {
		return nil
	}
	out := atomFeed{
		Language: f.Language, ID: urn(f.Key), Title: f.Title, Subtitle: f.Subtitle, Author: atomPerson{f.Author},
		Links: []atomLink{{"alternate", "text/html", f.Page}},
	}
	if f.Self != "" {
		out.Links = append(out.Links, atomLink{"self", Media, f.Self})
	}
	newest := f.Entries[0].Updated
	for _, e := range f.Entries {
		if e.Updated.After(newest) {
			newest = e.Updated
		}
		entry := atomEntry{ID: urn(f.Key + "\x00" + e.Key), Title: e.Title, Updated: moment(e.Updated), Summary: e.Summary,
			Link: atomLink{"alternate", "text/html", e.Link}}
		if e.Link == "" {
			entry.Link.Href = f.Page
		}
		if e.Category != "" {
			entry.Category = &atomCategory{e.Category}
		}
		out.Entries = append(out.Entries, entry)
	}
	out.Updated = moment(newest)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(out); err != nil { // a Buffer takes everything, and the types can be written
		panic(fmt.Sprintf("feed: %v", err))
	}
	b.WriteByte('\n')
	return b.Bytes()
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// urn is a UUID of the form that RFC 9562 leaves to its maker, from a key.
func urn(key string) string {
	sum := sha256.Sum256([]byte(key))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
