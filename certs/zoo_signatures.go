package certs

import (
	"crypto"
	"crypto/x509"
)

// signatureZoo is about how certificates are signed.
func signatureZoo() []Spec {
	return []Spec{
		{
			Name: "sha1-leaf", Title: "the leaf is signed with SHA-1 and RSA",
			Source: "AD CS, SQL Server, authorities of before 2016; Go 1.18 refuses it, 1.24 took the setting away",
			Root:   rsaRoot(), Signature: x509.SHA1WithRSA,
		},
		{
			Name: "sha1-intermediate", Title: "the intermediate is signed with SHA-1 and RSA",
			Source: "corporate hierarchies whose leaves were renewed and whose authorities were not",
			Root:   rsaRoot(), Issuers: issuers(CA{Signature: x509.SHA1WithRSA}),
		},
		{
			Name: "sha1-root", Title: "the root has signed itself with SHA-1, which nobody checks",
			Source: "most roots of before 2010; RFC 5280, section 6.1 does not look at it",
			Root:   CA{Key: RSA2048, Signature: x509.SHA1WithRSA},
		},
		{
			Name: "sha1-root-sent", Title: "a root that has signed itself with SHA-1 is sent too",
			Source: "servers that send their root",
			Root:   CA{Key: RSA2048, Signature: x509.SHA1WithRSA}, Sent: []string{"leaf", "root"},
		},
		{
			Name: "md5-root", Title: "the root has signed itself with MD5, which nobody checks",
			Source: "roots of the 1990s",
			Root:   CA{Key: RSA2048, Signature: x509.MD5WithRSA},
		},
		{
			Name: "md5-leaf", Title: "the leaf is signed with MD5 and RSA",
			Source: "home-made authorities of before 2008; forgeable since (CVE-2004-2761)",
			Root:   rsaRoot(), Signature: x509.MD5WithRSA,
		},
		{
			Name: "md5-intermediate", Title: "the intermediate is signed with MD5 and RSA",
			Source: "hierarchies of before 2008",
			Root:   rsaRoot(), Issuers: issuers(CA{Signature: x509.MD5WithRSA}),
		},
		{
			Name: "sha224-leaf", Title: "the leaf is signed with SHA-224 and RSA",
			Source: "smart card authorities; Go has no constant for it (RFC 4055, section 5)",
			Root:   rsaRoot(), Form: Form{Hash: crypto.SHA224},
		},
		{
			Name: "ecdsa-sha1-leaf", Title: "the leaf is signed with SHA-1 and ECDSA",
			Source: "early ECC authorities; Go 1.18 refuses it",
			Root:   CA{Key: ECDSAP256}, Signature: x509.ECDSAWithSHA1,
		},
		{
			Name: "dsa-root", Title: "the leaf is signed with SHA-1 and DSA",
			Source: "keytool, whose keys were DSA unless asked otherwise; Go 1.16 does not know it any more",
			Root:   CA{Key: DSA1024, Signature: x509.DSAWithSHA1}, Signature: x509.DSAWithSHA1,
		},
		{
			Name: "pss-signed", Title: "the leaf is signed with RSASSA-PSS and SHA-256",
			Source: "AD CS with the alternate signature format; RFC 4055, section 3",
			Root:   rsaRoot(), Signature: x509.SHA256WithRSAPSS,
		},
		{
			Name: "pss-salt-20", Title: "RSASSA-PSS and SHA-256 with a salt of 20 bytes, not 32",
			Source: "tools that keep the default length of salt (RFC 4055, section 3.1)",
			Root:   rsaRoot(), Signature: x509.SHA256WithRSAPSS, Form: Form{Salt: 20},
		},
		{
			Name: "pss-default-sha1", Title: "RSASSA-PSS with all its defaults, which are SHA-1 and 20 bytes",
			Source: "tools that write no parameters (RFC 4055, section 3.1)",
			Root:   rsaRoot(), Signature: x509.SHA256WithRSAPSS, Form: Form{Hash: crypto.SHA1},
		},
		{
			Name: "signature-algorithm-mismatch", Title: "signed with SHA-256, says SHA-384 outside of what is signed",
			Source: "IBM RACF and HSM authorities; both must be the same (RFC 5280, section 4.1.1.2)",
			Root:   rsaRoot(), Form: Form{OuterAlgorithm: sequence(oid("1.2.840.113549.1.1.12"), null())},
		},
		{
			Name: "signature-null-mismatch", Title: "the algorithm has NULL parameters inside and none outside",
			Source: "authorities that encode it twice; Go 1.17 compares the bytes",
			Root:   rsaRoot(), Form: Form{OuterAlgorithm: sha256WithoutNull()},
		},
		{
			Name: "signature-no-null", Title: "the RSA algorithm has no NULL parameters, inside and outside",
			Source: "tools that treat RSA like ECDSA; RFC 4055, section 5 wants NULL and asks to bear it",
			Root:   rsaRoot(), Form: Form{InnerAlgorithm: sha256WithoutNull(), OuterAlgorithm: sha256WithoutNull()},
		},
		{
			// The signature itself is ECDSA: nobody here can make or check the other.
			Name: "signature-unknown-algorithm", Title: "says that it is signed with SM2 and SM3",
			Source: "Chinese banks (GB/T 32918, GM/T 0015)",
			Form:   Form{InnerAlgorithm: sequence(oid("1.2.156.10197.1.501")), OuterAlgorithm: sequence(oid("1.2.156.10197.1.501"))},
		},
		{
			Name: "signature-corrupt", Title: "the last bit of the signature is wrong",
			Source: "certificates edited by hand, broken storage",
			Root:   rsaRoot(), Form: Form{CorruptSignature: true},
		},
	}
}

func rsaRoot() CA { return CA{Key: RSA2048} }

func sha256WithoutNull() []byte { return sequence(oid("1.2.840.113549.1.1.11")) }
