package sserver

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience bounds what is waited for. It is only ever used up by a failure.
const patience = time.Minute

// patient returns a context that ends when patience does.
func patient(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// await returns what comes from a channel, the zero value when it is closed.
func await[T any](t testing.TB, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		require.FailNow(t, "does not come: "+what)
		panic("unreachable")
	}
}

// requireNotYet fails if there is something in a channel, which would be too early.
func requireNotYet[T any](t testing.TB, c <-chan T, what string) {
	t.Helper()
	for i := 0; i < 100; i++ {
		select {
		case <-c:
			require.FailNow(t, "too early: "+what)
		default:
			runtime.Gosched() // others may be about to send it
		}
	}
}

// later calls what in a goroutine, and returns where its result comes.
func later[T any](what func() T) <-chan T {
	result := make(chan T, 1)
	go func() { result <- what() }()
	return result
}

// A fakeSupervisor is the other end of a Supervisor, in memory.
type fakeSupervisor struct {
	t   *testing.T
	got chan frame // what the Supervisor sent
	in  *io.PipeReader
	out *io.PipeWriter
}

// superviseFake returns a Supervisor and what plays its other end.
func superviseFake(t *testing.T) (*Supervisor, *fakeSupervisor) {
	t.Helper()
	in, stdin := io.Pipe()
	stdout, out := io.Pipe()
	f := &fakeSupervisor{t: t, got: make(chan frame, 1000), in: in, out: out}
	go func() {
		defer close(f.got)
		for {
			said, err := readFrame(in)
			if err != nil {
				return
			}
			f.got <- said
		}
	}()
	s := Supervise(stdin, stdout)
	t.Cleanup(func() {
		out.Close()
		stdin.Close()
		await(t, s.over, "the end of the supervisor")
	})
	return s, f
}

// say sends a frame to the Supervisor. It may not have been looked at when say returns: see
// settle.
func (f *fakeSupervisor) say(kind byte, body string) {
	f.t.Helper()
	written := later(func() error { _, err := f.out.Write(frame{kind, []byte(body)}.marshal()); return err })
	require.NoError(f.t, await(f.t, written, "one who reads what the supervisor says"))
}

// settle returns when s has taken all that was said.
func (f *fakeSupervisor) settle(s *Supervisor) {
	f.t.Helper()
	f.say('b', "")
	await(f.t, s.barrier, "b")
}

// hears returns the next frame, which is of that kind.
func (f *fakeSupervisor) hears(kind byte) string {
	f.t.Helper()
	said := await(f.t, f.got, "frame "+string(rune(kind)))
	require.Equal(f.t, string(rune(kind)), string(rune(said.kind)))
	return string(said.body)
}

// end ends the connection's turn, with what the supervisor says to that.
func (f *fakeSupervisor) end(c *Connection) {
	f.t.Helper()
	over := later(func() error { return c.Over(patient(f.t)) })
	f.hears('B')
	f.say('b', "")
	require.NoError(f.t, await(f.t, over, "the end of the connection"))
}
