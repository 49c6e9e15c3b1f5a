package wire_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A conversation is what a crypto/tls client and server said to each other
// over loopback, and what they themselves say about it.
type conversation struct {
	clientSent, serverSent []byte
	client, server         tls.ConnectionState
	clientErr, serverErr   error
	hello                  *tls.ClientHelloInfo // as the server's own parser read it
	clientRandom           string               // hex, as the client logged it with its keys
}

// converse makes a connection, sends one byte in it, and closes it.
func converse(t testing.TB, client, server *tls.Config) *conversation {
	t.Helper()
	rsaCert, _, roots := certificates(t)
	client, server = client.Clone(), server.Clone()
	if client.ServerName == "" {
		client.ServerName = serverName
	}
	if client.RootCAs == nil {
		client.RootCAs = roots
	}
	if server.Certificates == nil {
		server.Certificates = []tls.Certificate{rsaCert}
	}
	var keyLog bytes.Buffer
	client.KeyLogWriter = &keyLog

	c := &conversation{}
	server.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		c.hello = hello
		return nil, nil
	}
	clientConn, serverConn := loopback(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.server, c.serverErr = talk(tls.Server(serverConn, server), func(conn *tls.Conn) error {
			_, err := conn.Write([]byte{'x'})
			return err
		})
	}()
	c.client, c.clientErr = talk(tls.Client(clientConn, client), func(conn *tls.Conn) error {
		_, err := io.ReadFull(conn, make([]byte, 1))
		return err
	})
	<-done
	c.clientSent, c.serverSent = clientConn.sent.Bytes(), serverConn.sent.Bytes()
	if line := bytes.Fields(keyLog.Bytes()); len(line) > 1 {
		c.clientRandom = string(line[1])
	}
	return c
}

// talk does the handshake and its part of the exchange, and waits for the other
// side to close, so that neither side resets the connection.
func talk(conn *tls.Conn, exchange func(*tls.Conn) error) (tls.ConnectionState, error) {
	defer conn.Close()
	err := conn.Handshake()
	if err == nil {
		err = exchange(conn)
	}
	state := conn.ConnectionState()
	conn.CloseWrite() // fails where the handshake did
	conn.NetConn().(*tap).Conn.(*net.TCPConn).CloseWrite()
	io.Copy(io.Discard, conn.NetConn())
	return state, err
}

// A tap keeps what is written to a connection.
type tap struct {
	net.Conn
	mu   sync.Mutex
	sent bytes.Buffer
}

func (c *tap) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.sent.Write(b)
	c.mu.Unlock()
	return c.Conn.Write(b)
}

// loopback returns both ends of a TCP connection.
func loopback(t testing.TB) (client, server *tap) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	dialed, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	accepted, err := listener.Accept()
	require.NoError(t, err)
	for _, conn := range []net.Conn{dialed, accepted} {
		conn := conn
		t.Cleanup(func() { conn.Close() })
		require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)), "a bound against hanging, never reached")
	}
	return &tap{Conn: dialed}, &tap{Conn: accepted}
}
