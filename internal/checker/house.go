package checker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
)

// instances is how many processes of bayline serve.
const instances = 3

// house is everything that runs: three instances, their database, their Redis, and the lines between them.
type house struct {
	database  *database
	messenger *messenger
	instances []*instance
	dir       string
	program   string
}

// instance is one bayline serve with its three lines.
type instance struct {
	process
	port              string
	front, store, bus *link // from screens and hands; to PostgreSQL; to Redis
}

// openHouse starts everything; program is a built bayline.
func openHouse(ctx context.Context, program string) (_ *house, err error) {
	dir, err := os.MkdirTemp("", "bayline-check-")
	if err != nil {
		return nil, err
	}
	h := &house{dir: dir, program: program}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close(true))
		}
	}()
	if h.database, err = openDatabase(ctx, dir); err != nil {
		return nil, err
	}
	if h.messenger, err = openMessenger(ctx, dir); err != nil {
		return nil, err
	}
	lines := newLinks()
	for i := range instances {
		one := &instance{}
		one.name, one.dir = "bayline-"+strconv.Itoa(i), dir
		h.instances = append(h.instances, one)
		if one.port, err = freePort(); err != nil {
			return nil, err
		}
		if one.front, err = lines.to(fmt.Sprint("front ", i), one.direct()); err != nil {
			return nil, err
		}
		if one.store, err = lines.to(fmt.Sprint("store ", i), h.database.address()); err != nil {
			return nil, err
		}
		if one.bus, err = lines.to(fmt.Sprint("bus ", i), h.messenger.address()); err != nil {
			return nil, err
		}
		one.args = []string{program, "serve", "--addr", one.direct(), "--database-url", h.database.url(one.store.address),
			"--redis-url", "redis://" + one.bus.address, "--redis-prefix", prefix}
		if err = one.up(ctx); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (i *instance) direct() string { return "127.0.0.1:" + i.port }

// door gives the address screens and hands use.
func (i *instance) door() string { return "http://" + i.front.address }

// up starts the instance and waits until it is ready.
func (i *instance) up(ctx context.Context) error {
	if err := i.start(); err != nil {
		return err
	}
	return i.answers(ctx, ok("http://"+i.direct()+"/readyz"))
}

func (h *house) doors() []string {
	doors := make([]string, len(h.instances))
	for i, one := range h.instances {
		doors[i] = one.door()
	}
	return doors
}

// close ends every process; the logs stay when keep says so.
func (h *house) close(keep bool) (err error) {
	for _, one := range h.instances {
		_ = one.signal(syscall.SIGCONT)
		_, e := one.end(syscall.SIGKILL, 5*time.Second)
		err = errors.Join(err, e)
		for _, l := range []*link{one.front, one.store, one.bus} {
			if l != nil {
				l.cut()
			}
		}
	}
	if h.messenger != nil {
		_ = h.messenger.client.Close()
		err = errors.Join(err, h.messenger.kill())
	}
	if h.database != nil {
		err = errors.Join(err, h.database.down())
	}
	if keep {
		return err
	}
	return errors.Join(err, os.RemoveAll(h.dir))
}
