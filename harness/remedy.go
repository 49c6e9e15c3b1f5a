package harness

import (
	"fmt"

	"github.com/legacytls/legacytls/fixtures"
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

// Remedies returns the recorded remedies.
func Remedies() []Remedy {
	var all []Remedy
	for _, id := range []uint16{0x002F, 0x0035, 0x009C, 0x009D} {
		all = append(all, Remedy{Suite: id, GODEBUG: "tlsrsakex=1", First: "1.22", Last: "1.26", Measured: "1.26.11"})
	}
	return append(all,
		Remedy{Suite: 0x000A, GODEBUG: "tlsrsakex=1", First: "1.22", Last: "1.22", Measured: "1.22.12"},
		Remedy{Suite: 0x000A, GODEBUG: "tlsrsakex=1,tls3des=1", First: "1.23", Last: "1.26", Measured: "1.26.11"},
		Remedy{Suite: 0xC012, GODEBUG: "tls3des=1", First: "1.23", Last: "1.26", Measured: "1.26.11"},
	)
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
