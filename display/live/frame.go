package live

import (
	"encoding/binary"
	"encoding/json"
	"sort"
	"strconv"
	"time"

	"github.com/fasthttp/websocket"
)

// frame is one encoded message, framed for the wire once and shared by every
// socket it goes to.
type frame struct {
	wire      []byte    // header and text
	text      []byte    // the text in wire
	committed time.Time // of the newest change inside; zero if none or unknown
}

func newFrame(text []byte) *frame {
	wire := appendHeader(make([]byte, 0, maxHeader+len(text)), websocket.TextMessage, len(text))
	head := len(wire)
	wire = append(wire, text...)
	return &frame{wire: wire, text: wire[head:]}
}

// maxHeader is the longest header of a server's frame, in bytes.
const maxHeader = 10

// appendHeader begins a frame that is a whole message (RFC 6455, 5.2). The library can
// prepare one too, but encodes it twice, each time through a new buffer of 4 KB; with a
// few screens to a view, and for heartbeats, that was a fifth of all CPU.
func appendHeader(b []byte, kind byte, size int) []byte {
	const final = 0x80
	b = append(b, final|kind)
	switch {
	case size < 126:
		return append(b, byte(size))
	case size < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, 126), uint16(size))
	}
	return binary.BigEndian.AppendUint64(append(b, 127), uint64(size))
}

// stamp is what every timed frame says about the moment it was made.
type stamp struct {
	at   time.Time     // shop time of the picture
	now  time.Time     // shop time of the frame
	rate float64       // shop seconds per real second
	age  time.Duration // real time since the data was last known to equal the journal
}

func (s stamp) append(b []byte) []byte {
	b = append(b, `,"at":`...)
	b = strconv.AppendInt(b, s.at.UnixMilli(), 10)
	b = append(b, `,"now":`...)
	b = strconv.AppendInt(b, s.now.UnixMilli(), 10)
	b = append(b, `,"rate":`...)
	b = strconv.AppendFloat(b, s.rate, 'g', -1, 64)
	b = append(b, `,"age":`...)
	return strconv.AppendInt(b, s.age.Milliseconds(), 10)
}

func encodeSnap(key ViewKey, epoch string, rev uint64, seq int64, s stamp, hb time.Duration, build string, set []byte) []byte {
	b := make([]byte, 0, 320+len(set))
	b = append(b, `{"t":"snap","v":1,"shop":`...)
	b = appendString(b, key.Shop)
	b = append(b, `,"view":`...)
	b = appendString(b, key.Screen)
	b = append(b, `,"params":`...)
	b = appendString(b, key.Params)
	b = appendPosition(b, epoch, "rev", rev, seq)
	b = s.append(b)
	b = append(b, `,"hb":`...)
	b = strconv.AppendInt(b, hb.Milliseconds(), 10)
	b = append(b, `,"build":`...)
	b = appendString(b, build)
	b = append(b, `,"set":`...)
	b = append(b, set...)
	return append(b, '}')
}

func encodePatch(epoch string, from, to uint64, seq int64, at time.Time, set []byte, del []string) []byte {
	b := make([]byte, 0, 160+len(set))
	b = append(b, `{"t":"patch","from":`...)
	b = strconv.AppendUint(b, from, 10)
	b = appendPosition(b, epoch, "to", to, seq)
	b = append(b, `,"at":`...)
	b = strconv.AppendInt(b, at.UnixMilli(), 10)
	b = append(b, `,"set":`...)
	b = append(b, set...)
	b = append(b, `,"del":[`...)
	sort.Strings(del)
	for i, key := range del {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, key)
	}
	return append(b, `]}`...)
}

func encodeHeartbeat(epoch string, rev uint64, seq int64, s stamp) []byte {
	b := make([]byte, 0, 160)
	b = append(b, `{"t":"hb"`...)
	b = appendPosition(b, epoch, "rev", rev, seq)
	b = s.append(b)
	return append(b, '}')
}

func encodeBye(retry time.Duration) []byte {
	b := append(make([]byte, 0, 40), `{"t":"bye","retry_ms":`...)
	b = strconv.AppendInt(b, retry.Milliseconds(), 10)
	return append(b, '}')
}

func appendPosition(b []byte, epoch, name string, rev uint64, seq int64) []byte {
	b = append(b, `,"epoch":`...)
	b = appendString(b, epoch)
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":`...)
	b = strconv.AppendUint(b, rev, 10)
	b = append(b, `,"seq":`...)
	return strconv.AppendInt(b, seq, 10)
}

// appendObject writes the chosen entries as one JSON object, keys in order so that
// equal pictures are equal bytes.
func appendObject(b []byte, entries map[string]entry, keys []string) []byte {
	sort.Strings(keys)
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, key)
		b = append(b, ':')
		b = append(b, entries[key].value...)
	}
	return append(b, '}')
}

func appendString(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil { // a Go string always marshals
		return append(b, `""`...)
	}
	return append(b, quoted...)
}
