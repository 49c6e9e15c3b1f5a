package errortexts

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// messages are handshakes that the client ended, for what the server sent.
func messages() []Page {
	return []Page{unexpectedMessage(), fipsWithoutEMS()}
}

func unexpectedMessage() Page {
	return Page{
		Slug:  "unexpected-message",
		Texts: []string{"local error: tls: unexpected message"},
		Says: "The client ended the connection with alert 10, unexpected_message: the server sent something that it could " +
			"not read, or that does not belong there. Since Go 1.25 what cannot be read is \"local error: tls: error " +
			"decoding message\" instead. A server that asks for a certificate after a handshake of TLS 1.3 is told so as well.",
		Causes: []Cause{
			{
				Is:    "A CertificateRequest of TLS 1.3 that Go does not read",
				Says:  "OpenSSL up to 1.1.1c puts something into its status_request, which has to be empty. TLS 1.3 is on since Go 1.13.",
				Peers: "OpenSSL 1.1.1 to 1.1.1c, proxies before registries among them",
				Shown: []Exhibit{between("1.13", "1.24", "quirks/status-in-certificate-request").otherwise("remote error: tls: protocol version not supported", "local error: tls: error decoding message")},
				Checks: []Check{
					{Command: "legacytls try -go 1.24 -max 1.2 -insecure HOST:PORT", Prints: "connects", Against: "tls12-only"},
				},
				Remedies: []Remedy{
					mended("Update OpenSSL on the server.", "catalogue/tls13-only"),
					{Does: "Offer TLS 1.2 at most, to this server alone.", Client: &harness.Client{MaxVersion: tls.VersionTLS12}, Scenario: "catalogue/modern"},
				},
			},
			{
				Is:    "A heartbeat that nobody asked for",
				Says:  "Go clients know nothing of heartbeats, and do not ask for them.",
				Peers: "servers on OpenSSL 1.0.1",
				Shown: []Exhibit{always("catalogue/heartbeat-sender")},
				Checks: []Check{
					{Command: "openssl s_client -connect HOST:PORT -tls1_2", Prints: "unexpected record", Against: "heartbeat-sender"},
				},
				Remedies: []Remedy{mended("Update OpenSSL on the server.", "catalogue/tls12-only")},
				Hopeless: "No setting makes a Go client pass over heartbeats.",
			},
		},
		See: []string{"handshake-failure"},
	}
}

func fipsWithoutEMS() Page {
	fips := harness.Settings{GODEBUG: "fips140=on"}
	return Page{
		Slug:  "fips-extended-master-secret",
		Texts: []string{"tls: FIPS 140-3 requires the use of Extended Master Secret"},
		Says: "A client in FIPS 140-3 mode ended the handshake: the server speaks TLS 1.2 and does not have the extension " +
			"extended_master_secret (RFC 7627).",
		Causes: []Cause{{
			Is:    "The server has TLS 1.2 without extended master secret, and the program runs in FIPS mode",
			Says:  "Go 1.25 began to insist on it, in programs with fips140=on or GOFIPS140 and in those built with boringcrypto.",
			Peers: "PostgreSQL and others on OpenSSL before 1.1.0, Windows without MS15-121, Go servers before 1.21",
			Shown: []Exhibit{since("1.25", "go1.24/fips140-without-ems").with(fips)},
			Checks: []Check{
				{Command: "openssl s_client -connect HOST:PORT -tls1_2", Prints: "Extended master secret: no", Against: "no-ems"},
			},
			Remedies: []Remedy{
				mended("Update the TLS library of the server, or let it speak TLS 1.3, which always has it.", "catalogue/tls12-only"),
				{Does: "Do without in this program. The setting came with the patch releases 1.25.13 and 1.26.6.", Settings: harness.Settings{GODEBUG: "fips140=on,fips140ems=0"}, First: "1.26.6"},
			},
		}},
	}
}
