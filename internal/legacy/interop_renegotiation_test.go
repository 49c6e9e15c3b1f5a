package legacy_test

import (
	"crypto/tls"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/needs"
	"github.com/legacytls/legacytls/internal/wire"
)

func renegotiating(how fixtures.Renegotiation) func(*fixtures.Profile) {
	return func(p *fixtures.Profile) { p.Renegotiation = how }
}

// ofBefore2010 makes a server that does not know RFC 5746.
func ofBefore2010(p *fixtures.Profile) { p.Quirks.NoRenegotiationInfo = true }

// RFC 5746, section 3.7.
func TestAClientRenegotiatesSecurely(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for _, suite := range []uint16{rsaCBC, ecdheGCM} {
			eachVersion(c, suite, func(version uint16) {
				s := startEcho(t, pinned(t, version, suite, renegotiating(fixtures.SecureRenegotiation)))
				r := s.request(version)
				r.Renegotiate = true
				got := requireConnects(t, c, r)
				require.True(t, got.Renegotiated, got.Output)
			})
		}
	})
}

// RFC 5246, section 7.2.2; SSL 3.0 has no such alert (RFC 5746, section 4.5). To all of the
// clients a warning is the end.
func TestAClientThatMayNotRenegotiateIsTold(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			want := "no_renegotiation"
			if version == wire.VersionSSL30 {
				want = "handshake_failure"
			}
			r := startEcho(t, pinned(t, version, rsaCBC)).request(version)
			r.Renegotiate = true
			got := connect(t, c, r)
			require.False(t, got.Renegotiated, got.Output)
			require.NotEmpty(t, got.Problem, got.Output)
			require.Equal(t, want, got.Alert, got.Output)
		})
	})
}

// RFC 5746, section 4.4. The clients refuse to do it unless they are told to.
func TestAClientRenegotiatesWithAServerOfBefore2010(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			s := startEcho(t, pinned(t, version, rsaCBC, renegotiating(fixtures.LegacyRenegotiation), ofBefore2010))
			r := s.request(version)
			r.Renegotiate, r.AllowUnsafe = true, true
			got := requireConnects(t, c, r)
			require.True(t, got.Renegotiated, got.Output)
			r.AllowUnsafe = false
			got = connect(t, c, r)
			require.False(t, got.Renegotiated, got.Output)
			require.Contains(t, got.Problem, map[string]string{
				"openssl": "unsafe legacy renegotiation disabled",
				"gnutls":  "Unsafe renegotiation denied",
				"java":    "insecure renegotiation is not allowed",
			}[c.Name()])
		})
	})
}

// IIS asks so when a path wants a certificate (RFC 5246, section 7.4.1.1): the client has
// said its line when the HelloRequest comes, and gets it back afterwards.
func TestAClientAnswersTheHelloRequestWithItsCertificate(t *testing.T) {
	t.Parallel()
	certificate := clientCertificate(t, certs.RSA2048)
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			s := startFor(t, c, pinned(t, version, rsaCBC, asking(tls.RequireAndVerifyClientCert), askingLate))
			requireConnects(t, c, with(t, s.request(version), certificate))
			requireShown(t, s, certificate)
		})
	})
}

func askingLate(p *fixtures.Profile) { p.LateClientAuth, p.SessionIDs = true, true }

func TestAClientWithoutACertificateIsRefusedLateIfItIsRequired(t *testing.T) {
	t.Parallel()
	eachClient(t, andCurl(), func(t *testing.T, c *foreign.Client) {
		eachVersion(c, rsaCBC, func(version uint16) {
			s := startFor(t, c, pinned(t, version, rsaCBC, asking(tls.RequestClientCert), askingLate))
			requireConnects(t, c, s.request(version))
			require.Empty(t, s.visit(t).ClientCertificates)
			s = startFor(t, c, pinned(t, version, rsaCBC, asking(tls.RequireAnyClientCert), askingLate))
			got := connect(t, c, s.request(version))
			require.Equal(t, "handshake_failure", got.Alert, got.Output)
			require.False(t, got.Echoed, got.Output)
		})
	})
}

// RFC 5746, section 4.4. GnuTLS can be told not to know it.
func TestAClientOfBefore2010RenegotiatesOnlyWithALegacyServer(t *testing.T) {
	t.Parallel()
	client := needs.CommandOf(t, needs.GnuTLS, "gnutls-cli")
	for how, want := range map[fixtures.Renegotiation]string{
		fixtures.LegacyRenegotiation: "- ReHandshake was completed",
		fixtures.SecureRenegotiation: "No renegotiation",
		fixtures.RefuseRenegotiation: "No renegotiation",
	} {
		s := startEcho(t, pinned(t, wire.VersionTLS12, ecdheGCM, renegotiating(how)))
		host, port, _ := strings.Cut(s.addr, ":")
		const priority = "--priority=NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION"
		require.Contains(t, command(t, client, "--insecure", "--rehandshake", priority, "--port="+port, host), want)
	}
}
