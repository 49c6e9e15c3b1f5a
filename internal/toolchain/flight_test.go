package toolchain

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOneCallPerKeyServesAllWhoAsk(t *testing.T) {
	var g group[int]
	var calls atomic.Int32
	var all sync.WaitGroup
	for i := 0; i < 50; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			v, err := g.do(context.Background(), "key", never, func() (int, error) { return int(calls.Add(1)), nil })
			if v != 1 || err != nil {
				t.Errorf("expected 1, got %d, %v", v, err)
			}
		}()
	}
	all.Wait()
}

func TestAnErrorIsRememberedOnlyWhenAsked(t *testing.T) {
	failure := errors.New("no")
	for _, tc := range []struct {
		name     string
		remember func(error) bool
		calls    int
	}{{"always", always, 1}, {"never", never, 2}} {
		var g group[int]
		calls := 0
		for i := 0; i < 2; i++ {
			_, err := g.do(context.Background(), "key", tc.remember, func() (int, error) { calls++; return 0, failure })
			require.ErrorIs(t, err, failure)
		}
		require.Equal(t, tc.calls, calls, tc.name)
	}
}

// An observedContext tells that somebody waits for its end.
type observedContext struct {
	context.Context
	once    *sync.Once
	waiting chan struct{}
}

func observed(ctx context.Context) observedContext {
	return observedContext{ctx, new(sync.Once), make(chan struct{})}
}

func (c observedContext) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waiting) })
	return c.Context.Done()
}

func TestWhoWaitsBeginsAnewWhenTheFirstGivesUp(t *testing.T) {
	var g group[string]
	started, release := make(chan struct{}), make(chan struct{})
	first := make(chan error)
	go func() {
		_, err := g.do(context.Background(), "key", always, func() (string, error) {
			close(started)
			<-release
			return "", context.Canceled
		})
		first <- err
	}()
	<-started
	ctx, second := observed(context.Background()), make(chan string, 1)
	go func() {
		v, err := g.do(ctx, "key", always, func() (string, error) { return "mine", nil })
		second <- fmt.Sprint(v, err)
	}()
	<-ctx.waiting
	close(release)
	require.ErrorIs(t, <-first, context.Canceled)
	require.Equal(t, "mine<nil>", <-second)
}

func TestWhoWaitsCanGiveUp(t *testing.T) {
	var g group[string]
	started, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	go g.do(context.Background(), "key", always, func() (string, error) {
		close(started)
		<-release
		return "", nil
	})
	<-started
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := g.do(ctx, "key", always, func() (string, error) { return "", errors.New("must not run") })
	require.ErrorIs(t, err, context.Canceled)
}

func TestAPanicDoesNotLeaveOthersWaiting(t *testing.T) {
	var g group[string]
	require.Panics(t, func() {
		g.do(context.Background(), "key", always, func() (string, error) { panic("broken") })
	})
	v, err := g.do(context.Background(), "key", always, func() (string, error) { return "works", nil })
	require.NoError(t, err)
	require.Equal(t, "works", v)
}
