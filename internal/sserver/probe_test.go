package sserver

import (
	"context"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// answering listens, and says that to everybody who has said something.
func answering(t *testing.T, with string) (addr string, asked <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	said := make(chan string, 100)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			b, _ := io.ReadAll(conn)
			_, _ = io.WriteString(conn, with)
			conn.Close()
			said <- string(b)
		}
	}()
	return listener.Addr().String(), said
}

// oblige answers every end of a connection from now on.
func (f *fakeSupervisor) oblige() {
	go func() {
		for said := range f.got {
			if said.kind == 'B' {
				_, _ = f.out.Write(frame{'b', nil}.marshal())
			}
		}
	}()
}

func TestAServerThatAnswersAClientHelloIsReady(t *testing.T) {
	t.Parallel()
	for _, with := range []string{"\x15\x03\x01\x00\x02\x02\x28", "\x16\x03\x03\x00\x04\x0e\x00\x00\x00"} {
		addr, asked := answering(t, with)
		s, fake := superviseFake(t)
		fake.say('E', gotHello)
		fake.settle(s)
		fake.oblige()
		require.NoError(t, AwaitReady(patient(t), s, addr))
		require.Equal(t, "\x16\x03\x01", await(t, asked, "a ClientHello")[:3])
	}
}

// gotHello is what a server says of a ClientHello that it gets.
const gotHello = "<<< TLS 1.2, Handshake [length 0004], ClientHello\n    01 00 00 00\n"

// Another server has the port, and this one has not noticed yet.
func TestAnAnswerOfSomebodyElseIsNone(t *testing.T) {
	t.Parallel()
	addr, asked := answering(t, "\x15\x03\x01\x00\x02\x02\x28")
	s, fake := superviseFake(t)
	fake.oblige()
	ready := later(func() error { return AwaitReady(patient(t), s, addr) })
	for i := 0; i < 3; i++ {
		await(t, asked, "one more try")
	}
	requireNotYet(t, ready, "it was somebody else")
	fake.say('E', gotHello)
	require.NoError(t, await(t, ready, "the end of AwaitReady"))
}

// A port is forwarded before there is anybody behind it.
func TestAServerThatSaysNothingOrNoTLSIsNotReady(t *testing.T) {
	t.Parallel()
	for _, with := range []string{"", "HTTP/1.0 502 Bad Gateway\r\n\r\n"} {
		addr, asked := answering(t, with)
		ctx, cancel := context.WithCancel(patient(t))
		s, fake := superviseFake(t)
		fake.say('E', gotHello) // of a connection before
		fake.settle(s)
		fake.oblige()
		ready := later(func() error { return AwaitReady(ctx, s, addr) })
		for i := 0; i < 3; i++ {
			await(t, asked, "one more try")
		}
		cancel()
		err := await(t, ready, "the end of AwaitReady")
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorContains(t, err, "openssl s_server does not answer")
	}
}

func TestAServerThatHasEndedIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	addr, _ := answering(t, "")
	s, fake := superviseFake(t)
	fake.say('E', "address already in use\n")
	fake.say('X', "exit status 1")
	fake.settle(s)
	fake.oblige()
	require.EqualError(t, AwaitReady(patient(t), s, addr), "openssl s_server has ended with exit status 1: address already in use")
}

func TestItIsOnesTurnWhenTheServerIsThroughWithTheOthers(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	addr := listener.Addr().String()
	turn := later(func() error { return AwaitTurn(patient(t), addr) })
	conn, err := listener.Accept()
	require.NoError(t, err)
	_, err = io.ReadAll(conn) // the end of what it sends, which is nothing
	require.NoError(t, err)
	requireNotYet(t, turn, "the connection is open")
	conn.Close()
	require.NoError(t, await(t, turn, "the end of AwaitTurn"))

	ctx, cancel := context.WithCancel(patient(t))
	turn = later(func() error { return AwaitTurn(ctx, addr) })
	conn, err = listener.Accept()
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.ReadAll(conn)
	require.NoError(t, err)
	cancel()
	require.ErrorContains(t, await(t, turn, "the end of AwaitTurn"), "openssl s_server is not through with a connection")
	listener.Close()
	require.Error(t, AwaitTurn(patient(t), addr))
}

// Somebody else has the port, takes the connection, and says nothing.
func TestAServerThatEndsWhileSomebodyElseIsAskedIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	s, fake := superviseFake(t)
	fake.oblige()
	ready := later(func() error { return AwaitReady(patient(t), s, listener.Addr().String()) })
	conn, err := listener.Accept()
	require.NoError(t, err)
	defer conn.Close()
	fake.say('E', "address already in use\n")
	fake.say('X', "exit status 1")
	require.EqualError(t, await(t, ready, "the end of AwaitReady"), "openssl s_server has ended with exit status 1: address already in use")
}
