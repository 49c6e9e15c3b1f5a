package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// helloBy returns the outcome of a client against a server that refuses
// nothing that any release offers.
func helloBy(t *testing.T, release string, c harness.Client) harness.Outcome {
	t.Helper()
	r := runnerWith(t, release)
	c.ServerName, c.InsecureSkipVerify = "example.test", true
	return connect(t, r, harness.Build{Go: release}, c, fixtures.Modern())
}

// The suites, groups and sizes are those that Wireshark and crypto/tls's own
// source show for these releases; see the default lists in
// src/crypto/tls/common.go of Go 1.12 and src/crypto/tls/defaults.go of 1.27.
func TestExpectationsAboutTheHello(t *testing.T) {
	t.Parallel()
	old, recent := helloBy(t, go112, harness.Client{}), helloBy(t, go127, harness.Client{})
	for _, c := range []struct {
		want    harness.Expectation
		ofGo112 bool
		ofGo127 bool
	}{
		{harness.OffersSuites(0xc02f, 0xc030, 0xc02b, 0xc02c, 0xcca8, 0xcca9, 0xc013, 0xc009, 0xc014, 0xc00a, 0x009c, 0x009d, 0x002f, 0x0035, 0xc012, 0x000a), true, false},
		{harness.OffersSuites(0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014), false, true},
		{harness.OffersSuitesOfTLS13(), true, false},
		{harness.OffersSuitesOfTLS13(0x1301, 0x1302, 0x1303), false, true},
		{harness.OffersVersions(tls.VersionTLS12, tls.VersionTLS11, tls.VersionTLS10), true, false},
		{harness.OffersVersions(tls.VersionTLS13, tls.VersionTLS12), false, true},
		{harness.OffersGroups(29, 23, 24, 25), true, false},
		{harness.OffersGroups(4588, 4587, 4589, 29, 23, 24, 25), false, true},
		{harness.SharesKeys(), true, false},
		{harness.SharesKeys(4588, 29), false, true},
		{harness.OffersScheme(tls.PKCS1WithSHA1), true, false},
		{harness.OffersNoScheme(tls.PKCS1WithSHA1), false, true},
		{harness.OffersNoSchemeForCertificates(tls.PKCS1WithSHA256), true, false},
		{harness.OffersSchemeForCertificates(tls.PKCS1WithSHA256), false, true},
		{harness.OffersExtension(23), false, true},
		{harness.OffersNoExtension(23), true, false},
		{harness.OrdersExtensions(0, 10, 13), true, true},
		{harness.OrdersExtensions(13, 0), false, false},
		{harness.OrdersExtensions(5, 11), true, false}, // status_request stood before ec_point_formats until 1.23
		{harness.OrdersExtensions(11, 5), false, true},
		{harness.HelloOver(1448), false, true},
		{harness.HelloUpTo(512), true, false},
		{harness.HelloUpTo(212), true, false},
		{harness.HelloUpTo(211), false, false},
	} {
		require.Equal(t, c.ofGo112, c.want.Check(old) == nil, "go1.12: %s: %v", c.want, c.want.Check(old))
		require.Equal(t, c.ofGo127, c.want.Check(recent) == nil, "go1.27: %s: %v", c.want, c.want.Check(recent))
	}
}

func TestAnExpectationAboutTheHelloSaysWhatCame(t *testing.T) {
	t.Parallel()
	o := helloBy(t, go127, harness.Client{Groups: []tls.CurveID{tls.CurveP256}})
	require.EqualError(t, harness.OffersGroups(tls.X25519).Check(o),
		"got a ClientHello with groups secp256r1, want sends a ClientHello with groups x25519")
	require.EqualError(t, harness.All(harness.Connects(), harness.SharesKeys()).Check(o),
		"got a ClientHello with key shares secp256r1, want sends a ClientHello with key shares none")
	require.Error(t, harness.HelloUpTo(1<<20).Check(harness.Outcome{Stage: harness.StageStart, Error: "dead"}), "there is no hello")
	require.Equal(t, "connects, and sends a ClientHello with at most 5 bytes", harness.All(harness.Connects(), harness.HelloUpTo(5)).String())
}

// A go line or the environment says what a program starts with, os.Setenv what
// it turns to: since Go 1.20 the packages look again (notes of Go 1.20).
func TestAProgramSetsItsOwnGODEBUG(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122, go127)
	setenv := harness.Settings{Setenv: "tlsrsakex=1"}
	old := connect(t, r, harness.Build{Go: go122, Settings: setenv}, harness.Client{}, fixtures.AES128SHAOnly())
	require.True(t, old.OK(), old.String())
	removed := connect(t, r, harness.Build{Go: go127, Settings: setenv}, harness.Client{}, fixtures.AES128SHAOnly())
	require.Equal(t, harness.StageHandshake, removed.Stage, "the runtime looks only at the start: %s", removed)
	require.Equal(t, "os.Setenv GODEBUG=tlsrsakex=1", setenv.String())
	require.True(t, harness.AnyGo().Setenv("tlsrsakex=1").Matches(old.Build))
	require.False(t, harness.AnyGo().GODEBUG("tlsrsakex=1").Matches(old.Build))
}

func TestACellSaysWhetherItIsAboutTheHello(t *testing.T) {
	t.Parallel()
	ofHello := func(want harness.Expectation) bool {
		s := sound()
		s.Rules = []harness.Rule{{Want: want}}
		return harness.Judge(s, build(go127, harness.Settings{}), harness.Outcome{}, nil).OfHello
	}
	hello, connects := harness.OffersExtension(23), harness.Connects()
	require.True(t, ofHello(hello))
	require.True(t, ofHello(harness.All(connects, hello)))
	require.False(t, ofHello(connects))
	require.False(t, ofHello(harness.All(connects)))
}
