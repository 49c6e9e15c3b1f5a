package legacy_test

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/foreign"
	"github.com/legacytls/legacytls/internal/sweep"
	"github.com/legacytls/legacytls/internal/wire"
)

// ownGroup is a Diffie-Hellman group that nobody else has.
func ownGroup(t *testing.T, bits int) fixtures.DHGroup {
	t.Helper()
	prime, err := rand.Prime(rand.Reader, bits)
	require.NoError(t, err)
	return fixtures.DHGroup{Name: fmt.Sprintf("own_%d", bits), Prime: prime.Bytes(), Generator: []byte{5}}
}

// OpenSSL 3 takes none below 1024 bits.
func TestEachDiffieHellmanGroupIsTaken(t *testing.T) {
	t.Parallel()
	groups := append(fixtures.DHGroups(), ownGroup(t, 512), ownGroup(t, 1024))
	servers := make(map[string]*server)
	for _, g := range groups {
		servers[g.Name] = startEcho(t, pinned(t, wire.VersionTLS12, dheCBC, func(p *fixtures.Profile) { p.DHGroup = g }))
	}
	large := sweep.All(t, "groups of up to 2048 bits")
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for _, g := range groups {
			if g.Bits() > 2048 && !large {
				continue
			}
			r := servers[g.Name].request(wire.VersionTLS12)
			if c.Name() == "openssl" && g.Bits() < 1024 {
				require.Contains(t, requireRefused(t, c, r, "").Problem, "dh key too small")
				continue
			}
			got := requireConnects(t, c, r)
			requireDiffieHellmanBits(t, c, got, g.Bits())
			require.True(t, bytes.Contains(servers[g.Name].visit(t).sent, g.Prime), g.Name)
		}
	})
}

// The secret is without leading zero bytes (RFC 5246, section 8.1.2). A prime that is hardly
// more than a power of 256 makes nearly every secret begin with one. Java wants a size that
// is a multiple of 64.
func TestLeadingZerosOfADiffieHellmanSecretAreLeftOut(t *testing.T) {
	t.Parallel()
	prime := new(big.Int).Lsh(big.NewInt(1), 1024)
	for prime.Add(prime, big.NewInt(1)); !prime.ProbablyPrime(1); {
		prime.Add(prime, big.NewInt(2))
	}
	group := fixtures.DHGroup{Name: "own_1025", Prime: prime.Bytes(), Generator: []byte{5}}
	eachClient(t, []string{"openssl", "gnutls"}, func(t *testing.T, c *foreign.Client) {
		eachVersion(c, dheCBC, func(version uint16) {
			s := startEcho(t, pinned(t, version, dheCBC, func(p *fixtures.Profile) { p.DHGroup = group }))
			requireConnects(t, c, s.request(version))
		})
	})
}

// requireDiffieHellmanBits asserts what clients say about the group, of which Java says
// nothing.
func requireDiffieHellmanBits(t *testing.T, c *foreign.Client, got foreign.Result, bits int) {
	t.Helper()
	switch c.Name() {
	case "openssl":
		require.Contains(t, got.Output, fmt.Sprintf("Server Temp Key: DH, %d bits\n", bits))
	case "gnutls":
		require.Regexp(t, fmt.Sprintf(`\(DHE-(FFDHE|CUSTOM)%d\)`, bits), got.Output)
	}
}

func TestEachNamedGroupIsAgreedOnInEachVersion(t *testing.T) {
	t.Parallel()
	groups := sweep.Some(t, 2, ellipticGroups())
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for _, group := range groups {
			for version := wire.VersionTLS10; version <= wire.VersionTLS12; version++ {
				for _, suite := range []uint16{ecdheCBC, ecanonCBC} {
					s := startEcho(t, pinned(t, version, suite, agreeing(group)))
					r := s.request(version)
					if r.Suites = []uint16{suite}; suite == ecanonCBC {
						r.RootsPEM = nil
					}
					requireConnects(t, c, r)
					require.Equal(t, uint16(group), wire.DecodeFlow(s.visit(t).sent).Group())
				}
			}
		}
	})
}

// RFC 8422, section 4.
func TestAClientWithoutTheGroupIsRefused(t *testing.T) {
	t.Parallel()
	s := startEcho(t, pinned(t, wire.VersionTLS12, ecdheCBC, agreeing(tls.CurveP384)))
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		r := s.request(wire.VersionTLS12)
		r.Groups = []tls.CurveID{tls.CurveP256, tls.X25519}
		requireRefused(t, c, r, "handshake_failure")
		r.Groups = append(r.Groups, tls.CurveP384)
		requireConnects(t, c, r)
	})
}

// The keys that old servers have.
func TestEachKindOfKeyIsTaken(t *testing.T) {
	t.Parallel()
	eachClient(t, allClients(), func(t *testing.T, c *foreign.Client) {
		for suite, keys := range map[uint16][]certs.Key{
			rsaCBC:   {certs.RSA512, certs.RSA768, certs.RSA1024, certs.RSA4096},
			dheCBC:   {certs.RSA512, certs.RSA768, certs.RSA1024, certs.RSA4096},
			ecdsaCBC: {certs.ECDSAP256, certs.ECDSAP384, certs.ECDSAP521, certs.Ed25519},
		} {
			for _, key := range keys {
				for _, version := range versionsOf(key) {
					r := startEcho(t, pinned(t, version, suite, showing(key))).request(version)
					if c.Name() == "gnutls" && key == certs.RSA512 {
						r.RootsPEM = nil // it would say: The certificate chain uses insecure algorithm
					}
					requireConnects(t, c, r)
				}
			}
		}
	})
}
