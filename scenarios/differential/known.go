package differential

import (
	"slices"
	"strings"
)

// A KnownDifference is one between TLS libraries, not a fault: the same profile is met in
// another way on some backend, and clients of the product would meet it in the way that the
// profile follows.
type KnownDifference struct {
	Name    string
	Follows string // the product and version that the profiles follow
	Reason  string
	matches func(Difference) bool
}

// Known are the differences that there are.
func Known() []KnownDifference {
	return []KnownDifference{
		{
			Name:    "suite of TLS 1.3",
			Follows: "OpenSSL, where a profile has an order of suites of TLS 1.3; crypto/tls, which plays those profiles by default, takes the one that suits the client's processor",
			Reason:  "crypto/tls chooses among the suites of TLS 1.3 by itself, and prefers ChaCha20 where the client lists it before AES",
			matches: func(d Difference) bool {
				return d.Backends[0] == "crypto/tls" && suiteOfTLS13(d.Came[0]) != "" && suiteOfTLS13(d.Came[1]) != "" &&
					strings.Replace(d.Came[0], suiteOfTLS13(d.Came[0]), suiteOfTLS13(d.Came[1]), 1) == d.Came[1]
			},
		},
		{
			Name:    "no protocol in common",
			Follows: "RFC 7301, section 3.2, as OpenSSL since 3.0 does",
			Reason:  "the s_server of OpenSSL 1.1.1 goes on without a protocol (SSL_TLSEXT_ERR_NOACK)",
			matches: func(d Difference) bool {
				return strings.HasPrefix(d.Backends[1], "docker:1.1.1") && strings.HasSuffix(d.Came[0], "no_application_protocol(120) from the server") &&
					strings.Contains(d.Came[1], `protocol ""`)
			},
		},
		{
			Name:    "no signature scheme in common",
			Follows: "RFC 5246, section 7.4.3, and Schannel, which need none for RSA key exchange",
			Reason:  "OpenSSL looks for a signature scheme whatever the key exchange, and sends handshake_failure if a server that is pinned to some (SignatureSchemes) finds none",
			matches: func(d Difference) bool {
				pinned := []string{"windows-server-2012r2-sha1-ske-plain", "schannel-sha1-cert-strict-plain"}
				refused := strings.Contains(d.Came[1], "handshake_failure(40) from the server") || strings.Contains(d.Came[1], "SSL alert number 40")
				return isOpenSSL(d.Backends[1]) && slices.Contains(pinned, d.Profile) && refused
			},
		},
	}
}

func isOpenSSL(backend string) bool {
	return strings.HasPrefix(backend, "docker:") || strings.HasPrefix(backend, "openssl")
}

// suiteOfTLS13 is the suite of a connection in TLS 1.3, "" if it is none.
func suiteOfTLS13(came string) string {
	rest, ok := strings.CutPrefix(came, "TLS 1.3 ")
	if !ok {
		return ""
	}
	suite, _, _ := strings.Cut(rest, ",")
	return suite
}

// Sort tells the differences that are known, by name, from those that are not.
func Sort(all []Difference) (known map[string][]Difference, unknown []Difference) {
	known = make(map[string][]Difference)
	for _, d := range all {
		if k := find(d); k != nil {
			known[k.Name] = append(known[k.Name], d)
		} else {
			unknown = append(unknown, d)
		}
	}
	return known, unknown
}

func find(d Difference) *KnownDifference {
	for _, k := range Known() {
		if k.matches(d) {
			return &k
		}
	}
	return nil
}
