package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"remit/generator"
)

// canAsk reports whether somebody sits at a terminal who can answer.
func canAsk(c *cobra.Command) bool {
	f, ok := c.InOrStdin().(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// asker asks questions on a terminal, one a line.
type asker struct {
	ctx   context.Context
	out   io.Writer
	lines <-chan string // closed when nothing more will come
}

// newAsker asks on standard error, since standard output belongs to the
// result.
func newAsker(c *cobra.Command) *asker {
	return askerOf(c.Context(), c.InOrStdin(), c.ErrOrStderr())
}

// askerOf reads in a goroutine of its own, because a read from a terminal
// cannot be interrupted, and Ctrl+C has to end the questions at once.
func askerOf(ctx context.Context, in io.Reader, out io.Writer) *asker {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			select {
			case lines <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return &asker{ctx: ctx, out: out, lines: lines}
}

// line asks one question. No answer, and no more input, is "".
func (a *asker) line(question, note string) (string, error) {
	fmt.Fprintf(a.out, "\n%s\n", question)
	if note != "" {
		fmt.Fprintf(a.out, "  %s\n", note)
	}
	return a.read()
}

// read asks for a line.
func (a *asker) read() (string, error) {
	fmt.Fprint(a.out, "> ")
	text := ""
	select {
	case text = <-a.lines:
	case <-a.ctx.Done():
	}
	if err := a.ctx.Err(); err != nil { // which also ends the lines: that is no empty answer
		fmt.Fprintln(a.out)
		return "", err
	}
	return strings.TrimSpace(text), nil
}

// fill asks what a new document still needs to know. An empty answer leaves a
// blank; what cannot be taken is asked again, line by line.
func (a *asker) fill(b *generator.Beginning) error {
	fmt.Fprintln(a.out, "Enter skips a question and leaves a blank; Ctrl+C writes nothing.")
	for _, q := range b.Questions() {
		if err := a.question(b, q); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.out)
	return nil
}

// question asks one question until its answer can be taken, and then for more
// where there may be several.
func (a *asker) question(b *generator.Beginning, q generator.Question) error {
	text, err := a.line(q.Text, noteOf(q))
	var taken []string
	for err == nil && text != "" {
		answers := append(slices.Clone(taken), text)
		if wrong := b.Answer(q, answers...); wrong != nil {
			fmt.Fprintf(a.out, "  %s\n", wrong)
		} else if taken = answers; !q.Many {
			break
		}
		text, err = a.read()
	}
	return err
}

func noteOf(q generator.Question) string {
	note := ""
	switch {
	case len(q.Words) > 0:
		note = "one of: " + strings.Join(q.Words, ", ")
	case q.Example != "":
		note = "such as: " + q.Example
	}
	if q.Many {
		note = strings.TrimPrefix(note+"; one a line, an empty line ends the list", "; ")
	}
	return note
}
