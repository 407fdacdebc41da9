package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"remit/generator"
)

// commitmentIn begins a promise in a new folder.
func commitmentIn(t *testing.T) *generator.Beginning {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "README.md"), []byte("# Home\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := generator.Look(t.Context(), dir, generator.Options{NoGit: true})
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Begin(generator.BeginOptions{Kind: "commitment", Title: "One mail"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAsk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, typed string
		want        []string // lines of the document
		said        []string // on the terminal
	}{
		{"nothing", "\n\n\n\n", []string{"FILL IN: The promise in one or two sentences: who will be better off, how, and by when."}, []string{"Enter skips"}},
		{"no more input", "", []string{"# One mail"}, nil},
		{"an answer that cannot be taken", "\n2026-02-30\n2026-03-30\n", []string{"due: 2026-03-30"}, []string{"2026-02-30 does not exist"}},
		{"a list", "\n\nMails: 12\n Calls: 3 \n\nMost people write once.\n", []string{"  - Mails: 12", "  - Calls: 3", "Most people write once."}, []string{"an empty line ends the list"}},
		{"the last line without an end", "\n2026-03-30", []string{"due: 2026-03-30"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := commitmentIn(t)
			var said strings.Builder
			if err := askerOf(t.Context(), strings.NewReader(c.typed), &said).fill(b); err != nil {
				t.Fatal(err)
			}
			changes, err := b.Changes()
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains("\n"+string(changes[0].New), "\n"+want+"\n") {
					t.Errorf("no line %q in\n%s", want, changes[0].New)
				}
			}
			for _, want := range c.said {
				if !strings.Contains(said.String(), want) {
					t.Errorf("%q was not said:\n%s", want, said.String())
				}
			}
		})
	}
}

// TestAskInterrupted ends the questions while one waits for its answer.
func TestAskInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, typed := io.Pipe()
	defer typed.Close()
	a := askerOf(ctx, in, io.Discard)
	ended := make(chan error)
	go func() { ended <- a.fill(commitmentIn(t)) }()
	if _, err := io.WriteString(typed, "\n"); err != nil { // the first question stands there
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that it was interrupted", err)
	}
}
