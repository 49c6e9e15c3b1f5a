package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfServerHello are those of what a ServerHello selects, beside those that the
// tables of Go 1.15, 1.16, 1.18, 1.22 and 1.25 have.
func quirksOfServerHello() []harness.Scenario {
	return append([]harness.Scenario{
		selectVersion(),
		selectVersionTLS11(),
		compareSecondBytes(),
		selectCompression(),
		selectALPNOfHTTP2(),
		downgradeSentinelTLS11(),
	}, quirksOfExtensions()...)
}

const processServerHello = "src/crypto/tls/handshake_client.go (processServerHello)"

func selectVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "select-version",
		Claim:  "A ServerHello that has TLS 1.3 in the field of the older versions is refused by every release; since Go 1.13, which knows TLS 1.3, the text says so.",
		Source: "RFC 8446, section 4.1.3; src/crypto/tls/handshake_client.go (clientHandshake)",
		Server: quirky("tls12-says-tls13", "TLS 1.2, has 0x0304 in its ServerHello", fixtures.Quirks{SelectVersion: tls.VersionTLS13}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: selectedUnsupported("304")},
			{Want: harness.Refused(
				harness.LocalAlert(harness.MissingExtension),
				harness.ErrorText("tls: server selected TLS 1.3 using the legacy version field"))},
		},
	}
}

func selectVersionTLS11() harness.Scenario {
	return harness.Scenario{
		Name:   "select-version-tls11",
		Claim:  "A server that says TLS 1.1 and goes on in TLS 1.2 is found out by its records, since Go 1.18 by the version itself.",
		Source: "RFC 5246, section 6.2.1; src/crypto/tls/conn.go (readRecordOrCCS)",
		Server: quirky("tls12-says-tls11", "TLS 1.2, has TLS 1.1 in its ServerHello", fixtures.Quirks{SelectVersion: tls.VersionTLS11}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.18"), Want: harness.Refused(
				harness.LocalAlert(harness.ProtocolVersion),
				harness.ErrorText("tls: received record with version 303 when expecting version 302"))},
			{Want: selectedUnsupported("302")},
		},
	}
}

func compareSecondBytes() harness.Scenario {
	return harness.Scenario{
		Name:   "compare-second-bytes",
		Claim:  "A server that looks at the second byte of suites alone selects AES128-SHA for ECDHE-RSA-AES128-GCM-SHA256: since Go 1.22 clients do not offer that, and refuse the server instead of being refused by it.",
		Source: "https://github.com/testssl/testssl.sh/issues/793; src/crypto/tls/handshake_client.go (pickCipherSuite)",
		Server: variation(fixtures.AES128SHAOnly(), "aes128-sha-by-second-byte", "AES128-SHA, for which it takes every suite that ends in 0x2F", func(p *fixtures.Profile) {
			p.Quirks.CompareSecondBytes = true
		}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.22"), Want: harness.Connects(tls.TLS_RSA_WITH_AES_128_CBC_SHA)},
			{Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: server chose an unconfigured cipher suite"))},
		},
	}
}

func selectCompression() harness.Scenario {
	refused := func(alert harness.AlertCode) harness.Expectation {
		return harness.Refused(harness.LocalAlert(alert), harness.ErrorText("tls: server selected unsupported compression format"))
	}
	return harness.Scenario{
		Name:   "select-compression",
		Claim:  "A server that selects DEFLATE is refused by every release, with another alert since Go 1.25.",
		Source: "RFC 5246, section 7.4.1.3; " + processServerHello,
		Server: quirky("tls12-deflate", "TLS 1.2, selects DEFLATE", fixtures.Quirks{SelectCompression: 1}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.25"), Want: refused(harness.UnexpectedMessage)},
			{Want: refused(harness.IllegalParameter)},
		},
	}
}

// selectALPNOfHTTP2: Go 1.12 has no ForceAttemptHTTP2, and offers no protocol.
func selectALPNOfHTTP2() harness.Scenario {
	return harness.Scenario{
		Name:   "select-alpn-http2",
		Claim:  "A server that selects HTTP/2 and speaks HTTP/1.1 is told from a broken one since Go 1.24, in plain words since 1.25.",
		Source: "RFC 9113, section 3.2; src/net/http/h2_bundle.go (http2ErrFrameTooLarge)",
		Server: quirky("tls12-selects-http2", "TLS 1.2, selects HTTP/2 and speaks HTTP/1.1", fixtures.Quirks{SelectALPN: "h2"}),
		Client: harness.Client{HTTP: &harness.HTTPClient{ForceAttemptHTTP2: true}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.Refused(harness.ErrorText("tls: server advertised unrequested ALPN extension"))},
			{When: harness.Go("<1.24"), Want: answeredInHTTP1("unexpected EOF")},
			{When: harness.Go("<1.25"), Want: answeredInHTTP1("http2: frame too large")},
			{Want: answeredInHTTP1("http2: failed reading the frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header")},
		},
	}
}

// answeredInHTTP1 is what a client of HTTP/2 says to an answer in HTTP/1.1. If that is
// there before its request is on the way, it may say that the connection is gone.
func answeredInHTTP1(text string) harness.Expectation {
	return harness.Refused(afterHandshake(), noAlert(), errorEndsInOneOf(text,
		"http2: client conn could not be established", "use of closed network connection",
		"broken pipe", "connection reset by peer"))
}

func downgradeSentinelTLS11() harness.Scenario {
	server := pinnedVersions("tls11-downgrade-sentinel", tls.VersionTLS11, tls.VersionTLS11)
	server.Title = "TLS 1.1, with the random of a server of TLS 1.3"
	server.Quirks.DowngradeSentinel = true
	return harness.Scenario{
		Name:   "downgrade-sentinel-tls11",
		Claim:  "Below TLS 1.2 the downgrade marker is another one, which clients of Go 1.15 to 1.17 refuse; since 1.18 they do not go so low.",
		Source: "RFC 8446, section 4.1.3; " + go115Notes,
		Server: server,
		Rules: []harness.Rule{
			{When: harness.Go("<1.15"), Want: harness.ConnectsWith(harness.In(tls.VersionTLS11), withMarker("DOWNGRD\x00"))},
			{When: harness.Go("<1.18"), Want: downgradeDetected()},
			{Want: unsupportedVersion()},
		},
	}
}
