package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ManifestName is the file in every published folder that lists our pages, one
// path a line, between a line with the format's version and a line with the
// hash of all that stands above it. It depends on the pages' paths alone.
const ManifestName = ".remit-manifest"

// markName is the file that marks a generation as never published.
const markName = ".remit-unfinished"

const (
	manifestHead = "remit manifest 1\n"
	manifestSum  = "sha256 "
	manifestMax  = 256 << 20 // bytes; a million pages with long paths
)

// state is what a folder's manifest says about the folder.
type state uint8

const (
	absent  state = iota // no manifest: not ours
	damaged              // ours once, but nobody knows which files
	whole
)

// Last returns when the site in out was published, and false if out holds none.
func Last(out string) (time.Time, bool) {
	info, err := os.Lstat(filepath.Join(out, ManifestName))
	if err != nil || !info.Mode().IsRegular() {
		return time.Time{}, false
	}
	return info.ModTime(), true
}

func encodeManifest(files map[string]bool) []byte {
	var b bytes.Buffer
	b.WriteString(manifestHead)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b.WriteString(name)
		b.WriteByte('\n')
	}
	sum := sha256.Sum256(b.Bytes())
	b.WriteString(manifestSum + hex.EncodeToString(sum[:]) + "\n")
	return b.Bytes()
}

// decodeManifest returns the listed paths, and false if one bit is not as it
// was written. A manifest of another version is no better than a damaged one:
// we cannot know what it lists.
func decodeManifest(text []byte) (map[string]bool, bool) {
	end := len(text) - len(manifestSum) - 2*sha256.Size - 1
	if end < len(manifestHead) || !bytes.HasPrefix(text, []byte(manifestHead)) {
		return nil, false
	}
	files := map[string]bool{}
	for line := range strings.Lines(string(text[len(manifestHead):end])) {
		files[strings.TrimSuffix(line, "\n")] = true
	}
	if !bytes.Equal(encodeManifest(files), text) {
		return nil, false
	}
	for name := range files {
		if checkName(name) != nil {
			return nil, false
		}
	}
	return files, true
}

// readManifest reads the manifest of a folder. An error is the disk's; a
// manifest that cannot be understood is the state damaged.
func readManifest(vol volume, folder string) (map[string]bool, state, error) {
	info, err := vol.lstat(folder, ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, absent, nil
	}
	if err != nil {
		return nil, absent, err
	}
	if !info.Mode().IsRegular() { // we never make a link or a folder of that name
		return nil, absent, nil
	}
	text, err := vol.read(folder, ManifestName, manifestMax)
	if err != nil {
		return nil, absent, err
	}
	files, ok := decodeManifest(text)
	if !ok {
		return nil, damaged, nil
	}
	return files, whole, nil
}
