package document

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"remit/generator/internal/diag"
	"remit/generator/internal/schema"
)

// Known is one thing that is known about a document, for those who ask why a
// page is shown as it is.
type Known struct {
	Fact  string    // what is known: kind, title, the name of a field, section, mute
	Value string    // as text
	How   string    // in words that can follow a comma: stated, from the file's name
	At    diag.Span // where it stands in the file; the zero Span for what comes from elsewhere
}

// Known lists what the document says and how each fact is known: first what
// every document has, then front matter as it is written, then what its
// sections answer, and the sections and mutes themselves. What other documents
// tell about it (its owner, when it is due) is the model's to add.
func (d *Document) Known() []Known {
	k := known{d: d}
	k.identity()
	k.status()
	for i := range d.Meta.Entries {
		k.entry(&d.Meta.Entries[i])
	}
	k.answers()
	k.sections()
	for _, m := range d.Facts.Mutes {
		where := "for the whole document"
		switch {
		case m.Line > 0 && m.Line == m.Last:
			where = fmt.Sprintf("for line %d", m.Line)
		case m.Line > 0:
			where = fmt.Sprintf("for lines %d to %d", m.Line, m.Last)
		}
		k.add("mute", m.Rule.Text, where, m.Rule.Span)
	}
	return k.list
}

// known collects what is known about one document.
type known struct {
	d    *Document
	list []Known
}

func (k *known) add(fact, value, how string, at diag.Span) {
	if value != "" {
		k.list = append(k.list, Known{fact, value, how, at})
	}
}

// stated adds a fact that front matter states and reports whether it does.
func (k *known) stated(key string) bool {
	v, ok := k.d.Meta.Get(key)
	if !ok || isBlank(v) {
		return false
	}
	k.add(key, textOf(v).Text, "stated", v.Span)
	return true
}

func (k *known) identity() {
	d := k.d
	if d.KindFrom == Stated {
		k.stated("kind")
	} else {
		k.add("kind", d.Kind.Name, d.kindOrigin(), diag.Span{})
	}
	name := "from the file's name"
	if d.Index && d.Folder != "" {
		name = "from the folder's name"
	}
	k.add("id", d.ID, name, diag.Span{})
	k.add("address", "/"+d.Address, "from the path", diag.Span{})
	if d.Facts.Team == d.ID {
		k.add("team", d.Facts.Team, name, diag.Span{})
	} else {
		k.add("team", d.Facts.Team, "from the folder's name", diag.Span{})
	}
	switch {
	case k.stated("title"):
	case d.Content.Title.Text != "":
		k.add("title", d.Title, "from the heading", d.Content.Title.Span)
	default:
		k.add("title", d.Title, name, diag.Span{})
	}
	if !k.stated("summary") && !k.stated("description") {
		k.add("summary", d.Summary, "from the first paragraph", diag.Span{})
	}
	k.add("purpose", d.Facts.Purpose, "from the paragraph that opens the text", diag.Span{})
}

// kindOrigin tells in words how a kind that is not stated is known.
func (d *Document) kindOrigin() string {
	switch d.KindFrom {
	case ByFolder:
		return "from the folder " + topFolder(d.Path)
	case ByFile:
		return "from the file's name, " + path.Base(d.Path)
	case ByHeadings:
		var names []string
		for _, p := range d.Facts.Sections {
			if p.Section.Core {
				names = append(names, "“"+d.Content.Headings[p.Heading].Text+"”")
			}
		}
		return "from the headings " + strings.Join(names, ", ")
	}
	return "since nothing tells another kind"
}

func (k *known) status() {
	d := k.d
	if !k.stated("status") {
		i := slices.IndexFunc(d.Facts.Origins, func(o Origin) bool { return o.Fact == "status" })
		if i >= 0 {
			k.add("status", d.Facts.Status, d.Facts.Origins[i].How, d.Facts.Origins[i].At.Span)
		} else {
			k.add("status", d.Facts.Status, "since nothing else is said", diag.Span{})
		}
	}
	if !k.stated("review-every") && d.Facts.Every > 0 {
		k.add("review-every", fmt.Sprintf("%d months", d.Facts.Every), "as usual for a "+d.Kind.Name, diag.Span{})
	}
}

// entry adds a key of front matter, each item of a list on its own.
func (k *known) entry(e *schema.Entry) {
	switch e.Key {
	case "title", "summary", "description", "status", "review-every", "ok":
		return
	case "kind":
		if k.d.KindFrom == Stated {
			return
		}
	}
	how := "stated"
	if k.d.Kind.Field(e.Key) == nil {
		how = "stated, but not a field of a " + k.d.Kind.Name
	}
	if e.Value.Kind != schema.List {
		t := textOf(e.Value)
		k.add(e.Key, t.Text, how, t.Span)
		return
	}
	for _, item := range e.Value.Items {
		t := textOf(item)
		k.add(e.Key, t.Text, how, t.Span)
	}
}

// answers adds the fields that sections answer.
func (k *known) answers() {
	f := &k.d.Facts
	for _, field := range f.Answered {
		listed := false
		for _, o := range f.Origins {
			if o.Fact == field {
				listed = true
				k.add(field, o.At.Text, o.How, o.At.Span)
			}
		}
		if listed {
			continue
		}
		for _, p := range f.Sections {
			if p.Section.Field == field && !p.Empty {
				h := k.d.Content.Headings[p.Heading]
				k.add(field, "answered in words", "from the section “"+h.Text+"”", h.Span)
				break
			}
		}
	}
}

func (k *known) sections() {
	for _, p := range k.d.Facts.Sections {
		h := k.d.Content.Headings[p.Heading]
		how := "by the heading “" + h.Text + "”"
		if p.Empty {
			how += ", with nothing below"
		}
		k.add("section", p.Section.Name, how, h.Span)
	}
}
