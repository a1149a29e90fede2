package live

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// ViewKey names one view. Two keys that are equal share one feed, so Params must
// be canonical: the same parameters always spelled the same way.
type ViewKey struct {
	Shop   string
	Screen string
	Params string
}

// clone cuts the key loose from the request it was read from.
func (k ViewKey) clone() ViewKey {
	return ViewKey{strings.Clone(k.Shop), strings.Clone(k.Screen), strings.Clone(k.Params)}
}

// Picture is one view at one moment: absolute values by key, such as "counters" or
// "cards/V12". Nobody may change Data or its values once the picture is handed over.
type Picture struct {
	Data map[string]json.RawMessage

	// DataAt is the shop time the picture shows; zero means the shop clock now.
	DataAt time.Time

	// Seq is the journal position the picture was computed from, 0 if unknown. It
	// keeps a screen that changes to another instance from going back in time.
	Seq int64

	// CommittedAt is the real time at which the newest change was committed; zero
	// leaves the latency unmeasured.
	CommittedAt time.Time
}

// Source computes pictures and tells when one may have changed.
type Source interface {
	// Render computes the view now. On an error the screens keep their last picture
	// and Render is tried again later. It is never called twice at once for one key.
	Render(ctx context.Context, key ViewKey) (Picture, error)

	// Watch calls notify whenever a view of the shop may have changed, from any
	// goroutine; notify does not block. After cancel has returned no call starts.
	Watch(shop string, notify func()) (cancel func())
}

// Snapshot is a view as plain entries, for whoever does not follow a socket.
type Snapshot struct {
	Key     ViewKey
	Epoch   string
	Rev     uint64
	Seq     int64
	At      time.Time // shop time of the picture
	Entries map[string]json.RawMessage
}
