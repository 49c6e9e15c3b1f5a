package harness

import "github.com/legacytls/legacytls/internal/recorded"

// A RecordedHello is a ClientHello that a client really sent in whose tls.Config nothing
// was set but ServerName, "example.com". The recordings come with legacytls, for those who
// have no toolchain at hand; its tests measure each of them again.
type RecordedHello struct {
	Build Build  // of the program that sent it
	Date  string // when, for example "2026-11-29"
	Hello *ClientHello
}

// RecordedHelloOf returns what a default client of b sends, as it was recorded of b, or
// of another build of the same minor release with the same defaults. It reports false if
// nothing is known of b, as of one whose program would not start.
func RecordedHelloOf(b Build) (RecordedHello, bool) {
	if b.Settings != (Settings{GoLine: b.GoLine, GODEBUG: b.GODEBUG}) {
		return RecordedHello{}, false
	}
	h, known := recorded.Of(b.version(), b.GoLine, b.GODEBUG)
	if !known {
		return RecordedHello{}, false
	}
	return RecordedHello{buildOf(h), h.Date, h.ClientHello()}, true
}

func buildOf(h recorded.Hello) Build {
	return Build{Go: h.Release.String(), Settings: Settings{GoLine: h.GoLine, GODEBUG: h.GODEBUG}}
}
