package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// natsPeer is a nats-server inside the process, reached over websocket. A room is a subject; whoever joins asks for
// the newest state with a request, which is how it is done where messages are not kept.
type natsPeer struct {
	shelf *shelf

	mu  sync.Mutex
	out *bufio.Writer
}

func (p *natsPeer) serve(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return err
	}
	opts := &server.Options{
		DontListen: true, NoLog: true, NoSigs: true, MaxConn: 2 * maxScreens, PingInterval: heartbeat, MaxPingsOut: int(silence / heartbeat),
		Websocket: server.WebsocketOpts{Host: host, Port: number, NoTLS: true},
	}
	s, err := server.NewServer(opts)
	if err != nil {
		return err
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		return fmt.Errorf("nats-server is not ready")
	}
	line, err := s.InProcessConn()
	if err != nil {
		return err
	}
	p.out = bufio.NewWriterSize(line, 64<<10)
	go p.answer(bufio.NewReader(line))
	return p.write("CONNECT {\"verbose\":false}\r\nSUB get.* 1\r\nPING\r\n", nil)
}

// write sends a line and what follows it.
func (p *natsPeer) write(line string, text []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = p.out.WriteString(line)
	if text != nil {
		_, _ = p.out.Write(text)
		_, _ = p.out.WriteString("\r\n")
	}
	return p.out.Flush() // says what went wrong before, too
}

// answer gives the newest state to whoever asks, and lives as long as the line.
func (p *natsPeer) answer(in *bufio.Reader) {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "PING":
			err = p.write("PONG\r\n", nil)
		case words[0] == "MSG" && len(words) == 5:
			text, _ := p.shelf.newest(strings.TrimPrefix(words[1], "get."))
			_, _ = io.CopyN(io.Discard, in, 2)
			go p.publish(words[3], text) // the pipe to the server has no buffer: reading must go on
		}
		if err != nil {
			return
		}
	}
}

func (p *natsPeer) publish(subject string, text []byte) {
	_ = p.write(fmt.Sprintf("PUB %s %d\r\n", subject, len(text)), text)
}

func (p *natsPeer) tell(name string, text []byte) { p.publish(name, text) }
