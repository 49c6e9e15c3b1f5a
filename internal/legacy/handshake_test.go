package legacy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/internal/wire"
)

// inAllVersions runs a test with each pair of version and key exchange.
func inAllVersions(t *testing.T, test func(t *testing.T, version, suite uint16)) {
	t.Helper()
	for version := wire.VersionSSL30; version <= wire.VersionTLS12; version++ {
		for _, suite := range []uint16{rsaCBC, dheCBC, anonCBC, ecdheCBC, ecanonCBC} {
			version, suite := version, suite
			s, _ := suiteByID(suite)
			if s.UsableIn(version) {
				t.Run(wire.VersionName(version)+" "+s.OpenSSL, func(t *testing.T) { test(t, version, suite) })
			}
		}
	}
}

// RFC 5246, section 7.3, and the same in RFC 2246, 4346 and 6101.
func TestEachKeyExchangeCompletesInEachVersion(t *testing.T) {
	t.Parallel()
	inAllVersions(t, func(t *testing.T, version, suite uint16) {
		c := meet(t, playing([]uint16{suite}))
		c.handshake(offering(version, suite))
		require.Equal(t, version, c.answer.LegacyVersion)
		c.requireEcho("hello")
		c.requireGoodbye()
	})
}
