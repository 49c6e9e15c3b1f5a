package scenarios

import (
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
	"github.com/legacytls/legacytls/internal/wire"
)

// quirksOfExtensions are those of extensions in the ServerHello, beside those that the
// tables of Go 1.16, 1.19, 1.21, 1.22 and 1.25 have.
func quirksOfExtensions() []harness.Scenario {
	return []harness.Scenario{
		extendedMasterSecretInNameOnly(),
		omitExtensionsExtendedMasterSecret(),
		omitExtensionsSessionTicket(),
		omitExtensionsStatusRequest(),
		unsolicitedExtensions(),
		unsolicitedSessionTicket(),
		nonEmptyRenegotiationInfo(),
		nonEmptyServerName(),
	}
}

// disagreesOnMasterSecret is a client whose first encrypted record the server cannot
// read.
func disagreesOnMasterSecret() harness.Expectation {
	return harness.Refused(
		harness.RemoteAlert(harness.BadRecordMAC),
		harness.ErrorText("remote error: tls: bad record MAC"))
}

func extendedMasterSecretInNameOnly() harness.Scenario {
	return harness.Scenario{
		Name:   "extended-master-secret-in-name-only",
		Claim:  "A server that acknowledges extended master secret and does without is lost since Go 1.21, which offers it.",
		Source: "RFC 7627, section 4; " + go121Notes,
		Server: quirky("tls12-ems-in-name-only", "TLS 1.2, acknowledges extended master secret and does without", fixtures.Quirks{ExtendedMasterSecretInNameOnly: true}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.Connects()},
			{Want: disagreesOnMasterSecret()},
		},
	}
}

func omitExtensionsExtendedMasterSecret() harness.Scenario {
	return harness.Scenario{
		Name:   "omit-extensions-extended-master-secret",
		Claim:  "So is one that uses extended master secret and does not say so.",
		Source: "RFC 7627, section 5.2; " + go121Notes,
		Server: omitting("tls12-unannounced-ems", "TLS 1.2, uses extended master secret and does not say so", wire.ExtExtendedMasterSecret),
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: harness.Connects()},
			{Want: disagreesOnMasterSecret()},
		},
	}
}

func omitting(name, title string, id uint16) fixtures.Profile {
	return quirky(name, title, fixtures.Quirks{OmitExtensions: []uint16{id}})
}

func omitExtensionsSessionTicket() harness.Scenario {
	return harness.Scenario{
		Name:   "omit-extensions-session-ticket",
		Claim:  "A session ticket that was not announced is refused by every release.",
		Source: "RFC 5077, section 3.2; src/crypto/tls/handshake_client.go (readSessionTicket)",
		Server: omitting("tls12-unannounced-ticket", "TLS 1.2, issues session tickets that it does not announce", wire.ExtSessionTicket),
		Client: harness.Client{Resume: true},
		Rules:  []harness.Rule{{Want: saysUnexpectedMessage()}},
	}
}

func saysUnexpectedMessage() harness.Expectation {
	return harness.Refused(
		harness.LocalAlert(harness.UnexpectedMessage),
		harness.ErrorText("local error: tls: unexpected message"))
}

func omitExtensionsStatusRequest() harness.Scenario {
	server := omitting("tls12-unannounced-status", "TLS 1.2, staples an OCSP response that it does not announce", wire.ExtStatusRequest)
	server.StapleOCSP = true
	return harness.Scenario{
		Name:   "omit-extensions-status-request",
		Claim:  "An OCSP response that was not announced is refused by every release.",
		Source: "RFC 6066, section 8; src/crypto/tls/handshake_client.go (doFullHandshake)",
		Server: server,
		Rules: []harness.Rule{{Want: harness.Refused(
			harness.LocalAlert(harness.UnexpectedMessage),
			harness.ErrorText("tls: received unexpected CertificateStatus message"))}},
	}
}

// Extensions that no Go client offers, the second until Go 1.13 when it was told to.
const (
	extHeartbeat    = 15     // RFC 6520
	extNextProtocol = 0x3374 // next_protocol_negotiation, the draft before ALPN
	extUnassigned   = 0xfade
)

func unsolicitedExtensions() harness.Scenario {
	return harness.Scenario{
		Name:   "unsolicited-extensions",
		Claim:  "Clients ignore extensions that they did not ask for, next_protocol_negotiation since Go 1.14 among them, which no longer knows it.",
		Source: "RFC 5246, section 7.4.1.4; " + go114Notes,
		Server: quirky("tls12-unsolicited-extensions", "TLS 1.2, answers extensions that nobody sent", fixtures.Quirks{
			UnsolicitedExtensions: []uint16{extHeartbeat, extNextProtocol, extUnassigned},
		}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.14"), Want: harness.Refused(
				harness.LocalAlert(harness.HandshakeFailure),
				harness.ErrorText("tls: server advertised unrequested NPN extension"))},
			{Want: harness.ConnectsWith(harness.WithExtension(extHeartbeat), harness.WithExtension(extUnassigned))},
		},
	}
}

func unsolicitedSessionTicket() harness.Scenario {
	return harness.Scenario{
		Name:   "unsolicited-extensions-session-ticket",
		Claim:  "Clients wait for a session ticket that they did not ask for, in vain; since Go 1.21 they refuse at once.",
		Source: "RFC 5077, section 3.2; " + processServerHello,
		Server: quirky("tls12-unsolicited-ticket", "TLS 1.2, announces a session ticket that nobody asked for", fixtures.Quirks{
			UnsolicitedExtensions: []uint16{wire.ExtSessionTicket},
		}),
		Rules: []harness.Rule{
			{When: harness.Go("<1.21"), Want: saysUnexpectedMessage()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.IllegalParameter),
				harness.ErrorText("tls: server sent unrequested session ticket"))},
		},
	}
}

func nonEmptyRenegotiationInfo() harness.Scenario {
	return harness.Scenario{
		Name:   "non-empty-renegotiation-info",
		Claim:  "A server that begins as if it renegotiated is refused by every release.",
		Source: "RFC 5746, section 3.4; " + processServerHello,
		Server: quirky("tls12-non-empty-renegotiation-info", "TLS 1.2, begins as if it renegotiated", fixtures.Quirks{NonEmptyRenegotiationInfo: true}),
		Rules: []harness.Rule{{Want: harness.Refused(
			harness.LocalAlert(harness.HandshakeFailure),
			harness.ErrorText("tls: initial handshake had non-empty renegotiation extension"))}},
	}
}

func nonEmptyServerName() harness.Scenario {
	return harness.Scenario{
		Name:   "non-empty-server-name",
		Claim:  "A server that acknowledges the server name by repeating it is refused since Go 1.23, with another alert since 1.25.",
		Source: "RFC 6066, section 3; src/crypto/tls/handshake_messages.go of Go 1.23 (serverHelloMsg.unmarshal)",
		Server: quirky("tls12-non-empty-server-name", "TLS 1.2, acknowledges the server name by repeating it", fixtures.Quirks{NonEmptyServerName: true}),
		Client: harness.Client{ServerName: "localhost"},
		Rules: []harness.Rule{
			{When: harness.Go("<1.23"), Want: harness.Connects()},
			{When: harness.Go("<1.25"), Want: saysUnexpectedMessage()},
			{Want: harness.Refused(
				harness.LocalAlert(harness.DecodeError),
				harness.ErrorText("local error: tls: error decoding message"))},
		},
	}
}
