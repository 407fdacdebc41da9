package generator

import (
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"remit/generator/internal/check"
	"remit/generator/internal/diag"
	"remit/generator/internal/document"
	"remit/generator/internal/markdown"
	"remit/generator/internal/model"
	"remit/generator/internal/query"
	"remit/generator/internal/schema"
	"remit/generator/internal/source"
	"remit/generator/internal/theme"
	"remit/generator/internal/view"
)

// Input is everything that a site is made of. [Site.Read] fills one in from
// the disk; nothing below it reads anything else.
type Input struct {
	Files    *source.Tree
	Settings schema.Settings
	Kinds    *schema.Kinds
	Org      *schema.Org // what org.yaml says; never nil
	Theme    *theme.Theme
	History  *source.History // nil when Git knows nothing
	Audience string          // whom the site is for; "" is everyone
	Drafts   bool            // show drafts too
	Medium   Medium          // how readers get the site
	Today    time.Time       // UTC midnight of the day for which the site is made
	Problems []diag.Problem  // found while reading

	kinds, theme, org                        []*source.File // what Kinds, Theme and Org were made of
	worn                                     wornTheme      // what Theme was made of beside theme
	kindProblems, themeProblems, orgProblems []diag.Problem
}

// Snapshot is a site at one moment. It never changes and may be read by any
// number of goroutines.
type Snapshot struct {
	in      Input
	docs    []*document.Document // all, in path order; those in model are shown
	door    door
	held    held
	model   *model.Model
	unheard map[string]bool // rules that the settings turn off
	view    *view.Site

	compiled int
	rendered atomic.Int64
	faces    *faces                   // what other documents may depend on
	done     atomic.Pointer[findings] // what checked returned, once it has
	checked  func() findings
	problems func() []diag.Problem
	query    func() *query.Index
	users    func() []*source.File
	past     func() []view.Edit // what was committed lately, as far as it may be told

	search       func() *searched
	searchDone   atomic.Pointer[searched] // what search returned, once it has
	searchBefore *searched                // of a snapshot before; nil when none has been asked for
	answers      func() map[string][]byte

	schemas func() map[string][]byte
}

// Stats counts the work that went into a snapshot.
type Stats struct {
	Documents int // shown
	Compiled  int // documents that were compiled and not taken from the snapshot before
	Rendered  int // pages rendered so far
}

// Compile makes a snapshot of the input. It keeps from the previous snapshot
// every document whose file is the same value as before; a full build passes
// nil. The result does not depend on prev in any other way.
func Compile(prev *Snapshot, in Input) *Snapshot {
	old := &Snapshot{model: model.New(), faces: &faces{}}
	if prev != nil && sameOptions(&prev.in, &in) {
		old = prev
	}
	s := &Snapshot{in: in, unheard: check.Silent(in.Settings.Words)}
	s.docs, s.compiled = compileAll(old.docs, in)
	s.door = doorOf(&in)
	shown, tree, back := s.door.open(s.docs, in.Files)
	gone, fresh := difference(old.model.Docs, shown)
	s.held = back
	s.model = old.model.Replace(tree, shown, gone, fresh)
	s.model.Folder, s.model.Org, s.model.Today, s.model.History = in.Settings.Folder, in.Org, in.Today, in.History
	s.model.Held = func(name string) (model.Absence, bool) { return s.door.absent(back, name) }
	settings := in.Settings
	settings.Offline = in.keeps()
	s.view = view.NewSite(s.model, &settings, in.Theme, in.History)
	s.view.Audience = in.Audience
	s.model.Made = s.view.Makes
	if s.past = old.past; old != prev || prev.in.History != in.History || !slices.Equal(prev.in.Settings.Ignore, in.Settings.Ignore) {
		now := s.door // not s, which would be kept as long as its successors
		s.past = sync.OnceValue(func() []view.Edit { return compilePast(&in, now) })
	}
	s.view.Edits = sync.OnceValue(s.recentEdits)
	var turned []*document.Document
	s.faces, turned = old.faces.after(gone, fresh)
	if !maps.Equal(old.held, s.held) {
		s.faces = &faces{}
	}
	var k known
	if old == prev {
		k = s.knownAfter(prev, turned)
	}
	s.checked = sync.OnceValue(func() findings { return s.checkAll(k) })
	s.problems = sync.OnceValue(s.allProblems)
	if prev != nil {
		s.searchBefore = prev.lastSearch()
	}
	s.search = sync.OnceValue(func() *searched {
		now := s.makeSearch(s.searchBefore)
		s.searchDone.Store(now)
		return now
	})
	s.answers = sync.OnceValue(s.makeAnswers)
	s.query = sync.OnceValue(func() *query.Index {
		return query.New(s.model, query.More{Decision: s.view.DecisionAddress, Area: s.view.AreaAddress})
	})
	s.users = sync.OnceValue(s.publishedFiles)
	s.schemas = sync.OnceValue(s.makeSchemas)
	return s
}

// documentOptions are the parts of the input that compiling one document
// depends on.
func documentOptions(in *Input) *document.Options {
	self := ""
	if in.Theme != nil { // only where no page is made
		self = in.Theme.Word(in.Settings.Language, "self.of")
	}
	return &document.Options{
		Kinds:    in.Kinds,
		Limits:   in.Settings.Limits,
		Language: in.Settings.Language,
		Markdown: markdown.Options{
			Limits:     in.Settings.Limits,
			RawHTML:    in.Settings.RawHTML != "none",
			ImageHosts: in.Settings.ImageHosts,
			Self:       self,
		},
	}
}

func sameOptions(a, b *Input) bool {
	return reflect.DeepEqual(documentOptions(a), documentOptions(b)) && a.Audience == b.Audience && a.Drafts == b.Drafts &&
		a.Settings.Folder == b.Settings.Folder && reflect.DeepEqual(a.Settings.Audiences, b.Settings.Audiences)
}

// compileAll walks the old documents and the files side by side: a document is
// kept when its file is the same value, else it is compiled.
func compileAll(old []*document.Document, in Input) (docs []*document.Document, compiled int) {
	opt := documentOptions(&in)
	docs = make([]*document.Document, 0, len(in.Files.Files))
	var todo []int
	var files []*source.File
	for _, f := range in.Files.Files {
		if !source.IsDocument(f.Path) {
			continue
		}
		for len(old) > 0 && old[0].Path < f.Path {
			old = old[1:]
		}
		if len(old) > 0 && old[0].File == f {
			docs = append(docs, old[0])
			continue
		}
		todo = append(todo, len(docs))
		files = append(files, f)
		docs = append(docs, nil)
	}
	parallel(len(todo), func(i int) { docs[todo[i]] = compileOne(files[i], opt) })
	return docs, len(todo)
}

// compileOne compiles a document; a fault of ours in it is a problem of that
// document and leaves the others alone.
func compileOne(f *source.File, opt *document.Options) (d *document.Document) {
	defer func() {
		if r := recover(); r != nil {
			d = document.Faulty(f, opt, r)
		}
	}()
	return document.Compile(f, opt)
}

// parallel calls do for 0 to n-1, on as many goroutines as there are
// processors.
func parallel(n int, do func(int)) {
	if n == 0 {
		return
	}
	var next atomic.Int64
	var g errgroup.Group
	for range min(runtime.GOMAXPROCS(0), n) {
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return nil
				}
				do(i)
			}
		})
	}
	g.Wait() // the functions return no error
}

// difference compares two lists of documents in path order. A document that
// was edited is in both results.
func difference(old, docs []*document.Document) (gone, fresh []*document.Document) {
	for len(old) > 0 && len(docs) > 0 {
		switch c := strings.Compare(old[0].Path, docs[0].Path); {
		case old[0] == docs[0]:
			old, docs = old[1:], docs[1:]
		case c < 0:
			gone, old = append(gone, old[0]), old[1:]
		case c > 0:
			fresh, docs = append(fresh, docs[0]), docs[1:]
		default:
			gone, fresh = append(gone, old[0]), append(fresh, docs[0])
			old, docs = old[1:], docs[1:]
		}
	}
	return append(gone, old...), append(fresh, docs...)
}

// Stats tells how much work has gone into the snapshot so far.
func (s *Snapshot) Stats() Stats {
	return Stats{Documents: len(s.model.Docs), Compiled: s.compiled, Rendered: int(s.rendered.Load())}
}
