package harness

import (
	"crypto/tls"
	"fmt"
	"slices"

	"github.com/legacytls/legacytls/internal/gotls"
	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Remedy is a way to make and run a Go program that reaches a server which
// the default does not. Remedies are recorded, not tried when they are
// printed: the tests of package scenarios run each one again on real
// toolchains.
type Remedy struct {
	Suite       uint16 // the server's only suite, 0 if it is not the suite that clients refuse
	Version     uint16 // the server's only version, 0 if clients offer it
	Scheme      uint16 // the only scheme with which the server signs in TLS 1.2, 0 if clients take it
	Certificate string // the certificate of certs.Zoo that clients refuse, "" if they do not
	Hello       string // the profile of the catalogue that refuses the default ClientHello, "" if none does
	GODEBUG     string // the setting in the environment
	First       string // the first minor release in which it helps, for example "1.22"
	Last        string // the last one
	Measured    string // a full version with which it was measured
}

// String returns the remedy for a person, for example
// "GODEBUG=tlsrsakex=1, Go 1.22 to 1.26".
func (r Remedy) String() string {
	if r.First == r.Last {
		return fmt.Sprintf("GODEBUG=%s, Go %s only", r.GODEBUG, r.First)
	}
	return fmt.Sprintf("GODEBUG=%s, Go %s to %s", r.GODEBUG, r.First, r.Last)
}

// covers reports whether the remedy helps programs of a release.
func (r Remedy) covers(release toolchain.Version) bool {
	within, err := toolchain.ParseRange(">=" + r.First + " <=" + r.Last)
	return err == nil && within.Contains(release)
}

// endsBefore reports whether a release is newer than all that the remedy helps.
func (r Remedy) endsBefore(release toolchain.Version) bool {
	after, err := toolchain.ParseRange(">" + r.Last)
	return err == nil && after.Contains(release)
}

// offerSettings are what is tried for servers that miss something, the smallest first.
func offerSettings() []string {
	return []string{"tls13=1", "tls10default=1", "tlssha1=1", "tlsrsakex=1", "tls3des=1", "tlsrsakex=1,tls3des=1"}
}

// Remedies returns the recorded remedies: for each version, suite and signature scheme
// that some release left out, the settings that bring it back and the releases in which
// they do; for certificates that some release began to refuse; and for the profiles of
// the catalogue that refuse a ClientHello for what a setting leaves out of it, or adds.
func Remedies() []Remedy {
	return append(append(offerRemedies(), certificateRemedies()...), catalogueHelloRemedies()...)
}

// offerRemedies are those for versions, suites and signature schemes.
func offerRemedies() []Remedy {
	var all []Remedy
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11, tls.VersionTLS13} {
		r := Remedy{Version: version}
		all = append(all, remediesOf(r, offerSettings(), r.offered)...)
	}
	for _, id := range []uint16{0x002F, 0x0035, 0x009C, 0x009D, 0x000A, 0xC012} {
		r := Remedy{Suite: id}
		all = append(all, remediesOf(r, offerSettings(), r.offered)...)
	}
	for _, scheme := range []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.ECDSAWithSHA1} {
		r := Remedy{Scheme: uint16(scheme)}
		all = append(all, remediesOf(r, offerSettings(), r.offered)...)
	}
	return all
}

// remediesOf returns r with each of the settings that helps where nothing is needed
// without, and the releases in which it does.
func remediesOf(r Remedy, settings []string, helps func(release toolchain.Version, godebug string) bool) []Remedy {
	var all []Remedy
	var last *Remedy
	for _, release := range toolchain.Releases() {
		godebug := smallest(settings, func(godebug string) bool { return helps(release.Version, godebug) })
		switch {
		case godebug == "":
			last = nil
		case last != nil && last.GODEBUG == godebug:
			last.Last, last.Measured = release.Minor, release.Version.String()
		default:
			r.GODEBUG, r.First, r.Last, r.Measured = godebug, release.Minor, release.Minor, release.Version.String()
			all = append(all, r)
			last = &all[len(all)-1]
		}
	}
	return all
}

// smallest returns the first of the settings that helps, "" if none is needed or none
// helps.
func smallest(settings []string, helps func(godebug string) bool) string {
	if helps("") {
		return ""
	}
	for _, godebug := range settings {
		if helps(godebug) {
			return godebug
		}
	}
	return ""
}

// offered reports whether programs of the release offer what r is about.
func (r Remedy) offered(release toolchain.Version, godebug string) bool {
	d, _ := gotls.DefaultsOf(release, "", godebug)
	return slices.Contains(d.Suites, r.Suite) || slices.Contains(d.Versions, r.Version) || slices.Contains(d.SignatureAlgorithms, r.Scheme)
}
