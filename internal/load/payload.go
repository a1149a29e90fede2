package main

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// history is how many changes back a message tells the times of, so that a screen that was given one message for two
// changes knows how late both were.
const history = 4

// marker stands before the number of the change and the times. It is found without parsing.
const marker = `"load":"`

// room is what one room shows: the number of its newest change and when the last few were made.
type room struct {
	n     int64
	times [history]int64 // Unix nanoseconds, newest first
}

// change makes the next state.
func (r *room) change() {
	r.n++
	copy(r.times[1:], r.times[:])
	r.times[0] = time.Now().UnixNano()
}

// message gives the state as a JSON object of size bytes.
func (r *room) message(size int) []byte {
	b := make([]byte, 0, size+64)
	b = append(b, '{')
	b = append(b, marker...)
	b = strconv.AppendInt(b, r.n, 10)
	for _, t := range r.times {
		b = append(b, ' ')
		b = strconv.AppendInt(b, t, 10)
	}
	b = append(b, `","pad":"`...)
	b = append(b, strings.Repeat("x", max(0, size-len(b)-2))...)
	return append(b, `"}`...)
}

// find reads a room out of any frame that holds its message, whatever is around it.
func find(frame []byte) (r room, ok bool) {
	_, rest, ok := bytes.Cut(frame, []byte(marker))
	if !ok {
		return r, false
	}
	r.n, rest = number(rest)
	for i := range r.times {
		r.times[i], rest = number(rest)
	}
	return r, true
}

// number reads digits and skips what ends them.
func number(b []byte) (n int64, rest []byte) {
	i := 0
	for ; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
		n = n*10 + int64(b[i]-'0')
	}
	return n, b[min(i+1, len(b)):]
}
