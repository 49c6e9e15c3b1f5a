package foreign

import (
	"strings"
	"sync"
)

// A transcript is what a program has printed until now.
type transcript struct {
	mu      sync.Mutex
	printed strings.Builder
	more    chan struct{} // closed when there is more; nil until somebody waits
}

// Write takes what the program prints.
func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.printed.Write(b)
	if t.more != nil {
		close(t.more)
		t.more = nil
	}
	return len(b), nil
}

// output returns what the program has printed, and a channel that is closed
// when there is more.
func (t *transcript) output() (string, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.more == nil {
		t.more = make(chan struct{})
	}
	return t.printed.String(), t.more
}
