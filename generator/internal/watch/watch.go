// Package watch turns file events into settled batches of paths.
//
// In: a folder and a function that says which paths to leave out. Out: a
// channel of [Batch] values, each sent when the folder has been quiet for some
// milliseconds. Events are hints and never the truth: a batch says where to
// look, or that everything has to be looked at again. All watches stand before
// [Watch] returns, so a caller that reads the folder afterwards misses nothing.
//
// Where the system gives no events (network file systems, no watches left) the
// package looks for itself at intervals and says so once. When the folder is
// taken away it waits until it is back. It never reads a file's content, never
// follows a link to a folder and never writes anything.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Batch says where to look again.
type Batch struct {
	Paths    []string // slash paths below the root that may have changed, sorted: files, or folders with all that is in them
	All      bool     // look at everything again; Paths is then empty
	Replaced bool     // All, and the root is another folder than before: what was opened before is to be opened anew
	Backstop bool     // All, but nothing announced it: most likely nothing changed, and if something did, say so with Missed
}

// Options say what to watch and how patiently. The zero value is useful.
type Options struct {
	Skip   func(path string) bool // slash path below the root: never watched, never reported
	Poll   time.Duration          // > 0: no events, look for ourselves at this interval
	Quiet  time.Duration          // how long nothing must happen before a batch is sent; 0 = 8 ms
	Rescan time.Duration          // send a Backstop batch when nothing else came for so long; 0 = 2 s, < 0 = never (then what comes and goes between two looks of a poll may stay unknown)
}

const (
	defaultQuiet  = 8 * time.Millisecond
	defaultRescan = 2 * time.Second

	// During a long run of events, such as a git checkout, a batch is sent at
	// least this often.
	longestQuiet = 80 * time.Millisecond

	// How often to look whether the root is still the same folder: nothing
	// announces that one of its parents was moved.
	rootInterval = 250 * time.Millisecond

	// A folder that is renamed and deleted in one breath can make the event
	// source stumble over its own watch; after more errors than this it is given
	// up.
	mostFaults = 20

	// An edit that was seen by looking may be announced a moment before or
	// later; only after this silence it counts as missed.
	missedGrace = 200 * time.Millisecond
)

// Watcher watches one folder until its context ends.
type Watcher struct {
	root    string
	skip    func(string) bool
	batches chan Batch
	notes   chan string
	missed  chan struct{}
	polls   atomic.Bool
	asked   atomic.Int64 // when the last Backstop batch was taken, in Unix nanoseconds

	open func() (*origin, error) // where events come from; tests bring their own
}

// Watch begins to watch the folder root, which must exist, until ctx ends. When
// the system refuses to give events that is no error: the folder is polled, and
// a note says so.
func Watch(ctx context.Context, root string, o Options) (*Watcher, error) {
	return start(ctx, root, o, openEvents)
}

func start(ctx context.Context, root string, o Options, open func() (*origin, error)) (*Watcher, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", root, err)
	}
	held, err := holdFolder(abs)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", root, err)
	}
	w := &Watcher{
		root:    abs,
		skip:    o.Skip,
		batches: make(chan Batch),
		notes:   make(chan string, 8),
		missed:  make(chan struct{}, 1),
		open:    open,
	}
	if w.skip == nil {
		w.skip = func(string) bool { return false }
	}
	if o.Quiet <= 0 {
		o.Quiet = defaultQuiet
	}
	if o.Rescan == 0 {
		o.Rescan = defaultRescan
	}
	l := &loop{Watcher: w, ctx: ctx, hints: make(chan hint), held: held, said: map[string]bool{}}
	if o.Poll > 0 {
		l.startPolling(o.Poll)
	} else {
		l.startEvents()
	}
	sent := func(b Batch) {
		if b.Backstop {
			w.asked.Store(time.Now().UnixNano())
		}
	}
	go settle(l.hints, w.batches, sent, pace{quiet: o.Quiet, limit: max(longestQuiet, o.Quiet), rescan: o.Rescan})
	go l.run()
	return w, nil
}

// Batches returns the channel of batches. It is closed when the context ends.
// While nobody receives, what happens is merged into the next batch.
func (w *Watcher) Batches() <-chan Batch { return w.batches }

// Notes returns the channel of what the user should know of the watching
// itself: one plain sentence each, each said once. It is closed when the
// context ends. Nothing waits for its reader.
func (w *Watcher) Notes() <-chan string { return w.notes }

// Missed tells that a Backstop batch led to changes. When no event follows that
// explains them, the folder is polled from then on.
func (w *Watcher) Missed() {
	select {
	case w.missed <- struct{}{}:
	default:
	}
}

// Polls reports whether the folder is being polled, by wish or for want of events.
func (w *Watcher) Polls() bool { return w.polls.Load() }

// loop is the state of the one goroutine that listens to the system.
type loop struct {
	*Watcher
	ctx   context.Context
	hints chan hint
	held  heldFolder // the root
	gone  bool       // the root is not there
	said  map[string]bool

	from      *origin // nil while polling
	folders   map[string]bool
	lastEvent time.Time
	faults    int // errors of the event source that are no overflow

	seen  map[string]stamp // what polling saw last
	every time.Duration    // the user's wish for polling; 0 = suit ourselves
	poll  *time.Timer      // nil while events come
}

func (l *loop) run() {
	defer close(l.notes)
	defer close(l.hints)
	defer func() {
		l.from.close()
		l.held.file.Close()
	}()
	look := time.NewTicker(rootInterval)
	defer look.Stop()
	var doubt <-chan time.Time // runs while an event may still explain a change
	var explains time.Time     // an event since then does
	for {
		var events <-chan fsnotify.Event
		var errs <-chan error
		if l.from != nil {
			events, errs = l.from.events, l.from.errors
		}
		var poll <-chan time.Time
		if l.poll != nil {
			poll = l.poll.C
		}
		select {
		case <-l.ctx.Done():
			return
		case e, ok := <-events:
			if !ok {
				l.fallBack("The system stopped sending file events")
				continue
			}
			l.event(e)
		case err, ok := <-errs:
			if ok {
				l.failed(err)
			}
		case <-look.C:
			l.checkRoot(false)
		case <-poll:
			l.pollNow()
		case <-l.missed:
			if l.from != nil && doubt == nil {
				explains = time.Unix(0, l.asked.Load()).Add(-missedGrace)
				doubt = time.After(missedGrace)
			}
		case <-doubt:
			doubt = nil
			if l.from != nil && !l.gone && l.lastEvent.Before(explains) {
				l.fallBack("A file changed and the system did not say so, as it happens on network drives and shared folders")
			}
		}
	}
}

func (l *loop) hint(h hint) {
	if l.gone && !h.gone {
		return // everything is looked at when the root is back
	}
	select {
	case l.hints <- h:
	case <-l.ctx.Done():
	}
}

// say sends a note unless it was sent before. Notes are few and the channel has
// room for all of them; should a caller never read, nothing waits for it.
func (l *loop) say(text string) {
	if l.said[text] {
		return
	}
	l.said[text] = true
	select {
	case l.notes <- text:
	default:
	}
}

// heldFolder is a folder that is kept open: as long as it is, no other one can
// get its number.
type heldFolder struct {
	file *os.File
	info fs.FileInfo
}

func holdFolder(name string) (heldFolder, error) {
	info, err := os.Stat(name) // first: opening may block on what is no folder
	if err == nil && !info.IsDir() {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return heldFolder{}, err
	}
	f, err := os.Open(name)
	if err != nil {
		return heldFolder{}, err
	}
	if info, err = f.Stat(); err != nil {
		f.Close()
		return heldFolder{}, err
	}
	return heldFolder{f, info}, nil
}

// checkRoot notices that the root was taken away, came back or is another
// folder than before. After an event on the root itself the watches on it
// are surely gone, even when it is there again.
func (l *loop) checkRoot(surely bool) {
	now, err := holdFolder(l.root)
	if err != nil {
		if !l.gone {
			l.gone = true
			l.hint(hint{gone: true})
			l.say("The folder " + l.root + " is gone; waiting until it is back.")
		}
		return
	}
	if !l.gone && !surely && os.SameFile(now.info, l.held.info) {
		now.file.Close()
		return
	}
	if !l.gone {
		l.say("The folder " + l.root + " was replaced by another one; everything is read again.")
	}
	l.held.file.Close()
	l.held, l.gone = now, false
	l.restart(true)
}

// restart begins anew after something that makes all watches doubtful, and asks
// for everything to be looked at. The watches stand before the question.
func (l *loop) restart(replaced bool) {
	if l.from != nil {
		l.startEvents()
	} else {
		l.seen = scan(l.root, "", l.skip)
	}
	l.hint(hint{all: true, replaced: replaced})
}

// failed handles an error of the event source.
func (l *loop) failed(err error) {
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		l.say("So many files changed at once that events were lost; everything is read again.")
		l.restart(false)
		return
	}
	if l.faults++; l.faults > mostFaults {
		l.fallBack(reason(err))
		return
	}
	l.restart(false)
}

// fallBack gives up on events, polls, and says why.
func (l *loop) fallBack(why string) {
	l.startPolling(0)
	l.sayFallBack(why)
	l.hint(hint{all: true})
}

func (l *loop) sayFallBack(why string) {
	l.say(why + ". Looking for changes at intervals instead, which shows them a little later.")
}

// reason puts an error of the event source into words that help.
func reason(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "The system has no file watches left (to raise the limit: sudo sysctl fs.inotify.max_user_watches=524288)"
	case errors.Is(err, syscall.EMFILE):
		return "The system has no file watchers or open files left (to raise the limits: sudo sysctl fs.inotify.max_user_instances=512, ulimit -n 8192)"
	default:
		return "The system gives no file events here (" + err.Error() + ")"
	}
}
