//go:build unix

package generator

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime is the processor time that the process has used so far. A machine
// that does other work too makes a wall clock useless.
func cpuTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
