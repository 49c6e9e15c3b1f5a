package legacy

import (
	"io"

	"github.com/legacytls/legacytls/internal/wire"
)

// A recordWriter is the half of a recordLayer that writes.
type recordWriter struct {
	conn       io.Writer
	version    uint16
	protection protection // nil: in the clear
	seq        uint64     // of the next record under this protection
	queued     []byte     // records, ready to be sent
}

func (w *recordWriter) queue(kind wire.ContentType, fragment []byte) {
	for len(fragment) > 0 {
		n := len(fragment)
		if n > maxFragment {
			n = maxFragment
		}
		w.record(kind, fragment[:n])
		fragment = fragment[n:]
	}
}

func (w *recordWriter) record(kind wire.ContentType, fragment []byte) {
	w.queued = append(w.queued, byte(kind), byte(w.version>>8), byte(w.version), 0, 0)
	start := len(w.queued)
	if w.protection == nil {
		w.queued = append(w.queued, fragment...)
	} else {
		w.queued = w.protection.seal(w.queued, header{w.seq, kind, w.version}, fragment)
		w.seq++
	}
	length := len(w.queued) - start
	w.queued[start-2], w.queued[start-1] = byte(length>>8), byte(length)
}

// flush forgets what was queued also when it fails: half a record cannot be
// taken up again.
func (w *recordWriter) flush() error {
	if len(w.queued) == 0 {
		return nil
	}
	_, err := w.conn.Write(w.queued)
	w.queued = w.queued[:0]
	if cap(w.queued) > mostKept {
		w.queued = nil
	}
	return err
}

// mostKept is how many bytes of memory a connection keeps between writes.
const mostKept = 4 * maxFragment
