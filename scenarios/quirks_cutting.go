package scenarios

import (
	"crypto/tls"
	"time"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfCutting are those of how a server cuts its flight into records, and of its
// records' headers. Of the packings that RFC 5246, section 6.2.1, permits no Go client
// minds any.
func quirksOfCutting() []harness.Scenario {
	return []harness.Scenario{
		oneRecordFlight(),
		oneRecordFlightInTLS13(),
		handshakeRecordSize(),
		handshakeRecordSizeInTLS13(),
		recordOverflow(),
		oversizedRecord(),
		writeSize(),
		writeDelay(),
		emptyHandshakeRecord(),
		recordVersion(),
		recordVersionInOneRecord(),
		alertRecordVersion(),
		alertRecordVersionSSL30(),
		resetAtEnd(),
	}
}

func oneRecordFlight() harness.Scenario {
	return harness.Scenario{
		Name:   "one-record-flight",
		Claim:  "No Go client minds a flight in one record, as Schannel, Java and NSS send it.",
		Source: "RFC 5246, section 6.2.1; tls_prober, fingerprints",
		Server: quirky("tls12-one-record-flight", "TLS 1.2, sends its flight in one record", fixtures.Quirks{OneRecordFlight: true}),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

// since13 connects from Go 1.13 on, which has TLS 1.3 without being asked.
func since13() []harness.Rule {
	return meets(unsupportedVersion(), since("1.13", connectsIn(tls.VersionTLS13)))
}

func oneRecordFlightInTLS13() harness.Scenario {
	s := oneRecordFlight()
	s.Name, s.Claim = "one-record-flight-tls13", "In TLS 1.3 there is one message in the clear, and nothing to join."
	s.Server = quirky13("tls13-one-record-flight", "TLS 1.3, sends what is in the clear in one record", fixtures.Quirks{OneRecordFlight: true})
	s.Rules = since13()
	return s
}

func handshakeRecordSize() harness.Scenario {
	return harness.Scenario{
		Name:   "handshake-record-size",
		Claim:  "No Go client minds a flight in records of a byte each.",
		Source: "RFC 5246, section 6.2.1",
		Server: quirky("tls12-records-of-a-byte", "TLS 1.2, sends its flight in records of one byte", fixtures.Quirks{HandshakeRecordSize: 1}),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

func handshakeRecordSizeInTLS13() harness.Scenario {
	s := handshakeRecordSize()
	s.Name, s.Claim = "handshake-record-size-tls13", "Nor a ServerHello of TLS 1.3 in such records."
	s.Server = quirky13("tls13-records-of-a-byte", "TLS 1.3, sends its ServerHello in records of one byte", fixtures.Quirks{HandshakeRecordSize: 1})
	s.Rules = since13()
	return s
}

// large is a server that sends a flight of more than 17 or 19 thousand bytes in one
// record.
func large(name, title string, size int) fixtures.Profile {
	return quirky(name, title, fixtures.Quirks{CertificateMessageSize: size, OneRecordFlight: true, HandshakeRecordSize: 1<<16 - 1})
}

func recordOverflow() harness.Scenario {
	return harness.Scenario{
		Name:   "handshake-record-size-over-16384",
		Claim:  "A record of more than 16384 bytes is refused.",
		Source: "RFC 5246, section 6.2.1; " + recordSource,
		Server: large("tls12-large-record", "TLS 1.2, sends over 16384 bytes in a record", 17000),
		Rules:  always(harness.Refused(harness.LocalAlert(harness.RecordOverflow), errorIs("local error: tls: record overflow"))),
	}
}

func oversizedRecord() harness.Scenario {
	return harness.Scenario{
		Name:   "handshake-record-size-over-18432",
		Claim:  "One of more than 18432 bytes, which not even an encrypted one may have, is refused in other words.",
		Source: "RFC 5246, section 6.2.3; " + recordSource,
		Server: large("tls12-oversized-record", "TLS 1.2, sends over 18432 bytes in a record", 19000),
		Rules:  always(harness.Refused(harness.LocalAlert(harness.RecordOverflow), harness.ErrorText("tls: oversized record received with length 19"))),
	}
}

func writeSize() harness.Scenario {
	return harness.Scenario{
		Name:   "write-size",
		Claim:  "No Go client minds a flight that dribbles in.",
		Source: recordSource,
		Server: quirky("tls12-dribbling", "TLS 1.2, writes 7 bytes of its flight at a time", fixtures.Quirks{WriteSize: 7}),
		Rules:  always(connectsIn(tls.VersionTLS12)),
	}
}

func writeDelay() harness.Scenario {
	return harness.Scenario{
		Name:   "write-delay",
		Claim:  "A client's deadline is one for the whole handshake, which a server that never stops sending may outlast.",
		Source: recordSource,
		Server: quirky("tls12-dribbling-slowly", "TLS 1.2, writes 100 bytes of its flight every 100 milliseconds", fixtures.Quirks{
			WriteSize: 100, WriteDelay: 100 * time.Millisecond,
		}),
		Client: impatient(),
		Rules:  always(unanswered()),
	}
}

func emptyHandshakeRecord() harness.Scenario {
	return harness.Scenario{
		Name:   "empty-handshake-record",
		Claim:  "A handshake record with nothing in it is refused.",
		Source: "RFC 5246, section 6.2.1; " + recordSource,
		Server: quirky("tls12-empty-handshake-record", "TLS 1.2, sends an empty handshake record first", fixtures.Quirks{EmptyHandshakeRecord: true}),
		Rules:  always(harness.Refused(harness.LocalAlert(harness.UnexpectedMessage), errorIs("local error: tls: unexpected message"))),
	}
}

func recordVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "record-version",
		Claim:  "Records that keep TLS 1.0 in their headers when the ServerHello in the first of them says TLS 1.2 are refused.",
		Source: "RFC 5246, appendix E.1; " + recordSource,
		Server: quirky("tls12-records-of-tls10", "TLS 1.2, keeps 0x0301 in the headers of records", fixtures.Quirks{RecordVersion: tls.VersionTLS10}),
		Rules: always(harness.Refused(
			harness.LocalAlert(harness.ProtocolVersion),
			errorIs("tls: received record with version 301 when expecting version 303"))),
	}
}

func recordVersionInOneRecord() harness.Scenario {
	s := recordVersion()
	s.Name, s.Claim = "record-version-one-record", "The first record alone may, even if the whole flight is in it."
	s.Server = quirky("tls12-one-record-of-tls10", "TLS 1.2, sends its flight in one record with 0x0301 in its header", fixtures.Quirks{
		RecordVersion: tls.VersionTLS10, OneRecordFlight: true,
	})
	s.Server.NoSessionTickets = true // which would be in another record of that version
	s.Rules = always(connectsIn(tls.VersionTLS12))
	return s
}

// refusingIn is a server that refuses every Go client by an alert with a version in its
// header.
func refusingIn(name, title string, version uint16) fixtures.Profile {
	return variation(fixtures.DHE1024Only(), name, title, func(p *fixtures.Profile) { p.Quirks.AlertRecordVersion = version })
}

func alertRecordVersion() harness.Scenario {
	return harness.Scenario{
		Name:   "alert-record-version",
		Claim:  "An alert in a record with version 0xffff, as GnuTLS 2.8 sent it, is not read: the client takes it for no TLS.",
		Source: "tls_prober, fingerprints (GnuTLS 2.8); " + recordSource,
		Server: refusingIn("dhe-1024-only-alert-ffff", "DHE alone, refuses by an alert of version 0xffff", 0xffff),
		Rules: always(harness.Refused(
			harness.RemoteAlert(harness.HandshakeFailure), // as the server sends it
			errorIs("tls: first record does not look like a TLS handshake"))),
	}
}

func alertRecordVersionSSL30() harness.Scenario {
	s := alertRecordVersion()
	s.Name, s.Claim = "alert-record-version-ssl30", "One with that of SSL 3.0, as Cisco ACE and Db2 send it, is."
	s.Source = "tls_prober, fingerprints (Cisco ACE, Db2)"
	s.Server = refusingIn("dhe-1024-only-alert-0300", "DHE alone, refuses by an alert of SSL 3.0", versionSSL30)
	s.Rules = always(handshakeFailure())
	return s
}

func resetAtEnd() harness.Scenario {
	return harness.Scenario{
		Name:   "reset-at-end",
		Claim:  "A connection that ends in a reset says so behind the data that has come before.",
		Source: recordSource,
		Server: quirky("tls12-reset-at-end", "TLS 1.2, resets the connection after 5 bytes of data", fixtures.Quirks{TruncateAfter: 5, ResetAtEnd: true}),
		Rules:  always(harness.Refused(afterHandshake(), noAlert(), errorEnds("connection reset by peer"))),
	}
}
