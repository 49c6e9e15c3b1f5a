package rewrite13_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/wire"
)

// OpenSSL sends a key share for the first of its groups.
func TestARetryRequestForASentKeyShareIsPointless(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{PointlessRetryRequest: true})
	out := greet(t, server.Addr, "-groups", "P-384:X25519")
	require.Contains(t, out, "fatal illegal_parameter")
	require.ErrorContains(t, next(t, over).Err, "answers HelloRetryRequest 1 with the alert illegal_parameter")
}

// OpenSSL answers the first, for the group whose key share is missing, or for a cookie
// where none is.
func TestASecondRetryRequestFollowsTheFirst(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{TwoRetryRequests: true})
	for _, groups := range []string{"P-521:X25519", "X25519"} {
		out := greet(t, server.Addr, "-groups", groups)
		require.Contains(t, out, "fatal unexpected_message")
		require.ErrorContains(t, next(t, over).Err, "answers HelloRetryRequest 2 with the alert unexpected_message")
	}
}

// A request is what RFC 8446, section 4.1.4, wants of it.
func TestARetryRequestNamesGroupAndSuite(t *testing.T) {
	t.Parallel()
	server, _ := startGreeter(t, fixtures.Quirks{PointlessRetryRequest: true})
	request, err := answer(t, server.Addr, hello13()).ServerHello()
	require.NoError(t, err)
	require.True(t, request.HelloRetryRequest)
	require.EqualValues(t, wire.VersionTLS13, request.Version)
	require.EqualValues(t, 29, request.Group)
	require.EqualValues(t, 0x1301, request.CipherSuite)
	require.Equal(t, hello13().SessionID, request.SessionID)
}
