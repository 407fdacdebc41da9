package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
)

// historyFile is the name of the cached history of a site's folder: many sites
// share one folder of caches.
func historyFile(dir string) string {
	sum := sha256.Sum256([]byte(realPath(dir)))
	return "history-" + hex.EncodeToString(sum[:8])
}

// historyMagic begins the cache; its number changes with what is kept.
const historyMagic = "remit history 1\n"

// loadHistory returns the cached log of that key. Anything else, a damaged
// file too, is the same as no cache.
func loadHistory(file, key string) changeLog {
	data, err := os.ReadFile(file)
	if err != nil {
		return changeLog{}
	}
	rest, ok := bytes.CutPrefix(data, []byte(historyMagic))
	if !ok || len(rest) < sha256.Size {
		return changeLog{}
	}
	sum, body := rest[:sha256.Size], rest[sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(sum, got[:]) {
		return changeLog{}
	}
	var log changeLog
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&log); err != nil || log.Key != key {
		return changeLog{}
	}
	return log
}

// saveHistory writes the cache so that a reader finds the old or the new one.
func saveHistory(file string, log changeLog) error {
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(log); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+"-*.tmp")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body.Bytes())
	_, err = io.Copy(f, io.MultiReader(bytes.NewReader([]byte(historyMagic)), bytes.NewReader(sum[:]), &body))
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
