package legacy

import (
	"bufio"
	"errors"
	"io"

	"github.com/legacytls/legacytls/internal/wire"
)

// A recordReader is the half of a recordLayer that reads.
type recordReader struct {
	buffer     *bufio.Reader // has room for the largest record
	version    uint16        // 0 before it is negotiated
	protection protection    // nil: in the clear
	seq        uint64        // of the next record under this protection
	begun      bool          // a record has come
	empty      int           // records in a row that were empty
}

func newRecordReader(conn io.Reader) recordReader {
	return recordReader{buffer: bufio.NewReaderSize(conn, recordHeaderLength+maxFragment+maxExpansion)}
}

func (r *recordReader) read() (wire.ContentType, []byte, error) {
	kind, version, payload, err := r.next()
	if err != nil {
		return 0, nil, err
	}
	fragment, err := r.open(kind, version, payload)
	if err != nil {
		return 0, nil, err
	}
	return kind, fragment, r.count(kind, fragment)
}

// next takes the next record off the connection. The payload is in the buffer,
// where it may be overwritten, until the buffer is read again.
func (r *recordReader) next() (kind wire.ContentType, version uint16, payload []byte, err error) {
	head, err := r.buffer.Peek(recordHeaderLength)
	if !r.begun && len(head) > 0 {
		if foreign := r.foreign(); foreign != nil {
			return 0, 0, nil, foreign
		}
	}
	if err != nil {
		return 0, 0, nil, cutOff(err, len(head))
	}
	r.begun = true
	kind, version = wire.ContentType(head[0]), uint16(head[1])<<8|uint16(head[2])
	length := int(head[3])<<8 | int(head[4])
	if err := r.check(kind, version, length); err != nil {
		return 0, 0, nil, err
	}
	record, err := r.buffer.Peek(recordHeaderLength + length)
	if err != nil {
		return 0, 0, nil, cutOff(err, len(record))
	}
	_, _ = r.buffer.Discard(len(record)) // they are there
	return kind, version, record[recordHeaderLength:], nil
}

// foreign returns an error when what has come does not begin like TLS.
func (r *recordReader) foreign() error {
	come, _ := r.buffer.Peek(r.buffer.Buffered())
	var foreign *wire.ForeignError
	if errors.As(wire.DecodeFlow(come).Err, &foreign) && foreign.Offset == 0 {
		return foreign
	}
	return nil
}

// cutOff is the error for a connection that ended after n bytes of a record.
func cutOff(err error, n int) error {
	if err == io.EOF && n > 0 {
		return io.ErrUnexpectedEOF
	}
	return err
}

// check looks at what a record says about itself. A client that does not like
// the version in our ServerHello may say so in an alert with its own, and that
// is worth reading.
func (r *recordReader) check(kind wire.ContentType, version uint16, length int) error {
	early := r.version == 0 || r.protection == nil && kind == wire.AlertRecord
	switch {
	case early && version>>8 != 3:
		return fatal(alertProtocolVersion, "%s record of version %s: expected one from SSL 3.0 to TLS 1.2", kind, wire.VersionName(version))
	case !early && version != r.version:
		return fatal(alertProtocolVersion, "%s record of version %s: expected %s, which was negotiated", kind, wire.VersionName(version), wire.VersionName(r.version))
	case length > maxFragment+maxExpansion:
		return fatal(alertRecordOverflow, "%s record of %d bytes: expected at most %d", kind, length, maxFragment+maxExpansion)
	}
	return nil
}

func (r *recordReader) open(kind wire.ContentType, version uint16, payload []byte) ([]byte, error) {
	fragment := payload
	if r.protection != nil {
		opened, err := r.protection.open(header{r.seq, kind, version}, payload)
		if err != nil {
			return nil, err
		}
		fragment = opened
		r.seq++
	}
	if len(fragment) > maxFragment {
		return nil, fatal(alertRecordOverflow, "%s record with %d bytes in it: expected at most %d", kind, len(fragment), maxFragment)
	}
	return fragment, nil
}

// count ends a connection that keeps us busy with nothing. Empty records are no
// error as such: OpenSSL puts one before each of application data in TLS 1.0
// CBC, against the BEAST attack.
func (r *recordReader) count(kind wire.ContentType, fragment []byte) error {
	if len(fragment) > 0 {
		r.empty = 0
		return nil
	}
	r.empty++
	if r.empty > maxEmptyRecords {
		return fatal(alertUnexpectedMessage, "%d empty records in a row, the last of them %s: expected at most %d", r.empty, kind, maxEmptyRecords)
	}
	return nil
}
