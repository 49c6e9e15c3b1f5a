package harness

import (
	"strings"

	"github.com/legacytls/legacytls/fixtures"
)

// suiteCause says why a client offers no suite of p.
func suiteCause(p fixtures.Profile, hello *ClientHello) string {
	suites := make(map[suiteFate][]string)
	implemented := false
	for _, id := range p.Suites {
		s, _ := fixtures.SuiteByID(id)
		implemented = implemented || s.Go != ""
		for _, fate := range fatesOf(s) {
			suites[fate] = append(suites[fate], s.OpenSSL)
		}
	}
	if implemented && !offersDefaults(hello) {
		return "no common suite: the client offers a list of its own (tls.Config.CipherSuites), without any of the server's"
	}
	var causes []string
	for _, fate := range []suiteFate{noRSAKeyExchange, no3DES, neverByDefault, leftOut, neverAtAll} {
		if names := suites[fate]; len(names) > 0 {
			causes = append(causes, fate.of(names))
		}
	}
	return "no common suite: " + strings.Join(causes, "; ")
}

// A suiteFate is why Go clients do not offer some suites. Where it ends in dots it
// goes on with their names. The releases are those of the release notes of Go 1.22
// and 1.23, crypto/tls.
type suiteFate string

const (
	noRSAKeyExchange suiteFate = "no RSA key exchange suites in the default ClientHello since Go 1.22"
	no3DES           suiteFate = "no 3DES suites in the default ClientHello since Go 1.23"
	neverByDefault   suiteFate = "the default ClientHello never has ..."
	leftOut          suiteFate = "the client's configuration leaves out ..."
	neverAtAll       suiteFate = "no Go release implements ..."
)

func (f suiteFate) of(names []string) string {
	text, goesOn := strings.CutSuffix(string(f), "...")
	if !goesOn {
		return text
	}
	return text + strings.Join(names, ", ")
}

// fatesOf says why a Go client does not offer s by default: for one of the reasons,
// or for two.
func fatesOf(s fixtures.Suite) []suiteFate {
	switch {
	case s.Go == "":
		return []suiteFate{neverAtAll}
	case s.Cipher == "RC4-128", s.Cipher == "AES-128-CBC" && s.MAC == "SHA256":
		return []suiteFate{neverByDefault}
	}
	var fates []suiteFate
	if s.KeyExchange == "RSA" {
		fates = append(fates, noRSAKeyExchange)
	}
	if strings.HasPrefix(s.Cipher, "3DES") {
		fates = append(fates, no3DES)
	}
	if fates == nil {
		fates = append(fates, leftOut)
	}
	return fates
}
