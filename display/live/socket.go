package live

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
	"time"

	"github.com/fasthttp/websocket"
)

// What a screen may send. It has little to say.
const (
	readLimit    = 4 << 10 // bytes of one message
	readBuffer   = 256     // of the socket; a larger message is read in pieces
	sendBuffer   = 64 << 10
	closingTime  = 400 * time.Millisecond // for the close handshake
	discardLimit = 1 << 20                // bytes thrown away meanwhile
)

// socket is the websocket of one screen: the inner connection, never the pooled
// wrapper around it. The library shakes hands and reads; everything is written here.
type socket struct {
	conn *websocket.Conn
	line net.Conn // underneath

	mu   sync.Mutex // one frame at a time
	over bool       // the close frame was sent: nothing may follow it
}

func newSocket(conn *websocket.Conn) *socket {
	conn.SetReadLimit(readLimit)
	s := &socket{conn: conn, line: conn.NetConn()}
	if hijacked, ok := s.line.(interface{ UnsafeConn() net.Conn }); ok {
		s.line = hijacked.UnsafeConn()
	}
	// A stalled screen keeps this much of the kernel's memory, not megabytes, and when it
	// wakes it has only that much of the past to read.
	if tcp, ok := s.line.(interface{ SetWriteBuffer(int) error }); ok {
		_ = tcp.SetWriteBuffer(sendBuffer)
	}
	return s
}

func (s *socket) write(wire []byte, deadline time.Time, last bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return websocket.ErrCloseSent
	}
	s.over = last
	if err := s.line.SetWriteDeadline(deadline); err != nil {
		return err
	}
	_, err := s.line.Write(wire)
	return err
}

func (s *socket) send(f *frame, deadline time.Time) error { return s.write(f.wire, deadline, false) }

// pingFrame is always the same.
var pingFrame = appendHeader(nil, websocket.PingMessage, 0)

func (s *socket) ping(deadline time.Time) error { return s.write(pingFrame, deadline, false) }

// pong answers a ping with what it carried.
func (s *socket) pong(data string, deadline time.Time) error {
	return s.write(append(appendHeader(nil, websocket.PongMessage, len(data)), data...), deadline, false)
}

// hangUp sends the close frame and gives the screen a moment to answer it. A frame that
// is stuck in front of it gets no more time than that either.
func (s *socket) hangUp(code int) {
	deadline := time.Now().Add(closingTime)
	_ = s.line.SetWriteDeadline(deadline)
	_ = s.write(binary.BigEndian.AppendUint16(appendHeader(nil, websocket.CloseMessage, 2), uint16(code)), deadline, true)
	_ = s.conn.SetReadDeadline(deadline)
}

// refuse closes after a violation. What the screen is still sending is read and thrown
// away for a moment: closing over unread bytes resets the line, and the reset can
// overtake the close code.
func (s *socket) refuse(code int) {
	s.hangUp(code)
	if half, ok := s.line.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(s.line, discardLimit))
}

// close lets the kernel deliver what was written.
func (s *socket) close() { _ = s.conn.Close() }

// cut resets the line, dropping what is queued in the kernel for a screen that does not
// take it.
func (s *socket) cut() {
	if tcp, ok := s.line.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = s.conn.Close()
}
