package author

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"time"
)

// At returns a file as Git had it at the end of a day, given the site's folder
// and a slash path below it. ok is false where nothing is known: no Git, no
// repository, or no such file then. Like all our calls of Git this one runs
// nothing that a repository could name: no hook, no pager, no filter.
func At(ctx context.Context, dir, path string, day time.Time) (text []byte, ok bool) {
	commit, err := git(ctx, dir, "rev-list", "-1", "--before="+day.Format(time.DateOnly)+"T23:59:59", "HEAD", "--", "./"+path)
	if err != nil || len(bytes.TrimSpace(commit)) == 0 {
		return nil, false
	}
	text, err = git(ctx, dir, "cat-file", "blob", string(bytes.TrimSpace(commit))+":./"+path)
	return text, err == nil
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{
		"--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "safe.bareRepository=explicit", "-C", dir,
	}, args...)...)
	for _, v := range os.Environ() { // a hook that calls us points Git at its own repository
		if !strings.HasPrefix(v, "GIT_DIR=") && !strings.HasPrefix(v, "GIT_WORK_TREE=") && !strings.HasPrefix(v, "GIT_INDEX_FILE=") && !strings.HasPrefix(v, "GIT_PREFIX=") {
			c.Env = append(c.Env, v)
		}
	}
	c.Env = append(c.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return c.Output()
}
