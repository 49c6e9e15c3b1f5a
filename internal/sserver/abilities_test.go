package sserver

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

func TestVersionsAreComparedByTheirNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		version string
		older   bool
	}{
		{"0.9.8zh", true},
		{"1.0.2u", true},
		{"1.1.0l", true},
		{"1.1", true},
		{"1", true},
		{"", true},
		{"nonsense", true},
		{"1.1.1", false},
		{"1.1.1w", false},
		{"1.1.1-pre9", false},
		{"1.1.10", false},
		{"1.2", false},
		{"1.2.0", false},
		{"1.10.0", false},
		{"3.0.19", false},
		{"3.0.0-beta1", false},
		{"3", false},
		{"10.0.0", false},
	}
	for _, tc := range tests {
		require.Equal(t, tc.older, older(tc.version, oldest), tc.version)
	}
	require.True(t, older("1.9.0", "1.10.0"))
	require.True(t, older("2.9.9", "3.0.0"))
}

// A name that is written wrong is a version or a group that no openssl has.
func TestNamesForOpenSSLAreThoseOfOurTables(t *testing.T) {
	t.Parallel()
	require.Equal(t, "TLSv1.1", protocolName(tls.VersionTLS11))
	require.Equal(t, "SSLv3", protocolName(wire.VersionSSL30))
	require.Empty(t, protocolName(0))
	seen := map[string]bool{}
	for _, g := range groups() {
		require.NotContains(t, wire.GroupName(uint16(g.id)), "0x", g.name)
		require.False(t, seen[g.name], g.name)
		seen[g.name] = true
	}
	for i, p := range protocols() {
		require.Equal(t, wire.VersionSSL30+uint16(i), p.version)
	}
}
