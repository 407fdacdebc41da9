package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// isTerminal reports whether a stream is a terminal that can be written over.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// width returns the columns of a stream, 80 when it is no terminal.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}

// colour tells whether to write colours to w: --color, then NO_COLOR, then
// CLICOLOR_FORCE and FORCE_COLOR, then whether it is a terminal.
func colour(c *cobra.Command, w io.Writer) (bool, error) {
	switch flag, _ := c.Flags().GetString("color"); flag {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto", "":
	default:
		return false, useError{fmt.Errorf("--color takes auto, always or never, not %q", flag)}
	}
	set := func(name string) bool { v := os.Getenv(name); return v != "" && v != "0" }
	switch {
	case os.Getenv("NO_COLOR") != "":
		return false, nil
	case set("CLICOLOR_FORCE"), set("FORCE_COLOR"):
		return true, nil
	}
	return isTerminal(w), nil
}

// progress is one line on a terminal that is written over. It stays silent
// for the first 300 ms, and always when w is no terminal.
type progress struct {
	w     io.Writer
	mu    sync.Mutex
	began time.Time
	last  time.Time
	shown bool
}

func newProgress(w io.Writer) *progress {
	if !isTerminal(w) {
		return nil
	}
	return &progress{w: w, began: time.Now()}
}

// step says how far the work is.
func (p *progress) step(done, total int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.began) < 300*time.Millisecond || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.w, "\r  Rendering %s of %s", thousands(done), thousands(total))
}

// end takes the line away.
func (p *progress) end() {
	if p != nil && p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// thousands writes 10400 as 10,400.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// size writes a number of bytes for people: 1.9 MB.
func size(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d bytes", n)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}
