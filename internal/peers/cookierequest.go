package peers

import (
	"context"
	"crypto/tls"
	"errors"
	"net"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/clienthello"
	"github.com/legacytls/legacytls/internal/rewrite13"
)

// CookieRequest returns a backend that answers a ClientHello of TLS 1.3 with a
// HelloRetryRequest that has a cookie and asks for no key share (RFC 8446, section
// 4.2.2). A client that sends a second ClientHello is told internal_error.
func CookieRequest(cookie string) harness.Backend { return cookieRequest(cookie) }

type cookieRequest string

func (b cookieRequest) Name() string                                                { return "cookie-request-" + string(b) }
func (cookieRequest) Supports(fixtures.Profile) error                               { return nil }
func (b cookieRequest) Open(context.Context, harness.Setup) (harness.Engine, error) { return b, nil }
func (cookieRequest) Close() error                                                  { return nil }

// ServeConn never completes a handshake.
func (b cookieRequest) ServeConn(conn net.Conn, _ *harness.Conversation) error {
	hello, again, err := clienthello.Read(conn)
	if err != nil {
		return err
	}
	if len(hello.KeyShares) == 0 { // TLS 1.3 has them, and nothing below
		refuse(conn, harness.ProtocolVersion)
		return errors.New("the client sends no key share of TLS 1.3")
	}
	request := rewrite13.RetryRequest{Suite: tls.TLS_AES_128_GCM_SHA256, Cookie: []byte(b)}
	return request.Ask(again, hello, 1)
}
