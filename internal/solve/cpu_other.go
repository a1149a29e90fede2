//go:build !unix

package solve

import "time"

var began = time.Now()

// spentCPU is the time since the start: the processor time is not to be had here in a simple way, and on an
// otherwise idle machine a search uses all of it.
func spentCPU() time.Duration { return time.Since(began) }
