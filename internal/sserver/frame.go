package sserver

import (
	"encoding/binary"
	"fmt"
	"io"
)

// maxFrame bounds a frame that the supervisor sends: it reads 32 KiB at a time, and the
// output of a command is a few hundred kilobytes at most.
const maxFrame = 16 << 20

// A frame is a piece of the conversation with a supervisor; supervisor.pl has the kinds.
type frame struct {
	kind byte
	body []byte
}

func (f frame) marshal() []byte {
	b := make([]byte, 0, 5+len(f.body))
	b = append(b, f.kind)
	b = binary.BigEndian.AppendUint32(b, uint32(len(f.body)))
	return append(b, f.body...)
}

func readFrame(r io.Reader) (frame, error) {
	var header [5]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return frame{}, err
	}
	size := binary.BigEndian.Uint32(header[1:])
	if size > maxFrame {
		return frame{}, fmt.Errorf("a frame of %d bytes from what should be the supervisor of openssl: %q", size, header[:])
	}
	f := frame{header[0], make([]byte, size)}
	_, err := io.ReadFull(r, f.body)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // behind the header
	}
	return f, err
}
