package harness_test

import (
	"context"
	"crypto/tls"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func TestWhatCryptoTLSCannotPlayIsRefusedByName(t *testing.T) {
	t.Parallel()
	change := func(name string, f func(*fixtures.Profile)) fixtures.Profile {
		return profile(fixtures.TLS12Only(), name, f)
	}
	for _, tc := range []struct {
		profile fixtures.Profile
		lacks   string
	}{
		{fixtures.AES256SHA256Only(), "crypto/tls has no AES256-SHA256 (TLS_RSA_WITH_AES_256_CBC_SHA256, 0x003D) in any Go release"},
		{change("dhe", func(p *fixtures.Profile) {
			p.Suites, p.DHGroup = append(p.Suites, 0x0033), fixtures.DHE1024Only().DHGroup
		}), "crypto/tls has no DHE-RSA-AES128-SHA (TLS_DHE_RSA_WITH_AES_128_CBC_SHA, 0x0033) in any Go release"},
		{fixtures.NoEMS(), "crypto/tls always answers extended master secret since Go 1.21"},
		{change("reset", func(p *fixtures.Profile) { p.Refusal.Kind = fixtures.RefuseReset }), "crypto/tls chooses its own alert, the profile refuses by resetting the TCP connection"},
		{change("alert", func(p *fixtures.Profile) { p.Refusal.Alert = 71 }), "crypto/tls chooses its own alert, the profile refuses by alert 71"},
		{profile(fixtures.AES128SHAOnly(), "ssl3", func(p *fixtures.Profile) { p.MinVersion = 0x0300 }), "crypto/tls has had no SSL 3.0 since Go 1.14"},
		{change("sha256", func(p *fixtures.Profile) { p.SignatureSchemes = []tls.SignatureScheme{tls.PKCS1WithSHA256} }), "crypto/tls signs with the client's first scheme that it allows, the profile has SignatureSchemes"},
		{change("late", func(p *fixtures.Profile) { p.ClientAuth, p.LateClientAuth = tls.RequireAnyClientCert, true }), "crypto/tls servers begin no second handshake, the profile has LateClientAuth"},
		{change("schemes", func(p *fixtures.Profile) {
			p.ClientAuth, p.ClientSchemes = tls.RequireAnyClientCert, []tls.SignatureScheme{tls.PKCS1WithSHA256}
		}), "crypto/tls asks for client certificates with schemes of its own, the profile has ClientSchemes"},
		{change("names", func(p *fixtures.Profile) { p.ClientAuth, p.ClientCANames = tls.RequireAnyClientCert, []string{} }), "crypto/tls names the authorities that it checks client certificates with, the profile has ClientCANames"},
		{change("ids", func(p *fixtures.Profile) { p.SessionIDs = true }), "crypto/tls servers resume by tickets alone, the profile has SessionIDs"},
		{fixtures.ClientRenegotiation(), "crypto/tls servers never renegotiate, the profile has Renegotiation secure"},
		{change("quirk", func(p *fixtures.Profile) { p.Quirks.MalformedPoint = true }), "crypto/tls has no quirk MalformedPoint"},
		{profile(fixtures.Modern(), "quirk-13", func(p *fixtures.Profile) { p.Quirks.MalformedPoint = true }), "crypto/tls has no quirk MalformedPoint"},
		{profile(fixtures.TLS13Only(), "one-suite", func(p *fixtures.Profile) { p.Suites = p.Suites[:1] }), "crypto/tls always accepts all three TLS 1.3 suites, the profile pins TLS_AES_128_GCM_SHA256"},
		{profile(fixtures.TLS13Only(), "hybrid", func(p *fixtures.Profile) { p.Groups = []tls.CurveID{4588} }), "not every crypto/tls since Go 1.21 has the named group X25519MLKEM768"},
	} {
		require.NoError(t, tc.profile.Validate())
		s, err := harness.Serve(context.Background(), tc.profile, harness.WithBackend(harness.CryptoTLS()))
		require.Nil(t, s)
		var unsupported *harness.UnsupportedError
		require.True(t, errors.As(err, &unsupported), "%v", err)
		require.Equal(t, tc.lacks, unsupported.Lacks)
		require.Equal(t, tc.profile.Name, unsupported.Profile)
		require.ErrorContains(t, err, "backend crypto/tls cannot play profile "+tc.profile.Name+": "+tc.lacks)
		require.Equal(t, whoElse(tc.profile), unsupported.Instead, tc.profile.Name)
	}
}

// whoElse is what the message about crypto/tls says of the legacy engine.
func whoElse(p fixtures.Profile) string {
	switch {
	case p.MaxVersion <= tls.VersionTLS12:
		return "backend legacy does"
	case p.MinVersion <= tls.VersionTLS12:
		return "backend legacy does without TLS 1.3, with a MaxVersion of TLS 1.2"
	}
	return ""
}

// What a message says that another backend does, it does.
func TestTheBackendThatIsNamedInsteadServes(t *testing.T) {
	t.Parallel()
	for _, p := range fixtures.Catalogue() {
		for _, b := range []harness.Backend{harness.CryptoTLS(), harness.Legacy()} {
			var unsupported *harness.UnsupportedError
			if !errors.As(b.Supports(p), &unsupported) {
				continue
			}
			other, named := map[string]harness.Backend{
				"backend legacy does":     harness.Legacy(),
				"backend crypto/tls does": harness.CryptoTLS(),
			}[unsupported.Instead]
			require.True(t, named, unsupported.Error())
			require.NoError(t, other.Supports(p))
		}
	}
}

func TestEveryProfileOfTheCatalogueIsServedByDefault(t *testing.T) {
	t.Parallel()
	for _, p := range fixtures.Catalogue() {
		s := harness.Start(t, p)
		require.Equal(t, map[bool]string{true: "crypto/tls", false: "legacy"}[p.MaxVersion >= tls.VersionTLS13], s.Backend, p.Name)
	}
}

// lacking is a server with one suite that the engine lacks.
func lacking(t *testing.T, suite uint16) fixtures.Profile {
	t.Helper()
	p, err := fixtures.Pinned(suite, tls.VersionTLS12)
	require.NoError(t, err)
	return p
}

func TestWhatTheEngineCannotPlayIsRefusedByName(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		profile        fixtures.Profile
		lacks, instead string
	}{
		{fixtures.Modern(), "it ends at TLS 1.2", "backend crypto/tls does"},
		{profile(fixtures.Modern(), "quirk-13", func(p *fixtures.Profile) { p.Quirks.MalformedPoint = true }), "it ends at TLS 1.2", ""},
		{profile(fixtures.TLS12Only(), "hybrid", func(p *fixtures.Profile) { p.Groups = []tls.CurveID{4588} }), "it has no named group X25519MLKEM768", ""},
		{lacking(t, 0x0041), "it has no cipher CAMELLIA-128-CBC, for CAMELLIA128-SHA (0x0041)", "backend docker:3.0 does, and backend openssl if its OpenSSL is built with it"},
		{lacking(t, 0x0096), "it has no cipher SEED-CBC, for SEED-SHA (0x0096)", "backend docker:1.1.1-weak does, and backend openssl if its OpenSSL is built with it"},
		{lacking(t, 0x0007), "it has no cipher IDEA-CBC, for IDEA-CBC-SHA (0x0007)", "backend docker:1.1.1-weak does, and backend openssl if its OpenSSL is built with it"},
		{lacking(t, 0x0003), "it has no export key exchange, for EXP-RC4-MD5 (0x0003)", "OpenSSL had it before 1.1.0, which is older than any backend"},
		{lacking(t, 0xC00E), "it has no fixed ECDH key exchange, for ECDH-RSA-AES128-SHA (0xC00E)", "OpenSSL had it before 1.1.0, which is older than any backend"},
		{lacking(t, 0xCC13), "it has no ChaCha20-Poly1305 of the draft before RFC 7905, for ECDHE-RSA-CHACHA20-POLY1305-OLD (0xCC13)", ""},
		{profile(lacking(t, 0xCC13), "draft-first", func(p *fixtures.Profile) { p.Suites = append(p.Suites, 0x0041) }), "it has no ChaCha20-Poly1305 of the draft before RFC 7905, for ECDHE-RSA-CHACHA20-POLY1305-OLD (0xCC13)", ""},
	} {
		_, err := harness.Serve(context.Background(), tc.profile, harness.WithBackend(harness.Legacy()))
		var unsupported *harness.UnsupportedError
		require.True(t, errors.As(err, &unsupported), "%v", err)
		require.Equal(t, []string{"legacy", tc.lacks, tc.instead}, []string{unsupported.Backend, unsupported.Lacks, unsupported.Instead})
	}
}

// Of the profiles of products there are more with time, and crypto/tls plays few.
func TestThePinsThatCryptoTLSCannotPlay(t *testing.T) {
	t.Parallel()
	var lacking []string
	for _, p := range fixtures.Catalogue() {
		switch p.Family {
		case fixtures.SuitePins, fixtures.VersionPins, fixtures.ClientCertificates, fixtures.Control:
			if harness.CryptoTLS().Supports(p) != nil {
				lacking = append(lacking, p.Name)
			}
		}
	}
	require.Equal(t, []string{
		"aes256-sha256-only", "ecdhe-rsa-aes256-sha384-only", "dhe-1024-only", "dhe-512-only", "dhe-2048-only", "null-only", "anonymous-only",
		"tls10-ecdhe", "tls11-ecdhe", "tls10-rsa-key-exchange", "ssl3-only",
		"client-certificate-after-request", "client-renegotiation",
	}, lacking)
}

func TestStartFailsTheTestAtOnceAndSaysWhy(t *testing.T) {
	t.Parallel()
	text := fatal(t, func(tb testing.TB) {
		harness.Start(tb, fixtures.AES256SHA256Only(), harness.WithBackend(harness.CryptoTLS()))
		tb.Error("the test went on")
	})
	require.Contains(t, text, "harness.Start: backend crypto/tls cannot play profile aes256-sha256-only")
}

func TestAnInvalidProfileIsRefused(t *testing.T) {
	t.Parallel()
	_, err := harness.Serve(context.Background(), fixtures.Profile{Name: "empty"})
	require.ErrorContains(t, err, `profile "empty": MinVersion 0x0000 and MaxVersion 0x0000 must both be set`)
}

func TestACertificateThatTheAuthorityCannotIssueIsRefused(t *testing.T) {
	t.Parallel()
	authority, err := certs.NewAuthority(certs.AuthoritySpec{Key: certs.ECDSAP256})
	require.NoError(t, err)
	p := profile(fixtures.TLS12Only(), "sha1-rsa", func(p *fixtures.Profile) { p.Certificate.Signature = 3 /* x509.SHA1WithRSA */ })
	_, err = harness.Serve(context.Background(), p, harness.WithAuthority(authority))
	require.ErrorContains(t, err, "starting sha1-rsa on legacy: ")
}
