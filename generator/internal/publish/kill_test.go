package publish

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// killEnv names the folder that a second run of the test binary publishes to
// until it is killed.
const killEnv = "REMIT_PUBLISH_UNTIL_KILLED"

func TestMain(m *testing.M) {
	if out := os.Getenv(killEnv); out != "" {
		publishForEver(out)
	}
	os.Exit(m.Run())
}

// twoSites have about 200 pages each: common ones, changed ones, and some of
// which the other has none.
func twoSites() [2]site {
	var sites [2]site
	for s := range sites {
		sites[s] = site{"turn": "file"}
		for i := range 200 {
			name := fmt.Sprintf("d%d/e/p%d.html", i%4, i)
			switch {
			case i%3 == 0:
				sites[s][name] = strings.Repeat("common", 200)
			case i%3 == 1:
				sites[s][name] = strings.Repeat(fmt.Sprint("changed", s), 1000+i)
			default:
				sites[s][fmt.Sprintf("only%d/%s", s, name)] = "own"
			}
		}
	}
	delete(sites[1], "turn")
	sites[1]["turn/into/folder"] = "file"
	return sites
}

// telling writes a byte for every operation, so that the killer can choose the
// operation instead of a time.
type telling struct{ volume }

func tell() { os.Stdout.Write([]byte{'.'}) }

func (v telling) create(folder, name string, body []byte) error {
	tell()
	return v.volume.create(folder, name, body)
}
func (v telling) link(from, to, name string, was fs.FileInfo) error {
	tell()
	return v.volume.link(from, to, name, was)
}
func (v telling) remove(folder, name string) error {
	tell()
	return v.volume.remove(folder, name)
}
func (v telling) list(folder, name string) ([]fs.DirEntry, error) {
	tell()
	return v.volume.list(folder, name)
}
func (v telling) exchange(a, b string) error {
	tell()
	defer tell()
	return v.volume.exchange(a, b)
}

func publishForEver(out string) {
	sites := twoSites()
	for i := 0; ; i++ {
		if _, err := send(Options{Out: out}, sites[i%2], func(v volume) volume { return telling{unsynced{v}} }); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// A build killed anywhere leaves one whole site. REMIT_KILLS sets the number
// of kills.
func TestKilledBuilds(t *testing.T) {
	t.Parallel()
	kills := 10
	if n, err := strconv.Atoi(os.Getenv("REMIT_KILLS")); err == nil {
		kills = n
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out := newOut(t)
	sites := twoSites()
	mustSend(t, out, sites[0])
	foreign := site{"CNAME": "wiki", ".git/o/x": "blob"}
	plant(t, out, foreign)
	for s := range sites {
		maps.Copy(sites[s], foreign)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	seen := map[string]int{}
	for round := range kills {
		killAfter(t, self, out, 1+random.IntN(1200))
		if _, err := os.Lstat(out); err != nil { // a file system without exchange
			g, err := begin(Options{Out: out}, quick)
			if err != nil {
				t.Fatal(err)
			}
			must(t, g.Abort())
		}
		got := tree(t, out)
		s := 0
		if _, ok := got["turn/into/folder"]; ok {
			s = 1
		}
		equal(t, fmt.Sprintf("kill %d", round), got, sites[s])
		seen[fmt.Sprintf("site %d, %d names left beside", s, len(beside(t, out)))]++
		if t.Failed() {
			return
		}
	}
	t.Logf("%v", seen)
	for s := range foreign {
		delete(sites[0], s)
	}
	mustSend(t, out, sites[0])
	maps.Copy(sites[0], foreign)
	equal(t, "repaired", tree(t, out), sites[0])
	alone(t, out)
}

// killAfter runs a publishing process and kills it after n operations.
func killAfter(t *testing.T, self, out string, n int) {
	t.Helper()
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), killEnv+"="+filepath.Clean(out))
	var complaint strings.Builder
	cmd.Stderr = &complaint
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	must(t, cmd.Start())
	_, read := io.CopyN(io.Discard, pipe, int64(n))
	must(t, cmd.Process.Kill())
	_ = cmd.Wait() // says that it was killed
	if read != nil {
		t.Fatalf("the build ended by itself: %s", complaint.String())
	}
}
