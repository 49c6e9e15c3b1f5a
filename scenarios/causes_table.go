package scenarios

import "github.com/legacytls/legacytls/harness"

// Faults has a row for every Go release since 1.12 whose clients fail at a server of the
// catalogue, in the order of the catalogue as far as servers do not share a row.
func Faults() []Fault {
	var all []Fault
	for _, part := range [][]Fault{
		faultsOfSuites(), faultsOfVersions(), faultsOfVersionsAndSuites(), faultsOfSchemes(),
		faultsOfHellos(), faultsOfCertificates(), faultsOfBehaviours(),
	} {
		all = append(all, part...)
	}
	return all
}

// faultsOfSuites: Go 1.22 left the suites without ECDHE, Go 1.23 those with 3DES; some were
// never there, or never offered.
func faultsOfSuites() []Fault {
	return []Fault{
		{Go: ">=1.22", Parts: []Part{suite()}, Servers: []string{
			"rsa-key-exchange-only", "aes128-sha-only", "aes256-sha-only", "aes128-gcm-sha256-only", "aes256-gcm-sha384-only",
			"des-cbc3-sha-only", "second-byte-suites", "schannel-reset", "warning-then-close", "windows-server-2012r2-rsa-kex-only",
			"mysql57-openssl", "oracle-db-tcps", "tomcat7-java7-no-ec", "ibm-db2-111-tls12", "tls12-rsa-erp-server", "h3c-hdm",
			"f5-bigip-112", "f5-bigip-hello-256-511", "netscaler-nsip", "arista-eos-eapi", "infoblox-wapi", "tls12-rsa-hypervisor",
			"one-connection-controller",
		}},
		{Go: ">=1.23", Parts: []Part{suite()}, Servers: []string{"ecdhe-3des-only"}},
		{Parts: []Part{suite()}, Servers: []string{
			"aes128-sha256-only", "aes256-sha256-only", "rc4-sha-only", "ecdhe-rsa-aes256-sha384-only", "ecdhe-rsa-aes128-sha256-only",
			"dhe-1024-only", "dhe-512-only", "dhe-2048-only", "null-only", "anonymous-only", "ibm-mq-single-cipherspec",
		}},
	}
}

// faultsOfVersions: Go 1.13 was the first to offer TLS 1.3, Go 1.18 left TLS 1.0 and 1.1. No
// release offers SSL 3.0.
func faultsOfVersions() []Fault {
	return []Fault{
		{Go: "<1.13", Parts: []Part{version()}, Servers: []string{"tls13-only"}},
		{Go: ">=1.18", Parts: []Part{version()}, Servers: []string{
			"tls10-pinned-modern-stack", "tls10-ecdhe", "tls11-ecdhe", "windows-server-2008-iis7", "windows-server-2008r2-schannel",
			"active-directory-ldaps-2008r2", "rdp-2008r2", "exchange-2010", "sqlserver-2008r2", "vmware-horizon-view",
		}},
		{Go: "<1.22", Parts: []Part{version()}, Servers: []string{"ssl3-only"}},
		{Go: ">=1.22", Parts: []Part{version(), suite()}, Servers: []string{"ssl3-only"}},
	}
}

// faultsOfVersionsAndSuites are those of servers that break twice.
func faultsOfVersionsAndSuites() []Fault {
	twice := []string{
		"tls10-rsa-key-exchange", "windows-server-2003-iis6", "mysql55-yassl", "mysql57-yassl", "tomcat6-java6",
		"tls10-rsa-rc4-java-appserver", "tls10-dhe-java-appserver", "ibm-db2-111", "tls10-rsa-groupware-server",
		"rhel5-openssl098-httpd22", "nss-mod-nss", "gnutls28-rhel6", "ilo2", "ilo3", "tls10-rsa-rc4-bmc", "tls11-rsa-close-bmc",
		"tls10-dhe-rc4-bmc", "cisco-ace", "cisco-esa-smtp", "tls10-rsa-rc4-firewall", "tls10-rsa-hypervisor",
		"axtls-embedded", "tls10-rc4-ups-card", "tls10-rc4-printer",
	}
	return []Fault{
		{Go: ">=1.18 <1.22", Parts: []Part{version()}, Servers: twice},
		{Go: ">=1.22", Parts: []Part{version(), suite()}, Servers: twice},
		{Go: ">=1.18 <1.22", Parts: []Part{version()}, Servers: []string{"draytek-vigor-2860"}},
		{Go: ">=1.22", Parts: []Part{version(), quirk(harness.CauseSuite, "SelectSuite"), suite()}, Servers: []string{"draytek-vigor-2860"}},
	}
}

// faultsOfSchemes: Go 1.25 left SHA-1 in TLS 1.2. Some of these servers look for it in the
// ClientHello first.
func faultsOfSchemes() []Fault {
	insists := quirk(harness.CauseSignatureScheme, "RequireScheme")
	return []Fault{
		{Go: ">=1.25", Parts: []Part{scheme()}, Servers: []string{"sha1-signer", "sha1-signer-honest", "windows-server-2012r2-sha1-ske"}},
		{Go: ">=1.25", Parts: []Part{insists, scheme()}, Servers: []string{"schannel-sha1-cert-strict", "sqlserver-2012"}},
	}
}

// faultsOfHellos are those of servers that cannot stand what came into the ClientHello: TLS
// 1.3 and Ed25519 with Go 1.13, extended master secret with 1.21, a post-quantum key share
// with 1.23, signature_algorithms_cert with 1.25, two more such groups with 1.26, ML-DSA
// with 1.27.
func faultsOfHellos() []Fault {
	over := quirk(harness.CauseHelloSize, "RefuseHelloOver")
	f5 := quirk(harness.CauseHelloSize, "RefuseHelloOf256To511")
	unlucky := quirk(harness.CauseHelloSize, "RefuseHelloOf10Mod256")
	offered := quirk(harness.CauseVersion, "RefuseOfferedVersions")
	said := quirk(harness.CauseVersion, "RefuseVersionOver")
	extension := quirk(harness.CauseExtension, "RefuseExtensions")
	groups := quirk(harness.CauseGroup, "RefuseGroups")
	schemes := quirk(harness.CauseSignatureScheme, "RefuseSchemes")
	return []Fault{
		{Go: ">=1.23", Parts: []Part{over}, Servers: []string{
			"hello-over-1-segment-intolerant", "hello-over-1-segment-hang", "hello-over-512-intolerant", "sendmail-large-hello-hang",
		}},
		{Go: ">=1.25", Parts: []Part{over}, Servers: []string{"hello-over-1500-hang"}},
		{Go: ">=1.13 <1.22", Parts: []Part{f5}, Servers: []string{"f5-bigip-hello-256-511"}},
		{Go: ">=1.13 <1.18", Parts: []Part{unlucky}, Servers: []string{"hello-10-mod-256-intolerant"}},
		{Go: "1.21", Parts: []Part{unlucky}, Servers: []string{"hello-10-mod-256-intolerant"}},
		{Go: ">=1.23", Parts: []Part{quirk(harness.CauseHelloShape, "RequireSecondExtension")}, Servers: []string{"extension-order-sensitive"}},
		{Parts: []Part{quirk(harness.CauseHelloShape, "RefuseSessionID")}, Servers: []string{"session-id-intolerant"}},
		{Go: ">=1.13", Parts: []Part{offered}, Servers: []string{"tls13-intolerant-reset", "tls13-intolerant-hang"}},
		{Go: "<1.18", Parts: []Part{said}, Servers: []string{"tls12-version-intolerant"}},
		{Go: ">=1.18", Parts: []Part{said, version()}, Servers: []string{"tls12-version-intolerant"}},
		{Parts: []Part{extension}, Servers: []string{"supported-versions-intolerant", "status-request-intolerant", "alpn-intolerant"}},
		{Go: ">=1.13", Parts: []Part{extension}, Servers: []string{"key-share-intolerant"}},
		{Go: ">=1.21", Parts: []Part{extension}, Servers: []string{"ems-intolerant"}},
		{Go: ">=1.25", Parts: []Part{extension}, Servers: []string{"signature-algorithms-cert-intolerant"}},
		{Parts: []Part{quirk(harness.CauseGroup, "RefuseUnknownFirstGroup")}, Servers: []string{"unknown-first-group-intolerant"}},
		{Go: ">=1.23", Parts: []Part{groups}, Servers: []string{"mlkem-intolerant"}},
		{Go: ">=1.26", Parts: []Part{groups}, Servers: []string{"secp-mlkem-intolerant"}},
		{Go: ">=1.13", Parts: []Part{schemes}, Servers: []string{"erlang-otp-17-rabbitmq"}},
		{Go: ">=1.27", Parts: []Part{schemes}, Servers: []string{"mldsa-intolerant"}},
		{Go: ">=1.27.0 <1.27.4", Parts: []Part{quirk(harness.CauseSignatureScheme, "RefuseCertificateSchemes")}, Servers: []string{"paloalto-58033"}},
		{Parts: []Part{quirk(harness.CauseServerName, "RequireServerName")}, Servers: []string{"server-name-required"}},
	}
}

// faultsOfCertificates are about those of servers and of clients.
func faultsOfCertificates() []Fault {
	return []Fault{
		{Go: ">=1.23", Parts: []Part{strangeCertificate()}, Servers: []string{"sqlserver-2017-linux"}},
		{Parts: []Part{clientCertificate()}, Servers: []string{"client-certificate-required"}},
		{Parts: []Part{secondHandshake(), clientCertificate()}, Servers: []string{"client-certificate-after-request", "iis-client-certificate-renegotiation"}},
		{Parts: []Part{missingName()}, Servers: []string{"unknown-server-name-fatal"}},
	}
}

// faultsOfBehaviours: Go 1.15 looks at the mark of a downgrade, 1.21 offers extended master
// secret, 1.25 is stricter in what it takes from servers.
func faultsOfBehaviours() []Fault {
	fault := func(field string) []Part { return []Part{quirk(harness.CauseProtocol, field)} }
	noTLS := func(field string) []Part { return []Part{quirk(harness.CauseNoTLS, field)} }
	return []Fault{
		{Go: ">=1.21", Parts: []Part{quirk(harness.CauseExtendedMasterSecret, "ExtendedMasterSecretInNameOnly")}, Servers: []string{"ems-in-name-only"}},
		{Go: ">=1.25", Parts: fault("EchoSessionID"), Servers: []string{"session-id-echo"}},
		{Go: ">=1.25", Parts: fault("CompressedPointsOnly"), Servers: []string{"compressed-points-only"}},
		{Go: ">=1.15", Parts: fault("DowngradeSentinel"), Servers: []string{"downgrade-sentinel"}},
		{Parts: fault("RecordVersion"), Servers: []string{"records-keep-tls10"}},
		{Parts: fault("HeartbeatRecord"), Servers: []string{"heartbeat-sender"}},
		{Parts: noTLS("AnswerInstead"), Servers: []string{"plain-http-port", "ssl2-only"}},
		{Parts: noTLS("Banner"), Servers: []string{"starttls-port"}},
		{Parts: noTLS("NeverAnswer"), Servers: []string{"silent-port"}},
		{Parts: []Part{quirk(harness.CauseTime, "DelayHandshake")}, Servers: []string{"slow-processor"}},
		{Parts: []Part{quirk(harness.CauseRenegotiation, "RenegotiateAfter")}, Servers: []string{"tls12-renegotiating-database"}},
	}
}
