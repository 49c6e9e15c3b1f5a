package harness_test

import (
	"bytes"
	"crypto/tls"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// weakFirst prefers what crypto/tls, left alone, takes last.
func weakFirst() fixtures.Profile {
	return profile(fixtures.RSAKeyExchangeOnly(), "weak-first", func(p *fixtures.Profile) {
		p.Suites = []uint16{
			tls.TLS_RSA_WITH_RC4_128_SHA,
			tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
			tls.TLS_RSA_WITH_AES_256_CBC_SHA,
			tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		}
		p.Groups = []tls.CurveID{tls.CurveP256}
	})
}

func TestTheProfilesOrderOfSuitesDecides(t *testing.T) {
	t.Parallel()
	suites := weakFirst().Suites
	for i := range suites {
		rotated := append(append([]uint16(nil), suites[i:]...), suites[:i]...)
		s, over := watch(t, profile(weakFirst(), "rotated", func(p *fixtures.Profile) { p.Suites = rotated }))
		state, err := ping(s, explicitClient(s))
		require.NoError(t, err)
		require.Equal(t, fixtures.SuiteName(rotated[0]), fixtures.SuiteName(state.CipherSuite))
		require.Equal(t, rotated[0], next(t, over).State.Suite)
	}
}

func TestASuiteThatTheClientDoesNotOfferIsPassedOver(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, weakFirst())
	for i, want := range s.Profile.Suites {
		config := explicitClient(s)
		config.CipherSuites = s.Profile.Suites[i:]
		state, err := ping(s, config)
		require.NoError(t, err)
		require.Equal(t, fixtures.SuiteName(want), fixtures.SuiteName(state.CipherSuite))
	}
}

func TestASuiteThatTheVersionDoesNotHaveIsPassedOver(t *testing.T) {
	t.Parallel()
	s, _ := watch(t, fixtures.RSAKeyExchangeOnly()) // GCM first, which TLS 1.1 does not have
	config := explicitClient(s)
	config.MaxVersion = tls.VersionTLS11
	state, err := ping(s, config)
	require.NoError(t, err)
	require.Equal(t, uint16(tls.TLS_RSA_WITH_AES_128_CBC_SHA), state.CipherSuite)
}

// crypto/tls and OpenSSL leave the suites of TLS 1.2 out of an older hello, but
// the clients of legacy systems are not all like that.
func TestASuiteOfTLS12IsNotSelectedInAnOlderVersion(t *testing.T) {
	t.Parallel()
	s, over := watch(t, fixtures.RSAKeyExchangeOnly())
	hello := append([]byte{3, 2}, make([]byte, 32)...)             // TLS 1.1, random
	hello = append(hello, 0, 0, 4, 0, 0x9c, 0, 0x2f, 1, 0)         // no session, AES128-GCM-SHA256, AES128-SHA, no compression
	message := append([]byte{1, 0, 0, byte(len(hello))}, hello...) // client_hello
	record := append([]byte{22, 3, 1, 0, byte(len(message))}, message...)
	answer, err := wire.DecodeFlow(rawBytes(t, s, record)).ServerHello()
	require.NoError(t, err)
	require.Equal(t, uint16(tls.VersionTLS11), answer.Version)
	require.Equal(t, uint16(tls.TLS_RSA_WITH_AES_128_CBC_SHA), answer.CipherSuite)
	next(t, over)
}

// Real servers list suites of both families and have one certificate.
func TestASuiteThatTheCertificateDoesNotFitIsPassedOver(t *testing.T) {
	t.Parallel()
	both := func(p *fixtures.Profile) {
		p.Suites = []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
		}
	}
	rsa, _ := watch(t, profile(fixtures.TLS12Only(), "both-families", both))
	state, err := ping(rsa, explicitClient(rsa))
	require.NoError(t, err)
	require.Equal(t, uint16(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256), state.CipherSuite)

	ecdsa, _ := watch(t, profile(fixtures.TLS12Only(), "both-families-ecdsa", func(p *fixtures.Profile) {
		both(p)
		p.Suites = append([]uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}, p.Suites...)
		p.Certificate.Key = certs.ECDSAP256
	}))
	state, err = ping(ecdsa, explicitClient(ecdsa))
	require.NoError(t, err)
	require.Equal(t, uint16(tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), state.CipherSuite)
}

func TestOpenSSLsOrderOfSuitesDoesNotDecide(t *testing.T) {
	t.Parallel()
	command := newOpenSSL(t)
	s, _ := watch(t, fixtures.AES128SHAOnly())
	s, _ = watch(t, profile(s.Profile, "two-suites", func(p *fixtures.Profile) {
		p.Suites = []uint16{tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	}))
	for _, list := range []string{"AES128-SHA:AES256-SHA", "AES256-SHA:AES128-SHA"} {
		out := command.sClient(t, s, "-tls1_2", "-cipher", list+":@SECLEVEL=0")
		require.Contains(t, out, "Cipher is AES256-SHA\n", list)
	}
}

// A recorder keeps what a client receives.
type recorder struct {
	net.Conn
	mu sync.Mutex
	in bytes.Buffer
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.in.Write(p[:n])
	return n, err
}

// groupWith returns the group of a handshake, read off the wire: crypto/tls
// tells it only since Go 1.25.
func groupWith(t *testing.T, s *harness.Server, config *tls.Config) tls.CurveID {
	t.Helper()
	raw, err := net.DialTimeout("tcp", s.Addr, patience)
	require.NoError(t, err)
	defer raw.Close()
	raw.SetDeadline(time.Now().Add(patience))
	r := &recorder{Conn: raw}
	require.NoError(t, tls.Client(r, config).Handshake())
	r.mu.Lock()
	defer r.mu.Unlock()
	return tls.CurveID(wire.DecodeFlow(r.in.Bytes()).Group())
}

func TestTheProfilesOrderOfGroupsDecides(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, groups := range [][]tls.CurveID{
			{tls.CurveP521, tls.CurveP256, tls.X25519},
			{tls.CurveP384, tls.X25519, tls.CurveP256},
			{tls.CurveP256, tls.CurveP521},
		} {
			s, _ := watch(t, profile(fixtures.Modern(), "groups", func(p *fixtures.Profile) { p.Groups = groups }))
			config := explicitClient(s)
			config.MaxVersion = version
			want := groups[0]
			if version == tls.VersionTLS13 && hasGroup(groups, tls.X25519) {
				want = tls.X25519 // the client's only key share saves a round trip (RFC 8446, section 4.2.8)
			}
			require.Equal(t, want, groupWith(t, s, config), "%s, %v", tls.VersionName(version), groups)
		}
	}
}

func hasGroup(list []tls.CurveID, want tls.CurveID) bool {
	for _, g := range list {
		if g == want {
			return true
		}
	}
	return false
}

func TestAGroupThatTheClientDoesNotOfferIsPassedOver(t *testing.T) {
	t.Parallel()
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		s, _ := watch(t, profile(fixtures.Modern(), "groups", func(p *fixtures.Profile) {
			p.Groups = []tls.CurveID{tls.CurveP521, tls.CurveP384, tls.CurveP256}
		}))
		config := explicitClient(s)
		config.MaxVersion = version
		config.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}
		require.Equal(t, tls.CurveP384, groupWith(t, s, config), tls.VersionName(version))
	}
}

func TestWithoutACommonGroupRSAKeyExchangeIsLeft(t *testing.T) {
	t.Parallel()
	s, over := watch(t, weakFirst())
	config := explicitClient(s)
	config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_AES_256_CBC_SHA}
	config.CurvePreferences = []tls.CurveID{tls.X25519}
	state, err := ping(s, config)
	require.NoError(t, err)
	require.Equal(t, uint16(tls.TLS_RSA_WITH_AES_256_CBC_SHA), state.CipherSuite)
	next(t, over)

	config.CipherSuites = config.CipherSuites[:1]
	_, err = ping(s, config)
	require.EqualError(t, err, "remote error: tls: handshake failure")
}
