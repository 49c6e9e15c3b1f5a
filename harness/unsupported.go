package harness

import (
	"fmt"
	"strings"
	"testing"

	"github.com/legacytls/legacytls/internal/needs"
)

// An UnsupportedError says that a backend cannot play a profile.
type UnsupportedError struct {
	Profile string // name of the profile
	Backend string // name of the backend
	Lacks   string // what the backend cannot do, as a clause
	Instead string // who can, as a clause; "" if nobody can yet
}

func (e *UnsupportedError) Error() string {
	text := fmt.Sprintf("backend %s cannot play profile %s: %s", e.Backend, e.Profile, e.Lacks)
	if e.Instead != "" {
		text += "; " + e.Instead
	}
	return text
}

// An UnavailableError says that a backend is not to be had on this machine at all: there is
// no openssl command, no Docker engine, no image. [Start] skips the test then, or fails it if
// the environment variable LEGACYTLS_REQUIRE names the backend, which is its name up to the
// first colon.
type UnavailableError struct {
	Backend string // name of the backend
	Reason  error
}

func (e *UnavailableError) Error() string {
	return fmt.Sprintf("backend %s is not available: %v", e.Backend, e.Reason)
}

func (e *UnavailableError) Unwrap() error { return e.Reason }

// missing skips tb, or fails it if the backend is required.
func (e *UnavailableError) missing(tb testing.TB) {
	tb.Helper()
	need, _, _ := strings.Cut(e.Backend, ":")
	needs.Missing(tb, need, e.Error())
}
