package errortexts

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// The texts that later pages, or other releases, show for the same cause.
const (
	handshakeFailure = "remote error: tls: handshake failure"
	selects301       = "tls: server selected unsupported protocol version 301"
)

// refusals are the alerts with which a server turns a client away.
func refusals() []Page {
	return []Page{
		{
			Slug:  "handshake-failure",
			Texts: []string{handshakeFailure},
			Says: "The server ended the handshake with alert 40, handshake_failure: there is nothing in the ClientHello " +
				"with which it can go on. It does not say what it missed. This one text has many causes; the server's " +
				"log may name the one.",
			Causes: []Cause{
				rsaKeyExchange().shown(since("1.22", "catalogue/rsa-key-exchange-only"), since("1.22", "catalogue/mysql57-openssl"), since("1.22", "catalogue/h3c-hdm")),
				tripleDES().shown(since("1.23", "catalogue/ecdhe-3des-only")),
				oldVersionAndRSA().shown(since("1.22", "catalogue/tls10-rsa-key-exchange").otherwise(selects301)),
				sha1Signature().shown(since("1.25", "catalogue/sha1-signer-honest")),
				clientCertificateMissing(),
				clientCertificateSHA1(),
				tls13Refused().shown(since("1.13", "reports/tls13-offer-refused")),
				suitesNotByDefault().shown(always("catalogue/aes128-sha256-only"), always("catalogue/ecdhe-rsa-aes128-sha256-only"), always("catalogue/rc4-sha-only")),
				suitesUnknown().shown(always("catalogue/aes256-sha256-only"), always("catalogue/dhe-1024-only"), always("catalogue/null-only")),
			},
			See: []string{"eof", "connection-reset", "unsupported-version", "no-cipher-suite"},
		},
		{
			Slug:  "protocol-version",
			Texts: []string{"remote error: tls: protocol version not supported"},
			Says: "The server ended the handshake with alert 70, protocol_version: it has none of the versions that the " +
				"client offers. It is a server that knows the rules of TLS 1.3; older ones answer with their version, " +
				"and the client shows another text.",
			Causes: []Cause{
				{
					Is:    "The server is set to TLS 1.0 or 1.1",
					Says:  "Go 1.18 stopped offering TLS 1.0 and 1.1 by default.",
					Peers: "OpenSSL 1.1.1 and newer, Java 11 and newer and Go servers that somebody set to an old version",
					Shown: []Exhibit{since("1.18", "catalogue/tls10-pinned-modern-stack")},
					Checks: []Check{
						{Command: "legacytls try -go 1.17,1.18 -insecure HOST:PORT", Prints: "works tls.Config.MinVersion of TLS 1.0", Against: "tls10-pinned-modern-stack"},
						{Command: "legacytls try -go 1.27 -min 1.0 -insecure HOST:PORT", Prints: "connects", Against: "tls10-pinned-modern-stack"},
					},
					Remedies: []Remedy{
						mended("Allow TLS 1.2 on the server.", "catalogue/tls12-only"),
						config("Offer the old versions to this server alone. If it has no ECDHE either, name its suites as well.", harness.Client{MinVersion: tls.VersionTLS10}),
						godebug("tls10default=1", "1.18", "1.18"),
					},
				},
				{
					Is:    "The server has TLS 1.3 alone",
					Says:  "Go 1.12 does not offer TLS 1.3 by default, and nothing older has it.",
					Shown: []Exhibit{between("1.12", "1.12", "catalogue/tls13-only")},
					Checks: []Check{
						{Command: "openssl s_client -connect HOST:PORT -tls1_2", Prints: "alert protocol version", Against: "tls13-only"},
					},
					Remedies: []Remedy{
						update("Build with a newer Go.", "1.13"),
						godebug("tls13=1", "1.12", "1.12"),
					},
				},
				{
					Is: "The server is a Go program, and the client has TLS 1.1 at most",
					Says: "Servers accept TLS 1.2 and newer since Go 1.22. The server's own log has " +
						"\"tls: client offered only unsupported versions\".",
					Shown: []Exhibit{since("1.22", "go1.22/server-tls10-client"), since("1.22", "go1.22/server-tls11-client")},
					Checks: []Check{
						{Command: "openssl s_client -connect HOST:PORT -tls1_1 -cipher ALL@SECLEVEL=0", Prints: "alert protocol version", Against: "tls12-only"},
					},
					Remedies: []Remedy{
						mended("Bring the client to TLS 1.2.", "go1.21/server-extended-master-secret"),
						mended("Set tls.Config.MinVersion of the server to tls.VersionTLS10.", "go1.22/server-tls10-client-min-version"),
						godebug("tls10server=1", "1.22", "1.26"),
						goLine("1.21", "1.22", "1.26"),
					},
				},
			},
			See: []string{"unsupported-version", "handshake-failure"},
		},
	}
}

// clientCertificateMissing is about servers with an alert of its own for it in TLS 1.3
// alone.
func clientCertificateMissing() Cause {
	return Cause{
		Is: "The server wants a client certificate, and the client shows none",
		Says: "In TLS 1.2 there is no alert of its own for it. Go servers said bad_certificate until Go 1.24. A client " +
			"that has a certificate shows none if its authority is not among those that the server names.",
		Peers: "gateways of banks and payment services, Kafka, Docker daemons, Kubernetes API servers",
		Shown: []Exhibit{always("unchanged/client-certificate-missing"), since("1.25", "go1.21/server-client-certificate-missing-tls12").otherwise("remote error: tls: bad certificate")},
		Checks: []Check{
			{Command: "openssl s_client -connect HOST:PORT -tls1_2", Prints: "Acceptable client certificate CA names", Against: "client-certificate-required"},
		},
		Remedies: []Remedy{
			config("Show a certificate of an authority that the server names.", harness.Client{Certificate: harness.GoodCertificate}),
		},
	}
}

func clientCertificateSHA1() Cause {
	return Cause{
		Is: "The server takes signatures with SHA-1 alone from clients",
		Says: "A client proves with a signature that its certificate is its own. Since Go 1.25 it makes none with SHA-1, " +
			"and shows no certificate to a server that wants no other.",
		Peers: "IIS 7.5 to 8.5, as is told",
		Shown: []Exhibit{since("1.25", "go1.25/client-certificate-sha1")},
		Checks: []Check{
			{Command: "legacytls run -go 1.24,1.25 'go1.25/client-certificate-sha1$'", Prints: "alert 40"},
		},
		Remedies: []Remedy{
			mended("Let the server accept signatures with SHA-256.", "unchanged/client-certificate"),
			godebug("tlssha1=1", "1.25", ""),
			goLine("1.24", "1.25", ""),
		},
	}
}
