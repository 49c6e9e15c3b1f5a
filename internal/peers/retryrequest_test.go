package peers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/peers"
)

// OpenSSL sends a key share for the first of its groups.
func TestARetryRequestForASentKeyShareIsPointless(t *testing.T) {
	t.Parallel()
	for _, backend := range []peers.RetryRequest{{Pointless: true}, {Pointless: true, Cookie: []byte{1}}} {
		server, over := startGreeter(t, backend)
		out := greet(t, server, "-groups", "P-384:X25519")
		require.Contains(t, out, "fatal illegal_parameter")
		require.ErrorContains(t, next(t, over).Err, "answers the HelloRetryRequest with the alert illegal_parameter")
	}
}

func TestARetryRequestWithACookieIsAnsweredByASecondHello(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, peers.RetryRequest{Cookie: []byte("a cookie")})
	out := greet(t, server)
	require.Contains(t, out, "61 20 63 6f 6f 6b 69 65", "the client sends it back")
	require.Contains(t, out, "alert number 80")
	require.ErrorContains(t, next(t, over).Err, "asks for a second ClientHello and no more")
}

func TestAClientWithoutTLS13IsNotAskedAgain(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, peers.RetryRequest{Pointless: true})
	require.Contains(t, greet(t, server, "-tls1_2"), "alert number 70")
	require.ErrorContains(t, next(t, over).Err, "no key share of TLS 1.3")
}
