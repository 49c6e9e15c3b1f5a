package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

func meetingsOfWindows() []Meeting {
	const (
		aes128    = tls.TLS_RSA_WITH_AES_128_CBC_SHA
		ecdhe256  = tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
		tripleDES = tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA
	)
	return []Meeting{
		{Server: fixtures.WindowsServer2003(), Go: breaksTwice(connects10(tripleDES), "301", closed()), OpenSSL: "unexpected eof while reading"},
		{Server: fixtures.WindowsServer2008(), Go: breaksByVersion(connects10(aes128), "301"), OpenSSL: "AES128-SHA"},
		{Server: fixtures.WindowsServer2008R2(), Go: breaksByVersion(connects10(ecdhe256), "301"), OpenSSL: "legacy sigalg disallowed or unsupported"},
		{Server: fixtures.WindowsServer2008R2TLS12(), Go: always(connects12(ecdhe256)), OpenSSL: "ECDHE-RSA-AES256-SHA384"},
		{Server: fixtures.WindowsServer2012(), Go: always(connects12(ecdhe256)), OpenSSL: "ECDHE-RSA-AES256-SHA384"},
		{Server: fixtures.WindowsServer2012R2(), Go: always(connects12(ecdhe256)), OpenSSL: "ECDHE-RSA-AES256-SHA384"},
		{Server: fixtures.WindowsServer2012R2SHA1(), Go: meets(connects12(ecdhe256), since("1.25", refusesSHA1Signature())), OpenSSL: "wrong signature type"},
		{Server: fixtures.WindowsServer2012R2RSA(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_GCM_SHA384), since("1.22", reset())), OpenSSL: "AES256-GCM-SHA384"},
		{Server: fixtures.WindowsServer2016(), Go: always(connects12(tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.IISClientCertificate(), Go: always(noRenegotiation()), OpenSSL: "ECDHE-RSA-AES256-GCM-SHA384"},
		{Server: fixtures.SchannelSHA512Strict(), Go: always(connects12(ecdhe256)), OpenSSL: "ECDHE-RSA-AES256-SHA384"},
		{Server: fixtures.SchannelSHA1Strict(), Go: meets(connects12(ecdhe256), since("1.25", closed())), OpenSSL: "unexpected eof while reading"},
		{Server: fixtures.ActiveDirectory2008R2(), Go: breaksByVersion(connects10(aes128), "301"), OpenSSL: "AES128-SHA"},
		{Server: fixtures.ActiveDirectory2012R2(), Go: always(connects12(ecdhe256)), OpenSSL: "ECDHE-RSA-AES256-SHA384"},
		{Server: fixtures.RDP2008R2(), Go: breaksByVersion(connects10(aes128), "301"), OpenSSL: "AES128-SHA"},
		{Server: fixtures.Exchange2010(), Go: breaksByVersion(connects10(aes128), "301"), OpenSSL: "AES128-SHA"},
	}
}

// breaksByVersion is what clients meet at a server whose version Go 1.18 left, and that
// has suites which Go still has.
func breaksByVersion(at117 harness.Expectation, version string) []harness.Rule {
	return meets(at117, since("1.18", selectedUnsupported(version)))
}

// refusesSHA1Signature is what a client says of a signature with a scheme that it did not
// offer.
func refusesSHA1Signature() harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.IllegalParameter),
		harness.ErrorText("tls: certificate used with invalid signature algorithm"))
}

// noRenegotiation is what a client says of a HelloRequest after its request.
func noRenegotiation() harness.Expectation {
	return harness.Refused(
		afterHandshake(), harness.LocalAlert(harness.NoRenegotiation),
		harness.ErrorText("local error: tls: no renegotiation"))
}
