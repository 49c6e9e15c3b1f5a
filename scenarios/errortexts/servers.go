package errortexts

// servers are what a Go server says of its clients.
func servers() []Page {
	return []Page{{
		Slug:  "no-cipher-suite",
		Texts: []string{"tls: no cipher suite supported by both client and server", "tls: no cipher suite supported by both client and server; client offered: […]"},
		Says: "A Go server turned a client away: no suite is left that both have. The client is told handshake_failure, alert 40. " +
			"Since Go 1.25 the server lists what the client offered, in hexadecimal: legacytls list suites has the names.",
		Causes: []Cause{
			{
				Is:    "The client has RSA key exchange alone",
				Says:  "Servers stopped accepting suites without ECDHE with Go 1.22, as clients stopped offering them.",
				Peers: "clients of before 2012, scanners and devices with a short list of suites; reported of APM agents",
				Shown: []Exhibit{since("1.22", "go1.22/server-rsa-key-exchange")},
				Checks: []Check{
					{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher kRSA", Prints: "alert handshake failure", Against: "tls12-only"},
					{Command: "openssl s_client -connect HOST:PORT -tls1_2 -cipher ECDHE", Prints: "Cipher is ECDHE", Against: "tls12-only"},
				},
				Remedies: []Remedy{
					mended("Let the client offer a suite with ECDHE.", "go1.21/server-extended-master-secret"),
					mended("Name the suite in tls.Config.CipherSuites of the server.", "go1.22/server-rsa-key-exchange-explicit-suites"),
					godebug("tlsrsakex=1", "1.22", "1.26"),
					goLine("1.21", "1.22", "1.26"),
				},
			},
			{
				Is:    "The client has 3DES alone",
				Says:  "Servers stopped accepting it with Go 1.23.",
				Shown: []Exhibit{since("1.23", "go1.23/server-3des")},
				Checks: []Check{
					{Command: "legacytls try -go 1.27 -suites ECDHE-RSA-DES-CBC3-SHA -max 1.2 -insecure HOST:PORT", Prints: "alert 40", Against: "tls12-only"},
				},
				Remedies: []Remedy{
					mended("Let the client offer a suite with AES.", "go1.21/server-extended-master-secret"),
					godebug("tls3des=1", "1.23", "1.26"),
					goLine("1.22", "1.23", "1.26"),
				},
			},
			{
				Is: "The client has ECDHE suites, and does not say which curves",
				Says: "Without supported_groups, or with compressed points alone, a Go server takes no suite with ECDHE. " +
					"Until Go 1.21 such clients got RSA key exchange.",
				Shown: []Exhibit{since("1.22", "go1.22/server-no-groups"), since("1.22", "go1.22/server-no-extensions")},
				Checks: []Check{
					{Command: "legacytls serve -hellos - modern", Says: "point the client at it, and look for supported_groups in what it offers"},
				},
				Remedies: []Remedy{
					mended("Update the client.", "go1.21/server-extended-master-secret"),
					godebug("tlsrsakex=1", "1.22", "1.26"),
					goLine("1.21", "1.22", "1.26"),
				},
			},
		},
		See: []string{"handshake-failure", "protocol-version"},
	}}
}
