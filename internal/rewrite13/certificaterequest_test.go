package rewrite13_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
)

// OpenSSL prints the message: behind the header and an empty context, the first of its
// extensions is status_request (5), with type OCSP and a response of 5 bytes. It does not
// mind, and finds that the server has signed another message.
func TestACertificateRequestHasAStatus(t *testing.T) {
	t.Parallel()
	profile := fixtures.TLS13Only()
	profile.Name, profile.ClientAuth, profile.Quirks = "tls13-asks", tls.RequestClientCert, fixtures.Quirks{StatusInCertificateRequest: true}
	server, over := startProfile(t, profile)
	out := greet(t, server.Addr)
	require.Regexp(t, `CertificateRequest\n    0d 00 00 .. 00 00 .. 00 05 00 09 01 00 00 05 30\n    03 0a 01 06 `, out)
	require.Contains(t, out, "fatal decrypt_error")
	require.EqualError(t, next(t, over).Err, "remote error: tls: error decrypting message")
}
