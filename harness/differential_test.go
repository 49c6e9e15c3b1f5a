package harness_test

import (
	"crypto/tls"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/sweep"
)

// Decision 4 of the design: a profile that crypto/tls and the engine can both play
// is the same server on both.

// onBoth are the profiles of the catalogue that both play, and variants of them. What is
// played before any backend is the same with both.
func onBoth() []fixtures.Profile {
	var all []fixtures.Profile
	for _, p := range append(fixtures.Catalogue(), differing()...) {
		if len(p.Quirks.BeforeTLS().Set()) > 0 {
			continue
		}
		if harness.CryptoTLS().Supports(p) == nil && harness.Legacy().Supports(p) == nil {
			all = append(all, p)
		}
	}
	return all
}

func differing() []fixtures.Profile {
	asking := func(auth tls.ClientAuthType) fixtures.Profile {
		return profile(fixtures.ClientCertificateRequired(), fmt.Sprintf("asks-%d", auth), func(p *fixtures.Profile) { p.ClientAuth = auth })
	}
	certificate := func(key certs.Key, suites ...uint16) fixtures.Profile {
		return profile(fixtures.TLS12Only(), "with-"+string(key), func(p *fixtures.Profile) {
			p.Certificate.Key, p.Suites, p.Groups = key, append(p.Suites, suites...), []tls.CurveID{tls.CurveP521, tls.CurveP256}
		})
	}
	ecdsa := []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}
	return []fixtures.Profile{
		weakFirst(),
		asking(tls.RequestClientCert), asking(tls.RequireAnyClientCert), asking(tls.VerifyClientCertIfGiven),
		certificate(certs.ECDSAP256, ecdsa...), certificate(certs.ECDSAP384, ecdsa...), certificate(certs.Ed25519, ecdsa...), certificate(certs.RSA1024),
		profile(weakFirst(), "clients-order", func(p *fixtures.Profile) { p.ClientOrder = true }),
		profile(fixtures.TLS12Only(), "speaks-protocols", func(p *fixtures.Profile) { p.ALPN = []string{"one", "two"} }),
		profile(fixtures.TLS12Only(), "speaks-h2-alone", func(p *fixtures.Profile) { p.ALPN = []string{"h2"} }),
		profile(fixtures.ECDHECBCOnly(), "no-tickets", func(p *fixtures.Profile) { p.NoSessionTickets = true }),
	}
}

// A client of the differential test: what it sets, and how often it connects.
type differentialClient struct {
	name  string
	set   func(*testing.T, *tls.Config)
	twice bool // the second connection offers the session of the first
}

// issued makes a certificate of the authority that all servers share.
func issued(spec certs.Spec) func(*testing.T) tls.Certificate {
	return func(t *testing.T) tls.Certificate {
		authority, err := certs.Shared()
		require.NoError(t, err)
		cert, err := authority.Issue(spec)
		require.NoError(t, err)
		return cert.TLS()
	}
}

func differentialClients() []differentialClient {
	set := func(name string, f func(*tls.Config)) differentialClient {
		return differentialClient{name: name, set: func(_ *testing.T, c *tls.Config) { f(c) }}
	}
	shows := func(name string, show func(*testing.T) tls.Certificate) differentialClient {
		return differentialClient{name: name, set: func(t *testing.T, c *tls.Config) {
			cert := show(t)
			c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &cert, nil }
		}}
	}
	all := []differentialClient{
		set("everything", func(*tls.Config) {}),
		set("P-256 alone", func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.CurveP256} }),
		set("P-521 first", func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.CurveP521, tls.CurveP384} }),
		set("X25519 alone", func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.X25519} }),
		set("protocol of the server's", func(c *tls.Config) { c.NextProtos = []string{"two", "one"} }),
		set("protocol of another", func(c *tls.Config) { c.NextProtos = []string{"three"} }),
		set("protocol http/1.1", func(c *tls.Config) { c.NextProtos = []string{"http/1.1"} }),
		set("no server name", func(c *tls.Config) { c.ServerName, c.InsecureSkipVerify = "", true }),
		set("another authority", func(c *tls.Config) { c.RootCAs = nil }),
		shows("a certificate", issued(certs.Spec{CommonName: "a test client", ForClient: true})),
		shows("a certificate with Ed25519", issued(certs.Spec{CommonName: "a test client", ForClient: true, Key: certs.Ed25519})),
		shows("a certificate with P-256", issued(certs.Spec{CommonName: "a test client", ForClient: true, Key: certs.ECDSAP256})),
		shows("a certificate for servers", issued(certs.Spec{})),
		shows("a foreign certificate", func(t *testing.T) tls.Certificate { return issueClient(t, foreign(t)) }),
		{name: "a session", set: func(*testing.T, *tls.Config) {}, twice: true},
		{name: "a session of its own certificate", set: func(t *testing.T, c *tls.Config) { c.Certificates = []tls.Certificate{clientCertificate(t)} }, twice: true},
	}
	for v := uint16(tls.VersionTLS10); v <= tls.VersionTLS13; v++ {
		v := v
		all = append(all, set(tls.VersionName(v)+" alone", func(c *tls.Config) { c.MinVersion, c.MaxVersion = v, v }))
	}
	for _, id := range goSuites() {
		id := id
		all = append(all, set(fixtures.OpenSSLName(id)+" alone", func(c *tls.Config) { c.CipherSuites = []uint16{id} }))
	}
	return all
}

// deliberate are the clients, by server, whom the engine treats otherwise than
// crypto/tls, with the reason.
func deliberate() map[string]map[string]string {
	return map[string]map[string]string{
		"speaks-h2-alone": {"protocol http/1.1": "a server of crypto/tls with h2 alone takes clients with http/1.1 alone as if they had no ALPN (negotiateALPN); " +
			"the engine sends no_application_protocol, as RFC 7301, section 3.2, says"},
	}
}

// outcome is what came of a client, in the words that both backends must share.
func outcome(t *testing.T, s *harness.Server, over <-chan harness.Connection, client differentialClient) string {
	config := explicitClient(s)
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	client.set(t, config)
	if config.RootCAs == nil {
		config.RootCAs = foreign(t).Pool()
	}
	state, err := ping(s, config)
	c := next(t, over)
	if client.twice && err == nil {
		state, err = ping(s, config)
		c = next(t, over)
	}
	var certificates []string
	for _, cert := range c.State.ClientCertificates {
		certificates = append(certificates, cert.Subject.CommonName)
	}
	return fmt.Sprintf("client: %v; %s %s, group %v, protocol %q, resumed %v; server: established %v, %v, scheme %04x, %s %s, protocol %q, name %q, resumed %v, certificates %q",
		err, tls.VersionName(state.Version), fixtures.OpenSSLName(state.CipherSuite), harness.CurveOf(state), state.NegotiatedProtocol, state.DidResume,
		c.Established, c.Alert, s.Scheme(), tls.VersionName(c.State.Version), fixtures.OpenSSLName(c.State.Suite), c.State.ALPN, c.State.ServerName, c.State.Resumed, certificates)
}

func TestOnlyCryptoTLSTakesHTTP1ClientsOfAServerOfHTTP2AsOnesWithoutALPN(t *testing.T) {
	t.Parallel()
	for backend, want := range map[harness.Backend]string{
		harness.CryptoTLS(): "",
		harness.Legacy():    "remote error: tls: no application protocol",
	} {
		s, _ := watch(t, profile(fixtures.TLS12Only(), "speaks-h2-alone", func(p *fixtures.Profile) { p.ALPN = []string{"h2"} }), harness.WithBackend(backend))
		config := explicitClient(s)
		config.NextProtos = []string{"http/1.1"}
		state, err := ping(s, config)
		if want == "" {
			require.NoError(t, err)
			require.Empty(t, state.NegotiatedProtocol)
			continue
		}
		require.EqualError(t, err, want)
	}
}

func TestBothBackendsAreTheSameServer(t *testing.T) {
	t.Parallel()
	for _, p := range sweep.Some(t, 10, onBoth()) {
		p := p
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			one, oneOver := watch(t, p, harness.WithBackend(harness.CryptoTLS()))
			two, twoOver := watch(t, p, harness.WithBackend(harness.Legacy()))
			for _, client := range differentialClients() {
				onCryptoTLS, onLegacy := outcome(t, one, oneOver, client), outcome(t, two, twoOver, client)
				if reason := deliberate()[p.Name][client.name]; reason != "" {
					require.NotEqual(t, onCryptoTLS, onLegacy, "it is not true any more that %s", reason)
					continue
				}
				require.Equal(t, onCryptoTLS, onLegacy, client.name)
			}
		})
	}
}
