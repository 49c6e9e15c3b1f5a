package gotls

import "github.com/legacytls/legacytls/internal/toolchain"

// A Way is a way to give a program a GODEBUG setting.
type Way string

// The ways.
const (
	Environment Way = "environment" // GODEBUG in the environment when the program starts
	Directive   Way = "//go:debug"  // a //go:debug line in the main package
	GoMod       Way = "go.mod"      // a godebug line in the go.mod of the main module
	Setenv      Way = "os.Setenv"   // os.Setenv("GODEBUG", ...) as the first thing in main
)

// An Effect is what comes of a setting.
type Effect string

// The effects.
const (
	Obeyed     Effect = "obeyed"
	Ignored    Effect = "ignored"     // without a message
	BuildFails Effect = "build fails" // go build, run, test and vet
	LoadFails  Effect = "load fails"  // every go command in the module
	Dies       Effect = "dies"        // at start, before main
)

// The releases that changed what becomes of settings.
const (
	directivesSince = "1.21" // https://go.dev/doc/godebug#go-121; a comment before
	goModSince      = "1.23" // https://go.dev/doc/go1.23#go-command; an unknown word before
	fatalSince      = "1.27" // https://go.dev/doc/go1.27#godebug: old values of removed settings
)

// Effect says what a program built by the release makes of a value that is
// given in that way. Obeyed means that the value counts, also when it is the
// default.
func (s Setting) Effect(way Way, value string, release toolchain.Version) Effect {
	switch {
	case s.In(release):
		return s.known(way, release)
	case s.remembered(release) && value == s.Old:
		return fatal(way)
	case s.remembered(release):
		return Ignored
	default:
		return unknown(way, release)
	}
}

func (s Setting) known(way Way, release toolchain.Version) Effect {
	switch {
	case way == Setenv && s.Read == AtStart:
		return Ignored
	case way == Directive && !s.listed(release), way == GoMod && !(s.listed(release) && reached(release, goModSince)):
		return unknown(way, release)
	default:
		return Obeyed
	}
}

// listed reports whether the release has the setting in its own table, which
// the go command looks into.
func (s Setting) listed(release toolchain.Version) bool {
	return s.In(release) && reached(release, directivesSince) && (s.Listed == "" || reached(release, s.Listed))
}

// remembered reports whether the release keeps the setting as a removed one.
// Those that were gone before there was a table are as good as unknown.
func (s Setting) remembered(release toolchain.Version) bool {
	return reached(release, fatalSince) && reached(release, s.Removed) && reached(parse(s.Removed), directivesSince)
}

func fatal(way Way) Effect {
	switch way {
	case Environment:
		return Dies
	case Directive:
		return BuildFails
	case GoMod:
		return LoadFails
	default: // the check is made at start
		return Ignored
	}
}

func unknown(way Way, release toolchain.Version) Effect {
	switch {
	case way == Directive && reached(release, directivesSince):
		return BuildFails
	case way == GoMod:
		return LoadFails
	default:
		return Ignored
	}
}
