package agent

import (
	"fmt"
	"sync"
)

// excerptHalf is how much an excerpt keeps of the beginning, and as much of the end.
const excerptHalf = 8 << 10

// excerpt keeps the beginning and the end of what is written to it: a crash report starts
// with the reason and ends with the last words, and may be long in between. It is safe for
// concurrent use.
type excerpt struct {
	mu      sync.Mutex
	head    []byte
	tail    []byte
	dropped int
}

// Write keeps what there is room for. It never fails.
func (e *excerpt) Write(b []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := len(b)
	room := excerptHalf - len(e.head)
	if room > len(b) {
		room = len(b)
	}
	e.head = append(e.head, b[:room]...)
	e.tail = append(e.tail, b[room:]...)
	if over := len(e.tail) - excerptHalf; over > 0 {
		e.dropped += over
		e.tail = append(e.tail[:0], e.tail[over:]...)
	}
	return n, nil
}

// String returns what was kept, and says in between how much was not.
func (e *excerpt) String() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dropped == 0 {
		return string(e.head) + string(e.tail)
	}
	return fmt.Sprintf("%s\n... %d bytes left out ...\n%s", e.head, e.dropped, e.tail)
}
