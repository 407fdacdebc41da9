package source

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"remit/generator/internal/schema"
)

// Why a revision cannot be read, beside what Git itself says.
var (
	ErrNoRepository    = errors.New("it lies in no Git repository with commits")
	ErrUnknownRevision = errors.New("Git knows no such revision")
)

// Revision is a site's folder as it was at one commit.
type Revision struct {
	Commit  string   // its full name
	Modules []string // paths of submodules, whose files are of another repository
	git     git
	blobs   []blob // of the folder, in the order of paths
}

// blob is one file of a commit.
type blob struct {
	path string // below the site's folder, as Git spells it
	mode string
	id   string
	size int64
}

// At lists the site's folder as it was at a revision: a branch, a tag, a
// commit, HEAD~3. A folder that was not there then is an empty one. The error
// is ErrNoRepository, ErrUnknownRevision, or about the machine.
func (r *Root) At(ctx context.Context, revision string) (*Revision, error) {
	g := git{dir: r.dir}
	if _, err := g.where(ctx); err != nil {
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errNoRepository):
			return nil, ErrNoRepository
		}
		return nil, fmt.Errorf("ask Git about %s: %w", r.dir, err)
	}
	if revision == "" || revision[0] == '-' || strings.ContainsAny(revision, "\x00\n") {
		return nil, ErrUnknownRevision
	}
	commit, err := g.command(ctx, "rev-parse", "--verify", "--quiet", revision+"^{commit}").Output()
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, ErrUnknownRevision
	}
	rev := &Revision{Commit: strings.TrimSpace(string(commit)), git: g}
	err = run(g.command(ctx, "ls-tree", "-r", "-z", "-l", rev.Commit), func(token string) {
		switch b, ok := parseBlob(token); {
		case ok:
			rev.blobs = append(rev.blobs, b)
		case b.path != "":
			rev.Modules = append(rev.Modules, b.path)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("list the files of %s: %w", revision, err)
	}
	return rev, nil
}

// parseBlob takes a line of git ls-tree apart: mode, type, id, size, path. Of a
// submodule it returns the path alone.
func parseBlob(token string) (blob, bool) {
	head, name, ok := strings.Cut(token, "\t")
	f := strings.Fields(head)
	switch {
	case !ok || len(f) != 4:
		return blob{}, false
	case f[1] != "blob":
		return blob{path: name}, false
	}
	size, err := strconv.ParseInt(f[3], 10, 64)
	return blob{path: name, mode: f[0], id: f[2], size: size}, err == nil
}

// find returns the file at a path, or nil.
func (r *Revision) find(p string) *blob {
	for i := range r.blobs {
		if r.blobs[i].path == p {
			return &r.blobs[i]
		}
	}
	return nil
}

// ReadFile returns one file as it was, nil when there was none or when it is
// larger than a document may be.
func (r *Revision) ReadFile(ctx context.Context, p string) ([]byte, error) {
	b := r.find(p)
	if b == nil || !regular(b.mode) {
		return nil, nil
	}
	var text []byte
	err := r.git.blobs(ctx, []string{b.id}, int64(schema.DefaultLimits().FileBytes), func(_ int, data []byte) bool {
		text = data
		return true
	})
	return text, err
}

// regular reports whether a mode of Git is that of an ordinary file.
func regular(mode string) bool { return strings.HasPrefix(mode, "100") }

const linkMode = "120000"

// ReadAt reads the folder as it was at a revision, by the rules by which it is
// read from the disk: what is never read, ignored, too large or too deep is
// left out. Files that are no text are listed, but their bytes are not there.
func (r *Root) ReadAt(ctx context.Context, rev *Revision, opt Options) (*Tree, error) {
	t, err := r.readRevision(ctx, rev, opt)
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("read the files of commit %.7s: %w", rev.Commit, err)
	}
	return t, err
}

func (r *Root) readRevision(ctx context.Context, rev *Revision, opt Options) (*Tree, error) {
	opt = opt.filled()
	w, problems := r.walker(opt)
	var wanted []*entryAt
	byPath := make(map[string]*blob, len(rev.blobs))
	for i := range rev.blobs {
		byPath[rev.blobs[i].path] = &rev.blobs[i]
	}
	links, err := rev.links(ctx)
	if err != nil {
		return nil, err
	}
	documents := 0
	for i := range rev.blobs {
		b := &rev.blobs[i]
		e := &entryAt{path: norm.NFC.String(b.path), blob: b}
		if b.mode == linkMode {
			if e.blob = followAt(b, byPath, links); e.blob == nil || w.skipsAt(e.blob.path) {
				continue
			}
			e.target = norm.NFC.String(e.blob.path)
		}
		if !regular(e.blob.mode) || w.skipsAt(b.path) || isText(e.path) && e.blob.size > textLimit(e.path, opt.Limits) {
			continue
		}
		if IsDocument(e.path) {
			if documents++; documents > opt.Limits.Documents {
				continue
			}
		}
		wanted = append(wanted, e)
	}
	files, err := rev.load(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return NewTree(files, problems), nil
}

// entryAt is a file of a revision that is read.
type entryAt struct {
	path   string
	blob   *blob
	target string // of a link
}

// skipsAt reports whether the walk over a folder would leave out a raw path,
// or a folder above it.
func (w *walker) skipsAt(raw string) bool {
	for i := 0; i <= len(raw); i++ {
		if i < len(raw) && raw[i] != '/' {
			continue
		}
		p := norm.NFC.String(raw[:i])
		if w.passedOver(raw[:i], p) {
			return true
		}
		if _, refused, _ := nameProblem(raw[:i]); refused {
			return true
		}
		if _, refused := w.placeProblem(p, i < len(raw)); refused {
			return true
		}
	}
	return false
}

// links reads where the symbolic links lead.
func (r *Revision) links(ctx context.Context) (map[string]string, error) {
	var ids, paths []string
	for i := range r.blobs {
		if b := &r.blobs[i]; b.mode == linkMode {
			ids, paths = append(ids, b.id), append(paths, b.path)
		}
	}
	links := make(map[string]string, len(ids))
	err := r.git.blobs(ctx, ids, 4096, func(i int, data []byte) bool {
		links[paths[i]] = string(data)
		return true
	})
	return links, err
}

// followAt returns the file that a link leads to inside the folder, or nil.
func followAt(b *blob, byPath map[string]*blob, links map[string]string) *blob {
	for range maxLinks {
		if b == nil || b.mode != linkMode {
			return b
		}
		to := links[b.path]
		if to == "" || path.IsAbs(to) {
			return nil
		}
		b = byPath[path.Join(path.Dir(b.path), to)]
	}
	return nil
}

// load reads the texts among the entries.
func (r *Revision) load(ctx context.Context, entries []*entryAt) ([]*File, error) {
	var ids []string
	var at []int
	files := make([]*File, len(entries))
	for i, e := range entries {
		if isText(e.path) {
			ids, at = append(ids, e.blob.id), append(at, i)
			continue
		}
		files[i] = &File{Path: e.path, Size: e.blob.size, Hash: sha256.Sum256([]byte(e.blob.id)), Target: e.target,
			read: func() ([]byte, error) { return nil, errors.New("it is of another commit") }}
	}
	err := r.git.blobs(ctx, ids, -1, func(i int, data []byte) bool {
		e := entries[at[i]]
		if data != nil {
			files[at[i]] = NewFile(e.path, data)
			files[at[i]].Target = e.target
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(f *File) bool {
		twice := f == nil || seen[f.Path] // two spellings of one name
		if f != nil {
			seen[f.Path] = true
		}
		return twice
	}), nil
}

// blobs reads objects in order and gives each to take with its place in ids,
// until take says false. One larger than most (-1 for any size), and one that
// is not there, is nil.
func (g git) blobs(ctx context.Context, ids []string, most int64, take func(i int, data []byte) bool) error {
	if len(ids) == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	c := g.command(ctx, "cat-file", "--batch")
	c.Stdin = strings.NewReader(strings.Join(ids, "\n") + "\n")
	var stderr bytes.Buffer
	c.Stderr = &limitedBuffer{&stderr}
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		stop()
		return err
	}
	defer stop()
	done, err := readBlobs(bufio.NewReaderSize(out, 64<<10), len(ids), most, take)
	if !done {
		stop() // enough was read, or nothing that can be read will follow
	}
	if waited := c.Wait(); err == nil && done && waited != nil {
		var exit *exec.ExitError
		if errors.As(waited, &exit) && stderr.Len() > 0 {
			text, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
			return errors.New(text)
		}
		return waited
	}
	return err
}

// readBlobs takes the output of git cat-file --batch apart. done tells that
// all was read.
func readBlobs(r *bufio.Reader, n int, most int64, take func(i int, data []byte) bool) (done bool, err error) {
	for i := range n {
		head, err := r.ReadString('\n')
		if err != nil {
			return false, fmt.Errorf("git cat-file: %w", err)
		}
		f := strings.Fields(head)
		if len(f) != 3 { // "ID missing"
			if !take(i, nil) {
				return false, nil
			}
			continue
		}
		size, err := strconv.ParseInt(f[2], 10, 64)
		if err != nil {
			return false, fmt.Errorf("git cat-file said %q", head)
		}
		var data []byte
		if f[1] == "blob" && (most < 0 || size <= most) {
			data = make([]byte, size)
			_, err = io.ReadFull(r, data)
		} else {
			_, err = io.CopyN(io.Discard, r, size)
		}
		if err == nil {
			_, err = r.Discard(1) // the line end
		}
		if err != nil {
			return false, fmt.Errorf("git cat-file: %w", err)
		}
		if !take(i, data) {
			return false, nil
		}
	}
	return true, nil
}
