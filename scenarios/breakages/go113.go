package breakages

// go113 is TLS 1.3, which is on since Go 1.13.
func go113() []Report {
	return []Report{
		from("1.13", "local error: tls: unexpected message").
			seen(issue("golang/go", 34040), Read,
				"a registry behind OpenSSL 1.1.1c, which puts something into the status_request of its CertificateRequest",
				"quirks/status-in-certificate-request").
			but("our server has TLS 1.3 alone, which Go 1.12 does not offer"),
		between("1.12", "1.13", handshakeFailure).
			seen(issue("golang/go", 37808), Unproven,
				"a web service on JDK 11 that fails with clients of TLS 1.3", "reports/tls13-offer-refused").
			but("what the JDK minded is not in the thread; ours minds the offer"),
		between("1.12", "1.13", "remote error: tls: alert(116)").after(handshakeFailure).
			seen(pull("emissary-ingress/emissary", 1829), Read,
				"a proxy that asks for a client certificate; TLS 1.3 has another alert for none",
				"reports/client-certificate-missing-in-either-version"),
		between("1.12", "1.13", "connects, TLS 1.3").after("connects, TLS 1.2 ECDHE-ECDSA-AES128-GCM-SHA256").
			seen(issue("golang/go", 31072), Read,
				"tls.Config.CipherSuites names one suite of TLS 1.2, and TLS 1.3 passes it over",
				"reports/suite-pin-passed-over"),
	}
}
