package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// clientCertificateAlerts are the alerts of a server for each way in which a
// client certificate can be wrong. Go 1.25 changed one once more.
func clientCertificateAlerts() []harness.Scenario {
	return []harness.Scenario{
		serverWithoutClientCertificateTLS13(),
		serverWithoutClientCertificateTLS12(),
		serverWithClientCertificate("server-client-certificate-untrusted", harness.ForeignCertificate,
			"The alert for a client certificate of an authority that the server does not trust is unknown_ca, before bad_certificate.",
			harness.UnknownCA, unknownAuthority),
		serverWithClientCertificate("server-client-certificate-expired", harness.ExpiredCertificate,
			"The alert for an expired client certificate is certificate_expired, before bad_certificate.",
			harness.CertificateExpired, "x509: certificate has expired or is not yet valid"),
		serverWithClientCertificate("server-client-certificate-server-usage", harness.ServerCertificate,
			"The alert for a client certificate that is for servers is bad_certificate as ever.",
			harness.BadCertificate, "x509: certificate specifies an incompatible key usage"),
	}
}

// clientPeer is the release that plays the client. Its own TLS 1.3 is on, and
// neither it nor what it offers changes with what is under test.
const clientPeer = "1.20"

const noClientCertificate = "tls: client didn't provide a certificate"

func serverWithoutClientCertificateTLS13() harness.Scenario {
	return harness.Scenario{
		Name:     "server-client-certificate-missing-tls13",
		Claim:    "In TLS 1.3 the alert for a client without a certificate is certificate_required, before bad_certificate.",
		Source:   go121Notes + "; RFC 8446, section 6.2",
		GoServer: &harness.GoServer{ClientAuth: tls.RequireAndVerifyClientCert},
		PeerGo:   clientPeer,
		Client:   harness.Client{MinVersion: tls.VersionTLS13},
		Settings: []harness.Settings{{}, {GODEBUG: "tls13=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13").GODEBUG("tls13=1"), Want: refusedBecause(harness.BadCertificate, noClientCertificate)},
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{When: harness.Go("<1.21"), Want: refusedBecause(harness.BadCertificate, noClientCertificate)},
			{Want: refusedBecause(harness.CertificateRequired, noClientCertificate)},
		},
	}
}

func serverWithoutClientCertificateTLS12() harness.Scenario {
	return harness.Scenario{
		Name:     "server-client-certificate-missing-tls12",
		Claim:    "In TLS 1.2, which has no such alert, it is bad_certificate until Go 1.24 and handshake_failure since.",
		Source:   go121Notes + "; https://go.dev/doc/go1.25#cryptotlspkgcryptotls; RFC 5246, section 7.4.6",
		GoServer: &harness.GoServer{ClientAuth: tls.RequireAndVerifyClientCert, MaxVersion: tls.VersionTLS12},
		PeerGo:   clientPeer,
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: refusedBecause(harness.BadCertificate, noClientCertificate)},
			{Want: refusedBecause(harness.HandshakeFailure, noClientCertificate)},
		},
	}
}

// refusedBecause is how a server turns a client away, with this alert and text.
func refusedBecause(alert harness.AlertCode, text string) harness.Expectation {
	return harness.Refused(harness.LocalAlert(alert), harness.ErrorText(text))
}

// serverWithClientCertificate is a server of TLS 1.2, whose alerts are in the
// clear, and the alert that it sends for that certificate since Go 1.21.
func serverWithClientCertificate(name string, certificate harness.ClientCertificate, claim string, alert harness.AlertCode, text string) harness.Scenario {
	return harness.Scenario{
		Name:     name,
		Claim:    claim,
		Source:   go121Notes + "; RFC 5246, section 7.2.2",
		GoServer: &harness.GoServer{ClientAuth: tls.RequireAndVerifyClientCert, MaxVersion: tls.VersionTLS12},
		PeerGo:   clientPeer,
		Client:   harness.Client{Certificate: certificate},
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.FailsVerification(harness.LocalAlert(harness.BadCertificate), harness.ErrorText(text))},
			{Want: harness.FailsVerification(harness.LocalAlert(alert), harness.ErrorText(text))},
		},
	}
}
