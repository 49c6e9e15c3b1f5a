package rewrite13_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

func TestTheEncryptedExtensionsComeInTheRecordOfTheServerHello(t *testing.T) {
	t.Parallel()
	server, _ := startGreeter(t, fixtures.Quirks{KeyChangeInOneRecord: true})
	flow := answer(t, server.Addr, hello13())
	require.Len(t, flow.Messages, 2)
	for i, name := range []string{"ServerHello", "EncryptedExtensions"} {
		require.Equal(t, name, flow.Messages[i].Type.String())
		require.Zero(t, flow.Messages[i].LastRecord)
	}
	var kinds []wire.ContentType
	for _, r := range flow.Records {
		kinds = append(kinds, r.Type)
	}
	protected := wire.ApplicationData // Certificate, CertificateVerify, Finished
	require.Equal(t, []wire.ContentType{wire.Handshake, wire.ChangeCipherSpec, protected, protected, protected}, kinds)
}

// OpenSSL finds bytes behind the ServerHello in its record, and says
// unexpected_message (RFC 8446, section 5.1). That clients which do not look are
// led on shows in the scenarios.
func TestAClientThatLooksRefusesTheKeyChange(t *testing.T) {
	t.Parallel()
	for _, groups := range []string{"P-384", "X25519:P-384"} { // with the second after a HelloRetryRequest
		server, over := startGreeter(t, fixtures.Quirks{KeyChangeInOneRecord: true}, tls.CurveP384)
		out := greet(t, server.Addr, "-groups", groups)
		require.Contains(t, out, "not on record boundary")
		require.Contains(t, out, "fatal unexpected_message")
		require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: harness.UnexpectedMessage}, next(t, over).Alert)
	}
}
