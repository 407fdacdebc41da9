package source

import (
	"bytes"
	"context"
	"time"
)

// TextAt returns a file as Git had it at the end of a day, given the site's
// folder and a slash path below it. ok is false where nothing is known: no Git,
// no repository, or no such file then.
func TextAt(ctx context.Context, dir, path string, day time.Time) (text []byte, ok bool) {
	g := git{dir}
	commit, err := g.command(ctx, "--literal-pathspecs", "rev-list", "-1", "--before="+day.Format(time.DateOnly)+"T23:59:59", "HEAD", "--", "./"+path).Output()
	if err != nil || len(bytes.TrimSpace(commit)) == 0 {
		return nil, false
	}
	text, err = g.command(ctx, "--literal-pathspecs", "cat-file", "blob", string(bytes.TrimSpace(commit))+":./"+path).Output()
	return text, err == nil
}
