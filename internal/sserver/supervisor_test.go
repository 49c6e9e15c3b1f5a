package sserver

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A ran is what Run returned.
type ran struct {
	output string
	err    error
}

func runLater(t *testing.T, s *Supervisor, args ...string) <-chan ran {
	return later(func() ran {
		output, err := s.Run(patient(t), args...)
		return ran{output, err}
	})
}

func TestACommandIsRunWithItsArguments(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	result := runLater(t, s, "ciphers", "", "-s")
	require.Equal(t, "ciphers\x00\x00-s", fake.hears('R'))
	fake.say('r', "0\x00some\x00output\n")
	require.Equal(t, ran{"some\x00output\n", nil}, await(t, result, "the output"))
}

func TestACommandThatFailsSaysHow(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	result := runLater(t, s, "ciphers", "-ssl3")
	fake.hears('R')
	fake.say('r', "1\x00 Unknown option \n")
	got := await(t, result, "the output")
	require.Equal(t, " Unknown option \n", got.output)
	require.Equal(t, &ExitError{[]string{"ciphers", "-ssl3"}, "1", " Unknown option \n"}, got.err)
	require.EqualError(t, got.err, "openssl ciphers -ssl3: exit code 1: Unknown option")
}

func TestACommandThatDoesNotEndIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s, _ := superviseFake(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Run(ctx, "ciphers", "-s")
	require.ErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, "openssl ciphers does not end: context canceled")
}

func TestAServerGetsItsFilesBeforeItStarts(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	require.NoError(t, s.Start(Command{Args: []string{"s_server", "-brief"}, Files: map[string][]byte{"a": []byte("1\x002"), "b": nil}}))
	require.ElementsMatch(t, []string{"a\x001\x002", "b\x00"}, []string{fake.hears('F'), fake.hears('F')})
	require.Equal(t, "s_server\x00-brief", fake.hears('S'))
}

func TestAServerThatEndsAtItsStartHasItsOwnWords(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	require.NoError(t, s.Ended())
	fake.say('E', "first\nsec")
	fake.say('E', "ond\n")
	fake.say('O', "what no connection is for")
	fake.say('X', "exit status 1")
	await(t, s.gone, "the end of the server")
	fake.settle(s)
	require.EqualError(t, s.Ended(), "openssl s_server has ended with exit status 1: first; second")

	c := s.Begin()
	_, err := c.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err, "there is nobody who would answer")
	_, err = c.Write([]byte("x"))
	require.Equal(t, io.ErrClosedPipe, err)
	require.Empty(t, c.Trace().Lines())
}

func TestAServerThatEndsInAConnectionEndsThat(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	fake.say('E', "at the start\n")
	fake.settle(s)
	c := s.Begin()
	read := later(func() error { _, err := c.Read(make([]byte, 1)); return err })
	fake.say('E', "in the connection\n")
	fake.say('X', "signal 11")
	require.Equal(t, io.EOF, await(t, read, "the end of the connection"))
	require.EqualError(t, s.Ended(), "openssl s_server has ended with signal 11: in the connection")
}

// waitForAll begins to wait for all that can be waited for.
func waitForAll(t *testing.T, s *Supervisor) map[string]<-chan error {
	t.Helper()
	c := s.Begin()
	_, err := c.Write(make([]byte, unread))
	require.NoError(t, err)
	ctx := patient(t)
	return map[string]<-chan error{
		"Run":   later(func() error { _, err := s.Run(ctx, "version"); return err }),
		"Read":  later(func() error { _, err := c.Read(make([]byte, 1)); return err }),
		"Write": later(func() error { _, err := c.Write([]byte("more")); return err }),
		"Flush": later(func() error { c.Flush(ctx); return ctx.Err() }),
	}
}

func TestTheEndOfTheSupervisorEndsWhatWaitsForIt(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	waiting := waitForAll(t, s)
	for _, has := range []int{0, 1, 2} { // D, R, C in some order
		await(t, fake.got, "what is waited for "+string(rune('0'+has)))
	}
	fake.out.Close()
	require.EqualError(t, await(t, waiting["Run"], "Run"), "the supervisor of openssl has ended")
	require.Equal(t, io.EOF, await(t, waiting["Read"], "Read"))
	require.Equal(t, io.ErrClosedPipe, await(t, waiting["Write"], "Write"))
	require.NoError(t, await(t, waiting["Flush"], "Flush"))
	await(t, s.gone, "the end of the server")
	require.EqualError(t, s.Ended(), "the supervisor of openssl has ended")

	c := s.Begin()
	_, err := c.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err, "one that begins later is over, too")
	require.EqualError(t, c.Over(patient(t)), "the supervisor of openssl has ended")
}

func TestOverDoesNotWaitForASupervisorThatEnds(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	over := later(func() error { return c.Over(patient(t)) })
	fake.hears('B')
	fake.out.Close()
	require.EqualError(t, await(t, over, "Over"), "the supervisor of openssl has ended")
}

func TestWhyASupervisorEndedIsTold(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, said, why string }{
		{"an unknown frame", "Q\x00\x00\x00\x00", `an unknown frame 'Q' from the supervisor of openssl`},
		{"no frame at all", "/bin/sh: perl: not found\n", `from what should be the supervisor of openssl: "/bin/"`},
		{"a frame that is cut off", "E\x00\x00\x00\x05hel", "unexpected EOF"},
	}
	for _, tc := range tests {
		tc := tc
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s, fake := superviseFake(t)
			result := runLater(t, s, "version")
			fake.hears('R')
			_, err := io.WriteString(fake.out, tc.said)
			require.NoError(t, err)
			fake.out.Close()
			err = await(t, result, "Run").err
			require.ErrorContains(t, err, "the supervisor of openssl has ended: ")
			require.ErrorContains(t, err, tc.why)
			require.Equal(t, err, s.Ended())
		})
	}
}

func TestASupervisorThatCannotBeToldAnythingHasEnded(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	broken := errors.New("broken pipe")
	fake.in.CloseWithError(broken)
	_, err := s.Run(patient(t), "version")
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "the supervisor of openssl has ended: broken pipe")
	require.ErrorIs(t, s.Start(Command{Args: []string{"s_server"}}), broken)
	require.ErrorIs(t, s.Start(Command{Files: map[string][]byte{"a": nil}}), broken)
	n, err := c.Write([]byte("hello"))
	require.Zero(t, n)
	require.ErrorIs(t, err, broken)
	c.Flush(patient(t))
	require.ErrorIs(t, c.Over(patient(t)), broken)
}

// Four bytes are a number, others are none.
func TestACreditThatIsNoNumberEndsTheSupervisor(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "\x00\x00\x01"} {
		s, _ := superviseFake(t)
		require.NotPanics(t, func() {
			require.Error(t, s.take(frame{'A', []byte(body)}))
		}, "%q", body)
	}
}

// Nobody asked for the first of them, so that nobody takes it.
func TestOutputThatNobodyWaitsForIsNotThatOfTheNextCommand(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Run(ctx, "first")
	require.ErrorIs(t, err, context.Canceled)
	fake.hears('R')
	fake.say('r', "0\x00of the first")
	fake.settle(s)
	result := runLater(t, s, "second")
	fake.hears('R')
	fake.say('r', "0\x00of the second")
	require.Equal(t, ran{"of the second", nil}, await(t, result, "the output"))
}

func TestAClientThatSendsMuchThatNobodyReadsEndsTheSupervisor(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	half := strings.Repeat("x", maxUnread/2)
	fake.say('O', half)
	fake.say('O', half)
	fake.settle(s)
	require.NoError(t, s.Ended(), "so much it may be")
	n, err := c.Read(make([]byte, 1))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	fake.say('O', "y") // there is room again
	fake.settle(s)
	require.NoError(t, s.Ended())
	fake.say('O', "z")
	await(t, s.over, "the end of the supervisor")
	require.ErrorContains(t, s.Ended(), "the client sent much that the server's handler does not read")
	got, err := io.ReadAll(c)
	require.NoError(t, err)
	require.Len(t, got, maxUnread, "what had come is still there")
}
