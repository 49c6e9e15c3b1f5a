package breakages

// go119 is extensions that a certificate has twice.
func go119() []Report {
	twice := between("1.18", "1.19", "x509: certificate contains duplicate extensions")
	const names, usage = "certificates/certificate-san-twice", "go1.19/certificate-duplicate-extension"
	return []Report{
		twice.byServer().seen(issue("jaegertracing/jaeger", 3903), Measured, "alternative names that openssl x509 copied and added", names).
			but("there it is the program's own certificate, here the peer's"),
		twice.byServer().seen(pull("sigstore/fulcio", 767), Read, "a certificate that the server starts with", usage).
			but("there it is the program's own certificate, here the peer's"),
		twice.breaking("1.20").seen(issue("anchore/quill", 35), Read, "certificates of tests, for signing", usage).
			but("there without TLS"),
		twice.breaking("1.22").seen(pull("stackabletech/operator-rs", 766), Read, "a webhook of a program in Rust that wrote the authority key identifier twice", usage).
			but("ours has the extended key usage twice"),
		twice.breaking("1.22").mended("1.23").seen(issue("golang/go", 66880), Read, "asks which extension; the text says so since Go 1.23", usage),
	}
}
