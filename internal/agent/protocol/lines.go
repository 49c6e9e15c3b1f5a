package protocol

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// MaxLine is the length in bytes of the longest line that a Reader accepts. Certificates in
// requests and recorded bytes in replies need far less.
const MaxLine = 8 << 20

// LineError is the error of a line that is not what was expected. The line is used up: the
// next Read starts with the line after it.
type LineError struct {
	Reason string
}

func (e *LineError) Error() string { return e.Reason }

// Reader reads lines of JSON. It is not safe for concurrent use.
type Reader struct {
	in  *bufio.Reader
	max int
}

// NewReader returns a Reader of the lines that come from r.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, 64<<10), max: MaxLine}
}

// Read decodes the next line that is not empty into v. A line that cannot be decoded is a
// *LineError, after which reading can go on; any other error is the end, io.EOF the usual one.
// A last line without its line feed was cut off by the death of its writer and is dropped.
func (r *Reader) Read(v interface{}) error {
	for {
		line, err := r.line()
		if err != nil {
			return err
		}
		if len(line) == 0 {
			continue
		}
		if err := json.Unmarshal(line, v); err != nil {
			return &LineError{Reason: fmt.Sprintf("expected a JSON object on one line, got %s: %v", quote(line), err)}
		}
		return nil
	}
}

// line returns the next line without its end, and reads past a line that is too long
// without keeping it.
func (r *Reader) line() ([]byte, error) {
	var line []byte
	length := 0
	for {
		part, err := r.in.ReadSlice('\n')
		length += len(part)
		if length <= r.max {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err != nil:
			return nil, err
		case length > r.max:
			return nil, &LineError{Reason: fmt.Sprintf("expected a line of at most %d bytes, got %d", r.max, length)}
		}
		return trimEnd(line), nil
	}
}

func trimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// quote shows the beginning of a line in an error text.
func quote(line []byte) string {
	const most = 80
	if len(line) > most {
		return fmt.Sprintf("%q...", line[:most])
	}
	return fmt.Sprintf("%q", line)
}

// Writer writes lines of JSON. It is safe for concurrent use: lines do not mix.
type Writer struct {
	mu  sync.Mutex
	out io.Writer
}

// NewWriter returns a Writer of lines to w.
func NewWriter(w io.Writer) *Writer { return &Writer{out: w} }

// Write encodes v as one line.
func (w *Writer) Write(v interface{}) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err = w.out.Write(append(line, '\n'))
	return err
}
