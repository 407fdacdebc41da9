package watch

import (
	"maps"
	"slices"
	"time"
)

// hint is one thing that may have happened.
type hint struct {
	path     string // may have changed
	all      bool   // everything may have changed
	replaced bool   // the root is another folder
	gone     bool   // the root is not there: no backstop until the next hint
}

// pace says when hints make a batch.
type pace struct {
	quiet  time.Duration // no hint for so long
	limit  time.Duration // or hints for so long without end
	rescan time.Duration // backstop when no batch was sent for so long; < 0 = never
}

// Beyond this many paths it is cheaper to look at everything.
const mostPaths = 4096

// settle merges hints into batches until in is closed; then it closes out. It
// tells sent of each batch that was taken. It always has time for the next hint: while out is not received from, the batch
// that waits there grows.
func settle(in <-chan hint, out chan<- Batch, sent func(Batch), p pace) {
	defer close(out)
	var (
		paths    = map[string]bool{}
		all      bool
		replaced bool
		gone     bool
		quiet    = stopped() // runs while hints are gathered
		limit    = stopped() // runs from the first of them on
		stop     = stopped() // runs until the next backstop
		ready    *Batch      // waits to be received
	)
	backstop := func() {
		if p.rescan > 0 && !gone {
			stop.Reset(p.rescan)
		}
	}
	taken := func() {
		sent(*ready)
		ready, all, replaced = nil, false, false
		clear(paths)
		backstop()
	}
	offer := func() {
		quiet.Stop()
		limit.Stop()
		ready = &Batch{All: all, Replaced: replaced}
		if !all {
			ready.Paths = slices.Sorted(maps.Keys(paths))
		}
		select {
		case out <- *ready: // before the next hint, if somebody waits: hints may never end
			taken()
		default:
		}
	}
	backstop()
	for {
		var to chan<- Batch
		var batch Batch
		if ready != nil {
			to, batch = out, *ready
		}
		select {
		case h, ok := <-in:
			if !ok {
				return
			}
			if gone = h.gone; gone {
				stop.Stop()
				if ready != nil && ready.Backstop {
					ready = nil
				}
				continue
			}
			if !all && len(paths) == 0 || ready != nil {
				limit.Reset(p.limit)
			}
			replaced = replaced || h.replaced
			if all = all || h.all || len(paths) >= mostPaths; all {
				clear(paths)
			} else {
				paths[h.path] = true
			}
			ready = nil
			stop.Stop()
			quiet.Reset(p.quiet)
		case <-quiet.C:
			offer()
		case <-limit.C:
			offer()
		case <-stop.C:
			ready = &Batch{All: true, Backstop: true}
		case to <- batch:
			taken()
		}
	}
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}
