package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// Renegotiation is the second handshake on a connection, which Go clients decline
// unless they are told otherwise, in all releases alike.
func Renegotiation() Table {
	return Table{
		Name:  "renegotiation",
		Title: "A second handshake on the connection: IIS asks for the client's certificate late",
		Scenarios: []harness.Scenario{
			lateClientCertificate(),
			lateClientCertificateAllowed("late-client-certificate-renegotiate-once", tls.RenegotiateOnceAsClient),
			lateClientCertificateAllowed("late-client-certificate-renegotiate-freely", tls.RenegotiateFreelyAsClient),
			lateClientCertificateMissing(),
			httpLateClientCertificate(),
			httpLateClientCertificateAllowed(),
			withoutRenegotiationInfo(),
			lateWithoutRenegotiationInfo(),
			clientRenegotiation(),
		},
	}
}

const renegotiationSource = "src/crypto/tls/conn.go (handleRenegotiation); RFC 5246, section 7.4.1.1"

func lateClientCertificate() harness.Scenario {
	return harness.Scenario{
		Name:   "late-client-certificate",
		Claim:  "A server that wants the client's certificate only after the request, as IIS does, loses a client with the defaults, which has the certificate at hand.",
		Source: renegotiationSource,
		Server: fixtures.ClientCertificateAfterRequest(),
		Client: harness.Client{Certificate: harness.GoodCertificate},
		Rules: []harness.Rule{{Want: harness.Refused(
			afterHandshake(), harness.LocalAlert(harness.NoRenegotiation),
			harness.ErrorText("local error: tls: no renegotiation"))}},
	}
}

func lateClientCertificateAllowed(name string, support tls.RenegotiationSupport) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "With tls.Config.Renegotiation the client shows its certificate in the second handshake, and all is well.",
		Source: renegotiationSource,
		Server: fixtures.ClientCertificateAfterRequest(),
		Client: harness.Client{Certificate: harness.GoodCertificate, Renegotiation: support},
		Rules:  []harness.Rule{{Want: harness.ConnectsWith(clientCertificates(1))}},
	}
}

func lateClientCertificateMissing() harness.Scenario {
	return harness.Scenario{
		Name:   "late-client-certificate-missing",
		Claim:  "A client that renegotiates and has no certificate is told so after its request.",
		Source: renegotiationSource,
		Server: fixtures.ClientCertificateAfterRequest(),
		Client: harness.Client{Renegotiation: tls.RenegotiateOnceAsClient},
		Rules: []harness.Rule{{Want: harness.Refused(
			afterHandshake(), harness.RemoteAlert(harness.HandshakeFailure),
			harness.ErrorText("remote error: tls: handshake failure"))}},
	}
}

func httpLateClientCertificate() harness.Scenario {
	s := lateClientCertificate()
	s.Name, s.Client.HTTP = "http-late-client-certificate", &harness.HTTPClient{}
	s.Claim = "An HTTP client shows the same when it reads the response."
	return s
}

func httpLateClientCertificateAllowed() harness.Scenario {
	s := lateClientCertificateAllowed("http-late-client-certificate-renegotiate-once", tls.RenegotiateOnceAsClient)
	s.Client.HTTP = &harness.HTTPClient{}
	s.Claim = "With tls.Config.Renegotiation in its transport it gets the page."
	return s
}

func withoutRenegotiationInfo() harness.Scenario {
	return harness.Scenario{
		Name:   "no-renegotiation-info",
		Claim:  "Go clients do not insist on renegotiation_info, as those of OpenSSL 3 do: a server of before 2010 is reached.",
		Source: "RFC 5746, section 4.1; src/crypto/tls/handshake_client.go (processServerHello)",
		Server: quirky("tls12-no-renegotiation-info", "TLS 1.2 without renegotiation_info", fixtures.Quirks{NoRenegotiationInfo: true}),
		Rules:  []harness.Rule{{Want: harness.ConnectsWith(harness.WithoutExtension(wire.ExtRenegotiationInfo))}},
	}
}

func lateWithoutRenegotiationInfo() harness.Scenario {
	server := variation(fixtures.ClientCertificateAfterRequest(), "client-certificate-after-request-2009",
		"asks for a client certificate after the request, without renegotiation_info", func(p *fixtures.Profile) {
			p.Quirks.NoRenegotiationInfo = true
		})
	return harness.Scenario{
		Name:   "late-client-certificate-no-renegotiation-info",
		Claim:  "Nor do they when they renegotiate: with tls.Config.Renegotiation they follow a server that nothing protects from CVE-2009-3555.",
		Source: "RFC 5746, section 4.2; src/crypto/tls/handshake_client.go (processServerHello)",
		Server: server,
		Client: harness.Client{Certificate: harness.GoodCertificate, Renegotiation: tls.RenegotiateOnceAsClient},
		Rules: []harness.Rule{{
			Want: harness.ConnectsWith(harness.WithoutExtension(wire.ExtRenegotiationInfo), clientCertificates(1)),
		}},
	}
}

func clientRenegotiation() harness.Scenario {
	return harness.Scenario{
		Name:   "client-may-renegotiate",
		Claim:  "A server that lets its clients renegotiate is reached; Go clients never begin to.",
		Source: renegotiationSource,
		Server: fixtures.ClientRenegotiation(),
		Client: harness.Client{Renegotiation: tls.RenegotiateFreelyAsClient},
		Rules:  []harness.Rule{{Want: harness.Connects(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)}},
	}
}
