package errortexts

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/harness"
)

// The causes that have to do with the ClientHello itself: its size, and what is in it
// that a box on the way cannot stand.

func largeHello() Cause {
	return Cause{
		Is: "A box on the way cannot take a ClientHello of more than one TCP segment",
		Says: "Since Go 1.23 a client sends a post-quantum key share of some 1,200 bytes, which makes the ClientHello " +
			"larger than a TCP segment. Who expects it in one piece drops it, waits for ever, or resets the connection.",
		Peers: "AWS Network Firewall with Suricata 6, filters before mail servers, proxies; told of Zscaler and Netskope",
		Checks: []Check{
			{Command: "legacytls try -go 1.22,1.23 -insecure HOST:PORT", Prints: "go1.22.12 default connects", Against: "hello-over-1-segment-intolerant"},
			{Command: "legacytls try -go 1.27 -godebug '' -godebug tlsmlkem=0 -insecure HOST:PORT", Prints: "GODEBUG=tlsmlkem=0 connects", Against: "hello-over-1-segment-intolerant"},
		},
		Remedies: []Remedy{
			mended("Update the box, or change its rules. It has to put the ClientHello together before it looks.", "catalogue/tls12-only"),
			config("Leave the post-quantum groups out, for this server alone. The rest of TLS 1.3 stays.",
				harness.Client{Groups: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}}),
			config("Or offer TLS 1.2 at most, to this server alone.", harness.Client{MaxVersion: tls.VersionTLS12}),
			godebug("tlsmlkem=0", "1.24", ""),
			godebug("tlskyber=0", "1.23", "1.23"),
			goLine("1.22", "1.23", ""),
		},
	}
}

func mldsaInCertificateSchemes() Cause {
	return Cause{
		Is: "A firewall looks for ML-DSA in signature_algorithms_cert",
		Says: "Go 1.27.0 to 1.27.3 list the signatures of ML-DSA there, which a signature against CVE-2020-1967 takes " +
			"for an attack. Go 1.27.4 leaves them out of that list.",
		Peers: "Palo Alto firewalls and Prisma Access with threat signature 58033; an F5 BIG-IP that closes",
		Checks: []Check{
			{Command: "legacytls try -go 1.26,1.27.0,1.27.4 -insecure HOST:PORT", Prints: "go1.27.4 default connects", Against: "paloalto-58033"},
		},
		Remedies: []Remedy{
			update("Build with Go 1.27.4 or newer.", "1.27.4"),
			mended("Switch the signature off in the firewall, or update it.", "catalogue/modern"),
			config("Offer TLS 1.2 at most, to this server alone. ML-DSA is for TLS 1.3.", harness.Client{MaxVersion: tls.VersionTLS12}),
		},
	}
}

func mldsa() Cause {
	return Cause{
		Is: "A box on the way cannot stand ML-DSA",
		Says: "Clients of Go 1.27 offer signatures with ML-DSA, first in their list. This box minds the list " +
			"itself, which Go 1.27.4 did not change.",
		Peers: "TLS-inspecting proxies, an edge of Kaseya",
		Checks: []Check{
			{Command: "legacytls try -go 1.26,1.27.4 -insecure HOST:PORT", Prints: "go1.26.11 default connects", Against: "mldsa-intolerant"},
			{Command: "legacytls try -go 1.27 -max 1.2 -insecure HOST:PORT", Prints: "connects", Against: "mldsa-intolerant"},
		},
		Remedies: []Remedy{
			mended("Update the box.", "catalogue/modern"),
			config("Offer TLS 1.2 at most, to this server alone. ML-DSA is for TLS 1.3, and no GODEBUG takes it out.",
				harness.Client{MaxVersion: tls.VersionTLS12}),
		},
	}
}

func notAnswered() Cause {
	return Cause{
		Is: "Nobody answers, whatever the client offers",
		Says: "The TCP connection stands, and the ClientHello meets silence: a process that hangs, a load balancer " +
			"without servers, a firewall that swallows what it does not let pass.",
		Checks: []Check{
			{Command: "legacytls try -go 1.12,1.21,1.27 -timeout 2s -insecure HOST:PORT", Prints: "i/o timeout", Against: "silent-port"},
		},
		Remedies: []Remedy{mended("Look at the server and at what stands before it.", "catalogue/modern")},
		Hopeless: "No ClientHello helps where none is read. If every release of Go and OpenSSL wait in vain, it is not Go.",
	}
}

// slow is what a patient client gets through.
func slow(patient harness.Client) Cause {
	return Cause{
		Is:    "The server is slow",
		Says:  "An old processor needs seconds for an RSA key. http.DefaultTransport gives a handshake 10 seconds.",
		Peers: "management controllers and network cards with slow processors, as is told",
		Checks: []Check{
			{Command: "legacytls try -go 1.27 -timeout 30s -insecure HOST:PORT", Prints: "connects", Against: "slow-processor"},
		},
		Remedies: []Remedy{
			{Does: "Give it time: a later deadline for the connection, a higher http.Transport.TLSHandshakeTimeout.", Client: &patient},
		},
	}
}

func helloOverFrame() Cause {
	return Cause{
		Is:    "A filter on the way takes the size of an Ethernet frame for that of a ClientHello",
		Says:  "The ClientHello went over 1,500 bytes with Go 1.25, which lists the signatures of certificates besides those of handshakes. How many bytes there are depends on the length of the server's name and on ALPN.",
		Peers: "filters before mail servers",
		Shown: []Exhibit{since("1.25", "catalogue/hello-over-1500-hang")},
		Checks: []Check{
			{Command: "legacytls try -go 1.24,1.25 -servername legacy.example.com -insecure HOST:PORT", Prints: "i/o timeout", Against: "hello-over-1500-hang"},
		},
		Remedies: []Remedy{
			mended("Update the filter, or take it out of the way.", "catalogue/tls12-only"),
			config("Leave the post-quantum groups out, for this server alone. The rest of TLS 1.3 stays.",
				harness.Client{Groups: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384}}),
			godebug("tlsmlkem=0", "1.25", ""),
		},
	}
}
