package breakages

// notReproduced are threads in which something broke, and why it is not shown here.
func notReproduced() []Report {
	const (
		httpAnswers  = "the connection succeeds, and the site then answers in another way: nothing fails in TLS"
		noConnection = "no connection: the program reads something that is not a peer's certificate"
		noCause      = "what the server minds is not known"
	)
	return []Report{
		none(issue("golang/go", 35722), Read, "JDK 11 before 11.0.7 refuses status_request in the CertificateRequest of a Go server",
			"the peers of servers under test are Go releases and single messages, and it takes that JDK"),
		none(issue("golang/go", 40344), Read, "a token that cannot sign with RSA-PSS, in Firefox, at a Go 1.14 server",
			"it takes such a token"),
		none(pull("cloudfoundry/gorouter", 305), Read, "a client with http/1.1 alone at a Go 1.17 server with h2 alone",
			"mended before Go 1.17 came out, as go1.17/server-alpn-http11-for-h2 shows"),
		none(pull("micromdm/scep", 191), Read, "a request signed with SHA-1 is refused in Go 1.18.0", noConnection),
		none(pull("micromdm/scep", 227), Read, "the same; Go 1.18.1 took it back", noConnection),
		none(issue("golang/go", 68522), Read, "a site that refuses a WebSocket to clients with an old go line", httpAnswers),
		none(issue("golang/go", 68528), Read, "the same; not so with the next release, which orders extensions otherwise", httpAnswers),
		none(issue("QuantumNous/new-api", 6515), Read, "a service that tells clients by their ClientHello and answers \"login fail\" to those of Go 1.25", httpAnswers),
		none(issue("goharbor/harbor", 22217), Unproven, "an LDAPS server, after an update; tlsrsakex=1 does not help", noCause+", and the thread has no text of TLS"),
		none(issue("hashicorp/vault", 28206), Unproven, "an LDAPS server, after an update within Go 1.22", noCause+", and the text is in a picture"),
		none(issue("open-telemetry/opentelemetry-collector-contrib", 44058), Unproven, "SQL Server on Windows Server 2012 R2 closes", noCause),
		none(issue("open-telemetry/opentelemetry-collector-contrib", 50774), Unproven, "the same; two settings did not help", noCause),
		none(issue("kubermatic/kubeone", 3937), Unproven, "a certificate that the program has made has a malformed name", noConnection+", and the release of Go is not known"),
		none(issue("golang/go", 77376), Read, "sessions are not resumed on macOS with a release candidate of Go 1.26", "it takes macOS, and was mended before Go 1.26 came out"),
		none(issue("GoogleCloudPlatform/cloud-sql-proxy", 202), Read, "how to test that a change like that of Go 1.10 and common names is noticed", "about a release before Go 1.12"),
		none(Thread{Repo: "microsoft/go", Release: "v1.27.2-2"}, Read, "Microsoft's Go has a setting that keeps ML-DSA out of signature_algorithms_cert",
			"a setting of another Go; catalogue/paloalto-58033 is what it is for"),
	}
}
