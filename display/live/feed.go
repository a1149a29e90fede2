package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// keepDeleted is for how many revs a feed remembers deleted keys. A screen that is
// further behind gets a snapshot instead of a patch.
const keepDeleted = 64

// entry is one value of the picture and the rev that last changed it.
type entry struct {
	value json.RawMessage
	rev   uint64
}

// feed is one view and everybody who watches it.
type feed struct {
	hub  *Hub
	key  ViewKey
	shop *shopWatch

	// refs counts clients and polls that hold the feed; idleSince is when the last one
	// let go. Guarded by Hub.mu.
	refs      int
	idleSince time.Time

	// rendering is held while a picture is computed and published, so that pictures
	// reach the feed in the order in which they were begun.
	rendering sync.Mutex

	mu       sync.Mutex
	epoch    string
	born     int // how often a new epoch was begun
	clients  []*client
	loaded   bool // a first picture exists
	dirty    bool // the view may have changed since the last picture
	busy     bool // a refresh loop runs
	rev      uint64
	seq      int64
	at       time.Time // shop time of the picture; zero: now
	commit   time.Time // of the change that the picture shows first; zero: time alone changed it
	counted  time.Time // the newest commit that was seen
	entries  map[string]entry
	deleted  map[string]uint64 // keys deleted lately and the rev that did it
	complete uint64            // deleted is complete for patches from this rev on

	// Encoded once per rev, on first demand.
	set     []byte
	snap    *frame
	snapAt  time.Time
	patches map[uint64]*frame // by the rev they start from
	beat    *frame
	beatAt  time.Time
}

func newFeed(h *Hub, key ViewKey, shop *shopWatch, epoch string) *feed {
	return &feed{
		hub: h, key: key, shop: shop, epoch: epoch, dirty: true,
		entries: map[string]entry{}, deleted: map[string]uint64{}, patches: map[uint64]*frame{},
	}
}

// publish takes a new picture: nothing happens if it equals the last one, otherwise
// rev goes up by one and every watcher's writer is woken. A picture from before the
// last one means that the journal itself went back, to a backup: a new epoch begins.
func (f *feed) publish(p Picture) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p.Seq > 0 && p.Seq < f.seq {
		f.beginEpoch()
	}
	changed := make([]string, 0, 8)
	for key, value := range p.Data {
		if old, ok := f.entries[key]; ok && bytes.Equal(old.value, value) {
			continue
		}
		if !json.Valid(value) {
			return fmt.Errorf("live: entry %q of view %v is not JSON", key, f.key)
		}
		changed = append(changed, key)
	}
	var gone []string
	for key := range f.entries {
		if _, ok := p.Data[key]; !ok {
			gone = append(gone, key)
		}
	}
	f.seq, f.at, f.beat = p.Seq, p.DataAt, nil
	fresh := p.CommittedAt
	if fresh.Equal(f.counted) {
		fresh = time.Time{} // this picture differs because time passed, not because of a commit
	}
	f.counted = p.CommittedAt
	if f.loaded && len(changed) == 0 && len(gone) == 0 {
		f.wakeHeld()
		return nil
	}
	f.rev++
	f.commit = fresh
	for _, key := range changed {
		f.entries[key] = entry{p.Data[key], f.rev}
		delete(f.deleted, key)
	}
	for _, key := range gone {
		delete(f.entries, key)
		f.deleted[key] = f.rev
	}
	f.forgetDeleted()
	f.loaded = true
	f.set, f.snap = nil, nil
	clear(f.patches)
	for _, c := range f.clients {
		c.wake()
	}
	return nil
}

// beginEpoch forgets everything that was shown: whatever comes next is a snapshot for
// everybody. Needs f.mu.
func (f *feed) beginEpoch() {
	name, _, _ := strings.Cut(f.epoch, ".")
	f.born++
	f.epoch = name + "." + strconv.Itoa(f.born)
	f.loaded, f.rev, f.complete = false, 0, 0
	clear(f.entries)
	clear(f.deleted)
	for _, c := range f.clients {
		c.rev = 0
	}
}

// forgetDeleted drops the memory of keys deleted long ago.
func (f *feed) forgetDeleted() {
	if f.rev <= keepDeleted {
		return
	}
	f.complete = f.rev - keepDeleted
	for key, rev := range f.deleted {
		if rev <= f.complete {
			delete(f.deleted, key)
		}
	}
}

// wakeHeld wakes the screens that wait until this instance has caught up with the
// picture they already show.
func (f *feed) wakeHeld() {
	for _, c := range f.clients {
		if c.minSeq > 0 && c.rev != f.rev {
			c.wake()
		}
	}
}

// frameFor returns what brings a screen from rev to the newest state in one frame:
// a patch, or a snapshot if the screen has nothing or is too far behind.
func (f *feed) frameFor(rev uint64, now time.Time) (fr *frame, conflated bool) {
	if rev == 0 || rev < f.complete || rev > f.rev {
		return f.snapFrame(now), rev != 0
	}
	fr, ok := f.patches[rev]
	if !ok {
		fr = f.encodePatch(rev)
		f.patches[rev] = fr
	}
	return fr, rev+1 < f.rev
}

func (f *feed) encodePatch(from uint64) *frame {
	var changed, gone []string
	for key, e := range f.entries {
		if e.rev > from {
			changed = append(changed, key)
		}
	}
	for key, rev := range f.deleted {
		if rev > from {
			gone = append(gone, key)
		}
	}
	set := appendObject(nil, f.entries, changed)
	text := encodePatch(f.epoch, from, f.rev, f.seq, f.shownAt(), set, gone)
	fr := newFrame(text)
	fr.committed = f.commit
	return fr
}

// snapFresh is how long an encoded snapshot may be handed out: its clock reading
// would set a screen's clock back by as much.
const snapFresh = 500 * time.Millisecond

func (f *feed) snapFrame(now time.Time) *frame {
	if f.snap == nil || now.Sub(f.snapAt) > snapFresh {
		if f.set == nil {
			keys := make([]string, 0, len(f.entries))
			for key := range f.entries {
				keys = append(keys, key)
			}
			f.set = appendObject(nil, f.entries, keys)
		}
		text := encodeSnap(f.key, f.epoch, f.rev, f.seq, f.stamp(now), f.hub.opts.Heartbeat, f.hub.opts.Build, f.set)
		f.snap, f.snapAt = newFrame(text), now
	}
	return f.snap
}

// beatFrame is shared by all screens whose turn comes at the same tick.
func (f *feed) beatFrame(now time.Time) *frame {
	if f.beat == nil || now.Sub(f.beatAt) > f.hub.opts.Heartbeat/beatSlots {
		text := encodeHeartbeat(f.epoch, f.rev, f.seq, f.stamp(now))
		f.beat, f.beatAt = newFrame(text), now
	}
	return f.beat
}

func (f *feed) stamp(real time.Time) stamp {
	now, rate := f.hub.opts.Clock(f.key.Shop)
	s := stamp{at: f.at, now: now, rate: rate}
	if s.at.IsZero() {
		s.at = now
	}
	if f.hub.opts.Confirmed != nil {
		s.age = max(0, real.Sub(f.hub.opts.Confirmed(f.key.Shop)))
	}
	return s
}

func (f *feed) shownAt() time.Time {
	if !f.at.IsZero() {
		return f.at
	}
	now, _ := f.hub.opts.Clock(f.key.Shop)
	return now
}

func (f *feed) snapshot() Snapshot {
	entries := make(map[string]json.RawMessage, len(f.entries))
	for key, e := range f.entries {
		entries[key] = e.value
	}
	return Snapshot{f.key, f.epoch, f.rev, f.seq, f.shownAt(), entries}
}
