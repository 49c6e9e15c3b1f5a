package breakages

// nameChecks is the patch releases 1.24.8 and 1.25.2, which looked at all alternative
// names of a certificate (CVE-2025-58187) and were taken back after a week.
func nameChecks() []Report {
	later := between("1.25.1", "1.25.2", nameMalformed).mended("1.25.3")
	const dot, empty = "go1.24/odd-san-trailing-dot", "go1.24/odd-san-empty"
	return []Report{
		between("1.24.7", "1.24.8", ownNameMalformed).mended("1.24.9").
			seen(issue("skupperproject/skupper", 2284), Read, "an empty name, in the certificates that Skupper made for authorities", empty).
			but("there it is in the authorities, here in the server's certificate"),
		later.saying(ownNameMalformed).
			seen(issue("GoogleCloudPlatform/cloud-sql-go-connector", 1017), Read, "Google Cloud SQL by Private Service Connect, a name that ends in a dot", dot),
		later.seen(issue("hashicorp/vault", 31628), Read, "PostgreSQL of a provider with Google's software, a name that ends in a dot", dot),
		later.seen(issue("CrunchyData/postgres-operator", 4316), Read, "PostgreSQL of an operator, names that end in a dot", dot),
		later.seen(pull("siderolabs/talos", 12286), Read, "a Kubernetes API server, a name that ends in a dot", dot),
		later.seen(pull("k0sproject/k0s", 8068), Read, "the same", dot),
		later.seen(issue("element-hq/ess-helm", 800), Read, "a Kubernetes API server", dot),
		later.seen(issue("derailed/k9s", 3639), Read, "a Kubernetes API server of a provider, with empty names", empty),
	}
}
