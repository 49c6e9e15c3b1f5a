package foreign_test

import (
	"context"
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// helloOf returns the ClientHello that the client sends for a request.
func helloOf(t *testing.T, c *foreign.Client, r foreign.Request) *wire.ClientHello {
	t.Helper()
	hellos, err := foreign.RefuseAll(func(addr string) error {
		r.Addr, r.Version = addr, wire.VersionTLS12
		got, err := c.Connect(context.Background(), r)
		require.Equal(t, "handshake_failure", got.Alert, got.Output)
		return err
	})
	require.NoError(t, err)
	require.Len(t, hellos, 1)
	return hellos[0]
}

func TestAHelloOffersWhatTheRequestSaysAndNothingElse(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		hello := helloOf(t, c, foreign.Request{
			ServerName:             "legacy.test",
			Suites:                 []uint16{ecdheAES256SHA},
			Groups:                 []tls.CurveID{tls.CurveP384, tls.X25519},
			SignatureSchemes:       []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.ECDSAWithSHA1},
			ALPN:                   []string{"imap", "smtp"},
			NoExtendedMasterSecret: true,
			NoTicket:               true,
		})
		require.Equal(t, "legacy.test", hello.ServerName)
		require.Equal(t, []uint16{ecdheAES256SHA}, foreign.WithoutSignals(hello.CipherSuites))
		require.Equal(t, []uint16{uint16(tls.CurveP384), uint16(tls.X25519)}, hello.Groups)
		require.Equal(t, []uint16{0x0201, 0x0203}, hello.SignatureAlgorithms)
		require.Equal(t, []string{"imap", "smtp"}, hello.ALPN)
		require.False(t, hello.ExtendedMasterSecret)
		require.False(t, hello.SessionTicket)
	})
}

func TestAHelloOfTheZeroRequestHasWhatTheClientDoesByItself(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		hello := helloOf(t, c, foreign.Request{})
		require.Empty(t, hello.ServerName)
		require.Empty(t, hello.ALPN)
		require.True(t, hello.ExtendedMasterSecret)
		require.True(t, hello.SessionTicket)
		require.Contains(t, hello.Groups, uint16(tls.CurveP256))
		require.Contains(t, hello.SignatureAlgorithms, uint16(tls.PKCS1WithSHA1), "what servers of old sign with")
	})
}

func TestOpenSSLAndJavaOfferAChoiceOfSuitesInItsOrder(t *testing.T) {
	sweep.AllOrSkip(t, "starts Java")
	t.Parallel()
	for _, c := range []*foreign.Client{foreign.OpenSSL(t), foreign.Java(t), foreign.Curl(t)} {
		suites := []uint16{aes256SHA256, ecdheAES256SHA, aes128SHA}
		require.Equal(t, suites, foreign.WithoutSignals(helloOf(t, c, foreign.Request{Suites: suites}).CipherSuites), c.Name())
	}
}
