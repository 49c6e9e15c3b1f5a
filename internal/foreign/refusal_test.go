package foreign_test

import (
	"context"
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestTheAlertOfARefusalIsReported(t *testing.T) {
	t.Parallel()
	server := serveOpenSSL(t, newPKI(t, certs.RSA2048), "-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA:@SECLEVEL=0")
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		got := connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS12, Suites: []uint16{aes128SHA}})
		requireRefused(t, got, "handshake_failure")
		got = connect(t, c, foreign.Request{Addr: server, Version: wire.VersionTLS10, Suites: []uint16{ecdheAES256SHA}})
		requireRefused(t, got, "protocol_version")
	})
}

func TestARefusalWithoutAnAlertIsReported(t *testing.T) {
	t.Parallel()
	closing := listen(t, readSome)
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		got := connect(t, c, foreign.Request{Addr: closing, Version: wire.VersionTLS12})
		requireRefused(t, got, "")
	})
}

func TestAClientOfASilentServerEndsWithItsContext(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		silent := listen(t, func(conn net.Conn) {
			readSome(conn)
			cancel()
			sayNothing(conn)
		})
		_, err := c.Connect(ctx, foreign.Request{Addr: silent, Version: wire.VersionTLS12})
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestCertificatesAreVerified(t *testing.T) {
	t.Parallel()
	p := newPKI(t, certs.RSA2048)
	server := serveOpenSSL(t, p)
	stranger, err := certs.NewAuthority(certs.AuthoritySpec{})
	require.NoError(t, err)
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		r := foreign.Request{Addr: server, Version: wire.VersionTLS12, RootsPEM: p.roots}
		requireConnected(t, connect(t, c, r))
		r.ServerName = "legacy.test"
		requireConnected(t, connect(t, c, r))
		r.ServerName = "other.test"
		requireRefused(t, connect(t, c, r), "")
		r.ServerName, r.RootsPEM = "legacy.test", stranger.PEM()
		requireRefused(t, connect(t, c, r), "")
		r.RootsPEM = nil
		requireConnected(t, connect(t, c, r))
	})
}

func TestAClientCertificateIsShown(t *testing.T) {
	t.Parallel()
	p := newPKI(t, certs.RSA2048)
	server := serveOpenSSL(t, p, "-CAfile", p.ca, "-Verify", "1", "-verify_return_error")
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		r := foreign.Request{Addr: server, Version: wire.VersionTLS12, CertificatePEM: p.clientPEM, KeyPEM: p.keyPEM}
		requireConnected(t, connect(t, c, r))
		r.CertificatePEM, r.KeyPEM = nil, nil
		requireRefused(t, connect(t, c, r), "handshake_failure")
	})
}

func TestAWishThatAClientHasNoWayToFulfilIsAnError(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	for _, row := range []struct {
		client  *foreign.Client
		request foreign.Request
		wish    string
	}{
		{foreign.OpenSSL(t), foreign.Request{Version: 0x0305}, "version 0x0305"},
		{foreign.GnuTLS(t), foreign.Request{Version: wire.VersionTLS12, Suites: []uint16{aes128SHA, aes256SHA256}}, "a choice of cipher suites"},
		{foreign.Java(t), foreign.Request{Version: wire.VersionTLS12, KeyLog: "log"}, "a key log"},
		{foreign.Curl(t), foreign.Request{Version: wire.VersionTLS12, Renegotiate: true}, "renegotiation"},
	} {
		_, err := row.client.Connect(context.Background(), row.request)
		var unsupported *foreign.UnsupportedError
		require.ErrorAs(t, err, &unsupported)
		require.Equal(t, fmt.Sprintf("%s has no way to do this: %s", row.client.Name(), row.wish), unsupported.Error())
	}
}

// A ServerHello without renegotiation_info is where OpenSSL 3 gives up.
func TestOpenSSLGoesOnWithoutSecureRenegotiationOnlyIfItMay(t *testing.T) {
	t.Parallel()
	server := listen(t, sayServerHello)
	for _, c := range []*foreign.Client{foreign.OpenSSL(t), foreign.Curl(t)} {
		r := foreign.Request{Addr: server, Version: wire.VersionTLS12, Suites: []uint16{aes128SHA}}
		require.Contains(t, connect(t, c, r).Problem, "unsafe legacy renegotiation disabled")
		r.AllowUnsafe = true
		require.NotContains(t, connect(t, c, r).Problem, "unsafe legacy renegotiation disabled")
	}
}
