package source

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

var (
	errNoRepository = errors.New("no Git repository with commits")
	errShallow      = errors.New("shallow clone")
)

// git runs Git in one folder, so that it reads and does nothing else.
type git struct{ dir string }

// command prepares a call that runs no hook, pager, monitor, signature check
// or fetch, whatever the repository's settings say: a folder of documents may
// come from a stranger and hold a repository of its own.
func (g git) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "git", append([]string{
		"--no-pager",
		"-c", "core.quotepath=off",
		"-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=" + os.DevNull,
		"-c", "log.showSignature=false",
		"-c", "log.showRoot=true",
		"-c", "log.follow=false",
		"-c", "safe.bareRepository=explicit",
		"-C", g.dir,
	}, args...)...)
	c.Env = append(gitEnvironment(os.Environ()),
		"GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return c
}

// gitEnvironment drops what would point Git at another repository, as a hook
// that calls us does, and keeps settings and search limits.
func gitEnvironment(env []string) []string {
	var kept []string
	for _, v := range env {
		if !strings.HasPrefix(v, "GIT_") || strings.HasPrefix(v, "GIT_CONFIG_") || strings.HasPrefix(v, "GIT_EXEC_PATH=") ||
			strings.HasPrefix(v, "GIT_CEILING_DIRECTORIES=") || strings.HasPrefix(v, "GIT_DISCOVERY_ACROSS_FILESYSTEM=") {
			kept = append(kept, v)
		}
	}
	return kept
}

// run runs a command and gives each part of its output that ends in a NUL.
func run(c *exec.Cmd, each func(token string)) error {
	var stderr bytes.Buffer
	c.Stderr = &limitedBuffer{&stderr}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	r := bufio.NewReaderSize(out, 64<<10)
	for {
		token, err := r.ReadString(0)
		if token = strings.TrimSuffix(token, "\x00"); token != "" || err == nil {
			each(token)
		}
		if err != nil {
			break
		}
	}
	if err := c.Wait(); err != nil {
		if text, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); text != "" {
			return errors.New(text)
		}
		return fmt.Errorf("run git: %w", err)
	}
	return nil
}

// limitedBuffer keeps the start of what is written.
type limitedBuffer struct{ b *bytes.Buffer }

func (l *limitedBuffer) Write(p []byte) (int, error) {
	const most = 4096
	l.b.Write(p[:min(len(p), most-min(most, l.b.Len()))])
	return len(p), nil
}

// place is where a folder lies in its repository.
type place struct {
	shallow bool
	head    string // the commit that is checked out
	up      string // the way to the repository's top: "../"
	prefix  string // the folder below that top: "docs/"
}

func (g git) where(ctx context.Context) (place, error) {
	out := ""
	err := run(g.command(ctx, "rev-parse", "--is-shallow-repository", "--show-cdup", "--show-prefix", "--verify", "HEAD^{commit}"),
		func(token string) { out += token })
	if err != nil {
		for _, none := range [...]string{"not a git repository", "Needed a single revision", "cannot change to", "must be run in a work tree", "cannot use bare repository"} {
			if strings.Contains(err.Error(), none) {
				return place{}, errNoRepository
			}
		}
		return place{}, err
	}
	// A folder's name may hold line ends, so what is in the middle is the prefix.
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) < 4 {
		return place{}, fmt.Errorf("git rev-parse said %q", out)
	}
	last := len(lines) - 1
	return place{shallow: lines[0] == "true", up: lines[1], prefix: strings.Join(lines[2:last], "\n"), head: lines[last]}, nil
}

// key changes when a cached history can no longer be continued: it is of
// another folder, or people are counted in another way.
func (p place) key(dir string) string {
	h := sha256.New()
	io.WriteString(h, p.prefix+"\x00")
	if f, err := os.OpenFile(filepath.Join(realPath(dir), filepath.FromSlash(p.up), ".mailmap"), os.O_RDONLY|nonblock, 0); err == nil {
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			io.Copy(h, f)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (g git) isAncestor(ctx context.Context, old, head string) bool {
	return run(g.command(ctx, "merge-base", "--is-ancestor", old, head), func(string) {}) == nil
}

// read adds the commits of a range to a log. Every commit that changed a path
// counts, whether or not a merge kept what it did: only so do a range and its
// parts give the same.
func (g git) read(ctx context.Context, log *changeLog, commits string) error {
	p := logParser{log: log, people: map[uint64]uint32{}}
	for i, hash := range log.People {
		p.people[hash] = uint32(i)
	}
	return run(g.command(ctx, "log", "-z", "--format=%H%x00%as%x00%aN%x00%aE", "--raw", "--no-abbrev", "--full-history",
		"--no-renames", "--no-ext-diff", "--no-color", "--relative", commits, "--", "."), p.token)
}

// logParser takes the output of git log apart. A commit is four fields, then
// two for each change: one that begins with a colon, and the path. No other
// field can stand where that colon does, so no file name can forge a commit.
type logParser struct {
	log    *changeLog
	people map[uint64]uint32
	next   int // the field that comes next: 0-3 of a commit, 4 a path
	date   string
	day    Date
	dated  bool
	name   string
	person uint32
}

func (p *logParser) token(s string) {
	switch p.next {
	case 0:
		if strings.HasPrefix(strings.TrimPrefix(s, "\n"), ":") {
			p.next = 4
			return
		}
		if s != "" {
			p.next = 1
		}
	case 1:
		p.day, p.dated = parseDate(s)
		p.next = 2
	case 2:
		p.name = s
		p.next = 3
	case 3:
		p.person = p.number(p.name, s)
		p.next = 0
	case 4:
		if p.dated {
			p.log.add(s, p.day, p.person)
		}
		p.next = 0
	}
}

// number returns the number of an author. The same name at two addresses is
// one person: most people commit from a browser too.
func (p *logParser) number(name, address string) uint32 {
	id := strings.ToLower(strings.TrimSpace(name))
	if id == "" {
		id = "<" + strings.ToLower(address) + ">"
	}
	sum := sha256.Sum256([]byte(id))
	hash := binary.LittleEndian.Uint64(sum[:])
	n, known := p.people[hash]
	if !known {
		n = uint32(len(p.log.People))
		p.log.People = append(p.log.People, hash)
		p.people[hash] = n
	}
	return n
}
