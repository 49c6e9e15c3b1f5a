package pcapng

import (
	"fmt"
	"io"
	"sync"
)

// A Writer writes a capture. It may be used by several goroutines.
type Writer struct {
	mu     sync.Mutex
	w      io.Writer
	err    error
	number uint32 // of the connection that is written next
}

// NewWriter writes the head of a capture to w, in one call of its Write, and returns a
// Writer of what follows. Closing w is left to the caller.
func NewWriter(w io.Writer) (*Writer, error) {
	writer := &Writer{w: w}
	if err := writer.write(appendFileHeader(nil)); err != nil {
		return nil, err
	}
	return writer, nil
}

// Write appends one connection, its secrets first, in one call of the Write of the
// Writer's io.Writer. A Connection that cannot be is refused, and nothing is written of
// it. Once the io.Writer has returned an error, how much it wrote is not known, and what
// followed could not be read: every later call returns that error and writes nothing.
// What was written before can be read.
func (w *Writer) Write(c Connection) error {
	if err := c.check(); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	v := newConversation(c, w.number)
	v.play(c)
	w.number++
	return w.write(v.blocks)
}

// write writes, or keeps the error.
func (w *Writer) write(b []byte) error {
	n, err := w.w.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	if err != nil {
		w.err = fmt.Errorf("pcapng: the capture ends here: %w", err)
	}
	return w.err
}
