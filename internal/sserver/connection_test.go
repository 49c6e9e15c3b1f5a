package sserver

import (
	"context"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func credit(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }

func TestWhatTheServerWritesBelongsToTheConnectionThatWasBegunLast(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	fake.say('E', "before\n")
	fake.say('O', "lost")
	fake.settle(s)
	first := s.Begin()
	fake.say('E', "of the first\n")
	fake.say('O', "one")
	fake.end(first)
	fake.say('E', "between\n")
	fake.say('O', "lost")
	fake.settle(s)
	second := s.Begin()
	fake.say('E', "of the second\n")
	fake.say('O', "two")
	fake.end(second)

	require.Equal(t, []string{"of the first"}, first.Trace().Lines())
	require.NoError(t, iotest.TestReader(first, []byte("one")))
	require.Equal(t, []string{"of the second"}, second.Trace().Lines())
	require.NoError(t, iotest.TestReader(second, []byte("two")))
	fake.say('X', "exit status 0")
	fake.settle(s)
	require.EqualError(t, s.Ended(), "openssl s_server has ended with exit status 0: before; between")
}

func TestWhatTheClientSentIsReadInPieces(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	read := later(func() string {
		b := make([]byte, 3)
		n, _ := c.Read(b)
		return string(b[:n])
	})
	fake.say('O', "hello")
	require.Equal(t, "hel", await(t, read, "the first bytes"))
	fake.say('O', ", world")
	fake.end(c)
	rest, err := io.ReadAll(c)
	require.NoError(t, err)
	require.Equal(t, "lo, world", string(rest))
}

func TestATraceIsACopy(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	fake.say('E', "one\n>>> TLS 1.2, Alert [length 0002], fatal handshake_failure\n    02 28\n")
	fake.settle(s)
	trace := c.Trace()
	trace.Messages[0].Raw[1] = 99
	trace.lines[0] = "changed"
	fake.say('E', "two\n")
	fake.settle(s)
	require.Equal(t, []byte{2, 40}, c.Trace().Messages[0].Raw)
	require.Equal(t, []string{"one", "two"}, c.Trace().Lines())
	require.Equal(t, []string{"changed"}, trace.Lines())
}

func TestTheSummaryEstablishesItsConnection(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	first := s.Begin()
	fake.say('E', "CONNECTION FAILURE\n")
	fake.settle(s)
	requireNotYet(t, first.Established(), "nothing is established")
	fake.end(first)
	second := s.Begin()
	fake.say('E', "CONNECTION ESTABLISHED\nProtocol version: TLSv1.2\n")
	await(t, second.Established(), "the second connection")
	fake.say('E', "Protocol version: TLSv1.2\n") // of another handshake in it
	fake.settle(s)
	requireNotYet(t, first.Established(), "the first connection has been over")
}

func TestNoMoreIsSentThanTheServerIsKnownToTake(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	all := strings.Repeat("0123456789", unread/10+2)
	written := later(func() int {
		n, _ := c.Write([]byte(all))
		return n
	})
	sent := fake.hears('D')
	require.Len(t, sent, unread)
	fake.settle(s)
	requireNotYet(t, fake.got, "there is no credit")
	requireNotYet(t, written, "there is no credit")
	fake.say('A', credit(7))
	next := fake.hears('D')
	require.Len(t, next, 7)
	requireNotYet(t, written, "there is no credit")
	fake.say('A', credit(unread))
	last := fake.hears('D')
	require.Equal(t, len(all), await(t, written, "the end of Write"))
	require.Equal(t, all, sent+next+last)

	// What was not used up is there for the next write.
	left := 7 + unread - 7 - len(last)
	_, err := c.Write(make([]byte, left))
	require.NoError(t, err)
	require.Len(t, fake.hears('D'), left)
	blocked := later(func() error { _, err := c.Write([]byte("x")); return err })
	fake.end(c)
	require.Equal(t, io.ErrClosedPipe, await(t, blocked, "the end of Write"))
}

// What the connection before did not use is thrown away, and so is what it used up.
func TestAConnectionBeginsWithAllTheCredit(t *testing.T) {
	t.Parallel()
	for _, used := range []int{0, unread} {
		s, fake := superviseFake(t)
		first := s.Begin()
		if used > 0 {
			_, err := first.Write(make([]byte, used))
			require.NoError(t, err)
			fake.hears('D')
		}
		fake.end(first)
		second := s.Begin()
		written := later(func() error { _, err := second.Write(make([]byte, unread+1)); return err })
		require.Len(t, fake.hears('D'), unread)
		fake.settle(s)
		requireNotYet(t, fake.got, "there is no credit")
		fake.end(second)
		require.Equal(t, io.ErrClosedPipe, await(t, written, "the end of Write"))
	}
}

func TestNothingIsWrittenToAConnectionThatIsOver(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	fake.end(c)
	n, err := c.Write([]byte("x"))
	require.Zero(t, n)
	require.Equal(t, io.ErrClosedPipe, err)
	requireNotYet(t, fake.got, "it would go to the next client")
}

func TestOverWaitsForWhatTheServerWrote(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	over := later(func() error { return c.Over(patient(t)) })
	fake.hears('B')
	fake.say('E', "late\n")
	fake.say('O', "late")
	requireNotYet(t, over, "b has not come")
	fake.say('b', "")
	require.NoError(t, await(t, over, "Over"))
	require.NoError(t, iotest.TestReader(c, []byte("late")))
	require.Equal(t, []string{"late"}, c.Trace().Lines())
}

func TestOverOfASupervisorThatDoesNotAnswerIsAnError(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.EqualError(t, c.Over(ctx), "the supervisor of openssl does not answer")
	fake.hears('B')
	_, err := c.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err)
}

func TestFlushWaitsUntilTheServerHasReadAll(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	c := s.Begin()
	flushed := later(func() error { c.Flush(patient(t)); return nil })
	fake.hears('C')
	fake.settle(s)
	requireNotYet(t, flushed, "c has not come")
	fake.say('c', "")
	await(t, flushed, "the end of Flush")
}

func TestFlushDoesNotWaitForeverForAServerThatDoesNotRead(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	ctx, cancel := context.WithCancel(context.Background())
	flushed := later(func() error { s.Begin().Flush(ctx); return nil })
	fake.hears('C')
	cancel()
	await(t, flushed, "the end of Flush")
}

func TestALateAnswerToAFlushDoesNotEndThatOfTheNextConnection(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	given, cancel := context.WithCancel(context.Background())
	cancel()
	first := s.Begin()
	first.Flush(given)
	fake.hears('C')
	fake.say('c', "")
	fake.end(first)
	second := s.Begin()
	requireNotYet(t, s.consumed, "it is that of the first connection")
	flushed := later(func() error { second.Flush(patient(t)); return nil })
	fake.hears('C')
	fake.settle(s)
	requireNotYet(t, flushed, "its own c has not come")
	fake.say('c', "")
	await(t, flushed, "the end of Flush")
}

// A handler may write while its client goes. What comes behind B the next client would get.
func TestNothingIsSentBehindTheEndOfAConnection(t *testing.T) {
	t.Parallel()
	s, fake := superviseFake(t)
	for round := 0; round < 500; round++ {
		c := s.Begin()
		over := later(func() error { return c.Over(patient(t)) })
		written := later(func() error { _, err := c.Write([]byte("x")); return err })
		for said := byte(0); said != 'B'; {
			said = await(t, fake.got, "B").kind
			require.NotZero(t, said)
		}
		fake.say('b', "")
		require.NoError(t, await(t, over, "Over"))
		if err := await(t, written, "Write"); err != nil {
			require.Equal(t, io.ErrClosedPipe, err)
		}
		_ = s.send('R', nil) // whatever was sent has been heard when this is
		require.Equal(t, "R", string(rune(await(t, fake.got, "R").kind)), "round %d", round)
	}
}
