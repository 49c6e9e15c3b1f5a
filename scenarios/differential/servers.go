package differential

import (
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
)

// plainSuffix marks the names of profiles without what no TLS library can be configured into.
const plainSuffix = "-plain"

// Servers returns what is compared: the profiles of the catalogue, and those that only our
// own engine can play once more without what OpenSSL has no word for, so that their suites,
// versions and certificates are compared. A server whose clients wait for nothing but the end
// of their time is there in the second form alone, and one second form is enough for all
// that have the same.
func Servers() []fixtures.Profile {
	var all []fixtures.Profile
	seen := make(map[string]bool)
	for _, p := range fixtures.Catalogue() {
		if !waits(p) {
			all = append(all, p)
		}
		plain := plain(p)
		if waits(p) || !same(p, plain) {
			if speaks := whatItSpeaks(plain); !seen[speaks] {
				seen[speaks] = true
				plain.Name += plainSuffix
				all = append(all, plain)
			}
		}
	}
	return all
}

// whatItSpeaks tells profiles apart by all that clients can see of them.
func whatItSpeaks(p fixtures.Profile) string {
	p.Name, p.Title, p.StandsFor, p.Source, p.Family, p.Confidence = "", "", "", "", "", ""
	return fmt.Sprintf("%+v", p)
}

// waits says whether clients of p get no answer, or a late one.
func waits(p fixtures.Profile) bool {
	q := p.Quirks
	return q.NeverAnswer || q.DelayHandshake > 0 || q.NoServerHelloDone || q.WriteDelay > 0 || q.OneConnection ||
		q.Intolerance.Kind == fixtures.RefuseSilence || p.Refusal.Kind == fixtures.RefuseSilence
}

// plain returns p without what only an engine of our own has.
func plain(p fixtures.Profile) fixtures.Profile {
	p.Quirks = fixtures.Quirks{}
	p.Refusal = fixtures.Refusal{}
	p.LateClientAuth = false
	p.ClientCANames = nil
	if len(p.Groups) > 1 {
		p.ClientOrder = false
	}
	return p
}

// same says whether p is plain, as far as backends are concerned.
func same(p, plain fixtures.Profile) bool {
	return len(p.Quirks.InTLS().Set()) == 0 && p.Refusal == plain.Refusal && p.LateClientAuth == plain.LateClientAuth &&
		(p.ClientCANames == nil) && p.ClientOrder == plain.ClientOrder
}
