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
// what is left is up to the options of the build (no-camellia, no-seed, no-idea, no-dsa).
func whichOpenSSL(s fixtures.Suite) string {
	switch family := strings.SplitN(s.Cipher, "-", 2)[0]; {
	case s.KeyExchange == "ECDH", strings.HasSuffix(s.KeyExchange, "-EXPORT"):
		return "OpenSSL had it before 1.1.0; the docker backend is not written yet"
	case s.Authentication == "DSS", family == "CAMELLIA", family == "SEED", family == "IDEA":
		return "OpenSSL has it if built with it; the openssl backend is not written yet"
	}
	return ""
}
