package legacy

import (
	"net"

	"github.com/legacytls/legacytls/internal/wire"
)

// The sizes of records (RFC 5246, section 6.2).
const (
	recordHeaderLength = 5
	maxFragment        = 1 << 14
	maxExpansion       = 2048 // of a fragment, by compression and protection
	maxEmptyRecords    = 32   // in a row; the RFC has no limit
)

// A recordLayer cuts what goes over a connection into records, and protects
// them (RFC 5246, section 6). One goroutine may read while another one writes;
// everything else needs both to stand still. It sets no deadlines.
type recordLayer struct {
	reader recordReader
	writer recordWriter
}

func newRecordLayer(conn net.Conn) *recordLayer {
	return &recordLayer{
		reader: newRecordReader(conn),
		writer: recordWriter{conn: conn, version: wire.VersionTLS10}, // what all servers understand
	}
}

// read returns the content type and the fragment of the next record. Types are as
// they were sent, known or not, and fragments may be empty. The fragment is
// valid until the next read. Errors are
//
//   - io.EOF at the end of the last record, io.ErrUnexpectedEOF inside of one, and
//     what else the connection says,
//   - a *wire.ForeignError when the client does not speak TLS at all,
//   - an *Error when it broke a rule.
func (r *recordLayer) read() (wire.ContentType, []byte, error) { return r.reader.read() }

// queue makes records of a fragment, which may be of any length, and keeps them
// until the next flush. An empty one makes none.
func (r *recordLayer) queue(kind wire.ContentType, fragment []byte) { r.writer.queue(kind, fragment) }

// queueOne makes one record of a fragment that is not too long for it, and may be
// empty.
func (r *recordLayer) queueOne(kind wire.ContentType, fragment []byte) {
	r.writer.record(kind, fragment)
}

// flush writes all that was queued at once, so that a flight arrives as one.
func (r *recordLayer) flush() error { return r.writer.flush() }

// setVersion tells the version that was negotiated: that of records to write,
// and to expect. Before, records of all versions with major number 3 are read.
func (r *recordLayer) setVersion(version uint16) {
	r.reader.version, r.writer.version = version, version
}

// protectReads puts the protection into force for the next read, as the
// client's ChangeCipherSpec does. nil is none.
func (r *recordLayer) protectReads(p protection) { r.reader.protection, r.reader.seq = p, 0 }

// protectWrites puts the protection into force for what is queued next. What is
// queued already keeps the one that it has.
func (r *recordLayer) protectWrites(p protection) { r.writer.protection, r.writer.seq = p, 0 }
