// Package publish makes a directory equal to a set of pages, safely.
//
// In: an output folder, the source folder it must not touch, and pages put
// into a [Generation] one by one, from any number of goroutines. Out: the
// folder holds exactly those pages, or exactly what it held before: a reader
// never sees a mixture, whatever happens to the process or the disk. A new
// generation is written beside the old one, files that did not change are
// linked, the file system is synced once and the two folders are exchanged. A
// manifest lists what is ours; anything else in the folder is kept and named.
// The package never follows a link out of the folder, never writes into a
// folder that holds the source, and never deletes what it did not write.
//
// For an output folder NAME these names are used beside it, all hidden so that
// a site whose folder lies there does not read them:
//
//	.NAME.new-ID       a generation in the making, or the former one on its way out
//	.NAME.old-ID       a former folder set aside (see Result.SetAside)
//	.NAME.remit-lock   held with flock while a build runs, removed afterwards
//
// A killed build leaves them behind and the next Begin removes them, provided
// they carry our mark: the file .remit-unfinished in a generation that was
// never published, a whole manifest in one that was.
//
// A file is unchanged when its bytes are: the old file is opened below the old
// folder, compared, linked, and the link is checked to be the file compared.
// No time stamp and no stored hash is believed, so an edited, torn or restored
// file is written afresh, and two builds of one site are equal to the byte,
// manifest included.
//
// Where the system or the file system cannot exchange two folders (anything
// but Linux and macOS, some network file systems), the old folder is renamed
// away and the new one renamed into its place: for a moment there is no folder,
// and a build killed in that moment is mended by the next Begin.
package publish

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Options say where a site is published. The zero Wait does not wait.
type Options struct {
	Out    string        // output folder, absolute or relative; made when missing, as are the folders above it
	Source string        // the site's own folder, which must stay untouched; "" if there is none
	Wait   time.Duration // how long to wait for another build that holds the lock
}

// Result says what Commit did.
type Result struct {
	Written int // pages written
	Linked  int // pages taken over unchanged from the former site
	Removed int // pages of the former site that the new one lacks

	Bytes        int64 // size of all pages
	BytesWritten int64 // size of the pages written

	// Kept names, as sorted slash paths below the output folder, what stands
	// there and is not ours; a whole folder is named once, with a slash at its end.
	Kept []string

	// SetAside is the path of the former output folder, kept whole because its
	// manifest was damaged and so nobody can tell our files from the user's.
	// "" in all other cases.
	SetAside string

	// Leftover is the path of the former site's folder when it could not be
	// removed wholly. The new site is published all the same and the next build
	// tries again. "" in all other cases.
	Leftover string
}

// Notes says in plain sentences what the user should know about a published
// site; out is the output folder as the user calls it.
func (r Result) Notes(out string) []string {
	var notes []string
	if len(r.Kept) > 0 {
		notes = append(notes, fmt.Sprintf("kept in %s, not made by Remit: %s", out, someOf(r.Kept)))
	}
	if r.SetAside != "" {
		notes = append(notes, fmt.Sprintf("state rebuilt: the list of pages in %s (%s) was damaged, so the site was written afresh; "+
			"the former folder is kept whole as %s: copy back what is yours, then delete it", out, ManifestName, r.SetAside))
	}
	if r.Leftover != "" {
		notes = append(notes, fmt.Sprintf("the former site could not be removed wholly from %s; the next build tries again", r.Leftover))
	}
	return notes
}

// A Generation is a site in the making. Put may be called from any number of
// goroutines; Commit or Abort ends it.
type Generation struct {
	place place
	vol   volume
	lock  *lock
	id    string
	work  string // name of the new folder beside the output folder, with id in it

	former    map[string]bool // pages of the old generation
	formerIs  state
	formerDir fs.FileInfo // the old folder; nil if there is none
	leftover  string      // path of an older leftover that could not be removed

	open sync.RWMutex // read-held by Put, held by Commit and Abort
	over bool

	claims sync.Mutex
	files  map[string]bool
	dirs   map[string]bool
	failed error // the first failure of a Put

	made            sync.Map // folders that exist below work
	written, linked atomic.Int64
	bytes, fresh    atomic.Int64
}

// Begin takes the lock, checks that the output folder may be written, removes
// what killed builds left, and makes the folder for a new generation beside the
// old one. The output folder itself is not touched before Commit. The caller
// must end the generation with Commit or Abort.
//
// Errors that the user can mend: [*SourceError], [*ForeignError],
// [*FolderError], [*LockedError], [*DiskError].
func Begin(opt Options) (*Generation, error) {
	return begin(opt, func(v volume) volume { return v })
}

// begin lets tests put themselves between the generation and the disk.
func begin(opt Options, wrap func(volume) volume) (*Generation, error) {
	place, err := find(opt.Out, opt.Source)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(place.parent, 0o755); err != nil {
		return nil, place.failure("make", place.parent, err)
	}
	lock, err := acquire(place, opt.Wait)
	if err != nil {
		return nil, err
	}
	g := &Generation{
		place: place, lock: lock, id: newID(),
		vol:   wrap(openDisk(place.parent)),
		files: map[string]bool{}, dirs: map[string]bool{},
	}
	g.work = place.newPrefix() + g.id
	if err := g.prepare(); err != nil {
		return nil, errors.Join(err, g.abort())
	}
	return g, nil
}

const idBytes = 6

func newID() string {
	var b [idBytes]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// prepare does all of Begin that needs the lock.
func (g *Generation) prepare() error {
	if err := g.restore(); err != nil {
		return g.place.failure("put back", g.place.out, err)
	}
	if err := g.inspect(); err != nil {
		return err
	}
	if err := g.clean(); err != nil {
		return g.place.failure("remove what an interrupted build left in", g.place.parent, err)
	}
	if err := g.makeWork(); err != nil {
		return g.place.failure("make", filepath.Join(g.place.parent, g.work), err)
	}
	return nil
}

// inspect finds out whose the output folder is.
func (g *Generation) inspect() error {
	info, err := g.vol.lstat(g.place.name, "")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return g.place.failure("read", g.place.out, err)
	}
	if !info.IsDir() {
		return &FolderError{Out: g.place.out, Why: "is a file, not a folder", Fix: "choose another output folder, or move the file away"}
	}
	g.formerDir = info
	g.former, g.formerIs, err = readManifest(g.vol, g.place.name)
	if err != nil {
		return g.place.failure("read", filepath.Join(g.place.out, ManifestName), err)
	}
	if g.formerIs == absent {
		return g.refuseForeign()
	}
	g.place.published = true
	return nil
}

func (g *Generation) refuseForeign() error {
	entries, err := g.vol.list(g.place.name, "")
	if err != nil {
		return g.place.failure("read", g.place.out, err)
	}
	if len(entries) == 0 {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return &ForeignError{Out: g.place.out, Files: names[:min(3, len(names))], More: max(0, len(names)-3)}
}

func (g *Generation) makeWork() error {
	if err := g.vol.mkdir(g.work, ""); err != nil {
		return err
	}
	return g.vol.create(g.work, markName, nil)
}

// Put adds one page: path is a slash path below the output folder, body its
// bytes, which are not kept. A page equal to that of the former site is linked
// instead of written. After a failed Put the generation cannot be committed.
//
// Errors: [*NameError] for a path that cannot be published, [*ClashError] for a
// path put twice or used both as file and as folder, [*DiskError].
func (g *Generation) Put(path string, body []byte) error {
	g.open.RLock()
	defer g.open.RUnlock()
	if g.over {
		return fmt.Errorf("put %s: the generation is over", path)
	}
	err := g.put(path, body)
	if err != nil {
		g.claims.Lock()
		defer g.claims.Unlock()
		if g.failed == nil {
			g.failed = err
		}
	}
	return err
}

func (g *Generation) put(name string, body []byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	if err := g.claim(name); err != nil {
		return err
	}
	if err := g.ensureDir(path.Dir(name)); err != nil {
		return g.place.failure("make a folder for", g.place.page(name), err)
	}
	g.bytes.Add(int64(len(body)))
	if g.takeOver(name, body) {
		g.linked.Add(1)
		return nil
	}
	err := g.vol.create(g.work, name, body)
	if errors.Is(err, fs.ErrExist) { // a file system that does not tell A from a
		return &ClashError{Path: name}
	}
	if err != nil {
		return g.place.failure("write", g.place.page(name), err)
	}
	g.written.Add(1)
	g.fresh.Add(int64(len(body)))
	return nil
}

// claim reserves a path, so that neither a second page nor a folder takes it.
func (g *Generation) claim(name string) error {
	g.claims.Lock()
	defer g.claims.Unlock()
	if g.files[name] || g.dirs[name] {
		return &ClashError{Path: name}
	}
	for dir := path.Dir(name); dir != "." && !g.dirs[dir]; dir = path.Dir(dir) {
		if g.files[dir] {
			return &ClashError{Path: dir}
		}
	}
	g.files[name] = true
	for dir := path.Dir(name); dir != "." && !g.dirs[dir]; dir = path.Dir(dir) {
		g.dirs[dir] = true
	}
	return nil
}

// ensureDir makes a folder below work with those above it. Two goroutines may
// make the same one: that costs a system call, a lock would cost all of them.
func (g *Generation) ensureDir(dir string) error {
	if dir == "." {
		return nil
	}
	if _, ok := g.made.Load(dir); ok {
		return nil
	}
	if err := g.ensureDir(path.Dir(dir)); err != nil {
		return err
	}
	if err := g.vol.mkdir(g.work, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	g.made.Store(dir, true)
	return nil
}

// takeOver links the former site's file if its bytes are those of body. Every
// failure only means that the page is written instead, as on a file system
// without hard links. A folder set aside shares no file with the new site.
func (g *Generation) takeOver(name string, body []byte) bool {
	if g.formerIs != whole || !g.former[name] {
		return false
	}
	info, ok := g.vol.same(g.place.name, name, body)
	return ok && g.vol.link(g.place.name, g.work, name, info) == nil
}

// Commit publishes what was put, exactly that and what stood in the folder and
// is not ours, and releases the lock. If it fails, the site is what it was, the
// new folder is removed and the generation is over.
//
// Errors: the first error of a Put, [*ConflictError] if a page would replace a
// file that is not ours, [*DiskError].
func (g *Generation) Commit() (Result, error) {
	g.open.Lock()
	defer g.open.Unlock()
	if g.over {
		return Result{}, errors.New("commit: the generation is over")
	}
	result, err := g.publish()
	if err != nil {
		return Result{}, errors.Join(err, g.abort())
	}
	g.finish()
	return result, nil
}

func (g *Generation) publish() (Result, error) {
	if g.failed != nil {
		return Result{}, g.failed
	}
	r := Result{
		Written: int(g.written.Load()), Linked: int(g.linked.Load()),
		Bytes: g.bytes.Load(), BytesWritten: g.fresh.Load(),
		Leftover: g.leftover,
	}
	for name := range g.former {
		if !g.files[name] {
			r.Removed++
		}
	}
	var err error
	if r.Kept, err = g.carry(); err != nil {
		return r, err
	}
	if err := g.seal(); err != nil {
		return r, err
	}
	old, err := g.swap()
	if err != nil {
		return r, g.place.failure("publish", g.place.out, err)
	}
	g.retireFormer(old, &r)
	return r, nil
}

// seal makes the new folder complete and durable.
func (g *Generation) seal() error {
	if err := g.vol.create(g.work, ManifestName, encodeManifest(g.files)); err != nil {
		return g.place.failure("write", filepath.Join(g.place.out, ManifestName), err)
	}
	if g.formerDir != nil {
		if err := g.vol.chmod(g.work, "", g.formerDir.Mode()); err != nil {
			return g.place.failure("set the rights of", g.place.out, err)
		}
	}
	if err := g.vol.sync(); err != nil {
		return g.place.failure("write", g.place.out, err)
	}
	// The mark goes last and before the exchange: a folder with a mark was
	// never published, a folder in the output's place never has one.
	if err := g.vol.remove(g.work, markName); err != nil {
		return g.place.failure("write", g.place.out, err)
	}
	return nil
}

// swap puts the new folder in the output's place and returns the name that the
// old one has now, "" if there was none.
func (g *Generation) swap() (string, error) {
	if err := g.unchangedSince(); err != nil {
		return "", err
	}
	if g.formerDir == nil {
		return "", g.vol.rename(g.work, g.place.name)
	}
	err := g.vol.exchange(g.work, g.place.name)
	if !errors.Is(err, errors.ErrUnsupported) {
		return g.work, err
	}
	old := g.place.oldPrefix() + g.id
	if err := g.vol.rename(g.place.name, old); err != nil {
		return "", err
	}
	if err := g.vol.rename(g.work, g.place.name); err != nil {
		if back := g.vol.rename(old, g.place.name); back != nil {
			return "", fmt.Errorf("%w (the site is now in %s; the next build puts it back)", err, filepath.Join(g.place.parent, old))
		}
		return "", err
	}
	return old, nil
}

// unchangedSince makes sure that no other program put another folder in the
// output's place while we were building.
func (g *Generation) unchangedSince() error {
	now, err := g.vol.lstat(g.place.name, "")
	switch {
	case g.formerDir == nil && errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && g.formerDir != nil && os.SameFile(now, g.formerDir):
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return errors.New("another program replaced the folder during the build")
}

// retireFormer removes the old generation, or sets it aside. The new site is
// published by now: what fails is noted and mended by the next build.
func (g *Generation) retireFormer(old string, r *Result) {
	switch {
	case old == "":
	case g.formerIs == damaged:
		r.SetAside = filepath.Join(g.place.parent, old)
		if aside := g.place.oldPrefix() + g.id; aside != old && g.vol.rename(old, aside) == nil {
			r.SetAside = filepath.Join(g.place.parent, aside)
		}
	default:
		late, err := g.retire(old, g.former)
		r.Kept = append(r.Kept, late...)
		slices.Sort(r.Kept)
		if err != nil {
			r.Leftover = filepath.Join(g.place.parent, old)
		}
	}
}

// Abort gives the new generation up: the old site stays whole, the new folder
// is removed and the lock released. It may be called again and after Commit,
// when it does nothing, so that it can be deferred.
func (g *Generation) Abort() error {
	g.open.Lock()
	defer g.open.Unlock()
	if g.over {
		return nil
	}
	return g.abort()
}

func (g *Generation) abort() error {
	var err error
	if discarded := g.discard(g.work); discarded != nil {
		err = fmt.Errorf("remove %s: %w (the next build tries again)", filepath.Join(g.place.parent, g.work), discarded)
	}
	g.finish()
	return err
}

// finish releases everything that Begin took.
func (g *Generation) finish() {
	g.over = true
	g.vol.close()
	g.lock.release()
}
