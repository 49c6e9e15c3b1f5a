package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfEndings are those of how a connection goes on, and ends.
func quirksOfEndings() []harness.Scenario {
	return []harness.Scenario{
		resetAfterFlight(),
		closeAfterKeyExchange(),
		alertAfterHandshake(),
		plainAlertAfterHandshake(),
		renegotiateAfter(),
		renegotiateAfterAllowed(),
		splitFirstByte(),
		emptyRecords(),
		fewEmptyRecords(),
		heartbeatRecord(),
		noCloseNotify(),
		httpNoCloseNotify(),
		truncateAfter(),
		httpTruncateAfter(),
	}
}

const recordSource = "src/crypto/tls/conn.go (readRecordOrCCS)"

func resetAfterFlight() harness.Scenario {
	return harness.Scenario{
		Name:   "reset-after-flight",
		Claim:  "A server that resets the connection when it has sent its certificate looks like a broken network.",
		Source: recordSource,
		Server: quirky("tls12-reset-after-flight", "TLS 1.2, resets after its first flight", fixtures.Quirks{ResetAfterFlight: true}),
		Rules:  always(reset()),
	}
}

func closeAfterKeyExchange() harness.Scenario {
	return harness.Scenario{
		Name:   "close-after-key-exchange",
		Claim:  "One that closes it when it has the client's key exchange leaves the client with EOF.",
		Source: recordSource,
		Server: quirky("tls12-close-after-key-exchange", "TLS 1.2, closes after the client's key exchange", fixtures.Quirks{CloseAfterKeyExchange: true}),
		Rules:  always(closed()),
	}
}

func alertAfterHandshake() harness.Scenario {
	return harness.Scenario{
		Name:   "alert-after-handshake",
		Claim:  "A server that turns the client away after the handshake is noticed by the first Read: Dial and Handshake succeed.",
		Source: recordSource,
		Server: quirky("tls12-alert-after-handshake", "TLS 1.2, sends access_denied after the handshake", fixtures.Quirks{AlertAfterHandshake: uint8(harness.AccessDenied)}),
		Rules: always(harness.Refused(afterHandshake(),
			harness.RemoteAlert(harness.AccessDenied), errorIs("remote error: tls: access denied"))),
	}
}

func plainAlertAfterHandshake() harness.Scenario {
	return harness.Scenario{
		Name:   "plain-alert-after-handshake",
		Claim:  "If it has no keys to encrypt the alert with, the client sees a record that is wrong, and not what is in it.",
		Source: "src/crypto/tls/conn.go (decrypt)",
		Server: quirky("tls12-plain-alert-after-handshake", "TLS 1.2, sends access_denied after the handshake, not encrypted", fixtures.Quirks{PlainAlertAfterHandshake: uint8(harness.AccessDenied)}),
		Rules: always(harness.Refused(afterHandshake(),
			harness.LocalAlert(harness.BadRecordMAC), errorIs("local error: tls: bad record MAC"))),
	}
}

// renegotiating asks for a second handshake after five bytes.
func renegotiating() fixtures.Profile {
	return quirky("tls12-renegotiate-after", "TLS 1.2, asks for another handshake after 5 bytes", fixtures.Quirks{RenegotiateAfter: 5})
}

func renegotiateAfter() harness.Scenario {
	return harness.Scenario{
		Name:   "renegotiate-after",
		Claim:  "A server that renegotiates after so much data loses a client with the defaults in the middle of the conversation.",
		Source: renegotiationSource,
		Server: renegotiating(),
		Rules: always(harness.Refused(afterHandshake(),
			harness.LocalAlert(harness.NoRenegotiation), errorIs("local error: tls: no renegotiation"))),
	}
}

func renegotiateAfterAllowed() harness.Scenario {
	return harness.Scenario{
		Name:   "renegotiate-after-allowed",
		Claim:  "With tls.Config.Renegotiation the client goes through the second handshake, and on.",
		Source: renegotiationSource,
		Server: renegotiating(),
		Client: harness.Client{Renegotiation: tls.RenegotiateFreelyAsClient},
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

func splitFirstByte() harness.Scenario {
	return harness.Scenario{
		Name:   "split-first-byte",
		Claim:  "No Go client minds data of which the first byte is in a record of its own, if it does not take one Read for one message.",
		Source: recordSource,
		Server: quirky("tls12-split-first-byte", "TLS 1.2, splits off the first byte of data", fixtures.Quirks{SplitFirstByte: true}),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

func emptyRecords() harness.Scenario {
	return harness.Scenario{
		Name:   "empty-records",
		Claim:  "A client takes 16 empty records in a row, and not 17.",
		Source: recordSource,
		Server: quirky("tls12-empty-records", "TLS 1.2, sends 17 empty records before each with data", fixtures.Quirks{EmptyRecords: 17}),
		Rules: always(harness.Refused(afterHandshake(),
			harness.LocalAlert(harness.UnexpectedMessage), errorIs("tls: too many ignored records"))),
	}
}

func fewEmptyRecords() harness.Scenario {
	s := emptyRecords()
	s.Name, s.Claim = "empty-records-16", "It does not mind those that OpenSSL put before data in TLS 1.0, of which there is one."
	s.Server = quirky("tls12-16-empty-records", "TLS 1.2, sends 16 empty records before each with data", fixtures.Quirks{EmptyRecords: 16})
	s.Rules = always(connectsIn(tls.VersionTLS12))
	return s
}

func heartbeatRecord() harness.Scenario {
	return harness.Scenario{
		Name:   "heartbeat-record",
		Claim:  "A client knows nothing of heartbeats, which it did not ask for.",
		Source: "RFC 6520, section 2; " + recordSource,
		Server: quirky("tls12-heartbeat-record", "TLS 1.2, sends a heartbeat request after the handshake", fixtures.Quirks{HeartbeatRecord: true}),
		Rules: always(harness.Refused(afterHandshake(),
			harness.LocalAlert(harness.UnexpectedMessage), errorIs("local error: tls: unexpected message"))),
	}
}

func noCloseNotify() harness.Scenario {
	return harness.Scenario{
		Name:   "no-close-notify",
		Claim:  "No Go client minds that close_notify is missing at the end: a connection that was cut off between two records ends in io.EOF as well.",
		Source: recordSource,
		Server: quirky("tls12-no-close-notify", "TLS 1.2, ends connections without close_notify", fixtures.Quirks{NoCloseNotify: true}),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

func httpNoCloseNotify() harness.Scenario {
	s := noCloseNotify()
	s.Name, s.Claim = "http-no-close-notify", "Nor does an HTTP client."
	s.Client.HTTP = &harness.HTTPClient{}
	return s
}

func truncateAfter() harness.Scenario {
	return harness.Scenario{
		Name:   "truncate-after",
		Claim:  "A connection that is cut off in the middle of a line ends in an unexpected EOF only because the client knows how long the line is.",
		Source: recordSource,
		Server: quirky("tls12-truncate-after", "TLS 1.2, closes after 5 bytes of data", fixtures.Quirks{TruncateAfter: 5}),
		Rules:  always(harness.Refused(afterHandshake(), noAlert(), errorIs("unexpected EOF"))),
	}
}

func httpTruncateAfter() harness.Scenario {
	s := truncateAfter()
	s.Name, s.Claim = "http-truncate-after", "So does an HTTP response with a Content-Length."
	s.Client.HTTP = &harness.HTTPClient{}
	s.Server = quirky("tls12-truncate-after-125", "TLS 1.2, closes after 125 bytes of data", fixtures.Quirks{TruncateAfter: 125})
	return s
}
