package harness_test

import (
	"crypto/tls"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// underTest is a scenario whose build under test is a server.
func underTest(name string, server harness.GoServer, raw *harness.RawClient) harness.Scenario {
	return harness.Scenario{
		Name: name, Claim: "A server answers.", Source: "crypto/tls",
		GoServer: &server, Raw: raw,
		Rules: []harness.Rule{{Want: harness.Connects()}},
	}
}

// outcomes runs a scenario and returns its outcomes by release.
func outcomes(t *testing.T, r *harness.Runner, s harness.Scenario, releases ...string) map[string]harness.Outcome {
	t.Helper()
	report, err := r.Run(bg, []harness.Scenario{s}, harness.Matrix{Go: releases})
	require.NoError(t, err)
	got := make(map[string]harness.Outcome)
	for _, c := range report.Cells {
		if c.Scenario.Name == s.Name {
			require.NotEmpty(t, c.Outcome.Stage, c.Problem)
			got[c.Build.Go] = c.Outcome
		}
	}
	return got
}

func expect(t *testing.T, o harness.Outcome, want harness.Expectation) {
	t.Helper()
	require.NoError(t, want.Check(o), "%s", o.Build)
}

// A plain hello of TLS 1.2, with the extensions that ECDHE needs and others.
func hello12(suites []uint16, more ...harness.Extension) *harness.RawClient {
	return &harness.RawClient{
		Version: tls.VersionTLS12,
		Suites:  suites,
		Extensions: append([]harness.Extension{
			wire.SupportedGroups(29, 23), wire.PointFormats(0), wire.SignatureAlgorithms(0x0804, 0x0401),
		}, more...),
	}
}

// RSA-PSS came to servers of TLS 1.2 with Go 1.14, and the acknowledgement of
// server_name with 1.25 (the notes of 1.14; crypto/tls, handshake_server.go).
func TestARawClientSeesWhatTheServerAnswers(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	suites := []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	got := outcomes(t, r, underTest("answer", harness.GoServer{}, hello12(suites, wire.ServerName("localhost"))), go112, go127)
	for _, release := range []string{go112, go127} {
		expect(t, got[release], harness.Answers(harness.In(tls.VersionTLS12), harness.WithSuite(suites[0]), harness.WithGroup(tls.X25519)))
		require.Empty(t, got[release].Error)
		require.Error(t, harness.Connects().Check(got[release]))
		require.Error(t, harness.Refused().Check(got[release]))
		require.Error(t, harness.Answers(harness.In(tls.VersionTLS11)).Check(got[release]))
		require.Error(t, harness.Answers(harness.AskingFor(tls.X25519)).Check(got[release]))
	}
	expect(t, got[go112], harness.Answers(harness.WithScheme(tls.PKCS1WithSHA256), harness.WithoutExtension(0)))
	expect(t, got[go127], harness.Answers(harness.WithScheme(tls.PSSWithSHA256), harness.WithExtension(0)))
}

func TestARawClientIsRefusedWithTheServersReason(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	got := outcomes(t, r, underTest("refusal", harness.GoServer{}, hello12([]uint16{0x003D})), go112, go127)
	for _, o := range got {
		expect(t, o, harness.Refused(harness.LocalAlert(harness.HandshakeFailure), harness.ErrorText("no cipher suite supported by both client and server")))
	}
}

func TestAHelloOfSSL30HasNoExtensions(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	const ssl30 = 0x0300
	hello := &harness.RawClient{Version: ssl30, Suites: []uint16{0x002F, 0x000A}}
	got := outcomes(t, r, underTest("ssl30", harness.GoServer{}, hello), go112, go127)
	expect(t, got[go112], harness.Answers(harness.In(ssl30)))
	expect(t, got[go127], harness.Refused(harness.LocalAlert(harness.ProtocolVersion)))
	require.Nil(t, got[go127].Hello.Extensions)
}

func TestAServerOfTLS13AsksForTheGroupThatItPrefers(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go122, go127)
	hello := &harness.RawClient{
		Version: tls.VersionTLS12, SessionID: make([]byte, 32), Suites: []uint16{tls.TLS_AES_128_GCM_SHA256},
		Extensions: []harness.Extension{
			wire.SupportedVersions(tls.VersionTLS13), wire.SupportedGroups(4588, 29), wire.SignatureAlgorithms(0x0804),
			wire.KeyShareOf(29, append([]byte{9}, make([]byte, 31)...)),
		},
	}
	got := outcomes(t, r, underTest("retry", harness.GoServer{}, hello), go122, go127)
	expect(t, got[go122], harness.Answers(harness.In(tls.VersionTLS13), harness.WithGroup(tls.X25519)))
	expect(t, got[go127], harness.Answers(harness.In(tls.VersionTLS13), harness.AskingFor(4588)))
	require.Error(t, harness.Answers(harness.WithGroup(4588)).Check(got[go127]), "nothing was agreed on yet")
}

func TestBytesThatAreNotTLSAreSentAsTheyAre(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	got := outcomes(t, r, underTest("plain", harness.GoServer{}, &harness.RawClient{Bytes: []byte("GET / HTTP/1.1\r\n\r\n")}), go112, go127)
	for _, o := range got {
		expect(t, o, harness.Refused(harness.ErrorText("tls: first record does not look like a TLS handshake")))
		require.Nil(t, o.Alert)
	}
}

func TestAServerUnderTestIsConfigured(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go112, go127)
	suites := []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}

	without := outcomes(t, r, underTest("no-certificate", harness.GoServer{NoCertificate: true}, hello12(suites)), go112, go127)
	expect(t, without[go112], harness.Refused(harness.LocalAlert(harness.InternalError), harness.ErrorText("no certificates configured")))
	expect(t, without[go127], harness.Refused(harness.LocalAlert(harness.UnrecognizedName), harness.ErrorText("no certificates configured")))

	alpn := outcomes(t, r, underTest("alpn", harness.GoServer{ALPN: []string{"bar"}}, hello12(suites, wire.ALPN("foo"))), go112, go127)
	expect(t, alpn[go112], harness.Answers())
	expect(t, alpn[go127], harness.Refused(harness.LocalAlert(harness.NoApplicationProtocol)))

	ecdsa := harness.GoServer{Certificates: []certs.Spec{{Key: certs.ECDSAP256}}}
	for _, o := range outcomes(t, r, underTest("ecdsa", ecdsa, hello12(suites)), go112, go127) {
		expect(t, o, harness.Refused(harness.LocalAlert(harness.HandshakeFailure)))
	}
}

// The alerts for client certificates changed with Go 1.21 and 1.25 (notes of
// both, crypto/tls).
func TestAClientThatIsThePeerShowsACertificate(t *testing.T) {
	t.Parallel()
	r := runnerWith(t, go120, go127)
	for certificate, want := range map[harness.ClientCertificate][2]harness.Expectation{
		"":                         {refusedWith(harness.BadCertificate), refusedWith(harness.HandshakeFailure)},
		harness.GoodCertificate:    {harness.Connects(), harness.Connects()},
		harness.ExpiredCertificate: {untrusted(harness.BadCertificate), untrusted(harness.CertificateExpired)},
		harness.ForeignCertificate: {untrusted(harness.BadCertificate), untrusted(harness.UnknownCA)},
		harness.ServerCertificate:  {untrusted(harness.BadCertificate), untrusted(harness.BadCertificate)},
		harness.StolenCertificate:  {refusedWith(harness.DecryptError), refusedWith(harness.DecryptError)},
	} {
		s := underTest("client-certificate", harness.GoServer{ClientAuth: tls.RequireAndVerifyClientCert, MaxVersion: tls.VersionTLS12}, nil)
		s.PeerGo, s.Client.Certificate = "1.20", certificate
		got := outcomes(t, r, s, go120, go127)
		expect(t, got[go120], want[0])
		expect(t, got[go127], want[1])
	}
}

func refusedWith(code harness.AlertCode) harness.Expectation {
	return harness.Refused(harness.LocalAlert(code))
}

func untrusted(code harness.AlertCode) harness.Expectation {
	return harness.FailsVerification(harness.LocalAlert(code))
}
