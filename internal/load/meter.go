package main

import (
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
)

// meter stands between bayline and PostgreSQL and counts the statements that are carried out, as the protocol names
// them: Query and Execute.
type meter struct {
	listener   net.Listener
	to         string
	statements atomic.Int64
}

func newMeter(to string) (*meter, error) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &meter{listener: ln, to: to}
	go func() {
		for {
			near, err := ln.Accept()
			if err != nil {
				return
			}
			go m.pass(near)
		}
	}()
	return m, nil
}

// pass lives as long as both ends.
func (m *meter) pass(near net.Conn) {
	defer func() { _ = near.Close() }()
	far, err := net.Dial("tcp", m.to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	go func() {
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}()
	_, _ = io.Copy(io.MultiWriter(far, &statements{count: &m.statements, started: false}), near)
}

// statements finds messages in what a client sends: the first has a length, all others a letter before it.
type statements struct {
	count   *atomic.Int64
	started bool
	head    []byte
	skip    int // bytes of the message that are still to come
}

// Write implements io.Writer.
func (s *statements) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		if s.skip > 0 {
			n := min(s.skip, len(rest))
			s.skip, rest = s.skip-n, rest[n:]
			continue
		}
		size := 4
		if s.started {
			size = 5
		}
		n := min(size-len(s.head), len(rest))
		s.head, rest = append(s.head, rest[:n]...), rest[n:]
		if len(s.head) < size {
			break
		}
		s.skip = int(binary.BigEndian.Uint32(s.head[size-4:])) - 4
		if s.started && (s.head[0] == 'Q' || s.head[0] == 'E') {
			s.count.Add(1)
		}
		s.started, s.head = true, s.head[:0]
	}
	return len(p), nil
}
