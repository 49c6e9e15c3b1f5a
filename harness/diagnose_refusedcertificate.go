package harness

import (
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/legacytls/legacytls/certs"
	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// refusedCertificateDiagnosis is for a client that does not accept the server's
// certificate, or has no use for its key. What it is shows in the client's words alone, so
// that p may be nil. It reports false for words that are about something else.
func refusedCertificateDiagnosis(p *fixtures.Profile, o Outcome) (diagnosis, bool) {
	for _, f := range certificateFaults() {
		if f.isMeant(p, o.Error) {
			return f.diagnose(p, o), true
		}
	}
	if o.Stage != StageVerify {
		return diagnosis{}, false
	}
	_, why, _ := strings.Cut(o.Error, "x509: ")
	return diagnosis{kind: CauseCertificate, cause: "the client does not accept the server's certificate: " + why}, true
}

func (f certificateFault) isMeant(p *fixtures.Profile, said string) bool {
	if f.only != nil && (p == nil || !f.only(p.Certificate)) {
		return false
	}
	return f.says(said)
}

func (f certificateFault) diagnose(p *fixtures.Profile, o Outcome) diagnosis {
	d := diagnosis{
		kind: CauseCertificate, cause: f.cause, recorded: f.recorded,
		lastResort: []change{{skipVerify: true}},
		hopeless:   f.hopeless, better: f.better,
	}
	if f.about != nil {
		d.cause = fmt.Sprintf(f.cause, f.about(o.Error))
	}
	if f.helps != nil && p != nil {
		d.candidates = f.helps(*p)
	}
	if d.hopeless == "" {
		d.hopeless = strict
	}
	d.tried = describeChanges(append(d.candidates, d.lastResort...))
	return d
}

// certificateRemedies are the settings with which programs take certificates that they
// refuse by default.
func certificateRemedies() []Remedy {
	var all []Remedy
	for _, f := range certificateFaults() {
		all = append(all, f.recorded...)
	}
	return all
}

// takenWith is a setting with which programs of the minor releases from first to last take
// a certificate of the zoo.
func takenWith(certificate, godebug, first, last string) []Remedy {
	r := Remedy{Certificate: certificate, GODEBUG: godebug, First: first, Last: last}
	for _, release := range toolchain.Releases() {
		if release.Minor == last {
			r.Measured = release.Version.String()
		}
	}
	return []Remedy{r}
}

// ofTheServer trusts the authorities of a server that is ours.
func ofTheServer(fixtures.Profile) []change { return []change{{roots: true, verify: true}} }

// byAnotherName asks for the first name of the certificate.
func byAnotherName(p fixtures.Profile) []change {
	changes := otherServerName(p, nil)
	for i := range changes {
		changes[i].verify = true
	}
	return changes
}

// anyOf and allOf are about words that the client says.
func anyOf(words ...string) func(said string) bool {
	return func(said string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) })
	}
}

func allOf(words ...string) func(said string) bool {
	return func(said string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(said, w) })
	}
}

// lastWords is the last part of what the client says.
func lastWords(said string) string {
	for _, begin := range []string{"certificate from server: ", "certificate: ", "x509: ", "crypto/rsa: "} {
		if _, rest, found := strings.Cut(said, begin); found {
			said = rest
		}
	}
	return said
}

// bitsIn is the number before "-bit keys".
func bitsIn(said string) string {
	before, _, _ := strings.Cut(said, "-bit keys")
	return before[strings.LastIndexFunc(before, func(r rune) bool { return r < '0' || r > '9' })+1:]
}

// clockOf is what the client says of the time, which it does since Go 1.14.
func clockOf(said string) string {
	if _, clock, found := strings.Cut(said, "not yet valid: "); found {
		return ": " + clock
	}
	return ""
}

// hasUnreadExtensions is a certificate of a version that has no extensions, and yet has.
func hasUnreadExtensions(s certs.Spec) bool {
	return (s.Form.Version == 1 || s.Form.Version == 2) && len(s.Form.Extensions) > 0
}

// hasUselessCommonName is a certificate whose common name no release took for a host.
func hasUselessCommonName(s certs.Spec) bool {
	return net.ParseIP(s.ServerName) != nil || issuersHave(s, nameConstraints)
}

// hasPolicies is a certificate of which an authority demands or inhibits policies.
func hasPolicies(s certs.Spec) bool { return issuersHave(s, policyConstraints, inhibitAnyPolicy) }

// Extensions of authorities (RFC 5280, sections 4.2.1.10, 4.2.1.11 and 4.2.1.14).
const (
	nameConstraints   = "2.5.29.30"
	policyConstraints = "2.5.29.36"
	inhibitAnyPolicy  = "2.5.29.54"
)

func issuersHave(s certs.Spec, extensions ...string) bool {
	for _, issuer := range s.Issuers {
		for _, e := range issuer.Form.Extensions {
			if slices.Contains(extensions, e.ID) {
				return true
			}
		}
	}
	return false
}
