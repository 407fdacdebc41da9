package publish

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// lockPoll is the pause between two attempts to get a lock that is held.
const lockPoll = 20 * time.Millisecond

// lock is the right to build into one output folder. The file tells others who
// holds it and is removed on release; a killed build leaves it behind unheld,
// and the next one takes it over.
type lock struct {
	file *os.File
	path string
}

// acquire takes the lock of an output folder, waiting for at most wait.
func acquire(p place, wait time.Duration) (*lock, error) {
	deadline := time.Now().Add(wait)
	for {
		l, held, err := tryLock(p.lockPath())
		if err != nil {
			return nil, p.failure("lock", p.lockPath(), err)
		}
		if !held {
			return l, l.sign(p)
		}
		if time.Now().After(deadline) {
			pid, since := holder(p.lockPath())
			return nil, &LockedError{Out: p.out, PID: pid, Since: since}
		}
		time.Sleep(min(lockPoll, wait))
	}
}

// sign writes into the file who holds the lock.
func (l *lock) sign(p place) error {
	text := fmt.Sprintf("pid %d\nsince %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	err := l.file.Truncate(0)
	if err == nil {
		_, err = l.file.WriteAt([]byte(text), 0)
	}
	if err != nil {
		l.release()
		return p.failure("write", l.path, err)
	}
	return nil
}

// holder reads what sign wrote; 0 and the zero time if it cannot.
func holder(path string) (pid int, since time.Time) {
	f, err := os.OpenFile(path, os.O_RDONLY|openFlags, 0)
	if err != nil {
		return 0, time.Time{}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 200))
	if err != nil {
		return 0, time.Time{}
	}
	var stamp string
	if n, _ := fmt.Sscanf(strings.TrimSpace(string(text)), "pid %d\nsince %s", &pid, &stamp); n != 2 {
		return 0, time.Time{}
	}
	since, err = time.Parse(time.RFC3339, stamp)
	if err != nil {
		return 0, time.Time{}
	}
	return pid, since
}
