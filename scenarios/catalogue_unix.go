package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// What OpenSSL 3.0 says, at its security level 2, of a server's key of less than 2048 bits,
// of a DHE group of less, and of a server without renegotiation_info.
const (
	opensslWeakKey             = "EE certificate key too weak"
	opensslSmallGroup          = "dh key too small"
	opensslNoRenegotiationInfo = "unsafe legacy renegotiation disabled"
)

func meetingsOfUnix() []Meeting {
	return []Meeting{
		{Server: fixtures.RHEL5HTTPD22(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "301", handshakeFailure()), OpenSSL: opensslWeakKey},
		{Server: fixtures.RHEL6OpenSSL101(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.ModNSS(), Go: breaksTwice(connects10(tls.TLS_RSA_WITH_AES_256_CBC_SHA), "301", handshakeFailure()), OpenSSL: "AES256-SHA"},
		{Server: fixtures.GnuTLS28(), Go: breaksTwice(connects11(tls.TLS_RSA_WITH_AES_128_CBC_SHA), "302", handshakeFailure()), OpenSSL: opensslSmallGroup},
		{Server: fixtures.ErlangOTP17(), Go: meets(connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA), since("1.13", reset())), OpenSSL: opensslReset},
		{Server: fixtures.SendmailLargeHelloHang(), Client: patient(), Go: meets(connects12(tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384), since("1.23", unanswered())), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
	}
}

// breaksTwice is what clients meet at a server whose version Go 1.18 left and whose
// suites Go 1.22 left: last is how it turns away a client without a common suite.
func breaksTwice(at117 harness.Expectation, version string, last harness.Expectation) []harness.Rule {
	return meets(at117, since("1.18", selectedUnsupported(version)), since("1.22", last))
}
