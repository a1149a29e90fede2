package live

import (
	"io"
	"net"
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
// wrapper around it.
type socket struct {
	conn *websocket.Conn
	raw  net.Conn // underneath, nil if unknown
}

func newSocket(conn *websocket.Conn) *socket {
	conn.SetReadLimit(readLimit)
	s := &socket{conn: conn}
	if hijacked, ok := conn.NetConn().(interface{ UnsafeConn() net.Conn }); ok {
		s.raw = hijacked.UnsafeConn()
	}
	// A stalled screen keeps this much of the kernel's memory, not megabytes, and when it
	// wakes it has only that much of the past to read.
	if tcp, ok := s.raw.(interface{ SetWriteBuffer(int) error }); ok {
		_ = tcp.SetWriteBuffer(sendBuffer)
	}
	return s
}

func (s *socket) send(f *frame, deadline time.Time) error {
	message, err := f.message()
	if err != nil {
		return err
	}
	if err := s.conn.SetWriteDeadline(deadline); err != nil {
		return err
	}
	return s.conn.WritePreparedMessage(message)
}

func (s *socket) ping(deadline time.Time) error {
	return s.conn.WriteControl(websocket.PingMessage, nil, deadline)
}

// hangUp sends the close frame and gives the screen a moment to answer it.
func (s *socket) hangUp(code int) {
	deadline := time.Now().Add(closingTime)
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), deadline)
	_ = s.conn.SetReadDeadline(deadline)
}

// refuse closes after a violation. What the screen is still sending is read and thrown
// away for a moment: closing over unread bytes resets the line, and the reset can
// overtake the close code.
func (s *socket) refuse(code int) {
	s.hangUp(code)
	if half, ok := s.raw.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(s.conn.NetConn(), discardLimit))
}

// close lets the kernel deliver what was written.
func (s *socket) close() { _ = s.conn.Close() }

// cut resets the line, dropping what is queued in the kernel for a screen that does not
// take it.
func (s *socket) cut() {
	if tcp, ok := s.raw.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = s.conn.Close()
}
