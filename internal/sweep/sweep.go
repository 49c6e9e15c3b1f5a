// Package sweep says how much of a long list a test goes through: the Go releases, the servers,
// the suites, the clients of others. All of them with all others take a quarter of an hour. So the
// environment variable LEGACYTLS_SWEEP, which nothing else reads, has two values:
//
//	all    everything, as make test asks for it
//	(none) a cut, as go test ./... takes it, and -short whatever the variable says
//
// The cut of an ordered list is where something changes ([Changes]), that of any other list
// every so many of its members ([Some]). What else a test leaves out it says itself ([All]), or
// it is left out ([AllOrSkip]). A test that is cut says so in its log.
package sweep

import (
	"fmt"
	"os"
	"testing"
)

const variable = "LEGACYTLS_SWEEP"

// All reports whether tb is to go through everything. If it is not, the log says what tb goes
// through instead. It fails tb if the variable has another value than those that it may have.
func All(tb testing.TB, instead string) bool {
	tb.Helper()
	if asked(tb) && !testing.Short() {
		return true
	}
	tb.Logf("a cut: %s (%s=all without -short: everything)", instead, variable)
	return false
}

// asked reports whether the variable asks for everything.
func asked(tb testing.TB) bool {
	tb.Helper()
	value := os.Getenv(variable)
	if value != "" && value != "all" {
		tb.Fatalf("%s=%s: want all, or nothing", variable, value)
	}
	return value == "all"
}

// AllOrSkip skips tb unless the variable asks for everything, with -short too: tb takes its
// time, and what it would show in a cut others show too. The reason says what takes the time.
func AllOrSkip(tb testing.TB, reason string) {
	tb.Helper()
	if !asked(tb) {
		tb.Skipf("%s: not in a cut (%s=all: it runs)", reason, variable)
	}
}

// Some returns all, or one of each n of them, beginning with the first.
func Some[T any](tb testing.TB, n int, all []T) []T {
	tb.Helper()
	var some []T
	for i := 0; i < len(all); i += n {
		some = append(some, all[i])
	}
	if All(tb, fmt.Sprintf("one in %d, %d of %d", n, len(some), len(all))) {
		return all
	}
	return some
}

// Changes returns the cut of an ordered list: the first, the last, and each two neighbours that
// are not the same. A change that comes one place too early or too late shows in one of them.
func Changes[T any](all []T, same func(one, next T) bool) []T {
	var some []T
	for i := range all {
		begins := i == 0 || !same(all[i-1], all[i])
		ends := i == len(all)-1 || !same(all[i], all[i+1])
		if begins || ends {
			some = append(some, all[i])
		}
	}
	return some
}
