package harness

import (
	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
)

// A certificateFault is what can be said and done about a certificate of a server that
// clients refuse.
type certificateFault struct {
	says     func(said string) bool          // whether the client's words are about it, in some release
	only     func(certs.Spec) bool           // the certificates that it is about, nil means all
	cause    string                          // what it is about the certificate, and since when Go minds
	about    func(said string) string        // for %s in cause, nil if it has none
	helps    func(fixtures.Profile) []change // what a client can do, the least weakening first; nil if nothing
	recorded []Remedy                        // settings with which releases take it
	hopeless string                          // what to say if none of that helps
	better   string                          // what the server should do
}

const (
	parsedFirst = "no setting of Go makes crypto/x509 read it, and InsecureSkipVerify does not skip reading"
	keyChecked  = "no setting of Go makes it take the key, and InsecureSkipVerify does not skip what is done with it"
	newNames    = "give the server a certificate with the name among its alternative names (subjectAltName)"
	newLeaf     = "give the server a new certificate"
	newChain    = "let an authority of today issue the chain anew"
)

// certificateFaults has the rows in the order in which they are looked at: what is the
// reason of a reason stands first.
func certificateFaults() []certificateFault {
	var all []certificateFault
	for _, part := range [][]certificateFault{
		certificateFaultsOfKeys(), certificateFaultsOfSignatures(), certificateFaultsOfNames(), certificateFaultsOfChains(),
		certificateFaultsSinceARelease(), certificateFaultsForEver(),
	} {
		all = append(all, part...)
	}
	return all
}

func certificateFaultsOfKeys() []certificateFault {
	return []certificateFault{
		{
			says:     allOf("x509: ", "-bit keys are insecure"),
			cause:    "an authority of the server's chain has an RSA key of %s bits, and crypto/rsa refuses keys below 1024 since Go 1.24",
			about:    bitsIn,
			recorded: takenWith("rsa-768-root", "rsa1024min=0", "1.24", "1.27"),
			better:   newChain,
		},
		{
			says:     anyOf("-bit keys are insecure"),
			cause:    "the server's RSA key has %s bits, and crypto/rsa refuses keys below 1024 since Go 1.24",
			about:    bitsIn,
			recorded: takenWith("rsa-512", "rsa1024min=0", "1.24", "1.27"),
			hopeless: keyChecked, better: "give the server a key of 2048 bits",
		},
		{
			says:     anyOf("certificate containing RSA key larger than 8192 bits"),
			cause:    "an RSA key of the server's chain has more than 8192 bits, which Go refuses since 1.19.12 and 1.20.7; from 1.19.13, 1.20.8 and 1.21.1 on a setting raises the limit",
			recorded: takenWith("rsa-8200", "tlsmaxrsasize=16384", "1.19", "1.27"),
			hopeless: keyChecked, better: "give the server a key of 2048 to 4096 bits",
		},
		{
			says:     anyOf("crypto/rsa: public exponent", "crypto/rsa: public modulus is even"),
			cause:    "the server's RSA key is one that cannot be, or that crypto/rsa does not compute with since Go 1.24: %s",
			about:    lastWords,
			hopeless: keyChecked, better: "give the server a key with the public exponent 65537",
		},
		{
			says:     anyOf("unsupported type of public key"),
			cause:    "the server has a key of a kind that crypto/tls does not do: it does RSA, ECDSA with the curves of NIST, and Ed25519",
			hopeless: keyChecked, better: "give the server a key of RSA or ECDSA",
		},
		{
			says:     anyOf("incorrect key type for selected ciphersuite", "incorrect type of key"),
			cause:    "the server selects a suite that its key is not for",
			hopeless: keyChecked, better: "let the server select a suite that goes with its certificate",
		},
		{
			says:     anyOf("no FIPS compatible certificate chains found"),
			cause:    "the program is in FIPS 140-3 mode, which takes RSA keys from 2048 bits on and signatures of today alone, since Go 1.24",
			hopeless: "FIPS 140-3 mode has no exception", better: "give the server a certificate that FIPS 140-3 allows",
		},
		{
			says:     anyOf("exceeds maximum of 65536 bytes"),
			cause:    "the Certificate message of the server is longer than 65536 bytes, which is all that Go takes; since 1.23 it takes 262144",
			hopeless: strict, better: "let the server send its own chain, not a whole bundle of authorities",
		},
	}
}

func certificateFaultsOfSignatures() []certificateFault {
	return []certificateFault{
		{
			says:     anyOf("insecure algorithm SHA1-RSA", "insecure algorithm ECDSA-SHA1"),
			cause:    "a certificate of the chain is signed with SHA-1, which Go refuses since 1.18",
			recorded: takenWith("sha1-leaf", "x509sha1=1", "1.18", "1.23"),
			hopeless: "no setting of Go brings SHA-1 back since 1.24", better: newChain,
		},
		{
			says:   anyOf("insecure algorithm DSA-SHA1"),
			cause:  "a certificate of the chain is signed by a DSA key, which Go does not verify since 1.16",
			better: newChain,
		},
		{
			says:   anyOf("insecure algorithm MD5-RSA", "insecure algorithm MD2-RSA"),
			cause:  "a certificate of the chain is signed with MD5 or MD2, which no Go release since 1.12 accepts",
			better: newChain,
		},
		{
			says:   anyOf("algorithm unimplemented"),
			only:   func(s certs.Spec) bool { return s.Root.Key == certs.DSA1024 },
			cause:  "a certificate of the chain is signed by a DSA key, which Go does not verify since 1.16",
			better: newChain,
		},
		{
			says:   anyOf("algorithm unimplemented"),
			cause:  "a certificate of the chain is signed in a way that crypto/x509 does not verify: such are SHA-224, RSA-PSS with parameters of its own, and DSA since Go 1.16",
			better: newChain,
		},
		{
			says:   anyOf("possibly because of \"crypto/rsa: verification error", "possibly because of \"x509: ECDSA verification failure"),
			cause:  "a signature in the chain is not that of the authority that the certificate names",
			better: newChain,
		},
		{
			says:   anyOf("x509: invalid signature: parent certificate cannot sign this kind of certificate"),
			cause:  "a certificate of the chain is signed by one that is no authority, or may not sign certificates (basic constraints and key usage, RFC 5280, section 4.2.1)",
			better: newChain,
		},
		{
			says:   anyOf("issuer name does not match subject from issuing certificate"),
			cause:  "a certificate of the chain has its issuer's name in other letters or another encoding; Go compares bytes",
			better: newChain,
		},
	}
}

func certificateFaultsOfNames() []certificateFault {
	return []certificateFault{
		{
			says:   anyOf("relies on legacy Common Name field", "doesn't contain any IP SANs", "is not valid for any names"),
			only:   hasUnreadExtensions,
			cause:  "the certificate is of version 1 or 2 and has extensions all the same, which Go leaves unread since 1.17, the alternative names with them",
			better: "give the server a certificate of version 3",
		},
		{
			says:   anyOf("relies on legacy Common Name field"),
			only:   hasUselessCommonName,
			cause:  "the certificate has no alternative names, and its common name never counted: it is an IP address, or an authority above may sign for some names alone",
			better: newNames,
		},
		{
			says:     anyOf("relies on legacy Common Name field"),
			cause:    "the certificate has no alternative names, only a common name, which Go does not look at since 1.15, whatever the settings since 1.17",
			recorded: takenWith("cn-only", "x509ignoreCN=0", "1.15", "1.16"),
			hopeless: "no setting of Go brings the common name back since 1.17", better: newNames,
		},
		{
			says:   anyOf("issuer has name constraints but leaf doesn't have a SAN extension"),
			cause:  "an authority above the certificate may sign for some names alone, and the certificate has no alternative names",
			better: newNames,
		},
		{
			says:   anyOf("doesn't contain any IP SANs"),
			cause:  "the client dials an IP address, and the certificate has none among its alternative names",
			helps:  byAnotherName,
			better: "give the server a certificate with its address among the alternative names, or let the client dial it by name",
		},
		{
			says:   anyOf("is not valid for any names"),
			cause:  "the certificate has no alternative name that is one of a host",
			better: newNames,
		},
		{
			says:   anyOf("x509: certificate is valid for *, not "),
			cause:  "the certificate is for the bare name *, which Go does not take for any host since 1.23",
			better: newNames,
		},
		{
			says:   anyOf("., not "),
			cause:  "the certificate is for a name that ends in a dot, which Go does not match with the name without since 1.15",
			better: newNames,
		},
		{
			says:   anyOf("x509: certificate is valid for "),
			cause:  "the certificate is for other names than the client asks for",
			helps:  byAnotherName,
			better: newNames,
		},
	}
}

func certificateFaultsOfChains() []certificateFault {
	return []certificateFault{
		{
			says:   anyOf(`DNS name "*.`),
			cause:  "an authority above the certificate may not sign for a name that the certificate's wildcard covers, which Go refuses since 1.24.11 and 1.25.5",
			better: newChain,
		},
		{
			says: anyOf("is not permitted by any constraint", "is excluded by constraint"),
			cause: "an authority of the chain may not sign for a name below it (name constraints, RFC 5280, section 4.2.1.10); " +
				"Go looks at the names of authorities too, in 1.19 and 1.20 at those of the constrained one itself, since 1.21 at those below it",
			better: newChain,
		},
		{
			says:   anyOf("x509: unhandled critical extension"),
			only:   hasPolicies,
			cause:  "an authority of the chain makes demands on policies, critically (RFC 5280, sections 4.2.1.11 and 4.2.1.14); Go knows them since 1.24 and refuses what it does not know",
			better: newChain,
		},
		{
			says:   anyOf("x509: unhandled critical extension"),
			cause:  "a certificate of the chain has a critical extension that crypto/x509 does not know, and so must refuse (RFC 5280, section 4.2)",
			better: "leave the extension out, or let it not be critical",
		},
		{
			says:   anyOf("x509: no valid chains built"),
			cause:  "the chain lacks a policy that an authority of it demands (RFC 5280, section 4.2.1.11), to which Go listens since 1.24",
			better: newChain,
		},
		{
			says:   anyOf("is not authorized to sign other certificates"),
			cause:  "a certificate of the chain is signed by one that does not say that it is an authority (basic constraints, RFC 5280, section 4.2.1.9)",
			better: newChain,
		},
		{
			says:   anyOf("too many intermediates for path length constraint"),
			cause:  "an authority of the chain may have fewer authorities below it than there are (RFC 5280, section 4.2.1.9)",
			better: newChain,
		},
		{
			says:   anyOf("specifies an incompatible key usage"),
			cause:  "a certificate of the chain is not for servers (extended key usage, RFC 5280, section 4.2.1.12); server gated cryptography does not count as such since Go 1.18",
			better: newLeaf + " for serverAuth",
		},
		{
			says:   anyOf("certificate has expired or is not yet valid"),
			cause:  "a certificate of the chain has expired, or is not valid yet, by the client's clock%s",
			about:  clockOf,
			better: newLeaf + ", or set the clocks right",
		},
		{
			says:     anyOf("certificate signed by unknown authority"),
			only:     func(s certs.Spec) bool { return s.Root.Form.Serial != nil && s.Root.Form.Serial[0]&0x80 != 0 },
			cause:    "the root that the client trusts has a negative serial number: since Go 1.23 a pool of roots leaves it out without a word, and does not know the authority then",
			recorded: takenWith("serial-negative-root", "x509negativeserial=1", "1.23", "1.27"),
			better:   "make the root anew",
		},
		{
			says:   anyOf("certificate signed by unknown authority"),
			cause:  "the client does not know the authority that issued the server's certificate",
			helps:  ofTheServer,
			better: "trust it in tls.Config.RootCAs of the client (Server.Roots, -roots FILE)",
		},
	}
}

// certificateFaultsSinceARelease are of certificates that older releases read.
func certificateFaultsSinceARelease() []certificateFault {
	return []certificateFault{
		{
			says:     anyOf("x509: negative serial number"),
			cause:    "a certificate that the server sends has a negative serial number, which Go does not read since 1.23",
			recorded: takenWith("serial-negative", "x509negativeserial=1", "1.23", "1.27"),
			hopeless: parsedFirst, better: newLeaf + ", with a positive serial number",
		},
		{
			says:     anyOf("x509: certificate contains duplicate extension"),
			cause:    "a certificate that the server sends has an extension twice, which Go does not read since 1.19",
			hopeless: parsedFirst, better: newLeaf,
		},
		{
			says:     anyOf("x509: invalid version"),
			cause:    "a certificate that the server sends is of a version that there is not, which Go does not read since 1.17",
			hopeless: parsedFirst, better: newLeaf + " of version 3",
		},
		{
			says:     anyOf("inner and outer signature algorithm identifiers don't match"),
			cause:    "a certificate that the server sends names its signature algorithm in two ways, which Go does not read since 1.17",
			hopeless: parsedFirst, better: newLeaf,
		},
		{
			says:     anyOf("unsupported string type"),
			cause:    "a name in a certificate that the server sends is of a string type that Go does not read since 1.17; Go 1.27 reads it again",
			hopeless: parsedFirst, better: newLeaf + " with names in UTF-8",
		},
		{
			says:     anyOf("odd-length BMP string", "invalid BMPString"),
			cause:    "a name in a certificate that the server sends is a malformed BMPString: of an odd length, which Go does not read since 1.14, or with half a pair of surrogates, which it does not read since 1.25",
			hopeless: parsedFirst, better: newLeaf + " with names in UTF-8",
		},
		{
			says:     anyOf("x509: SAN dNSName is malformed", "x509: SAN rfc822Name is malformed", "x509: SAN uniformResourceIdentifier is malformed"),
			cause:    "an alternative name in a certificate that the server sends is malformed: not in ASCII, which Go does not read since 1.16, or empty or with a dot too many, which 1.24.8, 1.24.9 and 1.25.2 alone did not read",
			hopeless: parsedFirst, better: newNames,
		},
		{
			says:     anyOf("x509: SAN iPAddress contains IPv4-mapped IPv6 address"),
			cause:    "an IPv4 address among the alternative names has the 16 bytes of IPv6, which Go does not read since 1.27",
			hopeless: parsedFirst, better: newLeaf + " with addresses of 4 bytes",
		},
		{
			says:     anyOf("incorrectly marked critical"),
			cause:    "an extension of a certificate that the server sends is critical and must not be (RFC 5280, section 4.2), which Go does not read since 1.23",
			hopeless: parsedFirst, better: newLeaf,
		},
		{
			says:     anyOf("x509: invalid basic constraints"),
			cause:    "the basic constraints of a certificate that the server sends are malformed: so is a negative path length, which Go does not read since 1.25",
			hopeless: parsedFirst, better: newChain,
		},
		{
			says:     anyOf("x509: invalid certificate policies"),
			cause:    "the policies of a certificate that the server sends are malformed: so is one that is there twice, which Go does not read since 1.24",
			hopeless: parsedFirst, better: newLeaf,
		},
	}
}

// certificateFaultsForEver are of certificates that no release since 1.12 takes.
func certificateFaultsForEver() []certificateFault {
	return []certificateFault{
		{
			says:     anyOf("crypto/rsa: verification error", "tls: invalid signature by the server certificate: ", "ECDSA verification failure"),
			cause:    "the server's signature does not fit the key of its certificate",
			hopeless: keyChecked, better: "give the server the key that belongs to its certificate",
		},
		{
			says:     anyOf("failed to parse certificate from server: "),
			cause:    "a certificate that the server sends is malformed, as far as is known for every Go release since 1.12: %s",
			about:    lastWords,
			hopeless: parsedFirst, better: newLeaf,
		},
	}
}
