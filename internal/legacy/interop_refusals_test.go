package legacy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 5246, appendix E.1: to a client of a higher version the server answers with its
// own, which this client does not want. Java says in supported_versions that it does not
// (RFC 8446, section 4.2.1).
func TestAClientOfAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(server uint16) {
			s := startEcho(t, pinned(t, server, rsaCBC))
			eachVersion(c, rsaCBC, func(client uint16) {
				switch {
				case client == server:
					requireConnects(t, c, s.request(client))
				case client < server, c.Name() == "java":
					requireRefused(t, c, s.request(client), "protocol_version")
				default:
					requireRefused(t, c, s.request(client), "")
				}
			})
		})
	})
}

// Servers that are older than TLS 1.3 answer Java, too.
func TestAServerThatIgnoresSupportedVersionsAnswersWithItsOwn(t *testing.T) {
	sweep.AllOrSkip(t, "starts OpenSSL for each version")
	t.Parallel()
	s := startEcho(t, pinned(t, wire.VersionTLS10, rsaCBC, func(p *fixtures.Profile) { p.Quirks.IgnoreSupportedVersions = true }))
	got := requireRefused(t, foreign.Java(t), s.request(wire.VersionTLS12), "")
	require.Contains(t, got.Problem, "The server selected protocol version TLS10 is not accepted")
}

// The alert is that of the profile, whatever the cause.
func TestARefusalIsTheAlertOfTheProfile(t *testing.T) {
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		for code, name := range map[uint8]string{
			0:  "handshake_failure",
			20: "bad_record_mac",
			47: "illegal_parameter",
			70: "protocol_version",
			71: "insufficient_security",
			80: "internal_error",
		} {
			s := startFor(t, c, pinned(t, wire.VersionTLS12, ecdheGCM, refusing(fixtures.Refusal{Alert: code})))
			r := s.request(wire.VersionTLS12)
			r.Suites = []uint16{rsaCBC}
			requireRefused(t, c, r, name)
		}
	})
}

func refusing(how fixtures.Refusal) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Refusal = how }
}

// What clients make of a FIN and of a reset in the middle of a handshake.
func TestARefusalWithoutAnAlertIsAnEndOfTheConnection(t *testing.T) {
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		for kind, complaints := range map[fixtures.RefusalKind]map[string]string{
			fixtures.RefuseClose: {
				"openssl": "unexpected eof while reading",
				"gnutls":  "The TLS connection was non-properly terminated",
				"java":    "Remote host terminated the handshake",
				"curl":    "SSL_ERROR_SYSCALL in connection",
			},
			fixtures.RefuseReset: {
				"openssl": "errno=104",
				"gnutls":  "Error in the pull function",
				"java":    "Connection reset",
				"curl":    "Connection reset by peer",
			},
		} {
			s := startFor(t, c, pinned(t, wire.VersionTLS12, ecdheGCM, refusing(fixtures.Refusal{Kind: kind})))
			r := s.request(wire.VersionTLS12)
			r.Suites = []uint16{rsaCBC}
			got := requireRefused(t, c, r, "")
			require.Contains(t, got.Problem, complaints[c.Name()])
		}
	})
}

// RFC 7507, section 3.
func TestAFallbackIsInappropriateBelowTheVersionOfTheServer(t *testing.T) {
	t.Parallel()
	s := startEcho(t, pinned(t, wire.VersionTLS12, ecdheCBC, func(p *fixtures.Profile) { p.MinVersion = wire.VersionTLS10 }))
	for _, version := range []string{"-tls1", "-tls1_1"} {
		require.Contains(t, sClient(t, s, version, "-fallback_scsv"), "alert inappropriate fallback")
		require.Contains(t, sClient(t, s, version), "Cipher is ECDHE-RSA-AES128-SHA")
	}
	require.Contains(t, sClient(t, s, "-tls1_2", "-fallback_scsv"), "Cipher is ECDHE-RSA-AES128-SHA")
}
