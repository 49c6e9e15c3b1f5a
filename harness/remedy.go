package harness

import (
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Remedy is a way to make and run a Go program that reaches a server which
// the default does not. Remedies are recorded, not tried when they are
// printed: the tests of package scenarios run each one again on real
// toolchains.
type Remedy struct {
	Suite    uint16 // the server's only suite
	GODEBUG  string // the setting in the environment
	First    string // the first minor release in which it helps, for example "1.22"
	Last     string // the last one
	Measured string // a full version with which it was measured
}

// String returns the remedy for a person, for example
// "GODEBUG=tlsrsakex=1, Go 1.22 to 1.26".
func (r Remedy) String() string {
	if r.First == r.Last {
		return fmt.Sprintf("GODEBUG=%s, Go %s only", r.GODEBUG, r.First)
	}
	return fmt.Sprintf("GODEBUG=%s, Go %s to %s", r.GODEBUG, r.First, r.Last)
}

// remedySettings are what is tried, the smallest first.
func remedySettings() []string { return []string{"tlsrsakex=1", "tls3des=1", "tlsrsakex=1,tls3des=1"} }

// Remedies returns the recorded remedies: for each suite that some release
// left out, the settings that bring it back and the releases in which they do.
func Remedies() []Remedy {
	var all []Remedy
	for _, id := range []uint16{0x002F, 0x0035, 0x009C, 0x009D, 0x000A, 0xC012} {
		var last *Remedy
		for _, release := range toolchain.Releases() {
			godebug := smallestRemedy(release.Version, id)
			switch {
			case godebug == "":
				last = nil
			case last != nil && last.GODEBUG == godebug:
				last.Last, last.Measured = release.Minor, release.Version.String()
			default:
				all = append(all, Remedy{Suite: id, GODEBUG: godebug, First: release.Minor, Last: release.Minor, Measured: release.Version.String()})
				last = &all[len(all)-1]
			}
		}
	}
	return all
}

// smallestRemedy returns the setting with which programs of the release offer
// the suite, "" if none is needed or none helps.
func smallestRemedy(release toolchain.Version, suite uint16) string {
	if offers(release, "", suite) {
		return ""
	}
	for _, godebug := range remedySettings() {
		if offers(release, godebug, suite) {
			return godebug
		}
	}
	return ""
}

func offers(release toolchain.Version, godebug string, suite uint16) bool {
	d, _ := gotls.DefaultsOf(release, "", godebug)
	for _, id := range d.Suites {
		if id == suite {
			return true
		}
	}
	return false
}

// remediesFor returns the remedies for the suite that p prefers among those
// that have any.
func remediesFor(p fixtures.Profile) []Remedy {
	for _, id := range p.Suites {
		var found []Remedy
		for _, r := range Remedies() {
			if r.Suite == id {
				found = append(found, r)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
