package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

const versionSSL30 = 0x0300 // crypto/tls has deprecated its constant; the peers of these tables still speak it

// ssl30Client is a client that knows nothing newer than SSL 3.0.
func ssl30Client() *harness.RawClient {
	return &harness.RawClient{
		Version: versionSSL30,
		Suites:  []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA},
	}
}

func serverSSL30Client() harness.Scenario {
	return harness.Scenario{
		Name:     "server-ssl30-client",
		Claim:    "Go 1.12 servers speak SSL 3.0 by default, by mistake; those of 1.13 and up refuse it, as 1.11 did.",
		Source:   "https://go.dev/doc/go1.13#cryptotlspkgcryptotls",
		GoServer: &harness.GoServer{},
		Raw:      ssl30Client(),
		Rules: []harness.Rule{
			{When: harness.Go("<1.13"), Want: harness.Answers(harness.In(versionSSL30))},
			{When: harness.Go("<1.14"), Want: unsupportedClientVersion("[300]")}, // still there if asked for
			{Want: unsupportedClientVersion("[]")},
		},
	}
}

func serverUnsupportedVersionText() harness.Scenario {
	return harness.Scenario{
		Name:     "server-unsupported-version-text",
		Claim:    "Since Go 1.12 a server that shares no version with its client lists what the client offered; before it named the highest alone.",
		Source:   "src/crypto/tls/handshake_server.go (readClientHello)",
		GoServer: &harness.GoServer{MinVersion: tls.VersionTLS10},
		Raw:      ssl30Client(),
		Rules:    []harness.Rule{{Want: unsupportedClientVersion("[")}},
	}
}

func serverPlainBytes() harness.Scenario {
	return harness.Scenario{
		Name:     "server-plain-bytes",
		Claim:    "A server that is sent something that is not TLS closes the connection without an alert.",
		Source:   "https://go.dev/doc/go1.12#cryptotlspkgcryptotls",
		GoServer: &harness.GoServer{},
		Raw:      plainRequest(),
		Rules: []harness.Rule{
			{Want: harness.Refused(noAlert(), harness.ErrorText("tls: first record does not look like a TLS handshake"))},
		},
	}
}

func httpServerPlainRequest() harness.Scenario {
	return harness.Scenario{
		Name:     "http-server-plain-request",
		Claim:    "An HTTPS server answers plain HTTP with 400 Bad Request in the clear, and says why.",
		Source:   "https://go.dev/doc/go1.12#nethttppkgnethttp",
		GoServer: &harness.GoServer{HTTP: true},
		Raw:      plainRequest(),
		Rules: []harness.Rule{
			{Want: harness.Refused(noAlert(),
				harness.ErrorText("HTTP/1.0 400 Bad Request"),
				harness.ErrorText("Client sent an HTTP request to an HTTPS server."))},
		},
	}
}

// serverEarlyData: a server that does not support early data may skip it (RFC
// 8446, section 4.2.10), which those of Go do not.
func serverEarlyData() harness.Scenario {
	const earlyData = 42 // early_data, without contents in a ClientHello
	client := hello13(tls.TLS_AES_128_GCM_SHA256)
	client.Extensions = append(client.Extensions, harness.Extension{ID: earlyData})
	refused := harness.Refused(
		harness.LocalAlert(harness.UnsupportedExtension),
		harness.ErrorText("tls: client sent unexpected early data"))
	return harness.Scenario{
		Name:     "server-early-data",
		Claim:    "A TLS 1.3 server refuses a client that announces early data, in every release, instead of skipping it.",
		Source:   go112Notes,
		GoServer: &harness.GoServer{},
		Raw:      client,
		Settings: []harness.Settings{{}, {GODEBUG: "tls13=1"}},
		Rules: []harness.Rule{
			{When: harness.Go("<1.13").GODEBUG("tls13=1"), Want: refused},
			{When: harness.Go("<1.13"), Want: unsupportedClientVersion("[304]")},
			{Want: refused},
		},
	}
}

// plainRequest is a browser that was told http:// and the port of https.
func plainRequest() *harness.RawClient {
	return &harness.RawClient{Bytes: []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")}
}

// warningAlertsFlood: a server may warn before it answers (unrecognized_name,
// RFC 6066, section 3), but not without end.
func warningAlertsFlood() harness.Scenario {
	return harness.Scenario{
		Name:   "warning-alerts-flood",
		Claim:  "A client gives up at the seventeenth record in a row that does not advance the connection, warning alerts among them.",
		Source: "src/crypto/tls/conn.go (maxUselessRecords)",
		Server: warning("tls12-seventeen-warnings", "TLS 1.2, warns seventeen times of a name that it does not know", 17),
		Client: stranger(),
		Rules: []harness.Rule{
			{Want: harness.Refused(harness.ErrorText("tls: too many ignored records"))},
		},
	}
}
