package errortexts

// endings are connections that end without a word.
func endings() []Page {
	return []Page{
		{
			Slug:  "eof",
			Texts: []string{"EOF", "TLS Handshake failed: cannot read handshake packet: EOF"},
			Says: "The other side closed the connection in the middle of the handshake, and sent no alert. Windows " +
				"(Schannel), SQL Server and some load balancers do so whatever they mind. net/http puts the address " +
				"before it, go-mssqldb \"TLS Handshake failed: cannot read handshake packet\".",
			Causes: []Cause{
				rsaKeyExchange().met("SQL Server, IBM Db2, management controllers").shown(since("1.22", "catalogue/ibm-db2-111-tls12"), since("1.22", "catalogue/warning-then-close")),
				oldVersionAndRSA().met("Dell iDRAC of before 2014, Windows Server 2003").shown(since("1.22", "catalogue/tls11-rsa-close-bmc").otherwise("tls: server selected unsupported protocol version 302")),
				sha1Signature().met("SQL Server 2012 and 2014, Windows with a certificate that is signed with SHA-1").shown(since("1.25", "catalogue/sqlserver-2012"), since("1.25", "catalogue/schannel-sha1-cert-strict")),
				mldsaInCertificateSchemes().met("F5 BIG-IP").shown(between("1.27.0", "1.27.3", "reports/mldsa-http-closed")),
				tls13Refused().met("strict parsers in devices").shown(since("1.13", "catalogue/key-share-intolerant")),
				suitesUnknown().shown(always("refusals/refused-by-close"), always("refusals/http-refused-by-close")),
			},
			See: []string{"handshake-failure", "connection-reset", "unexpected-eof"},
		},
		{
			Slug:  "connection-reset",
			Texts: []string{"connection reset by peer", "read: connection reset by peer", "wsarecv: An existing connection was forcibly closed by the remote host"},
			Says: "The other side, or a box on the way that speaks for it, reset the TCP connection. If it happens in the " +
				"handshake and only since an update of Go, something in the ClientHello was the reason: firewalls and " +
				"Windows have no other way to say so.",
			Causes: []Cause{
				largeHello().shown(since("1.23", "catalogue/hello-over-1-segment-intolerant"), since("1.23", "go1.23/large-hello-one-read")),
				mldsaInCertificateSchemes().met("Palo Alto firewalls and Prisma Access with threat signature 58033").shown(between("1.27.0", "1.27.3", "catalogue/paloalto-58033"), between("1.27.0", "1.27.3", "go1.27/mldsa-middlebox")),
				mldsa().shown(since("1.27", "catalogue/mldsa-intolerant")),
				rsaKeyExchange().met("Windows Server 2008 R2 to 2012 R2 with a list of suites of its own").shown(since("1.22", "catalogue/schannel-reset"), since("1.22", "refusals/schannel-reset-and-settings")),
				sha1Signature().met("Windows with a certificate that is signed with SHA-1").shown(since("1.25", "quirks/require-scheme")),
				tls13Refused().shown(since("1.13", "catalogue/tls13-intolerant-reset")),
			},
			See: []string{"eof", "tls-handshake-timeout", "handshake-failure"},
		},
		{
			Slug:  "unexpected-eof",
			Texts: []string{"unexpected EOF"},
			Says: "The connection was closed in the middle of something whose length was known: a TLS record, a line, a " +
				"response with a Content-Length. It is not what a server shows that has no suite for the client. " +
				"That is EOF, without the word before it.",
			Causes: []Cause{
				{
					Is:    "The server, or a box on the way, cut the connection off while data was on its way",
					Says:  "The handshake was complete. A time-out in a proxy, a process that died, a limit of size.",
					Shown: []Exhibit{always("quirks/truncate-after"), always("quirks/http-truncate-after")},
					Checks: []Check{
						{Command: "openssl s_client -connect HOST:PORT", Prints: "Verify return code", Against: "tls12-only"},
					},
					Remedies: []Remedy{mended("Look at the log of the server, and at the time-outs of what stands before it.", "catalogue/tls12-only")},
					Hopeless: "No change of the ClientHello helps: the handshake was not the problem.",
				},
			},
			See: []string{"eof"},
		},
	}
}
