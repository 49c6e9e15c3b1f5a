package gotls

import "github.com/legacytls/legacytls/internal/toolchain"

// A Repetition says which value counts when GODEBUG in the environment names a
// setting more than once.
type Repetition string

// The repetitions.
const (
	FirstCounts Repetition = "the first counts"
	LastCounts  Repetition = "the last counts"
	AnyCounts   Repetition = "any counts" // the value that differs from the default
)

// Repeated says which value counts when a setting is given more than once to a
// program of the release.
func (s Setting) Repeated(release toolchain.Version) Repetition {
	switch {
	case s.remembered(release): // a single old value is enough to die
		return AnyCounts
	case reached(release, "1.20"): // internal/godebug began to keep a table of its own
		return LastCounts
	case reached(release, "1.18") || s.Name == "tls13": // read pair by pair
		return FirstCounts
	default: // looked for with strings.Contains in the whole
		return AnyCounts
	}
}
