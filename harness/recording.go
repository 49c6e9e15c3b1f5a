package harness

import (
	"sync"
	"time"

	"github.com/legacytls/legacytls/internal/dissect"
)

// What a recording keeps. It holds every handshake with room to spare, shows how a
// connection went on, and bounds what a hostile client can make a server remember.
const (
	maxRecorded   = 64 << 10 // bytes of each direction up to the end of the handshake
	maxRecordedOn = 16 << 10 // bytes of each direction after it
	maxChunks     = 1024     // reads and writes that are told apart

	maxCaptured       = 16 << 20 // bytes of each direction of a connection that is captured
	maxCapturedChunks = 1 << 18
)

// A recording is what went over a connection: the first bytes of each direction, and when
// they came in which order. It is safe for concurrent use.
type recording struct {
	started  time.Time
	captured bool // keeps as much as a capture has

	mu      sync.Mutex
	in, out direction // from the client, to the client
	chunks  []chunk
}

// A direction is what one side has sent.
type direction struct {
	bytes     []byte
	handshake int  // how many of the bytes came up to the end of the handshake; -1 before
	room      int  // for how many more there is
	lost      int  // how many came when there was no room any more
	ended     bool // the side has ended the connection
}

// A chunk is what one read or write brought, or some of them, or the end of a side.
type chunk struct {
	from  dissect.Side
	at    time.Duration // since the beginning
	bytes int
	end   dissect.End
}

func newRecording(captured bool) *recording {
	room := maxRecorded
	if captured {
		room = maxCaptured
	}
	begin := direction{handshake: -1, room: room}
	return &recording{started: time.Now(), captured: captured, in: begin, out: begin}
}

func (r *recording) of(side dissect.Side) *direction {
	if side == dissect.Server {
		return &r.out
	}
	return &r.in
}

// add keeps what a side sends.
func (r *recording) add(from dissect.Side, p []byte) {
	at := time.Since(r.started)
	r.mu.Lock()
	defer r.mu.Unlock()
	d := r.of(from)
	if d.ended {
		return // it does not leave any more
	}
	kept := min(len(p), d.room)
	d.bytes = append(d.bytes, p[:kept]...)
	d.room -= kept
	d.lost += len(p) - kept
	if kept > 0 {
		r.append(chunk{from: from, at: at, bytes: kept})
	}
}

// append makes one of those of a side that follow on each other when there are too many.
func (r *recording) append(c chunk) {
	most := maxChunks
	if r.captured {
		most = maxCapturedChunks
	}
	last := len(r.chunks) - 1
	if len(r.chunks) < most || r.chunks[last].from != c.from || r.chunks[last].end != dissect.Open || c.end != dissect.Open {
		r.chunks = append(r.chunks, c)
		return
	}
	r.chunks[last].bytes += c.bytes
	r.chunks[last].at = c.at
}

// end notes that a side has ended the connection, the first time.
func (r *recording) end(from dissect.Side, how dissect.End) {
	at := time.Since(r.started)
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.of(from); !d.ended {
		d.ended = true
		r.append(chunk{from: from, at: at, end: how})
	}
}

// established notes that the handshake is complete, the first time.
func (r *recording) established() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range []*direction{&r.in, &r.out} {
		if d.handshake >= 0 {
			continue
		}
		d.handshake = len(d.bytes)
		if !r.captured {
			d.room = min(d.room, maxRecordedOn)
		}
	}
}

// handshake returns what came up to the end of the handshake.
func (r *recording) handshake() (in, out []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.in.upToHandshake(), r.out.upToHandshake()
}

func (d *direction) upToHandshake() []byte {
	n := d.handshake
	if n < 0 {
		n = len(d.bytes)
	}
	return d.bytes[:n:n]
}

// all returns everything so far, for reading only.
func (r *recording) all() dissect.Recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := dissect.Recording{Started: r.started, Lost: [2]int{r.in.lost, r.out.lost}}
	rest := [2][]byte{r.in.bytes, r.out.bytes}
	for _, c := range r.chunks {
		all.Chunks = append(all.Chunks, dissect.Chunk{From: c.from, At: c.at, Bytes: rest[c.from][:c.bytes:c.bytes], End: c.end})
		rest[c.from] = rest[c.from][c.bytes:]
	}
	return all
}
