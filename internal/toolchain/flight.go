package toolchain

import (
	"context"
	"errors"
	"sync"
)

// A group runs one function per key at a time and remembers what came of it.
// The zero value is ready.
type group[T any] struct {
	mu    sync.Mutex
	calls map[string]*call[T]
}

type call[T any] struct {
	done  chan struct{} // closed when value and err are set
	value T
	err   error
}

// do returns what fn returned for this key, running it unless that was done or
// is being done. Errors are remembered when remember says so. Who waits for
// another's call is not bound to that caller's context: when the other gives
// up, one of those who wait begins anew.
func (g *group[T]) do(ctx context.Context, key string, remember func(error) bool, fn func() (T, error)) (T, error) {
	for {
		c, mine := g.join(key)
		if mine {
			g.run(key, c, remember, fn)
			return c.value, c.err
		}
		select {
		case <-c.done:
		case <-ctx.Done():
			var zero T
			return zero, ctx.Err()
		}
		if !isContextError(c.err) || ctx.Err() != nil {
			return c.value, c.err
		}
	}
}

// join returns the call of this key; mine says that the caller has to run it.
func (g *group[T]) join(key string) (c *call[T], mine bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c, ok := g.calls[key]; ok {
		return c, false
	}
	if g.calls == nil {
		g.calls = make(map[string]*call[T])
	}
	c = &call[T]{done: make(chan struct{}), err: errors.New("toolchain: the call ended in a panic")}
	g.calls[key] = c
	return c, true
}

// run also ends the call when fn panics, so that nobody waits for ever.
func (g *group[T]) run(key string, c *call[T], remember func(error) bool, fn func() (T, error)) {
	keep := false
	defer func() {
		if !keep {
			g.forget(key)
		}
		close(c.done)
	}()
	c.value, c.err = fn()
	keep = c.err == nil || !isContextError(c.err) && remember(c.err)
}

// forget makes the next do of this key run again.
func (g *group[T]) forget(key string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.calls, key)
}

func always(error) bool { return true }

func never(error) bool { return false }

func isContextError(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
