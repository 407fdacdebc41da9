package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"remit": func() { os.Exit(run()) }})
}

// TestScripts runs the promises of the command, one behaviour a file.
func TestScripts(t *testing.T) {
	t.Parallel()
	update := os.Getenv("REMIT_UPDATE") != ""
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CACHE_HOME", e.WorkDir+"/.cache")
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			e.Setenv("TERM", "dumb")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"get":     getCommand,
			"until":   untilCommand,
			"address": addressCommand,
			"valid":   validCommand,
		},
	})
}

// TestHelpFits wants every help text to fit a terminal of 80 columns.
func TestHelpFits(t *testing.T) {
	t.Parallel()
	commands := [][]string{{}}
	for _, c := range rootCommand().Commands() {
		commands = append(commands, []string{c.Name()})
	}
	for _, args := range commands {
		var out strings.Builder
		if code := execute(t.Context(), append(args, "--help"), &out, &out); code != exitFine {
			t.Fatalf("remit %v --help: %d", args, code)
		}
		for line := range strings.Lines(out.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 80 {
				t.Errorf("remit %v --help: %d columns: %s", args, n, line)
			}
		}
	}
}

// addressCommand waits until a file holds a preview's address and puts it
// into $URL: address FILE.
func addressCommand(ts *testscript.TestScript, _ bool, args []string) {
	pattern := regexp.MustCompile(`http://localhost:\d+`)
	var url string
	wait(ts, func() bool {
		data, err := os.ReadFile(ts.MkAbs(args[0]))
		url = pattern.FindString(string(data))
		return err == nil && url != ""
	})
	ts.Setenv("URL", url)
}

// validCommand wants a JSON file to fit a schema: valid SCHEMA FILE.
func validCommand(ts *testscript.TestScript, neg bool, args []string) {
	var s jsonschema.Schema
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &s))
	resolved, err := s.Resolve(&jsonschema.ResolveOptions{BaseURI: "https://handbook.example.org/schemas/"})
	ts.Check(err)
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &value))
	if err := resolved.Validate(value); (err == nil) == neg {
		ts.Fatalf("%s, held to %s: %v", args[1], args[0], err)
	}
}

// getCommand fetches an address and wants a status and a text in the answer:
// get URL STATUS [TEXT].
func getCommand(ts *testscript.TestScript, neg bool, args []string) {
	status, body := fetch(ts, args[0])
	if fmt.Sprint(status) != args[1] {
		ts.Fatalf("%s: status %d, want %s", args[0], status, args[1])
	}
	if len(args) > 2 && strings.Contains(body, args[2]) == neg {
		ts.Fatalf("%s: %q found %v in:\n%s", args[0], args[2], !neg, body)
	}
}

// untilCommand fetches again and again until the answer holds a text, or with
// ! until it does not: until URL TEXT.
func untilCommand(ts *testscript.TestScript, neg bool, args []string) {
	wait(ts, func() bool {
		_, body := fetch(ts, args[0])
		return strings.Contains(body, args[1]) != neg
	})
}

func fetch(ts *testscript.TestScript, url string) (int, string) {
	r, err := http.Get(url)
	ts.Check(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	ts.Check(err)
	return r.StatusCode, string(body)
}

func wait(ts *testscript.TestScript, done func() bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			ts.Fatalf("waited 20 s in vain")
		case <-tick.C:
		}
	}
}
