package harness

import (
	"strings"

	"github.com/legacytls/legacytls/internal/toolchain"
)

// Settings are the ways in which a Go program is made and run, besides the
// toolchain. The zero value is what a new project has: the toolchain's own go
// line, and no GODEBUG anywhere.
type Settings struct {
	// GoLine, if not empty, is the go line of the program's go.mod, for
	// example "1.21". Otherwise it is the toolchain's own release.
	GoLine string

	// GODEBUG, if not empty, is the GODEBUG variable in the environment of the
	// running program. The go command that builds the program never sees it.
	GODEBUG string

	// Directive, if not empty, holds key=value pairs, separated by commas,
	// that the program has as //go:debug lines.
	Directive string

	// GoMod, if not empty, holds key=value pairs, separated by commas, that
	// the program's go.mod has as godebug lines.
	GoMod string

	// Setenv, if not empty, is the GODEBUG variable that the running program
	// sets by itself, with os.Setenv, before its first connection.
	Setenv string

	// Uses, if not empty, is an identifier of crypto/tls that the program's
	// source refers to, for example "TLS_RSA_WITH_AES_256_CBC_SHA256". The
	// program compiles only if the release has it.
	Uses string
}

// String returns the settings for a person, "default" for the zero value.
func (s Settings) String() string {
	var parts []string
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+value)
		}
	}
	add("GODEBUG=", s.GODEBUG)
	add("go line ", s.GoLine)
	add("//go:debug ", s.Directive)
	add("go.mod godebug ", s.GoMod)
	add("os.Setenv GODEBUG=", s.Setenv)
	add("uses tls.", s.Uses)
	if len(parts) == 0 {
		return "default"
	}
	return strings.Join(parts, ", ")
}

// A Build is one way in which a Go program is made and run.
type Build struct {
	Go string // the full version of the toolchain, for example "1.22.12"
	Settings
}

// String returns the build for a person, for example "go1.22.12, GODEBUG=tlsrsakex=1".
func (b Build) String() string {
	if b.Settings == (Settings{}) {
		return "go" + b.Go
	}
	return "go" + b.Go + ", " + b.Settings.String()
}

// version returns the parsed Go; the zero Version for one that does not parse.
func (b Build) version() toolchain.Version {
	v, _ := toolchain.ParseVersion(b.Go)
	return v
}

// EffectiveGoLine returns the go line that the program is built with.
func (b Build) EffectiveGoLine() string {
	if b.GoLine != "" {
		return b.GoLine
	}
	return b.version().Lang()
}

// possible reports whether the toolchain can build for the go line at all.
// A line that is newer than the toolchain is not a result worth a cell.
func (b Build) possible() bool {
	if b.GoLine == "" {
		return true
	}
	line, err := toolchain.ParseVersion(b.GoLine)
	return err == nil && line.Compare(b.version()) <= 0
}

// pairs splits "a=1,b=2" into its pairs.
func pairs(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}
