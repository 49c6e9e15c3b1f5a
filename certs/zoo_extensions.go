package certs

// unknownExtension is in the arc for examples (X.660, section A.8, note).
const unknownExtension = "2.999.1"

// criticalZoo is about extensions that a client must understand or refuse, and
// about those that must not be marked so (RFC 5280, section 4.2).
func criticalZoo() []Spec {
	unknown := Extension{ID: unknownExtension, Critical: critical, Value: null()}
	return []Spec{
		{Name: "critical-unknown", Title: "a critical extension of the leaf that nobody knows", Source: "private extensions of devices", Form: extensions(unknown)},
		{Name: "critical-unknown-intermediate", Title: "a critical extension of the intermediate that nobody knows", Source: "private extensions of authorities", Issuers: issuers(CA{Form: extensions(unknown)})},
		{Name: "critical-unknown-root", Title: "a critical extension of the root that nobody knows", Source: "private extensions of authorities", Root: CA{Key: ECDSAP256, Form: extensions(unknown)}},
		{
			Name: "critical-ns-cert-type", Title: "Netscape's certificate type, critical",
			Source: "authorities of the 1990s; Go does not know it",
			Form:   extensions(Extension{ID: "2.16.840.1.113730.1.1", Critical: critical, Value: namedBits(1)}),
		},
		{
			Name: "critical-tls-feature", Title: "the TLS feature extension (must staple), critical",
			Source: "RFC 7633, section 4.1 wants it not critical; Go does not know it",
			Form:   extensions(Extension{ID: "1.3.6.1.5.5.7.1.24", Critical: critical, Value: sequence(smallInteger(5))}),
		},
		{
			Name: "critical-ct-poison", Title: "a precertificate, made to be refused, is served",
			Source: "mixed-up files of an authority; RFC 6962, section 3.1",
			Form:   extensions(Extension{ID: "1.3.6.1.4.1.11129.2.4.3", Critical: critical, Value: null()}),
		},
		{
			Name: "critical-aki", Title: "the authority key identifier is marked critical",
			Source: "home-made authorities; Go 1.23 refuses to parse it",
			Form:   extensions(Extension{ID: extAuthorityKeyID, Critical: critical}),
		},
		{
			Name: "critical-ski", Title: "the subject key identifier is marked critical",
			Source: "home-made authorities; Go 1.23 refuses to parse it",
			Form:   extensions(Extension{ID: extSubjectKeyID, Critical: critical, Value: octetString([]byte("legacytls subject key"))}),
		},
		{
			Name: "critical-aia", Title: "the authority information access is marked critical",
			Source: "home-made authorities; Go 1.23 refuses to parse it",
			Form:   extensions(Extension{ID: extAuthorityInfo, Critical: critical, Value: ocspAt("http://ocsp.example.test/")}),
		},
		{
			Name: "critical-written-01", Title: "critical is written as 01, where DER has FF for true",
			Source: "BER encoders (X.690, section 11.1)",
			Form:   extensions(Extension{ID: extBasicConstraints, Critical: 0x01}),
		},
	}
}

func ocspAt(uri string) []byte {
	return sequence(sequence(oid("1.3.6.1.5.5.7.48.1"), uriName(uri)))
}

// policyZoo is about certificate policies (RFC 5280, sections 4.2.1.4, 4.2.1.11
// and 4.2.1.14), which Go began to look at in 1.24.
func policyZoo() []Spec {
	asserted := Extension{ID: extPolicies, Value: sequence(policy("2.999.2"))}
	demanded := Extension{ID: extPolicyConstraints, Critical: critical, Value: sequence(primitive(0, []byte{0}))}
	demandedSoftly := Extension{ID: extPolicyConstraints, Value: demanded.Value}
	return []Spec{
		{
			Name: "policy-required-missing", Title: "the intermediate demands a policy, the leaf has none",
			Source: "government authorities", Issuers: issuers(CA{Form: extensions(demanded, asserted)}),
		},
		{
			Name: "policy-required-other", Title: "the intermediate demands a policy, the leaf has another",
			Source: "government authorities", Issuers: issuers(CA{Form: extensions(demanded, asserted)}),
			Form: extensions(Extension{ID: extPolicies, Value: sequence(policy("2.999.3"))}),
		},
		{
			Name: "policy-required-present", Title: "the intermediate demands a policy, the leaf has it",
			Source: "government authorities", Issuers: issuers(CA{Form: extensions(demanded, asserted)}),
			Form: extensions(asserted),
		},
		{
			Name: "policy-required-missing-not-critical", Title: "the intermediate demands a policy in an extension that need not be understood",
			Source: "government authorities; RFC 5280, section 4.2.1.11 wants it critical", Issuers: issuers(CA{Form: extensions(demandedSoftly, asserted)}),
		},
		{
			Name: "policy-inhibit-any", Title: "the intermediate forbids the policy that stands for all",
			Source:  "government authorities; Go before 1.24 does not know the extension",
			Issuers: issuers(CA{Form: extensions(Extension{ID: extInhibitAnyPolicy, Critical: critical, Value: smallInteger(0)})}),
		},
		{
			Name: "policy-duplicate", Title: "the leaf has the same policy twice",
			Source: "templates that add up; Go 1.24 refuses to parse it",
			Form:   extensions(Extension{ID: extPolicies, Value: sequence(policy("2.999.2"), policy("2.999.2"))}),
		},
	}
}

func policy(id string) []byte { return sequence(oid(id)) }

// purposeZoo is about what keys are for (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
func purposeZoo() []Spec {
	purpose := func(ids ...string) Form { return extensions(Extension{ID: extPurposes, Value: purposes(ids...)}) }
	const netscape, microsoft = "2.16.840.1.113730.4.1", "1.3.6.1.4.1.311.10.3.3"
	return []Spec{
		{Name: "eku-absent", Title: "the leaf does not say what it is for, so it is for everything", Source: "home-made authorities", Form: extensions(Extension{ID: extPurposes, Omit: true})},
		{Name: "eku-client-only", Title: "the leaf is for clients", Source: "machine certificates of AD CS put on a server", Form: purpose(purposeClient)},
		{Name: "eku-client-only-intermediate", Title: "the intermediate may sign for clients alone", Source: "hierarchies of user certificates", Issuers: issuers(CA{Form: purpose(purposeClient)})},
		{Name: "eku-netscape-sgc", Title: "the leaf is for Netscape's step-up alone", Source: "certificates of the 1990s that unlocked strong ciphers; Go 1.18 dropped it", Form: purpose(netscape)},
		{Name: "eku-microsoft-sgc", Title: "the leaf is for Microsoft's server gated cryptography alone", Source: "certificates of the 1990s that unlocked strong ciphers; Go 1.18 dropped it", Form: purpose(microsoft)},
		{Name: "eku-netscape-sgc-intermediate", Title: "the intermediate may sign for Netscape's step-up alone", Source: "authorities of the 1990s; Go 1.18 dropped it", Issuers: issuers(CA{Form: purpose(netscape)})},
		{Name: "ku-absent", Title: "the leaf does not say how its key may be used", Source: "home-made authorities", Form: extensions(Extension{ID: extKeyUsage, Omit: true})},
		{
			Name: "ku-encipherment-only", Title: "the key may be used for RSA key exchange alone",
			Source: "certificates of the RSA key exchange era; Go does not look",
			Form:   extensions(Extension{ID: extKeyUsage, Critical: critical, Value: namedBits(usageEncipherment)}),
		},
		{
			Name: "ku-cert-sign-only", Title: "the key of the leaf may sign certificates alone",
			Source: "an authority's certificate put on a server; Go does not look",
			Form:   extensions(Extension{ID: extKeyUsage, Critical: critical, Value: namedBits(usageCertSign)}),
		},
	}
}

// extensionZoo is about extensions that are there twice or that cannot be read.
func extensionZoo() []Spec {
	names, server := Extension{ID: extAlternativeNames}, Extension{ID: extPurposes}
	return []Spec{
		{
			Name: "san-twice", Title: "the alternative names are there twice",
			Source: "templates that add up; RFC 5280, section 4.2; Go 1.19 refuses to parse it", Form: extensions(names, names),
		},
		{
			Name: "eku-twice", Title: "the extended key usage is there twice",
			Source: "templates that add up; RFC 5280, section 4.2; Go 1.19 refuses to parse it", Form: extensions(server, server),
		},
		unreadable("bad-crl-points", "the CRL distribution points", extCRLPoints),
		unreadable("bad-aia", "the authority information access", extAuthorityInfo),
		unreadable("bad-policies", "the certificate policies", extPolicies),
		unreadable("bad-ski", "the subject key identifier", extSubjectKeyID),
		unreadable("bad-key-usage", "the key usage", extKeyUsage),
	}
}

// unreadable has an INTEGER where none of these extensions has one.
func unreadable(name, what, id string) Spec {
	return Spec{
		Name: name, Title: "an integer where " + what + " should be",
		Source: "home-made tools; parsers of before Go 1.17 name it differently",
		Form:   extensions(Extension{ID: id, Value: smallInteger(5)}),
	}
}
