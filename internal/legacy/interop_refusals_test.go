package legacy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 5246, appendix E.1. To a client of a higher version the server answers with its
// own, which this client does not want.
func TestAClientOfAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(server uint16) {
			s := startEcho(t, pinned(t, server, rsaCBC))
			eachVersion(c, rsaCBC, func(client uint16) {
				switch {
				case client == server:
					requireConnects(t, c, s.request(client))
				case client < server:
					requireRefused(t, c, s.request(client), "protocol_version")
				default:
					requireRefused(t, c, s.request(client), "")
				}
			})
		})
	})
}

// The alert is that of the profile, whatever the cause.
func TestARefusalIsTheAlertOfTheProfile(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, c *foreign.Client) {
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
	}, "openssl", "gnutls", "java", "curl")
}

func refusing(how fixtures.Refusal) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Refusal = how }
}

// What clients make of a FIN and of a reset in the middle of a handshake.
func TestARefusalWithoutAnAlertIsAnEndOfTheConnection(t *testing.T) {
	t.Parallel()
	eachClient(t, func(t *testing.T, c *foreign.Client) {
		for kind, complaints := range map[fixtures.RefusalKind]map[string]string{
			fixtures.RefuseClose: {
				"openssl": "unexpected eof while reading",
				"gnutls":  "The TLS connection was non-properly terminated",
				"java":    "Remote host terminated the handshake",
				"curl":    "unexpected eof while reading",
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
	}, "openssl", "gnutls", "java", "curl")
}
