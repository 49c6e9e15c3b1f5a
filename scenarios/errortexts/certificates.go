package errortexts

import "github.com/legacytls/legacytls/harness"

// look is the command that shows what a server shows.
const look = "openssl s_client -connect HOST:PORT"

// rightCertificate is a certificate with which there is nothing to mend.
func rightCertificate(does string) Remedy { return mended(does, "certificates/certificate-ecdsa-p256") }

// certificates are texts about the certificate of the server. Since Go 1.20 the client
// puts "tls: failed to verify certificate: " before those of verification.
func certificates() []Page {
	return []Page{
		commonName(), insecureSHA1(), nameMalformed(), negativeSerial(), duplicateExtension(), nameStrings(), largeKey(), unknownAuthority(),
	}
}

func commonName() Page {
	return Page{
		Slug: "common-name",
		Texts: []string{
			"x509: certificate relies on legacy Common Name field, use SANs instead",
			"x509: certificate relies on legacy Common Name field, use SANs or temporarily enable Common Name matching with GODEBUG=x509ignoreCN=0",
			"x509: certificate relies on legacy Common Name field",
		},
		Says: "The client refused the certificate of the server: the name of the host is in its common name, and there are " +
			"no alternative names (SANs), which alone count. The certificate may be good in all else. The advice about " +
			"x509ignoreCN in the text of Go 1.15 and 1.16 holds for these two alone.",
		Causes: []Cause{{
			Is:    "The certificate has no alternative names",
			Says:  "Go 1.15 stopped looking for a host name in the common name.",
			Peers: "certificates that people and installers make: Harbor, Docker daemons, PostgreSQL, RethinkDB, unbound, Vault, F5 BIG-IP, Kubernetes webhooks",
			Shown: []Exhibit{since("1.15", "go1.15/cn-only")},
			Checks: []Check{
				{Command: look + " </dev/null | openssl x509 -noout -text", Says: "look for X509v3 Subject Alternative Name: it is not there"},
			},
			Remedies: []Remedy{
				rightCertificate("Make a new certificate with the name as a SAN: openssl req -addext subjectAltName=DNS:NAME, or legacytls certs -host NAME."),
				godebug("x509ignoreCN=0", "1.15", "1.16"),
			},
		}},
		See: []string{"unknown-authority"},
	}
}

func insecureSHA1() Page {
	return Page{
		Slug: "insecure-sha1",
		Texts: []string{
			"x509: cannot verify signature: insecure algorithm SHA1-RSA",
			`x509: certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm …" while trying to verify candidate authority certificate`,
			"x509: cannot verify signature: insecure algorithm ECDSA-SHA1",
		},
		Says: "The client refused the certificate of the server: it, or an authority below the root, is signed with SHA-1. " +
			"\"Unknown authority\" is not the point; the reason stands in the brackets. The advice about x509sha1 in the " +
			"text of Go 1.18 to 1.23 is gone since Go 1.24, as the setting is.",
		Causes: []Cause{{
			Is:    "A certificate in the chain is signed with SHA-1",
			Says:  "Go 1.18 stopped taking such signatures. The root's own signature is not looked at, and may be SHA-1.",
			Peers: "VMware vCenter with certificates of a company's own, Kafka, Google Cloud SQL of before, NATS, Kubernetes webhooks, Active Directory",
			Shown: []Exhibit{since("1.18", "go1.18/sha1-leaf"), since("1.18", "go1.18/sha1-intermediate"), since("1.18", "go1.18/ecdsa-sha1-leaf")},
			Checks: []Check{
				{Command: look + " </dev/null | openssl x509 -noout -text", Prints: "Signature Algorithm: sha1WithRSAEncryption", Against: "tls12-sha1-leaf"},
			},
			Remedies: []Remedy{
				mended("Have the certificate signed again, with SHA-256. The key can stay.", "certificates/certificate-ecdsa-p256"),
				mended("If the certificate is signed by its own key, put it into tls.Config.RootCAs itself: nobody checks a root's own signature.", "certificates/certificate-self-signed-pinned-sha1"),
				godebug("x509sha1=1", "1.18", "1.23"),
			},
		}},
		See: []string{"unknown-authority", "handshake-failure"},
	}
}

func nameMalformed() Page {
	const dot, empty = "go1.24/odd-san-trailing-dot", "go1.24/odd-san-empty"
	return Page{
		Slug:  "san-malformed",
		Texts: []string{"x509: SAN dNSName is malformed", "tls: failed to parse certificate from server: x509: SAN dNSName is malformed"},
		Says: "The client could not read the certificate of the server: one of its alternative names is no host name for " +
			"it. One such name is enough, even if nobody asked for it. It is a matter of the patch release: the check " +
			"came with Go 1.24.8 and 1.25.2 (CVE-2025-58187) and was taken back after a week.",
		Causes: []Cause{{
			Is:    "A name that is empty, or begins or ends with a dot, and a Go of one certain patch release",
			Says:  "The same certificate is read by the patch releases before and after.",
			Peers: "Google Cloud SQL by Private Service Connect, PostgreSQL of Crunchy, Kubernetes API servers of Talos and k0s, authorities of Skupper",
			Shown: []Exhibit{
				between("1.25.2", "1.25.2", dot), between("1.24.8", "1.24.8", dot),
				between("1.25.2", "1.25.2", empty).otherwise(otherName), between("1.24.8", "1.24.8", empty).otherwise(otherName),
			},
			Checks: []Check{
				{Command: look + " </dev/null | openssl x509 -noout -text", Prints: "DNS:", Against: "tls12-san-trailing-dot"},
				{Command: "legacytls try -go 1.25.1,1.25.2,1.25.3 -roots ca.pem HOST:PORT", Prints: "go1.25.2 default untrusted tls: failed to parse certificate", Against: "tls12-san-trailing-dot"},
			},
			Remedies: []Remedy{
				update("Build with Go 1.25.3 or newer, or with 1.24.9 or newer.", "1.25.3"),
				rightCertificate("Make a new certificate without such a name."),
			},
		}},
	}
}

// otherName is what is said of a certificate whose name is empty by releases that read it.
const otherName = "x509: certificate is"

func negativeSerial() Page {
	return Page{
		Slug:  "negative-serial",
		Texts: []string{"x509: negative serial number", "tls: failed to parse certificate from server: x509: negative serial number"},
		Says: "The client could not read a certificate that the server sent: its serial number is below zero. It may be " +
			"any certificate of the chain. Who draws random numbers and forgets the first bit makes such certificates " +
			"half of the time, so that it may come and go.",
		Causes: []Cause{{
			Is:    "A certificate in the chain has a negative serial number",
			Says:  "Go 1.23 stopped reading such certificates. tls.Config.InsecureSkipVerify does not help.",
			Peers: "inspecting proxies, SQL Server 2017 on Linux with a certificate of its own, OPC UA devices, Azure Key Vault",
			Shown: []Exhibit{since("1.23", "go1.23/negative-serial"), since("1.23", "catalogue/sqlserver-2017-linux"), since("1.23", "certificates/certificate-extra-negative-serial")},
			Checks: []Check{
				{Command: look + " </dev/null | openssl x509 -noout -serial", Prints: "serial=-", Against: "tls12-serial-negative"},
			},
			Remedies: []Remedy{
				rightCertificate("Make a new certificate: delete the one that the server made for itself, or update what makes them."),
				godebug("x509negativeserial=1", "1.23", ""),
				goLine("1.22", "1.23", ""),
			},
		}},
		See: []string{"unknown-authority"},
	}
}

func duplicateExtension() Page {
	return Page{
		Slug:  "duplicate-extension",
		Texts: []string{`x509: certificate contains duplicate extension with OID "…"`, "x509: certificate contains duplicate extensions"},
		Says: "The client could not read a certificate that the server sent: it has an extension twice. Since Go 1.23 the " +
			"text says which: 2.5.29.17 are the alternative names, 2.5.29.37 is the extended key usage, 2.5.29.35 the " +
			"authority key identifier, 2.5.29.14 the subject key identifier, 2.5.29.19 the basic constraints.",
		Causes: []Cause{{
			Is:    "A certificate in the chain has an extension twice",
			Says:  "Go 1.19 stopped reading such certificates. RFC 5280 forbids them.",
			Peers: "certificates of openssl x509 with -copy_extensions and an extension of the same kind in -extfile, webhooks whose programs write their own",
			Shown: []Exhibit{since("1.19", "go1.19/certificate-duplicate-extension"), since("1.19", "certificates/certificate-san-twice")},
			Checks: []Check{
				{Command: look + " </dev/null | openssl x509 -noout -text", Prints: "X509v3 Extended Key Usage", Against: "tls12-eku-twice"},
			},
			Remedies: []Remedy{rightCertificate("Make a new certificate, with each extension once.")},
			Hopeless: "No setting reads it: the certificate has to be made anew.",
		}},
	}
}

func nameStrings() Page {
	return Page{
		Slug: "rdn-sequence",
		Texts: []string{
			"x509: invalid RDNSequence: invalid attribute value: unsupported string type: …",
			"x509: invalid RDNSequence: invalid attribute value: invalid PrintableString",
			"asn1: syntax error: PrintableString contains invalid character",
		},
		Says: "The client could not read a certificate that the server sent: its subject or issuer has a string of a kind " +
			"that Go does not read, or a letter that does not belong into a string of its kind. The number is the ASN.1 " +
			"type: 3 is BIT STRING, 18 NumericString, 26 VisibleString, 27 GeneralString, 28 UniversalString.",
		Causes: []Cause{
			{
				Is:    "A BIT STRING, VisibleString, GeneralString or UniversalString in a name",
				Says:  "The certificate parser that is new in Go 1.17 does not know them; Go 1.27 does.",
				Peers: "certificates with a unique identifier (x500UniqueIdentifier) in the subject",
				Shown: []Exhibit{between("1.17", "1.26", "go1.17/name-bit-string"), between("1.17", "1.26", "go1.17/name-visible-string")},
				Checks: []Check{
					{Command: "legacytls try -go 1.16,1.17,1.26,1.27 -roots ca.pem HOST:PORT", Prints: "unsupported string type: 3", Against: "tls12-subject-bit-string"},
				},
				Remedies: []Remedy{
					update("Build with Go 1.27 or newer.", "1.27"),
					rightCertificate("Make a new certificate with UTF8String in its names."),
				},
			},
			{
				Is:    "A NumericString in a name, and one of the first releases of Go 1.17",
				Says:  "Serial numbers of companies are written so. The releases up to 1.17.6 do not read them.",
				Shown: []Exhibit{between("1.17", "1.17.6", "reports/name-numeric-string")},
				Checks: []Check{
					{Command: "legacytls run -go 1.17.6,1.17.13 'reports/name-numeric-string$'", Prints: "untrusted"},
				},
				Remedies: []Remedy{update("Build with Go 1.17.13 or newer.", "1.17.13")},
			},
			{
				Is:    "A letter that does not belong into a PrintableString: an underscore, an @",
				Says:  "No release reads it. Go 1.17 changed the words: until 1.16 it is an error of asn1.",
				Shown: []Exhibit{always("certificates/certificate-subject-printable-underscore"), always("go1.17/name-printable-string-at")},
				Checks: []Check{
					{Command: "legacytls try -go 1.16,1.17 -roots ca.pem HOST:PORT", Prints: "invalid PrintableString", Against: "tls12-subject-printable-underscore"},
				},
				Remedies: []Remedy{rightCertificate("Make a new certificate with UTF8String in its names, as openssl req does by default.")},
				Hopeless: "No setting reads it: the certificate has to be made anew.",
			},
		},
	}
}

func largeKey() Page {
	return Page{
		Slug:  "rsa-key-too-large",
		Texts: []string{"tls: server sent certificate containing RSA key larger than 8192 bits"},
		Says: "The client refused a certificate that the server sent: its RSA key has more than 8192 bits. It may be any " +
			"certificate of the chain. Such keys cost a client much time, which is why there is a limit (CVE-2023-29409).",
		Causes: []Cause{{
			Is:    "A certificate in the chain has an RSA key of more than 8192 bits",
			Says:  "The limit came with the patch releases 1.19.12 and 1.20.7. tls.Config.InsecureSkipVerify does not lift it.",
			Peers: "authorities of companies",
			Shown: []Exhibit{between("1.19.12", "1.19.13", "go1.19/rsa-8200"), since("1.20.7", "go1.19/rsa-8200")},
			Checks: []Check{
				{Command: look + " </dev/null | openssl x509 -noout -text", Prints: "Public-Key: (8200 bit)", Against: "tls12-rsa-8200"},
			},
			Remedies: []Remedy{
				mended("Make a new key of 3072 or 4096 bits.", "go1.19/rsa-8192"),
				{Does: "Raise the limit. The setting came with the patch releases 1.19.13, 1.20.8 and 1.21.1.", Settings: harness.Settings{GODEBUG: "tlsmaxrsasize=16384"}, First: "1.21.1"},
			},
		}},
	}
}

func unknownAuthority() Page {
	return Page{
		Slug:  "unknown-authority",
		Texts: []string{"x509: certificate signed by unknown authority"},
		Says: "The client found no chain from the certificate of the server to a root that it trusts. If brackets follow " +
			"(possibly because of ...), the reason is in them.",
		Causes: []Cause{
			{
				Is:    "The root is not among those that the client trusts",
				Says:  "A company's own authority, or a certificate that is signed by its own key. Programs in containers often have no roots at all.",
				Shown: []Exhibit{always("certificates/certificate-unknown-root"), always("certificates/certificate-self-signed")},
				Checks: []Check{
					{Command: "openssl s_client -connect HOST:PORT", Prints: "unable to get local issuer certificate", Against: "tls12-only"},
				},
				Remedies: []Remedy{
					mended("Put the root into tls.Config.RootCAs, into the system's roots, or name its file in SSL_CERT_FILE.", "certificates/certificate-ecdsa-p256"),
				},
			},
			{
				Is:    "The server does not send the authority between its certificate and the root",
				Says:  "Browsers fetch it from elsewhere; Go never does.",
				Shown: []Exhibit{always("certificates/certificate-missing-intermediate")},
				Checks: []Check{
					{Command: look, Prints: "unable to verify the first certificate", Against: "tls12-missing-intermediate"},
				},
				Remedies: []Remedy{
					mended("Let the server send the whole chain, its own certificate first.", "certificates/certificate-root-included"),
				},
			},
			{
				Is:    "The root itself has a negative serial number",
				Says:  "Since Go 1.23 such a root does not get into an x509.CertPool, and AppendCertsFromPEM says nothing of it.",
				Peers: "the CATCert root in Debian's bundle, authorities of inspecting proxies",
				Shown: []Exhibit{since("1.23", "go1.23/negative-serial-root")},
				Checks: []Check{
					{Command: "legacytls try -go 1.22,1.23 -roots ca.pem HOST:PORT", Prints: "go1.22.12 default connects", Against: "tls12-serial-negative-root"},
				},
				Remedies: []Remedy{
					rightCertificate("Make the root anew, with a positive serial number."),
					godebug("x509negativeserial=1", "1.23", ""),
					goLine("1.22", "1.23", ""),
				},
			},
		},
		See: []string{"insecure-sha1", "negative-serial"},
	}
}
