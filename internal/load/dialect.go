package main

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// dialect is how a screen speaks to one of the servers.
type dialect struct {
	// path of the upgrade; has is the last frame of an earlier connection, nil at first.
	path func(room string, has []byte) string

	// joins is what to say after the upgrade, a frame each.
	joins func(screen int, room string) []string
	op    byte // of these

	// hear takes a frame's payload and gives what to answer, "" for nothing.
	hear func(s *screen, text []byte) (answer string)
}

func dialects() map[string]dialect {
	silent := func(int, string) []string { return nil }
	plainPath := func(room string, _ []byte) string { return "/?room=" + room }
	root := func(string, []byte) string { return "/" }
	socketIOPath := func(room string, _ []byte) string { return "/socket.io/?EIO=4&transport=websocket&room=" + room }
	return map[string]dialect{
		"bayline":    {path: baylinePath, joins: silent, hear: hearBayline},
		"centrifuge": {path: root, joins: joinCentrifuge, op: opText, hear: hearCentrifuge},
		"gorilla":    {path: plainPath, joins: silent, hear: hearPlain},
		"gws":        {path: plainPath, joins: silent, hear: hearPlain},
		"nats":       {path: root, joins: joinNATS, op: opBinary, hear: hearNATS},
		"socket.io":  {path: socketIOPath, joins: func(int, string) []string { return []string{"40"} }, op: opText, hear: hearSocketIO},
	}
}

func hearPlain(s *screen, text []byte) string {
	if r, ok := find(text); ok {
		s.show(r, text)
	}
	return ""
}

// hearBayline knows that a heartbeat is sent only to a screen that shows the newest state: the first thing a screen
// hears that comes back and has missed nothing.
func hearBayline(s *screen, text []byte) string {
	if bytes.HasPrefix(text, []byte(`{"t":"hb"`)) {
		s.confirm()
		return ""
	}
	return hearPlain(s, text)
}

// hearSocketIO answers engine.io's pings.
func hearSocketIO(s *screen, text []byte) string {
	if len(text) == 1 && text[0] == '2' {
		return "3"
	}
	return hearPlain(s, text)
}

func joinCentrifuge(_ int, room string) []string {
	return []string{`{"id":1,"connect":{}}` + "\n" + `{"id":2,"subscribe":{"channel":"` + room + `"}}`}
}

// hearCentrifuge takes a frame of several messages, a line each, apart; an empty one is a ping and its answer.
func hearCentrifuge(s *screen, text []byte) (answer string) {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); bytes.Equal(line, []byte("{}")) {
			answer = "{}"
			continue
		}
		hearPlain(s, line)
	}
	return answer
}

func joinNATS(screen int, room string) []string {
	return []string{fmt.Sprintf("CONNECT {\"verbose\":false}\r\nSUB %s 1\r\nSUB i.%d 2\r\n", room, screen), fmt.Sprintf("PUB get.%s i.%d 0\r\n\r\n", room, screen)}
}

// hearNATS cuts messages out of a stream that is framed without regard to them.
func hearNATS(s *screen, text []byte) (answer string) {
	s.rest = append(s.rest, text...)
	rest := s.rest
	for {
		line, after, whole := bytes.Cut(rest, []byte("\r\n"))
		if !whole {
			break
		}
		if bytes.HasPrefix(line, []byte("MSG ")) {
			size, _ := number(line[bytes.LastIndexByte(line, ' ')+1:])
			if len(after) < int(size)+2 {
				break
			}
			hearPlain(s, after[:size])
			after = after[size+2:]
		} else if bytes.Equal(line, []byte("PING")) {
			answer = "PONG\r\n"
		}
		rest = after
	}
	s.rest = append(s.rest[:0], rest...)
	return answer
}

var position = regexp.MustCompile(`"epoch":"([^"]*)","(?:rev|to)":(\d+),"seq":(\d+)`)

// baylinePath tells the server what the screen already shows, as the page does.
func baylinePath(room string, has []byte) string {
	path := "/live?screen=board&shop=" + url.QueryEscape(room)
	if at := position.FindSubmatch(has); at != nil {
		path += strings.Join([]string{"&epoch=" + url.QueryEscape(string(at[1])), "rev=" + string(at[2]), "seq=" + string(at[3])}, "&")
	}
	return path
}
