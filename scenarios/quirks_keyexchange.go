package scenarios

import (
	"crypto/tls"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/harness"
)

// quirksOfKeyExchange are those of what a ServerKeyExchange says.
func quirksOfKeyExchange() []harness.Scenario {
	return []harness.Scenario{
		selectSchemeOfOtherKey(),
		selectSchemeOfOtherHash(),
		selectGroupUnoffered("select-group", brainpoolP256r1, "brainpoolP256r1, of smart cards and governments"),
		selectGroupUnoffered("select-group-p224", secp224r1, "P-224, which crypto/elliptic knows"),
		selectGroupOffered(),
		explicitCurve(),
		compressedPoint(),
		ignoreSignatureAlgorithms("ignore-signature-algorithms-md5", rsaMD5, "MD5"),
		ignoreSignatureAlgorithms("ignore-signature-algorithms-sha224", rsaSHA224, "SHA-224"),
	}
}

const processServerKeyExchange = "src/crypto/tls/key_agreement.go (processServerKeyExchange)"

// Named groups that no Go client offers.
const (
	secp224r1       tls.CurveID = 0x0015
	secp256k1       tls.CurveID = 0x0016
	brainpoolP256r1 tls.CurveID = 0x001a
)

// Signature schemes of RFC 5246 that no Go client offers.
const (
	rsaMD5    tls.SignatureScheme = 0x0101
	rsaSHA224 tls.SignatureScheme = 0x0301
)

// stopsAtKeyExchange is how clients refuse a ServerKeyExchange. The alert changed.
func stopsAtKeyExchange(text string) []harness.Rule {
	return meets(stops(harness.UnexpectedMessage, text), since("1.24", stops(harness.IllegalParameter, text)))
}

// onP256 is a server that has a key on P-256, whatever it says of it.
func onP256(name, title string, quirks fixtures.Quirks) fixtures.Profile {
	server := quirky(name, title, quirks)
	server.Groups = []tls.CurveID{tls.CurveP256}
	return server
}

func selectSchemeOfOtherKey() harness.Scenario {
	const text = "tls: invalid ServerKeyExchange message"
	return harness.Scenario{
		Name:   "select-scheme",
		Claim:  "A server with an RSA certificate that names a scheme of ECDSA is refused.",
		Source: "RFC 5246, section 7.4.3; " + processServerKeyExchange,
		Server: quirky("tls12-scheme-of-other-key", "TLS 1.2 with RSA, says that it signs with ECDSA", fixtures.Quirks{SelectScheme: tls.ECDSAWithP256AndSHA256}),
		Rules: meets(
			stops(harness.UnexpectedMessage, "tls: peer doesn't support any common signature algorithms"),
			since("1.14", stops(harness.UnexpectedMessage, text)),
			since("1.24", stops(harness.IllegalParameter, text))),
	}
}

func selectSchemeOfOtherHash() harness.Scenario {
	const text = "crypto/rsa: verification error"
	return harness.Scenario{
		Name:   "select-scheme-hash",
		Claim:  "A server that names another scheme of RSA than it signs with has a wrong signature, as a server with the wrong key has.",
		Source: "RFC 5246, section 7.4.3; " + processServerKeyExchange,
		Server: quirky("tls12-scheme-of-other-hash", "TLS 1.2, says that it signs with SHA-512", fixtures.Quirks{SelectScheme: tls.PKCS1WithSHA512}),
		Rules: meets(
			stops(harness.UnexpectedMessage, text),
			since("1.14", stops(harness.UnexpectedMessage, "tls: invalid signature by the server certificate: "+text)),
			since("1.24", stops(harness.IllegalParameter, "tls: invalid signature by the server certificate: "+text))),
	}
}

// unofferedCurve is how clients refuse a named group that they do not offer, with a
// text that says what is wrong since Go 1.25.
func unofferedCurve() []harness.Rule {
	return meets(
		stops(harness.UnexpectedMessage, "tls: server selected unsupported curve"),
		since("1.24", stops(harness.IllegalParameter, "tls: server selected unsupported curve")),
		since("1.25", stops(harness.IllegalParameter, "tls: server selected unoffered curve")))
}

func selectGroupUnoffered(name string, group tls.CurveID, what string) harness.Scenario {
	return harness.Scenario{
		Name:   name,
		Claim:  "A server that names the group " + what + ", is refused before the client looks at the point.",
		Source: "RFC 8422, section 5.4; " + processServerKeyExchange,
		Server: onP256("tls12-"+name, "TLS 1.2, says that its public key is of a group that nobody offers", fixtures.Quirks{SelectGroup: group}),
		Rules:  unofferedCurve(),
	}
}

func selectGroupOffered() harness.Scenario {
	return harness.Scenario{
		Name:   "select-group-offered",
		Claim:  "A server that names P-384 with a key of P-256 is refused for its point.",
		Source: "RFC 8422, section 5.4; " + processServerKeyExchange,
		Server: onP256("tls12-group-of-other-key", "TLS 1.2, says P-384 with a key of P-256", fixtures.Quirks{SelectGroup: tls.CurveP384}),
		Rules:  stopsAtKeyExchange("tls: invalid ServerKeyExchange message"),
	}
}

func explicitCurve() harness.Scenario {
	return harness.Scenario{
		Name:   "explicit-curve",
		Claim:  "A server that describes P-256 by its parameters instead of naming it is refused.",
		Source: "RFC 4492, section 5.4; " + processServerKeyExchange,
		Server: onP256("tls12-explicit-curve", "TLS 1.2, describes its curve by parameters", fixtures.Quirks{ExplicitCurve: true}),
		Rules:  stopsAtKeyExchange("tls: server selected unsupported curve"),
	}
}

func compressedPoint() harness.Scenario {
	return harness.Scenario{
		Name:   "compressed-point",
		Claim:  "A server whose public key is a compressed point is refused.",
		Source: "RFC 8422, section 5.4.1; " + processServerKeyExchange,
		Server: onP256("tls12-compressed-point", "TLS 1.2, its public key is a compressed point", fixtures.Quirks{CompressedPoint: true}),
		Rules:  stopsAtKeyExchange("tls: invalid ServerKeyExchange message"),
	}
}

// ignoreSignatureAlgorithms is for hash functions that Go clients have never offered.
// Those of SHA-1, which they have, are in Go125.
func ignoreSignatureAlgorithms(name string, scheme tls.SignatureScheme, hash string) harness.Scenario {
	server := quirky("tls12-"+name, "TLS 1.2, signs with "+hash+" whatever is offered", fixtures.Quirks{IgnoreSignatureAlgorithms: true})
	server.SignatureSchemes = []tls.SignatureScheme{scheme}
	const text = "tls: certificate used with invalid signature algorithm"
	return harness.Scenario{
		Name:   name,
		Claim:  "A server that signs its key exchange with " + hash + " without being asked is refused.",
		Source: "RFC 5246, section 7.4.3; " + processServerKeyExchange,
		Server: server,
		Rules: meets(
			stops(harness.UnexpectedMessage, "tls: peer doesn't support any common signature algorithms"),
			since("1.14", stops(harness.UnexpectedMessage, text)),
			since("1.24", stops(harness.IllegalParameter, text))),
	}
}
