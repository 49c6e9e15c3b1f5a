package breakages

// go115 is certificates with a host name in the common name and nowhere else. The
// setting that helped went with Go 1.17, and the advice with it.
func go115() []Report {
	const scenario = "go1.15/cn-only"
	cn := between("1.14", "1.15", matchCommonName)
	gone := between("1.14", "1.17", commonName+" instead")
	return []Report{
		cn.seen(issue("letsencrypt/unbound_exporter", 33), Measured, "the certificate that unbound makes for itself", scenario),
		gone.seen(issue("letsencrypt/unbound_exporter", 41), Read, "the same", scenario),
		cn.seen(pull("notaryproject/notary", 1589), Measured, "RethinkDB with the certificate of a test", scenario),
		cn.seen(issue("apptainer/singularity", 5774), Measured, "a Harbor registry", scenario),
		gone.seen(issue("goharbor/harbor", 16971), Measured, "a Harbor registry; Docker reaches it, containerd does not", scenario),
		gone.saying(commonName).seen(issue("kubernetes/kubernetes", 110476), Measured, "a registry that containerd pulls from", scenario),
		cn.seen(issue("IBM/portieris", 196), Measured, "an admission webhook, called by Kubernetes 1.19", scenario),
		cn.seen(issue("linkerd/linkerd2", 4945), Measured, "a certificate that somebody made", scenario),
		cn.seen(issue("prometheus/prometheus", 8260), Read, "a scrape target", scenario),
		cn.seen(issue("GoogleCloudPlatform/k8s-config-connector", 406), Read, "an admission webhook, called by Kubernetes 1.19", scenario),
		cn.saying(commonName).seen(pull("newrelic/docs-website", 8727), Read, "F5 BIG-IP, in the documentation of its monitoring", scenario),
		between("1.14", "1.16", "x509: certificate is not valid for any names, but wanted to match project:instance").
			seen(pull("ajvb/kala", 250), Read, "MySQL of Google Cloud, whose common name is project:instance", "reports/cloud-sql-common-name").
			but("the thread quotes no text"),
	}
}
