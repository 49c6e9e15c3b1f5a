package agent

import (
	"sync"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// queue holds the results of a listener's connections until they are delivered. It has no
// limit, because the reader that fills it also reads the replies to everybody else.
type queue struct {
	wake      chan struct{} // has room for one: there is something new
	delivered chan struct{} // closed when deliver has returned

	mu      sync.Mutex
	results []protocol.Result
	closed  bool
}

func newQueue() *queue {
	return &queue{wake: make(chan struct{}, 1), delivered: make(chan struct{})}
}

// add appends a result. It never blocks.
func (q *queue) add(r protocol.Result) {
	q.mu.Lock()
	q.results = append(q.results, r)
	q.mu.Unlock()
	q.ring()
}

// close lets deliver end when everything has been delivered. It may be called again.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.ring()
}

func (q *queue) ring() {
	select {
	case q.wake <- struct{}{}:
	default: // it is ringing already
	}
}

// deliver calls to for each result until the queue is closed and empty.
func (q *queue) deliver(to func(protocol.Result)) {
	defer close(q.delivered)
	for range q.wake {
		results, closed := q.take()
		for _, r := range results {
			to(r)
		}
		if closed {
			return
		}
	}
}

// take empties the queue.
func (q *queue) take() ([]protocol.Result, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	results := q.results
	q.results = nil
	return results, q.closed
}
