package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfTLS13 are those of TLS 1.3 that no other table has: [Go115] has
// PointlessRetryRequest, [Go124] KeyChangeInOneRecord, [Go125] SelectCompression,
// EmptyTicket and UserCanceled. Go 1.12 does not offer TLS 1.3.
func quirksOfTLS13() []harness.Scenario {
	return []harness.Scenario{
		selectVersion13(),
		noSessionIDEcho(),
		twoRetryRequests(),
		statusInCertificateRequest(),
		accessDenied13(),
		certificateRequired13(),
		noCloseNotify13(),
	}
}

const source13 = "src/crypto/tls/handshake_client_tls13.go"

func selectVersion13() harness.Scenario {
	return harness.Scenario{
		Name:   "select-version-tls13",
		Claim:  "A server that answers in a draft of TLS 1.3, here the 28th, speaks a version that no Go client knows.",
		Source: "RFC 8446, section 4.2.1; draft-ietf-tls-tls13-28, section 4.2.1.1; src/crypto/tls/handshake_client.go, pickTLSVersion",
		Server: quirky13("tls13-draft-28", "TLS 1.3, calls itself draft 28", fixtures.Quirks{SelectVersion: 0x7f1c}),
		Rules: meets(unsupportedVersion(), since("1.13", harness.Refused(
			harness.LocalAlert(harness.ProtocolVersion),
			errorIs("tls: server selected unsupported protocol version 7f1c")))),
	}
}

func noSessionIDEcho() harness.Scenario {
	return harness.Scenario{
		Name:   "no-session-id-echo",
		Claim:  "A server of TLS 1.3 that answers with another session id than the client's is refused.",
		Source: "RFC 8446, section 4.1.3; " + source13 + ", checkServerHelloOrHRR",
		Server: quirky13("tls13-no-session-id-echo", "TLS 1.3, a session id of its own", fixtures.Quirks{NoSessionIDEcho: true}),
		Rules: meets(unsupportedVersion(), since("1.13", harness.Refused(
			harness.LocalAlert(harness.IllegalParameter),
			errorIs("tls: server did not echo the legacy session ID")))),
	}
}

func twoRetryRequests() harness.Scenario {
	return harness.Scenario{
		Name:   "two-retry-requests",
		Claim:  "A client answers one HelloRetryRequest, and refuses a second.",
		Source: "RFC 8446, section 4.1.4; " + source13 + ", processServerHello",
		Server: quirky13("tls13-two-retry-requests", "TLS 1.3, asks twice for another ClientHello", fixtures.Quirks{TwoRetryRequests: true}),
		Rules: meets(unsupportedVersion(), since("1.13", harness.Refused(
			harness.LocalAlert(harness.UnexpectedMessage),
			errorIs("tls: server sent two HelloRetryRequest messages")))),
	}
}

func statusInCertificateRequest() harness.Scenario {
	server := quirky13("tls13-status-in-certificate-request", "TLS 1.3, a certificate status in its request for one", fixtures.Quirks{StatusInCertificateRequest: true})
	server.ClientAuth = tls.RequestClientCert
	return harness.Scenario{
		Name:   "status-in-certificate-request",
		Claim:  "A client does not read a CertificateRequest whose status_request has something in it, as OpenSSL up to 1.1.1c sends it; Go 1.25 changed the alert.",
		Source: "RFC 8446, section 4.4.2.1; https://go.dev/issue/34040; https://github.com/openssl/openssl/issues/9767",
		Server: server,
		Rules: meets(unsupportedVersion(),
			since("1.13", harness.Refused(errorIs("local error: tls: unexpected message"))),
			since("1.25", harness.Refused(errorIs("local error: tls: error decoding message")))),
	}
}

func accessDenied13() harness.Scenario {
	return harness.Scenario{
		Name:   "alert-after-handshake-tls13",
		Claim:  "The handshake of TLS 1.3 is complete for a client before the server has seen its certificate: the alert about it comes with the first read.",
		Source: "RFC 8446, section 4.4.2.4; src/crypto/tls/conn.go, readRecordOrCCS",
		Server: quirky13("tls13-access-denied", "TLS 1.3, the alert access_denied after the handshake", fixtures.Quirks{
			AlertAfterHandshake: uint8(harness.AccessDenied),
		}),
		Rules: meets(unsupportedVersion(), since("1.13", saidAfterHandshake(harness.AccessDenied, "access denied"))),
	}
}

func certificateRequired13() harness.Scenario {
	return harness.Scenario{
		Name:   "alert-after-handshake-certificate-required",
		Claim:  "So does the alert certificate_required of TLS 1.3, which has a name since Go 1.15.",
		Source: "RFC 8446, section 4.4.2.4; src/crypto/tls/alert.go",
		Server: quirky13("tls13-certificate-required", "TLS 1.3, the alert certificate_required after the handshake", fixtures.Quirks{
			AlertAfterHandshake: uint8(harness.CertificateRequired),
		}),
		Rules: meets(unsupportedVersion(),
			since("1.13", saidAfterHandshake(harness.CertificateRequired, "alert(116)")),
			since("1.15", saidAfterHandshake(harness.CertificateRequired, "certificate required"))),
	}
}

func saidAfterHandshake(code harness.AlertCode, words string) harness.Expectation {
	return harness.Refused(afterHandshake(), harness.RemoteAlert(code), errorIs("remote error: tls: "+words))
}

func noCloseNotify13() harness.Scenario {
	return harness.Scenario{
		Name:   "no-close-notify-tls13",
		Claim:  "No Go client minds a server of TLS 1.3 that ends without close_notify.",
		Source: "RFC 8446, section 6.1; src/crypto/tls/conn.go, readRecordOrCCS",
		Server: quirky13("tls13-no-close-notify", "TLS 1.3, ends without close_notify", fixtures.Quirks{NoCloseNotify: true}),
		Rules:  since13(),
	}
}
