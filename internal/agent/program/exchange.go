package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"io/ioutil" //lint:ignore SA1019 Go 1.12 has nothing else
	"net"
	"strings"
	"time"

	"github.com/legacytls/legacytls/internal/agent/protocol"
)

const (
	// line is what a client sends and expects back.
	line = "legacytls\n"
	// refusalTime is how long a client waits for a late refusal by a peer that stays silent.
	refusalTime = time.Second
	// refusalBytes bounds what a peer that is not ours may tell in that time.
	refusalBytes = 1 << 20
)

// exchangeFor returns what a client does after the handshake.
func exchangeFor(request *protocol.Dial, until time.Time) (func(*tls.Conn) error, error) {
	switch request.Exchange {
	case "", protocol.ExchangeLine:
		return func(conn *tls.Conn) error { return exchangeLine(conn) }, nil
	case protocol.ExchangeClose:
		return func(conn *tls.Conn) error { return exchangeClose(conn, until) }, nil
	}
	return nil, fmt.Errorf("expected the exchange %q, %q or %q, got %q",
		protocol.ExchangeLine, protocol.ExchangeClose, protocol.ExchangeHTTP, request.Exchange)
}

func exchangeLine(conn io.ReadWriter) error {
	_, writeError := io.WriteString(conn, line)
	back := make([]byte, len(line))
	n, err := io.ReadFull(conn, back)
	switch {
	case writeError != nil && (err == nil || !isRemoteAlert(err)):
		// Only an alert that was waiting to be read says more than the failed write.
		return writeError
	case err != nil:
		return err
	case string(back) != line:
		return fmt.Errorf("expected the line %q back, got %q", line, back[:n])
	}
	return nil
}

// isRemoteAlert reports whether an error is an alert of the peer. Its type is not exported.
func isRemoteAlert(err error) bool { return strings.HasPrefix(err.Error(), "remote error: ") }

// exchangeClose looks for a late refusal, which only TLS 1.3 has.
func exchangeClose(conn *tls.Conn, until time.Time) error {
	if conn.ConnectionState().Version < tls.VersionTLS13 {
		return nil
	}
	_ = conn.CloseWrite() // a peer that refuses may be gone; reading tells
	_ = conn.SetReadDeadline(earlier(until, time.Now().Add(refusalTime)))
	_, err := io.Copy(ioutil.Discard, io.LimitReader(conn, refusalBytes))
	if isTimeout(err) {
		return nil // silence is no refusal
	}
	return err
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error)
	return ok && timeout.Timeout()
}

// echo sends everything back until the peer ends the connection.
func echo(conn *tls.Conn) error {
	_, err := io.Copy(conn, conn)
	return err
}
