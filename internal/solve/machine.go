package solve

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// machine describes in one line what figures were made on: processor, cores, Go version, the revision that was
// built where that is known, and the day.
func machine() string {
	return fmt.Sprintf("%s, %d cores, %s/%s, %s%s, %s", processor(), runtime.NumCPU(),
		runtime.GOOS, runtime.GOARCH, runtime.Version(), revision(), time.Now().Format(time.DateOnly))
}

func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// revision is empty when the build did not note it, as go run does not.
func revision() string {
	at, changed := "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				at = ", revision " + s.Value[:min(9, len(s.Value))]
			case s.Key == "vcs.modified" && s.Value == "true":
				changed = " with changes"
			}
		}
	}
	return at + changed
}
