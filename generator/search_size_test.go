package generator

import (
	"bytes"
	"compress/gzip"
	"testing"
)

// TestSearchModuleIsSmall guards what a browser has to load before it can
// search: the module as it is published, as most hosts send it.
func TestSearchModuleIsSmall(t *testing.T) {
	t.Parallel()
	s := Compile(nil, inputOf(nil, treeOf(map[string]string{"index.md": "# Home"}), Options{Today: sampleToday}))
	module, ok := s.searchFile("search/search.js")
	if !ok {
		t.Fatal("there is no search/search.js")
	}
	var sent bytes.Buffer
	z, err := gzip.NewWriterLevel(&sent, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(module); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d compressed", len(module), sent.Len())
	if sent.Len() > 8<<10 {
		t.Errorf("search.js is %d bytes compressed, want at most %d", sent.Len(), 8<<10)
	}
}
