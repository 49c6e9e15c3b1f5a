package breakages

// questions are threads that ask for something and report no failure.
func questions() []Report {
	const noFailure = "asks, and reports no failure"
	return []Report{
		none(issue("opentofu/opentofu", 2642), Read, "is tlsmlkem=0 in go.mod still needed, and what would show it",
			noFailure+"; go1.23/large-hello-one-read shows it for a server"),
		none(pull("openshift/library-go", 2051), Read, "how to test that a new list of suites breaks nothing", noFailure),
		none(issue("openshift/origin", 10104), Read, "a test that notices what a new Go changes", noFailure),
		none(issue("hashicorp/vault", 15672), Read, "how to know that one is ready for a new Go", noFailure),
		none(issue("letsencrypt/boulder", 7321), Read, "how many connections still need RSA key exchange", noFailure+"; go1.22/rsa-key-exchange has the releases"),
		none(issue("cert-manager/trust-manager", 512), Read, "how many certificates have a negative serial number", noFailure+"; go1.23/negative-serial has the releases"),
		none(pull("openshift/enhancements", 2077), Read, "a list of the settings that the next Go takes away", noFailure+"; the table go1.27 has them"),
		none(issue("syncthing/syncthing", 6867), Read, "a setting for one connection instead of for the whole process", noFailure),
		none(pull("interline-io/transitland-lib", 453), Read, "GODEBUG given to go build, where it means nothing", noFailure+"; the table go-line has where a setting counts"),
		none(issue("decred/dcrwallet", 2424), Read, "defaults that depend on the go line", noFailure+"; the table go-line has how"),
	}
}
