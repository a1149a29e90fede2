//go:build unix

package solve

import (
	"syscall"
	"time"
)

// spentCPU is the processor time this process has used so far, in all its threads.
func spentCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // only a wrong argument can cause it
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
