package testrun

import "sync"

// A stream takes the output of a process and gives its events. It never makes the process
// wait: what nobody has asked for yet is kept.
type stream struct {
	mu      sync.Mutex
	more    sync.Cond
	partial []byte  // the last line, which has not ended
	framing bool    // partial is framing
	escaped bool    // the last byte of partial is a mark of escape
	waiting []event // not asked for
	closed  bool
}

func newStream() *stream {
	s := new(stream)
	s.more.L = &s.mu
	return s
}

// Write takes output. A mark begins a line wherever it stands, unless it is escaped: what
// was written before it had no line end.
func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range p {
		if b == markFraming && !s.escaped {
			s.endLine()
			s.framing = true
			continue
		}
		s.escaped = b == markEscape && !s.escaped
		s.partial = append(s.partial, b)
		if b == '\n' {
			s.endLine()
		}
	}
	return len(p), nil
}

// endLine makes an event of what there is of a line.
func (s *stream) endLine() {
	if len(s.partial) > 0 {
		s.waiting = append(s.waiting, eventOf(s.partial, s.framing))
		s.more.Signal()
	}
	s.partial, s.framing = s.partial[:0], false
}

// close says that the process has ended.
func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
	s.closed = true
	s.more.Signal()
}

// next returns the next event; ok says that there was one.
func (s *stream) next() (e event, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.waiting) == 0 && !s.closed {
		s.more.Wait()
	}
	if len(s.waiting) == 0 {
		return event{}, false
	}
	e, s.waiting = s.waiting[0], s.waiting[1:]
	return e, true
}
