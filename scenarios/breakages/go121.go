package breakages

// go121 is what servers tell clients of their certificates, which changed with Go 1.21
// and once more with 1.25. Those who reported it had compared the texts.
func go121() []Report {
	const badCertificate = "remote error: tls: bad certificate"
	return []Report{
		between("1.20", "1.21", "remote error: tls: unknown certificate authority").after(badCertificate).byServer().
			seen(pull("cloudfoundry/gorouter", 360), Read, "a client certificate of another authority", "go1.21/server-client-certificate-untrusted"),
		between("1.20", "1.21", "remote error: tls: expired certificate").after(badCertificate).byServer().
			seen(issue("fullstorydev/grpcurl", 405), Read, "a client certificate that has expired", "go1.21/server-client-certificate-expired"),
	}
}
