package solve

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseError says where and why a benchmark file could not be read.
type ParseError struct {
	Line   int // from 1
	Reason string
}

func (e *ParseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// line is one non-empty line of numbers.
type line struct {
	number int
	words  []string
	at     int
}

// scan splits a file into its lines. Empty lines and comments (# or //) are skipped.
func scan(text string) []*line {
	var lines []*line
	for i, s := range strings.Split(text, "\n") {
		s = strings.TrimPrefix(s, "\ufeff")
		if k := strings.Index(s, "#"); k >= 0 {
			s = s[:k]
		}
		if k := strings.Index(s, "//"); k >= 0 {
			s = s[:k]
		}
		if w := strings.Fields(s); len(w) > 0 {
			lines = append(lines, &line{number: i + 1, words: w})
		}
	}
	return lines
}

func (l *line) fail(format string, args ...any) error {
	return &ParseError{l.number, fmt.Sprintf(format, args...)}
}

// whole reads the next number, which must lie in [low, high].
func (l *line) whole(what string, low, high int64) (int64, error) {
	if l.at >= len(l.words) {
		return 0, l.fail("the line ends where %s should be", what)
	}
	w := l.words[l.at]
	l.at++
	v, err := strconv.ParseInt(w, 10, 64)
	if err != nil {
		return 0, l.fail("%s is %q, not a whole number", what, w)
	}
	if v < low || v > high {
		return 0, l.fail("%s is %d, outside %d to %d", what, v, low, high)
	}
	return v, nil
}

// done reports words that are left over.
func (l *line) done() error {
	if l.at < len(l.words) {
		return l.fail("%d numbers too many, from %q", len(l.words)-l.at, l.words[l.at])
	}
	return nil
}

// Limits far beyond any benchmark; they keep a damaged file from asking for all memory.
const (
	maxCount    = 10_000
	maxDuration = 1_000_000_000
)

// header reads the first line: the counts named, and for flexible job shops sometimes
// an average that is of no use.
func header(lines []*line, names ...string) ([]int, error) {
	if len(lines) == 0 {
		return nil, &ParseError{1, "the file is empty"}
	}
	counts := make([]int, len(names))
	for i, name := range names {
		v, err := lines[0].whole("the number of "+name, 1, maxCount)
		if err != nil {
			return nil, err
		}
		counts[i] = int(v)
	}
	jobs := counts[0]
	if len(lines)-1 < jobs {
		last := lines[len(lines)-1]
		return nil, last.fail("the file ends after %d of %d jobs", len(lines)-1, jobs)
	}
	if len(lines)-1 > jobs {
		return nil, lines[jobs+1].fail("text after the last of %d jobs", jobs)
	}
	return counts, nil
}
