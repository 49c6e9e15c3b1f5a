package errortexts

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// The causes that have to do with what a client offers: suites, signatures, versions. A
// server shows each of them in its own way, so that several pages have them.

func rsaKeyExchange() Cause {
	return Cause{
		Is: "The server has RSA key exchange alone",
		Says: "It has no suite with ECDHE, and Go 1.22 stopped offering any other by default. " +
			"No suite is left that both have.",
		Peers: "LDAP servers and mail relays, Citrix NetScaler, H3C HDM and Dell iDRAC, Arista EOS, MySQL 5.7, " +
			"Oracle Database, Infoblox, FTP servers, storage of MEGA",
		Checks: []Check{
			{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher kRSA", Prints: "Cipher is AES", Against: "rsa-key-exchange-only"},
			{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher ECDHE", Prints: "alert handshake failure", Against: "rsa-key-exchange-only"},
			{Command: "legacytls try -go 1.21,1.22 -insecure HOST:PORT", Prints: "works tls.Config.CipherSuites with TLS_RSA", Against: "rsa-key-exchange-only"},
		},
		Remedies: []Remedy{
			mended("Enable a suite with ECDHE on the server. Nothing has to change in Go.", "aes256-sha256/ecdhe-cure"),
			config("Name the suites for this server alone. Who has its key can read what was recorded, as before Go 1.22.",
				harness.Client{CipherSuites: rsaSuites()}),
			godebug("tlsrsakex=1", "1.22", "1.26"),
			goLine("1.21", "1.22", "1.26"),
		},
	}
}

func tripleDES() Cause {
	return Cause{
		Is: "The server has 3DES alone",
		Says: "Its suites have ECDHE, and no cipher but 3DES. Go 1.23 stopped offering it by default. " +
			"With RSA key exchange besides, such a server was lost to Go 1.22 already.",
		Checks: []Check{
			{Command: "legacytls try -go 1.27 -suites ECDHE-RSA-DES-CBC3-SHA -insecure HOST:PORT", Prints: "connects", Against: "ecdhe-3des-only"},
			{Command: "legacytls try -go 1.22,1.23 -insecure HOST:PORT", Prints: "works tls.Config.CipherSuites with TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", Against: "ecdhe-3des-only"},
		},
		Remedies: []Remedy{
			mended("Enable a suite with AES on the server. Nothing has to change in Go.", "catalogue/ecdhe-cbc-only"),
			config("Name the suite for this server alone.", harness.Client{CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA}}),
			godebug("tls3des=1", "1.23", "1.26"),
			goLine("1.22", "1.23", "1.26"),
		},
	}
}

func oldVersionAndRSA() Cause {
	return Cause{
		Is: "The server has TLS 1.0 or 1.1, and RSA key exchange alone",
		Says: "Two things are missing: the version, which Go 1.18 stopped offering, and the suite, which Go 1.22 " +
			"stopped offering. The server looks for a suite first, so that since Go 1.22 nothing is said of the version.",
		Peers: "HP iLO 2 and 3, Tomcat 6 on Java 6, Lotus Domino, Cisco ACE, old VMware ESXi",
		Checks: []Check{
			{Command: "legacytls try -go 1.17,1.21,1.22 -insecure HOST:PORT", Prints: "tls: server selected unsupported protocol version 301", Against: "tls10-rsa-key-exchange"},
			{Command: "legacytls try -go 1.27 -min 1.0 -suites AES256-SHA,AES128-SHA -insecure HOST:PORT", Prints: "connects", Against: "tls10-rsa-key-exchange"},
		},
		Remedies: []Remedy{
			mended("Bring the server to TLS 1.2 with a suite with ECDHE.", "catalogue/tls12-only"),
			config("Name both for this server alone: one without the other brings another error text.",
				harness.Client{MinVersion: tls.VersionTLS10, CipherSuites: rsaSuites()}),
		},
	}
}

func sha1Signature() Cause {
	return Cause{
		Is: "The server can sign with SHA-1 alone",
		Says: "In TLS 1.2 the server signs its part of the key exchange. Go 1.25 stopped offering signatures with " +
			"SHA-1, and this server has no other. That is about the handshake; the certificate may be in order.",
		Peers: "SQL Server and others on Windows Server 2012 R2, keys in old providers and hardware modules",
		Checks: []Check{
			{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher ALL@SECLEVEL=0 -sigalgs RSA+SHA256", Prints: "alert handshake failure", Against: "sha1-signer-honest"},
			{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher ALL@SECLEVEL=0 -sigalgs RSA+SHA1", Prints: "Peer signing digest: SHA1", Against: "sha1-signer-honest"},
			{Command: "legacytls try -go 1.24,1.25 -insecure HOST:PORT", Prints: "go1.24.13 default connects", Against: "sha1-signer-honest"},
		},
		Remedies: []Remedy{
			mended("Let the server sign with SHA-256: an update of its TLS library or of the provider that has the key, or a new key.", "catalogue/tls12-only"),
			godebug("tlssha1=1", "1.25", ""),
			goLine("1.24", "1.25", ""),
		},
	}
}

func tls13Refused() Cause {
	return Cause{
		Is: "The server, or a box before it, fails at TLS 1.3",
		Says: "Clients offer TLS 1.3 since Go 1.13. Who does not know it has to pass over the offer; " +
			"this one does not.",
		Peers: "reported of a web service on JDK 11, and of Cisco Firepower and Palo Alto firewalls of 2017 and 2018",
		Checks: []Check{
			{Command: "legacytls try -go 1.27 -max 1.2 -insecure HOST:PORT", Prints: "connects", Against: "tls13-intolerant-reset"},
			{Command: "legacytls try -go 1.12,1.13 -insecure HOST:PORT", Prints: "go1.12.17 default connects", Against: "tls13-intolerant-reset"},
		},
		Remedies: []Remedy{
			mended("Update the server or the box.", "catalogue/tls12-only"),
			config("Offer TLS 1.2 at most, to this server alone.", harness.Client{MaxVersion: tls.VersionTLS12}),
			godebug("tls13=0", "1.13", "1.13"),
		},
	}
}

// suitesUnknown are those that crypto/tls never had.
func suitesUnknown() Cause {
	return Cause{
		Is: "The server has nothing but suites that no Go release has",
		Says: "AES256-SHA256 alone, DHE alone, Camellia, SEED or NULL: crypto/tls has none of them, and " +
			"tls.Config.CipherSuites passes over what it does not know.",
		Checks: []Check{
			{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher AES256-SHA256", Prints: "Cipher is AES256-SHA256", Against: "aes256-sha256-only"},
			{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher DHE:@SECLEVEL=0", Prints: "Cipher is DHE-RSA", Against: "dhe-1024-only"},
		},
		Remedies: []Remedy{
			mended("Enable a suite with ECDHE on the server.", "aes256-sha256/ecdhe-cure"),
		},
		Hopeless: "No setting and no tls.Config of any release reaches this server. Where it cannot be changed, a proxy " +
			"with OpenSSL, such as stunnel, has to stand between.",
	}
}

// suitesNotByDefault are those that crypto/tls has and never offered by itself.
func suitesNotByDefault() Cause {
	return Cause{
		Is:   "The server has nothing but suites that Go offers only when they are named",
		Says: "RC4, or AES-128-CBC with SHA-256: crypto/tls has them and never offers them by itself.",
		Checks: []Check{
			{Command: "legacytls try -go 1.27 -suites AES128-SHA256,RC4-SHA -insecure HOST:PORT", Prints: "connects", Against: "aes128-sha256-only"},
		},
		Remedies: []Remedy{
			mended("Enable a suite with ECDHE and AES-GCM on the server.", "catalogue/tls12-only"),
			config("Name the suite that the server has, for this server alone. RC4 is broken: who listens can read along in the end.",
				harness.Client{CipherSuites: []uint16{
					tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA256, tls.TLS_RSA_WITH_RC4_128_SHA,
				}}),
		},
	}
}
