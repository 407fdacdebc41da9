package watch

import (
	"fmt"
	"reflect"
	"testing"
	"testing/synctest"
	"time"
)

const ms = time.Millisecond

// at is a batch with the time at which it came.
type at struct {
	when  time.Duration
	batch Batch
}

// act does something to the settler and ends the time it takes.
type act func(in chan<- hint)

func wait(d time.Duration) act { return func(chan<- hint) { time.Sleep(d) } }
func touch(paths ...string) act {
	return func(in chan<- hint) {
		for _, p := range paths {
			in <- hint{path: p}
		}
	}
}
func everything(in chan<- hint)  { in <- hint{all: true} }
func rootGone(in chan<- hint)    { in <- hint{gone: true} }
func anotherRoot(in chan<- hint) { in <- hint{all: true, replaced: true} }

func some(paths ...string) Batch { return Batch{Paths: paths} }

func TestSettle(t *testing.T) {
	t.Parallel()
	usual := pace{quiet: 8 * ms, limit: 80 * ms, rescan: -1}
	backstop := pace{quiet: 8 * ms, limit: 80 * ms, rescan: 2 * time.Second}
	tests := []struct {
		name string
		pace pace
		acts []act
		want []at
	}{
		{"one path", usual, []act{touch("a"), wait(20 * ms)}, []at{{8 * ms, some("a")}}},
		{"sorted and once each", usual, []act{touch("b", "a", "b"), wait(20 * ms)}, []at{{8 * ms, some("a", "b")}}},
		{"each hint begins the quiet anew", usual,
			[]act{touch("a"), wait(5 * ms), touch("b"), wait(5 * ms), touch("c"), wait(20 * ms)},
			[]at{{18 * ms, some("a", "b", "c")}}},
		{"two batches after a pause", usual,
			[]act{touch("a"), wait(20 * ms), touch("b"), wait(20 * ms)},
			[]at{{8 * ms, some("a")}, {28 * ms, some("b")}}},
		{"everything swallows paths", usual,
			[]act{touch("a"), everything, touch("b"), wait(20 * ms)},
			[]at{{8 * ms, Batch{All: true}}}},
		{"paths are kept after everything was sent", usual,
			[]act{everything, wait(20 * ms), touch("b"), wait(20 * ms)},
			[]at{{8 * ms, Batch{All: true}}, {28 * ms, some("b")}}},
		{"endless hints do not hold a batch up", usual,
			func() (acts []act) {
				for range 25 {
					acts = append(acts, touch("a"), wait(6*ms))
				}
				return append(acts, wait(50*ms))
			}(),
			[]at{{80 * ms, some("a")}, {152 * ms, some("a")}}},
		{"backstop when nothing came", backstop, []act{wait(4500 * ms)},
			[]at{{2 * time.Second, Batch{All: true, Backstop: true}}, {4 * time.Second, Batch{All: true, Backstop: true}}}},
		{"a batch puts the backstop off", backstop, []act{wait(1900 * ms), touch("a"), wait(2050 * ms)},
			[]at{{1908 * ms, some("a")}, {3908 * ms, Batch{All: true, Backstop: true}}}},
		{"no backstop while the root is gone", backstop, []act{wait(100 * ms), rootGone, wait(5 * time.Second), anotherRoot, everything, wait(20 * ms)},
			[]at{{5108 * ms, Batch{All: true, Replaced: true}}}},
		{"replaced is said once", usual, []act{anotherRoot, touch("a"), wait(20 * ms), everything, wait(20 * ms)},
			[]at{{8 * ms, Batch{All: true, Replaced: true}}, {28 * ms, Batch{All: true}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				in, out, got := make(chan hint), make(chan Batch), make(chan []at)
				start := time.Now()
				go settle(in, out, func(Batch) {}, tt.pace)
				go func() {
					var all []at
					for b := range out {
						all = append(all, at{time.Since(start), b})
					}
					got <- all
				}()
				for _, act := range tt.acts {
					act(in)
				}
				close(in)
				if all := <-got; !reflect.DeepEqual(all, tt.want) {
					t.Errorf("got  %v\nwant %v", all, tt.want)
				}
			})
		})
	}
}

// A caller that is busy gets one batch with all that happened meanwhile.
func TestSettleBusyCaller(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		hints int
		want  Batch
	}{
		{"few", 3, some("p0000", "p0001", "p0002")},
		{"too many to list", mostPaths + 2, Batch{All: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				in, out := make(chan hint), make(chan Batch)
				go settle(in, out, func(Batch) {}, pace{quiet: 8 * ms, limit: 80 * ms, rescan: time.Second})
				time.Sleep(3 * time.Second) // a backstop waits to be taken
				for i := range tt.hints {
					in <- hint{path: fmt.Sprintf("p%04d", i)}
				}
				time.Sleep(3 * time.Second)
				if got := <-out; !reflect.DeepEqual(got, tt.want) {
					t.Errorf("got %v, want %v", got, tt.want)
				}
				close(in)
				if b, ok := <-out; ok {
					t.Errorf("a second batch: %v", b)
				}
			})
		})
	}
}
