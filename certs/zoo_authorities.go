package certs

// authorityZoo is about what authorities may do, and how a certificate points to
// the one that signed it.
func authorityZoo() []Spec {
	noConstraints := extensions(Extension{ID: extBasicConstraints, Omit: true})
	notCA := extensions(Extension{ID: extBasicConstraints, Critical: critical, Value: sequence()})
	noCertSign := extensions(Extension{ID: extKeyUsage, Critical: critical, Value: namedBits(usageCRLSign)})
	return []Spec{
		{
			Name: "ca-no-basic-constraints", Title: "the intermediate does not say that it is an authority",
			Source: "home-made authorities; RFC 5280, section 6.1.4 (k)", Issuers: issuers(CA{Form: noConstraints}),
		},
		{
			Name: "ca-false", Title: "the intermediate says that it is no authority",
			Source: "leaves that sign leaves; RFC 5280, section 6.1.4 (k)", Issuers: issuers(CA{Form: notCA}),
		},
		{
			Name: "ca-no-cert-sign", Title: "the intermediate may sign revocation lists, not certificates",
			Source: "home-made authorities; RFC 5280, section 6.1.4 (n)", Issuers: issuers(CA{Form: noCertSign}),
		},
		{
			Name: "root-no-basic-constraints", Title: "the root does not say that it is an authority",
			Source: "home-made roots; Go asks it of roots too", Root: CA{Key: ECDSAP256, Form: noConstraints},
		},
		{
			Name: "root-ca-false", Title: "the root says that it is no authority",
			Source: "home-made roots; Go asks it of roots too", Root: CA{Key: ECDSAP256, Form: notCA},
		},
		{
			Name: "root-no-cert-sign", Title: "the root may sign revocation lists, not certificates",
			Source: "home-made roots; Go asks it of roots too", Root: CA{Key: ECDSAP256, Form: noCertSign},
		},
		{
			Name: "pathlen-exceeded", Title: "an authority that may have none below it has one",
			Source:  "departments that make a sub-authority; RFC 5280, section 4.2.1.9",
			Issuers: issuers(CA{}, CA{Form: pathLength(0)}),
		},
		{
			Name: "pathlen-negative", Title: "an authority may have -1 authorities below it",
			Source:  "tools that write -1 for no limit; Go 1.25 refuses to parse it",
			Issuers: issuers(CA{Form: pathLength(-1)}),
		},
		{
			Name: "issuer-encoding-mismatch", Title: "the leaf has its issuer's name in another string type",
			Source:  "authorities that moved from PrintableString to UTF8String; RFC 5280, section 7.1 finds them equal, Go compares bytes",
			Issuers: issuers(namedCA()),
			Form:    Form{Issuer: []Attribute{{attrCommonName, tagUTF8String, issuingCA}}},
		},
		{
			Name: "issuer-case-mismatch", Title: "the leaf has its issuer's name in other letters",
			Source:  "names typed twice; RFC 5280, section 7.1 finds them equal, Go compares bytes",
			Issuers: issuers(namedCA()),
			Form:    Form{Issuer: []Attribute{{attrCommonName, tagPrintableString, "Legacy Issuing Authority, Never Trust"}}},
		},
		{
			Name: "aki-mismatch", Title: "the leaf says that another key has signed it",
			Source: "authorities with a new key and an old configuration; a hint, not a rule (RFC 4158, section 3.5.12)",
			Form:   extensions(authorityKeyID([]byte("another authority's"))),
		},
	}
}

const issuingCA = "legacy issuing authority, never trust"

func namedCA() CA {
	return CA{Form: Form{Subject: []Attribute{{attrCommonName, tagPrintableString, issuingCA}}}}
}

// authorityConstraints says that it is an authority; pathLength is DER.
func authorityConstraints(pathLength []byte) []byte {
	return sequence(tlv(tagBoolean, []byte{0xff}), pathLength)
}

func pathLength(n int64) Form {
	return extensions(Extension{ID: extBasicConstraints, Critical: critical, Value: authorityConstraints(smallInteger(n))})
}

// nameConstraintZoo is about authorities that may only sign for some names
// (RFC 5280, section 4.2.1.10).
func nameConstraintZoo() []Spec {
	foreignName := Extension{ID: extAlternativeNames, Value: sequence(dnsName("ca.other.test"))}
	return []Spec{
		{
			Name: "nc-permitted", Title: "the intermediate may sign for localhost, and did",
			Source: "corporate sub-authorities", Issuers: constrained(permitted(dnsName("localhost"))),
		},
		{
			Name: "nc-permitted-other", Title: "the intermediate may sign for other.example.test, and signed for localhost",
			Source: "corporate sub-authorities", Issuers: constrained(permitted(dnsName("other.example.test"))), ServerName: "localhost",
		},
		{
			Name: "nc-excluded", Title: "the intermediate may not sign for localhost, and did",
			Source: "corporate sub-authorities", Issuers: constrained(excluded(dnsName("localhost"))), ServerName: "localhost",
		},
		{
			Name: "nc-directory-name", Title: "a critical constraint on subject names, which Go does not know",
			Source:  "government authorities",
			Issuers: constrained(permitted(directoryName(attribute(attrCommonName, "localhost")))),
		},
		{
			Name: "nc-directory-name-not-critical", Title: "a constraint on subject names that need not be understood",
			Source: "government authorities",
			Issuers: issuers(CA{Form: extensions(
				Extension{ID: extNameConstraints, Value: permitted(directoryName(attribute(attrCommonName, "localhost")))},
			)}),
		},
		{
			Name: "nc-empty", Title: "name constraints that constrain nothing",
			Source: "home-made authorities; one of both lists must be there", Issuers: constrained(sequence()),
		},
		{
			Name: "nc-bad-mask", Title: "a constraint on addresses with the mask ff00ff00",
			Source:  "home-made authorities; the mask is one of CIDR",
			Issuers: constrained(permitted(ipName([]byte{127, 0, 0, 0, 0xff, 0, 0xff, 0}))),
		},
		{
			Name: "nc-intermediate-has-san", Title: "the intermediate has an alternative name that it may not sign for",
			Source: "authorities with a name of their own; Go 1.19 and 1.20 held it against them",
			Issuers: issuers(CA{Form: extensions(
				Extension{ID: extNameConstraints, Critical: critical, Value: permitted(dnsName("localhost"))}, foreignName,
			)}),
		},
		{
			Name: "nc-root-on-intermediate-san", Title: "the intermediate has an alternative name that the root may not sign for",
			Source:  "authorities with a name of their own; Go 1.21 began to look",
			Root:    CA{Key: ECDSAP256, Form: extensions(Extension{ID: extNameConstraints, Critical: critical, Value: permitted(dnsName("localhost"))})},
			Issuers: issuers(CA{Form: extensions(foreignName)}),
		},
		{
			Name: "nc-excluded-wildcard", Title: "the leaf has a wildcard that includes an excluded name",
			Source:  "corporate sub-authorities; Go 1.24 began to refuse it",
			Issuers: constrained(excluded(dnsName("bad.example.test"))),
			Hosts:   hosts("*.example.test"), ServerName: legacyHost,
		},
		{
			Name: "nc-cn-only", Title: "a constrained authority signed a leaf without alternative names",
			Source:  "old hosts below corporate sub-authorities",
			Issuers: constrained(permitted(dnsName("example.test"))),
			Hosts:   noNames(), CommonName: legacyHost, ServerName: legacyHost,
		},
	}
}

// constrained is one intermediate with critical name constraints.
func constrained(value []byte) []CA {
	return issuers(CA{Form: extensions(Extension{ID: extNameConstraints, Critical: critical, Value: value})})
}
