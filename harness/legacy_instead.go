package harness

import (
	"crypto/tls"
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// insteadOfLegacy says who has what the engine lacks for p, as a clause, "" if
// nobody is known to.
func insteadOfLegacy(p fixtures.Profile) string {
	if p.MaxVersion >= tls.VersionTLS13 {
		if lacks, _ := cryptoTLSLacks(p); lacks == "" {
			return "backend crypto/tls does"
		}
		return ""
	}
	for _, id := range p.Suites {
		if s, _ := fixtures.SuiteByID(id); legacyLacksSuite(s) {
			return whichOpenSSL(s)
		}
	}
	return ""
}

// legacyLacksSuite reports whether the engine lacks s, in whatever mode this process
// runs.
func legacyLacksSuite(s fixtures.Suite) bool {
	return whichOpenSSL(s) != "" || strings.HasSuffix(s.Name, "_DRAFT")
}

// whichOpenSSL says which OpenSSL has what the engine lacks for s, "" if it is not
// known that one has. 1.1.0 took export suites and fixed ECDH out (its CHANGES);
// what is left is up to the options of the build (no-camellia, no-seed, no-idea).
func whichOpenSSL(s fixtures.Suite) string {
	switch family := strings.SplitN(s.Cipher, "-", 2)[0]; {
	case s.KeyExchange == "ECDH", strings.HasSuffix(s.KeyExchange, "-EXPORT"):
		return "OpenSSL had it before 1.1.0, which is older than any backend"
	case s.Authentication == "DSS":
		return "no backend has keys for DSS"
	case family == "CAMELLIA":
		return "backend docker:3.0 does, and backend openssl if its OpenSSL is built with it"
	case family == "SEED", family == "IDEA":
		return "backend docker:1.1.1-weak does, and backend openssl if its OpenSSL is built with it"
	}
	return ""
}
