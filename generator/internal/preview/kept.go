package preview

import (
	"container/list"
	"slices"
	"sync"
	"time"
)

// keptBytes bounds the memory that last good pages take.
const keptBytes = 64 << 20

// keptPage is a page as it was served.
type keptPage struct {
	page    Page
	version string
	number  uint64    // the newest snapshot that has it so
	since   time.Time // when the first snapshot that has it so was shown
}

// kept holds the pages that were served last, up to a number of bytes.
type kept struct {
	mu     sync.Mutex
	most   int
	bytes  int
	recent *list.List // of string: paths, the one that was used last in front
	pages  map[string]*keptEntry
}

type keptEntry struct {
	keptPage
	place *list.Element
}

func newKept(most int) *kept {
	return &kept{most: most, recent: list.New(), pages: map[string]*keptEntry{}}
}

func (k *kept) get(path string) (keptPage, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.pages[path]
	if e == nil {
		return keptPage{}, false
	}
	k.recent.MoveToFront(e.place)
	return e.keptPage, true
}

// put keeps a page unless a newer one is kept.
func (k *kept) put(path string, p keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.pages[path]; e != nil {
		if e.number > p.number {
			return
		}
		if e.version == p.version {
			p.since = e.since
		}
		k.remove(path)
	}
	k.pages[path] = &keptEntry{p, k.recent.PushFront(path)}
	k.bytes += len(p.page.Body)
	for k.bytes > k.most {
		k.remove(k.recent.Back().Value.(string))
	}
}

// drop forgets a page that the snapshot of that number no longer has.
func (k *kept) drop(path string, number uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.pages[path]; e != nil && e.number < number {
		k.remove(path)
	}
}

func (k *kept) remove(path string) {
	e := k.pages[path]
	k.recent.Remove(e.place)
	k.bytes -= len(e.page.Body)
	delete(k.pages, path)
}

// paths returns the paths of all pages that are kept, sorted.
func (k *kept) paths() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	paths := make([]string, 0, len(k.pages))
	for p := range k.pages {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}
