package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// The few things of RFC 6455 that a screen needs.
const (
	opText   = 1
	opBinary = 2
	opClose  = 8
	opPing   = 9
	opPong   = 10
)

// connectTime bounds dial and handshake.
const connectTime = 60 * time.Second

// wire is the screen's end of a websocket, as cheap as it can be.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	text []byte // of the last frame, used again
}

// dialWire connects and upgrades.
func dialWire(address, path string) (*wire, error) {
	conn, err := net.DialTimeout("tcp4", address, connectTime)
	if err != nil {
		return nil, err
	}
	w := &wire{conn: conn, in: bufio.NewReaderSize(conn, 4096)}
	if err := w.upgrade(address, path); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return w, nil
}

func (w *wire) upgrade(address, path string) error {
	if err := w.conn.SetDeadline(time.Now().Add(connectTime)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nUser-Agent: Mozilla/5.0 (Linux; television)\r\nAccept-Language: zh-CN\r\n\r\n",
		path, address, address); err != nil {
		return err
	}
	for first := true; ; first = false {
		line, err := w.in.ReadString('\n')
		switch {
		case err != nil:
			return fmt.Errorf("handshake: %w", err)
		case first && !strings.Contains(line, " 101 "):
			return fmt.Errorf("handshake: %s", strings.TrimSpace(line))
		case line == "\r\n":
			return w.conn.SetDeadline(time.Time{})
		}
	}
}

// read gives the next frame; it is valid until the next read.
func (w *wire) read() (op byte, text []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(w.in, head[:2]); err != nil {
		return 0, nil, err
	}
	op, size := head[0]&15, int(head[1]&127)
	switch size {
	case 126:
		_, err = io.ReadFull(w.in, head[:2])
		size = int(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(w.in, head[:8])
		size = int(binary.BigEndian.Uint64(head[:8]))
	}
	if err != nil {
		return 0, nil, err
	}
	if cap(w.text) < size {
		w.text = make([]byte, size)
	}
	w.text = w.text[:size]
	_, err = io.ReadFull(w.in, w.text)
	return op, w.text, err
}

// write sends a short frame. The mask is four zeros: the server cannot tell, and it costs nothing.
func (w *wire) write(op byte, text string) error {
	if len(text) > 125 {
		return errors.New("a screen says little")
	}
	_, err := w.conn.Write(append([]byte{0x80 | op, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...))
	return err
}
