package certs

import "crypto/x509"

// trustZoo is about what the client trusts.
func trustZoo() []Spec {
	return []Spec{
		{
			Name: "self-signed", Title: "signed by its own key and known to nobody",
			Source: "appliances as they come out of the box",
			Key:    ECDSAP256, SelfSigned: true, Trust: TrustAnother,
		},
		{
			Name: "self-signed-pinned", Title: "signed by its own key, and the client trusts exactly this one",
			Source: "appliances whose certificate was copied to the client",
			Key:    ECDSAP256, SelfSigned: true, Trust: TrustLeaf,
		},
		{
			Name: "self-signed-pinned-sha1", Title: "pinned, its own signature is SHA-1, which nobody checks",
			Source: "appliances of before 2016; Go takes a pinned certificate as it is",
			Key:    RSA2048, SelfSigned: true, Trust: TrustLeaf, Signature: x509.SHA1WithRSA,
		},
		{
			Name: "self-signed-pinned-md5", Title: "pinned, its own signature is MD5, which nobody checks",
			Source: "appliances of before 2008; Go takes a pinned certificate as it is",
			Key:    RSA2048, SelfSigned: true, Trust: TrustLeaf, Signature: x509.MD5WithRSA,
		},
		{
			Name: "self-signed-pinned-ca", Title: "pinned, and says that it is an authority",
			Source: "openssl req -x509, whose default configuration makes CA:TRUE",
			Key:    ECDSAP256, SelfSigned: true, Trust: TrustLeaf,
			Form: extensions(
				Extension{ID: extBasicConstraints, Critical: critical, Value: authorityConstraints(nil)},
				Extension{ID: extKeyUsage, Critical: critical, Value: namedBits(usageSignature, usageCertSign)},
			),
		},
		{
			Name: "unknown-root", Title: "an ordinary chain, but the client trusts another root",
			Source: "private authorities that were not rolled out to all clients",
			Trust:  TrustAnother,
		},
	}
}

// chainZoo is about what is sent beside the leaf, and in which order.
func chainZoo() []Spec {
	return []Spec{
		{
			Name: "missing-intermediate", Title: "the leaf is sent without the authority that signed it",
			Source:  "IIS and hand-made configurations; RFC 5246, section 7.4.2 wants the whole chain; Go never fetches what lacks",
			Issuers: issuers(CA{}), Sent: []string{"leaf"},
		},
		{
			Name: "intermediates-shuffled", Title: "the leaf first, the two intermediates the wrong way round",
			Source:  "bundles put together by hand; RFC 8446, section 4.4.2 asks clients to bear it",
			Issuers: issuers(CA{}, CA{}), Sent: []string{"leaf", "issuer 2", "issuer 1"},
		},
		{
			Name: "chain-reversed", Title: "the intermediate is sent before the leaf",
			Source:  "bundles put together upside down; the first certificate must be the server's (RFC 5246, section 7.4.2)",
			Issuers: issuers(CA{}), Sent: []string{"issuer 1", "leaf"},
			ServerName: "localhost",
		},
		{
			Name: "root-included", Title: "the root is sent too, which is of no use",
			Source:  "many servers; allowed by RFC 5246, section 7.4.2",
			Issuers: issuers(CA{}), Sent: []string{"leaf", "issuer 1", "root"},
		},
		{
			Name: "duplicate-leaf", Title: "the leaf is sent twice",
			Source:  "a leaf file concatenated with a bundle that begins with it",
			Issuers: issuers(CA{}), Sent: []string{"leaf", "leaf", "issuer 1"},
		},
		{
			Name: "extra-unrelated", Title: "a certificate is sent that has nothing to do with the chain",
			Source: "bundles with leftovers of an earlier authority",
			Extras: extras(Extra{}),
		},
		{
			Name: "extra-garbage", Title: "behind a good leaf comes something that is no certificate",
			Source: "truncated bundle files; one bad entry ends the handshake of a Go client",
			Extras: extras(Extra{Raw: sequence(octetString([]byte("not a certificate")))}),
		},
		{
			Name: "extra-negative-serial", Title: "behind a good leaf comes an unneeded authority with a negative serial number",
			Source: "bundles with old roots; Go 1.23 refuses to parse it",
			Extras: extras(Extra{Form: Form{Serial: []byte{0x85}}}),
		},
		{
			Name: "cross-signed-expired", Title: "the chain offers an expired cross-certificate of the root that the client has",
			Source: "AddTrust External CA Root in May 2020, DST Root CA X3 in September 2021; OpenSSL before 1.1.1 failed",
			Root:   CA{Key: ECDSAP256},
			Extras: extras(Extra{CrossSigned: true, Form: Form{NotAfter: utc("200530104838Z")}}),
		},
		{
			Name: "chain-over-64k", Title: "a Certificate message of about 80 KB, most of it unneeded",
			Source: "servers that send their whole trust store; Go before 1.23 takes 65536 bytes at most",
			Extras: extras(bulky(1), bulky(2), bulky(3), bulky(4)),
		},
	}
}

// bulky is an authority with 20 KB of an extension that nobody knows.
func bulky(n byte) Extra {
	return Extra{Form: extensions(Extension{ID: unknownExtension, Value: octetString(make([]byte, 20000), []byte{n})})}
}
