package harness

import (
	"crypto/tls"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// isAboutClientCertificate says whether a server ends a handshake so for want of a
// client certificate that it likes. Without an alert it may be.
func isAboutClientCertificate(a *Alert) bool {
	if a == nil {
		return true
	}
	switch a.Code {
	case HandshakeFailure, BadCertificate, CertificateExpired, UnknownCA, DecryptError, CertificateRequired:
		return a.From == ServerSide
	}
	return false
}

// certificateDiagnosis is for a server that asks for a client certificate.
func certificateDiagnosis(p fixtures.Profile) diagnosis {
	d := diagnosis{
		kind:       CauseClientCertificate,
		cause:      "the server requires a client certificate, and the client sent none that it accepts",
		candidates: []change{{certificate: true}},
		better:     "set tls.Config.Certificates to a certificate that the server's authority issued",
	}
	if p.ClientAuth < tls.RequireAnyClientCert || p.ClientAuth == tls.VerifyClientCertIfGiven {
		d.cause = "the server does not accept the client's certificate, and would do without one"
	}
	return d
}

// lateDiagnosis is for a server that asks for a client certificate after the
// request, in a second handshake.
func lateDiagnosis(p fixtures.Profile, o Outcome) diagnosis {
	d := certificateDiagnosis(p)
	d.candidates = []change{{renegotiate: tls.RenegotiateOnceAsClient}, {certificate: true, renegotiate: tls.RenegotiateOnceAsClient}}
	if strings.Contains(o.Error, "no renegotiation") {
		d.kind = CauseRenegotiation
		d.cause = "the server asks for a client certificate in a second handshake, after the request, and the client declines that one: " +
			"tls.Config.Renegotiation is RenegotiateNever by default"
		d.better = "let the server ask for the certificate in the first handshake"
	}
	return d
}
