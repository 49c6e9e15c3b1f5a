package scenarios

import (
	"crypto/tls"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

const opensslFine = "ECDHE-RSA-AES128-GCM-SHA256"

// fine is a connection with the TLS 1.2 server that the profiles of one behaviour are.
func fine() harness.Expectation {
	return connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
}

// impatient is a client for servers that answer nobody.
func impatient() harness.Client { return harness.Client{Timeout: 200 * time.Millisecond} }

// patient is a client for servers that do not answer all: what is a time-out must cost
// little, and what is a connection must come about on a busy machine.
func patient() harness.Client { return harness.Client{Timeout: time.Second} }

func meetingsOfBehaviours() []Meeting {
	sha1 := connects12(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)
	notTLS := harness.Refused(harness.ErrorText("tls: first record does not look like a TLS handshake"))
	return []Meeting{
		{Server: fixtures.NoEMS(), Go: always(fine()), OpenSSL: opensslFine},
		{Server: fixtures.EMSInNameOnly(), Go: meets(fine(), since("1.21", harness.Refused(harness.RemoteAlert(harness.BadRecordMAC)))), OpenSSL: "alert bad record mac"},
		{Server: fixtures.SHA1Signer(), Go: meets(sha1, since("1.25", harness.Refused(harness.LocalAlert(harness.IllegalParameter), harness.ErrorText("tls: certificate used with invalid signature algorithm")))), OpenSSL: "wrong signature type"},
		{Server: fixtures.SHA1SignerHonest(), Go: meets(fine(), since("1.25", handshakeFailure())), OpenSSL: noSuite},
		{Server: fixtures.SessionIDEcho(), Go: meets(fine(), since("1.25", harness.Refused(harness.ErrorText("tls: server echoed TLS 1.3 compatibility session ID in TLS 1.2")))), OpenSSL: opensslFine},
		{Server: fixtures.CompressedPointsOnly(), Go: meets(fine(), since("1.25", harness.Refused(harness.ErrorText("tls: server offered only incompatible point formats")))), OpenSSL: opensslFine},
		{Server: fixtures.DowngradeSentinel(), Go: meets(fine(), since("1.15", harness.Refused(harness.LocalAlert(harness.IllegalParameter), harness.ErrorText("tls: downgrade attempt detected, possibly due to a MitM attack or a broken middlebox")))), OpenSSL: "inappropriate fallback"},
		{Server: fixtures.SecondByteSuites(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_128_CBC_SHA), since("1.22", harness.Refused(harness.LocalAlert(harness.HandshakeFailure), harness.ErrorText("tls: server chose an unconfigured cipher suite")))), OpenSSL: "AES128-SHA"},
		{Server: fixtures.RecordsKeepTLS10(), Go: always(harness.Refused(harness.ErrorText("tls: received record with version 301 when expecting version 303"))), OpenSSL: "wrong version number"},
		{Server: fixtures.OneByteRecords(), Go: always(fine()), OpenSSL: opensslFine},
		{Server: fixtures.SchannelReset(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_256_GCM_SHA384), since("1.22", reset())), OpenSSL: "AES256-GCM-SHA384"},
		{Server: fixtures.WarningThenClose(), Go: meets(connects12(tls.TLS_RSA_WITH_AES_128_GCM_SHA256), since("1.22", harness.Refused(errorIs("EOF")))), OpenSSL: "AES128-GCM-SHA256"},
		{Server: fixtures.UnknownServerNameFatal(), Client: harness.Client{ServerName: "other.example.test", InsecureSkipVerify: true},
			Go:      meets(harness.Refused(harness.RemoteAlert(harness.UnrecognizedName), harness.ErrorText("remote error: tls: alert(112)")), since("1.14", harness.Refused(harness.RemoteAlert(harness.UnrecognizedName), harness.ErrorText("remote error: tls: unrecognized name")))),
			OpenSSL: "alert number 112"},
		{Server: fixtures.PlainHTTPPort(), Go: always(notTLS), OpenSSL: "wrong version number"},
		{Server: fixtures.StartTLSPort(), Go: always(notTLS), OpenSSL: "wrong version number"},
		{Server: fixtures.SSL2Only(), Go: always(harness.Refused(harness.ErrorText("tls: unsupported SSLv2 handshake received"))), OpenSSL: opensslClosed},
		{Server: fixtures.SilentPort(), Client: impatient(), Go: always(unanswered()), OpenSSL: silence},
		{Server: fixtures.SlowProcessor(), Client: impatient(), Go: always(unanswered()), OpenSSL: opensslFine},
		{Server: fixtures.HeartbeatSender(), Go: always(harness.Refused(harness.LocalAlert(harness.UnexpectedMessage), harness.ErrorText("local error: tls: unexpected message"))), OpenSSL: "unexpected record"},
	}
}
