package certs

import "net"

// alternativeNameZoo is about alternative names that are of the wrong kind, or
// that are not what their kind demands (RFC 5280, section 4.2.1.6).
func alternativeNameZoo() []Spec {
	return []Spec{
		{
			Name: "san-email-only", Title: "the only alternative name is a mail address",
			Source: "certificates of mail users put on a server",
			Form:   alternative(emailName("postmaster@example.test")), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "ip-as-dns-san", Title: "the IP address is written as a DNS name",
			Source: "DNS:10.0.0.5 in a configuration of OpenSSL",
			Form:   alternative(dnsName("10.0.0.5")), CommonName: "10.0.0.5", ServerName: "10.0.0.5",
		},
		{
			Name: "san-ip-five-bytes", Title: "an IP address of five bytes",
			Source: "home-made tools; there are addresses of 4 and of 16 bytes",
			Form:   alternative(dnsName("localhost"), ipName([]byte{10, 0, 0, 5, 0})),
		},
		{
			Name: "san-ip-mapped", Title: "an IPv4 address written in the 16 bytes of IPv6",
			Source: "Java and Go programs that marshal net.IP themselves; Go 1.27 refuses to parse it",
			Form:   alternative(dnsName("localhost"), ipName(net.IPv4(127, 0, 0, 1).To16())),
		},
		{
			Name: "san-nul", Title: "a NUL inside the DNS name",
			Source: "the attack of 2009 on programs in C (CVE-2009-2408)",
			Form:   alternative(dnsName(legacyHost + "\x00.evil.test")), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-empty-name", Title: "a DNS name without a letter",
			Source: "forms with an empty field",
			Form:   alternative(dnsName("")), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-empty-sequence", Title: "the extension is there and holds no name",
			Source: "home-made tools; the list has one name at least",
			Form:   alternative(), CommonName: legacyHost, ServerName: legacyHost,
		},
		{
			Name: "san-non-ascii", Title: "a DNS name in UTF-8",
			Source: "names with umlauts that were not converted to xn--; Go 1.16 refuses to parse it",
			Form:   alternative(dnsName("localhost"), dnsName("b\u00fccher.example.test")),
		},
		{
			Name: "san-non-ascii-email", Title: "a mail address in UTF-8",
			Source: "home-made authorities before RFC 8398; Go 1.16 refuses to parse it",
			Form:   alternative(dnsName("localhost"), emailName("b\u00fcro@example.test")),
		},
		{
			Name: "san-bad-uri", Title: "a URI whose IPv6 address has no end",
			Source: "home-made tools",
			Form:   alternative(dnsName("localhost"), uriName("http://[::1")),
		},
		{
			Name: "san-bad-uri-space", Title: "a URI with a space in the host name",
			Source: "names of Windows machines in OPC UA applications",
			Form:   alternative(dnsName("localhost"), uriName("http://bad host/")),
		},
	}
}

// alternative is a Form with exactly these names.
func alternative(names ...[]byte) Form {
	return extensions(Extension{ID: extAlternativeNames, Value: sequence(names...)})
}
