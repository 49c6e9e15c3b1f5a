package rewrite13_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// served returns the ServerHello of a server of TLS 1.3 with these quirks.
func served(t *testing.T, quirks fixtures.Quirks) *wire.ServerHello {
	t.Helper()
	server, _ := startGreeter(t, quirks)
	hello, err := answer(t, server.Addr, hello13()).ServerHello()
	require.NoError(t, err)
	return hello
}

func TestTheServerHelloNamesTheVersionOfTheQuirk(t *testing.T) {
	t.Parallel()
	hello := served(t, fixtures.Quirks{SelectVersion: 0x7f1c})
	require.EqualValues(t, 0x7f1c, hello.Version)
	require.EqualValues(t, wire.VersionTLS12, hello.LegacyVersion)
	require.Len(t, hello.Extensions, 2, "supported_versions is there once, beside key_share")
}

func TestTheServerHelloNamesTheCompressionOfTheQuirk(t *testing.T) {
	t.Parallel()
	require.EqualValues(t, 1, served(t, fixtures.Quirks{SelectCompression: 1}).CompressionMethod)
}

func TestTheServerHelloHasAnotherSessionID(t *testing.T) {
	t.Parallel()
	hello := served(t, fixtures.Quirks{NoSessionIDEcho: true})
	require.Len(t, hello.SessionID, 32)
	require.NotEqual(t, hello13().SessionID, hello.SessionID)
}

func TestQuirksOfTheServerHelloCombine(t *testing.T) {
	t.Parallel()
	hello := served(t, fixtures.Quirks{SelectVersion: 0x7f1c, SelectCompression: 64, NoSessionIDEcho: true, KeyChangeInOneRecord: true})
	require.EqualValues(t, 0x7f1c, hello.Version)
	require.EqualValues(t, 64, hello.CompressionMethod)
	require.NotEqual(t, hello13().SessionID, hello.SessionID)
}

// The client says so in the clear, because it has no keys yet.
func TestTheServerKnowsWhyAClientRefusesItsServerHello(t *testing.T) {
	t.Parallel()
	server, over := startGreeter(t, fixtures.Quirks{NoSessionIDEcho: true})
	require.Contains(t, greet(t, server.Addr), "fatal illegal_parameter")
	c := next(t, over)
	require.Equal(t, &harness.Alert{From: harness.ClientSide, Code: harness.IllegalParameter}, c.Alert)
	require.EqualError(t, c.Err, "remote error: tls: illegal parameter")
}
