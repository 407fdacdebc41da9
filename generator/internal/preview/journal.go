package preview

import (
	"io"
	"sync"
)

// mostLines bounds what is said of strangers, who choose the names that they
// ask for.
const mostLines = 20

// journal writes lines for the user, from any goroutine.
type journal struct {
	mu   sync.Mutex
	to   io.Writer
	said map[string]bool
}

// once writes a line unless it was written before.
func (j *journal) once(line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.said[line] && len(j.said) < mostLines {
		j.said[line] = true
		io.WriteString(j.to, line+"\n") // there is nobody to tell that the log cannot be written
	}
}

// Write passes on what net/http has to say.
func (j *journal) Write(text []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.to.Write(text)
}
