package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

// tcpPair returns both ends of a TCP connection.
func tcpPair(t *testing.T) (here, there *net.TCPConn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	conn, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	other, err := listener.Accept()
	require.NoError(t, err)
	here, there = conn.(*net.TCPConn), other.(*net.TCPConn)
	t.Cleanup(func() { here.Close(); there.Close() })
	return here, there
}

func TestPanicIsTheErrorOfItsConnection(t *testing.T) {
	here, there := tcpPair(t)
	require.NoError(t, there.CloseWrite())
	result := run(here, plan{
		tls:      func(net.Conn) *tls.Conn { panic("out of luck") },
		deadline: time.Now().Add(time.Minute),
	})
	require.Equal(t, protocol.StageHandshake, result.Stage)
	require.Equal(t, "agent panic: out of luck", result.Error)
	_, err := there.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err, "the connection was closed")
}

func TestPanicInARequestIsItsReply(t *testing.T) {
	var out bytes.Buffer
	a := newAgent(protocol.NewWriter(&out))
	a.servers = nil // nothing can be put into it
	a.handle(protocol.Request{ID: 2, Op: protocol.OpListen, Listen: &protocol.Listen{}})
	var reply protocol.Reply
	require.NoError(t, protocol.NewReader(&out).Read(&reply))
	require.Equal(t, uint64(2), reply.ID)
	require.Equal(t, protocol.KindError, reply.Kind)
	require.Contains(t, reply.Error, "agent panic: ")
}

func TestRecorderKeepsTheBeginningUntilItIsStopped(t *testing.T) {
	here, there := tcpPair(t)
	r := &recorder{Conn: here}
	large := bytes.Repeat([]byte("0123456789"), protocol.MaxRecorded/10+100)
	go func() {
		_, _ = there.Write([]byte("hello"))
		_, _ = io.Copy(io.Discard, there)
	}()
	_, err := io.ReadFull(r, make([]byte, 5))
	require.NoError(t, err)
	_, err = r.Write(large)
	require.NoError(t, err)
	sent, received := r.recorded()
	require.Equal(t, large[:protocol.MaxRecorded], sent)
	require.Equal(t, "hello", string(received))

	r.stop()
	r.keep(&r.received, []byte("more"))
	_, received = r.recorded()
	require.Equal(t, "hello", string(received))
}

// What the peer says after our last word is heard, and ours is not overtaken by a reset.
func TestLingerHearsThePeerOut(t *testing.T) {
	here, there := tcpPair(t)
	_, err := there.Write(bytes.Repeat([]byte("unread"), 100)) // closing with this unread would reset
	require.NoError(t, err)
	_, err = here.Write([]byte("our alert"))
	require.NoError(t, err)
	heard := make(chan string, 1)
	go func() {
		b, err := io.ReadAll(there)
		_, _ = there.Write([]byte("their alert"))
		_ = there.Close()
		if err != nil {
			heard <- err.Error()
			return
		}
		heard <- string(b)
	}()
	wire := &recorder{Conn: here}
	linger(here, wire, time.Now().Add(time.Minute))
	require.Equal(t, "our alert", <-heard)
	_, received := wire.recorded()
	require.True(t, bytes.HasSuffix(received, []byte("their alert")))
}

func TestLingerIsOverWhenTheTimeIsUp(t *testing.T) {
	here, there := tcpPair(t)
	linger(here, here, time.Now().Add(-time.Second))
	_, err := there.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err)
}

// refuser is a connection whose peer is gone.
type refuser struct{ writeError, readError error }

func (r refuser) Write(b []byte) (int, error) { return 0, r.writeError }
func (r refuser) Read(b []byte) (int, error)  { return 0, r.readError }

func TestAlertOfThePeerSaysMoreThanAFailedWrite(t *testing.T) {
	broken, alert := errors.New("write: broken pipe"), errors.New("remote error: tls: certificate required")
	require.Equal(t, alert, exchangeLine(refuser{broken, alert}))
	require.Equal(t, broken, exchangeLine(refuser{broken, io.EOF}))
	require.Equal(t, io.EOF, exchangeLine(refuser{nil, io.EOF}))
}

func TestZeroConfigSetsNothing(t *testing.T) {
	config, err := commonConfig(protocol.Config{})
	require.NoError(t, err)
	require.Equal(t, &tls.Config{}, config)
}
