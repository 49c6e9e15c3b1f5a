package legacy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/wire"
)

// RFC 7627. Java does not say whether it was agreed on, but both ends must mean the same for
// the connection to work.
func TestExtendedMasterSecretIsAgreedOnIfBothHaveIt(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			for _, row := range []struct{ server, client bool }{{true, true}, {true, false}, {false, true}, {false, false}} {
				s := startEcho(t, pinned(t, version, rsaCBC, func(p *fixtures.Profile) { p.Quirks.NoExtendedMasterSecret = !row.server }))
				r := s.request(version)
				r.NoExtendedMasterSecret = !row.client
				got := requireConnects(t, c, r)
				both := row.server && row.client && version > wire.VersionSSL30
				require.Equal(t, both, s.visit(t).ExtendedMasterSecret)
				requireAnswer(t, c, both, got.ExtendedMasterSecret)
			}
		})
	})
}

// requireAnswer asserts what clients report that do: Java does not.
func requireAnswer(t *testing.T, c *foreign.Client, want bool, got foreign.Answer) {
	t.Helper()
	switch {
	case c.Name() == "java":
		require.Empty(t, got)
	case want:
		require.Equal(t, foreign.Yes, got)
	default:
		require.Equal(t, foreign.No, got)
	}
}

// RFC 5746, section 3.6.
func TestRenegotiationInfoIsAnsweredUnlessTheServerIsOfBefore2010(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			got := requireConnects(t, c, startEcho(t, pinned(t, version, rsaCBC)).request(version))
			requireAnswer(t, c, true, got.SecureRenegotiation)
			r := startEcho(t, pinned(t, version, rsaCBC, ofBefore2010)).request(version)
			r.AllowUnsafe = true
			got = requireConnects(t, c, r)
			requireAnswer(t, c, false, got.SecureRenegotiation)
		})
	})
}

// OpenSSL 3.0 made this its default: SSL_OP_LEGACY_SERVER_CONNECT is no longer set.
func TestOpenSSLGivesUpOnAServerOfBefore2010(t *testing.T) {
	t.Parallel()
	eachClient(t, []string{"openssl", "curl"}, func(t *testing.T, c *foreign.Client) {
		r := startFor(t, c, pinned(t, wire.VersionTLS12, ecdheGCM, ofBefore2010)).request(wire.VersionTLS12)
		got := requireRefused(t, c, r, "")
		require.Contains(t, got.Problem, "unsafe legacy renegotiation disabled")
		r.AllowUnsafe = true
		requireConnects(t, c, r)
	})
	eachClient(t, []string{"gnutls", "java"}, func(t *testing.T, c *foreign.Client) {
		requireConnects(t, c, startEcho(t, pinned(t, wire.VersionTLS12, ecdheGCM, ofBefore2010)).request(wire.VersionTLS12))
	})
}

// RFC 7301, section 3.2.
func TestTheServerChoosesTheProtocol(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			if version == wire.VersionSSL30 {
				return
			}
			s := startEcho(t, pinned(t, version, rsaCBC, func(p *fixtures.Profile) { p.ALPN = []string{"smtp", "imap"} }))
			r := s.request(version)
			require.Empty(t, requireConnects(t, c, r).ALPN)
			r.ALPN = []string{"pop3", "imap", "smtp"}
			require.Equal(t, "smtp", requireConnects(t, c, r).ALPN)
			r.ALPN = []string{"pop3"}
			requireRefused(t, c, r, "no_application_protocol")
			r.Addr = startEcho(t, pinned(t, version, rsaCBC)).addr
			require.Empty(t, requireConnects(t, c, r).ALPN)
		})
	})
}

// RFC 6066, section 8. GnuTLS verifies the response, OpenSSL shows it.
func TestAnOCSPResponseIsStapledIfItIsAskedFor(t *testing.T) {
	t.Parallel()
	eachClient(t, []string{"openssl", "gnutls"}, func(t *testing.T, c *foreign.Client) {
		eachVersion(c, ecdheCBC, func(version uint16) {
			s := startEcho(t, pinned(t, version, ecdheCBC, func(p *fixtures.Profile) { p.StapleOCSP = true }))
			r := s.request(version)
			r.StatusRequest = true
			got := requireConnects(t, c, r)
			require.Equal(t, foreign.Yes, got.StatusResponse, got.Output)
			if c.Name() == "openssl" {
				require.Contains(t, got.Output, "OCSP Response Status: successful (0x0)")
				require.Contains(t, got.Output, "Cert Status: good")
			}
			r.Addr = startEcho(t, pinned(t, version, ecdheCBC)).addr
			require.Equal(t, foreign.No, requireConnects(t, c, r).StatusResponse)
		})
	})
}
