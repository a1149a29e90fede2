package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"time"
)

// heartbeat is how often every server lets every screen know that it lives. bayline promises that a screen notices a
// dead server within 10 s; the others are set to the same.
const heartbeat = 4 * time.Second

// silence is how long a screen may say nothing before it is cut, everywhere.
const silence = 36 * time.Second

// peer is a server under test, inside its own process.
type peer interface {
	// serve listens on an address and returns at once.
	serve(address string) error
	// tell sends a room's new state to everybody in it. s gives the state to those who come later.
	tell(name string, message []byte)
}

// peers are the servers written in Go, by name.
func peers(s *shelf) map[string]peer {
	return map[string]peer{
		"bayline": &baylinePeer{shelf: s}, "centrifuge": &centrifugePeer{shelf: s}, "gorilla": newGorillaPeer(s), "gws": newGWSPeer(s),
		"nats": &natsPeer{shelf: s},
	}
}

// shelf keeps the newest message of every room.
type shelf struct {
	mu    sync.Mutex
	size  int
	rooms []room
	texts map[string][]byte
	seqs  map[string]int64
}

func roomName(i int) string { return "r" + strconv.Itoa(i) }

// newest gives a room's message and number.
func (s *shelf) newest(name string) ([]byte, int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.texts[name], s.seqs[name]
}

func (s *shelf) open(rooms, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.size, s.rooms = size, make([]room, rooms)
	s.texts, s.seqs = map[string][]byte{}, map[string]int64{}
	for i := range s.rooms {
		s.change(i)
	}
}

// change needs s.mu.
func (s *shelf) change(i int) (name string, text []byte) {
	name = roomName(i)
	s.rooms[i].change()
	text = s.rooms[i].message(s.size)
	s.texts[name], s.seqs[name] = text, s.rooms[i].n
	return name, text
}

func (s *shelf) next(i int) (name string, text []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.change(i)
}

// left is what a process holds.
type left struct {
	Goroutines int   `json:"goroutines"`
	Heap       int64 `json:"heap"` // bytes, after a collection
}

// runServer is the process of a server: orders come in lines, each is answered with one.
//
//	rooms N SIZE    every room has a first state
//	publish RATE    every room changes RATE times a second, evenly spread, until "rest"
//	rest            answered with the number of changes since "publish"
//	bump            every room changes once
//	left            answered with what the process holds
//	profile FILE    CPU profile until "rest"
func runServer(ctx context.Context, name, address string) error {
	s := &shelf{}
	p := peers(s)[name]
	if p == nil {
		return fmt.Errorf("no server is called %q", name)
	}
	if err := p.serve(address); err != nil {
		return err
	}
	fmt.Println("ready")
	o := &orders{peer: p, shelf: s}
	for lines := bufio.NewScanner(os.Stdin); ctx.Err() == nil && lines.Scan(); {
		answer, err := o.obey(lines.Text())
		if err != nil {
			return err
		}
		fmt.Println(answer)
	}
	return nil
}

// orders carries out what the lines say.
type orders struct {
	peer  peer
	shelf *shelf
	stop  chan struct{}
	done  chan int // changes made, when the publisher has stopped
}

func (o *orders) obey(line string) (answer string, err error) {
	var rooms, size int
	var rate float64
	var file string
	switch {
	case scan(line, "rooms %d %d", &rooms, &size):
		o.shelf.open(rooms, size)
	case scan(line, "publish %g", &rate):
		o.stop, o.done = make(chan struct{}), make(chan int, 1)
		go o.publish(rate)
	case line == "rest":
		close(o.stop)
		pprof.StopCPUProfile()
		return strconv.Itoa(<-o.done), nil
	case line == "bump":
		for i := range o.shelf.rooms {
			o.peer.tell(o.shelf.next(i))
		}
	case line == "left":
		runtime.GC()
		debug.FreeOSMemory()
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		text, err := json.Marshal(left{runtime.NumGoroutine(), int64(mem.HeapAlloc)})
		return string(text), err
	case scan(line, "profile %s", &file):
		f, err := os.Create(file)
		if err != nil {
			return "", err
		}
		return "ok", pprof.StartCPUProfile(f)
	default:
		return "", errors.New("unknown order " + line)
	}
	return "ok", nil
}

func scan(line, format string, into ...any) bool {
	word, _, _ := strings.Cut(format, " ")
	n, err := fmt.Sscanf(line, format, into...)
	return strings.HasPrefix(line, word+" ") && err == nil && n == len(into)
}

// publish changes one room after the other, evenly over time.
func (o *orders) publish(rate float64) {
	count, rooms := 0, len(o.shelf.rooms)
	pause := time.Duration(float64(time.Second) / rate / float64(rooms))
	for began := time.Now(); ; count++ {
		select {
		case <-o.stop:
			o.done <- count
			return
		case <-time.After(time.Until(began.Add(time.Duration(count) * pause))):
		}
		o.peer.tell(o.shelf.next(count % rooms))
	}
}
