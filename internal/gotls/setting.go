package gotls

import (
	"slices"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// A Setting is a GODEBUG setting that decides whether, or how, a TLS
// connection comes about, or which certificates it is made with
// (https://go.dev/doc/godebug).
//
// Releases are written as Go names them: "1.22" is where Go 1.22 begins,
// "1.21.1" is a patch release. "" means never.
type Setting struct {
	// Name is the key in GODEBUG, Package the package that it changes:
	// "tlsrsakex", "crypto/tls".
	Name, Package string

	// Does says in one line what the setting decides.
	Does string

	// Role says on which side of a connection it is felt.
	Role Role

	// Added are the releases that brought the setting, in ascending order:
	// one, or several when patch releases brought it to older minors as well.
	// After the last one every release has it, until Removed.
	Added []string

	// Changed is the release since which Default is the default. It is ""
	// when there was no other before.
	Changed string

	// Default is the value of a program that sets none and has the newest go
	// line. Old is the value that brings the behaviour before Changed back; ""
	// when Changed is. Values says what else can be set.
	Default, Old, Values string

	// ByGoLine reports whether a go line below Changed selects Old, unless the
	// program sets the value itself.
	ByGoLine bool

	// Removed is the first release without the setting.
	Removed string

	// Read says when the value is looked at.
	Read Reading

	// Listed is the release since which //go:debug and godebug lines know the
	// setting, if that is neither the one that added it nor Go 1.21, which
	// began with them.
	Listed string

	// Instead says what a program can do that wants Old and cannot set it.
	Instead string

	// Source is where the Go project tells of it.
	Source string
}

// A Role is a side of a TLS connection.
type Role string

// The roles.
const (
	Client Role = "client"
	Server Role = "server"
	Both   Role = "client and server"
	Issuer Role = "certificate creation" // only what x509.CreateCertificate makes
)

// A Reading is the moment at which a value is looked at.
type Reading string

// The moments.
const (
	AtStart  Reading = "at start"     // before main: os.Setenv comes too late
	FirstUse Reading = "at first use" // once in a process: os.Setenv acts until then
	EachUse  Reading = "at each use"  // os.Setenv acts at once
)

// Settings returns all settings, sorted by name.
func Settings() []Setting {
	var all []Setting
	for _, s := range settings() {
		s.Added = slices.Clone(s.Added)
		all = append(all, s)
	}
	return all
}

// FindSetting returns the setting of that name.
func FindSetting(name string) (Setting, bool) {
	s, found := find(name)
	s.Added = slices.Clone(s.Added)
	return s, found
}

// find is FindSetting for who changes nothing.
func find(name string) (Setting, bool) {
	for _, s := range settings() {
		if s.Name == name {
			return s, true
		}
	}
	return Setting{}, false
}

// In reports whether a release has the setting.
func (s Setting) In(release toolchain.Version) bool {
	if reached(release, s.Removed) {
		return false
	}
	for i, added := range s.Added {
		newest := i == len(s.Added)-1
		if reached(release, added) && (newest || release.Minor() == parse(added).Minor()) {
			return true
		}
	}
	return false
}
