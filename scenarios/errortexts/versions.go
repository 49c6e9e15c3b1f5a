package errortexts

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// versions are servers that select a version which the client does not want.
func versions() []Page {
	return []Page{{
		Slug:  "unsupported-version",
		Texts: []string{selects301, "tls: server selected unsupported protocol version 302", "tls: server selected unsupported protocol version 300"},
		Says: "The client ended the handshake: the server answered with an old version. The number is hexadecimal: 301 is " +
			"TLS 1.0, 302 is TLS 1.1, 300 is SSL 3.0. It is an old server that has a suite of the client's, and does " +
			"not know the list of versions that clients send; newer ones say protocol_version instead.",
		Causes: []Cause{
			{
				Is:    "The server has TLS 1.0 or 1.1 at most",
				Says:  "Go 1.18 stopped offering TLS 1.0 and 1.1 by default.",
				Peers: "SQL Server on Windows Server 2008 R2, Windows Server 2008, old NetApp filers and Dell iDRAC",
				Shown: []Exhibit{since("1.18", "catalogue/tls10-ecdhe"), since("1.18", "catalogue/tls11-ecdhe"), since("1.18", "catalogue/sqlserver-2008r2")},
				Checks: []Check{
					{Command: "legacytls try -go 1.17,1.18 -insecure HOST:PORT", Prints: "go1.17.13 default connects", Against: "tls10-ecdhe"},
					{Command: "legacytls try -go 1.27 -min 1.0 -insecure HOST:PORT", Prints: "connects", Against: "tls10-ecdhe"},
				},
				Remedies: []Remedy{
					mended("Bring the server to TLS 1.2.", "catalogue/tls12-only"),
					config("Offer the old versions to this server alone.", harness.Client{MinVersion: tls.VersionTLS10}),
					godebug("tls10default=1", "1.18", "1.18"),
				},
			},
			oldVersionAndRSA().met("MySQL 5.5 to 5.7 with yaSSL, which takes any client for one with its suites; HP iLO 2 and 3, Tomcat 6 on Java 6, Lotus Domino, Cisco ACE").
				shown(between("1.18", "1.21", "catalogue/tls10-rsa-key-exchange").otherwise(handshakeFailure), since("1.18", "catalogue/mysql57-yassl"), since("1.18", "catalogue/mysql55-yassl")),
			{
				Is:    "The server has SSL 3.0 alone",
				Says:  "No Go client speaks SSL 3.0, with any setting. Since Go 1.22 the server refuses the client first, for its suites.",
				Peers: "equipment of before 1999, and what was pinned to SSL 3.0 until POODLE",
				Shown: []Exhibit{{Scenario: "catalogue/ssl3-only", Last: "1.21", Otherwise: []string{handshakeFailure}}},
				Checks: []Check{
					{Command: "legacytls try -go 1.21 -insecure HOST:PORT", Prints: "tls: server selected unsupported protocol version 300", Against: "ssl3-only"},
				},
				Remedies: []Remedy{mended("Bring the server to TLS 1.2.", "catalogue/tls12-only")},
				Hopeless: "Nothing in Go reaches this server, and OpenSSL only if it is built for it.",
			},
		},
		See: []string{"protocol-version", "handshake-failure"},
	}}
}
