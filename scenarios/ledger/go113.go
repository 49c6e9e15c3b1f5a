package ledger

func go113() []Entry {
	return together(
		notes("1.13", "crypto/tls",
			// TLS 1.3
			shown("TLS 1.3 is on by default.",
				"go1.13/tls13-by-default", "go1.13/server-tls13-by-default", "go1.13/hello-tls13"),
			shown("GODEBUG=tls13=0 turns it off.",
				"go1.13/tls13-by-default", "go1.13/server-tls13-by-default", "go1.13/hello-tls13"),
			notShown("That setting goes in Go 1.14.", announcement),
			// minor changes
			notShown("SSL 3.0 is deprecated and goes in Go 1.14.", announcement),
			notShown("SSL 3.0 is the protocol before TLS, and broken.", background),
			shown("Apart from servers of Go 1.12, by mistake, SSL 3.0 was never on by default.",
				"go1.12/server-ssl30-client"),
			shown("It is off by default again.",
				"go1.12/server-ssl30-client", "go1.14/server-ssl30-min-version"),
			shown("Clients never had SSL 3.0.",
				"go1.14/ssl30-server"),
			shown("Certificates with Ed25519 keys work in TLS 1.2 and 1.3.",
				"go1.13/ed25519-server", "go1.13/ed25519-server-unasked", "go1.13/server-ed25519", "go1.13/server-ed25519-tls11", "go1.13/client-certificate-ed25519"),
		),
		notes("1.13", "crypto/x509",
			shown("Certificates and requests may have Ed25519 keys (RFC 8410), and the functions for keys in PKCS #8 and PKIX form know them.",
				"go1.13/ed25519-server", "go1.13/server-ed25519"),
			notShown("Roots are also looked for in /etc/ssl/cert.pem, where Alpine Linux has them.", systemRoots),
		),
		notes("1.13", "net/http",
			shown("Transport.ForceAttemptHTTP2 keeps HTTP/2 on in a Transport with a TLSClientConfig or dial functions of its own.",
				"go1.13/http-own-tls-config", "go1.13/http-force-attempt-http2"),
		),
		unmentioned("1.13", "crypto/tls",
			shown("A server that has TLS 1.3 marks its random when it ends at an older version (RFC 8446, section 4.1.3).",
				"go1.13/server-downgrade-marker", "go1.13/server-downgrade-marker-tls10"),
			shown("A server refuses a ClientHello of TLS 1.2 with TLS_FALLBACK_SCSV, now that it has TLS 1.3 above it.",
				"go1.13/server-fallback-scsv"),
			shown("An X25519 share that makes the shared secret all zero is refused.",
				"go1.13/x25519-zero-share"),
		),
	)
}
