package document

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"remit/generator/internal/diag"
	"remit/generator/internal/line"
	"remit/generator/internal/source"
)

var update = flag.Bool("update", false, "write what comes out into the cases")

// TestCases compiles the first file of each archive in testdata, whose name is
// its path in the site, and compares its facts and what is known with the
// archive's other files.
func TestCases(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := archive.Files[0]
			d := Compile(source.NewFile(in.Name, in.Data), testOptions())
			got := []txtar.File{in, {Name: "facts", Data: factsText(d)}, {Name: "known", Data: knownText(d)}}
			if *update {
				archive.Files = got
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			for i, f := range got {
				if i >= len(archive.Files) || archive.Files[i].Name != f.Name || !bytes.Equal(archive.Files[i].Data, f.Data) {
					t.Errorf("%s:\n%s", f.Name, f.Data)
				}
			}
		})
	}
}

// knownText is what is known, a line each.
func knownText(d *Document) []byte {
	var b bytes.Buffer
	for _, k := range d.Known() {
		fmt.Fprintf(&b, "%s: %s, %s", k.Fact, k.Value, k.How)
		if k.At != (diag.Span{}) {
			fmt.Fprintf(&b, " (%d:%d)", k.At.Start.Line, k.At.Start.Column)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// factsText writes all facts that are not zero. A text whose place does not
// hold it byte for byte is followed by what stands there.
func factsText(d *Document) []byte {
	p := &factPrinter{src: d.File.Data}
	fmt.Fprintf(&p.Buffer, "%s by %q\n", d.Kind.Name, d.KindFrom)
	p.fields(reflect.ValueOf(d.Facts), 0)
	for _, problem := range d.Problems {
		fmt.Fprintf(&p.Buffer, "problem: %d:%d %s: %s\n", problem.Span.Start.Line, problem.Span.Start.Column, problem.Rule, problem.Message)
	}
	return p.Bytes()
}

type factPrinter struct {
	bytes.Buffer
	src []byte
}

func (p *factPrinter) fields(v reflect.Value, depth int) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || v.Field(i).IsZero() {
			continue
		}
		name := f.Name
		if f.Anonymous {
			name = "written"
		}
		p.field(name, v.Field(i), depth)
	}
}

func (p *factPrinter) field(name string, v reflect.Value, depth int) {
	indent := strings.Repeat("  ", depth)
	switch x := v.Interface().(type) {
	case line.Text:
		fmt.Fprintf(p, "%s%s: %s\n", indent, name, p.place(x))
		return
	case time.Time:
		fmt.Fprintf(p, "%s%s: %s\n", indent, name, x.Format(time.DateOnly))
		return
	case Part:
		fmt.Fprintf(p, "%s%s: %s at heading %d, empty %v\n", indent, name, x.Section.Name, x.Heading, x.Empty)
		return
	case []string:
		fmt.Fprintf(p, "%s%s: %q\n", indent, name, x)
		return
	}
	if parts := p.line(v.Interface()); parts != "" {
		fmt.Fprintf(p, "%s%s: %s\n", indent, name, parts)
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			p.field(name, v.Index(i), depth)
		}
	case reflect.Pointer:
		p.field(name, v.Elem(), depth)
	case reflect.Struct:
		fmt.Fprintf(p, "%s%s\n", indent, name)
		p.fields(v, depth+1)
	case reflect.String:
		fmt.Fprintf(p, "%s%s: %q\n", indent, name, v.Interface())
	default:
		fmt.Fprintf(p, "%s%s: %v\n", indent, name, v.Interface())
	}
}

// line is a line with its main parts; package line holds what else is in it.
func (p *factPrinter) line(v any) string {
	parts := func(l line.Line, named ...line.Text) string {
		text := p.place(l.Text)
		for _, t := range named {
			text += " | " + p.place(t)
		}
		return text
	}
	switch l := v.(type) {
	case line.Decision:
		return parts(l.Line, append([]line.Text{l.Topic}, l.Who...)...) + fmt.Sprintf(" | rung %d", l.Rung)
	case line.Who:
		return parts(l.Line, l.Team, l.How)
	case line.Measure:
		return parts(l.Line, l.What, l.Target)
	case line.Standing:
		return parts(l.Line, l.Standard) + " | " + l.State
	case line.FollowUp:
		return parts(l.Line, l.What, l.Team)
	case line.Answer:
		return parts(l.Line, l.Statement) + " | " + l.Value
	case line.Move:
		return parts(l.Line, l.Date.Text, l.Reason)
	case line.Rhythm:
		return parts(l.Line, l.What, l.Every)
	}
	return ""
}

func (p *factPrinter) place(t line.Text) string {
	if t.Span == (diag.Span{}) {
		return fmt.Sprintf("%q", t.Text)
	}
	at := fmt.Sprintf("%q %d:%d", t.Text, t.Span.Start.Line, t.Span.Start.Column)
	if raw := string(p.src[t.Span.Start.Byte:t.Span.End.Byte]); raw != t.Text {
		at += fmt.Sprintf(" written %q", raw)
	}
	return at
}
