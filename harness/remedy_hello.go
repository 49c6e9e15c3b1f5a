package harness

import (
	"slices"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/front"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// helloSettings are what is tried against servers that cannot stand a ClientHello, the
// smallest first.
func helloSettings() []string {
	return []string{"tlssecpmlkem=0", "tlsmlkem=0", "tlskyber=0", "tlssha1=1"}
}

// remediesAmong returns those of the settings with which programs that have all other
// defaults send a ClientHello that p takes, and the releases in which they do.
func remediesAmong(settings []string, p fixtures.Profile, serverName string, protocols ...string) []Remedy {
	return remediesOf(Remedy{Hello: p.Name}, settings, func(release toolchain.Version, godebug string) bool {
		hello := defaultHello(release, godebug, serverName, protocols...)
		return hello != nil && front.Objection(p, hello) == "" && fits(p, hello)
	})
}

// offerRemediesFor returns the settings for a client whose hello misses what p takes. They
// do not act on versions of its own.
func offerRemediesFor(p fixtures.Profile, hello *ClientHello) []Remedy {
	if !offersDefaultVersions(hello) {
		return nil
	}
	return remediesAmong(offerSettings(), p, hello.ServerName, hello.ALPN...)
}

// helloRemediesFor returns the settings for a client that sent a hello which p cannot
// stand. They do not act on lists of its own, and not on what it has not.
func helloRemediesFor(p fixtures.Profile, hello *ClientHello) []Remedy {
	if !offersDefaults(hello) || !offersDefaultGroups(hello) {
		return nil
	}
	var found []Remedy
	for _, r := range remediesAmong(helloSettings(), p, hello.ServerName, hello.ALPN...) {
		if r.GODEBUG != "tlskyber=0" || slices.Contains(hello.Groups, x25519Kyber768Draft00) {
			found = append(found, r)
		}
	}
	return found
}

const x25519Kyber768Draft00 = 0x6399 // which Go 1.23 alone has

// offersDefaultGroups reports whether hello has the groups of some release's defaults,
// as it has unless tls.Config.CurvePreferences says otherwise.
func offersDefaultGroups(hello *ClientHello) bool {
	for _, r := range toolchain.Releases() {
		if slices.Equal(hello.Groups, defaultHello(r.Version, "", "").Groups) {
			return true
		}
	}
	return false
}

// offersDefaultVersions reports whether hello has the versions of some release's defaults,
// as it has unless tls.Config.MinVersion or MaxVersion says otherwise.
func offersDefaultVersions(hello *ClientHello) bool {
	for _, r := range toolchain.Releases() {
		if slices.Equal(hello.Versions(), defaultHello(r.Version, "", "").Versions()) {
			return true
		}
	}
	return false
}

// catalogueHelloRemedies are those for the catalogue, for clients that dial an IP address.
func catalogueHelloRemedies() []Remedy {
	var all []Remedy
	for _, p := range fixtures.Catalogue() {
		if p.Quirks.RefusesHellos() {
			all = append(all, remediesAmong(helloSettings(), p, "")...)
		}
	}
	return all
}
