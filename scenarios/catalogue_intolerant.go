package scenarios

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// silence is what a client meets that is not answered.
const silence = "no answer"

// opensslReset is what OpenSSL says of a TCP reset: errno 104, ECONNRESET.
const (
	opensslReset  = "errno=104"
	opensslClosed = "unexpected eof while reading"
)

func illegalParameter() harness.Expectation {
	return harness.Refused(harness.RemoteAlert(harness.IllegalParameter), harness.ErrorText("remote error: tls: illegal parameter"))
}

func meetingsOfIntolerant() []Meeting {
	named := func(text string) harness.Expectation {
		return harness.Refused(harness.RemoteAlert(harness.UnrecognizedName), harness.ErrorText("remote error: tls: "+text))
	}
	unsupportedExtension := harness.Refused(harness.RemoteAlert(harness.UnsupportedExtension), harness.ErrorText("remote error: tls: unsupported extension"))
	longName := patient() // with a name of 18 bytes, as the sizes of ClientHellos were reported
	longName.ServerName, longName.InsecureSkipVerify = "legacy.example.com", true
	unluckyName := harness.Client{ServerName: "archive.example.com", InsecureSkipVerify: true} // 19 bytes: some releases send 266
	return []Meeting{
		{Server: fixtures.HelloOver1SegmentIntolerant(), Go: meets(fine(), since("1.23", reset())), OpenSSL: opensslFine},
		{Server: fixtures.HelloOver1SegmentHang(), Client: patient(), Go: meets(fine(), since("1.23", unanswered())), OpenSSL: opensslFine},
		{Server: fixtures.HelloOver512Intolerant(), Go: meets(fine(), since("1.23", reset())), OpenSSL: opensslFine},
		{Server: fixtures.HelloOver1500Hang(), Client: longName, Go: meets(fine(), since("1.25", unanswered())), OpenSSL: opensslFine},
		{Server: fixtures.Hello10Mod256Intolerant(), Client: unluckyName,
			Go:      meets(fine(), since("1.13", handshakeFailure()), since("1.18", fine()), since("1.21", handshakeFailure()), since("1.22", fine())),
			OpenSSL: opensslFine},
		{Server: fixtures.ExtensionOrderSensitive(), Client: harness.Client{ServerName: "localhost"}, Go: meets(fine(), since("1.23", reset())), OpenSSL: opensslReset},
		{Server: fixtures.TLS13IntolerantReset(), Go: meets(fine(), since("1.13", reset())), OpenSSL: opensslReset},
		{Server: fixtures.TLS13IntolerantHang(), Client: patient(), Go: meets(fine(), since("1.13", unanswered())), OpenSSL: silence},
		{Server: fixtures.TLS12VersionIntolerant(), Go: always(closed()), OpenSSL: opensslClosed},
		{Server: fixtures.SupportedVersionsIntolerant(), Go: always(handshakeFailure()), OpenSSL: noSuite},
		{Server: fixtures.KeyShareIntolerant(), Go: meets(fine(), since("1.13", closed())), OpenSSL: opensslClosed},
		{Server: fixtures.SessionIDIntolerant(), Go: always(closed()), OpenSSL: opensslClosed},
		{Server: fixtures.EMSIntolerant(), Go: meets(fine(), since("1.21", illegalParameter())), OpenSSL: "alert illegal parameter"},
		{Server: fixtures.MLKEMIntolerant(), Go: meets(fine(), since("1.23", illegalParameter())), OpenSSL: opensslFine},
		{Server: fixtures.SecpMLKEMIntolerant(), Go: meets(fine(), since("1.26", illegalParameter())), OpenSSL: opensslFine},
		{Server: fixtures.UnknownFirstGroupIntolerant(), Go: always(handshakeFailure()), OpenSSL: noSuite},
		{Server: fixtures.MLDSAIntolerant(), Go: meets(fine(), since("1.27", reset())), OpenSSL: opensslFine},
		{Server: fixtures.MLDSACertificateIntolerant(), Go: meets(fine(), since("1.27", reset()), since("1.27.4", fine())), Boundaries: []string{"1.27.3"}, OpenSSL: opensslFine},
		{Server: fixtures.SignatureAlgorithmsCertIntolerant(), Go: meets(fine(), since("1.25", reset())), OpenSSL: opensslFine},
		{Server: fixtures.StatusRequestIntolerant(), Go: always(unsupportedExtension), OpenSSL: opensslFine},
		{Server: fixtures.ALPNIntolerant(), Client: harness.Client{ALPN: []string{"h2", "http/1.1"}}, Go: always(handshakeFailure()), OpenSSL: noSuite},
		{Server: fixtures.ServerNameRequired(), Client: harness.Client{ServerName: "127.0.0.1"}, Go: meets(named("alert(112)"), since("1.14", named("unrecognized name"))), OpenSSL: "alert number 112"},
	}
}
